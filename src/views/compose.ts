import type { Answer, Choice, Missing } from '../model/answer.ts';
import type { Citation, Entity, Fact, KnowledgeBase, Role } from '../model/knowledge.ts';
import { clip, fold, sentenceCase } from '../model/text.ts';

/**
 * An answer in reading order, before it is Discord markdown or plain text: what is said first, the facts with the
 * numbers of their citations, the citations. Both renderings start from this, so they cannot disagree.
 */
export interface Composition {
  /** The first line: "Which one?", "The sources do not say when."; `null` where the facts speak first. */
  readonly lead: string | null;
  readonly profile: ComposedProfile | null;
  readonly groups: readonly ComposedGroup[];
  /** Numbered from 1 in the order of first use. */
  readonly citations: readonly NumberedCitation[];
  /** For `choose`, and near subjects for `unknown`. */
  readonly choices: readonly Choice[];
  readonly choicesTitle: string | null;
  readonly page: PageInfo | null;
}
export interface ComposedProfile {
  readonly entity: Entity;
  /** "former National Security Adviser" with its marks; empty where the sources give no role. */
  readonly roles: readonly { readonly text: string; readonly marks: readonly number[] }[];
}
export interface ComposedGroup {
  /** A topic's title where facts are grouped by topic. */
  readonly title: string | null;
  readonly facts: readonly ComposedFact[];
}
export interface ComposedFact {
  readonly fact: Fact;
  readonly marks: readonly number[];
  /** Status, attribution and time, each a short phrase; empty for a plainly reported fact. */
  readonly notes: readonly string[];
  /** A retracted or superseded fact is shown struck. */
  readonly struck: boolean;
}
export interface NumberedCitation {
  readonly mark: number;
  readonly citation: Citation;
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

/** A status note longer than this is cut, so that the facts beside it fit. */
const STATUS_NOTE_MAX_CHARS = 300;

/** Facts on one page of a list: five with their source lines fill a phone's screen once. */
export const PAGE_FACTS = 5;

/** What is said first when the sources lack the detail that was asked for. */
const NOT_SAID = {
  time: 'The sources do not say when.',
  place: 'The sources do not say where.',
  number: 'The sources do not say how many.',
  reason: 'The sources do not say why.',
  actor: 'The sources do not say who.',
  manner: 'The sources do not say how.',
  certainty: 'Closest fact:',
} as const satisfies Record<Missing, string>;

/** Which part of a long list to compose. `index` counts from 0; one past the end gives the last page. */
export interface Paging {
  readonly index: number;
  /** Facts on a page; `Infinity` for all. */
  readonly size: number;
}
const FIRST_PAGE: Paging = { index: 0, size: PAGE_FACTS };

export function compose(answer: Answer, knowledge: KnowledgeBase, paging: Paging = FIRST_PAGE): Composition {
  const none = { lead: null, profile: null, groups: [], citations: [], choices: [], choicesTitle: null, page: null };
  switch (answer.kind) {
    case 'answered': {
      const page = pageOf(answer.facts.length, paging);
      const shown = answer.facts.slice(page.from - 1, page.to);
      return composeFacts(shown, knowledge, {
        lead: null,
        showTime: answer.asked === 'when' ? 'always' : 'where-not-plain',
        profile: answer.profile,
        byTopic: answer.layout === 'topics',
        page: page.pages > 1 ? page : null,
      });
    }
    case 'related':
      return composeFacts(answer.facts, knowledge, {
        lead: notSaid(answer.missing, answer.facts),
        showTime: answer.missing === 'time' ? 'never' : 'where-not-plain',
        profile: null,
        byTopic: false,
        page: null,
      });
    case 'choose':
      return { ...none, lead: 'Which one?', choices: distinct(answer.choices) };
    case 'about':
      return { ...none, lead: 'Ask about the situation: /help shows how.' };
    case 'unknown':
      return {
        ...none,
        lead: 'Not in the fact base.',
        choices: distinct(answer.nearest),
        choicesTitle: answer.nearest.length > 0 ? 'The fact base does hold facts on:' : null,
      };
  }
}

/** That no time is given is not to be said above one: it is only not the time that was asked for. */
const NO_SUCH_TIME = 'The sources do not give that time.';

/** The first line where a detail is missing; `facts` are those that follow it. */
export function notSaid(missing: Missing, facts: readonly Fact[]): string {
  const first = facts[0];
  return missing === 'time' && first !== undefined && first.time !== null ? NO_SUCH_TIME : NOT_SAID[missing];
}

/**
 * Whether a fact's time is set out below its sentence: always where a time was asked for, never under "The sources do
 * not say when.", else where the sentence does not have it.
 */
export type ShowTime = 'always' | 'where-not-plain' | 'never';

interface FactsOptions {
  readonly lead: string | null;
  readonly showTime: ShowTime;
  readonly profile: Entity | null;
  readonly byTopic: boolean;
  readonly page: PageInfo | null;
}

/** Numbers each distinct citation once, in the order in which it is read. */
export function composeFacts(facts: readonly Fact[], knowledge: KnowledgeBase, options: FactsOptions): Composition {
  const numbered: NumberedCitation[] = [];
  const numberOf = new Map<string, number>();
  const marksOf = (citations: readonly Citation[]): readonly number[] =>
    citations.map((citation) => {
      const key = JSON.stringify([citation.source, citation.paragraph, citation.sentence, citation.quote]);
      let mark = numberOf.get(key);
      if (mark === undefined) {
        mark = numbered.length + 1;
        numberOf.set(key, mark);
        numbered.push({ mark, citation });
      }
      return mark;
    });
  const profile = options.profile && {
    entity: options.profile,
    roles: options.profile.roles.map((role) => ({ text: roleText(role), marks: marksOf(role.citations) })),
  };
  const groups: { title: string | null; facts: ComposedFact[] }[] = [];
  for (const fact of facts) {
    const title = options.byTopic ? (knowledge.topics.find((topic) => topic.id === fact.topic)?.title ?? null) : null;
    let group = groups.at(-1);
    if (group === undefined || group.title !== title) {
      group = { title, facts: [] };
      groups.push(group);
    }
    group.facts.push({
      fact,
      marks: marksOf(fact.citations),
      notes: notesOf(fact, knowledge, options.showTime),
      struck: fact.status === 'retracted' || fact.status === 'superseded',
    });
  }
  return {
    lead: options.lead,
    profile,
    groups,
    citations: numbered,
    choices: [],
    choicesTitle: null,
    page: options.page,
  };
}

export function roleText(role: Role): string {
  return role.former ? `former ${role.title}` : role.title;
}

/** Status, attribution and time where the sentence itself does not make them plain. */
function notesOf(fact: Fact, knowledge: KnowledgeBase, showTime: ShowTime): readonly string[] {
  const notes: string[] = [];
  if (fact.status !== 'reported') notes.push(sentenceCase(fact.status));
  const speakers = fact.saidBy.map((id) => knowledge.entities.get(id));
  if (fact.saidBy.length > 0 && !(TELLS.test(fact.text) && speakers.every((one) => one && names(fact.text, one)))) {
    notes.push(`Said by ${fact.saidBy.map((id) => knowledge.entities.get(id)?.name ?? id).join(', ')}`);
  }
  const plain = fact.time !== null && fold(fact.text).includes(fold(fact.time.text));
  if (fact.time && (showTime === 'always' || (showTime === 'where-not-plain' && !plain))) {
    notes.push(`When, as the source gives it: ${fact.time.text}`);
  }
  if (fact.statusNote) notes.push(clip(fact.statusNote, STATUS_NOTE_MAX_CHARS));
  const replacement = fact.supersededBy === null ? undefined : knowledge.factById.get(fact.supersededBy);
  if (replacement) notes.push(`Replaced by: ${replacement.label}`);
  return notes;
}

/** Words by which a sentence says that it tells what somebody said or thinks. */
const TELLS =
  /\b(?:accord|add|announc|argu|ask|assert|believ|call|claim|confirm|declar|den(?:y|ie)|emphasi|express|insist|order|promis|repeat|report|sa(?:y|id)|state[ds]|stress|suggest|t(?:ell|old)|think|thought|urg|vow|want|warn)\w*/i;

/** Whether a sentence names someone: in full, or a person by the last word of the name. */
function names(text: string, { name, kind }: Entity): boolean {
  const words = (value: string) =>
    ` ${
      fold(value)
        .match(/[\p{L}\p{N}]+/gu)
        ?.join(' ') ?? ''
    } `;
  const [sentence, full] = [words(text), words(name)];
  return sentence.includes(full) || (kind === 'person' && sentence.includes(` ${full.trim().split(' ').at(-1)} `));
}

/** Two names may lead to one subject; one button is enough, and Discord refuses two alike. */
function distinct(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [`${choice.subject.kind}:${choice.subject.id}`, choice])).values()];
}

function pageOf(total: number, { index, size }: Paging): PageInfo {
  const pages = Math.max(1, Math.ceil(total / size));
  const at = Math.min(Math.max(0, index), pages - 1);
  // 0 × Infinity is not a number, hence the branch.
  const from = at === 0 ? 1 : at * size + 1;
  return { index: at, pages, from, to: Math.min(total, from - 1 + size), total };
}
