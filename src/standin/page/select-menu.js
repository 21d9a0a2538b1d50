// @ts-check
/**
 * A select menu (WAI-ARIA select-only combobox). Several options may be chosen where the menu allows it; the choice is sent
 * when the list closes, as in Discord.
 */

import { h, ICONS, icon } from './dom.js';

/** @import { SelectOption } from './types.ts' */

/** The event, which bubbles, after a list has closed: its message may now be redrawn. */
export const SELECT_CLOSED = 'selectclosed';

/** When more labels than this are chosen, their number is shown instead. */
const NAMED_MAX = 2;

/** Makes ids, which must differ on the whole page. */
let made = 0;

/**
 * @typedef {object} SelectSpec
 * @property {string} label - how screen readers call the menu
 * @property {string | undefined} customId
 * @property {readonly SelectOption[]} options
 * @property {string} placeholder
 * @property {number} min - how many must be chosen
 * @property {number} max - how many may be
 * @property {boolean} disabled
 */

export class SelectMenu {
  /** @type {Set<string>} values */
  #chosen;
  /** @type {ReadonlySet<string>} what was chosen when the list opened */
  #before = new Set();
  #active = 0;

  #spec;
  #onChange;
  #value = h('span', { class: 'select-value', dir: 'auto' });
  #hint = h('p', { class: 'select-hint', 'aria-live': 'polite' });
  #box;
  #list;
  #popup;

  /**
   * @param {SelectSpec} spec
   * @param {(values: readonly string[]) => void} onChange - told when the list closes with another choice than before
   */
  constructor(spec, onChange) {
    this.#spec = spec;
    this.#onChange = onChange;
    this.#chosen = new Set(spec.options.filter((option) => option.default).map((option) => option.value));
    made += 1;
    const listId = `select-${made}`;
    this.#box = h(
      'button',
      {
        type: 'button',
        class: 'select-box',
        role: 'combobox',
        'aria-label': spec.label,
        'aria-haspopup': 'listbox',
        'aria-expanded': 'false',
        'aria-controls': listId,
        disabled: spec.disabled,
        'data-custom-id': spec.customId,
      },
      this.#value,
      icon(ICONS.down),
    );
    this.#list = h(
      'div',
      {
        id: listId,
        class: 'select-list',
        role: 'listbox',
        'aria-label': spec.label,
        'aria-multiselectable': spec.max > 1,
      },
      ...spec.options.map((option, at) => this.#row(option, `${listId}-${at}`)),
    );
    this.#popup = h('div', { class: 'select-popup', hidden: true }, spec.max > 1 && this.#hint, this.#list);
    /** @readonly */
    this.element = h('div', { class: 'select' }, this.#box, this.#popup);
    this.#listen();
    this.#show();
  }

  /** The chosen values in the menu's order. */
  get values() {
    return this.#spec.options.map((option) => option.value).filter((value) => this.#chosen.has(value));
  }

  get isOpen() {
    return !this.#popup.hidden;
  }

  focus() {
    this.#box.focus();
  }

