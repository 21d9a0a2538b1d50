import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/model/knowledge.ts';
import { compareFacts, type FactDifference, idOf } from '../../src/pins/difference.ts';
import { type FactDraft, type SituationDraft, situation } from '../situation.ts';

const BEFORE: FactDraft = {
  id: 'dam',
  text: 'Three gates of the dam were opened on Sunday.',
  label: 'Opening of the gates',
  time: 'Sunday',
  numbers: [{ value: 3, of: 'gates opened' }],
  saidBy: ['board', 'mayor'],
  about: ['dam-site'],
};

const factOf = (draft: FactDraft): Fact => {
  const [fact] = situation({ facts: [draft] }).facts;
  if (fact === undefined) throw new Error('no fact');
  return fact;
};

/** What becomes of the fact above, as its kind and reason. */
function differences(
  after: readonly FactDraft[],
  retired: SituationDraft['retired'] = [],
  before: FactDraft = BEFORE,
): readonly FactDifference[] {
  return compareFacts([factOf(before)], situation({ facts: after, retired }));
}

describe('what happened to a fact', () => {
  test.each<[string, Partial<FactDraft>]>([
    ['nothing', {}],
    ['its rank', { importance: 5, headline: true }],
    ['what people ask', { askedAs: ['which gates'] }],
    ['the order of those who said it', { saidBy: ['mayor', 'board'] }],
    ['a tag beside the same sentence', { about: ['dam-site', 'valley'] }],
  ])('no difference: %s', (_what, change) => {
    expect(differences([{ ...BEFORE, ...change }])).toEqual([]);
  });

  test.each<[string, Partial<FactDraft>]>([
    ['the sentence', { text: 'On Sunday, three gates of the dam were opened.' }],
    ['the label', { label: 'The gates' }],
    ['its citations', { citations: [] }],
    ['a reason', { text: 'Three gates were opened on Sunday because of rain.', reason: 'because of rain' }],
  ])('reworded: %s', (_what, change) => {
    expect(differences([{ ...BEFORE, ...change }])).toMatchObject([{ kind: 'reworded', before: { id: 'dam' } }]);
  });

  test.each<[string, Partial<FactDraft>, string | null]>([
    ['a number', { text: 'Four gates.', numbers: [{ value: 4, of: 'gates opened' }] }, null],
    ['the time', { time: 'Monday' }, null],
    ['the place', { places: ['valley'] }, null],
    ['who does it', { actors: ['board'] }, null],
    ['who said it', { saidBy: ['board'] }, null],
    ['whom another sentence concerns', { text: 'The bridge was opened.', about: ['bridge'] }, null],
    ['how sure it is', { status: 'alleged' }, null],
    [
      'the word of a curator',
      { status: 'corrected', statusNote: 'It was two gates at first.' },
      'It was two gates at first.',
    ],
    ['sources that now differ', { status: 'disputed', statusNote: 'The mayor says two.' }, 'The mayor says two.'],
  ])('corrected: %s', (_what, change, reason) => {
    expect(differences([{ ...BEFORE, ...change }])).toMatchObject([{ kind: 'corrected', reason }]);
  });

  const ENTITIES = [{ id: 'mayor', kind: 'person', name: 'Ada Stone', aliases: ['the Mayor of Dry Creek'] }] as const;
  test.each<[string, string, string]>([
    ['a negation', 'The town has held back from opening the dam.', 'The town has opened the dam.'],
    ['a short negation', 'The gates were open.', 'The gates weren’t open.'],
    ['a denial', 'The board opened the gates.', 'The board denies that it opened the gates.'],
    ['a number', 'Three gates were opened.', 'Gates were opened.'],
    ['a number that is larger', 'About 1,000 people left.', 'About 10,000 people left.'],
    ['a name', 'Boats came from Dry Creek and Millford.', 'Boats came from Dry Creek.'],
    ['a name at the start', 'Stone opened the gates.', 'The board opened the gates.'],
  ])('corrected: %s comes or goes in the sentence alone', (_what, one, other) => {
    const after = situation({ facts: [{ id: 'dam', text: other }], entities: ENTITIES });
    expect(compareFacts([factOf({ id: 'dam', text: one })], after)).toMatchObject([{ kind: 'corrected' }]);
    const back = situation({ facts: [{ id: 'dam', text: one }], entities: ENTITIES });
    expect(compareFacts([factOf({ id: 'dam', text: other })], back)).toMatchObject([{ kind: 'corrected' }]);
  });

  test.each<[string, string, string]>([
    ['a number as a word', 'Three gates were opened.', 'The number of gates that were opened is 3.'],
    ['a name in another form', 'Soldiers of the U.S. left Iraq.', 'U.S. soldiers left; they had been Iraq’s guests.'],
    ['another first word', 'Boats brought food.', 'Food came by boat.'],
    ['the same denial', 'The board does not say when.', 'When, the board doesn’t say.'],
  ])('reworded: %s', (_what, one, other) => {
    const after = situation({ facts: [{ id: 'dam', text: other }], entities: ENTITIES });
    expect(compareFacts([factOf({ id: 'dam', text: one })], after)).toMatchObject([{ kind: 'reworded' }]);
  });

  test('corrected again: a corrected fact gets another note', () => {
    const corrected = { ...BEFORE, status: 'corrected' as const, statusNote: 'Two at first.' };
    expect(differences([{ ...corrected, statusNote: 'One at first.' }], [], corrected)).toMatchObject([
      { kind: 'corrected', reason: 'One at first.' },
    ]);
    expect(differences([corrected], [], corrected)).toEqual([]);
  });

  test('reworded: the words of a time that has a date', () => {
    const dated = { ...BEFORE, time: { text: 'May 5, 2024', edtf: '2024-05-05' } };
    const same = { ...BEFORE, time: { text: '5 May 2024', edtf: '2024-05-05' } };
    expect(differences([same], [], dated)).toMatchObject([{ kind: 'reworded' }]);
  });

  test('retracted: by its status, by its id, or taken out without a word', () => {
    const retracted = { ...BEFORE, status: 'retracted' as const, statusNote: 'The board took it back.' };
    expect(differences([retracted])).toMatchObject([
      { kind: 'retracted', reason: 'The board took it back.', after: { status: 'retracted' } },
    ]);
    expect(differences([retracted], [], retracted)).toEqual([]);
    expect(differences([], [{ id: 'dam', reason: 'the source took it back', movedTo: null }])).toMatchObject([
      { kind: 'retracted', reason: 'the source took it back', after: null },
    ]);
    expect(differences([])).toMatchObject([{ kind: 'retracted', reason: 'It is no longer in the fact base.' }]);
  });

  test('corrected: a retracted fact holds again', () => {
    const retracted = { ...BEFORE, status: 'retracted' as const, statusNote: 'Taken back.' };
    expect(differences([BEFORE], [], retracted)).toMatchObject([{ kind: 'corrected', reason: null }]);
  });

  const second: FactDraft = {
    id: 'second',
    text: 'Five gates.',
    status: 'superseded',
    statusNote: 'Six.',
    supersededBy: 'third',
  };
  const third: FactDraft = { id: 'third', text: 'Six gates.' };
  const superseded: FactDraft = { ...BEFORE, status: 'superseded', statusNote: 'More since.', supersededBy: 'second' };

  test('superseded: the end of the succession replaces it, by status or because its id moved', () => {
    expect(differences([superseded, second, third])).toMatchObject([
      { kind: 'superseded', successor: { id: 'third' }, reason: 'More since.' },
    ]);
    expect(differences([second, third], [{ id: 'dam', reason: 'joined', movedTo: 'second' }])).toMatchObject([
      { kind: 'superseded', successor: { id: 'third' }, reason: 'joined' },
    ]);
    expect(differences([superseded, second, third], [], superseded)).toEqual([]);
    expect(differences([{ ...superseded, supersededBy: 'third' }, third], [], superseded)).toMatchObject([
      { kind: 'superseded', successor: { id: 'third' } },
    ]);
  });

  test('retracted: the fact that replaced it was itself retracted', () => {
    const gone: FactDraft = { ...third, status: 'retracted', statusNote: 'Wrong.' };
    expect(differences([superseded, second, gone])).toMatchObject([{ kind: 'retracted', reason: 'More since.' }]);
  });
});

