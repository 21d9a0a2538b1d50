// @ts-check
/** Two changes of one text: which lines each changed, and both in one text. */

/**
 * Lines that a change replaces, puts in or takes out.
 *
 * @typedef {object} Hunk
 * @property {number} from - index of the first line in the text before
 * @property {number} to - index after the last one; the same as `from` where lines are only put in
 * @property {readonly string[]} lines - what stands there now
 */

/** Lines of one text × lines of the other between which each pair is compared, about 2,000 × 2,000: 16 MB, tens of milliseconds. */
const MAX_PAIRS = 4_000_000;

/**
 * @param {string} before
 * @param {string} after
 * @returns {readonly Hunk[]} in the order of lines; few, by the longest common subsequence of lines
 */
export function hunksOf(before, after) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  let same = 0;
  while (same < most - start && old.at(-1 - same) === now.at(-1 - same)) same += 1;
  const [rows, columns] = [old.length - same - start, now.length - same - start];
  if (rows === 0 && columns === 0) return [];
  if (rows * columns > MAX_PAIRS) return [{ from: start, to: start + rows, lines: now.slice(start, start + columns) }];

  // common[r, c]: how many lines the rest of both texts, from r and c on, have in common.
  const width = columns + 1;
  const common = new Uint32Array((rows + 1) * width);
  const at = (/** @type {number} */ r, /** @type {number} */ c) => common[r * width + c] ?? 0;
  for (let r = rows - 1; r >= 0; r -= 1)
    for (let c = columns - 1; c >= 0; c -= 1)
      common[r * width + c] =
        old[start + r] === now[start + c] ? at(r + 1, c + 1) + 1 : Math.max(at(r + 1, c), at(r, c + 1));
  /** @type {Hunk[]} */
  const hunks = [];
  let [r, c] = [0, 0];
  while (r < rows || c < columns) {
    const [fromRow, fromColumn] = [r, c];
    while ((r < rows || c < columns) && !(r < rows && c < columns && old[start + r] === now[start + c])) {
      if (r < rows && (c === columns || at(r + 1, c) >= at(r, c + 1))) r += 1;
      else c += 1;
    }
    if (r > fromRow || c > fromColumn)
      hunks.push({ from: start + fromRow, to: start + r, lines: now.slice(start + fromColumn, start + c) });
    while (r < rows && c < columns && old[start + r] === now[start + c]) [r, c] = [r + 1, c + 1];
  }
  return hunks;
}

/** @param {Hunk} a @param {Hunk} b */
const meet = (a, b) =>
  a.from === a.to || b.from === b.to ? a.from <= b.to && b.from <= a.to : a.from < b.to && b.from < a.to;

/** @param {Hunk} a @param {Hunk} b */
const isSame = (a, b) => a.from === b.from && a.to === b.to && a.lines.join('\n') === b.lines.join('\n');

/**
 * @param {string} before - the text that both were made from
 * @param {string} mine
 * @param {string} theirs
 * @returns {{readonly text: string, readonly clashes: boolean}} the text with both changes; where they meet, mine is in it and theirs is
 *   not, which `clashes` tells
 */
export function mergeLines(before, mine, theirs) {
  const own = hunksOf(before, mine);
  const others = hunksOf(before, theirs).filter((hunk) => !own.some((each) => isSame(each, hunk)));
  const kept = others.filter((hunk) => !own.some((each) => meet(each, hunk)));
  const old = before.split('\n');
  /** @type {string[]} */
  const parts = [];
  let at = 0;
  for (const { from, to, lines } of [...own, ...kept].sort((a, b) => a.from - b.from || a.to - b.to)) {
    parts.push(...old.slice(at, from), ...lines);
    at = to;
  }
  return { text: [...parts, ...old.slice(at)].join('\n'), clashes: kept.length < others.length };
}
