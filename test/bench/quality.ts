import { ALL_TECHNIQUES, type Techniques } from '../../src/search/techniques.ts';
import { createTextSearch } from '../../src/search/text-search.ts';
import { loadSelqa, type Selqa } from './selqa.ts';

/** What is measured, in the order printed; in percent. */
export const FIGURES = [
  'section MAP',
  'section MRR',
  'section hit@1',
  'misspelt MAP',
  'corpus hit@1',
  'corpus hit@5',
  'misspelt hit@1',
  'misspelt hit@5',
] as const;
export type Figures = Readonly<Record<(typeof FIGURES)[number], number>>;

const CORPUS_DEPTH = 5;

/** `quality`: how often the sentence that answers comes first, with every technique on. */
export async function runQuality(): Promise<void> {
  const selqa = await loadSelqa();
  if (selqa === null) return;
  console.log('SelQA dev, percent. Misspelt: one edit in each of two words of five letters or more.\n');
  printTable([['all techniques on', measure(selqa, ALL_TECHNIQUES)]], (value) => value.toFixed(1));
}

/** Asks every question of both kinds, as it is and misspelt. */
export function measure({ sections, corpus }: Selqa, techniques: Techniques): Figures {
  const own = { plain: new Tally(), misspelt: new Tally() };
  for (const { docs, question, misspelt, answers } of sections) {
    const engine = createTextSearch(docs, techniques);
    const all = docs.map(({ id }) => id);
    // What is not found at all follows in the order of the text.
    const ranking = (q: string) => [...new Set([...engine.search(q, docs.length).hits.map(({ id }) => id), ...all])];
    own.plain.add(ranking(question), answers);
    own.misspelt.add(ranking(misspelt), answers);
  }
  const whole = { plain: new Tally(), misspelt: new Tally() };
  const engine = createTextSearch(corpus.docs, techniques);
  const ranking = (q: string) => engine.search(q, CORPUS_DEPTH).hits.map(({ id }) => id);
  for (const { question, misspelt, answers } of corpus.cases) {
    whole.plain.add(ranking(question), answers);
    whole.misspelt.add(ranking(misspelt), answers);
  }
  return {
    'section MAP': own.plain.meanAveragePrecision,
    'section MRR': own.plain.meanReciprocalRank,
    'section hit@1': own.plain.hitAt(1),
    'misspelt MAP': own.misspelt.meanAveragePrecision,
    'corpus hit@1': whole.plain.hitAt(1),
    'corpus hit@5': whole.plain.hitAt(5),
    'misspelt hit@1': whole.misspelt.hitAt(1),
    'misspelt hit@5': whole.misspelt.hitAt(5),
  };
}

/** Adds up rankings against the answers that were wanted; gives means in percent. */
class Tally {
  #precisions = 0;
  readonly #firstRanks: number[] = [];

  add(ranking: readonly string[], answers: ReadonlySet<string>): void {
    let found = 0;
    let precision = 0;
    let firstRank = Number.POSITIVE_INFINITY;
    ranking.forEach((id, at) => {
      if (!answers.has(id)) return;
      found += 1;
      precision += found / (at + 1);
      firstRank = Math.min(firstRank, at + 1);
    });
    this.#precisions += answers.size > 0 ? precision / answers.size : 0;
    this.#firstRanks.push(firstRank);
  }

  get meanAveragePrecision(): number {
    return (100 * this.#precisions) / this.#firstRanks.length;
  }

  get meanReciprocalRank(): number {
    return (100 * this.#firstRanks.reduce((sum, rank) => sum + 1 / rank, 0)) / this.#firstRanks.length;
  }

  hitAt(depth: number): number {
    return (100 * this.#firstRanks.filter((rank) => rank <= depth).length) / this.#firstRanks.length;
  }
}

/** Prints one line of figures for each name, under a head. */
export function printTable(
  rows: readonly (readonly [name: string, figures: Figures])[],
  format: (value: number) => string,
): void {
  console.log(`| | ${FIGURES.join(' | ')} |`);
  console.log(`| --- |${' ---: |'.repeat(FIGURES.length)}`);
  for (const [name, figures] of rows) {
    console.log(`| ${name} | ${FIGURES.map((figure) => format(figures[figure])).join(' | ')} |`);
  }
}
