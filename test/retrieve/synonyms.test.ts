import { expect, test } from 'vitest';
import { english } from '../../src/language/english.ts';
import { createSynonyms } from '../../src/retrieve/synonyms.ts';

const synonyms = createSynonyms(
  [
    ['walkout', 'industrial action', 'strike'],
    ['quay', 'pier', 'quay'],
  ],
  english,
);
const stems = (text: string) => english.words(text).map(({ stem }) => stem);
const curated = (text: string) => synonyms.find(stems(text)).filter(({ group }) => group.startsWith('~c'));

test('words and phrases of a group are found with their positions', () => {
  const [phrase] = curated('the industrial action goes on');
  expect(phrase).toMatchObject({ from: 1, to: 3 });
  expect(curated('a strike')[0]?.group).toBe(phrase?.group);
  expect(curated('industrial waste')).toEqual([]);
});

test('a member that is written twice counts once', () => {
  expect(curated('quay')).toHaveLength(1);
});

test('a curator’s group counts more than the language’s own list', () => {
  const [own] = curated('walkout');
  expect(own?.quality).toBe(0.8);
  const general = synonyms.find(stems(english.synonyms[0]?.[0] ?? '')).find(({ group }) => group.startsWith('~g'));
  expect(general?.quality).toBe(0.5);
});
