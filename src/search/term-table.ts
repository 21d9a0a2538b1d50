import { Spellings } from '../question/spellings.ts';
import { stem } from '../question/stem.ts';
import { FUNCTION_WORDS } from '../question/word-classes.ts';
import { type HoldingToken, kindOf } from './holds.ts';
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
  /** The members of groups of synonyms that begin with it, the longest first; null for none. */
  readonly concepts: readonly ConceptStart[] | null;
}

/** A member of a group of synonyms, to be looked for behind its first word. */
export interface ConceptStart {
  /** The stems behind the first. */
  readonly rest: readonly string[];
  /** Number of the group among the terms. */
  readonly term: number;
}

/** A word as it stands in a text. What is known of the word is copied: a build looks at it a million times. */
export interface SpelledWord extends Word, HoldingToken {
  /** Begins with a capital. */
  readonly capital: boolean;
}

/**
 * Words and terms as numbers, from 0 in the order in which they are first met. It only ever grows, so what was read once
 * stays valid for later indexes.
 */
export class TermTable {
  /** What the words of a text are, by their letters. */
  readonly spellings: Spellings<SpelledWord>;
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
    this.spellings = new Spellings((word, raw, last) => {
      const { stem, term, number, concepts } = this.word(word);
      return { word, raw, last, stem, term, number, concepts, kind: kindOf(word), capital: isCapital(raw) };
    });
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
      concepts: this.#conceptsFrom(stemmed),
    };
    this.#words.set(word, made);
    return made;
  }

  #conceptsFrom(stemmed: string): readonly ConceptStart[] | null {
    const members = this.#synonyms.startingWith(stemmed);
    if (members.length === 0) return null;
    return members.map(({ stems, group }) => ({ rest: stems.slice(1), term: this.term(`#${group}`) }));
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

function isCapital(raw: string): boolean {
  const first = raw.charCodeAt(0);
  return first < 128 ? first >= 65 && first <= 90 : /^\p{Lu}/u.test(raw);
}
