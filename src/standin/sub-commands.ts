import { ActionError } from './option-values.ts';
import type { CommandJson, CommandOptionJson } from './shapes.ts';

const isSub = (option: CommandOptionJson) => option.type === 1 || option.type === 2;

/** The part of a command that a person types: the command itself, or one of its sub-commands. */
export interface CommandLeaf {
  /** As typed, without the slash: `pin brief`. */
  readonly name: string;
  readonly options: readonly CommandOptionJson[];
  /** Puts the filled-in options where Discord has them: inside the sub-command, inside its group. */
  nest(filled: readonly Record<string, unknown>[]): readonly Record<string, unknown>[];
}

/**
 * @param path - names of the group and the sub-command below the command; `[]` for one that has none
 * @throws ActionError 404 naming what there is
 */
export function findLeaf(command: CommandJson, path: readonly string[]): CommandLeaf {
  let options = command.options ?? [];
  const steps: CommandOptionJson[] = [];
  const refuse = (got: string) => {
    const names = options.filter(isSub).map((option) => `"${option.name}"`);
    const expected = names.length > 0 ? `one of the sub-commands ${names.join(', ')}` : 'no further sub-command';
    return new ActionError(
      404,
      `Expected ${expected} of /${[command.name, ...steps.map((s) => s.name)].join(' ')}, got ${got}.`,
    );
  };
  for (const name of path) {
    const step = options.find((option) => isSub(option) && option.name === name);
    if (step === undefined) throw refuse(`"${name}"`);
    steps.push(step);
    options = step.options ?? [];
  }
  if (options.some(isSub)) throw refuse('none');
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
