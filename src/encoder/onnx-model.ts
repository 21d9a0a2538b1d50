import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import type * as Ort from 'onnxruntime-node';
import type { Encoded, TextKind, Wanted } from './messages.ts';
import type { EncoderSettings } from './settings.ts';

export type EncodeText = (text: string, as: TextKind, wanted: Wanted) => Promise<Encoded>;

/** The part of `Tokenizer` that is used; its own types do not resolve under `nodenext`, so they are `any`. */
interface WordPieces {
  tokenize(text: string): string[];
  encode(text: string): { readonly ids: readonly number[]; readonly tokens: readonly string[] };
}

/** What is asked of `tokenizer.json` is checked by hand, because zod would take 8 MB of this process. */
interface TokenizerFile {
  readonly model?: { readonly type?: unknown; readonly continuing_subword_prefix?: unknown };
}

/** [CLS] before a text and [SEP] after it. */
const SPECIAL_TOKENS = { before: 1, after: 1 } as const;

/**
 * Loads a model of the BERT family and tries it on a word.
 *
 * @throws Error that says what was expected and what came
 */
export async function loadModel(folder: string, settings: EncoderSettings): Promise<EncodeText> {
  const tokenizer = loadTokenizer(folder);
  const ort = await loadRuntime();
  const session = await openSession(ort, join(folder, 'model.onnx'));
  const prefixLength = {
    question: tokenizer.tokenize(settings.prefixes.question.trim()).length,
    fact: tokenizer.tokenize(settings.prefixes.fact.trim()).length,
  };
  /**
   * Each run encodes one text. The 8-bit runtime scales its numbers by the largest of a run, so the same text gets another vector
   * beside other texts (a cosine of 0.996 instead of 1). On one thread a run of 16 texts saves only a tenth of the time.
   */
  const encode: EncodeText = async (text, as, wanted) => {
    const whole = tokenizer.encode(settings.prefixes[as] + text);
    const kept = cut(whole, settings.max_tokens);
    const states = await runSession(ort, session, kept.ids, settings.dimensions);
    const vector = meanOf(states, settings.dimensions);
    if (wanted === 'vector') return { vector, pieces: [], pieceVectors: new Float32Array() };
    const from = SPECIAL_TOKENS.before + prefixLength[as];
    const to = kept.ids.length - SPECIAL_TOKENS.after;
    return {
      vector,
      pieces: kept.tokens.slice(from, to),
      pieceVectors: unitRows(states.slice(from * settings.dimensions, to * settings.dimensions), settings.dimensions),
    };
  };
  await encode('ready', 'question', 'pieces');
  return encode;
}

function loadTokenizer(folder: string): WordPieces {
  let tokenizer: WordPieces;
  let isWordPiece: boolean;
  try {
    const content: TokenizerFile = Object(JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')));
    isWordPiece = content.model?.type === 'WordPiece' && content.model.continuing_subword_prefix === '##';
    tokenizer = new Tokenizer(content, {});
  } catch (cause) {
    throw new Error(`expected a tokenizer in tokenizer.json, but it cannot be read (${wordsOf(cause)})`, { cause });
  }
  const special = tokenizer.encode('').ids.length;
  if (isWordPiece && special === SPECIAL_TOKENS.before + SPECIAL_TOKENS.after) return tokenizer;
  throw new Error(
    'expected in tokenizer.json a WordPiece model that marks pieces by "##", with one special token before and one after a text, ' +
      `but it is ${isWordPiece ? `one with ${special} special tokens` : 'another kind'}`,
  );
}

async function loadRuntime(): Promise<typeof Ort> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new Error(
      `onnxruntime-node cannot be loaded on this machine (${process.platform} ${process.arch}, ${wordsOf(cause)}); ` +
        'it needs glibc on Linux, macOS on arm64, or Windows',
      { cause },
    );
  }
}

async function openSession(ort: typeof Ort, file: string): Promise<Ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(file, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw new Error(`expected an ONNX model in model.onnx, but it cannot be loaded (${wordsOf(cause)})`, { cause });
  }
}

/** Cuts a text that is too long at its end; the special token after it stays. */
function cut({ ids, tokens }: ReturnType<WordPieces['encode']>, max: number): ReturnType<WordPieces['encode']> {
  const drop = Math.max(0, ids.length - max);
  const at = ids.length - SPECIAL_TOKENS.after - drop;
  return { ids: ids.toSpliced(at, drop), tokens: tokens.toSpliced(at, drop) };
}

/** @returns the model's last layer, one row of `dimensions` a token */
async function runSession(
  ort: typeof Ort,
  session: Ort.InferenceSession,
  ids: readonly number[],
  dimensions: number,
): Promise<Float32Array> {
  const shape = [1, ids.length];
  const input = (values: BigInt64Array) => new ort.Tensor('int64', values, shape);
  const inputs: Readonly<Record<string, () => Ort.Tensor>> = {
    input_ids: () => input(BigInt64Array.from(ids, BigInt)),
    attention_mask: () => input(new BigInt64Array(ids.length).fill(1n)),
    token_type_ids: () => input(new BigInt64Array(ids.length)),
  };
  const feeds = session.inputNames.map((name) => {
    const make = inputs[name];
    if (make) return [name, make()] as const;
    throw new Error(`expected a sentence encoder in model.onnx, but it wants the input "${name}"`);
  });
  const output = (await session.run(Object.fromEntries(feeds)))[session.outputNames[0] ?? ''];
  const data = output?.data;
  if (data instanceof Float32Array && output?.dims.join() === [...shape, dimensions].join()) return data;
  throw new Error(
    `expected from model.onnx a row of ${dimensions} numbers a token, as encoder.json says, ` +
      `but its output "${session.outputNames[0]}" has the shape ${output?.dims.join(' × ')} for ${ids.length} tokens`,
  );
}

/** @returns the mean of all rows, scaled to length 1 */
function meanOf(rows: Float32Array, dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions);
  for (let at = 0; at < rows.length; at += 1) sum[at % dimensions] = (sum[at % dimensions] ?? 0) + (rows[at] ?? 0);
  return unitRows(sum, dimensions);
}

/** Scales each row to length 1, in place. */
function unitRows(rows: Float32Array, dimensions: number): Float32Array {
  for (let from = 0; from < rows.length; from += dimensions) {
    const row = rows.subarray(from, from + dimensions);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let at = 0; at < dimensions; at += 1) row[at] = (row[at] ?? 0) / length;
  }
  return rows;
}

/** The first line of what went wrong, as the library puts it. */
const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ?? '';
