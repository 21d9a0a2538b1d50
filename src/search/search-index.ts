import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import { FUNCTION_WORDS } from '../question/word-classes.ts';
import { GrowingUint32 } from './growing.ts';
import { holdsOf } from './holds.ts';
import type { Synonyms } from './synonyms.ts';
import { ALL_TECHNIQUES, type Techniques } from './techniques.ts';

/** Anything that can be found: a fact, or any text. */
export interface IndexDoc {
  readonly id: string;
  readonly text: string;
  /** Further words under which it is found; `weight` in (0, 1], 1 counts like the text itself. */
  readonly extras?: readonly { readonly text: string; readonly weight: number }[];
  /** Ready-made terms such as `@iran`. */
  readonly marks?: readonly { readonly term: string; readonly weight: number }[];
  /** Names of two words and more, as stems: their single words say less ("United **States**" is about no states). */
  readonly names?: readonly (readonly string[])[];
  /** Topic or title that several documents share; its words count for each of them at a reduced weight. */
  readonly title?: string;
  /** Documents of one group that follow one another are context of one another. */
  readonly group?: string;
  /** Bits of `HOLDS`; read off the text where missing. */
  readonly holds?: number;
}

/** Where the documents of one term stand, ascending. */
export interface Postings {
  readonly start: number;
  readonly end: number;
}

/** Saturation and length normalisation of BM25 (Robertson & Zaragoza 2009) for single sentences; chosen on questions about sentences of an encyclopedia. */
const K1 = 0.3;
const B = 0.95;
/** A single word of a longer name. */
const NAME_PART_WEIGHT = 0.5;
/** Chosen on the same questions, where titles are those of articles. */
const TITLE_WEIGHT = 0.85;
const NOWHERE = 0xffffffff;
/** Set on a term of a text's order where it is spelled as a name. Leaves room for two thousand million terms. */
export const NAME_FLAG = 0x80000000;

/**
 * An inverted index in typed arrays: what each term adds to each document is computed once, when the index is built.
 * Immutable; build a new one when documents change.
 */
export class SearchIndex {
  readonly size: number;
  readonly ids: readonly string[];
  readonly holds: Uint8Array;
  /** `holds` was read off the texts, not given as data. */
  readonly guessesHolds: boolean;
  readonly titleWeight: number;
  readonly synonyms: Synonyms;
  /** Words of all texts as typed (folded) and how many times; for correcting misspelt words. */
  readonly words: ReadonlyMap<string, number>;
  readonly #terms: Map<string, number>;
  readonly #starts: Uint32Array;
  readonly docs: Uint32Array;
  /** In (0, 1.3]: what a term adds to a document before its idf. */
  readonly impacts: Float32Array;
  /** In percent: weight of the best field in which the term stands. */
  readonly fields: Uint8Array;
  readonly #orderStarts: Uint32Array;
  readonly #order: Uint32Array;
  readonly #isNumber: Uint8Array;
  readonly #titleOf: Uint32Array;
  readonly #titleDocs: ReadonlyMap<number, readonly number[]>;
  readonly #titleCount: number;
  readonly #groupOf: Uint32Array;

