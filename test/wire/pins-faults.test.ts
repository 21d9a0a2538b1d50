import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { SitrepError } from '../../src/errors.ts';
import type { Store } from '../../src/pins/store.ts';
import { PERMISSION, type RestFault } from '../../src/standin/standin.ts';
import { memoryStore } from '../memory-store.ts';
import { BOT_WITH_PINS, buttons, openScene, type Scene, type SceneOptions, shown, words } from './scene.ts';

const POST = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;
const PIN = { method: 'PUT', route: '/channels/{channel_id}/messages/pins/{message_id}' } as const;
const DELETE = { method: 'DELETE', route: '/channels/{channel_id}/messages/{message_id}' } as const;
const UNPIN = { method: 'DELETE', route: '/channels/{channel_id}/messages/pins/{message_id}' } as const;

const open = (options: SceneOptions = {}) =>
  openScene({ ...options, standin: { botPermissions: BOT_WITH_PINS, ...options.standin } });

/** Messages in the channel, without notices and private replies; whether each is pinned. */
const posted = ({ moderator }: Scene): readonly boolean[] =>
  moderator
    .sees()
    .filter(({ type }) => type === 0)
    .map(({ pinned }) => pinned);

async function pin({ moderator }: Scene): Promise<string> {
  const builder = shown(await moderator.command('pin brief'));
  return words(shown(await moderator.press(builder, 'Post and pin')));
}

async function unpin({ moderator }: Scene): Promise<string> {
  const panel = shown(await moderator.command('pins'));
  return words(shown(await moderator.press(panel, 'Unpin')));
}

const ONCE: readonly (readonly [string, Omit<RestFault, 'method' | 'route'>])[] = [
  ['a 5xx before anything was done', { status: 502 }],
  ['a 5xx after it was done', { status: 500, carriedOut: true }],
  ['an answer that is lost', { lostAnswer: true }],
  ['a connection that is cut', { drop: true }],
  ['a rate limit', { retryAfterSeconds: 0.05 }],
  ['an answer that is slow', { slowMs: 300 }],
];

describe('when one request fails there is one pinned message, and the moderator is told', () => {
  test.each(ONCE)('%s, at the post', async (_what, fault) => {
    await using scene = await open();
    scene.standin.faults.rest({ ...POST, ...fault });
    expect(await pin(scene)).toContain('Posted and pinned:');
    expect(posted(scene)).toEqual([true]);
  });

  test.each(ONCE)('%s, at the pin', async (_what, fault) => {
    await using scene = await open();
    scene.standin.faults.rest({ ...PIN, ...fault });
    expect(await pin(scene)).toContain('Posted and pinned:');
    expect(posted(scene)).toEqual([true]);
  });

  test.each(ONCE)('%s, at the unpin: none is pinned', async (_what, fault) => {
    await using scene = await open();
    await pin(scene);
    scene.standin.faults.rest({ ...UNPIN, ...fault });
    expect(await unpin(scene)).toContain('Unpinned:');
    expect(posted(scene)).toEqual([false]);
  });
});

