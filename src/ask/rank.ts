import type { Encoded } from '../encoder/encoder.ts';
import type { Language } from '../language/language.ts';
import type { Hit, InvertedIndex, SearchTerm } from '../retrieve/inverted-index.ts';
import type { Synonyms } from '../retrieve/synonyms.ts';
import type { FactDoc } from './fact-doc.ts';
import { confidenceIn } from './fit.ts';
import type { Query, Term } from './query.ts';
import {
  type Asking,
  type Candidate,
  type FactVectors,
  measure,
  measureNearness,
  type Nearness,
  type Signals,
  scaledCosine,
  termMatch,
} from './signals.ts';
import { logistic, logOdds, probabilities, type WeightSet } from './weights.ts';

/** The texts that questions are compared with. */
export interface Corpus {
  readonly language: Language;
  readonly synonyms: Synonyms;
  readonly index: InvertedIndex;
  /** The text at a place in the corpus; where keeping all texts would take too much memory, it is made on request. */
  doc(at: number): FactDoc;
}

/** The vectors of the question and of all texts. */
export interface Encodings {
  readonly question: Encoded;
  readonly texts: readonly FactVectors[];
}

/** A candidate with all that speaks for or against it. */
export interface Ranked {
  readonly at: number;
  readonly doc: FactDoc;
  readonly signals: Signals;
  /** In [0, 1]: the probability that this is the answer; the probabilities of all candidates and `none` add up to 1. */
  readonly probability: number;
  /** The log-odds of this against "no fact answers". */
  readonly odds: number;
}

export interface Ranking {
  /** Best first; ties in the order of the texts. */
  readonly ranked: readonly Ranked[];
  /** In [0, 1]: the probability that an answer shows what was asked for; see `confidenceIn`. */
  readonly confidence: number;
  /** In [0, 1]: the probability that something near the question is held. */
  readonly near: number;
  readonly nearness: Readonly<Record<Nearness, number>>;
  /** How much of a term a text has; see `termMatch`. */
  readonly matchOf: (term: Term, doc: FactDoc) => number;
  /** Texts that the index found but that were not measured, best first. */
  readonly rest: readonly Hit[];
}

/** How many texts are measured at most, and how many are listed at most. */
export interface Depth {
  readonly measured: number;
  readonly listed: number;
}

/** So many candidates are taken from the index, and as many of the encoder's nearest texts. More would cost time and change no answer. */
const USUAL_DEPTH: Depth = { measured: 14, listed: 0 };
/** Without an encoder, a question counts as unknown unless a text covers more of its words than this. */
const LEAST_COVERAGE = 0.05;
/** The factor for a synonym, which is weaker evidence than the word itself. */
const SYNONYM_SEARCH = 0.6;

/** The measured candidates for a question, from which `fit` learns and which `rank` weighs. */
export function gather(
  query: Query,
  corpus: Corpus,
  encodings: Encodings | null,
  { measured, listed }: Depth = USUAL_DEPTH,
): {
  readonly candidates: readonly Candidate[];
  readonly signals: readonly Signals[];
  readonly asking: Asking;
  readonly rest: readonly Hit[];
} {
  const meanings = meaningsOf(query, corpus.synonyms);
  const groups = new Map(
    query.terms.flatMap((term) => meanings(term).map((meaning) => [meaning.group, meaning.quality])),
  );
  const terms: readonly SearchTerm[] = [
    ...query.terms.map(({ stem, weight }) => ({ stem, weight })),
    ...[...groups].map(([stem, quality]) => ({ stem, weight: quality * SYNONYM_SEARCH })),
  ];
  // With an encoder, all texts are scored by words, because the encoder may choose any of them.
  const found = corpus.index.search(terms, encodings ? corpus.index.size : Math.max(measured, listed));
  const cosines = encodings
    ? encodings.texts.map(({ meaning }) => scaledCosine(encodings.question.vector, meaning))
    : null;
  const chosen = new Set(found.slice(0, measured).map(({ doc }) => doc));
  if (cosines) for (const at of nearest(cosines, measured)) chosen.add(at);
  const hits = new Map(found.map(({ doc, score }) => [doc, score]));
  const candidates = [...chosen]
    .sort((a, b) => a - b)
    .map((at) => ({ at, doc: corpus.doc(at), field: hits.get(at) ?? 0, vectors: encodings?.texts[at] ?? null }));
  const asking: Asking = {
    query,
    encoded: encodings?.question ?? null,
    cosines: cosines ? { ...spreadOf(cosines), of: (at) => cosines[at] ?? 0 } : null,
    meanings,
  };
  return {
    candidates,
    signals: measure(asking, candidates, corpus.index, corpus.language),
    asking,
    rest: listed > 0 ? found.filter(({ doc }) => !chosen.has(doc)) : [],
  };
}

/** Ranks the texts for a question by the probability that each answers it. */
export function rank(
  query: Query,
  corpus: Corpus,
  encodings: Encodings | null,
  weights: WeightSet,
  depth: Depth = USUAL_DEPTH,
): Ranking {
  const { candidates, signals, asking, rest } = gather(query, corpus, encodings, depth);
  const nearness = measureNearness(asking, signals, corpus.index, corpus.language);
  const isOutOfReach = encodings === null && signals.every(({ coverage }) => coverage < LEAST_COVERAGE);
  const { odds, each } = probabilities(weights, signals);
  const ranked = candidates
    .flatMap(({ at, doc }, i): readonly Ranked[] => {
      const measured = signals[i];
      return measured ? [{ at, doc, signals: measured, probability: each[i] ?? 0, odds: odds[i] ?? 0 }] : [];
    })
    .sort((a, b) => b.odds - a.odds || a.at - b.at);
  return {
    ranked,
    confidence: confidenceIn(ranked),
    near: isOutOfReach ? 0 : logistic(logOdds(weights.near, nearness)),
    nearness,
    matchOf: (term, doc) => termMatch(term, asking.meanings(term), doc),
    rest,
  };
}

/** The groups of synonyms that each term of a question belongs to; each word of a phrase belongs to the phrase's group. */
function meaningsOf({ words }: Query, synonyms: Synonyms): Asking['meanings'] {
  const stems = words.map(({ stem }) => stem);
  const byStem = new Map<string, { readonly group: string; readonly quality: number }[]>();
  for (const { from, to, group, quality } of synonyms.find(stems)) {
    for (const stem of stems.slice(from, to)) {
      const list = byStem.get(stem);
      if (list) list.push({ group, quality });
      else byStem.set(stem, [{ group, quality }]);
    }
  }
  return (term: Term) => byStem.get(term.stem) ?? [];
}

function nearest(cosines: readonly number[], count: number): readonly number[] {
  return cosines
    .map((cosine, at) => ({ cosine, at }))
    .sort((a, b) => b.cosine - a.cosine || a.at - b.at)
    .slice(0, count)
    .map(({ at }) => at);
}

function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
  return { mean, deviation: Math.sqrt(variance) || 1 };
}
