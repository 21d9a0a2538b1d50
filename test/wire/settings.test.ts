import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Person } from '../../src/standin/person.ts';
import type { SeenMessage } from '../../src/standin/shapes.ts';
import { PERMISSION } from '../../src/standin/standin.ts';
import { SOUND, writeFolder } from '../knowledge/river-flood.ts';
import { memoryStore } from '../memory-store.ts';
import { openOnCopy } from './edited-scene.ts';
import { BOT_WITH_PINS, buttons, openScene, type Scene, type SceneOptions, shown, words } from './scene.ts';

async function open(options: SceneOptions = {}): Promise<Scene> {
  const folder = await writeFolder(
    Object.fromEntries(Object.entries(SOUND).map(([name, content]) => [`river/${name}`, content])),
  );
  return openScene({
    others: [join(folder, 'river')],
    ...options,
    standin: { channels: [{ name: 'floods' }, { name: 'wet', kind: 'thread', parent: 'floods' }], ...options.standin },
  });
}

const CHOOSE = 'Choose a setting to change';
const VALUE = 'Choose a value; it counts at once';

/** Sets something in the panel, for the whole server unless a button for another place is pressed first. */
async function set(moderator: Person, name: string, value: string, place?: string): Promise<SeenMessage> {
  let panel = shown(await moderator.command('settings'));
  if (place !== undefined) panel = shown(await moderator.press(panel, place));
  const one = shown(await moderator.choose(panel, CHOOSE, [name]));
  return shown(await moderator.choose(one, VALUE, [value]));
}

const pinBrief = async (moderator: Person) =>
  shown(await moderator.press(shown(await moderator.command('pin brief')), 'Post and pin'));
const LABEL = 'label: Start of the conflict';
const DISPUTED = `${LABEL}\n  status: disputed\n  status_note: Another report names another day.`;

const asked = async (person: Person) =>
  words(shown(await person.command('ask', { question: 'when did the river rise?' })));

describe('a moderator sets', () => {
  test('the situation of the whole server, and of one channel and its threads', async () => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    const floods = standin.channel('floods');
    expect(await asked(member)).not.toContain('March 3');
    const saved = await set(moderator.in(floods), 'situation', 'river', 'This channel');
    expect(words(saved)).toContain('Saved. Situation: River flood.');
    expect(words(saved)).toContain(`Set for <#${floods}>.`);
    expect(await asked(member.in(floods))).toContain('March 3');
    expect(await asked(member.in(standin.channel('wet')))).toContain('March 3');
    expect(await asked(member)).not.toContain('March 3');
    await set(moderator, 'situation', 'river');
    expect(await asked(member)).toContain('March 3');
    await set(moderator, 'situation', '/');
    expect(await asked(member)).not.toContain('March 3');
  });

  test('public answers in one channel', async () => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    const floods = standin.channel('floods');
    await set(moderator.in(floods), 'answers', 'public', 'This channel');
    const answer = shown(await member.in(floods).command('facts'));
    expect(
      moderator
        .in(floods)
        .sees()
        .map(({ id }) => id),
    ).toContain(answer.id);
    expect(buttons(shown(await member.command('facts')))).toContain('Share');
  });

  test('that Sitrep does not answer in a channel; its moderators’ commands go on', async () => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    const before = shown(await member.command('facts'));
    await set(moderator, 'answering', 'off', 'This channel');
    expect(words(shown(await member.command('facts')))).toContain('does not answer in this channel');
    expect(words(shown(await member.press(before, 'Share')))).toContain('does not answer in this channel');
    expect(words(shown(await member.press(before, 'Proof')))).toContain('Version');
    expect(words(shown(await moderator.command('settings')))).toContain('Settings of the whole server');
    expect(words(shown(await member.in(standin.channel('floods')).command('facts')))).not.toContain('does not answer');
  });

  test('how long a person waits for the next public answer; until then a command is answered privately', async () => {
    const clock = { ms: 0 };
    await using scene = await open({ answersTo: 'channel', now: () => clock.ms });
    const { moderator, member } = scene;
    await set(moderator, 'cooldownSeconds', '60');
    const isPublic = async (name: string) => {
      const { id } = shown(await member.command('who', { name }));
      return moderator.sees().some((message) => message.id === id);
    };
    expect(await isPublic('hamas')).toBe(true);
    expect(await isPublic('hezbollah')).toBe(false);
    clock.ms += 60_000;
    expect(await isPublic('jake sullivan')).toBe(true);
  });

  test('that pins ask for a review', async () => {
    await using scene = await open({ standin: { botPermissions: BOT_WITH_PINS } });
    const panel = await set(scene.moderator, 'pinUpdates', 'ask');
    expect(words(panel)).toContain('**Living pins**: Ask for a review');
  });
});

