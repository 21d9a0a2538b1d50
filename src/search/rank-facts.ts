import type { Fact } from '../knowledge/model.ts';
import type { Query } from '../question/query.ts';
import { SPEECH_VERBS, TALK_VERBS } from '../question/word-classes.ts';
import type { FitContext } from './detail.ts';
import type { SearchTerm } from './expand.ts';
import type { FactIndex } from './fact-index.ts';
import { type Fit, fitOf } from './fit.ts';
import { coverageOf, coverageWeight, search } from './search.ts';

/** A fact that may answer, with the evidence for it. */
export interface Candidate {
  readonly fact: Fact;
  /** Higher is better; comparable within one question only. */
  readonly score: number;
  /** The same without regard to the detail asked for. */
  readonly aboutness: number;
  /** In [0, 1]: weighted share of the question's words that the fact has; unknown words weigh double. */
  readonly coverage: number;
  /** For each term of the ranking, in [0, 1]: how well the fact has it. */
  readonly matches: readonly number[];
  readonly fit: Fit;
}

export interface Ranking {
  readonly terms: readonly SearchTerm[];
  /** Coverage weight of each term: 2 where no fact knows the word, 1 for the rarest, 0.25 for the commonest. */
  readonly weights: readonly number[];
  /** Best first; ties in the order of the knowledge file. */
  readonly candidates: readonly Candidate[];
}

const CANDIDATES_MAX = 40;
const DETAIL_BONUS = 0.2;
const LACKING_COST = 0.1;
const SAME_DOER_BONUS = 0.1;
const OTHER_DOER_COST = 0.3;
const OTHER_TENSE_COST = 0.12;
/** The fact tells what somebody named in the question does, not merely something about them. */
const ACTS_BONUS = 0.04;
const OTHER_SPEAKER_COST = 0.35;
const MISSING_NAME_COST = 0.3;
const SPEECH_MATCH = 0.9;
/** Words of the question that name the fact's topic, whole. */
const TOPIC_MATCH = 0.75;
const IMPORTANCE_BONUS = 0.01;

/** Ranks the facts of a situation for a question by their words first, then by what they hold as data. */
export function rankFacts(query: Query, { index, facts, topicNames }: FactIndex, context: FitContext): Ranking {
  const found = search(query, index, CANDIDATES_MAX);
  const total = found.terms.reduce((sum, term) => sum + term.idf * term.worth, 0) || 1;
  const weights = found.terms.map((term) => coverageWeight(term, index));
  const candidates = found.hits.flatMap((hit): Candidate[] => {
    const fact = facts[hit.doc];
    if (!fact) return [];
    const fit = fitOf(query, fact, context);
    const missingNames = found.terms.reduce(
      (sum, term, at) => sum + (term.term.entities.length > 0 && (hit.matches[at] ?? 0) === 0 ? (weights[at] ?? 0) : 0),
      0,
    );
    let share = hit.score / total;
    const detail =
      fit.detail === 'lacking' ? -LACKING_COST : fit.detail === 'held' && query.asked !== 'how' ? DETAIL_BONUS : 0;
    // The words that tell a manner are too common to move a fact up.
    if (fit.doer === 'same' || fit.subject) share += SAME_DOER_BONUS;
    else if (fit.doer === 'other') share -= OTHER_DOER_COST;
    if (fit.otherTense) share -= OTHER_TENSE_COST;
    if (acts(query, fact)) share += ACTS_BONUS;
    if (fit.otherSpeaker) share -= OTHER_SPEAKER_COST;
    share -= MISSING_NAME_COST * missingNames;
    share += IMPORTANCE_BONUS * fact.importance;
    const matches = withTopic(
      query,
      found.terms,
      withAlternatives(query, found.terms, withSpeech(found.terms, hit.matches, fact)),
      fact,
      topicNames,
    );
    const coverage = matches === hit.matches ? hit.coverage : coverageOf(found.terms, matches, index);
    return [{ fact, score: share + detail, aboutness: share, coverage, matches, fit }];
  });
  const order = new Map(candidates.map((candidate, at) => [candidate, at]));
  candidates.sort((a, b) => b.score - a.score || (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return { terms: found.terms, weights, candidates };
}

/** "temporary or permanent": one of the two is enough. */
function withAlternatives(query: Query, terms: readonly SearchTerm[], matches: readonly number[]): readonly number[] {
  if (!query.stems.includes('or')) return matches;
  const result = [...matches];
  for (let at = 1; at < terms.length; at++) {
    const left = terms[at - 1]?.term;
    const right = terms[at]?.term;
    if (!left || !right || right.from - left.to !== 1 || query.stems[left.to] !== 'or') continue;
    const best = Math.max(result[at - 1] ?? 0, result[at] ?? 0);
    result[at - 1] = best;
    result[at] = best;
  }
  return result;
}

/** A question that names the topic of a fact ("the hack") need not find the same word in it. */
function withTopic(
  query: Query,
  terms: readonly SearchTerm[],
  matches: readonly number[],
  fact: Fact,
  topicNames: FactIndex['topicNames'],
): readonly number[] {
  let result = matches;
  for (const { topic, stems } of topicNames) {
    if (topic !== fact.topic || stems.length === 0) continue;
    for (let from = 0; from + stems.length <= query.stems.length; from++) {
      if (!stems.every((each, offset) => query.stems[from + offset] === each)) continue;
      const to = from + stems.length;
      result = result.map((match, at) => {
        const term = terms[at]?.term;
        return term && term.from >= from && term.to <= to && term.entities.length === 0
          ? Math.max(match, TOPIC_MATCH)
          : match;
      });
    }
  }
  return result;
}

/** "what did X say" is met by a fact that gives X's words, whichever verb it uses. */
function withSpeech(terms: readonly SearchTerm[], matches: readonly number[], fact: Fact): readonly number[] {
  const said = terms.some(({ term }) => term.entities.some((id) => fact.saidBy.includes(id)));
  const speech = (word: string): boolean => SPEECH_VERBS.has(word) || TALK_VERBS.has(word);
  if (!said || !terms.some(({ term }) => speech(term.word))) return matches;
  return matches.map((match, at) => (speech(terms[at]?.term.word ?? '') ? Math.max(match, SPEECH_MATCH) : match));
}

function acts(query: Query, fact: Fact): boolean {
  return query.terms.some((term) => term.entities.some((id) => fact.actors.includes(id) || fact.saidBy.includes(id)));
}
