import { describe, expect, test } from 'vitest';
import { examplesOf, type KnownQuestion } from '../../src/ask/examples.ts';
import { createFactCorpus } from '../../src/ask/fact-corpus.ts';
import {
  type Example,
  fitWeights,
  leaveOneOut,
  mayBeCertain,
  type Outcome,
  outcomeOf,
  thresholdsFor,
} from '../../src/ask/fit.ts';
import { FOR_TEXTS, NEARNESS, NEEDS_ENCODER, SIGNALS, type Signal, type Signals } from '../../src/ask/signals.ts';
import { logistic, logOdds, type Model, probabilities, type WeightSet } from '../../src/ask/weights.ts';
import { english } from '../../src/language/english.ts';
import { flood } from '../flood.ts';
import { harbour } from '../harbour.ts';

const known = (q: string, ...ids: readonly string[]): KnownQuestion => ({
  q,
  want: ids.length > 0 ? 'answered' : 'unknown',
  answers: ({ id }) => ids.includes(id),
  sentences: [],
});

async function measured(): Promise<readonly Example[]> {
  const river = await examplesOf(
    { situation: 'flood', fold: 'flood', weight: 1 },
    createFactCorpus(flood, english),
    [
      known('when did the flood begin', 'flood-began'),
      known('who opened the dam', 'dam-opened'),
      known('how many homes were damaged', 'homes-damaged'),
      known('who sent pumps', 'ortano-aid'),
      known('who thanked the volunteers', 'mayor-thanks'),
      known('what happened in Southford', 'two-died', 'bridge-collapsed'),
      known('how do I make carbonara'),
      known('who painted the bridge'),
      known('hello'),
    ],
    null,
  );
  const strike = await examplesOf(
    { situation: 'harbour', fold: 'harbour', weight: 1 },
    createFactCorpus(harbour, english),
    [
      known('when did the dockers walk out', 'walkout-began'),
      known('who rejected the offer', 'offer-rejected'),
      known('how many ships are waiting', 'ships-waiting'),
      known('where did the tanker run aground', 'tanker-aground'),
      known('who won the election'),
      known('are the ships painted'),
    ],
    null,
  );
  return [...river, ...strike];
}
const examples = await measured();

const NOTHING: WeightSet = {
  answer: { intercept: 0, weights: {} },
  near: { intercept: 0, weights: {} },
  thresholds: { answer: 1, near: 0 },
};

/** What is maximised: the likelihood of the right candidates (or of none), less the ridge. */
function objective({ answer }: Pick<WeightSet, 'answer'>, ridge: number): number {
  const likelihood = examples.reduce((sum, { signals, right, want }) => {
    const { each } = probabilities({ ...NOTHING, answer }, signals);
    const sumOf = (isCounted: (at: number) => boolean) =>
      each.reduce((total, p, at) => total + (isCounted(at) ? p : 0), 0);
    return sum + Math.log(want === 'answered' ? sumOf((at) => right[at] === true) : 1 - sumOf(() => true));
  }, 0);
  const size = Object.values(answer.weights).reduce((sum, weight) => sum + weight ** 2, 0);
  return likelihood - (ridge / 2) * size;
}

