/** Functions by which the rules examine a text: its words, names and numbers, and whether it reports an allegation. */

import { fold } from '../model/text.ts';

/**
 * Folds a name for comparison: case, accents, punctuation and possessive 's do not count, so "U.S." = "us" and
 * "Al-Qaeda’s" = "al qaeda". Text of symbols only ("🇺🇸") is compared as it is.
 */
export function nameKey(text: string): string {
  const folded = fold(text);
  const key = folded
    .replace(/'s(?![\p{L}\p{N}])/gu, '')
    .replace(/[.'"]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return key === '' ? folded.replace(/\s+/gu, ' ').trim() : key;
}

/** Whether a text contains a name as whole words. */
export function holdsName(text: string, name: string): boolean {
  const key = nameKey(name);
  return key !== '' && ` ${nameKey(text)} `.includes(` ${key} `);
}

const UNSPACED =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}/u;
let segmenter: Intl.Segmenter | undefined;

/**
 * The words of a text as a publisher would count them: "Israel-Hamas" and "U.S." are one each; in scripts without spaces,
 * dictionary words.
 */
export function countWords(text: string): number {
  let words = 0;
  for (const token of text.split(/[\s\u2013\u2014/]+/u)) {
    if (UNSPACED.test(token)) {
      segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
      for (const part of segmenter.segment(token)) if (part.isWordLike) words += 1;
    } else if (/[\p{L}\p{N}]/u.test(token)) words += 1;
  }
  return words;
}

/** Length as people count it: code points, not UTF-16 units. */
export function countCharacters(text: string): number {
  return [...text].length;
}

const ALLEGATION =
  /\b(?:alleg|accus|suspect|purport|claim|blam|unconfirmed|unverified|unproven|reportedly|said to|believed to|thought to)/i;

/** Whether an English sentence says that it reports an allegation. */
export function saysAlleged(text: string): boolean {
  return ALLEGATION.test(text);
}

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const OTHER_WORDS: ReadonlyMap<number, readonly string[]> = new Map([
  [0, ['no', 'none', 'nobody']],
  [1, ['a', 'an', 'single', 'once', 'first']],
  [2, ['both', 'pair', 'couple', 'twice', 'second']],
  [12, ['dozen']],
]);

/** Whether an English sentence states a number, in digits ("1,200", "3.5 million") or, below a hundred, in words. */
export function holdsNumber(text: string, value: number): boolean {
  for (const [, digits = '', scale] of text.matchAll(
    /(\d[\d,]*(?:\.\d+)?)(?:\s*(thousand|million|billion|k|m|bn)(?![\p{L}\p{N}]))?/giu,
  )) {
    const factor =
      { thousand: 1e3, k: 1e3, million: 1e6, m: 1e6, billion: 1e9, bn: 1e9 }[scale?.toLowerCase() ?? ''] ?? 1;
    const stated = Number(digits.replaceAll(',', ''));
    if (stated === value || Math.abs(stated * factor - value) < 1e-6 * Math.abs(value)) return true;
  }
  const words = [...(OTHER_WORDS.get(value) ?? [])];
  if (Number.isInteger(value) && value >= 0 && value < 100) {
    const [tens, unit] = [Math.floor(value / 10), value % 10];
    const ten = TENS[tens - 2];
    words.push(UNITS[value] ?? (unit === 0 ? `${ten}` : `${ten} ${UNITS[unit]}`));
  }
  // Larger numbers in words are rare and have many spellings, so any word such as "hundred" is accepted.
  if (value >= 100 && /\b(?:hundred|thousand|million|billion|dozen)s?\b/i.test(text)) return true;
  return words.some((word) => holdsName(text, word));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]/gu;

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * Finds a character that is invisible or that changes the writing direction, and returns a name for it. Line feeds count as such a character
 * unless `multiline`; joiners (U+200C, U+200D) and direction marks (U+200E, U+200F) do not, because scripts need them.
 */
export function unseenCharacter(text: string, multiline: boolean): string | null {
  if (!text.isWellFormed()) return 'half a character (a lone surrogate)';
  if (text.search(UNSEEN) < 0) return null;
  for (const [character] of text.matchAll(UNSEEN)) {
    if (character === '\n' && multiline) continue;
    if (character === '\n') return 'a line break';
    if (character === '\t') return 'a tab';
    const code = codeOf(character);
    if (character === '\ufffd') return `a replacement character (${code}), the trace of a broken copy`;
    if (/[\u202a-\u202e\u2066-\u2069]/u.test(character)) return `a character that turns text around (${code})`;
    if (/[\u00ad\u061c\u200b\u2060-\u2065\ufeff]/u.test(character)) return `an invisible character (${code})`;
    return `a control character (${code})`;
  }
  return null;
}

/** Writes invisible characters as `<U+202E>`, so that a message about them stays readable. */
export function visible(text: string): string {
  return text.toWellFormed().replace(UNSEEN, (character) => `<${codeOf(character)}>`);
}

const STOP_WORDS = new Set(
  (
    'a about after all also an and any are as at be been before being but by can could did do does for from had has have he her ' +
    'here him his how i if in into is it its may me more most my no not now of on one or other our out over own said same she so ' +
    'some such than that the their them then there these they this those to too under up us was we were what when where which ' +
    'while who whom why will with would you your'
  ).split(' '),
);

/** Whether an English phrase consists only of words that most sentences contain. "US" and "IT" in capitals are names. */
export function isStopPhrase(text: string): boolean {
  if (/^[A-Z.]{2,}$/.test(text)) return false;
  const words = nameKey(text).split(' ');
  return words.every((word) => STOP_WORDS.has(word));
}

const SCALES: Readonly<Record<string, number>> = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9, dozen: 12 };

const NUMBER = new RegExp(
  `(?<![\\p{L}\\d.,]|\\p{L}-)(\\d[\\d,]*(?:\\.\\d+)?|(?:${TENS.join('|')})(?:[- ](?:${UNITS.slice(1, 10).join('|')}))?|${UNITS.slice(2).reverse().join('|')}|(?:one|a)(?= (?:hundred|thousand|million|billion|dozen))|(?<!\\bno )one(?= (?!of|another|or|and|is|was|who|that|day|can|to|in|has|will|by|else|more)[a-z]))` +
    `(?:[ -](${Object.keys(SCALES).join('|')})|(k|bn)(?![\\p{L}]))?(?:(?![\\p{L}\\d-])|(?=-(?:year|day|week|month|hour|minute|page|person|member)))`,
  'giu',
);

/** The numbers that an English text states, in digits or words, except "one", ordinals and numbers within words ("clade1b"). */
export function findNumbers(
  text: string,
): readonly { readonly value: number; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(NUMBER)].map(({ 0: whole, 1: digits = '', 2: scale = '', 3: short = '', index }) => {
    const [ten = '', unit = ''] = digits.toLowerCase().split(/[- ]/);
    const inTens = TENS.includes(ten)
      ? (TENS.indexOf(ten) + 2) * 10 + Math.max(UNITS.indexOf(unit), 0)
      : UNITS.indexOf(ten);
    const inWords = ten === 'a' ? 1 : inTens;
    const base = /^\d/.test(digits) ? Number(digits.replaceAll(',', '')) : inWords;
    const factor = SCALES[scale.toLowerCase()] ?? { k: 1e3, bn: 1e9 }[short.toLowerCase()] ?? 1;
    return { value: base * factor, start: index, end: index + whole.replace(/,+$/, '').length };
  });
}

export const numbersIn = (text: string): readonly number[] => findNumbers(text).map(({ value }) => value);
