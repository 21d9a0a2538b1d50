import { SitrepError } from '../errors.ts';

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) for which there is a remedy. */
const SQLITE = { BUSY: 5, LOCKED: 6, READONLY: 8, CORRUPT: 11, FULL: 13, CANTOPEN: 14, NOTADB: 26 } as const;
/** A reader found a half-written change after a crash, which only a writer can roll back. */
const SQLITE_READONLY_ROLLBACK = 776;

const ELSEWHERE = 'or set SITREP_STORE to a file elsewhere';
const RESTORE =
  'Keep a copy of it, then put a backup in its place ("npm run -s store -- --help" says how), or move it away to start with an empty store.';

export const damaged = (path: string, what: string, cause?: unknown): SitrepError =>
  new SitrepError('STORE_CORRUPT', `The store ${path} is damaged: ${what}. Nothing in it was changed. ${RESTORE}`, {
    cause,
  });

export const unusable = (path: string, what: string, remedy: string, cause?: unknown): SitrepError =>
  new SitrepError('STORE_UNUSABLE', `The store ${path} cannot be used: ${what}. ${remedy}`, { cause });

export const foreign = (path: string, what: string): SitrepError =>
  unusable(path, `expected a file that Sitrep has made, or none, but ${what}`, 'Set SITREP_STORE to another file.');

export const readOnly = (path: string, what: string, cause?: unknown): SitrepError =>
  new SitrepError(
    'STORE_READ_ONLY',
    `The store ${path} cannot be written: ${what}. Let Sitrep's user write the file and its folder, ${ELSEWHERE}.`,
    { cause },
  );

export const newer = (path: string, version: number, known: number): SitrepError =>
  new SitrepError(
    'STORE_NEWER',
    `The store ${path} was written by a newer Sitrep: it has version ${version}, this one knows versions up to ${known}. ` +
      `Use the newer Sitrep, ${ELSEWHERE}. Nothing in it was changed.`,
  );

export const olderStore = (path: string, version: number, known: number): SitrepError =>
  unusable(path, `it has version ${version}`, `Start Sitrep once with it; that brings it to version ${known}.`);

export const inUse = (path: string, cause?: unknown): SitrepError =>
  new SitrepError(
    'STORE_IN_USE',
    `The store ${path} is in use by another process, and one at a time may write it. End the other one, ${ELSEWHERE}.`,
    { cause },
  );

export const lost = (path: string, what: string): SitrepError =>
  new SitrepError(
    'STORE_LOST',
    `The store ${path} was lost while Sitrep was running: ${what}. Nothing more is written, and pins are refused. ` +
      'Move the original back, or restart Sitrep, which then uses what is there.',
  );

/**
 * Translates an error of `node:sqlite` into an error of the store.
 *
 * @param error - anything caught; other errors come back unchanged
 */
export function storeError(error: unknown, path: string): unknown {
  const code = resultCode(error);
  if (code === null) return error;
  const words = error instanceof Error ? error.message : String(error);
  switch (code & 0xff) {
    case SQLITE.BUSY:
    case SQLITE.LOCKED:
      return inUse(path, error);
    case SQLITE.READONLY:
      return readOnly(path, words, error);
    case SQLITE.CORRUPT:
      return damaged(path, words, error);
    case SQLITE.FULL:
      return new SitrepError(
        'STORE_FULL',
        `The store ${path} cannot take another change: the disk is full. What was in it before is kept. Make room on the disk, ${ELSEWHERE}.`,
        { cause: error },
      );
    case SQLITE.CANTOPEN:
      return unusable(path, 'it cannot be opened', `Check that it is a file and may be read, ${ELSEWHERE}.`, error);
    case SQLITE.NOTADB:
      return foreign(path, 'its content is no SQLite database');
    default:
      return unusable(path, `${words} (SQLite ${code})`, `Check the disk, ${ELSEWHERE}.`, error);
  }
}

/** Whether a reader failed because a crash left a half-written change; the next writer rolls it back, and nothing is lost. */
export const awaitsWriter = (error: unknown): boolean =>
  resultCode(error instanceof SitrepError ? error.cause : error) === SQLITE_READONLY_ROLLBACK;

const resultCode = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : null;
