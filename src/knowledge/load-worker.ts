/** Entry point of the thread that `loadAside` starts. It gets the situation's folder, posts one `Loaded` and ends. */

import { parentPort, workerData } from 'node:worker_threads';
import { inspect } from './load.ts';
import type { Loaded } from './load-aside.ts';
import { KnowledgeError } from './problem.ts';

async function load(dir: string): Promise<Loaded> {
  try {
    const { knowledge, problems } = await inspect(dir);
    return knowledge === null ? { ok: false, problems } : { ok: true, knowledge };
  } catch (error) {
    if (error instanceof KnowledgeError) return { ok: false, problems: error.problems };
    throw error;
  }
}

parentPort?.postMessage(await load(String(workerData)));
