import { clip } from '../model/text.ts';
import { MESSAGE_TEXT_MAX_BYTES, MESSAGE_TEXT_MAX_CHARS } from './limits.ts';

/** Bytes that Discord was seen to add for each text display when it counts bytes. */
const BYTES_PER_TEXT = 12;
const CHARS_PER_BYTE = MESSAGE_TEXT_MAX_CHARS / MESSAGE_TEXT_MAX_BYTES;

/** What a text takes of a message's budget of `MESSAGE_TEXT_MAX_CHARS`, by characters or by bytes, whichever is scarcer. */
export function costOf(text: string): number {
  return Math.max(text.length, Math.ceil((Buffer.byteLength(text) + BYTES_PER_TEXT) * CHARS_PER_BYTE));
}

/**
 * Shortens texts so that together they cost at most `budget`. All that fit whole stay whole as long as possible: the longest are
 * cut first, each to the same cost.
 *
 * @returns as many texts as came; one that nothing is left of is empty
 */
export function fitTexts(texts: readonly string[], budget: number): readonly string[] {
  const costs = texts.map(costOf);
  if (sum(costs) <= budget) return texts;
  // The highest level at which the texts, each cut to it, fit: found by filling from the cheapest up.
  let left = budget;
  let level = 0;
  const ascending = [...costs].sort((a, b) => a - b);
  for (const [i, cost] of ascending.entries()) {
    level = Math.floor(left / (ascending.length - i));
    if (cost > level) break;
    left -= cost;
  }
  return texts.map((text, i) => ((costs[i] ?? 0) <= level ? text : cutToCost(text, level)));
}

function cutToCost(text: string, cost: number): string {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (costOf(clip(text, middle)) <= cost) low = middle;
    else high = middle - 1;
  }
  // A cut must not leave half of an escape: the lone backslash would swallow the ellipsis.
  return clip(text, low).replace(/\\…$/, '…');
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
