import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Brief } from '../../src/ask/brief.ts';
import { FACT_STATUSES } from '../../src/model/knowledge.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { flood } from '../flood.ts';
import { type FactDraft, type SituationDraft, situation } from '../situation.ts';

function briefOf(draft: SituationDraft, about?: string): Brief {
  const brief = createSitrep(situation(draft)).brief(about);
  if (brief === undefined) throw new Error('there is no brief');
  return brief;
}

const ids = (facts: readonly { readonly id: string }[]): readonly string[] => facts.map(({ id }) => id);
const fact = (id: string, rest: Partial<FactDraft> = {}): FactDraft => ({
  id,
  text: `The ${id} rose.`,
  label: id,
  ...rest,
});

describe('which facts a brief holds', () => {
  test('headlines by importance, then the rest by importance, in file order where equal', () => {
    const brief = briefOf({
      facts: [
        fact('a', { importance: 5 }),
        fact('b', { importance: 2, headline: true }),
        fact('c', { importance: 4, headline: true }),
        fact('d', { importance: 5 }),
      ],
    });
    expect(ids(brief.facts)).toEqual(['c', 'b', 'a', 'd']);
    expect(brief).toMatchObject({ about: null, title: 'State of play', disputed: [], version: '000000000000' });
  });

  test('GIVEN more than ten facts THEN ten, of which three are kept for what is alleged or disputed', () => {
    const brief = briefOf({
      facts: [
        ...Array.from({ length: 20 }, (_, i) => fact(`plain${i}`, { importance: 5 })),
        fact('minor', { importance: 1, status: 'alleged' }),
        fact('rumour', { importance: 2, status: 'alleged' }),
        fact('quarrel', { importance: 3, status: 'disputed', statusNote: 'Two reports differ.' }),
        fact('quarrel2', { importance: 3, status: 'disputed', statusNote: 'Two reports differ.' }),
      ],
    });
    expect(ids(brief.facts)).toEqual(Array.from({ length: 7 }, (_, i) => `plain${i}`));
    expect(ids(brief.disputed)).toEqual(['quarrel', 'quarrel2', 'rumour']);
    expect(brief.considered).toHaveLength(24);
  });

  test('GIVEN facts that no longer hold THEN they are no part of it', () => {
    const brief = briefOf({
      facts: [
        fact('old', { importance: 5, status: 'superseded', statusNote: 'Overtaken.', supersededBy: 'new' }),
        fact('wrong', { importance: 5, status: 'retracted', statusNote: 'Taken back.' }),
        fact('new'),
      ],
    });
    expect(ids(brief.facts)).toEqual(['new']);
    expect(brief.considered).toEqual(['new']);
    expect(JSON.stringify(brief.frame)).not.toMatch(/old|wrong/);
  });

  test('GIVEN a fact that was replaced twice WHEN it is named THEN the one that holds stands for it', () => {
    const brief = briefOf(
      {
        facts: [
          fact('first', { status: 'superseded', statusNote: 'Overtaken.', supersededBy: 'second' }),
          fact('second', { status: 'superseded', statusNote: 'Overtaken.', supersededBy: 'third' }),
          fact('third'),
        ],
        retired: [{ id: 'zeroth', reason: 'joined with another', movedTo: 'first' }],
      },
      'fact:zeroth',
    );
    expect(ids(brief.facts)).toEqual(['third']);
    expect(brief.title).toBe('third');
  });

  test('GIVEN no fact that holds THEN there is no brief', () => {
    const none = situation({ facts: [fact('wrong', { status: 'retracted', statusNote: 'Taken back.' })] });
    expect(createSitrep(none).brief()).toBeUndefined();
  });
});

