import { describe, expect, test } from 'vitest';
import {
  checkOptions,
  matchCommands,
  readLine,
  readOptions,
  runsWithoutOptions,
} from '../../src/standin/page/command-line.js';
import type { Command } from '../../src/standin/page/types.ts';

const who: Command = {
  id: '1',
  name: 'who',
  description: 'A person, group or institution',
  options: [{ type: 3, name: 'name', description: 'Person, group or institution.', required: true, max_length: 10 }],
};
const facts: Command = {
  id: '2',
  name: 'facts',
  description: 'The facts on a subject',
  options: [{ type: 3, name: 'about', description: 'A subject' }],
};
const sources: Command = { id: '3', name: 'sources', description: 'Where the facts come from' };
const find: Command = {
  id: '4',
  name: 'find',
  description: 'Look something up',
  options: [
    { type: 4, name: 'limit', description: 'How many', required: true, min_value: 1, max_value: 9 },
    { type: 3, name: 'text', description: 'What', required: true, min_length: 2 },
    { type: 3, name: 'in', description: 'Where', choices: [{ name: 'All facts', value: 'all' }] },
    { type: 5, name: 'exact', description: 'Exactly so' },
  ],
};
const keep: Command = { id: '5', name: 'Keep this', description: '', type: 3 };
const commands = [facts, who, sources, find, keep];

const topic = { type: 3, name: 'topic', description: 'What about' };
const pin: Command = {
  id: '6',
  name: 'pin',
  description: 'Pins',
  options: [
    { type: 1, name: 'brief', description: 'The state of play', options: [topic] },
    { type: 2, name: 'by', description: 'A group', options: [{ type: 1, name: 'hand', description: 'Chosen' }] },
  ],
};
const pins: Command = { id: '7', name: 'pins', description: 'What is there' };
const pinBrief: Command = {
  ...pin,
  name: 'pin brief',
  description: 'The state of play',
  options: [topic],
  path: ['brief'],
};
const pinByHand: Command = { ...pin, name: 'pin by hand', description: 'Chosen', options: [], path: ['by', 'hand'] };

describe('what a typed line means', () => {
  test.each([
    ['', { kind: 'empty' }],
    ['   ', { kind: 'empty' }],
    ['who is sullivan', { kind: 'plain' }],
    ['/', { kind: 'naming', typed: '' }],
    ['/wh', { kind: 'naming', typed: 'wh' }],
    ['/who', { kind: 'naming', typed: 'who' }],
    ['/who sullivan', { kind: 'command', command: who, values: { name: 'sullivan' } }],
    ['  /who   sullivan  ', { kind: 'command', command: who, values: { name: 'sullivan' } }],
    ['/WHO Sullivan', { kind: 'command', command: who, values: { name: 'Sullivan' } }],
    ['/who name:sullivan', { kind: 'command', command: who, values: { name: 'sullivan' } }],
    ['/who Name: jake sullivan', { kind: 'command', command: who, values: { name: 'jake sullivan' } }],
    ['/who entity:jake-sullivan', { kind: 'command', command: who, values: { name: 'entity:jake-sullivan' } }],
    ['/facts ', { kind: 'command', command: facts, values: {} }],
    ['/nosuch thing', { kind: 'unknown', name: 'nosuch' }],
    ['/__proto__ x', { kind: 'unknown', name: '__proto__' }],
    ['/ who', { kind: 'naming', typed: 'who' }],
  ])('%j', (text, expected) => {
    expect(readLine(commands, text)).toEqual(expected);
  });

  test.each([
    ['gaza limit:3 in:all facts', { text: 'gaza', limit: '3', in: 'all facts' }],
    ['limit:3 text:who said "in: full"', { limit: '3', text: 'who said "in: full"' }],
    ['limit: text:gaza', { text: 'gaza' }],
    ['limit:3 limit:4', { limit: '4' }],
  ])('options of a longer command: %s', (rest, expected) => {
    expect(readOptions(find, rest)).toEqual(expected);
  });

  test('have nowhere to put text behind a command without options', () => {
    expect(readOptions(sources, 'all of them')).toEqual({});
  });
});

