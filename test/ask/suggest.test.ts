import { describe, expect, test } from 'vitest';
import { createSitrep } from '../../src/sitrep.ts';
import { flood } from '../flood.ts';
import { harbour } from '../harbour.ts';
import { situation } from '../situation.ts';

describe.each([
  ['flood', flood],
  ['harbour', harbour],
])('%s', (_, knowledge) => {
  const sitrep = createSitrep(knowledge);
  const labels = (typed: string) => sitrep.suggest('ask', typed).map(({ label }) => label);

  test.each(['', 'who is', 'how many', 'when', 'where', 'the'])(
    '/ask %j offers questions, each of which is answered when it is chosen or typed',
    async (typed) => {
      for (const { label, value } of sitrep.suggest('ask', typed)) {
        expect(label).toMatch(/\?$/);
        expect(['answered', 'choose']).toContain((await sitrep.ask(value))[0].kind);
        expect(['answered', 'choose'], label).toContain((await sitrep.ask(label))[0].kind);
      }
    },
  );

  test('"who is" offers persons and groups first', () => {
    const people = [...knowledge.entities.values()].filter(({ kind }) => kind === 'person' || kind === 'group');
    const offered = labels('who is');
    expect(offered.length).toBeGreaterThan(2);
    for (const label of offered.slice(0, Math.min(3, people.length))) expect(label).toMatch(/^Who (?:is|are) /);
  });

  test('"how many" offers what is counted, and "when" what is dated', () => {
    const counted = knowledge.facts.filter(({ numbers, status }) => numbers.length > 0 && status === 'reported');
    expect(labels('how many').length).toBeGreaterThanOrEqual(Math.min(3, counted.length));
    expect(
      labels('how many')
        .slice(0, 2)
        .every((label) => /^(?:How many|What is the (?:number|amount) of) /.test(label)),
    ).toBe(true);
    expect(
      labels('when')
        .slice(0, 2)
        .every((label) => label.startsWith('When')),
    ).toBe(true);
  });

  test('a fact is offered once, by the question that fits what is typed', () => {
    for (const typed of ['', 'w', 'how', 'the']) {
      const values = sitrep.suggest('ask', typed).map(({ value }) => value);
      expect(new Set(values).size).toBe(values.length);
    }
  });
});

test('lines of asked_as that are no questions are not offered, and plural names are asked for in the plural', () => {
  const sitrep = createSitrep(
    situation({
      entities: [
        { id: 'crews', kind: 'group', name: 'Ferry crews' },
        { id: 'atlas', kind: 'group', name: 'Atlas' },
      ],
      facts: [
        {
          id: 'f',
          text: 'Ferry crews and Atlas are on strike.',
          label: 'Strike',
          about: ['crews', 'atlas'],
          askedAs: ['number of strikers', 'strike news', 'is there a strike'],
        },
      ],
    }),
  );
  const labels = sitrep.suggest('ask', '').map(({ label }) => label);
  expect(labels).toEqual(['Is there a strike?', 'Who are Ferry crews?', 'Who is Atlas?']);
  expect(sitrep.suggest('ask', 'whos at').map(({ label }) => label)).toEqual(['Who is Atlas?']);
});

test('the questions made from data fit any words, and names get back their capitals', () => {
  const sitrep = createSitrep(
    situation({
      entities: [
        { id: 'north', kind: 'country', name: 'North Varland', aliases: ['NV', 'WHO'] },
        { id: 'lee', kind: 'person', name: 'Kim Lee' },
        { id: 'gates', kind: 'group', name: 'Gates' },
      ],
      facts: [
        {
          id: 'money',
          text: 'North Varland promised two million crowns for the gates on Monday.',
          label: 'Money promised',
          time: 'Monday',
          numbers: [{ value: 2, unit: 'million crowns', of: 'money that was promised' }],
          about: ['north'],
          askedAs: ['how much did north varland and lee pay for gates', 'who in nv promised it'],
        },
        {
          id: 'crews',
          text: 'Crews repair 3 gates.',
          label: 'Which gates are repaired',
          numbers: [{ value: 3, of: 'gates under repair' }],
        },
      ],
    }),
  );
  const labels = sitrep.suggest('ask', 'gates').map(({ label }) => label);
  const all = [...labels, ...sitrep.suggest('ask', 'money').map(({ label }) => label)];
  expect(all).toContain('How much did North Varland and Lee pay for gates?');
  expect(sitrep.suggest('ask', 'nv').map(({ label }) => label)).toContain('Who in NV promised it?');
  expect(sitrep.suggest('ask', 'when')[0]?.label).toBe('When: “Money promised”?');
  expect(sitrep.suggest('ask', 'how much money that')[0]?.label).toBe('What is the amount of money that was promised?');
  expect(sitrep.suggest('ask', 'how many gates')[0]?.label).toBe('What is the number of gates under repair?');
});
