import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Inbox, InboxItem } from '../model/inbox.ts';
import type { Store } from '../pins/store.ts';
import { decodeAction, encodeAction, type OwnerMark, questionKey } from '../views/custom-id.ts';
import type { OwnerMarks } from './owner-mark.ts';
import type { Place } from './reply.ts';

/** What members send to the curators, and what is stored about the members who send it. */
export interface Curators {
  readonly inbox: Inbox;
  /** Whether members may send from this server; `null` stands for everywhere outside the servers that Sitrep was added to. */
  isOn(guildId: string | null): boolean;
  /**
   * Keeps a question that is too long for a button, in memory and for an hour.
   *
   * @param owner - the asker; `null` where only they
   * see the button
   */
  keepQuestion(question: string, owner: OwnerMark | null): void;
  /** A question that was kept, by its `questionKey`; `undefined` for a person who may not see it. */
  keptQuestion(key: string, userId: string): string | undefined;
  /** Counts something that a person sends. @returns whether they may; if not, nothing is counted */
  mayYetSend(userId: string, kind: InboxItem['kind']): boolean;
  /** Undoes the last count, because the text was not sent after all. */
  notSent(userId: string, kind: InboxItem['kind']): void;
  /** Call it when senders may have news: it tells those who wait for an answer. */
  tellSoon(): void;
  /** Deletes what is stored about a person. @returns how many texts, shared answers and unposted pins this concerned */
  forget(userId: string): Promise<readonly [texts: number, marks: number, drafts: number]>;
}

/** How often one person may send each kind in an hour. */
const SENDS_MAX = 5;
const HOUR_MS = 60 * 60_000;
/** How many people (for the hourly limits) and how many long questions are remembered; the oldest are forgotten first. */
const REMEMBERED_MAX = 5000;
const QUESTIONS_MAX = 1000;

export interface CuratorsParts {
  readonly store: Store;
  readonly isOn: Curators['isOn'];
  readonly ownerMarks: OwnerMarks;
  readonly tellSoon: () => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/** It is one closure, because all functions use the same store and caches. */
export function createCurators({ store, isOn, ownerMarks, tellSoon, now }: CuratorsParts): Curators {
  /**
   * User id and kind → when they sent something in the last hour. The times are kept only in memory, so that no user id is stored
   * for long.
   */
  const sent = new LRUCache<string, readonly number[]>({ max: REMEMBERED_MAX, ttl: HOUR_MS });
  const questions = new LRUCache<string, { readonly question: string; readonly owner: OwnerMark | null }>({
    max: QUESTIONS_MAX,
    ttl: HOUR_MS,
  });

  const sentLately = (key: string): readonly number[] => (sent.get(key) ?? []).filter((atMs) => atMs > now() - HOUR_MS);

  /** The answer stays in its channel and is still corrected. Its owner mark is replaced by one that belongs to nobody. */
  async function forgetMark(id: string): Promise<boolean> {
    const share = await store.share(id);
    const [, ...shown] = share?.layout.split(' ') ?? [];
    const mark = encodeAction({ type: 'delete', ...ownerMarks.make(randomBytes(16).toString('hex')) });
    if (share === undefined || mark === undefined) return false;
    await store.saveShare({ ...share, id: mark, layout: [mark, ...shown].join(' ') }, id);
    return true;
  }

  return {
    inbox: store.inbox,
    isOn,
    tellSoon,
    keepQuestion: (question, owner) => void questions.set(questionKey(question), { question, owner }),
    keptQuestion(key, userId) {
      const kept = questions.get(key);
      const isTheirs = kept !== undefined && (kept.owner === null || ownerMarks.belongsTo(kept.owner, userId));
      return isTheirs ? kept.question : undefined;
    },
    mayYetSend(userId, kind) {
      const key = `${kind} ${userId}`;
      const before = sentLately(key);
      if (before.length >= SENDS_MAX) return false;
      sent.set(key, [...before, now()]);
      return true;
    },
    notSent(userId, kind) {
      const key = `${kind} ${userId}`;
      sent.set(key, sentLately(key).slice(0, -1));
    },
    async forget(userId) {
      const texts = await store.inbox.forgetAsker(userId);
      let marks = 0;
      for (const id of await store.postedShares()) {
        const mark = decodeAction(id);
        if (mark?.type !== 'delete' || !ownerMarks.belongsTo(mark, userId)) continue;
        if (await forgetMark(id)) marks += 1;
      }
      return [texts, marks, await store.removeDraftsOf(userId)];
    },
  };
}

/** The server that something is sent from; `null` outside the servers that Sitrep was added to. */
export const homeOf = ({ installed, guildId }: Pick<Place, 'installed' | 'guildId'>): string | null =>
  installed ? guildId : null;
