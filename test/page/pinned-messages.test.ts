import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PERMISSION } from '../../src/standin/standin.ts';
import { openScene } from '../standin/tiny-bot.ts';
import { startBrowser } from './browser.ts';
import { openWindow, type Window } from './window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** A bot that may pin. */
const openPinningScene = () => openScene({}, { standin: { botPermissions: PERMISSION.PinMessages } });

const panelOf = ({ page }: Window) => page.getByRole('dialog', { name: 'Pinned messages' });

async function openPanel(window: Window) {
  await window.page.getByRole('button', { name: 'Pinned messages' }).first().click();
  return panelOf(window);
}

describe('the pinned messages of a channel', () => {
  test('are shown newest first, and follow pins, edits and removals', async () => {
    await using scene = await openPinningScene();
    const { standin, client } = scene;
    const post = async (content: string) => {
      const message = await client.rest.post(`/channels/${standin.ids.channel}/messages`, { body: { content } });
      return (message as { id: string }).id;
    };
    await using window = await openWindow(browser, standin.url);
    const panel = await openPanel(window);
    await panel.getByText('No message is pinned in this channel.').waitFor();
    const [first, second] = [await post('first'), await post('second')];
    await client.rest.put(`/channels/${standin.ids.channel}/messages/pins/${first}`);
    await client.rest.put(`/channels/${standin.ids.channel}/messages/pins/${second}`);
    await expect.poll(() => panel.locator('.markdown').allTextContents()).toEqual(['second', 'first']);
    expect(await panel.getByText('No message is pinned').isVisible()).toBe(false);

    await client.rest.patch(`/channels/${standin.ids.channel}/messages/${first}`, {
      body: { content: 'first ~~old~~' },
    });
    await panel.getByText('(edited)').waitFor();
    await panel.locator('s', { hasText: 'old' }).waitFor();
    await client.rest.delete(`/channels/${standin.ids.channel}/messages/pins/${second}`);
    await expect.poll(() => panel.getByRole('article').count()).toBe(1);
    await client.rest.delete(`/channels/${standin.ids.channel}/messages/${first}`);
    await panel.getByText('No message is pinned').waitFor();
    await window.page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(await window.page.locator('#pins-button').evaluate((element) => element === document.activeElement)).toBe(
      true,
    );
    expect(window.faults).toEqual([]);
  });

  test('leave room for Jump in a narrow window', async () => {
    await using scene = await openPinningScene();
    const { standin, client } = scene;
    const path = `/channels/${standin.ids.channel}/messages` as const;
    const { id } = (await client.rest.post(path, { body: { content: 'first' } })) as { id: string };
    await client.rest.put(`${path}/pins/${id}`);
    await client.rest.patch(`${path}/${id}`, { body: { content: 'second' } });
    await using window = await openWindow(browser, standin.url, { width: 360 });
    const panel = await openPanel(window);
    const edited = await panel.getByText('(edited)').boundingBox();
    const jump = await panel.getByRole('button', { name: 'Jump' }).boundingBox();
    if (edited === null || jump === null) throw new Error('The pin is not shown.');
    expect(edited.x + edited.width <= jump.x || edited.y >= jump.y + jump.height).toBe(true);
  });

  test('are reached by Jump and by the line in the channel', async () => {
    await using scene = await openPinningScene();
    const { standin, client } = scene;
    const path = `/channels/${standin.ids.channel}/messages` as const;
    const { id } = (await client.rest.post(path, { body: { content: 'the pinned one' } })) as { id: string };
    for (let count = 0; count < 3; count += 1) await client.rest.post(path, { body: { content: 'line\n'.repeat(30) } });
    await client.rest.put(`${path}/pins/${id}`);
    await using window = await openWindow(browser, standin.url, { height: 500 });
    const pinned = window.messages.filter({ hasText: 'the pinned one' });
    const isReached = () =>
      pinned.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return element === document.activeElement && top >= 0 && bottom <= innerHeight;
      });
    await (await openPanel(window)).getByRole('button', { name: 'Jump' }).click();
    expect(await isReached()).toBe(true);
    expect(await panelOf(window).isVisible()).toBe(false);

    const notice = window.page.getByRole('article', { name: 'Sitrep pinned a message' });
    await notice.getByRole('button', { name: 'a message', exact: true }).click();
    expect(await isReached()).toBe(true);
    await notice.getByRole('button', { name: 'pinned messages' }).click();
    await panelOf(window).getByText('the pinned one').waitFor();
    expect(window.faults).toEqual([]);
  });

  test('can be pinned, unpinned and deleted by a moderator from the menu', async () => {
    await using scene = await openPinningScene();
    const { standin, client } = scene;
    await client.rest.post(`/channels/${standin.ids.channel}/messages`, { body: { content: 'a message' } });
    await using window = await openWindow(browser, standin.url, { as: 'moderator' });
    const { page, messages } = window;
    const choose = async (name: string) => {
      await messages.filter({ hasText: 'Sitrep' }).first().getByRole('button', { name: 'Message actions' }).click();
      await page.getByRole('menuitem', { name, exact: true }).click();
    };
    await choose('Pin message');
    await page.getByRole('article', { name: 'Moderator pinned a message' }).waitFor();
    await choose('Unpin message');
    await (await openPanel(window)).getByText('No message is pinned').waitFor();
    await page.keyboard.press('Escape');
    await choose('Delete message');
    await expect.poll(() => messages.filter({ hasText: 'Sitrep' }).count()).toBe(0);
    expect(window.faults).toEqual([]);
  });

  test('fit the screen of a phone, and so does the menu', async () => {
    await using scene = await openPinningScene();
    const { standin, client } = scene;
    const path = `/channels/${standin.ids.channel}/messages` as const;
    const { id } = (await client.rest.post(path, { body: { content: 'word '.repeat(60) } })) as { id: string };
    await client.rest.put(`${path}/pins/${id}`);
    await using window = await openWindow(browser, standin.url, { width: 360, height: 640 });
    const isInside = (box: { x: number; width: number } | null) =>
      box !== null && box.x >= 0 && box.x + box.width <= 360;
    const panel = await openPanel(window);
    await panel.getByRole('article').waitFor();
    expect(isInside(await panel.boundingBox())).toBe(true);
    await window.page.keyboard.press('Escape');
    await window.messages.first().getByRole('button', { name: 'Message actions' }).click();
    expect(isInside(await window.page.getByRole('menu').boundingBox())).toBe(true);
    expect(await window.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});

test('each channel shows its own messages and pins, and a reload stays there', async () => {
  await using scene = await openScene({}, { standin: { channels: [{ name: 'other', kind: 'text' }] } });
  const { standin, client } = scene;
  await using window = await openWindow(browser, standin.url);
  const { page, messages } = window;
  await client.rest.post(`/channels/${standin.ids.channel}/messages`, { body: { content: 'in the first' } });
  await messages.getByText('in the first').waitFor();
  await page.getByRole('button', { name: 'other' }).click();
  await page.getByRole('heading', { name: 'other', exact: true }).waitFor();
  await expect.poll(() => messages.count()).toBe(0);
  await page.reload();
  await page.getByRole('heading', { name: 'other', exact: true }).waitFor();
  await page.getByRole('button', { name: 'situation' }).click();
  await messages.getByText('in the first').waitFor();

  // A link to a message leads there without leaving the page, as in Discord's client.
  const elsewhere = standin.channel('other');
  const path = `/channels/${elsewhere}/messages` as const;
  const { id } = (await client.rest.post(path, { body: { content: 'in the other' } })) as { id: string };
  const address = `https://discord.com/channels/${standin.ids.guild}/${elsewhere}/${id}`;
  await client.rest.post(`/channels/${standin.ids.channel}/messages`, { body: { content: `[there](${address})` } });
  const link = messages.getByRole('link', { name: 'there' });
  expect(await link.evaluate((element) => getComputedStyle(element).display)).toBe('inline');
  await link.click();
  const linked = messages.filter({ hasText: 'in the other' });
  await expect.poll(() => linked.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(window.faults).toEqual([]);
});
