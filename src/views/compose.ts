import { compareMoments, timeSpanOf } from '../knowledge/time-span.ts';
import { groupOf, isEarlierFigure } from '../knowledge/told-together.ts';
import type { Answer, Answered, AnswerKind, Answers, Choice, Related, Subject } from '../model/answer.ts';
import type {
  Citation,
  Entity,
  EntityId,
  Fact,
  FactId,
  KnowledgeBase,
  Role,
  Source,
  SourceId,
} from '../model/knowledge.ts';
import { clip, fold, sentenceCase } from '../model/text.ts';
import { costOf } from './limits.ts';
import type { Style } from './markdown.ts';
import {
  ASKED_BY_MISSING,
  ASKED_FOR,
  ASKING,
  asOf,
  DAY_NOT_GIVEN,
  dateNotGiven,
  EARLIER_FIGURE,
  gaps,
  inDispute,
  listed,
  MORE_SOURCES,
  NEAR_SUBJECTS,
  NO_FACT,
  newestFigureFirst,
  notGiven,
  notSaid,
  notTheirDeed,
  numberLimit,
  numberWords,
  ONE_SOURCE,
  passedOnBy,
  publishedOn,
  replacedBy,
  roleText,
  type Say,
  saidBy,
  showing,
  sourceName,
  TELLS_SPEECH,
  TELLS_STATUS,
  tellsLimit,
  theSourcesSay,
  timeFrame,
  timeGiven,
  WAY_ON_BESIDE_NAMES,
  WHAT_THEY_SAY,
  WHICH_ONE,
  waysOn,
  withdrawnBecause,
  yearNotGiven,
} from './wording.ts';

/**
 * One answer in reading order, before it is rendered: Discord's markdown and plain text both start from this, so they cannot
 * disagree. Nothing in it is escaped yet.
 */
export interface Section {
  /** What was understood, in Sitrep's own words; `null` where nothing was. */
  readonly heading: string | null;
  /** Names that a misspelt word was taken for. */
  readonly corrected: readonly string[];
  /** A retracted fact on what was asked. */
  readonly withdrawn: Fact | null;
  /** The first line: "The sources do not say when.", "Which one?" */
  readonly lead: readonly string[];
  /** Paragraphs of Sitrep's own, for an answer about itself. */
  readonly body: readonly Say[];
  /** For a profile: the roles that no fact below repeats. */
  readonly roles: readonly Role[];
  readonly profile: Entity | null;
  readonly groups: readonly Group[];
  /** Facts that are offered by their labels only. */
  readonly closest: readonly Fact[];
  readonly choicesTitle: string | null;
  readonly choices: readonly Choice[];
  /** What to try, after everything else. */
  readonly closing: readonly Say[];
  readonly page: PageInfo;
}
export interface Group {
  /** The title of a topic, where facts are grouped by topic. */
  readonly title: string | null;
  readonly facts: readonly ComposedFact[];
}
export interface ComposedFact {
  readonly fact: Fact;
  /** Status, attribution and time, each a short phrase, where the sentence does not say them. */
  readonly notes: readonly string[];
  /** A retracted or superseded fact is shown struck. */
  readonly struck: boolean;
}
export interface PageInfo {
  /** From 0. */
  readonly index: number;
  readonly pages: number;
  /** Position of the first fact of this page, from 1. */
  readonly from: number;
  readonly to: number;
  readonly total: number;
}
/** Which part of a long list to compose. `index` counts from 0; one past the end gives the last page. */
export interface Paging {
  readonly index: number;
  /** Facts on a page; `Infinity` for all. */
  readonly size: number;
}

/** Facts on one page of a list: five fill a phone's screen once. */
export const PAGE_FACTS = 5;
/** Texts longer than these are cut, so that the facts beside them fit. */
const STATUS_NOTE_MAX_CHARS = 300;
const HEADING_MAX_CHARS = 100;
/** Entities that one heading names. */
const NAMES_MAX = 3;
/** Places that are named where a claim names another. */
const PLACES_MAX = 5;

