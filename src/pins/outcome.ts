import type { Progress } from './advance.ts';
import type { Refusal } from './channels.ts';
import { hasFailed, isLeftStanding, type Pin, type PinAsk, type PinEnd } from './pin.ts';
import type { PinStore } from './pin-store.ts';
import type { Outcome } from './pins.ts';

/** What a request has come to, by how far the pin has come: the same for whoever waits and for whoever is told later. */
export type OutcomeFor = (asked: PinAsk, progress: Progress) => Outcome;

/** Where the reason is no longer known, because the process has ended since. */
const REFUSED: Refusal = { why: 'refused', code: null };

/** @param isShown - whether Discord has confirmed the pin as it is recorded */
export function createOutcomes(store: PinStore, isShown: (pin: Pin) => boolean): OutcomeFor {
  const oldestIn = (channelId: string): Pin | null =>
    store.livingPins({ channelId }).find(({ state }) => state === 'pinned') ?? null;

  /** A post that came to nothing; its message may stand there still. */
  function failed(pin: Pin, refusal: Refusal | null): Outcome {
    const standing = isLeftStanding(pin) ? { standing: pin } : {};
    if (pin.end === 'full') return { kind: 'full', oldest: oldestIn(pin.channelId), ...standing };
    const unknown: Refusal = pin.end === 'no-access' ? { why: 'no-permission', permission: null } : REFUSED;
    return { kind: 'refused', refusal: refusal ?? unknown, ...standing };
  }

  function ended(asked: PinAsk, pin: Pin, refusal: Refusal | null): Outcome {
    if (pin.end === WISHED[asked]) return { kind: 'done', pin };
    if (hasFailed(pin)) {
      // Whoever wanted a message away that could not be pinned has that.
      if (asked === 'remove') return { kind: 'done', pin };
      if (asked === 'publish') return failed(pin, refusal);
    }
    return refusal === null ? { kind: 'already', pin } : { kind: 'refused', refusal };
  }

  return (asked, { pin, waits, refusal }) => {
    if (isLeftStanding(pin) && !waits)
      return asked === 'publish' ? failed(pin, refusal) : { kind: 'refused', refusal: refusal ?? REFUSED };
    switch (pin.state) {
      case 'pinned':
        if (waits) return { kind: 'pending', pin, refusal };
        if (asked === 'publish' || (WISHED[asked] === null && isShown(pin))) return { kind: 'done', pin };
        return { kind: 'refused', refusal: refusal ?? REFUSED };
      case 'ended':
        return ended(asked, pin, refusal);
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
  };
}

/** How a pin ends by what was asked for; `null` where it is to live on. */
const WISHED = {
  publish: null,
  refresh: null,
  leave: null,
  unpin: 'unpinned',
  remove: 'deleted',
} as const satisfies Record<PinAsk, PinEnd | null>;
