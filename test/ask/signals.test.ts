import { describe, expect, test } from 'vitest';
import { createFactCorpus } from '../../src/ask/fact-corpus.ts';
import type { Query } from '../../src/ask/query.ts';
import { gather } from '../../src/ask/rank.ts';
import { measureNearness, type Signal, type Signals } from '../../src/ask/signals.ts';
import { understand } from '../../src/ask/understand.ts';
import { english } from '../../src/language/english.ts';
import { flood } from '../flood.ts';
import { harbour } from '../harbour.ts';
import type { World } from './worlds.ts';

const corpora = { flood: createFactCorpus(flood, english), harbour: createFactCorpus(harbour, english) };

function queryOf(world: World, question: string): Query {
  const message = understand(question, corpora[world].situation);
  const query = message.kind === 'questions' ? message.queries[0] : undefined;
  if (!query) throw new Error(`expected a question, got ${message.kind}`);
  return query;
}

function signalsOf(world: World, question: string, fact: string): Signals {
  const corpus = corpora[world];
  const { candidates, signals } = gather(queryOf(world, question), corpus, null);
  const at = candidates.findIndex((candidate) => corpus.facts[candidate.at]?.id === fact);
  const found = signals[at];
  if (!found) throw new Error(`expected ${fact} among the candidates for "${question}"`);
  return found;
}

