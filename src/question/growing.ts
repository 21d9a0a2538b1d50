/** A typed array that grows: the plain arrays of a large index would take four to eight times its memory. */
export class GrowingUint32 {
  #values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    this.#reserve(this.length + 1);
    this.#values[this.length] = value;
    this.length += 1;
  }

  pushAll(values: Uint32Array): void {
    this.#reserve(this.length + values.length);
    this.#values.set(values, this.length);
    this.length += values.length;
  }

  /** @returns 0 for what was never pushed nor set */
  at(index: number): number {
    return index < this.length ? (this.#values[index] ?? 0) : 0;
  }

  /** Whatever lies between the end and `index` becomes 0. */
  set(index: number, value: number): void {
    this.#reserve(index + 1);
    this.#values[index] = value;
    if (index >= this.length) this.length = index + 1;
  }

  /** The values from `start` to before `end`, without a copy: valid until the next push. */
  view(start: number, end: number): Uint32Array {
    return this.#values.subarray(start, Math.min(end, this.length));
  }

  /** The values so far, in an array of just their size. */
  finish(): Uint32Array {
    return this.#values.slice(0, this.length);
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return;
    const larger = new Uint32Array(Math.max(length, this.#values.length * 2));
    larger.set(this.#values);
    this.#values = larger;
  }
}

/** Lists of numbers one after the other: a hundred thousand small arrays would take several times the memory. */
export class NumberLists {
  readonly #values = new GrowingUint32();
  readonly #ends = new GrowingUint32();

  /** How many lists are complete. */
  get count(): number {
    return this.#ends.length;
  }

  /** How many numbers all lists have together. */
  get length(): number {
    return this.#values.length;
  }

  /** Adds to the list that is not complete yet. */
  push(value: number): void {
    this.#values.push(value);
  }

  /** Changes a number of the list that is not complete yet. @param at - counted from the first number of the first list */
  change(at: number, value: number): void {
    this.#values.set(at, value);
  }

  /** @param at - counted from the first number of the first list */
  number(at: number): number {
    return this.#values.at(at);
  }

  complete(): void {
    this.#ends.push(this.#values.length);
  }

  /** One list, or all from `at` to before `end` as one. Without a copy: valid until the next push. */
  list(at: number, end = at + 1): Uint32Array {
    return this.#values.view(this.start(at), this.start(end));
  }

  /** Where a list begins, counted from the first number of the first list. */
  start(at: number): number {
    return at === 0 ? 0 : this.#ends.at(at - 1);
  }

  /** Appends a list of others. */
  copy(from: NumberLists, at: number): void {
    this.#values.pushAll(from.list(at));
    this.complete();
  }
}
