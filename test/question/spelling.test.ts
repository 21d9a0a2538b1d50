import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignmentDistance, createSpeller } from '../../src/question/spelling.ts';

describe('alignmentDistance', () => {
  test.each([
    ['hostage', 'hostage', 0],
    ['hostge', 'hostage', 1],
    ['hsotage', 'hostage', 1],
    ['hostagge', 'hostage', 1],
    ['hostaje', 'hostage', 1],
    ['hosatgee', 'hostage', 2],
    ['abc', 'xyz', 3],
  ])('%s → %s: %i', (a, b, expected) => {
    expect(alignmentDistance(a, b, 2)).toBe(expected);
  });

  // The textbook table without early stops or rolling rows.
  function obvious(a: string, b: string): number {
    const table = Array.from({ length: a.length + 1 }, (_, row) =>
      Array.from({ length: b.length + 1 }, (_, column) => row || column),
    );
    const at = (row: number, column: number): number => table[row]?.[column] ?? 0;
    for (let row = 1; row <= a.length; row++) {
      for (let column = 1; column <= b.length; column++) {
        let cost = Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1),
        );
        if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
          cost = Math.min(cost, at(row - 2, column - 2) + 1);
        (table[row] ?? [])[column] = cost;
      }
    }
    return at(a.length, b.length);
  }
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });

  test('agrees with the obvious table on random words', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, limit) => {
        expect(alignmentDistance(a, b, limit)).toBe(Math.min(obvious(a, b), limit + 1));
      }),
    );
  });
});

describe('createSpeller', () => {
  const known = ['hostage', 'hostages', 'hostile', 'sullivan', 'hezbollah', 'iran', 'iraq', 'ceasefire', 'war'];
  const speller = createSpeller(known, (index) => known.length - index);

  test.each([
    ['hotsage', 'hostage'],
    ['sulivan', 'sullivan'],
    ['hizballah', 'hezbollah'],
    ['cesefire', 'ceasefire'],
    ['irann', 'iran'],
    ['irak', 'iraq'],
  ])('%s → %s', (typed, expected) => {
    expect(speller.nearest(typed)?.word).toBe(expected);
  });

  test.each(['wor', 'pizza', 'x', '', 'zzzzzzzzzz', 'h'.repeat(5000), '12345', '__proto__'])(
    'nothing is near %j',
    (typed) => {
      expect(speller.nearest(typed)).toBeNull();
    },
  );

  test('the same first letter wins over another one, then the more frequent word', () => {
    const near = createSpeller(['bears', 'tears', 'teams'], (index) => index);
    expect(near.nearest('teaks')?.word).toBe('teams');
    expect(near.nearest('dears')).toEqual({ word: 'tears', distance: 1, sameStart: false });
  });

  test('finds what a scan over all words finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 4, maxLength: 10 });
    fc.assert(
      fc.property(fc.uniqueArray(letters, { minLength: 1, maxLength: 40 }), letters, (words, typed) => {
        fc.pre(!words.includes(typed));
        const limit = typed.length >= 8 ? 2 : 1;
        const scanned = words.some(
          (each) => alignmentDistance(typed, each, 2) <= Math.min(limit, each.length >= 7 ? 2 : 1),
        );
        expect(createSpeller(words, () => 1).nearest(typed) !== null).toBe(scanned);
      }),
    );
  });
});
