import { fold } from '../text.ts';
import { memoize } from './memo.ts';
import { CONTRACTIONS, MONTH_SHORT, NUMBER_WORDS } from './word-forms.ts';

/** A word of a text in reading order. */
export interface Token {
  /** Folded for comparison: "Hezbollah’s" is `hezbollah`, "three" is `3`, "U.S." is `usa`, "what's" gives `what` and `is`. */
  readonly word: string;
  /** As typed, for what only the spelling tells (capitals). */
  readonly raw: string;
  /** Ends a sentence or clause: nothing after it belongs to the same phrase. */
  readonly last: boolean;
}

/** Longer texts are cut here: far above any question or sentence, and it bounds the time that a hostile input can take. */
export const TEXT_MAX_CHARS = 10_000;

const DOTTED = /(?<![\p{L}\p{N}])(?:\p{L}\.){2,}(?:\p{L}(?![\p{L}\p{N}]))?/gu;
const WORD =
  /[\p{L}\p{M}]+(?:['\u2018\u2019\u02bc][\p{L}\p{M}]+)*(?:(?<=s)['\u2019](?![\p{L}\p{N}]))?|\p{N}+(?:[,.]\p{N}{3})*(?:\.\p{N}+)?(?:st|nd|rd|th)?/gu;
const PLAIN = /^[a-z]+$/;
const APOSTROPHE = 39;
const MONTH_DAY = /(?<![\d/])(1[0-2]|0?[1-9])\/([12]\d|3[01]|0?[1-9])(?![\d/])/g;
const OPPOSITE = /(?<![\p{L}\p{N}-])(de|dis|non)-(?=\p{L}{4})/giu;
const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** Splits text into words. Never throws, whatever the text; cost grows with its length, which is cut at `TEXT_MAX_CHARS`. */
export function tokenize(text: string): Token[] {
  return tokenizeWith(text, wordsOf, (word, raw, last) => ({ word, raw, last }));
}

/**
 * Splits text into words of which more is known than the letters.
 *
 * @param wordsOf - what a spelling stands for: one word, or the words of a contraction
 */
export function tokenizeWith<W, T extends { readonly word: string }>(
  text: string,
  wordsOf: (raw: string) => W | readonly W[],
  tokenOf: (word: W, raw: string, last: boolean) => T,
): T[] {
  let source = text.length > TEXT_MAX_CHARS ? text.slice(0, TEXT_MAX_CHARS) : text;
  if (source.includes('.')) source = source.replace(DOTTED, joinLetters);
  if (source.includes('/')) {
    source = source.replace(
      MONTH_DAY,
      (_, month: string, day: string) => `${MONTHS[Number(month) - 1]} ${Number(day)}`,
    );
  }
  // "de-escalation" is the opposite of what its second part says.
  if (source.includes('-')) source = source.replace(OPPOSITE, '$1');
  const tokens: T[] = [];
  for (let at = 0; at < source.length; ) {
    const start = source.charCodeAt(at);
    let end = at;
    if (isPlainLetter(start)) {
      do end += 1;
      while (isPlainLetter(source.charCodeAt(end)));
    } else if (start < 48 || (start > 57 && start < 128)) {
      at += 1;
      continue;
    }
    const next = source.charCodeAt(end);
    let raw: string;
    if (end > at && (next < 128 ? next !== APOSTROPHE : Number.isNaN(next))) raw = source.slice(at, end);
    else {
      WORD.lastIndex = at;
      const match = WORD.exec(source);
      if (!match) break;
      raw = match[0];
      end = WORD.lastIndex;
    }
    const words = wordsOf(raw);
    if (isList(words)) for (const word of words) tokens.push(tokenOf(word, raw, false));
    else tokens.push(tokenOf(words, raw, '.?!;:\n'.includes(source[end] ?? ' ')));
    at = end;
  }
  return tokens.some(({ word }) => word === 'order') ? withoutInOrderTo(tokens) : tokens;
}

/** `Array.isArray` forgets the type of a readonly list. */
function isList<W>(words: W | readonly W[]): words is readonly W[] {
  return Array.isArray(words);
}

/** Nearly all words are made of these alone, and need no pattern with all letters of all scripts. */
function isPlainLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** "in order to" says no more than "to". */
function withoutInOrderTo<T extends { readonly word: string }>(tokens: readonly T[]): T[] {
  return tokens.filter(
    ({ word }, at) => !(word === 'order' && tokens[at - 1]?.word === 'in' && tokens[at + 1]?.word === 'to'),
  );
}

/** What a spelling stands for, folded: a word, or the words of a contraction. */
export const wordsOf: (raw: string) => string | readonly string[] = memoize((raw) => {
  const lower = raw.toLowerCase();
  let word = PLAIN.test(lower) ? lower : fold(raw);
  if (word.charCodeAt(0) <= 57) return word.replace(/,/g, '').replace(/(?:st|nd|rd|th)$/, '');
  const expanded = CONTRACTIONS.get(word);
  if (expanded) return expanded;
  const apostrophe = word.indexOf("'");
  if (apostrophe > 0) {
    // "Iran's" is the possessive; "n't" and the rest stand in the table above.
    word = word.endsWith("'s") || word.endsWith("s'") ? word.slice(0, word.lastIndexOf("'")) : word.replaceAll("'", '');
  }
  if (raw === 'US') return 'usa';
  return NUMBER_WORDS.get(word) ?? MONTH_SHORT.get(word) ?? word;
});

/** "U.S." and "U.N." are one word each; the country keeps a spelling that the pronoun "us" does not have. */
function joinLetters(dotted: string): string {
  const letters = dotted.replaceAll('.', '');
  const joined = letters.toLowerCase() === 'us' ? 'USA' : letters;
  return dotted.endsWith('.') ? `${joined} ` : joined;
}
