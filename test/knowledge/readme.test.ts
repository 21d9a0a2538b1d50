/** The example that editors copy must load, or it teaches mistakes. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, it, test } from 'vitest';
import { checkKnowledge } from '../../src/knowledge/check.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { formatProblem } from '../../src/knowledge/problem.ts';
import { problemsOf, writeFolder } from './river-flood.ts';

const ARTICLE = '../shared/article.txt';

/** The blocks of YAML that stand under a heading with a file's name. */
async function exampleFiles(): Promise<Readonly<Record<string, string>>> {
  const text = await readFile('knowledge/README.md', 'utf8');
  const blocks = text.matchAll(/^### (\S+\.yml)\n\n```yaml\n(.*?)^```$/gms);
  return Object.fromEntries([...blocks].map(([, name = '', yaml = '']) => [name, yaml]));
}

it('the example of the README loads when it is copied into a folder', async () => {
  const files = await exampleFiles();
  expect(Object.keys(files)).toEqual(['situation.yml', 'entities.yml', 'facts.yml', 'questions.yml']);
  expect(await problemsOf(files)).toEqual([]);
  expect((await loadKnowledge(await writeFolder(files))).facts).toHaveLength(3);
});

it('every date in the table of the README is one', async () => {
  const text = await readFile('knowledge/README.md', 'utf8');
  const [, table = ''] = /\| `text` \| `edtf` \|\n\|[-|]+\n(.*?)\n\n/s.exec(text) ?? [];
  const rows = table.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
  const files = await exampleFiles();
  expect(rows.length).toBeGreaterThan(5);
  for (const [, , said = '', edtf = ''] of rows) {
    if (edtf === 'leave out') continue;
    const time = `time: {text: "${said}", edtf: ${edtf.replace(/ \(.*/, '')}}`;
    expect(
      await problemsOf({
        ...files,
        'facts.yml': (files['facts.yml'] ?? '').replace(/time: \{text: October 7.*?\}/, time),
      }),
    ).toEqual([]);
  }
});

it('every number in the table of the README is accepted', async () => {
  const text = await readFile('knowledge/README.md', 'utf8');
  const [, section = ''] = /^## Numbers\n(.*?)^## /ms.exec(text) ?? [];
  const written = [...section.matchAll(/`(\{.*?\})`/g)].map(([, code = '']) => code);
  const files = await exampleFiles();
  expect(written).toHaveLength(10);
  for (const number of written) {
    const stated = (number.match(/\d+/g) ?? []).join(' and ');
    const facts = (files['facts.yml'] ?? '')
      .replace(/numbers: \[.*?\]/, `numbers: [${number}]`)
      .replace('Three U.S. soldiers were killed', `${stated} were counted`);
    expect(await problemsOf({ ...files, 'facts.yml': facts })).toEqual([]);
  }
});

const prove = existsSync(ARTICLE) ? test : test.skip;
prove(`the quotes of the example are proven by the article (skipped without ${ARTICLE})`, async () => {
  const root = await writeFolder(await exampleFiles());
  const [inspection] = await checkKnowledge({ root, sourceTexts: [{ source: 'article', path: ARTICLE }] });
  expect(inspection?.problems.map(formatProblem)).toEqual([]);
  expect(inspection?.counts).toMatchObject({ citations: 6, verified: 6 });
});
