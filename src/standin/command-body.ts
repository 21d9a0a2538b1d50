import { z } from 'zod';
import { anyOption, localised, OPTIONS_MAX, slashName } from './command-options.ts';
import { optionProblems, totalChars } from './command-rules.ts';
import { list, parseForm, problem, text } from './form.ts';

/** Platform reference §3.2: names, descriptions and values of command, options and choices together. */
const TOTAL_TEXT_MAX_CHARS = 8000;

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
