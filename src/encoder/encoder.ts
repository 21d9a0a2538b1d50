import { type ChildProcess, fork } from 'node:child_process';
import { basename } from 'node:path';
import type { Logger } from 'pino';
import { SitrepError } from '../errors.ts';
import type { Encoded, FromProcess, TextKind, ToProcess, Wanted } from './messages.ts';
import { type EncoderSettings, readSettings } from './settings.ts';

export type { Encoded, TextKind, Wanted } from './messages.ts';

/** Turns sentences into unit vectors, so that a question lies near the facts that answer it. */
export interface Encoder {
  /** The model's name: key of caches and weights. */
  readonly name: string;
  /** 0 where the model's settings could not be read. */
  readonly dimensions: number;
  /** `starting` also after a fault, until the next process is ready; `failed` and `stopped` are final. */
  readonly state: 'starting' | 'ready' | 'failed' | 'stopped';
  /** Resolves when the encoder is ready, at once where it already is; with `failed` when it can never be ready (again). */
  ready(): Promise<'ready' | 'failed'>;
  /**
   * Encodes texts; while the encoder is starting they wait. Questions go before waiting facts, and wait for at most two facts.
   *
   * @param wanted - absent: pieces as well
   * @returns one for each text, in order; the same text always gets the same vectors on one machine
   * @throws SitrepError ENCODER_UNAVAILABLE where the encoder is failed, or its process ends meanwhile; ENCODER_STOPPED where it is
   *   stopped, before or meanwhile
   */
  encode(texts: readonly string[], as: TextKind, wanted?: Wanted): Promise<readonly Encoded[]>;
  /** Ends the process and rejects what waits. Safe to call twice. Until then the process keeps this one alive. */
  stop(): Promise<void>;
}

/** One text that waits for its vectors. */
interface Job {
  readonly text: string;
  readonly as: TextKind;
  readonly wanted: Wanted;
  resolve(encoded: Encoded): void;
  reject(error: SitrepError): void;
}

const WORKER = new URL('./encode-worker.ts', import.meta.url);
/** How many texts are with the process at a time: one in work and one queued, so that it need not wait for this side. */
const AT_WORK = 2;
/** glibc gives back to the system what the runtime frees after it has read the model: 20 MB. Other systems ignore this. */
const SMALL_HEAP = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' };
/** The process is restarted after this pause. The pause doubles with each fault, up to the longest. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;
/** A process that has run this long resets the pause. */
const STEADY_MS = 60_000;
/** A model is given up after its process has ended this many times in a row before it was ready. */
const MAX_FAILED_STARTS = 3;
/** Start and encoding take a fraction of a second; a process that is silent for this long is stuck and is ended. */
const SILENCE_MS = 60_000;
/** The end of what the process wrote to stderr, for the log. */
const LAST_WORDS_CHARS = 1_000;

/**
 * Starts the encoder in a process of its own, because a fault of the native runtime ends that process alone. Returns at once.
 * Where the model or the runtime cannot be used, one warning says why, the state is `failed`, and nothing is tried again.
 *
 * @param folder - model.onnx, tokenizer.json and encoder.json; `encoderSetting` gives it
 */
export function openEncoder({ folder, log }: { readonly folder: string; readonly log: Logger }): Encoder {
  try {
    return new EncoderProcess(folder, readSettings(folder), log);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    warnUnusable(log, folder, error.message);
    return failedEncoder(basename(folder));
  }
}

class EncoderProcess implements Encoder {
  readonly name: string;
  readonly dimensions: number;
  state: Encoder['state'] = 'starting';
  readonly #folder: string;
  readonly #settings: EncoderSettings;
  readonly #log: Logger;
  readonly #waiting: Readonly<Record<TextKind, Set<Job>>> = { question: new Set(), fact: new Set() };
  readonly #atWork = new Map<number, Job>();
  #lastId = 0;
  #settled = Promise.withResolvers<'ready' | 'failed'>();
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #restart: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;
  #startedMs = 0;
  #faults = 0;
  #failedStarts = 0;

  constructor(folder: string, settings: EncoderSettings, log: Logger) {
    this.name = settings.name;
    this.dimensions = settings.dimensions;
    this.#folder = folder;
    this.#settings = settings;
    this.#log = log.child({ encoder: settings.name });
    this.#start();
  }

  ready(): Promise<'ready' | 'failed'> {
    return this.#isOver() ? Promise.resolve('failed') : this.#settled.promise;
  }

  encode(texts: readonly string[], as: TextKind, wanted: Wanted = 'pieces'): Promise<readonly Encoded[]> {
    if (this.#isOver()) return Promise.reject(noVectors(this));
    const encoded = texts.map((text) => {
      const { promise, resolve, reject } = Promise.withResolvers<Encoded>();
      this.#waiting[as].add({ text, as, wanted, resolve, reject });
      return promise;
    });
    this.#sendNext();
    return Promise.all(encoded);
  }

  stop(): Promise<void> {
    if (this.state !== 'stopped') this.#giveUp('stopped', stopped());
    return this.#ended;
  }

  #isOver(): boolean {
    return this.state === 'failed' || this.state === 'stopped';
  }

