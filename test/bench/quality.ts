import { createTextSearch } from '../../src/ask/text-search.ts';
import { english } from '../../src/language/english.ts';
import { loadSelqa, type Selqa } from './selqa.ts';

/** What is measured, in the order printed; in percent. */
const FIGURES = [
  'section MAP',
  'section MRR',
  'section hit@1',
  'misspelt MAP',
  'corpus hit@1',
  'corpus hit@5',
  'misspelt hit@1',
  'misspelt hit@5',
] as const;
type Figures = Readonly<Record<(typeof FIGURES)[number], number>>;

const CORPUS_DEPTH = 5;

/** `quality`: how often the sentence that answers comes first, by words alone as `rank` searches. */
export async function runQuality(): Promise<void> {
  const selqa = await loadSelqa();
  if (selqa === null) return;
  console.log('SelQA dev, percent. Misspelt: one edit in each of two words of five letters or more.\n');
  printFigures(await measure(selqa));
}

/** Asks every question of both kinds, as it is and misspelt. */
async function measure({ sections, corpus }: Selqa): Promise<Figures> {
  const own = { plain: new Tally(), misspelt: new Tally() };
  for (const { docs, question, misspelt, answers } of sections) {
    const engine = createTextSearch(docs, { language: english });
    const all = docs.map(({ id }) => id);
    // What is not found at all follows in the order of the text.
    const ranking = async (q: string) => [
      ...new Set([...(await engine.search(q, docs.length)).hits.map(({ id }) => id), ...all]),
    ];
    own.plain.add(await ranking(question), answers);
    own.misspelt.add(await ranking(misspelt), answers);
  }
  const whole = { plain: new Tally(), misspelt: new Tally() };
  const engine = createTextSearch(corpus.docs, { language: english });
  const ranking = async (q: string) => (await engine.search(q, CORPUS_DEPTH)).hits.map(({ id }) => id);
  for (const { question, misspelt, answers } of corpus.cases) {
    whole.plain.add(await ranking(question), answers);
    whole.misspelt.add(await ranking(misspelt), answers);
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

function printFigures(figures: Figures): void {
  console.log(`| ${FIGURES.join(' | ')} |`);
  console.log(`|${' ---: |'.repeat(FIGURES.length)}`);
  console.log(`| ${FIGURES.map((figure) => figures[figure].toFixed(1)).join(' | ')} |`);
}
