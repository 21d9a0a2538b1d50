// @ts-check
/**
 * Interprets a typed line as a message with mentions or as a command. The functions are pure: they read text and the bot's
 * commands, and do not touch the page.
 *
 * Two ways lead to the same command: choosing it from the list and filling its named fields, or typing the whole line
 * ("/who sullivan", "/who name:sullivan") and pressing Enter.
 */

/** @import { Command, CommandOption, Named, OptionValue } from './types.ts' */

/** Discord's option types of a sub-command and of a group of sub-commands. */
const SUB_COMMANDS = [1, 2];
const STRING = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const NUMBER = 10;

/** The longest text option that Discord accepts where the command sets no limit of its own. */
const OPTION_TEXT_MAX_CHARS = 6000;
/** Shorter input matches only names: "wh" should not list every description with "what" in it. */
const DESCRIPTION_MATCH_MIN_CHARS = 3;

/**
 * @typedef {{kind: 'empty'}
 *   | {kind: 'plain'}
 *   | {kind: 'naming', typed: string}
 *   | {kind: 'unknown', name: string}
 *   | {kind: 'command', command: Command, values: Record<string, string>}} Line
 *   `naming`: a slash and the start of a name; `unknown`: a complete name that no command has
 */

/**
 * @param {readonly Command[]} commands
 * @returns {Command[]} the slash commands in the bot's order; a command with sub-commands is replaced by these, named
 *   as they are typed: "pin brief"
 */
export function typedCommands(commands) {
  return commands.filter((command) => (command.type ?? 1) === 1).flatMap(leaves);
}

/**
 * @param {Command} command
 * @returns {Command[]}
 */
function leaves(command) {
  const below = (command.options ?? []).filter((option) => SUB_COMMANDS.includes(option.type));
  if (below.length === 0) return [command];
  return below.flatMap(({ name, description, options = [] }) =>
    leaves({
      ...command,
      name: `${command.name} ${name}`,
      description,
      options,
      path: [...(command.path ?? []), name],
    }),
  );
}

/**
 * @param {readonly Command[]} commands
 * @param {string} text - the whole line
 * @returns {Line}
 */
export function readLine(commands, text) {
  const line = text.trimStart();
  if (line.trim() === '') return { kind: 'empty' };
  if (!line.startsWith('/')) return { kind: 'plain' };
  const typed = line.slice(1).trimStart();
  const known = typedCommands(commands);
  for (const command of known) {
    const rest = textAfterName(typed, command.name);
    if (rest !== undefined) return { kind: 'command', command, values: readOptions(command, rest) };
  }
  if (!/\s/.test(typed)) return { kind: 'naming', typed };
  const start = typed.replace(/\s+/g, ' ');
  if (known.some((command) => startsWith(command.name, start))) return { kind: 'naming', typed: start };
  const [first = '', second = ''] = start.split(' ');
  const hasParts = known.some((command) => startsWith(command.name, `${first} `));
  return { kind: 'unknown', name: hasParts ? `${first} ${second}` : first };
}

/**
 * @param {string} typed - without the slash
 * @param {string} name - one word, or more for a sub-command
 * @returns {string | undefined} the text after the complete name; undefined where the name differs or is incomplete
 */
function textAfterName(typed, name) {
  let rest = typed;
  for (const word of name.split(' ')) {
    if (!startsWith(rest, word) || !/\s/.test(rest.charAt(word.length))) return undefined;
    rest = rest.slice(word.length).trimStart();
  }
  return rest;
}

/**
 * @param {string} text
 * @param {string} start - in upper or lower case
 */
function startsWith(text, start) {
  return text.toLowerCase().startsWith(start.toLowerCase());
}

/**
 * Splits the rest of a line into options: `name:value` where the command has that option; text before the first
 * such mark belongs to the first text option.
 *
 * @param {Command} command
 * @param {string} rest
 * @returns {Record<string, string>} option name → text; options that got no text are absent
 */
export function readOptions(command, rest) {
  const options = command.options ?? [];
  /** @type {Map<string, string>} */
  const values = new Map();
  const first = options.find((option) => option.type === STRING) ?? options[0];
  const names = new Map(options.map((option) => [option.name.toLowerCase(), option.name]));
  let current = first?.name;
  let from = 0;
  const close = (/** @type {number} */ end) => {
    const text = rest.slice(from, end).trim();
    if (current !== undefined && text !== '') values.set(current, text);
  };
  for (const mark of rest.matchAll(/(?<=^|\s)([^\s:]{1,32}):/gu)) {
    const name = names.get((mark[1] ?? '').toLowerCase());
    if (name === undefined) continue;
    close(mark.index);
    current = name;
    from = mark.index + mark[0].length;
  }
  close(rest.length);
  // An option may be named "__proto__"; fromEntries makes it an ordinary key.
  return Object.fromEntries(values);
}

/**
 * @param {readonly Command[]} commands
 * @param {string} typed - the part after the slash; an empty text gives all commands, "pin " the sub-commands of /pin
 * @returns {Command[]} the matching commands: first those whose name starts with it, then those with it inside the name, then
 * those with it in the description; each group in the bot's order
 */
