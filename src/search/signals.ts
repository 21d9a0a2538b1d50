import type { Query } from '../question/query.ts';
import { stem } from '../question/stem.ts';
import { NEGATIONS } from '../question/word-classes.ts';
import { coverageWeight } from './coverage.ts';
import type { SearchTerm } from './expand.ts';
import { NAME_FLAG } from './reader.ts';
import type { Found, Hit } from './search.ts';
import type { SearchIndex } from './search-index.ts';

/** What tells whether a hit answers, each as a number: 0 or 1 where nothing else is said. */
export interface Signals {
  /** In [0, 1]: weighted share of the question that the hit has; words that no text knows weigh more, names most. */
  readonly covered: number;
  /** In [0, 1]: the same for words that stand in the hit itself, not in its title and not by a synonym. */
  readonly worded: number;
  /** Natural logarithm of the number of the question's words that the hit or its title has, and one. */
  readonly found: number;
  /** In [0, 1]: share of the hit's own words that the question has. */
  readonly density: number;
  /** The question has a name that no text knows. */
  readonly unknownName: number;
  /** Score of the hit, 1 being every word of the question. */
  readonly score: number;
  /** The question asks for what is not so. */
  readonly negated: number;
  /** How many numbers of the question the hit lacks. */
  readonly missingNumbers: number;
  /** How many words such as "first" and "largest" the hit lacks. */
  readonly missingExtremes: number;
}

/** What a plain word weighs that no text knows, 1 being the rarest known one: less than a name, since the same is often said in other words. */
const UNKNOWN_WORD_WEIGHT = 1.5;
/** A corrected word may have been another. */
const CORRECTED_SHARE = 0.5;
/** A word that only the sentence before has. */
const CONTEXT_MATCH = 0.7;

const EXTREMES: ReadonlySet<string> = new Set(
  'first last most least largest smallest biggest oldest youngest highest lowest best worst earliest latest'
    .split(' ')
    .map(stem),
);
const NEGATION_STEMS: ReadonlySet<string> = new Set([...NEGATIONS].map(stem));

export function signalsOf(query: Query, { terms }: Found, hit: Hit, index: SearchIndex): Signals {
  let covered = 0;
  let coverable = 0;
  let worded = 0;
  let wordable = 0;
  let unknownName = 0;
  let missingNumbers = 0;
  let missingExtremes = 0;
  terms.forEach((searched, at) => {
    const { term, expansions } = searched;
    const known = coverageWeight(searched, index);
    const isUnknown = known > 0 && !term.light && expansions.length === 0;
    const weight = isUnknown && !term.unknownName ? UNKNOWN_WORD_WEIGHT : known;
    const match = hit.matches[at] || (standsBefore(searched, hit.doc, index) ? CONTEXT_MATCH : 0);
    const share = term.certainty < 1 ? CORRECTED_SHARE : 1;
    covered += weight * match * share;
    coverable += weight;
    wordable += known;
    if (standsIn(searched, hit.doc, index)) worded += known * share;
    if (match > 0 || known === 0) return;
    if (term.number) missingNumbers += 1;
    else if (isUnknown && term.unknownName) unknownName = 1;
    if (EXTREMES.has(term.stem)) missingExtremes += 1;
  });
  return {
    covered: coverable > 0 ? covered / coverable : 0,
    worded: wordable > 0 ? worded / wordable : 0,
    found: Math.log(1 + hit.matches.filter((match) => match > 0).length),
    density: densityOf(terms, index.order(hit.doc)),
    unknownName,
    score: hit.score,
    negated: query.stems.some((each) => NEGATION_STEMS.has(each)) ? 1 : 0,
    missingNumbers,
    missingExtremes,
  };
}

function standsIn({ expansions }: SearchTerm, doc: number, index: SearchIndex): boolean {
  return expansions.some(({ id, via }) => via !== 'synonym' && index.fieldWeight(id, doc) > 0);
}

function standsBefore({ expansions }: SearchTerm, doc: number, index: SearchIndex): boolean {
  return index.followsOn(doc) && expansions.some(({ id }) => index.fieldWeight(id, doc - 1) > 0);
}

function densityOf(terms: readonly SearchTerm[], order: Uint32Array): number {
  let shared = 0;
  for (const each of order) {
    const id = each >= NAME_FLAG ? each - NAME_FLAG : each;
    if (terms.some(({ places }) => places.has(id))) shared += 1;
  }
  return order.length > 0 ? shared / order.length : 0;
}
