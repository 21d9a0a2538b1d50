import { isDeepStrictEqual } from 'node:util';
import { currentFact } from '../knowledge/current-fact.ts';
import type { Fact, FactId, KnowledgeBase } from '../model/knowledge.ts';
import { differInParticulars } from './particulars.ts';

/**
 * What happened to a fact between two states of the facts.
 *
 * - `reworded`: the wording, the label, citations, the curator's note or the id changed, nothing that the fact states as data
 * - `corrected`: what it states changed (status, time, numbers, who, where, who said it; or its sentence gained or lost a
 *   negation, a number or a name), or a curator marked it corrected
 * - `retracted`: a curator marked it retracted, or withdrew its id
 * - `superseded`: another fact replaces it (`successor`), by status or because its id moved to one that states something else
 * - `dropped`: it holds, but no longer belongs to the brief
 * - `added`: it newly belongs to the brief
 */
export type FactDifference =
  | { readonly kind: 'reworded'; readonly before: Fact; readonly after: Fact }
  | { readonly kind: 'corrected'; readonly before: Fact; readonly after: Fact; readonly reason: string | null }
  | { readonly kind: 'retracted'; readonly before: Fact; readonly after: Fact | null; readonly reason: string }
  | { readonly kind: 'superseded'; readonly before: Fact; readonly successor: Fact; readonly reason: string | null }
  | { readonly kind: 'dropped'; readonly before: Fact }
  | { readonly kind: 'added'; readonly after: Fact };

const WITHDRAWN = 'It is no longer in the fact base.';

/**
 * What became of facts as they were shown. A change of importance, topic or order alone is no difference.
 *
 * @param before - the facts as they were; one that was shown as retracted or superseded then is no difference while it stays so
 * @returns at most one for each fact, in their order
 */
export const compareFacts = (before: readonly Fact[], knowledge: KnowledgeBase): readonly FactDifference[] =>
  before.flatMap((fact) => differenceOf(fact, knowledge) ?? []);

function differenceOf(before: Fact, knowledge: KnowledgeBase): FactDifference | null {
  const after = knowledge.factById.get(before.id) ?? null;
  const isReplaced = after === null || (after.status === 'superseded' && after.supersededBy !== before.supersededBy);
  if (isReplaced) {
    const reason = after === null ? (knowledge.retired.get(before.id)?.reason ?? null) : after.statusNote;
    const successor = currentFact(before.id, knowledge);
    if (after === null && successor && saysTheSame(before, successor, knowledge))
      return { kind: 'reworded', before, after: successor };
    return successor
      ? { kind: 'superseded', before, successor, reason }
      : { kind: 'retracted', before, after, reason: reason ?? WITHDRAWN };
  }
  if (after.status === 'retracted' && before.status !== 'retracted') {
    return { kind: 'retracted', before, after, reason: after.statusNote ?? WITHDRAWN };
  }
  if (!saysTheSame(before, after, knowledge)) {
    return { kind: 'corrected', before, after, reason: after.statusNote };
  }
  return isDeepStrictEqual(wordingOf(before), wordingOf(after)) ? null : { kind: 'reworded', before, after };
}

const saysTheSame = (before: Fact, after: Fact, knowledge: KnowledgeBase): boolean =>
  isDeepStrictEqual(statedBy(before), statedBy(after)) &&
  !hasOtherSubject(before, after) &&
  !differInParticulars(before.text, after.text, knowledge);

/** What a fact states as data, comparable: lists without their order, a time by its date where it has one. */
function statedBy({ status, statusNote, time, numbers, saidBy, actors, places }: Fact) {
  // With these the note is the statement: what was wrong, who says what.
  const note = status === 'corrected' || status === 'disputed' ? statusNote : null;
  const unordered = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).sort();
  const counted = numbers.map(({ value, of }) => [value, of]);
  return {
    status,
    note,
    when: time && (time.edtf ?? time.text),
    lists: [counted, saidBy, actors, places].map(unordered),
  };
}

/** Tags that make a fact easier to find may come and go. With another sentence they mean that it concerns somebody else. */
function hasOtherSubject(before: Fact, after: Fact): boolean {
  return before.text !== after.text && !isDeepStrictEqual([...before.about].sort(), [...after.about].sort());
}

function wordingOf({ text, label, citations, statusNote, time }: Fact) {
  const cited = citations.map(({ source, paragraph, sentence, quote }) => [source, paragraph, sentence, quote]);
  return { text, label, cited, statusNote, when: time?.text };
}

export const idOf = (difference: FactDifference): FactId =>
  difference.kind === 'added' ? difference.after.id : difference.before.id;

/** What a change of what a fact states is called: only a curator's mark makes it a correction, a new date or a confirmation is none. */
export const correctionWord = ({ after }: Extract<FactDifference, { kind: 'corrected' }>): 'Corrected' | 'Changed' =>
  after.status === 'corrected' ? 'Corrected' : 'Changed';
