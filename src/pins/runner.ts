import { Mutex } from 'async-mutex';
import PQueue from 'p-queue';
import type { Logger } from 'pino';
import type { Hosts } from './hosts.ts';

export interface RunnerOptions {
  readonly log: Logger;
  readonly hosts: Pick<Hosts, 'exclusive'>;
  /** Pause between two pieces of background work; tests use 0. */
  readonly paceMs?: number;
  /** This process's share of the pace, in (0, 1]; the whole pace where absent. */
  readonly share?: number;
  /** Wait before the first retry. It doubles each time, separately for each key. */
  readonly retryMs?: number;
}

/** Background work: at most 20 starts a second, four at once, of the 50 requests a second that discord.js allows. */
const AT_ONCE = 4;
const PACE_MS = 50;
const RETRY_MS = 5_000;
const RETRY_MAX_MS = 60_000;

/** Runs work in sequence, at a limited rate, later, or repeatedly. It knows nothing about pins. */
export class Runner {
  readonly #log: Logger;
  readonly #hosts: RunnerOptions['hosts'];
  readonly #retryMs: number;
  readonly #background: PQueue;
  readonly #locks = new Map<string, Mutex>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Key → the wait before its next retry. */
  readonly #waitsMs = new Map<string, number>();
  /** Key → work that has not started, so that other callers can still share it. */
  readonly #upcoming = new Map<string, Promise<void>>();
  #isStopped = false;

  constructor({ log, hosts, paceMs = PACE_MS, share = 1, retryMs = RETRY_MS }: RunnerOptions) {
    this.#log = log;
    this.#hosts = hosts;
    this.#retryMs = retryMs;
    this.#background = new PQueue({
      concurrency: AT_ONCE,
      ...(paceMs === 0 ? {} : { interval: paceMs / share, intervalCap: 1 }),
    });
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /**
   * Runs work on the same key one at a time, in the order of the calls within this process, and never while another process works
   * on that key.
   */
  exclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
    return this.inTurn(key, () => this.#hosts.exclusive(key, work));
  }

  /** Runs work on the same key one at a time, in the order of the calls. Other processes may work on the same key at the same time. */
  async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lock = this.#locks.get(key) ?? new Mutex();
    this.#locks.set(key, lock);
    try {
      return await lock.runExclusive(work);
    } finally {
      if (!lock.isLocked()) this.#locks.delete(key);
    }
  }

  /** Runs work that nobody waits for: a few pieces at once, and so slowly that Discord's rate limits leave room for answers to people. */
  inBackground<T>(work: () => Promise<T>): Promise<T> {
    return this.#background.add(work);
  }

  /**
   * Callers that ask for the same work before it has started share one run.
   *
   * @param work - calls `started` when it begins to read; a caller after that gets a new run, because this one may have missed the latest changes
   */
  joined(key: string, work: (started: () => void) => Promise<void>): Promise<void> {
    const upcoming = this.#upcoming.get(key);
    if (upcoming !== undefined) return upcoming;
    let hasStarted = false;
    let run: Promise<void> | undefined;
    const started = () => {
      hasStarted = true;
      if (this.#upcoming.get(key) === run) this.#upcoming.delete(key);
    };
    run = work(started).finally(started);
    if (!hasStarted) this.#upcoming.set(key, run);
    return run;
  }

  /** @param key - replaces the timer of the same key */
  later(key: string, ms: number, work: () => Promise<void>): void {
    clearTimeout(this.#timers.get(key));
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      void this.logged(work);
    }, ms);
    this.#timers.set(key, timer.unref());
  }

  /** Runs work after a wait, which doubles each time until `succeeded` is called for the key. */
  retry(key: string, work: () => Promise<void>, maxMs = RETRY_MAX_MS): void {
    const ms = this.#waitsMs.get(key) ?? this.#retryMs;
    this.#waitsMs.set(key, Math.min(maxMs, ms * 2));
    this.later(key, ms, work);
  }

  succeeded(key: string): void {
    this.#waitsMs.delete(key);
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  /** Resets all waits, because Discord answers again. */
  resetWaits(): void {
    this.#waitsMs.clear();
  }

  /** Never rejects: failed work is logged and repeated later. */
  async untilDone(key: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.succeeded(key);
    } catch (err) {
      this.#log.error({ err }, 'pin work failed, retrying later');
      this.retry(key, () => this.untilDone(key, work));
    }
  }

  /** Never rejects: a failure is logged. */
  async logged(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.#log.error({ err }, 'pin work failed');
    }
  }

  /** Resolves when no exclusive work is in progress. */
  async settled(): Promise<void> {
    while (this.#locks.size > 0) await Promise.all([...this.#locks.values()].map((lock) => lock.waitForUnlock()));
  }

  /** Starts no further timers. Queued background work still starts, and must check `isStopped` itself. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
