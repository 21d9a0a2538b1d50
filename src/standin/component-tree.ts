import {
  type ButtonInput,
  type ComponentInput,
  type InnerComponentInput,
  LIMIT,
  type SelectInput,
} from './components.ts';
import { lengthOf, type Problem } from './form.ts';
import type {
  ActionRowJson,
  ButtonJson,
  ComponentJson,
  ContainerJson,
  EmojiJson,
  MediaJson,
  SelectJson,
  TextDisplayJson,
  TopLevelComponentJson,
} from './shapes.ts';

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

/** Rules that hold over the whole tree: totals, and what must be unique in a message. */
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

/** Gives every component an `id` and the defaults that the API's answers show. */
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

  const media = (url: string): MediaJson => ({ id: newId(), url, proxy_url: url, width: null, height: null });
  const button = (input: ButtonInput): ButtonJson => ({
    type: 2,
    id: number(input.id),
    style: input.style,
    ...(input.custom_id != null && { custom_id: input.custom_id }),
    ...(input.url != null && { url: input.url }),
    ...(input.sku_id != null && { sku_id: input.sku_id }),
    ...(input.label != null && { label: input.label }),
    ...(input.emoji != null && { emoji: emojiJson(input.emoji) }),
    ...(input.disabled && { disabled: true as const }),
  });
  const select = (input: SelectInput): SelectJson => ({
    type: input.type,
    id: number(input.id),
    custom_id: input.custom_id,
    ...(input.placeholder != null && { placeholder: input.placeholder }),
    min_values: input.min_values ?? 1,
    max_values: input.max_values ?? 1,
    ...(input.disabled && { disabled: true as const }),
    ...(input.type === 3 && {
      options: input.options.map((option) => ({
        label: option.label,
        value: option.value,
        ...(option.description != null && { description: option.description }),
        ...(option.emoji != null && { emoji: emojiJson(option.emoji) }),
        ...(option.default && { default: true as const }),
      })),
    }),
  });
  const row = (input: Extract<ComponentInput, { type: 1 }>): ActionRowJson => ({
    type: 1,
    id: number(input.id),
    components: input.components.map((c) => (c.type === 2 ? button(c) : select(c))),
  });
  const textDisplay = (input: Extract<ComponentInput, { type: 10 }>): TextDisplayJson => ({
    type: 10,
    id: number(input.id),
    content: input.content,
  });
  const inner = (input: Exclude<ComponentInput, { type: 17 }>): ContainerJson['components'][number] => {
    switch (input.type) {
      case 1:
        return row(input);
      case 9:
        return {
          type: 9,
          id: number(input.id),
          components: input.components.map(textDisplay),
          accessory:
            input.accessory.type === 2
              ? button(input.accessory)
              : {
                  type: 11,
                  id: number(input.accessory.id),
                  media: media(input.accessory.media.url),
                  description: input.accessory.description ?? null,
                  spoiler: input.accessory.spoiler ?? false,
                },
        };
      case 10:
        return textDisplay(input);
      case 12:
        return {
          type: 12,
          id: number(input.id),
          items: input.items.map((item) => ({
            media: media(item.media.url),
            description: item.description ?? null,
            spoiler: item.spoiler ?? false,
          })),
        };
      case 14:
        return { type: 14, id: number(input.id), spacing: input.spacing ?? 1, divider: input.divider ?? true };
    }
  };
  return components.map((input) =>
    input.type === 17
      ? {
          type: 17,
          id: number(input.id),
          accent_color: input.accent_color ?? null,
          spoiler: input.spoiler ?? false,
          components: input.components.map(inner),
        }
      : inner(input),
  );
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
/** A select menu with options of its own; menus of people, roles and channels are not offered here. */
export const isStringSelect = (component: ComponentJson): component is SelectJson => component.type === 3;
