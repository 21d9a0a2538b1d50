/**
 * Reads a long list entry by entry. The parser's tree of a whole file takes seventy times the memory of its text; that of one
 * entry is dropped as soon as its values are taken, and made again where a message needs a line.
 */

import { isSeq } from 'yaml';
import type { EntryMemory } from './entry-memory.ts';
import type { LineOf, Slip } from './yaml-syntax.ts';
import { type Note, offsetIn, PlainValues, parse, slipsOf, type Tree } from './yaml-tree.ts';

/** A text cut into the entries of its list. */
export interface Cut {
  readonly text: string;
  /** At least one, and each but a few holds one entry. The first holds what stands before the list as well. */
  readonly pieces: readonly Piece[];
}

interface Piece {
  /** Where it starts; it ends where the next one starts. */
  readonly start: number;
  /** How many entries are before it. */
  readonly first: number;
  /** How many entries it holds. */
  count: number;
}

/** A text that is no such list: where that shows, or null where it holds no entry. */
export interface Uncut {
  readonly hindrance: number | null;
}

/** Entries that are no YAML: all that is wrong with them, each judged by itself. */
export interface Broken {
  readonly slips: readonly Slip[];
}

/** What is parsed at once must not fill the memory. */
const PIECE_MAX_CHARS = 20 * 1024 * 1024;

/**
 * Cuts a text that is one list, each entry starting with "- " in the first column. Nothing else may stand there but comments:
 * then no entry can reach into another without being broken itself. Nor may there be tabs, which mean different things in
 * different places.
 *
 * One thing reaches further: a comment in the first column makes the parser take a text that follows it for one that may go on
 * in that column. So an entry that goes on after such a comment stays together with the next one.
 */
export function cutList(text: string): Cut | Uncut {
  const pieces: Piece[] = [];
  let entries = 0;
  let comment = false;
  let goesOn = false;
  for (let line = 0; line < text.length; line = nextLine(text, line)) {
    const last = pieces.at(-1);
    if (text.startsWith('- ', line)) {
      if (last && goesOn) last.count += 1;
      else pieces.push({ start: last ? line : 0, first: entries, count: 1 });
      entries += 1;
      comment = false;
      goesOn = false;
    } else if (text.startsWith('#', line)) comment = true;
    else if (text.startsWith(' ', line)) goesOn = comment;
    else if (!text.startsWith('\n', line) && !text.startsWith('\r\n', line)) {
      return { hindrance: last ? line : null };
    }
  }
  const tab = text.indexOf('\t');
  if (pieces.length === 0 || tab >= 0) return { hindrance: tab < 0 ? null : tab };
  const endOf = (at: number): number => pieces[at + 1]?.start ?? text.length;
  const large = pieces.find(({ start }, at) => endOf(at) - start > PIECE_MAX_CHARS);
  return large ? { hindrance: large.start } : { text, pieces };
}

function nextLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed < 0 ? text.length : feed + 1;
}

/**
 * Reads the entries of a list. What comes of it is what comes of parsing the text as a whole, where no entry is broken.
 *
 * @param note - told of problems in the order of the text, and only where no entry is broken
 * @param memory - entries that it knows are not parsed
 * @returns what the entries hold, or what is wrong with those that are broken
 */
export function readEntries(
  { text, pieces }: Cut,
  lineOf: LineOf,
  note: Note,
  memory: EntryMemory | null = null,
): Tree | Broken {
  const textOf = (at: number): string => text.slice(pieces[at]?.start, pieces[at + 1]?.start);
  let start = 0;
  const notes: Parameters<Note>[] = [];
  const values = new PlainValues(
    (offset) => lineOf(start + offset),
    (offset, message, remedy) => notes.push([start + offset, message, remedy]),
  );
  const slips: Slip[] = [];
  const entries: unknown[] = [];
  for (const [at, piece] of pieces.entries()) {
    start = piece.start;
    const known = memory?.recall(textOf(at));
    if (known) {
      entries.push(...known);
      continue;
    }
    const document = parse(textOf(at));
    const { contents } = document;
    for (const slip of slipsOf(document)) slips.push({ ...slip, offset: start + slip.offset });
    if (slips.length > 0) continue;
    if (isSeq(contents) && contents.items.length === piece.count) {
      const noted = notes.length;
      const made = contents.items.map((item) => values.of(item, 1));
      entries.push(...made);
      if (notes.length === noted) memory?.remember(textOf(at), made);
    } else slips.push({ code: 'UNEXPECTED_TOKEN', message: 'an entry reaches into the next', offset: start });
  }
  if (slips.length > 0) return { slips };
  for (const each of notes) note(...each);

  const pieceOf = pieces.flatMap(({ count }, at) => Array<number>(count).fill(at));
  // Problems come entry by entry: what was parsed last is often wanted next.
  let last = { at: -1, contents: null as unknown };
  return {
    value: values.usable ? entries : undefined,
    offsetOf([entry, ...rest]) {
      const found = typeof entry === 'number' ? pieceOf[entry] : undefined;
      const at = found ?? 0;
      if (last.at !== at) last = { at, contents: parse(textOf(at)).contents };
      const { start, first } = pieces[at] ?? { start: 0, first: 0 };
      return start + offsetIn(last.contents, found === undefined ? [] : [Number(entry) - first, ...rest]);
    },
  };
}
