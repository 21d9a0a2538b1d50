/** Functions for text that several parts share. They know nothing about facts, questions or Discord. */

/** Letters that Unicode does not decompose, and how people type them on a plain keyboard. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  đ: 'd',
  ø: 'o',
  ß: 'ss',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
};
const ASCII = /^[\0-\x7f]*$/;

/**
 * Folds text for comparison: compatibility forms unified, accents, invisible characters and case removed.
 * `"Hezbollah’s"` and `"HEZBOLLAH'S"` fold alike; the result is for comparing, never for showing.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]+/gu, '')
    .replace(/[łŁđĐøØßıæÆœŒþÞðÐ]/g, (letter) => PLAIN_LETTERS[letter.toLowerCase()] ?? letter)
    .replace(/[\u2018\u2019\u02bc\u2032]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-')
    .toLowerCase();
}

/**
 * Shortens text to at most `maxChars` UTF-16 units, at a word boundary where one is near, with "…" as the last
 * character. Counting UTF-16 units is a safe upper bound for limits that are counted in code points. Never cuts a surrogate pair.
 */
export function clip(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  if (maxChars <= 1) return maxChars === 1 ? '…' : '';
  let end = maxChars - 1;
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end -= 1;
  const cut = text.slice(0, end);
  const space = cut.lastIndexOf(' ');
  return `${(space > end * 0.6 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/**
 * Text without the characters that change the writing direction: they can make a line look different from what it says, or affect
 * the text after it. Hebrew and Arabic are shown from right to left even without these characters.
 */
export const withoutBidi = (text: string): string => text.replace(/\p{Bidi_Control}/gu, '');

/** Text with its first letter as a capital. */
export const sentenceCase = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
