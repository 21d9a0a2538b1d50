import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { memoryStore } from '../memory-store.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { temporaryFolder } from '../store/folder.ts';
import { BOT_WITH_PINS, buttons, openScene, type Scene, shown, words } from './scene.ts';

const standin = { botPermissions: BOT_WITH_PINS };
const LOST = 'Sitrep’s record of pins was removed or replaced while it was running';

async function pin({ moderator }: Scene): Promise<string> {
  const builder = shown(await moderator.command('pin brief'));
  return words(shown(await moderator.press(builder, 'Post and pin')));
}

test('once the store’s file is removed, pins are refused with the reason, and answers go on', async () => {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const path = join(folder.path, 'a.sqlite');
  const store = openStore(path);
  onTestFinished(() => store.close());
  await using scene = await openScene({ store, standin });
  const { moderator, member } = scene;
  expect(await pin(scene)).toContain('Posted and pinned');
  const panel = shown(await moderator.command('pins'));
  const builder = shown(await moderator.command('pin brief'));
  rmSync(path);
  expect(words(shown(await moderator.press(builder, 'Post and pin')))).toContain(LOST);
  expect(words(shown(await moderator.command('pin brief')))).toContain(LOST);
  expect(words(shown(await moderator.press(panel, 'Unpin')))).toContain(LOST);
  expect(member.pins()).toHaveLength(1);
  expect(words(shown(await member.command('when', { event: 'conflict began' })))).toContain('October 7');
});

describe('a pin that the store no longer knows', () => {
  /** A scene with one pin, whose bot is started again on an empty store. */
  async function withUnknownPin(): Promise<Scene> {
    const store = memoryStore();
    const scene = await openScene({ store, standin });
    onTestFinished(() => scene[Symbol.asyncDispose]());
    await pin(scene);
    Object.assign(store, memoryStore());
    await scene.restartBot();
    return scene;
  }

  test('is named by /pins; Adopt makes it follow the facts again', async () => {
    const scene = await withUnknownPin();
    const { moderator, member } = scene;
    const [message] = member.pins();
    const panel = shown(await moderator.command('pins'));
    expect(words(panel)).toContain(`${message?.channel_id}/${message?.id}) is not in its records`);
    expect(buttons(panel)).toEqual(['Adopt', 'Unpin message']);
    expect(words(shown(await moderator.press(panel, 'Adopt')))).toContain('Adopted: ');
    expect(words(shown(await moderator.command('pins')))).toContain('Current.');
    // Adopting counts as an update, so its time may differ by a second.
    const withoutTimes = (text: string) => text.replace(/<t:\d+/g, '<t:');
    expect(withoutTimes(words(member.pins()[0]))).toBe(withoutTimes(words(message)));
    expect(words(shown(await moderator.command('pins', { show: 'history' })))).toContain(': resumed');
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('is named beside the pins that are known; Unpin message leaves it in the channel', async () => {
    const scene = await withUnknownPin();
    const { moderator, member } = scene;
    await pin(scene);
    const panel = shown(await moderator.command('pins'));
    expect(buttons(panel)).toEqual(['Refresh', 'Show changes', 'Unpin', 'Delete', 'Adopt', 'Unpin message']);
    expect(words(shown(await moderator.press(panel, 'Unpin message')))).toContain('Unpinned. The message stays');
    await vi.waitFor(() => expect(member.pins()).toHaveLength(1), 10_000);
    expect(member.sees().filter(({ type }) => type === 0)).toHaveLength(2);
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });
});
