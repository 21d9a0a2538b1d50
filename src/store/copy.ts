import type { DatabaseSync } from 'node:sqlite';
import { type Kysely, sql, type Transaction } from 'kysely';
import { SitrepError } from '../errors.ts';
import { storeVersion } from './migrations.ts';
import { openAlone } from './open.ts';
import { openPostgres } from './postgres.ts';
import { postgresError } from './postgres-error.ts';
import { storeError, unusable } from './store-error.ts';
import { requireNewest } from './survey.ts';
import type { Tables } from './tables.ts';

/** How many rows one statement inserts. */
const ROWS_AT_ONCE = 500;

/** The result of a copy from one store to another. */
export interface Copied {
  readonly from: string;
  /** The address without the password. */
  readonly to: string;
  /** Table → how many rows it holds, in both stores. */
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Copies a store in a file to an empty one in PostgreSQL, as one transaction. The file stays unchanged, and no other process may
 * use it during the copy.
 *
 * @param path - the file.
 * @param address - `postgres://user:password@host:port/database`
 * @throws SitrepError USAGE where the target is not empty; `STORE_*` for an error of either store. Then nothing is copied
 */
export async function copyToPostgres(path: string, address: string): Promise<Copied> {
  const source = openAlone(path);
  try {
    requireNewest(storeVersion(source.db), source.file);
    const { db, name } = await openPostgres(address);
    try {
      const rows = await db.transaction().execute((tx) => copyRows(source.db, tx, name));
      return { from: source.file, to: name, rows };
    } catch (error) {
      throw postgresError(error, name);
    } finally {
      await db.destroy();
    }
  } catch (error) {
    throw storeError(error, source.file);
  } finally {
    source.close();
  }
}

async function copyRows(from: DatabaseSync, tx: Transaction<Tables>, name: string): Promise<Copied['rows']> {
  const tables = from.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).all();
  const names = tables.map((row) => String(row.name));
  for (const table of names) {
    // A bot that already uses the target must not write during the copy.
    await sql`LOCK TABLE ${sql.table(table)} IN ACCESS EXCLUSIVE MODE`.execute(tx);
    if ((await count(tx, table)) > 0) {
      throw new SitrepError(
        'USAGE',
        `the store ${name} already holds rows in its table "${table}", and a copy never mixes two stores; name an empty database`,
      );
    }
  }
  const copied: Record<string, number> = {};
  for (const table of names) {
    await copyTable(from, tx, table);
    const [before, after] = [
      Number(from.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows),
      await count(tx, table),
    ];
    if (before !== after) {
      const what = `table "${table}" took ${after} of ${before} rows`;
      throw unusable(name, what, 'Nothing was copied. Look into the log of its server.');
    }
    copied[table] = after;
  }
  return copied;
}

async function copyTable(from: DatabaseSync, tx: Transaction<Tables>, table: string): Promise<void> {
  // Columns that are computed from others are left out.
  const columns = from
    .prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0')
    .all(table)
    .map(({ name }) => String(name));
  let chunk: object[] = [];
  const insert = async () => {
    if (chunk.length === 0) return;
    await (tx as unknown as Kysely<Record<string, object>>).insertInto(table).values(chunk).execute();
    chunk = [];
  };
  for (const row of from.prepare(`SELECT ${columns.join(', ')} FROM ${table}`).iterate()) {
    chunk.push(row);
    if (chunk.length === ROWS_AT_ONCE) await insert();
  }
  await insert();
  if (columns.includes('seq')) {
    await sql`
      SELECT setval(pg_get_serial_sequence(${table}, 'seq'), max(seq)) FROM ${sql.table(table)} HAVING max(seq) IS NOT NULL
    `.execute(tx);
  }
}

async function count(tx: Transaction<Tables>, table: string): Promise<number> {
  const { rows } = await sql<{ rows: number }>`SELECT count(*) AS rows FROM ${sql.table(table)}`.execute(tx);
  return Number(rows[0]?.rows);
}
