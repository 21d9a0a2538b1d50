/** A small sound situation for the tests, and a way to write it to disk with something broken. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { inspect } from '../../src/knowledge/load.ts';
import { formatProblem } from '../../src/knowledge/problem.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The text that the citations below are drawn from. */
export const BULLETIN = `The river rose on March 3. The River Authority closed two bridges in Lower Town, it said on Sunday.

Repairs in the U.S. style take weeks. Opponents allegedly removed a barrier.
`;

/** SHA-256 of BULLETIN, reckoned with sha256sum. */
export const BULLETIN_SHA256 = 'df5e79622571295cb1e0cb402e01e8fefc0368dc3e25fcf0533225ea9f740db0';

export const SOUND = {
  'situation.yml': `title: River flood
scope: The flood of one river.
language: en
sources:
  - id: bulletin
    label: Bulletin
    headline: null
    publisher: null
    author: null
    published: null
    url: null
    archive_url: null
    language: en
    rights: quote-only
    sha256: null
    paragraphs: 2
    accessed: 2024-03-05
    note: null
topics:
  - id: water
    title: The water
    aliases: [flood, river level]
  - id: repairs
    title: Repairs
synonyms:
  - [closed, shut]
examples: [/when road closed]
`,
  'entities.yml': `shared_aliases:
  - alias: the town
    entities: [lower-town, upper-town]
entities:
  - id: river-authority
    kind: organisation
    name: River Authority
    importance: 4
    aliases: [the authority, R.A.]
    roles:
      - title: Flood office
        cites: [{source: bulletin, paragraph: 1, sentence: 2, quote: The River Authority}]
  - id: lower-town
    kind: place
    name: Lower Town
    importance: 2
  - id: upper-town
    kind: place
    name: Upper Town
    importance: 1
    aliases: []
`,
  'facts.yml': `- id: river-rose
  text: The river rose on March 3.
  label: Rise of the river
  topic: water
  importance: 5
  headline: true
  time: {text: March 3, edtf: XXXX-03-03}
  cites: [{source: bulletin, paragraph: 1, sentence: 1, quote: rose on March 3}]
- id: bridges-closed
  text: The River Authority said on Sunday that it had shut two bridges.
  label: Closing of the bridges
  topic: water
  importance: 4
  said_by: [river-authority]
  actors: [river-authority]
  places: [lower-town]
  about: [lower-town]
  time: {text: Sunday}
  numbers: [{value: 2, of: bridges closed}]
  asked_as: [which bridges are shut]
  cites: [{source: bulletin, paragraph: 1, sentence: 2, quote: closed two bridges}]
- id: barrier-removed
  text: Opponents allegedly took a barrier away.
  label: Removal of a barrier
  topic: repairs
  importance: 3
  status: alleged
  cites: [{source: bulletin, paragraph: 2, sentence: 2, quote: allegedly removed a barrier}]
`,
  'questions.yml': `answered:
  - {q: when did the river rise, first: [river-rose], via: when}
  - {q: the town, kind: choose, choices: [lower-town, upper-town]}
unanswered:
  - {q: Who built the bridges?}
  - {q: best pizza, far: true}
`,
} as const satisfies Files;

/** Writes files into a new folder that is removed when the test ends. */
export async function writeFolder(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sitrep-knowledge-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** Replaces one passage of a file; a passage that is not there exactly once is a mistake in the test. */
export function edited(file: keyof typeof SOUND, ...edits: readonly (readonly [from: string, to: string])[]): Files {
  let text: string = SOUND[file];
  for (const [from, to] of edits) {
    if (text.split(from).length !== 2) throw new Error(`${JSON.stringify(from)} must stand once in ${file}`);
    text = text.replace(from, () => to);
  }
  return { ...SOUND, [file]: text };
}

/** Every problem of a folder with these files, as people read it, without the folder's own path. */
export async function problemsOf(files: Files): Promise<readonly string[]> {
  const folder = await writeFolder(files);
  const { problems } = await inspect(folder);
  return problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ''));
}
