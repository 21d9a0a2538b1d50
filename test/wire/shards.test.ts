import { expect, test } from 'vitest';
import { BOT_WITH_PINS, openScene, shown, words } from './scene.ts';

test('one process with as many shards as Discord recommends answers and pins in the servers of each, and in direct messages', async () => {
  await using scene = await openScene({
    standin: {
      botPermissions: BOT_WITH_PINS,
      channels: [{ name: 'elsewhere', server: 'Elsewhere' }],
      shards: 2,
      maxConcurrency: 2,
    },
  });
  expect(scene.bot.servers).toBe(2);
  const here = scene.moderator;
  const elsewhere = here.in(scene.standin.channel('elsewhere'));
  for (const person of [here, elsewhere]) {
    const builder = shown(await person.command('pin brief', { topic: 'conflict' }));
    expect(words(shown(await person.press(builder, 'Post and pin')))).toMatch(/osted and pinned/);
    expect(person.pins()).toHaveLength(1);
  }
  expect(words(shown(await here.inDirectMessages().command('help')))).not.toBe('');
  const shards = scene.standin.traffic
    .gateway()
    .flatMap(({ payload: { op, d } }) => (op === 2 ? [(d as { shard: unknown }).shard] : []));
  expect(shards).toEqual([
    [0, 2],
    [1, 2],
  ]);
});
