import type { Token } from '../question/tokens.ts';
import { MONTHS, WEEKDAYS } from '../question/word-classes.ts';

/** What a text holds besides its words, as bits: a question that asks for one of them prefers texts that have it. */
export const HOLDS = { time: 1, number: 2, name: 4, place: 8, reason: 16, manner: 32 } as const;
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
const MANNER_WORDS: ReadonlySet<string> = new Set('by with through using via'.split(' '));

/** Reads the bits off a tokenised text. A guess from the surface: for facts the curated data is used instead. */
export function holdsOf(tokens: readonly Token[]): number {
  let bits = 0;
  let start = true;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) continue;
    const { word, raw } = token;
    const first = raw.charCodeAt(0);
    if (word.charCodeAt(0) <= 57) {
      bits |= HOLDS.number;
      if (/^(?:1\d|20)\d\d$/.test(word)) bits |= HOLDS.time;
    } else if (first >= 65 && first <= 90) {
      if (MONTHS.has(word) || WEEKDAYS.has(word)) bits |= HOLDS.time;
      else if (!start) {
        bits |= HOLDS.name;
        const before = tokens[at - 1]?.word ?? '';
        if (PLACE_PREPOSITIONS.has(before) || (before === 'the' && PLACE_PREPOSITIONS.has(tokens[at - 2]?.word ?? '')))
          bits |= HOLDS.place;
      }
    } else if (TIME_WORDS.has(word)) bits |= HOLDS.time;
    else if (REASON_WORDS.has(word)) bits |= HOLDS.reason;
    else if (MANNER_WORDS.has(word)) bits |= HOLDS.manner;
    start = token.last;
  }
  return bits;
}
