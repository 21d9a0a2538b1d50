import type { AwaitedShare, Pin, PinAsk, PinId, PinReply, SharedAnswer } from './pin.ts';
import type { Outcome } from './pins.ts';

/** Why a request for a message in a channel did not succeed. */
export type Refusal =
  /** The message, the channel, or the bot's place in the server is no longer there. */
  | { readonly why: 'message-gone' | 'channel-gone' | 'server-gone' }
  /** The bot lacks a permission; its name as people see it in Discord, `null` where Discord does not say which. */
  | { readonly why: 'no-permission'; readonly permission: string | null }
  /** No room for another pin in the channel. */
  | { readonly why: 'pins-full' }
  /** The thread is archived or locked, or this kind of channel does not hold pins or messages. */
  | { readonly why: 'archived' | 'wrong-channel' }
  /** The pin is of another situation than the one that is served. */
  | { readonly why: 'not-served' }
  /** It is not known whether the request was carried out: no answer, a server error, a limit that lasts long. */
  | { readonly why: 'unconfirmed' }
  /** Discord refused for another reason, which the log has. `code`: `null` where it is no longer known. */
  | { readonly why: 'refused'; readonly code: number | null };

export type Done<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** A message of ours that carries a pin's id. */
export interface FoundMessage {
  readonly messageId: string;
  readonly pinId: PinId;
  readonly pinned: boolean;
}

/**
 * What pins need of a chat service. Requests are repeated inside while that does no harm and may help; each is made once
 * more after a restart by whoever asked, so each must do no harm when it arrives twice. Nothing rejects.
 * `reason` goes to the server's audit log.
 */
export interface Channels {
  /** Posts the pin's message; repeated with the same nonce within minutes it gives the same message. @returns its id */
  post(pin: Pin): Promise<Done<string>>;
  edit(pin: Pin, reason: string): Promise<Done<void>>;
  pin(pin: Pin, reason: string): Promise<Done<void>>;
  unpin(pin: Pin, reason: string): Promise<Done<void>>;
  remove(pin: Pin, reason: string): Promise<Done<void>>;
  /**
   * The messages in the channel, pinned and recent, that carry a pin's id.
   *
   * @param sinceMs - unpinned ones are looked for from then on
   * @returns `null` as value where it is not known whether the bot may read the channel's history, so that finding none says nothing
   */
  look(channelId: string, sinceMs: number | null): Promise<Done<readonly FoundMessage[] | null>>;
  /** Whether the pin's message is there, and pinned. */
  find(pin: Pin): Promise<Done<{ readonly pinned: boolean }>>;
  /** Two pins with the same fingerprint look the same. */
  fingerprint(pin: Pin): string;
  /** Tells whoever asked, in the private reply that they have, how it went. Never rejects; too late is no failure. */
  tell(reply: PinReply, asked: PinAsk, outcome: Outcome, pin: Pin): Promise<void>;
  /** Looks for the message of an answer that was to be shared. @returns its id; `null` where it is not there (yet) */
  findShared(share: AwaitedShare): Promise<Done<string | null>>;
  /** Brings a shared answer up to date. */
  correct(shared: SharedAnswer, reason: string): Promise<Done<void>>;
}
