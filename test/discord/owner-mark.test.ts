import { describe, expect, test } from 'vitest';
import { createOwnerMarks } from '../../src/discord/owner-mark.ts';

const ANA = '1300000000000000005';
const BEN = '1300000000000000006';

describe('who shared an answer is known without being named', () => {
  const marks = createOwnerMarks('secret');

  test('GIVEN a mark THEN it belongs to the one it was made for and to nobody else', () => {
    const mark = marks.make(ANA);
    expect(marks.belongsTo(mark, ANA)).toBe(true);
    expect(marks.belongsTo(mark, BEN)).toBe(false);
  });

  test('GIVEN a restart with the same secret THEN the mark still belongs to its owner', () => {
    expect(createOwnerMarks('secret').belongsTo(marks.make(ANA), ANA)).toBe(true);
    expect(createOwnerMarks('another').belongsTo(marks.make(ANA), ANA)).toBe(false);
  });

  test('GIVEN two marks of one person THEN they do not show that', () => {
    const [first, second] = [marks.make(ANA), marks.make(ANA)];
    expect(first.mark).not.toBe(second.mark);
    expect(JSON.stringify([first, second])).not.toContain(ANA);
  });

  test('GIVEN an invented mark of any length THEN it belongs to nobody', () => {
    for (const mark of ['', 'x', 'ä'.repeat(22), 'x'.repeat(500)]) {
      expect(marks.belongsTo({ salt: 'salt', mark }, ANA)).toBe(false);
    }
  });
});
