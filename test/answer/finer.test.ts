import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/model/answer.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { canal } from '../canal.ts';
import { flood } from '../flood.ts';
import { situation } from '../situation.ts';

const onFlood = createSitrep(flood);
const onCanal = createSitrep(canal);
const first = (answer: Answer) =>
  answer.kind === 'answered' || answer.kind === 'related' ? answer.facts[0]?.id : undefined;

describe('GIVEN a detail finer than the fact has THEN it is said to be missing', () => {
  test.each([
    ['at what time on Tuesday did the water board open the gates', 'dam-opened', 'time'],
    ['which Tuesday did the water board open the gates', 'dam-opened', 'time'],
    ['on what date did the water board open the gates', 'dam-opened', 'time'],
    ['which official sent pumps', 'ortano-aid', 'actor'],
    ['which Ortanian official sent pumps', 'ortano-aid', 'actor'],
    ["what are the farmers' names", null, null],
  ])('%s', (question, fact, missing) => {
    const answer = onFlood.ask(question);
    expect(answer.kind).not.toBe('answered');
    if (fact && missing) {
      expect([first(answer), answer.kind === 'related' ? answer.missing : null]).toEqual([fact, missing]);
    }
  });
  test.each(['which city in Sorin had its ferries blocked', 'where in Sorin were ferries blocked'])(
    '%s: another country is no place in it',
    (question) => {
      expect(onCanal.ask(question)).toMatchObject({ kind: 'related', missing: 'place' });
    },
  );
});

describe('GIVEN what the fact does have', () => {
  test.each([
    ['what date did the flood begin', 'flood-began'],
    ['which day were the gates opened', 'dam-opened'],
    ['March 3', 'flood-began'],
    ['purpose of opening the gates', 'dam-opened'],
    ['reason the gates were opened', 'dam-opened'],
    ['did the coast guard rescue or just watch families', 'coast-guard-rescued'],
    ['who apart from the water board sent pumps', 'ortano-aid'],
  ])('%s', (question, expected) => {
    const answer = onFlood.ask(question);
    expect([answer.kind, first(answer)]).toEqual(['answered', expected]);
  });
  test.each(['what even is the coast guard', 'who exactly is mayor birch', 'what exactly is ortano'])(
    '%s: a profile',
    (question) => {
      const answer = onFlood.ask(question);
      expect(answer.kind === 'answered' && answer.profile !== null).toBe(true);
    },
  );
});

test('GIVEN a question that the curator foresaw with a fact THEN that fact comes first', () => {
  expect(first(onFlood.ask('first day of the flood?'))).toBe('flood-began');
});

describe('GIVEN that a detail is lacking THEN no sentence says so above a fact that tells it', () => {
  const engine = createSitrep(
    situation({
      entities: [
        { id: 'elm', kind: 'person', name: 'Inspector Elm', aliases: ['Elm'] },
        { id: 'oak', kind: 'person', name: 'Minister Oak', aliases: ['Oak'] },
        { id: 'sorin', kind: 'country', name: 'Sorin' },
        { id: 'velmar', kind: 'country', name: 'Velmar' },
        { id: 'guild', kind: 'group', name: 'Ferry Guild', aliases: ['the guild'] },
      ],
      facts: [
        {
          id: 'urged',
          text: 'Inspector Elm urged Oak to inspect mines inside Sorin.',
          saidBy: ['elm'],
          about: ['oak', 'sorin'],
        },
        {
          id: 'view',
          text: 'Elm wants mines closed because they leak.',
          saidBy: ['elm'],
          reason: 'because they leak',
        },
        { id: 'strain', text: 'Minister Oak is under strain since miners walked out.', about: ['oak'] },
        { id: 'walkout', text: 'The walkout of miners has led to a shortage of coal.' },
        { id: 'seized', text: 'The Ferry Guild seized Velmar.', actors: ['guild'], places: ['velmar'] },
        {
          id: 'stops',
          text: 'The route of Oak includes two harbours.',
          numbers: [{ value: 2, of: 'harbours on the route' }],
          actors: ['oak'],
        },
        { id: 'ambush', text: 'Barges were ambushed.' },
      ],
    }),
  );
  test.each([
    ['why did Elm urge Oak', 'urged'],
    ['why is Oak under strain', 'strain'],
    ['what led to the shortage of coal', 'walkout'],
    ['where does Elm want to inspect mines', 'urged'],
    ['what country seized Velmar', 'seized'],
    ['how many lighthouses does the route of Oak include', 'stops'],
    ['how long is the route of Oak', 'stops'],
  ])('%s', (question, expected) => {
    const answer = engine.ask(question);
    expect([first(answer), answer.kind === 'related' ? answer.missing : answer.kind]).toEqual([expected, 'certainty']);
  });
  test('the reason that the same speaker gives elsewhere is shown', () => {
    expect(engine.ask('why did Elm urge Oak')).toMatchObject({ facts: [{ id: 'urged' }, { id: 'view' }] });
  });
  test.each([
    ['why were barges ambushed', 'reason'],
    ['where were barges ambushed', 'place'],
    ['who ambushed barges', 'actor'],
    ['how many barges were ambushed', 'number'],
  ])('%s: nothing tells it', (question, missing) => {
    expect(engine.ask(question)).toMatchObject({ kind: 'related', missing, facts: [{ id: 'ambush' }] });
  });
  test.each([
    'how old is Minister Oak',
    'how tall is Elm',
    'what is the population of Velmar',
    'how many people live in Velmar',
  ])('%s: a name in common is no help', (question) => {
    expect(engine.ask(question).kind).toBe('unknown');
  });
});