  /** @param titleWeight - what a word of the shared title counts of the same word in the text */
  constructor(
    docs: readonly IndexDoc[],
    synonyms: Synonyms,
    titleWeight = TITLE_WEIGHT,
    techniques: Techniques = ALL_TECHNIQUES,
  ) {
    const { stemming, length: normalisesLength } = techniques;
    this.titleWeight = titleWeight;
    this.guessesHolds = docs.some((doc) => doc.holds === undefined);
    this.size = docs.length;
    this.synonyms = synonyms;
    this.ids = docs.map((doc) => doc.id);
    this.holds = new Uint8Array(docs.length);
    const words = new Map<string, number>();
    this.words = words;
    this.#terms = new Map();
    const termOf = new GrowingUint32();
    const docOf = new GrowingUint32();
    const weightOf = new GrowingUint32();
    const order = new GrowingUint32();
    this.#orderStarts = new Uint32Array(docs.length + 1);
    const lengths = new Uint32Array(docs.length);
    const entryStarts = new Uint32Array(docs.length + 1);
    let totalLength = 0;
    const titles = new Map<string, number>();
    const groups = new Map<string, number>();
    this.#titleOf = new Uint32Array(docs.length).fill(NOWHERE);
    this.#groupOf = new Uint32Array(docs.length).fill(NOWHERE);

    docs.forEach((doc, number) => {
      const found = new Map<number, { times: number; weight: number }>();
      const addTerm = (term: string, weight: number): number => {
        const id = this.#idOf(term);
        const known = found.get(id);
        if (!known) found.set(id, { times: 1, weight });
        else {
          if (weight >= known.weight) known.times = weight > known.weight ? 1 : known.times + 1;
          known.weight = Math.max(weight, known.weight);
        }
        return id;
      };
      const addText = (text: string, weight: number, ordered: boolean): number => {
        const tokens = tokenize(text);
        const stems: string[] = [];
        let length = 0;
        for (const { word } of tokens) stems.push(stem(word));
        const inNames = doc.names ? positionsOf(doc.names, stems) : null;
        for (let at = 0; at < tokens.length; at++) {
          const word = tokens[at]?.word ?? '';
          const stemmed = stems[at] ?? '';
          if (FUNCTION_WORDS.has(word)) continue;
          words.set(word, (words.get(word) ?? 0) + 1);
          const id = addTerm(stemming ? stemmed : word, inNames?.has(at) ? Math.min(weight, NAME_PART_WEIGHT) : weight);
          // A capital inside a sentence marks a name; at its beginning it marks nothing.
          const capital = at > 0 && tokens[at - 1]?.last !== true && isCapital(tokens[at]?.raw ?? '');
          if (ordered) order.push(capital ? id + NAME_FLAG : id);
          length += 1;
        }
        for (const { group } of synonyms.find(stems)) addTerm(`#${group}`, weight);
        if (ordered) this.holds[number] = doc.holds ?? holdsOf(tokens);
        return length;
      };
      const length = addText(doc.text, 1, true);
      lengths[number] = length;
      totalLength += length;
      this.#orderStarts[number + 1] = order.length;
      for (const extra of doc.extras ?? []) addText(extra.text, extra.weight, false);
      for (const mark of doc.marks ?? []) addTerm(mark.term, mark.weight);
      for (const [id, { times, weight }] of found) {
        termOf.push(id);
        docOf.push(number);
        weightOf.push(Math.round(weight * 100) * 256 + Math.min(times, 255));
      }
      entryStarts[number + 1] = termOf.length;
      if (doc.title !== undefined) this.#titleOf[number] = numberOf(doc.title, titles);
      if (doc.group !== undefined) this.#groupOf[number] = numberOf(doc.group, groups);
    });

    this.#order = order.finish();
    this.#isNumber = Uint8Array.from(this.#terms.keys(), (term) => (/^\p{N}/u.test(term) ? 1 : 0));
    this.#titleCount = titles.size;
    this.#titleDocs = this.#indexTitles(titles, stemming);
    const termCount = this.#terms.size;
    this.#starts = new Uint32Array(termCount + 1);
    const entries = termOf.length;
    for (let at = 0; at < entries; at++) {
      const term = termOf.at(at) + 1;
      this.#starts[term] = (this.#starts[term] ?? 0) + 1;
    }
    for (let term = 0; term < termCount; term++) {
      this.#starts[term + 1] = (this.#starts[term + 1] ?? 0) + (this.#starts[term] ?? 0);
    }
    const next = this.#starts.slice();
    this.docs = new Uint32Array(entries);
    this.impacts = new Float32Array(entries);
    this.fields = new Uint8Array(entries);
    const average = totalLength / Math.max(1, docs.length) || 1;
    for (let at = 0; at < entries; at++) {
      const term = termOf.at(at);
      const doc = docOf.at(at);
      const packed = weightOf.at(at);
      const times = packed & 255;
      const weight = (packed >> 8) / 100;
      const place = next[term] ?? 0;
      next[term] = place + 1;
      const norm = normalisesLength ? K1 * (1 - B + (B * (lengths[doc] ?? 0)) / average) : K1;
      this.docs[place] = doc;
      this.impacts[place] = (weight * times * (K1 + 1)) / (times + norm);
      this.fields[place] = Math.round(weight * 100);
    }
  }

