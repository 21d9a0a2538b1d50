import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { createSitrep } from '../../src/sitrep.ts';

const knowledge = await loadKnowledge(resolve(import.meta.dirname, '../../knowledge/us-iran-strikes'));
const sitrep = createSitrep(knowledge);
const explained = knowledge.questions.flatMap(({ q }) => {
  const { evidence } = sitrep.ask(q);
  const scored = evidence.find((line) => line.includes(' scores '));
  return scored === undefined ? [] : [{ q, evidence, score: Number(/ scores (\S+),/.exec(scored)?.[1]) }];
});

test('GIVEN every question of the bundled table WHEN the amounts of its evidence are added THEN they make the score', () => {
  expect(explained.length).toBeGreaterThan(150);
  for (const { q, evidence, score } of explained) {
    // In ten-thousandths, as they are printed, so that no rounding stands between.
    const sum = evidence.reduce(
      (all, line) => all + Math.round(Number(/^[+-]\d+\.\d{4}/.exec(line)?.[0] ?? 0) * 1e4),
      0,
    );
    expect({ q, sum }).toEqual({ q, sum: Math.round(score * 1e4) });
  }
});

test('every word that the evidence speaks of is one that the question has', () => {
  for (const { q, evidence } of explained) {
    const words = q.split(/\s+/).length;
    for (const line of evidence) {
      const number = Number(/ word (\d+): /.exec(line)?.[1] ?? 1);
      expect(number, q).toBeGreaterThan(0);
      expect(number, q).toBeLessThanOrEqual(words);
    }
  }
});
