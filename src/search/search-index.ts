import { tokenize } from '../question/tokens.ts';
import { type IndexDoc, NAME_FLAG, type Readings, unpackUse } from './reader.ts';
import type { Synonyms } from './synonyms.ts';
import { ALL_TECHNIQUES, type Techniques } from './techniques.ts';
import type { TermTable } from './term-table.ts';

/** Where the documents of one term stand, ascending. */
export interface Postings {
  readonly start: number;
  readonly end: number;
}

/** What an index is made of. */
export interface IndexParts {
  readonly docs: readonly Pick<IndexDoc, 'id' | 'title' | 'group'>[];
  /** Of the same documents, in the same order. */
  readonly readings: Readings;
  /** With which they were read. */
  readonly table: TermTable;
  readonly synonyms: Synonyms;
  /** What the documents hold was read off their texts, not given as data. */
  readonly guessesHolds: boolean;
  /** What a word of the shared title counts of the same word in the text. */
  readonly titleWeight?: number;
  readonly techniques?: Techniques;
}

/** Saturation and length normalisation of BM25 (Robertson & Zaragoza 2009) for single sentences; chosen on questions about sentences of an encyclopedia. */
const K1 = 0.3;
const B = 0.95;
/** Chosen on the same questions, where titles are those of articles. */
const TITLE_WEIGHT = 0.85;
const NOWHERE = 0xffffffff;

/**
 * An inverted index in typed arrays: what each term adds to each document is computed once, when the index is built.
 * Immutable; build a new one when documents change. Terms are numbered in the order of the documents, whatever was read
 * before with the same table: equal documents give equal indexes.
 */
export class SearchIndex {
  readonly size: number;
  readonly ids: readonly string[];
  readonly holds: Uint16Array;
  readonly guessesHolds: boolean;
  readonly titleWeight: number;
  readonly synonyms: Synonyms;
  readonly docs: Uint32Array;
  /** In (0, 1.3]: what a term adds to a document before its idf. */
  readonly impacts: Float32Array;
  /** In percent: weight of the best field in which the term stands. */
  readonly fields: Uint8Array;
  readonly #terms = new Map<string, number>();
  readonly #starts: Uint32Array;
  readonly #orderStarts: Uint32Array;
  readonly #order: Uint32Array;
  readonly #isNumber: Uint8Array;
  readonly #titleOf: Uint32Array;
  readonly #titleDocs: ReadonlyMap<number, readonly number[]>;
  readonly #titleCount: number;
  /** By title: how many different words it has, without what stands in brackets. */
  readonly #titleSizes: readonly number[];
  /** By title: its documents, ascending; made when first asked for. */
  #titleTexts: readonly (readonly number[])[] | null = null;
  readonly #groupOf: Uint32Array;

