/**
 * Changes single values of a YAML file. Every other byte stays: comments, order, layout, quotation marks. Each change replaces
 * the text at the place where the parser found the value, because writing the parsed document would change the layout of the
 * whole file.
 */

import { isDeepStrictEqual } from 'node:util';
import { Document, isCollection, isMap, isScalar, isSeq, type Pair, parseDocument, Scalar, type YAMLMap } from 'yaml';
import { SitrepError } from '../errors.ts';
import type { Path } from '../knowledge/yaml.ts';

/** One entry of a list in a file, with its exact text. */
export interface EntryText {
  /** The keys and values of the entry; null where it is not a group of keys. */
  readonly value: Readonly<Record<string, unknown>> | null;
  /** Its lines, from the "-" on, without the comment above. */
  readonly text: string;
  /** The comment lines that stand directly above. */
  readonly comment: string;
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Reads the entries of a list.
 *
 * @param key - the key of the list; null where the whole file is the list
 * @returns null where the text is not such a list
 */
export function readEntries(text: string, key: string | null): readonly EntryText[] | null {
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false });
  const list = listOf(document, key);
  if (document.errors.length > 0 || list === null) return null;
  return list.items.map((item, at) => {
    const start = dashOf(list, at) ?? startOf(item);
    return {
      value: isMap(item) ? item.toJS(document) : null,
      text: text.slice(start, contentEnd(item, text)),
      comment: commentAbove(text, start).text,
    };
  });
}

/**
 * Changes keys of one entry.
 *
 * @param path - the place of the entry: `[3]`, or `['entities', 3]`
 * @param changes - key → its new value; `undefined` removes the key, and `null` leaves it empty
 * @param order - the order in which new keys are inserted
 * @throws SitrepError `USAGE` where the layout of the file does not allow the change
 */
export function editEntry(
  text: string,
  path: Path,
  changes: Readonly<Record<string, unknown>>,
  order: readonly string[],
): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  const entry = document.getIn(path, true);
  if (!isMap(entry)) throw cannotEdit(path);
  const before = document.toJS();
  const value: Record<string, unknown> = { ...entry.toJS(document), ...changes };
  for (const [key, each] of Object.entries(changes)) if (each === undefined) delete value[key];
  const after = apply(text, new Editor(text, order).change(entry, value));
  // The result is parsed again and compared, because an unusual layout may break a splice; then nothing is written.
  const wanted = structuredClone(before);
  const holder = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, step) => at[step] as never, wanted);
  holder[path.at(-1) ?? 0] = value;
  const result = parseDocument(after);
  if (result.errors.length > 0 || !isDeepStrictEqual(result.toJS(), wanted)) throw cannotEdit(path);
  return after;
}

/** Removes one entry with the comment directly above it; a comment at the top of the file stays. */
export function removeEntry(text: string, path: Path): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  const list = document.getIn(path.slice(0, -1), true) ?? document.contents;
  const at = Number(path.at(-1));
  const dash = dashOf(list, at);
  const before = document.toJS();
  if (!isSeq(list) || dash === null) throw cannotEdit(path);
  const above = commentAbove(text, dash);
  const from = above.start === 0 ? lineStart(text, dash) : above.start;
  const end = lineEnd(text, contentEnd(list.items[at], text));
  const after =
    list.items.length > 1
      ? text.slice(0, from) + text.slice(end).replace(/^\r?\n(?:[ \t]*\r?\n)?/, '')
      : `${text.slice(0, from)}${path.length > 1 ? `${' '.repeat(dash - lineStart(text, dash))}[]` : '[]'}${text.slice(end)}`;
  const wanted = structuredClone(before);
  path
    .slice(0, -1)
    .reduce((held, step) => held[step], wanted)
    .splice(at, 1);
  const result = parseDocument(after);
  if (result.errors.length > 0 || !isDeepStrictEqual(result.toJS(), wanted)) throw cannotEdit(path);
  return after;
}

/** Removes the matching lines of the comment above an entry. */
export function removeComment(text: string, path: Path, lines: RegExp): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  const dash = dashOf(document.getIn(path.slice(0, -1), true) ?? document.contents, Number(path.at(-1)));
  if (dash === null) return text;
  const { start, text: comment } = commentAbove(text, dash);
  const kept = comment.split(/(?<=\n)/).filter((line) => !lines.test(line));
  return text.slice(0, start) + kept.join('') + text.slice(start + comment.length);
}

