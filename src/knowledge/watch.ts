import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { type LoadAside, loadAside } from './load-aside.ts';
import type { Problem } from './problem.ts';

/** The interval between two polls. An edit counts as finished when two polls in a row find the same state. */
const POLL_EVERY_MS = 1000;
/** How many polls in a row must find the same state before its problems are reported: somebody may be saving several files one by one. */
const BROKEN_POLLS = 4;

/** Whether a file may belong to the situation (or is there by mistake). Hidden files belong to editors. */
const WATCHED = /^[^.].*\.(?:ya?ml|txt)$/i;

/** The state of a situation's files as a text, which is equal at two polls if nothing was written between them. */
export type Stamp = string;

export interface WatchOptions {
  readonly dir: string;
  /** The state that has already been loaded. It must be read before the files are loaded. */
  readonly since: Stamp;
  /**
   * Called for each new state that can be loaded; the situation may be the same as before. The next poll waits for the returned
   * promise.
   */
  readonly onLoaded: (knowledge: KnowledgeBase) => void | Promise<void>;
  /** Called once for each state that cannot be loaded and has lasted for some polls. */
  readonly onRefused: (problems: readonly Problem[]) => void;
  readonly lookEveryMs?: number;
  readonly load?: LoadAside;
}

/**
 * Follows the files of a situation by polling. Polling is used because events of the file system do not come on network drives,
 * end when a folder is replaced (`git checkout`, a deployment), and come in bursts while editors write. A poll is only a few
 * `stat` calls. A state that is still being written is neither loaded nor reported.
 */
export function watchSituation(options: WatchOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const ended = follow(options, stopping.signal);
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

async function follow(options: WatchOptions, stopping: AbortSignal): Promise<void> {
  const { dir, onLoaded, onRefused, lookEveryMs = POLL_EVERY_MS, load = loadAside } = options;
  let settled = options.since;
  let last = options.since;
  let alike = 0;
  let problems: readonly Problem[] | null = null;
  for (;;) {
    await sleep(lookEveryMs, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return;
    const stamp = await stampOf(dir);
    alike = stamp === last ? alike + 1 : 1;
    last = stamp;
    if (alike === 1) problems = null;
    if (stamp === settled || alike === 1) continue;
    if (problems === null) {
      const loaded = await load(dir, stopping);
      if (stopping.aborted) return;
      // The files changed while they were read, so the result may contain half of an edit.
      if ((await stampOf(dir)) !== stamp) continue;
      if (loaded.ok) {
        settled = stamp;
        await onLoaded(loaded.knowledge);
      } else problems = loaded.problems;
    }
    if (problems !== null && alike >= BROKEN_POLLS) {
      settled = stamp;
      onRefused(problems);
    }
  }
}

/** The state of a situation's files now. Never rejects: files that cannot be read are a state, too. */
export async function stampOf(dir: string): Promise<Stamp> {
  const seen: string[] = [];
  for (const folder of [dir, join(dir, 'sources')]) {
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      if (WATCHED.test(name)) seen.push(await stateOf(join(folder, name)));
    }
  }
  return seen.join('\n');
}

async function stateOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  // The ctime is used as well, because it changes even where an editor or a copy keeps mtime and size.
  return found === null ? path : [path, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}
