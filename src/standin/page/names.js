// @ts-check
/** The names of people and channels, and who uses the page. */

/** @import { Channel, Person, User } from './types.ts' */

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

/**
 * @param {readonly Person[]} people
 * @param {string | null} wanted - an id, or a name in any case
 * @returns {Person | undefined} the first person where nobody matches; undefined only where the list is empty
 */
export function choosePerson(people, wanted) {
  const name = wanted?.toLowerCase();
  return (
    people.find((person) => person.id === wanted) ??
    people.find((person) => person.name.toLowerCase() === name) ??
    people[0]
  );
}

/**
 * @param {readonly Person[]} people
 * @param {Person} person
 * @returns {string} the person's part of the address: the name, or the id where two people share the name
 */
export function personQuery(people, person) {
  const name = person.name.toLowerCase();
  return people.filter((other) => other.name.toLowerCase() === name).length === 1 ? name : person.id;
}
