import { atOnce, type Steps } from '../model/steps.ts';

/** Words of one field of a text, with how much an occurrence counts. */
export interface Field {
  readonly stems: readonly string[];
  readonly weight: number;
}

/** A word that is searched for; `weight` in (0, 1] is less than 1 for a synonym. */
export interface SearchTerm {
  readonly stem: string;
  readonly weight: number;
}

export interface Hit {
  /** The text's place in the order in which texts were added. */
  readonly doc: number;
  /** BM25 over all fields, divided by the most that any text could reach for these words: in [0, 1]. */
  readonly score: number;
}

/** Finds texts by their words. */
export interface InvertedIndex {
  readonly size: number;
  /** How many texts have the word. */
  frequency(stem: string): number;
  /** Rarity of a word: log(1 + (N − n + 0.5) / (n + 0.5)), highest for a word that no text has. */
  idf(stem: string): number;
  /** The best texts for the words, best first; ties in the order in which texts were added. Empty where none has any of them. */
  search(terms: readonly SearchTerm[], limit: number): readonly Hit[];
}

/** How a word's occurrences and a text's length count, after Robertson & Zaragoza 2009 ("The Probabilistic Relevance Framework: BM25 and Beyond"). */
export interface Normalisation {
  /** At least 0: the higher, the more a further occurrence of a word adds. */
  readonly k1: number;
  /** In [0, 1]: how much an occurrence in a long text counts less. */
  readonly b: number;
}
/** For facts, which say a word in several fields and are of like length. */
const USUAL: Normalisation = { k1: 1.2, b: 0.6 };

interface Posting {
  readonly docs: Uint32Array;
  /** Weighted occurrences, saturated and normalised for length, without the word's idf: in (0, k1 + 1). */
  readonly impacts: Float32Array;
}

/**
 * Builds the index. Fields of one text are added up as in BM25F: an occurrence counts as often as its field's weight says.
 * Cost grows with the words of all texts.
 */
export const buildInvertedIndex = (texts: Iterable<readonly Field[]>, normalisation = USUAL): InvertedIndex =>
  atOnce(indexSteps(texts, normalisation));

/** The same in steps of a text or a word. */
// Over 60 lines: the search shares the postings that are built.
export function* indexSteps(texts: Iterable<readonly Field[]>, { k1, b } = USUAL): Steps<InvertedIndex> {
  const counts = new Map<string, number[]>();
  const lengths: number[] = [];
  let total = 0;
  for (const fields of texts) {
    const doc = lengths.length;
    let length = 0;
    for (const { stems, weight } of fields) {
      for (const stem of stems) {
        length += weight;
        const list = counts.get(stem);
        // A posting is a pair: the text, then the weighted count.
        if (list === undefined) counts.set(stem, [doc, weight]);
        else if (list[list.length - 2] === doc) list[list.length - 1] = (list[list.length - 1] ?? 0) + weight;
        else list.push(doc, weight);
      }
    }
    lengths.push(length);
    total += length;
    yield;
  }
  const size = lengths.length;
  const average = total / Math.max(1, size) || 1;
  const postings = new Map<string, Posting>();
  for (const [stem, list] of counts) {
    const docs = new Uint32Array(list.length / 2);
    const impacts = new Float32Array(list.length / 2);
    for (let i = 0; i < docs.length; i++) {
      const doc = list[2 * i] ?? 0;
      const count = list[2 * i + 1] ?? 0;
      docs[i] = doc;
      impacts[i] = (count * (k1 + 1)) / (count + k1 * (1 - b + (b * (lengths[doc] ?? 0)) / average));
    }
    postings.set(stem, { docs, impacts });
    yield;
  }
  const frequency = (stem: string): number => postings.get(stem)?.docs.length ?? 0;
  const idf = (stem: string): number => Math.log(1 + (size - frequency(stem) + 0.5) / (frequency(stem) + 0.5));

  const scores = new Float64Array(size);
  return {
    size,
    frequency,
    idf,
    search(terms, limit) {
      const touched: number[] = [];
      let most = 0;
      for (const { stem, weight } of terms) {
        const value = idf(stem) * weight;
        if (weight === 1) most += value * (k1 + 1);
        const posting = postings.get(stem);
        if (!posting) continue;
        const { docs, impacts } = posting;
        for (let i = 0; i < docs.length; i++) {
          const doc = docs[i] as number;
          if (scores[doc] === 0) touched.push(doc);
          scores[doc] = (scores[doc] as number) + value * (impacts[i] as number);
        }
      }
      const best = highest(touched, scores, limit).map((doc) => ({
        doc,
        score: Math.min(1, (scores[doc] ?? 0) / (most || 1)),
      }));
      for (const doc of touched) scores[doc] = 0;
      return best;
    },
  };
}

/** The few with the highest scores, in order; ties by number. A sort of all would take longer than the search. */
function highest(docs: readonly number[], scores: Float64Array, limit: number): readonly number[] {
  const before = (a: number, b: number): boolean => {
    const difference = (scores[a] ?? 0) - (scores[b] ?? 0);
    return difference > 0 || (difference === 0 && a < b);
  };
  const kept: number[] = [];
  for (const doc of docs) {
    const last = kept.at(-1);
    if (kept.length >= limit && last !== undefined && !before(doc, last)) continue;
    let at = kept.length;
    while (at > 0 && before(doc, kept[at - 1] as number)) at -= 1;
    kept.splice(at, 0, doc);
    if (kept.length > limit) kept.pop();
  }
  return kept;
}
