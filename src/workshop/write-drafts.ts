/** Writes drafts into the files of a situation. */

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, stringify, type YAMLMap } from 'yaml';
import { inspect } from '../knowledge/load.ts';
import { KnowledgeError } from '../knowledge/problem.ts';
import { readSourceText } from '../knowledge/prove.ts';
import type { Article } from './article.ts';
import type { Drafts } from './draft.ts';
import { appendEntries, replaceFile } from './edit-yaml.ts';
import { UNTOUCHED_FIRST_FACT } from './new-situation.ts';

/**
 * Appends the drafts to facts.yml and entities.yml, and what the article tells of its source to situation.yml. Where the
 * situation would not load afterwards, nothing is changed.
 *
 * @throws SitrepError `USAGE` where a list is in brackets or a file changes meanwhile; KnowledgeError where it would not load
 */
export async function writeDrafts(folder: string, source: string, article: Article, drafts: Drafts): Promise<void> {
  const edits: readonly (readonly [file: string, edit: (text: string) => string])[] = [
    ['entities.yml', (text) => appendEntries('entities.yml', text, 'entities', drafts.entities)],
    ['facts.yml', (text) => appendEntries('facts.yml', withoutFirst(text, drafts), null, drafts.facts)],
    ['situation.yml', (text) => completeSource(text, source, article)],
  ];
  const changes: Change[] = [];
  for (const [file, edit] of edits) {
    const path = join(folder, file);
    const before = await readFile(path, 'utf8');
    changes.push({ path, before, after: edit(before) });
  }
  const instead = new Map(changes.map(({ path, after }) => [basename(path), after]));
  const { problems } = await inspect(folder, { instead });
  if (problems.length > 0) throw new KnowledgeError('KNOWLEDGE_INVALID', problems);
  const written: Change[] = [];
  try {
    for (const change of changes.filter(({ before, after }) => after !== before)) {
      await replaceFile(change.path, change.before, change.after);
      written.push(change);
    }
  } catch (error) {
    // What somebody has changed since then stays.
    for (const { path, before, after } of written) await replaceFile(path, after, before).catch(() => undefined);
    throw error;
  }
}

interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Drafts of an article take the place of the one that a new situation has. */
const withoutFirst = (text: string, { facts }: Drafts): string =>
  facts.length === 0 ? text : text.replace(UNTOUCHED_FIRST_FACT, '');

/** Adds the details that the source does not have yet: the fingerprint, how many paragraphs, headline, author, publisher, date. */
function completeSource(text: string, source: string, article: Article): string {
  const { contents } = parseDocument(text);
  const sources = isMap(contents) ? contents.get('sources', true) : null;
  const item = isSeq(sources)
    ? sources.items.find((each): each is YAMLMap => isMap(each) && each.get('id') === source)
    : undefined;
  const last = item?.items.at(-1);
  // A source in braces has no separate line for each key.
  if (item === undefined || item.flow === true || last === undefined || !isScalar(item.items[0]?.key)) return text;
  const { headline, author, publisher, published } = article;
  const known = {
    headline,
    publisher,
    author,
    published,
    sha256: readSourceText('', new TextEncoder().encode(article.text)).sha256,
    paragraphs: article.paragraphs.length,
  };
  const missing = Object.entries(known).filter(([key, value]) => value !== null && !item.has(key));
  const start = item.items[0].key.range?.[0] ?? 0;
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const end = isMap(last.value) || isSeq(last.value) || isScalar(last.value) ? last.value.range?.[1] : undefined;
  if (end === undefined) return text;
  const lineEnd = text.indexOf('\n', end - 1);
  const at = lineEnd < 0 ? text.length : lineEnd + 1;
  const lines = missing.map(([key, value]) => `${' '.repeat(indent)}${stringify({ [key]: value }, { lineWidth: 0 })}`);
  return `${text.slice(0, at)}${lineEnd < 0 ? '\n' : ''}${lines.join('')}${text.slice(at)}`;
}
