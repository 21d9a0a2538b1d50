import type { Logger } from 'pino';
import type { Sitrep } from '../sitrep.ts';
import type { Channels } from './channels.ts';
import type { PinUpdates } from './follow-facts.ts';
import type { Hosts } from './hosts.ts';
import type { Pin } from './pin.ts';
import type { Store } from './store.ts';

/** What all work on publications needs. */
export interface PinsContext {
  readonly store: Store;
  readonly channels: Channels;
  readonly hosts: Hosts;
  /** The engine over the facts of the moment. */
  readonly sitrep: () => Sitrep;
  readonly updates: PinUpdates;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  /** Servers that the bot was removed from, as far as is known. */
  readonly absentFrom: Set<string>;
}

/** Whether the pin belongs to the situation that is served; other pins are left alone. */
export const isServed = ({ sitrep }: PinsContext, pin: Pin): boolean => pin.situation === sitrep().knowledge.name;

/** Whether Discord has confirmed the pin's message as it is recorded. */
export const isUpToDate = ({ channels }: PinsContext, pin: Pin): boolean =>
  pin.state === 'pinned' && pin.fingerprint === channels.fingerprint(pin);
