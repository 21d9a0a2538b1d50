/**
 * Finds names by words that are still being typed: every typed word begins a word of the name. The words are sorted, so
 * words that begin alike are neighbours, and each word has a list of the items whose names contain it.
 */
export class BegunWords {
  readonly #words: readonly string[];
  readonly #starts: Uint32Array;
  /**
   * For each word, its items in ascending order. An item is coded as twice its number, plus one where one of its names begins
   * with the word.
   */
  readonly #uses: Uint32Array;
  /** For each item: how many of the typed words it has matched so far; all 0 between two searches. */
  readonly #met: Uint8Array;

  /** @param namesOf - the names of each item, folded, with words separated by single blanks */
  constructor(namesOf: readonly (readonly string[])[]) {
    const uses = new Map<string, number[]>();
    namesOf.forEach((names, item) => {
      for (const name of names) {
        name.split(' ').forEach((word, at) => {
          if (word === '') return;
          const use = 2 * item + (at === 0 ? 1 : 0);
          const list = uses.get(word);
          if (list === undefined) uses.set(word, [use]);
          else if (list.at(-1) !== use) list.push(use);
        });
      }
    });
    this.#words = [...uses.keys()].sort();
    this.#starts = new Uint32Array(this.#words.length + 1);
    this.#words.forEach((word, at) => {
      this.#starts[at + 1] = (this.#starts[at] ?? 0) + (uses.get(word)?.length ?? 0);
    });
    this.#uses = new Uint32Array(this.#starts.at(-1) ?? 0);
    this.#words.forEach((word, at) => {
      this.#uses.set(uses.get(word) ?? [], this.#starts[at]);
    });
    this.#met = new Uint8Array(namesOf.length);
  }

  /**
   * @param typed - folded words, each complete or only begun; at most 255
   * @returns the items for which every typed word begins some word of one of their names, in no particular order; `opening`: those among them with
   * a name that begins with the typed word, where only one was typed
   *
   * Cost grows with the number of names that have a matching word.
   */
  find(typed: readonly string[]): { readonly items: readonly number[]; readonly opening: ReadonlySet<number> } {
    const opening = new Set<number>();
    let items: number[] = [];
    const touched: number[] = [];
    typed.slice(0, 255).forEach((word, turn) => {
      const next: number[] = [];
      const [from, to] = this.#range(word);
      for (let at = this.#starts[from] ?? 0; at < (this.#starts[to] ?? 0); at++) {
        const use = this.#uses[at] ?? 0;
        const item = use >> 1;
        if (typed.length === 1 && (use & 1) === 1) opening.add(item);
        if (this.#met[item] !== turn) continue;
        this.#met[item] = turn + 1;
        if (turn === 0) touched.push(item);
        next.push(item);
      }
      items = next;
    });
    for (const item of touched) this.#met[item] = 0;
    return { items, opening };
  }

  /** Of the words that begin so, the one that most names have; where several tie, the first in the alphabet. */
  commonest(start: string): string | undefined {
    const [from, to] = this.#range(start);
    const usesOf = (at: number): number => (this.#starts[at + 1] ?? 0) - (this.#starts[at] ?? 0);
    let best = from;
    for (let at = from + 1; at < to; at++) if (usesOf(at) > usesOf(best)) best = at;
    return from < to ? this.#words[best] : undefined;
  }

  /** The range of the words that begin with `start`: the index of the first, and the index after the last. */
  #range(start: string): readonly [number, number] {
    const from = this.#firstFrom((word) => word >= start, 0);
    return [from, this.#firstFrom((word) => !word.startsWith(start), from)];
  }

  /** The first place at or after `low` whose word passes the test. All words after it must pass as well (binary search). */
  #firstFrom(passes: (word: string) => boolean, low: number): number {
    let from = low;
    let to = this.#words.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (passes(this.#words[middle] ?? '')) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}
