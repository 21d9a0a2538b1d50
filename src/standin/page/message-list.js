// @ts-check
/** The messages on the page, in order, with what waits for an answer below them. */

import { byId, h } from './dom.js';
import { renderMessage, showPresses } from './message-view.js';
import { SELECT_CLOSED } from './select-menu.js';
import { NO_ANSWER, WaitingLines } from './waiting-lines.js';

/** @import { InteractionEvent, Message } from './types.ts' */
/** @import { Names } from './markdown-view.js' */

/** Within this distance of the end a reader counts as reading the newest, in CSS pixels. */
const NEAR_END_PX = 80;
/** Ends of interactions that are kept although nothing waits for them; the request that started one may still be under way. */
const EARLY_MAX = 20;

/**
 * @typedef {object} ListHost
 * @property {Names} names
 * @property {(messageId: string, customId: string) => Promise<string>} press - gives the interaction's id; rejects with a message fit for showing
 * @property {(messageId: string, customId: string, values: readonly string[]) => Promise<string>} choose - the same, for a select menu
 * @property {(messageId: string) => Promise<void>} dismiss
 * @property {(message: Message, opener: HTMLElement, at?: {x: number, y: number}) => void} openMenu
 * @property {() => void} openPins
 * @property {() => string} botName
 * @property {() => void} focusBox - called when what had the focus is gone
 * @property {(empty: boolean) => void} onEmpty
 */

export class MessageList {
  /** @type {Map<string, {message: Message, element: HTMLElement, stale?: boolean}>} `stale`: to be drawn when its open list closes */
  #shown = new Map();
  /** @type {Map<string, {messageId: string, customId: string}>} interaction id → the control that waits for it */
  #presses = new Map();
  /** @type {Map<string, Set<string>>} message id → custom ids that wait */
  #busy = new Map();
  /** @type {Map<string, string>} message id → why its last press failed */
  #failures = new Map();
  /** Interactions whose end was told before the request that started them was answered. @type {Map<string, InteractionEvent>} */
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
   * Shows exactly these.
   *
   * @param {readonly Message[]} messages
   * @param {boolean} missed - whether events were missed: what waits is then forgotten, because its end may have been among them
   */
  reset(messages, missed) {
    // A whole channel is not news: screen readers hear only what comes later.
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

  /** Takes away every sign of waiting, as when another person sits down. */
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
    const element = this.#shown.get(message.id)?.element;
    // A long answer is read from its start; a short one, or an old one that changed, leaves the end in view.
    if (isNew && element && element.offsetHeight > this.#log.clientHeight) this.#log.scrollTop = element.offsetTop - 8;
    else this.#toEnd();
  }

  /** @param {string} id */
  remove(id) {
    this.#take(id);
    this.#tellEmpty();
  }

  /**
   * Leads to a message: into view, with the focus.
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
   * Shows with a message why something done to it came to nothing.
   *
   * @param {string} messageId
   * @param {unknown} error
   */
  fail(messageId, error) {
    this.#failures.set(messageId, error instanceof Error ? error.message : String(error));
    this.#showPresses(messageId);
  }

  /** Goes to the newest message and stays there: a person who sends something wants to see what comes of it. */
  follow() {
    this.#toEnd();
  }

  /**
   * A command of this person is on its way; shows a line for it unless its answer is there already.
   *
   * @param {string} id - the interaction's
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
   * @param {string} customId - of the button or menu that was used
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
   * @param {string} id - the interaction's
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

  /** @param {string | undefined} id - of the interaction whose line goes */
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
      // A list that a person chooses from is not taken away under their hands.
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
    // Ids count upwards, so the order of ids is the order of posting, whatever order they arrive in.
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
 * Remembers which control of a message has the focus, to give it to the same one after the message was drawn anew.
 *
 * @param {HTMLElement} element
 * @returns {((article: HTMLElement) => void) | undefined} undefined where the focus is elsewhere
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
      // A paging button carries the page in its id, so the id changes while the button stays.
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
