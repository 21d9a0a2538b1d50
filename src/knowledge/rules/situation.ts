/** Rules of situation.yml: languages, dates, topics, synonyms. */

import { fold } from '../../model/text.ts';
import { didYouMean } from '../closest.ts';
import type { Dossier } from '../dossier.ts';
import { edtfProblem } from '../edtf.ts';
import { reportsOf } from '../group-facts.ts';
import type { Place, Report } from '../problem.ts';
import { nameKey } from '../wording.ts';
import { checkReferences, checkUnique, type Known } from './references.ts';

export function checkSituation(dossier: Dossier, facts: Known, report: Report): void {
  const { situation, sources, topics } = dossier;
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
  checkDisputes(dossier, facts, report);
  checkFigures(dossier, report);
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

/** Checks that a title or alias leads to only one topic. */
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

/** The versions of a dispute must be facts that still hold, and a fact may belong to only one dispute. */
function checkDisputes({ disputes, facts }: Dossier, ids: Known, report: Report): void {
  const statusOf = new Map((facts ?? []).map(({ id, value }) => [id, value.status]));
  const owners = new Map<string, string>();
  const titles = new Set<string>();
  for (const dispute of disputes) {
    const { title = '', versions = [] } = dispute.value;
    if (titles.has(nameKey(title)))
      report(dispute.place('title'), `two disputes are called "${title}"`, 'tell them apart, or join them');
    titles.add(nameKey(title));
    checkReferences({ item: dispute, key: 'versions' }, versions, ids, report);
    if (dispute.whole !== null && versions.length < 2)
      report(
        dispute.place('versions'),
        'a dispute has fewer than two versions',
        'name the facts that contradict each other',
      );
    for (const [i, id] of versions.entries()) {
      const place = dispute.place('versions', i);
      const other = owners.get(id);
      const status = statusOf.get(id);
      if (other !== undefined && other !== title)
        report(place, `the fact "${id}" is a version of "${other}", too`, 'keep it in one of the two disputes');
      owners.set(id, title);
      if (status === 'superseded' || status === 'retracted')
        report(place, `the fact "${id}" is ${status}`, 'take it out of the dispute, or name the fact that holds');
    }
  }
}

/** A figure must be a thing of which some fact gives a number. */
function checkFigures({ situation, facts }: Dossier, report: Report): void {
  if (facts === null) return;
  const counted = [...new Set(facts.flatMap(({ value }) => (value.numbers ?? []).map(({ of }) => of)))];
  const seen = new Set<string>();
  for (const [i, of] of (situation?.value.figures ?? []).entries()) {
    const place = situation?.place('figures', i);
    if (place === undefined) return;
    if (seen.has(nameKey(of))) report(place, `the figure "${of}" is listed twice`, 'remove one of the two');
    seen.add(nameKey(of));
    if (reportsOf(of, facts).length > 0) continue;
    const remedy = didYouMean(of, counted, 'write what stands after "of" in the numbers of its facts');
    report(place, `no fact gives a number of "${of}"`, remedy);
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
