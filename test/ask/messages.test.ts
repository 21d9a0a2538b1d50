import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/model/answer.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { flood } from '../flood.ts';
import { harbour } from '../harbour.ts';
import { situation } from '../situation.ts';
import { allOn, answeredBy, cardOf, type Expected, first, only } from './expected.ts';

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
    ['what did it open?', first('dam-opened')],
    ['is that true?', answeredBy('dam-opened')],
    ['how many died?', answeredBy('two-died')],
    ['and in Southford?', first('bridge-collapsed')],
  ])('"%s" after the opening of the dam', async (message, expected) => {
    expected(only(await river.ask(message, opened)));
  });

  test.each(['and when?', 'why?', 'more', 'what about him?', 'when was that'])(
    '"%s" without an answer before: Sitrep says that it cannot tell which one is meant',
    async (message) => {
      expect(only(await river.ask(message))).toMatchObject({ kind: 'about', theme: 'reference' });
    },
  );
  test.each(['what happened', 'any news?', 'who died', 'more about the dam'])(
    '"%s" needs no answer before',
    async (message) => {
      expect(only(await river.ask(message))).not.toMatchObject({ theme: 'reference' });
    },
  );

  test('a subject that was removed is ignored', async () => {
    answeredBy('ortano-aid')(only(await river.ask('who sent pumps', ['fact:none', 'entity:nobody'])));
  });
});

test('a line of asked_as, word for word, is answered by its own fact', async () => {
  answeredBy('flood-began')(only(await river.ask('First day of the flood?')));
});

test.each([
  ['who made this', 'bot', 'who is behind the bot'],
  ['am i talking to a human?', 'bot', 'the bot is asked what it is'],
  ['do you store my messages', 'bot', 'the bot is asked what it keeps'],
  ['you rock', 'bot', '“you” and no word of the situation'],
  ['can you stop', 'bot', 'a request to the bot, though “stop” may be a word of a situation'],
  ['pins', 'help', 'the name of commands'],
  ['hi can u help me pls', 'help', 'what is left between greeting and “pls” is no question'],
  ['what should i ask', 'help', 'examples are asked for'],
  ['lol', 'greeting', 'chat alone'],
  ['heyyy', 'greeting', 'drawn-out letters'],
  ['hello sitrep, how are you today?', 'greeting', '“today” asks for no news here'],
  ['nice, that helps', 'thanks', 'thanks without the word'],
  ['got a link?', 'sources', 'the source is asked for without “source”'],
  ['cite your sources', 'sources', 'every word is about sources'],
  ['is any of this verified', 'sources', 'a word of checking beside “this”'],
  ['where did you read that', 'sources', 'what the bot read is its source'],
  ['is this up to date?', 'sources', 'how old the facts are'],
  ['Is this true?', 'sources', 'a check beside no claim asks how reliable the facts are'],
])('"%s" speaks to the bot or about it (%s): %s', async (message, theme) => {
  expect(only(await river.ask(message))).toMatchObject({ kind: 'about', theme });
});

test.each([
  ['who is Ash and can you trust him', 'a name of the situation stands in it'],
  ['how do you open the gates', '“you” is anybody, because a word of the situation stands beside it'],
  ['was the flood reported on today', 'the flood is asked about'],
])('"%s" is no talk: %s', async (message) => {
  expect((await river.ask(message)).map(({ kind }) => kind)).not.toContain('about');
});

test.each(['who', 'when', 'facts'] as const)('/%s takes thanks as thanks', async (via) => {
  expect(only(await river[via]('thanks'))).toMatchObject({ kind: 'about', via, theme: 'thanks' });
});

test.each([
  'background',
  'breaking',
  'timeline of the crisis',
  'the overview of this situation',
  'did anything happen this morning',
  'can you summarize the situation',
  'what happened in the last hour',
])('"%s" asks for the situation as a whole', async (message) => {
  expect(only(await river.ask(message))).toMatchObject({ kind: 'answered', layout: 'topics' });
});

test.each(['breaking', 'today?', 'what is new', 'what is the current status', 'anything new this morning'])(
  '"%s" shows each fact with its day',
  async (message) => {
    expect(only(await river.ask(message))).toMatchObject({ kind: 'answered', dated: true });
  },
);

test('two questions with a comma, or a plus sign, between them are both answered', async () => {
  for (const message of ['who is Ash, who is Birch', 'who is Ash + who is Birch']) {
    matches(await river.ask(message), [cardOf('harbour-chief'), cardOf('mayor-birch')]);
  }
  expect(await river.ask('On Tuesday, who opened the dam?')).toHaveLength(1);
});

test.each<readonly [message: string, language: string | null]>([
  ['Wohin reist Birch?', 'de'],
  ['Birch nereye gidiyor?', 'tr'],
  ['Qui est Ash ?', 'fr'],
  ['Was ist Ortano?', 'de'],
  ['Ortanoとは?', 'ja'],
  ['Birch hält eine Rede', null],
  ['merci', 'fr'],
])('"%s" is in another language (%s), and its name is recognised', async (message, language) => {
  const answer = only(await river.ask(message));
  expect(answer).toMatchObject({ kind: 'about', theme: 'language', language });
  expect(answer.subjects).toHaveLength(message === 'merci' ? 0 : 1);
});

test('all that somebody does or says is told by the data of the facts', async () => {
  allOn('dam-opened')(only(await river.ask('what did the Water Board do')));
  allOn('heavy-rain')(only(await river.ask('what did the Weather Service say?')));
});

test('a state is not told by a fact about a plan, or about its bearer alone', async () => {
  const sitrep = createSitrep(
    situation({
      entities: [
        { id: 'crew', kind: 'group', name: 'Crew' },
        { id: 'envoy', kind: 'person', name: 'Envoy Stone' },
      ],
      facts: [
        { id: 'crew-held', text: 'The Crew is held on the ship.', about: ['crew'] },
        {
          id: 'talks-planned',
          text: 'The talks of Envoy Stone are to cover the release of the Crew.',
          about: ['envoy', 'crew'],
        },
      ],
    }),
  );
  for (const question of ['has the Crew been released', 'is the Crew released']) {
    expect(only(await sitrep.ask(question)).kind, question).toBe('related');
  }
  expect(only(await sitrep.ask('are there talks on the release of the Crew')).kind).toBe('answered');
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
