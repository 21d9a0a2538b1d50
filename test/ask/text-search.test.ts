import { describe, expect, test } from 'vitest';
import type { IndexDoc } from '../../src/ask/text-corpus.ts';
import { createTextSearch } from '../../src/ask/text-search.ts';
import { english } from '../../src/language/english.ts';

const docs = (texts: readonly string[], more: Partial<IndexDoc> = {}): readonly IndexDoc[] =>
  texts.map((text, at) => ({ id: `${at}`, text, ...more }));

async function order(texts: readonly IndexDoc[], question: string, k = texts.length): Promise<readonly string[]> {
  const { hits } = await createTextSearch(texts, { language: english }).search(question, k);
  return hits.map(({ id }) => id);
}

/** Which of the texts comes first, and why. */
const FIRST: readonly (readonly [because: string, question: string, texts: readonly string[], first: number])[] = [
  [
    'who wants a name that the question does not have',
    'who painted the chapel ceiling in Rome',
    ['The chapel ceiling was painted in Rome long ago.', 'The chapel ceiling was painted by Marco Bellini in Rome.'],
    1,
  ],
  [
    'the name in the question is not the one asked for',
    'who taught Bellini to paint',
    ['They taught Bellini to paint there.', 'They and old Castagno taught Bellini to paint.'],
    1,
  ],
  [
    'when wants a time',
    'when was the lighthouse built',
    ['The lighthouse was built of granite.', 'The lighthouse was built in 1871.'],
    1,
  ],
  [
    'how many wants a number of the thing that is counted',
    'how many keepers lived in the lighthouse',
    ['Keepers lived in the lighthouse for 12 winters.', 'In the lighthouse lived 12 keepers.'],
    1,
  ],
  [
    'words that are neighbours in the question are neighbours in the text',
    'stone bridge collapse',
    [
      'The collapse of a house of stone blocked the old bridge.',
      'The collapse of the stone bridge blocked the old house.',
    ],
    1,
  ],
  [
    'of two that have the words, the one that begins with them',
    'harbour wall',
    ['Waves rose high over the harbour wall.', 'The harbour wall held high waves back.'],
    1,
  ],
];

test.each(FIRST)('%s', async (_, question, texts, first) => {
  expect((await order(docs(texts), question))[0]).toBe(`${first}`);
});

describe('texts in groups', () => {
  test('of two alike the one nearer to the beginning of its group comes first', async () => {
    const texts = docs(['The tower has bells.', 'Rain fell.', 'The tower has clocks.'], { group: 'a' });
    expect((await order(texts, 'tower'))[0]).toBe('0');
    expect((await order(texts.toReversed(), 'tower'))[0]).toBe('2');
  });

  test('a text is found by a word that only the text before it has, unless that one is of another group', async () => {
    const texts = (group: string): readonly IndexDoc[] => [
      { id: 'before', text: 'The lighthouse is old.', group: 'a' },
      { id: 'after', text: 'It was built of granite.', group },
      { id: 'far', text: 'A house was built of wood.', group: 'c' },
    ];
    const question = 'what was the lighthouse built of';
    expect(await order(texts('a'), question)).toEqual(['after', 'before', 'far']);
    expect((await order(texts('b'), question))[0]).toBe('before');
  });

  test('a text is found by the title that it stands under', async () => {
    const texts: readonly IndexDoc[] = [
      { id: 'a', text: 'It opened in 1900.', title: 'Southern Pier' },
      { id: 'b', text: 'It opened in 1910.', title: 'Northern Pier' },
    ];
    expect((await order(texts, 'when did the northern pier open'))[0]).toBe('b');
    expect((await order(texts, 'when did the southern pier open'))[0]).toBe('a');
  });
});

describe('many texts', () => {
  const many = docs(Array.from({ length: 100 }, (_, at) => `Ships ${'and boats '.repeat(at % 7)}came in.`));

  test('as many are listed as are asked for, each once, with falling scores', async () => {
    const { hits } = await createTextSearch(many, { language: english }).search('ships', 90);
    expect(new Set(hits.map(({ id }) => id)).size).toBe(90);
    const scores = hits.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  test('nothing is listed for words that no text has', async () => {
    expect(await order(many, 'quasars pulsate')).toEqual([]);
  });

  test('the confidence is lower for a question that the texts know nothing of', async () => {
    const search = createTextSearch(docs(['The lighthouse was built in 1871.', 'Rain fell on the harbour.']), {
      language: english,
    });
    const sure = (await search.search('when was the lighthouse built', 1)).confidence;
    const unsure = (await search.search('when did Napoleon visit the lighthouse', 1)).confidence;
    expect(sure).toBeGreaterThan(unsure);
    expect(sure).toBeLessThanOrEqual(1);
    expect(unsure).toBeGreaterThanOrEqual(0);
  });
});
