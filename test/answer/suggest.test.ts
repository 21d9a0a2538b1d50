import { describe, expect, test } from 'vitest';
import { createSitrep } from '../../src/sitrep.ts';
import { flood } from '../flood.ts';

const sitrep = createSitrep(flood);
const values = (via: 'ask' | 'who' | 'when' | 'facts', typed: string, limit?: number) =>
  sitrep.suggest(via, typed, limit).map((suggestion) => suggestion.value);

describe('the empty box offers the most important', () => {
  test.each([
    ['who', ['entity:harbour-chief', 'entity:mayor-birch', 'entity:elder-rowan']],
    ['when', ['fact:flood-began', 'fact:dam-opened', 'fact:homes-damaged']],
    ['facts', ['topic:flood', 'topic:damage', 'topic:response']],
    ['ask', ['fact:flood-began', 'fact:homes-damaged', 'fact:two-died']],
  ] as const)('%s', (via, expected) => {
    expect(values(via, '', 3)).toEqual(expected);
  });
});

describe('words may be begun, in any order, or misspelt', () => {
  test.each([
    ['who', 'birch', 'entity:mayor-birch'],
    ['who', 'eng', 'entity:harbour-chief'],
    ['who', 'coast g', 'entity:coast-guard'],
    ['who', 'rowen', 'entity:elder-rowan'],
    ['who', 'Waether servce', 'entity:weather-service'],
    ['facts', 'rescue', 'topic:response'],
    ['when', 'collaps', 'fact:bridge-collapsed'],
    ['when', 'dam gates', 'fact:dam-opened'],
  ] as const)('%s %s', (via, typed, expected) => {
    expect(values(via, typed)[0]).toBe(expected);
  });

  test.each(['zzzzqqq', 'x'.repeat(6000), '__proto__ constructor'])('nothing fits %.20s', (typed) => {
    expect(values('who', typed)).toEqual([]);
  });
});

test('GIVEN a question half typed THEN the facts that it is about are offered', () => {
  expect(values('ask', 'how many homes were dam')[0]).toBe('fact:homes-damaged');
  expect(values('who', 'how many homes were dam')).toEqual([]);
});

test('every entry appears once, with a label of 1 to 100 characters, and at most 25 are given', () => {
  for (const via of ['ask', 'who', 'when', 'facts'] as const) {
    for (const typed of ['', 'a', 's', 'the', 'flood']) {
      const entries = sitrep.suggest(via, typed);
      expect(entries.length).toBeLessThanOrEqual(25);
      expect(new Set(entries.map((entry) => entry.value)).size).toBe(entries.length);
      for (const { label } of entries) {
        expect(label.length).toBeGreaterThan(0);
        expect(label.length).toBeLessThanOrEqual(100);
      }
    }
  }
});

test('a retracted fact is not offered', () => {
  expect(sitrep.suggest('facts', 'five people died').map((entry) => entry.value)).not.toContain('fact:five-died');
});

test('a label typed back is the same as its value', () => {
  for (const via of ['ask', 'who', 'when', 'facts'] as const) {
    for (const { value, label } of sitrep.suggest(via, '')) {
      expect(sitrep[via](label), label).toEqual(sitrep[via](value));
    }
  }
});
