import { describe, expect, test } from 'vitest';
import { foreignLanguage } from '../../src/language/detect.ts';
import { english } from '../../src/language/english.ts';
import { TEXT_MAX_CHARS } from '../../src/language/language.ts';

const texts = (source: string) => english.words(source).map(({ text }) => text);

describe('words', () => {
  test.each([
    ['Hezbollah’s fighters', 'hezbollah fighters', 'a possessive'],
    ["what's up", 'what is up', 'a contraction is two words'],
    ['U.S. troops', 'us troops', 'dotted initials'],
    ['Łódź Rønne Hauptstraße', 'lodz ronne hauptstrasse', 'letters that Unicode does not take apart'],
    ['three ships', '3 ships', 'a number word'],
    ['3,000 ships', '3000 ships', 'a comma in thousands'],
    ['October 7th', 'october 7', 'an ordinal'],
    ['Oct 7', 'october 7', 'a short month'],
    ['wehn did teh', 'when did the', 'misspelt grammar'],
    ['non-existent de-escalation', 'nonexistent deescalation', 'a prefix with a hyphen'],
    ['red\u200bcross', 'redcross', 'an invisible character'],
    ['🙂 ?!', '', 'nothing is a word'],
    ['', '', 'nothing'],
  ])('%j → "%s": %s', (source, expected) => {
    expect(texts(source).join(' ')).toBe(expected);
  });

  test('each word has its position, whether it has a capital, and the punctuation that ends its sentence', () => {
    expect(english.words('Did Lind go? No.')).toMatchObject([
      { raw: 'Did', from: 0, to: 3, isCapital: true, ends: '' },
      { raw: 'Lind', from: 4, to: 8, isCapital: true, ends: '' },
      { raw: 'go', from: 9, to: 11, isCapital: false, ends: '?' },
      { raw: 'No', from: 13, to: 15, isCapital: true, ends: '.' },
    ]);
  });

  test('only the last of the words of a contraction ends the sentence', () => {
    expect(english.words("what's?").map(({ ends }) => ends)).toEqual(['', '?']);
  });

  test('what comes after the limit does not count', () => {
    const long = `${'a '.repeat(TEXT_MAX_CHARS / 2)}zebra`;
    expect(texts(long)).toHaveLength(TEXT_MAX_CHARS / 2);
  });
});

test.each([
  ['began begin begins', 'irregular forms'],
  ['organise organize organised organizing', 'British and American endings'],
  ['strike strikes striking', 'regular forms'],
  ['direct directly', 'adverbs'],
])('%s share a stem: %s', (forms) => {
  expect(new Set(forms.split(' ').map(english.stem)).size).toBe(1);
});

test.each([
  ['authority', 'author'],
  ['news', 'new'],
  ['several', 'severe'],
])('%s and %s do not share a stem', (one, other) => {
  expect(english.stem(one)).not.toBe(english.stem(other));
});

describe('what is asked', () => {
  const asked = (question: string) => english.asking(texts(question))?.asked ?? null;
  test.each([
    ['when did it begin', 'when'],
    ['what time is it', 'when'],
    ['how long did it last', 'how-long'],
    ['how many days did it last', 'how-long'],
    ['how many ships', 'how-many'],
    ['how did they get in', 'how'],
    ['which country is it', 'where'],
    ['which group is it', 'who'],
    ['how come it broke', 'why'],
    ['what is it', 'what'],
    ['tell me more', null],
  ])('"%s" asks %s', (question, expected) => {
    expect(asked(question)).toBe(expected);
  });

  test('of phrases that begin together the longest counts, of others the first', () => {
    expect(english.asking(texts('so how many days when'))).toEqual({ asked: 'how-long', from: 1, to: 4 });
  });
});

describe('what is said around a question', () => {
  test.each([
    ['pls tell me when', 1],
    ['ok when', 1],
    ['thank you when', 2],
    ['excuse me when', 2],
    ['when did it begin', 0],
  ])('"%s" opens with %i words that ask nothing', (text, count) => {
    expect(english.opening(texts(text))).toBe(count);
  });

  test.each([
    ['is it true that ships wait', 4],
    ['i heard that ships wait', 3],
    ['my neighbour says ships wait', 3],
    ['breaking ships wait', 1],
    ['ships wait', 0],
  ])('"%s" opens a claim with %i words', (text, count) => {
    expect(english.claimOpening(texts(text))).toBe(count);
  });

  test.each([
    ['ships wait is this true', 3],
    ['ships wait fake news', 2],
    ['ships wait', 0],
  ])('"%s" ends in a check of %i words', (text, count) => {
    expect(english.checkAtEnd(texts(text))).toBe(count);
  });

  test.each([
    ['hello there', 'greeting'],
    ['thanks a lot', 'thanks'],
    ['who are you', 'bot'],
    ['what are your sources', 'sources'],
    ['how do i use this', 'help'],
    ['who are the dockers', null],
  ])('"%s" is small talk of theme %s', (text, theme) => {
    expect(english.smallTalk(texts(text))).toBe(theme);
  });
});

describe('other languages', () => {
  const isEnglish = (word: string) => english.isFunctionWord(word) || english.isCommonWord(word);
  test.each([
    ['wer ist der Präsident', 'de'],
    ['qui est le président', 'fr'],
    ['quién es el presidente', 'es'],
    ['Скільки кораблів чекають і де їх порт?', 'uk'],
    ['Сколько кораблей ждут?', 'ru'],
    ['船は何隻待っていますか', 'ja'],
    ['배가 몇 척 기다리나요', 'ko'],
    ['كم سفينة تنتظر', 'ar'],
    // Beside a name, which is not part of the text, one question word is enough.
    ['wohin reist', 'de'],
    ['nereye gidiyor', 'tr'],
    ['merci', 'fr'],
    ['hält Schiffe auf', null],
    ['who is in Berlin', undefined],
    ['Pulau Hantu', undefined],
    ['Søren', undefined],
    ['von', undefined],
    ['G7', undefined],
    ['die hard fans', undefined],
    ['', undefined],
    ['???', undefined],
  ])('"%s" is in %s', (text, code) => {
    expect(foreignLanguage(text, isEnglish)).toBe(code);
  });
});
