import { hash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';

/** What the entries of long lists hold, kept from one load to the next: then only entries that changed are parsed. */
export class EntryMemory {
  readonly #earlier: ReadonlyMap<string, readonly unknown[]>;
  readonly #now = new Map<string, readonly unknown[]>();

  /** @param stored - what an earlier one gave with `store` */
  constructor(stored: Uint8Array | null = null) {
    this.#earlier = stored ? deserialize(stored) : new Map();
  }

  /** The plain values of the entries that stand in a text; undefined where it was not there at the load before. */
  recall(text: string): readonly unknown[] | undefined {
    const key = keyOf(text);
    const entries = this.#earlier.get(key);
    if (entries) this.#now.set(key, entries);
    return entries;
  }

  /** @param entries - what the text holds, without any problem: problems have lines, which are others at the next load */
  remember(text: string, entries: readonly unknown[]): void {
    this.#now.set(keyOf(text), entries);
  }

  /** What was recalled or remembered; about as large as the texts. */
  store(): Uint8Array {
    return serialize(this.#now);
  }
}

function keyOf(text: string): string {
  return hash('sha256', text, 'base64');
}
