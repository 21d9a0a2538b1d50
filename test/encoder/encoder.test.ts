import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cosine, type Opened, OWN_MODEL, opened } from './stage.ts';

const TEACHER = resolve(import.meta.dirname, '../../../shared/models/e5-small-v2');

const FACTS = [
  'Ferry timetable. Ferries to the island leave from the north quay every forty minutes.',
  'Power cut. Around nine thousand homes on the coast have no electricity since the storm.',
  'School closures. All schools in the valley stay shut until the bridge has been inspected.',
] as const;

const MODELS = [
  ['the own model', OWN_MODEL, true],
  // Its folder is not part of the repository.
  [`the model in ${TEACHER}, where it is`, TEACHER, existsSync(join(TEACHER, 'model.onnx'))],
] as const;

for (const [name, folder, isThere] of MODELS) {
  describe.skipIf(!isThere)(name, () => {
    let scene: Opened;
    beforeAll(async () => {
      scene = opened(folder);
      expect(await scene.encoder.ready()).toBe('ready');
    });
    afterAll(() => scene[Symbol.asyncDispose]());

    const one = async (text: string, as: 'question' | 'fact') => {
      const [encoded] = await scene.encoder.encode([text], as);
      if (!encoded) throw new Error('nothing came');
      return encoded;
    };

    test('a text becomes a unit vector, and each of its pieces too', async () => {
      const { vector, pieces, pieceVectors } = await one('Where did the unbelievableness begin?', 'question');
      const { dimensions } = scene.encoder;
      expect(pieces).toEqual(['where', 'did', 'the', 'unbelievable', '##ness', 'begin', '?']);
      expect(vector).toHaveLength(dimensions);
      expect(pieceVectors).toHaveLength(pieces.length * dimensions);
      const rows = pieces.map((_, row) => pieceVectors.subarray(row * dimensions, (row + 1) * dimensions));
      for (const unit of [vector, ...rows]) expect(cosine(unit, unit)).toBeCloseTo(1, 4);
    });

    test('a piece lies near the same word in another text', async () => {
      const { dimensions } = scene.encoder;
      const question = await one('no electricity', 'question');
      const fact = await one(FACTS[1], 'fact');
      const wanted = question.pieceVectors.subarray(dimensions, 2 * dimensions);
      const nearest = fact.pieces
        .map((piece, row) => ({
          piece,
          near: cosine(wanted, fact.pieceVectors.subarray(row * dimensions, (row + 1) * dimensions)),
        }))
        .reduce((best, next) => (next.near > best.near ? next : best));
      expect(nearest.piece).toBe('electricity');
    });

    test.each([
      ['when do the boats go', 0],
      ['how many people are in the dark', 1],
      ['can my kids go to class', 2],
    ])('"%s" lies nearest to the fact that answers it', async (question, right) => {
      const asked = await one(question, 'question');
      const facts = await scene.encoder.encode(FACTS, 'fact');
      const nearness = facts.map(({ vector }) => cosine(asked.vector, vector));
      expect(nearness.indexOf(Math.max(...nearness))).toBe(right);
    });

    test('neither other texts beside it nor their order change the vectors of a text', async () => {
      const texts = [...FACTS, 'short', FACTS.join(' ')];
      const forwards = await scene.encoder.encode(texts, 'fact');
      const backwards = (await scene.encoder.encode(texts.toReversed(), 'fact')).toReversed();
      for (const [at, text] of texts.entries()) {
        const alone = await one(text, 'fact');
        for (const beside of [forwards[at], backwards[at]]) {
          expect(largestDifference(alone.vector, beside?.vector)).toBeLessThan(1e-3);
          expect(largestDifference(alone.pieceVectors, beside?.pieceVectors)).toBeLessThan(1e-3);
        }
      }
    });

    test('the same words as a question and as a fact have two vectors', async () => {
      const [question, fact] = [await one(FACTS[0], 'question'), await one(FACTS[0], 'fact')];
      expect(question.pieces).toEqual(fact.pieces);
      expect(largestDifference(question.vector, fact.vector)).toBeGreaterThan(0.001);
    });

    test('a text that is too long is cut at its end', async () => {
      const words = Array.from({ length: 2_000 }, (_, number) => (number === 0 ? 'first' : 'more'));
      const { pieces } = await one(words.join(' '), 'fact');
      // 256 tokens, of them two special ones and "passage", ":".
      expect(pieces).toHaveLength(252);
      expect(pieces[0]).toBe('first');
    });

    test('an empty text has a vector and no pieces', async () => {
      const { vector, pieces, pieceVectors } = await one('', 'question');
      expect(cosine(vector, vector)).toBeCloseTo(1, 4);
      expect([pieces.length, pieceVectors.length]).toEqual([0, 0]);
    });
  });
}

test('a question goes before facts that wait', async () => {
  await using scene = opened();
  await scene.encoder.ready();
  const answered: string[] = [];
  const tell = (what: string) => () => void answered.push(what);
  const facts = Array.from({ length: 40 }, (_, number) => scene.encoder.encode([`fact ${number}`], 'fact'));
  const question = scene.encoder.encode(['a question'], 'question').then(tell('question'));
  await Promise.all([...facts.map((fact) => fact.then(tell('fact'))), question]);
  // Two facts were at work already.
  expect(answered.indexOf('question')).toBe(2);
});

test('texts that are given while the encoder starts are encoded when it is ready', async () => {
  await using scene = opened();
  expect(scene.encoder.state).toBe('starting');
  expect(await scene.encoder.encode(FACTS, 'fact')).toHaveLength(FACTS.length);
  expect(scene.encoder.state).toBe('ready');
});

function largestDifference(a: Float32Array, b: Float32Array = new Float32Array()): number {
  expect(b).toHaveLength(a.length);
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? Number.NaN))), 0);
}
