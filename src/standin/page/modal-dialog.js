// @ts-check
/** The dialog that a bot opened: fields to fill in, sent together. It closes when the bot has answered. */

import { byId, h } from './dom.js';
import { renderMarkdown } from './markdown-view.js';
import { SelectMenu } from './select-menu.js';

/** @import { Names } from './markdown-view.js' */
/** @import { InteractionEvent, Modal, ModalField } from './types.ts' */

/** The text where the bot did not answer; the fields keep their values. */
const NO_ANSWER = 'Something went wrong: the application did not respond. Try again.';

/** Discord's type of a text that is only read. */
const TEXT = 10;

/**
 * @typedef {object} ModalHost
 * @property {Names} names
 * @property {() => string} botName
 * @property {(modalId: string, values: Readonly<Record<string, string | boolean | readonly string[]>>) => Promise<string>} submit
 * - resolves with the interaction's id; rejects with a message that can be shown
 * @property {(modalId: string) => Promise<void>} cancel
 */

export class ModalDialog {
  /** @type {Modal | undefined} */
  #modal;
  /** @type {readonly Field[]} */
  #fields = [];
  /** @type {string | undefined} the interaction that the dialog waits for; '' while its id is unknown */
  #waiting;
  /** Ends of interactions that came before the id of this dialog's interaction was known. @type {Map<string, InteractionEvent>} */
  #early = new Map();

  #host;
  #dialog = /** @type {HTMLDialogElement} */ (byId('modal'));
  #problem = h('p', { class: 'modal-problem failure', role: 'alert' });
  #submit = h('button', { type: 'submit', class: 'button primary' }, 'Submit');

