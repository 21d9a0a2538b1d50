import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { SitrepError } from '../errors.ts';
import type { Store } from '../pins/store.ts';
import { holdLock } from './lock.ts';
import { APPLICATION_ID, migrate, STORE_VERSION, storeVersion } from './migrations.ts';
import { SqlStore } from './sql-store.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import {
  awaitsWriter,
  damaged,
  foreign,
  lost,
  newer,
  olderStore,
  readOnly,
  storeError,
  unusable,
} from './store-error.ts';
import type { Tables } from './tables.ts';

/** How long a statement waits for another connection. Only a person with a database tool should hold one that long. */
const BUSY_TIMEOUT_MS = 1_000;
/**
 * Bytes at the start of every SQLite file, and where in its header the 32-bit application id stands
 * (https://www.sqlite.org/fileformat2.html).
 */
const MAGIC = Buffer.from('SQLite format 3\0');
const HEADER_BYTES = 100;
const APPLICATION_ID_AT = 68;

/**
 * Opens the store, creating it where there is none and bringing an older one up to date. A file that is damaged, foreign or
 * newer is left byte for byte as it was.
 *
 * @param path - the file; `-wal`, `-shm` and `-lock` files lie beside it
 * @param onClose - called once, when the store is closed and its lock released
 * @throws SitrepError STORE_IN_USE, STORE_CORRUPT, STORE_READ_ONLY, STORE_FULL, STORE_NEWER or STORE_UNUSABLE; nothing is
 *         left open then
 *
 * Takes milliseconds for a usual store. SQLite's quick_check reads the whole file: 780 MB took a quarter of a second on
 * 2026-11-24 with the file in the system's cache; otherwise it takes as long as the disk needs to give the file.
 */
export function openStore(path: string, onClose: () => void = () => {}): Store {
  const file = locate(path);
  const isNew = !isOurs(file);
  requireWritable(file);
  const lock = holdLock(file);
  let db: DatabaseSync | undefined;
  try {
    if (!isNew) inspect(file);
    db = openDatabase(file);
    return storeOver(db, file, () => {
      lock.release();
      onClose();
    });
  } catch (error) {
    db?.close();
    lock.release();
    throw storeError(error, file);
  }
}

/**
 * Opens a store that another process may have open, to read and to write a few rows: a write waits its turn, up to a second.
 * Nothing is migrated, because the other process may be an older Sitrep.
 *
 * @throws SitrepError USAGE where there is no store; STORE_UNUSABLE where it has an older version; other `STORE_*`
 */
export function openStoreBeside(path: string): Store {
  const file = locate(path);
  const db = openForReading(file);
  const version = storeVersion(db);
  db.close();
  if (version < STORE_VERSION) throw olderStore(file, version, STORE_VERSION);
  requireWritable(file);
  return storeOver(openDatabase(file), file);
}

/** @param db - of the newest version, as `openDatabase` gives it; it is closed with the store */
export function storeOver(db: DatabaseSync, file: string, onClose: () => void = () => {}): Store {
  const verify = watchIdentity(file, `${file}-wal`);
  verify();
  const kysely = new Kysely<Tables>({ dialect: new NodeSqliteDialect(db) });
  return new SqlStore(kysely, {
    name: file,
    errorOf: (error) => storeError(error, file),
    read: (work) => work(),
    async write(_isolation, work) {
      verify();
      return kysely.transaction().execute(work);
    },
    verify,
    async close() {
      // The one connection is handed out in turn, so all earlier work has ended after this.
      await kysely.connection().execute(async () => {});
      await kysely.destroy();
      if (db.isOpen) db.close();
      onClose();
    },
  });
}

/**
 * SQLite goes on writing to files that have been removed or replaced, and every change would be lost. A file that another
 * program overwrites in place is not noticed.
 *
 * @returns a function that throws SitrepError STORE_LOST when one of the files, once seen, is no longer the same
 */
function watchIdentity(file: string, log: string): () => void {
  const seen = new Map<string, string>();
  return () => {
    for (const path of [file, log]) {
      const stats = statSync(path, { throwIfNoEntry: false });
      const identity = stats && `${stats.dev} ${stats.ino}`;
      const before = seen.get(path);
      if (before !== undefined && identity !== before)
        throw lost(file, `${path} has been ${identity === undefined ? 'removed' : 'replaced'}`);
      if (identity !== undefined) seen.set(path, identity);
    }
  };
}