describe('people and Discord act at the same time', () => {
  test('of two moderators who unpin and delete the same pin, one succeeds, and each reads the outcome', async () => {
    await using scene = await open();
    const { moderator } = scene;
    await pin(scene);
    const first = shown(await moderator.command('pins'));
    const second = shown(await moderator.command('pins'));
    const asking = shown(await moderator.press(second, 'Delete'));
    const told = await Promise.all([moderator.press(first, 'Unpin'), moderator.press(asking, 'Delete it')]);
    const [unpinned, deleted] = told.map((result) => words(shown(result)));
    expect(unpinned).toContain('Unpinned:');
    expect(deleted).toMatch(/had been unpinned already|no longer a living pin/);
    expect(posted(scene)).toEqual([false]);
  });

  test('a message deleted between post and pin leaves no pin, and the moderator is told', async () => {
    await using scene = await open();
    const { standin, moderator } = scene;
    standin.faults.rest({
      ...PIN,
      arrived: () => standin.deleteMessage(moderator.sees().find(({ type }) => type === 0)?.id ?? ''),
    });
    expect(await pin(scene)).toContain('The message has been deleted in Discord.');
    expect(posted(scene)).toEqual([]);
    expect(await scene.pins.requests.inChannel(standin.ids.channel)).toEqual([]);
  });

  test('a channel deleted between post and pin leaves no pin', async () => {
    await using scene = await open({ standin: { channels: [{ name: 'harbour' }] } });
    const harbour = scene.standin.channel('harbour');
    const { guild: guildId } = scene.standin.ids;
    scene.standin.faults.rest({ ...PIN, arrived: () => scene.standin.deleteChannel(harbour) });
    const draft = await scene.pins.requests.startDraft({
      kind: 'brief',
      guildId,
      channelId: harbour,
      situation: 'us-iran-strikes',
      about: null,
      by: '1',
    });
    const outcome = await scene.pins.requests.publish(draft?.id ?? '', { by: '1', reply: null });
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(await scene.pins.requests.inChannel(harbour)).toEqual([]);
  });

  test('when somebody else takes the last room, nothing is left behind, and the moderator is told', async () => {
    await using scene = await open({ standin: { pinLimit: 1 } });
    const { standin, member } = scene;
    const rules = member.say('the rules');
    standin.faults.rest({ ...PIN, arrived: () => standin.pin(rules.id) });
    expect(await pin(scene)).toContain('as many pins as Discord allows. Nothing was posted.');
    expect(posted(scene)).toEqual([true]);
    expect(member.pins().map(({ id }) => id)).toEqual([rules.id]);
  });

  test('a gateway that drops during the post leaves one pinned message', async () => {
    await using scene = await open();
    const { standin } = scene;
    standin.faults.rest({ ...POST, done: () => standin.faults.gateway.close(4000) });
    expect(await pin(scene)).toContain('Posted and pinned:');
    expect(posted(scene)).toEqual([true]);
  });

  test('a pin lives on when the bot is removed and added again, and is not posted again', async () => {
    await using scene = await open();
    const { standin } = scene;
    await pin(scene);
    const state = async () =>
      (await scene.pins.requests.inChannel(standin.ids.channel)).map(({ pin: { state: at } }) => at);
    standin.removeBot();
    await vi.waitFor(async () => expect(await state()).toEqual(['away']), 10_000);
    standin.addBot(BOT_WITH_PINS);
    await vi.waitFor(async () => expect(await state()).toEqual(['pinned']), 10_000);
    expect(posted(scene)).toEqual([true]);
  });
});

describe('a posted message that can be neither pinned nor deleted', () => {
  test('is pinned once when the right comes back and Try again is pressed, and was never denied', async () => {
    await using scene = await open({ standin: { channels: [{ name: 'harbour' }] } });
    const { standin, member } = scene;
    const harbour = standin.channel('harbour');
    const moderator = scene.moderator.in(harbour);
    const bot = { id: standin.ids.bot, type: 'member', allow: 0n } as const;
    standin.faults.rest({
      ...PIN,
      arrived: () => standin.overwrite({ ...bot, deny: PERMISSION.ViewChannel }, harbour),
    });
    const told = shown(await moderator.press(shown(await moderator.command('pin brief')), 'Post and pin'));
    const message = member.in(harbour).sees()[0];
    expect(words(told)).not.toContain('Nothing was posted.');
    expect(words(told)).toContain(`could not be deleted again: [“State of play”](${standin.url}channels/`);
    expect(words(told)).toContain(`${harbour}/${message?.id}`);
    standin.overwrite({ ...bot, deny: 0n }, harbour);
    expect(words(shown(await moderator.press(told, 'Try again')))).toContain('Posted and pinned:');
    await scene.pins.reconcile(new Set([standin.ids.guild]));
    const left = member.in(harbour).sees();
    expect(left.filter(({ type }) => type === 0).map(({ pinned }) => pinned)).toEqual([true]);
  });

  test('is named where there is no room, and deleted as soon as Discord allows it', async () => {
    await using scene = await open({ standin: { pinLimit: 1 } });
    const { standin, member } = scene;
    standin.pin(member.say('the rules').id);
    standin.faults.rest({ ...DELETE, status: 403 });
    const told = await pin(scene);
    expect(told).toContain('as many pins as Discord allows. The message was posted, could not be pinned');
    expect(words(shown(await scene.moderator.command('pins')))).toContain('is deleted when Discord lets Sitrep');
    await scene.pins.reconcile(new Set([standin.ids.guild]));
    expect(posted(scene)).toEqual([true]);
    expect(words(shown(await scene.moderator.command('pins')))).toContain('There are no living pins');
  });
});

