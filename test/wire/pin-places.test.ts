import { describe, expect, test, vi } from 'vitest';
import { PERMISSION } from '../../src/standin/standin.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { openOnCopy } from './edited-scene.ts';
import { BOT_WITH_PINS, openScene, shown, words } from './scene.ts';

describe('where pins are not possible, the reason is given', () => {
  test.each([
    ['talk', 'voice', {}, 'The chat of a voice or stage channel holds no pins.'],
    ['shut', 'thread', { locked: true }, 'This thread is locked'],
  ] as const)('in %s, a %s %o, the moderator reads why not', async (name, kind, state, reason) => {
    await using scene = await openScene({
      standin: { botPermissions: BOT_WITH_PINS, channels: [{ name, kind, ...state }] },
    });
    const { standin } = scene;
    const moderator = scene.moderator.in(standin.channel(name));
    expect(words(shown(await moderator.command('pin brief')))).toContain(reason);
    expect(moderator.sees()).toHaveLength(1);
  });

  test('in direct messages the moderator reads where pins belong', async () => {
    await using scene = await openScene({ standin: { botPermissions: BOT_WITH_PINS } });
    const direct = scene.moderator.inDirectMessages();
    for (const name of ['pin brief', 'pin facts', 'pins']) {
      expect(words(shown(await direct.command(name)))).toContain('none in direct messages');
    }
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('in a server without the bot, a moderator who installed it for themselves reads that', async () => {
    await using scene = await openScene({ standin: { botPermissions: BOT_WITH_PINS } });
    const { standin, moderator } = scene;
    standin.removeBot();
    moderator.installApp();
    expect(words(shown(await moderator.command('pin brief')))).toContain('Sitrep was added to your account');
  });

  test('a bot without Pin Messages names that permission before anything is posted', async () => {
    await using scene = await openScene({ standin: { botPermissions: BOT_WITH_PINS & ~PERMISSION.PinMessages } });
    const answer = words(shown(await scene.moderator.command('pin brief')));
    expect(answer).toContain('Sitrep lacks the permission “Pin Messages” in this channel');
    expect(answer).toContain('Server Settings → Roles → Sitrep');
    expect(scene.standin.traffic.rest('POST').filter(({ path }) => path.startsWith('/channels'))).toEqual([]);
  });

  test('a member without Pin Messages is not offered the commands', async () => {
    await using scene = await openScene({ standin: { botPermissions: BOT_WITH_PINS } });
    await expect(scene.member.command('pin brief')).rejects.toThrow();
    await expect(scene.member.command('pins')).rejects.toThrow();
  });
});

test('a pin in a thread that was archived at the start follows the facts once the thread is reopened', async () => {
  const { scene, edit } = await openOnCopy({
    standin: { botPermissions: BOT_WITH_PINS, channels: [{ name: 'harbour', kind: 'thread' }] },
  });
  const { standin, live } = scene;
  const id = standin.channel('harbour');
  const moderator = scene.moderator.in(id);
  await moderator.press(shown(await moderator.command('pin brief', { topic: 'conflict' })), 'Post and pin');
  standin.setThread(id, { archived: true });
  const { version } = live.current().knowledge;
  const pins = await scene.restartBot();
  const label = 'label: Start of the conflict';
  await edit(label, `${label}\n  status: retracted\n  status_note: the source took it back`);
  await vi.waitFor(() => expect(live.current().knowledge.version).not.toBe(version), 10_000);
  await pins.settled();
  expect(words(moderator.pins()[0])).not.toContain('the source took it back');
  standin.setThread(id, { archived: false });
  await moderator.until(() => words(moderator.pins()[0]).includes('the source took it back'), 10_000);
  expect(words(shown(await moderator.command('pins')))).not.toContain('cannot see');
  standin.unpin(moderator.pins()[0]?.id ?? '');
  await vi.waitFor(async () => expect(await pins.requests.inChannel(id)).toEqual([]), 10_000);
});

test('the topic of /pin suggests subjects while someone types', async () => {
  await using scene = await openScene();
  const choices = await scene.moderator.autocomplete('pin facts', 'topic', 'hosta');
  expect(choices.length).toBeGreaterThan(0);
  expect(JSON.stringify(choices)).toContain('ostage');
  expect(checkTraffic(scene.standin.traffic)).toEqual([]);
});

test('the message command is registered beside the others, in one request', async () => {
  await using scene = await openScene();
  const puts = scene.standin.traffic.rest('PUT').filter(({ path }) => path.endsWith('/commands'));
  expect(puts).toHaveLength(1);
  expect(JSON.stringify(puts[0]?.body)).toContain('Pin this answer');
});