/** What is asked, of which fact, which signal has which value, and why. */
const ROWS: readonly (readonly [World, string, string, Signal, number, string])[] = [
  ['harbour', 'how many ships are waiting', 'ships-waiting', 'coverage', 1, 'the fact has every word'],
  ['harbour', 'when did the dockers walk out', 'walkout-began', 'slotHeld', 1, 'it has a time'],
  ['harbour', 'when were the dockers hurt', 'two-hurt', 'slotMissing', 1, 'it has no time'],
  ['harbour', 'why did the dockers walk out', 'walkout-reason', 'slotHeld', 1, 'it has a reason'],
  ['harbour', 'why did the dockers walk out', 'walkout-began', 'slotMissing', 1, 'it has no reason'],
  ['harbour', 'where were the dockers hurt', 'two-hurt', 'slotHeld', 1, 'it has a place'],
  ['harbour', 'where in East Quay were the dockers hurt', 'two-hurt', 'slotMissing', 1, 'the place is in the question'],
  ['harbour', 'who rejected the offer', 'offer-rejected', 'slotHeld', 1, 'it has a doer'],
  ['harbour', 'how many ships are waiting', 'ships-waiting', 'slotHeld', 1, 'it has a number'],
  ['harbour', 'how many ferries keep to the timetable', 'ferries-run', 'slotMissing', 1, 'it has no number'],
  ['harbour', 'what did the dockers reject', 'offer-rejected', 'slotHeld', 0, '"what" asks for no data'],
  ['harbour', 'what did the dockers reject', 'offer-rejected', 'slotMissing', 0, '"what" asks for no data'],
  ['harbour', 'who walked out', 'walkout-began', 'slotHeld', 1, 'the fact has a doer'],
  ['flood', 'who was on the bridge', 'bridge-collapsed', 'slotHeld', 0, 'nobody acts or speaks'],
  ['harbour', 'how did the walkout begin', 'walkout-reason', 'slotHeld', 1, 'the reason tells how'],
  ['flood', 'which country sent pumps', 'ortano-aid', 'slotHeld', 1, 'a country is asked for'],
  ['flood', 'how long did it rain', 'heavy-rain', 'slotHeld', 1, 'it counts days'],
  ['flood', 'how long was the bridge', 'bridge-collapsed', 'slotMissing', 1, 'it counts no units of time'],
  ['flood', 'what month did the flood begin', 'flood-began', 'slotHeld', 1, 'it names the month'],
  ['flood', 'what year did the flood begin', 'flood-began', 'slotMissing', 1, 'it names no year'],
  ['flood', 'what time was the dam opened', 'dam-opened', 'slotMissing', 1, 'it names no time of day'],
  ['harbour', 'did the dockers reject the offer', 'offer-rejected', 'doer', 1, 'they did it'],
  ['harbour', 'did the Harbour Authority reject the offer', 'offer-rejected', 'doer', -1, 'others did it'],
  ['harbour', "was the offer rejected by the Dockers' Union", 'offer-rejected', 'doer', 1, 'passive'],
  [
    'harbour',
    'was the offer rejected by the Harbour Authority',
    'offer-rejected',
    'doer',
    -1,
    'passive, others did it',
  ],
  ['harbour', 'is Quay Line diverting ships', 'ships-diverted', 'doer', 1, '"is" and a verb in "-ing"'],
  ['harbour', 'was Quay Line diverted', 'ships-diverted', 'doer', 0, '"was" and no verb in "-ing": it is done to it'],
  ['flood', 'will the dam be opened', 'dam-opened', 'doer', 0, 'it is done to the dam'],
  ['flood', 'what did Rowan say about the gates', 'rowan-criticised', 'doer', 1, 'the speaker is asked about'],
  ['flood', 'what did Ash say about the gates', 'rowan-criticised', 'doer', -1, 'another speaker is asked about'],
  ['harbour', 'did the Harbour Authority damage Crane Seven', 'crane-damage-claimed', 'hearsay', -1, 'Lind says so'],
  [
    'harbour',
    'did Lind say who damaged Crane Seven',
    'crane-damage-claimed',
    'hearsay',
    0,
    'the saying is asked about',
  ],
  ['harbour', 'did the dockers reject the offer', 'offer-rejected', 'hearsay', 0, 'nobody is quoted'],
  ['harbour', 'did 14 ships wait', 'ships-waiting', 'number', 1, 'the same number'],
  ['harbour', 'did 15 ships wait', 'ships-waiting', 'number', -1, 'another number of the same thing'],
  ['harbour', 'did ships wait', 'ships-waiting', 'number', 0, 'no number is asked about'],
  ['harbour', 'how many ships are waiting', 'ships-waiting', 'counted', 1, 'ships are counted'],
  ['harbour', 'how many dockers are waiting', 'ships-waiting', 'counted', 0, 'ships are counted, not dockers'],
  [
    'harbour',
    'how many other than 14 ships are waiting',
    'ships-waiting',
    'counted',
    0,
    'the number is in the question',
  ],
  ['harbour', 'which ships are waiting', 'ships-waiting', 'counted', 0, 'no number is asked for'],
  ['harbour', 'did the walkout begin on January 9', 'walkout-began', 'day', 1, 'the same day'],
  ['harbour', 'did the walkout begin on 9 January', 'walkout-began', 'day', 1, 'the day before the month'],
  ['harbour', 'did the walkout begin on the 9th of January', 'walkout-began', 'day', 1, 'the day before "of"'],
  ['harbour', 'did the walkout begin on January 10', 'walkout-began', 'day', -1, 'another day of the month'],
  ['harbour', 'did the walkout begin in January', 'walkout-began', 'day', 1, 'the same month'],
  ['harbour', 'did the walkout begin in March', 'walkout-began', 'day', -1, 'another month'],
  ['harbour', 'were the dockers hurt on Tuesday', 'two-hurt', 'day', -0.3, 'the fact tells no day'],
  ['harbour', 'were the dockers hurt', 'two-hurt', 'day', 0, 'no day is asked about'],
  ['harbour', 'was the offer not rejected', 'offer-rejected', 'denial', -1, 'the question denies, the fact does not'],
  ['harbour', 'was the offer rejected', 'offer-rejected', 'denial', 0, 'neither denies'],
  ['flood', 'will the dam open tomorrow', 'dam-opened', 'tense', -1, 'the fact is about what has been'],
  ['flood', 'did the dam open', 'dam-opened', 'tense', 0, 'both are about what has been'],
  ['harbour', 'did the dockers reject the offer', 'offer-rejected', 'whether', 1, 'whether is asked'],
  ['harbour', 'who rejected the offer', 'offer-rejected', 'whether', 0, 'who is asked'],
  ['harbour', 'who rejected the offer', 'offer-rejected', 'asksPerson', 1, 'who is asked'],
  ['harbour', 'what did the dockers reject', 'offer-rejected', 'asksPerson', 0, 'what is asked'],
  [
    'harbour',
    'did the Harbour Authority reject the offer',
    'offer-rejected',
    'entitiesAgreed',
    1,
    'it is about the one named',
  ],
  ['harbour', 'did Falk reject the offer', 'offer-rejected', 'entitiesMissing', 1, 'it is not about the one named'],
  ['harbour', 'did Falk and the dockers reject the offer', 'offer-rejected', 'entitiesAgreed', 0.5, 'about one of two'],
  [
    'harbour',
    'did Falk and the dockers reject the offer',
    'offer-rejected',
    'entitiesMissing',
    0.5,
    'about one of two',
  ],
  ['harbour', 'who rejected it', 'offer-rejected', 'entitiesMissing', 0, 'nobody is named'],
  ['harbour', 'start of the walkout', 'walkout-began', 'line', 1, 'the label, word for word'],
  [
    'flood',
    'first day of the flood',
    'flood-began',
    'line',
    2 / 3,
    'light words do not count, and the label is the better line',
  ],
  ['harbour', 'how many ships are waiting', 'ships-waiting', 'cosine', 0, 'there is no encoder'],
];

