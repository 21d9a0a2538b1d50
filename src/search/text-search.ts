import type { Lexicon } from '../question/lexicon.ts';
import { createVocabulary } from '../question/lexicon.ts';
import { understand } from '../question/understand.ts';
import { confidence } from './confidence.ts';
import { type IndexDoc, Reader } from './reader.ts';
import { search } from './search.ts';
import { SearchIndex } from './search-index.ts';
import { createSynonyms } from './synonyms.ts';
import { ALL_TECHNIQUES, type Techniques } from './techniques.ts';
import { TermTable } from './term-table.ts';

/** Search over any texts, without facts or names: what `rank` offers. */
export interface TextSearch {
  /** Best first; a higher score is better. `confidence` in [0, 1]: how sure it is that the first hit answers. */
  search(
    question: string,
    k: number,
  ): { readonly hits: readonly { readonly id: string; readonly score: number }[]; readonly confidence: number };
}

/** @param techniques - all but for measuring what one of them is worth */
export function createTextSearch(docs: readonly IndexDoc[], techniques: Techniques = ALL_TECHNIQUES): TextSearch {
  const synonyms = createSynonyms([]);
  const table = new TermTable(synonyms, techniques.stemming);
  const reader = new Reader(table);
  for (const doc of docs) reader.read(doc);
  const index = new SearchIndex({
    docs,
    readings: reader.readings,
    table,
    synonyms,
    guessesHolds: docs.some(({ holds }) => holds === undefined),
    techniques,
  });
  const words = reader.wordCounts();
  let lexicon: Lexicon | null = null;
  return {
    search(question, k) {
      lexicon ??= {
        vocabulary: vocabularyOf(words, techniques),
        phrasesFrom: () => [],
        identity: () => new Set(),
        namedIn: () => false,
        entities: new Map(),
      };
      const query = understand(question, lexicon);
      const found = search(query, index, Math.max(1, k), techniques);
      return {
        hits: found.hits
          .slice(0, k)
          .map(({ doc, score }) => ({ id: index.ids[doc] ?? '', score: Math.round(score * 1e4) / 1e4 })),
        confidence: Math.round(confidence(query, found, index) * 1e4) / 1e4,
      };
    },
  };
}

function vocabularyOf(words: ReadonlyMap<string, number>, { correction }: Techniques): Lexicon['vocabulary'] {
  const vocabulary = createVocabulary(words);
  return correction ? vocabulary : { ...vocabulary, nearest: () => [] };
}
