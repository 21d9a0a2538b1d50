import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startBrowser } from './browser.ts';
import { openWindow } from './window.ts';

/** The command box by keyboard, with the real bot's commands behind it. Nothing here leaves a public message. */
describe('the command box', () => {
  let browser: Browser;
  let app: App;
  let url: string;

  beforeAll(async () => {
    browser = await startBrowser();
    const config = readConfig({ SITREP_PORT: '0', SITREP_LOG_LEVEL: 'silent' });
    app = await startApp(config, createLog(config));
    url = app.standin?.url ?? '';
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const problem = '#problem';

  test.each([
    ['a message of 2,001 characters', 'x'.repeat(2001), 'A message may have at most 2000 characters; this has 2001.'],
    ['an unknown command', '/nosuch sullivan', 'There is no command /nosuch. Type / to see the commands.'],
    ['an unknown command alone', '/nosuch', 'There is no command /nosuch. Type / to see the commands.'],
    ['a missing option', '/when ', '/when needs “event”'],
    ['6,001 characters', `/who ${'x'.repeat(6001)}`, '“name” may have at most 6000 characters; this has 6001.'],
  ])('after %s and Enter says what is wrong and sends nothing', async (_what, typed, said) => {
    await using window = await openWindow(browser, url);
    await window.line.fill(typed);
    await window.page.keyboard.press('Enter');
    await window.page.locator(problem, { hasText: said }).waitFor();
    expect(await window.page.locator(problem).getAttribute('role')).toBe('alert');
    expect(await window.messages.count()).toBe(0);
  });

  test('takes a choice after its first letters and Enter, and sends it at the next Enter', async () => {
    await using window = await openWindow(browser, url, { as: 'moderator' });
    const { page, line, messages } = window;
    await line.click();
    await page.keyboard.type('/pins hist');
    await page.locator('[role=option][aria-selected=true]', { hasText: 'history' }).waitFor();
    await page.keyboard.press('Enter');
    expect(await window.field('show').inputValue()).toBe('history');
    await page.keyboard.press('Enter');
    await messages.getByText('Nothing has been pinned here with Sitrep.').waitFor();
  });

  test('lists commands: arrows move, Tab takes, Escape closes, Backspace goes back', async () => {
    await using window = await openWindow(browser, url);
    const { page, line, options } = window;
    await line.fill('/');
    await options.first().waitFor();
    const marked = () => page.locator('[role=option][aria-selected=true] .option-label').textContent();
    expect(await marked()).toBe('/facts [about] [in]');
    await page.keyboard.press('ArrowDown');
    expect(await marked()).toBe('/who name [in]');
    expect(await line.getAttribute('aria-activedescendant')).toBe('option-1');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await marked()).toBe('/privacy');
    await page.keyboard.press('Escape');
    expect(await options.count()).toBe(0);
    expect(await line.getAttribute('aria-expanded')).toBe('false');

    await line.fill('/whe');
    await options.first().waitFor();
    await page.keyboard.press('Tab');
    expect(await window.field('event').evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Backspace');
    expect(await line.inputValue()).toBe('/when');
    await page.keyboard.press('Backspace');
    expect(await line.inputValue()).toBe('/whe');
    await options.first().waitFor();

    await page.keyboard.type('n con');
    expect(await window.field('event').inputValue()).toBe('con');
    await options.first().waitFor();
    await page.keyboard.press('Escape');
    expect(await options.count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await line.inputValue()).toBe('');
    expect(await line.evaluate((input) => input === document.activeElement)).toBe(true);
  });

  test('sends a command without options, chosen with the mouse, at Enter', async () => {
    await using window = await openWindow(browser, url);
    await window.line.fill('/');
    await window.options.filter({ hasText: '/sources' }).click();
    await window.page.keyboard.press('Enter');
    await window.messages.getByText('News article').first().waitFor();
  });

  test('suggests the most important for a field without text, and Tab takes the first', async () => {
    await using window = await openWindow(browser, url);
    await window.line.click();
    await window.page.keyboard.type('/who ');
    await window.options.nth(3).waitFor();
    const first = await window.options.first().textContent();
    await window.page.keyboard.press('Tab');
    expect(await window.field('name').inputValue()).toBe(first);
  });

  test('shows only the newest suggestions where answers overtake each other', async () => {
    await using window = await openWindow(browser, url);
    const { page, options } = window;
    const held = Promise.withResolvers<void>();
    await page.route('**/page/autocomplete', async (route) => {
      const slow = route.request().postData()?.includes('"bid"') ?? false;
      if (slow) await held.promise;
      await route.continue().catch(() => undefined);
    });
    await window.line.click();
    await page.keyboard.type('/who bid');
    await page.waitForRequest((request) => request.postData()?.includes('"bid"') ?? false);
    await window.field('name').fill('blinken');
    await options.filter({ hasText: 'Blinken' }).first().waitFor();
    held.resolve();
    await page.unrouteAll({ behavior: 'wait' });
    expect(await options.filter({ hasText: 'Biden' }).count()).toBe(0);
    expect(await options.filter({ hasText: 'Blinken' }).count()).toBeGreaterThan(0);
  });

  test('holds a command after its mention in an answer is clicked', async () => {
    await using window = await openWindow(browser, url);
    await window.line.click();
    await window.page.keyboard.type('/help');
    await window.page.keyboard.press('Enter');
    await window.messages.getByRole('button', { name: '/when' }).first().click();
    expect(await window.field('event').evaluate((input) => input === document.activeElement)).toBe(true);
  });
});
