import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignmentDistance, createSpeller, likeliest, NEAREST_MAX, type Speller } from '../../src/question/spelling.ts';

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
  const wordsNear = (typed: string, { nearest }: Speller = speller): readonly string[] =>
    nearest(typed).map(({ word }) => word);

  test.each([
    ['hotsage', 'hostage'],
    ['sulivan', 'sullivan'],
    ['hizballah', 'hezbollah'],
    ['cesefire', 'ceasefire'],
    ['irann', 'iran'],
    ['irak', 'iraq'],
  ])('%s → %s', (typed, expected) => {
    expect(wordsNear(typed)[0]).toBe(expected);
  });

  test.each(['wor', 'pizza', 'x', '', 'zzzzzzzzzz', '12345', '__proto__', '\ud800aaaa', 'ааааа'])(
    'nothing is near %j',
    (typed) => {
      expect(wordsNear(typed)).toEqual([]);
    },
  );

  test('a word of ten thousand letters is no misspelling', () => {
    expect(wordsNear('h'.repeat(10_000))).toEqual([]);
  });

  test('the same first letter wins over another one, then the word that sounds alike, then the more frequent', () => {
    const words = ['bears', 'tears', 'teams', 'teaks', 'teax'];
    const near = createSpeller(words, (index) => index * 10);
    expect(wordsNear('teags', near)).toEqual(['teaks', 'teams', 'tears']);
    expect(wordsNear('dears', near)).toEqual(['tears', 'bears']);
    expect(wordsNear('teaqs', near)[0]).toBe('teaks');
  });

  test('words as near are less than half an edit apart in cost, one that is an edit farther more', () => {
    const costs = (typed: string, words: readonly string[]): readonly number[] =>
      createSpeller(words, () => 1)
        .nearest(typed)
        .map(({ cost }) => cost);
    const [near = 0, farther = 0] = costs('strategyst', ['strategist', 'strategy']);
    expect(farther - near).toBeGreaterThan(1);
    const [spelled = 0, otherwise = 0] = costs('irak', ['iraq', 'iran']);
    expect(otherwise - spelled).toBeCloseTo(0.4);
  });

  test('of the finds of two spellers each word is given once, the likeliest first', () => {
    const near = (typed: string, words: readonly string[]) => createSpeller(words, () => 1).nearest(typed);
    const both = [...near('plate', ['plates', 'place']), ...near('plate', ['plates', 'slate'])];
    expect(likeliest(both).map(({ word }) => word)).toEqual(['plates', 'place', 'slate']);
  });

  test('finds what a scan over all words finds', () => {
    const letter = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'é');
    const words = fc.uniqueArray(fc.string({ unit: letter, minLength: 3, maxLength: 12 }), { minLength: 1 });
    const edits = fc.array(fc.record({ at: fc.nat(12), kind: fc.nat(3), letter }), { maxLength: 2 });
    fc.assert(
      fc.property(words, fc.nat(), edits, (known, which, changes) => {
        const typed = changes.reduce(edited, known[which % known.length] ?? '');
        fc.pre(typed.length >= 4);
        const limit = typed.length >= 8 ? 2 : 1;
        const scanned = known.filter((each) => {
          const distance = alignmentDistance(typed, each, 2);
          return distance > 0 && distance <= Math.min(limit, each.length >= 7 ? 2 : 1);
        });
        const found = wordsNear(
          typed,
          createSpeller(known, () => 1),
        );
        expect(found.length).toBe(Math.min(scanned.length, NEAREST_MAX));
        expect(scanned).toEqual(expect.arrayContaining([...found]));
      }),
      { numRuns: 1000 },
    );
  });
});

/** One letter left out, put in, replaced or swapped with the next. */
function edited(word: string, { at, kind, letter }: { at: number; kind: number; letter: string }): string {
  const place = at % (word.length + 1);
  const [before, after] = [word.slice(0, place), word.slice(place)];
  if (kind === 0) return before + after.slice(1);
  if (kind === 1) return before + letter + after;
  if (kind === 2) return before + letter + after.slice(1);
  return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
}
