import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { SitrepError } from '../errors.ts';
import { didYouMean } from '../knowledge/closest.ts';
import { schemaLine } from '../knowledge/json-schema.ts';
import { inspect } from '../knowledge/load.ts';
import { KnowledgeError } from '../knowledge/problem.ts';
import { factSchema } from '../knowledge/schema.ts';
import { nameKey } from '../knowledge/wording.ts';
import { editEntry } from './edit-entry.ts';
import { appendEntries, replaceFile } from './edit-yaml.ts';

const FACTS = 'facts.yml';
const QUESTIONS = 'questions.yml';

/**
 * Adds a question to the ways to ask for a fact, and to the questions that the fact must answer. What stands in the files stays as it
 * is; where the question stands already, nothing is added.
 *
 * @param question - as somebody typed it; line breaks and characters that nobody sees are removed
 * @returns the files that were changed
 * @throws SitrepError `USAGE` for an unknown fact, or a file that cannot be changed here; KnowledgeError where the situation would not
 *         load afterwards. Nothing is changed then.
 */
export async function acceptQuestion(folder: string, question: string, factId: string): Promise<readonly string[]> {
  const before = await inspect(folder);
  if (before.problems.length > 0) throw new KnowledgeError('KNOWLEDGE_INVALID', before.problems);
  const at = entryOf(before.dossier.files.get(FACTS)?.value, factId);
  const fact = before.dossier.facts?.find(({ id }) => id === factId);
  if (fact === undefined || at < 0) {
    const served = (before.dossier.facts ?? []).flatMap(({ id }) => id ?? []);
    const remedy = didYouMean(factId, served, 'name one that is served');
    throw new SitrepError('USAGE', `there is no fact "${factId}" in ${folder}; ${remedy}`);
  }
  const q = plainLine(question);
  const key = nameKey(q);
  const lines = fact.value.asked_as ?? [];
  const edits: readonly (readonly [file: string, isThere: boolean, edit: (text: string) => string])[] = [
    [
      FACTS,
      lines.some((line) => nameKey(line) === key),
      (text) => editEntry(text, [at], { asked_as: [...lines, q] }, Object.keys(factSchema.shape)),
    ],
    [
      QUESTIONS,
      before.dossier.answered.some(({ value }) => nameKey(value.q ?? '') === key),
      (text) => appendEntries(QUESTIONS, withList(text), 'answered', [{ value: { q, first: [factId] } }]),
    ],
  ];
  const changes: { readonly file: string; readonly before: string | null; readonly after: string }[] = [];
  for (const [file, isThere, edit] of edits) {
    if (isThere) continue;
    const text = await readFile(join(folder, file), 'utf8').catch(() => null);
    changes.push({ file, before: text, after: edit(text ?? '') });
  }
  const { problems } = await inspect(folder, { instead: new Map(changes.map(({ file, after }) => [file, after])) });
  if (problems.length > 0) throw new KnowledgeError('KNOWLEDGE_INVALID', problems);
  for (const { file, before: text, after } of changes) await replaceFile(join(folder, file), text, after);
  return changes.map(({ file }) => join(folder, file));
}

/** The place of a fact in the list of the file, drafts counted. */
const entryOf = (list: unknown, id: string): number =>
  Array.isArray(list) ? list.findIndex((each) => typeof each === 'object' && each !== null && each.id === id) : -1;

/** A file without questions, or without those that must be answered, gets an empty list of them. */
function withList(text: string): string {
  if (text.trim() === '') return `${schemaLine(QUESTIONS)}\n\nanswered: []\n`;
  const { contents } = parseDocument(text);
  if (contents === null) return `${text.trimEnd()}\n\nanswered: []\n`;
  return isMap(contents) && !contents.has('answered') ? `${text.trimEnd()}\n\nanswered: []\n` : text;
}

/** One line without characters that turn text around or that nobody sees. */
const plainLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\ufffd]/gu, '')
    .trim();
