import type { FactId } from './knowledge.ts';

/** `question`: nothing sure was held on it. `report`: something about an answer is not right. */
export const INBOX_KINDS = ['question', 'report'] as const;
/**
 * `open`: waits for moderators and curators. `named`: a moderator has said which fact answers it; waits for the curator.
 * `closed`: settled, and kept only until its sender has been told.
 */
export const INBOX_STATES = ['open', 'named', 'closed'] as const;

/** What somebody sent to the curators: their text, and no name. */
export interface InboxItem {
  /** Ten characters of 0–9 and a–f. */
  readonly id: string;
  readonly kind: (typeof INBOX_KINDS)[number];
  readonly state: (typeof INBOX_STATES)[number];
  readonly situation: string;
  /** The server in which it was sent; `null` for direct messages and for servers that Sitrep was not added to. */
  readonly guildId: string | null;
  readonly atMs: number;
  /** As it was typed; untrusted. */
  readonly text: string;
  /** What the answer that a report is about showed, best first; empty for a question. */
  readonly facts: readonly FactId[];
  /** The fact that answers it, as a moderator or a curator has said. */
  readonly fact: FactId | null;
  /** The user id of a sender who wants to be told; `null` once they were told, and for all who did not ask for it. */
  readonly asker: string | null;
}

/** Items that are alike, the oldest first. */
export interface InboxGroup {
  readonly items: readonly [InboxItem, ...InboxItem[]];
}

/** For how long an item is kept … */
export const INBOX_DAYS = 90;
/** … and for how long the id of its sender, at most. */
export const ASKER_DAYS = 30;

/** How many items of one server, and from outside servers, may wait; no more are taken then. */
export const WAITING_MAX_ITEMS = 1000;
/** How long a text may be, in UTF-16 units. */
export const ITEM_MAX_CHARS = 500;

/**
 * How items are settled. `named`: a moderator says which fact answers them. `closed`: by a fact that a curator accepted, or,
 * without one, because they are answered. `dropped`: they are not for the curators, and are deleted. `open`: the fact that was named
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
   * Items of a situation that wait for somebody, oldest first: the `open` ones of one server for its moderators; all `open` and
   * `named` ones for the curator, without `guildId`.
   */
  waiting(where: { readonly situation: string; readonly guildId?: string }): Promise<readonly InboxItem[]>;
  /** How many items of a situation wait in one server; `null`: outside servers. */
  count(where: { readonly situation: string; readonly guildId: string | null }): Promise<number>;
  /**
   * Settles those of the items that still wait (`named` applies to `open` ones only, and `open` to `named` ones). What nobody has to
   * be told of is deleted once it is closed.
   *
   * @returns the items that were settled by this call, as they were before
   */
  settle(ids: readonly string[], verdict: Verdict): Promise<readonly InboxItem[]>;
  /** Items of a situation whose sender wants to be told, oldest first. */
  awaited(situation: string): Promise<readonly InboxItem[]>;
  /** The sender was told, or cannot be: their id is deleted, and the item where it is closed. */
  told(id: string): Promise<void>;
  /** Deletes a sender's id from all items. @returns from how many */
  forgetAsker(userId: string): Promise<number>;
  /** Deletes items from before `itemsMs`, and the ids of senders from before `askersMs`. @returns how many items */
  purge(before: { readonly itemsMs: number; readonly askersMs: number }): Promise<number>;
}
