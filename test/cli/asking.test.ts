/** `check --ask` and `score`: what a curator's questions get, by words alone, as a situation's curator sees it. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run as check } from '../../src/cli/check.ts';
import { run as score } from '../../src/cli/score.ts';
import { type Files, SOUND, writeFolder } from '../knowledge/river-flood.ts';
import { runWith } from './run-with.ts';

const BY_WORDS = { env: { SITREP_ENCODER: 'off' } };
const QUESTIONS = `answered:
  - {q: when did the river rise, first: [river-rose]}
  - {q: which bridges were closed, first: [barrier-removed]}
  - {q: the town, kind: choose, choices: [lower-town, upper-town]}
  - {q: what about the flood, first: [barrier-removed]}
unanswered:
  - {q: When did the river rise?, via: when}
  - {q: best pizza, far: true}
`;

/** Two facts claim one line; questions.yml is as given. */
const flood = (questions = QUESTIONS): Files => ({
  ...SOUND,
  'facts.yml': SOUND['facts.yml'].replace(
    '  status: alleged\n',
    '  status: alleged\n  asked_as: [which bridges are shut]\n',
  ),
  'questions.yml': questions,
});

const asked = async (files: Files, ...args: readonly string[]) => {
  const folder = await writeFolder(files);
  const { code, lines, err } = await runWith(check, ['--knowledge', folder, '--ask', ...args], BY_WORDS);
  return { code, err, found: lines.filter(({ level }) => level === 'ask') };
};

describe('check --ask', () => {
  test('reports questions that are not answered as expected, with their lines, and refuses nothing', async () => {
    const { code, err, found } = await asked(flood());
    expect([code, err]).toEqual([0, expect.stringContaining('4 findings by asking')]);
    const told = found.map(({ file, line, message }) => `${String(file).split('/').at(-1)}:${line} ${message}`);
    expect(told).toEqual([
      'facts.yml:28 "which bridges are shut" is claimed by bridges-closed and barrier-removed, so neither answers it surely',
      'questions.yml:3 "which bridges were closed" is answered by bridges-closed, not by barrier-removed',
      'questions.yml:5 "what about the flood" lists the topic "water", because of its name "flood"',
      'questions.yml:7 "When did the river rise?" is answered by river-rose, though nothing should answer it',
    ]);
  });

  test('--strict makes findings fail the check', async () => {
    expect((await asked(flood(), '--strict')).code).toBe(1);
    const sound = SOUND['questions.yml'];
    expect((await asked({ ...SOUND, 'questions.yml': sound }, '--strict')).found).toEqual([]);
  });

  test('a situation that cannot be loaded is not asked', async () => {
    const { code, err, found } = await asked({ ...SOUND, 'facts.yml': '- id: Broken' });
    expect([code, found]).toEqual([1, []]);
    expect(err).toContain('no question was asked, because of the problems');
  });
});

describe('score', () => {
  const scored = (folder: string, ...args: readonly string[]) =>
    runWith(score, ['--knowledge', folder, ...args], BY_WORDS);

  test('gives the rates by kind, and for each fault what was expected, what came and why', async () => {
    const folder = await writeFolder(flood());
    const { code, lines, err } = await scored(folder);
    expect(code).toBe(0);
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'answered', right: 1, another: 2, refused: 0 }));
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'far', right: 1 }));
    expect(err).toMatch(/to be answered +3 +1 +0 +2 /);
    expect(err).toContain('expected barrier-removed; something else is told: bridges-closed');
    expect(err).toContain('nearest facts: bridges-closed');
  });

  test('--against reports which lines became better or worse than in the saved run', async () => {
    const folder = await writeFolder(flood());
    const run = join(folder, 'run.json');
    await scored(folder, '--save', run);
    expect((await scored(folder, '--against', run)).err).not.toMatch(/better|worse/);
    const better = QUESTIONS.replace(
      'which bridges were closed, first: [barrier-removed]',
      'which bridges were closed, first: [bridges-closed]',
    );
    await writeFile(join(folder, 'questions.yml'), better);
    const { err } = await scored(folder, '--against', run);
    expect(err).toContain('2 (+1)');
    expect(err.match(/^(better|worse): .*/gm)).toEqual([expect.stringContaining('better: ')]);
    expect(JSON.parse(await readFile(run, 'utf8'))).toMatchObject({ lines: expect.any(Array) });
  });

  test.each([
    ['a file that is no run', '{}', 'expected a run that "npm run score -- --save FILE" wrote'],
    ['the run of another situation', '{"situation":"x","version":"1","lines":[]}', 'is a run of "x"'],
  ])('refuses %s', async (_what, text, message) => {
    const folder = await writeFolder({ ...SOUND, 'run.json': text });
    const { code, err } = await scored(folder, '--against', join(folder, 'run.json'));
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
