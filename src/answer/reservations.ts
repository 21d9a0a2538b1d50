import type { Entity, EntityId } from '../model/knowledge.ts';
import { nameStems } from '../question/lexicon.ts';
import type { Query } from '../question/query.ts';
import { stem } from '../question/stem.ts';
import { MONTHS, WEEKDAYS } from '../question/word-classes.ts';
import type { Candidate, Ranking } from '../search/rank-facts.ts';
import { type Gaps, LOOSE_MATCH, REAL_MATCH } from './gaps.ts';

type EntityOf = (id: EntityId) => Entity | undefined;

interface Case {
  readonly query: Query;
  readonly candidate: Candidate;
  readonly gaps: Gaps;
  readonly ranking: Ranking;
  readonly entity: EntityOf;
}

/**
 * Why a fact that covers a question may still be no answer to it: each reservation with the question that taught it. A fact with a
 * reservation is shown as related at most.
 */
const RESERVATIONS: readonly ((of: Case) => boolean)[] = [
  ({ candidate: { fit } }) => fit.detail === 'lacking' || fit.detail === 'partly',
  // "should X …": no fact judges.
  ({ query }) => query.judgement,
  ({ query, gaps }) => isOnlySimilar(query, gaps),
  // "what would X do if": only a fact that names a condition.
  ({ query, candidate: { fact } }) => query.hypothetical && !CONDITION.test(fact.text),
  ({ query, candidate: { fact } }) => isOtherTime(query, fact.text),
  // "why did X not": only a fact that denies as well.
  ({ query, candidate: { fact } }) => query.negated && !NEGATIVE.test(fact.text),
  // "did X do it": that somebody wants or plans it is no yes.
  ({ query, candidate: { fit } }) => query.realised && fit.onlyMeant,
  ({ query, candidate: { fit } }) => fit.onlyPlanned && query.asked !== 'when' && query.asked !== 'why',
  // "where will X strike next": where X struck before is another thing.
  ({ query, candidate: { fit } }) => query.asked === 'where' && query.tense === 'future' && fit.otherTense,
  ({ query, candidate: { fit } }) => query.asked === 'yes-no' && query.tense === 'future' && !fit.ahead,
  ({ query, candidate: { fit } }) => query.asked === 'yes-no' && (fit.onlySigns || fit.countsOthers || fit.noCause),
  // "is X Iranian": that a fact has both names does not say so.
  ({ query, gaps, entity }) => gaps.matched === gaps.named && asksBelonging(query, entity),
  ({ query, candidate: { fit } }) => query.asked === 'who' && ((query.realised && fit.otherTense) || fit.reverse),
  // "who will X meet" wants the deed itself: whom X talks about is no answer.
  ({ query, gaps }) => query.asked === 'who' && query.askedFor === 'other' && gaps.weakest < LOOSE_MATCH,
  // Of one word in common nobody is to be held responsible.
  ({ query, gaps }) => query.accused && gaps.matched < 2,
  // "what party is X in": a fact about X that names some party or other does not say so.
  ({ query, gaps, candidate, ranking }) =>
    query.nameKind === 'actor' && gaps.matched === gaps.named && !hasNoun(query, candidate, ranking),
  // "why was it done": the reason why somebody only wants it done is another.
  ({ query, candidate: { fit } }) =>
    query.asked === 'why' && query.undergoer !== null && query.tense === 'past' && fit.onlyMeant,
];

export function isReserved(of: Case): boolean {
  return RESERVATIONS.some((applies) => applies(of));
}

const BY_DATA: ReadonlySet<Query['asked']> = new Set(['when', 'where', 'who', 'how-many', 'yes-no']);

/** A match no better than by a general synonym beside the sentence itself. */
const SIMILAR_MATCH = 0.66;

/** A name and one word that is merely similar: "when was X founded" is not answered by when a case against X was opened. */
function isOnlySimilar({ asked }: Query, { matched, named, weakest }: Gaps): boolean {
  return BY_DATA.has(asked) && named > 0 && matched - named === 1 && weakest < SIMILAR_MATCH;
}

const BOUNDS: readonly (readonly [asked: RegExp, told: RegExp])[] = [
  [/\b(?:befor|prior to)\b/, /\b(?:before|prior to|ahead of)\b/i],
  [/\b(?:until|till)\b/, /\b(?:until|till|by)\b/i],
  [new RegExp(`\\bafter (?:the )?(?:${[...MONTHS, ...WEEKDAYS].map(stem).join('|')}|\\d)`), /\bafter\b/i],
];

/** "what happened before October 7": what happened on that day is no answer. */
function isOtherTime({ asked, stems }: Query, text: string): boolean {
  if (asked === 'when') return false;
  const words = stems.join(' ');
  return BOUNDS.some(([bound, told]) => bound.test(words) && !told.test(text));
}

const CONDITION = /\b(?:if|when(?:ever)?|unless|in case|should)\b/;

/** The fact itself says that something is not, or is kept from being. */
const NEGATIVE =
  /\b(?:not|no|never|without|nobody|none|nor|refus\w+|reject\w*|ban(?:s|ned)?|forbid\w*|forbade|den(?:y|ies|ied)|stop(?:s|ped)?|halt\w*|block\w*|avoid\w*|held back|fail\w*|lack\w*|un(?:clear|known|able))\b/i;

/** Whether a fact has the noun of "which group", "what party", or the question has none. */
function hasNoun({ nouns }: Query, { matches }: Candidate, { terms }: Ranking): boolean {
  return (
    nouns.length === 0 || terms.some(({ term }, at) => nouns.includes(term.stem) && (matches[at] ?? 0) >= REAL_MATCH)
  );
}

/**
 * "is X part of Y", "is X Iranian", "is X in Y": that a fact has both names says nothing of how they belong together, unless the
 * one is part of what the other is called.
 */
function asksBelonging({ asked, subject, doer, terms }: Query, entity: EntityOf): boolean {
  const named = terms.filter(({ entities }) => entities.length > 0);
  const about = subject === null ? undefined : terms[subject];
  if (asked !== 'yes-no' || doer !== null || about === undefined || named.length < 2) return false;
  const called = (id: EntityId): readonly (readonly string[])[] => {
    const found = entity(id);
    return found ? [found.name, ...found.aliases, ...found.roles.map(({ title }) => title)].map(nameStems) : [];
  };
  const own = new Set(about.entities.flatMap(called).flat());
  return named.some(
    (term) =>
      term !== about &&
      term.entities.every((id) => /^(?:place|country)$/.test(entity(id)?.kind ?? '')) &&
      !term.entities.some((id) => called(id).some((stems) => stems.every((each) => own.has(each)))),
  );
}
