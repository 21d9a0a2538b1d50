/**
 * A process of its own for tests that end it or need another user: `node child.ts DEED STORE`. Prints a line for each step.
 *
 * - `open`: opens the store, says how that went, and ends
 * - `hold`: opens the store and stays
 * - `write`: adds pins until it is ended, each with a second event in a second transaction, and prints its number when both
 *   are on disk
 * - `break-off`: ends by SIGKILL in the middle of a large change in rollback mode, the kind that the next writer must undo
 */

import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SitrepError } from '../../src/errors.ts';
import { openConfiguredStore } from '../../src/store/open-configured.ts';
import { event, fact, pin } from './values.ts';

const [deed, path = ''] = process.argv.slice(2);
const say = (what: unknown) => writeSync(1, `${JSON.stringify(what)}\n`);

say('ready');
if (deed === 'open' || deed === 'hold') {
  try {
    const store = await openConfiguredStore(path);
    say('open');
    if (deed === 'hold') setInterval(() => {}, 1_000);
    else await store.close();
  } catch (error) {
    if (!(error instanceof SitrepError)) throw error;
    say({ code: error.code, message: error.message });
  }
} else if (deed === 'write') {
  const store = await openConfiguredStore(path);
  // Large, so that SQLite moves its log into the file every few dozen times.
  const facts = [{ fact: fact('large', 'x'.repeat(40_000)), struck: null }];
  const first = (await store.livingPins()).length;
  for (let number = first; ; number += 1) {
    const asked = pin(String(number), { content: { ...pin('').content, facts } });
    await store.addPin(asked, event(asked));
    await store.savePin({ ...asked, state: 'pinned' }, event(asked, { what: 'pinned' }));
    say(number);
  }
} else if (deed === 'break-off') {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN');
  const spoil = db.prepare(`UPDATE pins SET body = json_set(body, '$.situation', ?)`);
  for (let round = 0; round < 3; round += 1) spoil.run('y'.repeat(20_000));
  process.kill(process.pid, 'SIGKILL');
}
