import { describe, expect, test } from 'vitest';
import { stem } from '../../src/question/stem.ts';
import { createSynonyms, type Synonyms } from '../../src/search/synonyms.ts';

const GENERAL = [
  ['attack', 'strike', 'raid'],
  ['open', 'unlock'],
];

function meanTheSame(synonyms: Synonyms, left: string, right: string): boolean {
  const groups = new Set(synonyms.find([stem(left)]).map(({ group }) => group));
  return synonyms.find([stem(right)]).some(({ group }) => groups.has(group));
}

describe('GIVEN words that the general list joins', () => {
  test('the situation says nothing THEN they mean the same', () => {
    expect(meanTheSame(createSynonyms([], GENERAL), 'attack', 'strikes')).toBe(true);
  });

  const apart = createSynonyms(
    [
      ['strikes', 'bombing'],
      ['attack', 'assault'],
      ['open', 'unlock', 'undo'],
    ],
    GENERAL,
  );
  test('the situation has them in different groups THEN they stay apart', () => {
    expect(meanTheSame(apart, 'attack', 'strike')).toBe(false);
    expect(meanTheSame(apart, 'assault', 'bombing')).toBe(false);
  });
  test.each([
    ['attack', 'assault'],
    ['strike', 'bombing'],
    ['attack', 'raid'],
    ['raid', 'strike'],
    ['open', 'unlock'],
  ])('everything else is as before: %s and %s', (left, right) => {
    expect(meanTheSame(apart, left, right)).toBe(true);
  });
});