describe('fitting', () => {
  const fitted = fitWeights(examples, { encoder: false });

  test('small talk is not measured', () => {
    expect(examples.map(({ question }) => question)).not.toContain('hello');
    expect(examples).toHaveLength(14);
  });

  test('no weight can be moved so that the examples become likelier, beyond what a ridge of one half costs', () => {
    const best = objective(fitted, 0.5);
    for (const name of Object.keys(fitted.answer.weights) as Signal[]) {
      for (const by of [-0.05, 0.05]) {
        const weights = { ...fitted.answer.weights, [name]: (fitted.answer.weights[name] ?? 0) + by };
        expect(objective({ answer: { ...fitted.answer, weights } }, 0.5), name).toBeLessThan(best);
      }
    }
    for (const by of [-0.05, 0.05]) {
      expect(objective({ answer: { ...fitted.answer, intercept: fitted.answer.intercept + by } }, 0.5)).toBeLessThan(
        best,
      );
    }
  });

  test('nor can that of nearness, beyond what a ridge of one costs', () => {
    const value = ({ intercept, weights }: WeightSet['near']): number =>
      examples.reduce((sum, { want, nearness }) => {
        const p = logistic(logOdds({ intercept, weights }, nearness));
        return sum + Math.log(want === 'unknown' ? 1 - p : p);
      }, 0) - Object.values(weights).reduce((sum, weight) => sum + weight ** 2 / 2, 0);
    const best = value(fitted.near);
    for (const name of Object.keys(fitted.near.weights)) {
      for (const by of [-0.05, 0.05]) {
        const weights = {
          ...fitted.near.weights,
          [name]: (fitted.near.weights[name as keyof typeof fitted.near.weights] ?? 0) + by,
        };
        expect(value({ ...fitted.near, weights }), name).toBeLessThan(best);
      }
    }
  });

  test('the same examples give the same weights, rounded to three digits', () => {
    expect(fitWeights(examples, { encoder: false })).toEqual(fitted);
    for (const weight of Object.values(fitted.answer.weights)) expect(weight).toBe(Math.round(weight * 1000) / 1000);
  });

  test('signals that need the encoder, and those left out, get no weight', () => {
    const names = Object.keys(fitted.answer.weights);
    expect(names).toEqual(
      Object.keys(SIGNALS).filter((name) => !FOR_TEXTS.has(name as Signal) && !NEEDS_ENCODER.has(name as Signal)),
    );
    const without = fitWeights(examples, { encoder: false, without: new Set(['coverage', 'bestField']) });
    expect(without.answer.weights).not.toHaveProperty('coverage');
    expect(without.near.weights).not.toHaveProperty('bestField');
    expect(Object.keys(fitWeights(examples, { encoder: true }).near.weights)).toEqual(
      Object.keys(NEARNESS).filter((name) => name !== 'bestField'),
    );
  });

  test('an example that counts half counts as one of two alike', () => {
    const twice = examples.flatMap((example) => [
      { ...example, weight: 0.5 },
      { ...example, weight: 0.5 },
    ]);
    expect(fitWeights(twice, { encoder: false })).toEqual(fitted);
  });

  test('the questions of a situation are asked of weights that were fitted without them', () => {
    const outcomes = leaveOneOut(examples, ['flood'], { encoder: false });
    expect(outcomes).toHaveLength(examples.filter(({ situation }) => situation === 'flood').length);
    const others = fitWeights(
      examples.filter(({ situation }) => situation === 'harbour'),
      { encoder: false },
    );
    expect(outcomes).toEqual(
      examples.filter(({ situation }) => situation === 'flood').map((each) => outcomeOf(each, others)),
    );
  });
});

test('situations of one fold are left out together', () => {
  const outcomes = (fold: string) =>
    leaveOneOut(
      examples.map((each) => ({ ...each, fold: each.situation === 'flood' ? 'flood' : fold })),
      ['flood'],
      { encoder: false },
    );
  expect(outcomes('flood')[0]?.confidence).toBe(
    outcomeOf(examples[0] as Example, fitWeights([], { encoder: false })).confidence,
  );
  expect(outcomes('flood')[0]?.confidence).not.toBe(outcomes('harbour')[0]?.confidence);
});

describe('thresholds', () => {
  const outcome = (want: Outcome['want'], confidence: number, more: Partial<Outcome> = {}): Outcome => ({
    situation: 'a',
    want,
    confidence,
    near: confidence,
    isRightFirst: true,
    isRightShown: true,
    mayBeCertain: true,
    ...more,
  });
  const hundred = Array.from({ length: 100 }, (_, at) => at / 100);

  const withEncoder = { encoder: true };

  test.each<readonly [string, Outcome['want'], Partial<Outcome>, boolean, number]>([
    ['near misses, with the encoder', 'near', {}, true, 18],
    ['near misses, by words alone', 'near', {}, false, 12],
    ['unknown questions', 'unknown', {}, true, 3],
    ['answerable questions wrongly', 'answered', { isRightShown: false }, true, 3],
  ])('of 100 %s so many are answered at most', (_, want, more, encoder, most) => {
    const outcomes = hundred.map((confidence) => outcome(want, confidence, more));
    const { answer } = thresholdsFor(outcomes, { encoder });
    expect(hundred.filter((confidence) => confidence >= answer)).toHaveLength(most);
  });

  test('what may not answer sets no threshold', () => {
    const outcomes = hundred.map((confidence) => outcome('near', confidence, { mayBeCertain: false }));
    expect(thresholdsFor(outcomes, withEncoder).answer).toBeLessThan(0.01);
  });

  test.each([
    [true, 6],
    [false, 0],
  ])('with the encoder (%s) %i of 100 answerable questions are refused', (encoder, refused) => {
    const outcomes = hundred.map((confidence) => outcome('answered', confidence));
    const { near } = thresholdsFor(outcomes, { encoder });
    expect(hundred.filter((each) => each < near)).toHaveLength(refused);
  });
});

