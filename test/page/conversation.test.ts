import { ApplicationCommandType, GatewayIntentBits, Partials } from 'discord.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Standin, startStandin } from '../../src/standin/standin.ts';
import { ASK, type Behaviour, newClient, openScene, type Scene } from '../standin/tiny-bot.ts';
import { startBrowser } from './browser.ts';
import { openWindow, type Window } from './window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

const situation = { title: 'Harbour fire', scope: 'The fire of one night, as one report tells it.', others: ['Flood'] };
const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;

/** A bot that answers whatever it is told, and a server with two channels. */
const open = (behaviour: Behaviour = {}): Promise<Scene> =>
  openScene(
    {
      message: async (message) => {
        if (message.content !== '') await message.reply(`You said: ${message.content}`);
      },
      ...behaviour,
    },
    {
      standin: { channels: [{ name: 'general' }], situation: () => situation },
      client: { intents: [Guilds, GuildMessages, DirectMessages], partials: [Partials.Channel] },
      commands: [ASK, { name: 'Check facts', type: ApplicationCommandType.Message }],
    },
  );

async function say({ page, line }: Window, text: string): Promise<void> {
  await line.click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

describe('a person who writes', () => {
  test('sees a plain message in the channel, and hears how to address the bot', async () => {
    await using scene = await open();
    await using window = await openWindow(browser, scene.standin.url);
    const { page, line, messages } = window;
    await line.fill('hello there');
    await page.getByRole('status').getByText('Sitrep reads a message only where it is mentioned').waitFor();
    await page.keyboard.press('Enter');
    await messages.filter({ hasText: 'hello there' }).waitFor();
    expect(await line.inputValue()).toBe('');
    expect(await messages.first().getAttribute('aria-label')).toBe('Message from Member');
    expect(window.faults).toEqual([]);
  });

  test('mentions the bot by keyboard, from the list that "@" opens', async () => {
    await using scene = await open();
    await using window = await openWindow(browser, scene.standin.url);
    const { page, line, options, messages } = window;
    await line.click();
    await page.keyboard.type('@');
    await expect.poll(() => options.allTextContents()).toEqual(['@Sitrep', '@Member', '@Second member', '@Moderator']);
    await page.keyboard.type('si');
    await expect.poll(() => options.allTextContents()).toEqual(['@Sitrep']);
    await page.keyboard.press('Enter');
    expect(await line.inputValue()).toBe('@Sitrep ');
    await page.keyboard.type('where is he?');
    expect(await page.getByText('Sitrep reads a message only').isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    const answer = messages.filter({ hasText: 'You said:' });
    await answer.waitFor();
    await messages.filter({ hasText: '@Sitrep where is he?' }).first().waitFor();
    expect(scene.standin.person('member').sees()[0]?.content).toBe(`<@${scene.standin.ids.bot}> where is he?`);
    expect(await answer.getByRole('button', { name: 'In reply to Member: @Sitrep where is he?' }).count()).toBe(1);
    expect(window.faults).toEqual([]);
  });

  test('replies to a message by keyboard, with and without a ping, and can take the reply back', async () => {
    await using scene = await open();
    const { id } = (await scene.client.rest.post(`/channels/${scene.standin.ids.channel}/messages`, {
      body: { content: 'The fire began at **nine**.' },
    })) as { id: string };
    await using window = await openWindow(browser, scene.standin.url);
    const { page, line, messages } = window;
    const startReply = async () => {
      await messages.first().getByRole('button', { name: 'Message actions' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Reply' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('Replying to Sitrep').waitFor();
      expect(await line.evaluate((input) => input === document.activeElement)).toBe(true);
    };
    await startReply();
    await page.keyboard.press('Escape');
    expect(await page.getByText('Replying to Sitrep').isVisible()).toBe(false);

    await startReply();
    await page.keyboard.type('and where?');
    await page.keyboard.press('Enter');
    await messages.filter({ hasText: 'You said: and where?' }).waitFor();
    const reply = messages.nth(1);
    await reply.getByRole('button', { name: 'In reply to Sitrep: The fire began at nine.' }).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-message-id'))).toBe(id);
    expect(await page.getByText('Replying to Sitrep').isVisible()).toBe(false);

    await startReply();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Notify Sitrep: @ on');
    await page.keyboard.press('Enter');
    await say(window, 'and why?');
    await messages.filter({ hasText: 'and why?' }).waitFor();
    const sent = scene.standin.person('member').sees();
    expect(sent.map(({ content, mentions }) => [content, mentions.length])).toEqual([
      ['The fire began at **nine**.', 0],
      ['and where?', 1],
      ['You said: and where?', 1],
      ['and why?', 0],
    ]);
    expect(window.faults).toEqual([]);
  });

  test('reads the start of a message with headings and lines as separate words', async () => {
    await using scene = await open();
    const path = `/channels/${scene.standin.ids.channel}/messages` as const;
    const { id } = (await scene.client.rest.post(path, { body: { content: '### Kim Lee\nEngineer\n- the dam' } })) as {
      id: string;
    };
    await scene.client.rest.post(path, { body: { content: 'More.', message_reference: { message_id: id } } });
    await using window = await openWindow(browser, scene.standin.url);
    await window.messages.getByRole('button', { name: 'In reply to Sitrep: Kim Lee Engineer the dam' }).waitFor();
    expect(window.faults).toEqual([]);
  });

  test('sees what another person forwards', async () => {
    await using scene = await open();
    const { standin } = scene;
    await using window = await openWindow(browser, standin.url);
    const other = standin.person('secondMember');
    other.forward(other.in(standin.channel('general')).say('Said **elsewhere**.'));
    await window.messages.filter({ hasText: 'Forwarded' }).getByText('elsewhere').waitFor();
    expect(window.faults).toEqual([]);
  });

  test('forwards a message to another channel', async () => {
    await using scene = await open();
    const { standin } = scene;
    await using window = await openWindow(browser, standin.url);
    const { page, messages } = window;
    standin.person('secondMember').say('The dam broke on Sunday.');
    await messages.first().getByRole('button', { name: 'Message actions' }).click();
    await page.getByRole('menuitem', { name: 'Forward to' }).click();
    await page.getByRole('menuitem', { name: '#general' }).click();
    await page.getByRole('button', { name: 'general' }).click();
    const forwarded = messages.filter({ hasText: 'Forwarded' });
    await forwarded.getByText('The dam broke on Sunday.').waitFor();
    expect(await forwarded.getByText('Member', { exact: true }).count()).toBe(1);
    expect(window.faults).toEqual([]);
  });

  test('keeps what was typed where it cannot be sent', async () => {
    await using scene = await open();
    const { standin } = scene;
    await using window = await openWindow(browser, standin.url);
    standin.overwrite({ id: standin.ids.guild, type: 'role', allow: 0n, deny: 1n << 11n });
    await say(window, 'hello there');
    await window.page.getByRole('alert').getByText('the permission Send Messages is missing').waitFor();
    expect(await window.line.inputValue()).toBe('hello there');
    expect(window.faults).toEqual([]);
  });

  test('deletes a message of their own, and no other', async () => {
    await using scene = await open();
    await using window = await openWindow(browser, scene.standin.url);
    await say(window, 'mine');
    await window.messages.filter({ hasText: 'mine' }).waitFor();
    scene.standin.person('secondMember').say('theirs');
    await window.messages.nth(1).getByRole('button', { name: 'Message actions' }).click();
    const items = window.page.getByRole('menuitem');
    expect(await items.allTextContents()).toEqual(['Reply', 'Forward to', 'Apps']);
    await window.page.keyboard.press('Escape');
    await window.messages.first().getByRole('button', { name: 'Message actions' }).click();
    await items.getByText('Delete message').click();
    await expect.poll(() => window.messages.allTextContents()).toEqual([expect.stringContaining('theirs')]);
    expect(window.faults).toEqual([]);
  });
});

describe('channels and people', () => {
  test('a person goes to another channel and to direct messages, where every message is answered', async () => {
    await using scene = await open();
    await using window = await openWindow(browser, scene.standin.url);
    const { page, messages } = window;
    const nav = page.getByRole('navigation', { name: 'Channels' });
    await say(window, 'in the first channel');
    await nav.getByRole('button', { name: 'general' }).click();
    await page.getByText('Welcome to #general').waitFor();
    expect(await messages.count()).toBe(0);
    await nav.getByRole('button', { name: 'Sitrep' }).click();
    await page.getByText('Your direct messages with Sitrep').waitFor();
    expect(await page.title()).toBe('@Sitrep');
    await say(window, 'where is he?');
    await messages.filter({ hasText: 'You said: where is he?' }).waitFor();
    await page.reload();
    await messages.nth(1).waitFor();
    expect(page.url()).toContain('channel=direct');

    // The second member has direct messages of their own.
    await page.getByText('Second member', { exact: true }).click();
    await page.getByText('Your direct messages with Sitrep').waitFor();
    expect(await messages.count()).toBe(0);
    expect(page.url()).toContain('as=second+member');
    await nav.getByRole('button', { name: 'situation' }).click();
    await messages.filter({ hasText: 'in the first channel' }).waitFor();
    expect(window.faults).toEqual([]);
  });

  test('a channel with new messages says so until it is opened', async () => {
    await using scene = await open();
    await using window = await openWindow(browser, scene.standin.url);
    const direct = await scene.client.users.createDM(scene.standin.ids.member);
    await direct.send('What you asked is now in the sources.');
    const entry = window.page.getByRole('button', { name: 'Sitrep (new messages)' });
    await entry.click();
    await window.messages.getByText('What you asked is now in the sources.').waitFor();
    await entry.waitFor({ state: 'detached' });
    expect(window.faults).toEqual([]);
  });

  test('a command on a message works in direct messages', async () => {
    await using scene = await open({
      onMessage: (interaction) => interaction.reply(`Checked: ${interaction.targetMessage.content}`),
    });
    await using window = await openWindow(browser, `${scene.standin.url}`);
    await window.page.getByRole('button', { name: 'Sitrep', exact: true }).click();
    await window.page.getByText('Your direct messages with Sitrep').waitFor();
    await say(window, 'Hezbollah has joined.');
    await window.messages.first().getByRole('button', { name: 'Message actions' }).click();
    await window.page.getByRole('menuitem', { name: 'Apps' }).click();
    await window.page.getByRole('menuitem', { name: 'Check facts' }).click();
    await window.messages.filter({ hasText: 'Checked: Hezbollah has joined.' }).waitFor();
    expect(window.faults).toEqual([]);
  });
});

describe('the page at the start', () => {
  test('says what Sitrep is and which situation it serves', async () => {
    await using scene = await open();
    await using window = await openWindow(browser, scene.standin.url);
    const { page } = window;
    await page.getByText('Sitrep is a chat bot. It answers questions only from facts').waitFor();
    await page.getByRole('log').getByText(situation.title).waitFor();
    await page.getByText(situation.scope).waitFor();
    await page.getByText('Sitrep serves 2 situations. Beside this one: Flood.').waitFor();
    await page.getByText(`Situation: ${situation.title}`).waitFor();
    expect(window.faults).toEqual([]);
  });

  test('names another situation as soon as it is chosen, in the channel for which it is chosen', async () => {
    let title = 'Harbour fire';
    let standin: Standin | undefined;
    await using scene = await openScene(
      {},
      {
        standin: {
          channels: [{ name: 'general' }],
          situation: (_, channelId) => ({
            title: channelId === standin?.ids.channel ? title : 'Storm',
            scope: 'One night.',
            others: [],
          }),
          examples: () => [`/ask ${title}`],
        },
      },
    );
    standin = scene.standin;
    await using window = await openWindow(browser, standin.url);
    const { page } = window;
    await page.getByText('Situation: Harbour fire').waitFor();
    title = 'River flood';
    standin.situationChanged();
    await page.getByText('Situation: River flood').waitFor();
    await page.getByRole('button', { name: '/ask River flood' }).waitFor();
    await page.getByRole('button', { name: 'general' }).click();
    await page.getByText('Situation: Storm').waitFor();
    expect(window.faults).toEqual([]);
  });

  test('says nowhere that it is connecting once the bot is there', async () => {
    const standin = await startStandin();
    const client = newClient(standin);
    try {
      await using window = await openWindow(browser, standin.url, { ready: false });
      await window.page.getByRole('status').getByText('Sitrep is connecting…').waitFor();
      await client.login(standin.token);
      await window.page.getByText('online', { exact: true }).waitFor();
      await window.page.locator('#send:enabled').waitFor();
      expect(
        await window.page
          .getByText(/connecting/i)
          .filter({ visible: true })
          .count(),
      ).toBe(0);
      expect(window.faults).toEqual([]);
    } finally {
      await client.destroy();
      await standin.close();
    }
  });

  test('is light or dark as the system is, until a person chooses', async () => {
    await using scene = await open();
    await using window = await openWindow(browser, scene.standin.url);
    const { page } = window;
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [light, dark] = ['rgb(255, 255, 255)', 'rgb(44, 46, 53)'];
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await ground()).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).toBe(dark);
    await page.getByLabel('Appearance').selectOption('Light');
    expect(await ground()).toBe(light);
    await page.reload();
    await page.locator('#send:enabled').waitFor();
    expect(await ground()).toBe(light);
    await page.getByLabel('Appearance').selectOption('As the system');
    expect(await ground()).toBe(dark);
    expect(window.faults).toEqual([]);
  });
});
