import { z } from 'zod';
import { lengthOf, list, problem, snowflake, text } from './form.ts';

/**
 * What Discord accepts in a message's `components`. Limits: platform reference §4.10, §5.1 and §5.3; kept here on
 * their own and never taken from a bot, so that a bot's mistake about a limit shows.
 */
export const LIMIT = {
  legacyRows: 5,
  rowButtons: 5,
  componentsInTotal: 40,
  displayedTextInTotal: 4000,
  textDisplay: 4000,
  sectionTexts: 3,
  customId: 100,
  label: 80,
  buttonUrl: 512,
  selectOptions: 25,
  placeholder: 150,
  galleryItems: 10,
  mediaDescription: 1024,
} as const;

const id = z.int().min(0).max(2_147_483_647).nullish();
const flag = z.boolean().nullish();
const emoji = z.object({ id: snowflake.nullish(), name: text(1, 32), animated: flag }).nullish();
const customId = text(1, LIMIT.customId);

const button = z
  .object({
    type: z.literal(2),
    id,
    style: z.literal([1, 2, 3, 4, 5, 6]),
    custom_id: customId.nullish(),
    label: text(0, LIMIT.label).nullish(),
    url: text(1, LIMIT.buttonUrl).nullish(),
    sku_id: snowflake.nullish(),
    emoji,
    disabled: flag,
  })
  .superRefine((value, context) => {
    const opens = value.style === 5;
    const buys = value.style === 6;
    if (!opens && !buys && value.custom_id == null) {
      context.addIssue(problem('BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id required', ['custom_id']));
    }
    if ((opens || buys) && value.custom_id != null) {
      context.addIssue(
        problem('BUTTON_COMPONENT_CUSTOM_ID_MUTUALLY_EXCLUSIVE', 'This style takes no custom id', ['custom_id']),
      );
    }
    if (opens && value.url == null) {
      context.addIssue(problem('BUTTON_COMPONENT_URL_REQUIRED', 'A url is required', ['url']));
    }
    if (!opens && value.url != null) {
      context.addIssue(problem('BUTTON_COMPONENT_URL_MUTUALLY_EXCLUSIVE', 'This style takes no url', ['url']));
    }
    if (value.url != null && !isWebAddress(value.url, ['http:', 'https:', 'discord:'])) {
      context.addIssue(problem('URL_TYPE_INVALID_URL', 'Not a well formed URL.', ['url']));
    }
    if (buys && value.sku_id == null) {
      context.addIssue(problem('BASE_TYPE_REQUIRED', 'This field is required', ['sku_id']));
    }
    if (!buys && value.emoji == null && (value.label == null || lengthOf(value.label) === 0)) {
      context.addIssue(problem('BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or emoji is required', ['label']));
    }
  });

function isWebAddress(value: string, protocols: readonly string[]): boolean {
  const url = URL.parse(value);
  return url !== null && protocols.includes(url.protocol);
}

const selectCommon = {
  id,
  custom_id: customId,
  placeholder: text(0, LIMIT.placeholder).nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
  disabled: flag,
};
export const selectFields = {
  type: z.literal(3),
  ...selectCommon,
  options: list(
    z.object({
      label: text(1, 100),
      value: text(1, 100),
      description: text(0, 100).nullish(),
      emoji,
      default: flag,
    }),
    1,
    LIMIT.selectOptions,
  ),
};
const stringSelect = z.object(selectFields).superRefine((value, context) => {
  for (const issue of selectProblems(value)) context.addIssue(issue);
});

