/** What is wrong with a text that is not YAML, in words for the person who edits it. */

import type { YAMLError } from 'yaml';
import type { Note } from './yaml-tree.ts';

/** What the parser found wrong. */
export interface Slip {
  readonly code: YAMLError['code'];
  readonly message: string;
  readonly offset: number;
}

/** Line numbers, from 1, for offsets into a text. */
export type LineOf = (offset: number) => number;

/** @param slips - in the order of the text; at least one */
export function noteSyntax(slips: readonly Slip[], text: string, lineOf: LineOf, note: Note): void {
  if (!noteTab(text, note)) noteSlips(slips, text, lineOf, note);
}

/** A tab at the start of a line upsets the parser anywhere but there, so in broken YAML it is looked for first. */
function noteTab(text: string, note: Note): boolean {
  const offset = text.search(/(?<![^\n]) *\t[^\S\n]*[^\s]/);
  if (offset < 0) return false;
  note(offset, 'not valid YAML: the line starts with a tab', 'indent with spaces');
  return true;
}

/** One problem per line; and one for a place that the parser does not find its way back from. */
function noteSlips(slips: readonly Slip[], text: string, lineOf: LineOf, note: Note): void {
  const lines = text.split('\n');
  const seen = new Set<number>();
  let lastIndent = -1;
  for (const slip of slips) {
    const line = lineOf(slip.offset);
    if (seen.has(line)) continue;
    seen.add(line);
    const explained = explain(slip, lines[line - 1] ?? '');
    if (explained === INDENT) {
      // One line out of line upsets those after it, too.
      const follows = line === lastIndent + 1;
      lastIndent = line;
      if (follows) continue;
    }
    note(slip.offset, `not valid YAML: ${explained[0]}`, explained[1]);
    if (slip.code === 'RESOURCE_EXHAUSTION' || slip.code === 'UNEXPECTED_TOKEN') break;
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

/** The parser names the rule that was broken; the line itself tells which slip broke it. */
function explain(slip: Slip, line: string): Explained {
  switch (slip.code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return /:\s.*:(?:\s|$)/.test(line) ? COLON : INDENT;
    case 'MISSING_CHAR':
      return /["'[{]/.test(line) || /clos/i.test(slip.message) ? OPEN : INDENT;
    case 'BAD_INDENT':
      return /flow/i.test(slip.message) ? OPEN : INDENT;
    default:
      return SYNTAX[slip.code] ?? [slip.message.split('\n')[0] ?? '', GENERAL_REMEDY];
  }
}
