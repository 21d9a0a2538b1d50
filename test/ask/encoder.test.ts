import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { openVectorCache, type VectorCache } from '../../src/encoder/vector-cache.ts';
import type { KnowledgeBase } from '../../src/model/knowledge.ts';
import { createSitrep, type Sitrep, type SitrepOptions } from '../../src/sitrep.ts';
import { gone, modelCopy, type Opened, opened, readableLog } from '../encoder/stage.ts';
import { flood } from '../flood.ts';
import { harbour } from '../harbour.ts';

/** What the engine does while the encoder starts, is slow, ends, or cannot be used. */
const QUESTION = 'when did the flood begin';

function engineOf(scene: Opened, knowledge: KnowledgeBase, options: Partial<SitrepOptions> = {}): Sitrep {
  const { encoder, log } = scene;
  const vectors = openVectorCache({ encoder, folder: undefined, situation: knowledge.name, log });
  return createSitrep(knowledge, { vectors, log, patienceMs: Number.POSITIVE_INFINITY, ...options });
}

/** Answers by words alone have the confidence that the weights "off" give. */
const byWords = async (question: string) => (await createSitrep(flood).ask(question))[0].confidence;

test('questions are answered by words while the vectors of the facts are computed, and with the encoder then', async () => {
  await using scene = opened();
  const sitrep = engineOf(scene, flood);
  expect((await sitrep.ask(QUESTION))[0].confidence).toBe(await byWords(QUESTION));
  await sitrep.ready();
  const [answer] = await sitrep.ask(QUESTION);
  expect(answer).toMatchObject({ kind: 'answered', facts: [{ id: 'flood-began' }] });
  expect(answer.confidence).not.toBe(await byWords(QUESTION));
});

test('a question that gets no vector in time is answered by words', async () => {
  await using scene = opened();
  const { encoder, log } = scene;
  const cache = openVectorCache({ encoder, folder: undefined, situation: 'flood', log });
  const vectors: VectorCache = {
    encodeFacts: (all) => cache.encodeFacts(all),
    encodeQuestion: () => new Promise(() => {}),
  };
  const sitrep = createSitrep(flood, { vectors, log, patienceMs: 1 });
  await sitrep.ready();
  expect((await sitrep.ask(QUESTION))[0].confidence).toBe(await byWords(QUESTION));
});

test('after the encoder was killed answers go on by words, and with the encoder when it is back', async () => {
  await using scene = opened();
  const sitrep = engineOf(scene, flood);
  await sitrep.ready();
  const pid = scene.pid();
  process.kill(pid, 'SIGKILL');
  const asked = ['who opened the dam', 'how many homes were damaged', 'who sent pumps', QUESTION];
  const answers = await Promise.all(asked.map((question) => sitrep.ask(question)));
  const firsts = answers.map(([answer]) => (answer.kind === 'answered' ? answer.facts[0]?.id : undefined));
  expect(firsts).toEqual(['dam-opened', 'homes-damaged', 'ortano-aid', 'flood-began']);
  await gone(pid);
  await vi.waitFor(() => expect(scene.warnings()).toHaveLength(1), { timeout: 20_000 });
  expect(await scene.encoder.ready()).toBe('ready');
  const [again] = await sitrep.ask('why was the dam opened');
  expect(again.confidence).not.toBe(await byWords('why was the dam opened'));
});

test('killed while the facts are encoded, the encoder starts again and ends the work', async () => {
  await using scene = opened();
  const sitrep = engineOf(scene, flood);
  await scene.encoder.ready();
  process.kill(scene.pid(), 'SIGKILL');
  await sitrep.ready();
  const [answer] = await sitrep.ask(QUESTION);
  expect(answer.confidence).not.toBe(await byWords(QUESTION));
});

test('with a model that cannot be used one warning of the encoder says so, and questions are answered by words', async () => {
  using folder = modelCopy();
  rmSync(join(folder.path, 'tokenizer.json'));
  await using scene = opened(folder.path);
  const sitrep = engineOf(scene, flood);
  await sitrep.ready();
  expect((await sitrep.ask(QUESTION))[0]).toMatchObject({
    kind: 'answered',
    facts: [{ id: 'flood-began' }],
    confidence: await byWords(QUESTION),
  });
  expect(scene.warnings().filter((warning) => warning.includes('tokenizer.json'))).toHaveLength(1);
});

test('without an encoder nothing is logged', async () => {
  const { log, lines } = readableLog();
  const sitrep = createSitrep(flood, { log });
  await sitrep.ready();
  await sitrep.ask(QUESTION);
  expect(lines).toEqual([]);
});

test('an encoder that is stopped before it is ready is no warning: Sitrep ends', async () => {
  await using scene = opened();
  const { encoder, log } = scene;
  const vectors = openVectorCache({ encoder, folder: undefined, situation: flood.name, log });
  const sitrep = createSitrep(flood, { vectors, log });
  await encoder.stop();
  await sitrep.ready();
  expect(scene.warnings()).toEqual([]);
});

test('no question is logged, whatever happens to its vector', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) });
  await using scene = opened();
  const vectors = openVectorCache({ encoder: scene.encoder, folder: undefined, situation: 'flood', log });
  const sitrep = createSitrep(flood, { vectors, log });
  await sitrep.ready();
  await sitrep.ask('who opened the xylophone');
  await scene.encoder.stop();
  await sitrep.ask('who opened the vibraphone');
  expect(lines.join('')).not.toMatch(/phone/);
});

test('facts that change while questions run do not change the answers that were begun', async () => {
  await using scene = opened();
  const log = pino({ level: 'silent' });
  const vectors = openVectorCache({ encoder: scene.encoder, folder: undefined, situation: 'world', log });
  const options = { vectors, log, patienceMs: Number.POSITIVE_INFINITY };
  const before = createSitrep(flood, options);
  await before.ready();
  const expected = await before.ask('who opened the dam');
  const running = Array.from({ length: 20 }, () => before.ask('who opened the dam'));
  const after = createSitrep(harbour, options);
  running.push(...Array.from({ length: 20 }, () => before.ask('who opened the dam')));
  expect((await after.ask('who rejected the offer'))[0]).toMatchObject({ facts: [{ id: 'offer-rejected' }] });
  for (const answers of await Promise.all(running)) expect(answers).toEqual(expected);
  await after.ready();
  expect(await before.ask('who opened the dam')).toEqual(expected);
});
