/** A typed array that grows: the plain arrays of a large index would take four to eight times its memory. */
export class GrowingUint32 {
  #values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** The values so far, in an array of just their size. */
  finish(): Uint32Array {
    return this.#values.slice(0, this.length);
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}
