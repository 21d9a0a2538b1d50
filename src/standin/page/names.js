// @ts-check
/** What people and channels are called. */

/** @import { Channel, User } from './types.ts' */

/** @type {ReadonlyMap<number, string>} the sign before a channel's name, by type; others have the first */
const SIGNS = new Map([
  [0, '#'],
  [1, '@'],
  [2, '♪'],
  [11, '›'],
  [15, '☰'],
]);

/**
 * @param {User} user
 * @returns {string}
 */
export function displayName(user) {
  return user.global_name || user.username;
}

/** @param {Channel} channel */
export function channelSign(channel) {
  return SIGNS.get(channel.type) ?? '#';
}
