/** Door: the thread in which facts are loaded aside. Its data is an `Order`; it posts one `Posted` and ends. */

import { parentPort, workerData } from 'node:worker_threads';
import { changesSince } from './changes.ts';
import { EntryMemory } from './entry-memory.ts';
import { inspect } from './load.ts';
import type { Order, Posted } from './load-aside.ts';
import { KnowledgeError } from './problem.ts';

async function load({ dir, earlier }: Order, memory: EntryMemory): Promise<Posted['result']> {
  try {
    const { knowledge, problems } = await inspect(dir, undefined, memory);
    return knowledge === null ? { ok: false, problems } : { ok: true, changes: changesSince(earlier, knowledge) };
  } catch (error) {
    if (error instanceof KnowledgeError) return { ok: false, problems: error.problems };
    throw error;
  }
}

const order: Order = workerData;
const memory = new EntryMemory(order.memory);
const result = await load(order, memory);
parentPort?.postMessage({ result, memory: memory.store() } satisfies Posted);
