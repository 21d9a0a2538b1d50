/**
 * The patterns of the language tables. A line is a pattern over folded words: `?` after a word or group makes it optional,
 * `a|b` gives alternatives, `(…)` groups, `*` stands for one word and `**` for up to ten.
 */
export interface Patterns {
  /** The words at the beginning (or end) that the first fitting pattern matches; `undefined` where none fits. */
  atStart(words: readonly string[]): string | undefined;
  atEnd(words: readonly string[]): string | undefined;
  /** Whether a pattern matches some part of the words. */
  anywhere(words: readonly string[]): boolean;
  /** Whether a pattern matches all of the words. */
  whole(words: readonly string[]): boolean;
}

/** Patterns look at only this many words at either end, because the phrases around a question are short. */
const LOOK_AT_WORDS = 30;

/** Compiles a table with one pattern on each line. Longer matches win; ties go to the earlier line. */
export function compilePatterns(table: string): Patterns {
  const sources = table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(toRegExpSource);
  const starts = sources.map((source) => new RegExp(`^${source}(?= |$)`));
  const ends = sources.map((source) => new RegExp(`${source}$`));
  const stretches = sources.map((source) => new RegExp(`${source}(?= |$)`));
  const wholes = sources.map((source) => new RegExp(`^${source}$`));
  return {
    atStart: (words) => longest(starts, joined(words.slice(0, LOOK_AT_WORDS))),
    atEnd: (words) => longest(ends, joined(words.slice(-LOOK_AT_WORDS))),
    anywhere: (words) => stretches.some((pattern) => pattern.test(joined(words))),
    whole: (words) => words.length <= LOOK_AT_WORDS && wholes.some((pattern) => pattern.test(joined(words))),
  };
}

/** Each word has a blank before it, so that optional words need no special treatment of blanks. */
const joined = (words: readonly string[]): string => words.map((word) => ` ${word}`).join('');

function longest(patterns: readonly RegExp[], text: string): string | undefined {
  let found: string | undefined;
  for (const pattern of patterns) {
    const match = pattern.exec(text)?.[0];
    if (match && match.length > (found?.length ?? 0)) found = match;
  }
  return found;
}

/** "hey|hi (there|you all)?" → "(?: hey| hi)(?:(?: there)|(?: you all))?" with a blank before each word. */
function toRegExpSource(line: string): string {
  let depth = 0;
  let source = '';
  for (const token of line.match(/\(|\)\??|\||[^\s()|]+(?:\|[^\s()|]+)*\??/g) ?? []) {
    if (token === '(') {
      depth += 1;
      source += '(?:';
    } else if (token.startsWith(')')) {
      depth -= 1;
      source += token;
    } else if (token === '|') source += '|';
    else if (depth > 0) source += alternativesInGroup(token);
    else source += alternatives(token);
  }
  return source;
}

/** In a group, "|" separates whole alternatives: "moment|at" ends one and begins another. */
const alternativesInGroup = (token: string): string => token.split('|').map(wordSource).join('|');

function alternatives(token: string): string {
  const optional = token.endsWith('?');
  const words = (optional ? token.slice(0, -1) : token).split('|');
  return `(?:${words.map(wordSource).join('|')})${optional ? '?' : ''}`;
}

function wordSource(word: string): string {
  if (word === '**') return ' \\S+(?: \\S+){0,9}';
  if (word === '*') return ' \\S+';
  const optional = word.endsWith('?');
  const plain = (optional ? word.slice(0, -1) : word).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return optional ? `(?: ${plain})?` : ` ${plain}`;
}
