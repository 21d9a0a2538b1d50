import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadKnowledge } from '../src/knowledge/load.ts';
import type { Answer } from '../src/model/answer.ts';
import type { AnswerableRow } from '../src/model/knowledge.ts';
import { createSitrep } from '../src/sitrep.ts';

/** Floors in percent: what the bundled question table reached when it was last looked at. They only ever rise. */
const RIGHT_FIRST_FLOOR = 99;
const RIGHT_KIND_FLOOR = 99;
const WRONGLY_ANSWERED_CEILING = 0;
const FAR_UNKNOWN_FLOOR = 100;

const knowledge = await loadKnowledge(resolve(import.meta.dirname, '../knowledge/us-iran-strikes'));
const sitrep = createSitrep(knowledge);

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

test('the bundled question table through the whole engine', () => {
  const rows = knowledge.questions.map((row) => ({ row, answer: sitrep[row.via](row.q) }));
  const answerable = rows.flatMap(({ row, answer }) => (row.answerable ? [{ row, answer }] : []));
  const unanswerable = rows.flatMap(({ row, answer }) => (row.answerable ? [] : [{ row, answer }]));
  const far = unanswerable.filter(({ row }) => row.far);

  const rightFirst = answerable.filter(({ row, answer }) => isRightFirst(row, answer));
  const rightKind = answerable.filter(({ row, answer }) => answer.kind === row.kind);
  const wrong = unanswerable.filter(({ answer }) => answer.kind === 'answered' || answer.kind === 'choose');
  const farKnown = far.filter(({ answer }) => answer.kind !== 'unknown');
  const percent = (part: number, whole: number) => Math.round((1000 * part) / Math.max(1, whole)) / 10;
  const rates = {
    answerable: answerable.length,
    rightFirst: percent(rightFirst.length, answerable.length),
    rightKind: percent(rightKind.length, answerable.length),
    unanswerable: unanswerable.length,
    wronglyAnswered: percent(wrong.length, unanswerable.length),
    far: far.length,
    farUnknown: percent(far.length - farKnown.length, far.length),
  };
  const missed = [
    ...answerable.filter((each) => !rightFirst.includes(each) || !rightKind.includes(each)),
    ...wrong,
    ...farKnown,
  ].map(({ row, answer }) => `${row.via} "${row.q}" → ${answer.kind}`);
  console.log(rates, missed);

  expect(answerable.length).toBeGreaterThanOrEqual(80);
  expect(unanswerable.length).toBeGreaterThanOrEqual(40);
  expect(rates.rightFirst).toBeGreaterThanOrEqual(RIGHT_FIRST_FLOOR);
  expect(rates.rightKind).toBeGreaterThanOrEqual(RIGHT_KIND_FLOOR);
  expect(rates.wronglyAnswered).toBeLessThanOrEqual(WRONGLY_ANSWERED_CEILING);
  expect(rates.farUnknown).toBeGreaterThanOrEqual(FAR_UNKNOWN_FLOOR);
});