  #start(): void {
    this.#startedMs = performance.now();
    let child: ChildProcess;
    try {
      // The process must write nothing to stdout, which belongs to the commands. It does not inherit this process's options.
      child = fork(WORKER, {
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        execArgv: ['--max-semi-space-size=1', '--optimize-for-size'],
        env: { ...SMALL_HEAP, ...process.env },
      });
    } catch (error) {
      // Some errors are thrown here, others arrive as an event.
      this.#recover({ reason: String(error) });
      return;
    }
    const ended = Promise.withResolvers<void>();
    this.#child = child;
    this.#ended = ended.promise;
    let lastWords = '';
    const end = (how: object) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      ended.resolve();
      this.#recover(how);
    };
    child.stderr?.setEncoding('utf8').on('data', (words: string) => {
      lastWords = (lastWords + words).slice(-LAST_WORDS_CHARS);
    });
    child.on('message', (message: FromProcess) => this.#hear(message));
    child.on('error', (error) => {
      if (child.pid === undefined) end({ reason: error.message });
    });
    // Comes after `exit` and after all output.
    child.on('close', (code, signal) => end({ code, signal, stderr: lastWords }));
    this.#send({ kind: 'load', folder: this.#folder, settings: this.#settings });
  }

  #hear(message: FromProcess): void {
    if (this.#isOver()) return;
    switch (message.kind) {
      case 'ready':
        this.state = 'ready';
        this.#failedStarts = 0;
        this.#log.debug(
          { pid: this.#child?.pid, ms: Math.round(performance.now() - this.#startedMs) },
          'encoder ready',
        );
        this.#settled.resolve('ready');
        break;
      case 'refused':
        warnUnusable(this.#log, this.#folder, message.problem);
        this.#giveUp('failed', unavailable(message.problem));
        return;
      case 'encoded':
        this.#take(message.id)?.resolve(message.encoded);
        break;
      case 'failed':
        this.#take(message.id)?.reject(unavailable(message.problem));
        break;
      default:
        message satisfies never;
    }
    this.#sendNext();
  }

  #take(id: number): Job | undefined {
    const job = this.#atWork.get(id);
    this.#atWork.delete(id);
    return job;
  }

  #sendNext(): void {
    if (this.state !== 'ready') return;
    while (this.#atWork.size < AT_WORK) {
      const job = first(this.#waiting.question) ?? first(this.#waiting.fact);
      if (!job) break;
      this.#waiting[job.as].delete(job);
      this.#lastId += 1;
      this.#atWork.set(this.#lastId, job);
      const { text, as, wanted } = job;
      this.#send({ kind: 'encode', id: this.#lastId, text, as, wanted });
    }
    this.#expectWord(this.#atWork.size > 0);
  }

  #send(message: ToProcess): void {
    // A process that cannot be reached has ended or will end; the event `close` reports it.
    this.#child?.send(message, () => undefined);
    this.#expectWord(true);
  }

  #expectWord(isExpected: boolean): void {
    clearTimeout(this.#silence);
    if (isExpected) this.#silence = setTimeout(() => this.#child?.kill('SIGKILL'), SILENCE_MS).unref();
  }

  /** The process ended by itself: calls that wait are rejected, and another process starts after a pause. */
  #recover(how: object): void {
    if (this.#isOver()) return;
    this.#expectWord(false);
    const wasReady = this.state === 'ready';
    if (performance.now() - this.#startedMs > STEADY_MS) this.#faults = 0;
    this.#faults += 1;
    if (!wasReady) this.#failedStarts += 1;
    if (this.#failedStarts === MAX_FAILED_STARTS) {
      warnUnusable(
        this.#log.child(how),
        this.#folder,
        `its process ended ${MAX_FAILED_STARTS} times before it was ready`,
      );
      this.#giveUp('failed', unavailable('its process does not start'));
      return;
    }
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#faults - 1));
    this.#log[wasReady ? 'warn' : 'debug']({ ...how, pauseMs }, 'encoder process ended; it is started again');
    this.state = 'starting';
    if (wasReady) this.#settled = Promise.withResolvers();
    this.#rejectAll(unavailable('its process ended; it is started again'));
    this.#restart = setTimeout(() => this.#start(), pauseMs);
  }

  #giveUp(state: 'failed' | 'stopped', error: SitrepError): void {
    this.state = state;
    clearTimeout(this.#restart);
    this.#expectWord(false);
    this.#rejectAll(error);
    this.#settled.resolve('failed');
    this.#child?.kill('SIGKILL');
  }

  #rejectAll(error: SitrepError): void {
    const jobs = [...this.#atWork.values(), ...this.#waiting.question, ...this.#waiting.fact];
    this.#atWork.clear();
    this.#waiting.question.clear();
    this.#waiting.fact.clear();
    for (const job of jobs) job.reject(error);
  }
}

const failedEncoder = (name: string): Encoder => ({
  name,
  dimensions: 0,
  state: 'failed',
  ready: async () => 'failed',
  encode: () => Promise.reject(unavailable('it is failed')),
  stop: async () => undefined,
});

const first = <T>(set: ReadonlySet<T>): T | undefined => set.values().next().value;

/** The error with which a call is rejected. */
const unavailable = (why: string): SitrepError =>
  new SitrepError('ENCODER_UNAVAILABLE', `The encoder gives no vectors: ${why}.`);
const stopped = (): SitrepError => new SitrepError('ENCODER_STOPPED', 'The encoder was stopped.');

/** … of an encoder that gives no vectors any more. Only a failed one is worth a warning: a stopped one is no longer needed. */
export const noVectors = ({ state }: Pick<Encoder, 'state'>): SitrepError =>
  state === 'stopped' ? stopped() : unavailable(`it is ${state}`);

function warnUnusable(log: Logger, folder: string, problem: string): void {
  log.warn(
    `The encoder in ${folder} cannot be used: ${problem}. Answers go on without it. ` +
      'Put its files there again, or correct SITREP_ENCODER (on, off, or a folder with a model), then start Sitrep again.',
  );
}