describe('an outcome', () => {
  const zero = Object.fromEntries(Object.keys(SIGNALS).map((name) => [name, 0])) as Signals;
  const model = (weights: Model<Signal>['weights']): WeightSet => ({
    ...NOTHING,
    answer: { intercept: 0, weights },
  });
  const example = (coverages: readonly number[], right: readonly number[]): Example => ({
    situation: 'a',
    fold: 'a',
    question: 'q',
    want: 'answered',
    signals: coverages.map((coverage) => ({ ...zero, coverage })),
    right: coverages.map((_, at) => right.includes(at)),
    nearness: {
      bestCosine: 0,
      bestLineCosine: 0,
      bestAlignment: 0,
      bestField: 0,
      unknownName: 0,
      unknownWords: 0,
    },
    weight: 1,
  });
  const of = (coverages: readonly number[], ...right: readonly number[]) =>
    outcomeOf(example(coverages, right), model({ coverage: 4 }));

  test('is right first where the likeliest candidate answers', () => {
    expect(of([0.1, 0.9, 0.5], 1)).toMatchObject({ isRightFirst: true, isRightShown: true });
    expect(of([0.1, 0.9, 0.5], 2)).toMatchObject({ isRightFirst: false, isRightShown: true });
    expect(of([0.4, 0.9, 0.5, 0.3], 3)).toMatchObject({ isRightFirst: false, isRightShown: false });
    expect(of([0.5, 0.5], 0)).toMatchObject({ isRightFirst: true });
  });

  test('is as confident as it is probable that a fact shown answers', () => {
    expect(of([0], 0).confidence).toBeCloseTo(1 / 2, 9);
    expect(of([0, 0], 0).confidence).toBeCloseTo(2 / 3, 9);
    expect(of([0, 0, 0], 0).confidence).toBeCloseTo(3 / 4, 9);
    // Nine facts that are a little probable each are not a sure answer: three are shown.
    expect(of([0, 0, 0, 0, 0, 0, 0, 0, 0], 0).confidence).toBeCloseTo(3 / 10, 9);
    // A fact with less than a tenth of the first one's probability is not shown beside it.
    expect(of([1, 0], 0).confidence).toBeCloseTo(Math.exp(4) / (Math.exp(4) + 2), 9);
    expect(of([]).confidence).toBe(0);
  });

  test('a fact that may not answer does not support another', () => {
    const both = example([0, 0], [0]);
    const unlike = both.signals.map((signals, at) => (at === 1 ? { ...signals, number: -1 } : signals));
    expect(outcomeOf({ ...both, signals: unlike }, model({ coverage: 4 })).confidence).toBeCloseTo(1 / 3, 9);
  });
});

describe('a certain answer is allowed', () => {
  const signals = (some: Partial<Signals>): Signals => ({
    ...(Object.fromEntries(Object.keys(SIGNALS).map((name) => [name, 0])) as Signals),
    coverage: 1,
    ...some,
  });
  test.each<readonly [Partial<Signals>, boolean, string]>([
    [{}, true, 'nothing stands against it'],
    [{ slotMissing: 1 }, false, 'the detail is not held'],
    [{ slotMissing: 1, asksPerson: 1 }, true, 'who did it is often told without being data'],
    [{ whether: 1, doer: -1 }, false, 'another did it'],
    [{ whether: 1, doer: 0 }, true, 'nobody is asked about'],
    [{ whether: 0, doer: -1 }, false, 'nor is when or why somebody else did it'],
    [{ whether: 1, hearsay: -1 }, false, 'only somebody else says so'],
    [{ whether: 1, tense: -1 }, false, 'what has been does not settle what will be'],
    [{ whether: 0, tense: -1 }, true, 'whether is not asked'],
    [{ whether: 1, coverage: 0.59 }, false, 'it has too little of the question to say yes or no'],
    [{ whether: 1, coverage: 0.6 }, true, 'it has enough of the question'],
    [{ whether: 0, coverage: 0.1 }, true, 'other words may tell the detail'],
    [{ number: -1 }, false, 'another number'],
    [{ day: -1 }, false, 'another day'],
    [{ day: -0.3 }, true, 'no day is told'],
  ])('%j: %s – %s', (some, expected) => {
    expect(mayBeCertain(signals(some))).toBe(expected);
  });
});
