import { expect, test } from 'vitest';
import { openBundled, readTable, TABLES, tally } from './question-tables.ts';

/** What each table reached when it was last looked at: at least so many right facts first, at most so many answered wrongly. */
const REACHED = {
  members: { rightFirst: 85, wronglyAnswered: 0 },
  forum: { rightFirst: 88, wronglyAnswered: 3 },
  reader: { rightFirst: 70, wronglyAnswered: 0 },
  chat: { rightFirst: 69, wronglyAnswered: 0 },
  tempting: { rightFirst: 50, wronglyAnswered: 1 },
} as const;

const sitrep = await openBundled();

test.each(Object.entries(REACHED))('%s: no fewer right, no more wrong', async (name, reached) => {
  const table = TABLES.find((each) => each === name);
  const { rightFirst, wronglyAnswered } = tally(await readTable(table ?? 'members'), sitrep);
  expect(rightFirst).toBeGreaterThanOrEqual(reached.rightFirst);
  expect(wronglyAnswered).toBeLessThanOrEqual(reached.wronglyAnswered);
});

test('every fact that a row names is there, and every table has rows that no fact answers', async () => {
  for (const name of TABLES) {
    const rows = await readTable(name);
    for (const { facts } of rows) for (const id of facts) expect(sitrep.subject(`fact:${id}`)).toBeDefined();
    expect(rows.filter(({ want }) => want === 'unknown').length).toBeGreaterThan(40);
  }
});
