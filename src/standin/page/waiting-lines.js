// @ts-check
/** Below the messages: one line for each command of this person that has no message yet. */

import { byId, h } from './dom.js';
import { thinking } from './message-view.js';

/** Discord's words for a bot that did not answer in time. */
export const NO_ANSWER = 'The application did not respond';

export class WaitingLines {
  /** @type {Map<string, HTMLElement>} by interaction id */
  #lines = new Map();
  #place = byId('pending');
  #onDismiss;

  /** @param {() => void} onDismiss - called when a person has taken away a line that had the focus */
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
   * @param {string} id - the interaction's
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

  /** @param {string} id - of an interaction that failed; its line stays until it is dismissed */
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
