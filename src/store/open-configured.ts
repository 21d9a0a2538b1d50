import type { Logger } from 'pino';
import { isPostgres, type Shards } from '../config.ts';
import type { JoinedHosts } from '../pins/hosts.ts';
import type { Store } from '../pins/store.ts';
import { openStore, openStoreBeside } from './open.ts';
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

/** Opens the same store for a few changes while Sitrep may be running. Everything else is as for `openStoreBeside`. */
export const openConfiguredStoreBeside = async (setting: string): Promise<Store> =>
  isPostgres(setting) ? openConfiguredStore(setting) : openStoreBeside(setting);

/**
 * Reads and verifies the store that SITREP_STORE names. Changes nothing.
 *
 * @returns the survey, and the store's path or address without a password
 * @throws SitrepError `STORE_*`
 */
export async function surveyConfiguredStore(setting: string): Promise<Survey & { readonly file: string }> {
  if (!isPostgres(setting)) return { file: setting, ...surveyStore(setting) };
  const { surveyPostgres } = await import('./postgres-survey.ts');
  return surveyPostgres(setting);
}

/**
 * Joins the other processes that use the same store. A store in a file has only one process.
 *
 * @param shards - the shards of this process; all where absent
 * @throws SitrepError STORE_IN_USE where another process runs one of the shards
 */
export async function joinOthers(
  setting: string,
  {
    shards = { ids: [0], count: 1 },
    store,
    log,
  }: { readonly shards: Shards | undefined; readonly store: Store; readonly log: Logger },
): Promise<JoinedHosts | undefined> {
  if (!isPostgres(setting)) return undefined;
  const { joinHosts } = await import('./postgres-hosts.ts');
  return joinHosts({ address: setting, shards, store, log });
}
