/** The situation that is shipped. Its facts are data, so these tests ask for how much there is, and that it is proven. */

import { existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { checkKnowledge } from '../../src/knowledge/check.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { formatProblem } from '../../src/knowledge/problem.ts';

const FOLDER = 'knowledge/us-iran-strikes';
const ARTICLE = '../shared/article.txt';

describe('the bundled situation', () => {
  it('holds enough facts, entities and questions', async () => {
    const { facts, entities, questions } = await loadKnowledge(FOLDER);
    expect(facts.length).toBeGreaterThanOrEqual(25);
    expect(entities.size).toBeGreaterThanOrEqual(25);
    expect(questions.filter(({ answerable }) => answerable).length).toBeGreaterThanOrEqual(80);
    expect(questions.filter(({ answerable }) => !answerable).length).toBeGreaterThanOrEqual(40);
  });

  it('has headline facts, and a fact for every topic', async () => {
    const { facts, topics } = await loadKnowledge(FOLDER);
    expect(facts.filter(({ headline }) => headline).length).toBeGreaterThan(0);
    expect(topics.filter(({ id }) => !facts.some(({ topic }) => topic === id))).toEqual([]);
  });

  const prove = existsSync(ARTICLE) ? test : test.skip;
  prove(`has no quote that the article does not prove (skipped without ${ARTICLE})`, async () => {
    const [inspection, ...others] = await checkKnowledge({
      root: FOLDER,
      sourceTexts: [{ source: 'article', path: ARTICLE }],
    });
    expect(others).toEqual([]);
    expect(inspection?.problems.map(formatProblem)).toEqual([]);
    expect(inspection?.counts.verified).toBe(inspection?.counts.citations);
    expect(inspection?.counts.verified).toBeGreaterThan(25);
  });
});
