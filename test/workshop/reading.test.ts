/** What is read out of single sentences: names, times, numbers, who says it, and the words to quote. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWords } from '../../src/knowledge/wording.ts';
import { attribute, attributeInTurn } from '../../src/workshop/attribution.ts';
import { readNames } from '../../src/workshop/names.ts';
import { readNumbers } from '../../src/workshop/numbers.ts';
import { chooseQuote } from '../../src/workshop/quote.ts';
import { datesSomething, readTimes } from '../../src/workshop/times.ts';

const namesIn = (...texts: readonly string[]) =>
  readNames(texts.map((text, at) => ({ paragraph: 1, sentence: at + 1, text })));

describe('names', () => {
  test.each<readonly [text: string, expected: readonly string[]]>([
    [
      'The Ministry of Health and Human Services closed two bridges in Norway.',
      ['organisation Ministry of Health and Human Services', 'country Norway'],
    ],
    ['On Sunday, Prime Minister Maria Lund spoke in Oslo.', ['person Maria Lund', 'place Oslo']],
    [
      'Greenville Mayor Anna White met the Civic Party.',
      ['place Greenville', 'person Anna White', 'organisation Civic Party'],
    ],
    ['However, the Civic Party left the hall early.', ['organisation Civic Party']],
    ['Two Civic Party members left, and many others.', ['organisation Civic Party', 'group Civic Party members']],
    ['Security researchers warned the owners.', ['group Security researchers']],
    ['Many people and old families left the valley.', []],
    ['Swedish militants left the valley.', ['group Swedish militants']],
    [
      'It asked the Joint Council for the Welfare of Animals in Oslo.',
      ['organisation Joint Council for the Welfare of Animals', 'place Oslo'],
    ],
    [
      'After that, CEO of the Rescue Council Tove Hexeberg and Governor of Bavaria Anna Lund left.',
      ['organisation Rescue Council', 'person Tove Hexeberg', 'place Bavaria', 'person Anna Lund'],
    ],
    ['It came from Norway-funded schools.', ['country Norway']],
    ['Election Results', []],
  ])('%s', (text, expected) => {
    expect(namesIn(text).map(({ kind, name }) => `${kind} ${name}`)).toEqual(expected);
  });

  test('a family name stands for the whole name, and an acronym for what it is explained as', () => {
    const found = namesIn(
      'Anna Berg met the River Flood Agency (RFA) in the Democratic Republic of the Congo (DRC).',
      'Berg told the RFA that the DRC was ready.',
    );
    expect(found.map(({ name, aliases, mentions }) => [name, aliases, mentions.length])).toEqual([
      ['Anna Berg', ['Berg'], 2],
      ['River Flood Agency', ['RFA'], 3],
      ['Democratic Republic of the Congo', ['DRC'], 3],
    ]);
  });

  test('an acronym may lack the last word, and begin with the first', () => {
    expect(
      namesIn('It told the Nordic Centre for Flood Control and Prevention (Nordic CFC).', 'The Nordic CFC left.'),
    ).toMatchObject([{ name: 'Nordic Centre for Flood Control and Prevention', aliases: ['Nordic CFC'] }]);
  });

  test('a country and its government are one, and so are a name and its end', () => {
    expect(
      namesIn(
        'The Government of Norway opened the Anna Lund Flood Museum.',
        'The Norway Government and the Flood Museum met in Norway.',
      ).map(({ name, aliases }) => [name, aliases]),
    ).toEqual([
      ['Norway', ['Government of Norway', 'Norway Government']],
      ['Anna Lund Flood Museum', ['Flood Museum']],
    ]);
  });

  test('roles stand before a name or behind it between commas', () => {
    const [berg, lund] = namesIn(
      'Former Prime Minister Anna Berg met Maria Lund, the director of the museum, on Monday.',
    );
    expect(berg?.roles).toMatchObject([
      { title: 'Prime Minister', former: true, quote: 'Former Prime Minister Anna Berg' },
    ]);
    expect(lund?.roles).toMatchObject([
      { title: 'director of the museum', former: false, quote: 'director of the museum' },
    ]);
  });

  test('a country is one entity by all its names', () => {
    expect(namesIn('The United States and the U.S. envoy met.', 'Envoys of the US left.')).toMatchObject([
      { name: 'United States', kind: 'country', aliases: expect.arrayContaining(['U.S.', 'US']) },
    ]);
  });
});

describe('times', () => {
  test.each<readonly [text: string, published: string | null, expected: readonly (string | null)[][]]>([
    ['It began on October 7.', null, [['October 7', 'XXXX-10-07']]],
    ['It began on October 7.', '2024-02-05', [['October 7', '2023-10-07']]],
    ['It began on October 7, 2023.', null, [['October 7, 2023', '2023-10-07']]],
    ['It began in October 2023.', null, [['October 2023', '2023-10']]],
    ['It began in 2023.', null, [['2023', '2023']]],
    ['He spoke on Sunday.', null, [['Sunday', null]]],
    ['He spoke on Sunday.', '2024-02-05', [['Sunday', '2024-02-04']]],
    ['He spoke yesterday.', '2024-03-01', [['yesterday', '2024-02-29']]],
    ['He spoke today.', '2024-02-05', [['today', '2024-02-05']]],
    ['None occurred as of December 5, 2024.', null, [['December 5, 2024', '2024-12-05']]],
    ['It came last month.', '2024-02-05', [['last month', null]]],
    ['Sweden won 1 – 0.', '2024-02-05', []],
    ['Now it may march on.', null, []],
    ['It was shut for 3 weeks.', '2024-02-05', [['for 3 weeks', null]]],
    ['It was shut 3 weeks before.', '2024-02-05', [['3 weeks before', null]]],
  ])('%s (of %s)', (text, published, expected) => {
    expect(readTimes(text, published).map((time) => [time.text, time.edtf])).toEqual(expected);
  });

  test.each([
    ['It has been closed since Sunday.', 'since'],
    ['It is closed until March 3.', 'until'],
    ['Ten were found as of March 3.', 'as of'],
    ['It closed on March 3.', undefined],
  ])('%s', (text, relation) => {
    expect(readTimes(text, null)[0]?.relation).toBe(relation);
  });
});

describe('numbers', () => {
  test.each<readonly [text: string, expected: readonly object[]]>([
    ['It shut two bridges.', [{ value: 2, of: 'bridges' }]],
    ['More than 50,000 cases were found.', [{ value: 50000, bound: 'at least', of: 'cases' }]],
    ['Up to one million doses are ready.', [{ value: 1e6, bound: 'up to', of: 'doses' }]],
    ['About 3,500 federal personnel came.', [{ value: 3500, bound: 'about', of: 'federal personnel came' }]],
    ['It has ten to 32 pages.', [{ value: 10, to: 32, of: 'pages' }]],
    ['They gave $500 million.', [{ value: 5e8, unit: 'USD', of: 'gave' }]],
    ['The turnout was 58%.', [{ value: 58, unit: '%', of: 'turnout' }]],
    ['Repairs take 3 weeks.', [{ value: 3, unit: 'weeks', of: 'Repairs take' }]],
    ['There are 12 flights a day.', [{ value: 12, of: 'flights' }]],
    ['COVID-19 came first, and no one left.', []],
  ])('%s', (text, expected) => {
    expect(readNumbers(text, []).map(({ start: _, end: __, ...number }) => number)).toEqual(expected);
  });

  test('numbers of dates count nothing', () => {
    const text = 'On March 3 it shut 4 bridges.';
    expect(readNumbers(text, [{ start: 3, end: 10 }]).map(({ value }) => value)).toEqual([4]);
  });

  test('numbers of a distance in time count nothing', () => {
    const text = 'Two years ago it shut 4 bridges for 3 weeks.';
    const numbers = readNumbers(text, readTimes(text, '2024-02-05').filter(datesSomething));
    expect(numbers.map(({ value }) => value)).toEqual([4, 3]);
  });

  test('a number of a name, with a zero in front, counts nothing', () => {
    expect(readNumbers('The trial PALM 007 had 0.5 percent and 12 arms.', []).map(({ value }) => value)).toEqual([
      0.5, 12,
    ]);
  });
});

test.each<readonly [text: string, saidBy: readonly string[], via: readonly string[]]>([
  ['Berg said that it was over.', ['Berg'], []],
  ['Berg, the minister, told Reuters that it was over.', ['Berg'], ['Reuters']],
  ['It was over, according to Berg.', ['Berg'], []],
  ['"It is over," said Berg.', ['Berg'], []],
  ['A letter seen by Reuters names Berg.', [], ['Reuters']],
  ['Berg crossed the river.', [], []],
  ['Berg of Reuters said that it was over.', ['Reuters'], []],
  ['Berg, the head of Reuters, said that it was over.', ['Berg'], []],
  ['It fell as Berg left.', [], []],
  ['Berg has not said why.', [], []],
])('who says it: %s', (text, saidBy, via) => {
  const names = ['Berg', 'Reuters']
    .map((id) => ({ id, start: text.indexOf(id), end: text.indexOf(id) + id.length }))
    .filter(({ start }) => start >= 0);
  expect(attribute(text, names)).toEqual({ saidBy, via });
});

test('who spoke last goes on while a quotation does, and behind a pronoun', () => {
  const attributed = attributeInTurn();
  const speakers = (
    [
      [1, 'Berg said on Sunday: "It is over.'],
      [1, 'Nobody will stay.'],
      [2, '"Lund said nothing, either.'],
      [2, 'All is lost."'],
      [3, 'She added that the boats were gone.'],
      [4, 'The bridges were closed.'],
      [5, '"It was late," said Lund.'],
      [5, '"It was dark, too."'],
      [6, 'The boats came back.'],
      [8, 'He said more.'],
      [9, 'The crews sang “Berg said it” and left.'],
    ] as const
  ).map(([paragraph, text]) => {
    const names = ['Berg', 'Lund'].flatMap((id) =>
      text.includes(id) ? [{ id, start: text.indexOf(id), end: text.indexOf(id) + id.length }] : [],
    );
    return attributed({ paragraph, sentence: 1, text }, names).saidBy[0] ?? null;
  });
  expect(speakers).toEqual(['Berg', 'Berg', 'Berg', 'Berg', 'Berg', null, 'Lund', 'Lund', null, null, null]);
});

test('a quote is an exact phrase of at most 12 words, whatever the sentence', () => {
  const word = fc.constantFrom(
    'the',
    'U.S.',
    '“war”',
    'rose',
    '(again)',
    '3,500',
    'Al-Qaeda’s',
    '—',
    'bridges,',
    'and',
    '58%',
    'it.',
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
      const sentence = words.join(' ');
      const quote = chooseQuote(sentence, []);
      expect(countWords(quote)).toBeLessThanOrEqual(12);
      expect(sentence).toContain(quote);
      // It cuts no word.
      const at = sentence.indexOf(quote);
      expect(/[\p{L}\p{N}]/u.test(sentence[at - 1] ?? ' ') && /^[\p{L}\p{N}]/u.test(quote)).toBe(false);
    }),
  );
});

test('a quote holds what carries the sentence', () => {
  const text =
    'It was also said, at the end of a long and tedious meeting, that on Sunday the agency closed two bridges there.';
  const marked = ['Sunday', 'agency', 'two bridges'].map((each) => ({
    start: text.indexOf(each),
    end: text.indexOf(each) + each.length,
  }));
  expect(chooseQuote(text, marked)).toMatch(/Sunday.*two bridges/);
});
