import { resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadKnowledge } from '../src/knowledge/load.ts';
import type { Answer } from '../src/model/answer.ts';
import type { AnswerableRow } from '../src/model/knowledge.ts';
import { createSitrep, type Sitrep } from '../src/sitrep.ts';
import { engineWith, openOwnEncoder } from './ask/engines.ts';

const knowledge = await loadKnowledge(resolve(import.meta.dirname, '../knowledge/us-iran-strikes'));
const encoder = openOwnEncoder();
afterAll(() => encoder.stop());

interface Reached {
  /** Floors in percent of the rows of their kind. They only ever rise. */
  readonly rightFirst: number;
  readonly rightKind: number;
  /** Of questions about something else altogether: told that nothing is held, or, where they are small talk, about the bot. */
  readonly farRefused: number;
  /** Ceiling: unanswerable questions that were answered. */
  readonly wronglyAnswered: number;
}

function isRightFirst(row: AnswerableRow, answer: Answer): boolean {
  if (row.kind === 'choose') {
    if (answer.kind !== 'choose') return false;
    const offered = answer.choices.map((choice) => choice.subject.id as string);
    return row.choices.every((id) => offered.includes(id));
  }
  if (answer.kind !== 'answered' && answer.kind !== 'related') return false;
  const first = answer.facts[0];
  return row.first.length === 0 || (first !== undefined && row.first.includes(first.id));
}

async function measure(sitrep: Sitrep) {
  const rows = await Promise.all(
    knowledge.questions.map(async (row) => ({ row, answer: (await sitrep[row.via](row.q))[0] })),
  );
  const answerable = rows.flatMap(({ row, answer }) => (row.answerable ? [{ row, answer }] : []));
  const unanswerable = rows.flatMap(({ row, answer }) => (row.answerable ? [] : [{ row, answer }]));
  const far = unanswerable.filter(({ row }) => row.far);
  const rightFirst = answerable.filter(({ row, answer }) => isRightFirst(row, answer));
  const rightKind = answerable.filter(({ row, answer }) => answer.kind === row.kind);
  const wrong = unanswerable.filter(({ answer }) => answer.kind === 'answered' || answer.kind === 'choose');
  const farRefused = far.filter(({ answer }) => answer.kind === 'unknown' || answer.kind === 'about');
  const missed = [...answerable.filter((each) => !rightFirst.includes(each)), ...wrong].map(
    ({ row, answer }) => `${row.via} "${row.q}" → ${answer.kind}`,
  );
  const percent = (part: number, whole: number) => Math.round((1000 * part) / Math.max(1, whole)) / 10;
  return {
    answerable: answerable.length,
    unanswerable: unanswerable.length,
    rightFirst: percent(rightFirst.length, answerable.length),
    rightKind: percent(rightKind.length, answerable.length),
    farRefused: percent(farRefused.length, far.length),
    wronglyAnswered: wrong.length,
    missed,
  };
}

describe('the bundled question table through the whole engine', () => {
  test.each<[string, () => Promise<Sitrep>, Reached]>([
    [
      'with the encoder',
      () => engineWith(encoder, knowledge),
      { rightFirst: 97.5, rightKind: 92.5, farRefused: 75, wronglyAnswered: 3 },
    ],
    [
      'by words alone',
      async () => createSitrep(knowledge),
      { rightFirst: 96, rightKind: 86, farRefused: 60, wronglyAnswered: 2 },
    ],
  ])('%s it is answered at least as well as before', async (_, open, reached) => {
    const { missed, ...figures } = await measure(await open());
    console.log(figures, missed);
    expect(figures.answerable).toBeGreaterThanOrEqual(80);
    expect(figures.unanswerable).toBeGreaterThanOrEqual(40);
    expect(figures.rightFirst).toBeGreaterThanOrEqual(reached.rightFirst);
    expect(figures.rightKind).toBeGreaterThanOrEqual(reached.rightKind);
    expect(figures.farRefused).toBeGreaterThanOrEqual(reached.farRefused);
    expect(figures.wronglyAnswered).toBeLessThanOrEqual(reached.wronglyAnswered);
  });
});
