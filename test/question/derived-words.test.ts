import { expect, test } from 'vitest';
import { derivedStems } from '../../src/question/derived-words.ts';
import { stem } from '../../src/question/stem.ts';

test.each([
  ['directed', 'director'],
  ['invention', 'inventor'],
  ['tour', 'tourist'],
  ['history', 'historian'],
  ['settle', 'settlement'],
  ['friend', 'friendship'],
  ['composer', 'composition'],
  ['economy', 'economist'],
  ['discover', 'discovery'],
  ['failed', 'failure'],
])('%s and %s are derived from one root, whichever is asked for', (a, b) => {
  expect(derivedStems(stem(a))).toContain(stem(b));
  expect(derivedStems(stem(b))).toContain(stem(a));
});

test.each([
  ['flow', 'flower'],
  ['numb', 'number'],
  ['sect', 'sector'],
  ['fact', 'factory'],
  ['host', 'hostage'],
  ['past', 'pastor'],
])('%s and %s only look alike', (a, b) => {
  expect(derivedStems(stem(a))).not.toContain(stem(b));
  expect(derivedStems(stem(b))).not.toContain(stem(a));
});

test('a word is not derived from itself, and numbers and other scripts give nothing', () => {
  for (const word of ['direct', 'director', 'tour']) expect(derivedStems(word)).not.toContain(word);
  expect(derivedStems('2024')).toEqual([]);
  expect(derivedStems('правда')).toEqual([]);
});
