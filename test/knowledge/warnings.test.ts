/** Probable slips: they are told with a remedy, and refuse nothing. */

import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkKnowledge } from '../../src/knowledge/check.ts';
import { inspect } from '../../src/knowledge/load.ts';
import { formatProblem } from '../../src/knowledge/problem.ts';
import { BULLETIN, BULLETIN_SHA256, edited, type Files, SOUND, writeFolder } from './river-flood.ts';

/** Every warning of a folder with these files, without the folder's own path; the situation must be sound. */
async function warningsOf(files: Files, text?: string | Uint8Array): Promise<readonly string[]> {
  const folder = await writeFolder(files);
  const texts = text === undefined ? null : await writeFolder({ 'bulletin.txt': text });
  const [found] = await checkKnowledge({ root: folder, sourceTexts: [], textFolders: texts === null ? [] : [texts] });
  expect(found?.problems.map(formatProblem)).toEqual([]);
  return (found?.warnings ?? []).map((each) => formatProblem(each).replaceAll(`${folder}/`, ''));
}

const alias = (name: string): Files =>
  edited('entities.yml', ['aliases: [the authority, R.A.]', `aliases: [the authority, ${name}]`]);
const addFact = (fact: string): Files => ({ ...SOUND, 'facts.yml': `${SOUND['facts.yml']}${fact}` });
const CITE = 'cites: [{source: bulletin, paragraph: 1, sentence: 2, quote: closed two bridges}]';

test('a sound situation has no warning', async () => {
  expect(await warningsOf(SOUND, BULLETIN)).toEqual([]);
});

describe('names', () => {
  test.each<readonly [what: string, files: Files, warnings: readonly string[]]>([
    [
      'an alias that is an ordinary word of another fact',
      alias('Opponents'),
      [
        'entities.yml:9 river-authority: the alias "Opponents" stands in "barrier-removed", which does not concern river-authority; add river-authority to "about" there, or make the alias longer',
      ],
    ],
    [
      'an alias that is part of another name in a fact',
      {
        ...alias('Oak'),
        'entities.yml': `${alias('Oak')['entities.yml']}  - {id: oak-street, kind: place, name: Oak Street, importance: 1}\n`,
        'facts.yml': SOUND['facts.yml']
          .replace('took a barrier away.', 'took a barrier on Oak Street away.')
          .replace('The river rose', 'The river by the oak rose'),
      },
      [
        'entities.yml:9 river-authority: the alias "Oak" is part of "Oak Street" (oak-street) in "barrier-removed"; make the alias longer, or remove it',
      ],
    ],
    [
      'an alias that is a stop word',
      alias('there'),
      [
        'entities.yml:9 river-authority: the alias "there" is a word that stands in most sentences; remove it, or add a word to it',
      ],
    ],
    ['an acronym that a fact holds in small letters only', alias('IT'), []],
    [
      'an acronym that a fact holds in capitals',
      {
        ...alias('RFA'),
        'facts.yml': SOUND['facts.yml'].replace('took a barrier away.', 'took a barrier of the RFA away.'),
      },
      [expect.stringContaining('the alias "RFA" stands in "barrier-removed"')],
    ],
  ])('%s', async (_what, files, warnings) => {
    expect(await warningsOf(files)).toEqual(warnings);
  });
});

