import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { applyChanges, type Changes, fingerprints } from './changes.ts';
import type { Problem } from './problem.ts';

/** A situation that can serve, or all that is wrong with it. */
export type Loaded =
  | { readonly ok: true; readonly knowledge: KnowledgeBase }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What the thread is given. */
export interface Order {
  readonly dir: string;
  /** Fingerprints of the facts that need not be sent. */
  readonly earlier: readonly string[];
  /** Of the load before. */
  readonly memory: Uint8Array | null;
}

/** What the thread posts. */
export interface Posted {
  readonly result: { readonly ok: true; readonly changes: Changes } | Extract<Loaded, { ok: false }>;
  readonly memory: Uint8Array;
}

/**
 * Loads the situation in a folder in a thread of its own: parsing and checking tens of thousands of facts takes seconds, in
 * which answers must not wait. What is left for the caller's thread is taking the changes over.
 *
 * @param signal - ends the thread; the result is of no use then
 * @param earlier - the same situation as it was: facts that did not change are its very objects
 * @returns what `loadKnowledge` would give; a folder that is not there, or a thread that fails, is a problem. Never rejects.
 */
export type LoadAside = (dir: string, signal: AbortSignal, earlier?: KnowledgeBase) => Promise<Loaded>;

/** @returns one that parses again only what changed since its last load */
export function createLoader(): LoadAside {
  let memory: Uint8Array | null = null;
  return async (dir, signal, earlier) => {
    const order: Order = { dir, earlier: earlier ? fingerprints(earlier) : [], memory };
    const worker = new Worker(new URL('./load-worker.ts', import.meta.url), { workerData: order });
    const end = () => void worker.terminate();
    signal.addEventListener('abort', end);
    try {
      const [posted]: Posted[] = await Promise.race([once(worker, 'message'), exitOf(worker)]);
      if (posted === undefined) throw new Error('its thread ended early');
      memory = posted.memory;
      const { result } = posted;
      return result.ok ? { ok: true, knowledge: applyChanges(earlier, result.changes) } : result;
    } catch (error) {
      const message = `could not be loaded (${error instanceof Error ? error.message : String(error)})`;
      return { ok: false, problems: [{ file: dir, line: null, id: null, message, remedy: 'save it again' }] };
    } finally {
      signal.removeEventListener('abort', end);
    }
  };
}

async function exitOf(worker: Worker): Promise<[]> {
  await once(worker, 'exit');
  return [];
}
