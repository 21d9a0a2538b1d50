import type { Logger } from 'pino';
import { keepUnchanged } from './knowledge/keep-unchanged.ts';
import { loadKnowledge } from './knowledge/load.ts';
import { formatProblem } from './knowledge/problem.ts';
import { stampOf, watchSituation } from './knowledge/watch.ts';
import type { KnowledgeBase } from './model/knowledge.ts';
import { createSitrep, type Sitrep, type SitrepOptions } from './sitrep.ts';

/** Called after the facts have been swapped; `next` is what `current` gives. */
export type ChangeListener = (next: Sitrep, previous: Sitrep) => void;

/** The engine over the facts as they are on disk now, or as they were when they were last valid. */
export interface LiveSitrep {
  /** Call it once for each piece of work, because the facts may change at any moment. */
  current(): Sitrep;
  onChange(listener: ChangeListener): void;
  /** Stops watching; the current facts stay. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Loads the situation in a folder and follows its files from then on. A valid edit is served as soon as the files have been at
 * rest for a moment. An invalid edit is logged with every problem, and the earlier facts stay in service.
 *
 * @param options - settings for every version of the engine; `lookEveryMs`: how often the files are checked
 * @throws KnowledgeError where the files are invalid at the start
 */
export async function openLiveSitrep(
  dir: string,
  log: Logger,
  { lookEveryMs, ...options }: Pick<SitrepOptions, 'vectors' | 'weights'> & { readonly lookEveryMs?: number } = {},
): Promise<LiveSitrep> {
  const since = await stampOf(dir);
  const engineOf = (knowledge: KnowledgeBase): Sitrep => createSitrep(knowledge, { ...options, log });
  let sitrep = engineOf(await loadKnowledge(dir));
  const stopping = new AbortController();
  let isBroken = false;
  const listeners: ChangeListener[] = [];

  /** Answers use the old facts until the new ones are complete. */
  const swap = (knowledge: KnowledgeBase): void => {
    const previous = sitrep;
    if (stopping.signal.aborted) return;
    const next = engineOf(keepUnchanged(knowledge, previous.knowledge));
    sitrep = next;
    log.info(`Facts reloaded: ${difference(previous.knowledge, next.knowledge)} (version ${knowledge.version})`);
    for (const listener of listeners) {
      try {
        listener(sitrep, previous);
      } catch (err) {
        // An error in one of them must not end the watching.
        log.error({ err }, 'Facts reloaded, but not everything that shows them could follow');
      }
    }
  };

  const watch = watchSituation({
    dir,
    since,
    async onLoaded(knowledge) {
      if (knowledge.version !== sitrep.knowledge.version) swap(knowledge);
      else if (isBroken) log.info(`Facts on disk are sound again: version ${knowledge.version}, which is being served`);
      isBroken = false;
    },
    onRefused(problems) {
      isBroken = true;
      const kept = `Facts on disk cannot be used; version ${sitrep.knowledge.version} is served on until they are mended:`;
      log.error({ problems: problems.length }, [kept, ...problems.map(formatProblem)].join('\n'));
    },
    ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
  });
  return {
    current: () => sitrep,
    onChange: (listener) => void listeners.push(listener),
    stop() {
      stopping.abort();
      return watch.stop();
    },
  };
}

/** "2 changed, 1 added, 0 removed". @param after - built on `before`, so that unchanged items are the same objects */
function difference(before: KnowledgeBase, after: KnowledgeBase): string {
  const kept = after.facts.filter(({ id }) => before.factById.has(id));
  const changed = kept.filter((fact) => fact !== before.factById.get(fact.id)).length;
  const [added, removed] = [after.facts, before.facts].map((facts) => facts.length - kept.length);
  return `${changed} changed, ${added} added, ${removed} removed`;
}
