import type { Query } from '../question/query.ts';
import type { Found } from './search.ts';
import type { SearchIndex } from './search-index.ts';
import { type Signals, signalsOf } from './signals.ts';

type Weights = { readonly base: number } & { readonly [S in keyof Signals]?: number };

/**
 * Fitted by logistic regression (Newton's method, a little ridge) on the questions of eight articles of SQuAD 2.0 dev
 * (Rajpurkar, Jia, Liang 2018), each article's sentences being the texts; fitted on four of them they did nearly as well on
 * the other four, and on single paragraphs, which took no part. `npm run bench:search -- abstain` prints what they reach.
 */

/** That the texts are about the question at all: hits that answer against those for questions about other articles. */
const ON_SUBJECT = {
  base: -8.45,
  covered: 5.1,
  worded: 4.1,
  found: 3.1,
  density: 6.9,
  unknownName: -2.1,
} as const satisfies Weights;

/** That the hit answers, given that: hits that answer against those that do not, most of them for tempting questions. */
const ANSWERS = {
  base: -3.7,
  found: 0.9,
  score: 1.8,
  negated: -2.7,
  missingNumbers: -1.95,
  missingExtremes: -0.8,
} as const satisfies Weights;

/**
 * How sure it is, in [0, 1], that the first hit answers, for texts about which nothing more is known: that the texts are about
 * the question, times that the hit then answers it. One sum for both would let a "not" count as much against a question that
 * the texts plainly concern as a foreign name does.
 */
export function confidence(query: Query, found: Found, index: SearchIndex): number {
  const hit = found.hits[0];
  if (!hit || found.terms.length === 0) return 0;
  const signals = signalsOf(query, found, hit, index);
  return probability(ON_SUBJECT, signals) * probability(ANSWERS, signals);
}

function probability({ base, ...weights }: Weights, signals: Signals): number {
  let sum = base;
  for (const [name, weight] of Object.entries(weights)) sum += weight * signals[name as keyof Signals];
  return 1 / (1 + Math.exp(-sum));
}
