/** Reads one YAML file into plain values that still know their line. Everything YAML can do wrong ends here. */

import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { isAlias, isMap, isScalar, isSeq, parseDocument, type YAMLError } from 'yaml';
import { closest } from './closest.ts';
import type { Place, Report } from './problem.ts';
import { unseenCharacter } from './wording.ts';

export type Path = readonly (string | number)[];

/** One file of a situation. */
export interface YamlFile {
  /** Path for messages. */
  readonly path: string;
  /** The bytes as read, for the version; null where they could not be read. */
  readonly bytes: Uint8Array | null;
  /** Plain maps, lists, strings (trimmed), numbers, booleans and null; undefined where the file cannot be understood. */
  readonly value: unknown;
  /** Where a value stands; a path that leads too far gives the nearest value that holds it. */
  place(path: Path, id?: string | null): Place;
}

/** Larger than any situation kept by hand; keeps a wrong file from filling the memory. */
export const FILE_MAX_BYTES = 20 * 1024 * 1024;
/** facts.yml needs five levels; anything far beyond is a slip or an attack on the parser. */
const NESTING_MAX = 20;
/** Keys whose value may run over several lines. Elsewhere a line break would break menus, buttons and search. */
const MULTILINE_KEYS = new Set(['scope', 'note', 'reason', 'status_note']);

/**
 * Reads a file. Problems go to `report`; the reading goes on as far as it can.
 *
 * @returns undefined where there is no such file; that is for the caller to judge
 */
