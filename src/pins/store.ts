import type { Inbox } from '../model/inbox.ts';
import type { FactId, FactStatus } from '../model/knowledge.ts';
import type { Draft, Pin, PinEvent, PinId, PinnedFact, SharedAnswer } from './pin.ts';

/** How many rows of history are kept for each server. */
export const HISTORY_MAX_ROWS = 10_000;

/** A version of a situation's facts, as it is served. */
export interface ServedFacts {
  readonly situation: string;
  /** `KnowledgeBase.version`, a hash of the facts. */
  readonly version: string;
  readonly sinceMs: number;
  readonly facts: readonly ServedFact[];
}
export interface ServedFact {
  readonly id: FactId;
  readonly text: string;
  readonly status: FactStatus;
}
/** One wording of a fact, and the period in which it was served. */
export interface FactPeriod extends ServedFact {
  readonly sinceMs: number;
  /** When the sentence or status changed, or the fact was taken out; `null` while it is served. */
  readonly untilMs: number | null;
}

/** How many changes of settings are kept for each server. */
export const SETTING_CHANGES_MAX_ROWS = 1000;

/** A setting that moderators have made for a place: a server, a category or a channel. */
export interface PlacedSetting {
  readonly guildId: string;
  /** Id of the channel or category, or of the server itself. */
  readonly placeId: string;
  /** A `SettingName`. Names that this version does not know are kept. */
  readonly name: string;
  readonly value: string;
}

/** One change of a setting: who set what, and when. */
export interface SettingChange extends Omit<PlacedSetting, 'value'> {
  /** `null` where the place no longer has a value of its own. */
  readonly value: string | null;
  /** Discord user id; `null` where the place is gone. */
  readonly by: string | null;
  readonly atMs: number;
}

/**
 * Everything that must survive a restart. Each method is one transaction, which is on disk when its promise resolves.
 * The store has one writer: the process that opened it.
 *
 * Every method rejects with a SitrepError `STORE_*` when the store cannot be read or written; then nothing of the call is stored.
 */
export interface Store {
  saveDraft(draft: Draft): Promise<void>;
  draft(id: string): Promise<Draft | undefined>;
  removeDraft(id: string): Promise<void>;
  /** @returns how many drafts of this member were removed */
  removeDraftsOf(userId: string): Promise<number>;

  /**
   * Adds a pin and its first event, unless the same draft has given a pin before.
   *
   * @returns the pin that belongs to the draft: the given one or an earlier one
   */
  addPin(pin: Pin, event: PinEvent): Promise<Pin>;
  /** Replaces the pin that has the same id, and adds the events. Rejects with an Error where there is no such pin. */
  savePin(pin: Pin, ...events: readonly PinEvent[]): Promise<void>;
  pin(id: PinId): Promise<Pin | undefined>;
  /** Pins that have not ended, oldest first; optionally of one channel or one server. */
  livingPins(where?: { readonly channelId?: string; readonly guildId?: string }): Promise<readonly Pin[]>;
  /** Pins in any state with a moderator who may not have been told the outcome yet, oldest first. */
  pinsWithReplies(): Promise<readonly Pin[]>;
  /** Newest first, at most `limit`. */
  history(channelId: string, limit: number): Promise<readonly PinEvent[]>;

  /**
   * Adds a shared answer, unless the same press has given one before.
   *
   * @returns the answer that belongs to the press: the given one or an earlier one
   */
  addShare(share: SharedAnswer): Promise<SharedAnswer>;
  /**
   * Replaces a shared answer; does nothing where it has been removed meanwhile.
   *
   * @param before - the id that it had until now; by default the same id
   */
  saveShare(share: SharedAnswer, before?: string): Promise<void>;
  removeShare(id: string): Promise<void>;
  share(id: string): Promise<SharedAnswer | undefined>;
  /** Ids of the answers that are known to be posted, oldest first. */
  postedShares(): Promise<readonly string[]>;
  /** Shared answers whose post is not confirmed, oldest first. */
  unconfirmedShares(): Promise<readonly SharedAnswer[]>;
  /**
   * Ids of the situation's posted answers that show at least one fact which passes `isSuch`, oldest first.
   *
   * @param isSuch - called once for each state of each fact, however many answers show that state
   */
  sharesShowing(situation: string, isSuch: (shown: PinnedFact) => boolean): Promise<readonly string[]>;

  /** Ids of the situation's posted answers with open questions that were not compared with this version of the facts, oldest first. */
  sharesAsking(situation: string, version: string): Promise<readonly string[]>;

  /** Records the facts that are served from now on; does nothing where the newest version recorded is the same. */
  recordFacts(served: ServedFacts): Promise<void>;
  /** The versions served, newest first, at most `limit`. */
  factVersions(situation: string, limit: number): Promise<readonly Pick<ServedFacts, 'version' | 'sinceMs'>[]>;
  /** The wordings of a fact, oldest period first. */
  factHistory(situation: string, id: FactId): Promise<readonly FactPeriod[]>;
  /** The facts that were served at a moment, by id. */
  factsAt(situation: string, atMs: number): Promise<readonly FactPeriod[]>;

  /** The settings that moderators have made in a server; without an id, those of all servers. */
  settings(guildId?: string): Promise<readonly PlacedSetting[]>;
  /**
   * Sets or removes one setting of one place and records the change. Changes that others make at the same time are kept. The oldest
   * changes of a server over `SETTING_CHANGES_MAX_ROWS` are deleted.
   */
  changeSetting(change: SettingChange): Promise<void>;
  /** The changes in a server, newest first, at most `limit`. */
  settingChanges(guildId: string, limit: number): Promise<readonly SettingChange[]>;

  /** What members sent to the curators. */
  readonly inbox: Inbox;

  /** Ids of the servers about which something is stored. */
  serversHeld(): Promise<readonly string[]>;
  /** Records that Sitrep is no longer in a server, whose data is kept for a while. Of several calls, the first date counts. */
  serverLeft(guildId: string, atMs: number): Promise<void>;
  /** Records that Sitrep is in a server. */
  serverJoined(guildId: string): Promise<void>;
  /** Deletes all data of servers that Sitrep left before the given time. @returns their ids */
  forgetServers(leftBeforeMs: number): Promise<readonly string[]>;

  /**
   * Deletes expired records: drafts and shared answers from before the given times, expired reply tokens, and the oldest history
   * rows over `HISTORY_MAX_ROWS` of each server, those of ended pins first. An ended pin is deleted with the last row of its
   * history. Versions of facts are kept: a row is added only where a fact changes.
   */
  purge(before: { readonly sharedMs: number; readonly draftsMs: number; readonly nowMs: number }): Promise<void>;
  /** Rejects with a SitrepError STORE_LOST when new data would not survive a restart. */
  verify(): Promise<void>;
  /** Ends every connection after the work in progress. Safe to call twice. */
  close(): Promise<void>;
}