describe('facts', () => {
  test.each<readonly [what: string, files: Files, warnings: readonly string[]]>([
    [
      'a fact that says nearly the same as another',
      addFact(`- id: closed-again
  text: On Sunday, the River Authority said that it had shut two bridges.
  label: Closing of two bridges
  topic: water
  importance: 4
  said_by: [river-authority]
  places: [lower-town]
  numbers: [{value: 2, of: bridges}]
  ${CITE}
`),
      [
        'facts.yml:30 closed-again: the text says nearly the same as "bridges-closed" (line 10); join the two facts, or say more plainly in what they differ',
      ],
    ],
    [
      'a fact like another that gives another number',
      addFact(`- id: closed-again
  text: On Sunday, the River Authority said that it had shut three bridges.
  label: Closing of three bridges
  topic: water
  importance: 4
  said_by: [river-authority]
  places: [lower-town]
  numbers: [{value: 3, of: bridges}]
  cites: [{source: bulletin, paragraph: 1, sentence: 2, quote: it said on Sunday}]
`),
      [],
    ],
    [
      'another value of the same thing at the same time',
      addFact(`- id: more-closed
  text: The Upper Town shut 3 crossings.
  label: More crossings
  topic: water
  importance: 4
  time: {text: Sunday}
  numbers: [{value: 3, of: bridges closed}]
  cites: [{source: bulletin, paragraph: 1, sentence: 2, quote: it said on Sunday}]
`),
      [
        'facts.yml:35 more-closed: "bridges closed" is 3 here, but 2 in "bridges-closed" (line 19); correct one, say more exactly of what each is, mark the older one superseded, or list them as a dispute or a figure',
      ],
    ],
    [
      'a number that the quote contradicts',
      edited(
        'facts.yml',
        ['shut two bridges', 'shut three bridges'],
        ['{value: 2, of: bridges closed}', '{value: 3, of: bridges closed}'],
      ),
      [
        'facts.yml:19 bridges-closed: the number is 3, but the quote says 2; correct the one that is wrong, or quote the words that give the number',
      ],
    ],
    [
      'a date on another weekday than the text says',
      edited('facts.yml', ['time: {text: Sunday}', 'time: {text: "Sunday, March 4, 2024", edtf: 2024-03-04}']),
      [
        'facts.yml:18 bridges-closed: 2024-03-04 is a Monday, not as "Sunday, March 4, 2024" says; correct the date or the text',
      ],
    ],
    [
      'a value in curly quotes, but not a quote',
      edited(
        'facts.yml',
        ['label: Rise of the river', 'label: “Rise of the river”'],
        ['quote: rose on March 3', 'quote: “rose on March 3”'],
      ),
      ['facts.yml:3 river-rose: the value stands in curly quotes, which are shown; use straight quotes: "…"'].map(
        (each) => each.replace(' river-rose', ''),
      ),
    ],
  ])('%s', async (_what, files, warnings) => {
    expect(await warningsOf(files)).toEqual(warnings);
  });
});

describe('figures that change', () => {
  const OTHER = `- id: more-closed
  text: The Upper Town shut 3 crossings.
  label: More crossings
  topic: water
  importance: 4
  said_by: [upper-town]
  time: {text: Sunday}
  numbers: [{value: 3, of: bridges closed}]
  cites: [{source: bulletin, paragraph: 1, sentence: 2, quote: it said on Sunday}]
`;
  const SUPERSEDED = `- id: one-closed
  text: One bridge was shut.
  label: First count of the bridges
  topic: water
  importance: 2
  status: superseded
  status_note: Two, a later count says.
  superseded_by: bridges-closed
  numbers: [{value: 1, of: bridges}]
  cites: [{source: bulletin, paragraph: 1, sentence: 2, quote: in Lower Town}]
- id: a-bridge-shut
  text: One bridge was shut, and the bridges of Lower Town are watched.
  label: Watch on the bridges
  topic: water
  importance: 2
  ${CITE}
`;
  test.each([
    ['two reporters of a figure may differ', 'figures: [bridges closed]\n', OTHER, []],
    [
      'versions of a dispute may differ',
      'disputes: [{title: Bridges, versions: [bridges-closed, more-closed]}]\n',
      OTHER,
      [],
    ],
    [
      'a superseded number that another fact repeats',
      '',
      SUPERSEDED,
      [
        'facts.yml:40 a-bridge-shut: the text repeats 1 bridges, which "one-closed" gave before it was superseded; write what "bridges-closed" says, or leave the number out',
      ],
    ],
  ])('%s', async (_what, groups, fact, warnings) => {
    const files = { ...addFact(fact), 'situation.yml': `${SOUND['situation.yml']}${groups}` };
    expect(await warningsOf(files)).toEqual(warnings);
  });
});

test('a topic alias that is a stop word', async () => {
  const files = edited('situation.yml', ['title: Repairs', 'title: Repairs\n    aliases: [bridges, when]']);
  expect(await warningsOf(files)).toEqual([
    'situation.yml:25 repairs: the alias "when" is a word that stands in most sentences; remove it, or add a word to it',
  ]);
});

test.each([
  ['2024-03-01', '2024-03-02', true],
  ['2024-03-01', '2024-03-01', false],
  ['2024-03', '2024-03-31', false],
  ['2024-03', '2024-04-01', true],
])('a fact to review by %s is overdue on %s: %s', async (reviewBy, today, isDue) => {
  const files = edited('facts.yml', ['headline: true', `review_by: "${reviewBy}"`]);
  const { warnings, problems } = await inspect(await writeFolder(files), { warnings: true, today });
  expect(problems).toEqual([]);
  expect(warnings.map(({ message }) => message)).toEqual(isDue ? [`the fact was to be reviewed by ${reviewBy}`] : []);
});

