import { describe, expect, test } from 'vitest';
import { type SettingName, type Settings, writeSetting } from '../../src/model/settings.ts';
import type { FactDifference } from '../../src/pins/difference.ts';
import type { Pin, PinEvent } from '../../src/pins/pin.ts';
import type { PinStatus } from '../../src/pins/requests.ts';
import type { SettingChange } from '../../src/pins/store.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { presentDifference, presentHistory, presentList, presentStanding, titleOf } from '../../src/views/pin-list.ts';
import { presentSources } from '../../src/views/present-about.ts';
import { presentChanges, presentRefused, presentServed } from '../../src/views/present-changes.ts';
import {
  NO_OWN_VALUE,
  optionsFor,
  presentSetting,
  presentSettingChanges,
  presentSettings,
  type SettingsView,
  type ShownPlace,
  type ShownSetting,
  savedWords,
} from '../../src/views/present-settings.ts';
import { presentStatus, type StatusView } from '../../src/views/present-status.ts';
import { pinId, pinOf } from '../discord/fake-pins.ts';
import { AS_OF_MS } from '../discord/services.ts';
import { flood } from '../flood.ts';
import { factId, situation } from '../situation.ts';
import { button, buttonsOf, textOf } from './card-text.ts';

const sitrep = createSitrep(flood);
const CHANNEL = pinOf(sitrep, []).channelId;
const isServed = () => true;

const fact = (id: string) => {
  const found = flood.factById.get(factId(id));
  if (found === undefined) throw new Error(`no fact "${id}"`);
  return found;
};

const pinNamed = (title: string, parts: Partial<Pin> = {}, content: Partial<Pin['content']> = {}): Pin => {
  const pin = pinOf(sitrep, ['flood-began'], { id: pinId(title), ...parts });
  return { ...pin, content: { ...pin.content, title, ...content } };
};
const standingOf = (pin: Pin, parts: Partial<PinStatus> = {}): PinStatus => ({
  pin,
  current: true,
  dismissed: false,
  editDue: false,
  unseen: null,
  ...parts,
});
const struck = (pin: Pin): Pin => ({
  ...pin,
  content: { ...pin.content, facts: pin.content.facts.map((each) => ({ ...each, struck: 'the gauge was broken' })) },
});

