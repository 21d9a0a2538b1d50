import type { Encoded } from '../encoder/encoder.ts';
import type { VectorCache } from '../encoder/vector-cache.ts';
import type { Language } from '../language/language.ts';
import { type Encodings, rank } from './rank.ts';
import { createTextCorpus, type IndexDoc, TEXT_DEPTH } from './text-corpus.ts';
import { understandSubject } from './understand.ts';
import { ownWeights, type Weights } from './weights.ts';

/** The engine's search over any texts, without facts or names: what `rank` offers. */
export interface TextSearch {
  /** Best first; a higher score is better. `confidence` in [0, 1]: the probability that the first hit answers. */
  search(
    question: string,
    k: number,
  ): Promise<{
    readonly hits: readonly { readonly id: string; readonly score: number }[];
    readonly confidence: number;
  }>;
}

export interface TextSearchOptions {
  readonly language: Language;
  readonly weights?: Weights;
  /** What the encoder made of all texts, as `encodeFacts` gives it, by their `encodedText`. */
  readonly encoder?: { readonly cache: VectorCache; readonly encoded: ReadonlyMap<string, Encoded> };
}

/** The text that the encoder must encode for a searched text. */
export const encodedText = ({ title, text }: IndexDoc): string => (title === undefined ? text : `${title}. ${text}`);

/** Makes texts ready to be searched; see `createTextCorpus` for the cost. */
export function createTextSearch(
  docs: readonly IndexDoc[],
  { language, weights = ownWeights(), encoder }: TextSearchOptions,
): TextSearch {
  const { corpus, situation } = createTextCorpus(docs, language);
  const texts = encoder
    ? docs.map((doc) => {
        const text = encoder.encoded.get(encodedText(doc)) as Encoded;
        return { text, meaning: text.vector, lines: [] };
      })
    : null;
  return {
    async search(question, k) {
      const query = understandSubject(question, situation);
      const encodings: Encodings | null =
        encoder && texts ? { question: await encoder.cache.encodeQuestion(query.text), texts } : null;
      const depth = { ...TEXT_DEPTH, listed: k };
      const { ranked, near, rest } = rank(query, corpus, encodings, encodings ? weights.on : weights.texts, depth);
      const hits = [
        ...ranked.map(({ at, odds }) => ({ at, score: 2 + odds / (1 + Math.abs(odds)) })),
        ...rest.map(({ doc, score }) => ({ at: doc, score })),
      ];
      return {
        hits: hits
          .slice(0, k)
          .map(({ at, score }) => ({ id: docs[at]?.id ?? '', score: Math.round(score * 1e6) / 1e6 })),
        confidence: Math.round(near * 1e4) / 1e4,
      };
    },
  };
}
