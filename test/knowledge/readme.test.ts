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

it("GIVEN the README's example WHEN it is copied into a folder THEN it loads", async () => {
  const files = await exampleFiles();
  expect(Object.keys(files)).toEqual(['situation.yml', 'entities.yml', 'facts.yml', 'questions.yml']);
  expect(await problemsOf(files)).toEqual([]);
  expect((await loadKnowledge(await writeFolder(files))).facts).toHaveLength(4);
});

it('GIVEN the README WHEN its table of dates is read THEN every date is one', async () => {
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

const prove = existsSync(ARTICLE) ? test : test.skip;
prove(
  `GIVEN the README's example WHEN the article is at hand (skipped without ${ARTICLE}) THEN its quotes are proven`,
  async () => {
    const root = await writeFolder(await exampleFiles());
    const [inspection] = await checkKnowledge({ root, sourceTexts: [{ source: 'article', path: ARTICLE }] });
    expect(inspection?.problems.map(formatProblem)).toEqual([]);
    expect(inspection?.counts).toMatchObject({ citations: 7, verified: 7 });
  },
);
