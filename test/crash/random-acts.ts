/** What the soaks share. */

import { customIdsIn } from '../../src/discord/message-buttons.ts';
import { decodeAction } from '../../src/views/custom-id.ts';

/** The id of the pin that a message shows; `undefined` where it shows none. */
export function pinIdOn(message: { readonly components: readonly unknown[] }): string | undefined {
  for (const customId of customIdsIn(message.components as Parameters<typeof customIdsIn>[0])) {
    const action = decodeAction(customId);
    if (action?.type === 'pin-proof') return action.pin;
  }
  return undefined;
}

/** Mulberry32, so that a seed gives the same choices again; how they meet in time differs. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
