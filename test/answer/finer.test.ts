import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { canal } from '../canal.ts';
import { flood } from '../flood.ts';

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
