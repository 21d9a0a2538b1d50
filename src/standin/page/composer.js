// @ts-check
/**
 * The command box. It has two forms: one line of text in which "/" lists the commands, and, once the command is known,
 * its name with one field per option. Typing "/who sullivan" passes from the first to the second at the space.
 */

import {
  checkOptions,
  matchCommands,
  readLine,
  readOptions,
  runsWithoutOptions,
  typedCommands,
  withSlash,
} from './command-line.js';
import { byId, h } from './dom.js';
import { Listbox } from './listbox.js';

/** @import { Choice, Command, CommandOption, OptionValue } from './types.ts' */

/** Long enough to spare the bot a question per letter, short enough to feel immediate. */
const AUTOCOMPLETE_DEBOUNCE_MS = 150;
const STRING = 3;
const BOOLEAN = 5;

/** @type {readonly Choice[]} */
const YES_NO = [
  { name: 'True', value: true },
  { name: 'False', value: false },
];

/**
 * @typedef {object} ComposerHost - what the box needs from the page
 * @property {(command: Command, options: Record<string, OptionValue>) => Promise<void>} send - rejects with a message fit for showing
 * @property {(command: Command, options: Record<string, OptionValue>, focused: string, signal: AbortSignal) => Promise<{choices: readonly Choice[], failed?: boolean}>} complete
 *
 * @typedef {{option: CommandOption, input: HTMLInputElement, chosen: Choice | undefined}} Field
 *   `chosen`: the entry that the text stands for, until the text is changed
 */

export class Composer {
  /** @type {readonly Command[]} */
  #commands = [];
  /** @type {string | undefined} Why nothing can be sent now. */
  #blocked;
  /** @type {Command | undefined} */
  #command;
  /** @type {Field[]} */
  #fields = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {AbortController | undefined} */
  #asking;
  /** Whether the person moved through the list of commands, so that Enter means the marked one and not the typed one. */
  #moved = false;

  #form = byId('composer');
  #line = /** @type {HTMLInputElement} */ (byId('line'));
  #structured = byId('structured');
  #hint = byId('hint');
  #problem = byId('problem');
  #send = /** @type {HTMLButtonElement} */ (byId('send'));
  #list = new Listbox(byId('popup'), byId('popup-title'), byId('popup-list'));

  /** @param {ComposerHost} host */
  constructor(host) {
    this.host = host;
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
    this.#commands = commands;
    if (document.activeElement === this.#line && this.#line.value !== '') this.#readLine();
  }

  /** @param {string | undefined} reason - shown beside the box; undefined lets commands be sent */
  setBlocked(reason) {
    this.#blocked = reason;
    this.#send.disabled = reason !== undefined;
    this.#showHint();
  }

  focus() {
    (this.#fields[0]?.input ?? this.#line).focus();
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
    this.#leaveCommand('');
    this.#say(undefined);
    const line = readLine(this.#commands, text.includes(' ') ? text : `${text} `);
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
    const line = readLine(this.#commands, this.#line.value);
    if (line.kind === 'command') {
      this.#enterCommand(line.command, line.values);
      return;
    }
    this.#moved = false;
    if (line.kind !== 'naming') {
      this.#list.close();
      return;
    }
    const entries = matchCommands(this.#commands, line.typed).map((command) => ({
      label: `/${command.name}${(command.options ?? []).map((option) => ` ${option.required ? option.name : `[${option.name}]`}`).join('')}`,
      detail: command.description,
      choose: () => this.#enterCommand(command, {}),
    }));
    this.#list.open(this.#line, 'Commands', entries, true);
  }

  /**
   * @param {Command} command
   * @param {Readonly<Record<string, string>>} values
   */
  #enterCommand(command, values) {
    this.#closeList();
    this.#command = command;
    this.#fields = (command.options ?? []).map((option) => this.#makeField(option, values[option.name] ?? ''));
    const remove = h(
      'button',
      { type: 'button', class: 'remove', 'aria-label': `Remove /${command.name}`, title: 'Remove (Esc)' },
      '×',
    );
    remove.addEventListener('click', () => {
      this.#leaveCommand('');
      this.#line.focus();
    });
    const name = h('span', { class: 'command-name', id: 'command-name' }, `/${command.name}`);
    // A command without options still needs a place for the keyboard.
    if (this.#fields.length === 0) name.tabIndex = 0;
    this.#structured.replaceChildren(
      h('span', { class: 'pill' }, name, remove),
      ...this.#fields.map((field) =>
        h('label', { class: 'field' }, h('span', { class: 'field-name' }, field.option.name), field.input),
      ),
    );
    this.#structured.hidden = false;
    this.#line.hidden = true;
    this.#line.value = '';
    this.#showHint();
    const filled = this.#fields.findLast((field) => field.input.value !== '') ?? this.#fields[0];
    if (!filled) {
      name.focus();
      return;
    }
    filled.input.focus();
    filled.input.setSelectionRange(filled.input.value.length, filled.input.value.length);
  }

