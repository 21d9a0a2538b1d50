import type { SearchTerm } from './expand.ts';
import { withoutFlag } from './reader.ts';
import type { SearchIndex } from './search-index.ts';

/** In [0, 1]: neighbours of the question that are also neighbours, in the same order, in the text. */
export function nearness(doc: number, terms: readonly SearchTerm[], index: SearchIndex): number {
  const order = index.order(doc);
  if (order.length === 0 || terms.length < 2) return 0;
  let near = 0;
  let previous = -1;
  for (const { places } of terms) {
    const place = order.findIndex((id) => places.has(withoutFlag(id)));
    if (previous >= 0 && place >= 0) {
      const gap = place - previous;
      if (gap > 0 && gap <= 3) near += 1 / gap;
      else if (gap < 0 && gap >= -2) near += 0.3;
    }
    previous = place;
  }
  return Math.min(1, near / (terms.length - 1));
}
