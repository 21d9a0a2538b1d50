/** Long work in steps, so that whoever waits for the thread may have a turn in between. */

import { setImmediate as turn } from 'node:timers/promises';

/** Work that pauses wherever it may be left for a moment; what it works on must not change meanwhile. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Others wait no longer than about this and one step more. */
const TURN_MS = 10;

/** Does the work in one go. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/**
 * Does the work with turns for others.
 *
 * @returns undefined where it was left unfinished because of the signal
 */
export async function inTurns<T>(steps: Steps<T>, stopping: AbortSignal): Promise<T | undefined> {
  for (let since = performance.now(); ; ) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - since < TURN_MS) continue;
    await turn();
    if (stopping.aborted) return undefined;
    since = performance.now();
  }
}
