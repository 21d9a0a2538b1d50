import { lengthOf } from './form.ts';
import type { InteractionEvent, Live } from './interaction-model.ts';
import { ActionError } from './option-values.ts';
import { readChosen } from './select-values.ts';
import type { ModalJson, SelectJson, ShownModal, TextInputJson } from './shapes.ts';
import type { Signal } from './signal.ts';

/** A dialog that a person has before them, and the interaction that opened it. */
export interface OpenModal {
  readonly shown: ShownModal;
  readonly opener: Live;
}

/** The dialogs that are open: one for a person at most, as in Discord's client. */
export interface Modals {
  /** @throws ActionError 404 where this person has no such dialog open */
  get(as: string, modalId: string): OpenModal;
  /** Closes it when the bot has answered this interaction; until then it stays, so that it can be sent again. */
  closeWhenAnswered(as: string, interactionId: string): void;
  close(as: string, modalId: string): void;
}

export function createModals(events: Signal<InteractionEvent>): Modals {
  const byPerson = new Map<string, OpenModal>();
  const submitted = new Map<string, string>();
  events.on((event) => {
    if (event.kind === 'modal') {
      byPerson.set(event.personId, { shown: event.modal, opener: event.opener });
    } else if (submitted.get(event.interactionId) === event.personId && event.kind !== 'pending') {
      submitted.delete(event.interactionId);
      if (event.kind !== 'failed') byPerson.delete(event.personId);
    }
  });
  const get = (as: string, modalId: string) => {
    const open = byPerson.get(as);
    if (open?.shown.id !== modalId) {
      throw new ActionError(404, `Expected the id of a dialog that ${as} has open, got "${modalId}".`);
    }
    return open;
  };
  return {
    get,
    closeWhenAnswered: (as, interactionId) => void submitted.set(interactionId, as),
    close(as, modalId) {
      get(as, modalId);
      byPerson.delete(as);
    },
  };
}

/**
 * What a person filled in, in the form of MODAL_SUBMIT.
 *
 * @param values - by custom_id or label; what is left out keeps the value that the dialog came with
 * @throws ActionError 400 where Discord's client would not let it be sent
 */
export function readModalValues(
  modal: ModalJson,
  values: Readonly<Record<string, unknown>>,
): readonly Record<string, unknown>[] {
  const used = new Set<string>();
  const pick = (customId: string, label: string | undefined): unknown => {
    const name = customId in values ? customId : (label ?? customId);
    used.add(name);
    return values[name];
  };
  const field = (input: TextInputJson | SelectJson, label: string | undefined) => {
    const given = pick(input.custom_id, label);
    const own = { type: input.type, id: input.id, custom_id: input.custom_id };
    if (input.type === 4) return { ...own, value: readText(input, given ?? input.value ?? '', label) };
    const preset = (input.options ?? []).filter((option) => option.default).map((option) => option.value);
    return { ...own, values: readChosen(input, given ?? preset, label ?? input.custom_id) };
  };
  const filled = (component: ModalJson['components'][number]): Record<string, unknown> => {
    const { type, id } = component;
    switch (component.type) {
      case 10:
        return { type, id };
      case 18:
        return { type, id, component: field(component.component, component.label) };
      case 1:
        return { type, id, components: component.components.map((c) => field(c, 'label' in c ? c.label : undefined)) };
    }
  };
  const components = modal.components.map(filled);
  const unknown = Object.keys(values).find((name) => !used.has(name));
  if (unknown !== undefined) {
    throw new ActionError(400, `Expected fields among: ${[...used].join(', ') || 'none'}; got "${unknown}".`);
  }
  return components;
}

function readText(input: TextInputJson, value: unknown, label = input.custom_id): string {
  if (typeof value !== 'string') throw new ActionError(400, `Expected text for "${label}".`);
  const length = lengthOf(value);
  if (length === 0 && !input.required) return value;
  const min = Math.max(input.min_length, input.required ? 1 : 0);
  if (length >= min && length <= input.max_length) return value;
  throw new ActionError(400, `Expected ${min} to ${input.max_length} characters for "${label}", got ${length}.`);
}