/** The kind of several answers to one message together: the first kind of this list that occurs. */
const KINDS: readonly AnswerKind[] = ['answered', 'choose', 'related', 'about', 'unknown'];
export const kindOf = (answers: Answers): AnswerKind =>
  KINDS.find((kind) => answers.some((answer) => answer.kind === kind)) ?? 'unknown';

/** @param about - the words of an answer about Sitrep itself */
export function composeAnswer(
  answer: Answer,
  knowledge: KnowledgeBase,
  paging: Paging,
  about: Pick<Section, 'lead' | 'body' | 'closing'>,
): Section {
  const facts = factsOf(answer);
  const page = pageOf(facts.length, paging);
  const shown = facts.slice(page.from - 1, page.to);
  const none = {
    heading: headingOf(answer, knowledge),
    corrected: answer.corrected,
    withdrawn: answer.withdrawn ?? null,
    lead: [],
    body: [],
    roles: [],
    profile: null,
    groups: [],
    closest: [],
    choicesTitle: null,
    choices: [],
    closing: [],
    page,
  } satisfies Section;
  switch (answer.kind) {
    case 'answered': {
      const { profile, layout, dated } = answer;
      const roles = profile?.roles.filter((role) => !shown.some((fact) => saysOnly(fact, profile, role))) ?? [];
      const groups =
        layout === 'point' && isGroup(facts, knowledge)
          ? groupTogether(shown, knowledge, { dated })
          : groupFacts(shown, knowledge, { byTopic: layout === 'topics', dated });
      return { ...none, lead: differenceLead(answer, knowledge), profile, roles, groups };
    }
    case 'related': {
      const { told, closest } = toldFirst(answer.facts, knowledge);
      const showTime = answer.missing !== 'time';
      const groups = isGroup(told, knowledge)
        ? groupTogether(told, knowledge, { showTime })
        : groupFacts(told, knowledge, { showTime });
      return { ...none, lead: relatedLead(answer, knowledge), groups, closest };
    }
    case 'choose':
      return { ...none, lead: [WHICH_ONE], choices: distinct(answer.choices) };
    case 'unknown': {
      const choices = distinct(answer.nearest);
      const isNear = choices.length > 0;
      const closing = isNear ? [WAY_ON_BESIDE_NAMES] : waysOn(answer.via);
      const lead = answer.withdrawn === undefined ? [NO_FACT] : [];
      return { ...none, lead, choices, choicesTitle: isNear ? NEAR_SUBJECTS : null, closing };
    }
    case 'about':
      return { ...none, ...about };
  }
}

/** Of the facts of a `related` answer: the first with all that is told with it, and those that are only offered. */
export function toldFirst(
  [first, ...others]: readonly Fact[],
  knowledge: KnowledgeBase,
): { readonly told: readonly Fact[]; readonly closest: readonly Fact[] } {
  if (first === undefined) return { told: [], closest: [] };
  const group = groupOf(first.id, knowledge)?.facts ?? [];
  const isTold = ({ id }: Fact): boolean => group.includes(id);
  return { told: [first, ...others.filter(isTold)], closest: others.filter((fact) => !isTold(fact)) };
}

const factsOf = (answer: Answer): readonly Fact[] =>
  answer.kind === 'answered' ? answer.facts : answer.kind === 'related' ? answer.facts.slice(0, 1) : [];

function relatedLead(answer: Extract<Answer, { kind: 'related' }>, knowledge: KnowledgeBase): readonly string[] {
  const { missing, otherDoer, facts } = answer;
  const differing = differenceLead(answer, knowledge);
  if (differing.length > 0) return differing;
  if (otherDoer) return [notTheirDeed(doersAskedAbout(answer, knowledge)), WHAT_THEY_SAY];
  return missing === 'certainty' ? [] : [notSaid(missing, (facts[0]?.time ?? null) !== null)];
}

