import { isPostgres } from '../config.ts';
import type { Store } from '../pins/store.ts';
import { openStore } from './open.ts';
import { type Survey, surveyStore } from './survey.ts';

/**
 * Opens the store that SITREP_STORE names: a file, or a PostgreSQL database.
 *
 * @throws SitrepError `STORE_*`; nothing is left open then
 */
export async function openConfiguredStore(setting: string): Promise<Store> {
  if (!isPostgres(setting)) return openStore(setting);
  // Loaded only here, because most installations have no PostgreSQL.
  const { openPostgresStore } = await import('./postgres.ts');
  return openPostgresStore(setting);
}

/**
 * Reads and verifies the store that SITREP_STORE names. Changes nothing.
 *
 * @returns also where it is, without a password
 * @throws SitrepError `STORE_*`
 */
export async function surveyConfiguredStore(setting: string): Promise<Survey & { readonly file: string }> {
  if (!isPostgres(setting)) return { file: setting, ...surveyStore(setting) };
  const { surveyPostgres } = await import('./postgres-survey.ts');
  return surveyPostgres(setting);
}