  constructor(parts: IndexParts) {
    const { docs, readings, table, synonyms, techniques = ALL_TECHNIQUES } = parts;
    const { uses, order } = readings;
    this.titleWeight = parts.titleWeight ?? TITLE_WEIGHT;
    this.guessesHolds = parts.guessesHolds;
    this.size = docs.length;
    this.synonyms = synonyms;
    this.ids = docs.map((doc) => doc.id);
    this.holds = Uint16Array.from(readings.holds.view(0, docs.length));

    const numbers = this.#numberTerms(readings, table);
    this.#isNumber = Uint8Array.from(this.#terms.keys(), (term) => (/^\p{N}/u.test(term) ? 1 : 0));
    this.#orderStarts = new Uint32Array(docs.length + 1);
    for (let doc = 0; doc <= docs.length; doc++) this.#orderStarts[doc] = order.start(doc);
    this.#order = order.list(0, docs.length).slice();
    for (let at = 0; at < this.#order.length; at++) {
      const term = this.#order[at] ?? 0;
      const flag = term >= NAME_FLAG ? NAME_FLAG : 0;
      this.#order[at] = (numbers[term - flag] ?? 0) + flag;
    }

    const titles = new Map<string, number>();
    const groups = new Map<string, number>();
    this.#titleOf = numberAll(docs, ({ title }) => title, titles);
    this.#groupOf = numberAll(docs, ({ group }) => group, groups);
    this.#titleCount = titles.size;
    this.#titleDocs = this.#indexTitles(titles, table);
    this.#titleSizes = Array.from(titles.keys(), (title) => titleSize(title, table));
    // Words that only titles have are terms too, without documents.
    const termCount = this.#terms.size;

    this.#starts = new Uint32Array(termCount + 1);
    const flat = uses.list(0, docs.length);
    for (let at = 0; at < flat.length; at += 2) {
      const term = (numbers[flat[at] ?? 0] ?? 0) + 1;
      this.#starts[term] = (this.#starts[term] ?? 0) + 1;
    }
    for (let term = 0; term < termCount; term++) {
      this.#starts[term + 1] = (this.#starts[term + 1] ?? 0) + (this.#starts[term] ?? 0);
    }
    const next = this.#starts.slice();
    this.docs = new Uint32Array(flat.length / 2);
    this.impacts = new Float32Array(flat.length / 2);
    this.fields = new Uint8Array(flat.length / 2);
    const average = this.#order.length / Math.max(1, docs.length) || 1;
    for (let doc = 0; doc < docs.length; doc++) {
      const length = (this.#orderStarts[doc + 1] ?? 0) - (this.#orderStarts[doc] ?? 0);
      const norm = techniques.length ? K1 * (1 - B + (B * length) / average) : K1;
      const end = uses.start(doc + 1);
      for (let at = uses.start(doc); at < end; at += 2) {
        const term = numbers[flat[at] ?? 0] ?? 0;
        const { percent, times } = unpackUse(flat[at + 1] ?? 0);
        const place = next[term] ?? 0;
        next[term] = place + 1;
        this.docs[place] = doc;
        this.impacts[place] = ((percent / 100) * times * (K1 + 1)) / (times + norm);
        this.fields[place] = percent;
      }
    }
  }

  /** @returns by number in the table: number in this index, in the order in which its documents first have the terms */
  #numberTerms({ uses }: Readings, table: TermTable): Uint32Array {
    const numbers = new Uint32Array(table.termCount).fill(NOWHERE);
    const flat = uses.list(0, uses.count);
    for (let at = 0; at < flat.length; at += 2) {
      const term = flat[at] ?? 0;
      if (numbers[term] === NOWHERE) numbers[term] = this.#idOf(table.name(term));
    }
    return numbers;
  }

  #idOf(term: string): number {
    const known = this.#terms.get(term);
    if (known !== undefined) return known;
    const id = this.#terms.size;
    this.#terms.set(term, id);
    return id;
  }

  #indexTitles(titles: ReadonlyMap<string, number>, table: TermTable): ReadonlyMap<number, readonly number[]> {
    const byTerm = new Map<number, number[]>();
    for (const [title, number] of titles) {
      const words = tokenize(title).map(({ word }) => table.word(word));
      const terms = words.filter(({ term }) => term >= 0).map(({ term }) => table.name(term));
      const stems = words.map((word) => (word.term < 0 ? '' : word.stem));
      const concepts = this.synonyms.find(stems).map(({ group }) => `#${group}`);
      for (const term of new Set([...terms, ...concepts])) {
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

  /** How many different words a title has, function words and what stands in brackets left out. */
  titleSize(title: number): number {
    return this.#titleSizes[title] ?? 0;
  }

  /** The documents under a title, ascending. */
  textsUnder(title: number): readonly number[] {
    this.#titleTexts ??= this.#groupByTitle();
    return this.#titleTexts[title] ?? [];
  }

  #groupByTitle(): readonly (readonly number[])[] {
    const texts = Array.from({ length: this.#titleCount }, (): number[] => []);
    this.#titleOf.forEach((title, doc) => {
      texts[title]?.push(doc);
    });
    return texts;
  }

  get termCount(): number {
    return this.#terms.size;
  }

  get titleCount(): number {
    return this.#titleCount;
  }

  titleOf(doc: number): number {
    return this.#titleOf[doc] ?? NOWHERE;
  }

  inGroup(doc: number): boolean {
    return this.#groupOf[doc] !== NOWHERE;
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

/** "The Rope (film)" is called by its first part. */
const BRACKETS = /\([^)]*\)/g;

function titleSize(title: string, table: TermTable): number {
  const words = tokenize(title.replace(BRACKETS, ' ')).map(({ word }) => table.word(word).term);
  return new Set(words.filter((term) => term >= 0)).size;
}

/** Numbers the names of documents from 0, in the order in which they are first met; `NOWHERE` for documents without. */
function numberAll(
  docs: IndexParts['docs'],
  nameOf: (doc: IndexParts['docs'][number]) => string | undefined,
  numbers: Map<string, number>,
): Uint32Array {
  const result = new Uint32Array(docs.length).fill(NOWHERE);
  docs.forEach((doc, at) => {
    const name = nameOf(doc);
    if (name === undefined) return;
    const number = numbers.get(name) ?? numbers.size;
    if (number === numbers.size) numbers.set(name, number);
    result[at] = number;
  });
  return result;
}
