import { isPostgres } from '../config.ts';
import type { Store } from '../pins/store.ts';
import { openStore, openStoreBeside } from './open.ts';

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

/** Opens the same store for a few changes while Sitrep may be running. The rest as for `openStoreBeside`. */
export const openConfiguredStoreBeside = async (setting: string): Promise<Store> =>
  isPostgres(setting) ? openConfiguredStore(setting) : openStoreBeside(setting);