describe('sub-commands', () => {
  test.each([
    ['/pin brief hostages in gaza', { kind: 'command', command: pinBrief, values: { topic: 'hostages in gaza' } }],
    ['/PIN  Brief topic:gaza', { kind: 'command', command: pinBrief, values: { topic: 'gaza' } }],
    ['/pin by hand ', { kind: 'command', command: pinByHand, values: {} }],
    ['/pins ', { kind: 'command', command: pins, values: {} }],
    ['/pin ', { kind: 'naming', typed: 'pin ' }],
    ['/pin  bri', { kind: 'naming', typed: 'pin bri' }],
    ['/pin by', { kind: 'naming', typed: 'pin by' }],
    ['/pin brief', { kind: 'naming', typed: 'pin brief' }],
    ['/pin nosuch', { kind: 'unknown', name: 'pin nosuch' }],
    ['/pinned brief', { kind: 'unknown', name: 'pinned' }],
  ])('%j', (text, expected) => {
    expect(readLine([pin, pins], text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['pin', ['pin brief', 'pin by hand', 'pins']],
    ['pin ', ['pin brief', 'pin by hand']],
    ['brief', ['pin brief']],
  ])('are listed for /%s', (typed, names) => {
    expect(matchCommands([pin, pins], typed).map((command) => command.name)).toEqual(names);
  });
});

describe('the list of commands while typing', () => {
  test.each<[string, string[]]>([
    ['', ['facts', 'who', 'sources', 'find']],
    ['f', ['facts', 'find']],
    ['ho', ['who']],
    ['facts', ['facts', 'sources']],
    ['SOU', ['sources']],
    ['zzz', []],
  ])('/%s', (typed, names) => {
    // By name start, then inside the name, then by a word of the description; never a context-menu command.
    expect(matchCommands(commands, typed).map((command) => command.name)).toEqual(names);
  });
});

describe('options before they are sent', () => {
  test.each([
    [who, { name: ' Sullivan ' }, { name: 'Sullivan' }],
    [facts, {}, {}],
    [facts, { about: '   ' }, {}],
    [facts, { nosuch: 'x' }, {}],
    [find, { limit: '3', text: 'ab', in: 'ALL FACTS', exact: 'yes' }, { limit: 3, text: 'ab', in: 'all', exact: true }],
    [find, { limit: 3, text: 'ab', in: 'all', exact: false }, { limit: 3, text: 'ab', in: 'all', exact: false }],
  ])('/$name %j is sent as %j', (command, values, options) => {
    expect(checkOptions(command, values)).toEqual({ ok: true, options });
  });

  test.each([
    [who, {}, 'name', '/who needs “name”: person, group or institution.'],
    [who, { name: '  ' }, 'name', '/who needs “name”: person, group or institution.'],
    [who, { name: 'x'.repeat(6000) }, 'name', '“name” may have at most 10 characters; this has 6000.'],
    [facts, { about: 'x'.repeat(6001) }, 'about', '“about” may have at most 6000 characters; this has 6001.'],
    [find, { limit: 'many', text: 'ab' }, 'limit', '“limit” must be a whole number.'],
    [find, { limit: '0', text: 'ab' }, 'limit', '“limit” must be at least 1.'],
    [find, { limit: '10', text: 'ab' }, 'limit', '“limit” must be at most 9.'],
    [find, { limit: '1', text: 'a' }, 'text', '“text” needs at least 2 characters; this has 1.'],
    [find, { limit: '1', text: 'ab', in: 'x' }, 'in', '“in” must be one of: All facts.'],
    [find, { limit: '1', text: 'ab', exact: 'perhaps' }, 'exact', '“exact” must be yes or no.'],
  ])('/$name with a problem', (command, values, option, message) => {
    expect(checkOptions(command, values)).toEqual({ ok: false, option, message });
  });

  test('ten emoji are ten characters, because Discord counts code points', () => {
    expect(checkOptions(who, { name: '😀'.repeat(10) })).toMatchObject({ ok: true });
  });
});

test('a command runs without options when none is required', () => {
  expect([who, facts, sources, find].map(runsWithoutOptions)).toEqual([false, true, true, false]);
});
