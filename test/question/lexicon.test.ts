import { describe, expect, test } from 'vitest';
import { createVocabulary } from '../../src/question/lexicon.ts';

describe('what a misspelt word may be', () => {
  const vocabulary = createVocabulary(
    new Map([
      ['stronger', 9],
      ['negotiator', 2],
    ]),
  );
  const wordsNear = (typed: string): readonly string[] => vocabulary.nearest(typed).map(({ word }) => word);

  test('an everyday word before a word of the situation that is farther', () => {
    expect(wordsNear('strranger')).toEqual(['stranger', 'stronger', 'strange']);
  });

  test('a word of the situation before an everyday word that is as near', () => {
    expect(wordsNear('strongr')[0]).toBe('stronger');
    expect(wordsNear('negotiater')[0]).toBe('negotiator');
  });

  test('a word of everyday English is not misspelt', () => {
    expect(wordsNear('stranger')).toEqual([]);
  });
});