/** What the sources say where the claim that was asked about says something else. */
function differenceLead({ differing, facts }: Answered | Related, { entities }: KnowledgeBase): readonly string[] {
  const [fact] = facts;
  if (fact === undefined) return [];
  switch (differing) {
    case 'number':
      return fact.numbers.slice(0, 1).map((number) => theSourcesSay(numberWords(number)));
    case 'day':
      return fact.time === null ? [] : [theSourcesSay(fact.time.text)];
    case 'place': {
      const places = fact.places.flatMap((id) => entities.get(id)?.name ?? []);
      return places.length === 0 ? [] : [theSourcesSay(listed(places.slice(0, PLACES_MAX)))];
    }
    default:
      return [];
  }
}

/** The entities asked about that the fact does not concern; where it concerns all, those that are not its doers. */
function doersAskedAbout(
  { subjects, facts }: Extract<Answer, { kind: 'related' }>,
  knowledge: KnowledgeBase,
): readonly string[] {
  const asked = subjects.flatMap((subject) => (subject.kind === 'entity' ? [subject.id] : []));
  const [fact] = facts;
  const strangers = asked.filter((id) => !fact?.about.includes(id));
  const doers = strangers.length > 0 ? strangers : asked.filter((id) => !fact?.actors.includes(id));
  return doers.slice(0, NAMES_MAX).flatMap((id) => knowledge.entities.get(id)?.name ?? []);
}

// ─── Headings ───

/** What was asked and about what; never the asker's own words. */
export function headingOf(answer: Answer, knowledge: KnowledgeBase): string | null {
  const { subjects } = answer;
  switch (answer.kind) {
    case 'answered': {
      const { asked, profile, layout, facts } = answer;
      if (profile) return titled(ASKED_FOR[asked], profile.name, [profile.name]);
      const [first] = facts;
      if (layout === 'point' && first) return titledAs(ASKED_FOR[asked], first, knowledge);
      const prefix = ASKED_FOR[asked];
      return titledByName(prefix, subjects, knowledge) ?? titled(prefix, commonTopic(facts, knowledge), []);
    }
    case 'related': {
      const { missing, otherDoer, facts, asked } = answer;
      const [first] = facts;
      const isClosest = missing === 'certainty' || otherDoer;
      if (first && isClosest) return titledAs(ASKED_BY_MISSING.certainty, first, knowledge);
      const byName = titledByName(ASKED_FOR[asked] || ASKED_BY_MISSING[missing], subjects, knowledge);
      if (byName !== null) return byName;
      return first ? titledAs(ASKED_BY_MISSING[missing], first, knowledge) : knowledge.title;
    }
    case 'unknown':
      return titledByName(ASKED_FOR[answer.asked], subjects, knowledge);
    case 'choose':
    case 'about':
      return null;
  }
}

/**
 * With a fact's label, else the names of the entities, else a topic's title; `null` where nothing was understood or nothing is left.
 */
function titledByName(prefix: string, subjects: readonly Subject[], knowledge: KnowledgeBase): string | null {
  const [fact] = subjects.flatMap(({ kind, id }) => (kind === 'fact' ? (knowledge.factById.get(id) ?? []) : []));
  if (fact) return titledAs(prefix, fact, knowledge);
  const names = subjects.flatMap((subject) => (subject.kind === 'entity' ? subjectName(subject, knowledge) : []));
  const titles = subjects.flatMap((subject) => (subject.kind === 'topic' ? subjectName(subject, knowledge) : []));
  const name = names.length > 0 ? listed(names.slice(0, NAMES_MAX)) : titles[0];
  return name === undefined ? null : titled(prefix, name, []);
}

/** @returns nothing for what the situation no longer has */
export function subjectName(subject: Subject, { entities, factById, topics }: KnowledgeBase): readonly string[] {
  const name =
    subject.kind === 'entity'
      ? entities.get(subject.id)?.name
      : subject.kind === 'fact'
        ? factById.get(subject.id)?.label
        : topics.find(({ id }) => id === subject.id)?.title;
  return name === undefined ? [] : [name];
}

