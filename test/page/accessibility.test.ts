import {
  type APIModalInteractionResponseCallbackData,
  ApplicationCommandType,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  TextInputStyle,
} from 'discord.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PERMISSION, startStandin } from '../../src/standin/standin.ts';
import { ASK, openScene, type Scene } from '../standin/tiny-bot.ts';
import { accessibilityProblems } from './axe.ts';
import { startBrowser } from './browser.ts';
import { openWindow, type Window } from './window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

const button = (label: string, style: number) =>
  ({ type: ComponentType.Button, style, label, custom_id: label }) as const;
const TEXT = [
  '## Heading',
  '[label](https://example.org/a) ||hidden|| `code` <t:0:D> </ask:1>',
  '- one\n> quoted\n-# small',
].join('\n');
const CARD = {
  flags: MessageFlags.IsComponentsV2,
  components: [
    {
      type: ComponentType.Container,
      accent_color: 0x336699,
      components: [
        { type: ComponentType.TextDisplay, content: TEXT },
        {
          type: ComponentType.ActionRow,
          components: [
            button('Share', ButtonStyle.Primary),
            button('Proof', ButtonStyle.Secondary),
            button('Keep', ButtonStyle.Success),
            button('Delete', ButtonStyle.Danger),
          ],
        },
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.StringSelect,
              custom_id: 'which',
              placeholder: 'Which one?',
              options: [
                { label: 'First', value: '1', description: 'One' },
                { label: 'Second', value: '2' },
              ],
            },
          ],
        },
      ],
    },
  ],
} as const;
const MODAL: APIModalInteractionResponseCallbackData = {
  custom_id: 'm',
  title: 'Ask the curators',
  components: [
    {
      type: ComponentType.Label,
      label: 'Question',
      description: 'In any words',
      component: { type: ComponentType.TextInput, custom_id: 'q', style: TextInputStyle.Paragraph, required: true },
    },
    {
      type: ComponentType.Label,
      label: 'Tell me',
      description: 'In a direct message',
      component: { type: ComponentType.Checkbox, custom_id: 't' },
    },
  ],
};

/** A channel with a message of every kind: plain, reply, private, pin notice, cards. */
async function openFull(): Promise<Scene> {
  const scene = await openScene(
    {
      command: (i) => i.reply({ ...CARD, flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral }),
      button: (i) => (i.customId === 'Proof' ? i.showModal(MODAL) : i.deferUpdate()),
      onMessage: (i) => i.reply('checked'),
    },
    {
      standin: {
        botPermissions: PERMISSION.PinMessages,
        channels: [{ name: 'general' }],
        situation: () => ({ title: 'Harbour fire', scope: 'The fire of one night.', others: ['Flood'] }),
        examples: () => ['/ask fire'],
      },
      commands: [ASK, { name: 'Check facts', type: ApplicationCommandType.Message }],
    },
  );
  const { standin, client } = scene;
  const [member, other] = [standin.person('member'), standin.person('secondMember')];
  const said = member.say(`<@${standin.ids.bot}> **where** is he?`);
  other.say('I wonder too', { replyTo: said });
  const card = (await client.rest.post(`/channels/${standin.ids.channel}/messages`, { body: CARD })) as { id: string };
  standin.pin(card.id);
  await member.command('ask', { question: 'fire' });
  await client.rest.post(`/channels/${standin.person('member').inDirectMessages().channelId}/messages`, {
    body: { content: 'x' },
  });
  return scene;
}

const states: [name: string, reach: (window: Window) => Promise<unknown>][] = [
  ['a channel with messages of every kind', ({ messages }) => messages.nth(4).waitFor()],
  ['the list of commands', ({ line }) => line.fill('/')],
  ['a chosen command with suggestions', ({ page, line }) => line.click().then(() => page.keyboard.type('/ask '))],
  ['the list of those who can be mentioned', ({ page, line }) => line.click().then(() => page.keyboard.type('@'))],
  ['a refused message', ({ page, line }) => line.fill('/nosuch').then(() => page.keyboard.press('Enter'))],
  [
    'the menu of a message',
    async ({ page, messages }) => {
      await messages.first().getByRole('button', { name: 'Message actions' }).click();
      await page.getByRole('menuitem', { name: 'Apps' }).click();
    },
  ],
  [
    'the places to forward a message to',
    async ({ page, messages }) => {
      await messages.first().getByRole('button', { name: 'Message actions' }).click();
      await page.getByRole('menuitem', { name: 'Forward to' }).click();
    },
  ],
  [
    'a reply that is begun',
    async ({ page, messages }) => {
      await messages.first().getByRole('button', { name: 'Message actions' }).click();
      await page.getByRole('menuitem', { name: 'Reply' }).click();
    },
  ],
  ['an open select menu', ({ messages }) => messages.getByRole('combobox', { name: 'Which one?' }).first().click()],
  ['the pinned messages', ({ page }) => page.getByRole('button', { name: 'Pinned messages' }).first().click()],
  [
    'a dialog with a problem',
    async ({ page, messages }) => {
      await messages.getByRole('button', { name: 'Proof' }).first().click();
      await page.getByRole('dialog', { name: 'Ask the curators' }).waitFor();
      await page.getByRole('button', { name: 'Submit' }).click();
    },
  ],
  [
    'another channel, still empty',
    async ({ page }) => {
      await page.getByRole('button', { name: 'general' }).click();
      await page.getByText('Welcome to #general').waitFor();
    },
  ],
];

describe.each(['light', 'dark'] as const)('axe finds nothing on the %s page', (colorScheme) => {
  test.each(states)('in %s', async (_, reach) => {
    await using scene = await openFull();
    for (const width of [1100, 360]) {
      await using window = await openWindow(browser, scene.standin.url, { colorScheme, width });
      await window.messages.nth(4).waitFor();
      await reach(window);
      expect(await accessibilityProblems(window.page)).toEqual([]);
      expect(window.faults).toEqual([]);
    }
  });

  test('without a bot, and without a stand-in', async () => {
    const standin = await startStandin();
    await using window = await openWindow(browser, standin.url, { colorScheme, ready: false });
    await window.page.getByRole('status').getByText('Sitrep is connecting…').waitFor();
    expect(await accessibilityProblems(window.page)).toEqual([]);
    await standin.close();
    await window.page.getByText('Connection lost').waitFor();
    expect(await accessibilityProblems(window.page)).toEqual([]);
    expect(window.faults).toEqual([]);
  });
});
