/** Rules of situation.yml: languages, dates, topics, synonyms. */

import { fold } from '../../model/text.ts';
import type { Dossier } from '../dossier.ts';
import { edtfProblem } from '../edtf.ts';
import type { Place, Report } from '../problem.ts';
import { nameKey } from '../wording.ts';
import { checkUnique } from './references.ts';

export function checkSituation({ situation, sources, topics }: Dossier, report: Report): void {
  if (situation === null) return;
  checkLanguage(situation.value.language, situation.place('language'), report);
  if (sources?.length === 0)
    report(situation.place('sources'), 'there is no source', 'add the source that the facts cite');
  if (topics?.length === 0)
    report(situation.place('topics'), 'there is no topic', 'add one: every fact belongs to one');
  checkUnique('source', sources, report);
  for (const source of sources ?? []) {
    checkLanguage(source.value.language, source.place('language'), report);
    checkDate(source.value.published, source.place('published'), '"published"', report);
    checkDate(source.value.accessed, source.place('accessed'), '"accessed"', report);
  }
  checkUnique('topic', topics, report);
  checkTopicNames(topics, report);
  checkSynonyms(situation.value.synonyms, (...within) => situation.place('synonyms', ...within), report);
}

/** @returns whether there is nothing wrong with the date */
export function checkDate(date: string | null | undefined, place: Place, what: string, report: Report): boolean {
  if (date === null || date === undefined) return true;
  const problem = edtfProblem(date);
  if (problem === null) return true;
  report(
    place,
    `${what} "${date}" is no EDTF date: ${problem}`,
    'write a date such as "2023-10-07", "2023-10" or "XXXX-10-07"',
  );
  return false;
}

function checkLanguage(language: string | null | undefined, place: Place, report: Report): void {
  if (language === undefined || language === null) return;
  try {
    Intl.getCanonicalLocales(language);
  } catch {
    report(place, `"${language}" is no language code`, 'write a code such as "en" or "pt-BR"');
  }
}

/** A title or alias leads to one topic. */
function checkTopicNames(topics: Dossier['topics'], report: Report): void {
  const owners = new Map<string, string | null>();
  for (const topic of topics ?? []) {
    const names = [topic.value.title, ...(topic.value.aliases ?? [])];
    const own = new Set<string>();
    for (const [i, name] of names.entries()) {
      if (name === undefined) continue;
      const place = i === 0 ? topic.place('title') : topic.place('aliases', i - 1);
      if (own.has(fold(name))) report(place, `the alias "${name}" is listed twice`, 'remove one of the two');
      own.add(fold(name));
      const key = nameKey(name);
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, topic.id);
      else if (owner !== topic.id) {
        report(place, `"${name}" already leads to the topic "${owner}"`, 'keep it in one of the two topics');
      }
    }
  }
}

function checkSynonyms(
  groups: readonly (readonly string[])[] | null | undefined,
  place: (...within: readonly number[]) => Place,
  report: Report,
): void {
  for (const [i, group] of (groups ?? []).entries()) {
    if (group.length < 2)
      report(place(i), 'a group of synonyms has fewer than two words', 'add a word, or remove the group');
    const seen = new Set<string>();
    for (const [j, word] of group.entries()) {
      if (seen.has(fold(word))) report(place(i, j), `the synonym "${word}" is listed twice`, 'remove one of the two');
      seen.add(fold(word));
    }
  }
}