function commonTopic(facts: readonly Fact[], { topics, title }: KnowledgeBase): string {
  const [first, ...others] = new Set(facts.map(({ topic }) => topic));
  const topic = others.length > 0 ? undefined : topics.find(({ id }) => id === first);
  return topic?.title ?? title;
}

const titledAs = (prefix: string, fact: Fact, { entities }: KnowledgeBase): string =>
  titled(prefix, fact.label, [
    // The first word of a sentence has a capital anyway.
    fact.text.replace(/^\W*\w+/, ''),
    ...fact.about.flatMap((id) => [entities.get(id)?.name ?? '', ...(entities.get(id)?.aliases ?? [])]),
  ]);

/** @param capitals - texts that show which words keep their capital */
function titled(prefix: string, label: string, capitals: readonly string[]): string {
  const asksItself = ASKING.test(label) && prefix !== ASKED_BY_MISSING.certainty;
  if (prefix === '' || asksItself) return clip(sentenceCase(label), HEADING_MAX_CHARS);
  const [word = ''] = /^\p{Lu}\p{Ll}+/u.exec(label) ?? [];
  // "The" belongs to a name only together with the word after it.
  const start = wordsOf(label)
    .slice(0, word === 'The' ? 2 : 1)
    .join(' ');
  const isName =
    capitals.length === 0 || capitals.some((text) => ` ${wordsOf(text).join(' ')} `.includes(` ${start} `));
  const plain = word === '' || isName ? label : label.slice(0, 1).toLowerCase() + label.slice(1);
  return clip(`${prefix}: ${plain}`, HEADING_MAX_CHARS);
}

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

// ─── Facts ───

interface NoteOptions {
  /** Facts are grouped under the titles of their topics. */
  readonly byTopic?: boolean;
  /** Each fact is shown with its day, or with a note that the source gives none. */
  readonly dated?: boolean;
  /** The time is shown below a sentence that does not contain it. */
  readonly showTime?: boolean;
  /** Also shows what the sentence itself tells; for a comparison, where nothing else may differ. */
  readonly everything?: boolean;
  /** The status that a heading above already states. */
  readonly statusAbove?: Fact['status'] | null;
}

export function groupFacts(
  facts: readonly Fact[],
  knowledge: KnowledgeBase,
  options: NoteOptions = {},
): readonly Group[] {
  const groups: { title: string | null; facts: ComposedFact[] }[] = [];
  for (const fact of facts) {
    const title = options.byTopic ? (knowledge.topics.find(({ id }) => id === fact.topic)?.title ?? null) : null;
    let group = groups.at(-1);
    if (group === undefined || group.title !== title) {
      group = { title, facts: [] };
      groups.push(group);
    }
    group.facts.push(composeFact(fact, knowledge, options));
  }
  return groups;
}

/** Whether several facts are one dispute or figure. */
function isGroup(facts: readonly Fact[], knowledge: KnowledgeBase): boolean {
  const [first] = facts;
  const group = first && groupOf(first.id, knowledge);
  return facts.length > 1 && group !== undefined && facts.every(({ id }) => group.facts.includes(id));
}

/** The facts of one dispute or figure under its title. */
function groupTogether(facts: readonly Fact[], knowledge: KnowledgeBase, options: NoteOptions): readonly Group[] {
  const group = facts[0] && groupOf(facts[0].id, knowledge);
  if (group === undefined) return [];
  const isDispute = group.kind === 'dispute';
  const statusAbove = isDispute ? 'disputed' : null;
  const composed = facts.map((fact) => composeFact(fact, knowledge, { ...options, statusAbove }));
  return [{ title: isDispute ? inDispute(group.title) : newestFigureFirst(group.title), facts: composed }];
}

export function composeFact(fact: Fact, knowledge: KnowledgeBase, options: NoteOptions = {}): ComposedFact {
  const struck = fact.status === 'retracted' || fact.status === 'superseded';
  return { fact, struck, notes: notesOf(fact, knowledge, options) };
}

