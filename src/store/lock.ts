import { DatabaseSync } from 'node:sqlite';
import { storeError } from './store-error.ts';

/**
 * Makes this process the only writer of a store until `release` or the end of the process, however it ends. The lock is
 * SQLite's own, on an empty file beside the store (`<store>-lock`); the operating system drops it with the process, while a
 * file with a process id would outlive `kill -9`. The file is never removed: a process that held the removed file and one that
 * made a new file would both have a lock.
 *
 * @throws SitrepError STORE_IN_USE where another process holds the lock
 */
export function holdLock(path: string): { release(): void } {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(`${path}-lock`, { timeout: 0 });
    // Nothing is ever written to it, so a journal file is not needed.
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
