import { LRUCache } from 'lru-cache';
import type { Language } from '../language/language.ts';
import { buildInvertedIndex, type Normalisation } from '../retrieve/inverted-index.ts';
import { createSynonyms } from '../retrieve/synonyms.ts';
import { createVocabulary } from '../retrieve/vocabulary.ts';
import { type FactDoc, readText } from './fact-doc.ts';
import type { Names } from './names.ts';
import type { Corpus, Depth } from './rank.ts';
import type { Understanding } from './understand.ts';

/** A text to search in; `title` is its heading; texts with the same `group` follow one another in one document. */
export interface IndexDoc {
  readonly id: string;
  readonly text: string;
  readonly title?: string;
  readonly group?: string;
}

/** Plain texts, ready to be searched: a corpus without facts or names. A place in the corpus is an index in the list of texts. */
export interface TextCorpus {
  readonly corpus: Corpus;
  readonly situation: Understanding;
}

/** This many texts are measured for a question; the others follow by their BM25 score. */
export const TEXT_DEPTH: Depth = { measured: 40, listed: 0 };
/** How much the words of the title and of the text before count: a text often leaves out what its neighbour has named. */
const TITLE_WEIGHT = 2;
const BEFORE_WEIGHT = 0.5;
/** BM25's parameters for single sentences, where repeated words hardly matter but length does. */
const SENTENCES: Normalisation = { k1: 0.3, b: 0.95 };
/** Places in a group are counted up to this number; all later texts count as this place. */
const GROUP_LOOK_BACK = 20;
/** Only the latest few texts stay in memory; all others are read again for each question that finds them. */
const DOCS_KEPT = 2000;
const NO_NAMES: Names = { find: () => [], named: () => [], topic: () => null, has: () => false, all: new Map() };

/** Reads and indexes texts; takes 0.01 ms for each sentence. */
export function createTextCorpus(docs: readonly IndexDoc[], language: Language): TextCorpus {
  const synonyms = createSynonyms([], language);
  const counts = new Map<string, number>();
  const stemsOf = (text: string): readonly string[] =>
    language.words(text).flatMap(({ text: word, stem }) => {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      return language.isFunctionWord(word) ? [] : [stem];
    });
  const titles = new LRUCache<string, readonly string[]>({ max: DOCS_KEPT, memoMethod: stemsOf });
  let before: readonly string[] = [];
  const index = buildInvertedIndex(
    (function* fields() {
      for (const [at, { text, title }] of docs.entries()) {
        const stems = stemsOf(text);
        yield [
          { stems, weight: 1 },
          ...(title === undefined ? [] : [{ stems: titles.memo(title), weight: TITLE_WEIGHT }]),
          ...(placeInGroup(at, docs) > 1 ? [{ stems: before, weight: BEFORE_WEIGHT }] : []),
        ];
        before = stems;
      }
    })(),
    SENTENCES,
  );
  const read = new LRUCache<number, FactDoc>({
    max: DOCS_KEPT,
    memoMethod: (at) => {
      const { text = '', title = '' } = docs[at] ?? {};
      const place = placeInGroup(at, docs);
      const previous = place > 1 ? (docs[at - 1]?.text ?? '') : '';
      return readText({ text, title, before: previous, opens: place === 0 ? 0 : 1 / place }, { language, synonyms });
    },
  });
  return {
    corpus: { language, synonyms, index, doc: (at) => read.memo(at) },
    situation: { language, names: NO_NAMES, vocabulary: createVocabulary(counts, language) },
  };
}

/** The position of a text in its group: 1 for the first text; 0 outside of groups. */
function placeInGroup(at: number, docs: readonly IndexDoc[]): number {
  const group = docs[at]?.group;
  if (group === undefined) return 0;
  let place = 1;
  while (place < GROUP_LOOK_BACK && docs[at - place]?.group === group) place += 1;
  return place;
}
