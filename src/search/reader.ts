import { GrowingUint32, NumberLists } from '../question/growing.ts';
import { tokenizeWith } from '../question/tokens.ts';
import { holdsOf } from './holds.ts';
import type { SpelledWord, TermTable } from './term-table.ts';

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
const NOWHERE: ReadonlySet<number> = new Set();
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

/** Reads documents one after the other. Each word is looked up once; the rest is numbers. */
export class Reader {
  readonly readings = new Readings();
  readonly #table: TermTable;
  /** By term: where its use stands, where that is within the document that is being read. */
  readonly #places = new GrowingUint32();
  readonly #counts = new GrowingUint32();
  readonly #shared = new Map<string, readonly SpelledWord[]>();

  constructor(table: TermTable) {
    this.#table = table;
  }

  read(doc: IndexDoc): void {
    const { uses, order, holds } = this.readings;
    const words = this.#split(doc.text);
    this.#readWords(words, 100, doc.names, order);
    for (const { text, weight, shared } of doc.extras ?? []) {
      const split = shared ? this.#splitShared(text) : this.#split(text);
      this.#readWords(split, Math.round(weight * 100), doc.names, null);
    }
    const docStart = uses.start(uses.count);
    for (const { term, weight } of doc.marks ?? [])
      this.#use(this.#table.term(term), Math.round(weight * 100), docStart);
    uses.complete();
    order.complete();
    holds.push(doc.holds ?? holdsOf(doc.text, words));
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
    return tokenizeWith(text, this.#table.spellings);
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
    const inNames =
      names && names.length > 0
        ? positionsOf(
            names,
            words.map(({ stem }) => stem),
          )
        : NOWHERE;
    const docStart = this.readings.uses.start(this.readings.uses.count);
    let hasConcepts = false;
    // A capital inside a sentence marks a name; at its beginning it marks nothing.
    let inside = false;
    for (let at = 0; at < words.length; at++) {
      const word = words[at];
      if (!word) continue;
      const { term, number, concepts } = word;
      if (term >= 0) {
        this.#counts.set(number, this.#counts.at(number) + 1);
        this.#use(term, inNames.has(at) ? Math.min(percent, NAME_PART_WEIGHT * 100) : percent, docStart);
        order?.push(inside && word.capital ? term + NAME_FLAG : term);
      }
      if (concepts !== null) hasConcepts = true;
      inside = !word.last;
    }
    if (!hasConcepts) return;
    for (let at = 0; at < words.length; at++) {
      for (const { rest, term } of words[at]?.concepts ?? []) {
        if (rest.every((each, offset) => words[at + 1 + offset]?.stem === each)) this.#use(term, percent, docStart);
      }
    }
  }

  /**
   * A term counts at the weight of the best field that has it, as often as that field has it.
   *
   * @param docStart - where the uses of the document begin
   */
  #use(term: number, percent: number, docStart: number): void {
    const { uses } = this.readings;
    const place = this.#places.at(term);
    // Place 0 is that of a term, never of a use.
    if (place <= docStart) {
      uses.push(term);
      this.#places.set(term, uses.length);
      uses.push(packUse(percent, 1));
      return;
    }
    const known = uses.number(place);
    const best = known >>> 8;
    if (percent > best) uses.change(place, packUse(percent, 1));
    else if (percent === best) uses.change(place, packUse(percent, (known & 255) + 1));
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
