import { type Example, fitWeights, leaveOneOut, thresholdsFor } from '../../src/ask/fit.ts';
import { ownWeights, type WeightSet, type Weights } from '../../src/ask/weights.ts';
import { measureAll } from '../../src/cli/fit.ts';
import type { QuestionSet } from '../../src/cli/question-sets.ts';
import type { Encoder } from '../../src/encoder/encoder.ts';

/** Situations whose questions are all counted in full: those that nobody tuned to. */
export const measuredIn = (examples: readonly Example[]): readonly string[] => [
  ...new Set(examples.filter(({ weight }) => weight === 1).map(({ situation }) => situation)),
];

/**
 * Weights for each situation, fitted on those drawn from other texts. Its thresholds are read off the others' answers, each given by weights that
 * were fitted without that other one (but with this one: to leave out two at a time would take eight times as long for two numbers).
 *
 * @param encoder - null: weights "off" alone; those "on" are then Sitrep's own
 */
export async function weightsWithoutEach(
  sets: readonly QuestionSet[],
  encoder: Encoder | null,
): Promise<ReadonlyMap<string, Weights>> {
  const examples = await measureAll(sets, encoder);
  const options = { encoder: encoder !== null };
  const outcomes = leaveOneOut(examples, measuredIn(examples), options);
  return new Map(
    sets.map(({ name, fold }): [string, Weights] => {
      const others = examples.filter((example) => example.fold !== fold);
      const names = new Set(others.map(({ situation }) => situation));
      const set: WeightSet = {
        ...fitWeights(others, options),
        thresholds: thresholdsFor(
          outcomes.filter(({ situation }) => names.has(situation)),
          options,
        ),
      };
      return [name, encoder ? { ...ownWeights(), on: set } : { ...ownWeights(), off: set }];
    }),
  );
}
