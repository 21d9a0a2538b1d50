import { describe, expect, test, vi } from 'vitest';
import { SitrepError } from '../../src/errors.ts';
import type { PinStore } from '../../src/pins/pin-store.ts';
import type { RestFault } from '../../src/standin/standin.ts';
import { memoryStore } from '../memory-store.ts';
import { BOT_WITH_PINS, openScene, type Scene, type SceneOptions, shown, words } from './scene.ts';

const POST = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;
const PIN = { method: 'PUT', route: '/channels/{channel_id}/messages/pins/{message_id}' } as const;
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

describe('GIVEN one request fails THEN there is one pinned message, and the moderator is told', () => {
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

describe('GIVEN people and Discord do things at once', () => {
  test('WHEN two moderators unpin and delete the same pin THEN one does it, and each is told what became of it', async () => {
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

  test('WHEN the message is deleted between post and pin THEN nothing is pinned, and the moderator is told', async () => {
    await using scene = await open();
    const { standin, moderator } = scene;
    standin.faults.rest({
      ...PIN,
      arrived: () => standin.deleteMessage(moderator.sees().find(({ type }) => type === 0)?.id ?? ''),
    });
    expect(await pin(scene)).toContain('The message has been deleted in Discord.');
    expect(posted(scene)).toEqual([]);
    expect(scene.pins.inChannel(standin.ids.channel)).toEqual([]);
  });

  test('WHEN the channel is deleted between post and pin THEN no pin lives on', async () => {
    await using scene = await open({ standin: { channels: [{ name: 'harbour' }] } });
    const harbour = scene.standin.channel('harbour');
    const { guild: guildId } = scene.standin.ids;
    scene.standin.faults.rest({ ...PIN, arrived: () => scene.standin.deleteChannel(harbour) });
    const draft = scene.pins.startDraft({ kind: 'brief', guildId, channelId: harbour, about: null, by: '1' });
    const outcome = await scene.pins.publish(draft?.id ?? '', { by: '1', reply: null });
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(scene.pins.inChannel(harbour)).toEqual([]);
  });

  test('WHEN somebody else takes the last room THEN nothing is left behind, and the moderator is told', async () => {
    await using scene = await open({ standin: { pinLimit: 1 } });
    const { standin, member } = scene;
    const rules = member.say('the rules');
    standin.faults.rest({ ...PIN, arrived: () => standin.pin(rules.id) });
    expect(await pin(scene)).toContain('as many pins as Discord allows. Nothing was posted.');
    expect(posted(scene)).toEqual([true]);
    expect(member.pins().map(({ id }) => id)).toEqual([rules.id]);
  });

  test('WHEN the gateway drops while it is posted THEN there is one pinned message', async () => {
    await using scene = await open();
    const { standin } = scene;
    standin.faults.rest({ ...POST, done: () => standin.faults.gateway.close(4000) });
    expect(await pin(scene)).toContain('Posted and pinned:');
    expect(posted(scene)).toEqual([true]);
  });

  test('WHEN the bot is removed and added again THEN the pin lives on, and is not posted again', async () => {
    await using scene = await open();
    const { standin } = scene;
    await pin(scene);
    const state = () => scene.pins.inChannel(standin.ids.channel).map(({ pin: { state: at } }) => at);
    standin.removeBot();
    await vi.waitFor(() => expect(state()).toEqual(['away']), 10_000);
    standin.addBot(BOT_WITH_PINS);
    await vi.waitFor(() => expect(state()).toEqual(['pinned']), 10_000);
    expect(posted(scene)).toEqual([true]);
  });
});

describe('GIVEN the store cannot be written', () => {
  const failures = [
    ['the disk is full', 'STORE_FULL'],
    ['another program holds it', 'STORE_IN_USE'],
  ] as const;

  test.each(failures)(
    '%s WHEN a pin is asked for THEN nothing is posted, and the moderator hears back',
    async (_what, code) => {
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
    },
  );

  test.each(failures)(
    '%s after the message was sent WHEN it can be written again and the connection comes back THEN there is one pinned message',
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

function breakable(isBroken: () => boolean, code: 'STORE_FULL' | 'STORE_IN_USE'): PinStore {
  const store = memoryStore();
  const guarded =
    <A extends readonly unknown[], R>(write: (...args: A) => R) =>
    (...args: A): R => {
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
