/** The curators' channel: what was edited reaches it, pings nobody, and a failure disturbs nothing. */

import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { tellCuratorsChannel } from '../../src/discord/curators-channel.ts';
import type { JoinedHosts } from '../../src/pins/hosts.ts';
import { openOnCopy } from './edited-scene.ts';
import { BOT_WITH_PINS, words } from './scene.ts';

const BEGAN = 'The conflict began on October 7';

async function openWithChannel(
  channelId?: string,
  processes: readonly (Pick<JoinedHosts, 'isFirst'> | undefined)[] = [undefined],
) {
  const { scene, edit } = await openOnCopy({ standin: { botPermissions: BOT_WITH_PINS } });
  const logged: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line) => void logged.push(JSON.parse(line)) });
  const options = { channelId: channelId ?? scene.member.channelId, bot: scene.bot, situations: scene.live, log };
  for (const hosts of processes) tellCuratorsChannel({ ...options, hosts });
  const posted = async (count: number) => {
    await vi.waitFor(() => expect(scene.moderator.sees()).toHaveLength(count), { timeout: 20_000 });
    return words(scene.moderator.sees().at(-1));
  };
  return { scene, edit, logged, posted };
}

test('an edit is told with the old and the new text, escaped and without a ping', async () => {
  const { scene, edit, posted } = await openWithChannel();
  await edit(BEGAN, 'The *conflict* of @everyone began on October 7');
  const text = await posted(1);
  expect(text).toContain('U.S. strikes on Iran-aligned groups: facts changed\n1 changed, 0 added, 0 removed');
  expect(text).toContain('Changed: conflict-began');
  expect(text).toMatch(/Before: The conflict began on October 7.*\nNow: The \\\*conflict\\\* of/);
  const [post] = scene.standin.traffic.rest('POST').filter(({ path }) => path.endsWith('/messages'));
  expect(post?.body).toMatchObject({ allowed_mentions: { parse: [] } });
});

test('files that cannot be served are told with their first problems', async () => {
  const { edit, posted } = await openWithChannel();
  await edit('- id: conflict-began\n', '- id: conflict-began\n  sttus: reported\n');
  const text = await posted(1);
  expect(text).toContain('us-iran-strikes: files not served\n1 problem; facts that were served before stay in service');
  expect(text).toContain('the key "sttus" is not known');
});

test('an edit that readers do not see is not told, and a later one is', async () => {
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

describe('of several processes', () => {
  /** Agrees with the others as over one database. */
  function processesOf(count: number): readonly Pick<JoinedHosts, 'isFirst'>[] {
    const firsts = new Map<string, number>();
    return Array.from({ length: count }, (_, self) => ({
      async isFirst(key) {
        if (!firsts.has(key)) firsts.set(key, self);
        return firsts.get(key) === self;
      },
    }));
  }

  test('one tells of an edit, of the files that cannot be served and of the edit that is taken back', async () => {
    const { edit, posted } = await openWithChannel(undefined, processesOf(3));
    await edit(BEGAN, 'That conflict began on October 7');
    expect(await posted(1)).toContain('Now: That conflict');
    await edit('- id: conflict-began\n', '- id: conflict-began\n  sttus: reported\n');
    expect(await posted(2)).toContain('files not served');
    await edit('- id: conflict-began\n  sttus: reported\n', '- id: conflict-began\n');
    await edit('That conflict began on October 7', BEGAN);
    expect(await posted(3)).toContain('Before: That conflict');
  });

  test('each tells where the database cannot say which one does', async () => {
    const unreachable = { isFirst: () => Promise.reject(new Error('no database')) };
    const { edit, posted } = await openWithChannel(undefined, [unreachable, unreachable]);
    await edit(BEGAN, 'That conflict began on October 7');
    expect(await posted(2)).toContain('Now: That conflict');
  });
});
