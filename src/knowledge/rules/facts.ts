/** Rules of facts.yml: each text is one sentence, attributed, dated as far as the source supports it, and not a repetition. */

import type { FactStatus } from '../../model/knowledge.ts';
import type { Dossier, FactItem } from '../dossier.ts';
import { statedYears } from '../edtf.ts';
import { disputedIds } from '../group-facts.ts';
import { contradiction, fullDay } from '../known-date.ts';
import type { Report } from '../problem.ts';
import { FACT_MAX_CHARS, LABEL_MAX_CHARS } from '../schema.ts';
import { splitSentences } from '../sentences.ts';
import { countCharacters, holdsName, holdsNumber, nameKey, saysAlleged } from '../wording.ts';
import { namesByEntity } from './entities.ts';
import { checkReference, checkReferences, checkUnique, type Known } from './references.ts';
import { checkDate } from './situation.ts';

const NEEDS_NOTE: readonly FactStatus[] = ['corrected', 'retracted', 'superseded', 'disputed'];
const LISTS = ['said_by', 'via', 'actors', 'places', 'about'] as const;

interface Ids {
  readonly facts: Known;
  readonly entities: Known;
  readonly topics: Known;
}

export function checkFacts(dossier: Dossier, ids: Ids, report: Report): void {
  const facts = dossier.facts ?? [];
  const whole = dossier.files.get('facts.yml');
  const drafted = dossier.drafts.some(({ kind }) => kind === 'fact');
  if (dossier.facts?.length === 0 && whole !== undefined && !drafted)
    report(whole.place([]), 'there is no fact', 'add one');
  checkUnique('fact', facts, report);
  checkRepeats(facts, report);
  const english = /^en\b/i.test(dossier.situation?.value.language ?? '');
  const namesOf = namesByEntity(dossier);
  const published = new Map((dossier.sources ?? []).map(({ id, value }) => [id, fullDay(value.published)]));
  const disputed = disputedIds(dossier);
  for (const fact of facts) {
    checkReference(fact.place('topic'), fact.value.topic, ids.topics, report);
    for (const key of LISTS) checkReferences({ item: fact, key }, fact.value[key], ids.entities, report);
    if (fact.value.cites?.length === 0) {
      report(fact.place('cites'), 'the fact cites nothing', 'add the passage that says it, or remove the fact');
    }
    checkText(fact, english, report);
    if (english) checkNumbers(fact, report);
    checkSpeakers(fact, namesOf, report);
    checkStatus(fact, disputed.has(fact.id ?? ''), ids.facts, report);
    checkDate(fact.value.review_by, fact.place('review_by'), '"review_by"', report);
    const cited = fact.cites.map(({ value }) => published.get(value.source ?? null));
    checkTime(
      fact,
      [...new Set(cited)].filter((day) => day != null),
      report,
    );
    checkAskedAs(fact, report);
  }
  checkSuccession(facts, report);
}

