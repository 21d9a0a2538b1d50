import { DatabaseSync } from 'node:sqlite';
import { storeError } from './store-error.ts';

/**
 * Makes this process the only writer of a store, until `release` or the end of the process, however it ends: the lock is
 * SQLite's own, on an empty file beside the store (`<store>-lock`), and the operating system drops it with the process. A file
 * with a process id would outlive `kill -9`. The file stays: removing it could give two processes a lock each, one of them on
 * the removed file.
 *
 * @throws SitrepError STORE_IN_USE where another process holds it
 */
export function holdLock(path: string): { release(): void } {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(`${path}-lock`, { timeout: 0 });
    // Nothing is ever written, so a journal would only be one more file.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    throw storeError(error, path);
  }
  return {
    release() {
      if (lock.isOpen) lock.close();
    },
  };
}
