import { stemmer } from 'stemmer';
import { memoize } from './memo.ts';
import { IRREGULAR, NOT_ADVERBS, OWN_STEMS } from './word-forms.ts';

/**
 * The stem under which all forms of an English word are indexed: irregular forms first (`began` → `begin`), British and
 * American endings unified (`organise`, `organize`), then Porter 1980. Words of other scripts and numbers come back unchanged.
 *
 * @param word - folded, as `tokenize` gives it
 */
export const stem: (word: string) => string = memoize(reduce);

function reduce(word: string): string {
  if (word.length < 3 || word.length > 40 || !/^[a-z]+$/.test(word)) return word;
  // Porter keeps "directly" apart from "direct"; a question does not.
  const plain = word.length > 5 && word.endsWith('ly') && !NOT_ADVERBS.has(word) ? word.slice(0, -2) : word;
  const own = OWN_STEMS.get(word);
  if (own !== undefined) return own;
  const base = IRREGULAR.get(plain) ?? plain;
  const unified = base.replace(/is(e|ed|es|ing|ation|ations)$/, (ending, tail: string) =>
    base.length - ending.length >= 4 && !KEEPS_S.has(base) ? `iz${tail}` : ending,
  );
  return stemmer(unified);
}

/** Common words whose "-ise" is no British "-ize". */
const KEEPS_S: ReadonlySet<string> = new Set(
  'advise advised advises advising promise promised promises promising exercise exercised exercises exercising surprise surprised surprises surprising compromise compromised compromises compromising expertise enterprise enterprises franchise franchises paradise premise premises otherwise likewise televise televised supervise supervised'.split(
    ' ',
  ),
);
