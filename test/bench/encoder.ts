/**
 * Measures the encoder and its cache: `npm run bench:encoder`, or `npm run bench:encoder -- FOLDER` for another model.
 * Where ../shared/situations is, it also prints how often the fact that lies nearest to a question answers it, by the cosine of the
 * question with "label. text" and nothing else.
 */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import { type Encoded, type Encoder, openEncoder } from '../../src/encoder/encoder.ts';
import { encoderSetting } from '../../src/encoder/settings.ts';
import { openVectorCache } from '../../src/encoder/vector-cache.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import type { Fact } from '../../src/model/knowledge.ts';
import { residentMb } from './answer-times.ts';
import { heapMb } from './timing.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SITUATIONS = resolve(ROOT, '../shared/situations');
const CACHED_FACTS = [300, 20_000] as const;
const WARM_UP = 20;

interface Ready {
  readonly msg: string;
  readonly pid: number;
  readonly ms: number;
}

const asPassage = ({ label, text }: Fact) => `${label}. ${text}`;

const lines: Ready[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
const encoder = openEncoder({ folder: encoderSetting(process.argv[2]) ?? encoderSetting('on') ?? '', log });
try {
  if ((await encoder.ready()) === 'failed') throw new Error(lines.at(-1)?.msg);
  const { pid = 0, ms = Number.NaN } = lines.find(({ msg }) => msg === 'encoder ready') ?? {};
  const { facts } = await loadKnowledge(join(ROOT, 'knowledge/us-iran-strikes'));
  console.log(`${encoder.name}: ready in ${ms} ms`);
  await measureQuestions(facts.flatMap(({ askedAs }) => askedAs));
  const encoded = await measureFacts(facts.map(asPassage));
  console.log(`memory of the process: ${residentMb(pid)} MB`);
  for (const count of CACHED_FACTS) await measureCache(encoded, count);
  if (existsSync(SITUATIONS)) await measureNearness();
  else console.log(`no questions: there is no folder ${SITUATIONS}`);
} finally {
  await encoder.stop();
}

async function measureQuestions(questions: readonly string[]): Promise<void> {
  const times: number[] = [];
  for (const question of questions) {
    const started = performance.now();
    await encoder.encode([question], 'question');
    times.push(performance.now() - started);
  }
  const sorted = times.slice(WARM_UP).sort((a, b) => a - b);
  const [p50, p99] = [0.5, 0.99].map((share) => sorted[Math.floor(share * sorted.length)]?.toFixed(1));
  console.log(`a question, ${sorted.length} one after another: p50 ${p50} ms, p99 ${p99} ms`);
}

async function measureFacts(texts: readonly string[]): Promise<readonly Encoded[]> {
  const hundred = Array.from({ length: 100 }, (_, number) => texts[number % texts.length] ?? '');
  const started = performance.now();
  const encoded = await encoder.encode(hundred, 'fact');
  const pieces = encoded.reduce((sum, { pieces }) => sum + pieces.length, 0) / encoded.length;
  const took = performance.now() - started;
  console.log(`100 facts of ${pieces.toFixed(0)} pieces: ${took.toFixed(0)} ms`);
  return encoded;
}

/** With the same vectors again and again under other texts: what is measured is the cache. */
async function measureCache(encoded: readonly Encoded[], count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sitrep-bench-'));
  let next = 0;
  const repeating: Encoder = {
    name: encoder.name,
    dimensions: encoder.dimensions,
    state: 'ready',
    stop: async () => undefined,
    ready: async () => 'ready',
    encode: async (texts) =>
      texts.flatMap(() => {
        next += 1;
        return encoded[next % encoded.length] ?? [];
      }),
  };
  const texts = Array.from({ length: count }, (_, number) => `fact ${number}`);
  const encodeAll = async () => {
    const started = performance.now();
    const cache = openVectorCache({ encoder: repeating, folder, situation: 'bench', log });
    return { cache, facts: await cache.encodeFacts({ texts }), ms: performance.now() - started };
  };
  try {
    const before = heapMb();
    const kept = await encodeAll();
    const usedMb = heapMb() - before;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const { ms: readMs } = await encodeAll();
    delay.disable();
    const fileMb = statSync(join(folder, 'bench.vectors')).size / 1_048_576;
    console.log(
      `cache of ${kept.facts.size} facts: ${usedMb.toFixed(0)} MB of memory, ${fileMb.toFixed(0)} MB on disk, ` +
        `packed and written in ${kept.ms.toFixed(0)} ms, read in ${readMs.toFixed(0)} ms, ` +
        `which holds the event loop for ${(delay.max / 1e6).toFixed(0)} ms at most`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Asked {
  readonly q: string;
  readonly want: 'answered' | 'near' | 'unknown';
  readonly sentences: readonly string[];
}

async function measureNearness(): Promise<void> {
  let [asked, first, inThree] = [0, 0, 0];
  const folders = readdirSync(SITUATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) {
    const { facts } = await loadKnowledge(join(SITUATIONS, name, 'situation'));
    const questions: Asked[] = readFileSync(join(SITUATIONS, name, 'questions.jsonl'), 'utf8')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
    const answerable = questions.filter(({ want }) => want === 'answered');
    const factVectors = await encoder.encode(facts.map(asPassage), 'fact');
    const vectors = await encoder.encode(
      answerable.map(({ q }) => q),
      'question',
    );
    for (const [number, { sentences }] of answerable.entries()) {
      const vector = vectors[number]?.vector;
      const ranked = facts
        .map(({ citations }, at) => ({ citations, near: dot(vector, factVectors[at]?.vector) }))
        .sort((a, b) => b.near - a.near);
      const isRight = ({ citations }: Pick<Fact, 'citations'>) =>
        citations.some(({ paragraph, sentence }) => sentences.includes(`${paragraph}.${sentence}`));
      asked += 1;
      if (ranked.slice(0, 1).some(isRight)) first += 1;
      if (ranked.slice(0, 3).some(isRight)) inThree += 1;
    }
  }
  const share = (count: number) => ((100 * count) / asked).toFixed(1);
  console.log(
    `nearest fact, ${asked} questions of ${folders.length} situations: ${share(first)}% right first, ${share(inThree)}% in three`,
  );
}

function dot(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
