import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../src/model/answer.ts';
import { createSitrep } from '../src/sitrep.ts';
import { flood } from './flood.ts';
import { situation } from './situation.ts';

const sitrep = createSitrep(flood);
const ids = (answer: Answer) => ('facts' in answer ? answer.facts.map((fact) => fact.id) : []);

describe('who', () => {
  test.each([
    ['entity:mayor-birch', 'mayor-birch'],
    ['Mayor Birch', 'mayor-birch'],
    ['birhc', 'mayor-birch'],
    ['coast guard', 'coast-guard'],
    ['who is the mayor of northford', 'mayor-birch'],
    ['Ortano', 'ortano'],
  ])('%s gives the profile of %s', (name, expected) => {
    const answer = sitrep.who(name);
    expect(answer.kind === 'answered' && answer.profile?.id).toBe(expected);
  });

  test('a role that two have had gives the choice', () => {
    expect(sitrep.who('engineer').kind).toBe('choose');
  });

  test('a question typed here is answered as a question', () => {
    expect(ids(sitrep.who('who opened the dam'))[0]).toBe('dam-opened');
  });

  test.each(['king of Ortano', 'mayor of Southford', 'Larch', 'Albert Einstein', ''])('%j is nobody', (name) => {
    expect(['unknown', 'related']).toContain(sitrep.who(name).kind);
  });
});

describe('when', () => {
  test('an event with a time is answered', () => {
    expect(sitrep.when('dam opened')).toMatchObject({ kind: 'answered', asked: 'when', facts: [{ id: 'dam-opened' }] });
  });
  test('an event without a time: the fact, and that the time is missing', () => {
    expect(sitrep.when('bridge collapse')).toMatchObject({
      kind: 'related',
      missing: 'time',
      facts: [{ id: 'bridge-collapsed' }],
    });
  });
  test('of a name only the facts with a time', () => {
    expect(ids(sitrep.when('Granite Dam'))).toEqual(['dam-opened']);
  });
  test('a name without any time', () => {
    expect(sitrep.when('Coast Guard')).toMatchObject({ kind: 'related', missing: 'time' });
  });
  test('what never happened here', () => {
    expect(sitrep.when('moon landing').kind).toBe('unknown');
  });
});

describe('facts', () => {
  test.each([undefined, '', '  ', 'summary'])('about %j: the headlines under their topics', (about) => {
    expect(sitrep.facts(about)).toMatchObject({ kind: 'answered', layout: 'topics' });
  });
  test('about a topic: all of it, most important first', () => {
    expect(ids(sitrep.facts('damage'))).toEqual(['homes-damaged', 'two-died', 'bridge-collapsed', 'looting-alleged']);
  });
  test('about a name: all that concerns it, without what was retracted', () => {
    expect(ids(sitrep.facts('southford'))).toEqual(['two-died', 'bridge-collapsed', 'coast-guard-rescued']);
  });
  test('about free words: a list', () => {
    expect(sitrep.facts('homes damaged')).toMatchObject({
      kind: 'answered',
      layout: 'list',
      facts: [{ id: 'homes-damaged' }],
    });
  });
});

describe('subject references', () => {
  test.each(['entity:nobody', 'topic:none', 'fact:none', 'entity:', 'fact:__proto__', 'constructor', ''])(
    '%j is no subject',
    (ref) => {
      expect(sitrep.subject(ref)).toBeUndefined();
    },
  );
  test('a fact that moved leads to where it is now', () => {
    const moved = createSitrep(
      situation({
        facts: [{ id: 'new', text: 'The dam is open.' }],
        retired: [{ id: 'old', reason: 'Reworded.', movedTo: 'new' }],
      }),
    );
    expect(moved.subject('fact:old')).toEqual({ kind: 'fact', id: 'new' });
    expect(ids(moved.ask('fact:old'))).toEqual(['new']);
  });
  test('a superseded fact shows the one that replaced it', () => {
    const replaced = createSitrep(
      situation({
        facts: [
          { id: 'first', text: 'One died.', status: 'superseded', statusNote: 'More found.', supersededBy: 'second' },
          { id: 'second', text: 'Two died.' },
        ],
      }),
    );
    expect(ids(replaced.ask('fact:first'))).toEqual(['second']);
    expect(ids(replaced.ask('who died'))).not.toContain('first');
  });
});

describe('any text whatsoever', () => {
  const check = (text: string) => {
    for (const via of ['ask', 'who', 'when', 'facts'] as const) {
      const answer = sitrep[via](text);
      expect(answer.confidence).toBeGreaterThanOrEqual(0);
      expect(answer.confidence).toBeLessThanOrEqual(1);
      if (answer.kind === 'choose') expect(answer.choices.length).toBeGreaterThan(1);
      if (answer.kind === 'related') expect(answer.facts.length).toBeGreaterThan(0);
      if (answer.kind === 'answered' && answer.profile === null) expect(answer.facts.length).toBeGreaterThan(0);
      if (answer.kind === 'unknown') expect(answer.confidence).toBe(0);
      expect(sitrep[via](text)).toEqual(answer);
      expect(sitrep.suggest(via, text).length).toBeLessThanOrEqual(25);
    }
  };

  test.each([
    '__proto__',
    'constructor toString hasOwnProperty',
    "'; DROP TABLE facts; --",
    '<@123456789> @everyone **bold** ||spoiler||',
    '\u202eهل بدأ الفيضان\u202c',
    '🙂🙂🙂',
    '\u0000\ud800',
    'a',
    '.'.repeat(6000),
    'flood '.repeat(1500),
    'x'.repeat(10_000),
    Array.from({ length: 3000 }, (_, at) => `word${at}`).join(' '),
  ])('%.30j', check);

  test('random text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check));
  });
});

test('an empty situation answers nothing and does not fail', () => {
  const empty = createSitrep(situation({ facts: [] }));
  expect(
    [empty.ask('who'), empty.ask('flood'), empty.facts(), empty.who('x'), empty.when('y')].map((answer) => answer.kind),
  ).toEqual(Array.from({ length: 5 }, () => 'unknown'));
});
