// @ts-check
/** The messages on the page in order, and below them the commands that wait for an answer. */

import { byId, h } from './dom.js';
import { renderMessage, showPresses, thinking } from './message-view.js';
import { SELECT_CLOSED } from './select-menu.js';

/** @import { Names } from './markdown-view.js' */
/** @import { InteractionEvent, Message } from './types.ts' */

/** Within this distance of the end, in CSS pixels, a reader counts as reading the newest message. */
const NEAR_END_PX = 80;
/** How many early ends of interactions are kept: the request that started one may still be in flight. */
const EARLY_MAX = 20;

/**
 * @typedef {object} ListHost
 * @property {Names} names
 * @property {(messageId: string, customId: string) => Promise<string>} press - gives the interaction's id; rejects with a message that can be shown
 * @property {(messageId: string, customId: string, values: readonly string[]) => Promise<string>} choose - the same, for a select menu
 * @property {(messageId: string) => Promise<void>} dismiss
 * @property {(message: Message, opener: HTMLElement, at?: {x: number, y: number}) => void} openMenu
 * @property {() => void} openPins
 * @property {() => string} botName
 * @property {() => void} focusBox - called when the focused element was removed
 * @property {(empty: boolean) => void} onEmpty
 */

export class MessageList {
  /** @type {Map<string, {message: Message, element: HTMLElement, stale?: boolean}>} `stale`: to be redrawn when its open list closes */
  #shown = new Map();
  /** @type {Map<string, {messageId: string, customId: string}>} interaction id → the control that waits for it */
  #presses = new Map();
  /** @type {Map<string, Set<string>>} message id → custom ids that wait */
  #busy = new Map();
  /** @type {Map<string, string>} message id → why its last press failed */
  #failures = new Map();
  /** Interactions that ended before the request that started them was answered. @type {Map<string, InteractionEvent>} */
  #early = new Map();

  #log = byId('log');
  #list = byId('messages');
  #newest = byId('newest');
  #waiting;

