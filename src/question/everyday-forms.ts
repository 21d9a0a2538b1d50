import { EVERYDAY_WORDS } from './common-words.ts';
import { IRREGULAR, NUMBER_WORDS } from './word-forms.ts';

/**
 * Everyday English as it is typed, so that a misspelt form is corrected even where a situation uses another form of the word
 * ("wrtoe" where the facts say "writes"), and is not taken for something that the situation happens to name.
 */
export function everydayForms(): readonly string[] {
  return [...new Set([...EVERYDAY_WORDS.flatMap(regularForms), ...IRREGULAR.keys(), ...NUMBER_WORDS.keys()])];
}

/** As a noun and as a verb, for the list does not say which it is. A doubled letter ("stopped") is an edit that spelling allows. */
function regularForms(word: string): readonly string[] {
  const base = word.slice(0, -1);
  if (/[^aeiou]y$/.test(word)) return [word, `${base}ies`, `${base}ied`, `${word}ing`];
  if (word.endsWith('e')) return [word, `${word}s`, `${word}d`, `${base}ing`];
  return [word, /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`, `${word}ed`, `${word}ing`];
}