/** Rules between the options of a select menu and its numbers, in messages and modals. */
export function selectProblems(select: {
  readonly options: readonly { readonly value: string; readonly default?: boolean | null | undefined }[];
  readonly min_values?: number | null | undefined;
  readonly max_values?: number | null | undefined;
}) {
  const { options } = select;
  const [min, max] = [select.min_values ?? 1, select.max_values ?? 1];
  const problems = options.flatMap(({ value }, index) =>
    options.slice(0, index).some((earlier) => earlier.value === value)
      ? [
          problem('SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used', [
            'options',
            index,
          ]),
        ]
      : [],
  );
  const needed = Math.max(min, max);
  if (options.length < needed) {
    const words = `Must be between ${needed} and ${LIMIT.selectOptions} in length.`;
    problems.push(problem('BASE_TYPE_BAD_LENGTH', words, ['options']));
  }
  if (min > max) {
    problems.push(problem('NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`, ['min_values']));
  }
  if (options.filter((option) => option.default).length > max) {
    const words = 'The number of default options exceeds max_values';
    problems.push(problem('SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES', words, ['options']));
  }
  return problems;
}
const entitySelect = z.object({ type: z.literal([5, 6, 7, 8]), ...selectCommon });

const oneOf = (types: readonly number[]) => `Value of field "type" must be one of (${types.join(', ')}).`;

const actionRow = z
  .object({
    type: z.literal(1),
    id,
    components: list(
      z.discriminatedUnion('type', [button, stringSelect, entitySelect], {
        error: (issue) => (issue.code === 'invalid_union' ? oneOf([2, 3, 5, 6, 7, 8]) : undefined),
      }),
      1,
      LIMIT.rowButtons,
    ),
  })
  .superRefine((value, context) => {
    const selects = value.components.filter((c) => c.type !== 2).length;
    if (selects > 0 && value.components.length > 1) {
      context.addIssue(
        problem('COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The row holds more than its width allows', ['components']),
      );
    }
  });

export const textDisplay = z.object({ type: z.literal(10), id, content: text(1, LIMIT.textDisplay) });
const media = z.object({ url: text(1, 2048) }).superRefine((value, context) => {
  if (!isWebAddress(value.url, ['http:', 'https:', 'attachment:'])) {
    context.addIssue(problem('URL_TYPE_INVALID_URL', 'Not a well formed URL.', ['url']));
  }
});
const described = { description: text(0, LIMIT.mediaDescription).nullish(), spoiler: flag };
const thumbnail = z.object({ type: z.literal(11), id, media, ...described });
const section = z.object({
  type: z.literal(9),
  id,
  components: list(textDisplay, 1, LIMIT.sectionTexts),
  accessory: z.discriminatedUnion('type', [button, thumbnail], {
    error: (issue) => (issue.code === 'invalid_union' ? oneOf([2, 11]) : undefined),
  }),
});
const gallery = z.object({
  type: z.literal(12),
  id,
  items: list(z.object({ media, ...described }), 1, LIMIT.galleryItems),
});
const separator = z.object({ type: z.literal(14), id, spacing: z.literal([1, 2]).nullish(), divider: flag });
const container = z.object({
  type: z.literal(17),
  id,
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler: flag,
  components: list(
    z.discriminatedUnion('type', [actionRow, section, textDisplay, gallery, separator], {
      error: (issue) => (issue.code === 'invalid_union' ? oneOf([1, 9, 10, 12, 14]) : undefined),
    }),
    1,
    LIMIT.componentsInTotal,
  ),
});

/** `components` of a message without the Components V2 flag: rows only. */
export const legacyComponents = list(
  z.discriminatedUnion('type', [actionRow], {
    error: (issue) => (issue.code === 'invalid_union' ? 'Value of field "type" must be one of (1,).' : undefined),
  }),
  0,
  LIMIT.legacyRows,
);

/** `components` of a message with the Components V2 flag. */
export const v2Components = list(
  z.discriminatedUnion('type', [actionRow, section, textDisplay, gallery, separator, container], {
    error: (issue) => (issue.code === 'invalid_union' ? oneOf([1, 9, 10, 12, 14, 17]) : undefined),
  }),
  0,
  LIMIT.componentsInTotal,
);

export type ComponentInput =
  | z.output<typeof actionRow>
  | z.output<typeof section>
  | z.output<typeof textDisplay>
  | z.output<typeof gallery>
  | z.output<typeof separator>
  | z.output<typeof container>;
export type InnerComponentInput = ComponentInput | z.output<typeof button> | SelectInput | z.output<typeof thumbnail>;
export type SelectInput = z.output<typeof stringSelect> | z.output<typeof entitySelect>;
export type ButtonInput = z.output<typeof button>;
