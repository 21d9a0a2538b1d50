import type { Logger } from 'pino';
import type { Settings } from '../model/settings.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Situations } from '../situations.ts';
import type { Channels } from './channels.ts';
import { correctionsSince } from './follow-facts.ts';
import type { Hosts } from './hosts.ts';
import type { Pin, PinChange, PinEvent, SharedAnswer } from './pin.ts';
import type { Store } from './store.ts';

/** The dependencies that all work on publications shares. */
export interface PinsContext {
  readonly store: Store;
  readonly channels: Channels;
  readonly hosts: Hosts;
  /** The situations that are served, each with its current facts. */
  readonly situations: Pick<Situations, 'get' | 'all'>;
  /** The settings that apply in the channel of a pin or shared answer. */
  readonly settingsAt: (
    message: Pick<SharedAnswer, 'guildId' | 'channelId'>,
  ) => Pick<Settings, 'pinUpdates' | 'correctionReplies'>;
  /** Called with each event once it is recorded. */
  readonly onEvent?: (event: PinEvent, pin: Pin) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  /** The servers from which the bot is known to have been removed. */
  readonly absentFrom: Set<string>;
}

/**
 * Posts the corrections that a message has just received as a reply to it, where the setting asks for it. A failed reply is not
 * retried, because the message itself contains the corrections.
 *
 * @param before - the lines that readers have already seen
 */
export async function announceCorrections(
  { channels, settingsAt, log }: PinsContext,
  message: {
    readonly guildId: string | null;
    readonly channelId: string;
    readonly messageId: string | null;
    readonly changes: readonly PinChange[];
  },
  before: readonly PinChange[],
): Promise<void> {
  const { channelId, messageId, changes } = message;
  const corrections = correctionsSince(changes, before);
  if (settingsAt(message).correctionReplies === 'off' || messageId === null || corrections.length === 0) return;
  const done = await channels.announce({ channelId, messageId }, corrections);
  if (!done.ok) log.info({ channel: channelId, refusal: done.refusal }, 'correction reply failed');
}

/**
 * The engine of the situation that a pin, draft or answer belongs to; `undefined` where that situation is not served, and the
 * publication must stay as it is.
 */
export const sitrepOf = ({ situations }: PinsContext, { situation }: Pick<Pin, 'situation'>): Sitrep | undefined =>
  situations.get(situation);

/** Whether Discord has confirmed that the pin's message shows the recorded content. */
export const isUpToDate = (context: PinsContext, pin: Pin): boolean =>
  pin.state === 'pinned' &&
  sitrepOf(context, pin) !== undefined &&
  pin.fingerprint === context.channels.fingerprint(pin);
