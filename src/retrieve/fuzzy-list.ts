import Fuse from 'fuse.js';

/** A list of words or names in which fuse.js finds what was probably meant. */
export interface FuzzyList {
  /**
   * The best match for what was typed; `null` where nothing is near enough.
   * `distance` counts upwards from 0, which is exact: slips for each letter of the longer word (see `slipsBetween`).
   */
  nearest(typed: string): { readonly entry: string; readonly distance: number } | null;
  /** Several, best first. */
  near(typed: string, limit: number): readonly { readonly entry: string; readonly distance: number }[];
}

/** fuse.js looks at every entry, which takes 30 ms for 15,000 words: it gets the entries that share the most letter pairs. */
const SHORTLIST_MAX = 40;
/** Longer input is no word or name; fuse.js would cut it into pieces of 32 characters. */
const TYPED_MAX_CHARS = 32;
/** Two letters that changed places are all there: a little nearer than a letter that is wrong or missing, so "fisrt" is "first", not "fist". */
const SWAP_SLIPS = 0.9;

/**
 * @param entries - folded, the more likely first: ties go to the earlier one
 * @param threshold - of fuse.js, in [0, 1]: the share of wrong characters above which nothing is found
 */
export function createFuzzyList(entries: readonly string[], threshold: number): FuzzyList {
  const byPair = new Map<string, number[]>();
  const pairCounts = entries.map((entry, at) => {
    const pairs = pairsOf(entry);
    for (const pair of pairs) {
      const list = byPair.get(pair);
      if (list) list.push(at);
      else byPair.set(pair, [at]);
    }
    return pairs.size;
  });
  const shared = new Uint8Array(entries.length);

  /** Places of entries, the most likely entry first. */
  const shortlist = (typed: string): readonly number[] => {
    const pairs = pairsOf(typed);
    const touched: number[] = [];
    for (const pair of pairs) {
      for (const at of byPair.get(pair) ?? []) {
        if (shared[at] === 0) touched.push(at);
        shared[at] = (shared[at] ?? 0) + 1;
      }
    }
    const dice = (at: number): number => (2 * (shared[at] ?? 0)) / (pairs.size + (pairCounts[at] ?? 0));
    const best = touched
      .map((at) => ({ at, likeness: dice(at) }))
      .sort((a, b) => b.likeness - a.likeness || a.at - b.at)
      .slice(0, SHORTLIST_MAX);
    for (const at of touched) shared[at] = 0;
    return best.map(({ at }) => at).sort((a, b) => a - b);
  };

  const near = (typed: string, limit: number): readonly { readonly entry: string; readonly distance: number }[] => {
    if (typed.length > TYPED_MAX_CHARS) return [];
    const list = shortlist(typed).map((at) => entries[at] ?? '');
    if (list.length === 0) return [];
    // `distance` makes the place of a match count, because a slip leaves the rest of a word where it was. The length of the entry
    // does not count.
    const fuse = new Fuse(list, { includeScore: true, threshold, distance: 20, ignoreFieldNorm: true });
    const order = new Map(list.map((entry, at) => [entry, at]));
    return fuse
      .search(typed)
      .map(({ item }) => ({
        entry: item,
        distance: slipsBetween(typed, item) / Math.max(typed.length, item.length, 1),
      }))
      .sort((a, b) => a.distance - b.distance || (order.get(a.entry) ?? 0) - (order.get(b.entry) ?? 0))
      .slice(0, limit);
  };
  return { near, nearest: (typed) => near(typed, 1)[0] ?? null };
}

/**
 * How many slips turn one word into the other: a letter left out, added or wrong counts 1, two letters that changed places
 * `SWAP_SLIPS`. fuse.js counts
 * exchanged letters as two slips, and it searches within an entry: "strike" is as near to "strikebreaker" as to itself. Optimal string
 * alignment after Damerau 1964.
 */
function slipsBetween(typed: string, entry: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: entry.length + 1 }, (_, at) => at);
  for (let i = 1; i <= typed.length; i++) {
    const row = [i];
    for (let j = 1; j <= entry.length; j++) {
      const isSame = typed[i - 1] === entry[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && typed[i - 1] === entry[j - 2] && typed[i - 2] === entry[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + SWAP_SLIPS);
      }
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  return last[entry.length] ?? 0;
}

function pairsOf(word: string): ReadonlySet<string> {
  const padded = `^${word}$`;
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < padded.length; i++) pairs.add(padded.slice(i, i + 2));
  return pairs;
}
