import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TEXT_MAX_CHARS, tokenize } from '../../src/question/tokens.ts';

const words = (text: string) => tokenize(text).map((token) => token.word);

test.each([
  ['Hezbollah’s fighters', ['hezbollah', 'fighters']],
  ["the soldiers' families", ['the', 'soldiers', 'families']],
  ["What's up? Who’d know", ['what', 'is', 'up', 'who', 'did', 'know']],
  ['whats whos didnt', ['what', 'is', 'who', 'is', 'did', 'not']],
  ['The U.S. and the U.N. met.', ['the', 'usa', 'and', 'the', 'un', 'met']],
  ['US forces', ['usa', 'forces']],
  ['tell us', ['tell', 'us']],
  ['Iran-backed', ['iran', 'backed']],
  ['de-escalation, non-violent', ['deescalation', 'nonviolent']],
  ['three soldiers, 1,200 homes', ['3', 'soldiers', '1200', 'homes']],
  ['Oct. 7th', ['october', '7']],
  ['since 10/7', ['since', 'october', '7']],
  ['open 24/7', ['open', '24', '7']],
  ['in order to win', ['in', 'to', 'win']],
  ['Ångström CAFÉ', ['angstrom', 'cafe']],
  ['نعم 你好', ['نعم', '你好']],
  ['?!… 🙂', []],
  ['', []],
])('%s', (text, expected) => {
  expect(words(text)).toEqual(expected);
});

test('GIVEN a text far longer than any question THEN only its beginning is read', () => {
  expect(tokenize('word '.repeat(TEXT_MAX_CHARS)).length).toBeLessThanOrEqual(TEXT_MAX_CHARS / 5);
});

test('cuts out the words that one pattern for all letters and digits finds', () => {
  const obvious =
    /[\p{L}\p{M}]+(?:['\u2018\u2019\u02bc][\p{L}\p{M}]+)*(?:(?<=s)['\u2019](?![\p{L}\p{N}]))?|\p{N}+(?:[,.]\p{N}{3})*(?:\.\p{N}+)?(?:st|nd|rd|th)?/gu;
  const part = fc.constantFrom(
    'a',
    's',
    'Tx',
    "'",
    '\u2019',
    '1',
    '20',
    '000',
    ',',
    '3.5',
    'st',
    '\u00e9',
    'e\u0301',
    '\u0661',
    ' ',
    '?',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
      const text = parts.join('');
      expect(tokenize(text).map(({ raw }) => raw)).toEqual(text.match(obvious) ?? []);
    }),
  );
});
