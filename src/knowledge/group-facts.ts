/** Finds the facts of each dispute and figure, and the order in which a figure's reports are shown. */

import type { Dossier, FactItem } from './dossier.ts';
import { compareMoments, type Moment, timeSpanOf } from './time-span.ts';
import { nameKey } from './wording.ts';

/** The ids of the facts that are versions of a dispute. */
export const disputedIds = ({ disputes }: Dossier): ReadonlySet<string> =>
  new Set(disputes.flatMap(({ value }) => value.versions ?? []));

/** The facts that give a number of a thing, in the order of the file. */
export const reportsOf = (of: string, facts: readonly FactItem[]): readonly FactItem[] =>
  facts.filter(({ value }) => value.numbers?.some((number) => nameKey(number.of) === nameKey(of)));

/**
 * A figure's reports, the newest first: ordered by their dates, or by the dates of their sources where they have none. A report
 * without any date counts as being as old as the report before it in the file. A superseded report comes after the one that
 * replaces it, whatever the dates say.
 */
export function newestFirst(reports: readonly FactItem[], { sources }: Dossier): readonly FactItem[] {
  const published = new Map((sources ?? []).map(({ id, value }) => [id, value.published]));
  const stated = reports.map(({ value }) => value.time?.edtf ?? null);
  // Dates without a year can be compared with each other, but not with dates that have a year.
  const areYearless = stated.every((edtf) => edtf === null || edtf.startsWith('XXXX-'));
  const momentOf = (report: FactItem, edtf: string | null): Moment | null => {
    const date = edtf ?? (areYearless ? null : (published.get(report.cites[0]?.value.source ?? null) ?? null));
    return date === null ? null : (timeSpanOf(areYearless ? date.replace('XXXX', '0000') : date)?.to ?? null);
  };
  let last: Moment | null = null;
  const dated = reports.map((report, at) => {
    last = momentOf(report, stated[at] ?? null) ?? last;
    return { report, at, moment: last };
  });
  const oldest: Moment = { year: Number.NEGATIVE_INFINITY, rest: '' };
  dated.sort((a, b) => compareMoments(b.moment ?? oldest, a.moment ?? oldest) || b.at - a.at);
  const ordered = new Set<FactItem>();
  const add = (report: FactItem, after: ReadonlySet<FactItem>): void => {
    const next = reports.find(({ id }) => id === report.value.superseded_by);
    if (next !== undefined && next !== report && !after.has(next)) add(next, new Set([...after, report]));
    ordered.add(report);
  };
  for (const { report } of dated) add(report, new Set());
  return [...ordered];
}
