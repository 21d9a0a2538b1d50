/** `store`: makes a backup of the store, prints a summary of it as one JSON line, or copies it to PostgreSQL. */

import { isPostgres, readConfig } from '../config.ts';
import { SitrepError } from '../errors.ts';
import { backUp } from '../store/backup.ts';
import { surveyConfiguredStore } from '../store/open-configured.ts';
import { misuse, type Run, readArgs, writeJsonLine } from './io.ts';

const USAGE = `npm run -s store -- backup FILE [--store PATH]
       npm run -s store -- check [--store PATH]
       npm run -s store -- migrate FILE postgres://USER:PASSWORD@HOST:PORT/DATABASE
backup writes a whole copy of the store to FILE, which must not be there yet: {"file","bytes","pins"}.
check verifies the store and tells what it holds: {"file","version","pins":{state: how many},"shared","history","inbox"}.
Both work while Sitrep runs.
migrate copies the store in FILE to an empty PostgreSQL database, all or nothing, while no Sitrep uses either. Each table is counted
on both sides: {"from","to","rows":{table: how many}}. FILE stays as it is; then set SITREP_STORE to the database.
--store names the store; otherwise SITREP_STORE does, and "sitrep.sqlite" where that is empty.
To restore a backup: end Sitrep; move the store and, where they are, its files ending in -wal and -shm away; copy the backup
to where the store was; start Sitrep. A store in PostgreSQL is copied and restored by PostgreSQL's own pg_dump and pg_restore.`;

export const run: Run = async (args, io) => {
  const parsed = readArgs(args, { usage: USAGE, positionals: true, options: { store: { type: 'string' } } }, io);
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const path = readConfig({ SITREP_STORE: values.store ?? io.env.SITREP_STORE }).storePath;
  const [action, target, ...more] = positionals;
  if (action === 'backup' && target !== undefined && more.length === 0) {
    if (isPostgres(path))
      throw new SitrepError('USAGE', 'backup copies files; for a store in PostgreSQL use its pg_dump');
    writeJsonLine(io.stdout, { file: target, ...backUp(path, target) });
  } else if (action === 'check' && target === undefined) {
    writeJsonLine(io.stdout, await surveyConfiguredStore(path));
  } else if (action === 'migrate' && target !== undefined && more[0] !== undefined && more.length === 1) {
    writeJsonLine(io.stdout, await migrate(target, more[0]));
  } else {
    throw misuse('expected "backup FILE", "check" or "migrate FILE postgres://…"', USAGE);
  }
  return 0;
};

async function migrate(from: string, to: string): Promise<object> {
  if (isPostgres(from) || !isPostgres(to)) {
    throw misuse('expected a file and then the address of a database', USAGE);
  }
  // The address is checked in the same way as the setting.
  const address = readConfig({ SITREP_STORE: to }).storePath;
  const { copyToPostgres } = await import('../store/copy.ts');
  return copyToPostgres(from, address);
}
