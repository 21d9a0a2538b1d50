import { LRUCache } from 'lru-cache';
import type { Encoded } from '../encoder/encoder.ts';
import type { Language } from '../language/language.ts';
import { buildInvertedIndex } from '../retrieve/inverted-index.ts';
import { createSynonyms } from '../retrieve/synonyms.ts';
import { createVocabulary } from '../retrieve/vocabulary.ts';
import type { ExampleEncoder } from './examples.ts';
import { type FactDoc, readText } from './fact-doc.ts';
import type { Names } from './names.ts';
import { type Corpus, type Encodings, rank } from './rank.ts';
import { understandSubject } from './understand.ts';
import { ownWeights, type Weights } from './weights.ts';

/** A text to search in; `title` is what the text stands under, `group` joins texts that stand one after another. */
export interface IndexDoc {
  readonly id: string;
  readonly text: string;
  readonly title?: string;
  readonly group?: string;
}

/** The engine's search over any texts, without facts or names: what `rank` offers. */
export interface TextSearch {
  /** Best first; a higher score is better. `confidence` in [0, 1]: the probability that the first hit answers. */
  search(
    question: string,
    k: number,
  ): Promise<{
    readonly hits: readonly { readonly id: string; readonly score: number }[];
    readonly confidence: number;
  }>;
}

/** How much the words of the title and of the text before count: a text often leaves out what its neighbour has named. */
const TITLE_WEIGHT = 1;
const BEFORE_WEIGHT = 0.25;
/** So many texts are measured; the others follow by their BM25 score. */
const MEASURED = 40;
/** Texts are read again for each question that finds them, but for the latest few. */
const DOCS_KEPT = 2000;
const NO_NAMES: Names = { find: () => [], named: () => [], topic: () => null, all: new Map() };

export interface TextSearchOptions {
  readonly language: Language;
  readonly weights?: Weights;
  /** The encoder's view of all texts, which `encodeTexts` makes. */
  readonly encoder?: { readonly cache: ExampleEncoder; readonly encoded: ReadonlyMap<string, Encoded> };
}

/** What the encoder must know of a text. */
export const encodedText = ({ title, text }: IndexDoc): string => (title === undefined ? text : `${title}. ${text}`);

// Over 60 lines: reading, indexing and searching share one pass over the texts.
export function createTextSearch(
  docs: readonly IndexDoc[],
  { language, weights = ownWeights(), encoder }: TextSearchOptions,
): TextSearch {
  const synonyms = createSynonyms([], language);
  const counts = new Map<string, number>();
  const stemsOf = (text: string): readonly string[] =>
    language.words(text).flatMap(({ text: word, stem }) => {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      return language.isFunctionWord(word) ? [] : [stem];
    });
  const titleStems = new Map<string, readonly string[]>();
  const titleOf = (title: string): readonly string[] => {
    const known = titleStems.get(title);
    if (known) return known;
    const stems = stemsOf(title);
    titleStems.set(title, stems);
    return stems;
  };
  let before: { readonly group: string | undefined; readonly stems: readonly string[] } = {
    group: undefined,
    stems: [],
  };
  const index = buildInvertedIndex(
    (function* fields() {
      for (const { text, title, group } of docs) {
        const stems = stemsOf(text);
        yield [
          { stems, weight: 1 },
          ...(title === undefined ? [] : [{ stems: titleOf(title), weight: TITLE_WEIGHT }]),
          ...(group !== undefined && group === before.group ? [{ stems: before.stems, weight: BEFORE_WEIGHT }] : []),
        ];
        before = { group, stems };
      }
    })(),
  );
  const situation = { language, names: NO_NAMES, vocabulary: createVocabulary(counts, language) };
  const read = new LRUCache<number, FactDoc>({
    max: DOCS_KEPT,
    memoMethod: (at) => {
      const doc = docs[at];
      const previous = docs[at - 1];
      const context = previous && previous.group !== undefined && previous.group === doc?.group ? previous.text : '';
      return readText(doc?.text ?? '', doc?.title ?? '', context, { language, synonyms });
    },
  });
  const corpus: Corpus = { language, synonyms, index, doc: (at) => read.memo(at) };
  const texts = encoder
    ? docs.map((doc) => {
        const text = encoder.encoded.get(encodedText(doc)) as Encoded;
        return { text, meaning: text.vector, lines: [] };
      })
    : null;
  return {
    async search(question, k) {
      const query = understandSubject(question, situation);
      const encodings: Encodings | null =
        encoder && texts ? { question: await encoder.cache.encodeQuestion(query.text), texts } : null;
      const { ranked, confidence, rest } = rank(query, corpus, encodings, encodings ? weights.on : weights.off, {
        measured: MEASURED,
        listed: k,
      });
      const hits = [
        ...ranked.map(({ at, odds }) => ({ at, score: 2 + odds / (1 + Math.abs(odds)) })),
        ...rest.map(({ doc, score }) => ({ at: doc, score })),
      ];
      return {
        hits: hits
          .slice(0, k)
          .map(({ at, score }) => ({ id: docs[at]?.id ?? '', score: Math.round(score * 1e6) / 1e6 })),
        confidence: Math.round(confidence * 1e4) / 1e4,
      };
    },
  };
}
