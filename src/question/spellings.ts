import { fold } from '../model/text.ts';
import { WORD_MAX_CHARS } from './memo.ts';
import { CONTRACTIONS, MONTH_SHORT, NUMBER_WORDS } from './word-forms.ts';

/** What a spelling gives wherever it stands in a text. */
export interface Spelling<T> {
  readonly raw: string;
  /** Its token inside a clause. */
  readonly inside: T;
  /** Its token as the last of a clause; null until it stands there. */
  ending: T | null;
  /** Instead of them, the tokens of a contraction: no part of one ends a clause. */
  readonly several: readonly T[] | null;
}

const FIRST_SLOTS = 1024;

/**
 * Spellings by their letters as they stand in a text: texts repeat few spellings many times, so nothing is cut out of a text
 * but what is met for the first time. A `Map` would need every word of every text as a string of its own.
 *
 * An open-addressing table, at most half full.
 */
export class Spellings<T> {
  readonly #tokenOf: (word: string, raw: string, last: boolean) => T;
  readonly #max: number;
  /** By hash, or the next free place behind: number of a spelling from 1; 0 is free. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS / 2);
  #known: Spelling<T>[] = [];

  /**
   * @param tokenOf - makes a token of one word; `last` where it ends a clause
   * @param max - with more, all are forgotten
   */
  constructor(tokenOf: (word: string, raw: string, last: boolean) => T, max = Number.POSITIVE_INFINITY) {
    this.#tokenOf = tokenOf;
    this.#max = max;
  }

  /**
   * @param codes - of a text; the spelling stands from `start` to before `end`
   * @param hash - of that part, see `hashLetter`
   */
  at(codes: Uint16Array, start: number, end: number, hash: number): Spelling<T> {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) return this.#meet(String.fromCharCode(...codes.subarray(start, end)), hash);
      if (this.#hashes[number] !== hash) continue;
      const spelling = this.#known[number];
      if (spelling && isAt(codes, start, end, spelling.raw)) return spelling;
    }
  }

  /** The token of a spelling at the end of a clause. */
  ending(spelling: Spelling<T>): T {
    const { raw, ending } = spelling;
    if (ending !== null) return ending;
    const words = wordsOf(raw);
    const made = this.#tokenOf(typeof words === 'string' ? words : raw, raw, true);
    spelling.ending = made;
    return made;
  }

  #read(raw: string): Spelling<T> {
    const words = wordsOf(raw);
    const several = typeof words === 'string' ? null : words.map((word) => this.#tokenOf(word, raw, false));
    const inside = several?.[0] ?? this.#tokenOf(typeof words === 'string' ? words : raw, raw, false);
    return { raw, inside, ending: null, several };
  }

  #meet(raw: string, hash: number): Spelling<T> {
    if (raw.length > WORD_MAX_CHARS) return this.#read(raw);
    if (this.#known.length >= this.#max) this.#forget();
    if (this.#known.length * 2 >= this.#slots.length) this.#grow();
    const spelling = this.#read(raw);
    this.#hashes[this.#known.length] = hash;
    this.#known.push(spelling);
    this.#place(this.#known.length, hash);
    return spelling;
  }

  #place(number: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number;
  }

  #grow(): void {
    const hashes = new Int32Array(this.#slots.length);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 1; number <= this.#known.length; number++) this.#place(number, hashes[number - 1] ?? 0);
  }

  #forget(): void {
    this.#slots = new Uint32Array(FIRST_SLOTS);
    this.#hashes = new Int32Array(FIRST_SLOTS / 2);
    this.#known = [];
  }
}

function isAt(codes: Uint16Array, start: number, end: number, raw: string): boolean {
  if (raw.length !== end - start) return false;
  for (let at = 0; at < raw.length; at++) if (raw.charCodeAt(at) !== codes[start + at]) return false;
  return true;
}

/** The hash of no letters (FNV-1a, 32 bits, signed: V8 need not box such a number). */
export const NO_LETTERS = 0x811c9dc5 | 0;

/** The hash of one code unit more. */
export function hashLetter(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

const PLAIN = /^[a-z]+$/;

/** What a spelling stands for, folded: a word, or the words of a contraction. */
function wordsOf(raw: string): string | readonly string[] {
  const lower = raw.toLowerCase();
  let word = PLAIN.test(lower) ? lower : fold(raw);
  if (word.charCodeAt(0) <= 57) return word.replace(/,/g, '').replace(/(?:st|nd|rd|th)$/, '');
  const expanded = CONTRACTIONS.get(word);
  if (expanded) return expanded;
  const apostrophe = word.indexOf("'");
  if (apostrophe > 0) {
    // "Iran's" is the possessive; "n't" and the rest stand in the table above.
    word = word.endsWith("'s") || word.endsWith("s'") ? word.slice(0, word.lastIndexOf("'")) : word.replaceAll("'", '');
  }
  if (raw === 'US') return 'usa';
  return NUMBER_WORDS.get(word) ?? MONTH_SHORT.get(word) ?? word;
}
