/** "Did you mean …?": the nearest of a list of ids or keys. */

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
    const slips = slipsBetween(word, candidate, fewest);
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

/**
 * Edit distance with adjacent swaps (optimal string alignment); returns Infinity as soon as the distance cannot stay below
 * `limit`.
 */
function slipsBetween(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let slips = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(slips);
    }
    // A swap of letters uses the row before the last one, so the search may stop only when both rows are beyond the limit.
    if (Math.min(...row) >= limit && Math.min(...last) >= limit) return Number.POSITIVE_INFINITY;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