describe('the list of living pins', () => {
  const seven = Array.from({ length: 7 }, (_, i) => standingOf(pinNamed(`Pin ${i + 1}`)));
  const listed = (page: number) => presentList(seven, page, isServed);

  test('a pin is listed with its kind, its date, its creator and the version that it shows', () => {
    expect(textOf(listed(0))).toContain(`7 living pins in this channel`);
    expect(presentStanding(standingOf(pinNamed('Levels')), isServed)).toBe(
      `[“Levels”](https://discord.com/channels/${seven[0]?.pin.guildId}/${CHANNEL}/100000000000000009)\n` +
        `-# Facts · since <t:1700000000:f> by <@100000000000000001> · version ${flood.version} of the facts, of <t:1700000000:f>\n` +
        'Current.',
    );
  });

  test('each page has the pins of its part, and buttons to the pages beside it', () => {
    const [first, last] = [listed(0), listed(1)];
    expect(textOf(first)).toContain('Page 1 of 2');
    expect(first.menu?.options.map(({ label }) => label)).toEqual([
      'Pin 1',
      'Pin 2',
      'Pin 3',
      'Pin 4',
      'Pin 5',
      'Pin 6',
    ]);
    expect(last.menu?.options.map(({ label, description }) => [label, description])).toEqual([['Pin 7', 'Current.']]);
    expect(button(first, 'Next').action).toEqual({ type: 'pins', page: 1 });
    expect(button(last, 'Previous').action).toEqual({ type: 'pins', page: 0 });
    expect(buttonsOf(first).map(({ disabled }) => disabled)).toEqual([true, false]);
    expect(buttonsOf(last).map(({ disabled }) => disabled)).toEqual([false, true]);
    expect(listed(9)).toEqual(last);
    expect(first.menu).toMatchObject({ min: 1, max: 1 });
  });

  test('a single page has neither a number nor buttons', () => {
    const card = presentList(seven.slice(0, 2), 0, isServed);
    expect(textOf(card)).not.toContain('Page');
    expect(card.rows).toEqual([]);
  });

  test.each<[words: string, standing: PinStatus]>([
    ['Being posted; Discord has not confirmed it yet.', standingOf(pinNamed('A', { state: 'pinning' }))],
    ['Being unpinned; Discord has not confirmed it yet.', standingOf(pinNamed('A', { state: 'unpinning' }))],
    [
      'Unpinned; Discord has not confirmed yet that its message says so.',
      standingOf(pinNamed('A', { state: 'unpinning' }, { endedAtMs: 5 })),
    ],
    ['Being deleted; Discord has not confirmed it yet.', standingOf(pinNamed('A', { state: 'deleting' }))],
    [
      'Could not be pinned, and is deleted when Discord lets Sitrep.',
      standingOf(pinNamed('A', { state: 'deleting', end: 'full' })),
    ],
    ['Waits until Sitrep is back in this server.', standingOf(pinNamed('A', { state: 'away' }))],
    ['Current when last seen.', standingOf(pinNamed('A'), { unseen: { why: 'unconfirmed' } })],
    ['Facts have changed since.', standingOf(pinNamed('A'), { current: false })],
    [
      'Facts have changed; a moderator left it as it was.',
      standingOf(pinNamed('A'), { current: false, dismissed: true }),
    ],
    [
      'Facts have changed; it waits for a review. 1 of its facts is struck.',
      standingOf(struck(pinNamed('A', {}, { review: 'v2' })), { current: false }),
    ],
    [
      'Facts have changed; 1 of them is struck until Refresh is pressed.',
      standingOf(struck(pinNamed('A')), { current: false }),
    ],
    [
      'Current. Discord has not accepted the last change to its message yet.',
      standingOf(pinNamed('A'), { editDue: true }),
    ],
    [
      'it lacks the permission “Read Message History” in this channel.',
      standingOf(pinNamed('A'), { unseen: { why: 'no-permission', permission: 'Read Message History' } }),
    ],
    ['Discord did not answer just now', standingOf(pinNamed('A'), { unseen: { why: 'unconfirmed' } })],
  ])('%s', (words, standing) => {
    expect(presentStanding(standing, isServed)).toContain(words);
  });

  test('a pin of a situation that is not served says so', () => {
    expect(presentStanding(standingOf(pinNamed('A')), () => false)).toContain(
      `Belongs to another situation, “${flood.name}”, which is not served now.`,
    );
  });

  test('a title leads to the message only while there is one', () => {
    expect(titleOf(pinNamed('A', { messageId: null }))).toBe('“A”');
    expect(titleOf(pinNamed('A', { state: 'ended', end: 'deleted' }))).toBe('“A”');
    expect(titleOf(pinNamed('A', { state: 'ended', end: 'unpinned' }))).toMatch(/^\[“A”\]\(https:/);
  });
});

describe('the history of pins', () => {
  const event = (what: PinEvent['what'], detail: string, by: string | null = '7'): PinEvent => ({
    guildId: '1',
    channelId: CHANNEL,
    pinId: pinId('p'),
    atMs: AS_OF_MS,
    by,
    what,
    detail,
    version: 'v1',
  });

  test('each event has its pin’s title, which only the request for the pin records', () => {
    const words = textOf(presentHistory([event('ended', 'the message was deleted', null), event('asked', 'Levels')]));
    expect(words.split('\n').slice(1)).toEqual([
      '- <t:1700000000:f> Sitrep: ended · “Levels” · the message was deleted · version v1',
      '- <t:1700000000:f> <@7>: asked for the pin · “Levels” · version v1',
    ]);
    expect(textOf(presentHistory([event('pinned', '')]))).toContain('- <t:1700000000:f> <@7>: pinned · version v1');
  });

  test('the newest events are shown as far as they fit', () => {
    const lines = textOf(presentHistory(Array.from({ length: 200 }, (_, i) => event('updated', `number ${i}`)))).split(
      '\n',
    );
    expect(lines[1]).toContain('number 0');
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.length).toBeLessThan(200);
  });

  test('without events the history says that nothing has been pinned', () => {
    expect(textOf(presentHistory([]))).toBe('Nothing has been pinned here with Sitrep.');
  });
});

