import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Answer, Answers } from '../src/model/answer.ts';
import { createSitrep, createSitrepAside } from '../src/sitrep.ts';
import { generateSituation } from './bench/generated.ts';
import { flood } from './flood.ts';
import { situation } from './situation.ts';

const sitrep = createSitrep(flood);
const idsIn = (answer: Answer) => ('facts' in answer ? answer.facts.map((fact) => fact.id) : []);
const ids = async (answers: Promise<Answers>) => (await answers).flatMap(idsIn);
/** The answer to a message with one question. */
async function only(answers: Promise<Answers>): Promise<Answer> {
  const [answer, another] = await answers;
  expect(another).toBeUndefined();
  return answer;
}

describe('who', () => {
  test.each([
    ['entity:mayor-birch', 'mayor-birch'],
    ['Mayor Birch', 'mayor-birch'],
    ['birhc', 'mayor-birch'],
    ['coast guard', 'coast-guard'],
    ['who is the mayor of northford', 'mayor-birch'],
    ['Ortano', 'ortano'],
  ])('%s gives the profile of %s', async (name, expected) => {
    expect(await only(sitrep.who(name))).toMatchObject({ kind: 'answered', profile: { id: expected } });
  });

  test('a name that is still being typed finds the entity only while the words before the last are whole', async () => {
    expect(await only(sitrep.who('mayor bir'))).toMatchObject({ profile: { id: 'mayor-birch' } });
    expect((await only(sitrep.who('harbour chi'))).kind).toBe('answered');
    expect(await only(sitrep.who('harb chi'))).not.toMatchObject({ profile: { id: 'harbour-chief' } });
  });

  test('of an entity with neither a fact nor a role, nothing is shown', async () => {
    const bare = createSitrep(
      situation({
        entities: [
          { id: 'atlas', kind: 'group', name: 'Atlas' },
          { id: 'orion', kind: 'group', name: 'Orion', roles: ['Owner of the port'] },
        ],
        facts: [{ id: 'f', text: 'The port is closed.' }],
      }),
    );
    expect((await only(bare.who('Atlas'))).kind).toBe('unknown');
    expect(await only(bare.who('Orion'))).toMatchObject({ kind: 'answered', profile: { id: 'orion' }, facts: [] });
  });

  test('a role that two people have had offers both', async () => {
    expect(await only(sitrep.who('chief engineer'))).toMatchObject({
      kind: 'choose',
      choices: [{ subject: { id: 'harbour-chief' } }, { subject: { id: 'elder-rowan' } }],
    });
  });

  test('a role that many people have offers the five most important ones', async () => {
    const sevenSenators = situation({
      entities: ([1, 2, 3, 4, 5, 2, 1] as const).map((importance, at) => ({
        id: `senator-${at}`,
        kind: 'person' as const,
        name: `Seat ${at}`,
        roles: ['Senator'],
        importance,
      })),
      facts: [],
    });
    expect(await only(createSitrep(sevenSenators).who('senator'))).toMatchObject({
      kind: 'choose',
      choices: [4, 3, 2, 1, 5].map((at) => ({ subject: { id: `senator-${at}` } })),
    });
  });

  test('a question typed here is answered as a question', async () => {
    expect((await ids(sitrep.who('who opened the dam')))[0]).toBe('dam-opened');
  });

  test('a word of a role that two people have had offers both', async () => {
    expect(await only(sitrep.who('engineer'))).toMatchObject({ kind: 'choose', choices: [{}, {}] });
  });

  test.each(['Larch', 'Albert Einstein', ''])('%j is unknown', async (name) => {
    expect(await only(sitrep.who(name))).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    ['king of Ortano', 'ortano-aid'],
    ['mayor of Southford', 'two-died'],
  ])('nobody is %s: what is held on the place is shown as closest', async (name, closest) => {
    const answer = await only(sitrep.who(name));
    expect(answer).toMatchObject({ kind: 'related' });
    expect(idsIn(answer)).toContain(closest);
  });
});

describe('when', () => {
  test('an event with a time comes first, as what when is asked of', async () => {
    const answer = await only(sitrep.when('dam opened'));
    expect(answer).toMatchObject({ asked: 'when' });
    expect(idsIn(answer)[0]).toBe('dam-opened');
  });
  test('an event without a time: the fact is shown, but answers not', async () => {
    const answer = await only(sitrep.when('bridge collapse'));
    expect(answer).toMatchObject({ kind: 'related' });
    expect(idsIn(answer)[0]).toBe('bridge-collapsed');
  });
  test('of a name only the facts with a time', async () => {
    expect(await ids(sitrep.when('Granite Dam'))).toEqual(['dam-opened']);
  });
  test('a name without any time', async () => {
    expect(await only(sitrep.when('Coast Guard'))).toMatchObject({ kind: 'related', missing: 'time' });
  });
  test('what never happened here', async () => {
    expect(await only(sitrep.when('moon landing'))).toMatchObject({ kind: 'unknown' });
  });
});

describe('facts', () => {
  test.each([undefined, '', '  ', 'summary'])('about %j: the headlines under their topics', async (about) => {
    expect(await only(sitrep.facts(about))).toMatchObject({ kind: 'answered', layout: 'topics' });
  });
  test('about a topic: all of it, most important first', async () => {
    expect(await ids(sitrep.facts('damage'))).toEqual([
      'homes-damaged',
      'two-died',
      'bridge-collapsed',
      'looting-alleged',
    ]);
  });
  test('a name lists all facts that concern it, without retracted ones', async () => {
    expect(await ids(sitrep.facts('southford'))).toEqual(['two-died', 'bridge-collapsed', 'coast-guard-rescued']);
  });
  test('about free words: a list', async () => {
    expect(await only(sitrep.facts('homes damaged'))).toMatchObject({
      kind: 'answered',
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
  test('a fact that moved leads to where it is now', async () => {
    const moved = createSitrep(
      situation({
        facts: [{ id: 'new', text: 'The dam is open.' }],
        retired: [{ id: 'old', reason: 'Reworded.', movedTo: 'new' }],
      }),
    );
    expect(moved.subject('fact:old')).toEqual({ kind: 'fact', id: 'new' });
    expect(await ids(moved.ask('fact:old'))).toEqual(['new']);
  });
  test('a superseded fact shows the one that replaced it', async () => {
    const replaced = createSitrep(
      situation({
        facts: [
          { id: 'first', text: 'One died.', status: 'superseded', statusNote: 'More found.', supersededBy: 'second' },
          { id: 'second', text: 'Two died.' },
        ],
      }),
    );
    expect(await ids(replaced.ask('fact:first'))).toEqual(['second']);
    expect(await ids(replaced.ask('who died'))).not.toContain('first');
  });
});

test('an empty situation answers nothing and does not fail', async () => {
  const empty = createSitrep(situation({ facts: [] }));
  const answers = await Promise.all([
    empty.ask('who came'),
    empty.ask('flood'),
    empty.facts(),
    empty.who('x'),
    empty.when('y'),
  ]);
  expect(answers.flat().map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'unknown'));
});

test('an engine of many facts is built in steps, between which others answer', async () => {
  const built = createSitrepAside(generateSituation(1500));
  let answered = 0;
  let isBuilt = false;
  const done = built.then(() => {
    isBuilt = true;
  });
  while (!isBuilt) {
    await sitrep.who('Ortano');
    answered += 1;
    await turn();
  }
  await done;
  expect((await built).knowledge.facts).toHaveLength(1500);
  expect(answered).toBeGreaterThan(1);
});
