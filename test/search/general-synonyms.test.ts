import { expect, test } from 'vitest';
import { stem } from '../../src/question/stem.ts';
import { tokenize } from '../../src/question/tokens.ts';
import { GENERAL_SYNONYMS } from '../../src/search/general-synonyms.ts';
import { createSynonyms } from '../../src/search/synonyms.ts';

const stems = (text: string) => tokenize(text).map((token) => stem(token.word));

test('every group has two members or more, and no member twice', () => {
  for (const group of GENERAL_SYNONYMS) {
    expect(group.length, group.join(', ')).toBeGreaterThan(1);
    expect(new Set(group).size, group.join(', ')).toBe(group.length);
  }
});

test('phrases and words of one group are the same concept; words of different groups are not', () => {
  const synonyms = createSynonyms([]);
  const groupsOf = (text: string) => new Set(synonyms.find(stems(text)).map((concept) => concept.group));
  const share = (a: string, b: string) => [...groupsOf(a)].some((group) => groupsOf(b).has(group));
  expect(share('they lost their lives', 'they were killed')).toBe(true);
  expect(share('it kicked off', 'it began')).toBe(true);
  expect(share('troops', 'service members')).toBe(true);
  expect(share('the movie', 'a film')).toBe(true);
  expect(share('World War Two', 'WWII')).toBe(true);
  expect(share('the 3rd', 'the third')).toBe(true);
  expect(share('fired', 'struck')).toBe(false);
  expect(share('truce', 'war')).toBe(false);
});

test("a situation's own synonyms count more than the general ones", () => {
  const synonyms = createSynonyms([['levee', 'dyke']]);
  const [own] = synonyms.find(['levee']);
  const [general] = synonyms.find([stem('truce')]);
  expect(synonyms.quality(own?.group ?? -1)).toBeGreaterThan(synonyms.quality(general?.group ?? -1));
});
