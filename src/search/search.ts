import type { Query } from '../question/query.ts';
import { expand, type SearchTerm } from './expand.ts';
import { HOLDS } from './holds.ts';
import { NAME_FLAG, type SearchIndex } from './search-index.ts';
import { topK } from './top-k.ts';

/** A document that was found, with what it was found by. */
export interface Hit {
  /** Number of the document in the index. */
  readonly doc: number;
  /** Higher is better; comparable within one search only. */
  readonly score: number;
  /** For each search term, in [0, 1]: how well the document has it; 0 is not at all. */
  readonly matches: readonly number[];
  /** In [0, 1]: share of the question's informative words that the document has. */
  readonly coverage: number;
}

export interface Found {
  readonly terms: readonly SearchTerm[];
  readonly hits: readonly Hit[];
}

/** How many of the best are looked at closely (order of words, kind of answer, context). */
const CLOSE_LOOK = 60;
/** Up to this many documents a scan over all titles costs microseconds. */
const TITLE_SCAN_MAX_DOCS = 2000;
/** How much of that is taken back where the text has the word as well. */
const TITLE_REPEAT = 1;
/** The sentence before gives context; chosen on questions about sentences of an encyclopedia. */
const CONTEXT_WEIGHT = 0.4;
/** Share of the bonus where the wanted kind of word is one of the question's own. */
const OLD_NEWS = 0.3;
const HOLDS_BONUS = 0.2;
const NEAR_BONUS = 0.18;
const TITLE_MATCH = 0.6;
/** A word that nothing in the index has says more about what is missing than any word that some text has: on the question tables, about twice. */
const UNKNOWN_WEIGHT = 2;
const LEAST_WEIGHT = 0.25;

/** Scratch space of one index, so that a search allocates nothing that grows with the number of documents. */
interface Scratch {
  readonly scores: Float32Array;
  readonly stamps: Uint32Array;
  readonly touched: Uint32Array;
  stamp: number;
}
const scratches = new WeakMap<SearchIndex, Scratch>();

function scratchOf(index: SearchIndex): Scratch {
  let scratch = scratches.get(index);
  if (!scratch) {
    const { size } = index;
    scratch = {
      scores: new Float32Array(size),
      stamps: new Uint32Array(size),
      touched: new Uint32Array(size),
      stamp: 0,
    };
    scratches.set(index, scratch);
  }
  if (scratch.stamp > 0xfffffff0) {
    scratch.stamps.fill(0);
    scratch.stamp = 0;
  }
  return scratch;
}

/**
 * Finds the documents that fit a question best.
 *
 * @param k - how many to give back at most
 * @returns best first, ties in the order of the index. Nothing is returned that shares no word with the question, be it through its title.
 *
 * Term weight after Robertson & Zaragoza 2009 (BM25F, simplified: a word counts once, at the weight of the best field that
 * has it, and once for all its synonyms). Cost grows with the postings of the question's words.
 */