  /** @param {string} text - what the line shall then hold */
  #leaveCommand(text) {
    this.#closeList();
    this.#command = undefined;
    this.#fields = [];
    this.#structured.hidden = true;
    this.#structured.replaceChildren();
    this.#line.hidden = false;
    this.#line.value = text;
    this.#showHint();
  }

  /**
   * @param {CommandOption} option
   * @param {string} value
   * @returns {Field}
   */
  #makeField(option, value) {
    const lists = option.autocomplete || option.choices?.length || option.type === BOOLEAN;
    const input = h('input', {
      type: 'text',
      value,
      autocomplete: 'off',
      spellcheck: 'false',
      enterkeyhint: 'send',
      inputmode: option.type === STRING || lists ? null : 'decimal',
      placeholder: option.required ? option.description : `${option.description} (optional)`,
      'aria-label': `${option.name}: ${option.description}${option.required ? '' : ', optional'}`,
      'aria-required': option.required ? 'true' : null,
      'aria-describedby': 'problem',
      'data-option': option.name,
      ...(lists
        ? { role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'popup-list', 'aria-autocomplete': 'list' }
        : {}),
    });
    /** @type {Field} */
    const field = { option, input, chosen: undefined };
    input.addEventListener('input', () => {
      this.#say(undefined);
      field.chosen = undefined;
      this.#suggest(field);
    });
    input.addEventListener('focus', () => this.#suggest(field));
    return field;
  }

  /** @param {Field} field */
  #suggest(field) {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const { option, input } = field;
    if (option.choices?.length || option.type === BOOLEAN) {
      const typed = input.value.trim().toLowerCase();
      const all = option.choices?.length ? option.choices : YES_NO;
      this.#openChoices(field, field.chosen ? all : all.filter((choice) => choice.name.toLowerCase().includes(typed)));
      return;
    }
    if (!option.autocomplete || field.chosen) {
      this.#list.close();
      return;
    }
    this.#timer = setTimeout(() => void this.#ask(field), AUTOCOMPLETE_DEBOUNCE_MS);
  }

  /** @param {Field} field */
  async #ask(field) {
    const command = this.#command;
    if (!command || this.#blocked !== undefined) return;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const { choices } = await this.host.complete(command, this.#partial(), field.option.name, asking.signal);
      // Whatever came too late, for other text or another field, is dropped.
      if (asking.signal.aborted || document.activeElement !== field.input) return;
      this.#openChoices(field, choices);
    } catch {
      // Suggestions are a help, not a need: the typed text can be sent without them.
      if (!asking.signal.aborted) this.#list.close();
    }
  }

  /**
   * @param {Field} field
   * @param {readonly Choice[]} choices
   */
  #openChoices(field, choices) {
    const entries = choices.map((choice) => ({
      label: choice.name,
      choose: () => {
        field.input.value = choice.name;
        field.chosen = choice;
        field.input.focus();
      },
    }));
    this.#list.open(field.input, `${field.option.name}: ${field.option.description}`, entries);
  }

  /** The options as far as they are filled in, unchecked, as autocomplete sends them. */
  #partial() {
    /** @type {[string, OptionValue][]} */
    const options = [];
    for (const { option, input, chosen } of this.#fields) {
      // "name:sul" typed into the field "name" asks for "sul".
      const typed = input.value.toLowerCase().startsWith(`${option.name}:`)
        ? input.value.slice(option.name.length + 1)
        : input.value;
      if (chosen) options.push([option.name, chosen.value]);
      else if (typed !== '' || document.activeElement === input) options.push([option.name, typed.trimStart()]);
    }
    return Object.fromEntries(options);
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
        if (event.shiftKey || !list.isOpen || !(event.target instanceof HTMLInputElement) || !list.take(true)) return;
        break;
      case 'Enter':
        if (event.target instanceof HTMLButtonElement) return;
        // In the list of commands the first is marked from the start; among suggestions Enter sends what was typed.
        if (this.#isWholeCommand() || !list.take()) void this.#submit();
        break;
      case 'Escape':
        if (list.isOpen) this.#closeList();
        else if (this.#command) {
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
    if (this.#command) return false;
    const line = readLine(this.#commands, `${this.#line.value.trimEnd()} `);
    return !this.#moved && line.kind === 'command' && runsWithoutOptions(line.command);
  }

  /**
   * Backspace at the very start takes away the space after the command, so the line is text again.
   *
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it did
   */
  #backIntoLine(event) {
    const command = this.#command;
    const first = this.#fields[0];
    if (!command) return false;
    if (first && (event.target !== first.input || first.input.selectionStart !== 0 || first.input.selectionEnd !== 0))
      return false;
    if (!first && !(event.target instanceof HTMLElement && event.target.id === 'command-name')) return false;
    const start = `/${command.name}`;
    this.#leaveCommand(`${start}${first?.input.value ?? ''}`);
    this.#line.focus();
    this.#line.setSelectionRange(start.length, start.length);
    this.#readLine();
    return true;
  }

  async #submit() {
    const command = this.#command;
    if (!command) {
      this.#submitLine();
      return;
    }
    if (this.#blocked !== undefined) {
      this.#say(this.#blocked);
      return;
    }
    const checked = checkOptions(command, this.#values(command));
    if (!checked.ok) {
      this.#say(checked.message);
      this.#fields.find((field) => field.option.name === checked.option)?.input.focus();
      return;
    }
    const typed = this.#fields.map((field) => ({ text: field.input.value, chosen: field.chosen }));
    this.#leaveCommand('');
    this.#line.focus();
    try {
      await this.host.send(command, checked.options);
    } catch (error) {
      // Nothing was sent, so nothing typed may be lost.
      if (this.#command === undefined && this.#line.value === '') {
        this.#enterCommand(command, {});
        for (const [at, field] of this.#fields.entries()) {
          field.input.value = typed[at]?.text ?? '';
          field.chosen = typed[at]?.chosen;
        }
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
      case 'plain': {
        const meant = withSlash(this.#commands, text);
        this.#say('Here only commands work. Type / to see the commands.', meant);
        return;
      }
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
            line.typed === ''
              ? 'Which command? Choose one from the list.'
              : `There is no command /${line.typed}. Type / to see the commands.`,
          );
        }
      }
    }
  }

  /**
   * Chosen entries by value, typed text as it stands; "name:sullivan" in the first field means what it says.
   *
   * @param {Command} command
   */
  #values(command) {
    const first = this.#fields.find((field) => field.option.type === STRING) ?? this.#fields[0];
    /** @type {[string, OptionValue][]} */
    const values = [];
    for (const field of this.#fields) {
      if (field.chosen) values.push([field.option.name, field.chosen.value]);
      else if (field === first) values.push(...Object.entries(readOptions(command, field.input.value)));
      else if (field.input.value.trim() !== '') values.push([field.option.name, field.input.value]);
    }
    return Object.fromEntries(values);
  }

  #closeList() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#list.close();
  }

  #showHint() {
    const command = this.#command;
    this.#hint.textContent =
      this.#blocked ?? (command ? `${command.description.replace(/\.$/, '')}. Enter sends, Esc cancels.` : '');
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
    const offer = h(
      'button',
      { type: 'button', class: 'text-button' },
      meant.length > 60 ? `${meant.slice(0, 59)}…` : meant,
    );
    offer.addEventListener('click', () => this.fill(meant));
    this.#problem.append(' Did you mean ', offer, '?');
  }
}
