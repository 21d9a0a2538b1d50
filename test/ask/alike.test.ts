import { describe, expect, test } from 'vitest';
import type { InboxItem } from '../../src/model/inbox.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { factId, situation } from '../situation.ts';
import { item } from '../store/values.ts';

const sitrep = createSitrep(
  situation({
    entities: [
      { id: 'the-us', kind: 'country', name: 'United States', aliases: ['US', 'America'] },
      { id: 'iran', kind: 'country', name: 'Iran' },
    ],
    facts: [
      { id: 'strikes', text: 'The US struck seven sites.', label: 'US strikes', about: ['the-us'] },
      { id: 'warned', text: 'Iran warned shipping companies.', label: "Iran's warning", about: ['iran'] },
    ],
  }),
);

/** The texts of each group. */
async function groups(...items: readonly (string | Partial<InboxItem>)[]) {
  const sent = items.map((each, at) => item(String(at), typeof each === 'string' ? { text: each } : each));
  return (await sitrep.groupItems(sent)).map((group) => group.items.map(({ text }) => text));
}

describe('items that are alike', () => {
  test('are questions that ask the same, however they are written; the most asked come first', async () => {
    expect(
      await groups(
        'Is China involved?',
        'how many people died in the port',
        'How many people were killed in the port??',
        'hey, how many ppl died in the port',
        'china involvement?',
        'who is commanding the fleet',
        'Who commands the fleet?',
      ),
    ).toEqual([
      [
        'how many people died in the port',
        'How many people were killed in the port??',
        'hey, how many ppl died in the port',
      ],
      ['Is China involved?', 'china involvement?'],
      ['who is commanding the fleet', 'Who commands the fleet?'],
    ]);
  });

  test.each([
    ['another detail', 'When did the talks end?', 'Where did the talks end?'],
    ['another name', 'Will Iran join the talks?', 'Will the US join the talks?'],
    ['another doer', 'Did Iran warn America?', 'Did America warn Iran?'],
    ['another number', 'Did 3 sailors drown?', 'Did 5 sailors drown?'],
    ['another day', 'What happened on Monday at sea?', 'What happened on Friday at sea?'],
  ])('are not questions with %s', async (_what, one, other) => {
    expect(await groups(one, other)).toEqual([[one], [other]]);
  });

  test('are reports on the same fact, whatever they say, and never a report and a question', async () => {
    const report = { kind: 'report' } as const;
    expect(
      await groups(
        { ...report, text: 'It was eight sites', facts: [factId('strikes')] },
        { ...report, text: 'Iran did not', facts: [factId('warned')] },
        { ...report, text: 'Wrong number', facts: [factId('strikes'), factId('warned')] },
        { ...report, text: 'Is China involved?' },
        'Is China involved?',
      ),
    ).toEqual([
      ['It was eight sites', 'Wrong number'],
      ['Iran did not'],
      ['Is China involved?'],
      ['Is China involved?'],
    ]);
  });

  test('are the same words where nothing in them is understood', async () => {
    expect(await groups('??', 'hello', 'Hello!', 'wie geht es dir heute', '??')).toEqual([
      ['??', '??'],
      ['hello', 'Hello!'],
      ['wie geht es dir heute'],
    ]);
  });
});

test('the nearest facts are given however far they are, and none for small talk', async () => {
  const ids = async (text: string) => (await sitrep.nearest(text)).map(({ id }) => id);
  expect(await ids('Which companies did Iran name?')).toEqual(expect.arrayContaining(['warned']));
  expect((await ids('Which companies did Iran name?'))[0]).toBe('warned');
  expect(await ids('iran')).toEqual(['warned']);
  expect(await ids('hello')).toEqual([]);
});
