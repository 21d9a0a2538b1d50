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
  /** Edits, and what makes a word more or less likely than others as near; comparable between spellers. */
  readonly cost: number;
}

export interface Speller {
  /**
   * The known words that a word may be a misspelling of, the likeliest first; at most `NEAREST_MAX`, none where none is near
   * enough. A known word is never corrected: ask only for unknown ones.
   */
  nearest(word: string): readonly Nearest[];
}

export const NEAREST_MAX = 3;
/** From this many letters on one edit is allowed, from the next on two: shorter words become other words too easily. */
const ONE_EDIT_MIN_CHARS = 4;
const TWO_EDITS_MIN_CHARS = 8;
/** Deletions are taken from this many leading letters only: fewer entries, same answers for two edits. */
const PREFIX_CHARS = 7;
/** People rarely get the first letter wrong, so another first letter counts as half an edit more. */
const FIRST_LETTER_COST = 0.5;
/** What a sound-alike is nearer; decides between words that are equally many edits away. */
const SOUND_BONUS = 0.4;
/** What a word is nearer for each time that it occurs ten times as often. */
const FREQUENCY_BONUS = 0.15;
/** Real misspellings keep the length of a word; nothing longer is worth comparing. */
const WORD_MAX_CHARS = 40;

/**
 * @param words - known words, each once
 * @param frequency - how often a word occurs; of words that are equally near, the more frequent is likelier
 *
 * The words are filed when the first one is looked up. Space and time for that grow with the words, about 25 entries of four
 * bytes each; a lookup costs microseconds, whatever their number.
 */
export function createSpeller(words: readonly string[], frequency: (index: number) => number): Speller {
  let filed: Filed | null = null;
  return {
    nearest(word) {
      const limit = word.length >= TWO_EDITS_MIN_CHARS ? 2 : word.length >= ONE_EDIT_MIN_CHARS ? 1 : 0;
      if (limit === 0 || word.length > WORD_MAX_CHARS || !/^\p{L}+$/u.test(word)) return [];
      filed ??= fileByDeletions(words);
      const sound = soundOf(word);
      const found: Nearest[] = [];
      for (const index of candidatesFor(word, limit, filed)) {
        const candidate = words[index] ?? '';
        const allowed = editsTo(candidate.length, limit);
        const distance = alignmentDistance(word, candidate, allowed);
        if (distance === 0 || distance > allowed) continue;
        const sameStart = word[0] === candidate[0] || swappedStart(word, candidate);
        const cost =
          distance +
          (sameStart ? 0 : FIRST_LETTER_COST) -
          (sound === soundOf(candidate) ? SOUND_BONUS : 0) -
          FREQUENCY_BONUS * Math.log10(1 + frequency(index));
        found.push({ word: candidate, distance: distance === 1 ? 1 : 2, sameStart, cost });
      }
      return likeliest(found);
    },
  };
}

/** Each word once, the likeliest first; of equally likely ones the one given first. */
export function likeliest(found: readonly Nearest[]): readonly Nearest[] {
  const unique = new Map<string, Nearest>();
  for (const near of [...found].sort((a, b) => a.cost - b.cost)) {
    if (!unique.has(near.word)) unique.set(near.word, near);
    if (unique.size === NEAREST_MAX) break;
  }
  return [...unique.values()];
}

/** The shorter word sets the limit: "iran" must not become "iranian" nor "talk" "walking". */
function editsTo(candidateChars: number, limit: number): number {
  return Math.min(limit, candidateChars >= TWO_EDITS_MIN_CHARS - 1 ? 2 : 1);
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

/** Numbers of words in the order of the buckets that their deletions fall into. */
interface Filed {
  readonly starts: Uint32Array;
  readonly entries: Uint32Array;
  readonly mask: number;
  /** Of each word the set of its letters and its length: tells most that only share a bucket without reading them. */
  readonly letters: Uint32Array;
  readonly lengths: Uint8Array;
}

/** Two passes over all deletions: count per bucket, then fill; no object per entry. */
function fileByDeletions(words: readonly string[]): Filed {
  let total = 0;
  for (const { length } of words) total += deletionCount(Math.min(length, PREFIX_CHARS), deletionsFrom(length));
  let buckets = 1;
  while (buckets * 2 < total) buckets *= 2;
  const mask = buckets - 1;
  const starts = new Uint32Array(buckets + 1);
  const hashes = new Uint32Array(DELETIONS_MAX);
  for (const word of words) {
    const count = hashDeletions(word, deletionsFrom(word.length), hashes);
    for (let at = 0; at < count; at++) {
      const bucket = (hashes[at] ?? 0) & mask;
      starts[bucket] = (starts[bucket] ?? 0) + 1;
    }
  }
  // Each bucket's end for now; filling it from the back leaves its start.
  for (let bucket = 1; bucket <= buckets; bucket++) starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
  const entries = new Uint32Array(total);
  const letters = new Uint32Array(words.length);
  const lengths = new Uint8Array(words.length);
  for (let index = words.length - 1; index >= 0; index--) {
    const word = words[index] ?? '';
    letters[index] = letterSet(word);
    lengths[index] = Math.min(word.length, 255);
    const count = hashDeletions(word, deletionsFrom(word.length), hashes);
    for (let at = 0; at < count; at++) {
      const bucket = (hashes[at] ?? 0) & mask;
      const place = (starts[bucket] ?? 0) - 1;
      starts[bucket] = place;
      entries[place] = index;
    }
  }
  return { starts, entries, mask, letters, lengths };
}

/** Words that share a deletion with the one typed and may be near enough; each once. */
function candidatesFor(word: string, limit: number, filed: Filed): ReadonlySet<number> {
  const { starts, entries, mask, letters, lengths } = filed;
  const candidates = new Set<number>();
  const own = letterSet(word);
  const hashes = new Uint32Array(DELETIONS_MAX);
  const count = hashDeletions(word, limit, hashes);
  for (let each = 0; each < count; each++) {
    const bucket = (hashes[each] ?? 0) & mask;
    const end = starts[bucket + 1] ?? 0;
    for (let at = starts[bucket] ?? 0; at < end; at++) {
      const index = entries[at] ?? 0;
      const length = lengths[index] ?? 0;
      const allowed = editsTo(length, limit);
      // One edit changes two letters of the set at most: the one that goes and the one that comes.
      if (Math.abs(length - word.length) > allowed || bitCount(own ^ (letters[index] ?? 0)) > 2 * allowed) continue;
      candidates.add(index);
    }
  }
  return candidates;
}

function letterSet(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) & 31);
  return set >>> 0;
}