  #idOf(term: string): number {
    const known = this.#terms.get(term);
    if (known !== undefined) return known;
    const id = this.#terms.size;
    this.#terms.set(term, id);
    return id;
  }

  #indexTitles(titles: ReadonlyMap<string, number>, stemming: boolean): ReadonlyMap<number, readonly number[]> {
    const byTerm = new Map<number, number[]>();
    for (const [title, number] of titles) {
      const words = tokenize(title).map(({ word }) => (FUNCTION_WORDS.has(word) ? '' : word));
      const stems = words.map((word) => (word === '' ? '' : stem(word)));
      const terms = [
        ...(stemming ? stems : words).filter((each) => each !== ''),
        ...this.synonyms.find(stems).map(({ group }) => `#${group}`),
      ];
      for (const term of new Set(terms)) {
        const id = this.#idOf(term);
        const list = byTerm.get(id);
        if (list) list.push(number);
        else byTerm.set(id, [number]);
      }
    }
    return byTerm;
  }

  /** Whether a term is written in digits. */
  isNumber(term: number): boolean {
    return this.#isNumber[term] === 1;
  }

  /** The number of a term, or -1 where no document has it. */
  term(term: string): number {
    return this.#terms.get(term) ?? -1;
  }

  postings(term: number): Postings {
    if (term < 0) return { start: 0, end: 0 };
    return { start: this.#starts[term] ?? 0, end: this.#starts[term + 1] ?? 0 };
  }

  /** In how many documents a term occurs. */
  frequency(term: number): number {
    const { start, end } = this.postings(term);
    return end - start;
  }

  /** Robertson–Spärck Jones weight, never negative. */
  idf(frequency: number): number {
    return Math.log(1 + (this.size - frequency + 0.5) / (frequency + 0.5));
  }

  /** Titles that have the term. */
  titlesWith(term: number): readonly number[] {
    return this.#titleDocs.get(term) ?? [];
  }

  get titleCount(): number {
    return this.#titleCount;
  }

  titleOf(doc: number): number {
    return this.#titleOf[doc] ?? NOWHERE;
  }

  /** Whether the document before belongs to the same group, so that it is context. */
  followsOn(doc: number): boolean {
    const group = this.#groupOf[doc];
    return doc > 0 && group !== NOWHERE && group === this.#groupOf[doc - 1];
  }

  /** The terms of a document's text in reading order, function words left out; `NAME_FLAG` is set on those spelled as names. */
  order(doc: number): Uint32Array {
    return this.#order.subarray(this.#orderStarts[doc] ?? 0, this.#orderStarts[doc + 1] ?? 0);
  }

  /** Weight in [0, 1] of the best field of a document that has the term; 0 where none has it. */
  fieldWeight(term: number, doc: number): number {
    const entry = this.#entryOf(term, doc);
    return entry < 0 ? 0 : (this.fields[entry] ?? 0) / 100;
  }

  /** What a term adds to a document before its idf; 0 where the document lacks it. */
  impact(term: number, doc: number): number {
    const entry = this.#entryOf(term, doc);
    return entry < 0 ? 0 : (this.impacts[entry] ?? 0);
  }

  /** Where the postings have a document of a term, or -1. */
  #entryOf(term: number, doc: number): number {
    let { start, end } = this.postings(term);
    const limit = end;
    while (start < end) {
      const middle = (start + end) >> 1;
      if ((this.docs[middle] ?? 0) < doc) start = middle + 1;
      else end = middle;
    }
    return start < limit && this.docs[start] === doc ? start : -1;
  }
}

/** Where in a text the words of longer names stand. */
export function positionsOf(names: readonly (readonly string[])[], stems: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const name of names) {
    for (let at = 0; at + name.length <= stems.length; at++) {
      if (!name.every((each, offset) => stems[at + offset] === each)) continue;
      for (let offset = 0; offset < name.length; offset++) found.add(at + offset);
    }
  }
  return found;
}

function isCapital(raw: string): boolean {
  const first = raw.charCodeAt(0);
  return first < 128 ? first >= 65 && first <= 90 : /^\p{Lu}/u.test(raw);
}

function numberOf(name: string, numbers: Map<string, number>): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}
