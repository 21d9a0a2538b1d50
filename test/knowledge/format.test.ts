/** What the format can say beside plain values: how numbers are limited, how times relate, what may be left out. */

import { expect, test } from 'vitest';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { edited, type Files, SOUND, writeFolder } from './river-flood.ts';

const load = async (files: Files) => loadKnowledge(await writeFolder(files));
const fact = async (...edits: Parameters<typeof edited> extends [string, ...infer E] ? E : never) =>
  (await load(edited('facts.yml', ...edits))).facts[1];

const NUMBER = 'numbers: [{value: 2, of: bridges closed}]';
const TIME = 'time: {text: Sunday}';

test.each([
  ['{about: 2, of: bridges}', { value: 2, bound: 'about', of: 'bridges' }],
  ['{at least: 2, of: bridges}', { value: 2, bound: 'at least', of: 'bridges' }],
  ['{up to: 2, of: bridges}', { value: 2, bound: 'up to', of: 'bridges' }],
  ['{value: 2, unit: weeks, of: duration of the repairs}', { value: 2, unit: 'weeks', of: 'duration of the repairs' }],
  ['{value: 2, of: bridges, per: day}', { value: 2, per: 'day', of: 'bridges' }],
])('a number is written as %s', async (written, expected) => {
  expect((await fact([NUMBER, `numbers: [${written}]`]))?.numbers).toEqual([expected]);
});

test('a range has two ends', async () => {
  const ranged = await fact(
    [NUMBER, 'numbers: [{from: 2, to: 3, of: bridges}]'],
    ['shut two bridges', 'shut 2 or 3 bridges'],
  );
  expect(ranged?.numbers).toEqual([{ value: 2, to: 3, of: 'bridges' }]);
});

test.each([
  ['{since: March 3, edtf: XXXX-03-03}', { text: 'since March 3', edtf: 'XXXX-03-03/..', relation: 'since' }],
  ['{until: March 3, edtf: XXXX-03-03}', { text: 'until March 3', edtf: '../XXXX-03-03', relation: 'until' }],
  ['{as of: March 3, edtf: XXXX-03-03}', { text: 'as of March 3', edtf: 'XXXX-03-03', relation: 'as of' }],
  ['{since: Sunday}', { text: 'since Sunday', edtf: null, relation: 'since' }],
])('a time is written as %s', async (written, expected) => {
  expect((await fact([TIME, `time: ${written}`]))?.time).toEqual(expected);
});

test.each([
  ['Sunday', '2024-03-03'],
  ['next Sunday', '2024-03-10'],
  ['last Monday', '2024-02-26'],
  ['today', '2024-03-04'],
  ['yesterday', '2024-03-03'],
  ['tomorrow', '2024-03-05'],
  ['March 3', '2024-03-03'],
  ['in December', '2023-12'],
])('in a source of Monday, 2024-03-04, "%s" may be %s', async (text, edtf) => {
  const dated = SOUND['situation.yml'].replace('published: null', 'published: 2024-03-04');
  const files = edited('facts.yml', [TIME, `time: {text: ${text}, edtf: ${edtf}}`]);
  const { facts } = await load({ ...files, 'situation.yml': dated });
  expect(facts[1]?.time).toEqual({ text, edtf });
});

test('whoever passed the words on is named, and counts among those whom the fact concerns', async () => {
  const passed = await fact(['actors: [river-authority]', 'via: [upper-town]']);
  expect(passed).toMatchObject({ via: ['upper-town'], about: ['lower-town', 'river-authority', 'upper-town'] });
});

test('an unconfirmed fact says so', async () => {
  const { facts } = await load(edited('facts.yml', ['status: alleged', 'status: unconfirmed']));
  expect(facts[2]?.status).toBe('unconfirmed');
});

test('a source needs an id, a label and its rights', async () => {
  const { sources } = await load({
    ...SOUND,
    'situation.yml': SOUND['situation.yml'].replace(
      /label: Bulletin\n(?: {4}.*\n)*/,
      'label: Bulletin\n    rights: quote-only\n',
    ),
  });
  expect([...sources.values()]).toEqual([
    {
      id: 'bulletin',
      label: 'Bulletin',
      rights: 'quote-only',
      language: 'en',
      headline: null,
      publisher: null,
      author: null,
      published: null,
      url: null,
      archiveUrl: null,
      sha256: null,
      paragraphs: null,
      accessed: null,
      note: null,
    },
  ]);
});

test('drafts are not served, may be incomplete, and are no problem', async () => {
  const { facts, entities } = await load({
    ...SOUND,
    'facts.yml': `${SOUND['facts.yml']}- {id: later, draft: true}\n- {draft: true, importance: 9}\n`,
    'entities.yml': `${SOUND['entities.yml']}  - {id: somebody, name: Somebody, draft: true}\n`,
  });
  expect(facts.map(({ id }) => id)).toEqual(['river-rose', 'bridges-closed', 'barrier-removed']);
  expect([...entities.keys()]).toEqual(['river-authority', 'lower-town', 'upper-town']);
});

test('a situation may consist of drafts', async () => {
  const { facts } = await load({ ...SOUND, 'facts.yml': '- {id: later, draft: true}\n', 'questions.yml': '' });
  expect(facts).toEqual([]);
});
