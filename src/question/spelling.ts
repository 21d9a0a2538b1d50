/**
 * Finds the known word nearest to a misspelt one without looking at every word: all words are filed under what is left of
 * their beginning when one or two letters are deleted (the symmetric deletion idea of W. Garbe's SymSpell), and the few that
 * share such a remainder are compared by optimal string alignment distance.
 */

export interface Nearest {
  readonly word: string;
  /** Edits between the two: 1 or 2. */
  readonly distance: 1 | 2;
  /** The first letter is the same, or swapped with the second. */
  readonly sameStart: boolean;
}

export interface Speller {
  /** The nearest known word, or null where none is near enough. A known word is never corrected: ask only for unknown ones. */
  nearest(word: string): Nearest | null;
}

/** From this many letters on one edit is allowed, from the next on two: shorter words become other words too easily. */
const ONE_EDIT_MIN_CHARS = 4;
const TWO_EDITS_MIN_CHARS = 8;
/** Deletions are taken from this many leading letters only: fewer entries, same answers for two edits. */
const PREFIX_CHARS = 7;
/** People rarely get the first letter wrong, so another first letter counts as half an edit more. */
const FIRST_LETTER_COST = 0.5;
/** What a sound-alike is nearer; decides between words that are equally many edits away. */
const SOUND_BONUS = 0.4;
/** Real misspellings keep the length of a word; nothing longer is worth comparing. */
const WORD_MAX_CHARS = 40;

/**
 * @param words - known words, each once
 * @param frequency - how often a word occurs; decides between words that are equally near
 */
export function createSpeller(words: readonly string[], frequency: (index: number) => number): Speller {
  const { starts, entries, mask } = fileByDeletions(words);
  return {
    nearest(word) {
      const limit = word.length >= TWO_EDITS_MIN_CHARS ? 2 : word.length >= ONE_EDIT_MIN_CHARS ? 1 : 0;
      if (limit === 0 || word.length > WORD_MAX_CHARS || !/^\p{L}+$/u.test(word)) return null;
      let best = -1;
      let bestCost = Number.POSITIVE_INFINITY;
      let bestDistance = 0;
      let bestSameStart = false;
      const seen = new Set<number>();
      forEachDeletion(word, limit, (hash) => {
        const bucket = hash & mask;
        for (let at = starts[bucket] ?? 0; at < (starts[bucket + 1] ?? 0); at++) {
          const index = entries[at] ?? 0;
          if (seen.has(index)) continue;
          seen.add(index);
          const candidate = words[index] ?? '';
          // The shorter word sets the limit: "iran" must not become "iranian" nor "talk" "walking".
          const allowed = Math.min(limit, candidate.length >= TWO_EDITS_MIN_CHARS - 1 ? 2 : 1);
          if (Math.abs(candidate.length - word.length) > allowed || candidate.length < ONE_EDIT_MIN_CHARS - 1) continue;
          const distance = alignmentDistance(word, candidate, allowed);
          if (distance > allowed || distance === 0) continue;
          const sameStart = word[0] === candidate[0] || swappedStart(word, candidate);
          const cost =
            distance + (sameStart ? 0 : FIRST_LETTER_COST) - (soundOf(word) === soundOf(candidate) ? SOUND_BONUS : 0);
          const better = cost < bestCost || (cost === bestCost && frequency(index) > frequency(best));
          if (better) {
            best = index;
            bestCost = cost;
            bestDistance = distance;
            bestSameStart = sameStart;
          }
        }
      });
      const found = words[best];
      return found === undefined
        ? null
        : { word: found, distance: bestDistance === 1 ? 1 : 2, sameStart: bestSameStart };
    },
  };
}

/** Letters that stand for one sound are one: "irak" is "iraq" rather than "iran". */
function soundOf(word: string): string {
  return word
    .replace(/ph/g, 'f')
    .replace(/[cq]/g, 'k')
    .replace(/z/g, 's')
    .replace(/y/g, 'i')
    .replace(/(.)\1+/g, '$1');
}

function swappedStart(a: string, b: string): boolean {
  return a[0] === b[1] && a[1] === b[0];
}

/** Two passes over all deletions: count per bucket, then fill; no object per entry. */
function fileByDeletions(words: readonly string[]): { starts: Uint32Array; entries: Uint32Array; mask: number } {
  let total = 0;
  words.forEach((word) => {
    forEachDeletion(word, deletionsFor(word), () => {
      total += 1;
    });
  });
  let buckets = 1;
  while (buckets < total) buckets *= 2;
  const mask = buckets - 1;
  const starts = new Uint32Array(buckets + 1);
  words.forEach((word) => {
    forEachDeletion(word, deletionsFor(word), (hash) => {
      const bucket = hash & mask;
      starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
    });
  });
  for (let bucket = 0; bucket < buckets; bucket++)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0);
  const next = starts.slice();
  const entries = new Uint32Array(total);
  words.forEach((word, index) => {
    forEachDeletion(word, deletionsFor(word), (hash) => {
      const bucket = hash & mask;
      const at = next[bucket] ?? 0;
      entries[at] = index;
      next[bucket] = at + 1;
    });
  });
  return { starts, entries, mask };
}

function deletionsFor(word: string): number {
  if (word.length < ONE_EDIT_MIN_CHARS - 1 || word.length > WORD_MAX_CHARS) return -1;
  return word.length >= TWO_EDITS_MIN_CHARS - 2 ? 2 : 1;
}

/** Calls back with a hash of the leading letters as they are, and with each way of leaving out up to `deletions` of them. */
function forEachDeletion(word: string, deletions: number, use: (hash: number) => void): void {
  if (deletions < 0) return;
  const length = Math.min(word.length, PREFIX_CHARS);
  use(hashWithout(word, length, -1, -1));
  if (deletions < 1) return;
  for (let first = 0; first < length; first++) {
    use(hashWithout(word, length, first, -1));
    if (deletions < 2) continue;
    for (let second = first + 1; second < length; second++) use(hashWithout(word, length, first, second));
  }
}

/** FNV-1a over the code units that are left, finished so that the low bits may serve as a bucket number. */
function hashWithout(word: string, length: number, first: number, second: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < length; at++) {
    if (at === first || at === second) continue;
    hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  }
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}

/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours each count one, and no
 * stretch is edited twice. Gives `limit + 1` for anything farther.
 */
export function alignmentDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    let smallest = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swap =
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
      if (swap) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      line.push(cost);
      if (cost < smallest) smallest = cost;
    }
    if (smallest > limit) return limit + 1;
    before = above;
    above = line;
  }
  return Math.min(above[b.length] ?? limit + 1, limit + 1);
}
