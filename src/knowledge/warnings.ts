/**
 * Probable mistakes in a situation that can be served: `check` reports them, and nothing is refused for them. Checks against a
 * source's text are in prove.ts.
 */

import { join } from 'node:path';
import { type Dossier, type FactItem, FILES } from './dossier.ts';
import { fullDay, weekdayIn, weekdayOf } from './known-date.ts';
import type { Place, Report } from './problem.ts';
import { holdsName, holdsNumber, isStopPhrase, nameKey, numbersIn } from './wording.ts';
import type { Path, YamlFile } from './yaml.ts';

/** Two facts that share at least this part of their words say nearly the same. */
const NEAR_DUPLICATE_SHARE = 0.8;
/** Words that at least this many facts contain do not count when facts are compared. */
const COMMON_WORD_FACTS = 200;

/**
 * @param names - the names of the files in the situation's folder
 * @param today - such as 2024-02-05
 */
export function findWarnings(dossier: Dossier, names: readonly string[], today: string, report: Report): void {
  warnOfCopies(dossier.folder, names, report);
  for (const file of dossier.files.values()) warnOfCurlyQuotes(file, file.value, [], report);
  warnOfAliases(dossier, report);
  const facts = dossier.facts ?? [];
  warnOfTopicAliases(dossier, report);
  warnOfNearDuplicates(facts, disputesOf(dossier), report);
  warnOfOtherValues(dossier, report);
  warnOfRepeatedFigures(dossier, report);
  for (const fact of facts) {
    warnOfQuotedNumbers(fact, report);
    warnOfWeekday(fact, report);
    warnOfReview(fact, today, report);
  }
}

/** "facts.yml.orig", "questions copy.txt": edits to such a file have no effect. */
function warnOfCopies(folder: string, names: readonly string[], report: Report): void {
  for (const name of names) {
    const original = FILES.find(
      (file) => name.startsWith(file.replace('.yml', '')) && /ya?ml|copy|old|bak/i.test(name),
    );
    // Any other YAML file has been refused already.
    if (original === undefined || /^[^.].*\.ya?ml$/i.test(name)) continue;
    const place = { file: join(folder, name), line: null, id: null };
    report(place, `looks like a second copy of ${original}`, `keep one: Sitrep reads ${original} only`);
  }
}

/**
 * YAML knows only straight quotation marks: curly ones become part of the value. A `quote` is not checked, because it may start
 * and end with curly marks of its source.
 */
function warnOfCurlyQuotes(file: YamlFile, value: unknown, path: Path, report: Report): void {
  if (typeof value === 'string') {
    if (path.at(-1) === 'quote' || !/^[“”„‟‘’«].*[“”‟‘’»]$/s.test(value)) return;
    report(file.place(path), 'the value stands in curly quotes, which are shown', 'use straight quotes: "…"');
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      warnOfCurlyQuotes(file, part, [...path, Array.isArray(value) ? Number(key) : key], report);
    }
  }
}

function warnOfAliases({ entities, facts, sharedAliases }: Dossier, report: Report): void {
  const shared = new Set(sharedAliases.map(({ value }) => nameKey(value.alias ?? '')));
  const names = (entities ?? []).flatMap(({ id, value }) =>
    [value.name, ...(value.aliases ?? [])].filter((name) => name !== undefined).map((name) => ({ id, name })),
  );
  for (const entity of entities ?? []) {
    const others = (facts ?? []).filter((fact) => !concerns(fact, entity.id));
    for (const [i, alias] of (entity.value.aliases ?? []).entries()) {
      const place = entity.place('aliases', i);
      if (shared.has(nameKey(alias))) continue;
      if (isStopPhrase(alias)) {
        warnOfStopPhrase(place, alias, report);
        continue;
      }
      const holding = others.filter(({ value }) => value.text !== undefined && usesName(value.text, alias));
      const first = holding[0];
      if (first === undefined) continue;
      const longer = names.find(
        ({ id, name }) =>
          id !== entity.id &&
          nameKey(name) !== nameKey(alias) &&
          holdsName(name, alias) &&
          holding.some(({ value }) => holdsName(value.text ?? '', name)),
      );
      const more = ({ length }: readonly FactItem[]): string => (length > 1 ? `, as in ${length - 1} more` : '');
      if (longer !== undefined) {
        const within = holding.filter(({ value }) => holdsName(value.text ?? '', longer.name));
        const message = `the alias "${alias}" is part of "${longer.name}" (${longer.id}) in "${within[0]?.id}"${more(within)}`;
        report(place, message, 'make the alias longer, or remove it');
      } else {
        const message = `the alias "${alias}" stands in "${first.id}", which does not concern ${entity.id}${more(holding)}`;
        report(place, message, `add ${entity.id} to "about" there, or make the alias longer`);
      }
    }
  }
}

