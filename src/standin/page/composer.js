// @ts-check
/**
 * The message box. It has two forms: one line of text, which is sent as a message, in which "/" lists the commands and "@"
 * those who can be mentioned; and, once a command is known, its name with one field per option. Typing "/who sullivan"
 * passes from the first to the second at the space.
 */

import { CommandFields } from './command-fields.js';
import {
  begunMention,
  checkOptions,
  matchCommands,
  matchMentions,
  readLine,
  runsWithoutOptions,
  typedCommands,
  writeMentions,
} from './command-line.js';
import { byId, h } from './dom.js';
import { Listbox } from './listbox.js';
import { displayName } from './names.js';

/** @import { Choice, Command, Message, Named, OptionValue } from './types.ts' */

/** Discord's limit for a message, in characters. */
const MESSAGE_MAX_CHARS = 2000;

/**
 * @typedef {object} Place - where the box stands
 * @property {string} placeholder - what the empty box says
 * @property {readonly Named[]} mentionable - the bot first
 * @property {boolean} isDirect - whether the bot reads every message
 * @property {boolean} isModerator - whether the person may use every command
 *
 * @typedef {{message: Message, ping: boolean}} Reply
 */

/**
 * @typedef {object} ComposerHost - what the box needs from the page
 * @property {(content: string, reply: Reply | undefined) => Promise<void>} say - rejects with a message that can be shown
 * @property {(command: Command, options: Record<string, OptionValue>) => Promise<void>} send - rejects with a message that can be shown
 * @property {(command: Command, options: Record<string, OptionValue>, focused: string, signal: AbortSignal) => Promise<{choices: readonly Choice[], failed?: boolean}>} complete
 */

export class Composer {
  /** @type {readonly Command[]} */
  #commands = [];
  /** @type {string | undefined} Why nothing can be sent now. */
  #blocked;
  /** @type {CommandFields | undefined} */
  #chosen;
  /** @type {Place} */
  #place = { placeholder: '', mentionable: [], isDirect: false, isModerator: false };
  /** @type {Reply | undefined} */
  #reply;
  /** Whether the person moved through the list of commands; Enter then takes the marked one instead of the typed one. */
  #moved = false;

