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
 * The words of one length are filed when the first one is looked up that they may be near to, so that no question waits for
 * all of them: eight entries of eight bytes for each word that may be one edit away, and thirty for each that may be two. A
 * lookup costs microseconds, whatever their number.
 */
export function createSpeller(words: readonly string[], frequency: (index: number) => number): Speller {
  let byLength: readonly (readonly number[])[] | null = null;
  const files = { 1: [] as Filed[], 2: [] as Filed[] } as const;
  const fileFor = (length: number, limit: Limit): Filed => {
    byLength ??= groupByLength(words);
    files[limit][length] ??= fileByDeletions(words, byLength[length] ?? [], limit);
    return files[limit][length];
  };
  return {
    nearest(word) {
      if (word.length < ONE_EDIT_MIN_CHARS || word.length > WORD_MAX_CHARS || !/^\p{L}+$/u.test(word)) return [];
      const limit = word.length >= TWO_EDITS_MIN_CHARS ? 2 : 1;
      let sound: string | null = null;
      const hashes = new Int32Array(DELETIONS_MAX);
      const count = hashDeletions(word, limit, hashes, 0);
      const found: (Candidate & { readonly near: Nearest })[] = [];
      for (let length = word.length - limit; length <= word.length + limit; length++) {
        const allowed = editsTo(length, limit);
        if (Math.abs(length - word.length) > allowed) continue;
        for (const each of candidatesIn(fileFor(length, limit), word, allowed, hashes.subarray(0, count))) {
          const candidate = words[each.index] ?? '';
          const distance = alignmentDistance(word, candidate, allowed);
          if (distance === 0 || distance > allowed) continue;
          sound ??= soundOf(word);
          const sameStart = word[0] === candidate[0] || swappedStart(word, candidate);
          const cost =
            distance +
            (sameStart ? 0 : FIRST_LETTER_COST) -
            (sound === soundOf(candidate) ? SOUND_BONUS : 0) -
            FREQUENCY_BONUS * Math.log10(1 + frequency(each.index));
          found.push({ ...each, near: { word: candidate, distance: distance === 1 ? 1 : 2, sameStart, cost } });
        }
      }
      found.sort((a, b) => a.deletion - b.deletion || a.index - b.index);
      return likeliest(found.map(({ near }) => near));
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

/** How many edits away a known word may be from a typed one, by the length of that. */
type Limit = 1 | 2;

/** The shorter word sets the limit: "iran" must not become "iranian" nor "talk" "walking". */
function editsTo(candidateChars: number, limit: Limit): Limit {
  return limit === 2 && candidateChars >= TWO_EDITS_MIN_CHARS - 1 ? 2 : 1;
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

/** Numbers of words by their length; what is too short or too long to be a correction is left out. */
function groupByLength(words: readonly string[]): readonly (readonly number[])[] {
  const groups = Array.from({ length: WORD_MAX_CHARS + 1 }, (): number[] => []);
  words.forEach(({ length }, index) => {
    if (length >= ONE_EDIT_MIN_CHARS - 1) groups[length]?.push(index);
  });
  return groups;
}

/** Words of one length in the order of the buckets that their deletions fall into. */
interface Filed {
  /** Numbers of the words, ascending. */
  readonly indexes: readonly number[];
  /** Of each, the set of its letters: tells most that only share a bucket without reading them. */
  readonly letters: Uint32Array;
  readonly starts: Uint32Array;
  /** Places in `indexes`, and the deletion by which each stands there: a bucket holds several. */
  readonly entries: Uint32Array;
  readonly hashes: Int32Array;
  readonly mask: number;
}

/** All deletions are hashed and counted per bucket, then filled in; no object per entry. */
function fileByDeletions(words: readonly string[], indexes: readonly number[], limit: Limit): Filed {
  const chars = words[indexes[0] ?? 0]?.length ?? 0;
  const each = deletionCount(Math.min(chars, PREFIX_CHARS), limit);
  const total = each * indexes.length;
  let buckets = 1;
  while (buckets * 2 < total) buckets *= 2;
  const mask = buckets - 1;
  const starts = new Uint32Array(buckets + 1);
  const hashes = new Int32Array(total);
  const letters = new Uint32Array(indexes.length);
  let end = 0;
  for (let place = 0; place < indexes.length; place++) {
    const word = words[indexes[place] ?? 0] ?? '';
    letters[place] = letterSet(word);
    end = hashDeletions(word, limit, hashes, end);
  }
  for (let at = 0; at < total; at++) {
    const bucket = (hashes[at] ?? 0) & mask;
    starts[bucket] = (starts[bucket] ?? 0) + 1;
  }
  // Each bucket's end for now; filling it from the back leaves its start.
  for (let bucket = 1; bucket <= buckets; bucket++) starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
  const entries = new Uint32Array(total);
  const ordered = new Int32Array(total);
  for (let at = total - 1; at >= 0; at--) {
    const hash = hashes[at] ?? 0;
    const place = (starts[hash & mask] ?? 0) - 1;
    starts[hash & mask] = place;
    entries[place] = Math.floor(at / each);
    ordered[place] = hash;
  }
  return { indexes, letters, starts, entries, hashes: ordered, mask };
}

/** A word that may be near enough. */
interface Candidate {
  readonly index: number;
  /** The first deletion of the word typed that it shares: of equally likely words, the earlier comes first. */
  readonly deletion: number;
}

/** Words that share a deletion with the one typed and may be within so many edits of it; each once. */
function candidatesIn(
  { indexes, letters, starts, entries, hashes, mask }: Filed,
  word: string,
  allowed: Limit,
  deletions: Int32Array,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const seen = new Set<number>();
  const own = letterSet(word);
  for (let deletion = 0; deletion < deletions.length; deletion++) {
    const hash = deletions[deletion] ?? 0;
    const end = starts[(hash & mask) + 1] ?? 0;
    for (let at = starts[hash & mask] ?? 0; at < end; at++) {
      if (hashes[at] !== hash) continue;
      const place = entries[at] ?? 0;
      // One edit changes two letters of the set at most: the one that goes and the one that comes.
      if (bitCount(own ^ (letters[place] ?? 0)) > 2 * allowed || seen.has(place)) continue;
      seen.add(place);
      candidates.push({ index: indexes[place] ?? 0, deletion });
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

function deletionCount(chars: number, deletions: Limit): number {
  return 1 + chars + (deletions === 2 ? (chars * (chars - 1)) / 2 : 0);
}

const DELETIONS_MAX = deletionCount(PREFIX_CHARS, 2);

/** Odd, so that no power of it is nought (the prime of FNV-1a). */
const BASE = 0x01000193;
const POWERS = new Int32Array(PREFIX_CHARS + 1).map((_, exponent) => powerOf(exponent));
/** Of the word being hashed: hash of the letters from each on. It holds nothing from one word to the next. */
const tails = new Int32Array(PREFIX_CHARS + 1);

function powerOf(exponent: number): number {
  let power = 1;
  for (let each = 0; each < exponent; each++) power = Math.imul(power, BASE);
  return power;
}

/**
 * Hashes the leading letters as they are, and with each way of leaving out up to `deletions` of them. The hash is a polynomial
 * in `BASE`, so that it follows from those of the parts before, between and behind what is left out.
 *
 * @param at - where in `hashes` the first is written
 * @returns where the next would be
 */
function hashDeletions(word: string, deletions: Limit, hashes: Int32Array, at: number): number {
  const length = Math.min(word.length, PREFIX_CHARS);
  tails[length] = 0;
  for (let from = length - 1; from >= 0; from--) {
    tails[from] = (Math.imul(word.charCodeAt(from), POWERS[length - 1 - from] ?? 0) + (tails[from + 1] ?? 0)) | 0;
  }
  hashes[at++] = mixed(tails[0] ?? 0);
  let head = 0;
  for (let first = 0; first < length; first++) {
    hashes[at++] = joined(head, length, first);
    if (deletions === 2) {
      let between = head;
      for (let second = first + 1; second < length; second++) {
        hashes[at++] = joined(between, length, second);
        between = (Math.imul(between, BASE) + word.charCodeAt(second)) | 0;
      }
    }
    head = (Math.imul(head, BASE) + word.charCodeAt(first)) | 0;
  }
  return at;
}

/** The hash of a head, with all letters behind a place. */
function joined(head: number, length: number, place: number): number {
  return mixed((Math.imul(head, POWERS[length - 1 - place] ?? 0) + (tails[place + 1] ?? 0)) | 0);
}

/** So that the low bits may serve as a bucket number. */
function mixed(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
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
