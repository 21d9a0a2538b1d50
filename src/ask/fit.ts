import {
  FOR_TEXTS,
  NEARNESS,
  NEARNESS_NEEDS_ENCODER,
  NEEDS_ENCODER,
  type Nearness,
  SIGNALS,
  type Signal,
  type Signals,
  WITHOUT_ENCODER,
} from './signals.ts';
import { logistic, logOdds, type Model, probabilities, type WeightSet } from './weights.ts';

/** A measured question whose right answers are known. */
export interface Example {
  readonly situation: string;
  /** The fold; situations that were drawn from one text have the same fold, so that they are left out together. */
  readonly fold: string;
  readonly question: string;
  /** `near`: the facts cover the subject, but not the detail. */
  readonly want: 'answered' | 'near' | 'unknown';
  readonly signals: readonly Signals[];
  /** Whether each candidate answers. */
  readonly right: readonly boolean[];
  readonly nearness: Readonly<Record<Nearness, number>>;
  /** Its weight among the examples. */
  readonly weight: number;
}

/** Which signals are fitted; by default all that exist with (or without) the encoder. */
export interface FitOptions {
  readonly encoder: boolean;
  /** Whether the examples are about plain texts. For these only the order matters, so questions without a right text are left out. */
  readonly texts?: boolean;
  /** Signals to leave out, to measure their contribution. */
  readonly without?: ReadonlySet<string>;
}

/** A yes-or-no question is not settled by a fact that covers less of the question: "did Ash criticise …" by "Ash said …". */
const SAYS_SO = 0.6;
/** Keeps weights small where the examples do not determine them: the inverse of a weight's prior variance (ridge). */
const RIDGE = 0.5;
const NEAR_RIDGE = 1;
const MAX_STEPS = 60;
/** The weights are rounded, so that differences in the last digits of a sum do not change the file. */
const DIGITS = 3;
/**
 * Limits for the threshold `answer`: the largest shares of near misses answered, of unknown questions answered, and of answerable
 * questions answered wrongly. By words alone, fewer near misses cost hardly an answer.
 */
const NEAR_ANSWERED_MAX = { encoder: 0.18, words: 0.12 } as const;
const UNKNOWN_ANSWERED_MAX = 0.03;
const WRONG_MAX = 0.03;
/**
 * Limit for the threshold `near`: the largest share of answerable questions that is refused. It is lower without the encoder,
 * because words alone hardly show which facts are near.
 */
const REFUSED_MAX = { encoder: 0.06, words: 0.005 } as const;

/** Fits both models and their thresholds. The same examples give the same weights. */
export function fitWeights(examples: readonly Example[], options: FitOptions): WeightSet {
  const signals = (Object.keys(SIGNALS) as Signal[]).filter(
    (name) =>
      !(options.encoder ? WITHOUT_ENCODER : NEEDS_ENCODER).has(name) &&
      (options.texts || !FOR_TEXTS.has(name)) &&
      !options.without?.has(name),
  );
  const nearness = (Object.keys(NEARNESS) as Nearness[]).filter(
    (name) =>
      (options.encoder ? name !== 'bestField' : !NEARNESS_NEEDS_ENCODER.has(name)) && !options.without?.has(name),
  );
  const ranked = options.texts ? examples.filter(({ right }) => right.some(Boolean)) : examples;
  const answer = fitConditionalLogit(ranked, signals);
  const near = fitLogistic(examples, nearness, (want) => want === 'answered' || (want === 'near' && !options.texts));
  return { answer, near, thresholds: { answer: 1, near: 0 } };
}

/** The thresholds that keep the limits above, taken from questions that the weights were not fitted on. */
export function thresholdsFor(outcomes: readonly Outcome[], { encoder }: FitOptions): WeightSet['thresholds'] {
  const of = (want: Outcome['want']) => outcomes.filter((outcome) => outcome.want === want);
  const answerable = of('answered');
  const near = of('near');
  const falls = (list: readonly Outcome[], allowed: number, isFault: (outcome: Outcome) => boolean): number =>
    list
      .filter((outcome) => outcome.mayBeCertain && isFault(outcome))
      .map(({ confidence }) => confidence)
      .sort((a, b) => b - a)[Math.floor(allowed * list.length)] ?? 0;
  const by = encoder ? 'encoder' : 'words';
  const answer = Math.max(
    falls(near, NEAR_ANSWERED_MAX[by], () => true),
    falls(of('unknown'), UNKNOWN_ANSWERED_MAX, () => true),
    falls(answerable, WRONG_MAX, ({ isRightShown }) => !isRightShown),
  );
  const nearOdds = answerable.map(({ near: value }) => value).sort((a, b) => a - b);
  return {
    answer: round(Math.min(0.99, answer + 0.001)),
    near: round(nearOdds[Math.floor(REFUSED_MAX[by] * answerable.length)] ?? 0),
  };
}

