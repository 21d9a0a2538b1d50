import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_STORE, isPostgres } from '../config.ts';

/** The model that is part of Sitrep. */
const OWN_MODEL = join(import.meta.dirname, 'model');

/**
 * What SITREP_ENCODER means: `on` or empty is Sitrep's own model, `off` is none, anything else is the folder of a model.
 *
 * @returns the folder for `openEncoder`; undefined for `off`
 */
export function encoderSetting(value: string | undefined): string | undefined {
  const wanted = value?.trim() ?? '';
  switch (wanted.toLowerCase()) {
    case '':
    case 'on':
      return OWN_MODEL;
    case 'off':
      return undefined;
    default:
      return wanted;
  }
}

/**
 * Where vectors are kept between starts.
 *
 * @param cache - SITREP_CACHE; empty: beside the store's file, or where that would be by default
 */
export const vectorsFolder = (store: string | undefined, cache: string | undefined): string =>
  cache?.trim() || `${!store || isPostgres(store) ? DEFAULT_STORE : store}-vectors`;

/** `encoder.json`: what the other two files of a model do not say. */
const schema = z.object({
  /** Part of file names and of log lines. */
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'expected letters, digits, ".", "-" or "_", at most 64'),
  dimensions: z.int().min(1).max(8192),
  pooling: z.literal('mean'),
  /** The text that the model expects before a question and before a fact; may be empty. */
  prefixes: z.object({ question: z.string(), fact: z.string() }),
  /** Longer texts are cut; counts the prefix and the special tokens. */
  max_tokens: z.int().min(16).max(8192),
});

export type EncoderSettings = z.infer<typeof schema>;

/** @throws Error that says what was expected and what came */
export function readSettings(folder: string): EncoderSettings {
  let text: string;
  try {
    text = readFileSync(join(folder, 'encoder.json'), 'utf8');
  } catch (cause) {
    throw new Error(
      `expected a folder with model.onnx, tokenizer.json and encoder.json, but encoder.json cannot be read`,
      {
        cause,
      },
    );
  }
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new Error('expected JSON in encoder.json, but it cannot be parsed', { cause });
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new Error(`encoder.json is malformed: ${problems.join('; ')}`);
}
