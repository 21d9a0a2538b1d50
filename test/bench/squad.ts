import { z } from 'zod';
import { openBenchmarkData } from './benchmark-data.ts';

const Article = z.object({
  title: z.string(),
  split: z.string(),
  docs: z.array(z.object({ id: z.string(), text: z.string(), title: z.string(), group: z.string() })),
  questions: z.array(
    z.object({
      question: z.string(),
      /** No text answers it, though one may seem to. */
      impossible: z.boolean(),
      paragraph: z.string(),
      /** Ids of the texts that answer. */
      relevant: z.set(z.string()),
    }),
  ),
});
export type SquadArticle = z.infer<typeof Article>;

export interface Squad {
  readonly articles: readonly SquadArticle[];
  /** Numbers in [0, 1), always the same for the same seed: the benchmark draws with them. */
  random(seed: string): () => number;
}

/**
 * Articles of SQuAD 2.0 dev (Rajpurkar, Jia, Liang 2018) with their questions, half of them impossible, from the benchmark that
 * stands beside the project.
 *
 * @returns null, and says so, where the benchmark is not there: its data is no part of the project
 */
export async function loadSquad(): Promise<Squad | null> {
  const benchmark = await openBenchmarkData('squad-dev-v2.0.json');
  if (benchmark === null) return null;
  const { loadSquad: load, rng } = benchmark;
  const articles = z.array(Article).parse(load());
  return {
    articles: articles.filter(({ split }) => split === 'dev'),
    random: (seed) => z.custom<() => number>((given) => typeof given === 'function').parse(rng(seed)),
  };
}
