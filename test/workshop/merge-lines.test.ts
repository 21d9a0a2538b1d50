/** Two changes of one file, joined line by line. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hunksOf, mergeLines } from '../../src/workshop/curate/page/merge-lines.js';

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

/** Puts the hunks into the text, in the plainest way. */
function apply(before: string, hunks: ReturnType<typeof hunksOf>): string {
  const lines = before.split('\n');
  for (const { from, to, lines: put } of hunks.toReversed()) lines.splice(from, to - from, ...put);
  return lines.join('\n');
}

test('the hunks of two texts lead from one to the other, and one text alone is a change of nothing', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(apply(before, hunksOf(before, after))).toBe(after);
      expect(mergeLines(before, after, before)).toEqual({ text: after, clashes: false });
      expect(mergeLines(before, before, after)).toEqual({ text: after, clashes: false });
      expect(mergeLines(before, after, after)).toEqual({ text: after, clashes: false });
    }),
  );
});

const BEFORE = 'one\ntwo\nthree\nfour\nfive';

test.each([
  ['around it', 'one\ntwo\n3\nfour\nfive', '1\ntwo\nthree\nfour', '1\ntwo\n3\nfour', false],
  ['in the next line', 'one\n2\nthree\nfour\nfive', 'one\ntwo\n3\nfour\nfive', 'one\n2\n3\nfour\nfive', false],
  [
    'in the same line and in another',
    '1\ntwo\nthree\nfour\nfive',
    'I\ntwo\nthree\nfour\n5',
    '1\ntwo\nthree\nfour\n5',
    true,
  ],
  [
    'at the same place',
    'one\nmine\ntwo\nthree\nfour\nfive',
    'one\ntheirs\ntwo\nthree\nfour\nfive',
    'one\nmine\ntwo\nthree\nfour\nfive',
    true,
  ],
  ['within what is removed', 'one\nfive', 'one\ntwo\n3\nfour\nfive', 'one\nfive', true],
])('the other change is %s', (_, mine, theirs, merged, clashes) => {
  expect(mergeLines(BEFORE, mine, theirs)).toEqual({ text: merged, clashes });
});

test('texts that are too long to compare line by line change as one block', () => {
  const long = Array.from({ length: 2100 }, (_, n) => `line ${n}`);
  const other = long.map((line) => `${line}!`);
  expect(hunksOf(['head', ...long, 'end'].join('\n'), ['head', ...other, 'end'].join('\n'))).toEqual([
    { from: 1, to: 2101, lines: other },
  ]);
});
