import type { FactId } from './knowledge.ts';

/** `question`: the facts gave no sure answer to it. `report`: something in an answer is not right. */
export const INBOX_KINDS = ['question', 'report'] as const;
/**
 * `open`: waits for moderators and curators. `named`: a moderator has said which fact answers it; waits for the curator.
 * `closed`: settled, and stored only until its sender has been told.
 */
export const INBOX_STATES = ['open', 'named', 'closed'] as const;

/** What somebody sent to the curators: their text, without their name. */
export interface InboxItem {
  /** Ten characters of 0–9 and a–f. */
  readonly id: string;
  readonly kind: (typeof INBOX_KINDS)[number];
  readonly state: (typeof INBOX_STATES)[number];
  readonly situation: string;
  /** The server in which it was sent; `null` for direct messages and for servers that Sitrep was not added to. */
  readonly guildId: string | null;
  readonly atMs: number;
  /** The text as it was typed; it is untrusted. */
  readonly text: string;
  /** For a report: the facts that the answer showed, best first. Empty for a question. */
  readonly facts: readonly FactId[];
  /** The fact that answers it, as a moderator or a curator has said. */
  readonly fact: FactId | null;
  /** The user id of a sender who wants to be told; `null` once they were told, and for senders who did not ask to be told. */
  readonly asker: string | null;
}

/** A group of items that ask or report the same, the oldest first. */
export interface InboxGroup {
  readonly items: readonly [InboxItem, ...InboxItem[]];
}

/** For how long an item is kept … */
export const INBOX_DAYS = 90;
/** … and for how long the id of its sender, at most. */
export const ASKER_DAYS = 30;

/** How many items of one server (and from outside servers) may wait; further items are refused. */
export const WAITING_MAX_ITEMS = 1000;
/** How long a text may be, in UTF-16 units. */
export const ITEM_MAX_CHARS = 500;

/**
 * How items are settled. `named`: a moderator says which fact answers them. `closed`: a curator accepted a fact for them, or they
 * need none. `dropped`: they are nothing for the curators, and are deleted. `open`: the fact that was named
 * does not answer them after all.
 */
export type Verdict =
  | { readonly as: 'named'; readonly fact: FactId }
  | { readonly as: 'closed'; readonly fact: FactId | null }
  | { readonly as: 'dropped' }
  | { readonly as: 'open'; readonly fact: null };

/** What was sent to the curators. Each method is one transaction; another process may write to the same inbox. */
export interface Inbox {
  add(item: InboxItem): Promise<void>;
  /**
   * Items of a situation that wait for somebody, oldest first. With `guildId`, the `open` items of that server, for its
   * moderators; without it, all `open` and `named` items, for the curator.
   */
  waiting(where: { readonly situation: string; readonly guildId?: string }): Promise<readonly InboxItem[]>;
  /** How many items of a situation wait in one server; `null` stands for outside servers. */
  count(where: { readonly situation: string; readonly guildId: string | null }): Promise<number>;
  /**
   * Settles those of the items that still wait (`named` applies to `open` ones only, and `open` to `named` ones). An item is
   * deleted once it is closed and nobody has to be told.
   *
   * @returns the items that were settled by this call, as they were before
   */
  settle(ids: readonly string[], verdict: Verdict): Promise<readonly InboxItem[]>;
  /** Items of a situation whose sender wants to be told, oldest first. */
  awaited(situation: string): Promise<readonly InboxItem[]>;
  /** Records that the sender was told, or cannot be told: their id is deleted, and so is the item if it is closed. */
  told(id: string): Promise<void>;
  /** Deletes a sender's id from all items. @returns the number of items that had it */
  forgetAsker(userId: string): Promise<number>;
  /**
   * Deletes items that are older than `itemsMs`, and the ids of senders that are older than `askersMs`.
   *
   * @returns how many items
   * were deleted
   */
  purge(before: { readonly itemsMs: number; readonly askersMs: number }): Promise<number>;
}
