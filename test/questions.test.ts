import { resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadKnowledge } from '../src/knowledge/load.ts';
import type { Answer } from '../src/model/answer.ts';
import type { AnswerableRow } from '../src/model/knowledge.ts';
import { createSitrep, type Sitrep } from '../src/sitrep.ts';
import { engineWith, openOwnEncoder } from './ask/engines.ts';

const open = (name: string) => loadKnowledge(resolve(import.meta.dirname, '../knowledge', name));
const strikes = await open('us-iran-strikes');
const mpox = await open('mpox-response-2024');
const encoder = openOwnEncoder();
afterAll(() => encoder.stop());

interface Reached {
  /** How many questions there are at least. */
  readonly answerable: number;
  readonly unanswerable: number;
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
    sitrep.knowledge.questions.map(async (row) => ({ row, answer: (await sitrep[row.via](row.q))[0] })),
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

describe('the questions of the bundled situations through the whole engine', () => {
  test.each<[string, () => Promise<Sitrep>, Reached]>([
    [
      'the strikes, with the encoder',
      () => engineWith(encoder, strikes),
      { answerable: 80, unanswerable: 40, rightFirst: 99, rightKind: 92, farRefused: 82, wronglyAnswered: 2 },
    ],
    [
      'the strikes, by words alone',
      async () => createSitrep(strikes),
      { answerable: 80, unanswerable: 40, rightFirst: 97, rightKind: 87, farRefused: 58, wronglyAnswered: 2 },
    ],
    [
      'mpox, with the encoder',
      () => engineWith(encoder, mpox),
      { answerable: 40, unanswerable: 25, rightFirst: 99, rightKind: 95, farRefused: 100, wronglyAnswered: 4 },
    ],
    [
      'mpox, by words alone',
      async () => createSitrep(mpox),
      { answerable: 40, unanswerable: 25, rightFirst: 90, rightKind: 90, farRefused: 50, wronglyAnswered: 2 },
    ],
  ])('%s: they are answered at least as well as before', async (_, engine, reached) => {
    const { missed, ...figures } = await measure(await engine());
    console.log(figures, missed);
    expect(figures.answerable).toBeGreaterThanOrEqual(reached.answerable);
    expect(figures.unanswerable).toBeGreaterThanOrEqual(reached.unanswerable);
    expect(figures.rightFirst).toBeGreaterThanOrEqual(reached.rightFirst);
    expect(figures.rightKind).toBeGreaterThanOrEqual(reached.rightKind);
    expect(figures.farRefused).toBeGreaterThanOrEqual(reached.farRefused);
    expect(figures.wronglyAnswered).toBeLessThanOrEqual(reached.wronglyAnswered);
  });
});
