import type { Token } from '../question/tokens.ts';
import { MONTHS, WEEKDAYS } from '../question/word-classes.ts';

/**
 * What a text holds besides its words, as bits: a question that asks for one of them prefers texts that have it. `date`: a
 * year or month, not just some time. `list`: announces a list that follows it. `back`: speaks of what was named before. `quotation`: has quotation marks.
 */
export const HOLDS = {
  time: 1,
  number: 2,
  name: 4,
  place: 8,
  reason: 16,
  manner: 32,
  date: 64,
  list: 128,
  back: 256,
  quotation: 512,
} as const;
export type Held = keyof typeof HOLDS;

const TIME_WORDS: ReadonlySet<string> = new Set(
  'century centuries decade decades year years month months week weeks day days morning evening night noon midnight hour hours ago today yesterday spring summer autumn winter era period bc ad'.split(
    ' ',
  ),
);
const PLACE_PREPOSITIONS: ReadonlySet<string> = new Set([
  'in',
  'at',
  'near',
  'from',
  'to',
  'across',
  'into',
  'on',
  'through',
  'of',
]);
const REASON_WORDS: ReadonlySet<string> = new Set(
  'because due since therefore thus reason reasons cause caused causes owing hence consequently result resulted resulting retaliation response order prevent'.split(
    ' ',
  ),
);
/** A text that begins so speaks of what was named before it: "It was built …", "The tower …". */
const BACK_WORDS: ReadonlySet<string> = new Set(
  'it he she they this these its his her their those that the'.split(' '),
);
const MANNER_WORDS: ReadonlySet<string> = new Set('by with through using via'.split(' '));

const QUOTATION = /["\u201c\u201e\u00ab]/;

/** What a word may say, as bits. */
const KIND = {
  number: 1,
  year: 2,
  calendar: 4,
  time: 8,
  reason: 16,
  manner: 32,
  preposition: 64,
  article: 128,
  month: 256,
  back: 512,
} as const;

/** What a word may say by its letters alone, whatever stands around it. */
export function kindOf(word: string): number {
  if (word.charCodeAt(0) <= 57) return KIND.number | (/^(?:1\d|20)\d\d$/.test(word) ? KIND.year : 0);
  return (
    (MONTHS.has(word) ? KIND.calendar | KIND.month : 0) |
    (WEEKDAYS.has(word) ? KIND.calendar : 0) |
    (TIME_WORDS.has(word) ? KIND.time : 0) |
    (REASON_WORDS.has(word) ? KIND.reason : 0) |
    (MANNER_WORDS.has(word) ? KIND.manner : 0) |
    (PLACE_PREPOSITIONS.has(word) ? KIND.preposition : 0) |
    (word === 'the' ? KIND.article : 0) |
    (BACK_WORDS.has(word) ? KIND.back : 0)
  );
}

/** A word of a text with what it may say, see `kindOf`. */
export interface HoldingToken extends Token {
  readonly kind: number;
}

/**
 * Reads the bits off a text. A guess from the surface: for facts the curated data is used instead.
 *
 * @param tokens - of the text
 */
export function holdsOf(text: string, tokens: readonly HoldingToken[]): number {
  let bits = text.trimEnd().endsWith(':') ? HOLDS.list : 0;
  if (QUOTATION.test(text)) bits |= HOLDS.quotation;
  if ((tokens[0]?.kind ?? 0) & KIND.back) bits |= HOLDS.back;
  let start = true;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) continue;
    const { kind } = token;
    const first = token.raw.charCodeAt(0);
    if (kind & KIND.number) {
      bits |= HOLDS.number;
      if (kind & KIND.year) bits |= HOLDS.time | HOLDS.date;
    } else if (first >= 65 && first <= 90) {
      if (kind & KIND.calendar) bits |= HOLDS.time | (kind & KIND.month ? HOLDS.date : 0);
      else if (!start) {
        bits |= HOLDS.name;
        const before = tokens[at - 1]?.kind ?? 0;
        if (before & KIND.preposition || (before & KIND.article && (tokens[at - 2]?.kind ?? 0) & KIND.preposition))
          bits |= HOLDS.place;
      }
    } else if (kind & KIND.time) bits |= HOLDS.time;
    else if (kind & KIND.reason) bits |= HOLDS.reason;
    else if (kind & KIND.manner) bits |= HOLDS.manner;
    start = token.last;
  }
  return bits;
}
