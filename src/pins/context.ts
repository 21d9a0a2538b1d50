import type { Logger } from 'pino';
import type { Sitrep } from '../sitrep.ts';
import type { Situations } from '../situations.ts';
import type { Channels } from './channels.ts';
import type { PinUpdates } from './follow-facts.ts';
import type { Pin } from './pin.ts';
import type { Store } from './store.ts';

/** What all work on publications needs. */
export interface PinsContext {
  readonly store: Store;
  readonly channels: Channels;
  /** The situations that are served, over the facts of the moment. */
  readonly situations: Pick<Situations, 'get' | 'all'>;
  readonly updates: PinUpdates;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  /** Servers that the bot was removed from, as far as is known. */
  readonly absentFrom: Set<string>;
}

/** The engine of the situation that a pin, draft or answer belongs to; `undefined` where it is not served: then it is left alone. */
export const sitrepOf = ({ situations }: PinsContext, { situation }: Pick<Pin, 'situation'>): Sitrep | undefined =>
  situations.get(situation);

/** Whether Discord has confirmed the pin's message as it is recorded. */
export const isUpToDate = (context: PinsContext, pin: Pin): boolean =>
  pin.state === 'pinned' &&
  sitrepOf(context, pin) !== undefined &&
  pin.fingerprint === context.channels.fingerprint(pin);