const cannotEdit = (path: Path): SitrepError =>
  new SitrepError(
    'USAGE',
    `entry ${Number(path.at(-1)) + 1} of the list is laid out in a way that cannot be changed here; change it in a text editor`,
  );

function listOf(document: Document.Parsed, key: string | null) {
  const { contents } = document;
  const list = key === null ? contents : isMap(contents) ? contents.get(key, true) : null;
  return isSeq(list) ? list : null;
}

function apply(text: string, splices: readonly Splice[]): string {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  // Splices are applied from the end of the text. At the same place, a removal is applied first, so that the inserted text
  // survives; insertions follow in reverse order.
  const order = splices.toReversed().sort((a, b) => b.start - a.start || b.end - a.end);
  return order.reduce(
    (done, { start, end, text: put }) => done.slice(0, start) + put.replaceAll('\n', lineBreak) + done.slice(end),
    text,
  );
}

class Editor {
  readonly #text: string;
  readonly #order: readonly string[];

  constructor(text: string, order: readonly string[]) {
    this.#text = text;
    this.#order = order;
  }

  /** @returns the splices that turn the node's text into the text of the value */
  change(node: unknown, value: unknown): readonly Splice[] {
    if (isDeepStrictEqual(plain(node), value)) return [];
    if (isMap(node) && isGroup(value) && node.items.some((pair) => Object.hasOwn(value, nameOf(pair))))
      return this.#changeMap(node, value);
    if (isSeq(node) && Array.isArray(value) && node.items.length > 0 && value.length > 0)
      return this.#changeSeq(node.items, value, node.flow === true, (at) => dashOf(node, at));
    const start = startOf(node);
    return [{ start, end: contentEnd(node, this.#text), text: this.#render(value, node, start) }];
  }

  #changeMap(map: YAMLMap, value: Readonly<Record<string, unknown>>): readonly Splice[] {
    const pairs = map.items;
    const splices: Splice[] = [];
    const isKept = pairs.map((pair) => Object.hasOwn(value, nameOf(pair)));
    for (const [at, pair] of pairs.entries()) {
      if (isKept[at]) splices.push(...this.#changePair(pair, value[nameOf(pair)], map.flow === true));
    }
    splices.push(...(map.flow ? this.#removeFlow(pairs, isKept) : this.#removeLines(pairs, isKept)));
    const inserted = new Map<number, string[]>();
    for (const key of [...Object.keys(value)].sort((a, b) => this.#rank(a) - this.#rank(b))) {
      if (pairs.some((pair) => nameOf(pair) === key)) continue;
      const kept = pairs.filter((_, at) => isKept[at]);
      const before = kept.findLast((pair) => this.#rank(nameOf(pair)) <= this.#rank(key)) ?? kept[0];
      const end = before === undefined ? map.range?.[0] : contentEnd(before.value ?? before.key, this.#text);
      if (end === undefined) continue;
      const column = startOf(pairs[0]?.key) - lineStart(this.#text, startOf(pairs[0]?.key));
      const at = map.flow ? end : lineEnd(this.#text, end);
      const pair = map.flow ? `, ${flowPair(key, value[key])}` : `\n${indent(blockPair(key, value[key]), column)}`;
      inserted.set(at, [...(inserted.get(at) ?? []), pair]);
    }
    for (const [at, texts] of inserted) splices.push({ start: at, end: at, text: texts.join('') });
    return splices;
  }

  #rank(key: string): number {
    const at = this.#order.indexOf(key);
    return at < 0 ? this.#order.length : at;
  }

  #changePair(pair: Pair, value: unknown, isFlow: boolean): readonly Splice[] {
    const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind')?.offset;
    const old = plain(pair.value);
    if (isDeepStrictEqual(old ?? null, value ?? null)) return [];
    if (isFlow || colon === undefined || (isCollection(pair.value) && value !== null))
      return this.change(pair.value, value);
    // The parser places an empty value after the comment that follows it.
    const isEmpty = isScalar(pair.value) && pair.value.range?.[0] === pair.value.range?.[1];
    const end = isEmpty ? colon + 1 : Math.max(colon + 1, contentEnd(pair.value, this.#text));
    if (value === null) return [{ start: colon + 1, end, text: '' }];
    const column = startOf(pair.key) - lineStart(this.#text, startOf(pair.key));
    const styled = restyle(value, pair.value);
    const text = indent(blockPair(nameOf(pair), styled), column);
    return [{ start: colon + 1, end, text: text.slice(text.indexOf(':') + 1) }];
  }

  #changeSeq(
    items: readonly unknown[],
    value: readonly unknown[],
    isFlow: boolean,
    dash: (at: number) => number | null,
  ): readonly Splice[] {
    const old = items.map(plain);
    const most = Math.min(old.length, value.length);
    let head = 0;
    while (head < most && isDeepStrictEqual(old[head], value[head])) head += 1;
    let tail = 0;
    while (tail < most - head && isDeepStrictEqual(old.at(-1 - tail), value.at(-1 - tail))) tail += 1;
    const paired = most - head - tail;
    const splices = Array.from({ length: paired }, (_, at) => this.change(items[head + at], value[head + at])).flat();
    const isKept = items.map((_, at) => at < head + paired || at >= items.length - tail);
    splices.push(...(isFlow ? this.#removeFlow(items, isKept) : this.#removeLines(items, isKept, dash)));
    const added = value.slice(head + paired, value.length - tail);
    if (added.length === 0 || items.length - head - tail > paired) return splices;
    const texts = added.map((each) => (isFlow ? flowText(each) : `- ${blockItem(each)}`));
    const before = head + paired - 1;
    const first = dash(0) ?? startOf(items[0]);
    const column = ' '.repeat(first - lineStart(this.#text, first));
    if (isFlow) {
      const at = before < 0 ? startOf(items[0]) : contentEnd(items[before], this.#text);
      splices.push({
        start: at,
        end: at,
        text: texts.map((each) => (before < 0 ? `${each}, ` : `, ${each}`)).join(''),
      });
    } else if (before < 0) {
      splices.push({ start: first, end: first, text: texts.map((each) => `${each}\n${column}`).join('') });
    } else {
      const at = lineEnd(this.#text, contentEnd(items[before], this.#text));
      splices.push({ start: at, end: at, text: texts.map((each) => `\n${column}${each}`).join('') });
    }
    return splices;
  }

  /** Removes parts between braces or brackets, with their commas. */
  #removeFlow(parts: readonly unknown[], isKept: readonly boolean[]): readonly Splice[] {
    const splices: Splice[] = [];
    for (let at = 0; at < parts.length; at += 1) {
      if (isKept[at]) continue;
      const from = at;
      while (at + 1 < parts.length && !isKept[at + 1]) at += 1;
      const next = parts[at + 1];
      const range =
        next === undefined
          ? [contentEnd(parts[from - 1], this.#text), contentEnd(parts[at], this.#text)]
          : [startOf(parts[from]), startOf(next)];
      splices.push({ start: range[0] ?? 0, end: range[1] ?? 0, text: '' });
    }
    return splices;
  }

  /** Removes parts that have their own lines. The first key of an entry shares its line with the dash. */
  #removeLines(
    parts: readonly unknown[],
    isKept: readonly boolean[],
    dash: (at: number) => number | null = () => null,
  ): readonly Splice[] {
    return parts.flatMap((part, at): readonly Splice[] => {
      if (isKept[at]) return [];
      const start = dash(at) ?? startOf(part);
      const first = lineStart(this.#text, start);
      const end = lineEnd(this.#text, contentEnd(part, this.#text));
      if (this.#text.slice(first, start).trim() === '') {
        if (first > 0)
          return [{ start: lineEnd(this.#text, first - 1 - Number(this.#text[first - 2] === '\r')), end, text: '' }];
        return [{ start: 0, end: end + (/^\r?\n/.exec(this.#text.slice(end))?.[0].length ?? 0), text: '' }];
      }
      const next = parts[at + 1];
      return next === undefined ? [] : [{ start, end: startOf(next), text: '' }];
    });
  }

  #render(value: unknown, node: unknown, start: number): string {
    const styled = restyle(value, node);
    // Between braces or brackets, and in a list of lines, a value takes one line.
    const before = this.#text.slice(lineStart(this.#text, start), start);
    if (!/^\s*-\s+$/.test(before)) return flowText(styled);
    return indent(blockItem(styled), before.indexOf('-')).trimStart();
  }
}

/** A new text keeps the quotation marks or the folding of the old one. */
function restyle(value: unknown, old: unknown): unknown {
  if (typeof value !== 'string' || !isScalar(old) || typeof old.value !== 'string' || old.type === undefined)
    return value;
  const scalar = new Scalar(value);
  scalar.type = old.type;
  if (old.type.startsWith('BLOCK') && old.comment) scalar.comment = old.comment;
  return scalar;
}

const LINE_WIDTH = 120;
/** A list of texts that is longer than this gets one line for each text. */
const FLOW_MAX_CHARS = 90;

const flowText = (value: unknown): string => {
  const document = new Document([value]);
  if (isSeq(document.contents)) document.contents.flow = true;
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false, nullStr: '' }).trim();
  return text.slice(1, -1);
};

const flowPair = (key: string, value: unknown): string => flowText({ [key]: value }).slice(1, -1);

const blockItem = (value: unknown): string =>
  isScalar(value) || typeof value === 'string'
    ? new Document([value]).toString({ lineWidth: 0 }).slice(2).trimEnd()
    : flowText(value);

function blockPair(key: string, value: unknown): string {
  if (value === null) return `${key}:`;
  const isFolded = isScalar(value) && value.type === Scalar.BLOCK_FOLDED;
  const isText = isScalar(value) || typeof value === 'string';
  if (isText) return new Document({ [key]: value }).toString({ lineWidth: isFolded ? LINE_WIDTH : 0 }).trimEnd();
  const flow = `${key}: ${flowText(value)}`;
  if (!Array.isArray(value) || flow.length <= FLOW_MAX_CHARS) return flow;
  return [`${key}:`, ...value.map((each) => `  - ${blockItem(each)}`)].join('\n');
}

const indent = (text: string, column: number): string => text.replace(/^(?=.)/gm, ' '.repeat(column));

const nameOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

const plain = (node: unknown): unknown =>
  isScalar(node) ? node.value : isCollection(node) ? node.toJSON() : (node ?? null);

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function startOf(node: unknown): number {
  if (isScalar(node) || isCollection(node)) return node.range?.[0] ?? 0;
  return typeof node === 'object' && node !== null && 'key' in node ? startOf(node.key) : 0;
}

/** The offset of a value's end, without the comment and the empty lines after it. */
function contentEnd(node: unknown, text: string): number {
  if (isCollection(node)) {
    const last = node.flow ? undefined : node.items.at(-1);
    if (last !== undefined) return contentEnd(last, text);
  }
  if (isScalar(node) || isCollection(node)) {
    const [start = 0, end = start] = node.range ?? [];
    return start + text.slice(start, end).trimEnd().length;
  }
  if (typeof node !== 'object' || node === null || !('key' in node)) return 0;
  const { value } = node as Pair;
  return Math.max(contentEnd(node.key, text) + 1, contentEnd(value, text));
}

/** The offset of the "-" of an entry. */
function dashOf(list: unknown, at: number): number | null {
  const token = isSeq(list) ? list.srcToken : undefined;
  if (token?.type !== 'block-seq') return null;
  const dashes = token.items.flatMap(({ start }) => start.filter(({ type }) => type === 'seq-item-ind'));
  return dashes[at]?.offset ?? null;
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  if (feed < 0) return text.length;
  return text[feed - 1] === '\r' && feed > at ? feed - 1 : feed;
}

/** The lines directly above that start with "#". */
function commentAbove(text: string, at: number): { readonly start: number; readonly text: string } {
  const end = lineStart(text, at);
  let start = end;
  while (start > 0) {
    const line = lineStart(text, start - 1);
    if (!/^[ \t]*#/.test(text.slice(line, start))) break;
    start = line;
  }
  return { start, text: text.slice(start, end) };
}