export function search(query: Query, index: SearchIndex, k: number): Found {
  const terms = expand(query, index);
  const scratch = scratchOf(index);
  const { scores, stamps, touched } = scratch;
  let count = 0;
  const baseStamp = scratch.stamp;
  for (const { expansions, idf, worth } of terms) {
    scratch.stamp += 1;
    const { stamp } = scratch;
    for (const { id, quality } of expansions) {
      const { start, end } = index.postings(id);
      const weight = Math.min(idf, index.idf(end - start)) * quality * worth;
      for (let at = start; at < end; at++) {
        const doc = index.docs[at] ?? 0;
        const seen = stamps[doc] ?? 0;
        if (seen === stamp) continue;
        if (seen <= baseStamp) {
          touched[count] = doc;
          count += 1;
          scores[doc] = 0;
        }
        stamps[doc] = stamp;
        scores[doc] = (scores[doc] ?? 0) + weight * (index.impacts[at] ?? 0);
      }
    }
  }
  const titleScores = scoreTitles(terms, index);
  if (titleScores) {
    count = addTitleOnly(titleScores, index, scratch, count, baseStamp);
    for (let at = 0; at < count; at++) {
      const doc = touched[at] ?? 0;
      const extra = titleScores.get(index.titleOf(doc));
      if (extra !== undefined) scores[doc] = (scores[doc] ?? 0) + extra;
    }
  }
  const best = topK(touched, count, scores, Math.max(k, CLOSE_LOOK));
  const wanted = wantedBits(query, index);
  const total = terms.reduce((sum, term) => sum + term.idf * term.worth, 0) || 1;
  const hits = best.map((doc): Hit => {
    const matches = matchesOf(terms, index, doc);
    let score = (scores[doc] ?? 0) - titleRepeats(terms, index, doc);
    score += contextOf(terms, matches, index, doc);
    if (wanted !== 0 && ((index.holds[doc] ?? 0) & wanted) !== 0)
      score += HOLDS_BONUS * total * newness(query, terms, index, doc);
    score += NEAR_BONUS * total * nearness(terms, matches, index, doc);
    return { doc, score, matches, coverage: coverageOf(terms, matches, index) };
  });
  hits.sort((a, b) => b.score - a.score || a.doc - b.doc);
  scratch.stamp += 1;
  return { terms, hits: hits.slice(0, k) };
}

function wantedBits({ asked }: Query, index: SearchIndex): number {
  // Where the data say what a text holds, the ranking of facts looks at them closely.
  if (!index.guessesHolds) return 0;
  switch (asked) {
    case 'when':
      return HOLDS.time;
    case 'where':
      return HOLDS.place;
    case 'how-many':
      return HOLDS.number;
    case 'who':
      return HOLDS.name;
    case 'why':
      return HOLDS.reason;
    default:
      return 0;
  }
}

/**
 * 1 where what the text holds of the wanted kind is not what the question says already: *who* wants another name, *how many*
 * another number. Between 0 and 1 where only words of the question are of that kind.
 */
function newness({ asked }: Query, terms: readonly SearchTerm[], index: SearchIndex, doc: number): number {
  const known = (id: number): boolean => terms.some(({ places }) => places.has(id));
  switch (asked) {
    case 'who':
    case 'where':
      return index.order(doc).some((id) => id >= NAME_FLAG && !known(id - NAME_FLAG)) ? 1 : OLD_NEWS;
    case 'how-many':
    case 'when':
      return index.order(doc).some((id) => id < NAME_FLAG && index.isNumber(id) && !known(id)) ? 1 : OLD_NEWS;
    default:
      return 1;
  }
}

/** What the sentence before adds: words of the question that the text itself lacks. */
function contextOf(terms: readonly SearchTerm[], matches: readonly number[], index: SearchIndex, doc: number): number {
  if (!index.followsOn(doc)) return 0;
  let sum = 0;
  terms.forEach(({ expansions, idf, worth }, at) => {
    if ((matches[at] ?? 0) > 0) return;
    const before = expansions.find(({ id }) => index.fieldWeight(id, doc - 1) > 0);
    if (before) sum += CONTEXT_WEIGHT * idf * worth * before.quality;
  });
  return sum;
}

function scoreTitles(terms: readonly SearchTerm[], index: SearchIndex): Map<number, number> | null {
  if (index.titleCount === 0) return null;
  const result = new Map<number, number>();
  for (const { expansions, idf, worth } of terms) {
    const seen = new Set<number>();
    for (const { id, quality } of expansions) {
      for (const title of index.titlesWith(id)) {
        if (seen.has(title)) continue;
        seen.add(title);
        result.set(title, (result.get(title) ?? 0) + index.titleWeight * idf * worth * quality);
      }
    }
  }
  return result.size > 0 ? result : null;
}

/**
 * Texts that share only their title with the question. In a small index they are candidates like any other; in a large one
 * there may be thousands, so they are looked for only where no text has a word of the question.
 */
