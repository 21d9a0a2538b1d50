import { basename, resolve } from 'node:path';
import type { Logger } from 'pino';
import { changeLines, changesBetween, countsOf } from './knowledge/changes.ts';
import { keepUnchanged } from './knowledge/keep-unchanged.ts';
import { loadKnowledge } from './knowledge/load.ts';
import { formatProblem, type Problem } from './knowledge/problem.ts';
import { type Stamp, stampOf, watchSituation } from './knowledge/watch.ts';
import type { Fact, KnowledgeBase } from './model/knowledge.ts';
import { createSitrepAside, type Sitrep, type SitrepOptions } from './sitrep.ts';

/**
 * Called after the facts have been swapped; `next` is what `current` gives.
 *
 * @param previous - `undefined` where the situation is served for the first time
 */
export type ChangeListener = (next: Sitrep, previous: Sitrep | undefined) => void;

/** Called for each state of the files that cannot be served, with all its problems. */
export type RefusalListener = (situation: string, problems: readonly Problem[]) => void;

/** The engine over the facts as they are on disk now, or as they were when they were last valid. */
export interface LiveSitrep {
  /** Call it once for each piece of work, because the facts may change at any moment. */
  current(): Sitrep;
  onChange(listener: ChangeListener): void;
  onRefused(listener: RefusalListener): void;
  /** Stops watching; the current facts stay. Safe to call twice. */
  stop(): Promise<void>;
}

/** The same, where `current` gives `undefined` until the files are valid for the first time. */
export interface AwaitedSitrep extends Omit<LiveSitrep, 'current'> {
  current(): Sitrep | undefined;
}

export interface LiveOptions extends Pick<SitrepOptions, 'vectors' | 'weights'> {
  /** How often the files are checked. */
  readonly lookEveryMs?: number;
}

/**
 * Loads the situation in a folder and follows its files from then on. A valid edit is served as soon as the files have been at
 * rest for a moment. An invalid edit is logged with every problem, and the earlier facts stay in service.
 *
 * @param options - settings for every version of the engine
 * @throws KnowledgeError where the files are invalid at the start
 */
export async function openLiveSitrep(dir: string, log: Logger, options: LiveOptions = {}): Promise<LiveSitrep> {
  const since = await stampOf(dir);
  const first = await createSitrepAside(await loadKnowledge(dir), { ...options, log });
  const { current, ...live } = follow(dir, log, options, { since, first });
  return { ...live, current: () => current() ?? unreachable() };
}

/**
 * The same for a folder whose files may be invalid or still being written: they are served once they are valid and at rest. Until
 * then each state that cannot be served is logged once, with every problem.
 *
 * @param since - the state that has been reported already; absent: none
 */
export const awaitSitrep = (dir: string, log: Logger, options: LiveOptions, since?: Stamp): AwaitedSitrep =>
  follow(dir, log, options, { since: since ?? NOT_SEEN, first: undefined });

/** The stamp of no state of any folder. */
const NOT_SEEN = 'not seen yet';

function unreachable(): never {
  throw new Error('facts that were loaded are gone');
}

// Over 60 lines: what is done after a valid and after an invalid state of the files shares the facts in service.
function follow(
  dir: string,
  log: Logger,
  { lookEveryMs, ...options }: LiveOptions,
  { since, first }: { readonly since: Stamp; readonly first: Sitrep | undefined },
): AwaitedSitrep {
  let sitrep = first;
  const stopping = new AbortController();
  let isBroken = false;
  const listeners: ChangeListener[] = [];
  const refusalListeners: RefusalListener[] = [];
  const situation = basename(resolve(dir));

  /** An error in a listener must not end the watching. */
  const tell = (work: () => void): void => {
    try {
      work();
    } catch (err) {
      log.error({ err, situation }, 'a change of the facts could not be passed on to everything that shows them');
    }
  };

  /** Answers use the old facts until the new ones are complete. */
  const swap = async (knowledge: KnowledgeBase): Promise<void> => {
    const previous = sitrep;
    const kept = previous === undefined ? knowledge : keepUnchanged(knowledge, previous.knowledge);
    const next = await createSitrepAside(kept, { ...options, log });
    if (stopping.signal.aborted) return;
    sitrep = next;
    log.info({ situation, version: knowledge.version }, reloadLines(next.knowledge, previous?.knowledge).join('\n'));
    for (const listener of listeners) tell(() => listener(next, previous));
  };

  const watch = watchSituation({
    dir,
    since,
    async onLoaded(knowledge) {
      if (knowledge.version !== sitrep?.knowledge.version) await swap(knowledge);
      else if (isBroken)
        log.info({ situation, version: knowledge.version }, 'The files are valid again and hold what is served');
      isBroken = false;
    },
    onRefused(problems) {
      isBroken = true;
      const kept =
        sitrep === undefined
          ? 'The situation is not served until they are corrected'
          : `Version ${sitrep.knowledge.version} stays in service until they are corrected`;
      const lines = [`The files cannot be served. ${kept}:`, ...problems.map(formatProblem)];
      log.error({ situation, problems: problems.length }, lines.join('\n'));
      for (const listener of refusalListeners) tell(() => listener(situation, problems));
    },
    ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
  });
  return {
    current: () => sitrep,
    onChange: (listener) => void listeners.push(listener),
    onRefused: (listener) => void refusalListeners.push(listener),
    stop() {
      stopping.abort();
      return watch.stop();
    },
  };
}

/** The log names so many facts one by one; `npm run changes` tells of all. */
const LOGGED_CHANGES_MAX = 20;

/**
 * What changed, as lines for the log.
 *
 * @param after - built on `before`, so that unchanged facts are the same objects
 * @param before - absent where the situation is served for the first time
 */
function reloadLines(after: KnowledgeBase, before: KnowledgeBase | undefined): readonly string[] {
  if (before === undefined) return [`Facts are served now (version ${after.version})`];
  const changes = changesBetween(before.facts, after.facts);
  const isElsewhere = (fact: Fact): boolean => {
    const earlier = before.factById.get(fact.id);
    return earlier !== undefined && earlier !== fact && !changes.some(({ id }) => id === fact.id);
  };
  const elsewhere = after.facts.filter(isElsewhere).length;
  const others = elsewhere === 0 ? '' : `, ${elsewhere} in details beside text and status`;
  const more = changes.length - LOGGED_CHANGES_MAX;
  return [
    `Facts reloaded: ${countsOf(changes)}${others} (version ${after.version})`,
    ...changes.slice(0, LOGGED_CHANGES_MAX).flatMap(changeLines),
    ...(more > 0 ? [`and ${more} more; "npm run changes" tells of all`] : []),
  ];
}
