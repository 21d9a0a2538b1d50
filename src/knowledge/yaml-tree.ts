/** A YAML text as plain values, and where each of them stands. */

import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { unseenCharacter } from './wording.ts';
import { type LineOf, noteSyntax, type Slip } from './yaml-syntax.ts';

export type Path = readonly (string | number)[];

/** Takes a problem of a text. @param offset - where it stands in the text */
export type Note = (offset: number, message: string, remedy: string) => void;

/** What a text holds. */
export interface Tree {
  /** Plain maps, lists, strings (trimmed), numbers, booleans and null; undefined where the text cannot be understood. */
  readonly value: unknown;
  /** Where a value stands in the text; a path that leads too far gives the nearest value that holds it. */
  offsetOf(path: Path): number;
}

/** facts.yml needs five levels; anything far beyond is a slip or an attack on the parser. */
const NESTING_MAX = 20;
/** Keys whose value may run over several lines. Elsewhere a line break would break menus, buttons and search. */
const MULTILINE_KEYS = new Set(['scope', 'note', 'reason', 'status_note']);

/** A text that cannot be understood. */
export const NOTHING: Tree = { value: undefined, offsetOf: () => 0 };

/** Reads a text of any form. Takes about seventy times the memory of the text. */
export function readWhole(text: string, lineOf: LineOf, note: Note): Tree {
  const document = parse(text);
  const slips = slipsOf(document);
  if (slips.length > 0) {
    noteSyntax(slips, text, lineOf, note);
    return NOTHING;
  }
  const values = new PlainValues(lineOf, note);
  const value = values.of(document.contents);
  return { value: values.usable ? value : undefined, offsetOf: (path) => offsetIn(document.contents, path) };
}

/** Parses a text, without judging it: the errors stand in the document. */
export function parse(text: string): Document.Parsed {
  return parseDocument(text, {
    prettyErrors: false,
    stringKeys: true,
    resolveKnownTags: false,
    uniqueKeys: false, // Checked below, in linear time and with both lines in the message.
    version: '1.2',
  });
}

/** Everything that the parser did not understand, or not for sure. */
export function slipsOf({ errors, warnings }: Document.Parsed): Slip[] {
  return [...errors, ...warnings].map(({ code, message, pos }) => ({ code, message, offset: pos[0] }));
}

/** Turns nodes of a text into plain values. */
export class PlainValues {
  /** Whether nothing was met that has no plain value. */
  usable = true;
  readonly #aliases = new Set<string>();
  readonly #lineOf: LineOf;
  readonly #note: Note;

  /** @param note - told of every problem, with offsets as they stand in the nodes */
  constructor(lineOf: LineOf, note: Note) {
    this.#lineOf = lineOf;
    this.#note = note;
  }

  /** @param depth - levels that hold the node; @param key - the nearest key above it */
  of(node: unknown, depth = 0, key: string | null = null): unknown {
    const offset = hasRange(node) ? node.range[0] : 0;
    if (depth > NESTING_MAX) {
      const remedy = 'keep to the keys that knowledge/README.md shows';
      this.#note(offset, `is nested more than ${NESTING_MAX} levels deep`, remedy);
      this.usable = false;
      return undefined;
    }
    if (isAlias(node)) {
      const same = `${this.#lineOf(offset)} ${node.source}`;
      const remedy = 'write the value out; anchors and aliases are not supported';
      if (!this.#aliases.has(same)) this.#note(offset, `*${node.source} refers to an anchor`, remedy);
      this.#aliases.add(same);
      this.usable = false;
      return undefined;
    }
    if (isSeq(node)) return node.items.map((item) => this.of(item, depth + 1, key));
    if (isMap(node)) {
      const group: Record<string, unknown> = {};
      const offsets = new Map<string, number>();
      for (const pair of node.items) {
        const keyOffset = hasRange(pair.key) ? pair.key.range[0] : offset;
        // `stringKeys` has reported any other key as an error, and then we are not here.
        if (!isScalar(pair.key)) continue;
        const name = String(pair.key.value);
        const unseen = unseenCharacter(name, false);
        if (unseen !== null)
          this.#note(keyOffset, `the key ${JSON.stringify(name)} holds ${unseen}`, 'type the key anew');
        const before = offsets.get(name);
        if (before !== undefined) {
          const line = this.#lineOf(before);
          this.#note(keyOffset, `the key "${name}" was given before, in line ${line}`, 'keep one of the two');
          continue;
        }
        offsets.set(name, keyOffset);
        if (name === '__proto__') {
          this.#note(keyOffset, 'the key "__proto__" is not known', 'remove it');
          continue;
        }
        group[name] = this.of(pair.value, depth + 1, name);
      }
      return group;
    }
    if (!isScalar(node) || typeof node.value !== 'string') return isScalar(node) ? node.value : null;
    const text = node.value.trim();
    const unseen = unseenCharacter(text, key !== null && MULTILINE_KEYS.has(key));
    if (unseen !== null) {
      const remedy = unseen === 'a line break' ? 'write it on one line' : 'type the text anew instead of pasting it';
      this.#note(offset, `${key === null ? 'a text' : `"${key}"`} holds ${unseen}`, remedy);
    }
    return text;
  }
}

/** Where a value stands in the text of a document. */
export function offsetIn(contents: unknown, path: Path): number {
  let node = contents;
  let offset = hasRange(node) ? node.range[0] : 0;
  for (const step of path) {
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
  return offset;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
