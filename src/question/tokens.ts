import { MEMO_MAX_WORDS } from './memo.ts';
import { hashLetter, NO_LETTERS, Spellings } from './spellings.ts';

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
const APOSTROPHE = 39;
const MONTH_DAY = /(?<![\d/])(1[0-2]|0?[1-9])\/([12]\d|3[01]|0?[1-9])(?![\d/])/g;
const OPPOSITE = /(?<![\p{L}\p{N}-])(de|dis|non)-(?=\p{L}{4})/giu;
const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** Splits text into words. Never throws, whatever the text; cost grows with its length, which is cut at `TEXT_MAX_CHARS`. */
export function tokenize(text: string): Token[] {
  return tokenizeWith(text, plainSpellings);
}

/** Splits text into words of which more is known than the letters. Equal words share one token. */
export function tokenizeWith<T extends { readonly word: string }>(text: string, spellings: Spellings<T>): T[] {
  let source = text.length > TEXT_MAX_CHARS ? text.slice(0, TEXT_MAX_CHARS) : text;
  if (hasDottedLetters(source)) source = source.replace(DOTTED, joinLetters);
  if (source.includes('/')) {
    source = source.replace(
      MONTH_DAY,
      (_, month: string, day: string) => `${MONTHS[Number(month) - 1]} ${Number(day)}`,
    );
  }
  // "de-escalation" is the opposite of what its second part says.
  if (source.includes('-')) source = source.replace(OPPOSITE, '$1');
  const codes = codesOf(source);
  const tokens: T[] = [];
  let hasOrder = false;
  for (let at = 0; at < source.length; ) {
    let start = at;
    let hash = NO_LETTERS;
    let code = codes[at] ?? 0;
    // Nearly all words are plain letters, or digits, alone: they need no pattern with all letters of all scripts.
    let isWhole: boolean;
    if (isDigit(code)) {
      do {
        hash = hashLetter(hash, code);
        at += 1;
        code = codes[at] ?? 0;
      } while (isDigit(code));
      isWhole = !(isPlainLetter(code) || code >= 128 || (isInNumber(code) && (codes[at + 1] ?? 0) >= 48));
    } else {
      while (isPlainLetter(code) || (code === APOSTROPHE && at > start && isPlainLetter(codes[at + 1] ?? 0))) {
        hash = hashLetter(hash, code);
        at += 1;
        code = codes[at] ?? 0;
      }
      if (at === start && code < 128) {
        at += 1;
        continue;
      }
      isWhole = at > start && code !== APOSTROPHE && code < 128;
    }
    if (!isWhole) {
      WORD.lastIndex = start;
      const match = WORD.exec(source);
      if (!match) break;
      start = match.index;
      at = WORD.lastIndex;
      code = codes[at] ?? 0;
      hash = NO_LETTERS;
      for (let each = start; each < at; each++) hash = hashLetter(hash, codes[each] ?? 0);
    }
    const spelling = spellings.at(codes, start, at, hash);
    if (spelling.several) tokens.push(...spelling.several);
    else {
      tokens.push(endsClause(code) ? spellings.ending(spelling) : spelling.inside);
      if (spelling.inside.word === 'order') hasOrder = true;
    }
  }
  return hasOrder ? withoutInOrderTo(tokens) : tokens;
}

const plainSpellings = new Spellings<Token>((word, raw, last) => ({ word, raw, last }), MEMO_MAX_WORDS);

/** The code units of the text that is being split, and two noughts. It holds nothing from one text to the next. */
let spareCodes = new Uint16Array(TEXT_MAX_CHARS);
let spareBytes = Buffer.from(spareCodes.buffer);

/**
 * A text's code units: one copy, as each of them is looked at several times, and a text that is a part of another, or was
 * joined from parts, is slow to look at.
 */
function codesOf(text: string): Uint16Array {
  if (text.length + 2 > spareCodes.length) {
    spareCodes = new Uint16Array(text.length + 2);
    spareBytes = Buffer.from(spareCodes.buffer);
  }
  spareBytes.write(text, 'utf16le');
  spareCodes.fill(0, text.length, text.length + 2);
  return spareCodes;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Comma or full stop, if a digit follows. */
function isInNumber(code: number): boolean {
  return code === 44 || code === 46;
}

/** Two full stops with one letter between, which may take two code units: nearly every text has a full stop, few have such. */
function hasDottedLetters(text: string): boolean {
  for (let at = text.indexOf('.'); at >= 0; ) {
    const next = text.indexOf('.', at + 1);
    if (next === at + 2 || next === at + 3) return true;
    at = next;
  }
  return false;
}

/** Behind a word, one of `. ? ! ; :` or a line break. */
function endsClause(code: number): boolean {
  return code === 46 || code === 63 || code === 33 || code === 59 || code === 58 || code === 10;
}

function isPlainLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** "in order to" says no more than "to". */
function withoutInOrderTo<T extends { readonly word: string }>(tokens: readonly T[]): T[] {
  return tokens.filter(
    ({ word }, at) => !(word === 'order' && tokens[at - 1]?.word === 'in' && tokens[at + 1]?.word === 'to'),
  );
}

/** "U.S." and "U.N." are one word each; the country keeps a spelling that the pronoun "us" does not have. */
function joinLetters(dotted: string): string {
  const letters = dotted.replaceAll('.', '');
  const joined = letters.toLowerCase() === 'us' ? 'USA' : letters;
  return dotted.endsWith('.') ? `${joined} ` : joined;
}
