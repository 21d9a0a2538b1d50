import type { Fact } from '../model/knowledge.ts';
import { GrowingUint32, NumberLists } from './growing.ts';
import { Spellings } from './spellings.ts';
import { tokenizeWith } from './tokens.ts';

/** Every word that the facts of a situation use, as often as they use it. */
export interface FactWords {
  /** In the order in which the facts use them first. */
  readonly counts: ReadonlyMap<string, number>;
  readonly facts: readonly Fact[];
  /** By fact: the numbers of its words in the table. */
  readonly lists: NumberLists;
  readonly table: WordTable;
}

interface KnownWord {
  readonly word: string;
  readonly number: number;
}

/** Words as numbers. It only ever grows, so the numbers stay valid when facts change. */
class WordTable {
  readonly words: string[] = [];
  readonly #known = new Map<string, KnownWord>();
  readonly spellings = new Spellings((word) => this.#word(word));

  #word(word: string): KnownWord {
    const known = this.#known.get(word);
    if (known) return known;
    const made = { word, number: this.words.length };
    this.words.push(word);
    this.#known.set(word, made);
    return made;
  }
}

/** A table in which most words are of facts that are gone is not carried on. */
const USED_SHARE_MIN = 0.5;

/** @param earlier - of the situation before it changed: facts that are still the same objects are not read again */
export function readFactWords(facts: readonly Fact[], earlier?: FactWords): FactWords {
  const kept = earlier && earlier.counts.size >= earlier.table.words.length * USED_SHARE_MIN ? earlier : null;
  const table = kept?.table ?? new WordTable();
  const places = new Map(kept?.facts.map((fact, at) => [fact, at]));
  const lists = new NumberLists();
  for (const fact of facts) {
    const place = places.get(fact);
    if (kept && place !== undefined) {
      lists.copy(kept.lists, place);
      continue;
    }
    for (const text of textsOf(fact)) {
      for (const { number } of tokenizeWith(text, table.spellings)) lists.push(number);
    }
    lists.complete();
  }
  return { counts: countWords(lists, table), facts, lists, table };
}

function countWords(lists: NumberLists, table: WordTable): ReadonlyMap<string, number> {
  const counts = new Uint32Array(table.words.length);
  const order = new GrowingUint32();
  for (const word of lists.list(0, lists.count)) {
    if (counts[word] === 0) order.push(word);
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return new Map(Array.from(order.finish(), (word) => [table.words[word] ?? '', counts[word] ?? 0]));
}

function textsOf(fact: Fact): readonly string[] {
  return [
    fact.text,
    fact.label,
    ...fact.askedAs,
    fact.reason ?? '',
    fact.time?.text ?? '',
    ...fact.numbers.map(({ of }) => of),
  ];
}