describe('settings', () => {
  test('are for members with Manage Server; rights are checked on every press', async () => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    await expect(member.command('settings')).rejects.toThrow();
    const panel = shown(await moderator.command('settings'));
    const one = shown(await moderator.choose(panel, CHOOSE, ['situation']));
    standin.overwrite({ id: moderator.id, type: 'member', allow: 0n, deny: PERMISSION.ManageGuild });
    expect(words(shown(await moderator.choose(one, VALUE, ['river'])))).toContain('“Manage Server”');
    expect(words(shown(await moderator.press(one, 'All settings')))).toContain('“Manage Server”');
    expect(await asked(member)).not.toContain('March 3');
  });

  test('outlive a restart, and tell who changed what', async () => {
    const store = memoryStore();
    await using scene = await open({ store });
    const { moderator, member } = scene;
    await set(moderator, 'situation', 'river');
    await scene.restartBot();
    expect(await asked(member)).toContain('March 3');
    const changes = words(shown(await moderator.press(shown(await moderator.command('settings')), 'Who changed what')));
    expect(changes).toContain(`<@${moderator.id}>, the whole server: Situation → River flood`);
  });

  test('are told apart from those of the operator', async () => {
    await using scene = await open();
    const { moderator } = scene;
    const panel = async () => words(shown(await moderator.command('settings')));
    expect(await panel()).toContain('Every value is as Sitrep’s operator has set it.');
    await set(moderator, 'answers', 'public');
    expect(await panel()).toContain('The other values are as Sitrep’s operator has set them.');
  });

  test('of two moderators at once are both kept', async () => {
    await using scene = await open();
    const { moderator } = scene;
    await Promise.all([set(moderator, 'situation', 'river'), set(moderator, 'answers', 'public')]);
    const panel = words(shown(await moderator.command('settings')));
    expect(panel).toContain('**Situation**: River flood');
    expect(panel).toContain('**Who sees an answer**: Everybody in the channel');
  });

  test('of a channel that is deleted are removed', async () => {
    await using scene = await open();
    const { moderator, standin } = scene;
    const floods = standin.channel('floods');
    await set(moderator.in(floods), 'situation', 'river', 'This channel');
    expect(words(shown(await moderator.command('settings')))).toContain(`With settings of their own: <#${floods}>`);
    standin.deleteChannel(floods);
    await vi.waitFor(async () =>
      expect(words(shown(await moderator.command('settings')))).not.toContain('With settings of their own'),
    );
    const changes = await moderator.press(shown(await moderator.command('settings')), 'Who changed what');
    expect(words(shown(changes))).toContain('the channel is gone');
  });
});

describe('moderators are told in their channel', () => {
  test('that a pin waits for a review, and that a pin was removed by hand', async () => {
    const copy = await openOnCopy({
      updates: 'ask',
      standin: { botPermissions: BOT_WITH_PINS, channels: [{ name: 'staff' }] },
    });
    const { moderator, standin } = copy.scene;
    const staff = moderator.in(standin.channel('staff'));
    await set(staff, 'moderatorsChannel', staff.channelId);
    await pinBrief(moderator);
    const [pin] = moderator.pins();
    await copy.edit(LABEL, DISPUTED);
    const told = (word: string) => (messages: readonly SeenMessage[]) =>
      messages.find((message) => message.author.id === standin.ids.bot && words(message).includes(word));
    expect(words(await staff.until(told('waits for a review')))).toContain('State of play');
    standin.unpin(pin?.id ?? '');
    expect(words(await staff.until(told('no longer a living pin')))).toContain('somebody unpinned it in Discord');
  });
});

describe('/status', () => {
  test('tells moderators the facts, the pins of the server and the connection', async () => {
    await using scene = await open({ standin: { botPermissions: BOT_WITH_PINS } });
    const { moderator, member, knowledge } = scene;
    await pinBrief(moderator);
    const text = words(shown(await moderator.command('status')));
    expect(text).toContain(`${knowledge.facts.length} facts, version ${knowledge.version}, first served <t:`);
    expect(text).toContain('**Living pins**: 1 in 1 channel');
    expect(text).toMatch(/\*\*Connection\*\*: established <t:\d+:R>/);
    await expect(member.command('status')).rejects.toThrow();
  });
});
