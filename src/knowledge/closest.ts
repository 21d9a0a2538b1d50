/** "Did you mean …?": the nearest of a list of ids or keys. */

import { slipsBetween } from '../model/text.ts';

/**
 * @param word - the word as written
 * @param candidates - the valid words
 * @returns the candidate with the fewest slips (a letter missing, extra, wrong, or two swapped), the first of several equally
 * good ones; undefined where even the best one has more than a third of the word wrong, because a wild guess misleads
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const slips = slipsBetween(word, candidate, { limit: fewest });
    if (slips < fewest) {
      fewest = slips;
      best = candidate;
    }
  }
  if (best !== undefined) return best;
  // People often remember only a part of an id: "sullivan" for "jake-sullivan".
  if (word.length < 3) return undefined;
  for (const candidate of candidates) {
    if (`-${candidate}-`.includes(`-${word}-`) || `-${word}-`.includes(`-${candidate}-`)) return candidate;
  }
  return undefined;
}

/** The remedy for an unknown id: a guess where an id is similar, else `otherwise`. */
export function didYouMean(word: string, candidates: Iterable<string>, otherwise: string): string {
  const guess = closest(word, candidates);
  return guess === undefined ? otherwise : `did you mean "${guess}"?`;
}
