import type { Query } from '../question/query.ts';
import type { SearchTerm } from './expand.ts';
import { HOLDS } from './holds.ts';
import { NAME_FLAG, withoutFlag } from './reader.ts';
import type { SearchIndex } from './search-index.ts';

/** Share of the bonus where the wanted kind of word is one of the question's own. */
const OLD_NEWS = 0.3;

/** In [0, 1]: whether a text holds what is asked for, a time, a place, a number, a name or a reason, and one that the question does not say itself. */
export function askedKindOf(
  doc: number,
  query: Query,
  terms: readonly SearchTerm[],
  index: SearchIndex,
  wantsNews: boolean,
): number {
  // Where the data say what a text holds, the ranking of facts looks at them closely.
  if (!index.guessesHolds || ((index.holds[doc] ?? 0) & wantedBits(query)) === 0) return 0;
  return !wantsNews || isNews(query, terms, index, doc) ? 1 : OLD_NEWS;
}

/** How many words may stand between a number and what it counts: "21 major civil airports". */
const COUNT_GAP_MAX = 2;

/** In [0, 1]: whether the time is a year or a month, or the number that of what the question counts. */
export function exactKindOf(doc: number, query: Query, terms: readonly SearchTerm[], index: SearchIndex): number {
  if (!index.guessesHolds) return 0;
  if (query.asked === 'when') return ((index.holds[doc] ?? 0) & HOLDS.date) === 0 ? 0 : 1;
  return query.asked === 'how-many' ? countNearness(doc, query, terms, index) : 0;
}

/** 1 for a new number right before what is counted, less the more words stand between. */
function countNearness(doc: number, query: Query, terms: readonly SearchTerm[], index: SearchIndex): number {
  const counted = terms.filter(({ term }) => query.nouns.includes(term.stem));
  if (counted.length === 0) return 0;
  const order = index.order(doc);
  let best = 0;
  for (let at = 1; at < order.length; at++) {
    const id = withoutFlag(order[at] ?? 0);
    if (!counted.some(({ places }) => places.has(id))) continue;
    for (let gap = 0; gap <= COUNT_GAP_MAX && gap < at; gap++) {
      const before = order[at - 1 - gap] ?? 0;
      if (index.isNumber(before) && !terms.some(({ places }) => places.has(before)))
        best = Math.max(best, 1 / (1 + gap));
    }
  }
  return best;
}

function wantedBits({ asked }: Query): number {
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

/** *Who* wants another name than those of the question, *how many* another number. */
function isNews({ asked }: Query, terms: readonly SearchTerm[], index: SearchIndex, doc: number): boolean {
  const isKnown = (id: number): boolean => terms.some(({ places }) => places.has(id));
  switch (asked) {
    case 'who':
    case 'where':
      return index.order(doc).some((id) => id >= NAME_FLAG && !isKnown(id - NAME_FLAG));
    case 'how-many':
    case 'when':
      return index.order(doc).some((id) => id < NAME_FLAG && index.isNumber(id) && !isKnown(id));
    default:
      return true;
  }
}
