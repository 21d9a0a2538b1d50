import type { DatabaseSync } from 'node:sqlite';
import { PIN_STATES, type PinState } from '../pins/publication.ts';
import { STORE_VERSION, storeVersion } from './migrations.ts';
import { openForReading } from './open.ts';
import { type Row, readPeriod, readRow, type ValueTableName } from './rows.ts';
import { damaged, olderStore, storeError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** What a store holds. */
export interface Survey {
  readonly version: number;
  readonly pins: Readonly<Record<PinState, number>>;
  /** Shared answers that can still be corrected. */
  readonly shared: number;
  /** Rows of history. */
  readonly history: number;
  /** Questions and reports that were sent to the curators. */
  readonly inbox: number;
}

/** Reads every row of a table. */
export type RowsOf = (table: keyof Tables) => readonly Readonly<Record<string, unknown>>[];

/**
 * Reads a whole store in a file and verifies it: SQLite's integrity_check, references, and every row. Changes nothing, and works while
 * another process writes.
 *
 * @throws SitrepError STORE_CORRUPT with the first problem found, or another `STORE_*`
 */
export function surveyStore(path: string): Survey {
  const db = openForReading(path);
  try {
    // One transaction, so that everything is read as it was at one moment.
    db.exec('BEGIN');
    const version = storeVersion(db);
    requireNewest(version, path);
    requireIntegrity(db, path);
    return surveyRows(version, (table) => db.prepare(`SELECT * FROM ${table}`).all(), path);
  } catch (error) {
    throw storeError(error, path);
  } finally {
    db.close();
  }
}

/** @throws SitrepError STORE_UNUSABLE for the version of an earlier Sitrep */
export function requireNewest(version: number, store: string): void {
  if (version < STORE_VERSION) throw olderStore(store, version, STORE_VERSION);
}

/** Verifies every row and counts the rows. @param store - names the store in errors */
export function surveyRows(version: number, rowsOf: RowsOf, store: string): Survey {
  const all = <T extends ValueTableName>(table: T) =>
    rowsOf(table).map(({ seq, body }) => readRow(table, { seq, body } satisfies Row, store));
  const pins = all('pins');
  all('drafts');
  all('shown_facts');
  for (const row of rowsOf('fact_periods')) readPeriod({ ...row, seq: Number(row.seq) }, store);
  return {
    version,
    pins: Object.fromEntries(
      PIN_STATES.map((state) => [state, pins.filter((pin) => pin.state === state).length]),
    ) as Record<PinState, number>,
    shared: all('shares').filter(({ state }) => state === 'shared').length,
    history: all('history').length,
    inbox: all('inbox').length,
  };
}

function requireIntegrity(db: DatabaseSync, path: string): void {
  const { integrity_check: found } = db.prepare('PRAGMA integrity_check(1)').get() ?? {};
  if (found !== 'ok') throw damaged(path, String(found));
  const orphan = db.prepare('PRAGMA foreign_key_check').get();
  if (orphan !== undefined) throw damaged(path, `orphan row ${String(orphan.rowid)} in table ${String(orphan.table)}`);
}
