import type { VectorCache } from '../encoder/vector-cache.ts';
import { english } from '../language/english.ts';
import type { Fact } from '../model/knowledge.ts';
import type { FactCorpus } from './fact-corpus.ts';
import type { Example } from './fit.ts';
import { gather } from './rank.ts';
import { measureNearness } from './signals.ts';
import { createTextCorpus, type IndexDoc, TEXT_DEPTH } from './text-corpus.ts';
import { understand, understandSubject } from './understand.ts';

/** A question with its right answers, marked by a person. */
export interface KnownQuestion {
  readonly q: string;
  readonly want: Example['want'];
  readonly answers: (fact: Fact) => boolean;
  /** Sentences of the situation's text that answer, as "paragraph.sentence". */
  readonly sentences: readonly string[];
}

/** Where examples come from; see `Example`. */
export type Origin = Pick<Example, 'situation' | 'fold' | 'weight'>;

/**
 * Measures questions for `fitWeights`. Small talk and other languages are left out: they are never ranked. Of several questions in
 * one message the first counts.
 */
export async function examplesOf(
  origin: Origin,
  corpus: FactCorpus,
  questions: readonly KnownQuestion[],
  encoder: VectorCache | null,
): Promise<readonly Example[]> {
  const texts = encoder ? corpus.vectors(await encoder.encodeFacts(corpus.toEncode)) : null;
  const examples: Example[] = [];
  for (const { q, want, answers } of questions) {
    const message = understand(q, corpus.situation);
    const query = message.kind === 'questions' ? message.queries[0] : undefined;
    if (query === undefined) continue;
    const encodings = encoder && texts ? { question: await encoder.encodeQuestion(textOf(query)), texts } : null;
    const { candidates, signals, asking } = gather(query, corpus, encodings);
    examples.push({
      ...origin,
      question: q,
      want,
      signals,
      right: candidates.map(({ at }) => {
        const fact = corpus.facts[at];
        return want === 'answered' && fact !== undefined && answers(fact);
      }),
      nearness: measureNearness(asking, signals, corpus.index, corpus.language),
    });
  }
  return examples;
}

/** Measures questions against the sentences of a text; their ids are "paragraph.sentence". Gives no example where there is no text. */
export function textExamplesOf(
  origin: Origin,
  texts: readonly IndexDoc[],
  questions: readonly KnownQuestion[],
): readonly Example[] {
  if (texts.length === 0) return [];
  const { corpus, situation } = createTextCorpus(texts, english);
  return questions.map(({ q, want, sentences }) => {
    const { candidates, signals, asking } = gather(understandSubject(q, situation), corpus, null, TEXT_DEPTH);
    return {
      ...origin,
      question: q,
      want,
      signals,
      right: candidates.map(({ at }) => want === 'answered' && sentences.includes(texts[at]?.id ?? '')),
      nearness: measureNearness(asking, signals, corpus.index, corpus.language),
    };
  });
}

/** What the encoder reads for a question: what other sentences of the message add goes before it. */
export const textOf = ({ context, text }: { readonly context: string; readonly text: string }): string =>
  context === '' ? text : `${context}. ${text}`;
