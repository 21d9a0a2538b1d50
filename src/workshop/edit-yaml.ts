/** Adds entries to the YAML files of a situation. What stands there stays as it is: comments, order, layout. */

import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Document, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { SitrepError } from '../errors.ts';

/** An entry of a list: its values, and lines that stand above it as a comment. */
export interface Entry {
  readonly value: Readonly<Record<string, unknown>>;
  readonly comment?: string | undefined;
}

/** @returns entries as the lines of a block list, each key on its own line with its value in braces and brackets */
export function formatEntries(entries: readonly Entry[], indent = 0): string {
  // A list that two entries share would become an anchor, which the format does not have.
  const document = new Document(
    entries.map(({ value }) => value),
    { aliasDuplicateObjects: false },
  );
  if (!isSeq(document.contents)) return '';
  for (const [at, item] of document.contents.items.entries()) {
    if (!isMap(item)) continue;
    const comment = entries[at]?.comment;
    if (comment !== undefined)
      item.commentBefore = comment
        .split('\n')
        .map((line) => ` ${line}`)
        .join('\n');
    if (at > 0) item.spaceBefore = true;
    for (const { value } of item.items) if (isSeq(value) || isMap(value)) value.flow = true;
  }
  const text = document.toString({ lineWidth: 0, nullStr: '', flowCollectionPadding: false });
  return text.replace(/^(?=.)/gm, ' '.repeat(indent)).replace(/ +$/gm, '');
}

/**
 * @param text - the text of a file that is a list, or holds one under a key
 * @param key - the key of the list; null where the file is the list
 * @returns the text with the entries after the existing ones
 * @throws SitrepError `USAGE` where the list is written in brackets
 */
export function appendEntries(file: string, text: string, key: string | null, entries: readonly Entry[]): string {
  if (entries.length === 0) return text;
  const { contents } = parseDocument(text);
  const list = key === null ? contents : isMap(contents) ? contents.get(key, true) : null;
  if (key === null && contents === null) return `${withLineEnd(text)}${formatEntries(entries)}`;
  const isEmpty = (isSeq(list) && list.items.length === 0) || (isScalar(list) && list.value === null);
  const isBlock = isSeq(list) && list.flow !== true;
  if (!(isSeq(list) || isScalar(list)) || !list.range || !(isEmpty || isBlock)) {
    throw new SitrepError(
      'USAGE',
      `${file} must hold its list in lines that start with "- "; write it so, then try again`,
    );
  }
  const [start, end] = list.range;
  if (isEmpty) {
    const block = formatEntries(entries, key === null ? 0 : 2);
    return `${text.slice(0, start).trimEnd()}${key === null && text.slice(0, start).trim() === '' ? '' : '\n'}${block}${text.slice(end).replace(/^[ \t]*\n/, '')}`;
  }
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const before = withLineEnd(text.slice(0, end));
  return `${before}\n${formatEntries(entries, indent)}${text.slice(end).replace(/^\n/, '')}`;
}

const withLineEnd = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/**
 * Replaces a file as a whole, so that a reader finds the old text or the new one, also after a crash or a power cut.
 *
 * Of several commands and pages that write at once, each finds what the one before has written.
 *
 * @param before - the text that the new one was made from; null where there was no file
 * @throws SitrepError `USAGE` where somebody has changed the file meanwhile
 */
export async function replaceFile(path: string, before: string | null, after: string): Promise<void> {
  // Two writers at once must not write into one file.
  const aside = join(dirname(path), `.${basename(path)}.${randomUUID()}.new`);
  try {
    const file = await open(aside, 'wx', before === null ? undefined : (await stat(path)).mode);
    try {
      await file.writeFile(after);
      await file.sync();
    } finally {
      await file.close();
    }
    await whileLocked(path, async () => {
      // Compared last, because a change after this would be lost.
      if ((await readFile(path, 'utf8').catch(nullWhereMissing)) !== before) {
        throw new SitrepError('USAGE', `${path} was changed meanwhile, and is left alone; try again`);
      }
      await rename(aside, path);
    });
  } finally {
    await rm(aside, { force: true });
  }
}

/** A lock is held for milliseconds; what is older was left by a process that was killed. */
const LOCK_STALE_MS = 5000;
const LOCK_RETRY_MS = 5;

/** Keeps other processes that write the file with this function waiting. */
async function whileLocked(path: string, work: () => Promise<void>): Promise<void> {
  const lock = join(dirname(path), `.${basename(path)}.lock`);
  for (;;) {
    const file = await open(lock, 'wx').catch(nullWhereThere);
    if (file !== null) {
      await file.close();
      break;
    }
    const made = await stat(lock).catch(nullWhereMissing);
    if (made !== null && Date.now() - made.mtimeMs > LOCK_STALE_MS) await rm(lock, { force: true });
    else await sleep(LOCK_RETRY_MS);
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

function nullWhereThere(error: NodeJS.ErrnoException): null {
  if (error.code === 'EEXIST') return null;
  throw error;
}

function nullWhereMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
