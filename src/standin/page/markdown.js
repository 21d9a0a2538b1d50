// @ts-check
/** Parses Discord's markdown into a tree of blocks and inline parts. It is pure and creates no elements. */

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
  // Code fences are split off first, because their text is never parsed.
  const fence = /```(?:([\w+#.-]{1,32})\n)?([\s\S]+?)```\n?/g;
  let from = 0;
  for (const match of source.matchAll(fence)) {
    const before = source.slice(from, match.index);
    // A fence inside "> …" belongs to the quote; the line parser passes it back here without the mark.
    if (isEscaped(source, match.index) || (quotes && IN_QUOTE.test(before)) || match[2]?.trim() === '') continue;
    blocks.push(...parseLines(before.replace(/\n$/, ''), quotes));
    blocks.push({ type: 'code-block', language: match[1] ?? '', text: (match[2] ?? '').replace(/^\n+|\n+$/g, '') });
    from = match.index + match[0].length;
  }
  if (from < source.length) blocks.push(...parseLines(source.slice(from), quotes));
  return blocks;
}

/** The pattern also matches a fence that is still open at the end of a quote. */
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
      // An empty line after small text is kept; other blocks have their own spacing.
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
 * Lists nest by indentation: a deeper item belongs to the last shallower one. An indented line without a mark continues the item above it.
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

/**
 * @typedef {{type: 'text', text: string}
 *   | {type: 'break'}
 *   | {type: 'strong' | 'em' | 'underline' | 'strike' | 'spoiler', children: Inline[]}
 *   | {type: 'code', text: string}
 *   | {type: 'link', href: string, children: Inline[]}
 *   | {type: 'command', name: string, id: string}
 *   | {type: 'time', seconds: number, style: string}
 *   | {type: 'user' | 'role' | 'channel', id: string}
 *   | {type: 'everyone', name: string}
 *   | {type: 'emoji', name: string}} Inline
 */

/** Styles that are nested deeper than this are shown as typed, so that a hostile text cannot exhaust the stack. */
export const NESTING_MAX = 12;

/** Longer marks come first, so that `**` is not read as two `*`. */
const STYLES = /** @type {const} */ ([
  ['**', 'strong'],
  ['__', 'underline'],
  ['~~', 'strike'],
  ['||', 'spoiler'],
  ['*', 'em'],
  ['_', 'em'],
]);

/** Characters at which something other than plain text may begin; `h` for "http". */
const SPECIAL = /[\\`*_~|<[@\nh]/gi;

/**
 * @param {string} text - one paragraph; line ends become breaks
 * @param {number} [depth] - how many styles are open around it
 * @returns {Inline[]}
 */
export function parseInline(text, depth = 0) {
  /** @type {Inline[]} */
  const out = [];
  let plain = '';
  /** Delimiters without a closing one in the rest of the text. Without this set, a long sequence of "**" would take cubic time. */
  const unclosed = new Set();
  const push = (/** @type {Inline} */ node) => {
    if (plain !== '') out.push({ type: 'text', text: plain });
    plain = '';
    out.push(node);
  };
  let at = 0;
  while (at < text.length) {
    SPECIAL.lastIndex = at;
    const special = SPECIAL.exec(text)?.index;
    if (special === undefined) break;
    plain += text.slice(at, special);
    at = special;
    const found = readSpecial(text, at, depth, unclosed);
    if (found === undefined) plain += text[at++];
    else {
      if (typeof found.node === 'string') plain += found.node;
      else push(found.node);
      at = found.end;
    }
  }
  plain += text.slice(at);
  if (plain !== '') out.push({ type: 'text', text: plain });
  return out;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {number} depth
 * @param {Set<string>} unclosed
 * @returns {{node: Inline | string, end: number} | undefined} undefined where the character at `at` is plain text
 */
function readSpecial(text, at, depth, unclosed) {
  const char = text[at];
  switch (char) {
    case '\\': {
      const next = text[at + 1];
      return next !== undefined && /[^0-9A-Za-z\s]/.test(next) ? { node: next, end: at + 2 } : undefined;
    }
    case '\n':
      return { node: { type: 'break' }, end: at + 1 };
    case '`':
      return readCode(text, at);
    case '<':
      return readAngle(text, at);
    case '[':
      return depth < NESTING_MAX ? readMaskedLink(text, at, depth) : undefined;
    case '@': {
      const name = /^@(everyone|here)\b/.exec(text.slice(at, at + 10))?.[0];
      return name ? { node: { type: 'everyone', name }, end: at + name.length } : undefined;
    }
    case 'h':
    case 'H':
      return readBareLink(text, at);
    default:
      return depth < NESTING_MAX ? readStyle(text, at, depth, unclosed) : undefined;
  }
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {{node: Inline, end: number} | undefined}
 */
