import MiniSearch from 'minisearch';
import { stemmer } from 'stemmer';
import { createTextSearch } from '../../src/ask/text-search.ts';
import { english } from '../../src/language/english.ts';
import { generateQuestions, generateTexts, misspell, randomFrom } from './generated.ts';
import { heapMb, pad, timesOf } from './timing.ts';

/** In one run with the same made-up texts and questions, because machines differ and are noisy: read the ratios. */
const TEXTS = 100_000;
const QUESTIONS = 1000;
const WARM_UP = 200;
const HITS = 5;

interface Doc {
  readonly id: string;
  readonly text: string;
}
type Search = (question: string) => unknown;

const PEERS: ReadonlyMap<string, (docs: readonly Doc[]) => Search> = new Map([
  ['Sitrep', indexSitrep],
  ['reference BM25', indexBm25],
  ['MiniSearch, tuned', indexMiniSearch],
]);

/** `peers`: the search beside a plain BM25 and MiniSearch. */
export async function runPeers(): Promise<void> {
  const texts = generateTexts(TEXTS);
  const docs = texts.map((text, at) => ({ id: String(at), text }));
  const questions = generateQuestions(texts, QUESTIONS + WARM_UP);
  const random = randomFrom(4);
  const misspelt = questions.map((question) => misspell(question, random));
  console.log(
    `${TEXTS.toLocaleString('en')} texts         build s  heap MB |  clean p50    p95    p99 | misspelt p50    p95    p99   ms`,
  );
  for (const [name, index] of PEERS) {
    const before = heapMb();
    const started = performance.now();
    const search = index(docs);
    const seconds = (performance.now() - started) / 1000;
    await search('zzyqx');
    const heap = heapMb() - before;
    const times = [await timesOf(search, questions, WARM_UP), await timesOf(search, misspelt, WARM_UP)].join(' | ');
    console.log(`${name.padEnd(20)} ${pad(seconds.toFixed(1), 8)} ${pad(heap.toFixed(0), 8)} | ${times}`);
  }
}

function indexSitrep(docs: readonly Doc[]): Search {
  const engine = createTextSearch(docs, { language: english });
  return (question) => engine.search(question, HITS);
}

function stemsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !english.isFunctionWord(word))
    .map(stemmer);
}

/** The textbook: postings by stem, every posting of every word added up (Robertson & Zaragoza 2009; k1 1.2, b 0.75). */
function indexBm25(docs: readonly Doc[]): Search {
  const [k1, b] = [1.2, 0.75];
  const postings = new Map<string, { readonly doc: number; times: number }[]>();
  const lengths = docs.map(({ text }, doc) => {
    const stems = stemsOf(text);
    for (const stem of stems) {
      const list = postings.get(stem) ?? [];
      const last = list.at(-1);
      if (last?.doc === doc) last.times += 1;
      else list.push({ doc, times: 1 });
      postings.set(stem, list);
    }
    return stems.length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / docs.length;
  return (question) => {
    const scores = new Map<number, number>();
    for (const stem of new Set(stemsOf(question))) {
      const list = postings.get(stem) ?? [];
      const idf = Math.log(1 + (docs.length - list.length + 0.5) / (list.length + 0.5));
      for (const { doc, times } of list) {
        const norm = k1 * (1 - b + (b * (lengths[doc] ?? 0)) / average);
        scores.set(doc, (scores.get(doc) ?? 0) + (idf * times * (k1 + 1)) / (times + norm));
      }
    }
    return [...scores].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, HITS);
  };
}

/** With stems, without function words, fuzzy and by prefix for longer words: settings chosen on questions about an encyclopedia. */
function indexMiniSearch(docs: readonly Doc[]): Search {
  const isLong = (term: string): boolean => term.length > 4;
  const engine = new MiniSearch<Doc>({
    fields: ['text'],
    processTerm: (term) => {
      const word = term.toLowerCase();
      return english.isFunctionWord(word) ? null : stemmer(word);
    },
    searchOptions: {
      fuzzy: (term) => (isLong(term) ? 0.25 : false),
      prefix: isLong,
      weights: { fuzzy: 0.45, prefix: 0.1 },
    },
  });
  engine.addAll(docs);
  return (question) => engine.search(question).slice(0, HITS);
}
