import type { Query } from '../question/query.ts';
import type { Wanted } from '../question/wanted.ts';
import type { SearchTerm } from './expand.ts';
import { HOLDS } from './holds.ts';
import { NAME_FLAG, withoutFlag } from './reader.ts';
import type { SearchIndex } from './search-index.ts';
import type { Techniques } from './techniques.ts';

/** Share of the bonus where the wanted kind of word is one of the question's own. */
const OLD_NEWS = 0.3;

/** The kind of thing that is asked for; a title is a name that often stands in quotation marks. */
type Kind = 'time' | 'place' | 'number' | 'name' | 'reason' | 'title';

/** What the noun behind "what" or "which" says is the less sure the more kinds of names it covers. */
const NOUN_SHARE = { time: 1, number: 1, name: 0.5, title: 0.5 } as const satisfies Record<Wanted, number>;

const BITS = {
  time: HOLDS.time,
  place: HOLDS.place,
  number: HOLDS.number,
  name: HOLDS.name,
  reason: HOLDS.reason,
  title: HOLDS.quotation,
} as const satisfies Record<Kind, number>;

/** In [0, 1]: whether a text holds what is asked for, a time, a place, a number, a name or a reason, and one that the question does not say itself. */
export function askedKindOf(
  doc: number,
  query: Query,
  terms: readonly SearchTerm[],
  index: SearchIndex,
  { news, nouns }: Techniques,
): number {
  const kind = kindOf(query, nouns);
  // Where the data say what a text holds, the ranking of facts looks at them closely.
  if (kind === null || !index.guessesHolds || ((index.holds[doc] ?? 0) & BITS[kind]) === 0) return 0;
  const share = isByNoun(query) && query.wanted !== null ? NOUN_SHARE[query.wanted] : 1;
  return share * (!news || isNews(kind, terms, index, doc) ? 1 : OLD_NEWS);
}

function kindOf(query: Query, nouns: boolean): Kind | null {
  switch (query.asked) {
    case 'when':
      return 'time';
    case 'where':
      return 'place';
    case 'how-many':
      return 'number';
    case 'who':
      return 'name';
    case 'why':
      return 'reason';
    default:
      return nouns && isByNoun(query) ? query.wanted : null;
  }
}

/** Nothing but its noun tells what the question asks for. */
function isByNoun({ asked }: Query): boolean {
  return asked === 'what' || asked === 'list' || asked === 'yes-no';
}

/** How many words may stand between a number and what it counts: "21 major civil airports". */
const COUNT_GAP_MAX = 2;

/** In [0, 1]: whether the time is a year or a month, or the number that of what the question counts. */
export function exactKindOf(
  doc: number,
  query: Query,
  terms: readonly SearchTerm[],
  index: SearchIndex,
  { nouns }: Techniques,
): number {
  if (!index.guessesHolds) return 0;
  if (kindOf(query, nouns) === 'time') return ((index.holds[doc] ?? 0) & HOLDS.date) === 0 ? 0 : 1;
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

/** *Who* wants another name than those of the question, *how many* another number. */
function isNews(kind: Kind, terms: readonly SearchTerm[], index: SearchIndex, doc: number): boolean {
  const isKnown = (id: number): boolean => terms.some(({ places }) => places.has(id));
  switch (kind) {
    case 'name':
    case 'place':
      return index.order(doc).some((id) => id >= NAME_FLAG && !isKnown(id - NAME_FLAG));
    case 'number':
    case 'time':
      return index.order(doc).some((id) => id < NAME_FLAG && index.isNumber(id) && !isKnown(id));
    case 'reason':
    case 'title':
      return true;
  }
}
