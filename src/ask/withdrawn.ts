import { isRetracted } from '../knowledge/current-fact.ts';
import type { Answer } from '../model/answer.ts';
import type { Fact } from '../model/knowledge.ts';
import type { FactCorpus } from './fact-corpus.ts';
import type { Ranked, Ranking } from './rank.ts';
import type { WeightSet } from './weights.ts';

/** A standing and a retracted fact are both told when the less probable of them has at least this share of the other's probability. */
const BESIDE_SHARE = 0.5;

/**
 * Tells of a retracted fact where the question is nearest to it. Facts that only hint at the same are not shown instead of it; a
 * standing fact that answers about as well is shown beside it.
 *
 * @param answer - what the standing facts give
 * @param ranking - of the question over the standing and the retracted facts
 * @param corpus - of both
 */
export function tellWithdrawal(
  answer: Answer,
  ranking: Ranking,
  corpus: FactCorpus,
  { thresholds }: WeightSet,
): Answer {
  const factOf = ({ at }: Ranked): Fact => corpus.facts[at] as Fact;
  const { ranked, near, confidence } = ranking;
  const retracted = ranked.find((each) => isRetracted(factOf(each)));
  if (!retracted || (near < thresholds.near && confidence < thresholds.answer)) return answer;
  const withdrawn = factOf(retracted);
  if (answer.kind === 'answered') {
    const standing = ranked.find((each) => factOf(each) === answer.facts[0])?.probability ?? 0;
    const [less, more] = [standing, retracted.probability].sort((a, b) => a - b);
    if ((less ?? 0) >= (more ?? 0) * BESIDE_SHARE) return { ...answer, withdrawn };
  }
  return retracted === ranked[0] ? withdrawalOf(answer, withdrawn) : answer;
}

/** The answer that a fact was withdrawn, and nothing else. */
export function withdrawalOf({ via, asked }: Pick<Answer, 'via' | 'asked'>, withdrawn: Fact): Answer {
  return {
    kind: 'unknown',
    via,
    asked,
    confidence: 0,
    evidence: ['the nearest fact was withdrawn'],
    corrected: [],
    subjects: [],
    nearest: [],
    withdrawn,
  };
}
