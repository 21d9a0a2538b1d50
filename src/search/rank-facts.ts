import type { Fact } from '../model/knowledge.ts';
import type { Query } from '../question/query.ts';
import { adjustMatches, topicsNamed } from './adjust-matches.ts';
import { type Contribution, contribution, type Reason, sumOf } from './contribution.ts';
import { coverageOf, coverageWeight } from './coverage.ts';
import type { SearchTerm } from './expand.ts';
import type { FactIndex } from './fact-index.ts';
import { type Fit, fitOf } from './fit.ts';
import type { FitContext } from './fit-context.ts';
import { search } from './search.ts';

/** What moves a fact up or down, beside its words: what it holds as data. */
export type FactReason =
  | Reason
  /** A word is met by the topic, the speaker or the other of two alternatives. */
  | 'other-means'
  | 'missing-name'
  | 'same-doer'
  | 'other-doer'
  | 'other-tense'
  | 'acts'
  | 'other-speaker'
  | 'importance'
  | 'foreseen'
  | 'holds-detail'
  | 'lacks-detail';
export type FactContribution = Contribution<FactReason>;

/** A fact that may answer, with the evidence for it. */
export interface Candidate {
  readonly fact: Fact;
  /** Higher is better: the sum of the contributions; comparable within one question only. */
  readonly score: number;
  readonly contributions: readonly FactContribution[];
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
  /** Which terms the situation takes for granted, so that a fact may lack them. */
  readonly granted: readonly boolean[];
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
/** Share of a word's worth that a match by other means than its letters adds to the score. */
const ADJUSTED_WEIGHT = 0.5;
/** The very question is given with the fact. */
const FORESEEN_BONUS = 0.4;
const IMPORTANCE_BONUS = 0.01;

/** Ranks the facts of a situation for a question by their words first, then by what they hold as data. */
export function rankFacts(
  query: Query,
  { index, facts, topicNames, ambient, foreseen }: FactIndex,
  context: FitContext,
): Ranking {
  const found = search(query, index, CANDIDATES_MAX);
  const total = found.terms.reduce((sum, term) => sum + term.idf * term.worth, 0) || 1;
  const weights = found.terms.map((term) => coverageWeight(term, index));
  const granted = found.terms.map(({ term }) => term.entities.length === 0 && !term.light && ambient.has(term.stem));
  const topics = topicsNamed(query, topicNames);
  const foretold = foreseen.get(query.stems.join(' '));
  const candidates = found.hits.flatMap((hit): Candidate[] => {
    const fact = facts[hit.doc];
    if (!fact) return [];
    const fit = fitOf(query, fact, context);
    const matches = adjustMatches(query, found.terms, hit.matches, fact, topics);
    const about: FactContribution[] = [
      ...hit.contributions,
      ...gainsOf(found.terms, hit.matches, matches, total),
      ...missingNames(found.terms, hit.matches, weights),
    ];
    const add = (reason: FactReason, share: number): unknown => share !== 0 && about.push(contribution(reason, share));
    if (fit.doer === 'same' || fit.subject) add('same-doer', SAME_DOER_BONUS);
    else if (fit.doer === 'other') add('other-doer', -OTHER_DOER_COST);
    if (fit.otherTense) add('other-tense', -OTHER_TENSE_COST);
    if (acts(query, fact)) add('acts', ACTS_BONUS);
    if (fit.otherSpeaker) add('other-speaker', -OTHER_SPEAKER_COST);
    add('importance', IMPORTANCE_BONUS * fact.importance);
    if (foretold?.has(hit.doc)) add('foreseen', FORESEEN_BONUS);
    const contributions = [...about, ...detailContributions(query, fit)];
    const open = granted.map((each, at) => each && (matches[at] ?? 0) === 0);
    const coverage = coverageOf(found.terms, matches, index, open);
    return [{ fact, score: sumOf(contributions), aboutness: sumOf(about), contributions, coverage, matches, fit }];
  });
  candidates.sort((a, b) => b.score - a.score);
  return { terms: found.terms, weights, granted, candidates };
}

/** What the adjusted matches add to a score, like words of a title. */
function gainsOf(
  terms: readonly SearchTerm[],
  before: readonly number[],
  after: readonly number[],
  total: number,
): readonly FactContribution[] {
  return terms.flatMap(({ idf, worth }, at) => {
    const gain = (after[at] ?? 0) - (before[at] ?? 0);
    return gain === 0 ? [] : [contribution('other-means', (ADJUSTED_WEIGHT * gain * idf * worth) / total, at)];
  });
}

/** A name that the question has and the fact has not. */
function missingNames(
  terms: readonly SearchTerm[],
  matches: readonly number[],
  weights: readonly number[],
): readonly FactContribution[] {
  return terms.flatMap(({ term }, at) =>
    term.entities.length > 0 && (matches[at] ?? 0) === 0
      ? [contribution('missing-name', -MISSING_NAME_COST * (weights[at] ?? 0), at)]
      : [],
  );
}

function detailContributions(query: Query, { detail }: Fit): readonly FactContribution[] {
  if (detail === 'lacking') return [contribution('lacks-detail', -LACKING_COST)];
  // The words that tell a manner are too common to move a fact up.
  return detail === 'held' && query.asked !== 'how' ? [contribution('holds-detail', DETAIL_BONUS)] : [];
}

function acts(query: Query, fact: Fact): boolean {
  return query.terms.some((term) => term.entities.some((id) => fact.actors.includes(id) || fact.saidBy.includes(id)));
}
