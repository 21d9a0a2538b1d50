import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BegunWords } from '../../src/search/begun-words.ts';

const begins = (name: string, typed: string): boolean => name.split(' ').some((word) => word.startsWith(typed));

test('GIVEN any names and typed words THEN the items are those that a look at every name finds', () => {
  const word = fc.stringMatching(/^[abc]{1,3}$/);
  const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const items = fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), { maxLength: 8 });
  fc.assert(
    fc.property(items, fc.array(word, { minLength: 1, maxLength: 3 }), (namesOf, typed) => {
      const begun = new BegunWords(namesOf);
      const all = namesOf.flatMap((names, item) =>
        typed.every((each) => names.some((name) => begins(name, each))) ? [item] : [],
      );
      const found = begun.find(typed);
      expect([...found.items].sort((a, b) => a - b)).toEqual(all);
      // A second search is not changed by the first.
      expect(begun.find(typed)).toEqual(found);
      const [only = ''] = typed;
      const opening =
        typed.length > 1 ? [] : all.filter((item) => namesOf[item]?.some((name) => name.startsWith(only)));
      expect([...found.opening].sort((a, b) => a - b)).toEqual(opening);
    }),
  );
});

test.each([
  ['so', 'soldier'],
  ['sol', 'soldier'],
  ['sold', 'soldier'],
  ['sole', 'sole'],
  ['x', undefined],
])('the commonest word that begins with "%s"', (start, expected) => {
  const begun = new BegunWords([['sole heir'], ['soldier'], ['old soldier']]);
  expect(begun.commonest(start)).toBe(expected);
});
