/** Rules for ids: each id is unique, and every reference leads to an item. */

import { didYouMean } from '../closest.ts';
import type { Item } from '../item.ts';
import type { Place, Report } from '../problem.ts';

/** The ids of one kind. */
export interface Known {
  /** "fact", "entity", … */
  readonly kind: string;
  /** The file that contains them: "entities.yml". */
  readonly file: string;
  /** null where that file could not be read; references to it are not checked then. */
  readonly ids: ReadonlySet<string> | null;
  /** Ids of drafts, to which served items must not refer. */
  readonly drafts: ReadonlySet<string>;
}

export function known(
  kind: string,
  file: string,
  items: readonly Item<unknown>[] | null,
  drafts: readonly Item<unknown>[] = [],
): Known {
  const idsOf = (of: readonly Item<unknown>[]) => new Set(of.map(({ id }) => id).filter((id) => id !== null));
  return { kind, file, ids: items && idsOf(items), drafts: idsOf(drafts) };
}

/** Checks that ids are unique within their kind. */
export function checkUnique(kind: string, items: readonly Item<unknown>[] | null, report: Report): void {
  const first = new Map<string, Place>();
  for (const item of items ?? []) {
    if (item.id === null) continue;
    const place = item.place('id');
    const before = first.get(item.id);
    if (before === undefined) first.set(item.id, place);
    else
      report(
        place,
        `the ${kind} id "${item.id}" is already used in line ${before.line}`,
        'give one of the two another id',
      );
  }
}

/** Checks that an id leads to an item that is served. @param where - the place of the reference */
export function checkReference(where: Place, id: string | null | undefined, to: Known, report: Report): void {
  if (id === null || id === undefined || to.ids === null || to.ids.has(id)) return;
  if (to.drafts.has(id)) {
    report(where, `${to.kind} "${id}" is a draft`, `check it in ${to.file}, and remove "draft: true" there`);
    return;
  }
  const remedy = didYouMean(id, to.ids, `add it to ${to.file}, or name one that is there`);
  report(where, `${to.kind} "${id}" is not in ${to.file}`, remedy);
}

/** Checks that each id of a list leads to an item and is listed only once. @param key - the name of the list */
export function checkReferences(
  { item, key }: { readonly item: Item<unknown>; readonly key: string },
  ids: readonly string[] | null | undefined,
  to: Known,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [i, id] of (ids ?? []).entries()) {
    if (seen.has(id)) report(item.place(key, i), `"${key}" names "${id}" twice`, 'remove one of the two');
    else checkReference(item.place(key, i), id, to, report);
    seen.add(id);
  }
}
