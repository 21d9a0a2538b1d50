import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { closest, didYouMean } from '../../src/knowledge/closest.ts';
import {
  countWords,
  holdsName,
  holdsNumber,
  nameKey,
  saysAlleged,
  unseenCharacter,
  visible,
} from '../../src/knowledge/wording.ts';

test.each([
  ['began on October 7', 4],
  ['Iran-backed groups in the U.S.', 5],
  ['strikes – and more—followed / ended', 5],
  ['… “so” !', 1],
  ['', 0],
])('the quote %s has %i words', (quote, words) => {
  expect(countWords(quote)).toBe(words);
});

it('a sentence in a script without spaces has more than one word', () => {
  // How many depends on the dictionary of the runtime; that a paragraph is not one word does not.
  expect(countWords('河川管理局は日曜日に二つの橋を閉鎖したと発表し住民に避難を呼びかけた')).toBeGreaterThan(12);
});

test.each([
  ['U.S.', 'us'],
  ['Al-Qaeda’s', 'al qaeda'],
  ['  The   TOWN ', 'the town'],
  ['Señor', 'senor'],
  ['🇺🇸', '🇺🇸'],
])('the name %s is compared as %s', (name, key) => {
  expect(nameKey(name)).toBe(key);
});

test.each([
  ["The Pentagon's view changed.", 'pentagon', true],
  ['The White House said so.', 'White House', true],
  ['Whitehouse said so.', 'White House', false],
  ['The statement was short.', 'State', false],
  ['The U.S. said so.', 'US', true],
  ['Anything.', '', false],
])('whether "%s" holds the name "%s": %s', (text, name, found) => {
  expect(holdsName(text, name)).toBe(found);
});

test.each([
  ['They allegedly did it.', true],
  ['They were accused of it.', true],
  ['It is said to have been them.', true],
  ['They did it.', false],
  ['They are in college.', false],
])('whether "%s" tells an allegation: %s', (text, alleged) => {
  expect(saysAlleged(text)).toBe(alleged);
});

describe('characters that nobody sees', () => {
  test.each([
    ['\u0000', 'a control character (U+0000)'],
    ['\u0085', 'a control character (U+0085)'],
    ['\t', 'a tab'],
    ['\u202e', 'a character that turns text around (U+202E)'],
    ['\u2066', 'a character that turns text around (U+2066)'],
    ['\u00ad', 'an invisible character (U+00AD)'],
    ['\ufeff', 'an invisible character (U+FEFF)'],
    ['\ufffd', 'a replacement character (U+FFFD), the trace of a broken copy'],
    ['\udc00', 'half a character (a lone surrogate)'],
  ])('%j is found in a text of one line or several', (character, found) => {
    expect(unseenCharacter(`a${character}b`, false)).toBe(found);
    expect(unseenCharacter(`a${character}b`, true)).toBe(found);
  });

  it('a line break is reported only where a text must be one line', () => {
    expect(unseenCharacter('a\nb', false)).toBe('a line break');
    expect(unseenCharacter('a\nb', true)).toBeNull();
  });

  test.each(['plain', 'naïve “quotes” – dashes', 'العربية', 'می‌خواهم', '👩‍🚒', '橋'])(
    'nothing unseen is found in %s',
    (text) => {
      expect(unseenCharacter(text, false)).toBeNull();
    },
  );
});

it('unseen characters are shown by their codes', () => {
  expect(visible('a\u202eb\nc\ud800')).toBe('a<U+202E>b<U+000A>c<U+FFFD>');
  expect(visible('naïve – “橋” 👩‍🚒')).toBe('naïve – “橋” 👩‍🚒');
});

describe('did you mean', () => {
  const ids = ['conflict', 'strikes', 'jake-sullivan', 'john-bolton', 'us'];
  test.each([
    ['conflct', 'conflict'],
    ['confilct', 'conflict'],
    ['strike', 'strikes'],
    ['jake-sulivan', 'jake-sullivan'],
    ['sullivan', 'jake-sullivan'],
    ['mr-john-bolton', 'john-bolton'],
    ['ux', 'us'],
    ['weather', undefined],
    ['', undefined],
  ])('for "%s" the guess is %s', (word, guess) => {
    expect(closest(word, ids)).toBe(guess);
  });

  it('without a near id the other remedy is given', () => {
    expect(didYouMean('weather', ids, 'add it')).toBe('add it');
  });

  it('an id with one slip is guessed', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{4,12}$/),
        fc.nat(),
        fc.constantFrom('', 'q', 'qq'),
        (id, position, slip) => {
          const at = position % id.length;
          expect(closest(id.slice(0, at) + slip.slice(0, 1) + id.slice(at + 1) + slip.slice(1, 1), [id])).toBe(id);
        },
      ),
    );
  });
});

describe('whether a sentence states a number', () => {
  test.each([
    ['Three soldiers have died.', 3, true],
    ['Both bridges are closed.', 2, true],
    ['Some 1,200 homes lost power.', 1200, true],
    ['Damage of 3.5 million dollars was counted.', 3_500_000, true],
    ['Forty-two houses burned.', 42, true],
    ['Two hundred people left.', 200, true],
    ['Three soldiers have died.', 4, false],
    ['Thirteen people came.', 3, false],
    ['In 2024 houses burned.', 20, false],
    ['Many people left.', 200, false],
  ])('%s %i: %s', (text, value, stated) => {
    expect(holdsNumber(text, value)).toBe(stated);
  });
});
