import type { SearchTerm } from './expand.ts';
import type { FirstPlaces } from './first-places.ts';
import type { SearchIndex } from './search-index.ts';

/** Further into a group nothing is its beginning. */
const GROUP_LOOK_BACK = 20;

/** In [0, 1]: how early in a text a word of the question stands; 1 where it begins with one, a half at the second word. */
export function beginsWith(places: FirstPlaces, terms: readonly SearchTerm[]): number {
  let first = -1;
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? -1;
    if (place >= 0 && (first < 0 || place < first) && terms[at]?.term.light === false) first = place;
  }
  return first < 0 ? 0 : 1 / (1 + first);
}

/** In [0, 1]: 1 for the first text of a group, a half for the second and so on; 0 outside of groups. */
export function opensGroup(doc: number, index: SearchIndex): number {
  if (!index.inGroup(doc)) return 0;
  let before = 0;
  while (before < GROUP_LOOK_BACK && index.followsOn(doc - before)) before += 1;
  return 1 / (1 + before);
}
