import { describe, expect, test } from 'vitest';
import { createFuzzyList } from '../../src/retrieve/fuzzy-list.ts';

describe('a fuzzy list', () => {
  const list = createFuzzyList(['sullivan', 'sullen', 'hezbollah', 'strike', 'strikebreaker', 'birch'], 0.4);

  test.each([
    ['sulivan', 'sullivan', 'a letter is left out'],
    ['sullivann', 'sullivan', 'a letter is added'],
    ['sullivam', 'sullivan', 'a letter is another'],
    ['hizbollah', 'hezbollah', 'a vowel is another'],
    ['birhc', 'birch', 'two are exchanged'],
    ['strike', 'strike', 'a word within a longer one is nearest to itself'],
  ])('%s is %s: %s', (typed, entry) => {
    expect(list.nearest(typed)?.entry).toBe(entry);
  });

  test('the distance counts upwards from nothing', () => {
    const exact = list.nearest('sullivan')?.distance ?? 1;
    const one = list.nearest('sulliven')?.distance ?? 1;
    expect(exact).toBeLessThan(0.01);
    expect(one).toBeGreaterThan(exact);
    expect(one).toBeLessThan(0.3);
  });

  test('another length makes an entry farther, by half of what it is longer', () => {
    const [same, longer] = list.near('strike', 2);
    expect(same?.entry).toBe('strike');
    expect(longer?.entry).toBe('strikebreaker');
    expect((longer?.distance ?? 0) - (same?.distance ?? 0)).toBeGreaterThanOrEqual(7 / 13 / 2 - 0.01);
  });

  test.each(['zorblax', '', '?', 'x'.repeat(33), 'sullivan '.repeat(10)])('nothing is near %.20j', (typed) => {
    expect(list.nearest(typed)).toBeNull();
  });

  test('a word of 32 letters is still looked for', () => {
    const long = 'abcdefghijklmnopqrstuvwxyzabcdef';
    expect(createFuzzyList([long], 0.4).nearest(`${long.slice(0, 31)}x`)?.entry).toBe(long);
  });

  test('ties go to the entry that stands first', () => {
    expect(createFuzzyList(['bat', 'cat'], 0.4).nearest('rat')?.entry).toBe('bat');
    expect(createFuzzyList(['cat', 'bat'], 0.4).nearest('rat')?.entry).toBe('cat');
    // Of two that are one letter away, the shortlist holds the rarer one first, because it shares more letter pairs.
    expect(createFuzzyList(['their', 'teri'], 0.4).nearest('theri')?.entry).toBe('their');
    expect(createFuzzyList(['painting', 'planting'], 0.4).nearest('pianting')?.entry).toBe('painting');
  });

  test('letters that changed places are nearer than a letter too many', () => {
    expect(createFuzzyList(['fist', 'first'], 0.45).nearest('fisrt')?.entry).toBe('first');
    expect(createFuzzyList(['martin', 'matrix'], 0.45).nearest('martix')?.entry).toBe('matrix');
  });

  test('several are given best first, and no more than wanted', () => {
    const near = list.near('sullivan', 5);
    expect(near[0]?.entry).toBe('sullivan');
    expect(near.map(({ distance }) => distance)).toEqual(near.map(({ distance }) => distance).sort((a, b) => a - b));
    expect(list.near('sullivan', 1)).toHaveLength(1);
  });

  test('among thousands of entries the shortlist holds the right one', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `word${at.toString(36)}`);
    expect(createFuzzyList([...many, 'hezbollah'], 0.4).nearest('hezbolah')?.entry).toBe('hezbollah');
  });

  test('a search leaves nothing behind for the next', () => {
    const before = list.nearest('hezbolla');
    list.nearest('sulivan');
    expect(list.nearest('hezbolla')).toEqual(before);
  });
});
