import { basename, dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { chooseSituation } from './knowledge/choose-situation.ts';
import { isSituation, listSituations } from './knowledge/load.ts';
import { formatProblem, KnowledgeError, type Problem } from './knowledge/problem.ts';
import { stampOf } from './knowledge/watch.ts';
import {
  type AwaitedSitrep,
  awaitSitrep,
  type ChangeListener,
  type LiveOptions,
  openLiveSitrep,
  type RefusalListener,
} from './live-sitrep.ts';
import type { Sitrep } from './sitrep.ts';

/** The situations that are served. The name of a situation is the name of its folder. */
export interface Situations {
  /** The default situation, for places that have not chosen one. It is always served. */
  readonly defaultName: string;
  byDefault(): Sitrep;
  /**
   * The engine with a situation's current facts. Call it once for each piece of work.
   *
   * @returns `undefined` where no situation of that name is served
   */
  get(name: string): Sitrep | undefined;
  /** The default first, then the others by name. */
  all(): readonly Sitrep[];
}

/** The situations under a folder, which follow their files. */
export interface LiveSituations extends Situations {
  /** Called for each situation whose facts have changed, and for each that is served for the first time. */
  onChange(listener: ChangeListener): void;
  /** Called for each state of a situation's files that cannot be served, and at once for those that were refused at the start. */
  onRefused(listener: RefusalListener): void;
  /** Stops watching; the current facts stay. Safe to call twice. */
  stop(): Promise<void>;
}

export interface SituationsOptions {
  /** A folder of situations, or one situation's own folder. */
  readonly root: string;
  /** The default situation; `undefined` stands for the only one there is, else the bundled one, else the first by name. */
  readonly chosen: string | undefined;
  /** Settings for the engine of the situation of that name. */
  readonly optionsOf?: (name: string) => Omit<LiveOptions, 'lookEveryMs'>;
  /** How often files and the folder of situations are checked. */
  readonly lookEveryMs?: number;
  readonly log: Logger;
}

/** How often the folder is checked for a new situation. */
const LOOK_EVERY_MS = 1000;

/**
 * Serves every situation under a folder. Each is loaded, watched and refused on its own: an invalid situation is logged with all
 * its problems and served once it is valid; the same holds for a folder that is added later. A folder that is removed stays in
 * service until the process ends.
 *
 * @throws KnowledgeError or SitrepError KNOWLEDGE_MISSING where the default situation is missing or invalid
 */
// Over 60 lines: the functions that open, add and close situations share the list of those in service.
export async function openSituations(options: SituationsOptions): Promise<LiveSituations> {
  const { root, chosen, log, lookEveryMs = LOOK_EVERY_MS, optionsOf = () => ({}) } = options;
  const defaultDir = await chooseSituation(root, chosen, 'take the first');
  const defaultName = nameOf(defaultDir);
  const listeners: ChangeListener[] = [];
  const refusalListeners: RefusalListener[] = [];
  const refusedAtStart: Parameters<RefusalListener>[] = [];
  const liveOptions = (name: string): LiveOptions => ({ ...optionsOf(name), lookEveryMs });
  const byDefault = await openLiveSitrep(defaultDir, log, liveOptions(defaultName));
  const served = new Map<string, AwaitedSitrep>([[defaultName, byDefault]]);

  const follow = (live: AwaitedSitrep): void => {
    live.onChange((...change) => tell(listeners, change));
    live.onRefused((...refusal) => tell(refusalListeners, refusal));
  };
  const add = async (dir: string, isNew: boolean): Promise<void> => {
    const name = nameOf(dir);
    if (served.has(name)) return;
    const live = isNew
      ? // The folder may still be being written, so it is loaded once it no longer changes.
        awaitSitrep(dir, log, liveOptions(name))
      : await openOrAwait(dir, log, liveOptions(name), (problems) => refusedAtStart.push([name, problems]));
    follow(live);
    served.set(name, live);
  };
  follow(byDefault);

  const isSingle = chosen === undefined && (await isSituation(root));
  const parent = isSingle ? undefined : dirname(resolve(defaultDir));
  const foldersIn = async (folder: string) =>
    (await listSituations(folder).catch(() => [])).map((name) => resolve(folder, name));
  if (parent !== undefined) for (const dir of await foldersIn(parent)) await add(dir, false);

  const stopping = new AbortController();
  const watching = (async () => {
    while (parent !== undefined && !stopping.signal.aborted) {
      await sleep(lookEveryMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      for (const dir of await foldersIn(parent)) await add(dir, true);
    }
  })();

  return {
    defaultName,
    byDefault: byDefault.current,
    get: (name) => served.get(name)?.current(),
    all: () => [
      byDefault.current(),
      ...[...served]
        .filter(([name]) => name !== defaultName)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, live]) => live.current() ?? []),
    ],
    onChange: (listener) => void listeners.push(listener),
    onRefused(listener) {
      refusalListeners.push(listener);
      for (const refusal of refusedAtStart) listener(...refusal);
    },
    async stop() {
      stopping.abort();
      await watching;
      await Promise.all([...served.values()].map((live) => live.stop()));
    },
  };
}

const nameOf = (dir: string): string => basename(resolve(dir));

function tell<Event extends readonly unknown[]>(listeners: readonly ((...event: Event) => void)[], event: Event): void {
  for (const listener of listeners) listener(...event);
}

async function openOrAwait(
  dir: string,
  log: Logger,
  options: LiveOptions,
  onRefused: (problems: readonly Problem[]) => void,
): Promise<AwaitedSitrep> {
  const since = await stampOf(dir);
  try {
    return await openLiveSitrep(dir, log, options);
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    const first = `Situation "${nameOf(dir)}" is not served until its files are corrected:`;
    const { problems } = error;
    onRefused(problems);
    log.error(
      { situation: nameOf(dir), problems: problems.length },
      [first, ...problems.map(formatProblem)].join('\n'),
    );
    return awaitSitrep(dir, log, options, since);
  }
}
