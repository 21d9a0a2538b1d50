import { stem } from '../question/stem.ts';
import { wordsOf } from '../question/tokens.ts';
import { FUNCTION_WORDS } from '../question/word-classes.ts';
import { kindOf } from './holds.ts';
import type { Synonyms } from './synonyms.ts';

/** All that an index needs to know of a word. */
export interface Word {
  /** Folded, as `tokenize` gives it. */
  readonly word: string;
  readonly stem: string;
  /** Number among the terms of the stem (of the word itself in a table without stemming); -1 for function words, which are not indexed. */
  readonly term: number;
  /** Number among the words. */
  readonly number: number;
  /** What it may hold, see `kindOf`. */
  readonly kind: number;
  /** A member of a group of synonyms begins with it. */
  readonly beginsConcept: boolean;
}

/**
 * Words and terms as numbers, from 0 in the order in which they are first met. It only ever grows, so what was read once
 * stays valid for later indexes.
 */
export class TermTable {
  readonly #spellings = new Map<string, Word | readonly Word[]>();
  readonly #words = new Map<string, Word>();
  readonly #terms = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #synonyms: Synonyms;
  readonly #stemming: boolean;

  /**
   * @param synonyms - with which all documents of the table are read
   * @param stemming - false: forms of a word are different terms
   */
  constructor(synonyms: Synonyms, stemming = true) {
    this.#synonyms = synonyms;
    this.#stemming = stemming;
  }

  /** What a spelling stands for: a word, or the words of a contraction. */
  wordsOf(raw: string): Word | readonly Word[] {
    const known = this.#spellings.get(raw);
    if (known !== undefined) return known;
    const words = wordsOf(raw);
    const found = typeof words === 'string' ? this.word(words) : words.map((word) => this.word(word));
    this.#spellings.set(raw, found);
    return found;
  }

  word(word: string): Word {
    const known = this.#words.get(word);
    if (known) return known;
    const stemmed = stem(word);
    const term = FUNCTION_WORDS.has(word) ? -1 : this.term(this.#stemming ? stemmed : word);
    const made = {
      word,
      stem: stemmed,
      term,
      number: this.#words.size,
      kind: kindOf(word),
      beginsConcept: this.#synonyms.begins(stemmed),
    };
    this.#words.set(word, made);
    return made;
  }

  /** The number of a term such as `attack`, `#12` (a group of synonyms) or `@iran` (an entity). */
  term(name: string): number {
    const known = this.#terms.get(name);
    if (known !== undefined) return known;
    this.#terms.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  name(term: number): string {
    return this.#names[term] ?? '';
  }

  get termCount(): number {
    return this.#names.length;
  }

  /** In the order of their numbers. */
  words(): Iterable<string> {
    return this.#words.keys();
  }
}
