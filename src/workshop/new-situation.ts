/** Writes the files of a new situation, which `check` accepts and which explain themselves. */

import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { SitrepError } from '../errors.ts';
import { jsonSchemas, schemaLine } from '../knowledge/json-schema.ts';
import { inspect } from '../knowledge/load.ts';
import { KnowledgeError } from '../knowledge/problem.ts';
import { LABEL_MAX_CHARS } from '../knowledge/schema.ts';

export interface NewSource {
  readonly id: string;
  readonly label: string;
  readonly rights: 'quote-only' | 'full-text';
  /** As EDTF; null where it is not known. */
  readonly published: string | null;
}

export interface NewSituation {
  /** The folder's name. */
  readonly name: string;
  readonly title: string;
  readonly scope: string;
  readonly language: string;
  readonly sources: readonly NewSource[];
}

/** The draft in a new facts.yml, which must not be empty, as long as nobody has written into it. */
export const UNTOUCHED_FIRST_FACT =
  /^- id: first-fact\n {2}draft: true\n {2}text:\n {2}label:\n {2}topic: main\n {2}importance: 3\n {2}cites: \[\].*\n+/m;

/** What is wrong with the name of a situation, or null. */
export function nameProblem(name: string): string | null {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && name.length <= 60 && name !== 'schema'
    ? null
    : `expected a name of lower-case letters, digits and single hyphens ("river-flood"), not "${name}"`;
}

/**
 * Makes the situation's folder.
 *
 * @param root - the folder of situations
 * @returns the new folder
 * @throws SitrepError `USAGE` where the name is invalid or taken; KnowledgeError where a value is not accepted, and then nothing
 *          is left
 */
export async function createSituation(root: string, situation: NewSituation): Promise<string> {
  const problem = nameProblem(situation.name);
  if (problem !== null) throw new SitrepError('USAGE', problem);
  const folder = join(root, situation.name);
  if ((await stat(folder).catch(() => null)) !== null) {
    throw new SitrepError('USAGE', `${folder} is there already; choose another name, or edit what is there`);
  }
  await mkdir(folder, { recursive: true });
  for (const [file, text] of filesOf(situation)) await writeFile(join(folder, file), text);
  const { problems } = await inspect(folder);
  if (problems.length > 0) {
    // A half-made situation would be in the way of the next try.
    await rm(folder, { recursive: true });
    throw new KnowledgeError('KNOWLEDGE_INVALID', problems);
  }
  const schemas = join(root, 'schema');
  await mkdir(schemas, { recursive: true });
  for (const [name, text] of jsonSchemas()) await writeFile(join(schemas, name), text);
  return folder;
}

function filesOf({ title, scope, language, sources }: NewSituation): ReadonlyMap<string, string> {
  const yaml = (value: unknown): string => stringify(value, { lineWidth: 100 });
  const known = sources.map(({ published, ...source }) => ({ ...source, ...(published !== null && { published }) }));
  const topic = { id: 'main', title: [...title].slice(0, LABEL_MAX_CHARS).join('') };
  return new Map([
    [
      'situation.yml',
      `${schemaLine('situation.yml')}
# What the situation is, and what its facts are drawn from. knowledge/README.md explains every key.

${yaml({ title, scope, language })}
# What you know of a source goes beside these: headline, publisher, author, published: 2024-02-04, url, archive_url, accessed, note.
${yaml({ sources: known })}
# Every fact belongs to a topic. Rename this one and add others.
${yaml({ topics: [topic] })}`,
    ],
    [
      'entities.yml',
      `${schemaLine('entities.yml')}
# Who, where and what the facts name: kind is person, organisation, group, country, place, thing or event.
#   - id: jake-sullivan
#     kind: person
#     name: Jake Sullivan
#     importance: 5
#     aliases: [Sullivan]

entities: []
`,
    ],
    [
      'facts.yml',
      `${schemaLine('facts.yml')}
# One sentence a fact, in your own words, that says no more than the passage it cites. A draft is never served: complete it, and
# remove "draft: true".

- id: first-fact
  draft: true
  text:
  label:
  topic: main
  importance: 3
  cites: []   # [{source: ${sources[0]?.id ?? 'article'}, paragraph: 1, sentence: 1, quote: words of that sentence}]
`,
    ],
    [
      'questions.yml',
      `${schemaLine('questions.yml')}
# What people ask, and which facts must answer; and what must not be answered.
#   - {q: when did it start, first: [first-fact]}

answered: []
unanswered: []
`,
    ],
  ]);
}