describe('the difference between a pin and today’s facts', () => {
  const shown = (facts: readonly FactDifference[], pin = pinNamed('Levels')) =>
    textOf({ kind: 'pins', parts: presentDifference({ pin, facts, dismissed: 0, key: 'k' }, flood), rows: [] });
  const [rain, start] = [fact('heavy-rain'), fact('flood-began')];

  test('every kind of difference is shown with its fact, and with the reason where there is one', () => {
    const words = shown([
      { kind: 'reworded', before: start, after: { ...start, text: 'The flood started.' } },
      { kind: 'corrected', before: start, after: { ...start, text: 'It began on March 4.' }, reason: 'a slip' },
      { kind: 'superseded', before: start, successor: rain, reason: null },
      { kind: 'retracted', before: start, after: null, reason: 'the gauge was broken' },
      { kind: 'dropped', before: start },
      { kind: 'added', after: rain },
    ]);
    expect(words).toContain(
      '**Worded differently: Start of the flood**\n' +
        `Before: ${start.text} (When, as the source gives it: March 3)\n` +
        'After: The flood started. (When, as the source gives it: March 3)',
    );
    expect(words).toContain('After: It began on March 4. (When, as the source gives it: March 3)\nReason: a slip');
    expect(words).toMatch(
      /\*\*Replaced: Start of the flood\*\*\nBefore: .*\nAfter: The Weather Service .*\n\*\*Retracted/,
    );
    expect(words).toContain('Reason: the gauge was broken\n**Made room');
    expect(words).toMatch(/\*\*Made room for others, and still holds: Start of the flood\*\*\nBefore: .*\n\*\*New/);
    expect(words).toContain(`It shows version ${flood.version} of the facts, which is today’s.`);
    expect(words).not.toContain('more.');
  });

  test('a retracted fact that the pin already strikes says how long it stays', () => {
    const difference: FactDifference = {
      kind: 'retracted',
      before: start,
      after: null,
      reason: 'the gauge was broken',
    };
    expect(shown([difference], struck(pinNamed('Levels')))).toContain(
      'It is struck in the pin until Refresh is pressed.',
    );
  });

  test('differences beyond the shown ones are counted; without any the pin is current', () => {
    const many = Array.from({ length: 20 }, (): FactDifference => ({ kind: 'dropped', before: start }));
    const words = shown(many);
    expect(words).toContain(`And ${20 - words.split('Made room').length + 1} more.`);
    expect(shown([])).toContain('Nothing: it shows the facts as they are today.');
    expect(shown(many, pinNamed('Levels', {}, { version: 'old' }))).toContain(
      `It shows version old of the facts; today’s is ${flood.version}.`,
    );
  });
});

test('each source says how many facts cite it', () => {
  const one = situation({ facts: [{ id: 'a', text: 'The dam broke.' }] });
  expect(textOf(presentSources(one, AS_OF_MS))).toContain('1 fact cites it.');
  expect(textOf(presentSources(flood, AS_OF_MS))).toContain(`${flood.facts.length} facts cite it.`);
});

describe('the status', () => {
  const view: StatusView = {
    knowledge: flood,
    factsSinceMs: AS_OF_MS,
    pins: [],
    connection: { sinceMs: AS_OF_MS, lostMs: null, pingMs: 40 },
  };

  test('without pins and with a connection', () => {
    expect(textOf(presentStatus(view)).split('\n').slice(1)).toEqual([
      `**Facts**: ${flood.title}`,
      `${flood.facts.length} facts, version ${flood.version}, first served <t:1700000000:R>`,
      '**Living pins**: none in this server',
      '**Connection**: established <t:1700000000:R>',
      'Discord answers in 40 ms',
    ]);
  });

  test('pins that need attention are named once, and a lost connection is reported', () => {
    const review = pinNamed('Reviewed', {}, { review: 'v2' });
    const words = textOf(
      presentStatus({
        ...view,
        pins: [
          standingOf(pinNamed('Fine')),
          standingOf(review, { editDue: true }),
          standingOf(pinNamed('Posted', { state: 'posting', messageId: null, channelId: '5' })),
        ],
        connection: { sinceMs: null, lostMs: AS_OF_MS, pingMs: null },
      }),
    );
    expect(words).toContain('**Living pins**: 3 in 2 channels\n1 waits for a review\n2 wait for Discord\n');
    expect(words.match(/“Reviewed”/g)).toHaveLength(1);
    expect(words).toContain('- “Posted” <#5>');
    expect(words).not.toContain('“Fine”');
    expect(words).toMatch(/\*\*Connection\*\*: down at the moment\nIt was last lost <t:1700000000:R>$/);
  });
});

