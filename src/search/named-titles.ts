import type { SearchTerm } from './expand.ts';
import type { SearchIndex } from './search-index.ts';

/** The titles of which a question has every word: "who directed **The Rope**". */
export function namedTitles(terms: readonly SearchTerm[], index: SearchIndex): ReadonlySet<number> {
  const found = new Map<number, number>();
  for (const { expansions } of terms) {
    for (const title of new Set(expansions.flatMap(({ id }) => index.titlesWith(id)))) {
      found.set(title, (found.get(title) ?? 0) + 1);
    }
  }
  const named = [...found].filter(([title, words]) => words >= index.titleSize(title));
  return new Set(named.map(([title]) => title));
}
