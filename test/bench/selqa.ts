import { z } from 'zod';
import type { IndexDoc } from '../../src/ask/text-corpus.ts';
import { openBenchmarkData } from './benchmark-data.ts';

/** The same misspellings as the benchmark's own typo modes. */
const TYPO_SEED = 'v1';

const Item = z.object({
  question: z.string(),
  article: z.string(),
  section: z.string(),
  candidates: z.array(z.string()),
  answers: z.array(z.int()),
});

/** A question with the texts to choose from and the ids of those that answer. */
export interface Case {
  readonly question: string;
  readonly misspelt: string;
  readonly answers: ReadonlySet<string>;
}
export interface SectionCase extends Case {
  readonly docs: readonly IndexDoc[];
}
export interface Selqa {
  /** Each question with the sentences of its own section. */
  readonly sections: readonly SectionCase[];
  /** All sentences once, and the same questions over all of them. */
  readonly corpus: { readonly docs: readonly IndexDoc[]; readonly cases: readonly Case[] };
}

/**
 * SelQA, answer sentence selection, dev split (Jurczyk, Zhai, Choi 2016), from the benchmark that stands beside the project.
 *
 * @returns null, and says so, where the benchmark is not there: its data is no part of the project
 */
export async function loadSelqa(): Promise<Selqa | null> {
  const benchmark = await openBenchmarkData('selqa-ass-dev.json');
  if (benchmark === null) return null;
  const { loadSelqa: load, addTypos } = benchmark;
  const misspell = (question: string): string => z.string().parse(addTypos(question, TYPO_SEED));
  const items = z.array(Item).parse(load('dev'));
  const ids = new Map<string, string>();
  const docs: IndexDoc[] = [];
  for (const { article, section, candidates } of items) {
    for (const text of candidates) {
      if (ids.has(text)) continue;
      ids.set(text, `s${docs.length}`);
      docs.push({ id: `s${docs.length}`, text, title: article, group: `${article} / ${section}` });
    }
  }
  const sections = items.map(({ question, article, section, candidates, answers }): SectionCase => {
    const group = `${article} / ${section}`;
    return {
      question,
      misspelt: misspell(question),
      answers: new Set(answers.map((at) => `c${at}`)),
      docs: candidates.map((text, at) => ({ id: `c${at}`, text, title: article, group })),
    };
  });
  const cases = items.map(({ candidates, answers }, at): Case => {
    const { question = '', misspelt = '' } = sections[at] ?? {};
    return { question, misspelt, answers: new Set(answers.map((each) => ids.get(candidates[each] ?? '') ?? '')) };
  });
  return { sections, corpus: { docs, cases } };
}