describe('presses that Discord did not confirm', () => {
  const waiting = ({ moderator }: Scene) => moderator.sees().filter((m) => words(m).includes('has not confirmed'));
  /** Long: each request is repeated for five seconds before it counts as not confirmed. */
  const IN_TIME = { timeout: 30_000, interval: 200 };

  test('each moderator reads it when the request is refused later, and not that it is pinned', async () => {
    await using scene = await open();
    const { moderator, standin } = scene;
    await pin(scene);
    const panels = [shown(await moderator.command('pins')), shown(await moderator.command('pins'))];
    const takeBack = standin.faults.rest({ ...UNPIN, status: 502, times: Infinity });
    await Promise.all(panels.map((panel) => moderator.press(panel, 'Unpin')));
    await vi.waitFor(() => expect(waiting(scene)).toHaveLength(2), IN_TIME);
    standin.setBotPermissions(BOT_WITH_PINS & ~PERMISSION.PinMessages);
    takeBack();
    await scene.pins.reconcile(new Set([standin.ids.guild]));
    await vi.waitFor(() => expect(waiting(scene)).toEqual([]), IN_TIME);
    const told = moderator.sees().filter((m) => words(m).includes('lacks the permission “Pin Messages”'));
    expect(told).toHaveLength(2);
    expect(posted(scene)).toEqual([true]);
  }, 60_000);

  test('a post that finds no room later offers the next step', async () => {
    await using scene = await open({ standin: { pinLimit: 1 } });
    const { moderator, standin } = scene;
    await pin(scene);
    const takeBack = standin.faults.rest({ ...PIN, status: 502, times: Infinity });
    await pin(scene);
    await vi.waitFor(() => expect(waiting(scene)).toHaveLength(1), IN_TIME);
    takeBack();
    await scene.pins.reconcile(new Set([standin.ids.guild]));
    const told = await moderator.until((all) => all.find((m) => words(m).includes('as many pins as Discord allows')));
    expect(buttons(told)).toEqual(['Replace “State of play”', 'Try again', 'Back to the draft']);
    expect(words(shown(await moderator.press(told, 'Replace “State of play”')))).toContain('Posted and pinned:');
    expect(posted(scene)).toEqual([false, true]);
  }, 60_000);
});