export const isDoubtful = ({ status }: Fact): boolean => status === 'alleged' || status === 'disputed';

/** Status, attribution and time where neither the sentence nor what stands above it makes them plain. */
function notesOf(fact: Fact, knowledge: KnowledgeBase, options: NoteOptions): readonly string[] {
  const { dated = false, showTime = true, everything = false, statusAbove = null } = options;
  const { status, text, statusNote, supersededBy } = fact;
  const notes: string[] = [];
  const tells: Partial<Record<Fact['status'], RegExp>> = TELLS_STATUS;
  const isTold = status === statusAbove || (!everything && tells[status]?.test(text));
  if (status !== 'reported' && !isTold) notes.push(sentenceCase(status));
  if (status !== 'superseded' && isEarlierFigure(fact, knowledge)) notes.push(EARLIER_FIGURE);
  const nameOfEntity = (id: EntityId) => knowledge.entities.get(id)?.name ?? id;
  const speakers = fact.saidBy.map((id) => knowledge.entities.get(id));
  if (speakers.length > 0 && !(TELLS_SPEECH.test(text) && speakers.every((one) => namesIn(text, one))))
    notes.push(saidBy(fact.saidBy.map(nameOfEntity)));
  const passedOn = (fact.via ?? []).filter((id) => everything || !namesIn(text, knowledge.entities.get(id)));
  if (passedOn.length > 0) notes.push(passedOnBy(passedOn.map(nameOfEntity)));
  for (const number of fact.numbers) {
    const limit = numberLimit(number);
    if (limit !== null && (everything || !tellsLimit(number, text))) notes.push(limit);
  }
  const time = dated ? dayNote(fact) : showTime ? timeNote(fact, everything) : null;
  if (time !== null) notes.push(time);
  if (statusNote) notes.push(clip(statusNote, STATUS_NOTE_MAX_CHARS));
  const replacement = supersededBy === null ? undefined : knowledge.factById.get(supersededBy);
  if (replacement) notes.push(replacedBy(replacement.label));
  return notes;
}

const tellsTime = ({ text, time }: Fact): boolean => time !== null && fold(text).includes(fold(time.text));

const timeNote = (fact: Fact, always = false): string | null =>
  fact.time === null || (!always && tellsTime(fact)) ? null : timeGiven(fact.time.text);

/** For facts that were asked for as news: their day as far as it is known, and which part of it is unknown. */
function dayNote(fact: Fact): string | null {
  const { time } = fact;
  if (time === null) return DAY_NOT_GIVEN;
  if (time.edtf === null) return dateNotGiven(time.text);
  if (timeSpanOf(time.edtf) === null) return yearNotGiven(time.text);
  return timeNote(fact);
}

/** Whether a sentence names someone: in full, or a person by the last word of the name. */
function namesIn(text: string, entity: Entity | undefined): boolean {
  if (entity === undefined) return false;
  const { name, kind } = entity;
  const words = (value: string) => ` ${wordsOf(fold(value)).join(' ')} `;
  const [sentence, full] = [words(text), words(name)];
  return sentence.includes(full) || (kind === 'person' && sentence.includes(` ${full.trim().split(' ').at(-1)} `));
}

/** Words that say nothing by themselves. */
const EMPTY_WORD = /^(?:an?|the|is|are|was|were|of|in|by|that|which|who|and)$/;
/** How many letters make "supports" and "supported" one word. */
const STEM_CHARS = 5;

/** Whether a fact only repeats a person's role. */
function saysOnly(fact: Fact, { name }: Entity, role: Role): boolean {
  const stems = (text: string) =>
    wordsOf(fold(text)).flatMap((word) => (EMPTY_WORD.test(word) ? [] : [word.slice(0, STEM_CHARS)]));
  const sentence = stems(fact.text);
  const title = stems(roleText(role));
  const known = [...title, ...stems(name)];
  return title.every((stem) => sentence.includes(stem)) && sentence.every((stem) => known.includes(stem));
}

