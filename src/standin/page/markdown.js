// @ts-check
/**
 * Discord's message markdown as data. Reads text, gives a tree; `markdown-view.js` makes elements of it.
 * The tree holds plain strings only, so nothing a person typed can become anything but text.
 *
 * Deliberately like Discord: `__x__` is underline, quotes do not nest, a masked link whose label looks like an address
 * stays as typed, HTML means nothing.
 */

import { NESTING_MAX, parseInline } from './markdown-inline.js';

/** @import { Inline } from './markdown-inline.js' */

/**
 * @typedef {{children: Inline[], lists: List[]}} ListItem
 * @typedef {{type: 'list', ordered: boolean, start: number, items: ListItem[]}} List
 * @typedef {{type: 'paragraph' | 'subtext', children: Inline[]}
 *   | {type: 'heading', level: number, children: Inline[]}
 *   | {type: 'quote', children: Block[]}
 *   | {type: 'code-block', language: string, text: string}
 *   | List} Block
 */

/**
 * @param {string} source - any text; no length limit, cost grows at worst with length² within one paragraph
 * @returns {Block[]} blocks in order; an empty text has none
 */
export function parseMarkdown(source) {
  return parseBlocks(source.replace(/\r\n?/g, '\n'), true);
}

/**
 * @param {string} source
 * @param {boolean} quotes - false inside a quote, where `>` is a plain character
 * @returns {Block[]}
 */
function parseBlocks(source, quotes) {
  /** @type {Block[]} */
  const blocks = [];
  // Fences go first: what stands between them is never read as anything else.
  const fence = /```(?:([\w+#.-]{1,32})\n)?([\s\S]+?)```\n?/g;
  let from = 0;
  for (const match of source.matchAll(fence)) {
    const before = source.slice(from, match.index);
    // A fence inside "> …" belongs to that quote; the line parser hands it back here without the mark.
    if (isEscaped(source, match.index) || (quotes && IN_QUOTE.test(before)) || match[2]?.trim() === '') continue;
    blocks.push(...parseLines(before.replace(/\n$/, ''), quotes));
    blocks.push({ type: 'code-block', language: match[1] ?? '', text: (match[2] ?? '').replace(/^\n+|\n+$/g, '') });
    from = match.index + match[0].length;
  }
  if (from < source.length) blocks.push(...parseLines(source.slice(from), quotes));
  return blocks;
}

/** Matches text that ends within a quote. */
const IN_QUOTE = /(?:^|\n)(?:> [^\n]*|>>> [\s\S]*)$/;
const HEADING = /^(#{1,3})[ \t]+(\S.*)$/;
const SUBTEXT = /^-#[ \t]+(\S.*)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.)[ \t]+(\S.*)$/;

/**
 * @param {string} text - without code fences
 * @param {boolean} quotes
 * @returns {Block[]}
 */
function parseLines(text, quotes) {
  if (text === '') return [];
  const lines = text.split('\n');
  /** @type {Block[]} */
  const blocks = [];
  /** @type {string[]} */
  let paragraph = [];
  const flush = () => {
    if (paragraph.some((line) => line.trim() !== '')) {
      const text = paragraph.join('\n').trimEnd();
      // Small text ends with its line, so an empty line behind it is one; other blocks bring their own distance.
      const isSpaced = blocks.at(-1)?.type === 'subtext';
      blocks.push({ type: 'paragraph', children: parseInline(isSpaced ? text : text.replace(/^\s*\n/, '')) });
    }
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    const subtext = SUBTEXT.exec(line);
    if (heading) {
      flush();
      blocks.push({ type: 'heading', level: (heading[1] ?? '#').length, children: parseInline(heading[2] ?? '') });
    } else if (subtext) {
      flush();
      blocks.push({ type: 'subtext', children: parseInline(subtext[1] ?? '') });
    } else if (quotes && line.startsWith('>>> ')) {
      flush();
      const rest = [line.slice(4), ...lines.slice(at + 1)].join('\n');
      blocks.push({ type: 'quote', children: parseBlocks(rest, false) });
      break;
    } else if (quotes && line.startsWith('> ')) {
      flush();
      const quoted = [];
      while (at < lines.length && lines[at]?.startsWith('> ')) quoted.push((lines[at++] ?? '').slice(2));
      at -= 1;
      blocks.push({ type: 'quote', children: parseBlocks(quoted.join('\n'), false) });
    } else if (ITEM.test(line)) {
      flush();
      let end = at;
      while (end < lines.length && (ITEM.test(lines[end] ?? '') || (end > at && /^ {2,}\S/.test(lines[end] ?? ''))))
        end += 1;
      blocks.push(...parseLists(lines.slice(at, end)));
      at = end - 1;
    } else {
      paragraph.push(line);
    }
  }
  flush();
  return blocks;
}

/**
 * Lists nest by indentation: a deeper item belongs to the last shallower one. An indented line without a mark goes on with the item above it.
 *
 * @param {string[]} lines - the first is an item
 * @returns {List[]}
 */
function parseLists(lines) {
  /** @type {List[]} */
  const top = [];
  /** @type {{indent: number, list: List}[]} Open lists, outermost first; indents grow strictly. */
  const open = [];
  /** @type {ListItem | undefined} */
  let last;
  for (const line of lines) {
    const match = ITEM.exec(line);
    if (!match) {
      last?.children.push({ type: 'break' }, ...parseInline(line.trim()));
      continue;
    }
    const indent = (match[1] ?? '').length;
    const mark = match[2] ?? '-';
    const ordered = mark.endsWith('.');
    while (open.length > 1 && (open.at(-1)?.indent ?? 0) > indent) open.pop();
    let current = open.at(-1);
    const deeper = current !== undefined && indent >= current.indent + 2 && open.length < NESTING_MAX;
    if (current === undefined || deeper || current.list.ordered !== ordered) {
      /** @type {List} */
      const list = { type: 'list', ordered, start: ordered ? Number.parseInt(mark, 10) : 1, items: [] };
      if (current !== undefined && !deeper) open.pop();
      const parent = open.at(-1)?.list.items.at(-1);
      if (parent) parent.lists.push(list);
      else top.push(list);
      current = { indent, list };
      open.push(current);
    }
    last = { children: parseInline(match[3] ?? ''), lists: [] };
    current.list.items.push(last);
  }
  return top;
}

/**
 * @param {string} text
 * @param {number} at
 */
function isEscaped(text, at) {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
}