describe('requests of Sitrep’s own that fail', () => {
  async function statesIn({ pins }: Scene, channels: readonly string[]): Promise<readonly string[]> {
    const living = await Promise.all(channels.map((id) => pins.requests.inChannel(id)));
    return living.flat().map(({ pin: { state } }) => state);
  }

  test('a message unpinned by hand is asked for until that is known', async () => {
    await using scene = await open();
    const { moderator, standin } = scene;
    await pin(scene);
    const failed = vi.fn();
    const takeBack = standin.faults.rest({
      method: 'GET',
      path: /^\/channels\/.*pins/,
      status: 503,
      times: Infinity,
      answered: failed,
    });
    standin.unpin(moderator.pins()[0]?.id ?? '');
    // The request is given up after five seconds; only then is this about asking again.
    await vi.waitFor(
      () => expect(scene.logged.map(({ msg }) => msg)).toContain('reading the pins of a channel failed'),
      15_000,
    );
    expect(await statesIn(scene, [standin.ids.channel])).toEqual(['pinned']);
    takeBack();
    await vi.waitFor(async () => expect(await scene.pins.requests.inChannel(standin.ids.channel)).toEqual([]), 15_000);
  }, 40_000);

  test('no pin of many stays away when the bot is removed and added again at once', async () => {
    const names = Array.from({ length: 12 }, (_, number) => `room-${number}`);
    await using scene = await open({ standin: { channels: names.map((name) => ({ name })) } });
    const { standin } = scene;
    const rooms = names.map((name) => standin.channel(name));
    for (const room of rooms) {
      const { guild: guildId } = standin.ids;
      const draft = await scene.pins.requests.startDraft({
        kind: 'brief',
        guildId,
        channelId: room,
        situation: 'us-iran-strikes',
        about: null,
        by: '1',
      });
      await scene.pins.requests.publish(draft?.id ?? '', { by: '1', reply: null });
    }
    await scene.pins.settled();
    standin.removeBot();
    await vi.waitFor(async () => expect(await statesIn(scene, rooms)).toContain('away'), {
      timeout: 30_000,
      interval: 5,
    });
    standin.addBot(BOT_WITH_PINS);
    await vi.waitFor(async () => expect(await statesIn(scene, rooms)).toEqual(rooms.map(() => 'pinned')), 30_000);
    await scene.pins.settled();
    await sleep(1000);
    expect(await statesIn(scene, rooms)).toEqual(rooms.map(() => 'pinned'));
  }, 40_000);
});

describe('the store cannot be written', () => {
  const failures = [
    ['the disk is full', 'STORE_FULL'],
    ['another program holds it', 'STORE_IN_USE'],
  ] as const;

  test.each(failures)('when %s, a new pin is not posted and the moderator hears back', async (_what, code) => {
    let isBroken = false;
    await using scene = await open({ store: breakable(() => isBroken, code) });
    const { moderator } = scene;
    const builder = shown(await moderator.command('pin brief'));
    isBroken = true;
    const failed = words(shown(await moderator.press(builder, 'Post and pin')));
    expect(failed).toContain('did not work this time');
    expect(posted(scene)).toEqual([]);
    isBroken = false;
    expect(words(shown(await moderator.press(builder, 'Post and pin')))).toContain('Posted and pinned:');
    expect(posted(scene)).toEqual([true]);
  });

  test.each(failures)(
    'when %s after the message was sent, there is one pinned message once the connection is back',
    async (_what, code) => {
      let isBroken = false;
      await using scene = await open({ store: breakable(() => isBroken, code) });
      const { moderator, standin } = scene;
      const builder = shown(await moderator.command('pin brief'));
      standin.faults.rest({
        ...POST,
        done: () => {
          isBroken = true;
        },
      });
      expect(words(shown(await moderator.press(builder, 'Post and pin')))).toContain('did not work this time');
      isBroken = false;
      standin.faults.gateway.close(4000);
      await vi.waitFor(() => expect(posted(scene)).toEqual([true]), 20_000);
    },
  );
});

function breakable(isBroken: () => boolean, code: 'STORE_FULL' | 'STORE_IN_USE'): Store {
  const store = memoryStore();
  const guarded =
    <A extends readonly unknown[], R>(write: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (isBroken()) throw new SitrepError(code, 'The store cannot be written.');
      return write(...args);
    };
  return {
    ...store,
    saveDraft: guarded(store.saveDraft),
    addPin: guarded(store.addPin),
    savePin: guarded(store.savePin),
  };
}
