import { z } from 'zod';
import { lengthOf, list, type Problem, problem, snowflake, text } from './form.ts';
import type {
  ButtonJson,
  ComponentJson,
  ContainerJson,
  EmojiJson,
  SelectJson,
  SelectOptionJson,
  ThumbnailJson,
  TopLevelComponentJson,
} from './shapes.ts';

/**
 * Limits of a message's `components`, after platform reference §4.10, §5.1 and §5.3. They are never taken from the bot's own
 * table, so that tests detect a mistake there.
 */
const LIMIT = {
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
const selectOption = z.object({
  label: text(1, 100),
  value: text(1, 100),
  description: text(0, 100).nullish(),
  emoji,
  default: flag,
});
export const selectFields = {
  type: z.literal(3),
  ...selectCommon,
  options: list(selectOption, 1, LIMIT.selectOptions),
};
const stringSelect = z.object(selectFields).superRefine((value, context) => {
  for (const issue of selectProblems(value)) context.addIssue(issue);
});

/** Checks a select menu's options against its lowest and highest number of choices, in messages and modals. */
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

/** Gives the error of a union the words that Discord uses. */
export const oneOfTypes = (types: string) => ({
  error: (issue: { code?: string | undefined }) =>
    issue.code === 'invalid_union' ? `Value of field "type" must be one of (${types}).` : undefined,
});

const actionRow = z
  .object({
    type: z.literal(1),
    id,
    components: list(
      z.discriminatedUnion('type', [button, stringSelect, entitySelect], oneOfTypes('2, 3, 5, 6, 7, 8')),
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
const describedMedia = z.object({ media, description: text(0, LIMIT.mediaDescription).nullish(), spoiler: flag });
const thumbnail = describedMedia.extend({ type: z.literal(11), id });
const section = z.object({
  type: z.literal(9),
  id,
  components: list(textDisplay, 1, LIMIT.sectionTexts),
  accessory: z.discriminatedUnion('type', [button, thumbnail], oneOfTypes('2, 11')),
});
const gallery = z.object({
  type: z.literal(12),
  id,
  items: list(describedMedia, 1, LIMIT.galleryItems),
});
const separator = z.object({ type: z.literal(14), id, spacing: z.literal([1, 2]).nullish(), divider: flag });
const container = z.object({
  type: z.literal(17),
  id,
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler: flag,
  components: list(
    z.discriminatedUnion('type', [actionRow, section, textDisplay, gallery, separator], oneOfTypes('1, 9, 10, 12, 14')),
    1,
    LIMIT.componentsInTotal,
  ),
});

/** `components` of a message without the Components V2 flag: rows only. */
export const legacyComponents = list(z.discriminatedUnion('type', [actionRow], oneOfTypes('1,')), 0, LIMIT.legacyRows);

/** `components` of a message with the Components V2 flag. */
export const v2Components = list(
  z.discriminatedUnion(
    'type',
    [actionRow, section, textDisplay, gallery, separator, container],
    oneOfTypes('1, 9, 10, 12, 14, 17'),
  ),
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
type InnerComponentInput = ComponentInput | z.output<typeof button> | SelectInput | z.output<typeof thumbnail>;
type SelectInput = z.output<typeof stringSelect> | z.output<typeof entitySelect>;
type ButtonInput = z.output<typeof button>;

interface Located {
  readonly component: InnerComponentInput;
  readonly path: readonly PropertyKey[];
}

function* locate(components: readonly InnerComponentInput[], path: readonly PropertyKey[]): Generator<Located> {
  for (const [index, component] of components.entries()) {
    const at = [...path, index];
    yield { component, path: at };
    if ('components' in component) yield* locate(component.components, [...at, 'components']);
    if ('accessory' in component) yield { component: component.accessory, path: [...at, 'accessory'] };
  }
}

/** Rules for the whole tree: totals, and values that must be unique in a message. */
export function treeProblems(components: readonly ComponentInput[], at: readonly PropertyKey[]): Problem[] {
  const problems: Problem[] = [];
  const customIds = new Set<string>();
  const ids = new Set<number>();
  let count = 0;
  let displayed = 0;
  for (const { component, path } of locate(components, at)) {
    count += 1;
    if (component.type === 10) displayed += lengthOf(component.content);
    if ('custom_id' in component && component.custom_id != null) {
      if (customIds.has(component.custom_id)) {
        problems.push({
          path: [...path, 'custom_id'],
          code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
          message: 'Component custom id cannot be duplicated',
        });
      }
      customIds.add(component.custom_id);
    }
    if (component.id) {
      if (ids.has(component.id)) {
        problems.push({
          path: [...path, 'id'],
          code: 'COMPONENT_ID_DUPLICATED',
          message: 'Component id cannot be duplicated',
        });
      }
      ids.add(component.id);
    }
  }
  if (count > LIMIT.componentsInTotal) {
    problems.push({
      path: at,
      code: 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      message: `The total number of components must not exceed ${LIMIT.componentsInTotal}.`,
    });
  }
  if (displayed > LIMIT.displayedTextInTotal) {
    problems.push({
      path: at,
      code: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      message: `The total size of displayable text in components must not exceed ${LIMIT.displayedTextInTotal}.`,
    });
  }
  return problems;
}

/** Gives every component an `id` and those default values that the API's answers contain. */
export function fillComponents(components: readonly ComponentInput[], newId: () => string): TopLevelComponentJson[] {
  const taken = new Set<number>();
  for (const { component } of locate(components, [])) if (component.id) taken.add(component.id);
  let next = 1;
  const number = (given: number | null | undefined) => {
    if (given) return given;
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  };
  const ids: Ids = { number, media: newId };
  return components.map((input) =>
    input.type === 17
      ? {
          type: 17,
          id: number(input.id),
          accent_color: input.accent_color ?? null,
          spoiler: input.spoiler ?? false,
          components: input.components.map((inner) => innerJson(inner, ids)),
        }
      : innerJson(input, ids),
  );
}

/** The source of ids for components and media. */
interface Ids {
  /** @returns the given number, else the next free one of the message */
  number(given: number | null | undefined): number;
  media(): string;
}

function innerJson(input: Exclude<ComponentInput, { type: 17 }>, ids: Ids): ContainerJson['components'][number] {
  const id = ids.number(input.id);
  switch (input.type) {
    case 1:
      return {
        type: 1,
        id,
        components: input.components.map((c) => (c.type === 2 ? buttonJson(c, ids) : selectJson(c, ids))),
      };
    case 9:
      return {
        type: 9,
        id,
        components: input.components.map((text) => ({ type: 10, id: ids.number(text.id), content: text.content })),
        accessory: input.accessory.type === 2 ? buttonJson(input.accessory, ids) : thumbnailJson(input.accessory, ids),
      };
    case 10:
      return { type: 10, id, content: input.content };
    case 12:
      return { type: 12, id, items: input.items.map((item) => describedMediaJson(item, ids)) };
    case 14:
      return { type: 14, id, spacing: input.spacing ?? 1, divider: input.divider ?? true };
  }
}

function buttonJson(input: ButtonInput, ids: Ids): ButtonJson {
  return {
    type: 2,
    id: ids.number(input.id),
    style: input.style,
    ...(input.custom_id != null && { custom_id: input.custom_id }),
    ...(input.url != null && { url: input.url }),
    ...(input.sku_id != null && { sku_id: input.sku_id }),
    ...(input.label != null && { label: input.label }),
    ...(input.emoji != null && { emoji: emojiJson(input.emoji) }),
    ...(input.disabled && { disabled: true as const }),
  };
}

function selectJson(input: SelectInput, ids: Ids): SelectJson {
  return {
    type: input.type,
    id: ids.number(input.id),
    custom_id: input.custom_id,
    ...(input.placeholder != null && { placeholder: input.placeholder }),
    min_values: input.min_values ?? 1,
    max_values: input.max_values ?? 1,
    ...(input.disabled && { disabled: true as const }),
    ...(input.type === 3 && { options: input.options.map(selectOptionJson) }),
  };
}

export function selectOptionJson(option: z.output<typeof selectOption>): SelectOptionJson {
  return {
    label: option.label,
    value: option.value,
    ...(option.description != null && { description: option.description }),
    ...(option.emoji != null && { emoji: emojiJson(option.emoji) }),
    ...(option.default && { default: true as const }),
  };
}

function thumbnailJson(input: z.output<typeof thumbnail>, ids: Ids): ThumbnailJson {
  return { type: 11, id: ids.number(input.id), ...describedMediaJson(input, ids) };
}

function describedMediaJson({ media: { url }, description, spoiler }: z.output<typeof describedMedia>, ids: Ids) {
  return {
    media: { id: ids.media(), url, proxy_url: url, width: null, height: null },
    description: description ?? null,
    spoiler: spoiler ?? false,
  };
}

function emojiJson(input: { id?: string | null | undefined; name: string }): EmojiJson {
  return input.id == null ? { name: input.name } : { id: input.id, name: input.name };
}

/** Every component of a stored message, outermost first. */
export function* everyComponent(components: readonly ComponentJson[]): Generator<ComponentJson> {
  for (const component of components) {
    yield component;
    if ('components' in component) yield* everyComponent(component.components);
    if ('accessory' in component) yield component.accessory;
  }
}

/** The text of all text displays, in reading order. */
export function displayedText(components: readonly ComponentJson[]): string[] {
  return [...everyComponent(components)].flatMap((c) => (c.type === 10 ? [c.content] : []));
}

export const isButton = (component: ComponentJson): component is ButtonJson => component.type === 2;
/** A select menu with its own options; menus of people, roles and channels are not supported here. */
export const isStringSelect = (component: ComponentJson): component is SelectJson => component.type === 3;
