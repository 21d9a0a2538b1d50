import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  MessageFlags,
  TextDisplayBuilder,
} from 'discord.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandin } from '../../src/standin/standin.ts';
import { newClient, openScene } from '../standin/tiny-bot.ts';
import { startBrowser } from './browser.ts';
import { openWindow, type Window } from './window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

async function ask({ page, line }: Window, text: string): Promise<void> {
  await line.click();
  await page.keyboard.type(`/ask ${text}`);
  await page.keyboard.press('Enter');
}

const row = (...buttons: ButtonBuilder[]) => new ActionRowBuilder<ButtonBuilder>().addComponents(buttons);
const button = (label: string) =>
  new ButtonBuilder().setCustomId(`press:${label}`).setLabel(label).setStyle(ButtonStyle.Secondary);

describe('while the bot is not there', () => {
  test('the page says that the bot is connecting, and sends nothing until it is there', async () => {
    await using standin = await closing(startStandin());
    await using window = await openWindow(browser, standin.url, { ready: false });
    await window.page.getByRole('status').getByText('Sitrep is connecting…').waitFor();
    expect(await window.page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await window.line.fill('/ask');
    await window.page.keyboard.press('Enter');
    await window.page.getByRole('alert').getByText('Sitrep is connecting…').waitFor();

    const client = newClient(standin);
    try {
      await client.login(standin.token);
      await window.page.locator('#send:enabled').waitFor();
      expect(await window.page.getByRole('status').getByText('Sitrep is connecting…').isVisible()).toBe(false);
    } finally {
      await client.destroy();
    }
    await window.page.getByRole('status').getByText('Sitrep is connecting…').waitFor();
    expect(window.faults).toEqual([]);
  });

  test('the page reconnects to a stand-in that was restarted', async () => {
    const first = await startStandin();
    const { port } = new URL(first.url);
    await using window = await openWindow(browser, first.url, { ready: false });
    await window.page.getByText('Welcome to #situation').waitFor();
    await first.close();
    await window.page.getByText('Connection lost').waitFor();
    await using second = await closing(startStandin({ port: Number(port) }));
    expect(second.url).toBe(first.url);
    await window.page.getByText('Connection lost').waitFor({ state: 'hidden' });
    expect(window.faults).toEqual([]);
  });
});

test('the page asks for the event stream again after a refusal', async () => {
  await using scene = await openScene({ command: (interaction) => interaction.reply('Here it is.') });
  await using window = await openWindow(browser, scene.standin.url);
  await window.page.route('**/page/events**', (route) => route.fulfill({ status: 503, body: 'busy' }), { times: 1 });
  await window.page.reload();
  await window.page.getByText('Connection lost').waitFor();
  await window.page.getByText('Connection lost').waitFor({ state: 'hidden' });
  await ask(window, 'anything');
  await window.messages.getByText('Here it is.').waitFor();
  expect(window.faults).toEqual([]);
});

test('an event that is newer than the state that arrives after it is kept', async () => {
  await using standin = await closing(startStandin());
  await using window = await openWindow(browser, standin.url, { ready: false });
  await window.page.getByText('Welcome to #situation').waitFor();
  const read = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  await window.page.route('**/page/state?as=*', async (route) => {
    const old = await route.fetch();
    read.resolve();
    await released.promise;
    await route.fulfill({ response: old });
  });
  await window.page.reload();
  await read.promise;
  // The state that is on its way knows neither the bot nor its message.
  const client = newClient(standin);
  try {
    await client.login(standin.token);
    await client.rest.post(`/channels/${standin.ids.channel}/messages`, { body: { content: 'Here it is.' } });
    released.resolve();
    await window.messages.getByText('Here it is.').waitFor();
    await window.page.locator('#send:enabled').waitFor();
    expect(window.faults).toEqual([]);
  } finally {
    await client.destroy();
  }
});

describe('while an answer is on its way', () => {
  test('a deferred answer is shown as thinking until it comes', async () => {
    const asked = Promise.withResolvers<ChatInputCommandInteraction>();
    await using scene = await openScene({
      command: async (interaction) => {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        asked.resolve(interaction);
      },
    });
    await using window = await openWindow(browser, scene.standin.url);
    await ask(window, 'anything');
    await window.messages.getByText('Sitrep is thinking…').waitFor();
    await (await asked.promise).editReply('Here it is.');
    await window.messages.getByText('Here it is.').waitFor();
    expect(await window.page.getByText('is thinking').count()).toBe(0);
    expect(await window.messages.count()).toBe(1);
    expect(window.faults).toEqual([]);
  });

  test('a missing answer is told to the asker alone, who can dismiss it', async () => {
    await using scene = await openScene();
    await using other = await openWindow(browser, scene.standin.url, { as: 'moderator' });
    await using window = await openWindow(browser, scene.standin.url);
    await ask(window, 'anything');
    await window.page.getByText('Sitrep is thinking…').waitFor();
    scene.standin.faults.passDeadlines();
    await window.page.getByText('The application did not respond').waitFor();
    expect(await other.page.getByText('did not respond').count()).toBe(0);
    await window.page.getByRole('button', { name: 'Dismiss message' }).click();
    await window.page.getByText('The application did not respond').waitFor({ state: 'detached' });
    await window.page.getByText('Welcome to #situation').waitFor();
    expect([...window.faults, ...other.faults]).toEqual([]);
  });

  test('a button is busy until its answer comes, keeps the focus, and sends nothing more', async () => {
    const held = Promise.withResolvers<void>();
    const presses: string[] = [];
    await using scene = await openScene({
      command: (interaction) =>
        interaction.reply({ content: 'first', components: [row(button('One'), button('Two'))] }),
      button: async (interaction) => {
        presses.push(interaction.customId);
        await held.promise;
        await interaction.update({ content: 'second', components: [row(button('One'), button('Two'))] });
      },
    });
    await using window = await openWindow(browser, scene.standin.url);
    await ask(window, 'anything');
    const two = window.messages.getByRole('button', { name: 'Two' });
    await two.focus();
    await window.page.keyboard.press('Enter');
    await window.messages.locator('button[aria-busy=true]', { hasText: 'Two' }).waitFor();
    await window.page.keyboard.press('Enter');
    await window.page.keyboard.press('Enter');
    held.resolve();
    await window.messages.getByText('second').waitFor();
    await window.messages.getByText('(edited)').waitFor();
    await expect.poll(() => window.messages.locator('button[aria-busy=true]').count()).toBe(0);
    expect(await two.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(presses).toEqual(['press:Two']);
    expect(window.faults).toEqual([]);
  });

  test('a button that gets no answer can be pressed again', async () => {
    await using scene = await openScene({
      command: (interaction) => interaction.reply({ content: 'first', components: [row(button('One'))] }),
    });
    await using window = await openWindow(browser, scene.standin.url);
    await ask(window, 'anything');
    await window.messages.getByRole('button', { name: 'One' }).click();
    await expect.poll(() => scene.standin.traffic.gateway('INTERACTION_CREATE').length).toBe(2);
    scene.standin.faults.passDeadlines();
    await window.messages.getByRole('alert').getByText('The application did not respond').waitFor();
    expect(await window.messages.locator('button[aria-busy=true]').count()).toBe(0);
    expect(window.faults).toEqual([]);
  });
});

describe('what a message holds', () => {
  test('hostile text is shown as typed: no element, no script, no request', async () => {
    const hostile = [
      '<img src=x onerror=alert(1)><script>alert(2)</script>',
      '[click](javascript:alert(3)) <javascript:alert(4)>',
      '<style>*{display:none}</style> &lt;b&gt; \u202Etxt.exe',
      '`<b>code</b>`',
    ].join('\n');
    await using scene = await openScene({
      command: (interaction) =>
        interaction.reply({
          flags: MessageFlags.IsComponentsV2,
          components: [new TextDisplayBuilder().setContent(hostile)],
        }),
    });
    await using window = await openWindow(browser, scene.standin.url);
    await ask(window, '<img src=x onerror=alert(5)>');
    await window.messages.getByText('<img src=x onerror=alert(1)><script>alert(2)</script>').waitFor();
    const inside = window.messages.locator('.markdown');
    expect(await inside.locator('img, script, style, b, iframe').count()).toBe(0);
    expect(await inside.locator('a').count()).toBe(0);
    expect(await inside.locator('code').textContent()).toBe('<b>code</b>');
    expect(window.faults).toEqual([]);
  });

  test('links open apart, spoilers open by keyboard, mentions show names', async () => {
    await using scene = await openScene({
      command: (interaction) =>
        interaction.reply({
          flags: MessageFlags.IsComponentsV2,
          components: [
            new TextDisplayBuilder().setContent(
              [
                '## Heading',
                '[label](https://example.org/a) ||hidden [trap](https://example.org/c)||',
                `<@${scene.standin.ids.moderator}> <#${scene.standin.ids.channel}> <t:0:D>`,
                '- one\n  - two\n> quoted\n-# small',
              ].join('\n'),
            ),
            row(
              new ButtonBuilder().setURL('https://example.org/b').setLabel('Read').setStyle(ButtonStyle.Link),
              new ButtonBuilder().setCustomId('off').setLabel('Off').setStyle(ButtonStyle.Danger).setDisabled(true),
              new ButtonBuilder().setCustomId('emoji').setEmoji('✅').setStyle(ButtonStyle.Success),
            ),
          ],
        }),
    });
    await using window = await openWindow(browser, scene.standin.url);
    await ask(window, 'anything');
    const message = window.messages.first();
    await message.getByRole('heading', { name: 'Heading' }).waitFor();
    for (const link of [message.getByRole('link', { name: 'label' }), message.getByRole('link', { name: 'Read' })]) {
      expect(await link.getAttribute('rel')).toContain('noopener');
      expect(await link.getAttribute('target')).toBe('_blank');
    }
    await message.getByText('@Moderator').waitFor();
    await message.getByText('# situation').waitFor();
    await message.getByText('1 January 1970').waitFor();
    expect(await message.locator('ul ul li').textContent()).toBe('two');
    expect(await message.locator('blockquote').textContent()).toBe('quoted');
    expect(await message.getByRole('button', { name: 'Off' }).isDisabled()).toBe(true);
    expect(await message.getByRole('button', { name: '✅' }).isEnabled()).toBe(true);

    const spoiler = message.getByRole('button', { name: 'Spoiler: show the text' });
    expect(await spoiler.locator('.spoiler-text').evaluate((text) => getComputedStyle(text).opacity)).toBe('0');
    const takesFocus = (element: SVGElement | HTMLElement) => {
      element.focus();
      return document.activeElement === element;
    };
    expect(await message.getByRole('link', { name: 'trap' }).evaluate(takesFocus)).toBe(false);
    await spoiler.focus();
    await window.page.keyboard.press('Enter');
    expect(await message.getByRole('link', { name: 'trap' }).evaluate(takesFocus)).toBe(true);
    await expect
      .poll(() => message.locator('.spoiler-text').evaluate((text) => getComputedStyle(text).opacity))
      .toBe('1');
    expect(window.faults).toEqual([]);
  });

  test('a reader further up who sends a command sees the end of its answer, where its buttons are', async () => {
    await using scene = await openScene({ command: (interaction) => interaction.reply('line\n'.repeat(30)) });
    await using window = await openWindow(browser, scene.standin.url, { height: 500 });
    for (let count = 1; count <= 2; count += 1) {
      await window.page.getByRole('log').evaluate((element) => element.scrollTo({ top: 0 }));
      await ask(window, 'anything');
      await expect.poll(() => window.messages.count()).toBe(count);
    }
    // The message is longer than the window.
    expect(await belowTheFold(window)).toBeLessThan(2);
    expect(window.faults).toEqual([]);
  });

  test('a reader further up is not moved by a new message, and one click leads to it', async () => {
    await using scene = await openScene({ command: (interaction) => interaction.reply('line\n'.repeat(30)) });
    await using window = await openWindow(browser, scene.standin.url, { height: 500 });
    await using other = await openWindow(browser, scene.standin.url, { as: 'moderator' });
    for (let count = 1; count <= 2; count += 1) {
      await ask(window, 'anything');
      await expect.poll(() => window.messages.count()).toBe(count);
    }
    const log = window.page.getByRole('log');
    await log.evaluate((element) => element.scrollTo({ top: 0 }));
    await ask(other, 'anything');
    await window.page.getByRole('button', { name: 'Jump to the newest' }).click();
    expect(await window.messages.count()).toBe(3);
    expect(await belowTheFold(window)).toBeLessThan(2);
    expect([...window.faults, ...other.faults]).toEqual([]);
  });
});

/** How far the newest message goes on below what is seen, in pixels. */
const belowTheFold = ({ page }: Window): Promise<number> =>
  page.getByRole('log').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);

/** A stand-in that `await using` can end. */
async function closing<S extends { close(): Promise<void> }>(started: Promise<S>): Promise<S & AsyncDisposable> {
  const standin = await started;
  return { ...standin, [Symbol.asyncDispose]: () => standin.close() };
}
