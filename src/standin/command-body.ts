import { Locale } from 'discord-api-types/v10';
import { z } from 'zod';
import { oneOfTypes } from './components.ts';
import { lengthOf, list, type Problem, parseForm, problem, text } from './form.ts';

/** The limits come from platform reference §3.2. */
const OPTIONS_MAX = 25;
const CHOICES_MAX = 25;
/** The limit of the total length of a command's names, descriptions and values, including its options and choices. */
const TOTAL_TEXT_MAX_CHARS = 8000;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const LOCALES: readonly string[] = Object.values(Locale);

const localised = (min: number, max: number) =>
  z
    .record(z.string(), text(min, max).nullable())
    .superRefine((value, context) => {
      for (const locale of Object.keys(value)) {
        if (!LOCALES.includes(locale)) {
          context.addIssue(problem('BASE_TYPE_CHOICES', `Value must be one of {${LOCALES.join(', ')}}.`, [locale]));
        }
      }
    })
    .nullish();

const slashName = text(1, 32).superRefine((value, context) => {
  if (value === '' || lengthOf(value) > 32) return;
  if (!NAME.test(value) || value !== value.toLowerCase()) {
    context.addIssue(problem('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid'));
  }
});

const choice = (value: z.ZodType<string | number>) =>
  z.object({ name: text(1, 100), name_localizations: localised(1, 100), value });

const optionCommon = {
  name: slashName,
  name_localizations: localised(1, 32),
  description: text(1, 100),
  description_localizations: localised(1, 100),
  required: z.boolean().nullish(),
};
const stringOption = z.object({
  ...optionCommon,
  type: z.literal(3),
  autocomplete: z.boolean().nullish(),
  choices: list(choice(text(0, 100)), 0, CHOICES_MAX).nullish(),
  min_length: z.int().min(0).max(6000).nullish(),
  max_length: z.int().min(1).max(6000).nullish(),
});
const numeric = {
  autocomplete: z.boolean().nullish(),
  choices: list(choice(z.number()), 0, CHOICES_MAX).nullish(),
  min_value: z.number().nullish(),
  max_value: z.number().nullish(),
};
const integerOption = z.object({ ...optionCommon, type: z.literal(4), ...numeric });
const numberOption = z.object({ ...optionCommon, type: z.literal(10), ...numeric });
const plainOption = z.object({ ...optionCommon, type: z.literal([5, 6, 8, 9, 11]) });
const channelOption = z.object({
  ...optionCommon,
  type: z.literal(7),
  channel_types: z.array(z.int().min(0)).nullish(),
});

const valueOptions = [stringOption, integerOption, numberOption, plainOption, channelOption] as const;
const valueOption = z.discriminatedUnion('type', valueOptions, oneOfTypes('3, 4, 5, 6, 7, 8, 9, 10, 11'));
const subcommand = z.object({
  ...optionCommon,
  type: z.literal(1),
  options: list(valueOption, 0, OPTIONS_MAX).nullish(),
});
const group = z.object({ ...optionCommon, type: z.literal(2), options: list(subcommand, 0, OPTIONS_MAX).nullish() });
const anyOption = z.discriminatedUnion(
  'type',
  [...valueOptions, subcommand, group],
  oneOfTypes('1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11'),
);
export type OptionInput = z.output<typeof anyOption>;

const permissions = z
  .union([z.string().regex(/^\d+$/), z.int().min(0)])
  .transform(String)
  .nullish();

const unique = (values: z.ZodType<number>) =>
  z
    .array(values)
    .superRefine((value, context) => {
      if (value.length === 0 || new Set(value).size !== value.length) {
        context.addIssue(problem('BASE_TYPE_BAD_LENGTH', 'Must be a non-empty list without repetition.'));
      }
    })
    .nullish();

const common = {
  name_localizations: localised(1, 32),
  description_localizations: localised(1, 100),
  default_member_permissions: permissions,
  dm_permission: z.boolean().nullish(),
  nsfw: z.boolean().nullish(),
  contexts: unique(z.literal([0, 1, 2])),
  integration_types: unique(z.literal([0, 1])),
};

const slashCommand = z.object({
  ...common,
  type: z.literal(1).nullish(),
  name: slashName,
  description: text(1, 100),
  options: list(anyOption, 0, OPTIONS_MAX).nullish(),
});
const menuCommand = z
  .object({
    ...common,
    type: z.literal([2, 3]),
    name: text(1, 32),
    description: z.string().nullish(),
    options: z.unknown().optional(),
  })
  .superRefine((value, context) => {
    if ((value.description ?? '') !== '') {
      context.addIssue(
        problem(
          'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID',
          'Context menu commands cannot have description',
          ['description'],
        ),
      );
    }
    if (Array.isArray(value.options) && value.options.length > 0) {
      context.addIssue(
        problem('APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID', 'Context menu commands cannot have options', [
          'options',
        ]),
      );
    }
  })
  .transform((value) => ({ ...value, options: undefined }));

const checkedSlashCommand = slashCommand.superRefine(slashRules);

export type CommandInput = z.output<typeof slashCommand> | z.output<typeof menuCommand>;

/**
 * Checks the definition of one command against every documented limit.
 *
 * @param at - `[]` for one command, `[index]` inside a bulk request
 * @throws ApiError 50035
 */
export function readCommandBody(raw: unknown, at: readonly PropertyKey[]): CommandInput {
  const isMenu = typeof raw === 'object' && raw !== null && 'type' in raw && (raw.type === 2 || raw.type === 3);
  return isMenu ? parseForm(menuCommand, raw, at) : parseForm(checkedSlashCommand, raw, at);
}

function slashRules(
  value: z.output<typeof slashCommand>,
  context: { addIssue: (issue: ReturnType<typeof problem>) => void },
) {
  for (const { code, message, path } of optionProblems(value.options ?? [], ['options'])) {
    context.addIssue(problem(code, message, [...path]));
  }
  if (totalChars(value) > TOTAL_TEXT_MAX_CHARS) {
    context.addIssue(
      problem('APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${TOTAL_TEXT_MAX_CHARS})`),
    );
  }
}

/** Rules between the options of one level: kinds, names, order and mutual exclusion. */
function optionProblems(options: readonly OptionInput[], at: readonly PropertyKey[]): Problem[] {
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

/**
 * The total length of a command's names, descriptions and values, including its options and choices; of all translations of a
 * text, only the longest counts.
 */
function totalChars(command: Worded & { options?: readonly OptionInput[] | null | undefined }): number {
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
