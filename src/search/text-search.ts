import type { Lexicon } from '../question/lexicon.ts';
import { createVocabulary } from '../question/lexicon.ts';
import { understand } from '../question/understand.ts';
import { confidence } from './confidence.ts';
import { search } from './search.ts';
import { type IndexDoc, SearchIndex } from './search-index.ts';
import { createSynonyms } from './synonyms.ts';

/** Search over any texts, without facts or names: what `rank` offers. */
export interface TextSearch {
  /** Best first; a higher score is better. `confidence` in [0, 1]: how sure it is that the first hit answers. */
  search(
    question: string,
    k: number,
  ): { readonly hits: readonly { readonly id: string; readonly score: number }[]; readonly confidence: number };
}

export function createTextSearch(docs: readonly IndexDoc[]): TextSearch {
  const index = new SearchIndex(docs, createSynonyms([]));
  let lexicon: Lexicon | null = null;
  return {
    search(question, k) {
      lexicon ??= {
        vocabulary: createVocabulary(index.words),
        phrasesFrom: () => [],
        identity: () => new Set(),
        namedIn: () => false,
        entities: new Map(),
      };
      const query = understand(question, lexicon);
      const found = search(query, index, Math.max(1, k));
      return {
        hits: found.hits
          .slice(0, k)
          .map(({ doc, score }) => ({ id: index.ids[doc] ?? '', score: Math.round(score * 1e4) / 1e4 })),
        confidence: Math.round(confidence(query, found, index) * 1e4) / 1e4,
      };
    },
  };
}
