import { describe, expect, test } from 'vitest';
import { createOwnerMarks } from '../../src/discord/owner-mark.ts';

const ANA = '1300000000000000005';
const BEN = '1300000000000000006';

describe('who shared an answer is known without being named', () => {
  const marks = createOwnerMarks('secret');

  test('a mark belongs to the person it was made for and to nobody else', () => {
    const mark = marks.make(ANA);
    expect(marks.belongsTo(mark, ANA)).toBe(true);
    expect(marks.belongsTo(mark, BEN)).toBe(false);
  });

  test('a mark still belongs to its owner after a restart with the same secret', () => {
    expect(createOwnerMarks('secret').belongsTo(marks.make(ANA), ANA)).toBe(true);
    expect(createOwnerMarks('another').belongsTo(marks.make(ANA), ANA)).toBe(false);
  });

  test('two marks of one person do not show that they are of one person', () => {
    const [first, second] = [marks.make(ANA), marks.make(ANA)];
    expect(first.mark).not.toBe(second.mark);
    expect(JSON.stringify([first, second])).not.toContain(ANA);
  });

  test('an invented mark of any length belongs to nobody', () => {
    for (const mark of ['', 'x', 'ä'.repeat(22), 'x'.repeat(500)]) {
      expect(marks.belongsTo({ salt: 'salt', mark }, ANA)).toBe(false);
    }
  });
});
