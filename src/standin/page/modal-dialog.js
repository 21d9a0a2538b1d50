// @ts-check
/** The dialog that a bot opened: fields to fill in, sent together. It closes when the bot has answered. */

import { byId, h } from './dom.js';
import { renderMarkdown } from './markdown-view.js';
import { makeField } from './modal-field.js';

/** @import { InteractionEvent, Modal } from './types.ts' */
/** @import { Names } from './markdown-view.js' */
/** @import { Field } from './modal-field.js' */

/** What it says where the bot did not answer; what was filled in stays. */
const NO_ANSWER = 'Something went wrong: the application did not respond. Try again.';

/** A part that is text to read. */
const TEXT = 10;

/**
 * @typedef {object} ModalHost
 * @property {Names} names
 * @property {() => string} botName
 * @property {(modalId: string, values: Readonly<Record<string, string | readonly string[]>>) => Promise<string>} submit - gives the interaction's id; rejects with a message fit for showing
 * @property {(modalId: string) => Promise<void>} cancel
 */

export class ModalDialog {
  /** @type {Modal | undefined} */
  #modal;
  /** @type {readonly Field[]} */
  #fields = [];
  /** @type {string | undefined} the interaction that the dialog waits for; empty while its id is not known */
  #waiting;
  /** Ends of interactions that were told while the id was not known. @type {Map<string, InteractionEvent>} */
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
      // A label has one field and names it; in a row each field names itself.
      for (const spec of part.component ? [part.component] : (part.components ?? [])) {
        const field = makeField(spec, part.label ?? spec.label ?? '', part.description);
        fields.push(field);
        elements.push(field.element);
      }
    }
    this.#fields = fields;
    const cancel = h('button', { type: 'button', class: 'button secondary' }, 'Cancel');
    cancel.addEventListener('click', () => this.#cancel());
    // Its own rules say what is wrong in the same words everywhere.
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

  /** Takes it away without a word to anybody, as when it was answered. */
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
    // Nobody waits for this; where it fails, the dialog is gone anyway.
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
