import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BegunWords } from '../../src/retrieve/begun-words.ts';

const NAMES = [
  ['jake sullivan', 'white house adviser'],
  ['john bolton'],
  ['joe biden', 'president'],
  ['sullivan county'],
];
const begun = new BegunWords(NAMES);
const itemsOf = (typed: string) => [...begun.find(typed.split(' ')).items].sort((a, b) => a - b);

test.each([
  ['sul', [0, 3]],
  ['jake sul', [0]],
  ['sul jake', [0]],
  ['adv', [0]],
  ['jo', [1, 2]],
  ['jake bolton', []],
  ['ullivan', []],
])('"%s" begins words of the items %j', (typed, items) => {
  expect(itemsOf(typed)).toEqual(items);
});

test('a name that begins with the word opens with it', () => {
  expect([...begun.find(['sul']).opening]).toEqual([3]);
  expect([...begun.find(['jake', 'sul']).opening]).toEqual([]);
});

test('the commonest word that begins so is given, the first in the alphabet of several', () => {
  expect(begun.commonest('su')).toBe('sullivan');
  expect(begun.commonest('j')).toBe('jake');
  expect(begun.commonest('zz')).toBeUndefined();
});

test('for any names and typed words, the result equals that of a search through every name', () => {
  const word = fc.stringMatching(/^[ab]{1,3}$/);
  const names = fc.array(fc.array(fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '))), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(names, fc.array(word, { minLength: 1, maxLength: 3 }), (all, typed) => {
      const found = [...new BegunWords(all).find(typed).items].sort((a, b) => a - b);
      const expected = all.flatMap((own, item) => {
        const words = own.flatMap((name) => name.split(' '));
        return typed.every((start) => words.some((each) => each.startsWith(start))) ? [item] : [];
      });
      expect(found).toEqual(expected);
    }),
  );
});
