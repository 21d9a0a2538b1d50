import type { FactCorpus } from './fact-corpus.ts';
import type { Query } from './query.ts';
import type { Ranking } from './rank.ts';
import type { Signal } from './signals.ts';
import type { WeightSet } from './weights.ts';

const EXPLAINED_FACTS = 3;

/** For `ask --why`: each signal's value and its share in the decision for the three best facts, and what was not found. */
export function explain(
  query: Query,
  { ranked, confidence, near, nearness }: Ranking,
  corpus: FactCorpus,
  weights: WeightSet,
): readonly string[] {
  const { answer, thresholds } = weights;
  const held = (stem: string): boolean => corpus.index.frequency(stem) > 0;
  const unheld = query.terms.filter(({ stem, mention }) => mention === null && !held(stem)).length;
  const doers = query.doers.length > 0 ? `, of ${query.doers.join(' or ')} as the doer` : '';
  return [
    `asked: ${query.asked}${doers}; names: ${query.mentions.flatMap(({ entities }) => entities).join(', ') || 'none'}`,
    `probability that a fact answers ${percent(confidence)}, needed ${percent(thresholds.answer)}; that something near is held ${percent(near)}, needed ${percent(thresholds.near)}`,
    ...ranked.slice(0, EXPLAINED_FACTS).map(({ at, signals, probability }) => {
      const parts = (Object.keys(answer.weights) as Signal[])
        .filter((name) => signals[name] !== 0)
        .map((name) => ({ name, value: signals[name], share: signals[name] * (answer.weights[name] ?? 0) }))
        .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
        .map(({ name, value, share }) => `${name} ${value.toFixed(2)} (${share >= 0 ? '+' : ''}${share.toFixed(2)})`);
      return `${corpus.facts[at]?.id}: ${percent(probability)} = ${answer.intercept.toFixed(2)} ${parts.join(', ')}`;
    }),
    ...(unheld > 0
      ? [`${unheld} of ${query.terms.length} words found in no fact (${percent(nearness.unknownWords)} by rarity)`]
      : []),
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
