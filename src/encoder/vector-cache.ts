import { hash } from 'node:crypto';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { readCacheFile, writeCacheFile } from './cache-file.ts';
import { type Encoded, type Encoder, type TextKind, unavailable } from './encoder.ts';
import { type PackedEncoding, pack } from './packed-encoding.ts';

/** An encoder that computes nothing twice: it caches the vectors of one situation's facts and of the questions about them. */
export interface VectorCache {
  /**
   * The vectors of the given facts. The vectors of all other texts are removed from memory and from the file.
   *
   * @param texts - all that are used from now on, best as "label. text"
   * @param lines - other ways to ask for the facts; they are encoded as questions, so that a question lies near similar lines
   * @returns an encoding for each text, and for each line under `lineKey` of it. `pieces` and `pieceVectors` are unpacked at each
   * access: take them once; a piece vector has a cosine of at least 0.9999 with the exact one
   * @throws SitrepError ENCODER_UNAVAILABLE where the encoder is failed or stopped, or its process ended again and again;
   *         what was computed is kept
   *
   * A text costs about 6 ms of the encoder's process if it is new, and 10 KB of memory.
   */
  encodeFacts(texts: readonly string[], lines?: readonly string[]): Promise<ReadonlyMap<string, Encoded>>;
  /** The vectors of a question; from memory where it was asked recently. @throws as `Encoder.encode` */
  encodeQuestion(text: string): Promise<Encoded>;
}

/** The key of a line among the texts, because the same words may also be a text. */
export const lineKey = (line: string): string => `?${line}`;

/** Encoding is retried when the encoder's process ends in the middle, but not forever, because one of the facts may cause the crash. */
const MAX_TRIES = 3;
/** Limit for question vectors: a few hundred questions. */
const QUESTIONS_MAX_BYTES = 8 * 1_048_576;

/** The vectors of questions asked recently. They do not depend on the situation, so one process needs one of these. */
export type QuestionVectors = LRUCache<string, Encoded>;

export const createQuestionVectors = (encoder: Encoder): QuestionVectors =>
  new LRUCache({
    maxSize: QUESTIONS_MAX_BYTES,
    sizeCalculation: ({ vector, pieceVectors }) => vector.byteLength + pieceVectors.byteLength,
    fetchMethod: (text) => encodeOne(encoder, text, 'question'),
  });

/**
 * @param questions - the cache that several situations share; by default one of its own
 * @param folder - holds a file `SITUATION.vectors`, which is created where it does not exist; without a folder the vectors are kept only in memory
 * @param situation - its name
 */
export function openVectorCache(options: {
  readonly encoder: Encoder;
  readonly questions?: QuestionVectors;
  readonly folder: string | undefined;
  readonly situation: string;
  readonly log: Logger;
}): VectorCache {
  return new Cache(options);
}

class Cache implements VectorCache {
  readonly #encoder: Encoder;
  readonly #file: string | undefined;
  readonly #log: Logger;
  readonly #questions: QuestionVectors;
  /** Vectors by the hash of their text. The file is read at the first use. */
  #facts: Promise<Map<string, PackedEncoding>> | undefined;
  readonly #pending = new Map<string, Promise<PackedEncoding>>();
  #latest: readonly string[] = [];
  /** What the file holds, by hash. */
  #saved: ReadonlySet<string> = new Set();
  #saving: Promise<void> = Promise.resolve();

  constructor({ encoder, questions, folder, situation, log }: Parameters<typeof openVectorCache>[0]) {
    this.#encoder = encoder;
    this.#file = folder === undefined ? undefined : join(folder, `${situation}.vectors`);
    this.#log = log.child({ encoder: encoder.name, situation });
    this.#questions = questions ?? createQuestionVectors(encoder);
  }

  encodeQuestion(text: string): Promise<Encoded> {
    return this.#questions.forceFetch(text);
  }