  /** @param {ListHost} host */
  constructor(host) {
    this.host = host;
    this.#waiting = new WaitingLines(() => {
      this.#tellEmpty();
      host.focusBox();
    });
    this.#newest.addEventListener('click', () => {
      this.#toEnd();
      this.host.focusBox();
    });
    this.#log.addEventListener('scroll', () => {
      if (this.#isAtEnd()) this.#newest.hidden = true;
    });
    this.#list.addEventListener(SELECT_CLOSED, () => {
      for (const { message, stale } of [...this.#shown.values()]) if (stale) this.#put(message);
    });
  }

  /**
   * Replaces all messages.
   *
   * @param {readonly Message[]} messages
   * @param {boolean} missed - whether events were missed; they may include the end of an interaction, so nothing waits any longer
   */
  reset(messages, missed) {
    // Screen readers should read later messages only, not the whole channel.
    this.#log.setAttribute('aria-busy', 'true');
    const stays = this.#shown.size > 0 && !this.#isAtEnd();
    const offset = this.#log.scrollTop;
    if (missed) this.forgetWaiting();
    const kept = new Set(messages.map((message) => message.id));
    for (const id of [...this.#shown.keys()]) if (!kept.has(id)) this.#take(id);
    for (const message of messages) {
      this.#put(message);
      this.#settle(message.interaction_metadata?.id);
    }
    if (stays) this.#log.scrollTop = offset;
    else this.#toEnd();
    this.#log.setAttribute('aria-busy', 'false');
    this.#tellEmpty();
  }

  /** Removes every sign of waiting, as when another person takes over. */
  forgetWaiting() {
    this.#presses.clear();
    this.#busy.clear();
    this.#failures.clear();
    this.#early.clear();
    this.#waiting.clear();
  }

  /** @param {Message} message - new or changed */
  upsert(message) {
    const follow = this.#isAtEnd();
    const isNew = !this.#shown.has(message.id);
    this.#put(message);
    this.#settle(message.interaction_metadata?.id);
    this.#tellEmpty();
    if (!follow) {
      this.#newest.hidden = !isNew && this.#newest.hidden;
      return;
    }
    // As in Discord the end is shown, where the buttons of a message are.
    this.#toEnd();
  }

  /** @param {string} id */
  remove(id) {
    this.#take(id);
    this.#tellEmpty();
  }

  /**
   * Scrolls to a message and focuses it.
   *
   * @param {string} id
   */
  jumpTo(id) {
    const article = this.#shown.get(id)?.element.firstElementChild;
    if (!(article instanceof HTMLElement)) return;
    article.scrollIntoView({ block: 'center' });
    article.focus({ preventScroll: true });
    article.classList.add('jumped-to');
    article.addEventListener('blur', () => article.classList.remove('jumped-to'), { once: true });
  }

  /**
   * Shows under a message why an action on it failed.
   *
   * @param {string} messageId
   * @param {unknown} error
   */
  fail(messageId, error) {
    this.#failures.set(messageId, error instanceof Error ? error.message : String(error));
    this.#showPresses(messageId);
  }

  /** Scrolls to the newest message, because a person who sends something wants to see the result. */
  follow() {
    this.#toEnd();
  }

  /**
   * Shows a line for a command that this person has sent, unless its answer has already come.
   *
   * @param {string} id - the id of the interaction
   * @param {string} command - as a person reads it, with its slash if it has one
   * @param {string} person
   */
  waitFor(id, command, person) {
    const early = this.#early.get(id);
    this.#early.delete(id);
    if (early?.state === 'answered' || this.#isAnswered(id)) return;
    const follow = this.#isAtEnd();
    this.#waiting.add(id, { person, command, bot: this.host.botName() });
    if (early?.state === 'failed') this.#waiting.fail(id);
    this.#tellEmpty();
    if (follow) this.#toEnd();
  }

  /** @param {InteractionEvent} interaction */
  onInteraction(interaction) {
    if (interaction.state === 'pending') return;
    const { id } = interaction;
    const failed = interaction.state === 'failed';
    if (this.#presses.has(id)) this.#endPress(id, failed ? NO_ANSWER : undefined);
    else if (!this.#waiting.has(id)) this.#keepEarly(interaction);
    else if (failed) this.#waiting.fail(id);
    else this.#settle(id);
  }

  /**
   * @param {string} messageId
   * @param {string} customId - the custom_id of the button or menu that was used
   * @param {() => Promise<string>} send - gives the interaction's id
   */
  async #use(messageId, customId, send) {
    const busy = this.#busy.get(messageId) ?? new Set();
    if (busy.has(customId)) return;
    this.#busy.set(messageId, busy.add(customId));
    this.#failures.delete(messageId);
    this.#showPresses(messageId);
    try {
      const id = await send();
      this.#presses.set(id, { messageId, customId });
      const early = this.#early.get(id);
      this.#early.delete(id);
      if (early) this.#endPress(id, early.state === 'failed' ? NO_ANSWER : undefined);
    } catch (error) {
      busy.delete(customId);
      this.fail(messageId, error);
    }
  }

  /**
   * @param {string} id - the id of the interaction
   * @param {string | undefined} failure
   */
  #endPress(id, failure) {
    const press = this.#presses.get(id);
    if (!press) return;
    this.#presses.delete(id);
    this.#busy.get(press.messageId)?.delete(press.customId);
    if (failure !== undefined) this.#failures.set(press.messageId, failure);
    this.#showPresses(press.messageId);
  }

  /** @param {string} id - the interaction's */
  #isAnswered(id) {
    return [...this.#shown.values()].some((entry) => entry.message.interaction_metadata?.id === id);
  }

  /** @param {InteractionEvent} interaction */
  #keepEarly(interaction) {
    this.#early.set(interaction.id, interaction);
    const [oldest] = this.#early.keys();
    if (this.#early.size > EARLY_MAX && oldest !== undefined) this.#early.delete(oldest);
  }

  /** @param {string | undefined} id - the id of the interaction whose line is removed */
  #settle(id) {
    if (id === undefined) return;
    this.#waiting.remove(id);
    this.#tellEmpty();
  }

  #tellEmpty() {
    this.host.onEmpty(this.#shown.size === 0 && this.#waiting.size === 0);
  }

  /** @param {string} messageId */
  #showPresses(messageId) {
    const article = this.#shown.get(messageId)?.element.firstElementChild;
    if (!(article instanceof HTMLElement)) return;
    showPresses(article, this.#busy.get(messageId) ?? new Set(), this.#failures.get(messageId));
  }

  /** @param {Message} message */
  #put(message) {
    const { id } = message;
    const { host } = this;
    const old = this.#shown.get(id);
    if (old?.element.querySelector('[role=combobox][aria-expanded=true]')) {
      // Redraws later, so that the open list does not vanish while a person chooses.
      this.#shown.set(id, { message, element: old.element, stale: true });
      return;
    }
    const article = renderMessage(message, {
      names: host.names,
      press: (customId) => void this.#use(id, customId, () => host.press(id, customId)),
      choose: (customId, values) => void this.#use(id, customId, () => host.choose(id, customId, values)),
      dismiss: () => void host.dismiss(id).catch((error) => this.fail(id, error)),
      jump: (other) => this.jumpTo(other),
      openPins: () => host.openPins(),
      openMenu: (opener, at) => host.openMenu(message, opener, at),
    });
    if (old) {
      const focus = focusOf(old.element);
      old.element.firstElementChild?.replaceWith(article);
      this.#shown.set(id, { message, element: old.element });
      this.#showPresses(id);
      focus?.(article);
      return;
    }
    const element = h('li', {}, article);
    // Ids grow with time, so their order is the order of posting, in whatever order messages arrive.
    const next = [...this.#shown.values()].find((entry) => isLater(entry.message.id, id));
    this.#list.insertBefore(element, next?.element ?? null);
    this.#shown.set(id, { message, element });
    if (next) this.#shown = new Map([...this.#shown].sort(([a], [b]) => (isLater(a, b) ? 1 : -1)));
  }

  /** @param {string} id */
  #take(id) {
    const entry = this.#shown.get(id);
    if (!entry) return;
    const hadFocus = entry.element.contains(document.activeElement);
    entry.element.remove();
    this.#shown.delete(id);
    this.#busy.delete(id);
    this.#failures.delete(id);
    if (hadFocus) this.host.focusBox();
  }

  #isAtEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_END_PX;
  }

  #toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#newest.hidden = true;
  }
}

