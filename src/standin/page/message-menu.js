// @ts-check
/**
 * The actions of a person on a message, and the menu (WAI-ARIA menu) that offers them. It opens by the message's "…" button or by
 * a right click. All messages share one menu.
 */

import { byId, h, ICONS, icon } from './dom.js';

/** @import { Command, Message } from './types.ts' */

/**
 * @typedef {{label: string, danger?: boolean, disabled?: boolean, choose: () => void}} Action
 * @typedef {{label: string, actions: readonly Action[]}} Group
 */

/** Room between the menu and the window's edge, in CSS pixels. */
const EDGE_PX = 8;

export class MessageMenu {
  #menu = byId('menu');
  /** @type {HTMLElement | undefined} The button that opened the menu; it gets the focus back. */
  #opener;

  constructor() {
    this.#menu.addEventListener('keydown', (event) => this.#onKey(event));
    this.#menu.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.#menu.contains(relatedTarget)) && document.hasFocus()) this.#hide();
    });
    window.addEventListener('resize', () => this.#hide());
  }

  /**
   * @param {readonly (Action | Group)[]} entries
   * @param {HTMLElement} opener - the button that it belongs to
   * @param {{x: number, y: number}} [at] - where the mouse clicked; by default the menu opens at the button
   */
  open(entries, opener, at) {
    this.#opener?.setAttribute('aria-expanded', 'false');
    this.#opener = opener;
    opener.setAttribute('aria-expanded', 'true');
    this.#menu.replaceChildren(
      ...entries.flatMap((entry) => ('actions' in entry ? this.#group(entry) : [this.#item(entry)])),
    );
    this.#menu.hidden = false;
    const { right, bottom } = opener.getBoundingClientRect();
    this.#place(at ?? { x: right - this.#menu.offsetWidth, y: bottom });
    this.#items()[0]?.focus();
  }

  /** @param {{x: number, y: number}} at - the wanted place; the menu is moved so far that it fits into the window */
  #place({ x, y }) {
    const { offsetWidth, offsetHeight } = this.#menu;
    const fit = (/** @type {number} */ from, /** @type {number} */ size, /** @type {number} */ room) =>
      Math.max(EDGE_PX, Math.min(from, room - size - EDGE_PX));
    this.#menu.style.left = `${fit(x, offsetWidth, innerWidth)}px`;
    this.#menu.style.top = `${fit(y, offsetHeight, innerHeight)}px`;
  }

  #hide() {
    if (this.#menu.hidden) return;
    this.#menu.hidden = true;
    this.#opener?.setAttribute('aria-expanded', 'false');
  }

  #close() {
    this.#hide();
    this.#opener?.focus();
  }

  /** @param {Action} action */
  #item({ label, danger, disabled, choose }) {
    const item = h(
      'button',
      { type: 'button', role: 'menuitem', tabindex: -1, class: `menu-item${danger ? ' danger' : ''}` },
      label,
    );
    if (disabled) item.setAttribute('aria-disabled', 'true');
    item.addEventListener('click', () => {
      if (disabled) return;
      this.#close();
      choose();
    });
    return item;
  }

  /** @param {Group} group */
  #group({ label, actions }) {
    const inner = h(
      'div',
      { role: 'menu', 'aria-label': label, class: 'sub-menu', hidden: true },
      ...actions.map((action) => this.#item(action)),
    );
    const head = h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        tabindex: -1,
        class: 'menu-item',
        'aria-haspopup': 'menu',
        'aria-expanded': 'false',
      },
      label,
      icon(ICONS.down),
    );
    head.addEventListener('click', () => this.#unfold(head, head.getAttribute('aria-expanded') === 'false'));
    return [head, inner];
  }

  /**
   * @param {HTMLElement} head
   * @param {boolean} open
   */
  #unfold(head, open) {
    const inner = head.nextElementSibling;
    if (!(inner instanceof HTMLElement)) return;
    inner.hidden = !open;
    head.setAttribute('aria-expanded', String(open));
    const { left, top } = this.#menu.getBoundingClientRect();
    this.#place({ x: left, y: top });
    const next = open ? inner.firstElementChild : head;
    if (next instanceof HTMLElement) next.focus();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const items = this.#items();
    const at = items.findIndex((each) => each.matches(':focus'));
    const item = items[at];
    const head = item?.parentElement?.classList.contains('sub-menu') ? item.parentElement.previousElementSibling : null;
    switch (event.key) {
      case 'ArrowDown':
        items[(at + 1) % items.length]?.focus();
        break;
      case 'ArrowUp':
        items.at(at - 1)?.focus();
        break;
      case 'Home':
        items[0]?.focus();
        break;
      case 'End':
        items.at(-1)?.focus();
        break;
      case 'ArrowRight':
        if (item?.hasAttribute('aria-haspopup')) this.#unfold(item, true);
        break;
      case 'ArrowLeft':
        if (head instanceof HTMLElement) this.#unfold(head, false);
        break;
      case 'Escape':
      case 'Tab':
        this.#close();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  /** The visible items. */
  #items() {
    return [...this.#menu.querySelectorAll('button')].filter((item) => item.closest('[hidden]') === null);
  }
}

/** Discord's type of a command on a message. */
const MESSAGE_COMMAND = 3;

/**
 * @typedef {object} ActionsHost
 * @property {readonly Command[]} commands - all that this person may use
 * @property {boolean} isModerator
 * @property {boolean} isOwn - whether the person wrote the message
 * @property {() => void} reply
 * @property {readonly {id: string, name: string}[]} places - where the person may forward a message to
 * @property {(channelId: string) => void} forward
 * @property {(command: Command) => void} use - sends a command of the message's menu
 * @property {(action: 'pin' | 'unpin' | 'delete') => void} moderate - by hand, without any bot
 */

/**
 * @param {Message} message - one that everybody sees
 * @param {ActionsHost} host
 * @returns {(Action | Group)[]}
 */
export function actionsOn({ pinned }, host) {
  const { commands, isModerator, isOwn, reply, places, forward, use, moderate } = host;
  const apps = commands
    .filter((command) => command.type === MESSAGE_COMMAND)
    .map((command) => ({ label: command.name, choose: () => use(command) }));
  const none = { label: 'No app has a command for messages', disabled: true, choose: () => undefined };
  const pin = pinned
    ? { label: 'Unpin message', choose: () => moderate('unpin') }
    : { label: 'Pin message', choose: () => moderate('pin') };
  return [
    { label: 'Reply', choose: reply },
    {
      label: 'Forward to',
      actions: places.map(({ id, name }) => ({ label: name, choose: () => forward(id) })),
    },
    { label: 'Apps', actions: apps.length > 0 ? apps : [none] },
    ...(isModerator ? [pin] : []),
    ...(isModerator || isOwn ? [{ label: 'Delete message', danger: true, choose: () => moderate('delete') }] : []),
  ];
}
