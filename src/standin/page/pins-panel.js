// @ts-check
/** The panel of the channel's pinned messages, newest first, opened by the button in the channel's header. */

import { byId, h } from './dom.js';
import { renderMessage } from './message-view.js';

/** @import { Message, Pin } from './types.ts' */
/** @import { Names } from './markdown-view.js' */

/**
 * @typedef {object} PinsHost
 * @property {Names} names
 * @property {(messageId: string) => void} jump - scrolls to a message in the channel
 */

export class PinsPanel {
  /** @type {readonly Pin[]} */
  #pins = [];

  #host;
  #button = byId('pins-button');
  #panel = byId('pins-panel');
  #list = byId('pins');
  #empty = byId('pins-empty');

  /** @param {PinsHost} host */
  constructor(host) {
    this.#host = host;
    this.#button.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    byId('pins-close').addEventListener('click', () => this.close());
    this.#panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
    document.addEventListener('pointerdown', ({ target }) => {
      const isInside = target instanceof Node && (this.#panel.contains(target) || this.#button.contains(target));
      if (this.isOpen && !isInside) this.#hide();
    });
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  open() {
    this.#panel.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#draw();
    this.#panel.focus();
  }

  close() {
    this.#hide();
    this.#button.focus();
  }

  /** @param {readonly Pin[]} pins - all pins of the channel, newest first */
  show(pins) {
    this.#pins = pins;
    if (this.isOpen) this.#draw();
  }

  /** @param {Message} message - new or changed; it may be pinned */
  update(message) {
    if (!this.#pins.some((pin) => pin.message.id === message.id)) return;
    this.show(this.#pins.map((pin) => (pin.message.id === message.id ? { ...pin, message } : pin)));
  }

  #hide() {
    this.#panel.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
    this.#list.replaceChildren();
  }

  #draw() {
    const hadFocus = this.#list.contains(document.activeElement);
    const { scrollTop } = this.#list;
    this.#empty.hidden = this.#pins.length > 0;
    this.#list.replaceChildren(
      ...this.#pins.map(({ message }) => h('li', { class: 'pinned' }, ...this.#entry(message))),
    );
    this.#list.scrollTop = scrollTop;
    if (hadFocus) this.#panel.focus();
  }

  /** @param {Message} message */
  #entry(message) {
    const nothing = () => undefined;
    const article = renderMessage(message, {
      names: this.#host.names,
      press: nothing,
      choose: nothing,
      dismiss: nothing,
      jump: nothing,
      openPins: nothing,
    });
    // The panel is only for reading; Jump leads to the message in the channel, where its buttons work.
    for (const control of article.querySelectorAll('button')) control.disabled = true;
    const jump = h('button', { type: 'button', class: 'button secondary jump' }, 'Jump');
    jump.addEventListener('click', () => {
      this.#hide();
      this.#host.jump(message.id);
    });
    return [article, jump];
  }
}
