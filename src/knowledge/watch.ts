import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { type LoadAside, loadAside } from './load-aside.ts';
import type { Problem } from './problem.ts';

/** How often the files are looked at. They count as written when two looks in a row find the same. */
const LOOK_EVERY_MS = 1000;
/** Looks in a row that must find the same before problems are told: whoever saves three files one by one has not erred. */
const BROKEN_LOOKS = 4;

/** Files that a situation is made of, or that are there by mistake; not the hidden ones that editors put beside them. */
const COUNTS = /^[^.].*\.(?:ya?ml|txt)$/i;

/** What the files of a situation looked like: equal where nothing was written in between. */
export type Stamp = string;

export interface WatchOptions {
  readonly dir: string;
  /** What has been loaded already, taken before it was loaded. */
  readonly since: Stamp;
  /** The files hold a sound situation; it may be the same as before. No look is taken until it has been dealt with. */
  readonly onLoaded: (knowledge: KnowledgeBase) => void | Promise<void>;
  /** The files do not, and have not for some looks. Told once for each state of the files. */
  readonly onRefused: (problems: readonly Problem[]) => void;
  readonly lookEveryMs?: number;
  readonly load?: LoadAside;
}

/**
 * Follows the files of a situation. They are looked at over and over, because events of the file system tell nothing on
 * network drives, end when a folder is replaced (`git checkout`, a deployment), and come in swarms while editors write; a look
 * is a handful of `stat` calls. A state of the files that is still being written is neither handed on nor told as broken.
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
  const { dir, onLoaded, onRefused, lookEveryMs = LOOK_EVERY_MS, load = loadAside } = options;
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
      // Written to while it was read: what was read may be half of it.
      if ((await stampOf(dir)) !== stamp) continue;
      if (loaded.ok) {
        settled = stamp;
        await onLoaded(loaded.knowledge);
      } else problems = loaded.problems;
    }
    if (problems !== null && alike >= BROKEN_LOOKS) {
      settled = stamp;
      onRefused(problems);
    }
  }
}

/** Never rejects: what cannot be looked at is a state as well. */
export async function stampOf(dir: string): Promise<Stamp> {
  const seen: string[] = [];
  for (const folder of [dir, join(dir, 'sources')]) {
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      if (COUNTS.test(name)) seen.push(await look(join(folder, name)));
    }
  }
  return seen.join('\n');
}

async function look(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  // The time of change moves even where an editor or a copy keeps the time of writing and the size.
  return found === null ? path : [path, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}