/**
 * Opens a store's file for writing as `openStore` does, but without the checks and without the lock.
 *
 * @throws SitrepError `STORE_*`
 */
export function openDatabase(path: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    // What is deleted, such as the id of a member, is overwritten in the file.
    db.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
    migrate(db, path);
    // Set last, so that a failed migration has changed nothing, not even the header.
    db.exec('PRAGMA journal_mode = WAL');
    return db;
  } catch (error) {
    db?.close();
    throw storeError(error, path);
  }
}

/**
 * Opens a store for reading, also while another process writes to it. One transaction sees one moment.
 *
 * @throws SitrepError `STORE_*`, or USAGE where there is none
 */
export function openForReading(path: string): DatabaseSync {
  const file = locate(path);
  if (!isOurs(file)) {
    throw new SitrepError(
      'USAGE',
      `there is no store ${file}, or nothing in it; start Sitrep once, which makes it, or name the one that Sitrep uses (--store or SITREP_STORE)`,
    );
  }
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    const version = storeVersion(db);
    if (version > STORE_VERSION) throw newer(file, version, STORE_VERSION);
    return db;
  } catch (error) {
    db?.close();
    if (!awaitsWriter(error)) throw storeError(error, file);
    throw unusable(
      file,
      'a crash has cut a change short',
      'Start Sitrep once with it, which undoes the change.',
      error,
    );
  }
}

/** The same, while no other process may write the store. @returns with `close`, which lets others write again */
export function openAlone(path: string): { readonly db: DatabaseSync; readonly file: string; close(): void } {
  const db = openForReading(path);
  try {
    const file = locate(path);
    const lock = holdLock(file);
    const close = () => {
      db.close();
      lock.release();
    };
    return { db, file, close };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Resolves links, so that one file has one name: the lock is named after it. */
function locate(path: string): string {
  const wanted = resolve(path);
  try {
    return realpathSync(wanted);
  } catch {
    // The file does not exist yet, but its folder must.
  }
  try {
    return join(realpathSync(dirname(wanted)), basename(wanted));
  } catch (error) {
    throw unusable(wanted, `there is no folder ${dirname(wanted)}`, 'Create it, or correct SITREP_STORE.', error);
  }
}

/**
 * Whether the file is a store of Sitrep's; `false` for no file and for an empty one. Reads the header only, so that SQLite
 * never opens a file of another program, which it might recover or change.
 *
 * @throws SitrepError STORE_UNUSABLE for any other file
 */
function isOurs(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || (stats.isFile() && stats.size === 0)) return false;
  if (!stats.isFile()) throw foreign(file, stats.isDirectory() ? 'it is a folder' : 'it is no regular file');
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    const descriptor = openSync(file, 'r');
    readSync(descriptor, header);
    closeSync(descriptor);
  } catch (error) {
    throw unusable(file, 'it cannot be read', "Let Sitrep's user read and write it, or correct SITREP_STORE.", error);
  }
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw foreign(file, 'its content is no SQLite database');
  if (header.readUInt32BE(APPLICATION_ID_AT) !== APPLICATION_ID)
    throw foreign(file, 'it is a database of another program');
  return true;
}

function requireWritable(file: string): void {
  // SQLite opens a read-only file as well, and fails at the first change only.
  for (const [place, what] of [
    [file, 'the file is read-only'],
    [dirname(file), `its folder ${dirname(file)} is read-only`],
  ] as const) {
    try {
      accessSync(place, constants.W_OK);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
      throw readOnly(file, what, error);
    }
  }
}

/** Checks for damage and for a newer version through a read-only connection. */
function inspect(file: string): void {
  let db: DatabaseSync | undefined;
  try {
    db = openForReading(file);
    const { quick_check: found } = db.prepare('PRAGMA quick_check(1)').get() ?? {};
    if (found !== 'ok') throw damaged(file, String(found));
  } catch (error) {
    if (!awaitsWriter(error)) throw error;
  } finally {
    db?.close();
  }
}
