import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SitrepError } from '../errors.ts';
import type { Nearness, Signal, Signals } from './signals.ts';

/** A logistic model: an intercept, and a weight for each signal that counts. */
export interface Model<Name extends string> {
  readonly intercept: number;
  readonly weights: Readonly<Partial<Record<Name, number>>>;
}

/** What decides with the encoder, or without it. */
export interface WeightSet {
  /** For each candidate; see `probabilities`. */
  readonly answer: Model<Signal>;
  /** For the question: whether anything near it is held. */
  readonly near: Model<Nearness>;
  /** In [0, 1]: the least probability for an answer, and for closest facts instead of `unknown`. */
  readonly thresholds: { readonly answer: number; readonly near: number };
}

/** The contents of `weights.json`, which `npm run -s fit` writes. */
export interface Weights {
  /** The encoder that the weights "on" were fitted with. */
  readonly encoder: string;
  readonly made: Readonly<Record<string, unknown>>;
  readonly on: WeightSet;
  readonly off: WeightSet;
  /** For plain texts, by words alone. */
  readonly texts: WeightSet;
}

const model = z.object({ intercept: z.number(), weights: z.record(z.string(), z.number()) });
const weightSet = z.object({
  answer: model,
  near: model,
  thresholds: z.object({ answer: z.number(), near: z.number() }),
});
const schema = z.object({
  encoder: z.string(),
  made: z.record(z.string(), z.unknown()),
  on: weightSet,
  off: weightSet,
  texts: weightSet,
});

/** @throws SitrepError WEIGHTS_INVALID where the file cannot be read, or was not written by `fit` */
export function readWeights(file: string | URL): Weights {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8'))) as Weights;
  } catch (cause) {
    throw new SitrepError(
      'WEIGHTS_INVALID',
      `expected the weights that "npm run -s fit" writes in ${file}; run it again, or restore the file`,
      { cause },
    );
  }
}

/**
 * The weights for an encoder: those that `fit` wrote into its folder, or Sitrep's own.
 *
 * @param folder - of the encoder; undefined where there is none
 * @throws SitrepError WEIGHTS_INVALID where the folder's file cannot be used
 */
export function weightsFor(folder: string | undefined): Weights {
  const file = folder === undefined ? undefined : join(folder, 'weights.json');
  return file !== undefined && existsSync(file) ? readWeights(file) : ownWeights();
}

let own: Weights | undefined;
/** Sitrep's own weights, read once for each process. */
export const ownWeights = (): Weights => (own ??= readWeights(new URL('./weights.json', import.meta.url)));

/** The log-odds that a model gives to what was measured. */
export function logOdds<Name extends string>(
  { intercept, weights }: Model<Name>,
  measured: Readonly<Record<Name, number>>,
): number {
  let sum = intercept;
  for (const name in weights) sum += (weights[name] ?? 0) * measured[name];
  return sum;
}

export const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/**
 * The probability of each candidate to be the answer; what is missing to 1 is that of none of them. A conditional logit whose further alternative is "no
 * fact answers", with log-odds 0 (McFadden 1974).
 */
export function probabilities(
  { answer }: WeightSet,
  signals: readonly Signals[],
): { readonly odds: readonly number[]; readonly each: readonly number[] } {
  const odds = signals.map((each) => logOdds(answer, each));
  const highest = Math.max(0, ...odds);
  const none = Math.exp(-highest);
  const each = odds.map((value) => Math.exp(value - highest));
  const total = each.reduce((sum, value) => sum + value, none);
  return { odds, each: each.map((value) => value / total) };
}
