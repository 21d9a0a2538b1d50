import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/model/answer.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { flood } from '../flood.ts';
import { harbour } from '../harbour.ts';
import { answeredBy, cardOf, type Expected, first, only } from './expected.ts';

/** Messages of several sentences, and messages that go on from an answer. */
const strike = createSitrep(harbour);
const river = createSitrep(flood);

const matches = (answers: readonly Answer[], expected: readonly Expected[]): void => {
  expect(answers).toHaveLength(expected.length);
  expected.forEach((each, at) => {
    each(answers[at] as Answer);
  });
};

test.each<readonly [message: string, expected: readonly Expected[]]>([
  ['who offered a pay rise and when did the dockers walk out', [answeredBy('offer-made'), answeredBy('walkout-began')]],
  ['Who is Lind? When did the tanker run aground?', [cardOf('lind'), answeredBy('tanker-aground')]],
  [
    'how many ships are waiting? how many ships were diverted? how many containers are stuck? how many dockers were hurt?',
    [answeredBy('ships-waiting'), answeredBy('ships-diverted'), answeredBy('containers-stuck')],
  ],
])('"%s" is answered question by question, three at most', async (message, expected) => {
  matches(await strike.ask(message), expected);
});

test.each([
  'hey, when did the dockers walk out? thanks!',
  'pls tell me when did the dockers walk out',
  'hi all, does anyone know when the dockers walked out',
  '**when** did the dockers walk out <@123456789012345678> https://example.org/a',
])('"%s" asks one thing; what is said around it does not count', async (message) => {
  answeredBy('walkout-began')(only(await strike.ask(message)));
});

test('a name that joins two words with "and" is not two questions', async () => {
  expect(await river.ask('who opened the dam and the gates')).toHaveLength(1);
});

describe('follow-ups to an answer', () => {
  const opened = ['fact:dam-opened'] as const;
  test.each<readonly [message: string, expected: Expected]>([
    ['and when?', first('dam-opened')],
    ['why?', first('dam-opened')],
    ['who sent pumps', answeredBy('ortano-aid')],
  ])('"%s" after the opening of the dam', async (message, expected) => {
    expected(only(await river.ask(message, opened)));
  });

  test('a subject that was removed is ignored', async () => {
    answeredBy('ortano-aid')(only(await river.ask('who sent pumps', ['fact:none', 'entity:nobody'])));
  });
});

test('a line of asked_as, word for word, is answered by its own fact', async () => {
  answeredBy('flood-began')(only(await river.ask('First day of the flood?')));
});

test.each([
  ['who made this', 'bot'],
  ['pins', 'help'],
  ['lol', 'greeting'],
])('"%s" speaks to the bot (%s)', async (message, theme) => {
  expect(only(await river.ask(message))).toMatchObject({ kind: 'about', theme });
});

test.each(['background', 'breaking', 'timeline of the crisis', 'the overview of this situation'])(
  '"%s" asks for the situation as a whole',
  async (message) => {
    expect(only(await river.ask(message))).toMatchObject({ kind: 'answered', layout: 'topics' });
  },
);

test('"breaking" shows each fact with its day', async () => {
  expect(only(await river.ask('breaking'))).toMatchObject({ kind: 'answered', dated: true });
});

test('a short question in another language is known by a letter that English lacks', async () => {
  expect(only(await river.ask('où va Birch ?'))).toMatchObject({ kind: 'about', theme: 'language', language: 'fr' });
});

test('a claim with another number shows first the fact that has it', async () => {
  for (const claim of [
    'I heard that four people died in Southford. True?',
    'BREAKING: four people died in Southford',
  ]) {
    const answer = only(await river.ask(claim));
    expect(answer, claim).toMatchObject({ differing: 'number' });
    expect('facts' in answer ? answer.facts[0]?.id : undefined, claim).toBe('two-died');
  }
});
