import type { Encoded } from '../encoder/encoder.ts';
import type { Fact } from '../model/knowledge.ts';
import type { FactCorpus } from './fact-corpus.ts';
import type { Example } from './fit.ts';
import { gather } from './rank.ts';
import { measureNearness } from './signals.ts';
import { understand } from './understand.ts';

/** A question with its right answers, marked by a person. */
export interface KnownQuestion {
  readonly q: string;
  readonly want: Example['want'];
  readonly answers: (fact: Fact) => boolean;
}

/** Encodes texts; `null` to measure without the encoder. */
export interface ExampleEncoder {
  encodeFacts(texts: readonly string[], lines?: readonly string[]): Promise<ReadonlyMap<string, Encoded>>;
  encodeQuestion(text: string): Promise<Encoded>;
}

/**
 * Measures questions for `fitWeights`. Small talk and other languages are left out: they are never ranked. Of several questions in
 * one message the first counts.
 */
export async function examplesOf(
  situation: string,
  corpus: FactCorpus,
  questions: readonly KnownQuestion[],
  encoder: ExampleEncoder | null,
  weight: number,
): Promise<readonly Example[]> {
  const texts = encoder ? corpus.vectors(await encoder.encodeFacts(corpus.texts, corpus.lines)) : null;
  const examples: Example[] = [];
  for (const { q, want, answers } of questions) {
    const message = understand(q, corpus.situation);
    const query = message.kind === 'questions' ? message.queries[0] : undefined;
    if (query === undefined) continue;
    const encodings = encoder && texts ? { question: await encoder.encodeQuestion(textOf(query)), texts } : null;
    const { candidates, signals, asking } = gather(query, corpus, encodings);
    examples.push({
      situation,
      question: q,
      want,
      signals,
      right: candidates.map(({ at }) => {
        const fact = corpus.facts[at];
        return want === 'answered' && fact !== undefined && answers(fact);
      }),
      nearness: measureNearness(asking, signals, corpus.index, corpus.language),
      weight,
    });
  }
  return examples;
}

/** What the encoder reads for a question: what other sentences of the message add goes before it. */
export const textOf = ({ context, text }: { readonly context: string; readonly text: string }): string =>
  context === '' ? text : `${context}. ${text}`;