test.each(ROWS)('%s: "%s", %s: %s is %d – %s', (world, question, fact, signal, value) => {
  expect(signalsOf(world, question, fact)[signal]).toBeCloseTo(value, 2);
});

test('the best fact by words leads by as much as the second is behind, and the others are behind it', () => {
  const best = signalsOf('harbour', 'how many ships are waiting', 'ships-waiting');
  const second = signalsOf('harbour', 'how many ships are waiting', 'ships-diverted');
  expect(best.fieldLead).toBeCloseTo(best.field - second.field, 9);
  expect(second.fieldLead).toBeCloseTo(second.field - best.field, 9);
});

test('a rare word that a fact lacks costs more coverage than a common one', () => {
  const lacksRare = signalsOf('harbour', 'ships zebras', 'ships-waiting').coverage;
  const lacksCommon = signalsOf('harbour', 'ships dockers', 'ships-waiting').coverage;
  expect(lacksRare).toBeLessThan(lacksCommon);
});

test('a light word costs little, and a word that is only in a name or topic counts less than one that is said', () => {
  const light = signalsOf('harbour', 'ships waiting happened', 'ships-waiting').coverage;
  expect(light).toBeGreaterThan(0.7);
  expect(light).toBeLessThan(1);
  const hinted = signalsOf('harbour', 'shipping negotiations', 'talks-called').coverage;
  expect(hinted).toBeGreaterThan(0);
  expect(hinted).toBeLessThan(0.5);
});

describe('whether anything near is held', () => {
  const nearnessOf = (world: World, question: string) => {
    const corpus = corpora[world];
    const { signals, asking } = gather(queryOf(world, question), corpus, null);
    return measureNearness(asking, signals, corpus.index, english);
  };

  test('of a question in words of the facts all is known', () => {
    expect(nearnessOf('harbour', 'how many ships are waiting')).toMatchObject({
      unknownName: 0,
      unknownWords: 0,
    });
  });

  test.each([
    ['who is Zorblax', 1, 'no everyday word'],
    ['did the king of Spain visit', 1, 'written as a name'],
    ['did the ships sing', 0, 'an everyday word'],
    ['DID THE SHIPS SING', 0, 'in capitals alone nothing is written as a name'],
  ])('"%s": an unknown name counts %i, %s', (question, expected) => {
    expect(nearnessOf('harbour', question).unknownName).toBe(expected);
  });

  test('unknown words count by their share', () => {
    const some = nearnessOf('harbour', 'ships zebras').unknownWords;
    expect(some).toBeGreaterThan(0.4);
    expect(some).toBeLessThan(1);
    expect(nearnessOf('harbour', 'elephants zebras').unknownWords).toBe(1);
  });
});