export function matchCommands(commands, typed) {
  const wanted = typed.toLowerCase();
  const rank = (/** @type {Command} */ command) => {
    const name = command.name.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    const words = command.description.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return wanted.length >= DESCRIPTION_MATCH_MIN_CHARS && words.some((word) => word.startsWith(wanted)) ? 2 : 3;
  };
  return typedCommands(commands)
    .map((command) => ({ command, rank: rank(command) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.command);
}

/**
 * Checks and converts options as Discord's own client does before it sends them.
 *
 * @param {Command} command
 * @param {Readonly<Record<string, string | OptionValue>>} values - text as typed, or the value of a chosen entry
 * @returns {{ok: true, options: Record<string, OptionValue>} | {ok: false, option: string, message: string}}
 */
export function checkOptions(command, values) {
  /** @type {[string, OptionValue][]} */
  const options = [];
  for (const option of command.options ?? []) {
    const given = Object.hasOwn(values, option.name) ? values[option.name] : undefined;
    if (given === undefined || (typeof given === 'string' && given.trim() === '')) {
      if (option.required) return { ok: false, option: option.name, message: missing(command, option) };
      continue;
    }
    const read = readValue(option, given);
    if ('problem' in read) return { ok: false, option: option.name, message: `“${option.name}” ${read.problem}` };
    options.push([option.name, read.value]);
  }
  return { ok: true, options: Object.fromEntries(options) };
}

/**
 * @param {Command} command
 * @param {CommandOption} option
 */
function missing(command, option) {
  return `/${command.name} needs “${option.name}”: ${lowerFirst(option.description.replace(/\.$/, ''))}.`;
}

/**
 * @param {CommandOption} option
 * @param {string | OptionValue} given
 * @returns {{value: OptionValue} | {problem: string}}
 */
function readValue(option, given) {
  const text = String(given).trim();
  if (option.choices?.length) {
    const wanted = text.toLowerCase();
    const choice =
      option.choices.find((entry) => entry.value === given) ??
      option.choices.find(
        (entry) => entry.name.toLowerCase() === wanted || String(entry.value).toLowerCase() === wanted,
      );
    return choice
      ? { value: choice.value }
      : { problem: `must be one of: ${option.choices.map((entry) => entry.name).join(', ')}.` };
  }
  if (option.type === BOOLEAN) {
    if (typeof given === 'boolean') return { value: given };
    if (/^(true|yes)$/i.test(text)) return { value: true };
    return /^(false|no)$/i.test(text) ? { value: false } : { problem: 'must be yes or no.' };
  }
  if (option.type === INTEGER || option.type === NUMBER) {
    const number = Number(text);
    if (!Number.isFinite(number) || (option.type === INTEGER && !Number.isSafeInteger(number))) {
      return { problem: option.type === INTEGER ? 'must be a whole number.' : 'must be a number.' };
    }
    if (option.min_value !== undefined && number < option.min_value)
      return { problem: `must be at least ${option.min_value}.` };
    if (option.max_value !== undefined && number > option.max_value)
      return { problem: `must be at most ${option.max_value}.` };
    return { value: number };
  }
  const longest = option.max_length ?? OPTION_TEXT_MAX_CHARS;
  // Discord counts code points, so an emoji is one.
  const length = [...text].length;
  if (length > longest) return { problem: `may have at most ${longest} characters; this has ${length}.` };
  if (length < (option.min_length ?? 0))
    return { problem: `needs at least ${option.min_length} characters; this has ${length}.` };
  return { value: text };
}

/** @param {string} text */
function lowerFirst(text) {
  // An abbreviation such as "NSA" keeps its capitals.
  return /^\p{Lu}\p{Ll}|^A /u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/**
 * @param {Command} command
 * @returns {boolean} whether it can be sent without any option
 */
export function runsWithoutOptions(command) {
  return !(command.options ?? []).some((option) => option.required);
}

/**
 * @param {string} text - up to the caret
 * @returns {string | undefined} the incomplete name after "@" at the end, without the "@";
 * undefined where there is none
 */
export function begunMention(text) {
  return /(?:^|\s)@([^\s@]*)$/.exec(text)?.[1];
}

/**
 * @param {readonly Named[]} named - who can be mentioned
 * @param {string} begun
 * @returns {readonly Named[]} those whose name starts with it, in their order
 */
export function matchMentions(named, begun) {
  return named.filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase()));
}

/**
 * @param {readonly Named[]} named
 * @param {string} text - as typed
 * @returns {string} with every "@Name" in Discord's form
 */
export function writeMentions(named, text) {
  // Longer names are tried first, so that "@Member" does not match the start of "@Member of staff".
  const longestFirst = named.toSorted((a, b) => b.name.length - a.name.length);
  return longestFirst.reduce((written, { id, name }) => {
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}<@])@${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
      'giu',
    );
    return written.replace(pattern, `<@${id}>`);
  }, text);
}
