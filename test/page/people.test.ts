import { expect, test } from 'vitest';
import { choosePerson, personQuery } from '../../src/standin/page/names.js';

const member = { id: '11', name: 'Member', moderator: false, direct_id: '21' };
const moderator = { id: '12', name: 'Moderator', moderator: true, direct_id: '22' };
const people = [member, moderator];

test.each([
  [null, member],
  ['', member],
  ['12', moderator],
  ['moderator', moderator],
  ['MEMBER', member],
  ['nobody', member],
])('?as=%s chooses that person, and the first where nobody matches', (wanted, expected) => {
  expect(choosePerson(people, wanted)).toBe(expected);
});

test('the address tells two people of one name apart by id', () => {
  const twin = { ...member, id: '13' };
  expect(personQuery(people, moderator)).toBe('moderator');
  expect(personQuery([member, twin], twin)).toBe('13');
});