export async function readYamlFile(path: string, report: Report): Promise<YamlFile | undefined> {
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
    if (found.size > FILE_MAX_BYTES) {
      const megabytes = (found.size / 1024 / 1024).toFixed(1);
      report(
        whole,
        `is ${megabytes} MB large, at most ${FILE_MAX_BYTES / 1024 / 1024} MB are read`,
        'split the situation',
      );
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
  return parseYaml(path, bytes, report);
}

function parseYaml(path: string, bytes: Uint8Array, report: Report): YamlFile {
  const text = new TextDecoder().decode(bytes);
  const lineOf = lineFinder(text);
  const document = parseDocument(text, {
    prettyErrors: false,
    stringKeys: true,
    resolveKnownTags: false,
    uniqueKeys: false, // Checked below, in linear time and with both lines in the message.
    version: '1.2',
  });
  const at = (offset: number | undefined): Place => ({ file: path, line: lineOf(offset ?? 0), id: null });
  if (document.errors.length > 0 || document.warnings.length > 0) {
    if (!reportTabs(path, text, report)) reportSyntax([...document.errors, ...document.warnings], text, at, report);
    return { path, bytes, value: undefined, place: () => at(0) };
  }

  let usable = true;
  const aliases = new Set<string>();
  const plain = (node: unknown, depth: number, key: string | null): unknown => {
    const offset = hasRange(node) ? node.range[0] : 0;
    if (depth > NESTING_MAX) {
      report(
        at(offset),
        `is nested more than ${NESTING_MAX} levels deep`,
        'keep to the keys that knowledge/README.md shows',
      );
      usable = false;
      return undefined;
    }
    if (isAlias(node)) {
      const same = `${lineOf(offset)} ${node.source}`;
      const remedy = 'write the value out; anchors and aliases are not supported';
      if (!aliases.has(same)) report(at(offset), `*${node.source} refers to an anchor`, remedy);
      aliases.add(same);
      usable = false;
      return undefined;
    }
    if (isSeq(node)) return node.items.map((item) => plain(item, depth + 1, key));
    if (isMap(node)) {
      const group: Record<string, unknown> = {};
      const lines = new Map<string, number>();
      for (const pair of node.items) {
        const keyOffset = hasRange(pair.key) ? pair.key.range[0] : offset;
        // `stringKeys` has reported any other key as an error, and then we are not here.
        if (!isScalar(pair.key)) continue;
        const name = String(pair.key.value);
        const unseen = unseenCharacter(name, false);
        if (unseen !== null)
          report(at(keyOffset), `the key ${JSON.stringify(name)} holds ${unseen}`, 'type the key anew');
        const line = lines.get(name);
        if (line !== undefined) {
          report(at(keyOffset), `the key "${name}" was given before, in line ${line}`, 'keep one of the two');
          continue;
        }
        lines.set(name, lineOf(keyOffset));
        if (name === '__proto__') {
          report(at(keyOffset), 'the key "__proto__" is not known', 'remove it');
          continue;
        }
        group[name] = plain(pair.value, depth + 1, name);
      }
      return group;
    }
    if (!isScalar(node) || typeof node.value !== 'string') return isScalar(node) ? node.value : null;
    const text = node.value.trim();
    const unseen = unseenCharacter(text, key !== null && MULTILINE_KEYS.has(key));
    if (unseen !== null) {
      const remedy = unseen === 'a line break' ? 'write it on one line' : 'type the text anew instead of pasting it';
      report(at(offset), `${key === null ? 'a text' : `"${key}"`} holds ${unseen}`, remedy);
    }
    return text;
  };
  const value = plain(document.contents, 0, null);

  const place = (wanted: Path, id: string | null = null): Place => {
    let node: unknown = document.contents;
    let offset = hasRange(node) ? node.range[0] : 0;
    for (const step of wanted) {
      if (isSeq(node)) node = node.items[Number(step)];
      else if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
        if (hasRange(pair?.key)) offset = pair.key.range[0];
        node = pair?.value;
        if (isScalar(node)) break;
        continue;
      } else break;
      if (!hasRange(node)) break;
      offset = node.range[0];
    }
    return { ...at(offset), id };
  };
  return { path, bytes, value: usable ? value : undefined, place };
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

/**
 * Line numbers, from 1, for offsets into a text. The parser's own counter loses lines within a text that runs over several
 * when that text is broken, which is just when the line is wanted.
 */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) starts.push(feed + 1);
  return (offset) => {
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

/** A tab at the start of a line upsets the parser anywhere but there, so in broken YAML it is looked for first. */
function reportTabs(path: string, text: string, report: Report): boolean {
  const [tabbed] = text.split('\n').flatMap((line, i) => (/^ *\t\s*\S/.test(line) ? [i + 1] : []));
  if (tabbed === undefined) return false;
  report({ file: path, line: tabbed, id: null }, 'not valid YAML: the line starts with a tab', 'indent with spaces');
  return true;
}

/** One problem per line; and one for a place that the parser does not find its way back from. */
function reportSyntax(errors: readonly YAMLError[], text: string, at: (offset: number) => Place, report: Report): void {
  const lines = text.split('\n');
  const seen = new Set<number | null>();
  let lastIndent = -1;
  for (const error of errors) {
    const place = at(error.pos[0]);
    if (seen.has(place.line)) continue;
    seen.add(place.line);
    const line = place.line ?? 1;
    const explained = explain(error, lines[line - 1] ?? '');
    if (explained === INDENT) {
      // One line out of line upsets those after it, too.
      const follows = line === lastIndent + 1;
      lastIndent = line;
      if (follows) continue;
    }
    report(place, `not valid YAML: ${explained[0]}`, explained[1]);
    if (error.code === 'RESOURCE_EXHAUSTION' || error.code === 'UNEXPECTED_TOKEN') break;
  }
}

type Explained = readonly [message: string, remedy: string];
const INDENT: Explained = [
  'this line and those around it are not indented alike',
  'give the keys of one group the same number of spaces',
];
const COLON: Explained = ['a second ":" stands in the line', 'put quotes around a text that holds ": "'];
const OPEN: Explained = [
  'a quote or bracket opened here or before is not closed',
  'close every quote, bracket and brace',
];
const GENERAL_REMEDY = 'correct this line or the one above; text that holds ": " or " #" needs quotes around it';
const SYNTAX: Partial<Record<YAMLError['code'], Explained>> = {
  UNEXPECTED_TOKEN: ['this does not fit what stands before it', GENERAL_REMEDY],
  TAB_AS_INDENT: ['the line starts with a tab', 'indent with spaces'],
  MULTIPLE_DOCS: ['a second document starts here', 'remove the line "---"'],
  NON_STRING_KEY: ['a key is not plain text', 'write the key as a word before ":"'],
  TAG_RESOLVE_FAILED: ['a tag ("!…") is not supported', 'remove it, or put quotes around a text that starts with "!"'],
  RESOURCE_EXHAUSTION: ['lists or groups are nested far too deep', 'keep to the keys that knowledge/README.md shows'],
};

/** The parser names the rule that was broken; the line itself tells the slip. */
function explain(error: YAMLError, line: string): Explained {
  switch (error.code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return /:\s.*:(?:\s|$)/.test(line) ? COLON : INDENT;
    case 'MISSING_CHAR':
      return /["'[{]/.test(line) || /clos/i.test(error.message) ? OPEN : INDENT;
    case 'BAD_INDENT':
      return /flow/i.test(error.message) ? OPEN : INDENT;
    default:
      return SYNTAX[error.code] ?? [error.message.split('\n')[0] ?? '', GENERAL_REMEDY];
  }
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
