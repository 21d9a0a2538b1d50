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

describe('what goes on from an answer', () => {
  const opened = ['fact:dam-opened'] as const;
  test.each<readonly [message: string, expected: Expected]>([
    ['and when?', first('dam-opened')],
    ['why?', first('dam-opened')],
    ['who sent pumps', answeredBy('ortano-aid')],
  ])('"%s" after the opening of the dam', async (message, expected) => {
    expected(only(await river.ask(message, opened)));
  });

  test('a subject that is no longer held is ignored', async () => {
    answeredBy('ortano-aid')(only(await river.ask('who sent pumps', ['fact:none', 'entity:nobody'])));
  });
});

test('a line of asked_as, word for word, is answered by its own fact', async () => {
  answeredBy('flood-began')(only(await river.ask('First day of the flood?')));
});