  /** @param {ModalHost} host */
  constructor(host) {
    this.#host = host;
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.#cancel();
    });
  }

  /** @param {Modal} modal */
  open(modal) {
    this.close();
    this.#modal = modal;
    const fields = [];
    const elements = [];
    for (const part of modal.components) {
      if (part.type === TEXT) elements.push(renderMarkdown(part.content ?? '', this.#host.names));
      // A label contains one field and gives it its name; in a row, each field has its own name.
      for (const spec of part.component ? [part.component] : (part.components ?? [])) {
        const field = makeField(spec, part.label ?? spec.label ?? '', part.description);
        fields.push(field);
        elements.push(field.element);
      }
    }
    this.#fields = fields;
    const cancel = h('button', { type: 'button', class: 'button secondary' }, 'Cancel');
    cancel.addEventListener('click', () => this.#cancel());
    // The browser's checks are off, because the dialog's own checks use the same words in every browser.
    const form = h(
      'form',
      { class: 'modal-form', novalidate: true, autocomplete: 'off' },
      h('h2', { id: 'modal-title', class: 'modal-title' }, modal.title),
      h('p', { class: 'subtext' }, `What you submit goes to ${this.#host.botName()}.`),
      ...elements,
      this.#problem,
      h('div', { class: 'modal-buttons' }, cancel, this.#submit),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send(modal);
    });
    this.#setWaiting(undefined);
    this.#dialog.replaceChildren(form);
    this.#dialog.showModal();
    this.#fields[0]?.focus();
  }

  /** Closes the dialog without a request, for example after the bot has answered. */
  close() {
    this.#modal = undefined;
    this.#waiting = undefined;
    if (this.#dialog.open) this.#dialog.close();
  }

  /** @param {InteractionEvent} interaction */
  onInteraction(interaction) {
    if (interaction.state === 'pending' || this.#waiting === undefined) return;
    if (this.#waiting === '') this.#early.set(interaction.id, interaction);
    else if (this.#waiting === interaction.id) this.#end(interaction);
  }

  #cancel() {
    const id = this.#modal?.id;
    this.close();
    // Nobody waits for the answer, because the dialog is closed anyway.
    if (id !== undefined) this.#host.cancel(id).catch(() => undefined);
  }

  /** @param {Modal} modal */
  async #send(modal) {
    if (this.#waiting !== undefined) return;
    const wrong = this.#fields.filter((field) => !field.check());
    if (wrong.length > 0) {
      wrong[0]?.focus();
      return;
    }
    this.#setWaiting('');
    try {
      const values = Object.fromEntries(this.#fields.map((field) => [field.customId, field.value()]));
      const id = await this.#host.submit(modal.id, values);
      if (this.#modal !== modal) return;
      this.#waiting = id;
      const early = this.#early.get(id);
      if (early) this.#end(early);
    } catch (error) {
      if (this.#modal !== modal) return;
      this.#setWaiting(undefined);
      this.#problem.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param {InteractionEvent} interaction */
  #end(interaction) {
    if (interaction.state !== 'failed') {
      this.close();
      return;
    }
    this.#setWaiting(undefined);
    this.#problem.textContent = NO_ANSWER;
  }

  /** @param {string | undefined} waiting */
  #setWaiting(waiting) {
    this.#waiting = waiting;
    this.#early.clear();
    this.#problem.textContent = '';
    // A busy button keeps the focus, so it is not `disabled`.
    if (waiting === undefined) this.#submit.removeAttribute('aria-busy');
    else this.#submit.setAttribute('aria-busy', 'true');
  }
}

const SELECT = 3;
const CHECKBOX = 23;
const PARAGRAPH = 2;
/** Discord's limit where the bot sets none. */
const TEXT_MAX_CHARS = 4000;

/** Makes ids, which must differ on the whole page. */
let made = 0;

/**
 * @typedef {object} Field
 * @property {string} customId
 * @property {HTMLElement} element
 * @property {() => string | boolean | readonly string[]} value
 * @property {() => boolean} check - whether it can be sent; shows what is wrong
 * @property {() => void} focus
 */

/**
 * @param {ModalField} spec
 * @param {string} label
 * @param {string | undefined} description
 * @returns {Field}
 */
export function makeField(spec, label, description) {
  made += 1;
  const id = `field-${made}`;
  const problem = h('p', { id: `${id}-problem`, class: 'field-problem failure', role: 'alert' });
  const control = makeControl(spec, label, id);
  const required = spec.type !== CHECKBOX && (spec.required ?? true);
  const element = h(
    'div',
    { class: 'modal-field' },
    h(
      'label',
      // A select menu gets its name by an attribute, because a label can only name a form element.
      { for: spec.type === SELECT ? null : id, class: 'modal-label' },
      label,
      required ? h('span', { class: 'required', 'aria-hidden': 'true' }, ' *') : null,
    ),
    description ? h('p', { id: `${id}-about`, class: 'subtext' }, description) : null,
    control.element,
    problem,
  );
  return {
    customId: spec.custom_id,
    element,
    value: control.value,
    focus: control.focus,
    check() {
      const wrong = control.wrong();
      problem.textContent = wrong ?? '';
      return wrong === undefined;
    },
  };
}

/**
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {() => string | boolean | readonly string[]} value
 * @property {() => string | undefined} wrong - what is wrong with the value
 * @property {() => void} focus
 */

/**
 * @param {ModalField} spec
 * @param {string} label
 * @param {string} id
 * @returns {Control}
 */
function makeControl(spec, label, id) {
  switch (spec.type) {
    case SELECT:
      return makeSelect(spec, label);
    case CHECKBOX:
      return makeCheckbox(spec, id);
    default:
      return makeText(spec, id);
  }
}

/**
 * @param {ModalField} spec
 * @param {string} id
 * @returns {Control}
 */
function makeCheckbox(spec, id) {
  const box = h('input', { id, class: 'modal-checkbox', type: 'checkbox', 'aria-describedby': `${id}-about` });
  box.checked = spec.default ?? false;
  return { element: box, value: () => box.checked, wrong: () => undefined, focus: () => box.focus() };
}

/**
 * @param {ModalField} spec
 * @param {string} label
 * @returns {Control}
 */
function makeSelect(spec, label) {
  const required = spec.required ?? true;
  const min = required ? Math.max(spec.min_values ?? 1, 1) : 0;
  const menu = new SelectMenu(
    {
      label,
      customId: undefined,
      options: spec.options ?? [],
      placeholder: spec.placeholder ?? 'Choose',
      min: 0,
      max: spec.max_values ?? 1,
      disabled: false,
    },
    () => undefined,
  );
  return {
    element: menu.element,
    value: () => menu.values,
    wrong: () => (menu.values.length < min ? `Choose at least ${min}.` : undefined),
    focus: () => menu.focus(),
  };
}

/**
 * @param {ModalField} spec
 * @param {string} id
 * @returns {Control}
 */
function makeText(spec, id) {
  const required = spec.required ?? true;
  const max = spec.max_length ?? TEXT_MAX_CHARS;
  const min = Math.max(spec.min_length ?? 0, required ? 1 : 0);
  const attributes = {
    id,
    class: 'modal-input',
    placeholder: spec.placeholder,
    'aria-required': required ? 'true' : null,
    'aria-describedby': `${id}-about ${id}-problem ${id}-count`,
  };
  const input =
    spec.style === PARAGRAPH ? h('textarea', { ...attributes, rows: 4 }) : h('input', { ...attributes, type: 'text' });
  input.value = spec.value ?? '';
  // Discord counts code points, so an emoji is one; `maxlength` would count it as two.
  const length = () => [...input.value].length;
  const count = h('p', { id: `${id}-count`, class: 'count' });
  const show = () => {
    count.textContent = `${length()}/${max}`;
    count.classList.toggle('failure', length() > max);
  };
  input.addEventListener('input', show);
  show();
  const wrong = () => {
    const chars = length();
    if (chars > max) return `At most ${max} characters; this has ${chars}.`;
    if (chars >= min || (chars === 0 && !required)) return undefined;
    return chars === 0 ? 'This field is required.' : `At least ${min} characters; this has ${chars}.`;
  };
  return {
    element: h('div', { class: 'modal-text' }, input, count),
    value: () => input.value,
    wrong() {
      const found = wrong();
      input.setAttribute('aria-invalid', String(found !== undefined));
      return found;
    },
    focus: () => input.focus(),
  };
}
