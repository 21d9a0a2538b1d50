import { describe, expect, test } from 'vitest';
import { createLexicon } from '../../src/question/lexicon.ts';
import { understand } from '../../src/question/understand.ts';
import { flood } from '../flood.ts';
import { situation } from '../situation.ts';

const lexicon = createLexicon(flood);
const read = (question: string) => understand(question, lexicon);
const content = (question: string) =>
  read(question)
    .terms.filter((term) => !term.light)
    .map((term) => term.word);

describe('what is asked', () => {
  test.each([
    ['When did it start?', 'when'],
    ['what day did it start', 'when'],
    ['what time did it start', 'when'],
    ['since when', 'when'],
    ['how long ago did it start', 'when'],
    ['the flood started when', 'when'],
    ['how many homes were damaged', 'how-many'],
    ['number of homes damaged', 'how-many'],
    ['damaged homes number of people', 'how-many'],
    ['date of the flood', 'when'],
    ['place of the meeting', 'where'],
    ['homes damaged how many', 'how-many'],
    ['how old is the dam', 'how-many'],
    ['where is the dam', 'where'],
    ['which towns were hit', 'where'],
    ['in what country is the dam', 'where'],
    ['why did it collapse', 'why'],
    ['how come it collapsed', 'why'],
    ['what is the reason for the flood', 'why'],
    ['what caused the flood', 'why'],
    ['who opened the dam', 'who'],
    ['whos the mayor', 'who'],
    ['which group wants payments', 'who'],
    ['the gates were opened by whom', 'who'],
    ['how did it happen', 'how'],
    ['did the dam hold', 'yes-no'],
    ["isn't the dam open", 'yes-no'],
    ['is it true that the dam broke', 'yes-no'],
    ['does anyone know whether the dam broke', 'yes-no'],
    ['what did the mayor say', 'what'],
    ['tell me about the dam', 'list'],
    ['granite dam', 'list'],
    ['', 'list'],
  ])('%s → %s', (question, expected) => {
    expect(read(question).asked).toBe(expected);
  });
});

describe('padding and chat noise fall away', () => {
  test.each([
    ['hey bot can you pls tell me about the dam thx', ['dam']],
    ['does anyone know if the bridge collapsed or not', ['bridge', 'collapsed']],
    ['sorry quick question, who tf opened the gates lol', ['opened', 'gates']],
    ['I was wondering how many homes were damaged so far', ['homes', 'damaged']],
    ['give us the latest', []],
  ])('%s', (question, expected) => {
    expect(content(question)).toEqual(expected);
  });
});

describe('names', () => {
  const entitiesOf = (question: string) => read(question).terms.flatMap((term) => term.entities);
  test.each([
    ['what did the water board do', ['water-board']],
    ['the river alder', ['river-alder']],
    ['Ortanian pumps', ['ortano']],
    ['northfrod', ['northford']],
    ['xnorthford', ['northford']],
    ['the Xalder', ['river-alder']],
    ['who is the chief engineer', ['harbour-chief', 'elder-rowan']],
    ['former chief engineer', ['elder-rowan']],
    ['current chief engineer', ['harbour-chief']],
    ['the mayor', ['mayor-birch']],
    ['mayor of northford', ['mayor-birch']],
    ['mayor of Southford', ['southford']],
    ['deputy chief engineer', []],
    ['the first mayor', []],
    ['birch', ['mayor-birch']],
  ])('%s', (question, expected) => {
    expect(entitiesOf(question)).toEqual(expected);
  });
});

describe('"us" is a country or a pronoun', () => {
  const america = createLexicon(
    situation({ entities: [{ id: 'usa', kind: 'country', name: 'United States', aliases: ['US'] }], facts: [] }),
  );
  test.each([
    ['did the us strike', true],
    ['us strikes', true],
    ['U.S. strikes', true],
    ['attacks on us forces', true],
    ['tell us about the strikes', false],
    ['what does it mean for us', false],
  ])('%s', (question, country) => {
    expect(understand(question, america).terms.some((term) => term.entities.length > 0)).toBe(country);
  });
});

describe('what the noun behind "what" or "which" wants', () => {
  test.each([
    ['what year was the dam built', 'time'],
    ['the dam was built in which decade', 'time'],
    ['what was the attendance at the meeting', 'number'],
    ['which famous northern engineers built it', null],
    ['which local bands played', 'name'],
    ['what songs were played', 'title'],
    ['what is the name of the dam', 'title'],
    ['what did the mayor say of the price', null],
    ['did the dam hold for a year', null],
  ])('%s: %s', (question, expected) => {
    expect(read(question).wanted).toBe(expected);
  });
});

describe('who does what', () => {
  test.each([
    ['who opened the dam', 'doer'],
    ['who has opened the dam', 'doer'],
    ['who has the pumps', 'doer'],
    ['who did the coast guard rescue', 'other'],
    ['who was rescued', 'other'],
    ['by whom was the dam opened', 'doer'],
  ])('%s: asks for the %s', (question, expected) => {
    expect(read(question).askedFor).toBe(expected);
  });

  test('the name behind the auxiliary is the doer, and none where nothing is done', () => {
    const doerOf = (question: string) => {
      const query = read(question);
      return query.doer === null ? null : query.terms[query.doer]?.entities[0];
    };
    expect(doerOf('did Ortano open the dam')).toBe('ortano');
    expect(doerOf('is the coast guard rescuing families')).toBe('coast-guard');
    expect(doerOf('was the dam opened by Ortano')).toBeNull();
    expect(doerOf('is Northford part of Ortano')).toBeNull();
  });
});

test('"inside its borders" says no more than "inside"; a border by itself is asked about', () => {
  expect(content('did water rise within their borders')).not.toContain('borders');
  expect(content('did water reach the border')).toContain('border');
});
