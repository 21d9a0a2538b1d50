import { visible } from '../knowledge/wording.ts';
import type { InboxGroup, InboxItem } from '../model/inbox.ts';
import type { Fact } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';

/** A group of items that members sent to the curators and that ask or report the same. */
export interface Gap {
  /** When the first of them was sent. */
  readonly id: string;
  readonly kind: InboxItem['kind'];
  /** Ids of all items of the group, the oldest first. */
  readonly alike: readonly string[];
  /** The different wordings, the oldest first, with invisible characters made visible. */
  readonly texts: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
  /** The fact that answers it according to a moderator. */
  readonly named: InboxItem['fact'];
  /** For a question, the nearest facts; for a report, the fact that it is about. */
  readonly nearest: readonly Fact[];
}

/** Describes groups of items for a curator, in their order. */
export function gapsOf(groups: readonly InboxGroup[], sitrep: Sitrep): Promise<readonly Gap[]> {
  return Promise.all(
    groups.map(async ({ items }) => {
      const [first] = items;
      const reported = first.facts.flatMap((id) => sitrep.knowledge.factById.get(id) ?? []);
      return {
        id: first.id,
        kind: first.kind,
        alike: items.map(({ id }) => id),
        texts: [...new Set(items.map(({ text }) => visible(text)))],
        firstMs: first.atMs,
        lastMs: (items.at(-1) ?? first).atMs,
        named: items.flatMap(({ fact }) => fact ?? [])[0] ?? null,
        nearest: first.kind === 'report' ? reported.slice(0, 1) : await sitrep.nearest(first.text),
      };
    }),
  );
}