/** Two names may lead to one subject; one button is enough, and Discord refuses two alike. */
const distinct = (choices: readonly Choice[]): readonly Choice[] => [
  ...new Map(choices.map((choice) => [`${choice.subject.kind}:${choice.subject.id}`, choice])).values(),
];

function pageOf(total: number, { index, size }: Paging): PageInfo {
  const pages = Math.max(1, Math.ceil(total / size));
  const at = Math.min(Math.max(0, index), pages - 1);
  // 0 × Infinity is not a number, hence the branch.
  const from = at === 0 ? 1 : at * size + 1;
  return { index: at, pages, from, to: Math.min(total, from - 1 + size), total };
}

/**
 * The lines beside the facts of a brief: its time frame, and the times that the sources leave open. Only what the facts hold as
 * data goes in; nothing is completed, and a time is told in the source's own words.
 */
export function frameOf(facts: readonly Fact[]): readonly string[] {
  const times = facts.flatMap(({ time }) => (time === null ? [] : [time]));
  const spans = times.flatMap(({ text, edtf }) => {
    const span = edtf === null ? null : timeSpanOf(edtf);
    return span === null ? [] : [{ text, span }];
  });
  const [earliest] = spans.toSorted((a, b) => compareMoments(a.span.from, b.span.from));
  const latest = spans.toSorted((a, b) => compareMoments(a.span.to, b.span.to)).at(-1);
  const ends = new Set([earliest, latest].flatMap((end) => (end === undefined ? [] : [shortened(end.text)])));
  const open = gaps(
    distinctWords(times.filter(({ edtf }) => edtf !== null && timeSpanOf(edtf) === null)),
    distinctWords(times.filter(({ edtf }) => edtf === null)),
    facts.length - times.length,
  );
  return [...(ends.size === 0 ? [] : [timeFrame([...ends])]), ...(open === null ? [] : [open])];
}

const TIME_MAX_CHARS = 60;
const shortened = (words: string): string => clip(words, TIME_MAX_CHARS);
const distinctWords = (times: readonly { readonly text: string }[]): readonly string[] => [
  ...new Set(times.map(({ text }) => shortened(text))),
];

// ─── Sources, and how everything is rendered ───

/** The sources of these citations in the order in which they are read: a mark names one by its number, from 1. */
export const sourcesOf = (citations: readonly Citation[]): readonly SourceId[] => [
  ...new Set(citations.map(({ source }) => source)),
];

export const citationsOf = ({ roles, groups }: Pick<Section, 'roles' | 'groups'>): readonly Citation[] => [
  ...roles.flatMap((role) => role.citations),
  ...groups.flatMap(({ facts }) => facts.flatMap(({ fact }) => fact.citations)),
];

/** What the writer needs: the facts' sources, the numbers of the cited ones, and a style. */
export interface Writing {
  readonly knowledge: KnowledgeBase;
  readonly sources: readonly SourceId[];
  readonly style: Style;
  readonly withdrawnAtMs?: WithdrawnAtMs | undefined;
}
/** When a retracted fact was withdrawn; `undefined` where that is not known. */
export type WithdrawnAtMs = (id: FactId) => number | undefined;

/** " [¶3]", with several sources " [2 ¶3]"; each paragraph once. */
export function marksText(citations: readonly Citation[], { knowledge, sources, style }: Writing): string {
  const marks = new Map<string, string>();
  for (const citation of citations) {
    const number = sources.length > 1 ? `${sources.indexOf(citation.source) + 1} ` : '';
    const words = `${number}¶${citation.paragraph}`;
    if (!marks.has(words)) marks.set(words, style.mark(words, passageUrl(citation, knowledge)));
  }
  return [...marks.values()].join('');
}

/** A fact's sentence with its marks, and its status, attribution and time as small print below. */
export function factText({ fact, notes, struck }: ComposedFact, writing: Writing): string {
  const { style } = writing;
  const sentence = style.text(fact.text);
  const line = `${struck ? style.struck(sentence, fact.status) : sentence}${marksText(fact.citations, writing)}`;
  return notes.length === 0 ? line : `${line}\n${style.small(style.line(notes.join(' · ')))}`;
}

