import { z } from 'zod';
import { lengthOf, list, problem, text } from './form.ts';

/** Platform reference §3.2. */
export const OPTIONS_MAX = 25;
const CHOICES_MAX = 25;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const LOCALES = [
  'id',
  'da',
  'de',
  'en-GB',
  'en-US',
  'es-ES',
  'es-419',
  'fr',
  'hr',
  'it',
  'lt',
  'hu',
  'nl',
  'no',
  'pl',
  'pt-BR',
  'ro',
  'fi',
  'sv-SE',
  'vi',
  'tr',
  'cs',
  'el',
  'bg',
  'ru',
  'uk',
  'hi',
  'th',
  'zh-CN',
  'ja',
  'zh-TW',
  'ko',
] as const;

export const localised = (min: number, max: number) =>
  z
    .record(z.string(), text(min, max).nullable())
    .superRefine((value, context) => {
      for (const locale of Object.keys(value)) {
        if (!LOCALES.some((known) => known === locale)) {
          context.addIssue(problem('BASE_TYPE_CHOICES', `Value must be one of {${LOCALES.join(', ')}}.`, [locale]));
        }
      }
    })
    .nullish();

export const slashName = text(1, 32).superRefine((value, context) => {
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
const choosesType = (types: readonly number[]) => ({
  error: (issue: { code?: string | undefined }) =>
    issue.code === 'invalid_union' ? `Value of field "type" must be one of (${types.join(', ')}).` : undefined,
});
const valueOption = z.discriminatedUnion('type', valueOptions, choosesType([3, 4, 5, 6, 7, 8, 9, 10, 11]));
const subcommand = z.object({
  ...optionCommon,
  type: z.literal(1),
  options: list(valueOption, 0, OPTIONS_MAX).nullish(),
});
const group = z.object({ ...optionCommon, type: z.literal(2), options: list(subcommand, 0, OPTIONS_MAX).nullish() });
export const anyOption = z.discriminatedUnion(
  'type',
  [...valueOptions, subcommand, group],
  choosesType([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
);
export type OptionInput = z.output<typeof anyOption>;
