import { ActionError } from './option-values.ts';
import type { SelectJson } from './shapes.ts';

/**
 * Checks a choice as Discord's client does before it sends it.
 *
 * @param name - how a refusal calls the menu
 * @returns the values in the order of the menu
 */
export function readChosen(select: SelectJson, given: unknown, name: string): string[] {
  if (!Array.isArray(given)) throw new ActionError(400, `Expected a list of values for "${name}".`);
  const offered = (select.options ?? []).map((option) => option.value);
  const unknown = given.find((value) => !offered.includes(value));
  if (unknown !== undefined) {
    throw new ActionError(400, `Expected values among: ${offered.join(', ')}; got "${unknown}" for "${name}".`);
  }
  const chosen = offered.filter((value) => given.includes(value));
  if (chosen.length !== given.length) throw new ActionError(400, `Expected each value of "${name}" once.`);
  const { min_values: min, max_values: max } = select;
  if (chosen.length < min || chosen.length > max) {
    throw new ActionError(400, `Expected ${min} to ${max} values for "${name}", got ${chosen.length}.`);
  }
  return chosen;
}
