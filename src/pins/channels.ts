import type { Fact } from '../model/knowledge.ts';
import type { Pin, PinAsk, PinChange, PinId, PinReply, SharedAnswer } from './pin.ts';
import type { Done } from './refusal.ts';
import type { PinOutcome } from './requests.ts';

/** A message of a pin, or one that carries a pin's id. */
export type MessageRef = Pick<Pin, 'id' | 'channelId' | 'messageId'> & Partial<Pick<Pin, 'sentAtMs'>>;

/** A message of Sitrep's that carries a pin's id. */
export interface FoundMessage {
  readonly messageId: string;
  readonly pinId: PinId;
  readonly pinned: boolean;
}

/** The content of one of Sitrep's messages that the store does not know. */
export interface RecognisedMessage {
  readonly pinId: PinId | null;
  readonly pinned: boolean;
  /** Name of the served situation from which most of the message's sentences come. */
  readonly situation: string;
  readonly title: string;
  /** Facts of that situation whose sentences the message contains, in reading order. */
  readonly facts: readonly Fact[];
}

/**
 * What pins need from a chat service. An implementation retries requests where that may help. After a restart the caller repeats
 * a request, so every request must be idempotent. No method rejects. `reason` goes to the server's audit log.
 */
export interface Channels {
  /** Posts the pin's message; the same nonce within minutes gives the same message. @returns its id */
  post(pin: Pin): Promise<Done<string>>;
  edit(pin: Pin, reason: string): Promise<Done<void>>;
  pin(message: MessageRef, reason: string): Promise<Done<void>>;
  unpin(message: MessageRef, reason: string): Promise<Done<void>>;
  remove(message: MessageRef, reason: string): Promise<Done<void>>;
  /**
   * The messages in the channel, pinned and recent, that carry a pin's id.
   *
   * @param sinceMs - unpinned messages are searched from this time on; `null` excludes them
   * @returns `null` as value where the bot may not be allowed to read the history, because an empty result then proves nothing
   */
  look(channelId: string, sinceMs: number | null): Promise<Done<readonly FoundMessage[] | null>>;
  /** Whether the pin's message exists and is pinned. */
  find(message: MessageRef): Promise<Done<{ readonly pinned: boolean }>>;
  recognise(message: MessageRef): Promise<Done<RecognisedMessage>>;
  /** Two pins with the same fingerprint look the same. */
  fingerprint(pin: Pin): string;
  /** Tells a moderator the outcome in their private reply. Never rejects; a reply that can no longer be edited is no failure. */
  tell(reply: PinReply, asked: PinAsk, outcome: PinOutcome, pin: Pin): Promise<void>;
  /** Looks for the message of a shared answer. @returns its id; `null` where it is not there (yet) */
  findShared(share: SharedAnswer): Promise<Done<string | null>>;
  /** Replies to a message with corrections. A repeated call within minutes posts nothing new. */
  announce(
    message: { readonly channelId: string; readonly messageId: string },
    corrections: readonly PinChange[],
  ): Promise<Done<void>>;
  /** Edits the message of a shared answer so that it shows the given facts and changes. */
  correct(share: SharedAnswer, reason: string): Promise<Done<void>>;
}