/**
 * Remembers which control of a message has the focus, to restore it after the message is redrawn.
 *
 * @param {HTMLElement} element
 * @returns {((article: HTMLElement) => void) | undefined} undefined where the focus is outside the message
 */
function focusOf(element) {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !element.contains(focused)) return undefined;
  const customId = focused.dataset.customId;
  const label = focused.textContent;
  return (article) => {
    const controls = [...article.querySelectorAll('button, a[href]')].filter(
      (control) => control instanceof HTMLElement,
    );
    const same =
      (customId !== undefined &&
        controls.find((control) => control.dataset.customId === customId && !control.matches(':disabled'))) ||
      // The id of a paging button contains the page, so it changes while the button stays.
      controls.find((control) => control.textContent === label && !control.matches(':disabled'));
    (same || article).focus({ preventScroll: true });
  };
}

/**
 * @param {string} a - an id
 * @param {string} b
 */
function isLater(a, b) {
  return a.length === b.length ? a > b : a.length > b.length;
}

/** Discord's words for a bot that did not answer in time. */
export const NO_ANSWER = 'The application did not respond';

export class WaitingLines {
  /** @type {Map<string, HTMLElement>} by interaction id */
  #lines = new Map();
  #place = byId('pending');
  #onDismiss;

  /** @param {() => void} onDismiss - called when a person has dismissed a line that had the focus */
  constructor(onDismiss) {
    this.#onDismiss = onDismiss;
  }

  get size() {
    return this.#lines.size;
  }

  /** @param {string} id - the interaction's */
  has(id) {
    return this.#lines.has(id);
  }

  /**
   * @param {string} id - the id of the interaction
   * @param {{person: string, command: string, bot: string}} names - the command as a person reads it, with its slash if it has one
   */
  add(id, { person, command, bot }) {
    const used = h('span', { class: 'used-command' }, command);
    const line = h(
      'li',
      { class: 'waiting-line' },
      h('p', { class: 'invocation' }, h('strong', {}, person), ' used ', used),
      thinking(bot),
    );
    this.#lines.set(id, line);
    this.#place.append(line);
  }

  /** @param {string} id - of an interaction that failed; its line stays until a person dismisses it */
  fail(id) {
    const dismiss = h('button', { type: 'button', class: 'text-button' }, 'Dismiss message');
    dismiss.addEventListener('click', () => {
      this.remove(id);
      this.#onDismiss();
    });
    this.#lines
      .get(id)
      ?.querySelector('.thinking')
      ?.replaceWith(
        h('p', { class: 'failure' }, NO_ANSWER),
        h('p', { class: 'privacy' }, 'Only you can see this · ', dismiss),
      );
  }

  /** @param {string} id */
  remove(id) {
    this.#lines.get(id)?.remove();
    this.#lines.delete(id);
  }

  clear() {
    for (const id of [...this.#lines.keys()]) this.remove(id);
  }
}