describe('messages to the curators’ channel', () => {
  const text = 'The dam holds.';

  test('a change shows the old and the new text; an added or removed fact has one of them', () => {
    const words = textOf(
      presentChanges('Flood', [
        { id: 'a', before: { id: 'a', text, status: 'reported' }, after: { id: 'a', text, status: 'disputed' } },
        { id: 'b', before: null, after: { id: 'b', text, status: 'reported' } },
        { id: 'c', before: { id: 'c', text, status: 'reported' }, after: null },
      ]),
    );
    expect(words.split('\n')).toEqual([
      '### Flood: facts changed',
      '1 changed, 1 added, 1 removed',
      '**Changed: a**',
      `Before: ${text}`,
      `Now: ${text} (disputed)`,
      '**Added: b**',
      `Now: ${text}`,
      '**Removed: c**',
      `Before: ${text}`,
    ]);
  });

  test('changes that do not fit are counted, and a long one is cut rather than left out', () => {
    const changes = Array.from({ length: 9 }, (_, i) => ({
      id: `fact-${i}`,
      before: null,
      after: { id: `fact-${i}`, text: 'x '.repeat(2000), status: 'reported' as const },
    }));
    const words = textOf(presentChanges('Flood', changes));
    const count = words.match(/\*\*Added/g)?.length ?? 0;
    expect(count).toBeGreaterThan(1);
    expect(words).toMatch(new RegExp(`\n-# and ${9 - count} more$`));
  });

  test('refused files and a new situation', () => {
    const problem = { file: 'facts.yml', line: 3, id: null, message: '"label" is missing', remedy: 'write a label' };
    expect(textOf(presentServed('Flood', 12))).toBe('### Flood: served from now on\n12 facts');
    expect(textOf(presentRefused('flood', [problem]))).toContain(
      '1 problem; facts that were served before stay in service\n- ',
    );
    expect(textOf(presentRefused('flood', Array(30).fill(problem)))).toMatch(/30 problems;[\s\S]*\n-# and \d\d more$/);
  });
});

describe('settings', () => {
  const server: ShownPlace = { id: '1', kind: 'server', name: null };
  const category: ShownPlace = { id: '2', kind: 'category', name: 'News' };
  const channel: ShownPlace = { id: '3', kind: 'channel', name: 'floods' };
  const setting = <N extends SettingName>(
    name: N,
    value: Settings[N],
    from: ShownPlace | null = null,
    unusable: string | null = null,
  ): ShownSetting => ({ name, value, from, unusable });
  const view = (
    settings: readonly ShownSetting[],
    place = channel,
    elsewhere: readonly string[] = [],
  ): SettingsView => ({
    place,
    places: [server, category, channel],
    settings,
    elsewhere,
    titleOf: (name) => (name === 'flood' ? 'The flood' : undefined),
  });

  test('each setting has its value, where it is set, and whether it has an effect', () => {
    const shown = [
      setting('situation', 'flood', category, 'drought'),
      setting('cooldownSeconds', 60, server),
      setting('answers', 'private'),
      setting('moderatorsChannel', null, channel),
    ];
    const card = presentSettings(view(shown), 'Saved.');
    expect(textOf(card).split('\n')).toEqual([
      '### Settings of <#3>',
      '**Saved.**',
      '**Situation**: The flood',
      '-# Set for the category “News”. “drought” is set here, but Sitrep does not serve it now.',
      '**Cooldown of a person**: 1 minute',
      '-# Set for the whole server.',
      '**Who sees an answer**: The asker alone',
      '**Moderators’ channel**: No channel',
      '-# Set for <#3>.',
      '-# The other values are as Sitrep’s operator has set them.',
    ]);
    expect(card.menu?.options.map(({ value }) => value)).toEqual(shown.map(({ name }) => name));
    expect(card.menu).toMatchObject({ min: 1, max: 1, action: { type: 'setting', place: '3', name: null, page: 0 } });
    expect(buttonsOf(card).map(({ label, disabled }) => [label, disabled])).toEqual([
      ['Whole server', false],
      ['This category', false],
      ['This channel', true],
      ['Who changed what', false],
    ]);
  });

  test('places with settings of their own are listed, and those beyond the shown ones are counted', () => {
    const places = Array.from({ length: 40 }, (_, i) => `${100 + i}`);
    const words = textOf(presentSettings(view([], server, places)));
    const listed = words.match(/<#\d+>/g)?.length ?? 0;
    expect(listed).toBeGreaterThan(1);
    expect(words).toContain(`, and ${40 - listed} more`);
    expect(words).not.toContain('What is not marked');
    expect(textOf(presentSettings(view([], server, ['100'])))).toMatch(/With settings of their own: <#100>$/);
  });

  test('the values of a setting fill pages, each with the choice of no value', () => {
    const options = Array.from({ length: 30 }, (_, i) => ({ label: `S${i}`, value: `s${i}` }));
    const page = (index: number) => presentSetting(setting('situation', 'flood'), options, index, view([]));
    const values = [0, 1].flatMap((index) => page(index).menu?.options.map(({ value }) => value) ?? []);
    expect(values.filter((value) => value === NO_OWN_VALUE)).toHaveLength(2);
    expect(values.filter((value) => value !== NO_OWN_VALUE)).toEqual(options.map(({ value }) => value));
    expect(button(page(0), 'Next').action).toEqual({ type: 'setting', place: '3', name: 'situation', page: 1 });
    expect(button(page(1), 'Previous').action).toEqual({ type: 'setting', place: '3', name: 'situation', page: 0 });
    expect(buttonsOf(page(0)).map(({ disabled }) => disabled)).toEqual([true, false, false]);
    expect(page(7)).toEqual(page(1));
    expect(page(0).menu).toMatchObject({ min: 1, max: 1 });
  });

  test('the choice of no value says what then applies, and is chosen where the place has no value', () => {
    const first = (shown: ShownSetting, place: ShownPlace) =>
      presentSetting(shown, [], 0, view([], place)).menu?.options[0];
    expect(first(setting('answers', 'public', server), channel)).toMatchObject({
      label: 'As the place above it',
      chosen: true,
    });
    expect(first(setting('answers', 'public', channel), channel)).toMatchObject({ chosen: false });
    expect(first(setting('answers', 'public'), server)).toMatchObject({ label: 'As Sitrep’s operator has set it' });
    const card = presentSetting(setting('answers', 'public'), [], 0, view([]));
    expect(textOf(card)).toContain('**Now**: Everybody in the channel\n-# As Sitrep’s operator has set it');
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['All settings']);
  });

  test('the options of each kind of setting, with the place’s own value chosen', () => {
    const options = (shown: ShownSetting, here: ShownPlace | null = channel) =>
      optionsFor(shown, { ...view([]), situations: ['flood', 'drought'] }, here).map(({ label, chosen }) => [
        label,
        chosen,
      ]);
    expect(options(setting('situation', 'flood', channel))).toEqual([
      ['The flood', true],
      ['drought', false],
    ]);
    expect(options(setting('situation', 'flood', server))).toContainEqual(['The flood', false]);
    expect(options(setting('moderatorsChannel', '9', channel))).toEqual([
      ['No channel', false],
      ['This channel, #floods', false],
      ['The channel that is set now', true],
    ]);
    expect(options(setting('moderatorsChannel', '3', channel))).toEqual([
      ['No channel', false],
      ['This channel, #floods', true],
    ]);
    expect(options(setting('moderatorsChannel', null, channel), null)).toEqual([['No channel', true]]);
    expect(options(setting('answers', 'public', channel))).toEqual([
      ['The asker alone', false],
      ['Everybody in the channel', true],
    ]);
    expect(options(setting('cooldownSeconds', 0, channel))).toContainEqual(['None', true]);
  });

  test('the changes list who set what and where, and skip settings that this version does not know', () => {
    const change = (parts: Partial<SettingChange>): SettingChange => ({
      guildId: '1',
      placeId: '1',
      name: 'answers',
      value: writeSetting('public'),
      by: '7',
      atMs: AS_OF_MS,
      ...parts,
    });
    const words = (changes: readonly SettingChange[]) => textOf(presentSettingChanges(changes, '1', view([])));
    expect(
      words([
        change({}),
        change({ placeId: '3', value: null, by: null }),
        change({ name: 'colour' }),
        change({ name: 'situation', value: 'flood' }),
      ])
        .split('\n')
        .slice(1),
    ).toEqual([
      '- <t:1700000000:f> <@7>, the whole server: Who sees an answer → Everybody in the channel',
      '- <t:1700000000:f> the channel is gone, <#3>: Who sees an answer → no value of its own',
      '- <t:1700000000:f> <@7>, the whole server: Situation → The flood',
    ]);
    expect(words([])).toContain('Nothing has been changed yet.');
    const many = words(Array.from({ length: 200 }, () => change({}))).split('\n').length;
    expect(many).toBeGreaterThan(20);
    expect(many).toBeLessThan(200);
  });

  test('a saved value is confirmed in words', () => {
    expect(savedWords('cooldownSeconds', 300, view([]))).toBe('Saved. Cooldown of a person: 5 minutes.');
    expect(savedWords('answers', undefined, view([]))).toBe(
      'Saved. Who sees an answer has no value of its own here now.',
    );
  });
});
