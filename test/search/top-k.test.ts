import fc from 'fast-check';
import { expect, test } from 'vitest';
import { topK } from '../../src/search/top-k.ts';

test('gives what sorting everything gives, ties in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 70 }),
      (values, k) => {
        const scores = Float32Array.from(values);
        const docs = Uint32Array.from(values.map((_, doc) => doc));
        const sorted = [...docs].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, k);
        expect(topK(docs, docs.length, scores, k)).toEqual(sorted);
      },
    ),
  );
});
