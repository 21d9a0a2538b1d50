import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { appendEntries, formatEntries, replaceFile } from '../../src/workshop/edit-yaml.ts';
import { writeFolder } from '../knowledge/river-flood.ts';

const NEW = [{ value: { id: 'b', of: 'a: b', list: [1, 2] }, comment: 'first: line\nsecond' }];
const ADDED = '# first: line\n# second\n- id: b\n  of: "a: b"\n  list: [1, 2]\n';

test.each<readonly [what: string, before: string, after: string]>([
  ['an empty file', '', ADDED],
  ['a file of comments', '# head\n', `# head\n${ADDED}`],
  ['an empty list', '# head\n[]\n', `# head\n${ADDED}`],
  ['a list', '# head\n- id: a   # note\n', `# head\n- id: a   # note\n\n${ADDED}`],
  ['a list without a line end', '- id: a', `- id: a\n\n${ADDED}`],
])('entries are appended to %s', (_what, before, after) => {
  expect(appendEntries('facts.yml', before, null, NEW)).toBe(after);
});

const indented = ADDED.replace(/^/gm, '  ').replace(/ +$/, '');
test.each<readonly [what: string, before: string, after: string]>([
  ['an empty list in brackets', 'entities: []\n', `entities:\n${indented}`],
  ['a list', 'entities:\n  - id: a\n    # note\n', `entities:\n  - id: a\n\n${indented}    # note\n`],
  [
    'a list that other keys follow',
    'entities:\n  - id: a\nshared: []\n',
    `entities:\n  - id: a\n\n${indented}shared: []\n`,
  ],
])('entries are appended under a key to %s', (_what, before, after) => {
  const text = appendEntries('entities.yml', before, 'entities', NEW);
  expect(parse(text)).toEqual({ ...parse(before), entities: [...(parse(before).entities ?? []), NEW[0]?.value] });
  if (!before.includes('note')) expect(text).toBe(after);
});

test('a list that two entries share is written out twice', () => {
  const about = ['a', 'b'];
  expect(formatEntries([{ value: { about } }, { value: { about } }])).toBe('- about: [a, b]\n\n- about: [a, b]\n');
});

test('a list in brackets is refused', () => {
  expect(() => appendEntries('facts.yml', '[{id: a}]\n', null, NEW)).toThrow('facts.yml must hold its list in lines');
});

test('a file that changed meanwhile is left alone', async () => {
  const path = join(await writeFolder({ 'facts.yml': 'old' }), 'facts.yml');
  await writeFile(path, 'newer');
  await expect(replaceFile(path, 'old', 'mine')).rejects.toThrow('was changed meanwhile, and is left alone');
});

test('of several who write at once, none writes over what another has written', async () => {
  const path = join(await writeFolder({ 'facts.yml': '' }), 'facts.yml');
  const append = async (line: string): Promise<void> => {
    const before = await readFile(path, 'utf8');
    await replaceFile(path, before, `${before}${line}\n`).catch(() => append(line));
  };
  const lines = Array.from({ length: 40 }, (_, n) => `line ${n}`);
  await Promise.all(lines.map(append));
  expect((await readFile(path, 'utf8')).trim().split('\n').sort()).toEqual(lines.sort());
  expect(await readdir(dirname(path))).toEqual(['facts.yml']);
});

test('a lock that a killed process left keeps nobody out', async () => {
  const folder = await writeFolder({ 'facts.yml': 'old', '.facts.yml.lock': '' });
  await utimes(join(folder, '.facts.yml.lock'), 0, 0);
  await replaceFile(join(folder, 'facts.yml'), 'old', 'new');
  expect(await readFile(join(folder, 'facts.yml'), 'utf8')).toBe('new');
});