function readCode(text, at) {
  const ticks = /^`+/.exec(text.slice(at))?.[0] ?? '`';
  let close = at + ticks.length;
  for (;;) {
    close = text.indexOf(ticks, close);
    if (close < 0) return undefined;
    // There must be as many closing backticks as opening ones.
    if (text[close + ticks.length] !== '`' && text[close - 1] !== '`') break;
    close += 1;
  }
  const inside = text.slice(at + ticks.length, close);
  if (inside === '') return undefined;
  return { node: { type: 'code', text: inside.replace(/^ (.*) $/s, '$1') }, end: close + ticks.length };
}

/**
 * @param {string} text
 * @param {number} at
 * @param {number} depth
 * @param {Set<string>} unclosed
 * @returns {{node: Inline, end: number} | undefined}
 */
function readStyle(text, at, depth, unclosed) {
  for (const [mark, type] of STYLES) {
    if (!text.startsWith(mark, at) || unclosed.has(mark)) continue;
    const close = findClose(text, at, mark);
    if (close === 'none') unclosed.add(mark);
    if (typeof close !== 'number') continue;
    const children = parseInline(text.slice(at + mark.length, close), depth + 1);
    return { node: { type, children }, end: close + mark.length };
  }
  return undefined;
}

/**
 * @param {string} text
 * @param {number} at - the position of the opening mark
 * @param {string} mark
 * @returns {number | 'none' | 'not here'} the position of the closing mark; `none` where no later opening mark can have one either
 */
function findClose(text, at, mark) {
  const single = mark.length === 1;
  const first = text[at + mark.length];
  if (first === undefined) return 'none';
  // "2 * 3 * 4" and "snake_case_name" are not emphasis; an unmatched double mark is not two single ones.
  if (single && first === mark) return 'not here';
  if (mark === '*' && /\s/.test(first)) return 'not here';
  if (mark === '_' && /[\p{L}\p{N}_]/u.test(text[at - 1] ?? '')) return 'not here';
  for (let i = at + mark.length; i < text.length; i += 1) {
    const char = text[i];
    if (char === '\\') {
      i += 1;
    } else if (char === '`') {
      const code = readCode(text, i);
      if (code) i = code.end - 1;
    } else if (text.startsWith(mark, i)) {
      if (single && text[i + 1] === mark) {
        // A double mark inside a single one: "*a **b** c*".
        i += 1;
        continue;
      }
      if (i === at + mark.length) continue;
      if (mark === '*' && /\s/.test(text[i - 1] ?? '')) continue;
      if (mark === '_' && /[\p{L}\p{N}]/u.test(text[i + 1] ?? '')) continue;
      // "**a *b***": of three closing stars the last two belong to the outer style.
      while (!single && text[i + mark.length] === mark[0]) i += 1;
      return i;
    }
  }
  return 'none';
}

/**
 * Parses what stands in angle brackets: mentions, commands, times, emoji. Each pattern matches the whole inside.
 *
 * @type {readonly (readonly [RegExp, (match: readonly string[]) => Inline])[]}
 */