/** An acronym in capitals ("WHO") does not match the same letters in lower case. */
const usesName = (text: string, name: string): boolean =>
  holdsName(text, name) && (!/^[A-Z]{2,}$/.test(name) || new RegExp(`\\b${name}\\b`).test(text));

function concerns({ value }: FactItem, id: string | null): boolean {
  return [value.said_by, value.via, value.actors, value.places, value.about].some((ids) =>
    ids?.some((each) => each === id),
  );
}

function warnOfTopicAliases({ topics }: Dossier, report: Report): void {
  for (const topic of topics ?? []) {
    for (const [i, alias] of (topic.value.aliases ?? []).entries()) {
      if (isStopPhrase(alias)) warnOfStopPhrase(topic.place('aliases', i), alias, report);
    }
  }
}

const warnOfStopPhrase = (place: Place, alias: string, report: Report): void =>
  report(place, `the alias "${alias}" is a word that stands in most sentences`, 'remove it, or add a word to it');

/** Each fact that is a version of a dispute → the other versions. */
function disputesOf({ disputes }: Dossier): ReadonlyMap<string, readonly string[]> {
  return new Map(disputes.flatMap(({ value: { versions = [] } }) => versions.map((id) => [id, versions])));
}

function warnOfNearDuplicates(
  facts: readonly FactItem[],
  disputes: ReturnType<typeof disputesOf>,
  report: Report,
): void {
  const wordsOf = facts.map(
    ({ value }) =>
      new Set(
        nameKey(value.text ?? '')
          .split(' ')
          .filter((word) => !isStopPhrase(word)),
      ),
  );
  const holders = new Map<string, number[]>();
  for (const [at, words] of wordsOf.entries()) {
    const alike = new Map<number, number>();
    for (const word of words) {
      const before = holders.get(word) ?? [];
      if (before.length < COMMON_WORD_FACTS) for (const other of before) alike.set(other, (alike.get(other) ?? 0) + 1);
      holders.set(word, [...before, at]);
    }
    for (const [other, common] of alike) {
      const size = words.size + (wordsOf[other]?.size ?? 0) - common;
      const [fact, earlier] = [facts[at], facts[other]];
      if (common / size < NEAR_DUPLICATE_SHARE || common < 3 || !fact || !earlier || differ(fact, earlier)) continue;
      if (disputes.get(fact.id ?? '')?.includes(earlier.id ?? '')) continue;
      const message = `the text says nearly the same as "${earlier.id}" (line ${earlier.place('text').line})`;
      report(fact.place('text'), message, 'join the two facts, or say more plainly in what they differ');
    }
  }
}

/**
 * Similar facts are no duplicates where one replaces the other, where their numbers differ, or where each concerns somebody whom
 * the other does not.
 */
function differ(a: FactItem, b: FactItem): boolean {
  if (a.value.superseded_by === b.id || b.value.superseded_by === a.id) return true;
  if ([a, b].some(({ value }) => value.status === 'retracted')) return true;
  const numbersOf = ({ value }: FactItem): string =>
    JSON.stringify((value.numbers ?? []).map((number) => number.value));
  const concernedBy = ({ value }: FactItem): readonly string[] =>
    [value.said_by, value.actors, value.places, value.about].flatMap((ids) => ids ?? []);
  const lacks = (one: FactItem, other: FactItem): boolean => concernedBy(other).some((id) => !concerns(one, id));
  return numbersOf(a) !== numbersOf(b) || (lacks(a, b) && lacks(b, a));
}

/**
 * Finds two facts that give different values for the same thing, where neither says that the times differ or that the value is
 * disputed.
 */
