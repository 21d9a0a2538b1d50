import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askingPart } from '../../src/question/asking-part.ts';

describe('GIVEN a message of several sentences THEN the one that asks is read', () => {
  test.each([
    ['I only caught the end of the news. Why were the gates opened?', 'Why were the gates opened?'],
    ['Who is Birch? I have never met anybody of that name.', 'Who is Birch?'],
    ['hey all, just catching up after work lol, did the dam hold?', 'did the dam hold?'],
    ['Besides Ortano and Northford, which places sent pumps?', 'which places sent pumps Besides Ortano and Northford?'],
  ])('%s', (message, expected) => {
    expect(askingPart(message)).toBe(expected);
  });
});

test.each([
  ['<@123456789012345678> who is Birch', 'who is Birch'],
  ['@everyone <#123456789012345678> did the dam hold <:sad:123456789012345678>', 'did the dam hold'],
  ['[who opened the gates](https://example.org/a) https://example.org', 'who opened the gates'],
  ['a < b and [x]', 'a < b and [x]'],
])('what Discord puts into a message is no part of it: %s', (message, expected) => {
  expect(askingPart(message)).toBe(expected);
});

describe('GIVEN a sentence that only points at what was said before THEN that is read behind it', () => {
  test.each([
    [
      'My wife believes only one bridge collapsed. How many was it really?',
      'How many was it really? My wife believes only one bridge collapsed.',
    ],
    ['The gates were opened. When?', 'When? The gates were opened.'],
    [
      'My neighbour insists that the dam broke. Is he right?',
      'is it true that My neighbour insists that the dam broke.',
    ],
  ])('%s', (message, expected) => {
    expect(askingPart(message)).toBe(expected);
  });
});

describe('GIVEN nothing to choose from THEN the message comes back as it was', () => {
  test.each([
    'Why were the gates opened?',
    'What did the U.S. do in Northford?',
    'Who is Birch, the mayor, and what did he say?',
    'The dam broke. The bridge fell.',
    'sorry, what was his job again?',
    '',
    '???',
  ])('%s', (message) => {
    expect(askingPart(message)).toBe(message);
  });
  test('any text whatsoever gives a text, no longer than itself and a few words', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (message) => {
        expect(askingPart(message).length).toBeLessThanOrEqual(message.length + 'is it true that '.length);
      }),
    );
  });
});
