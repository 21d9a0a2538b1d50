import { performance } from 'node:perf_hooks';
import { deserialize, serialize } from 'node:v8';
import { createTextSearch } from '../../src/ask/text-search.ts';
import { freezeKnowledge } from '../../src/knowledge/frozen.ts';
import { keepUnchanged } from '../../src/knowledge/keep-unchanged.ts';
import { english } from '../../src/language/english.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { generateQuestions, generateSituation, generateTexts, misspell, randomFrom } from './generated.ts';
import { measureLoading } from './loading.ts';
import { heapMb, pad, timed, timesOf } from './timing.ts';

/**
 * How fast the engine is on made-up corpora: text search, the whole answer of a situation, reloads, and the inputs that
 * take longest. Times are of this process alone; compare them within one run, not between machines.
 */

const QUESTIONS = 1000;
const WARM_UP = 200;
const SITUATIONS = [30, 300, 1000];
const TEXTS = [10_000, 100_000];
const MILLION = 1_000_000;
/** Sentences of the million, as issue texts are: together with their ids about 130 MB. */
const MILLION_CHARS = 100;

/** @param options - `--million` adds a corpus of a million texts */
export async function runSpeed(options: readonly string[] = []): Promise<void> {
  console.log('Text search          build s  heap MB |  clean p50    p95    p99 | misspelt p50    p95    p99   ms');
  for (const size of TEXTS) await measureTexts(size);
  if (options.includes('--million')) await measureTexts(MILLION, MILLION_CHARS);
  console.log(
    '\nWhole answer (understand, rank, decide)  |  clean p50    p95    p99 | misspelt p50    p95    p99   ms',
  );
  for (const size of SITUATIONS) await measureSituation(size);
  console.log(
    '\nAutocomplete                               | begun names p50  p95    p99 | half questions p50  p95  p99   ms',
  );
  for (const size of [300, 1000, 10_000]) await measureSuggest(size);
  console.log('\nReload               first engine ms  next engine ms  taking the facts over ms');
  for (const size of [1000, 10_000]) measureReload(size);
  console.log('\nLoading from files            s, in a thread of its own');
  for (const size of [1000, 10_000]) console.log(await measureLoading(size));
  console.log(
    '\nOdd input                               100,000 texts  100,000 identical texts  1,000 facts   ms, slowest of 5',
  );
  await measureOdd();
}

async function measureTexts(size: number, meanChars?: number): Promise<void> {
  const texts = generateTexts(size, meanChars);
  const before = heapMb();
  const started = performance.now();
  const search = createTextSearch(
    texts.map((text, at) => ({ id: String(at), text })),
    { language: english },
  );
  const seconds = (performance.now() - started) / 1000;
  const questions = generateQuestions(texts, QUESTIONS + WARM_UP);
  const ask = (question: string): unknown => search.search(question, 5);
  // The index of misspellings is made for the first unknown word.
  await ask('zzyqx');
  const heap = heapMb() - before;
  console.log(
    `${pad(size.toLocaleString('en'), 12)} texts ${pad(seconds.toFixed(1), 10)} ${pad(heap.toFixed(0), 8)} | ${await timesOf(ask, questions, WARM_UP)} | ${await timesOf(ask, misspelt(questions), WARM_UP)}`,
  );
}

async function measureSituation(size: number): Promise<void> {
  const knowledge = generateSituation(size);
  const sitrep = createSitrep(knowledge);
  const texts = knowledge.facts.map(({ text }) => text);
  const questions = generateQuestions(texts, QUESTIONS + WARM_UP);
  const ask = (question: string): unknown => sitrep.ask(question);
  console.log(
    `${pad(size.toLocaleString('en'), 12)} facts ${' '.repeat(22)}| ${await timesOf(ask, questions, WARM_UP)} | ${await timesOf(ask, misspelt(questions), WARM_UP)}`,
  );
}

