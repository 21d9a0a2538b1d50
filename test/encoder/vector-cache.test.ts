import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Encoder } from '../../src/encoder/encoder.ts';
import {
  lineKey,
  openVectorCache,
  openVectorCaches,
  type VectorCache,
  viewsKey,
} from '../../src/encoder/vector-cache.ts';
import { cosine, modelCopy, type Opened, opened, readableLog, temporaryFolder, WARN } from './stage.ts';

const FACTS = [
  'Ferry timetable. Ferries to the island leave from the north quay every forty minutes.',
  'Power cut. Around nine thousand homes on the coast have no electricity since the storm.',
  'School closures. All schools in the valley stay shut until the bridge has been inspected.',
] as const;
const SITUATION = 'storm';

let scene: Opened;
/** What the encoder was asked for in a test. */
let asked: string[];
let counted: Encoder;
beforeAll(async () => {
  scene = opened();
  await scene.encoder.ready();
});
afterAll(() => scene[Symbol.asyncDispose]());
beforeEach(() => {
  asked = [];
  counted = withCount(scene.encoder, asked);
});

describe('vectors of facts', () => {
  test('are as the encoder gives them; a piece vector points the same way to within a cosine of 0.9999', async () => {
    const facts = await open().cache.encodeFacts({ texts: FACTS });
    const exact = await scene.encoder.encode(FACTS, 'fact');
    expect([...facts.keys()].sort()).toEqual([...FACTS].sort());
    for (const [at, text] of FACTS.entries()) {
      const [kept, wanted] = [facts.get(text), exact[at]];
      if (!kept || !wanted) throw new Error('a fact is missing');
      expect(kept.vector).toEqual(wanted.vector);
      expect(kept.pieces).toEqual(wanted.pieces);
      const [keptRows, wantedRows] = [kept, wanted].map(({ pieceVectors }) => rowsOf(pieceVectors));
      expect(keptRows).toHaveLength(wanted.pieces.length);
      for (const [row, vector] of (keptRows ?? []).entries()) {
        expect(cosine(vector, vector)).toBeCloseTo(1, 4);
        expect(cosine(vector, wantedRows?.[row] ?? new Float32Array())).toBeGreaterThan(0.9998);
      }
    }
  });

  test('without pieces are kept too', async () => {
    const encoded = (await open().cache.encodeFacts({ texts: [''] })).get('');
    expect([encoded?.pieces, encoded?.pieceVectors.length]).toEqual([[], 0]);
  });

  test('of views are kept as their mean and of lines without pieces, in a tenth of the file', async () => {
    using folder = temporaryFolder();
    const [words, other] = FACTS;
    const all = { texts: [words], views: [[words, other]], lines: [words] };
    await open(folder.path).cache.encodeFacts(all);
    const encoded = await open(folder.path).cache.encodeFacts(all);
    // The first view is a text, too.
    expect(asked.toSorted()).toEqual([words, words, other].toSorted());
    const [text, views, line] = [words, viewsKey([words, other]), lineKey(words)].map((key) => encoded.get(key));
    const [first, second] = await scene.encoder.encode([words, other], 'fact');
    const [question] = await scene.encoder.encode([words], 'question');
    expect([text?.vector, text?.pieces, line?.vector]).toEqual([first?.vector, first?.pieces, question?.vector]);
    views?.vector.forEach((value, at) => {
      expect(value).toBeCloseTo(((first?.vector[at] ?? 0) + (second?.vector[at] ?? 0)) / 2, 6);
    });
    for (const each of [views, line]) expect([each?.pieces, each?.pieceVectors.length]).toEqual([[], 0]);
    const size = statSync(fileIn(folder.path)).size;
    await open(folder.path).cache.encodeFacts({ texts: [words] });
    expect(size - statSync(fileIn(folder.path)).size).toBeLessThan(2 * (4 * scene.encoder.dimensions + 100));
  });

  test('are computed once in memory', async () => {
    const { cache } = open();
    await cache.encodeFacts({ texts: FACTS });
    await cache.encodeFacts({ texts: FACTS });
    expect(asked).toEqual(FACTS);
  });

  test('are not computed again by the next start, but for the fact that changed', async () => {
    using folder = temporaryFolder();
    const first = await open(folder.path).cache.encodeFacts({ texts: FACTS });
    const again = await open(folder.path).cache.encodeFacts({ texts: FACTS });
    expect(asked).toEqual(FACTS);
    for (const text of FACTS) {
      expect(again.get(text)?.vector).toEqual(first.get(text)?.vector);
      expect(again.get(text)?.pieces).toEqual(first.get(text)?.pieces);
      expect(again.get(text)?.pieceVectors).toEqual(first.get(text)?.pieceVectors);
    }
    asked.length = 0;
    const changed = [FACTS[0], 'Power cut. Everybody on the coast has electricity again.', FACTS[2]];
    await open(folder.path).cache.encodeFacts({ texts: changed });
    expect(asked).toEqual([changed[1]]);
  });

  test('that are no longer used leave memory and file', async () => {
    using folder = temporaryFolder();
    const { cache } = open(folder.path);
    await cache.encodeFacts({ texts: FACTS });
    const size = statSync(fileIn(folder.path)).size;
    await cache.encodeFacts({ texts: FACTS.slice(0, 1) });
    expect(statSync(fileIn(folder.path)).size).toBeLessThan(size / 2);
    asked.length = 0;
    await cache.encodeFacts({ texts: FACTS });
    expect(asked).toEqual(FACTS.slice(1));
  });

  test('are not written again where nothing changed', async () => {
    using folder = temporaryFolder();
    await open(folder.path).cache.encodeFacts({ texts: FACTS });
    const { mtimeNs, ino } = statSync(fileIn(folder.path), { bigint: true });
    await open(folder.path).cache.encodeFacts({ texts: FACTS });
    expect(statSync(fileIn(folder.path), { bigint: true })).toMatchObject({ mtimeNs, ino });
    expect(readdirSync(folder.path)).toEqual([`${SITUATION}.vectors`]);
  });

  test('that two calls want at once are computed once, and the later call says what is kept', async () => {
    using folder = temporaryFolder();
    const { cache } = open(folder.path);
    // The later call ends first.
    const [earlier, later] = await Promise.all([
      cache.encodeFacts({ texts: FACTS }),
      cache.encodeFacts({ texts: FACTS.slice(0, 1) }),
    ]);
    expect([earlier.size, later.size]).toEqual([3, 1]);
    expect(asked).toEqual(FACTS);
    asked.length = 0;
    await open(folder.path).cache.encodeFacts({ texts: FACTS });
    expect(asked).toEqual(FACTS.slice(1));
  });

  test('of two situations lie in files of their own', async () => {
    using folder = temporaryFolder();
    await open(folder.path).cache.encodeFacts({ texts: FACTS });
    await openVectorCache({ encoder: counted, folder: folder.path, situation: 'flood', log: scene.log }).encodeFacts({
      texts: ['A flood.'],
    });
    expect(readdirSync(folder.path).sort()).toEqual(['flood.vectors', 'storm.vectors']);
    asked.length = 0;
    await open(folder.path).cache.encodeFacts({ texts: FACTS });
    expect(asked).toEqual([]);
  });

  test('all come although the process is killed in the middle', async () => {
    await using own = opened();
    await own.encoder.ready();
    const { cache } = open(undefined, own.encoder);
    const texts = Array.from({ length: 200 }, (_, number) => `This is fact number ${number} of many.`);
    const facts = cache.encodeFacts({ texts });
    await cache.encodeQuestion('are you busy?');
    process.kill(own.pid(), 'SIGKILL');
    expect((await facts).size).toBe(texts.length);
    expect(own.encoder.state).toBe('ready');
  });

  test('that end the process at each try are given up after the third', async () => {
    await using own = opened();
    await own.encoder.ready();
    const deadly: Encoder = {
      ...withCount(own.encoder, asked),
      encode(texts, as, wanted) {
        asked.push(...texts);
        const encoded = own.encoder.encode(texts, as, wanted);
        process.kill(own.pid(), 'SIGKILL');
        return encoded;
      },
    };
    await expect(open(undefined, deadly).cache.encodeFacts({ texts: ['deadly'] })).rejects.toMatchObject({
      code: 'ENCODER_UNAVAILABLE',
    });
    expect(asked).toEqual(['deadly', 'deadly', 'deadly']);
  });

  test('that were computed before the encoder failed for good are kept', async () => {
    using folder = temporaryFolder();
    await using own = opened();
    await own.encoder.ready();
    const texts = Array.from({ length: 200 }, (_, number) => `This is fact number ${number} of many.`);
    const { cache } = open(folder.path, own.encoder);
    const rejected = expect(cache.encodeFacts({ texts })).rejects.toMatchObject({ code: 'ENCODER_STOPPED' });
    for (let number = 0; number < 5; number += 1) await cache.encodeQuestion(`are you busy with ${number}?`);
    await own.encoder.stop();
    await rejected;
    await open(folder.path).cache.encodeFacts({ texts });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(texts.length);
  });

  test('are refused, and their file is left alone, where the encoder cannot be used', async () => {
    using folder = temporaryFolder();
    await open(folder.path).cache.encodeFacts({ texts: FACTS });
    const before = readFileSync(fileIn(folder.path));
    using model = modelCopy();
    rmSync(join(model.path, 'tokenizer.json'));
    await using broken = opened(model.path);
    const { cache, messages } = open(folder.path, broken.encoder);
    for (const facts of [FACTS, FACTS.slice(1)]) {
      await expect(cache.encodeFacts({ texts: facts })).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    }
    expect(digest(readFileSync(fileIn(folder.path)))).toBe(digest(before));
    expect(messages()).toEqual([]);
  });
});

