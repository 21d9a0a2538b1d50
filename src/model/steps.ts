import { setImmediate as turn } from 'node:timers/promises';

/** Long work that yields wherever other work may come in between. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** How long a step may hold the event loop. */
const STEP_MS = 20;

/** Does the work without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Does the work in steps of about 20 ms, so that answers need not wait for its end. */
export async function inSteps<T>(steps: Steps<T>): Promise<T> {
  let until = performance.now() + STEP_MS;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await turn();
    until = performance.now() + STEP_MS;
  }
}
