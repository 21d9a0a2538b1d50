/** `new` and `draft` as a curator runs them. */

import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { run as draft } from '../../src/cli/draft.ts';
import { run as create } from '../../src/cli/new.ts';
import { checkKnowledge } from '../../src/knowledge/check.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { runWith } from '../cli/run-with.ts';
import { writeFolder } from '../knowledge/river-flood.ts';

const ARTICLE = `The flood

The River Flood Agency (RFA) closed two bridges in Oslo on Sunday. "It was necessary," said Anna Berg, the director of the agency.

Prime Minister Maria Lund visited Oslo on March 3. More than 5,000 people had left the city, Berg told Reuters.
`;

async function makeFlood(): Promise<{ readonly root: string; readonly folder: string; readonly article: string }> {
  const root = await writeFolder({ 'article.txt': ARTICLE });
  const options = [
    '--title',
    'River flood',
    '--scope',
    'One flood.',
    '--language',
    'en',
    '--source',
    'bulletin=Bulletin',
  ];
  await runWith(create, ['flood', ...options, '--knowledge', root]);
  return { root, folder: join(root, 'flood'), article: join(root, 'article.txt') };
}

test('new writes a situation that check accepts and that can be served, from options', async () => {
  const { folder } = await makeFlood();
  const [found] = await checkKnowledge({ root: folder, sourceTexts: [] });
  expect(found).toMatchObject({ problems: [], warnings: [], counts: { facts: 0, sources: 1 } });
  const knowledge = await loadKnowledge(folder);
  expect(knowledge).toMatchObject({ title: 'River flood', scope: 'One flood.', language: 'en' });
  expect(await createSitrep(knowledge).ask('what happened')).toMatchObject([{ kind: 'unknown' }]);
  expect(await readFile(join(folder, 'facts.yml'), 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/schema\/facts/,
  );
});

test('new asks for what no option gives, and again where nothing is answered', async () => {
  const root = await writeFolder({ keep: '' });
  const { code, err } = await runWith(create, ['flood', '--knowledge', root], {
    input: [
      `${'T'.repeat(101)}\n`,
      'River: the flood\n',
      '\n',
      'One flood.\n',
      '\n',
      '\n',
      'Feb 4\n',
      '2024-02-04\n',
      'perhaps\n',
      '\n',
    ],
  });
  expect(code, err).toBe(0);
  expect(err).toContain('expected a title in quotes (at most 100 characters)');
  for (const asked of [/Title,/g, /Scope:/g, /The day it was published/g, /whole text may be published/g])
    expect(err.match(asked), String(asked)).toHaveLength(2);
  const { title, language, sources } = await loadKnowledge(join(root, 'flood'));
  expect([title, language]).toEqual(['River: the flood', 'en']);
  expect([...sources.values()]).toMatchObject([{ id: 'article', published: '2024-02-04', rights: 'quote-only' }]);
  expect(err).toContain(`npm run -s draft -- flood ARTICLE.txt --knowledge ${root}`);
});

test('new keeps a day that is not known open, and takes the rights that are answered', async () => {
  const root = await writeFolder({ keep: '' });
  const { code, err } = await runWith(create, ['flood', '--title', 'T', '--scope', 'S', '--knowledge', root], {
    input: ['\n', '\n', '\n', 'Yes\n'],
  });
  expect(code, err).toBe(0);
  expect(parse(await readFile(join(root, 'flood', 'situation.yml'), 'utf8')).sources).toEqual([
    { id: 'article', label: 'News article (headline not given)', rights: 'full-text' },
  ]);
});

test('new takes the day and the rights of each source as options', async () => {
  const root = await writeFolder({ keep: '' });
  const texts = ['--title', 'T', '--scope', 'S', '--language', 'en', '--source', 'a=A', '--source', 'b=B'];
  const { code, err } = await runWith(create, [
    'flood',
    ...texts,
    '--published',
    'b=2024-02',
    '--full-text',
    'a',
    '--knowledge',
    root,
  ]);
  expect(code, err).toBe(0);
  expect(err).toContain('Put the whole text into sources/a.txt there');
  expect(parse(await readFile(join(root, 'flood', 'situation.yml'), 'utf8')).sources).toEqual([
    { id: 'a', label: 'A', rights: 'full-text' },
    { id: 'b', label: 'B', rights: 'quote-only', published: '2024-02' },
  ]);
});

test.each<readonly [what: string, args: readonly string[], message: string]>([
  ['no name', [], 'expected one name'],
  ['a name that is none', ['River Flood'], 'not "River Flood"'],
  ['an input that ends', ['flood'], 'the input ended before this was answered: Title'],
  [
    'a source without a label',
    ['flood', '--title', 'T', '--scope', 'S', '--language', 'en', '--source', 'x'],
    '--source expects ID=LABEL',
  ],
  [
    'the day of a source that is none',
    ['flood', '--title', 'T', '--scope', 'S', '--language', 'en', '--source', 'x=X', '--published', 'y=2024-02-04'],
    '--published names "y", which is no --source',
  ],
  [
    'a day that is none',
    ['flood', '--title', 'T', '--scope', 'S', '--language', 'en', '--source', 'x=X', '--published', 'x=Feb 4'],
    '"published" "Feb 4" is no EDTF date',
  ],
  [
    'a language that is none',
    ['flood', '--title', 'T', '--scope', 'S', '--language', 'English!', '--source', 'x=X'],
    'is no language code',
  ],
])('new refuses %s, and leaves nothing behind', async (_what, args, message) => {
  const root = await writeFolder({ keep: '' });
  const { code, err } = await runWith(create, [...args, '--knowledge', root]);
  expect(err).toContain(message);
  expect(code).toBeGreaterThan(0);
  await expect(loadKnowledge(join(root, 'flood'))).rejects.toMatchObject({ code: 'KNOWLEDGE_MISSING' });
});

test('after new and draft, every draft is one of the article', async () => {
  const { root, folder, article } = await makeFlood();
  await runWith(draft, ['flood', article, '--knowledge', root]);
  const facts = await readFile(join(folder, 'facts.yml'), 'utf8');
  const ids = [...facts.matchAll(/^- id: (.*)$/gm)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(2);
  expect(ids.filter((id) => !id?.startsWith('bulletin-p'))).toEqual([]);
});

test('new does not touch a situation that is there', async () => {
  const { root, folder } = await makeFlood();
  const before = await readFile(join(folder, 'situation.yml'), 'utf8');
  const { code, err } = await runWith(create, [
    'flood',
    '--title',
    'Other',
    '--scope',
    'S',
    '--language',
    'en',
    '--source',
    'x=X',
    '--knowledge',
    root,
  ]);
  expect([code, err]).toEqual([2, expect.stringContaining('is there already')]);
  expect(await readFile(join(folder, 'situation.yml'), 'utf8')).toBe(before);
});

test('draft lists the sentences and drafts a fact for each, with its citation', async () => {
  const { root, folder, article } = await makeFlood();
  const { code, out, err } = await runWith(draft, ['flood', article, '--knowledge', root]);
  expect(code, err).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { paragraph: 1, sentence: 1, text: 'The flood', draft: null, citedBy: [] },
    { paragraph: 2, sentence: 1, draft: 'bulletin-p2-s1' },
    { paragraph: 2, sentence: 2, draft: 'bulletin-p2-s2' },
    { paragraph: 3, sentence: 1, draft: 'bulletin-p3-s1' },
    { paragraph: 3, sentence: 2, draft: 'bulletin-p3-s2' },
  ]);
  const facts = await readFile(join(folder, 'facts.yml'), 'utf8');
  expect(facts).toContain(`# ¶2 sentence 1: The River Flood Agency (RFA) closed two bridges in Oslo on Sunday.
- id: bulletin-p2-s1
  draft: true
  text:
  label:
  topic: main
  importance: 3
  places: [oslo]
  about: [river-flood-agency]
  time: {text: Sunday}
  numbers: [{value: 2, of: bridges}]
`);
  expect(facts).toMatch(
    /said_by: \[anna-berg\]\n {2}via: \[reuters\]\n.*\n? {2}numbers: \[\{at least: 5000, of: people/,
  );
  expect(await readFile(join(folder, 'entities.yml'), 'utf8')).toContain(`  - id: maria-lund
    draft: true
    kind: person
    name: Maria Lund
    importance: 2
    aliases: [Lund]
    roles: [{title: Prime Minister, cites: [{source: bulletin, paragraph: 3, sentence: 1, quote: Prime Minister Maria Lund}]}]
`);
  expect(await readFile(join(folder, 'situation.yml'), 'utf8')).toContain('    paragraphs: 3\n');
});

test('accepted drafts load, and all they cite is proven', async () => {
  const { root, folder, article } = await makeFlood();
  await runWith(draft, ['flood', article, '--knowledge', root]);
  const [facts, entities] = [join(folder, 'facts.yml'), join(folder, 'entities.yml')];
  let n = 0;
  const accept = async (path: string) =>
    writeFile(path, (await readFile(path, 'utf8')).replaceAll(/^ +draft: true\n/gm, ''));
  await accept(entities);
  const [, ...drafted] = (await readFile(facts, 'utf8')).split(/^(?=# ¶)/m);
  const worded = drafted.map((each) => {
    n += 1;
    const said = /said_by: \[([a-z-]+)\]/.exec(each)?.[1]?.split('-').at(-1) ?? 'nobody';
    return each
      .replace(
        'text:',
        `text: "Statement ${n} by ${said} counts ${/(?:value|at least): (\d+)/.exec(each)?.[1] ?? 'nothing'}."`,
      )
      .replace('label:', `label: Statement ${n}`);
  });
  await writeFile(facts, worded.join(''));
  await accept(facts);
  const [found] = await checkKnowledge({ root: folder, sourceTexts: [{ source: 'bulletin', path: article }] });
  expect(found?.problems).toEqual([]);
  expect(found?.drafts).toEqual([]);
  expect(found?.counts).toMatchObject({ facts: 4 });
  expect(found?.counts.verified).toBe(found?.counts.citations);
  // The same article again: everything is cited, and everybody is known.
  const again = await runWith(draft, ['flood', article, '--knowledge', root]);
  expect(again.err).toContain('0 facts, 0 entities');
});

test('draft tells what to run next, and of which entity a name may be another', async () => {
  const { root, folder, article } = await makeFlood();
  await writeFile(
    article,
    'The Harbour Office in Norway met the Harbour Office Choir and the North Sea Union. NSU envoys came from Sweden, Norway and Finland two years ago.\n',
  );
  const { err } = await runWith(draft, ['flood', article, '--knowledge', root]);
  expect(err).toContain(
    `npm run -s check -- --situation flood --source-text bulletin=${article} --knowledge ${root} --ask`,
  );
  const entities = await readFile(join(folder, 'entities.yml'), 'utf8');
  expect(entities).toMatch(/# Perhaps the same as harbour-office: .*\n {2}- id: harbour-office-choir\n/);
  expect(entities).toMatch(/# Perhaps the same as north-sea-union: .*\n {2}- id: nsu\n/);
  expect(entities.match(/Perhaps/g)).toHaveLength(2);
  const facts = await readFile(join(folder, 'facts.yml'), 'utf8');
  expect(facts).toContain('places: [sweden, norway, finland]');
  expect(facts).not.toContain('numbers:');
});

test('draft reuses the entities that are there, also as drafts', async () => {
  const { root, folder, article } = await makeFlood();
  await runWith(draft, ['flood', article, '--knowledge', root]);
  await writeFile(article, `${ARTICLE}\nOn Monday, Berg left Oslo.\n`);
  const again = await runWith(draft, ['flood', article, '--knowledge', root]);
  expect(again.err).toContain('1 facts, 0 entities');
  const facts = await readFile(join(folder, 'facts.yml'), 'utf8');
  expect(facts).toMatch(/- id: bulletin-p4-s1\n(?: {2}.*\n)*? {2}about: \[anna-berg, oslo\]/);
  expect((await readFile(join(folder, 'entities.yml'), 'utf8')).match(/name: Anna Berg/g)).toHaveLength(1);
});

test('a saved page is drafted from, and its text is kept beside it', async () => {
  const { root, folder } = await makeFlood();
  const page = join(root, 'page.html');
  const paragraphs = ARTICLE.split('\n\n')
    .map((each) => `<p>${each}</p>`)
    .join('');
  await writeFile(
    page,
    `<html><head><title>Flood</title></head><body><article>${paragraphs.repeat(3)}</article></body></html>`,
  );
  const { code, err } = await runWith(draft, ['flood', page, '--knowledge', root]);
  expect(code, err).toBe(0);
  const [found] = await checkKnowledge({
    root: folder,
    sourceTexts: [{ source: 'bulletin', path: join(root, 'page.txt') }],
  });
  expect(found?.problems).toEqual([]);
});

test.each<readonly [what: string, args: readonly string[], code: number, message: string]>([
  ['no article', ['flood'], 2, 'expected a situation and an article'],
  ['a situation that is not there', ['floot', 'ARTICLE'], 2, 'Did you mean "flood"?'],
  ['a source that is not there', ['flood', 'ARTICLE', '--source', 'x'], 2, 'no source "x" (sources: bulletin)'],
])('draft refuses %s', async (_what, args, code, message) => {
  const { root, article } = await makeFlood();
  const given = args.map((arg) => (arg === 'ARTICLE' ? article : arg));
  expect(await runWith(draft, [...given, '--knowledge', root])).toMatchObject({
    code,
    err: expect.stringContaining(message),
  });
});

test('a table that is taken for one long sentence is listed, and not drafted', async () => {
  const { root, article } = await makeFlood();
  await writeFile(article, `${'The Quick Brown of the Fox and 12 to 15 '.repeat(3000)}.\n`);
  const { out } = await runWith(draft, ['flood', article, '--knowledge', root]);
  expect(JSON.parse(out)).toMatchObject({ paragraph: 1, sentence: 1, draft: null });
});

test('draft --list writes nothing', async () => {
  const { root, folder, article } = await makeFlood();
  const before = await readFile(join(folder, 'facts.yml'), 'utf8');
  expect((await runWith(draft, ['flood', article, '--list', '--knowledge', root])).code).toBe(0);
  expect(await readFile(join(folder, 'facts.yml'), 'utf8')).toBe(before);
});

test('drafts that cannot all be written are not written at all', async () => {
  const { root, folder, article } = await makeFlood();
  const before = await readFile(join(folder, 'entities.yml'), 'utf8');
  // What cannot be removed keeps facts.yml locked; entities.yml is written first.
  await mkdir(join(folder, '.facts.yml.lock'));
  await utimes(join(folder, '.facts.yml.lock'), 0, 0);
  await expect(runWith(draft, ['flood', article, '--knowledge', root])).resolves.toMatchObject({ code: 1 });
  expect(await readFile(join(folder, 'entities.yml'), 'utf8')).toBe(before);
});

test('draft into a broken situation changes nothing and tells what is broken', async () => {
  const { root, folder, article } = await makeFlood();
  await writeFile(join(folder, 'facts.yml'), '- id: [\n');
  const { code, err } = await runWith(draft, ['flood', article, '--knowledge', root]);
  expect([code, err]).toEqual([1, expect.stringContaining('facts.yml:2: not valid YAML')]);
});