  #listen() {
    this.#box.addEventListener('click', () => {
      // Not every browser focuses a clicked button, and the list closes when the focus leaves.
      this.#box.focus();
      if (this.isOpen) this.#close();
      else this.#open();
    });
    this.#box.addEventListener('keydown', (event) => this.#onKey(event));
    this.#box.addEventListener('blur', () => {
      // The list stays open when another window comes to the front.
      if (this.isOpen && document.hasFocus()) this.#close();
    });
    this.#popup.addEventListener('mousedown', (event) => event.preventDefault());
    this.#list.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('[role=option]') : null;
      const at = row ? [...this.#list.children].indexOf(row) : -1;
      if (at >= 0) this.#toggle(at);
    });
  }

  /**
   * @param {SelectOption} option
   * @param {string} id
   */
  #row(option, id) {
    return h(
      'div',
      { role: 'option', id, class: 'select-option' },
      h(
        'span',
        { class: 'select-text' },
        h('span', { class: 'option-label', dir: 'auto' }, option.label),
        option.description ? h('span', { class: 'option-detail', dir: 'auto' }, option.description) : null,
      ),
      // As in Discord, only a menu of which several may be chosen has boxes to tick.
      h(
        'span',
        { class: this.#spec.max > 1 ? 'select-mark' : 'select-mark single', 'aria-hidden': 'true' },
        icon(ICONS.check),
      ),
    );
  }

  #open() {
    this.#before = new Set(this.#chosen);
    this.#popup.hidden = false;
    this.#box.setAttribute('aria-expanded', 'true');
    const first = this.#spec.options.findIndex((option) => this.#chosen.has(option.value));
    this.#activate(Math.max(first, 0));
    this.#popup.scrollIntoView({ block: 'nearest' });
  }

  /** Closes the list and reports a new choice; with too few chosen options the former choice is restored. */
  #close() {
    if (this.#chosen.size < this.#spec.min) this.#chosen = new Set(this.#before);
    this.#popup.hidden = true;
    this.#box.setAttribute('aria-expanded', 'false');
    this.#box.removeAttribute('aria-activedescendant');
    this.#show();
    const isSame = this.#chosen.size === this.#before.size && this.values.every((value) => this.#before.has(value));
    if (!isSame) this.#onChange(this.values);
    this.element.dispatchEvent(new Event(SELECT_CLOSED, { bubbles: true }));
  }

  /** @param {number} at */
  #toggle(at) {
    const value = this.#spec.options[at]?.value;
    if (value === undefined) return;
    const { min, max } = this.#spec;
    this.#activate(at);
    if (max === 1) {
      if (!this.#chosen.has(value)) this.#chosen = new Set([value]);
      else if (min === 0) this.#chosen.clear();
      this.#close();
      return;
    }
    if (this.#chosen.has(value)) this.#chosen.delete(value);
    else if (this.#chosen.size < max) this.#chosen.add(value);
    this.#show();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const last = this.#spec.options.length - 1;
    if (!this.isOpen) {
      if (!['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(event.key)) return;
      this.#open();
      event.preventDefault();
      return;
    }
    switch (event.key) {
      case 'ArrowDown':
        this.#activate(Math.min(this.#active + 1, last));
        break;
      case 'ArrowUp':
        this.#activate(Math.max(this.#active - 1, 0));
        break;
      case 'Home':
        this.#activate(0);
        break;
      case 'End':
        this.#activate(last);
        break;
      case 'Enter':
      case ' ':
        this.#toggle(this.#active);
        break;
      case 'Escape':
        this.#close();
        // The dialog around it stays open.
        event.stopPropagation();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  /** @param {number} at */
  #activate(at) {
    this.#list.children[this.#active]?.classList.remove('active');
    this.#active = at;
    const row = this.#list.children[at];
    if (!row) return;
    row.classList.add('active');
    this.#box.setAttribute('aria-activedescendant', row.id);
    row.scrollIntoView({ block: 'nearest' });
  }

  #show() {
    const { options, placeholder, min, max } = this.#spec;
    const chosen = options.filter((option) => this.#chosen.has(option.value));
    this.#value.textContent =
      chosen.length === 0
        ? placeholder
        : chosen.length <= NAMED_MAX
          ? chosen.map((option) => option.label).join(', ')
          : `${chosen.length} chosen`;
    this.#value.classList.toggle('empty', chosen.length === 0);
    const range = min === max ? `${min}` : min === 0 ? `up to ${max}` : `${min} to ${max}`;
    this.#hint.textContent = `Choose ${range}. ${chosen.length} chosen.`;
    for (const [at, option] of options.entries()) {
      const isChosen = this.#chosen.has(option.value);
      const row = this.#list.children[at];
      row?.setAttribute('aria-selected', String(isChosen));
      row?.setAttribute('aria-disabled', String(max > 1 && !isChosen && chosen.length >= max));
    }
  }
}
