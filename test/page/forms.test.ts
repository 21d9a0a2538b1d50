import {
  type APIMessageTopLevelComponent,
  type APIModalInteractionResponseCallbackData,
  type APISelectMenuOption,
  type ChatInputCommandInteraction,
  MessageFlags,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ASK, type Behaviour, openScene } from '../standin/tiny-bot.ts';
import { startBrowser } from './browser.ts';
import { openWindow, type Window } from './window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

async function type({ page, line }: Window, text: string): Promise<void> {
  await line.click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

const text = (content: string): APIMessageTopLevelComponent => ({ type: 10, content });

interface MenuOptions {
  readonly min_values?: number;
  readonly max_values?: number;
  readonly disabled?: boolean;
  readonly defaults?: readonly string[];
}

/** A menu of colours. */
function colours({ defaults = [], ...rest }: MenuOptions): APIMessageTopLevelComponent {
  const options: APISelectMenuOption[] = ['Red', 'Green', 'Blue'].map((label) => ({
    label,
    value: label.toLowerCase(),
    description: `The colour ${label.toLowerCase()}`,
    default: defaults.includes(label),
  }));
  return { type: 1, components: [{ type: 3, custom_id: 'colours', placeholder: 'Which colours?', options, ...rest }] };
}

/** A bot that answers with a menu and keeps every choice made in it. */
function menuBot(menu: MenuOptions): { readonly behaviour: Behaviour; readonly choices: (readonly string[])[] } {
  const choices: (readonly string[])[] = [];
  const behaviour: Behaviour = {
    command: (interaction) =>
      interaction.reply({ flags: MessageFlags.IsComponentsV2, components: [text('Choose'), colours(menu)] }),
    button: async (interaction) => {
      if (!interaction.isStringSelectMenu()) return;
      choices.push(interaction.values);
      await interaction.update({ components: [text(`Chosen: ${interaction.values.join(' ')}`), colours(menu)] });
    },
  };
  return { behaviour, choices };
}

/** The border of the box to tick beside an option that is not chosen. */
const boxColour = ({ options }: Window): Promise<string> =>
  options
    .first()
    .locator('.select-mark')
    .evaluate((mark) => getComputedStyle(mark).borderTopColor);

describe('a select menu in a message', () => {
  test('sends a single choice at once', async () => {
    const { behaviour, choices } = menuBot({});
    await using scene = await openScene(behaviour);
    await using window = await openWindow(browser, scene.standin.url);
    await type(window, '/ask anything');
    const menu = window.messages.getByRole('combobox', { name: 'Which colours?' });
    await menu.click();
    expect(await menu.getAttribute('aria-expanded')).toBe('true');
    expect(await boxColour(window)).toBe('rgba(0, 0, 0, 0)');
    await window.options.filter({ hasText: 'Green' }).click();
    await window.messages.getByText('Chosen: green').waitFor();
    expect(choices).toEqual([['green']]);
    expect(window.faults).toEqual([]);
  });

  test('sends several choices once, in menu order, when it closes', async () => {
    const { behaviour, choices } = menuBot({ min_values: 1, max_values: 2, defaults: ['Blue'] });
    await using scene = await openScene(behaviour);
    await using window = await openWindow(browser, scene.standin.url);
    const { page, messages, options } = window;
    await type(window, '/ask anything');
    const menu = messages.getByRole('combobox', { name: 'Which colours?' });
    await expect.poll(() => menu.textContent()).toBe('Blue');

    // By keyboard: the list opens at what is chosen; the third is refused while two are.
    await menu.focus();
    await page.keyboard.press('Enter');
    expect(await boxColour(window)).not.toBe('rgba(0, 0, 0, 0)');
    const chosen = () => options.and(page.locator('[aria-selected=true]')).allTextContents();
    expect(await chosen()).toEqual(['BlueThe colour blue']);
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    expect(await options.nth(1).getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Space');
    expect(await chosen()).toEqual(['RedThe colour red', 'BlueThe colour blue']);
    expect(await menu.getAttribute('aria-activedescendant')).toBe(await options.nth(1).getAttribute('id'));
    expect(choices).toEqual([]);
    await page.keyboard.press('Escape');
    await messages.getByText('Chosen: red blue').waitFor();
    expect(choices).toEqual([['red', 'blue']]);
    expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(window.faults).toEqual([]);
  });

  test('sends nothing where too few are chosen, or the same as before', async () => {
    const { behaviour, choices } = menuBot({ min_values: 1, max_values: 3, defaults: ['Red'] });
    await using scene = await openScene(behaviour);
    await using window = await openWindow(browser, scene.standin.url);
    await type(window, '/ask anything');
    const menu = window.messages.getByRole('combobox', { name: 'Which colours?' });
    await menu.click();
    await window.options.filter({ hasText: 'Red' }).click();
    await window.page.getByText('Choose 1 to 3. 0 chosen.').waitFor();
    await window.page.getByRole('log').click({ position: { x: 5, y: 5 } });
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    expect(await menu.textContent()).toBe('Red');
    await menu.click();
    await window.options.filter({ hasText: 'Green' }).click();
    await window.options.filter({ hasText: 'Green' }).click();
    await menu.click();
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    expect(choices).toEqual([]);
    expect(await window.messages.locator('[aria-busy=true]').count()).toBe(0);
  });

  test('does not open where it is disabled', async () => {
    await using scene = await openScene(menuBot({ disabled: true }).behaviour);
    await using window = await openWindow(browser, scene.standin.url);
    await type(window, '/ask anything');
    const menu = window.messages.getByRole('combobox', { name: 'Which colours?' });
    await menu.click({ force: true });
    expect(await menu.isDisabled()).toBe(true);
    expect(await window.options.count()).toBe(0);
  });

  test('stays open while its message changes', async () => {
    const asked = Promise.withResolvers<ChatInputCommandInteraction>();
    const { behaviour, choices } = menuBot({ max_values: 3 });
    await using scene = await openScene({
      ...behaviour,
      command: async (interaction) => {
        await behaviour.command?.(interaction);
        asked.resolve(interaction);
      },
    });
    await using window = await openWindow(browser, scene.standin.url);
    await using other = await openWindow(browser, scene.standin.url, { as: 'moderator' });
    await type(window, '/ask anything');
    await window.messages.getByRole('combobox').click();
    await window.options.filter({ hasText: 'Red' }).click();
    await (await asked.promise).editReply({ components: [text('Changed'), colours({ max_values: 3 })] });
    await other.messages.getByText('Changed').waitFor();
    await window.options.filter({ hasText: 'Blue' }).click();
    await window.page.keyboard.press('Escape');
    await window.messages.getByText('Chosen: red blue').waitFor();
    expect(choices).toEqual([['red', 'blue']]);
    expect([...window.faults, ...other.faults]).toEqual([]);
  });
});

const LINE_MODAL: APIModalInteractionResponseCallbackData = {
  custom_id: 'line',
  title: 'Add a line',
  components: [
    { type: 10, content: 'It stands **below** the facts.' },
    {
      type: 18,
      label: 'Your line',
      description: 'Shown as yours',
      component: { type: 4, custom_id: 'text', style: 2, min_length: 3, max_length: 10, value: 'old', required: true },
    },
    {
      type: 18,
      label: 'Tone',
      component: {
        type: 3,
        custom_id: 'tone',
        required: false,
        options: [
          { label: 'Plain', value: 'plain' },
          { label: 'Formal', value: 'formal' },
        ],
      },
    },
    { type: 18, label: 'Tell me', description: 'By message', component: { type: 23, custom_id: 'tell' } },
  ],
};

describe('a dialog', () => {
  test('says what is wrong, counts characters, and sends all fields', async () => {
    const submitted: unknown[] = [];
    await using scene = await openScene({
      command: (interaction) => interaction.showModal(LINE_MODAL),
      submit: async (interaction) => {
        const { fields } = interaction;
        submitted.push(
          fields.getTextInputValue('text'),
          fields.getStringSelectValues('tone'),
          fields.getCheckbox('tell'),
        );
        await interaction.reply('Thank you.');
      },
    });
    await using window = await openWindow(browser, scene.standin.url);
    const { page } = window;
    await type(window, '/ask anything');
    const dialog = page.getByRole('dialog', { name: 'Add a line' });
    const input = dialog.getByRole('textbox', { name: 'Your line' });
    await input.waitFor();
    expect(await input.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await input.inputValue()).toBe('old');
    expect(await dialog.locator('strong').textContent()).toBe('below');

    const submit = dialog.getByRole('button', { name: 'Submit' });
    for (const [value, count, problem] of [
      ['', '0/10', 'This field is required.'],
      ['ab', '2/10', 'At least 3 characters; this has 2.'],
      ['eleven char', '11/10', 'At most 10 characters; this has 11.'],
    ] as const) {
      await input.fill(value);
      await dialog.getByText(count, { exact: true }).waitFor();
      await submit.click();
      await dialog.getByRole('alert').getByText(problem).waitFor();
      expect(await input.getAttribute('aria-invalid')).toBe('true');
    }
    // An emoji counts as one, as Discord counts it.
    await input.fill('ten chars🌊');
    await dialog.getByText('10/10', { exact: true }).waitFor();
    await dialog.getByRole('combobox', { name: 'Tone' }).click();
    await window.options.filter({ hasText: 'Formal' }).click();
    const box = dialog.getByRole('checkbox', { name: 'Tell me' });
    expect(await box.isChecked()).toBe(false);
    await box.check();
    await submit.click();
    await window.messages.getByText('Thank you.').waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect(submitted).toEqual(['ten chars🌊', ['formal'], true]);
    expect(window.faults).toEqual([]);
  });

  test('keeps what was typed where the bot does not answer, and can be sent again', async () => {
    let answers = false;
    await using scene = await openScene({
      command: (interaction) => interaction.showModal(LINE_MODAL),
      submit: (interaction) => answers && interaction.reply(`Got ${interaction.fields.getTextInputValue('text')}.`),
    });
    await using window = await openWindow(browser, scene.standin.url);
    await type(window, '/ask anything');
    const dialog = window.page.getByRole('dialog', { name: 'Add a line' });
    await dialog.getByRole('textbox').fill('my line');
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await expect.poll(() => scene.standin.traffic.gateway('INTERACTION_CREATE').length).toBe(2);
    scene.standin.faults.passDeadlines();
    await dialog.getByRole('alert').getByText('the application did not respond').waitFor();
    expect(await dialog.getByRole('textbox').inputValue()).toBe('my line');
    answers = true;
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await window.messages.getByText('Got my line.').waitFor();
    expect(await dialog.isVisible()).toBe(false);
  });

  test.each(['Escape', 'Cancel'])('closes with %s and sends nothing', async (way) => {
    let submitted = 0;
    await using scene = await openScene({
      command: (interaction) => interaction.showModal(LINE_MODAL),
      submit: (interaction) => {
        submitted += 1;
        return interaction.reply('Thank you.');
      },
    });
    await using window = await openWindow(browser, scene.standin.url);
    await type(window, '/ask anything');
    const dialog = window.page.getByRole('dialog', { name: 'Add a line' });
    await dialog.waitFor();
    if (way === 'Escape') await window.page.keyboard.press('Escape');
    else await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(submitted).toBe(0);
    expect(await window.page.locator('#pending li').count()).toBe(0);
    expect(window.faults).toEqual([]);
  });
});

const PIN: RESTPostAPIApplicationCommandsJSONBody = {
  name: 'pin',
  description: 'Pins things',
  default_member_permissions: String(1n << 51n),
  options: [
    {
      type: 1,
      name: 'brief',
      description: 'A brief',
      options: [{ type: 3, name: 'topic', description: 'A topic', autocomplete: true }],
    },
    { type: 1, name: 'facts', description: 'Chosen facts' },
  ],
};
const KEEP: RESTPostAPIApplicationCommandsJSONBody = { type: 3, name: 'Keep this' };

describe('commands with sub-commands, and commands of messages', () => {
  test('sub-commands are listed with their options and suggestions, and run', async () => {
    const ran: unknown[] = [];
    await using scene = await openScene(
      {
        command: (interaction) => {
          ran.push([
            interaction.commandName,
            interaction.options.getSubcommand(),
            interaction.options.getString('topic'),
          ]);
          return interaction.reply('Done.');
        },
        suggest: (typed) => [{ name: `${typed} as suggested`, value: 'suggested' }],
      },
      { commands: [PIN, ASK] },
    );
    await using window = await openWindow(browser, scene.standin.url, { as: 'moderator' });
    const { page, line, options } = window;
    await line.fill('/pin');
    await expect
      .poll(() => options.locator('.option-label').allTextContents())
      .toEqual(['/pin brief [topic]', '/pin facts']);
    await line.fill('/pin b');
    await expect.poll(() => options.count()).toBe(1);
    await page.keyboard.press('Enter');
    const topic = window.field('topic');
    await topic.fill('hos');
    await options.filter({ hasText: 'hos as suggested' }).click();
    await page.keyboard.press('Enter');
    await window.messages.getByText('Moderator used /pin brief').waitFor();
    await type(window, '/pin facts');
    await expect.poll(() => window.messages.count()).toBe(2);
    await type(window, '/pin brief a topic');
    await expect.poll(() => window.messages.count()).toBe(3);
    expect(ran).toEqual([
      ['pin', 'brief', 'suggested'],
      ['pin', 'facts', null],
      ['pin', 'brief', 'a topic'],
    ]);
    await type(window, '/pin nosuch');
    await page.getByRole('alert').getByText('There is no command /pin nosuch.').waitFor();
    expect(window.faults).toEqual([]);
  });

  test('a command for moderators is hidden from a member', async () => {
    await using scene = await openScene({}, { commands: [PIN, ASK] });
    await using window = await openWindow(browser, scene.standin.url, { as: 'member' });
    await window.line.fill('/');
    await expect.poll(() => window.options.locator('.option-label').allTextContents()).toEqual(['/ask question']);
    await window.line.fill('/pin facts ');
    await window.page.keyboard.press('Enter');
    const alert = window.page.getByRole('alert');
    await alert.getByText('There is no command /pin.').waitFor();
    await alert.getByText('Some are for moderators only: choose Moderator under “Acting as”.').waitFor();
    await window.page.getByText('Moderator', { exact: true }).click();
    await window.line.fill('/nosuch ');
    await window.page.keyboard.press('Enter');
    await alert.getByText('There is no command /nosuch.').waitFor();
    expect(await alert.getByText('Some are for moderators').count()).toBe(0);
  });

  test('a command on messages is in the menu of a message, by button, keyboard and right click', async () => {
    const kept: string[] = [];
    await using scene = await openScene(
      {
        command: (interaction) => interaction.reply('A message.'),
        onMessage: async (interaction) => {
          kept.push(interaction.targetMessage.content);
          await interaction.reply({ content: 'Kept.', flags: MessageFlags.Ephemeral });
        },
      },
      { commands: [KEEP, ASK] },
    );
    await using window = await openWindow(browser, scene.standin.url);
    const { page, messages } = window;
    await type(window, '/ask anything');
    const message = messages.filter({ hasText: 'A message.' });
    const more = message.getByRole('button', { name: 'Message actions' });

    await more.focus();
    await page.keyboard.press('Enter');
    const apps = page.getByRole('menuitem', { name: 'Apps' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await apps.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await messages.getByText('Kept.').waitFor();
    await messages.getByText('Member used Keep this').waitFor();
    expect(await more.evaluate((element) => element === document.activeElement)).toBe(true);

    await message.getByText('A message.').click({ button: 'right' });
    await apps.click();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menu').count()).toBe(0);
    await message.getByText('A message.').click({ button: 'right' });
    await apps.click();
    await page.getByRole('menuitem', { name: 'Keep this' }).click();
    await expect.poll(() => kept).toEqual(['A message.', 'A message.']);

    // A private answer has no commands, a member nothing of a moderator's.
    expect(await messages.filter({ hasText: 'Kept.' }).getByRole('button', { name: 'Message actions' }).count()).toBe(
      0,
    );
    await more.click();
    expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Reply', 'Forward to', 'Apps']);
    expect(window.faults).toEqual([]);
  });
});
