import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SitrepError } from '../errors.ts';
import { openForReading } from './open.ts';
import { storeError } from './store-error.ts';

/**
 * Writes a copy of a store as it is at one moment, also while another process writes it. The copy has its name only once it is
 * whole and on disk.
 *
 * @param target - a file that is not there yet
 * @throws SitrepError USAGE where the target is there or its folder is not; `STORE_*` for either file
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
    // Rather than SQLite's backup API, which begins anew at each change of another process.
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
    // SQLite leaves this to the caller (https://www.sqlite.org/lang_vacuum.html).
    flush(unfinished);
    giveName(unfinished, copy);
    flush(dirname(copy));
    return { bytes: statSync(copy).size, pins };
  } finally {
    rmSync(unfinished, { force: true });
  }
}

const taken = (copy: string) => `${copy} is there already, and a backup never replaces a file; give another name`;

/** Damage is the store's; anything else is in the way of the copy. */
function notWritten(error: unknown, path: string, copy: string): unknown {
  const told = storeError(error, path);
  if (!(told instanceof SitrepError) || told.code === 'STORE_CORRUPT') return told;
  const words = error instanceof Error ? error.message : String(error);
  return new SitrepError(
    told.code,
    `The backup ${copy} cannot be written: ${words}. See that its folder may be written and its disk has room, or give another name.`,
    { cause: error },
  );
}

/** Renaming would replace a file that has come there meanwhile; a second name does not. */
function giveName(unfinished: string, copy: string): void {
  try {
    linkSync(unfinished, copy);
  } catch (error) {
    if (existsSync(copy)) throw new SitrepError('USAGE', taken(copy), { cause: error });
    // A disk that knows no second names, such as a USB stick.
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
