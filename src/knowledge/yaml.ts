/** Reads one YAML file into plain values whose lines are known. All problems with YAML itself are reported here. */

import { isUtf8 } from 'node:buffer';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, sep } from 'node:path';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { Place, Report } from './problem.ts';
import { unseenCharacter } from './wording.ts';
import { explainErrors } from './yaml-errors.ts';

/** The keys and list positions that lead to a value. */
export type Path = readonly (string | number)[];

/** One file of a situation. */
export interface YamlFile {
  /** Path for messages. */
  readonly path: string;
  /** The bytes of the file, from which the version is computed; null where they could not be read. */
  readonly bytes: Uint8Array | null;
  /** Plain maps, lists, strings (trimmed), numbers, booleans and null; undefined where the file cannot be understood. */
  readonly value: unknown;
  /** The place of a value. A path that does not exist gives the place of the nearest enclosing value. */
  place(path: Path, id?: string | null): Place;
}

/**
 * The size limit of a file, enough for about 30,000 facts. It protects the memory: the parser's tree takes seventy times the size
 * of the text.
 */
export const FILE_MAX_BYTES = 20 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
/** facts.yml needs five levels of nesting. Deeper nesting is a mistake or an attack on the parser. */
const NESTING_MAX = 20;
/** Keys whose value may have several lines. Elsewhere a line break would break menus, buttons and search. */
const MULTILINE_KEYS = new Set(['scope', 'note', 'reason', 'status_note']);
const KNOWN_KEYS_REMEDY = 'keep to the keys that knowledge/README.md shows';

/**
 * @param instead - a text to read instead of the file
 * @returns undefined where there is no such file; the caller decides whether that is a problem. Problems go to `report`.
 */
export async function readYamlFile(path: string, report: Report, instead?: string): Promise<YamlFile | undefined> {
  if (instead !== undefined)
    return { path, bytes: new TextEncoder().encode(instead), ...parseText(path, instead, report) };
  const whole: Place = { file: path, line: null, id: null };
  const read = await readRegularFile(path);
  if (read === undefined) return undefined;
  if ('message' in read) {
    report(whole, read.message, read.remedy);
    return { path, bytes: null, value: undefined, place: () => whole };
  }
  const { bytes } = read;
  if (!isUtf8(bytes)) {
    report({ ...whole, line: lineOfBadUtf8(bytes) }, 'is not UTF-8 text', 'save the file as UTF-8 in your editor');
    return { path, bytes, value: undefined, place: () => whole };
  }
  return { path, bytes, ...parseText(path, new TextDecoder().decode(bytes), report) };
}

/**
 * Reads a file of at most `FILE_MAX_BYTES` that must be directly in the situation's folder.
 *
 * @returns undefined where there is no such file; the problem and its remedy where the file cannot be read
 */
