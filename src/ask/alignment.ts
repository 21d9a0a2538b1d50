import type { Encoded } from '../encoder/encoder.ts';
import type { Language } from '../language/language.ts';

/** A word of a question that carries meaning, as the encoder sees it in that question. */
export interface WordVector {
  readonly word: string;
  /** Unit vector of its first piece. */
  readonly vector: Float32Array;
}

/** The usual cosine of two unrelated tokens. */
const UNRELATED = 0.6;

/** The words of a question that carry meaning. Pieces that continue a word belong to the piece before. */
export function wordVectorsOf({ pieces, pieceVectors, vector }: Encoded, language: Language): readonly WordVector[] {
  const words: { word: string; readonly vector: Float32Array }[] = [];
  pieces.forEach((piece, at) => {
    const last = words.at(-1);
    if (piece.startsWith('##') && last) last.word += piece.slice(2);
    else words.push({ word: piece, vector: pieceVectors.subarray(at * vector.length, (at + 1) * vector.length) });
  });
  return words.filter(
    ({ word }) => /[\p{L}\p{N}]/u.test(word) && !language.isFunctionWord(word) && !language.isLightWord(word),
  );
}

/**
 * Each word's best match among the tokens of a fact, after the "MaxSim" of Khattab & Zaharia 2020 (ColBERT).
 *
 * @returns the mean and the least over the words, each in [0, 1]; 0 where no word of the question carries meaning
 *
 * Cost: words × pieces × dimensions; 0.1 ms for eight words and a sentence.
 */
export function alignmentOf(
  words: readonly WordVector[],
  fact: Encoded,
): { readonly mean: number; readonly least: number } {
  if (words.length === 0) return { mean: 0, least: 0 };
  const { pieces, pieceVectors, vector } = fact;
  const dimensions = vector.length;
  let sum = 0;
  let least = 1;
  for (const word of words) {
    let best = 0;
    for (let piece = 0; piece < pieces.length; piece++) {
      let product = 0;
      const from = piece * dimensions;
      for (let i = 0; i < dimensions; i++) product += (word.vector[i] as number) * (pieceVectors[from + i] as number);
      if (product > best) best = product;
    }
    const scaled = Math.max(0, Math.min(1, (best - UNRELATED) / (1 - UNRELATED)));
    sum += scaled;
    least = Math.min(least, scaled);
  }
  return { mean: sum / words.length, least };
}
