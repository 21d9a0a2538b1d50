import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { freezeKnowledge } from './frozen.ts';
import type { Problem } from './problem.ts';

/** A situation that can be served, or all its problems. */
export type Loaded =
  | { readonly ok: true; readonly knowledge: KnowledgeBase }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** @returns the result of `loadKnowledge`; a missing folder or a failed thread is reported as a problem. Never rejects. */
export type LoadAside = (dir: string, signal: AbortSignal) => Promise<Loaded>;

/** The memory for new objects of the loading thread, which is freed when the thread ends. */
const YOUNG_GENERATION_MB = 128;

/**
 * Loads the situation in a folder in a thread of its own: parsing and checking ten thousand facts takes seconds, and answers
 * must not wait for it. The caller's thread only receives the copy.
 *
 * @param signal - aborts the thread; the result is then meaningless
 */
export const loadAside: LoadAside = async (dir, signal) => {
  const worker = new Worker(new URL('./load-worker.ts', import.meta.url), {
    workerData: dir,
    // With V8's default size of the young generation, a quarter of the time would be spent on copying the parser's tree during garbage collection.
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end);
  try {
    const [loaded]: Loaded[] = await Promise.race([once(worker, 'message'), once(worker, 'exit').then(() => [])]);
    if (loaded === undefined) throw new Error('its thread ended early');
    return loaded.ok ? { ok: true, knowledge: freezeKnowledge(loaded.knowledge) } : loaded;
  } catch (error) {
    const message = `could not be loaded (${error instanceof Error ? error.message : String(error)})`;
    return { ok: false, problems: [{ file: dir, line: null, id: null, message, remedy: 'save it again' }] };
  } finally {
    signal.removeEventListener('abort', end);
  }
};
