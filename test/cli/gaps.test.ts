/** `gaps`: from what members sent to the facts and the questions that they must answer. */

import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../../src/cli/gaps.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import type { InboxItem } from '../../src/model/inbox.ts';
import type { FactId } from '../../src/model/knowledge.ts';
import { openStore } from '../../src/store/open.ts';
import { edited, SOUND, writeFolder } from '../knowledge/river-flood.ts';
import { runWith } from './run-with.ts';

const DAY_MS = 24 * 60 * 60_000;

interface Sent extends Partial<InboxItem> {
  readonly text: string;
}

/** A situation, and a store that another process holds open, in which these texts were sent, one an hour. */
async function sent(items: readonly Sent[], files = SOUND as Readonly<Record<string, string | Uint8Array>>) {
  const folder = await writeFolder(files);
  const path = join(await writeFolder({}), 'a.sqlite');
  const { name: situation } = await loadKnowledge(folder);
  const store = openStore(path);
  onTestFinished(() => store.close());
  for (const [at, item] of items.entries()) {
    const usual = {
      kind: 'question',
      state: 'open',
      situation,
      guildId: '1',
      facts: [],
      fact: null,
      asker: null,
    } as const;
    await store.inbox.add({
      ...usual,
      id: `000000000${at}`,
      atMs: Date.now() - (items.length - at) * 3_600_000,
      ...item,
    });
  }
  const gaps = (...args: readonly string[]) =>
    runWith(run, [...args, '--knowledge', folder, '--store', path], { env: { SITREP_ENCODER: 'off' } });
  const waiting = async () => (await store.inbox.waiting({ situation })).map(({ text }) => text);
  return { folder, gaps, waiting, fileOf: (name: string) => readFile(join(folder, name), 'utf8') };
}

const ASKED: readonly Sent[] = [
  { text: 'who fixed the pumps' },
  { text: 'are the crossings passable' },
  { text: 'who fixed the pumps??' },
  { text: 'That is wrong.', kind: 'report', facts: ['bridges-closed' as FactId] },
];

describe('the list', () => {
  test('holds alike texts together, most asked first, with the nearest facts', async () => {
    const { gaps } = await sent([
      ...ASKED,
      { text: 'how did the river rise', fact: 'river-rose' as FactId, state: 'named' },
    ]);
    const { code, lines, err } = await gaps();
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { id: '0000000000', kind: 'question', count: 2, alike: ['0000000000', '0000000002'] },
      { id: '0000000001', count: 1 },
      { id: '0000000003', kind: 'report', nearest: ['bridges-closed'] },
      { id: '0000000004', named: 'river-rose', nearest: expect.arrayContaining(['river-rose']) },
    ]);
    expect(err).toContain('0000000000 "who fixed the pumps" (2 times, first on ');
    expect(err).toContain('about bridges-closed: The River Authority said');
    expect(err).toContain('5 items in 4 groups');
  });

  test('shows characters that a terminal would obey', async () => {
    const { gaps } = await sent([{ text: 'who\u001b[2Jis there \u202eolleh' }]);
    expect((await gaps()).err).toContain('who<U+001B>[2Jis there <U+202E>olleh');
  });
});

