/** Explains what is wrong with a text that is not YAML, in words for the person who edits it. */

import type { YAMLError } from 'yaml';

/** An error or warning of the parser, with its offset in the text. */
export interface SyntaxSlip {
  readonly offset: number;
  readonly message: string;
  readonly remedy: string;
}

/**
 * Explains the parser's errors: one for each line, without errors that are only consequences of another.
 *
 * @param errors - in the order of the text
 * @param lineOf - line number, from 1, of an offset
 */
export function explainErrors(
  errors: readonly YAMLError[],
  text: string,
  lineOf: (offset: number) => number,
): readonly SyntaxSlip[] {
  // A conflict marker or a tab at the start of a line makes the parser fail at some other place, so they are looked for first.
  const marker = text.search(CONFLICT_MARKER);
  if (errors.length > 0 && marker >= 0) return [slipAt(marker, CONFLICT)];
  const tab = errors.length === 0 ? -1 : text.search(/(?<![^\n]) *\t[^\S\n]*[^\s]/);
  if (tab >= 0) return [slipAt(tab, ['the line starts with a tab', 'indent with spaces'])];

  const lines = text.split('\n');
  const slips: SyntaxSlip[] = [];
  const seen = new Set<number>();
  let lastIndentLine = -1;
  for (const error of errors) {
    const line = lineOf(error.pos[0]);
    if (seen.has(line)) continue;
    seen.add(line);
    const explanation = explain(error, lines[line - 1] ?? '');
    if (explanation === INDENT) {
      // One badly indented line makes the parser report the next lines, too.
      const follows = line === lastIndentLine + 1;
      lastIndentLine = line;
      if (follows) continue;
    }
    slips.push(slipAt(error.pos[0], explanation));
    // Errors after which the parser does not recover.
    if (error.code === 'RESOURCE_EXHAUSTION' || error.code === 'UNEXPECTED_TOKEN') break;
  }
  return slips;
}

/** A conflict marker, which git writes where it could not merge two versions of a file. */
export const CONFLICT_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?= |$)/m;

type Explanation = readonly [message: string, remedy: string];

const slipAt = (offset: number, [message, remedy]: Explanation): SyntaxSlip => ({
  offset,
  message: `not valid YAML: ${message}`,
  remedy,
});

const INDENT: Explanation = [
  'this line and those around it are not indented alike',
  'give the keys of one group the same number of spaces',
];
const COLON: Explanation = ['a second ":" stands in the line', 'put quotes around a text that holds ": "'];
const OPEN: Explanation = [
  'a quote or bracket opened here or before is not closed',
  'close every quote, bracket and brace',
];
export const CONFLICT: Explanation = [
  'the line is a conflict marker of git',
  'keep one of the two versions, and remove the lines that start with <<<<<<<, ======= and >>>>>>>',
];
const GENERAL_REMEDY = 'correct this line or the one above; text that holds ": " or " #" needs quotes around it';
const BY_CODE: Partial<Record<YAMLError['code'], Explanation>> = {
  UNEXPECTED_TOKEN: ['this does not fit what stands before it', GENERAL_REMEDY],
  TAB_AS_INDENT: ['the line starts with a tab', 'indent with spaces'],
  MULTIPLE_DOCS: ['a second document starts here', 'remove the line "---"'],
  NON_STRING_KEY: ['a key is not plain text', 'write the key as a word before ":"'],
  TAG_RESOLVE_FAILED: ['a tag ("!…") is not supported', 'remove it, or put quotes around a text that starts with "!"'],
  RESOURCE_EXHAUSTION: ['lists or groups are nested far too deep', 'keep to the keys that knowledge/README.md shows'],
};

/** The parser names the broken rule; the line itself shows which mistake broke it. */
function explain({ code, message }: YAMLError, line: string): Explanation {
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return /:\s.*:(?:\s|$)/.test(line) ? COLON : INDENT;
    case 'MISSING_CHAR':
      return /["'[{]/.test(line) || /clos/i.test(message) ? OPEN : INDENT;
    case 'BAD_INDENT':
      return /flow/i.test(message) ? OPEN : INDENT;
    default:
      return BY_CODE[code] ?? [message.split('\n')[0] ?? '', GENERAL_REMEDY];
  }
}
