import { performance } from 'node:perf_hooks';
import { createVocabulary } from '../../src/question/lexicon.ts';
import { alignmentDistance, createSpeller } from '../../src/question/spelling.ts';
import { createTextSearch } from '../../src/search/text-search.ts';

const WORDS = 300_000;
const LOOKUPS = 5_000;
const WARM_UP = 500;
const SCANS = 10;
const SYLLABLES =
  'an ar be ca co con de der di dis en er es ex fa fo ge gra ha he in inter is ka ki la le li lo ma me mi mo na ne no op pa per po pre pro ra re ri ro sa se sh si so st su ta te ter th ti tion to tr tu un us ve vi wa wi ya zo'.split(
    ' ',
  );
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Prints what correcting a misspelt word costs against a vocabulary of 300,000 words, and the worst inputs. */
export function runSpelling(): void {
  const random = createRandom(7);
  const words = inventWords(random);
  const before = bytesUsed();
  const started = performance.now();
  const speller = createSpeller(words, (index) => 1 + (index % 1000));
  speller.nearest('abcdefgh');
  const built = performance.now() - started;
  console.log(
    `${words.length} words, filed at the first lookup: ${built.toFixed(0)} ms, ${((bytesUsed() - before) / 1e6).toFixed(0)} MB beside the words`,
  );
  for (const edits of [1, 2]) {
    const typed = Array.from({ length: LOOKUPS }, () => misspell(words, edits, random));
    const times = typed.map((word) => timed(() => speller.nearest(word)));
    console.log(`${edits} edit${edits > 1 ? 's' : ''}, ${LOOKUPS} lookups: ${summary(times.slice(WARM_UP))}`);
  }
  const scans = Array.from({ length: SCANS }, () => misspell(words, 2, random)).map((typed) =>
    timed(() => words.filter((word) => alignmentDistance(typed, word, 2) <= 2)),
  );
  console.log(`the same by a scan over all words, ${SCANS} lookups: ${summary(scans)}`);

  const everyWord = new Map(words.map((word, at) => [word, 1 + (at % 1000)]));
  const whole = timed(() => createVocabulary(everyWord).nearest('abcdefgh'));
  console.log(`a vocabulary of these words with its first lookup: ${whole.toFixed(0)} ms`);

  const search = createTextSearch(
    Array.from({ length: 2_000 }, (_, at) => ({ id: String(at), text: words.slice(at * 12, at * 12 + 12).join(' ') })),
  );
  search.search('the first lookup files the words', 1);
  const long: readonly (readonly [string, string])[] = [
    ['a word of 10,000 letters', 'interconnection'.repeat(700).slice(0, 10_000)],
    ['10,000 letters of unknown words', Array.from({ length: 2_000 }, () => misspell(words, 2, random)).join(' ')],
    ['10,000 letters of one unknown word', 'constrn '.repeat(1_250)],
    ['10,000 characters of other scripts', 'Ωж漢한\u0301\u{1f600}\ud800 '.repeat(1_100)],
  ];
  for (const [name, question] of long) console.log(`${name}: ${timed(() => search.search(question, 5)).toFixed(1)} ms`);
}

function inventWords(random: () => number): readonly string[] {
  const words = new Set<string>();
  while (words.size < WORDS) {
    let word = '';
    for (let left = 2 + Math.floor(random() * 4); left > 0; left--)
      word += SYLLABLES[Math.floor(random() ** 1.5 * SYLLABLES.length)] ?? '';
    if (word.length >= 3) words.add(word);
  }
  return [...words];
}

function misspell(words: readonly string[], edits: number, random: () => number): string {
  let word = words[Math.floor(random() * words.length)] ?? '';
  for (let edit = 0; edit < edits; edit++) {
    const at = Math.floor(random() * word.length);
    const letter = LETTERS[Math.floor(random() * LETTERS.length)] ?? '';
    const kept = random() < 0.5 ? letter : '';
    word = word.slice(0, at) + kept + word.slice(at + 1);
  }
  return word;
}

function summary(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(3);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(3)} ms`;
}

function timed(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

function bytesUsed(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Mulberry32 (T. Ettinger): the same words in each run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
