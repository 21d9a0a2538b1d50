import type { AwaitedShare, Draft, Pin, PinEvent, PinId, PinnedFact, SharedAnswer } from './pin.ts';

/** Rows of history that are kept for each server. */
export const HISTORY_MAX_ROWS = 10_000;

/**
 * What pins need remembered. Every method is one transaction that is on disk when it returns; the store has one writer.
 *
 * @throws every method: SitrepError `STORE_*` when the file cannot be read or written; nothing of the call is kept then
 */
export interface PinStore {
  saveDraft(draft: Draft): void;
  draft(id: string): Draft | undefined;
  removeDraft(id: string): void;

  /**
   * Adds a pin, with the event that tells of it, unless its draft has given one already.
   *
   * @returns the draft's pin: the one given, or the one that was there first
   */
  addPin(pin: Pin, event: PinEvent): Pin;
  /**
   * Replaces a pin of the same id; the events are added in the same transaction.
   *
   * @throws Error for a pin that is not there
   */
  savePin(pin: Pin, ...events: readonly PinEvent[]): void;
  pin(id: PinId): Pin | undefined;
  /** Pins that have not ended, in the order in which they were added; of one channel or one server where given. */
  livingPins(where?: { readonly channelId?: string; readonly guildId?: string }): readonly Pin[];
  /** Pins in any state whose moderator may not have been told the outcome yet. */
  untold(): readonly Pin[];

  /** Newest first, @param limit - at most this many */
  history(channelId: string, limit: number): readonly PinEvent[];

  /** Keeps an answer that is about to be posted. */
  awaitShare(share: AwaitedShare): void;
  /** Forgets one that was not posted. @param layout - its own */
  forgetAwaited(layout: string): void;
  /** Those of which it is not known whether they were posted, in the order in which they were kept. */
  awaitedShares(): readonly AwaitedShare[];
  /** Adds a shared answer, or replaces the one of the same message. It is no longer awaited. */
  addShared(shared: SharedAnswer): void;
  /** Replaces a shared answer; does nothing where it is not there any more, because it was deleted meanwhile. */
  saveShared(shared: SharedAnswer): void;
  removeShared(messageId: string): void;
  shared(messageId: string): SharedAnswer | undefined;
  /**
   * Message ids of the situation's shared answers that show at least one such fact, in the order in which they were added.
   *
   * @param isSuch - asked once for each fact in each state in which answers show it, however many show it so
   */
  sharedShowing(situation: string, isSuch: (shown: PinnedFact) => boolean): readonly string[];

  /**
   * Forgets what has had its time: shared answers, also those awaited, and drafts from before the given times, reply tokens that have run out, and
   * of each server's history what is over `HISTORY_MAX_ROWS`: first of pins that have ended, oldest first, then of the others.
   * A pin that has ended goes when nothing of its history is left.
   */
  purge(before: { readonly sharedMs: number; readonly draftsMs: number; readonly nowMs: number }): void;
  /** Ends every connection to the file. Safe to call twice. */
  close(): void;
}