function checkText(fact: FactItem, english: boolean, report: Report): void {
  const { text, label, status, reason } = fact.value;
  if (label !== undefined && countCharacters(label) > LABEL_MAX_CHARS) {
    const problem = `the label has ${countCharacters(label)} characters, at most ${LABEL_MAX_CHARS} fit a button`;
    report(fact.place('label'), problem, 'shorten it to a noun phrase');
  }
  if (text === undefined) return;
  const place = fact.place('text');
  const characters = countCharacters(text);
  if (characters > FACT_MAX_CHARS) {
    report(
      place,
      `the text has ${characters} characters, at most ${FACT_MAX_CHARS} are allowed`,
      'split it into two facts',
    );
  }
  if (!/[.!?。！？؟۔।]["'”’»)\]]*$/u.test(text)) {
    const remedy = 'end it with a full stop (and put quotes around text that holds " #" or ": ")';
    report(place, 'the text does not end like a sentence', remedy);
  }
  const sentences = splitSentences(text).length;
  if (sentences > 1)
    report(place, `the text has ${sentences} sentences`, 'write one sentence, and a fact for each other statement');
  if (english && (status === 'alleged' || status === 'unconfirmed') && !saysAlleged(text)) {
    report(
      place,
      `the status is ${status}, but the text states it as certain`,
      status === 'alleged'
        ? 'say so in the text: "allegedly", "accused of", "suspected"'
        : 'say so in the text: "unconfirmed", "reportedly", "said to have"',
    );
  }
  if (reason !== undefined && reason !== null && !holdsName(text, reason)) {
    report(fact.place('reason'), 'the reason is not a phrase of the text', 'copy it from the text word for word');
  }
}

function checkNumbers(fact: FactItem, report: Report): void {
  const { text, numbers } = fact.value;
  if (text === undefined) return;
  for (const [i, { value, to = value }] of (numbers ?? []).entries()) {
    const remedy = 'write the number that the text states, or state it in the text';
    for (const stated of new Set([value, to])) {
      if (!holdsNumber(text, stated))
        report(fact.place('numbers', i), `the text does not state the number ${stated}`, remedy);
    }
  }
}

/** The sentence itself must name the speaker, because it is also shown alone. */
function checkSpeakers(fact: FactItem, namesOf: ReadonlyMap<string, readonly string[]>, report: Report): void {
  const { text, said_by } = fact.value;
  if (text === undefined) return;
  for (const [i, id] of (said_by ?? []).entries()) {
    const names = namesOf.get(id);
    if (names === undefined || names.some((name) => holdsName(text, name))) continue;
    const remedy = `name the speaker in the text ("${names[0] ?? id} said …"), or add the name that the text uses to its aliases`;
    report(fact.place('said_by', i), `the text does not name "${id}", who said it`, remedy);
  }
}

/** @param inDispute - whether the fact belongs to a dispute, which says who says what, so that it needs no note */
function checkStatus(fact: FactItem, inDispute: boolean, factIds: Known, report: Report): void {
  const { status, status_note, superseded_by } = fact.value;
  checkReference(fact.place('superseded_by'), superseded_by, factIds, report);
  if (superseded_by !== undefined && superseded_by !== null) {
    if (superseded_by === fact.id)
      report(fact.place('superseded_by'), 'the fact is superseded by itself', 'name the newer fact');
    if (status !== undefined && status !== 'superseded') {
      const remedy = 'write "status: superseded", or remove superseded_by';
      report(fact.place('superseded_by'), `superseded_by is given, but the status is ${status ?? 'reported'}`, remedy);
    }
  } else if (status === 'superseded' && fact.whole !== null) {
    report(
      fact.place('status'),
      'the status is superseded, but superseded_by is not given',
      'name the fact that replaces it',
    );
  }
  if (
    status !== undefined &&
    status !== null &&
    NEEDS_NOTE.includes(status) &&
    !(status === 'disputed' && inDispute) &&
    status_note == null &&
    fact.whole !== null
  ) {
    report(fact.place('status'), `the status is ${status}, but status_note is not given`, 'say in status_note why');
  }
}

/** @param published - full dates of the sources that the fact cites: they determine the year of relative expressions */
function checkTime(fact: FactItem, published: readonly string[], report: Report): void {
  const { time } = fact.value;
  if (time === undefined || time === null || time.edtf === null) return;
  const place = fact.place('time', 'edtf');
  if (!checkDate(time.edtf, place, '"edtf"', report)) return;
  const years = statedYears(time.edtf);
  const said: readonly string[] = time.text.match(/(?<!\d)\d{4}(?!\d)/g) ?? [];
  const [year] = years;
  if (year === undefined || years.some((stated) => said.includes(stated))) return;
  const right = contradiction(time.text, time.edtf, published);
  if (right === null) return;
  if (right.length > 0 && said.length === 0) {
    const remedy = `write ${right.slice(0, 3).join(' or ')}, or leave edtf out`;
    report(place, `the date ${time.edtf} is not "${time.text}" in a text of ${published.join(', ')}`, remedy);
  } else if (said.length === 0 && !/\d{4}/.test(time.text)) {
    const remedy = 'write XXXX for the year unless the source gives it; then give it in the text, too';
    report(place, `the date states the year ${year}, but the time "${time.text}" does not`, remedy);
  } else
    report(place, `the date states the year ${year}, the time "${time.text}" another`, 'correct the one that is wrong');
}

function checkAskedAs(fact: FactItem, report: Report): void {
  const seen = new Set<string>();
  for (const [i, question] of (fact.value.asked_as ?? []).entries()) {
    const key = nameKey(question);
    if (seen.has(key)) report(fact.place('asked_as', i), `"${question}" is listed twice`, 'remove one of the two');
    seen.add(key);
  }
}

/** Two facts must not have the same text or the same label, because menus accept a label as the choice. */
function checkRepeats(facts: readonly FactItem[], report: Report): void {
  for (const key of ['text', 'label'] as const) {
    const first = new Map<string, FactItem>();
    for (const fact of facts) {
      const value = fact.value[key];
      if (value === undefined) continue;
      const before = first.get(nameKey(value));
      if (before === undefined) {
        first.set(nameKey(value), fact);
        continue;
      }
      const remedy = key === 'text' ? 'remove one of the two facts' : 'tell the two facts apart by their labels';
      report(
        fact.place(key),
        `the ${key} is the same as that of "${before.id}" (line ${before.place(key).line})`,
        remedy,
      );
    }
  }
}

/** Following `superseded_by` from fact to fact must lead to a fact that still holds. */
function checkSuccession(facts: readonly FactItem[], report: Report): void {
  const next = new Map(facts.map((fact) => [fact.id, fact.value.superseded_by ?? null]));
  const settled = new Set<string>();
  for (const fact of facts) {
    const way = new Set<string>();
    let id = fact.id;
    while (id !== null && !settled.has(id) && !way.has(id)) {
      way.add(id);
      const after = next.get(id) ?? null;
      if (after === id) break; // A fact that is superseded by itself is reported elsewhere.
      id = after;
    }
    if (id !== null && way.has(id) && next.get(id) !== id) {
      const ring = [...way].slice([...way].indexOf(id));
      report(
        fact.place('superseded_by'),
        `the facts ${ring.join(', ')} supersede each other in a ring`,
        'name the newest one',
      );
    }
    for (const passed of way) settled.add(passed);
  }
}
