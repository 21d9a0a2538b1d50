/** Door: the thread in which facts are loaded aside. Its data is an `Order`; it posts one `Posted` and ends. */

import { parentPort, workerData } from 'node:worker_threads';
import { changesSince } from './changes.ts';
import { inspect } from './load.ts';
import type { Order, Posted } from './load-aside.ts';
import { KnowledgeError } from './problem.ts';

async function load({ dir, earlier }: Order): Promise<Posted> {
  try {
    const { knowledge, problems } = await inspect(dir);
    return knowledge === null ? { ok: false, problems } : { ok: true, changes: changesSince(earlier, knowledge) };
  } catch (error) {
    if (error instanceof KnowledgeError) return { ok: false, problems: error.problems };
    throw error;
  }
}

parentPort?.postMessage(await load(workerData));
