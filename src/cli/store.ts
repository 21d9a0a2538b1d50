/** `store`: makes a backup of the store, or prints a summary of it as one JSON line; both work while Sitrep runs. */

import { readConfig } from '../config.ts';
import { backUp } from '../store/backup.ts';
import { surveyStore } from '../store/survey.ts';
import { misuse, type Run, readArgs, writeJsonLine } from './io.ts';

const USAGE = `npm run -s store -- backup FILE [--store PATH]
       npm run -s store -- check [--store PATH]
backup writes a whole copy of the store to FILE, which must not be there yet: {"file","bytes","pins"}.
check verifies the store and tells what it holds: {"file","version","pins":{state: how many},"shared","history"}.
--store names the store; otherwise SITREP_STORE does, and "sitrep.sqlite" where that is empty.
To restore a backup: end Sitrep; move the store and, where they are, its files ending in -wal and -shm away; copy the backup
to where the store was; start Sitrep.`;

export const run: Run = async (args, io) => {
  const parsed = readArgs(args, { usage: USAGE, positionals: true, options: { store: { type: 'string' } } }, io);
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const path = values.store ?? readConfig({ SITREP_STORE: io.env.SITREP_STORE }).storePath;
  const [action, target, ...more] = positionals;
  if (action === 'backup' && target !== undefined && more.length === 0) {
    writeJsonLine(io.stdout, { file: target, ...backUp(path, target) });
  } else if (action === 'check' && target === undefined) {
    writeJsonLine(io.stdout, { file: path, ...surveyStore(path) });
  } else {
    throw misuse('expected "backup FILE" or "check"', USAGE);
  }
  return 0;
};
