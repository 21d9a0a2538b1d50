import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { edited, writeFolder } from '../knowledge/river-flood.ts';

const door = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['src/cli.ts', ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

test('a broken situation makes the process exit with 1 and JSON lines', async () => {
  const broken = edited('facts.yml', ['topic: repairs', 'topic: repiars']);
  const files = Object.entries(broken).map(([file, content]) => [`flood/${file}`, content]);
  const { code, stdout } = await door('check', '--knowledge', await writeFolder(Object.fromEntries(files)));
  expect(code).toBe(1);
  const keys = stdout
    .trim()
    .split('\n')
    .map((line) => Object.keys(JSON.parse(line) as object));
  expect(keys).toEqual([
    ['situation', 'file', 'line', 'id', 'message', 'remedy', 'level'],
    [
      ...['situation', 'facts', 'entities', 'sources', 'citations', 'questions'],
      ...['problems', 'verified', 'warnings', 'drafts'],
    ],
  ]);
});

test.each([
  [[], 'no sub-command given; use one of: check, '],
  [['chek'], 'there is no sub-command "chek"; use one of: check, '],
  [['__proto__'], 'there is no sub-command "__proto__"'],
])('the arguments %j exit with 2 and name the sub-commands', async (args, message) => {
  expect(await door(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
});