/** The result for a question that the weights were not fitted on. */
export interface Outcome {
  readonly situation: string;
  readonly want: Example['want'];
  readonly confidence: number;
  readonly near: number;
  readonly isRightFirst: boolean;
  /** Whether a right fact is among the first three. */
  readonly isRightShown: boolean;
  /** Whether a certain answer is allowed: the first fact holds what is asked and contradicts nothing. */
  readonly mayBeCertain: boolean;
}

/** Asks each situation's questions with weights that were fitted on situations drawn from other texts. */
export function leaveOneOut(
  examples: readonly Example[],
  measured: readonly string[],
  options: FitOptions,
): readonly Outcome[] {
  return measured.flatMap((situation) => {
    const own = examples.filter((example) => example.situation === situation);
    const weights = fitWeights(
      examples.filter(({ fold }) => fold !== own[0]?.fold),
      options,
    );
    return own.filter(({ weight }) => weight === 1).map((example) => outcomeOf(example, weights));
  });
}

export function outcomeOf(example: Example, weights: WeightSet): Outcome {
  const { odds, each } = probabilities(weights, example.signals);
  const ranked = example.signals
    .map((signals, at) => ({ signals, probability: each[at] ?? 0, odds: odds[at] ?? 0, isRight: example.right[at] }))
    .sort((a, b) => b.odds - a.odds);
  const [first] = ranked;
  return {
    situation: example.situation,
    want: example.want,
    confidence: confidenceIn(ranked),
    near: logistic(logOdds(weights.near, example.nearness)),
    isRightFirst: first?.isRight === true,
    isRightShown: ranked.slice(0, SHOWN_MAX).some(({ isRight }) => isRight),
    mayBeCertain: first !== undefined && mayBeCertain(first.signals),
  };
}

/**
 * A certain answer has the asked detail as data, and differs neither in the number nor in the day. For the question whether
 * somebody did something, it must also have the same doer and tense, and must not only report what others say. The doer often
 * stands only in the sentence and not in the data, so a missing doer does not rule out a certain answer.
 */
export const mayBeCertain = ({ whether, coverage, doer, hearsay, tense, ...signals }: Signals): boolean =>
  (signals.slotMissing === 0 || signals.asksPerson === 1) &&
  doer >= 0 &&
  (whether === 0 || (coverage >= SAYS_SO && hearsay === 0 && tense === 0)) &&
  signals.number >= 0 &&
  signals.day > -1;

/** A candidate, weighed. */
export interface Weighed {
  readonly signals: Signals;
  readonly probability: number;
}
/** The highest number of facts that an answer shows, or that are shown as closest. */
export const SHOWN_MAX = 3;
/** A further fact joins an answer when its probability, relative to the first fact's, is at least this. */
const SUPPORT_SHARE = 0.1;

/** The facts that an answer would show: the first, and those that support it. @param ranked - best first */
export function shownTogether<Ranked extends Weighed>(ranked: readonly Ranked[]): readonly Ranked[] {
  const [first] = ranked;
  if (first === undefined) return [];
  const supports = ({ probability, signals }: Ranked): boolean =>
    probability >= first.probability * SUPPORT_SHARE && mayBeCertain(signals);
  return ranked.slice(0, SHOWN_MAX).filter((each) => each === first || supports(each));
}

/**
 * In [0, 1]: the probability that one of the facts that an answer would show is right. Many facts that are each a little probable
 * do not make an answer.
 */
export const confidenceIn = (ranked: readonly Weighed[]): number =>
  shownTogether(ranked).reduce((sum, { probability }) => sum + probability, 0);

/**
 * Maximises the likelihood that the answer is one of the right candidates, or none where no fact answers, by Newton's method with a
 * ridge. Several right candidates share the credit in proportion to their present probabilities.
 */