describe('what a brief is about', () => {
  const sitrep = createSitrep(flood);

  test.each([
    ['nothing', undefined, null],
    ['spaces', '  ', null],
    ['whatever there is', 'what is going on', null],
    ['a reference', 'topic:damage', 'topic:damage'],
    ['the label of a suggestion', 'Topic: Damage', 'topic:damage'],
    ['another name of a topic', 'destruction', 'topic:damage'],
    ['a person by their last name', 'birch', 'entity:mayor-birch'],
    ['a place by another name', 'the old town', 'entity:northford'],
    ['a misspelt name', 'nortford', 'entity:northford'],
  ])('%s', (_what, about, expected) => {
    expect(sitrep.brief(about)?.about).toBe(expected);
  });

  test.each([
    ['a role that two people have', 'chief engineer'],
    ['a question', 'how many homes were damaged in Northford'],
    ['something else altogether', 'the king of Spain'],
    ['a subject that is not there', 'topic:volcano'],
  ])('%s gives none', (_what, about) => {
    expect(sitrep.brief(about)).toBeUndefined();
  });

  test('its title is the name of the subject, and its facts are those on it', () => {
    const brief = sitrep.brief('entity:southford');
    expect(brief?.title).toBe('Southford');
    expect(ids(brief?.facts ?? [])).toEqual(['two-died', 'bridge-collapsed', 'coast-guard-rescued']);
  });
});

describe('what stands beside the facts', () => {
  const frameOf = (...facts: readonly FactDraft[]) => briefOf({ facts }).frame;
  const NOT_PUBLISHED = 'Day of publication not given: Report.';

  test('GIVEN dates with years THEN the earliest and the latest, in the words of the sources', () => {
    expect(
      frameOf(
        fact('a', { time: { text: 'October 8, 2023', edtf: '2023-10-08' } }),
        fact('b', { time: { text: 'early 2023', edtf: '2023' } }),
        fact('c', { time: { text: 'in November 2023', edtf: '2023-11' } }),
        fact('d', { time: { text: 'December 1', edtf: 'XXXX-12-01' } }),
        fact('e', { time: 'Sunday' }),
      ),
    ).toEqual([
      'Time frame: “early 2023”.',
      'No year given: d (“December 1”).',
      'No date given: e (“Sunday”).',
      NOT_PUBLISHED,
    ]);
    expect(
      frameOf(
        fact('a', { time: { text: 'since May 2024', edtf: '2024-05/..' } }),
        fact('b', { time: { text: 'May 1, 2024', edtf: '2024-05-01' } }),
        fact('c', { time: { text: 'April 2024', edtf: '2024-04' } }),
      )[0],
    ).toBe('Time frame: “April 2024” to “since May 2024”.');
  });

  test('GIVEN no date with a year THEN the words of the sources, and nothing is completed', () => {
    expect(
      frameOf(fact('a', { time: { text: 'October 7', edtf: 'XXXX-10-07' } }), fact('b', { time: 'Sunday' }), fact('c')),
    ).toEqual([
      'Time frame, in the words of the sources: “October 7”; “Sunday”.',
      'No year given: a (“October 7”).',
      'No date given: b (“Sunday”).',
      'No time given: c.',
      NOT_PUBLISHED,
    ]);
  });

  test('GIVEN many facts without a time THEN three are named and the others counted', () => {
    expect(frameOf(...Array.from({ length: 9 }, (_, i) => fact(`f${i}`)))[0]).toBe(
      'No time given: f0; f1; f2; and 6 more.',
    );
  });
});

test('for any facts at all: at most ten, none twice, none that no longer holds, and each status in its place', () => {
  const anyFact = fc.record({
    importance: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const),
    headline: fc.boolean(),
    status: fc.constantFrom(...FACT_STATUSES),
    time: fc.constantFrom('Sunday', { text: 'May', edtf: 'XXXX-05' }, { text: '2020', edtf: '2020' }),
  });
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 40 }), (drafts) => {
      const knowledge = situation({ facts: drafts.map((draft, i) => fact(`f${i}`, draft)) });
      const holding = knowledge.facts.filter(({ status }) => status !== 'retracted' && status !== 'superseded');
      const brief = createSitrep(knowledge).brief();
      if (brief === undefined) {
        expect(holding).toEqual([]);
        return;
      }
      const shown = [...brief.facts, ...brief.disputed];
      expect(shown.length).toBe(Math.min(10, holding.length));
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.filter((one) => !holding.includes(one))).toEqual([]);
      const isOpen = ({ status }: { readonly status: string }) => status === 'alleged' || status === 'disputed';
      expect(brief.facts.filter(isOpen)).toEqual([]);
      expect(brief.disputed.every(isOpen)).toBe(true);
      expect(brief.disputed.length).toBeGreaterThanOrEqual(Math.min(3, holding.filter(isOpen).length));
      expect(new Set(brief.considered)).toEqual(new Set(ids(holding)));
    }),
  );
});