function addTitleOnly(
  titleScores: ReadonlyMap<number, number>,
  index: SearchIndex,
  scratch: Scratch,
  count: number,
  baseStamp: number,
): number {
  if (count > 0 && index.size > TITLE_SCAN_MAX_DOCS) return count;
  scratch.stamp = Math.max(scratch.stamp, baseStamp + 1);
  let total = count;
  for (let doc = 0; doc < index.size; doc++) {
    if ((scratch.stamps[doc] ?? 0) > baseStamp || !titleScores.has(index.titleOf(doc))) continue;
    scratch.touched[total] = doc;
    scratch.scores[doc] = 0;
    scratch.stamps[doc] = scratch.stamp;
    total += 1;
  }
  return total;
}

/** What the title added for words that the text has itself: a word counts once, at the weight of the best field. */
function titleRepeats(terms: readonly SearchTerm[], index: SearchIndex, doc: number): number {
  const title = index.titleOf(doc);
  let repeated = 0;
  for (const { expansions, idf, worth } of terms) {
    const inTitle = expansions.find(({ id }) => index.titlesWith(id).includes(title));
    if (inTitle && expansions.some(({ id }) => index.fieldWeight(id, doc) > 0)) {
      repeated += TITLE_REPEAT * index.titleWeight * idf * worth * inTitle.quality;
    }
  }
  return repeated;
}

function matchesOf(terms: readonly SearchTerm[], index: SearchIndex, doc: number): readonly number[] {
  return terms.map(({ expansions }) => {
    let best = 0;
    for (const { id, quality } of expansions) {
      if (quality <= best) break;
      const inText = index.fieldWeight(id, doc) * quality;
      const match = inText > 0 ? inText : index.titlesWith(id).includes(index.titleOf(doc)) ? TITLE_MATCH * quality : 0;
      if (match > best) best = match;
    }
    return best;
  });
}

/** What a term weighs when asking how much of a question is covered: 1 for the rarest known word, twice that for an unknown one. */
export function coverageWeight(term: SearchTerm, index: SearchIndex): number {
  if (term.term.asking) return 0;
  if (term.term.light) return term.expansions.length === 0 ? LEAST_WEIGHT / 2 : LEAST_WEIGHT;
  if (term.expansions.length === 0) return UNKNOWN_WEIGHT;
  const most = index.idf(1);
  return most > 0 ? Math.max(LEAST_WEIGHT, Math.min(1, term.idf / most)) : 1;
}

/** The weighted share of a question that a document has, from how well it has each term; waived terms are left out. */
export function coverageOf(
  terms: readonly SearchTerm[],
  matches: readonly number[],
  index: SearchIndex,
  waived: readonly boolean[] = [],
): number {
  let covered = 0;
  let all = 0;
  terms.forEach((term, at) => {
    if (waived[at]) return;
    const weight = coverageWeight(term, index);
    covered += weight * (matches[at] ?? 0) * term.term.certainty;
    all += weight;
  });
  return all > 0 ? covered / all : 0;
}

/** In [0, 1]: neighbours of the question that are also neighbours, in the same order, in the text. */
function nearness(terms: readonly SearchTerm[], matches: readonly number[], index: SearchIndex, doc: number): number {
  const order = index.order(doc);
  if (order.length === 0 || terms.length < 2) return 0;
  let near = 0;
  let pairs = 0;
  let previous = -1;
  for (let at = 0; at < terms.length; at++) {
    if ((matches[at] ?? 0) === 0) {
      previous = -1;
      continue;
    }
    const places = terms[at]?.places;
    const place = places ? order.findIndex((id) => places.has(id >= NAME_FLAG ? id - NAME_FLAG : id)) : -1;
    if (previous >= 0 && place >= 0) {
      const gap = place - previous;
      if (gap > 0 && gap <= 3) near += 1 / gap;
      else if (gap < 0 && gap >= -2) near += 0.3;
    }
    pairs += 1;
    previous = place;
  }
  return pairs > 1 ? Math.min(1, near / (terms.length - 1)) : 0;
}