export async function readRegularFile(
  path: string,
): Promise<{ readonly bytes: Uint8Array } | { readonly message: string; readonly remedy: string } | undefined> {
  try {
    // A directory or a pipe of that name must not be opened: reading a pipe would wait for ever.
    const found = await stat(path);
    if (!found.isFile()) return { message: 'is not a file', remedy: 'put a file of that name in its place' };
    if (found.size > FILE_MAX_BYTES) {
      const size = (found.size / MEGABYTE).toFixed(1);
      return {
        message: `is ${size} MB large, at most ${FILE_MAX_BYTES / MEGABYTE} MB are read`,
        remedy: 'split the situation',
      };
    }
    const folder = await realpath(dirname(path));
    if (!(await realpath(path)).startsWith(`${folder}${sep}`)) {
      return { message: 'is a link out of the folder', remedy: `put the file ${basename(path)} itself here` };
    }
    return { bytes: await readFile(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return undefined;
    return {
      message: `cannot be read (${code})`,
      remedy: 'check that the file may be read by the user who runs Sitrep',
    };
  }
}

function parseText(path: string, text: string, report: Report): Pick<YamlFile, 'value' | 'place'> {
  // The line counter is filled here, because the parser does not count the lines inside a broken multi-line text.
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) lines.addNewLine(feed + 1);
  const lineOf = (offset: number): number => lines.linePos(offset).line;

  const placeBy =
    (offsetAt: (wanted: Path) => number): YamlFile['place'] =>
    (wanted, id = null) => ({
      file: path,
      // Rules ask for a place before they know whether there is a problem, so the line is computed only when somebody reads it.
      get line() {
        return lineOf(offsetAt(wanted));
      },
      id,
      path: wanted,
    });
  const list = text.length < PARSED_WHOLE_MAX_CHARS ? null : parseByEntry(path, text, lineOf);
  if (list !== null) {
    for (const noted of list.notes) report(...noted);
    return { value: list.value, place: placeBy(list.offsetAt) };
  }
  const { contents, errors, warnings } = parseDocument(text, OPTIONS);
  const place = placeBy((wanted) => offsetOf(contents, wanted));
  const slips = explainErrors([...errors, ...warnings], text, lineOf);
  for (const { offset, message, remedy } of slips)
    report({ file: path, line: lineOf(offset), id: null }, message, remedy);
  if (slips.length > 0) return { value: undefined, place };
  const reader = new ValueReader(path, lineOf, report);
  const value = reader.read(contents, 0, null);
  return { value: reader.failed ? undefined : value, place };
}

const OPTIONS = {
  prettyErrors: false,
  stringKeys: true,
  resolveKnownTags: false,
  uniqueKeys: false, // Duplicate keys are checked in this file, in linear time and with both lines in the message.
  version: '1.2',
} as const;

/** About 800 facts. */
const PARSED_WHOLE_MAX_CHARS = 300_000;
/** The least average number of bytes in an entry of facts.yml. */
const ENTRY_MIN_CHARS = 60;

/**
 * Reads a long list entry by entry, so that there is never a parser's tree of the whole text. That tree would take seventy times
 * the size of the text; without it, reading is a third faster (2026-11-28: 1.8 s of CPU for 10,000 facts instead of 2.6 s). An
 * entry is parsed again when somebody asks for its place.
 *
 * @returns null for a text that is not a plain list of entries that start
 * with "- ", or that has any error; then the caller parses the text as a whole
 */
function parseByEntry(path: string, text: string, lineOf: (offset: number) => number) {
  const starts = [...text.matchAll(/^-(?=\s)/gm)].map(({ index }) => index);
  const [first] = starts;
  // Many tiny entries take longer one by one than as a whole.
  if (
    first === undefined ||
    text.length / starts.length < ENTRY_MIN_CHARS ||
    !/^(?:[ \t]*(?:#.*)?\r?\n)*$/.test(text.slice(0, first))
  )
    return null;
  const parse = (at: number) => parseDocument(text.slice(starts[at], starts[at + 1]), OPTIONS);
  const notes: Parameters<Report>[] = [];
  const value: unknown[] = [];
  for (const [at, start] of starts.entries()) {
    const { contents, errors, warnings } = parse(at);
    if (errors.length > 0 || warnings.length > 0 || !isSeq(contents) || contents.items.length !== 1) return null;
    const reader = new ValueReader(
      path,
      (offset) => lineOf(start + offset),
      (...noted) => notes.push(noted),
    );
    const [entry] = reader.read(contents, 0, null) as unknown[];
    if (reader.failed) return null;
    value.push(entry);
  }
  const offsetAt = ([entry, ...within]: Path): number => {
    const at = Math.min(Number(entry ?? 0), starts.length - 1);
    return (starts[at] ?? 0) + offsetOf(parse(at).contents, entry === undefined ? [] : [0, ...within]);
  };
  return { value, notes, offsetAt };
}

/** Turns the parser's nodes into plain values, and reports constructs that YAML allows but Sitrep does not. */
class ValueReader {
  /** Whether a value was found that has no plain form. */
  failed = false;
  readonly #path: string;
  readonly #lineOf: (offset: number) => number;
  readonly #report: Report;
  readonly #reportedAliases = new Set<string>();

  constructor(path: string, lineOf: (offset: number) => number, report: Report) {
    this.#path = path;
    this.#lineOf = lineOf;
    this.#report = report;
  }

  /** @param depth - how many levels contain the node; @param key - the nearest key above it */
  read(node: unknown, depth: number, key: string | null): unknown {
    if (depth > NESTING_MAX) {
      this.failed = true;
      this.#note(startOf(node), `is nested more than ${NESTING_MAX} levels deep`, KNOWN_KEYS_REMEDY);
      return undefined;
    }
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1, key));
    if (isMap(node)) return this.#readMap(node, depth);
    if (isAlias(node)) return this.#refuseAlias(node.source, startOf(node));
    if (!isScalar(node)) return null;
    return typeof node.value === 'string' ? this.#readText(node.value.trim(), startOf(node), key) : node.value;
  }

  #readMap(map: YAMLMap, depth: number): Record<string, unknown> {
    const group: Record<string, unknown> = {};
    const offsets = new Map<string, number>();
    for (const { key, value } of map.items) {
      // The parser has already refused every key that is not text.
      if (!isScalar(key)) continue;
      const name = String(key.value);
      const offset = startOf(key);
      const unseen = unseenCharacter(name, false);
      if (unseen !== null) this.#note(offset, `the key ${JSON.stringify(name)} holds ${unseen}`, 'type the key again');
      const before = offsets.get(name);
      if (before !== undefined) {
        const message = `the key "${name}" was given before, in line ${this.#lineOf(before)}`;
        this.#note(offset, message, 'keep one of the two');
      } else if (name === '__proto__') this.#note(offset, 'the key "__proto__" is not known', 'remove it');
      else group[name] = this.read(value, depth + 1, name);
      if (before === undefined) offsets.set(name, offset);
    }
    return group;
  }

  #readText(text: string, offset: number, key: string | null): string {
    const unseen = unseenCharacter(text, key !== null && MULTILINE_KEYS.has(key));
    if (unseen !== null) {
      const remedy = unseen === 'a line break' ? 'write it on one line' : 'type the text instead of pasting it';
      this.#note(offset, `${key === null ? 'a text' : `"${key}"`} holds ${unseen}`, remedy);
    }
    return text;
  }

  /** Aliases are refused, because they allow a "billion laughs" attack. */
  #refuseAlias(name: string, offset: number): undefined {
    this.failed = true;
    const once = `${this.#lineOf(offset)} ${name}`;
    const remedy = 'write the value out; anchors and aliases are not supported';
    if (!this.#reportedAliases.has(once)) this.#note(offset, `*${name} refers to an anchor`, remedy);
    this.#reportedAliases.add(once);
  }

  #note(offset: number, message: string, remedy: string): void {
    this.#report({ file: this.#path, line: this.#lineOf(offset), id: null }, message, remedy);
  }
}

/** The place of a value: its key in a group, its own start in a list. */
function offsetOf(contents: unknown, path: Path): number {
  let node = contents;
  let offset = startOf(node);
  for (const step of path) {
    if (isSeq(node)) {
      node = node.items[Number(step)];
      if (hasRange(node)) offset = node.range[0];
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (hasRange(pair?.key)) offset = pair.key.range[0];
      node = pair?.value;
    } else break;
  }
  return offset;
}

const startOf = (node: unknown): number => (hasRange(node) ? node.range[0] : 0);

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

/** A byte within a multi-byte UTF-8 character is never a line feed, so each line can be decoded alone. */
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
