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

/**
 * How many slips turn one word into the other: a letter left out, added or wrong, or two neighbouring letters exchanged (optimal
 * string alignment after Damerau 1964).
 *
 * @param swap - how many slips an exchange counts as
 * @param limit - the search stops as soon as there are at least this many slips
 * @returns Infinity where the search stopped
 */
export function slipsBetween(a: string, b: string, { swap = 1, limit = Number.POSITIVE_INFINITY } = {}): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let slips = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, (beforeLast[j - 2] ?? 0) + swap);
      }
      row.push(slips);
    }
    // An exchange uses the row before the last one, so the search may stop only when both rows are beyond the limit.
    if (Math.min(...row) >= limit && Math.min(...last) >= limit) return Number.POSITIVE_INFINITY;
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
