import { describe, expect, test } from 'vitest';
import { english } from '../../src/language/english.ts';
import type { Word } from '../../src/language/language.ts';
import { createVocabulary } from '../../src/retrieve/vocabulary.ts';

const vocabulary = createVocabulary(
  new Map([
    ['hezbollah', 3],
    ['containers', 2],
    ['flood', 9],
    ['quay', 1],
    ['the', 20],
  ]),
  english,
);
const word = (text: string): Word => {
  const [first] = english.words(text);
  if (!first) throw new Error('expected a word');
  return first;
};

describe('what a misspelt word was meant to be', () => {
  test.each([
    ['hezbolah', 'hezbollah', 'a word of the situation'],
    ['contaners', 'containers', 'a word of the situation'],
    ['govrnment', 'government', 'a word of everyday English'],
    ['hezbollah', null, 'it is known'],
    ['government', null, 'it is everyday English'],
    ['commanding', null, 'it is a form of everyday English'],
    ['because', null, 'it is a word of grammar'],
    ['april', null, 'it is a month'],
    ['friday', null, 'it is a weekday'],
    ['flo', null, 'it is too short'],
    ['fl00d', null, 'it is no word of letters'],
    ['qqqqqqqq', null, 'nothing is near'],
  ])('%s → %s: %s', (typed, meant, _because) => {
    expect(vocabulary.correct(word(typed))).toBe(meant);
  });

  test('a word of the situation wins over one of everyday English that is a little nearer', () => {
    const own = createVocabulary(new Map([['floodgates', 1]]), english);
    expect(own.correct(word('floodgats'))).toBe('floodgates');
  });

  test('a word of grammar that the situation uses is found like any other', () => {
    const own = createVocabulary(
      new Map([
        ['which', 40],
        ['witch', 1],
        ['through', 9],
        ['throngs', 1],
      ]),
      english,
    );
    expect(own.correct(word('wihch'))).toBe('which');
    expect(own.correct(word('throug'))).toBe('through');
  });

  test('a word that is written as a name needs a nearer known word, whatever was asked before', () => {
    const own = createVocabulary(
      new Map([
        ['trace', 3],
        ['afghan', 2],
      ]),
      english,
    );
    expect(own.correct(word('France'))).toBe('trace');
    expect(own.correct(word('France'), 'name')).toBeNull();
    expect(own.correct(word('Afgahn'), 'name')).toBe('afghan');
  });

  test('the same word always gets the same correction', () => {
    expect([1, 2, 3].map(() => vocabulary.correct(word('hezbolah')))).toEqual(Array(3).fill('hezbollah'));
  });

  test('only its own words are known', () => {
    expect(vocabulary.has('hezbollah')).toBe(true);
    expect(vocabulary.has('government')).toBe(false);
  });
});
