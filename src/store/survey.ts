import type { DatabaseSync } from 'node:sqlite';
import { PIN_STATES, type PinState } from '../pins/pin.ts';
import { STORE_VERSION, storeVersion } from './migrations.ts';
import { openForReading } from './open.ts';
import { awaitedSchema, draftSchema, eventSchema, pinSchema, sharedSchema } from './rows.ts';
import { damaged, storeError, unusable } from './store-error.ts';
import { readTable } from './table.ts';

/** What a store holds. */
export interface Survey {
  readonly version: number;
  readonly pins: Readonly<Record<PinState, number>>;
  /** Shared answers that are remembered. */
  readonly shared: number;
  /** Rows of history. */
  readonly history: number;
}

/**
 * Reads all of a store and verifies it: SQLite's integrity_check, references, and every row. Changes nothing, and works while
 * another process writes.
 *
 * @throws SitrepError STORE_CORRUPT with what is wrong first, or another `STORE_*`
 */
export function surveyStore(path: string): Survey {
  const db = openForReading(path);
  try {
    // What follows is of one moment, whatever is written meanwhile.
    db.exec('BEGIN');
    const version = storeVersion(db);
    if (version < STORE_VERSION) {
      const remedy = `Start Sitrep once with it; that brings it to version ${STORE_VERSION}.`;
      throw unusable(path, `it has version ${version}`, remedy);
    }
    requireIntegrity(db, path);
    const pins = readTable(db, path, 'pins', pinSchema).select('')();
    readTable(db, path, 'drafts', draftSchema).select('')();
    readTable(db, path, 'awaited', awaitedSchema).select('')();
    return {
      version,
      pins: Object.fromEntries(
        PIN_STATES.map((state) => [state, pins.filter((pin) => pin.state === state).length]),
      ) as Record<PinState, number>,
      shared: readTable(db, path, 'shared', sharedSchema).select('')().length,
      history: readTable(db, path, 'history', eventSchema).select('')().length,
    };
  } catch (error) {
    throw storeError(error, path);
  } finally {
    db.close();
  }
}

function requireIntegrity(db: DatabaseSync, path: string): void {
  const { integrity_check: found } = db.prepare('PRAGMA integrity_check(1)').get() ?? {};
  if (found !== 'ok') throw damaged(path, String(found));
  const orphan = db.prepare('PRAGMA foreign_key_check').get();
  if (orphan !== undefined)
    throw damaged(path, `row ${String(orphan.rowid)} of table ${String(orphan.table)} is of nothing`);
}