/** A section as paragraphs, each a text of its own in Discord. */
export function sectionTexts(section: Section, writing: Writing): readonly string[] {
  const { style } = writing;
  const { heading, corrected, withdrawn, lead, roles, choices, choicesTitle } = section;
  const head = [
    ...(heading === null ? [] : [style.heading(style.line(heading))]),
    ...(corrected.length === 0 ? [] : [style.small(style.line(showing(corrected)))]),
    ...(withdrawn === null ? [] : [withdrawalText(withdrawn, writing)]),
    ...lead.map((words, i) => (i === 0 ? style.bold(style.line(words)) : style.line(words))),
    ...(roles.length === 0
      ? []
      : [
          sentenceCase(
            roles.map((role) => `${style.line(roleText(role))}${marksText(role.citations, writing)}`).join('; '),
          ),
        ]),
  ].join('\n');
  const offered = [
    ...(choicesTitle === null ? [] : [choicesTitle]),
    ...choices.map(({ label, detail }) => `- ${style.line(detail === '' ? label : `${label} – ${detail}`)}`),
  ].join('\n');
  return [
    head,
    ...section.body.map((say) => say(style)),
    ...section.groups.flatMap(({ title, facts }) =>
      facts.map((fact, i) => {
        const above = i === 0 && title !== null ? `${style.bold(style.line(title))}\n` : '';
        return `${above}${factText(fact, writing)}`;
      }),
    ),
    offered,
    section.closing.map((say) => say(style)).join('\n'),
  ].filter((part) => part !== '');
}

function withdrawalText(fact: Fact, { style, withdrawnAtMs }: Writing): string {
  const words = withdrawnBecause(
    style.line(fact.label),
    style.line(clip(fact.statusNote ?? '', STATUS_NOTE_MAX_CHARS)),
    withdrawnAtMs?.(fact.id),
    style,
  );
  return style.bold(words);
}

/**
 * One line for each source, and the date of the facts. Where they cost more than `budget`, the first ones are shown with a note
 * that Proof holds the rest.
 */
export function sourcesText(
  { knowledge, sources, style }: Writing,
  asOfMs: number,
  budget = Number.POSITIVE_INFINITY,
): string {
  const last = style.small(asOf(asOfMs, style));
  const lines: string[] = [];
  for (const [i, id] of sources.entries()) {
    const source = knowledge.sources.get(id);
    const number = sources.length > 1 ? `[${i + 1}] ` : ONE_SOURCE;
    const line = style.small(`${number}${source ? sourceText(source, style) : style.line(id)}`);
    const rest = style.small(MORE_SOURCES);
    if (costOf([...lines, line, rest, last].join('\n')) > budget) {
      lines.push(rest);
      break;
    }
    lines.push(line);
  }
  return [...lines, last].join('\n');
}

/** "White House fact sheet, December 19, 2024 (author not given)", leading to the archived copy where there is one. */
function sourceText(source: Source, style: Style): string {
  const { published, archiveUrl } = source;
  const missing = notGiven(source);
  const name = style.link(sourceName(source), archiveUrl);
  const dated = published === null ? name : `${name}, ${style.line(publishedOn(published))}`;
  return missing === '' ? dated : `${dated} (${missing})`;
}

/**
 * The source's address with a text fragment that leads to the quote, `null` where the source has no address.
 * Syntax after the WICG "URL Fragment Text Directives" draft: `,`, `-` and `&` are syntax and must be percent-encoded.
 */
export function passageUrl({ source, quote }: Citation, { sources }: KnowledgeBase): string | null {
  const url = sources.get(source)?.url ?? null;
  if (url === null) return null;
  const fragment = encodeURIComponent(quote.toWellFormed()).replace(/-/g, '%2D');
  return `${url}${url.includes('#') ? '' : '#'}:~:text=${fragment}`;
}
