import { describe, expect, test } from 'vitest';
import { createSitrep } from '../../src/sitrep.ts';
import { type FactDraft, situation } from '../situation.ts';

const on = (id: string, importance: 1 | 2 | 3 | 4 | 5, more: Partial<FactDraft> = {}): FactDraft => ({
  id,
  text: `The ${id} fact.`,
  label: `Label ${id}`,
  importance,
  ...more,
});
const frameOf = (facts: readonly FactDraft[]) => createSitrep(situation({ facts })).brief()?.frame ?? [];

describe('the lines beside a brief', () => {
  test('the time frame goes from the earliest to the latest date that has a year', () => {
    const frame = frameOf([
      on('a', 3, { time: { text: '4 May 2020', edtf: '2020-05-04' } }),
      on('b', 3, { time: { text: '9 May 2020', edtf: '2020-05-09' } }),
      on('c', 3, { time: { text: '1 May 2020', edtf: '2020-05-01' } }),
    ]);
    expect(frame[0]).toBe('Time frame: “1 May 2020” to “9 May 2020”.');
  });

  test('one date is a time frame of one', () => {
    const frame = frameOf([on('a', 3, { time: { text: '4 May 2020', edtf: '2020-05-04' } })]);
    expect(frame[0]).toBe('Time frame: “4 May 2020”.');
  });

  test('without a year, the sources’ words are the time frame, and the missing years are named', () => {
    const frame = frameOf([
      on('a', 3, { time: { text: 'May 4', edtf: 'XXXX-05-04' } }),
      on('b', 2, { time: 'Sunday' }),
    ]);
    expect(frame.slice(0, 3)).toEqual([
      'Time frame, in the words of the sources: “May 4”; “Sunday”.',
      'No year given: Label a (“May 4”).',
      'No date given: Label b (“Sunday”).',
    ]);
  });

  test('three facts without a time are named; of four it says that there is one more', () => {
    const three = [on('a', 5), on('b', 4), on('c', 3)];
    expect(frameOf(three)).toContain('No time given: Label a; Label b; Label c.');
    expect(frameOf([...three, on('d', 2)])).toContain('No time given: Label a; Label b; Label c; and 1 more.');
  });

  test('a label is cut after 80 characters', () => {
    const line = frameOf([on('a', 3, { label: 'x'.repeat(100) })]).find((each) => each.startsWith('No time given'));
    expect(line).toHaveLength('No time given: .'.length + 80);
  });
});

describe('the facts of a brief', () => {
  const all = Array.from({ length: 14 }, (_, at) => on(`f${at}`, 3));

  test('ten at most', () => {
    expect(createSitrep(situation({ facts: all })).brief()?.facts).toHaveLength(10);
  });

  test('three lines are reserved for disputed facts, in place of the least important ones', () => {
    const disputed = ['x', 'y', 'z', 'w'].map((id) => on(id, 1, { status: 'disputed' }));
    const brief = createSitrep(situation({ facts: [...all, ...disputed] })).brief();
    expect(brief?.facts.map(({ id }) => id)).toEqual(all.slice(0, 7).map(({ id }) => id));
    expect(brief?.disputed.map(({ id }) => id)).toEqual(['x', 'y', 'z']);
  });
});
