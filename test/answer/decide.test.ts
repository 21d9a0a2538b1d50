import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/model/answer.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { flood } from '../flood.ts';

const sitrep = createSitrep(flood);

function firstFact(answer: Answer): string | undefined {
  return answer.kind === 'answered' || answer.kind === 'related' ? answer.facts[0]?.id : undefined;
}

describe('GIVEN a question that a fact answers', () => {
  test.each([
    ['when did the flood begin', 'flood-began'],
    ['whn did teh flod start', 'flood-began'],
    ['hey bot can you tell me what day the high water started pls', 'flood-began'],
    ['what caused the flood', 'heavy-rain'],
    ['why was there a flood', 'heavy-rain'],
    ['how many days did it rain', 'heavy-rain'],
    ['who opened the dam', 'dam-opened'],
    ['when were the gates of the dam opened', 'dam-opened'],
    ['why did the water board open the gates', 'dam-opened'],
    ['did the bridge collapse', 'bridge-collapsed'],
    ['where did mill bridge collapse', 'bridge-collapsed'],
    ['How many homes were damaged?', 'homes-damaged'],
    ['number of houses damaged', 'homes-damaged'],
    ['how many ppl died', 'two-died'],
    ['did anybody die in southford', 'two-died'],
    ['where did people die', 'two-died'],
    ['who rescued the families', 'coast-guard-rescued'],
    ['did the coast guard rescue families', 'coast-guard-rescued'],
    ['who sent pumps', 'ortano-aid'],
    ['what did Ash say', 'ash-blames'],
    ['what did rowan say about the gates', 'rowan-criticised'],
    ['why are the farmers calling for payments', 'farmers-demand'],
    ['who wants payments', 'farmers-demand'],
    ['were shops looted', 'looting-alleged'],
  ])('%s', (question, expected) => {
    const answer = sitrep.ask(question);
    expect({ kind: answer.kind, first: firstFact(answer) }).toEqual({ kind: 'answered', first: expected });
  });
});

describe('GIVEN a fact about it that lacks the detail', () => {
  test.each([
    ['when did the bridge collapse', 'bridge-collapsed', 'time'],
    ['when did the two people die', 'two-died', 'time'],
    ['where in Southford did Mill Bridge collapse', 'bridge-collapsed', 'place'],
    ['how many families did the coast guard rescue', 'coast-guard-rescued', 'number'],
    ['why did ortano send pumps', 'ortano-aid', 'reason'],
    ['who looted the shops', 'looting-alleged', 'actor'],
    ['what year did the flood begin', 'flood-began', 'time'],
  ])('%s', (question, expected, missing) => {
    const answer = sitrep.ask(question);
    expect(answer.kind).toBe('related');
    expect({ first: firstFact(answer), missing: answer.kind === 'related' ? answer.missing : null }).toEqual({
      first: expected,
      missing,
    });
  });
});

describe('GIVEN a tempting question that no fact answers THEN nothing is answered', () => {
  test.each([
    'Who is the mayor of Southford?',
    'who is the king of Ortano',
    'what is the population of northford',
    'how many people live in Southford',
    'when was Birch elected',
    'When was Rowan fired?',
    'did Ortano open the dam',
    'did the Coast Guard send pumps',
    'what did Larch say about the flood',
    'what did the mayor say',
    'did five people die in southford',
    'who is the deputy chief engineer',
    'how many homes were damaged in southford',
    'what are the names of the families',
    'when will the water board meet',
    'was the dam built in 1970',
    'did the flood reach Eastmoor',
    'how old is mayor birch',
    'who opened mill bridge',
  ])('%s', (question) => {
    expect(['related', 'unknown']).toContain(sitrep.ask(question).kind);
  });
});

describe('GIVEN a question far from the situation THEN it is unknown', () => {
  test.each([
    'best pizza in town',
    'how do i bake bread',
    'who won the world cup',
    'what time is it',
    'hello',
    'how are you',
    'lol',
    '???',
    'asdfgh',
    'what is the capital of France',
    'tell us a joke',
    'is it going to snow tomorrow',
    'when did world war 2 end',
    'should i buy a boat',
    'where is my parcel',
    'people',
    'who did it',
    'why',
  ])('%s', (question) => {
    expect(sitrep.ask(question).kind).toBe('unknown');
  });
});

describe('GIVEN a role that two have had', () => {
  test.each(['who is the chief engineer', 'Who is the chief engineer of the Water Board?', 'chief engineer'])(
    '%s: both are offered',
    (question) => {
      const answer = sitrep.ask(question);
      expect(answer.kind === 'choose' && answer.choices.map((choice) => choice.label)).toEqual([
        'Harbour Chief Ash',
        'Elder Rowan',
      ]);
    },
  );

  test.each([
    ['who is the former chief engineer', 'elder-rowan'],
    ['who is the current chief engineer', 'harbour-chief'],
    ['who is the mayor', 'mayor-birch'],
    ['mayor of northford', 'mayor-birch'],
    ['whos rowan', 'elder-rowan'],
  ])('%s: one is meant', (question, expected) => {
    const answer = sitrep.ask(question);
    expect(answer.kind === 'answered' && answer.profile?.id).toBe(expected);
  });
});

test('GIVEN a retracted fact WHEN its very words are asked THEN it does not answer', () => {
  const answer = sitrep.ask('Five people died in Southford');
  const shown = answer.kind === 'answered' || answer.kind === 'related' ? answer.facts.map((fact) => fact.id) : [];
  expect(shown).not.toContain('five-died');
});

test('GIVEN "what is going on" WHEN asked THEN the headline facts are shown by topic', () => {
  const answer = sitrep.ask("what's going on?");
  expect(answer.kind === 'answered' && answer.layout).toBe('topics');
  expect(answer.kind === 'answered' && answer.facts.map((fact) => fact.id)).toEqual([
    'flood-began',
    'dam-opened',
    'homes-damaged',
    'two-died',
    'coast-guard-rescued',
  ]);
});

test('GIVEN any answer THEN its reasons hold no word of the asker', () => {
  const answer = sitrep.ask('did the <@123> coast guard rescue xyzzy families');
  expect(answer.evidence.join(' ')).not.toMatch(/xyzzy|123/);
});

test('GIVEN an unknown answer near somebody who is called by name and by a shared role THEN they are offered once', () => {
  const answer = sitrep.ask('did Ash the chief engineer sell umbrellas');
  const nearest = answer.kind === 'unknown' ? answer.nearest.map(({ subject }) => subject.id as string) : [];
  expect(nearest).toEqual(['harbour-chief', 'elder-rowan']);
});