  async encodeFacts(texts: readonly string[], lines: readonly string[] = []): Promise<ReadonlyMap<string, Encoded>> {
    const wanted = [...texts, ...lines.map(lineKey)];
    this.#latest = wanted;
    // The vectors of facts are useless without vectors for questions.
    if ((await this.#encoder.ready()) === 'failed') throw unavailable(`it is ${this.#encoder.state}`);
    this.#facts ??= this.#load();
    const facts = await this.#facts;
    const keys = new Map(wanted.map((text) => [text, hash('sha256', text)]));
    try {
      return await this.#encodeMissing(keys, facts);
    } finally {
      // Only the latest call may drop texts, because it knows which ones are in use.
      if (this.#latest === wanted) {
        const used = new Set(keys.values());
        for (const key of facts.keys()) if (!used.has(key)) facts.delete(key);
        await this.#save(facts);
      }
    }
  }

  /** @param keys - each text's hash */
  async #encodeMissing(
    keys: ReadonlyMap<string, string>,
    facts: Map<string, PackedEncoding>,
  ): Promise<ReadonlyMap<string, Encoded>> {
    const started = performance.now();
    const computed = [...keys.values()].filter((key) => !facts.has(key)).length;
    const encodings = new Map<string, Encoded>();
    const fill = async ([text, key]: readonly [string, string]) => {
      encodings.set(text, facts.get(key) ?? (await this.#encodeFact(text, key, facts)));
    };
    for (let tries = 1; ; tries += 1) {
      const missing = [...keys].filter(([text]) => !encodings.has(text));
      const results = await Promise.allSettled(missing.map(fill));
      const failure = results.find(({ status }) => status === 'rejected');
      if (failure?.status !== 'rejected') break;
      if (tries === MAX_TRIES || (await this.#encoder.ready()) === 'failed') throw failure.reason;
    }
    const ms = Math.round(performance.now() - started);
    this.#log.debug({ facts: encodings.size, computed, ms }, 'facts encoded');
    return encodings;
  }

  /** Calls for the same text at the same time share one computation. */
  #encodeFact(text: string, key: string, facts: Map<string, PackedEncoding>): Promise<PackedEncoding> {
    const running = this.#pending.get(key);
    if (running) return running;
    const [words, as]: [string, TextKind] = text.startsWith('?') ? [text.slice(1), 'question'] : [text, 'fact'];
    const started = encodeOne(this.#encoder, words, as)
      .then((encoded) => {
        const packed = pack(encoded);
        facts.set(key, packed);
        return packed;
      })
      .finally(() => this.#pending.delete(key));
    this.#pending.set(key, started);
    return started;
  }

  async #load(): Promise<Map<string, PackedEncoding>> {
    if (this.#file === undefined) return new Map();
    try {
      const facts = await readCacheFile(this.#file, this.#encoder);
      this.#saved = new Set(facts.keys());
      return facts;
    } catch (err) {
      if (!(err instanceof Error && 'code' in err && err.code === 'ENOENT')) {
        this.#log.info({ err, file: this.#file }, 'cached vectors unusable; computing them again');
      }
      return new Map();
    }
  }

  #save(facts: ReadonlyMap<string, PackedEncoding>): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      const isSaved = facts.size === this.#saved.size && [...facts.keys()].every((key) => this.#saved.has(key));
      if (this.#file === undefined || isSaved) return;
      // The set of facts may change while this is written.
      const snapshot = new Map(facts);
      try {
        await writeCacheFile(this.#file, this.#encoder, snapshot);
        this.#saved = new Set(snapshot.keys());
      } catch (err) {
        this.#log.warn({ err, file: this.#file }, 'vectors could not be saved; the next start computes them again');
      }
    });
    return this.#saving;
  }
}

async function encodeOne(encoder: Encoder, text: string, as: TextKind): Promise<Encoded> {
  const [encoded] = await encoder.encode([text], as);
  if (!encoded) throw new Error('expected one encoding for one text, but none came');
  return encoded;
}
