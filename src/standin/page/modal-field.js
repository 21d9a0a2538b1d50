// @ts-check
/** One field of a dialog: a line or a paragraph to type, or a menu, with its label and what is wrong with it. */

import { h } from './dom.js';
import { SelectMenu } from './select-menu.js';

/** @import { ModalField } from './types.ts' */

const SELECT = 3;
const PARAGRAPH = 2;
/** Discord's limit where the bot sets none. */
const TEXT_MAX_CHARS = 4000;

/** Makes ids, which must differ on the whole page. */
let made = 0;

/**
 * @typedef {object} Field
 * @property {string} customId
 * @property {HTMLElement} element
 * @property {() => string | readonly string[]} value
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
  const control = spec.type === SELECT ? makeSelect(spec, label) : makeText(spec, id);
  const required = spec.required ?? true;
  const element = h(
    'div',
    { class: 'modal-field' },
    h(
      'label',
      // A menu is named by itself: it is no form element that a label could belong to.
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
 * @property {() => string | readonly string[]} value
 * @property {() => string | undefined} wrong - what is wrong with the value
 * @property {() => void} focus
 */

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
