import { PermissionFlagsBits } from 'discord.js';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startBrowser } from './browser.ts';
import { openWindow, type Window } from './window.ts';

/** The whole way: a person's hands, the page, the stand-in, the real bot, the facts, and back to the person's eyes. */
describe('a newcomer at the page', () => {
  let browser: Browser;
  let app: App;
  let url: string;
  let member: Window;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    const config = readConfig({ SITREP_PORT: '0', SITREP_LOG_LEVEL: 'silent' });
    app = await startApp(config, createLog(config));
    url = app.standin?.url ?? '';
    member = await openWindow(browser, url);
  });
  afterEach(async () => {
    await member[Symbol.asyncDispose]();
    await app.stop();
    expect(member.faults).toEqual([]);
  });

  test('meets a bot with the permissions that its invite link asks for', () => {
    const [server] = app.standin?.traffic.gateway('GUILD_CREATE') ?? [];
    const { ViewChannel, SendMessages, SendMessagesInThreads, ReadMessageHistory, PinMessages } = PermissionFlagsBits;
    const permissions = ViewChannel | SendMessages | SendMessagesInThreads | ReadMessageHistory | PinMessages;
    const role = { name: 'Sitrep', permissions: String(permissions) };
    expect(server?.payload.d).toMatchObject({ roles: expect.arrayContaining([expect.objectContaining(role)]) });
  });

  test('gets an answer by a click on an example', async () => {
    const { page, messages } = member;
    await page.getByRole('heading', { name: 'Welcome to #situation' }).waitFor();
    expect(await page.locator('#examples button').allTextContents()).toEqual([
      '/who sullivan',
      '/when conflict began',
      '/facts hostages',
    ]);
    await page.getByRole('button', { name: '/when conflict began' }).click();
    await messages.getByText('The conflict began on October 7.').waitFor();
    expect(await page.locator('#welcome').isVisible()).toBe(false);
  });

  test.each([
    ['/who sullivan', 'Jake Sullivan', 'White House National Security Adviser'],
    ['/who name:sullivan', 'Jake Sullivan', 'White House National Security Adviser'],
    ['/when conflict began', 'The conflict began on October 7.', 'When: start of the conflict'],
    ['/facts hostages', 'hostages', 'Source: News article'],
    ['/facts', 'Next', 'Proof'],
    ['/sources', 'News article', 'Publisher'],
    ['/help', '/who', 'cited'],
  ])('gets an answer to %s typed as one line', async (line, first, second) => {
    const { page, messages } = member;
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
    await messages.filter({ hasText: first }).filter({ hasText: second }).waitFor();
    expect(await messages.count()).toBe(1);
  });

  const forEveryone = commands.filter(({ definition }) => definition.default_member_permissions == null);

  test('from typing with suggestions to sharing, another person, and a reload', async () => {
    const { page, line, options, messages } = member;

    // The list of commands, without those for moderators, filters while typing.
    await line.fill('/');
    await expect.poll(() => options.count()).toBe(forEveryone.length);
    await page.keyboard.type('wh');
    await expect.poll(() => options.count()).toBe(2);
    await options.filter({ hasText: '/who' }).click();

    // The chosen command shows its option as a field, with suggestions for what is typed.
    const name = member.field('name');
    await name.waitFor();
    expect(await name.getAttribute('role')).toBe('combobox');
    await page.keyboard.type('sulivan');
    await expect.poll(() => options.allTextContents()).toEqual([expect.stringMatching(/^Jake Sullivan/)]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await name.inputValue()).toMatch(/^Jake Sullivan/);
    await page.keyboard.press('Enter');

    // The answer, for the asker alone.
    const answer = messages.filter({ hasText: 'Member used /who' });
    await answer.getByText('White House National Security Adviser [¶1]').waitFor();
    expect(await answer.getAttribute('aria-label')).toBe('Private message from Sitrep, only you can see it');
    await answer.getByText('Only you can see this').waitFor();
    await answer.getByText('APP').waitFor();

    // Proof is private; a shared answer is everybody's and names nobody.
    await answer.getByRole('button', { name: 'Proof' }).click();
    await messages.filter({ hasText: 'paragraph 1, sentence 2' }).waitFor();
    expect(await messages.count()).toBe(2);
    await answer.getByRole('button', { name: 'Share' }).click();
    const shared = messages.and(page.getByRole('article', { name: 'Message from Sitrep', exact: true }));
    await shared.getByText('White House National Security Adviser [¶1]').waitFor();
    expect(await shared.textContent()).not.toContain('Member');

    // Another person, in a window of their own, sees what was shared and nothing else.
    await using other = await openWindow(browser, url, { as: 'moderator' });
    expect(await other.page.getByRole('radio', { name: 'Moderator' }).isChecked()).toBe(true);
    await other.messages.getByText('White House National Security Adviser [¶1]').waitFor();
    expect(await other.messages.count()).toBe(1);

    // A reload keeps the channel and the person.
    await page.reload();
    await messages.nth(2).waitFor();
    expect(await messages.count()).toBe(3);
    expect(await page.getByRole('radio', { name: 'Member', exact: true }).isChecked()).toBe(true);

    // The same window can act as the other one.
    await page.getByText('Moderator', { exact: true }).click();
    await expect.poll(() => messages.count()).toBe(1);
    expect(page.url()).toContain('as=moderator');
    await page.goto(url);
    await page.getByRole('radio', { name: 'Moderator', checked: true }).waitFor();
    await page.getByText('Member', { exact: true }).click();
    await expect.poll(() => messages.count()).toBe(3);

    // A moderator deletes what was shared; it goes from every window.
    await other.messages.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => other.messages.count()).toBe(0);
    await expect.poll(() => messages.count()).toBe(2);

    // Dismissing takes a private answer away.
    await messages.first().getByRole('button', { name: 'Dismiss message' }).click();
    await expect.poll(() => messages.count()).toBe(1);
    expect(await line.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(other.faults).toEqual([]);
  });

  test('keeps the focus in the message after picking one of two people by keyboard', async () => {
    const { page, messages } = member;
    await page.keyboard.type('/who national security adviser');
    await page.keyboard.press('Enter');
    await messages.getByText('Which one?').waitFor();
    await messages.getByRole('button', { name: 'John Bolton' }).focus();
    await page.keyboard.press('Enter');
    await messages.getByText('John Bolton').first().waitFor();
    await messages.getByRole('button', { name: 'Proof' }).waitFor();
    // The pressed button is gone; the keyboard stays in the message instead of falling back to the page's start.
    expect(await page.evaluate(() => document.activeElement?.closest('article') !== null)).toBe(true);
  });

  test('keeps the focus on Next while paging', async () => {
    const { page, messages } = member;
    await page.keyboard.type('/facts');
    await page.keyboard.press('Enter');
    const next = messages.getByRole('button', { name: 'Next' });
    await next.focus();
    await page.keyboard.press('Enter');
    await messages.getByText('Facts 6 to').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/Next|Previous/);
  });

  test('has everything within the screen of a phone', async () => {
    await using phone = await openWindow(browser, url, { width: 360, height: 640 });
    await phone.line.click();
    await phone.page.keyboard.type('/who sullivan');
    await phone.options.first().waitFor();
    const width = () => phone.page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(360);
    await phone.page.getByRole('button', { name: 'Send' }).click();
    await phone.messages.getByText('White House National Security Adviser [¶1]').waitFor();
    expect(await width()).toBe(360);
    expect(phone.faults).toEqual([]);
  });

  test('cuts nothing off on a phone, and says there whose messages, which situation and what page this is', async () => {
    await using phone = await openWindow(browser, url, { width: 390, height: 780 });
    const { page, line } = phone;
    for (const text of ['Acting as', 'Nothing leaves it.', 'Situation: U.S. strikes'])
      expect(await page.getByText(text).isVisible()).toBe(true);
    const isWhole = (element: HTMLElement) => element.scrollWidth <= element.clientWidth;
    for (const box of ['#channel-nav', '#topic', '#theme', '#people'])
      expect(await page.locator(box).evaluate(isWhole), box).toBe(true);
    const holdsPlaceholder = (element: HTMLElement) => {
      const { placeholder, clientWidth } = element as HTMLInputElement;
      const pen = document.createElement('canvas').getContext('2d');
      if (pen === null) throw new Error('no canvas');
      pen.font = getComputedStyle(element).font;
      return pen.measureText(placeholder).width <= clientWidth;
    };
    expect(await line.evaluate(holdsPlaceholder)).toBe(true);
    expect(phone.faults).toEqual([]);
  });

  test('has room to read and type at a zoom of 200% on a small screen', async () => {
    await using zoomed = await openWindow(browser, url, { width: 640, height: 360 });
    await zoomed.line.click();
    await zoomed.page.keyboard.type('/facts hostages');
    await zoomed.page.keyboard.press('Enter');
    await zoomed.messages.getByRole('button', { name: 'Share' }).waitFor();
    const room = await zoomed.page.evaluate(() => document.getElementById('log')?.clientHeight ?? 0);
    expect(room).toBeGreaterThan(150);
    expect(await zoomed.page.evaluate(() => document.documentElement.scrollWidth)).toBe(640);
    expect(zoomed.faults).toEqual([]);
  });
});