describe('a file of vectors is read back whole', () => {
  test.each([
    ['where it is large', 'large', 800],
    // The header is filled up to a multiple of four bytes.
    ["whatever the length of the model's name", 'm', 2],
    ["whatever the length of the model's name", 'mo', 2],
    ["whatever the length of the model's name", 'mod', 2],
    ["whatever the length of the model's name", 'mode', 2],
  ])('%s (%s)', async (_, name, count) => {
    using folder = temporaryFolder();
    const [encoded] = await scene.encoder.encode(FACTS, 'fact');
    if (!encoded) throw new Error('nothing came');
    // The same vectors for each text: a file of many facts in a moment.
    const repeating: Encoder = {
      ...withCount(scene.encoder, asked),
      name,
      async encode(texts) {
        asked.push(...texts);
        return texts.map(() => encoded);
      },
    };
    const texts = Array.from({ length: count }, (_, number) => `fact ${number}`);
    await open(folder.path, repeating).cache.encodeFacts({ texts });
    expect(asked).toEqual(texts);
    const { cache, messages } = open(folder.path, repeating);
    const again = await cache.encodeFacts({ texts });
    expect(asked).toEqual(texts);
    expect(messages()).toEqual([]);
    expect(
      new Set(
        [...again.values()].map(({ vector }) =>
          digest(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)),
        ),
      ),
    ).toHaveProperty('size', 1);
  });
});

