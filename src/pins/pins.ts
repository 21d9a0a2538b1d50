import type { SubjectRef } from '../model/answer.ts';
import type { FactId } from '../model/knowledge.ts';
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
  /**
   * Not confirmed by Discord. It is recorded and completed when Discord answers again; the moderator is told then.
   * `refusal`: what it waits for, where that is known.
   */
  | { readonly kind: 'pending'; readonly pin: Pin; readonly refusal?: Refusal | null }
  /**
   * The channel holds as many pins as Discord allows. `oldest`: Sitrep's own oldest pin there; `replaced`: the one that was
   * unpinned to make room, which did not help; `standing`: the pin whose message was posted and could not be deleted yet, where
   * there is one. Otherwise nothing is left behind.
   */
  | { readonly kind: 'full'; readonly oldest: Pin | null; readonly replaced?: Pin; readonly standing?: Pin }
  /** Nothing was done; but for `replaced` and `standing`, see above. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly replaced?: Pin; readonly standing?: Pin }
  /** What would be posted is no longer what was previewed, or the facts differ otherwise than was shown. Nothing was done. */
  | { readonly kind: 'changed' }
  /** There is no such draft or pin (any more). */
  | { readonly kind: 'gone' };

/** A living pin and how it stands against the facts of today. */
export interface PinStanding {
  readonly pin: Pin;
  /** Its message shows the facts of today. */
  readonly current: boolean;
  /** All that has changed since is what a moderator decided to leave. */
  readonly left: boolean;
  /** Its message does not show what is recorded: Discord has refused or not confirmed the edit. */
  readonly editDue: boolean;
  /** Why Discord could not be asked whether it is still pinned; `null` where it is, or where nobody asked. */
  readonly unseen: Refusal | null;
}

/** How the facts of today differ from what a pin's message shows. */
export interface PinDifference {
  /** With the content that the message shows. */
  readonly pin: Pin;
  readonly facts: readonly FactDifference[];
  /** How many of these a moderator has decided to leave. */
  readonly left: number;
  /** Names this very difference, see `Pins.refresh`. 10 characters of base64url. */
  readonly key: string;
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
  /** Forgets a draft. @returns the pin that it has given, if it has: that stays */
  cancel(draftId: string): Pin | undefined;
  /** The pin as it would be posted now; rendering it gives exactly the message. */
  preview(draft: Draft): Pin;

  /**
   * Posts and pins; one draft gives one pin.
   *
   * @param replacing - a pin of Sitrep's to unpin first, where the channel is full
   * @param previewed - the `previewMark` of what the moderator saw; where it would be another by now, nothing is posted
   */
  publish(draftId: string, acting: Acting, replacing?: PinId, previewed?: string): Promise<Outcome>;
  /**
   * Brings a pin up to date with all that has changed, taking struck facts out and new ones in.
   *
   * @param seen - `PinDifference.key` of what the moderator was shown, so that they decide about nothing else
   */
  refresh(id: PinId, acting: Acting, seen?: string): Promise<Outcome>;
  /** Keeps a pin as it is, although facts have changed, and ends the request for review. @param seen - as for `refresh` */
  leave(id: PinId, acting: Acting, seen: string): Promise<Outcome>;
  /** Takes the message off the channel's pins and leaves it where it is; it is no longer kept up to date. */
  unpin(id: PinId, acting: Acting): Promise<Outcome>;
  /** Deletes the message. */
  remove(id: PinId, acting: Acting): Promise<Outcome>;

  /** The channel's living pins as they are recorded, oldest first. */
  inChannel(channelId: string): readonly PinStanding[];
  /** A pin in any state; one that has ended is kept as long as its history. */
  pin(id: PinId): Pin | undefined;
  /** The same after a look at the channel, for as long as a reply can wait. */
  look(channelId: string): Promise<readonly PinStanding[]>;
  difference(id: PinId): PinDifference | undefined;
  /** Newest first. */
  history(channelId: string, limit: number): readonly PinEvent[];
}