function warnOfOtherValues({ facts, situation, disputes }: Dossier, report: Report): void {
  const figures = new Set(situation?.value.figures?.map(nameKey));
  const disputed = new Set(disputes.flatMap(({ value }) => value.versions ?? []));
  const first = new Map<string, { readonly fact: FactItem; readonly value: number }>();
  for (const fact of facts ?? []) {
    const { status, time, numbers, said_by } = fact.value;
    if (disputed.has(fact.id ?? '') || status === 'disputed' || status === 'superseded' || status === 'retracted')
      continue;
    for (const [i, { value, to, of, unit, per }] of (numbers ?? []).entries()) {
      // Two reports of a figure may have the same time.
      const reporter = figures.has(nameKey(of)) ? said_by : null;
      const key = JSON.stringify([nameKey(of), unit ?? null, per ?? null, time?.text ?? null, reporter]);
      const before = first.get(key);
      if (before === undefined) first.set(key, { fact, value });
      else if (before.value !== value && to === undefined && before.fact !== fact) {
        const message = `"${of}" is ${value} here, but ${before.value} in "${before.fact.id}" (line ${before.fact.place('numbers').line})`;
        report(
          fact.place('numbers', i),
          message,
          'correct one, say more exactly of what each is, mark the older one superseded, or list them as a dispute or a figure',
        );
      }
    }
  }
}

/** Finds an outdated number in the text of a fact that still holds. */
function warnOfRepeatedFigures({ facts }: Dossier, report: Report): void {
  for (const old of facts ?? []) {
    if (old.value.status !== 'superseded') continue;
    for (const { value, of } of old.value.numbers ?? []) {
      const counted = nameKey(of)
        .split(' ')
        .filter((word) => !isStopPhrase(word));
      for (const fact of facts ?? []) {
        const { status, text = '', numbers } = fact.value;
        if (fact === old || status === 'superseded' || status === 'retracted' || counted.length === 0) continue;
        // A number that the fact gives as data for something else is not the outdated one.
        const isOwn = numbers?.some((number) => number.value === value && nameKey(number.of) !== nameKey(of));
        if (isOwn || !holdsNumber(text, value) || !counted.every((word) => holdsName(text, word))) continue;
        const message = `the text repeats ${value} ${of}, which "${old.id}" gave before it was superseded`;
        report(fact.place('text'), message, `write what "${old.value.superseded_by}" says, or leave the number out`);
      }
    }
  }
}

function warnOfReview(fact: FactItem, today: string, report: Report): void {
  const { review_by } = fact.value;
  // Dates are compared only as far as they are given, so a month without a day counts as past once the month is over.
  if (review_by == null || today <= review_by || today.startsWith(review_by)) return;
  report(
    fact.place('review_by'),
    `the fact was to be reviewed by ${review_by}`,
    'compare it with the newest sources, then write a later day',
  );
}

/** Finds a quote with a number that the fact lacks, where the fact has a number that the quote lacks. */
function warnOfQuotedNumbers(fact: FactItem, report: Report): void {
  const { text, numbers } = fact.value;
  const quotes = fact.cites.map(({ value }) => value.quote ?? '');
  const quoted = quotes.flatMap(numbersIn).filter((number) => text !== undefined && !holdsNumber(text, number));
  const [other] = quoted;
  if (other === undefined) return;
  for (const [i, { value }] of (numbers ?? []).entries()) {
    if (quotes.some((quote) => holdsNumber(quote, value))) continue;
    const message = `the number is ${value}, but the quote says ${other}`;
    report(fact.place('numbers', i), message, 'correct the one that is wrong, or quote the words that give the number');
  }
}

function warnOfWeekday(fact: FactItem, report: Report): void {
  const { time } = fact.value;
  const day = fullDay(time?.edtf);
  const weekday = weekdayIn(time?.text ?? '');
  // Only a single, full day is compared, because a range of days has several weekdays.
  if (day === null || weekday === null || weekday === weekdayOf(day) || Number.isNaN(weekdayOf(day))) return;
  const actual = new Date(`${day}T00:00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  report(
    fact.place('time', 'edtf'),
    `${day} is a ${actual}, not as "${time?.text}" says`,
    'correct the date or the text',
  );
}
