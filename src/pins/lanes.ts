import { setTimeout as sleep } from 'node:timers/promises';

/** Work on one thing at a time, in the order asked; on different things at once. */
export interface Lanes {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

export function createLanes(): Lanes {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      last.set(key, mine);
      const leave = () => {
        if (last.get(key) === mine) last.delete(key);
      };
      mine.then(leave, leave);
      return mine;
    },
    async settled() {
      while (last.size > 0) await Promise.allSettled([...last.values()]);
    },
  };
}

/** Of several who ask for the same before it has begun, one does it for all. */
export type Joining<T> = (key: string, work: (begun: () => void) => Promise<T>) => Promise<T>;

/** The work calls `begun` when it starts to look at things: whoever asks after that may mean what it did not see. */
export function createJoining<T>(): Joining<T> {
  const coming = new Map<string, Promise<T>>();
  return (key, work) => {
    const there = coming.get(key);
    if (there !== undefined) return there;
    let mine: Promise<T> | undefined;
    let hasBegun = false;
    const begun = () => {
      hasBegun = true;
      if (coming.get(key) === mine) coming.delete(key);
    };
    mine = work(begun).finally(begun);
    if (!hasBegun) coming.set(key, mine);
    return mine;
  };
}

/** Work that nobody waits for, a few at once and slowly enough to leave Discord's limits to people's answers. */
export interface Pace {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** @param everyMs - no two start within this time */
export function createPace(atOnce: number, everyMs: number): Pace {
  const waiting: (() => void)[] = [];
  let running = 0;
  let starting = false;

  async function start(): Promise<void> {
    if (starting) return;
    starting = true;
    while (running < atOnce) {
      const next = waiting.shift();
      if (next === undefined) break;
      running += 1;
      next();
      await sleep(everyMs);
    }
    starting = false;
  }

  return {
    async run(work) {
      const turn = new Promise<void>((resolve) => waiting.push(resolve));
      void start();
      await turn;
      try {
        return await work();
      } finally {
        running -= 1;
        void start();
      }
    },
  };
}
