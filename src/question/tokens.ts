import { fold } from '../text.ts';
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
const MONTH_DAY = /(?<![\d/])(1[0-2]|0?[1-9])\/([12]\d|3[01]|0?[1-9])(?![\d/])/g;
const OPPOSITE = /(?<![\p{L}\p{N}-])(de|dis|non)-(?=\p{L}{4})/giu;
const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** Splits text into words. Never throws, whatever the text; cost grows with its length, which is cut at `TEXT_MAX_CHARS`. */
export function tokenize(text: string): Token[] {
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
  const tokens: Token[] = [];
  WORD.lastIndex = 0;
  for (let match = WORD.exec(source); match; match = WORD.exec(source)) {
    const raw = match[0];
    const next = source[WORD.lastIndex];
    addWord(raw, next !== undefined && '.?!;:\n'.includes(next), tokens);
  }
  return tokens.filter(
    (token, at) => !(token.word === 'order' && tokens[at - 1]?.word === 'in' && tokens[at + 1]?.word === 'to'),
  );
}

function addWord(raw: string, last: boolean, tokens: Token[]): void {
  const lower = raw.toLowerCase();
  let word = PLAIN.test(lower) ? lower : fold(raw);
  if (word.charCodeAt(0) <= 57) {
    tokens.push({ word: word.replace(/,/g, '').replace(/(?:st|nd|rd|th)$/, ''), raw, last });
    return;
  }
  const expanded = CONTRACTIONS.get(word);
  if (expanded) {
    for (const part of expanded) tokens.push({ word: part, raw, last: false });
    return;
  }
  const apostrophe = word.indexOf("'");
  if (apostrophe > 0) {
    // "Iran's" is the possessive; "n't" and the rest stand in the table above.
    word = word.endsWith("'s") || word.endsWith("s'") ? word.slice(0, word.lastIndexOf("'")) : word.replaceAll("'", '');
  }
  word = NUMBER_WORDS.get(word) ?? MONTH_SHORT.get(word) ?? word;
  if (raw === 'US' || word === 'usa') word = 'usa';
  tokens.push({ word, raw, last });
}

/** "U.S." and "U.N." are one word each; the country keeps a spelling that the pronoun "us" does not have. */
function joinLetters(dotted: string): string {
  const letters = dotted.replaceAll('.', '');
  const joined = letters.toLowerCase() === 'us' ? 'USA' : letters;
  return dotted.endsWith('.') ? `${joined} ` : joined;
}
