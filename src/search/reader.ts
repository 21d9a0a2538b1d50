import { GrowingUint32, NumberLists } from '../question/growing.ts';
import { type Token, tokenizeWith } from '../question/tokens.ts';
import { holdsOf } from './holds.ts';
import type { Synonyms } from './synonyms.ts';
import type { TermTable, Word } from './term-table.ts';

/** Further words under which a document is found; `weight` in (0, 1], 1 counts like its text. */
export interface Extra {
  readonly text: string;
  readonly weight: number;
  /** Many documents have the very same: it is split into words once. */
  readonly shared?: true;
}

/** What there is to read of a fact, or of any text that can be found. */
export interface IndexDoc {
  readonly id: string;
  readonly text: string;
  readonly extras?: readonly Extra[];
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

/** A single word of a longer name. */
const NAME_PART_WEIGHT = 0.5;
/** Set on a term of a text's order where it is spelled as a name. Leaves room for two thousand million terms. */
export const NAME_FLAG = 0x80000000;

/** A term of a text's order, whether or not it is spelled as a name there. */
export function withoutFlag(term: number): number {
  return term >= NAME_FLAG ? term - NAME_FLAG : term;
}

/** Documents as numbers of a term table: all that an index is made of. */
export class Readings {
  /** By document: term and use (see `packUse`) in turn, the terms in the order in which they are first met. */
  readonly uses = new NumberLists();
  /** By document: the terms of its text in reading order, function words left out; `NAME_FLAG` on those spelled as names. */
  readonly order = new NumberLists();
  /** By document: bits of `HOLDS`. */
  readonly holds = new GrowingUint32();

  get count(): number {
    return this.holds.length;
  }

  /** Appends a document of earlier readings with the same table. */
  copy(from: Readings, doc: number): void {
    this.uses.copy(from.uses, doc);
    this.order.copy(from.order, doc);
    this.holds.push(from.holds.at(doc));
  }
}

/** How a document has a term. */
export interface Use {
  /** Of the best field that has it, in percent. */
  readonly percent: number;
  /** In that field; at most 255. */
  readonly times: number;
}

const packUse = (percent: number, times: number): number => percent * 256 + Math.min(times, 255);

export function unpackUse(packed: number): Use {
  return { percent: packed >>> 8, times: packed & 255 };
}

/** A word as it stands in a text. */
interface SpelledWord extends Token {
  readonly known: Word;
}

/** Reads documents one after the other. Each word is looked up once; the rest is numbers. */
export class Reader {
  readonly readings = new Readings();
  readonly #table: TermTable;
  readonly #synonyms: Synonyms;
  /** By term: where its use stands, where that is within the document that is being read. */
  readonly #places = new GrowingUint32();
  readonly #counts = new GrowingUint32();
  readonly #shared = new Map<string, readonly SpelledWord[]>();

  constructor(table: TermTable, synonyms: Synonyms) {
    this.#table = table;
    this.#synonyms = synonyms;
  }

  read(doc: IndexDoc): void {
    const { uses, order, holds } = this.readings;
    const words = this.#split(doc.text);
    this.#readWords(words, 100, doc.names, order);
    for (const { text, weight, shared } of doc.extras ?? []) {
      const split = shared ? this.#splitShared(text) : this.#split(text);
      this.#readWords(split, Math.round(weight * 100), doc.names, null);
    }
    for (const { term, weight } of doc.marks ?? []) this.#use(this.#table.term(term), Math.round(weight * 100));
    uses.complete();
    order.complete();
    holds.push(
      doc.holds ??
        holdsOf(
          doc.text,
          words,
          words.map(({ known }) => known.kind),
        ),
    );
  }

  /** Words of the documents that were read here, with how many times; function words left out. */
  wordCounts(): ReadonlyMap<string, number> {
    const result = new Map<string, number>();
    let number = 0;
    for (const word of this.#table.words()) {
      const count = this.#counts.at(number);
      if (count > 0) result.set(word, count);
      number += 1;
    }
    return result;
  }

  #split(text: string): readonly SpelledWord[] {
    return tokenizeWith(
      text,
      (raw) => this.#table.wordsOf(raw),
      (known, raw, last) => ({ word: known.word, known, raw, last }),
    );
  }

  #splitShared(text: string): readonly SpelledWord[] {
    const known = this.#shared.get(text);
    if (known) return known;
    const words = this.#split(text);
    this.#shared.set(text, words);
    return words;
  }

  #readWords(
    words: readonly SpelledWord[],
    percent: number,
    names: IndexDoc['names'],
    order: NumberLists | null,
  ): void {
    if (words.length === 0) return;
    const stems = words.map(({ known }) => known.stem);
    const inNames = names && names.length > 0 ? positionsOf(names, stems) : null;
    for (let at = 0; at < words.length; at++) {
      const word = words[at];
      if (!word || word.known.term < 0) continue;
      const { term, number } = word.known;
      this.#counts.set(number, this.#counts.at(number) + 1);
      this.#use(term, inNames?.has(at) ? Math.min(percent, NAME_PART_WEIGHT * 100) : percent);
      // A capital inside a sentence marks a name; at its beginning it marks nothing.
      const isName = at > 0 && words[at - 1]?.last !== true && isCapital(word.raw);
      order?.push(isName ? term + NAME_FLAG : term);
    }
    for (let at = 0; at < words.length; at++) {
      if (words[at]?.known.beginsConcept !== true) continue;
      for (const { group } of this.#synonyms.findAt(stems, at)) this.#use(this.#table.term(`#${group}`), percent);
    }
  }

  /** A term counts at the weight of the best field that has it, as often as that field has it. */
  #use(term: number, percent: number): void {
    const { uses } = this.readings;
    const place = this.#places.at(term);
    // Place 0 is that of a term, never of a use.
    if (place <= uses.start(uses.count)) {
      uses.push(term);
      this.#places.set(term, uses.length);
      uses.push(packUse(percent, 1));
      return;
    }
    const known = unpackUse(uses.number(place));
    if (percent > known.percent) uses.change(place, packUse(percent, 1));
    else if (percent === known.percent) uses.change(place, packUse(percent, known.times + 1));
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
