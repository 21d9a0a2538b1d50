import type { OptionInput } from './command-options.ts';
import { lengthOf, type Problem } from './form.ts';

/** Rules between the options of one level: kinds, names, order, and what excludes each other. */
export function optionProblems(options: readonly OptionInput[], at: readonly PropertyKey[]): Problem[] {
  const problems: Problem[] = [];
  const names = new Set<string>();
  let optionalSeen = false;
  const kinds = new Set(options.map((o) => (o.type <= 2 ? 'sub' : 'value')));
  if (kinds.size > 1) {
    problems.push({
      path: at,
      code: 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      message: 'Sub-command and sub-command group option types are mutually exclusive to all other types',
    });
  }
  for (const [index, option] of options.entries()) {
    const here = [...at, index];
    if (names.has(option.name)) {
      problems.push({
        path: [...here, 'name'],
        code: 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID',
        message: 'Option name must be unique',
      });
    }
    names.add(option.name);
    if (option.type > 2 && option.required && optionalSeen) {
      problems.push({
        path: here,
        code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        message: 'Required options must be placed before non-required options',
      });
    }
    if (option.type > 2 && !option.required) optionalSeen = true;
    if ('options' in option) problems.push(...optionProblems(option.options ?? [], [...here, 'options']));
    if ('autocomplete' in option) problems.push(...suggestionProblems(option, here));
  }
  return problems;
}

function suggestionProblems(option: OptionInput & { autocomplete?: unknown }, here: readonly PropertyKey[]): Problem[] {
  if (!('choices' in option)) return [];
  const problems: Problem[] = [];
  if (option.autocomplete && (option.choices?.length ?? 0) > 0) {
    problems.push({
      path: [...here, 'autocomplete'],
      code: 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID',
      message: 'Autocomplete and choices are mutually exclusive',
    });
  }
  const names = new Set<string>();
  for (const [index, entry] of (option.choices ?? []).entries()) {
    if (names.has(entry.name)) {
      problems.push({
        path: [...here, 'choices', index, 'name'],
        code: 'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE',
        message: 'Choice name must be unique',
      });
    }
    names.add(entry.name);
  }
  return problems;
}

interface Worded {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly name_localizations?: Readonly<Record<string, string | null>> | null | undefined;
  readonly description_localizations?: Readonly<Record<string, string | null>> | null | undefined;
}

/** Names, descriptions and values of a command with its options and choices; of translations only the longest counts. */
export function totalChars(command: Worded & { options?: readonly OptionInput[] | null | undefined }): number {
  const longest = (own: string | null | undefined, more: Worded['name_localizations']) =>
    Math.max(...[own ?? '', ...Object.values(more ?? {})].map((value) => lengthOf(value ?? '')));
  const words = (worded: Worded) =>
    longest(worded.name, worded.name_localizations) + longest(worded.description, worded.description_localizations);
  const optionChars = (option: OptionInput): number => {
    const inner = 'options' in option ? (option.options ?? []).reduce((sum, o) => sum + optionChars(o), 0) : 0;
    const choices = 'choices' in option ? (option.choices ?? []) : [];
    return (
      words(option) +
      inner +
      choices.reduce((sum, c) => sum + longest(c.name, c.name_localizations) + String(c.value).length, 0)
    );
  };
  return words(command) + (command.options ?? []).reduce((sum, option) => sum + optionChars(option), 0);
}
