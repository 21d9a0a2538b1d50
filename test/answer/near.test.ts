import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/model/answer.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { canal } from '../canal.ts';
import { flood } from '../flood.ts';

const onFlood = createSitrep(flood);
const onCanal = createSitrep(canal);
const first = (answer: Answer) =>
  answer.kind === 'answered' || answer.kind === 'related' ? answer.facts[0]?.id : undefined;

describe('GIVEN words that no fact uses, beside some that one does THEN that fact is shown as the closest', () => {
  test.each([
    ['who footed the invoice for the pumps that Ortano shipped', 'ortano-aid'],
    ['did anybody photograph the Coast Guard at work on the roofs', 'coast-guard-rescued'],
  ])('%s', (question, expected) => {
    const answer = onFlood.ask(question);
    expect([answer.kind, first(answer)]).toEqual(['related', expected]);
  });
});

describe('GIVEN a question about something else THEN nothing is shown as close', () => {
  test.each([
    'is it going to snow on Tuesday',
    'what is the meaning of life',
    'who won the cup in 1998',
    'how do I bake bread',
    'what caused world war one',
  ])('%s', (question) => {
    expect(onFlood.ask(question).kind).toBe('unknown');
  });
});

describe('GIVEN what is only like the thing asked for THEN it does not answer', () => {
  test.each([
    ['what is the name of the pumps that Ortano sent', 'whoever sent them is not called so'],
    ['what would the Water Board do if the dam broke', 'no fact says what if'],
    ['besides Ortano, which countries sent pumps to Northford', 'the one named is left out'],
    ['who is in charge of the Coast Guard', 'an office that no role gives'],
    ['which party is Birch in', 'no fact has a party'],
    ['is the Coast Guard Ortanian', 'a fact that has both names does not say so'],
    ['what happened before March 3', 'what happened on that day is no answer'],
    ['were more than 340 homes damaged', 'it is not said whether there were more'],
    ['the Coast Guard opened the gates', 'somebody else did'],
    ['for how many days did Ortano send pumps', 'pumps are counted, if anything'],
    ['what proof is there that the Water Board opened the gates', 'that it is told is no proof'],
    ['did the bridge collapse before the homes were damaged or after', 'no fact tells which came first'],
  ])('%s: %s', (question) => {
    expect(onFlood.ask(question).kind).not.toBe('answered');
  });
  test.each(['kill all farmers', 'death to Ortano', 'former mayor of Northford', 'who was mayor before Birch'])(
    '%s: nothing at all',
    (text) => {
      expect(onFlood.ask(text).kind).not.toBe('answered');
      expect(onFlood.who(text).kind).not.toBe('answered');
    },
  );
  test('a statement that a fact bears out is answered by it, one that turns it round is not', () => {
    expect(first(onCanal.ask('the Ferry Guild seized Taland'))).toBe('guild-seized');
    expect(onCanal.ask('Taland seized the Ferry Guild').kind).not.toBe('answered');
  });
  test('where ferries were blocked is not where they will be', () => {
    expect(onCanal.ask('which country is Velmar going to block ferries in next').kind).not.toBe('answered');
  });
});

describe('GIVEN ways to ask that change nothing', () => {
  test.each([
    ['sorry if this was asked before but when did the flood begin', 'flood-began'],
    ['When did the flood begin? I never heard of it.', 'flood-began'],
    ['did the flood begin on the third of March', 'flood-began'],
    ['on which day would I find the gates opened', 'dam-opened'],
    ['My neighbour says that Mill Bridge collapsed. Is that true?', 'bridge-collapsed'],
    ['how many homes did the water damgae', 'homes-damaged'],
    ['when did the dam open', 'dam-opened'],
    ['who thinks that rain caused the flood', 'heavy-rain'],
    ['on what day of the week were the gates opened', 'dam-opened'],
    ['Mill Bridge collapsed in which town? I saw it in the news', 'bridge-collapsed'],
  ])('%s', (question, expected) => {
    const answer = onFlood.ask(question);
    expect([answer.kind, first(answer)]).toEqual(['answered', expected]);
  });
});
