import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTextSearch } from '../../src/search/text-search.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { flood } from '../flood.ts';

const texts = flood.facts.map(({ text }) => text);
const search = createTextSearch(texts.map((text, at) => ({ id: String(at), text })));
const sitrep = createSitrep(flood);

/** Up to 10,000 characters of one odd kind. */
const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.repeat(50)),
  fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => text.repeat(50)),
  fc
    .tuple(fc.constantFrom(...'?!.,;:-/\'"()&#@'), fc.integer({ min: 1, max: 10_000 }))
    .map(([mark, n]) => mark.repeat(n)),
  fc
    .tuple(fc.constantFrom('x', 'dam ', 'e\u0301', '\u202e', '\ud83d', '1 '), fc.nat({ max: 5000 }))
    .map(([part, n]) => part.repeat(n)),
  fc
    .array(fc.string({ minLength: 3, maxLength: 9, unit: fc.constantFrom(...'abcdefgh') }), { maxLength: 300 })
    .map((words) => words.join(' ')),
);

describe('any question gets an answer', () => {
  test('GIVEN any odd text THEN the search gives known texts, best first, and a confidence', () => {
    fc.assert(
      fc.property(odd, (question) => {
        const { hits, confidence } = search.search(question, 5);
        expect(hits.length).toBeLessThanOrEqual(5);
        for (const { id, score } of hits) {
          expect(texts[Number(id)]).toBeDefined();
          expect(Number.isFinite(score)).toBe(true);
        }
        expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
        expect(confidence >= 0 && confidence <= 1).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('GIVEN any odd text THEN every way of asking the situation answers', () => {
    fc.assert(
      fc.property(odd, (question) => {
        for (const answer of [
          sitrep.ask(question),
          sitrep.who(question),
          sitrep.when(question),
          sitrep.facts(question),
        ])
          expect(['answered', 'choose', 'related', 'unknown']).toContain(answer.kind);
        expect(sitrep.suggest('ask', question).length).toBeLessThanOrEqual(25);
      }),
      { numRuns: 60 },
    );
  });

  test.each(['', 'a', '?', '   ', '...!!!', 'the of and', '\u{1f600}\u{1f600}'])(
    '%j finds nothing, surely',
    (question) => {
      expect(search.search(question, 5)).toEqual({ hits: [], confidence: 0 });
      expect(sitrep.ask(question).kind).toBe('unknown');
    },
  );

  test('a word repeated 2,000 times finds what it finds once', () => {
    expect(search.search('dam '.repeat(2000), 3).hits.map(({ id }) => id)).toEqual(
      search.search('dam', 3).hits.map(({ id }) => id),
    );
  });

  test('of identical texts the first come, equally good, and with the same confidence as one alone', () => {
    const [text = ''] = texts;
    const same = createTextSearch(Array.from({ length: 1000 }, (_, at) => ({ id: String(at), text })));
    const { hits, confidence } = same.search('when did the flood begin', 3);
    expect(hits.map(({ id }) => id)).toEqual(['0', '1', '2']);
    expect(new Set(hits.map(({ score }) => score)).size).toBe(1);
    expect(confidence).toBe(createTextSearch([{ id: 'only', text }]).search('when did the flood begin', 3).confidence);
  });

  test('an index of nothing finds nothing', () => {
    expect(createTextSearch([]).search('when did the flood begin', 3)).toEqual({ hits: [], confidence: 0 });
  });
});
