import { describe, expect, test } from 'vitest';
import { EVERYDAY_FORMS, isEverydayForm, isRealWord } from '../../src/question/everyday-words.ts';

describe('everyday words', () => {
  test.each(['house', 'houses', 'began', 'website', 'colour', 'color', 'twelve'])('%s is one', (word) => {
    expect(isEverydayForm(word)).toBe(true);
  });
  test.each(['onlooker', 'itinerary', 'solider'])('%s is a word, but not one that everybody uses', (word) => {
    expect([isEverydayForm(word), isRealWord(word)]).toEqual([false, true]);
  });
  test.each(['soliders', 'mesage', 'teh', 'hezbollah', 'wether is', ''])('"%s" is none', (word) => {
    expect(isRealWord(word)).toBe(false);
  });
  test('each stands in the list once, in small letters only', () => {
    expect(new Set(EVERYDAY_FORMS).size).toBe(EVERYDAY_FORMS.length);
    expect(EVERYDAY_FORMS.filter((word) => !/^[a-z]+$/.test(word))).toEqual([]);
  });
});
