import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startSitrep } from '../process/running.ts';
import { startBrowser } from './browser.ts';
import { openWindow, type Window } from './window.ts';

const KNOWLEDGE = resolve(import.meta.dirname, '../../knowledge');
const FACT = {
  text: 'The United States has announced that it intends to make more strikes in the Middle East against Iran-aligned groups.',
  label: 'Announcement of more U.S. strikes',
};
/** A fact that the brief offers and the moderator leaves out. */
const LEFT_OUT = 'Calls to act directly against Iran';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** A copy of the bundled facts that a test may edit, and room for the store. */
async function openFolder() {
  const path = await mkdtemp(join(tmpdir(), 'sitrep-pins-'));
  await cp(KNOWLEDGE, join(path, 'knowledge'), { recursive: true });
  const file = join(path, 'knowledge', 'us-iran-strikes', 'facts.yml');
  return {
    path,
    /** Replaces a passage that the file has once. */
    async edit(before: string, after: string) {
      const text = await readFile(file, 'utf8');
      expect(text.split(before)).toHaveLength(2);
      await writeFile(
        file,
        text.replace(before, () => after),
      );
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** The real process, on the facts of that folder. */
const startOn = (path: string, settings: Readonly<Record<string, string>> = {}) =>
  startSitrep({
    SITREP_PORT: '0',
    SITREP_KNOWLEDGE: join(path, 'knowledge'),
    SITREP_STORE: join(path, 'sitrep.sqlite'),
    ...settings,
  });

async function addressOf(sitrep: Running): Promise<string> {
  const [, url = ''] = await sitrep.printed(/Open (http:\/\/127\.0\.0\.1:\d+\/)/);
  return url;
}

/** What the file of a fact says of its status. */
const status = (name: string, note: string) => `  status: ${name}\n  status_note: ${note}\n`;
const CORRECTED = 'The United States has announced that it may strike Iran-aligned groups in the Middle East again.';
const LABEL_LINE = `  label: ${FACT.label}\n`;

async function send({ page, line }: Window, text: string): Promise<void> {
  await line.click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** A private message that has this button, the newest. */
const withButton = ({ page, messages }: Window, name: string): Locator =>
  messages.filter({ has: page.getByRole('button', { name, exact: true }) }).last();

async function press(window: Window, name: string): Promise<void> {
  await withButton(window, name).getByRole('button', { name, exact: true }).click();
}

/** The whole way of a living pin: a moderator's hands, the page, the real process, the files on disk, and back. */
test('from a brief to a pin that follows the facts on disk, to its end', async () => {
  await using folder = await openFolder();
  await using sitrep = startOn(folder.path);
  const url = await addressOf(sitrep);
  await using window = await openWindow(browser, url, { as: 'moderator' });
  const { page, messages, options } = window;

  // What there is to say, for the moderator alone.
  await send(window, '/brief');
  await messages.filter({ hasText: 'Moderator used /brief' }).getByText(FACT.text).waitFor();

  // The builder: facts are chosen from a menu, the preview follows.
  await send(window, '/pin brief');
  const builder = withButton(window, 'Post and pin');
  await builder.getByText(FACT.text).waitFor();
  const menu = builder.getByRole('combobox', { name: /^Choose the facts: \d+ of \d+ chosen$/ });
  const [, count = ''] = /: (\d+) of/.exec((await menu.getAttribute('aria-label')) ?? '') ?? [];
  await menu.click();
  await options.filter({ hasText: LEFT_OUT }).click();
  await page.keyboard.press('Escape');
  await builder.getByRole('combobox', { name: `Choose the facts: ${Number(count) - 1} of` }).waitFor();

  // A line of the moderator's own.
  await press(window, 'Add a line');
  const dialog = page.getByRole('dialog', { name: 'Add a line' });
  await dialog.getByRole('textbox', { name: 'Your line' }).fill('Please keep other news to #general.');
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await builder.getByText('Please keep other news to #general.').waitFor();
  const previewed = await builder.locator('.container').first().locator('.markdown').allTextContents();

  await press(window, 'Post and pin');
  const pin = messages.and(page.getByRole('article', { name: 'Message from Sitrep', exact: true }));
  await pin.getByText(FACT.text).waitFor();
  await messages.getByText('Posted and pinned').waitFor();
  await page.getByRole('article', { name: 'Sitrep pinned a message' }).waitFor();
  expect(await pin.count()).toBe(1);
  await messages.getByRole('link', { name: '“State of play”' }).click();
  expect(await pin.evaluate((element) => element === document.activeElement)).toBe(true);
  // All but the last line, which tells the minute, is what was seen before.
  const posted = await pin.locator('.markdown').allTextContents();
  expect(posted.slice(0, -1)).toEqual(previewed.slice(0, -1));
  expect(posted.join('\n')).toContain('Moderator’s note, @Moderator: Please keep other news to #general.');

  await page.getByRole('button', { name: 'Pinned messages', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Pinned messages' });
  const pinned = panel.getByRole('article');
  await pinned.getByText(FACT.text).waitFor();

  // Another wording: the pinned message follows without a word about it.
  const reworded =
    'The United States has announced that it means to strike Iran-aligned groups in the Middle East again.';
  await folder.edit(FACT.text, reworded);
  await pinned.getByText(reworded).waitFor();
  await pinned.getByText('(edited)').waitFor();
  expect(await panel.getByText('What changed').count()).toBe(0);

  // A correction: followed, and told with its date.
  await folder.edit(
    `${reworded}\n${LABEL_LINE}`,
    `${CORRECTED}\n${LABEL_LINE}${status('corrected', 'it had said means to')}`,
  );
  await pinned.getByText(CORRECTED).waitFor();
  await pinned.getByText('What changed').waitFor();
  expect(await pinned.locator('li', { hasText: FACT.label }).locator('time').count()).toBe(1);

  // A retraction: struck with the reason, not dropped.
  await folder.edit(status('corrected', 'it had said means to'), status('retracted', 'the source took it back'));
  await pinned.locator('s', { hasText: CORRECTED }).waitFor();
  await pinned.getByText('(the source took it back)').waitFor();
  await panel.getByRole('button', { name: 'Jump' }).click();
  expect(await pin.evaluate((element) => element === document.activeElement)).toBe(true);

  // What is there, what is different, and bringing it up to date.
  await send(window, '/pins');
  await press(window, 'Show changes');
  await messages.getByText('Reason: the source took it back').waitFor();
  await send(window, '/pins');
  await press(window, 'Refresh');
  await messages.getByText('is up to date').waitFor();
  await expect.poll(() => pin.getByText(CORRECTED).count()).toBe(0);
  expect(await pin.locator('s').count()).toBe(0);
  expect(await pin.count()).toBe(1);

  await send(window, '/pins');
  await press(window, 'Unpin');
  await messages.getByText('Its message stays where it is').waitFor();
  await page.getByRole('button', { name: 'Pinned messages', exact: true }).click();
  await panel.getByText('No message is pinned in this channel.').waitFor();
  expect(window.faults).toEqual([]);
});

test('a pin asks after a correction of its fact, and a moderator decides', async () => {
  await using folder = await openFolder();
  await using sitrep = startOn(folder.path, { SITREP_PIN_UPDATES: 'ask' });
  const url = await addressOf(sitrep);
  await using window = await openWindow(browser, url, { as: 'moderator' });
  await using member = await openWindow(browser, url, { as: 'member' });
  const { page, messages } = window;
  const publicly = (name: string | RegExp) => messages.and(page.getByRole('article', { name, exact: true }));

  // A shared answer is pinned from its own menu; a member's menu does not offer that.
  await send(window, '/facts strikes');
  await press(window, 'Share');
  const shared = publicly('Message from Sitrep');
  await shared.getByText(FACT.text).waitFor();
  await member.messages.first().getByRole('button', { name: 'Message actions' }).click();
  await member.page.getByRole('menuitem', { name: 'Apps' }).click();
  expect(await member.page.getByRole('menuitem').allTextContents()).toEqual([
    'Reply',
    'Forward to',
    'Apps',
    'Check facts',
  ]);
  await shared.getByText(FACT.text).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Apps' }).click();
  await page.getByRole('menuitem', { name: 'Pin this answer' }).click();
  await press(window, 'Post and pin');
  await messages.getByText('Posted and pinned').waitFor();
  const pin = shared.last();
  await expect.poll(() => shared.count()).toBe(2);

  await folder.edit(`${FACT.text}\n${LABEL_LINE}`, `${CORRECTED}\n${LABEL_LINE}${status('corrected', 'it was wrong')}`);
  await pin.getByRole('button', { name: 'Review' }).waitFor();
  expect(await pin.getByText(FACT.text).count()).toBe(1);

  // Everybody sees the button; it is for moderators.
  await member.messages.getByRole('button', { name: 'Review' }).click();
  await member.messages.getByText('Pin Messages').waitFor();
  await press(window, 'Review');
  const review = withButton(window, 'Leave');
  await review.getByText(`After: ${CORRECTED}`).waitFor();
  await press(window, 'Refresh');
  await pin.getByText(CORRECTED).waitFor();
  expect(await pin.getByRole('button', { name: 'Review' }).count()).toBe(0);

  // Deleting asks first.
  await send(window, '/pins');
  // The shared answer has a button of that name as well.
  await withButton(window, 'Show changes').getByRole('button', { name: 'Delete', exact: true }).click();
  await press(window, 'Delete it');
  await expect.poll(() => shared.count()).toBe(1);
  expect([...window.faults, ...member.faults]).toEqual([]);
});
