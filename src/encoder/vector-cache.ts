import { hash } from 'node:crypto';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { readCacheFile, writeCacheFile } from './cache-file.ts';
import { type Encoded, type Encoder, noVectors, type TextKind, type Wanted } from './encoder.ts';
import { type PackedEncoding, pack } from './packed-encoding.ts';

/** All that an engine needs of the encoder. The same text may be in several lists. */
export interface FactTexts {
  /** One for each fact, best as "label. text", whose pieces are compared with those of questions. */
  readonly texts: readonly string[];
  /** Several ways to put a fact each, of which only the mean of their vectors is used. One that is also in `texts` costs nothing. */
  readonly views?: readonly (readonly string[])[];
  /**
   * Other ways to ask for the facts, of which the vector alone is used. They are encoded as questions, so that a question lies near
   * similar lines.
   */
  readonly lines?: readonly string[];
}

/** An encoder that computes nothing twice: it caches the vectors of one situation's facts and of the questions about them. */
export interface VectorCache {
  /**
   * The vectors of facts. The vectors of all other texts are dropped from memory and from the file.
   *
   * @param all - all that are used from now on
   * @returns an encoding for each text, for each fact's views under `viewsKey` of them, and for each line under `lineKey` of it. `pieces` and
   *          `pieceVectors` are unpacked at each access: take them once; a piece vector points the right way to within a cosine of 0.9999
   * @throws SitrepError ENCODER_UNAVAILABLE where the encoder is failed, or its process ended again and again; ENCODER_STOPPED where it is stopped;
   *         what was computed is kept
   *
   * A new text costs about 6 ms of the encoder's process. It takes 10 KB of memory; all views of a fact take 1.6 KB, and so does a line.
   */
  encodeFacts(all: FactTexts): Promise<ReadonlyMap<string, Encoded>>;
  /** The vectors of a question; from memory where it was asked recently. @throws as `Encoder.encode` */
  encodeQuestion(text: string): Promise<Encoded>;
}

/** The keys of views and lines among the texts, because the same words may also be a text. */
export const viewsKey = (views: readonly string[]): string => views.map((view) => `${VIEW}${view}`).join('');
export const lineKey = (line: string): string => `${LINE}${line}`;

/** Control characters, because a text may begin with any other character. */
const VIEW = '\u0001';
const LINE = '\u0002';

/** Facts are tried again when the encoder's process ends in the middle, but a fact that crashes it must not be tried forever. */
const MAX_TRIES = 3;
/** Limit for question vectors: a few hundred questions. */
const QUESTIONS_MAX_BYTES = 8 * 1_048_576;

export interface VectorCacheOptions {
  readonly encoder: Encoder;
  /** Holds a file `SITUATION.vectors` for each situation, and is made where there is none; `undefined`: in memory alone. */
  readonly folder: string | undefined;
  readonly log: Logger;
}

/** What the caches of several situations have in common. */
interface Shared extends VectorCacheOptions {
  /** The vectors of questions asked recently, which do not depend on the situation. */
  readonly questions: LRUCache<string, Encoded>;
  /** A folder that cannot be written is reported once. */
  isUnwritable: boolean;
}

/** @returns opens the cache of the situation of that name */
export function openVectorCaches(options: VectorCacheOptions): (situation: string) => VectorCache {
  const questions = new LRUCache<string, Encoded>({
    maxSize: QUESTIONS_MAX_BYTES,
    sizeCalculation: ({ vector, pieceVectors }) => vector.byteLength + pieceVectors.byteLength,
    fetchMethod: (text) => encodeOne(options.encoder, text, 'question', 'pieces'),
  });
  const shared: Shared = { ...options, questions, isUnwritable: false };
  return (situation) => new Cache(situation, shared);
}

/** The same for one situation. */
export const openVectorCache = ({
  situation,
  ...options
}: VectorCacheOptions & { readonly situation: string }): VectorCache => openVectorCaches(options)(situation);

class Cache implements VectorCache {
  readonly #shared: Shared;
  readonly #encoder: Encoder;
  readonly #file: string | undefined;
  readonly #log: Logger;
  /** By hash of the text; the file is read at the first use. */
  #facts: Promise<Map<string, PackedEncoding>> | undefined;
  readonly #pending = new Map<string, Promise<PackedEncoding>>();
  #latest: readonly string[] = [];
  /** What the file holds, by hash. */
  #saved: ReadonlySet<string> = new Set();
  #saving: Promise<void> = Promise.resolve();

  constructor(situation: string, shared: Shared) {
    const { encoder, folder, log } = shared;
    this.#shared = shared;
    this.#encoder = encoder;
    this.#file = folder === undefined ? undefined : join(folder, `${situation}.vectors`);
    this.#log = log.child({ encoder: encoder.name, situation });
  }

  encodeQuestion(text: string): Promise<Encoded> {
    return this.#shared.questions.forceFetch(text);
  }

  async encodeFacts({ texts, views = [], lines = [] }: FactTexts): Promise<ReadonlyMap<string, Encoded>> {
    const wanted = [...texts, ...views.map(viewsKey), ...lines.map(lineKey)];
    this.#latest = wanted;
    // The vectors of facts are useless without vectors for questions.
    if ((await this.#encoder.ready()) === 'failed') throw noVectors(this.#encoder);
    this.#facts ??= this.#load();
    const facts = await this.#facts;
    const keys = new Map(wanted.map((text) => [text, hash('sha256', text)]));
    try {
      return await this.#encodeMissing(keys, facts);
    } finally {
      // A later call knows better which texts are used.
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
    const started = this.#compute(text, facts)
      .then((encoded) => {
        const packed = pack(encoded);
        facts.set(key, packed);
        return packed;
      })
      .finally(() => this.#pending.delete(key));
    this.#pending.set(key, started);
    return started;
  }

  /** @param key - of a text, of views or of a line */
  #compute(key: string, facts: Map<string, PackedEncoding>): Promise<Encoded> {
    if (key.startsWith(LINE)) return encodeOne(this.#encoder, key.slice(LINE.length), 'question', 'vector');
    if (!key.startsWith(VIEW)) return encodeOne(this.#encoder, key, 'fact', 'pieces');
    const views = key.slice(VIEW.length).split(VIEW);
    // A view that is also a text is known or being computed, because texts come first.
    const encodings = views.map((view) => {
      const text = hash('sha256', view);
      return facts.get(text) ?? this.#pending.get(text) ?? encodeOne(this.#encoder, view, 'fact', 'vector');
    });
    return Promise.all(encodings).then(meanOf);
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
        this.#shared.isUnwritable = false;
      } catch (err) {
        const level = this.#shared.isUnwritable ? 'debug' : 'warn';
        this.#log[level](
          { err, file: this.#file },
          'vectors could not be saved; the next start computes them again. SITREP_CACHE names another folder',
        );
        this.#shared.isUnwritable = true;
      }
    });
    return this.#saving;
  }
}

function meanOf(encodings: readonly Encoded[]): Encoded {
  const mean = new Float32Array(encodings[0]?.vector.length ?? 0);
  for (const { vector } of encodings) {
    for (let at = 0; at < mean.length; at++)
      mean[at] = (mean[at] as number) + (vector[at] as number) / encodings.length;
  }
  return { vector: mean, pieces: [], pieceVectors: new Float32Array() };
}

async function encodeOne(encoder: Encoder, text: string, as: TextKind, wanted: Wanted): Promise<Encoded> {
  const [encoded] = await encoder.encode([text], as, wanted);
  if (!encoded) throw new Error('expected one encoding for one text, but none came');
  return encoded;
}