function measureReload(size: number): void {
  const knowledge = generateSituation(size);
  const started = performance.now();
  createSitrep(knowledge);
  const first = performance.now() - started;
  const facts = structuredClone(knowledge.facts).map((fact, at) =>
    at % Math.floor(size / 3) === 1 ? { ...fact, text: `Something new is known of number ${at}.` } : fact,
  );
  const sent = serialize({ ...knowledge, facts, factById: new Map(facts.map((fact) => [fact.id, fact])) });
  const arrived = performance.now();
  const next = keepUnchanged(freezeKnowledge(deserialize(sent)), knowledge);
  const takingOver = performance.now() - arrived;
  const restarted = performance.now();
  createSitrep(next);
  const anew = performance.now() - restarted;
  const [one, two, three] = [first, anew, takingOver].map((ms) => ms.toFixed(0));
  console.log(
    `${pad(size.toLocaleString('en'), 12)} facts ${pad(one ?? '', 17)} ${pad(two ?? '', 15)} ${pad(three ?? '', 24)}`,
  );
}

/** What is typed when the menu is asked for: the beginnings of names, and of questions. */
async function measureSuggest(size: number): Promise<void> {
  const knowledge = generateSituation(size);
  const sitrep = createSitrep(knowledge);
  const random = randomFrom(6);
  const begun = (text: string): string => text.slice(0, 2 + Math.floor(random() * (text.length - 2)));
  const entities = [...knowledge.entities.values()].map(({ name }) => name);
  const names = Array.from({ length: QUESTIONS + WARM_UP }, (_, at) => begun(entities[at % entities.length] ?? ''));
  const texts = knowledge.facts.map(({ text }) => text);
  const questions = generateQuestions(texts, QUESTIONS + WARM_UP).map((question) => begun(question.slice(0, 99)));
  const type = (typed: string): unknown => sitrep.suggest('ask', typed);
  type('');
  const times = [await timesOf(type, names, WARM_UP), await timesOf(type, questions, WARM_UP)].join(' | ');
  console.log(`${pad(size.toLocaleString('en'), 12)} facts ${' '.repeat(22)}| ${times}`);
}

const ODD: readonly (readonly [string, string])[] = [
  ['empty', ''],
  ['one letter', 'a'],
  ['function words only', 'who is it that was the one of the'],
  ['punctuation, 10,000 characters', '?!.,;:-/'.repeat(1250)],
  ['one word of 10,000 letters', 'x'.repeat(10_000)],
  ['the same word 2,000 times', 'stone '.repeat(2000)],
  ['1,600 different unknown words', unknownWords(1600)],
  ['10,000 combining marks', 'e\u0301'.repeat(5000)],
  ['10,000 characters of other scripts', '\u6771\u4eac\u{1f600}\u0410\u0628 '.repeat(1600)],
  ['1,700 digits apart', '1 2 3 '.repeat(850)],
];

async function measureOdd(): Promise<void> {
  const texts = generateTexts(100_000);
  const different = createTextSearch(
    texts.map((text, at) => ({ id: String(at), text })),
    { language: english },
  );
  const identical = createTextSearch(
    texts.map((_, at) => ({ id: String(at), text: texts[0] ?? '' })),
    { language: english },
  );
  const sitrep = createSitrep(generateSituation(1000));
  const asks = [
    (question: string): unknown => different.search(question, 5),
    (question: string): unknown => identical.search(question, 5),
    (question: string): unknown => sitrep.ask(question),
  ];
  const rows = [
    ...ODD,
    ['a whole text of the corpus', texts[0] ?? ''] as const,
    ['fifty texts as one', texts.slice(0, 50).join(' ')] as const,
  ];
  for (const ask of asks) await ask('zzyqx');
  for (const [name, question] of rows) {
    const slowest: number[] = [];
    for (const ask of asks) {
      let longest = 0;
      for (let run = 0; run < 5; run += 1) longest = Math.max(longest, await timed(ask, question));
      slowest.push(longest);
    }
    console.log(`${name.padEnd(38)} ${slowest.map((ms) => pad(ms.toFixed(2), 15)).join(' ')}`);
  }
}

function unknownWords(count: number): string {
  const random = randomFrom(9);
  const letter = (): string => String.fromCharCode(97 + Math.floor(random() * 26));
  return Array.from({ length: count }, () => Array.from({ length: 5 }, letter).join('')).join(' ');
}

function misspelt(questions: readonly string[]): readonly string[] {
  const random = randomFrom(4);
  return questions.map((question) => misspell(question, random));
}
