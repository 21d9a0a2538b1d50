import type { Query } from '../question/query.ts';
import { findCandidates } from './candidates.ts';
import { type Contribution, sumOf } from './contribution.ts';
import { coverageOf, matchesOf } from './coverage.ts';
import { expand, type SearchTerm } from './expand.ts';
import { firstPlacesOf } from './first-places.ts';
import { namedTitles } from './named-titles.ts';
import { contributionsTo } from './score.ts';
import type { SearchIndex } from './search-index.ts';
import { ALL_TECHNIQUES, type Techniques } from './techniques.ts';

/** A document that was found, with what it was found by. */
export interface Hit {
  /** Number of the document in the index. */
  readonly doc: number;
  /** Higher is better: the sum of the contributions, 1 being every word of the question in an average text. */
  readonly score: number;
  readonly contributions: readonly Contribution[];
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
const NONE: ReadonlySet<number> = new Set();

/**
 * Finds the documents that fit a question best: candidates by their words, then a close look at the best of them.
 *
 * @param k - how many to give back at most
 * @returns best first, ties in the order of the index. Nothing is returned that shares no word with the question, be it through its title.
 *
 * Cost grows with the postings of the question's words.
 */
export function search(query: Query, index: SearchIndex, k: number, techniques: Techniques = ALL_TECHNIQUES): Found {
  const terms = expand(query, index, techniques);
  const total = terms.reduce((sum, { idf, worth }) => sum + idf * worth, 0) || 1;
  const named = techniques.titles && techniques.namedTitles ? namedTitles(terms, index) : NONE;
  const candidates = findCandidates(terms, index, Math.max(k, CLOSE_LOOK), named, techniques.titles);
  const placesIn = firstPlacesOf(terms);
  const hits = candidates.map((doc): Hit => {
    const places = placesIn(index.order(doc));
    const contributions = contributionsTo(doc, query, terms, total, named, places, index, techniques);
    const matches = matchesOf(terms, index, doc);
    return { doc, score: sumOf(contributions), contributions, matches, coverage: coverageOf(terms, matches, index) };
  });
  hits.sort((a, b) => b.score - a.score || a.doc - b.doc);
  return { terms, hits: hits.slice(0, k) };
}