function fitConditionalLogit(examples: readonly Example[], names: readonly Signal[]): Model<Signal> {
  const size = names.length + 1;
  const rows = examples.map((example) => ({
    x: example.signals.map((signals) => [1, ...names.map((name) => signals[name])]),
    right: example.right,
    weight: example.weight,
  }));
  const weights = newton(size, RIDGE, (current, gradient, hessian) => {
    for (const { x, right, weight } of rows) {
      const odds = x.map((row) => product(row, current));
      const highest = Math.max(0, ...odds);
      const exps = odds.map((value) => Math.exp(value - highest));
      const total = exps.reduce((sum, value) => sum + value, Math.exp(-highest));
      const credit = exps.reduce((sum, value, at) => sum + (right[at] ? value : 0), 0);
      const mean = new Float64Array(size);
      x.forEach((row, at) => {
        const share = (exps[at] ?? 0) / total;
        const target = right[at] ? (exps[at] ?? 0) / credit : 0;
        for (let i = 0; i < size; i++) {
          const value = row[i] as number;
          gradient[i] = (gradient[i] as number) + weight * (share - target) * value;
          mean[i] = (mean[i] as number) + share * value;
          for (let j = 0; j <= i; j++) add(hessian, i * size + j, weight * share * value * (row[j] as number));
        }
      });
      for (let i = 0; i < size; i++)
        for (let j = 0; j <= i; j++) add(hessian, i * size + j, -weight * (mean[i] as number) * (mean[j] as number));
    }
  });
  return modelOf(names, weights);
}

/** The model that decides whether any fact is near the question: an ordinary logistic regression over questions. */
function fitLogistic(
  examples: readonly Example[],
  names: readonly Nearness[],
  isNear: (want: Example['want']) => boolean,
): Model<Nearness> {
  const size = names.length + 1;
  const rows = examples.map((example) => ({
    x: [1, ...names.map((name) => example.nearness[name])],
    y: isNear(example.want) ? 1 : 0,
    weight: example.weight,
  }));
  const weights = newton(size, NEAR_RIDGE, (current, gradient, hessian) => {
    for (const { x, y, weight } of rows) {
      const p = logistic(product(x, current));
      for (let i = 0; i < size; i++) {
        add(gradient, i, weight * (p - y) * (x[i] as number));
        for (let j = 0; j <= i; j++)
          add(hessian, i * size + j, weight * p * (1 - p) * (x[i] as number) * (x[j] as number));
      }
    }
  });
  return modelOf(names, weights);
}

type Accumulate = (current: Float64Array, gradient: Float64Array, hessian: Float64Array) => void;

/** Newton's method for a convex loss with a ridge on all weights but the first. Steps are cut, so that it cannot overshoot. */
function newton(size: number, ridge: number, accumulate: Accumulate): Float64Array {
  const current = new Float64Array(size);
  for (let step = 0; step < MAX_STEPS; step++) {
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      const own = i === 0 ? 1e-6 : ridge;
      gradient[i] = own * (current[i] as number);
      hessian[i * size + i] = own + 1e-6;
    }
    accumulate(current, gradient, hessian);
    const change = solve(hessian, gradient, size);
    const largest = change.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest > 2 ? 2 / largest : 1;
    for (let i = 0; i < size; i++) current[i] = (current[i] as number) - scale * (change[i] as number);
    if (largest < 1e-7) break;
  }
  return current;
}

/** Solves a symmetric positive definite system, of which the lower half is given, by Cholesky's decomposition. */
function solve(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(matrix);
  const at = (i: number, j: number): number => lower[i * size + j] as number;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(i, j);
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(j, j);
    }
  }
  const result = new Float64Array(right);
  for (let i = 0; i < size; i++) {
    let sum = result[i] as number;
    for (let k = 0; k < i; k++) sum -= at(i, k) * (result[k] as number);
    result[i] = sum / at(i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = result[i] as number;
    for (let k = i + 1; k < size; k++) sum -= at(k, i) * (result[k] as number);
    result[i] = sum / at(i, i);
  }
  return result;
}

function modelOf<Name extends string>(names: readonly Name[], weights: Float64Array): Model<Name> {
  const entries = names.map((name, at) => [name, round(weights[at + 1] ?? 0)] as const);
  return { intercept: round(weights[0] ?? 0), weights: Object.fromEntries(entries) as Partial<Record<Name, number>> };
}

const round = (value: number): number => Math.round(value * 10 ** DIGITS) / 10 ** DIGITS;
const product = (row: readonly number[], weights: Float64Array): number =>
  row.reduce((sum, value, at) => sum + value * (weights[at] as number), 0);

function add(array: Float64Array, at: number, value: number): void {
  array[at] = (array[at] as number) + value;
}