test('a second copy of a file is told, but not the files that editors hide', async () => {
  const files = {
    ...SOUND,
    'facts.yml.orig': 'x',
    'questions copy.txt': 'x',
    '.facts.yml.swp': 'x',
    'sources.md': 'x',
  };
  expect(await warningsOf(files)).toEqual([
    'facts.yml.orig: looks like a second copy of facts.yml; keep one: Sitrep reads facts.yml only',
    'questions copy.txt: looks like a second copy of questions.yml; keep one: Sitrep reads questions.yml only',
  ]);
});

describe("with the source's text at hand", () => {
  test.each<readonly [what: string, edits: readonly (readonly [string, string])[], warning: string]>([
    [
      'a time that the paragraph does not hold',
      [['time: {text: Sunday}', 'time: {text: Monday}']],
      'facts.yml:18 bridges-closed: the cited paragraph does not hold the time "Monday"; write the time as the source gives it, or cite the sentence that gives it',
    ],
    [
      'a number that the sentence does not hold',
      [
        ['numbers: [{value: 2,', 'numbers: [{value: 1,'],
        ['shut two bridges', 'shut one bridge'],
      ],
      'facts.yml:19 bridges-closed: the cited sentence does not hold the number 1; correct the number, or cite the sentence that gives it',
    ],
    [
      'a weekday that only the sentence of the fact has',
      [['shut two bridges', 'shut two bridges on Monday']],
      'facts.yml:10 bridges-closed: the cited paragraph does not hold "Monday"; write the time as the source gives it, or cite the sentence that gives it',
    ],
    [
      'a month that only the sentence of the fact has',
      [['rose on March 3.', 'rose on April 3.']],
      'facts.yml:2 river-rose: the cited paragraph does not hold "April"; write the time as the source gives it, or cite the sentence that gives it',
    ],
    [
      'a number that only the sentence of the fact has',
      [['shut two bridges', 'shut two bridges and 14 roads']],
      'facts.yml:10 bridges-closed: the cited paragraph does not hold the number 14; correct the number, or cite the sentence that gives it',
    ],
    [
      'a place that the text names nowhere near',
      [['places: [lower-town]', 'places: [upper-town]']],
      'facts.yml:16 bridges-closed: the cited paragraph and those before it name "upper-town" by none of its names; cite the sentence that names them, or add the name that the source uses to the aliases of upper-town',
    ],
  ])('%s', async (_what, edits, warning) => {
    expect(await warningsOf(edited('facts.yml', ...edits), BULLETIN)).toContain(warning);
  });

  test.each([
    ['publisher: null', 'publisher: Upper Town', false],
    ['author: null', 'author: Upper Town', false],
    ['note: null', 'note: Upper Town', true],
  ])('a speaker whom the text does not name, with "%s" as "%s": warned of is %s', async (from, to, isWarned) => {
    const situation = edited('situation.yml', [from, to]);
    const facts = edited(
      'facts.yml',
      ['said_by: [river-authority]', 'said_by: [upper-town]'],
      ['The River Authority said', 'Upper Town said'],
    );
    const warnings = await warningsOf({ ...situation, 'facts.yml': facts['facts.yml'] ?? '' }, BULLETIN);
    expect(warnings.some((each) => each.includes('name "upper-town" by none of its names'))).toBe(isWarned);
  });

  test.each([
    ['a byte order mark', `\ufeff${BULLETIN}`],
    ['line ends of Windows', BULLETIN.replaceAll('\n', '\r\n')],
    ['no line end at its end', BULLETIN.trimEnd()],
    ['soft hyphens and zero-width spaces', BULLETIN.replace('rose on', 'ro\u00adse\u200b on')],
  ])('%s makes it no other text', async (_what, text) => {
    const files = edited('situation.yml', ['sha256: null', `sha256: ${BULLETIN_SHA256}`]);
    expect(await warningsOf(files, text)).toEqual([]);
  });
});

test("a conflict marker in a source's text is told", async () => {
  const merged = `${BULLETIN}${'='.repeat(7)}\n`;
  const files = edited('situation.yml', ['paragraphs: 2', 'paragraphs: 3']);
  expect(await warningsOf(files, merged)).toEqual([expect.stringContaining('is a conflict marker of git')]);
});

test('texts are found by the name of their source, in a folder of their situation first', async () => {
  const folder = await writeFolder(SOUND);
  const texts = await writeFolder({ 'bulletin.txt': 'Another text.', [`${basename(folder)}/bulletin.txt`]: BULLETIN });
  const [found] = await checkKnowledge({ root: folder, sourceTexts: [], textFolders: [texts] });
  expect(found?.problems).toEqual([]);
  expect(found?.counts.verified).toBe(4);
});
