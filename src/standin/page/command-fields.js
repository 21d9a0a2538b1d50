// @ts-check
/** A chosen command in the box: its name and one field per option, with suggestions for the field that has the focus. */

import { readOptions } from './command-line.js';
import { h } from './dom.js';

/** @import { Choice, Command, CommandOption, OptionValue } from './types.ts' */
/** @import { Listbox } from './listbox.js' */

/** The delay is long enough not to ask the bot at every letter, and short enough to feel immediate. */
const AUTOCOMPLETE_DEBOUNCE_MS = 150;
const STRING = 3;
const BOOLEAN = 5;

/** @type {readonly Choice[]} */
const YES_NO = [
  { name: 'True', value: true },
  { name: 'False', value: false },
];

/**
 * @typedef {{option: CommandOption, input: HTMLInputElement, chosen: Choice | undefined}} Field
 *   `chosen`: the suggestion that was taken; undefined once the text is edited
 *
 * @typedef {object} FieldsHost - what the fields need from the box
 * @property {Listbox} list
 * @property {() => void} onEdit - called when a text is edited
 * @property {() => void} onRemove - called when the person removes the command
 * @property {(options: Record<string, OptionValue>, focused: string, signal: AbortSignal) => Promise<readonly Choice[]>} complete
 */

export class CommandFields {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {AbortController | undefined} */
  #asking;
  /** @type {readonly Field[]} */
  #fields;
  #host;
  /** The element that takes the focus where the command has no options. */
  #name;

  /**
   * @param {Command} command
   * @param {Readonly<Record<string, string>>} values - option name → text
   * @param {FieldsHost} host
   */
  constructor(command, values, host) {
    this.command = command;
    this.#host = host;
    this.#fields = (command.options ?? []).map((option) => this.#makeField(option, values[option.name] ?? ''));
    this.#name = h('span', { class: 'command-name' }, `/${command.name}`);
    if (this.#fields.length === 0) this.#name.tabIndex = 0;
    const remove = h(
      'button',
      { type: 'button', class: 'remove', 'aria-label': `Remove /${command.name}`, title: 'Remove (Esc)' },
      '×',
    );
    remove.addEventListener('click', () => host.onRemove());
    /** @readonly The elements that go into the box. */
    this.elements = [
      h('span', { class: 'pill' }, this.#name, remove),
      ...this.#fields.map(({ option, input }) =>
        h('label', { class: 'field' }, h('span', { class: 'field-name' }, option.name), input),
      ),
    ];
  }

  /** @param {string} [option] - the field to focus; by default the last field with a value, else the first */
  focus(option) {
    const field =
      this.#fields.find((candidate) => candidate.option.name === option) ??
      this.#fields.findLast((candidate) => candidate.input.value !== '') ??
      this.#fields[0];
    if (!field) {
      this.#name.focus();
      return;
    }
    field.input.focus();
    field.input.setSelectionRange(field.input.value.length, field.input.value.length);
  }

  /**
   * The options to send: taken suggestions by value, other text as typed. "name:sullivan" in the field "name" is read as
   * "sullivan", because people type whole lines.
   *
   * @returns {Record<string, OptionValue>} unchecked
   */
  values() {
    const first = this.#fields.find((field) => field.option.type === STRING) ?? this.#fields[0];
    /** @type {[string, OptionValue][]} */
    const values = [];
    for (const field of this.#fields) {
      if (field.chosen) values.push([field.option.name, field.chosen.value]);
      else if (field === first) values.push(...Object.entries(readOptions(this.command, field.input.value)));
      else if (field.input.value.trim() !== '') values.push([field.option.name, field.input.value]);
    }
    return Object.fromEntries(values);
  }

  /**
   * The text of the first field, if the caret is at its start, where Backspace removes the command.
   *
   * @param {EventTarget | null} target - the element with the focus
   * @returns {string | undefined} undefined where Backspace edits the field
   */
  textAfterCaretAtStart(target) {
    const first = this.#fields[0]?.input;
    if (!first) return target === this.#name ? '' : undefined;
    return target === first && first.selectionStart === 0 && first.selectionEnd === 0 ? first.value : undefined;
  }

  /** Stops asking for suggestions. */
  quiet() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
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
      autocapitalize: 'off',
      spellcheck: 'false',
      enterkeyhint: 'send',
      inputmode: option.type === STRING || lists ? null : 'decimal',
      placeholder: option.required ? option.description : `${option.description} (optional)`,
      'aria-label': `${option.name}: ${option.description}${option.required ? '' : ', optional'}`,
      'aria-required': option.required ? 'true' : null,
      'aria-describedby': 'problem',
      ...(lists && {
        role: 'combobox',
        'aria-expanded': 'false',
        'aria-controls': 'popup-list',
        'aria-autocomplete': 'list',
      }),
    });
    /** @type {Field} */
    const field = { option, input, chosen: undefined };
    input.addEventListener('input', () => {
      this.#host.onEdit();
      field.chosen = undefined;
      this.#suggest(field);
    });
    input.addEventListener('focus', () => this.#suggest(field));
    return field;
  }

  /** @param {Field} field */
  #suggest(field) {
    this.quiet();
    const { option, input } = field;
    if (option.choices?.length || option.type === BOOLEAN) {
      const typed = input.value.trim().toLowerCase();
      const all = option.choices?.length ? option.choices : YES_NO;
      const matching = field.chosen ? all : all.filter((choice) => choice.name.toLowerCase().includes(typed));
      // Only one of these choices can be sent, so Enter after a few letters takes the first one, as in Discord.
      const isUnfinished = typed !== '' && !all.some((choice) => choice.name.toLowerCase() === typed);
      this.#show(field, matching, isUnfinished);
    } else if (!option.autocomplete || field.chosen) {
      this.#host.list.close();
    } else {
      this.#timer = setTimeout(() => void this.#ask(field), AUTOCOMPLETE_DEBOUNCE_MS);
    }
  }

  /** @param {Field} field */
  async #ask(field) {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const choices = await this.#host.complete(this.#typed(), field.option.name, asking.signal);
      // Suggestions for an earlier text or for another field are dropped.
      if (!asking.signal.aborted) this.#show(field, choices);
    } catch {
      // The typed text can be sent without suggestions.
      if (!asking.signal.aborted) this.#host.list.close();
    }
  }

  /**
   * @param {Field} field
   * @param {readonly Choice[]} choices
   * @param {boolean} [activateFirst] - whether Enter takes the first without moving to it
   */
  #show(field, choices, activateFirst = false) {
    const entries = choices.map((choice) => ({
      label: choice.name,
      choose: () => {
        field.input.value = choice.name;
        field.chosen = choice;
        field.input.focus();
      },
    }));
    this.#host.list.open(field.input, `${field.option.name}: ${field.option.description}`, entries, activateFirst);
  }

  /** The options that are filled in so far, in the form that autocomplete sends. */
  #typed() {
    /** @type {[string, OptionValue][]} */
    const options = [];
    for (const { option, input, chosen } of this.#fields) {
      const mark = `${option.name}:`;
      // "name:sul" in the field "name" asks for "sul".
      const text = input.value.toLowerCase().startsWith(mark) ? input.value.slice(mark.length) : input.value;
      if (chosen) options.push([option.name, chosen.value]);
      else if (text !== '' || document.activeElement === input) options.push([option.name, text.trimStart()]);
    }
    return Object.fromEntries(options);
  }
}
