import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Spellings } from '../../src/question/spellings.ts';
import { tokenizeWith } from '../../src/question/tokens.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'B', '\u00e9', '7'), minLength: 1, maxLength: 45 });

test('GIVEN any words, more than are remembered and longer than are THEN each gives its own token', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const spellings = new Spellings((folded, raw, last) => ({ word: folded, raw, last }), 5);
      const one = new Spellings((folded, raw, last) => ({ word: folded, raw, last }));
      const text = words.join(' ');
      expect(tokenizeWith(text, spellings)).toEqual(tokenizeWith(text, one));
      expect(
        tokenizeWith(text, spellings)
          .map(({ raw }) => raw)
          .join(''),
      ).toBe(words.join(''));
    }),
  );
});

test('GIVEN a thousand words twice THEN each is met once', () => {
  const met: string[] = [];
  const spellings = new Spellings((folded) => {
    met.push(folded);
    return { word: folded };
  });
  const words = Array.from({ length: 1000 }, (_, at) => `w${'abcdefghij'.charAt(at % 10).repeat(1 + (at % 7))}${at}`);
  tokenizeWith(words.join(' '), spellings);
  const once = met.length;
  tokenizeWith(words.join(' '), spellings);
  expect(met.length).toBe(once);
  expect(new Set(met).size).toBe(once);
});
