import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SitrepError } from '../errors.ts';
import { openForReading } from './open.ts';
import { storeError } from './store-error.ts';

/**
 * Copies a store as it is at one moment, even while another process writes to it. The copy gets its final name when it is complete and
 * on disk.
 *
 * @param target - a file that does not exist yet
 * @throws SitrepError USAGE where the target exists or its folder does not; `STORE_*` for either file
 */
export function backUp(path: string, target: string): { readonly bytes: number; readonly pins: number } {
  const copy = resolve(target);
  if (existsSync(copy)) throw new SitrepError('USAGE', taken(copy));
  if (!existsSync(dirname(copy))) {
    throw new SitrepError('USAGE', `there is no folder ${dirname(copy)} for the backup; create it first`);
  }
  const unfinished = `${copy}.${process.pid}.unfinished`;
  const db = openForReading(path);
  try {
    // SQLite's backup API would start over at each change by another process.
    db.prepare('VACUUM INTO ?').run(unfinished);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw notWritten(error, path, copy);
  } finally {
    db.close();
  }
  try {
    const made = openForReading(unfinished);
    const pins = Number(made.prepare('SELECT count(*) AS pins FROM pins').get()?.pins);
    made.close();
    // SQLite leaves flushing to the caller (https://www.sqlite.org/lang_vacuum.html).
    flush(unfinished);
    giveName(unfinished, copy);
    flush(dirname(copy));
    return { bytes: statSync(copy).size, pins };
  } finally {
    rmSync(unfinished, { force: true });
  }
}

const taken = (copy: string) => `${copy} exists already, and a backup never replaces a file; give another name`;

/** Damage is reported as an error of the store, any other failure as an error of the copy. */
function notWritten(error: unknown, path: string, copy: string): unknown {
  const known = storeError(error, path);
  if (!(known instanceof SitrepError) || known.code === 'STORE_CORRUPT') return known;
  const words = error instanceof Error ? error.message : String(error);
  return new SitrepError(
    known.code,
    `The backup ${copy} cannot be written: ${words}. Check that its folder can be written to and the disk has room, or give another name.`,
    { cause: error },
  );
}

/** Renaming would replace a file that another program has created there meanwhile; a hard link does not. */
function giveName(unfinished: string, copy: string): void {
  try {
    linkSync(unfinished, copy);
  } catch (error) {
    if (existsSync(copy)) throw new SitrepError('USAGE', taken(copy), { cause: error });
    // Some disks, such as USB sticks, have no hard links.
    renameSync(unfinished, copy);
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
