import { describe, expect, test } from 'vitest';
import { buildInvertedIndex, type Field } from '../../src/retrieve/inverted-index.ts';

const text = (words: string, weight = 1): readonly Field[] => [{ stems: words.split(' '), weight }];
const term = (stem: string, weight = 1) => ({ stem, weight });
const docsOf = (hits: readonly { readonly doc: number }[]) => hits.map(({ doc }) => doc);

describe('the inverted index', () => {
  const index = buildInvertedIndex([
    text('dam open gate'),
    text('dam open gate dam dam'),
    text('dam and many other words that make this text a long one'),
    text('ship wait'),
    text('ship wait'),
  ]);

  test('a text with a word more often comes first, a long one last, and texts without it not at all', () => {
    expect(docsOf(index.search([term('dam')], 10))).toEqual([1, 0, 2]);
  });

  test('equal texts keep the order in which they were added', () => {
    expect(docsOf(index.search([term('ship')], 10))).toEqual([3, 4]);
  });

  test('a rare word counts more than a common one', () => {
    const rare = buildInvertedIndex([text('a b'), text('a c'), text('a d'), text('e f')]);
    expect(docsOf(rare.search([term('a'), term('e')], 10))[0]).toBe(3);
    expect(rare.idf('zebra')).toBeGreaterThan(rare.idf('e'));
    expect(rare.idf('e')).toBeGreaterThan(rare.idf('a'));
    expect(rare.idf('a')).toBeCloseTo(Math.log(1 + 1.5 / 3.5), 9);
  });

  test('scores are BM25 scores, divided by the highest possible score', () => {
    // One text of average length with the word once: impact 1 of at most K1 + 1 = 2.2.
    const even = buildInvertedIndex([text('a b'), text('c d')]);
    const [hit] = even.search([term('a')], 10);
    expect(hit?.score).toBeCloseTo(1 / 2.2, 5);
    // Twice as long as the average of 4/3: 2.2 / (1 + 1.2 × (0.4 + 0.6 × 1.5)), over 2.2.
    const uneven = buildInvertedIndex([text('a b'), text('c'), text('d')]);
    expect(uneven.search([term('a')], 10)[0]?.score).toBeCloseTo(1 / (1 + 1.2 * (0.4 + 0.6 * 1.5)), 5);
  });

  test('a field counts as its weight says, and fields of a text add up', () => {
    const fields = buildInvertedIndex([
      [...text('flood'), ...text('bridge', 0.2)],
      [...text('bridge'), ...text('flood', 0.2)],
      [...text('flood'), ...text('flood', 0.2)],
    ]);
    expect(docsOf(fields.search([term('flood')], 10))).toEqual([2, 0, 1]);
  });

  test('a synonym counts as its weight says', () => {
    const two = buildInvertedIndex([text('a x'), text('b x')]);
    expect(docsOf(two.search([term('a', 0.5), term('b')], 10))).toEqual([1, 0]);
    expect(two.search([term('a', 0.5)], 10)[0]?.score).toBeLessThanOrEqual(1);
  });

  test('the best few are those of the whole list', () => {
    const whole = index.search([term('dam'), term('ship'), term('open')], 10);
    expect(index.search([term('dam'), term('ship'), term('open')], 2)).toEqual(whole.slice(0, 2));
    expect(index.search([term('dam')], 0)).toEqual([]);
  });

  test('a search leaves nothing behind for the next', () => {
    const first = index.search([term('dam')], 10);
    index.search([term('ship'), term('gate')], 10);
    expect(index.search([term('dam')], 10)).toEqual(first);
  });

  test('an empty index finds nothing', () => {
    const empty = buildInvertedIndex([]);
    expect(empty.size).toBe(0);
    expect(empty.search([term('a')], 5)).toEqual([]);
  });

  test('frequency counts texts, not occurrences', () => {
    expect([index.frequency('dam'), index.frequency('ship'), index.frequency('zebra')]).toEqual([3, 2, 0]);
    expect(index.size).toBe(5);
  });
});
