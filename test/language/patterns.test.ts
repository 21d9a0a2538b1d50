import { expect, test } from 'vitest';
import { compilePatterns } from '../../src/language/patterns.ts';

const words = (text: string) => (text === '' ? [] : text.split(' '));

test.each([
  ['a b', 'a b c', 'a b'],
  ['a b?', 'a c', 'a'],
  ['a b?', 'a b c', 'a b'],
  ['a|b c', 'b c d', 'b c'],
  ['(a|b) c', 'b c d', 'b c'],
  ['(a b|c) d', 'a b d e', 'a b d'],
  ['(a b)? c', 'c d', 'c'],
  ['a * b', 'a x b c', 'a x b'],
  ['a ** b', 'a x y z b c', 'a x y z b'],
  ['a ** b', `a ${'x '.repeat(10)}b`, `a ${'x '.repeat(10)}b`],
  ['a ** b', `a ${'x '.repeat(11)}b`, undefined],
  ['a b', 'b a b', undefined],
  ['a', 'ab c', undefined],
  ['a.b', 'axb', undefined],
])('"%s" at the start of "%s" takes %j', (pattern, text, taken) => {
  expect(compilePatterns(pattern).atStart(words(text))?.trim()).toBe(taken);
});

test('at the end and as a whole a pattern fits nothing more and nothing less', () => {
  const patterns = compilePatterns('a b\nc');
  expect(patterns.atEnd(words('x a b'))?.trim()).toBe('a b');
  expect(patterns.atEnd(words('a b x'))).toBeUndefined();
  expect(patterns.whole(words('a b'))).toBe(true);
  expect(patterns.whole(words('a b c'))).toBe(false);
  expect(patterns.whole(words(''))).toBe(false);
});

test('the longest of several that fit is taken', () => {
  expect(compilePatterns('a\na b\na b c').atStart(words('a b x'))?.trim()).toBe('a b');
});

test('a long text is looked at near its ends only', () => {
  const patterns = compilePatterns('a **');
  expect(patterns.whole(words('a '.repeat(31).trim()))).toBe(false);
  expect(
    compilePatterns('x b')
      .atEnd(words(`${'a '.repeat(100)}x b`))
      ?.trim(),
  ).toBe('x b');
});