  #host;
  #form = byId('composer');
  #line = /** @type {HTMLInputElement} */ (byId('line'));
  #structured = byId('structured');
  #replying = byId('replying');
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
    // The stream sends them again after each reconnect; an error about the line must then stay.
    const areSame = JSON.stringify(commands) === JSON.stringify(this.#commands);
    this.#commands = commands;
    if (areSame) return;
    if (document.activeElement === this.#line && this.#line.value !== '') this.#readLine();
  }

  /** @param {Place} place */
  setPlace(place) {
    this.#place = place;
    this.#line.placeholder = place.placeholder;
    this.#showHint();
  }

  /**
   * Makes the next message a reply.
   *
   * @param {Message | undefined} message - undefined takes the reply back
   * @param {boolean} [ping] - whether it notifies the author of that message
   */
  replyTo(message, ping = true) {
    this.#reply = message && { message, ping };
    this.#replying.hidden = message === undefined;
    this.#replying.replaceChildren(...(this.#reply ? this.#replyBar(this.#reply) : []));
    this.#showHint();
    if (message) this.focus();
  }

  /** @param {Reply} reply */
  #replyBar(reply) {
    const name = displayName(reply.message.author);
    const label = (/** @type {boolean} */ on) => `@ ${on ? 'on' : 'off'}`;
    const ping = h(
      'button',
      { type: 'button', class: 'text-button', 'aria-pressed': String(reply.ping), title: `Notify ${name}` },
      h('span', { class: 'unseen' }, `Notify ${name}: `),
      label(reply.ping),
    );
    ping.addEventListener('click', () => {
      if (!this.#reply) return;
      this.#reply = { ...this.#reply, ping: !this.#reply.ping };
      ping.setAttribute('aria-pressed', String(this.#reply.ping));
      ping.lastChild?.replaceWith(label(this.#reply.ping));
      this.#showHint();
    });
    const cancel = h(
      'button',
      { type: 'button', class: 'remove', 'aria-label': 'Cancel the reply', title: 'Esc' },
      '×',
    );
    cancel.addEventListener('click', () => {
      this.replyTo(undefined);
      this.focus();
    });
    return [h('span', { class: 'replying-to' }, 'Replying to ', h('strong', {}, name)), ping, cancel];
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

  /** Clears the box, as when another person takes over. */
  clear() {
    this.replyTo(undefined);
    this.#leaveCommand('');
    this.#say(undefined);
  }

  /**
   * Puts a line into the box as if it had been typed, for a person to complete or send.
   *
   * @param {string} text - "/who" or "/who sullivan"
   */
  fill(text) {
    this.#leaveCommand('');
    this.#say(undefined);
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
      this.#offerMentions();
      this.#showHint();
    } else {
      const entries = matchCommands(this.#commands, line.typed).map((command) => ({
        label: signature(command),
        detail: command.description,
        choose: () => this.#enterCommand(command, {}),
      }));
      this.#list.open(this.#line, 'Commands', entries, true);
    }
  }

  /** While a name after "@" is being typed, lists those who can be mentioned. */
  #offerMentions() {
    const { value } = this.#line;
    const caret = this.#line.selectionStart ?? value.length;
    const begun = begunMention(value.slice(0, caret));
    if (begun === undefined) {
      this.#list.close();
      return;
    }
    const entries = matchMentions(this.#place.mentionable, begun).map(({ name }) => ({
      label: `@${name}`,
      choose: () => {
        this.#line.setRangeText(`${name} `, caret - begun.length, caret, 'end');
        this.#line.focus();
        this.#readLine();
      },
    }));
    this.#list.open(this.#line, 'Mention', entries, true);
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

  /** @param {string} text - the new text of the line */
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
    // While an input method composes a word, Enter and the arrows belong to it.
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
        // The first command is marked at once, so Enter takes it. No suggestion is marked at first, so Enter sends what was typed.
        if (this.#isWholeCommand() || !list.take()) void this.#submit();
        break;
      case 'Escape':
        if (list.isOpen) this.#closeList();
        else if (this.#chosen) {
          this.#leaveCommand('');
          this.#line.focus();
        } else if (this.#reply) this.replyTo(undefined);
        else return;
        break;
      case 'Backspace':
        if (!this.#backIntoLine(event)) return;
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  /** Whether a command that needs no options is typed in full; Enter then sends it instead of taking it from the list. */
  #isWholeCommand() {
    if (this.#chosen || this.#moved) return false;
    const line = readLine(this.#commands, `${this.#line.value.trimEnd()} `);
    return line.kind === 'command' && runsWithoutOptions(line.command);
  }

  /**
   * At the start of the first field, Backspace turns the command back into a line of text.
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
      await this.#submitLine();
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
    this.replyTo(undefined);
    this.#line.focus();
    try {
      await this.#host.send(chosen.command, checked.options);
    } catch (error) {
      // Nothing was sent, so the text is put back, unless the person has typed something else.
      if (!this.#chosen && this.#line.value === '') {
        this.#show(chosen);
        chosen.focus();
      }
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  /** Sends the line of text. */
  async #submitLine() {
    const text = this.#line.value;
    const line = readLine(this.#commands, text);
    switch (line.kind) {
      case 'empty':
        return;
      case 'plain':
        await this.#sendMessage(text);
        return;
      case 'unknown':
        this.#say(this.#noCommand(line.name));
        return;
      case 'command':
        this.#enterCommand(line.command, line.values);
        await this.#submit();
        return;
      case 'naming': {
        const whole = readLine(this.#commands, `${text.trimEnd()} `);
        if (whole.kind === 'command') {
          this.#enterCommand(whole.command, {});
          await this.#submit();
        } else if (typedCommands(this.#commands).length === 0) {
          this.#say(this.#blocked ?? 'No commands are registered yet.');
        } else {
          this.#say(
            line.typed === '' || line.typed.endsWith(' ')
              ? 'Which command? Choose one from the list.'
              : this.#noCommand(line.typed),
          );
        }
      }
    }
  }

  /** @param {string} name - what was typed after the slash */
  #noCommand(name) {
    const { isDirect, isModerator } = this.#place;
    const more = isDirect || isModerator ? '' : ' Some are for moderators only: choose Moderator under “Acting as”.';
    return `There is no command /${name}. Type / to see the commands.${more}`;
  }

  /** @param {string} text - as typed */
  async #sendMessage(text) {
    const content = writeMentions(this.#place.mentionable, text.trim());
    const length = [...content].length;
    const tooLong = `A message may have at most ${MESSAGE_MAX_CHARS} characters; this has ${length}.`;
    const refused = this.#blocked ?? (length > MESSAGE_MAX_CHARS ? tooLong : undefined);
    if (refused !== undefined) {
      this.#say(refused);
      return;
    }
    const reply = this.#reply;
    this.#leaveCommand('');
    this.replyTo(undefined);
    try {
      await this.#host.say(content, reply);
    } catch (error) {
      // Nothing was sent, so the text is put back, unless the person has typed something else.
      if (!this.#chosen && this.#line.value === '') {
        this.#line.value = text;
        this.replyTo(reply?.message, reply?.ping);
      }
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  #closeList() {
    this.#chosen?.quiet();
    this.#list.close();
  }

  #showHint() {
    const description = this.#chosen?.command.description.replace(/\.$/, '');
    this.#hint.textContent =
      this.#blocked ?? (description ? `${description}. Enter sends, Esc cancels.` : (this.#unheardHint() ?? ''));
    this.#hint.classList.toggle('waiting', this.#blocked !== undefined);
  }

  /** @returns {string | undefined} how to address the bot, where it would not read the message that is being typed */
  #unheardHint() {
    const [bot] = this.#place.mentionable;
    const { value } = this.#line;
    if (!bot || this.#place.isDirect || readLine(this.#commands, value).kind !== 'plain') return undefined;
    const isMentioned = writeMentions([bot], value).includes(`<@${bot.id}>`);
    const isReply = this.#reply?.ping && this.#reply.message.author.id === bot.id;
    if (isMentioned || isReply) return undefined;
    return `${bot.name} reads a message only where it is mentioned (@${bot.name}) or replied to.`;
  }

  /** @param {string | undefined} text - what went wrong; undefined removes it */
  #say(text) {
    this.#problem.textContent = text ?? '';
  }
}

/** @param {Command} command */
function signature(command) {
  const options = (command.options ?? []).map((option) => (option.required ? option.name : `[${option.name}]`));
  return [`/${command.name}`, ...options].join(' ');
}
