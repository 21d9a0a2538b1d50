import { expect, test } from 'vitest';
import { stem } from '../../src/question/stem.ts';

test.each([
  ['began', 'begin'],
  ['struck', 'strikes'],
  ['said', 'says'],
  ['won', 'winning'],
  ['died', 'deaths'],
  ['organise', 'organization'],
  ['adviser', 'advisors'],
  ['directly', 'direct'],
  ['wider', 'wide'],
  ['children', 'child'],
  ['travelled', 'traveling'],
  ['solution', 'solved'],
  ['detention', 'detained'],
  ['hypotheses', 'hypothesis'],
  ['underwent', 'undergoing'],
  ['sue', 'sued'],
  ['seizure', 'seized'],
  ['tied', 'tying'],
])('%s and %s share a stem', (a, b) => {
  expect(stem(a)).toBe(stem(b));
});

test.each([
  ['family', 'families', true],
  ['supply', 'supp', false],
  ['promise', 'prom', false],
  ['news', 'new', false],
  ['authority', 'author', false],
])('%s and %s: the same is %s', (a, b, same) => {
  expect(stem(a) === stem(b)).toBe(same);
});