/** Population count by halves, after H. S. Warren, Hacker's Delight, 5-1. */
function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many letters are left out of a known word of this length; -1 where it is never a correction. */
function deletionsFrom(chars: number): number {
  if (chars < ONE_EDIT_MIN_CHARS - 1 || chars > WORD_MAX_CHARS) return -1;
  return editsTo(chars, 2);
}

function deletionCount(chars: number, deletions: number): number {
  if (deletions < 0) return 0;
  return 1 + (deletions >= 1 ? chars : 0) + (deletions >= 2 ? (chars * (chars - 1)) / 2 : 0);
}

const DELETIONS_MAX = deletionCount(PREFIX_CHARS, 2);

/**
 * Hashes the leading letters as they are, and with each way of leaving out up to `deletions` of them.
 *
 * @returns how many hashes were written
 */
function hashDeletions(word: string, deletions: number, hashes: Uint32Array): number {
  if (deletions < 0) return 0;
  const length = Math.min(word.length, PREFIX_CHARS);
  let count = 0;
  hashes[count++] = hashWithout(word, length, -1, -1);
  if (deletions < 1) return count;
  for (let first = 0; first < length; first++) {
    hashes[count++] = hashWithout(word, length, first, -1);
    if (deletions < 2) continue;
    for (let second = first + 1; second < length; second++) hashes[count++] = hashWithout(word, length, first, second);
  }
  return count;
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
 *
 * Only cells within `limit` of the diagonal are filled, for all others are farther (E. Ukkonen, 1985).
 */
export function alignmentDistance(a: string, b: string, limit: number): number {
  const far = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return far;
  let [before, above, line] = rowsFor(b.length + 2);
  for (let column = 0; column <= b.length; column++) above[column] = Math.min(column, far);
  for (let row = 1; row <= a.length; row++) {
    const from = Math.max(1, row - limit);
    const to = Math.min(b.length, row + limit);
    const letter = a.charCodeAt(row - 1);
    line[from - 1] = from === 1 ? Math.min(row, far) : far;
    let smallest = line[from - 1] ?? far;
    for (let column = from; column <= to; column++) {
      const other = b.charCodeAt(column - 1);
      let cost = (above[column - 1] ?? far) + (letter === other ? 0 : 1);
      cost = Math.min(cost, (above[column] ?? far) + 1, (line[column - 1] ?? far) + 1);
      const swap = row > 1 && column > 1 && letter === b.charCodeAt(column - 2) && other === a.charCodeAt(row - 2);
      if (swap) cost = Math.min(cost, (before[column - 2] ?? far) + 1);
      line[column] = cost;
      if (cost < smallest) smallest = cost;
    }
    line[to + 1] = far;
    if (smallest > limit) return far;
    [before, above, line] = [above, line, before];
  }
  return Math.min(above[b.length] ?? far, far);
}

type Rows = [Uint8Array, Uint8Array, Uint8Array];
let spareRows: Rows = [new Uint8Array(0), new Uint8Array(0), new Uint8Array(0)];

/** The same three rows for every pair of words, as a lookup compares many; they hold nothing from one pair to the next. */
function rowsFor(length: number): Rows {
  if (spareRows[0].length < length)
    spareRows = [new Uint8Array(length), new Uint8Array(length), new Uint8Array(length)];
  return spareRows;
}
