// @ts-check
/** Who sits at the page. */

/** @import { Person } from './types.ts' */

/**
 * @param {readonly Person[]} people
 * @param {string | null} wanted - an id, or a name in any case
 * @returns {Person | undefined} the first of them where nobody fits; undefined only where there is nobody
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
 * @returns {string} what the address says: the name, or the id where a name is shared
 */
export function personQuery(people, person) {
  const name = person.name.toLowerCase();
  return people.filter((other) => other.name.toLowerCase() === name).length === 1 ? name : person.id;
}
