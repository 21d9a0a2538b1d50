import type { SubjectRef } from '../model/answer.ts';
import type { FactId } from '../model/knowledge.ts';
import type { FactDifference } from './difference.ts';
import type { Draft, Pin, PinEvent, PinId, PinKind, PinReply } from './pin.ts';
import type { Refusal } from './refusal.ts';

/** Who makes a request about a pin, and how they are told the outcome. */
export interface Acting {
  readonly by: string;
  readonly reply: PinReply | null;
}

export interface DraftRequest {
  readonly kind: PinKind;
  readonly guildId: string;
  readonly channelId: string;
  /** Name of the situation. */
  readonly situation: string;
  /** `null` stands for the situation as a whole. */
  readonly about: SubjectRef | null;
  /** For `answer`: the facts that the answer shows. For other kinds, the facts are chosen by subject and importance. */
  readonly facts?: readonly FactId[];
  /** For `answer`: its heading; a pin without one is named after its facts. */
  readonly title?: string;
  readonly by: string;
}

/** The outcome of a moderator's request at the moment when it is returned. */
export type PinOutcome =
  | { readonly kind: 'done'; readonly pin: Pin }
  /** It was already done: by a double click, another moderator or an earlier attempt. */
  | { readonly kind: 'already'; readonly pin: Pin }
  /**
   * Discord has not confirmed it. The request is recorded and completed when Discord answers again; then the moderator is told.
   * `refusal`: what the request waits for, where that is known.
   */
  | { readonly kind: 'pending'; readonly pin: Pin; readonly refusal?: Refusal | null }
  /**
   * The channel holds as many pins as Discord allows. `oldest`: Sitrep's oldest pin there. `replaced`: the pin that was unpinned
   * to make room; the channel was still full. `stuck`: the pin whose posted message could not be deleted yet.
   */
  | { readonly kind: 'full'; readonly oldest: Pin | null; readonly replaced?: Pin; readonly stuck?: Pin }
  /** Nothing was done, except what `replaced` and `stuck` say, as above. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly replaced?: Pin; readonly stuck?: Pin }
  /** The facts have changed since the preview or the difference was shown. Nothing was done. */
  | { readonly kind: 'changed' }
  /** The draft or pin no longer exists. */
  | { readonly kind: 'gone' };

/** A living pin compared with today's facts. */
export interface PinStatus {
  readonly pin: Pin;
  /** Its message shows today's facts. */
  readonly current: boolean;
  /** Its message differs from today's facts only in changes that a moderator dismissed. */
  readonly dismissed: boolean;
  /** Its message does not show the recorded content: Discord has refused or not confirmed the edit. */
  readonly editDue: boolean;
  /** Why Discord could not say whether it is still pinned; `null` where it is pinned or was not checked. */
  readonly unseen: Refusal | null;
}

/** A pinned message of the bot's own that the store does not know, because it was lost or replaced. */
export interface UnknownPin {
  readonly id: PinId;
  readonly channelId: string;
  readonly messageId: string;
}

/** What a read of a channel found. */
export interface ChannelPins {
  /** The channel's living pins, oldest first. */
  readonly living: readonly PinStatus[];
  readonly unknown: readonly UnknownPin[];
}

/** How today's facts differ from what a pin's message shows. */
export interface PinDifference {
  /** The pin with the content that its message shows. */
  readonly pin: Pin;
  readonly facts: readonly FactDifference[];
  /** How many of these changes a moderator has dismissed. */
  readonly dismissed: number;
  /** Identifies this difference, see `PinRequests.refresh`. 10 characters of base64url. */
  readonly key: string;
}

/** What moderators may ask for. The caller checks their rights. Rejects with a SitrepError `STORE_*` where the store fails. */
export interface PinRequests {
  /** @returns `undefined` where the situation holds no fact on the subject */
  startDraft(request: DraftRequest): Promise<Draft | undefined>;
  draft(id: string): Promise<Draft | undefined>;
  /** Updates a draft to today's facts, before it is shown. @returns `undefined` where the draft is gone */
  renew(draftId: string): Promise<Draft | undefined>;
  /** Sets which of the offered facts the pin will show; the chosen facts stay in reading order. */
  choose(draftId: string, facts: readonly FactId[]): Promise<Draft | undefined>;
  /** @param text - `null` removes the line */
  annotate(draftId: string, text: string | null): Promise<Draft | undefined>;
  /** Deletes a draft. @returns the pin that it became earlier, if any; that pin stays */
  cancel(draftId: string): Promise<Pin | undefined>;
  /**
   * The pin as it would be posted now; its rendering is exactly the message.
   *
   * @returns `undefined` where the draft's situation is not served
   */
  preview(draft: Draft): Pin | undefined;

  /**
   * Posts and pins a draft. A draft becomes only one pin.
   *
   * @param replacing - a pin of Sitrep's to unpin first, where the channel is full
   * @param previewed - the `previewMark` that the moderator saw; nothing is posted where the mark has changed
   */
  publish(draftId: string, acting: Acting, replacing?: PinId, previewed?: string): Promise<PinOutcome>;
  /**
   * Brings a pin up to date with all changes: struck facts are removed, new ones are added.
   *
   * @param seen - the `PinDifference.key` that the moderator saw; the decision applies only to this difference
   */
  refresh(id: PinId, acting: Acting, seen?: string): Promise<PinOutcome>;
  /**
   * Dismisses the changes: the pin stays as it is, and the request for review ends.
   *
   * @param seen - the `PinDifference.key` that
   * the moderator saw, as for `refresh`
   */
  leave(id: PinId, acting: Acting, seen: string): Promise<PinOutcome>;
  /** Unpins the message and leaves it in the channel; it is no longer kept up to date. */
  unpin(id: PinId, acting: Acting): Promise<PinOutcome>;
  /** Deletes the message. */
  remove(id: PinId, acting: Acting): Promise<PinOutcome>;
  /**
   * Turns a pinned message that the store does not know into a living pin of the facts recognised in it.
   *
   * @returns `gone` where the message is no longer pinned, or none of its facts is recognised
   */
  adopt(unknown: UnknownPin, guildId: string, acting: Acting): Promise<PinOutcome>;
  /** Unpins a message that the store does not know. @returns why it was not done; `null` where it was done */
  unpinUnknown(unknown: UnknownPin, acting: Acting): Promise<Refusal | null>;

  /** The channel's living pins as they are recorded, oldest first. */
  inChannel(channelId: string): Promise<readonly PinStatus[]>;
  /** The living pins of all channels of a server. */
  inServer(guildId: string): Promise<readonly PinStatus[]>;
  /** A pin in any state; one that has ended is kept as long as its history. */
  pin(id: PinId): Promise<Pin | undefined>;
  /** Reads the channel, but only as long as a reply can wait, and returns its pins. */
  look(channelId: string): Promise<ChannelPins>;
  difference(id: PinId): Promise<PinDifference | undefined>;
  /** The history of a channel, newest first; the reason why a pin ended is given in words. */
  history(channelId: string, limit: number): Promise<readonly PinEvent[]>;
}
