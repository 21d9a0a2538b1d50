// @ts-check
/**
 * The command box. It has two forms: one line of text in which "/" lists the commands, and, once the command is known,
 * its name with one field per option. Typing "/who sullivan" passes from the first to the second at the space.
 */

import { CommandFields } from './command-fields.js';
import { checkOptions, matchCommands, readLine, runsWithoutOptions, typedCommands, withSlash } from './command-line.js';
import { byId, h } from './dom.js';
import { Listbox } from './listbox.js';

/** @import { Choice, Command, OptionValue } from './types.ts' */

/** A longer line is offered shortened; the click still gives all of it. */
const OFFER_MAX_CHARS = 60;

/**
 * @typedef {object} ComposerHost - what the box needs from the page
 * @property {(command: Command, options: Record<string, OptionValue>) => Promise<void>} send - rejects with a message fit for showing
 * @property {(command: Command, options: Record<string, OptionValue>, focused: string, signal: AbortSignal) => Promise<{choices: readonly Choice[], failed?: boolean}>} complete
 */

export class Composer {
  /** @type {readonly Command[]} */
  #commands = [];
  /** @type {string | undefined} Why nothing can be sent now. */
  #blocked;
  /** @type {CommandFields | undefined} */
  #chosen;
  /** Whether the person moved through the list of commands, so that Enter means the marked one and not the typed one. */
  #moved = false;

  #host;
  #form = byId('composer');
  #line = /** @type {HTMLInputElement} */ (byId('line'));
  #structured = byId('structured');
  #hint = byId('hint');
  #problem = byId('problem');
  #send = /** @type {HTMLButtonElement} */ (byId('send'));
  #list = new Listbox(byId('popup'), byId('popup-title'), byId('popup-list'));

