import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { splitParagraphs, splitSentences } from '../../src/knowledge/sentences.ts';

/** Sentences are separated by "|" in these rows. */
describe('a paragraph is cut into its sentences', () => {
  test.each([
    ['The river rose.|It fell again.'],
    ['Did it rise?|It did!|Nobody knew why.'],
    // Shortened words
    ['Forces of the U.S. Navy were there.|They left.'],
    ['It happened in the U.S. Forces left.'], // Not to be known: "U.S. Forces" may be a name, so it stays together.
    ['It happened in the U.S.|The forces left.'],
    ['The U.N.|However, it met again.'],
    ['Mr. Smith met Dr. Jones and Gen. Lee.|They spoke.'],
    ['Lt. Col. Hill spoke.|He left.'],
    ['J. F. Hill and K. Dale spoke.'],
    ['It began at 9 a.m. Sunday and ended at 5 p.m.|The next day it rained.'],
    ['It cost $3.5 million.|That is 1.2 percent.'],
    ['See No. 5 on Oct. 7 in vol. 2.|It is there.'],
    ['Was it open?|No.|They went home.'],
    ['It closed in Oct.|Nobody came.'],
    ['Bread, milk, etc.|The shop had all.'],
    ['Bread, milk, etc. were there.'],
    ['Hill Inc. Ltd. and others signed.'],
    ['They met in St. Louis, e.g. on Sundays, i.e. once a week.'],
    // Quotation marks and brackets
    ['"It rose."|"It fell."'],
    ['He said “it rose.”|Then he left.'],
    ['(It rose.)|It fell.'],
    ['They (the U.S.) left.'],
    ['"Stop!" he said.|He ran.'],
    ['Yahoo! said so.|It was true.'],
    // Dots and other marks
    ['He waited…|Nothing came.'],
    ['He waited... and waited.'],
    ['He waited...|Nothing came.'],
    ['What?!|Yes.'],
    ['No end mark at all'],
    ['Version 2.0.1 of example.org is out.|Go there.'],
    ['In 2023. 14 came.'.replace('. 14', '.|14')],
    ['河が上がった。|橋が閉まった。'],
    ['هل ارتفع؟|نعم.'],
  ])('%s', (row) => {
    const expected = row.split('|');
    const paragraph = /\p{Script=Han}/u.test(row) ? expected.join('') : expected.join(' ');
    expect(splitSentences(paragraph)).toEqual(expected);
  });

  it('nothing has no sentence', () => {
    expect(splitSentences('')).toEqual([]);
    expect(splitSentences('  \t ')).toEqual([]);
  });
});

test.each([
  ['one line each', 'A.\nB.\n', ['A.', 'B.']],
  ['blank lines between', '\n\nA.\n \n\nB.\n\n', ['A.', 'B.']],
  ['Windows and old Mac line ends', 'A.\r\nB.\rC.', ['A.', 'B.', 'C.']],
  ['white space within', '  A   b.\tC \nD.', ['A b. C', 'D.']],
  ['nothing', '', []],
])('a text with %s gives its paragraphs in order', (_what, text, paragraphs) => {
  expect(splitParagraphs(text)).toEqual(paragraphs);
});

/** Much of what decides: marks, shortened words, capitals, quotes. */
const confusing = fc
  .array(
    fc.constantFrom(
      'The',
      'in',
      'U.S.',
      'Mr.',
      'J.',
      'etc.',
      'No.',
      '5',
      '3.5',
      'war',
      'Oct.',
      '"It',
      'fell."',
      '(so)',
      '…',
      '?',
      'Yes!',
      '橋。',
    ),
    { maxLength: 20 },
  )
  .map((words) => words.join(' '));
const anyText = fc.oneof(confusing, fc.string({ unit: 'grapheme' }));

it('cutting a text loses, adds and empties nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const sentences = splitSentences(text);
      expect(sentences.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      expect(sentences.every((sentence) => sentence !== '' && sentence === sentence.trim())).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

it('a sentence that is cut again stays whole', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const sentence of splitSentences(text)) expect(splitSentences(sentence)).toEqual([sentence]);
    }),
    { numRuns: 1000 },
  );
});

it('plain sentences in a row are cut where they end', () => {
  const word = fc
    .stringMatching(/^[b-hj-z]{4,8}$/)
    .filter((letters) => !['sept', 'corp', 'prof', 'pres', 'dept', 'capt', 'cmdr', 'brig'].includes(letters));
  const sentence = fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 6 }), fc.constantFrom('.', '!', '?', '…', '?!', '."'))
    .map(([words, mark]) => `T${words.join(' ')}${mark}`);
  fc.assert(
    fc.property(fc.array(sentence, { maxLength: 8 }), (sentences) => {
      expect(splitSentences(sentences.join(' '))).toEqual(sentences);
    }),
  );
});
