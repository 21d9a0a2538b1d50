import { isRecord, lengthOf } from './form.ts';
import type { CommandOptionJson } from './shapes.ts';

/** What a person asked for that Discord's client would not let them do. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly status: number;
  constructor(status: 400 | 403 | 404, message: string) {
    super(message);
    this.status = status;
  }
}

/** Checks values as Discord's client does before it sends a command, and puts them in the order of the definition. */
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

const STRING_MAX_CHARS = 6000;

function checkValue(option: CommandOptionJson, value: unknown): string | number | boolean {
  const refuse = (expected: string) => new ActionError(400, `Expected ${expected} for the option "${option.name}".`);
  if (option.choices !== undefined && !option.choices.some((c) => c.value === value)) {
    throw refuse('one of the offered choices');
  }
  switch (option.type) {
    case 3: {
      if (typeof value !== 'string') throw refuse('text');
      const [min, max] = [option.min_length ?? 0, option.max_length ?? STRING_MAX_CHARS];
      const length = lengthOf(value);
      if (length < min || length > max) throw refuse(`${min} to ${max} characters, got ${length},`);
      return value;
    }
    case 4:
    case 10: {
      if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse('a number');
      if (option.type === 4 && !Number.isInteger(value)) throw refuse('a whole number');
      if (value < (option.min_value ?? -Infinity) || value > (option.max_value ?? Infinity)) {
        throw refuse(`a number from ${option.min_value ?? '-∞'} to ${option.max_value ?? '∞'}`);
      }
      return value;
    }
    case 5:
      if (typeof value !== 'boolean') throw refuse('true or false');
      return value;
    default:
      throw new ActionError(400, `This stand-in offers no options of type ${option.type} ("${option.name}").`);
  }
}

/** Reads `options` from a request; an object with plain values. */
export function optionsOf(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw new ActionError(400, 'Expected "options" to be an object of name and value.');
  return value;
}

/** Reads `path` from a request: names of sub-commands. */
export function namesOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const isName = (name: unknown) => typeof name === 'string';
  if (Array.isArray(value) && value.every(isName)) return value;
  throw new ActionError(400, 'Expected "path" to be a list of names.');
}