const ANGLES = [
  [/^@!?(\d{1,20})$/, ([, id = '']) => ({ type: 'user', id })],
  [/^@&(\d{1,20})$/, ([, id = '']) => ({ type: 'role', id })],
  [/^#(\d{1,20})$/, ([, id = '']) => ({ type: 'channel', id })],
  [
    /^\/([-_'\p{L}\p{N}]+(?: [-_'\p{L}\p{N}]+){0,2}):(\d{1,20})$/u,
    ([, name = '', id = '']) => ({ type: 'command', name, id }),
  ],
  [
    /^t:(-?\d{1,13})(?::([tTdDfFsSR]))?$/,
    ([, seconds = '', style = 'f']) => ({ type: 'time', seconds: Number(seconds), style }),
  ],
  [/^a?:(\w{2,32}):\d{1,20}$/, ([, name = '']) => ({ type: 'emoji', name })],
];

/** Longer than any address; a closing bracket is searched for only within this distance. */
const ANGLE_MAX_CHARS = 2100;

/**
 * @param {string} text
 * @param {number} at
 * @returns {{node: Inline, end: number} | undefined}
 */
function readAngle(text, at) {
  const close = text.indexOf('>', at);
  if (close < 0 || close - at > ANGLE_MAX_CHARS) return undefined;
  const inside = text.slice(at + 1, close);
  const end = close + 1;
  for (const [pattern, make] of ANGLES) {
    const match = pattern.exec(inside);
    if (match) return { node: make(match), end };
  }
  const href = safeAddress(inside);
  return href ? { node: { type: 'link', href, children: [{ type: 'text', text: inside }] }, end } : undefined;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {number} depth
 * @returns {{node: Inline, end: number} | undefined}
 */
function readMaskedLink(text, at, depth) {
  let open = 0;
  let close = -1;
  for (let i = at; i < text.length && i - at < 1000; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '[') open += 1;
    else if (text[i] === ']' && --open === 0) {
      close = i;
      break;
    }
  }
  if (close < 0 || text[close + 1] !== '(') return undefined;
  const label = text.slice(at + 1, close);
  // A label that shows an address other than its target is a trap; Discord leaves it as typed.
  if (label.trim() === '' || /https?:\/\//i.test(label)) return undefined;
  const target = /^\(\s*(?:<([^<>\s]{1,2048})>|((?:[^\s()]|\([^\s()]*\)){1,2048}))(?:\s+"[^"]{0,1024}")?\s*\)/.exec(
    text.slice(close + 1, close + 3200),
  );
  const href = safeAddress(target?.[1] ?? target?.[2] ?? '');
  if (!target || !href) return undefined;
  return { node: { type: 'link', href, children: parseInline(label, depth + 1) }, end: close + 1 + target[0].length };
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {{node: Inline, end: number} | undefined}
 */
function readBareLink(text, at) {
  if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return undefined;
  let address = /^https?:\/\/[^\s<>|]+/i.exec(text.slice(at, at + 2100))?.[0];
  if (!address) return undefined;
  // A full stop or bracket after an address belongs to the sentence around it.
  for (;;) {
    const last = address.at(-1) ?? '';
    const unbalanced = last === ')' && count(address, ')') > count(address, '(');
    if (!unbalanced && !/[.,:;!?"'*_~\]]/.test(last)) break;
    address = address.slice(0, -1);
  }
  const href = safeAddress(address);
  return href
    ? { node: { type: 'link', href, children: [{ type: 'text', text: address }] }, end: at + address.length }
    : undefined;
}

/**
 * Checks every address on the page.
 *
 * @param {string} address
 * @returns {string | undefined} the address in normal form; undefined unless it is a complete http or https address
 */
export function safeAddress(address) {
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address).href : undefined;
}

/**
 * @param {string} text
 * @param {string} char
 */
function count(text, char) {
  return text.split(char).length - 1;
}
