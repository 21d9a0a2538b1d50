/** The situations that are shipped. Their facts are data, so these tests ask for how much there is, and that it is proven. */

import { existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { checkKnowledge } from '../../src/knowledge/check.ts';
import { inspect, loadKnowledge } from '../../src/knowledge/load.ts';
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

describe('the second situation', () => {
  test('every quote is proven against the text in its folder, and nothing is warned of', async () => {
    const { problems, warnings, drafts, counts } = await inspect('knowledge/mpox-response-2024');
    expect([...problems, ...warnings, ...drafts].map(formatProblem)).toEqual([]);
    expect(counts.verified).toBe(counts.citations);
    expect(counts.facts).toBeGreaterThanOrEqual(30);
  });

  test('shows limits, units, dates and statuses that the first has not', async () => {
    const { facts } = await loadKnowledge('knowledge/mpox-response-2024');
    expect(new Set(facts.flatMap(({ numbers }) => numbers.map(({ bound }) => bound)))).toEqual(
      new Set(['at least', 'up to', undefined]),
    );
    expect(facts.flatMap(({ numbers }) => numbers.map(({ unit }) => unit))).toContain('USD');
    expect(facts.flatMap(({ time }) => time?.text ?? [])).toContain('as of December 5, 2024');
    expect(facts.map(({ status }) => status)).toContain('confirmed');
  });
});
