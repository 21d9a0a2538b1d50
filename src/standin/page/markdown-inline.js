// @ts-check
/** The marks within one paragraph, as data: styles, code, links, and Discord's own forms in angle brackets. */

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

/** Styles inside styles inside styles …: deeper ones stay as typed, so a hostile text cannot exhaust the stack. */
export const NESTING_MAX = 12;

/** Longest first, so that `**` is not read as two `*`. */
const STYLES = /** @type {const} */ ([
  ['**', 'strong'],
  ['__', 'underline'],
  ['~~', 'strike'],
  ['||', 'spoiler'],
  ['*', 'em'],
  ['_', 'em'],
]);

/** Where something other than plain text may begin; `h` for "http". */
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
  /** Delimiters that were searched for and have no closing one further on; without this a row of "**" costs length³. */
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
 * @returns {{node: Inline | string, end: number} | undefined} undefined: the character at `at` is just itself
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
    // The closing row must be as long as the opening one.
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
 * @param {number} at - where the opening mark stands
 * @param {string} mark
 * @returns {number | 'none' | 'not here'} where the closing mark stands; `none`: no later opening will find one either
 */
function findClose(text, at, mark) {
  const single = mark.length === 1;
  const first = text[at + mark.length];
  if (first === undefined) return 'none';
  // "2 * 3 * 4" and "snake_case_name" are not emphasis; a double mark that found no partner is not two single ones.
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
 * What stands in angle brackets: mentions, commands, times, emoji. Each pattern matches the whole inside.
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

/** The longest address plus a little: a bracket that closes later closes nothing. */
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
  // A label that shows one address while leading to another is a trap; Discord leaves it as typed.
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
  // A full stop or a bracket after an address belongs to the sentence.
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
 * The one gate for every address on the page.
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
