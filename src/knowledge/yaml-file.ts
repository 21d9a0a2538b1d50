/** Reads one YAML file into plain values that still know their line. Everything YAML can do wrong ends here. */

import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { closest } from './closest.ts';
import type { EntryMemory } from './entry-memory.ts';
import type { Place, Report } from './problem.ts';
import { cutList, readEntries } from './yaml-list.ts';
import { type LineOf, noteSyntax, type Slip } from './yaml-syntax.ts';
import { NOTHING, type Note, type Path, readWhole, type Tree } from './yaml-tree.ts';

export type { Path } from './yaml-tree.ts';

/** One file of a situation. */
export interface YamlFile {
  /** Path for messages. */
  readonly path: string;
  /** The bytes as read, for the version; null where they could not be read. */
  readonly bytes: Uint8Array | null;
  /** Plain maps, lists, strings (trimmed), numbers, booleans and null; undefined where the file cannot be understood. */
  readonly value: unknown;
  /** Where a value stands; a path that leads too far gives the nearest value that holds it. The line is looked up once it is read. */
  place(path: Path, id?: string | null): Place;
}

/** Larger than most texts kept by hand; keeps a wrong file from filling the memory: the parser's tree takes seventy times as much. */
export const FILE_MAX_BYTES = 20 * 1024 * 1024;
/** For a list that can be read entry by entry: a quarter of a million facts. */
export const LIST_MAX_BYTES = 100 * 1024 * 1024;

/**
 * Reads a file. Problems go to `report`; the reading goes on as far as it can.
 *
 * @returns undefined where there is no such file; that is for the caller to judge
 */
export async function readYamlFile(
  path: string,
  report: Report,
  memory: EntryMemory | null = null,
): Promise<YamlFile | undefined> {
  const whole: Place = { file: path, line: null, id: null };
  const broken = (bytes: Uint8Array | null): YamlFile => ({ path, bytes, value: undefined, place: () => whole });
  let bytes: Uint8Array;
  try {
    // A directory or a pipe of that name must not be opened: reading a pipe would wait for ever.
    const found = await stat(path);
    if (!found.isFile()) {
      report(whole, 'is not a file', 'put a YAML file of that name in its place');
      return broken(null);
    }
    if (found.size > LIST_MAX_BYTES) {
      report(whole, tooLarge(found.size, LIST_MAX_BYTES), 'split the situation');
      return broken(null);
    }
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return undefined;
    report(whole, `cannot be read (${code})`, 'check that the file may be read by the user who runs Sitrep');
    return broken(null);
  }
  if (!isUtf8(bytes)) {
    report({ ...whole, line: lineOfBadUtf8(bytes) }, 'is not UTF-8 text', 'save the file as UTF-8 in your editor');
    return broken(bytes);
  }
  const text = new TextDecoder().decode(bytes);
  const lineOf = lineFinder(text);
  const cut = cutList(text);
  const isLarge = bytes.length > FILE_MAX_BYTES;
  if (isLarge && 'hindrance' in cut) {
    const { hindrance } = cut;
    const line = hindrance === null ? null : lineOf(hindrance);
    const remedy = line === null ? 'split the situation' : `${LIST_REMEDY}, or split the situation`;
    report({ ...whole, line }, tooLarge(bytes.length, FILE_MAX_BYTES), remedy);
    return broken(bytes);
  }
  const note: Note = (offset, message, remedy) =>
    report({ file: path, line: lineOf(offset), id: null }, message, remedy);
  const read = 'pieces' in cut ? readEntries(cut, lineOf, note, memory) : { slips: [] };
  const tree = 'slips' in read ? readBroken(text, read.slips, isLarge, lineOf, note) : read;
  const place = (wanted: Path, id: string | null = null): Place =>
    new LazyPlace(path, id, () => lineOf(tree.offsetOf(wanted)));
  return { path, bytes, value: tree.value, place };
}

const MEGABYTE = 1024 * 1024;
const LIST_REMEDY =
  'start each entry with "- " at the start of a line, and nothing else there but comments between entries; use no tabs';

function tooLarge(bytes: number, maxBytes: number): string {
  return `is ${(bytes / MEGABYTE).toFixed(1)} MB large, at most ${maxBytes / MEGABYTE} MB are read`;
}

/** Parsed as a whole, one slip is told once; a text too large for that is judged entry by entry. @param slips - of its entries */
function readBroken(text: string, slips: readonly Slip[], isLarge: boolean, lineOf: LineOf, note: Note): Tree {
  if (!isLarge) return readWhole(text, lineOf, note);
  noteSyntax(slips, text, lineOf, note);
  return NOTHING;
}

/** Most places are never told, and to find a line in a long file takes a while. */
class LazyPlace implements Place {
  readonly file: string;
  readonly id: string | null;
  readonly #findLine: () => number;

  constructor(file: string, id: string | null, findLine: () => number) {
    this.file = file;
    this.id = id;
    this.#findLine = findLine;
  }

  get line(): number {
    return this.#findLine();
  }
}

/**
 * Counts the lines of a text once they are asked for. The parser's own counter loses lines within a text that runs over several
 * when that text is broken, which is just when the line is wanted.
 */
function lineFinder(text: string): LineOf {
  let starts: readonly number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length;
    // Invariant: the line that holds the offset starts in starts[low..high).
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) starts.push(feed + 1);
  return starts;
}

/** No byte of a longer UTF-8 character is a line feed, so each line can be judged alone. */
function lineOfBadUtf8(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}

/** Reports YAML files in a folder that nothing reads: a misspelt name would lose all its facts without a word. */
export function reportStrayFiles(
  folder: string,
  names: readonly string[],
  known: readonly string[],
  report: Report,
): void {
  for (const name of names) {
    // Hidden ones are not meant to be read: editors put their locks and copies there.
    if (!/^[^.].*\.ya?ml$/i.test(name) || known.includes(name)) continue;
    const guess = closest(name, known);
    const remedy = guess === undefined ? `remove it; the files are ${known.join(', ')}` : `rename it to ${guess}?`;
    report({ file: `${folder}/${name}`, line: null, id: null }, 'is not a file that Sitrep reads', remedy);
  }
}