describe('a file of vectors that cannot be used is left aside with a log line, and written anew', () => {
  test.each<[string, (bytes: Buffer) => Uint8Array, RegExp]>([
    [
      'one bit is another',
      (bytes) => bytes.with(bytes.length >> 1, (bytes.at(bytes.length >> 1) ?? 0) ^ 1),
      /checksum is wrong/,
    ],
    ['it is cut short', (bytes) => bytes.subarray(0, bytes.length - 1_000), /checksum is wrong/],
    ['it is empty', () => Buffer.alloc(0), /it is empty/],
    ["it is another program's", () => Buffer.from('PNG\n'.repeat(100)), /format sitrep-vectors-2, but it is another/],
    [
      'another model made it',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('sitrep-encoder-1', 'sitrep-encoder-9'), 'latin1'),
      /expected vectors of sitrep-encoder-1, but they are of sitrep-encoder-9/,
    ],
    [
      'it is of the earlier format, which held pieces of every text',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('sitrep-vectors-2', 'sitrep-vectors-1'), 'latin1'),
      /format sitrep-vectors-2, but it is another/,
    ],
    [
      'it is of a later format',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('sitrep-vectors-2', 'sitrep-vectors-3'), 'latin1'),
      /format sitrep-vectors-2, but it is another/,
    ],
  ])('%s', async (_, spoil, reason) => {
    using folder = temporaryFolder();
    await open(folder.path).cache.encodeFacts({ texts: FACTS });
    const whole = readFileSync(fileIn(folder.path));
    writeFileSync(fileIn(folder.path), spoil(whole));
    asked.length = 0;
    const { cache, messages } = open(folder.path);
    expect((await cache.encodeFacts({ texts: FACTS })).size).toBe(FACTS.length);
    expect(asked).toEqual(FACTS);
    expect(messages()).toEqual([expect.stringMatching(/cached vectors unusable; computing them again/)]);
    expect(messages()).toEqual([expect.stringMatching(reason)]);
    expect(digest(readFileSync(fileIn(folder.path)))).toBe(digest(whole));
  });

  test('a folder that cannot be written costs one warning for all situations, not the vectors', async () => {
    using folder = temporaryFolder();
    const occupied = join(folder.path, 'occupied');
    writeFileSync(occupied, 'a file');
    const { log, lines } = readableLog();
    const cacheOf = openVectorCaches({ encoder: counted, folder: occupied, log });
    const warnings = () => lines.filter(({ level, msg }) => level >= WARN && msg.includes('could not be saved'));
    const [storm, flood] = [cacheOf('storm'), cacheOf('flood')];
    for (const cache of [storm, flood]) {
      expect((await cache.encodeFacts({ texts: FACTS })).size).toBe(FACTS.length);
      expect(warnings()).toHaveLength(1);
    }
    // Once it could be written, it is worth another warning.
    rmSync(occupied);
    await storm.encodeFacts({ texts: FACTS.slice(1) });
    rmSync(occupied, { recursive: true });
    writeFileSync(occupied, 'a file');
    await storm.encodeFacts({ texts: FACTS.slice(2) });
    expect(warnings()).toHaveLength(2);
  });

  test('a folder that is not there is made', async () => {
    using folder = temporaryFolder();
    const deep = join(folder.path, 'a', 'b');
    await open(deep).cache.encodeFacts({ texts: FACTS });
    expect(existsSync(fileIn(deep))).toBe(true);
  });
});

