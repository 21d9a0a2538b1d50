/** The curators' channel: what was edited reaches it, pings nobody, and a failure disturbs nothing. */

import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { tellCuratorsChannel } from '../../src/discord/curators-channel.ts';
import { openOnCopy } from './edited-scene.ts';
import { BOT_WITH_PINS, words } from './scene.ts';

const BEGAN = 'The conflict began on October 7';

async function openWithChannel(channelId?: string) {
  const { scene, edit } = await openOnCopy({ standin: { botPermissions: BOT_WITH_PINS } });
  const logged: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line) => void logged.push(JSON.parse(line)) });
  tellCuratorsChannel(channelId ?? scene.member.channelId, scene.bot, scene.live, log);
  const posted = async (count: number) => {
    await vi.waitFor(() => expect(scene.moderator.sees()).toHaveLength(count), { timeout: 20_000 });
    return words(scene.moderator.sees().at(-1));
  };
  return { scene, edit, logged, posted };
}

test('an edit is reported with the old and the new text, escaped and without a ping', async () => {
  const { scene, edit, posted } = await openWithChannel();
  await edit(BEGAN, 'The *conflict* of @everyone began on October 7');
  const text = await posted(1);
  expect(text).toContain('U.S. strikes on Iran-aligned groups: facts changed\n1 changed, 0 added, 0 removed');
  expect(text).toContain('Changed: conflict-began');
  expect(text).toMatch(/Before: The conflict began on October 7.*\nNow: The \\\*conflict\\\* of/);
  const [post] = scene.standin.traffic.rest('POST').filter(({ path }) => path.endsWith('/messages'));
  expect(post?.body).toMatchObject({ allowed_mentions: { parse: [] } });
});

test('files that cannot be served are reported with their first problems', async () => {
  const { edit, posted } = await openWithChannel();
  await edit('- id: conflict-began\n', '- id: conflict-began\n  sttus: reported\n');
  const text = await posted(1);
  expect(text).toContain('us-iran-strikes: files not served\n1 problem; facts that were served before stay in service');
  expect(text).toContain('the key "sttus" is not known');
});

test('an edit that readers do not see is not reported, and a later one is', async () => {
  const { edit, posted } = await openWithChannel();
  await edit('date of the outbreak', 'day of the outbreak');
  await edit(BEGAN, 'That conflict began on October 7');
  expect(await posted(1)).toContain('Changed: conflict-began');
});

test('a channel that the bot cannot post in is logged, and the edit is served', async () => {
  const { scene, edit, logged } = await openWithChannel('123456789012345678');
  await edit(BEGAN, 'That conflict began on October 7');
  await vi.waitFor(() => expect(logged).toHaveLength(1), { timeout: 20_000 });
  expect(logged).toMatchObject([{ msg: 'message to the curators channel failed', channel: '123456789012345678' }]);
  const fact = scene.live.current().knowledge.facts.find(({ id }) => id === 'conflict-began');
  expect(fact?.text).toContain('That conflict began');
});
