import type { SubjectRef } from '../answer/answer.ts';
import type { FactId } from '../knowledge/model.ts';
import type { Refusal } from './channels.ts';
import type { FactDifference } from './difference.ts';
import type { Draft, Pin, PinEvent, PinId, PinKind, PinReply } from './pin.ts';

/** Who asks for something to be done to a pin, and how they are told of the outcome. */
export interface Acting {
  readonly by: string;
  readonly reply: PinReply | null;
}

export interface DraftRequest {
  readonly kind: PinKind;
  readonly guildId: string;
  readonly channelId: string;
  /** `null`: the situation as a whole. */
  readonly about: SubjectRef | null;
  /** For `answer`: the facts that the answer shows. Otherwise chosen by subject and importance. */
  readonly facts?: readonly FactId[];
  readonly by: string;
}

/** What became of a request, true at the moment it is given. */
export type Outcome =
  | { readonly kind: 'done'; readonly pin: Pin }
  /** It had been done before: a double click, another moderator, an earlier attempt. */
  | { readonly kind: 'already'; readonly pin: Pin }
  /** Not confirmed by Discord. It is recorded and completed when Discord answers again; the moderator is told then. */
  | { readonly kind: 'pending'; readonly pin: Pin }
  /**
   * The channel holds as many pins as Discord allows. Nothing is left behind. `oldest`: Sitrep's own oldest pin there;
   * `replaced`: the one that was unpinned to make room, which did not help.
   */
  | { readonly kind: 'full'; readonly oldest: Pin | null; readonly replaced?: Pin }
  /** Nothing was done, and nothing is left behind; but `replaced` was unpinned to make room. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly replaced?: Pin }
  /** What would be posted is no longer what was previewed. Nothing was posted. */
  | { readonly kind: 'changed' }
  /** There is no such draft or pin (any more). */
  | { readonly kind: 'gone' };

/** A living pin and how it stands against the facts of today. */
export interface PinStanding {
  readonly pin: Pin;
  /** Nothing that it shows or should show has changed since a moderator last decided. */
  readonly current: boolean;
}

/** How the facts of today differ from what a pin shows. */
export interface PinDifference {
  readonly pin: Pin;
  readonly facts: readonly FactDifference[];
}

/** Living pins: what moderators may ask for. Rights are checked by whoever calls. */
export interface Pins {
  /** @returns `undefined` where the situation holds no fact on it */
  startDraft(request: DraftRequest): Draft | undefined;
  draft(id: string): Draft | undefined;
  /** The draft over the facts of today, which is kept: for whoever is about to be shown it. */
  renew(draft: Draft): Draft;
  /** Which of the offered facts go in, kept in reading order. */
  choose(draftId: string, facts: readonly FactId[]): Draft | undefined;
  /** @param text - `null` takes the line away */
  annotate(draftId: string, text: string | null): Draft | undefined;
  /** The pin as it would be posted now; rendering it gives exactly the message. */
  preview(draft: Draft): Pin;

  /**
   * Posts and pins; one draft gives one pin.
   *
   * @param replacing - a pin of Sitrep's to unpin first, where the channel is full
   * @param previewed - the `previewMark` of what the moderator saw; where it would be another by now, nothing is posted
   */
  publish(draftId: string, acting: Acting, replacing?: PinId, previewed?: string): Promise<Outcome>;
  /** Brings a pin up to date with all that has changed, taking struck facts out and new ones in. */
  refresh(id: PinId, acting: Acting): Promise<Outcome>;
  /** Keeps a pin as it is, although facts have changed, and ends the request for review. */
  leave(id: PinId, acting: Acting): Promise<Outcome>;
  /** Takes the message off the channel's pins and leaves it where it is; it is no longer kept up to date. */
  unpin(id: PinId, acting: Acting): Promise<Outcome>;
  /** Deletes the message. */
  remove(id: PinId, acting: Acting): Promise<Outcome>;

  /** The channel's living pins, oldest first. */
  inChannel(channelId: string): readonly PinStanding[];
  /** A pin in any state; one that has ended is kept as long as its history. */
  pin(id: PinId): Pin | undefined;
  difference(id: PinId): PinDifference | undefined;
  /** Newest first. */
  history(channelId: string, limit: number): readonly PinEvent[];
}