  /** @param {ComposerHost} host */
  constructor(host) {
    this.#host = host;
    this.#line.addEventListener('input', () => this.#readLine());
    this.#line.addEventListener('focus', () => this.#readLine());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#form.addEventListener('keydown', (event) => this.#onKey(event));
    this.#form.addEventListener('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node && this.#form.contains(event.relatedTarget))) this.#closeList();
    });
  }

  /** @param {readonly Command[]} commands */
  setCommands(commands) {
    // They come again whenever the page's stream is opened anew; what was said about the line still holds then.
    const areSame = JSON.stringify(commands) === JSON.stringify(this.#commands);
    this.#commands = commands;
    if (areSame) return;
    if (document.activeElement === this.#line && this.#line.value !== '') this.#readLine();
  }

  /** @param {string | undefined} reason - shown beside the box; undefined lets commands be sent */
  setBlocked(reason) {
    this.#blocked = reason;
    this.#send.disabled = reason !== undefined;
    this.#showHint();
  }

  focus() {
    if (this.#chosen) this.#chosen.focus();
    else this.#line.focus();
  }

  /** Forgets what was typed, as when another person sits down. */
  clear() {
    this.#leaveCommand('');
    this.#say(undefined);
  }

  /**
   * Puts a line into the box as if it had been typed, for a person to complete or send.
   *
   * @param {string} text - "/who" or "/who sullivan"
   */
  fill(text) {
    this.clear();
    const line = readLine(this.#commands, `${text} `);
    if (line.kind === 'command') {
      this.#enterCommand(line.command, line.values);
      return;
    }
    this.#line.value = text;
    this.#line.focus();
    this.#readLine();
  }

  /** @param {string} text - a whole line, sent at once where it can be */
  async run(text) {
    this.fill(text);
    this.#closeList();
    await this.#submit();
  }

  #readLine() {
    this.#say(undefined);
    this.#moved = false;
    const line = readLine(this.#commands, this.#line.value);
    if (line.kind === 'command') {
      this.#enterCommand(line.command, line.values);
    } else if (line.kind !== 'naming') {
      this.#list.close();
    } else {
      const entries = matchCommands(this.#commands, line.typed).map((command) => ({
        label: signature(command),
        detail: command.description,
        choose: () => this.#enterCommand(command, {}),
      }));
      this.#list.open(this.#line, 'Commands', entries, true);
    }
  }

  /**
   * @param {Command} command
   * @param {Readonly<Record<string, string>>} values
   */
  #enterCommand(command, values) {
    this.#closeList();
    const chosen = new CommandFields(command, values, {
      list: this.#list,
      onEdit: () => this.#say(undefined),
      onRemove: () => {
        this.#leaveCommand('');
        this.#line.focus();
      },
      complete: async (options, focused, signal) => {
        if (this.#blocked !== undefined) return [];
        return (await this.#host.complete(command, options, focused, signal)).choices;
      },
    });
    this.#show(chosen);
    chosen.focus();
  }

  /** @param {CommandFields} chosen */
  #show(chosen) {
    this.#chosen = chosen;
    this.#structured.replaceChildren(...chosen.elements);
    this.#structured.hidden = false;
    this.#line.hidden = true;
    this.#line.value = '';
    this.#showHint();
  }

  /** @param {string} text - what the line shall then hold */
  #leaveCommand(text) {
    this.#closeList();
    this.#chosen = undefined;
    this.#structured.hidden = true;
    this.#structured.replaceChildren();
    this.#line.hidden = false;
    this.#line.value = text;
    this.#showHint();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    // While an input method composes a word, its Enter and arrows are not for us.
    if (event.isComposing) return;
    const list = this.#list;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (!list.isOpen) return;
        this.#moved = true;
        list.move(event.key === 'ArrowDown' ? 1 : -1);
        break;
      case 'Tab':
        if (event.shiftKey || !(event.target instanceof HTMLInputElement) || !list.take(true)) return;
        break;
      case 'Enter':
        if (event.target instanceof HTMLButtonElement) return;
        // In the list of commands the first is marked from the start; among suggestions Enter sends what was typed.
        if (this.#isWholeCommand() || !list.take()) void this.#submit();
        break;
      case 'Escape':
        if (list.isOpen) this.#closeList();
        else if (this.#chosen) {
          this.#leaveCommand('');
          this.#line.focus();
        } else return;
        break;
      case 'Backspace':
        if (!this.#backIntoLine(event)) return;
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  /** "/sources" or "/facts" typed in full, and Enter: that is to be sent, not to be chosen from the list. */
  #isWholeCommand() {
    if (this.#chosen || this.#moved) return false;
    const line = readLine(this.#commands, `${this.#line.value.trimEnd()} `);
    return line.kind === 'command' && runsWithoutOptions(line.command);
  }

  /**
   * Backspace at the very start takes away the space after the command, so the line is text again.
   *
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it did
   */
  #backIntoLine(event) {
    const rest = this.#chosen?.textAfterCaretAtStart(event.target);
    if (!this.#chosen || rest === undefined) return false;
    const start = `/${this.#chosen.command.name}`;
    this.#leaveCommand(start + rest);
    this.#line.focus();
    this.#line.setSelectionRange(start.length, start.length);
    return true;
  }

  async #submit() {
    const chosen = this.#chosen;
    if (!chosen) {
      this.#submitLine();
      return;
    }
    if (this.#blocked !== undefined) {
      this.#say(this.#blocked);
      return;
    }
    const checked = checkOptions(chosen.command, chosen.values());
    if (!checked.ok) {
      this.#say(checked.message);
      chosen.focus(checked.option);
      return;
    }
    this.#leaveCommand('');
    this.#line.focus();
    try {
      await this.#host.send(chosen.command, checked.options);
    } catch (error) {
      // Nothing was sent, so nothing typed may be lost, unless the person went on typing.
      if (!this.#chosen && this.#line.value === '') {
        this.#show(chosen);
        chosen.focus();
      }
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  /** Enter in the line of text. */
  #submitLine() {
    const text = this.#line.value;
    const line = readLine(this.#commands, text);
    switch (line.kind) {
      case 'empty':
        return;
      case 'plain':
        this.#say('Here only commands work. Type / to see the commands.', withSlash(this.#commands, text));
        return;
      case 'unknown':
        this.#say(`There is no command /${line.name}. Type / to see the commands.`);
        return;
      case 'command':
        this.#enterCommand(line.command, line.values);
        void this.#submit();
        return;
      case 'naming': {
        const whole = readLine(this.#commands, `${text.trimEnd()} `);
        if (whole.kind === 'command') {
          this.#enterCommand(whole.command, {});
          void this.#submit();
        } else if (typedCommands(this.#commands).length === 0) {
          this.#say(this.#blocked ?? 'No commands are registered yet.');
        } else {
          this.#say(
            line.typed === '' || line.typed.endsWith(' ')
              ? 'Which command? Choose one from the list.'
              : `There is no command /${line.typed}. Type / to see the commands.`,
          );
        }
      }
    }
  }

  #closeList() {
    this.#chosen?.quiet();
    this.#list.close();
  }

  #showHint() {
    const description = this.#chosen?.command.description.replace(/\.$/, '');
    this.#hint.textContent = this.#blocked ?? (description ? `${description}. Enter sends, Esc cancels.` : '');
    this.#hint.classList.toggle('waiting', this.#blocked !== undefined);
  }

  /**
   * @param {string | undefined} text - what went wrong; undefined takes it away
   * @param {string} [meant] - a line to offer instead
   */
  #say(text, meant) {
    this.#problem.replaceChildren();
    if (text === undefined) return;
    this.#problem.append(text);
    if (meant === undefined) return;
    const label = meant.length > OFFER_MAX_CHARS ? `${meant.slice(0, OFFER_MAX_CHARS - 1)}…` : meant;
    const offer = h('button', { type: 'button', class: 'text-button' }, label);
    offer.addEventListener('click', () => this.fill(meant));
    this.#problem.append(' Did you mean ', offer, '?');
  }
}

/** @param {Command} command */
function signature(command) {
  const options = (command.options ?? []).map((option) => (option.required ? option.name : `[${option.name}]`));
  return [`/${command.name}`, ...options].join(' ');
}
