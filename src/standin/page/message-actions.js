// @ts-check
/** What a person can do with a message. */

/** @import { Command, Message } from './types.ts' */
/** @import { Action, Group } from './message-menu.js' */

/** A command of the menus that messages have. */
const MESSAGE_COMMAND = 3;

/**
 * @typedef {object} ActionsHost
 * @property {readonly Command[]} commands - all that this person may use
 * @property {boolean} isModerator
 * @property {boolean} isOwn - whether the person wrote the message
 * @property {() => void} reply
 * @property {(command: Command) => void} use - sends a command of the message's menu
 * @property {(action: 'pin' | 'unpin' | 'delete') => void} moderate - by hand, without any bot
 */

/**
 * @param {Message} message - one that everybody sees
 * @param {ActionsHost} host
 * @returns {(Action | Group)[]}
 */
export function actionsOn({ pinned }, { commands, isModerator, isOwn, reply, use, moderate }) {
  const apps = commands
    .filter((command) => command.type === MESSAGE_COMMAND)
    .map((command) => ({ label: command.name, choose: () => use(command) }));
  const none = { label: 'No app has a command for messages', disabled: true, choose: () => undefined };
  const pin = pinned
    ? { label: 'Unpin message', choose: () => moderate('unpin') }
    : { label: 'Pin message', choose: () => moderate('pin') };
  return [
    { label: 'Reply', choose: reply },
    { label: 'Apps', actions: apps.length > 0 ? apps : [none] },
    ...(isModerator ? [pin] : []),
    ...(isModerator || isOwn ? [{ label: 'Delete message', danger: true, choose: () => moderate('delete') }] : []),
  ];
}
