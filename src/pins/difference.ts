import { isDeepStrictEqual } from 'node:util';
import { currentFact } from '../knowledge/current-fact.ts';
import type { Fact, FactId, KnowledgeBase } from '../model/knowledge.ts';
import { differInSubstance } from './differs-in-substance.ts';

/**
 * What happened to a fact between two states of the facts.
 *
 * - `reworded`: only its wording, label, citations, note or id changed, and none of its data
 * - `corrected`: its statement changed (status, time, numbers, who, where, who said it; or its sentence gained or lost a
 *   negation, a number or a name), or a curator marked it corrected
 * - `retracted`: a curator marked it retracted, or withdrew its id
 * - `superseded`: another fact replaces it (`successor`), by status or because its id moved to a fact that states something else
 * - `dropped`: it still holds, but no longer belongs to the brief
 * - `added`: it now belongs to the brief
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
 * How today's facts differ from the facts as they were shown. A change of importance, topic or order alone is no difference.
 *
 * @param before - the facts as they were shown; a fact that was shown as retracted or superseded counts as unchanged while it still is
 * @returns at most one difference for each fact, in their order
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
  !differInSubstance(before.text, after.text, knowledge);

/** The data of a fact in a form to compare: lists are sorted, and a time is replaced by its date where it has one. */
function statedBy({ status, statusNote, time, numbers, saidBy, actors, places }: Fact) {
  // For these statuses the note is part of the statement: what was wrong, who says what.
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

/** A change of tags alone is no change of substance. A change of tags and sentence together means that the fact concerns somebody else. */
function hasOtherSubject(before: Fact, after: Fact): boolean {
  return before.text !== after.text && !isDeepStrictEqual([...before.about].sort(), [...after.about].sort());
}

function wordingOf({ text, label, citations, statusNote, time }: Fact) {
  const cited = citations.map(({ source, paragraph, sentence, quote }) => [source, paragraph, sentence, quote]);
  return { text, label, cited, statusNote, when: time?.text };
}

export const idOf = (difference: FactDifference): FactId =>
  difference.kind === 'added' ? difference.after.id : difference.before.id;

/** The name of a change. Only a curator's mark makes it a correction; a new date or a confirmation is a change. */
export const correctionWord = ({ after }: Extract<FactDifference, { kind: 'corrected' }>): 'Corrected' | 'Changed' =>
  after.status === 'corrected' ? 'Corrected' : 'Changed';
