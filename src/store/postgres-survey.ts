import { SitrepError } from '../errors.ts';
import { connectPostgres } from './postgres.ts';
import { postgresError } from './postgres-error.ts';
import { postgresVersion } from './postgres-schema.ts';
import { requireNewest, type Survey, surveyRows } from './survey.ts';
import type { Tables } from './tables.ts';

const READ = ['pins', 'drafts', 'shown_facts', 'fact_periods', 'shares', 'history', 'inbox'] as const;

/** A table that is surveyed and not listed above would count as empty. */
function unread(table: string): never {
  throw new Error(`table ${table} was not read`);
}

/**
 * Reads a whole store in PostgreSQL as of one moment and verifies every row. Changes nothing.
 *
 * @returns also the address without the password
 * @throws SitrepError STORE_CORRUPT with the first problem found, or another `STORE_*`
 */
export async function surveyPostgres(address: string): Promise<Survey & { readonly file: string }> {
  const { db, name } = await connectPostgres(address);
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        const version = await postgresVersion(tx, name);
        if (version === 0)
          throw new SitrepError(
            'USAGE',
            `there is no store in ${name}; start Sitrep once, which makes it, or name the one that Sitrep uses (--store or SITREP_STORE)`,
          );
        requireNewest(version, name);
        const rows = new Map<keyof Tables, readonly object[]>();
        for (const table of READ) rows.set(table, await tx.selectFrom(table).selectAll().execute());
        return { file: name, ...surveyRows(version, (table) => (rows.get(table) ?? unread(table)) as never, name) };
      });
  } catch (error) {
    throw postgresError(error, name);
  } finally {
    await db.destroy();
  }
}
