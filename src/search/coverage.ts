import type { SearchTerm } from './expand.ts';
import type { SearchIndex } from './search-index.ts';

/** A word that nothing in the index has says more about what is missing than any word that some text has: on the question tables, about twice. */
const UNKNOWN_WEIGHT = 2;
const LEAST_WEIGHT = 0.25;
/** A word that only the title has. */
const TITLE_MATCH = 0.6;

/** For each term, in [0, 1]: how well a document has it; 0 is not at all. */
export function matchesOf(terms: readonly SearchTerm[], index: SearchIndex, doc: number): readonly number[] {
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
