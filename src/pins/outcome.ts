import { isUpToDate, type PinsContext } from './context.ts';
import { hasFailed, isStuck, type Pin, type PinAsk, type PinEnd } from './pin.ts';
import type { Progress } from './pin-steps.ts';
import type { Refusal } from './refusal.ts';
import type { PinOutcome } from './requests.ts';

/** The refusal where the reason is no longer known, because the process has restarted since. */
const REFUSED: Refusal = { why: 'refused', code: null };

/** The reason with which a pin ends when this request succeeds; `null` where the pin does not end. */
const INTENDED_END = {
  publish: null,
  refresh: null,
  leave: null,
  unpin: 'unpinned',
  remove: 'deleted',
} as const satisfies Record<PinAsk, PinEnd | null>;

/** The outcome of a request, derived from the pin's state, so that it is the same for people who wait and for people who are told later. */
export async function outcomeOf(context: PinsContext, asked: PinAsk, progress: Progress): Promise<PinOutcome> {
  const { pin, waits, refusal } = progress;
  if (isStuck(pin) && !waits)
    return asked === 'publish' ? failed(context, progress) : { kind: 'refused', refusal: refusal ?? REFUSED };
  switch (pin.state) {
    case 'pinned':
      if (waits) return { kind: 'pending', pin, refusal };
      if (asked === 'publish' || (INTENDED_END[asked] === null && isUpToDate(context, pin)))
        return { kind: 'done', pin };
      return { kind: 'refused', refusal: refusal ?? REFUSED };
    case 'ended':
      return ended(context, asked, progress);
    case 'away':
      return { kind: 'already', pin };
    case 'posting':
    case 'pinning':
    case 'unpinning':
    case 'deleting':
      return { kind: 'pending', pin, refusal };
    default:
      return pin.state satisfies never;
  }
}

async function ended(context: PinsContext, asked: PinAsk, progress: Progress): Promise<PinOutcome> {
  const { pin, refusal } = progress;
  if (pin.end === INTENDED_END[asked]) return { kind: 'done', pin };
  // A moderator who wanted to delete a message that could not be pinned got what they wanted.
  if (hasFailed(pin) && asked === 'remove') return { kind: 'done', pin };
  if (hasFailed(pin) && asked === 'publish') return failed(context, progress);
  return refusal === null ? { kind: 'already', pin } : { kind: 'refused', refusal };
}

/** Whether a post failed; its message may still be in the channel. */
async function failed({ store }: PinsContext, { pin, refusal }: Progress): Promise<PinOutcome> {
  const stuck = isStuck(pin) ? { stuck: pin } : {};
  if (pin.end === 'full') {
    const living: readonly Pin[] = await store.livingPins({ channelId: pin.channelId });
    return { kind: 'full', oldest: living.find(({ state }) => state === 'pinned') ?? null, ...stuck };
  }
  const unknown: Refusal = pin.end === 'no-access' ? { why: 'no-permission', permission: null } : REFUSED;
  return { kind: 'refused', refusal: refusal ?? unknown, ...stuck };
}
