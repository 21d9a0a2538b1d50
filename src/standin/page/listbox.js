// @ts-check
/** The list above the message box. One list serves several text fields, one at a time (WAI-ARIA combobox pattern). */

import { h } from './dom.js';

/** @typedef {{label: string, detail?: string, choose: () => void}} Entry */

export class Listbox {
  /** @type {readonly Entry[]} */
  #entries = [];
  #active = -1;
  /** @type {HTMLInputElement | undefined} */
  #owner;

  /**
   * @param {HTMLElement} popup - holds title and list; hidden while closed
   * @param {HTMLElement} title
   * @param {HTMLElement} list - with role listbox and an id
   */
  constructor(popup, title, list) {
    this.popup = popup;
    this.title = title;
    this.list = list;
    // Keeps the focus in the field; otherwise a phone closes its keyboard.
    popup.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const option = event.target instanceof Element ? event.target.closest('[role=option]') : null;
      const entry = option ? this.#entries[Number(option.getAttribute('data-at'))] : undefined;
      if (entry) this.#take(entry);
    });
  }

  get isOpen() {
    return this.#owner !== undefined;
  }

  /**
   * @param {HTMLInputElement} owner - the text field that the list belongs to
   * @param {string} title
   * @param {readonly Entry[]} entries - an empty list closes the popup
   * @param {boolean} [activateFirst] - whether Enter takes the first entry without moving to it
   */
  open(owner, title, entries, activateFirst = false) {
    if (entries.length === 0) {
      this.close();
      return;
    }
    if (this.#owner !== owner) this.close();
    this.#owner = owner;
    this.#entries = entries;
    this.title.textContent = title;
    this.list.setAttribute('aria-label', title);
    this.list.replaceChildren(
      ...entries.map((entry, at) =>
        h(
          'div',
          { role: 'option', id: `option-${at}`, 'data-at': at, 'aria-selected': 'false', class: 'option' },
          h('span', { class: 'option-label', dir: 'auto' }, entry.label),
          entry.detail ? h('span', { class: 'option-detail', dir: 'auto' }, entry.detail) : null,
        ),
      ),
    );
    this.popup.hidden = false;
    owner.setAttribute('aria-expanded', 'true');
    this.#activate(activateFirst ? 0 : -1);
    this.list.scrollTop = 0;
  }

  close() {
    this.popup.hidden = true;
    this.#owner?.setAttribute('aria-expanded', 'false');
    this.#owner?.removeAttribute('aria-activedescendant');
    this.#owner = undefined;
    this.#entries = [];
    this.#active = -1;
    this.list.replaceChildren();
  }

  /** @param {1 | -1} step - down or up; the step wraps around; without a marked entry it leads to the first or the last one */
  move(step) {
    const count = this.#entries.length;
    if (count === 0) return;
    const from = this.#active < 0 && step < 0 ? 0 : this.#active;
    this.#activate((from + step + count) % count);
  }

  /**
   * Takes the marked entry.
   *
   * @param {boolean} [elseFirst] - where none is marked, take the first
   * @returns {boolean} whether one was taken
   */
  take(elseFirst = false) {
    const entry = this.#entries[this.#active < 0 && elseFirst ? 0 : this.#active];
    if (!entry) return false;
    this.#take(entry);
    return true;
  }

  /** @param {Entry} entry */
  #take(entry) {
    this.close();
    entry.choose();
  }

  /** @param {number} at */
  #activate(at) {
    this.list.children[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = at;
    const option = this.list.children[at];
    if (!option) {
      this.#owner?.removeAttribute('aria-activedescendant');
      return;
    }
    option.setAttribute('aria-selected', 'true');
    this.#owner?.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }
}