describe('vectors of questions', () => {
  test('are computed once for the same question, also when it is asked twice at once', async () => {
    const { cache } = open();
    const [first, second] = await Promise.all([cache.encodeQuestion('when?'), cache.encodeQuestion('when?')]);
    expect(second).toBe(first);
    expect(await cache.encodeQuestion('when?')).toBe(first);
    await cache.encodeQuestion('where?');
    expect(asked).toEqual(['when?', 'where?']);
  });

  test('are forgotten when many others were asked since', async () => {
    const { cache } = open();
    const long = (number: number) => `${number} ${'and '.repeat(300)}?`;
    await cache.encodeQuestion('when?');
    for (let number = 0; number < 24; number += 1) await cache.encodeQuestion(long(number));
    await cache.encodeQuestion('when?');
    expect(asked.filter((text) => text === 'when?')).toHaveLength(2);
  });

  test('that could not be computed are asked for again', async () => {
    await using own = opened();
    await own.encoder.ready();
    const { cache } = open(undefined, own.encoder);
    const facts = cache.encodeFacts({ texts: FACTS });
    const question = cache.encodeQuestion('when?');
    process.kill(own.pid(), 'SIGKILL');
    await expect(question).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    await facts;
    expect((await cache.encodeQuestion('when?')).pieces).toEqual(['when', '?']);
  });
});

/** A cache over the counted encoder, and what it logs but for the lines of usual work. */
function open(folder?: string, encoder: Encoder = counted): { cache: VectorCache; messages(): string[] } {
  const { log, lines } = readableLog();
  const cache = openVectorCache({ encoder, folder, situation: SITUATION, log });
  return { cache, messages: () => lines.filter(({ level }) => level > 20).map((line) => JSON.stringify(line)) };
}

function withCount(encoder: Encoder, texts: string[]): Encoder {
  return {
    name: encoder.name,
    dimensions: encoder.dimensions,
    get state() {
      return encoder.state;
    },
    ready: () => encoder.ready(),
    encode(given, as, wanted) {
      texts.push(...given);
      return encoder.encode(given, as, wanted);
    },
    stop: () => encoder.stop(),
  };
}

function rowsOf(vectors: Float32Array): Float32Array[] {
  const { dimensions } = scene.encoder;
  return Array.from({ length: vectors.length / dimensions }, (_, row) =>
    vectors.subarray(row * dimensions, (row + 1) * dimensions),
  );
}

const fileIn = (folder: string) => join(folder, `${SITUATION}.vectors`);
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
