import { expect, test } from 'vitest';
import { createSitrep } from '../../src/sitrep.ts';
import { presentPin } from '../../src/views/present-pin.ts';
import { recognisePin } from '../../src/views/recognise-pin.ts';
import { pinOf } from '../discord/fake-pins.ts';
import { situation } from '../situation.ts';

const FACTS = [
  { id: 'short', text: 'The dam broke.' },
  { id: 'long', text: 'The mayor says: The dam broke.' },
  { id: 'odd', text: 'A *loud* [bang] (at 5:00) was heard @here.' },
  { id: 'other', text: 'It rains.' },
];
const sitrep = createSitrep(situation({ facts: FACTS }));
const textsOf = (...ids: readonly string[]) =>
  presentPin(pinOf(sitrep, ids), sitrep.knowledge).parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
const recognised = (...ids: readonly string[]) => recognisePin(textsOf(...ids), sitrep.knowledge);

test('a rendered pin is read back: its heading, and its facts in reading order', () => {
  expect(recognised('odd', 'short').title).toBe('State of play');
  expect(recognised('odd', 'short').facts.map(({ id }) => id)).toEqual(['odd', 'short']);
});

test('a sentence inside a longer one is not taken for a fact of its own', () => {
  expect(recognised('long').facts.map(({ id }) => id)).toEqual(['long']);
});

test('a message without known sentences has no facts', () => {
  expect(recognisePin(['### Elsewhere', 'It snows.'], sitrep.knowledge)).toEqual({ title: 'Elsewhere', facts: [] });
});
