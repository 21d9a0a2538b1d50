import { z } from 'zod';
import { oneOfTypes, selectFields, selectOptionJson, selectProblems, textDisplay } from './components.ts';
import { formError, list, type Problem, parseForm, problem, text } from './form.ts';
import type {
  CheckboxJson,
  LabelJson,
  ModalJson,
  ModalRowJson,
  SelectJson,
  TextDisplayJson,
  TextInputJson,
} from './shapes.ts';

/** Platform reference §4.11. */
const TITLE_MAX_CHARS = 45;
const COMPONENTS_MAX = 5;
const LABEL_MAX_CHARS = 45;
const DESCRIPTION_MAX_CHARS = 100;
const VALUE_MAX_CHARS = 4000;

const id = z.int().min(0).max(2_147_483_647).nullish();
const inputFields = {
  type: z.literal(4),
  id,
  custom_id: text(1, 100),
  style: z.literal([1, 2]),
  min_length: z.int().min(0).max(VALUE_MAX_CHARS).nullish(),
  max_length: z.int().min(1).max(VALUE_MAX_CHARS).nullish(),
  required: z.boolean().nullish(),
  value: text(0, VALUE_MAX_CHARS).nullish(),
  placeholder: text(0, 100).nullish(),
};
const textInput = z.object({ ...inputFields, label: z.null().optional() });
const labelledInput = z.object({ ...inputFields, label: text(1, LABEL_MAX_CHARS) });

const modalSelect = z.object({ ...selectFields, required: z.boolean().nullish() }).superRefine((value, context) => {
  for (const issue of selectProblems(value)) context.addIssue(issue);
  if (value.disabled) {
    context.addIssue(problem('MODAL_SELECT_DISABLED', 'Selects in modals cannot be disabled', ['disabled']));
  }
  if (value.required !== false && value.min_values === 0) {
    context.addIssue(problem('NUMBER_TYPE_MIN', 'A required select needs at least one value.', ['min_values']));
  }
});

const checkbox = z.object({
  type: z.literal(23),
  id,
  custom_id: text(1, 100),
  default: z.boolean().nullish(),
});

const label = z.object({
  type: z.literal(18),
  id,
  label: text(1, LABEL_MAX_CHARS),
  description: text(0, DESCRIPTION_MAX_CHARS).nullish(),
  component: z.discriminatedUnion('type', [textInput, modalSelect, checkbox], oneOfTypes('3, 4, 23')),
});
/** A row, which Discord has deprecated but still accepts. */
const row = z.object({ type: z.literal(1), id, components: list(labelledInput, 1, 1) });

const modal = z.object({
  custom_id: text(1, 100),
  title: text(1, TITLE_MAX_CHARS),
  components: list(z.discriminatedUnion('type', [label, textDisplay, row], oneOfTypes('1, 10, 18')), 1, COMPONENTS_MAX),
});
type ModalInput = z.output<typeof modal>;
type RowInput = z.output<typeof labelledInput>;
type FieldInput = z.output<typeof textInput> | RowInput | z.output<typeof modalSelect> | z.output<typeof checkbox>;

/**
 * `data` of a callback that opens a modal (type 9), with an `id` for every component.
 *
 * @throws ApiError 50035
 */
export function readModalBody(data: unknown): ModalJson {
  const input = parseForm(modal, data ?? {}, ['data']);
  const problems = duplicates(input);
  if (problems.length > 0) throw formError(problems);
  return modalJson(input);
}

function duplicates(input: ModalInput): Problem[] {
  const seen = new Set<string>();
  return input.components.flatMap((component, index): Problem[] => {
    const field = fieldOf(component);
    if (field === null) return [];
    const known = seen.has(field.custom_id);
    seen.add(field.custom_id);
    if (!known) return [];
    const inner = component.type === 1 ? ['components', 0] : ['component'];
    const path = ['data', 'components', index, ...inner, 'custom_id'];
    return [{ path, code: 'COMPONENT_CUSTOM_ID_DUPLICATED', message: 'Component custom id cannot be duplicated' }];
  });
}

function fieldOf(component: ModalInput['components'][number]): FieldInput | null {
  switch (component.type) {
    case 1:
      return component.components[0] ?? null;
    case 18:
      return component.component;
    case 10:
      return null;
  }
}

function modalJson({ custom_id, title, components }: ModalInput): ModalJson {
  let last = Math.max(0, ...components.flatMap((c) => [c.id ?? 0, fieldOf(c)?.id ?? 0]));
  const number = (given: number | null | undefined) => {
    if (given) return given;
    last += 1;
    return last;
  };
  const box = (input: z.output<typeof checkbox>): CheckboxJson => ({
    type: 23,
    id: number(input.id),
    custom_id: input.custom_id,
    default: input.default ?? false,
  });
  const field = (input: Exclude<FieldInput, z.output<typeof checkbox>>): TextInputJson | SelectJson =>
    input.type === 3
      ? {
          type: 3,
          id: number(input.id),
          custom_id: input.custom_id,
          ...(input.placeholder != null && { placeholder: input.placeholder }),
          min_values: input.min_values ?? (input.required === false ? 0 : 1),
          max_values: input.max_values ?? 1,
          required: input.required ?? true,
          options: input.options.map(selectOptionJson),
        }
      : {
          type: 4,
          id: number(input.id),
          custom_id: input.custom_id,
          style: input.style,
          min_length: input.min_length ?? 0,
          max_length: input.max_length ?? VALUE_MAX_CHARS,
          required: input.required ?? true,
          ...(input.label != null && { label: input.label }),
          ...(input.value != null && { value: input.value }),
          ...(input.placeholder != null && { placeholder: input.placeholder }),
        };
  const part = (component: ModalInput['components'][number]): LabelJson | ModalRowJson | TextDisplayJson => {
    switch (component.type) {
      case 1:
        return { type: 1, id: number(component.id), components: component.components.map(field) };
      case 10:
        return { type: 10, id: number(component.id), content: component.content };
      case 18:
        return {
          type: 18,
          id: number(component.id),
          label: component.label,
          ...(component.description != null && { description: component.description }),
          component: component.component.type === 23 ? box(component.component) : field(component.component),
        };
    }
  };
  return { custom_id, title, components: components.map(part) };
}
