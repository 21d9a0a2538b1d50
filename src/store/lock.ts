import { DatabaseSync } from 'node:sqlite';
import { storeError } from './store-error.ts';

/**
 * Makes this process the only writer of a store until `release` or the end of the process, however it ends. The lock is
 * SQLite's own, on an empty file beside the store (`<store>-lock`); the operating system releases it when the process ends, while
 * a file with a process id would remain after `kill -9`. The file is never removed, because a process with a lock on the removed
 * file and one with a lock on a new file would both be writers.
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
