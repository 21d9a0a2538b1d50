import { isRetracted, mayAnswer } from '../knowledge/current-fact.ts';
import type { Language } from '../language/language.ts';
import type { Answer } from '../model/answer.ts';
import type { Fact, KnowledgeBase, TopicId, WithdrawnFact } from '../model/knowledge.ts';
import type { Steps } from '../model/steps.ts';
import { type FactCorpus, factCorpusSteps } from './fact-corpus.ts';
import type { Ranked, Ranking } from './rank.ts';
import type { FactVectors } from './signals.ts';
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
  if (answer.kind === 'answered' || (answer.kind === 'related' && answer.differing !== undefined)) {
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

/** The standing and the retracted facts of a situation, and those that were taken out of it, ready to be asked. */
export interface WithdrawnFacts {
  readonly corpus: FactCorpus;
  /** `null` until the encoder has read them. */
  readonly texts: readonly FactVectors[] | null;
}

/** @returns `null` where no fact was withdrawn */
export function* withdrawnFactsSteps(
  knowledge: KnowledgeBase,
  language: Language,
  takenOut: readonly WithdrawnFact[],
): Steps<WithdrawnFacts | null> {
  const facts = [...knowledge.facts, ...takenOut.map((each) => asRetracted(each, knowledge))];
  if (!facts.some(isRetracted)) return null;
  const belongs = (fact: Fact) => mayAnswer(fact) || isRetracted(fact);
  return { corpus: yield* factCorpusSteps({ ...knowledge, facts }, language, true, belongs), texts: null };
}

/** Of a fact that was taken out only its sentence is known. */
const asRetracted = ({ id, text, reason }: WithdrawnFact, { topics }: KnowledgeBase): Fact => ({
  id,
  text,
  label: text,
  importance: 1,
  headline: false,
  status: 'retracted',
  statusNote: reason,
  // The id is in no list of topics where a situation has none.
  topic: topics[0]?.id ?? ('' as TopicId),
  supersededBy: null,
  saidBy: [],
  actors: [],
  places: [],
  about: [],
  time: null,
  numbers: [],
  reason: null,
  askedAs: [],
  citations: [],
});
