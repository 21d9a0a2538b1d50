import { isPostgres } from '../config.ts';
import type { Store } from '../pins/store.ts';
import { openStore } from './open.ts';

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
