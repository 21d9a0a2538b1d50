import type { SearchTerm } from './expand.ts';
import { withoutFlag } from './reader.ts';

/** For each search term: where in a text it first stands, counted from 0 without function words; -1 where it does not. */
export type FirstPlaces = readonly number[];

/** Finds the first places of a question's terms in one reading of a text's order. */
export function firstPlacesOf(terms: readonly SearchTerm[]): (order: Uint32Array) => FirstPlaces {
  const termsAt = new Map<number, number[]>();
  terms.forEach(({ places }, at) => {
    for (const id of places) {
      const known = termsAt.get(id);
      if (known) known.push(at);
      else termsAt.set(id, [at]);
    }
  });
  return (order) => {
    const firsts = terms.map(() => -1);
    for (let place = 0; place < order.length; place++) {
      const found = termsAt.get(withoutFlag(order[place] ?? 0));
      if (found) for (const at of found) if (firsts[at] === -1) firsts[at] = place;
    }
    return firsts;
  };
}
