import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { deepFreeze, frozenMap } from './frozen.ts';
import type { KnowledgeBase } from './model.ts';
import type { Problem } from './problem.ts';

/** A situation that can serve, or all that is wrong with it. */
export type Loaded =
  | { readonly ok: true; readonly knowledge: KnowledgeBase }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Loads the situation in a folder in a thread of its own: parsing and checking tens of thousands of facts takes seconds, in
 * which answers must not wait. What is left for the caller's thread is taking the result over.
 *
 * @param signal - ends the thread; the result is of no use then
 * @returns what `loadKnowledge` would give; a folder that is not there, or a thread that fails, is a problem. Never rejects.
 */
export async function loadAside(dir: string, signal: AbortSignal): Promise<Loaded> {
  const worker = new Worker(new URL('./load-worker.ts', import.meta.url), { workerData: dir });
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end);
  try {
    const [loaded]: Loaded[] = await Promise.race([once(worker, 'message'), exitOf(worker)]);
    if (loaded === undefined) throw new Error('its thread ended early');
    return loaded.ok ? { ok: true, knowledge: frozen(loaded.knowledge) } : loaded;
  } catch (error) {
    const message = `could not be loaded (${error instanceof Error ? error.message : String(error)})`;
    return { ok: false, problems: [{ file: dir, line: null, id: null, message, remedy: 'save it again' }] };
  } finally {
    signal.removeEventListener('abort', end);
  }
}

async function exitOf(worker: Worker): Promise<[]> {
  await once(worker, 'exit');
  return [];
}

/** What crosses between threads is a copy that anybody could change. */
function frozen(knowledge: KnowledgeBase): KnowledgeBase {
  const { sources, entities, factById, retired } = knowledge;
  return deepFreeze({
    ...knowledge,
    sources: frozenMap(sources),
    entities: frozenMap(entities),
    factById: frozenMap(factById),
    retired: frozenMap(retired),
  });
}
