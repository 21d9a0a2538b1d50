/** Checks the input of a person in the way that Discord's client does before it sends anything. */

import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { ActionError } from './errors.ts';
import { lengthOf } from './form.ts';
import type { CheckboxJson, CommandJson, CommandOptionJson, ModalJson, SelectJson, TextInputJson } from './shapes.ts';

/** Discord's limit for text where the definition sets none. */
const OPTION_MAX_CHARS = 6000;

const isSubCommand = ({ type }: CommandOptionJson) =>
  type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup;

/** The part of a command that a person types: the command itself, or one of its sub-commands. */
export interface CommandLeaf {
  /** As typed, without the slash: `pin brief`. */
  readonly name: string;
  readonly options: readonly CommandOptionJson[];
  /** Nests the options as Discord does: inside the sub-command, which is inside its group. */
  nest(filled: readonly Record<string, unknown>[]): readonly Record<string, unknown>[];
}

/**
 * @param path - names of the group and the sub-command below the command; `[]` for one that has none
 * @throws ActionError 404 with the names that exist
 */
export function findLeaf(command: CommandJson, path: readonly string[]): CommandLeaf {
  let options = command.options ?? [];
  const steps: CommandOptionJson[] = [];
  const refuse = (got: string) => {
    const names = options.filter(isSubCommand).map((option) => `"${option.name}"`);
    const expected = names.length > 0 ? `one of the sub-commands ${names.join(', ')}` : 'no further sub-command';
    return new ActionError(
      404,
      `Expected ${expected} of /${[command.name, ...steps.map((s) => s.name)].join(' ')}, got ${got}.`,
    );
  };
  for (const name of path) {
    const step = options.find((option) => isSubCommand(option) && option.name === name);
    if (step === undefined) throw refuse(`"${name}"`);
    steps.push(step);
    options = step.options ?? [];
  }
  if (options.some(isSubCommand)) throw refuse('none');
  return {
    name: [command.name, ...path].join(' '),
    options,
    nest: (filled) =>
      steps.reduceRight<readonly Record<string, unknown>[]>(
        (inner, { name, type }) => [{ name, type, options: inner }],
        filled,
      ),
  };
}

/** @returns the options in the order of the definition; @throws ActionError 400 for values that the definition does not allow */
export function readOptions(
  defined: readonly CommandOptionJson[],
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown>[] {
  const unknown = Object.keys(given).filter((name) => !defined.some((option) => option.name === name));
  if (unknown.length > 0) {
    const known = defined.map((option) => option.name).join(', ') || 'none';
    throw new ActionError(400, `Expected options among: ${known}; got "${unknown.join('", "')}".`);
  }
  return defined.flatMap((option) => {
    const value = given[option.name];
    if (value === undefined || value === null || value === '') {
      if (option.required) throw new ActionError(400, `Expected a value for the option "${option.name}", got none.`);
      return [];
    }
    return [{ name: option.name, type: option.type, value: checkValue(option, value) }];
  });
}

function checkValue(option: CommandOptionJson, value: unknown): string | number | boolean {
  const refuse = (expected: string) => new ActionError(400, `Expected ${expected} for the option "${option.name}".`);
  if (option.choices !== undefined && !option.choices.some((c) => c.value === value)) {
    throw refuse('one of the offered choices');
  }
  switch (option.type) {
    case ApplicationCommandOptionType.String: {
      if (typeof value !== 'string') throw refuse('text');
      const [min, max] = [option.min_length ?? 0, option.max_length ?? OPTION_MAX_CHARS];
      const length = lengthOf(value);
      if (length < min || length > max) throw refuse(`${min} to ${max} characters, got ${length},`);
      return value;
    }
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number: {
      if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse('a number');
      if (option.type === ApplicationCommandOptionType.Integer && !Number.isInteger(value))
        throw refuse('a whole number');
      if (value < (option.min_value ?? -Infinity) || value > (option.max_value ?? Infinity)) {
        throw refuse(`a number from ${option.min_value ?? '-∞'} to ${option.max_value ?? '∞'}`);
      }
      return value;
    }
    case ApplicationCommandOptionType.Boolean:
      if (typeof value !== 'boolean') throw refuse('true or false');
      return value;
    default:
      throw new ActionError(400, `This stand-in offers no options of type ${option.type} ("${option.name}").`);
  }
}

/**
 * @param name - the menu's name for error messages
 * @returns the chosen values in the order of the menu
 * @throws ActionError 400 for a choice that the menu does not allow
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

/**
 * Converts the filled-in values to the form of MODAL_SUBMIT.
 *
 * @param values - by custom_id or label; a field that is left out keeps its initial value
 * @throws ActionError 400 where Discord's client would not let it be sent
 */
export function readModalValues(
  modal: ModalJson,
  values: Readonly<Record<string, unknown>>,
): readonly Record<string, unknown>[] {
  const used = new Set<string>();
  const pick = (customId: string, label: string | undefined): unknown => {
    const name = customId in values ? customId : (label ?? customId);
    used.add(name);
    return values[name];
  };
  const field = (input: TextInputJson | SelectJson | CheckboxJson, label: string | undefined) => {
    const given = pick(input.custom_id, label);
    const own = { type: input.type, id: input.id, custom_id: input.custom_id };
    if (input.type === 23) return { ...own, value: readTick(given ?? input.default, label ?? input.custom_id) };
    if (input.type === 4) return { ...own, value: readText(input, given ?? input.value ?? '', label) };
    const preset = (input.options ?? []).filter((option) => option.default).map((option) => option.value);
    return { ...own, values: readChosen(input, given ?? preset, label ?? input.custom_id) };
  };
  const filled = (component: ModalJson['components'][number]): Record<string, unknown> => {
    const { type, id } = component;
    switch (component.type) {
      case 10:
        return { type, id };
      case 18:
        return { type, id, component: field(component.component, component.label) };
      case 1:
        return { type, id, components: component.components.map((c) => field(c, 'label' in c ? c.label : undefined)) };
    }
  };
  const components = modal.components.map(filled);
  const unknown = Object.keys(values).find((name) => !used.has(name));
  if (unknown !== undefined) {
    throw new ActionError(400, `Expected fields among: ${[...used].join(', ') || 'none'}; got "${unknown}".`);
  }
  return components;
}

function readTick(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw new ActionError(400, `Expected true or false for "${name}".`);
  return value;
}

function readText(input: TextInputJson, value: unknown, label = input.custom_id): string {
  if (typeof value !== 'string') throw new ActionError(400, `Expected text for "${label}".`);
  const length = lengthOf(value);
  if (length === 0 && !input.required) return value;
  const min = Math.max(input.min_length, input.required ? 1 : 0);
  if (length >= min && length <= input.max_length) return value;
  throw new ActionError(400, `Expected ${min} to ${input.max_length} characters for "${label}", got ${length}.`);
}
