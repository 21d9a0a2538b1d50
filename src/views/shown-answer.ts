import type { Fact } from '../model/knowledge.ts';
import { type ButtonAction, decodeAction, encodeAction } from './custom-id.ts';
import type { OwnerMark } from './owner-mark.ts';

/** How an answer in a channel is laid out: what its Share button meant, and whose it is. */
export interface Layout {
  readonly share: Extract<ButtonAction, { type: 'share' | 'share-brief' }>;
  readonly owner: OwnerMark;
}

/** What an answer that others read shows, so that later corrections can reach it. */
export interface ShownAnswer {
  readonly facts: readonly Fact[];
  readonly layout: string;
  readonly version: string;
}

/** @returns `undefined` where nothing could be corrected later: no fact, or more than a button's state holds */
export function shownAnswer(facts: readonly Fact[], layout: Layout, version: string): ShownAnswer | undefined {
  const share = encodeAction(layout.share);
  const owner = encodeAction({ type: 'delete', ...layout.owner });
  if (facts.length === 0 || share === undefined || owner === undefined) return undefined;
  return { facts, layout: `${owner} ${share}`, version };
}

/** @returns `undefined` for what this version did not write */
export function readLayout(layout: string): Layout | undefined {
  const [owner, share] = layout.split(' ', 2).map(decodeAction);
  if (owner?.type !== 'delete' || (share?.type !== 'share' && share?.type !== 'share-brief')) return undefined;
  return { share, owner: { salt: owner.salt, mark: owner.mark } };
}