describe('--accept', () => {
  test('adds the question to the fact and to questions.yml, keeps comments, and closes what is alike', async () => {
    const files = edited('facts.yml', [
      'asked_as: [which bridges are shut]',
      'asked_as: [which bridges are shut] # short',
    ]);
    const { gaps, waiting, fileOf } = await sent(ASKED, files);
    const { code, err } = await gaps('--accept', '0000000002', 'bridges-closed');
    expect(code).toBe(0);
    expect(err).toContain('2 items closed by bridges-closed');
    expect(await waiting()).toEqual(['are the crossings passable', 'That is wrong.']);
    expect(await fileOf('facts.yml')).toContain('asked_as: [which bridges are shut, who fixed the pumps??] # short\n');
    expect(await fileOf('questions.yml')).toContain('who fixed the pumps??');
    expect(await fileOf('questions.yml')).toContain(
      'first: [ bridges-closed ]'.replaceAll(' ]', ']').replaceAll('[ ', '['),
    );
  });

  test('makes questions.yml where there is none', async () => {
    const { 'questions.yml': _, ...files } = SOUND;
    const { folder, gaps } = await sent(ASKED, files);
    await gaps('--accept', '0000000001', 'river-rose');
    const { questions } = await loadKnowledge(folder);
    expect(questions).toMatchObject([{ q: 'are the crossings passable', first: ['river-rose'] }]);
  });

  test('the name of a situation in place of the fact is told', async () => {
    const folder = await writeFolder(SOUND);
    const { err } = await runWith(run, [basename(folder), '--accept', 'ffff', '--knowledge', dirname(folder)]);
    expect(err).toContain(`expected a fact after "${basename(folder)} --accept ffff"`);
  });

  test('a second time after a failure half-way, adds nothing twice', async () => {
    const { gaps, fileOf } = await sent([
      ASKED[0] ?? { text: '' },
      { text: 'Who fixed the pumps?', kind: 'question', facts: [] },
    ]);
    await gaps('--accept', '0000000000', 'river-rose');
    const before = await fileOf('facts.yml');
    const again = await sent([{ text: 'who fixed the pumps' }], {
      ...SOUND,
      'facts.yml': before,
      'questions.yml': await fileOf('questions.yml'),
    });
    expect((await again.gaps('--accept', '0000000000', 'river-rose')).code).toBe(0);
    expect(await again.fileOf('facts.yml')).toBe(before);
    expect(await again.waiting()).toEqual([]);
  });

  test.each<readonly [what: string, args: readonly string[], message: string]>([
    ['an unknown id', ['--accept', 'ffff', 'river-rose'], 'nothing with the id "ffff" waits'],
    ['an unknown fact', ['--accept', '0000000000', 'river'], 'there is no fact "river"'],
    ['a fact that is misspelt', ['--accept', '0000000000', 'rivr-rose'], 'did you mean "river-rose"?'],
    ['a report', ['--accept', '0000000003', 'river-rose'], 'is a report, not a question'],
    ['no fact', ['--accept', '0000000000'], 'after --accept an id and a fact'],
    ['two ways at once', ['--done', '0000000000', '--ignore', '0000000000'], 'expected one of'],
    ['days in words', ['--purge', 'all'], '--purge expects a number of days'],
  ])('refuses %s, and changes nothing', async (_what, args, message) => {
    const { gaps, waiting, fileOf } = await sent(ASKED);
    const { code, err } = await gaps(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(await waiting()).toHaveLength(4);
    expect(await fileOf('facts.yml')).toBe(SOUND['facts.yml']);
  });

  test('refuses a question that must not be answered, with the line where that stands', async () => {
    const { gaps, waiting, fileOf } = await sent([{ text: 'Who built the bridges' }]);
    const { code, err } = await gaps('--accept', '0000000000', 'bridges-closed');
    expect([code, err]).toEqual([1, expect.stringContaining('nearly repeats the question in line')]);
    expect(await fileOf('questions.yml')).toBe(SOUND['questions.yml']);
    expect(await waiting()).toHaveLength(1);
  });
});

test.each([
  ['--ignore', '2 items deleted'],
  ['--done', '2 items closed'],
])('%s settles what is alike', async (option, told) => {
  const { gaps, waiting } = await sent(ASKED);
  expect((await gaps(option, '0000000000')).err).toContain(told);
  expect(await waiting()).toEqual(['are the crossings passable', 'That is wrong.']);
});

test('--purge deletes what is older than 90 days, or than the days that are given', async () => {
  const { gaps, waiting } = await sent([{ text: 'old', atMs: Date.now() - 91 * DAY_MS }, { text: 'new' }]);
  expect((await gaps('--purge')).err).toBe('1 item deleted\n');
  expect(await waiting()).toEqual(['new']);
  await gaps('--purge', '0');
  expect(await waiting()).toEqual([]);
});
