import type { FactCorpus } from './fact-corpus.ts';
import { mayBeCertain } from './fit.ts';
import type { Query } from './query.ts';
import type { Ranking } from './rank.ts';
import type { Signal, Signals } from './signals.ts';
import type { WeightSet } from './weights.ts';

const EXPLAINED_FACTS = 3;

/**
 * For `ask --why`: what was understood, each signal's value and its share in the decision for the three nearest facts, and the words
 * that no fact has.
 */
export function explain(
  query: Query,
  { ranked, confidence, near, nearness }: Ranking,
  corpus: FactCorpus,
  weights: WeightSet,
): readonly string[] {
  const { answer, thresholds } = weights;
  const held = (stem: string): boolean => corpus.index.frequency(stem) > 0;
  const unheld = query.terms.filter(({ stem, mention }) => mention === null && !held(stem));
  const doers = query.doers.length > 0 ? `, of ${query.doers.join(' or ')} as the doer` : '';
  const nearest = ranked.slice(0, EXPLAINED_FACTS);
  const doubt = confidence >= thresholds.answer ? doubtOf(nearest[0]?.signals, nearness) : null;
  return [
    `asked: ${query.asked}${doers}; names: ${query.mentions.flatMap(({ entities }) => entities).join(', ') || 'none'}`,
    `probability that a fact shown answers ${percent(confidence)}, needed ${percent(thresholds.answer)}; that something near is held ${percent(near)}, needed ${percent(thresholds.near)}`,
    ...(doubt === null ? [] : [`not answered all the same: ${doubt}`]),
    `nearest facts: ${nearest.map(({ at, probability }) => `${corpus.facts[at]?.id} (${percent(probability)})`).join(', ') || 'none'}`,
    ...(unheld.length > 0
      ? [
          `${unheld.length} of ${query.terms.length} words found in no fact (${percent(nearness.unknownWords)} by rarity): ${unheld.map(({ word }) => word).join(', ')}`,
        ]
      : []),
    ...nearest.map(({ at, signals, probability }) => {
      const parts = (Object.keys(answer.weights) as Signal[])
        .filter((name) => signals[name] !== 0)
        .map((name) => ({ name, value: signals[name], share: signals[name] * (answer.weights[name] ?? 0) }))
        .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
        .map(({ name, value, share }) => `${name} ${value.toFixed(2)} (${share >= 0 ? '+' : ''}${share.toFixed(2)})`);
      return `${corpus.facts[at]?.id}: ${percent(probability)} = ${answer.intercept.toFixed(2)} ${parts.join(', ')}`;
    }),
  ];
}

/** Why the first fact may not answer, however probable it is; null where it may. */
function doubtOf(first: Signals | undefined, { unknownName }: Ranking['nearness']): string | null {
  if (first === undefined) return null;
  if (unknownName > 0) return 'the question names something that no fact names';
  if (mayBeCertain(first)) return null;
  if (first.number < 0) return 'the first fact gives another number';
  if (first.day <= -1) return 'the first fact is of another day';
  if (first.slotMissing > 0 && first.asksPerson === 0) return 'the first fact does not hold as data what is asked';
  return first.hearsay > 0 ? 'the first fact only tells what somebody says' : 'in the first fact somebody else does it';
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
