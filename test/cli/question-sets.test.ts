import { expect, test } from 'vitest';
import { withFolds } from '../../src/cli/question-sets.ts';
import type { Source } from '../../src/model/knowledge.ts';
import { situation } from '../situation.ts';

function drawnFrom(name: string, ...sources: readonly Partial<Source>[]) {
  const knowledge = situation({ facts: [] });
  const [source] = knowledge.sources.values();
  const all = sources.map((each, at): [Source['id'], Source] => {
    const id = `s${at}` as Source['id'];
    return [id, { ...(source as Source), id, ...each }];
  });
  return { name, knowledge: { ...knowledge, sources: new Map(all) }, questions: [], texts: [] };
}
const folds = (...sets: readonly ReturnType<typeof drawnFrom>[]) => withFolds(sets).map(({ fold }) => fold);

test('situations that share a text, by its hash or its address, are left out together', () => {
  expect(
    folds(drawnFrom('a', { sha256: 'x' }), drawnFrom('b', { sha256: 'y' }), drawnFrom('c', { sha256: 'x' })),
  ).toEqual(['a', 'b', 'a']);
  expect(folds(drawnFrom('a', { url: 'u' }), drawnFrom('b', { url: 'u' }))).toEqual(['a', 'a']);
});

test('sets without a source share nothing', () => {
  expect(folds(drawnFrom('a', {}), drawnFrom('b', {}))).toEqual(['a', 'b']);
});

test('a third situation joins two that share nothing with each other', () => {
  const sets = [drawnFrom('a', { sha256: 'x' }), drawnFrom('b', { sha256: 'y' })];
  expect(folds(...sets, drawnFrom('c', { sha256: 'x' }, { sha256: 'y' }))).toEqual(['a', 'a', 'a']);
});
