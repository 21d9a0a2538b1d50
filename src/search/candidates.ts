import type { SearchTerm } from './expand.ts';
import type { SearchIndex } from './search-index.ts';
import { topK } from './top-k.ts';

/** Up to this many documents a scan over all titles costs microseconds. */
const TITLE_SCAN_MAX_DOCS = 2000;
/** A title with more texts is a topic, not what somebody asks about. */
const NAMED_TEXTS_MAX = 500;

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
 * The documents worth a close look: those with most of the question's words, weighed as the score weighs them.
 *
 * @param named - titles of which the question has every word
 * @param withTitles - words of the title count
 * @returns at most `count` document numbers, roughly best first; none that shares no word with the question, be it through its title
 *
 * Cost grows with the postings of the question's words.
 */
export function findCandidates(
  terms: readonly SearchTerm[],
  index: SearchIndex,
  count: number,
  named: ReadonlySet<number>,
  withTitles: boolean,
): readonly number[] {
  const scratch = scratchOf(index);
  const { scores, stamps, touched } = scratch;
  let found = 0;
  const baseStamp = scratch.stamp;
  for (const { expansions, worth } of terms) {
    scratch.stamp += 1;
    const { stamp } = scratch;
    for (const { id, quality, idf } of expansions) {
      const { start, end } = index.postings(id);
      const weight = idf * quality * worth;
      for (let at = start; at < end; at++) {
        const doc = index.docs[at] ?? 0;
        const seen = stamps[doc] ?? 0;
        if (seen === stamp) continue;
        if (seen <= baseStamp) {
          touched[found] = doc;
          found += 1;
          scores[doc] = 0;
        }
        stamps[doc] = stamp;
        scores[doc] = (scores[doc] ?? 0) + weight * (index.impacts[at] ?? 0);
      }
    }
  }
  const titleScores = withTitles ? scoreTitles(terms, index) : null;
  if (titleScores) {
    found = addTitleOnly(titleScores, named, index, scratch, found, baseStamp);
    for (let at = 0; at < found; at++) {
      const doc = touched[at] ?? 0;
      const extra = titleScores.get(index.titleOf(doc));
      if (extra !== undefined) scores[doc] = (scores[doc] ?? 0) + extra;
    }
  }
  scratch.stamp += 1;
  return topK(touched, found, scores, count);
}

function scoreTitles(terms: readonly SearchTerm[], index: SearchIndex): ReadonlyMap<number, number> | null {
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
 * there may be thousands, so they are looked for only under a title that the question names, or where no text has a word of it.
 */
function addTitleOnly(
  titleScores: ReadonlyMap<number, number>,
  named: ReadonlySet<number>,
  index: SearchIndex,
  scratch: Scratch,
  count: number,
  baseStamp: number,
): number {
  scratch.stamp = Math.max(scratch.stamp, baseStamp + 1);
  let total = count;
  const add = (doc: number): void => {
    if ((scratch.stamps[doc] ?? 0) > baseStamp) return;
    scratch.touched[total] = doc;
    scratch.scores[doc] = 0;
    scratch.stamps[doc] = scratch.stamp;
    total += 1;
  };
  if (count === 0 || index.size <= TITLE_SCAN_MAX_DOCS) {
    for (let doc = 0; doc < index.size; doc++) if (titleScores.has(index.titleOf(doc))) add(doc);
    return total;
  }
  for (const title of named) {
    const texts = index.textsUnder(title);
    if (texts.length <= NAMED_TEXTS_MAX) texts.forEach(add);
  }
  return total;
}
