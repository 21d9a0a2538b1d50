/** Rules of questions.yml and retired.yml. */

import { didYouMean } from '../closest.ts';
import type { Dossier } from '../dossier.ts';
import type { Item } from '../item.ts';
import type { Report } from '../problem.ts';
import type { RawAnswered, RawUnanswered } from '../schema.ts';
import { nameKey } from '../wording.ts';
import { checkReferences, checkUnique, type Known } from './references.ts';

export function checkQuestions({ answered, unanswered }: Dossier, facts: Known, entities: Known, report: Report): void {
  for (const row of answered) {
    const { kind, first, choices } = row.value;
    checkReferences({ item: row, key: 'first' }, first, facts, report);
    checkReferences({ item: row, key: 'choices' }, choices, entities, report);
    if (row.whole === null) continue;
    if (kind === 'choose') {
      if ((choices ?? []).length < 2) {
        report(row.place(), 'a question of kind choose names fewer than two choices', 'list the entities in "choices"');
      }
      if ((first ?? []).length > 0) report(row.place('first'), 'a question of kind choose has no "first"', 'remove it');
    } else {
      if ((first ?? []).length === 0)
        report(row.place(), '"first" names no fact', 'name the fact that must come first');
      if ((choices ?? []).length > 0) {
        report(
          row.place('choices'),
          'only a question of kind choose has "choices"',
          'remove them, or write "kind: choose"',
        );
      }
    }
  }
  checkRepeats([...answered, ...unanswered], report);
}

/** Two rows are duplicates where they differ only in case, punctuation or articles. */
function checkRepeats(rows: readonly Item<RawAnswered | RawUnanswered>[], report: Report): void {
  const first = new Map<string, Item<unknown>>();
  for (const row of rows) {
    const { q, via } = row.value;
    if (q === undefined) continue;
    const words = nameKey(q).split(' ');
    const key = `${via ?? 'ask'} ${words.filter((word) => !['a', 'an', 'the'].includes(word)).join(' ') || words.join(' ')}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, row);
    else
      report(
        row.place('q'),
        `"${q}" nearly repeats the question in line ${before.place('q').line}`,
        'remove one of the two',
      );
  }
}

export function checkRetired({ retired, facts }: Dossier, factIds: Known, report: Report): void {
  checkUnique('retired', retired, report);
  const places = new Map(retired.map((entry) => [entry.id, entry.place('id')]));
  for (const fact of facts ?? []) {
    const place = fact.id === null ? undefined : places.get(fact.id);
    if (place === undefined) continue;
    const remedy = 'give the fact another id: an id that was withdrawn is never used again';
    report(fact.place('id'), `the id "${fact.id}" is retired (retired.yml, line ${place.line})`, remedy);
  }
  for (const entry of retired) {
    const to = entry.value.moved_to;
    if (to === null || to === undefined || factIds.ids === null || factIds.ids.has(to)) continue;
    if (places.has(to))
      report(entry.place('moved_to'), `"${to}" is retired itself`, 'name the fact that it became, or null');
    else
      report(
        entry.place('moved_to'),
        `fact "${to}" is not in facts.yml`,
        didYouMean(to, factIds.ids, 'name a fact that is there, or null'),
      );
  }
}