describe('for any facts at all', () => {
  const status = fc.constantFrom('reported' as const, 'alleged' as const, 'corrected' as const, 'retracted' as const);
  const state = fc.record({
    text: fc.constantFrom('One.', 'Two.', 'Three.'),
    label: fc.constantFrom('one', 'two'),
    status,
    statusNote: fc.option(fc.constantFrom('why', 'because')),
    time: fc.constantFrom('Sunday', 'Monday'),
    saidBy: fc.subarray(['board', 'mayor']),
    importance: fc.constantFrom(1 as const, 5 as const),
  });
  const states = fc.array(fc.option(state), { maxLength: 8 });
  const build = (each: readonly (Omit<FactDraft, 'id'> | null)[]) =>
    situation({ facts: each.flatMap((draft, i) => (draft === null ? [] : [{ ...draft, id: `f${i}` }])) });

  test('without a change there is no difference, whatever the order of the file', () => {
    fc.assert(
      fc.property(states, (each) => {
        const { facts, ...rest } = build(each);
        const copies: readonly Fact[] = JSON.parse(JSON.stringify(facts));
        expect(compareFacts(copies, { ...rest, facts: facts.toReversed() })).toEqual([]);
      }),
    );
  });

  test('at most one for each fact in their order, retracted exactly where it is gone or was taken back', () => {
    fc.assert(
      fc.property(states, states, (then, now) => {
        const [before, after] = [build(then), build(now)];
        const found = compareFacts(before.facts, after);
        const told = new Map(found.map((difference) => [idOf(difference), difference]));
        expect(found.length).toBe(told.size);
        expect([...told.keys()]).toEqual(before.facts.map(({ id }) => id).filter((id) => told.has(id)));
        for (const fact of before.facts) {
          const today = after.factById.get(fact.id);
          const isGone = today === undefined || (today.status === 'retracted' && fact.status !== 'retracted');
          expect(told.get(fact.id)?.kind === 'retracted').toBe(isGone);
          if (today && fact.text !== today.text) expect(told.has(fact.id)).toBe(true);
        }
      }),
    );
  });

  test('once the change is applied, there is no difference any more', () => {
    fc.assert(
      fc.property(states, states, (then, now) => {
        const after = build(now);
        const taken = compareFacts(build(then).facts, after).flatMap((difference) =>
          'after' in difference && difference.after ? [difference.after] : [],
        );
        expect(compareFacts(taken, after)).toEqual([]);
      }),
    );
  });
});
