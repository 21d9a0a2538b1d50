/** The curators' page in a browser, over a situation on disk. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FactId } from '../../src/model/knowledge.ts';
import { FACTS, openStage, type Stage } from '../workshop/curate-stage.ts';
import { accessibilityProblems } from './axe.ts';
import { startBrowser } from './browser.ts';
import { openWindow, type WindowOptions } from './window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

const open = async (stage: Stage, options: WindowOptions = {}) => {
  const window = await openWindow(browser, stage.url, { ready: false, width: 1400, ...options });
  await window.page.locator('#health:not(:empty)').waitFor();
  return window;
};
const factsOn = (stage: Stage): Promise<string> => readFile(stage.path('facts.yml'), 'utf8');
const openFact = (page: Page, label: string) => page.locator('#entries').getByRole('link', { name: label }).click();
const saved = (page: Page, what = 'Saved.') => page.locator('.state').getByText(what).waitFor();

test('a fact is corrected beside its source, told what is wrong while typing, and every other byte stays', async () => {
  await using stage = await openStage();
  await using window = await open(stage);
  const { page } = window;
  await openFact(page, 'Closing of the bridges');
  // The cited sentence is marked in the source, and the quote in it.
  await expect
    .poll(() => page.locator('mark[data-sentence]').textContent())
    .toBe('The River Authority closed two bridges in Lower Town, it said on Sunday.');
  expect(await page.locator('mark strong').textContent()).toBe('closed two bridges');

  const fact = page.getByLabel('The fact', { exact: true });
  await fact.fill('The authority said on Sunday that it had shut 3 bridges');
  await page.locator('#field-text-findings').getByText('does not end like a sentence').waitFor();
  expect(await fact.getAttribute('aria-invalid')).toBe('true');
  await page.locator('#field-numbers-0-findings').getByText('the text does not state the number 2').waitFor();
  await page.getByText('While a problem is there, Sitrep goes on with the earlier facts.').waitFor();
  await fact.pressSequentially('.');
  await expect.poll(() => page.locator('#field-text-findings').textContent()).toBe('');

  await page.getByLabel('number 1: Number').fill('3');
  await page.getByLabel('Label', { exact: true }).fill('Closing of three bridges');
  await page.getByLabel('Other ways to ask for it').fill('which bridges are shut\nis the bridge: open');
  await page.getByLabel('When: As the source says it').fill('Monday');
  await page.getByLabel('When: As a date').fill('2024-03-04');
  await page.locator('#field-time-findings').getByText('the date states the year 2024').waitFor();
  await page.getByLabel('When: As a date').fill('');
  await page.getByLabel('How certain').selectOption('disputed');
  await page.locator('#field-status-findings').getByText('status_note is not given').waitFor();
  await page.getByLabel('Why', { exact: true }).fill('The mayor says two.');
  await page.getByLabel('passage 1: Quote').fill('closed two bridges in Lower Town');
  await expect.poll(() => page.locator('mark strong').textContent()).toBe('closed two bridges in Lower Town');
  await page.getByRole('button', { name: 'Remove Lower Town from Where' }).click();
  await page.getByRole('combobox', { name: 'Passed on by' }).fill('lower town');
  await page.getByRole('combobox', { name: 'Passed on by' }).press('Enter');
  await page.getByRole('button', { name: 'Remove Lower Town from Passed on by' }).waitFor();
  await page.keyboard.press('Control+s');
  await saved(page);

  expect(await factsOn(stage)).toBe(
    FACTS.replace(
      'The River Authority said on Sunday that it had shut two bridges.',
      'The authority said on Sunday that it had shut 3 bridges.',
    )
      .replace('label: "Closing of the bridges"   #', 'label: "Closing of three bridges"   #')
      .replace('  importance: 4\n', '  importance: 4\n  status: disputed\n  status_note: The mayor says two.\n')
      .replace('said_by: [river-authority]\n', 'said_by: [river-authority]\n  via: [lower-town]\n')
      .replace('  places: [lower-town]\n', '')
      .replace('{text: Sunday}', '{text: Monday}')
      .replace('value: 2, of', 'value: 3, of')
      .replace('[which bridges are shut]', '[which bridges are shut, "is the bridge: open"]')
      .replace('quote: closed two bridges}', 'quote: closed two bridges in Lower Town}'),
  );
  await page.locator('#entries').getByText('Closing of three bridges').waitFor();
  expect(window.faults).toEqual([]);
});

test('a fact that changes beneath is shown with both texts, and nothing of either is lost', async () => {
  await using stage = await openStage();
  await using mine = await open(stage);
  await using other = await open(stage);
  for (const { page } of [mine, other]) await openFact(page, 'Rise of the river');
  await mine.page.getByLabel('The fact', { exact: true }).fill('The river rose, as was feared, on March 3.');
  await other.page.getByLabel('The fact', { exact: true }).fill('The river rose on March 3, at noon.');
  await other.page.getByLabel('Importance').selectOption('2');
  await other.page.getByRole('button', { name: 'Save' }).click();
  await saved(other.page);

  const conflict = mine.page.getByRole('alert', { name: 'Changed in the file' });
  await conflict.getByText('at noon').waitFor();
  await conflict.getByText('as was feared').waitFor();
  expect(await mine.page.getByLabel('The fact', { exact: true }).inputValue()).toContain('as was feared');
  // Saving without a choice writes nothing.
  await mine.page.getByRole('button', { name: 'Save' }).click();
  await saved(mine.page, 'This was changed in the file meanwhile.');
  expect(await factsOn(stage)).toContain('at noon');
  await conflict.getByRole('button', { name: 'Go on with mine' }).click();
  expect(await mine.page.getByLabel('Importance').inputValue()).toBe('2');
  await mine.page.getByRole('button', { name: 'Save' }).click();
  await saved(mine.page);
  const written = FACTS.replace('The river rose on March 3.', 'The river rose, as was feared, on March 3.').replace(
    'importance: 5',
    'importance: 2',
  );
  expect(await factsOn(stage)).toBe(written);
  // The other tab, where nothing is being written, follows by itself.
  await expect.poll(() => other.page.getByLabel('The fact', { exact: true }).inputValue()).toContain('as was feared');

  // A text editor changes the file: the file's version can be taken, too.
  await mine.page.getByLabel('Label', { exact: true }).fill('Mine');
  await writeFile(stage.path('facts.yml'), written.replace('label: Rise of the river', 'label: Theirs'));
  await conflict.getByRole('button', { name: 'Take the file’s' }).click();
  expect(await mine.page.getByLabel('Label', { exact: true }).inputValue()).toBe('Theirs');
  expect([...mine.faults, ...other.faults]).toEqual([]);
});

test('what is typed while a change is being saved stays, and so does the focus', async () => {
  await using stage = await openStage();
  await using window = await open(stage);
  const { page } = window;
  await openFact(page, 'Rise of the river');
  const held = Promise.withResolvers<void>();
  await page.route('**/api/save', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.getByLabel('The fact', { exact: true }).fill('The river rose on March 3, at noon.');
  await page.keyboard.press('Control+s');
  await page.getByLabel('The fact', { exact: true }).fill('The river rose on March 3, at noon, it is said.');
  held.resolve();
  await saved(page);
  expect(await factsOn(stage)).toBe(FACTS.replace('on March 3.', 'on March 3, at noon.'));
  expect(await page.getByLabel('The fact', { exact: true }).inputValue()).toContain('it is said');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-text');
  await page.keyboard.press('Control+s');
  await expect.poll(() => factsOn(stage)).toBe(FACTS.replace('on March 3.', 'on March 3, at noon, it is said.'));
  expect(window.faults).toEqual([]);
});

test('unsaved words survive a broken file, a deleted file and a reload, and can be put back', async () => {
  await using stage = await openStage();
  await using window = await open(stage);
  const { page } = window;
  await openFact(page, 'Rise of the river');
  await page.getByLabel('The fact', { exact: true }).fill('The river rose on March 3, and I would hate to lose this.');
  await writeFile(stage.path('facts.yml'), '- id: [\n');
  await page.locator('#general').getByText('not valid YAML').waitFor();
  await page.getByRole('alert', { name: 'No longer in the file' }).getByText('I would hate to lose this').waitFor();
  await writeFile(stage.path('facts.yml'), FACTS);
  await expect
    .poll(() => page.getByLabel('The fact', { exact: true }).inputValue())
    .toContain('I would hate to lose this');

  page.removeAllListeners('dialog');
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await expect
    .poll(() => page.getByLabel('The fact', { exact: true }).inputValue())
    .toContain('I would hate to lose this');

  await writeFile(stage.path('facts.yml'), FACTS.replace(/- id: river-rose\n(?: {2}.*\n)+/, ''));
  await page.getByRole('button', { name: 'Put it back as a draft' }).click();
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  expect(await factsOn(stage)).toMatch(
    /- id: river-rose\n {2}draft: true\n {2}text: .*I would hate to lose this\.\n {2}label: Rise of the river\n/,
  );

  await rm(stage.path('facts.yml'));
  await page.locator('#general').getByText('is missing').waitFor();
  expect(window.faults).toEqual([]);
});

test('drafts are accepted one by one, discarded, and made from words of the source', async () => {
  await using stage = await openStage();
  await using window = await open(stage);
  const { page } = window;
  await page.getByRole('link', { name: 'Drafts (1)' }).click();
  await openFact(page, 'bulletin-p2-s1');
  await page.getByText('¶2 sentence 1: Repairs in the U.S. style take weeks.').waitFor();
  const accept = page.getByRole('button', { name: 'Accept' });
  await page.locator('#field-label-findings').getByText('is empty').waitFor();
  await expect.poll(() => accept.isDisabled()).toBe(true);
  await page.getByLabel('The fact', { exact: true }).fill('Repairs in the U.S. style take weeks.');
  await page.getByLabel('Label', { exact: true }).fill('Time that repairs take');
  await page.getByLabel('Id', { exact: true }).fill('repairs-take-weeks');
  await expect.poll(() => accept.isEnabled()).toBe(true);
  await accept.click();
  await saved(page, 'Accepted.');
  expect(new URL(page.url()).hash).toBe('#facts/repairs-take-weeks');
  expect(await factsOn(stage)).toContain('- id: repairs-take-weeks\n  text: Repairs in the U.S. style take weeks.\n');
  expect(await factsOn(stage)).not.toMatch(/draft|¶2/);

  // Words are marked in the source as a mouse would.
  await page.locator('[data-paragraph="2"][data-sentence="2"]').evaluate((sentence) => {
    const selection = document.getSelection();
    selection?.setBaseAndExtent(sentence.firstChild ?? sentence, 0, sentence.firstChild ?? sentence, 19);
  });
  await page.getByRole('button', { name: 'Cite the marked words' }).click();
  expect(await page.getByLabel('passage 2: Quote').inputValue()).toBe('Opponents allegedly');
  await page.getByRole('button', { name: 'Undo changes' }).click();
  await page.getByLabel('passage 2: Quote').waitFor({ state: 'detached' });
  await page
    .locator('[data-paragraph="2"][data-sentence="2"]')
    .evaluate((sentence) => document.getSelection()?.selectAllChildren(sentence));
  await page.getByRole('button', { name: 'New draft from them' }).click();
  await page.getByRole('heading', { name: 'bulletin-p2-s2' }).waitFor();
  expect(await factsOn(stage)).toContain('quote: Opponents allegedly removed a barrier.');
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.getByRole('button', { name: 'Press again to discard it for good' }).click();
  await page.getByText('There is no draft.').waitFor();
  expect(await factsOn(stage)).not.toContain('draft');

  // A name is drafted and accepted in the same way.
  await page.getByRole('link', { name: 'Names' }).click();
  await page.getByRole('button', { name: 'New name' }).click();
  await page.getByRole('heading', { name: 'new-name' }).waitFor();
  await page.getByRole('link', { name: 'Names' }).click();
  await page.getByRole('button', { name: 'New name' }).click();
  await page.getByRole('heading', { name: 'new-name-2' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Anna Berg');
  await page.getByLabel('Id', { exact: true }).fill('anna-berg');
  await page.getByLabel('Other names').fill('Berg\nMrs Berg');
  await expect.poll(() => accept.isEnabled()).toBe(true);
  await accept.click();
  await saved(page, 'Accepted.');
  expect(await readFile(stage.path('entities.yml'), 'utf8')).toContain(
    '  - id: anna-berg\n    kind: person\n    name: Anna Berg\n    importance: 3\n    aliases: [Berg, Mrs Berg]\n',
  );
  await page.getByRole('link', { name: 'Next draft: new-name' }).click();
  await page.getByRole('button', { name: 'Discard draft' }).waitFor();
  expect(new URL(page.url()).hash).toBe('#drafts/entity:new-name');
  expect(window.faults).toEqual([]);
});

test('a file as a whole is edited: problems are told while typing and lead to their line, and nothing else changes', async () => {
  await using stage = await openStage();
  await using window = await open(stage);
  const { page } = window;
  const before = await readFile(stage.path('situation.yml'), 'utf8');
  await page.getByRole('link', { name: 'Files' }).click();
  await openFact(page, 'situation.yml');
  const text = page.getByLabel('Text of situation.yml');
  expect(await text.inputValue()).toBe(before);
  await text.fill(before.replace('title: Repairs', 'titel: Repairs'));
  const findings = page.locator('#field-text-findings');
  await findings.getByText('the key "titel" is not known').waitFor();
  const line = before.split('\n').findIndex((each) => each.includes('title: Repairs')) + 1;
  await findings
    .getByRole('button', { name: `Line ${line}` })
    .first()
    .click();
  expect(await page.evaluate(() => document.getSelection()?.toString())).toContain('titel: Repairs');
  await text.fill(before.replace('id: repairs', 'id: repair'));
  await page.locator('.elsewhere').getByText('Did you mean "repair"?', { exact: true }).first().waitFor();
  // Half-written YAML is told, too.
  await text.fill(`${before}disputes: [`);
  await findings.getByText('not valid YAML').waitFor();
  const after = `${before.replace('title: Repairs', 'title: Repairs of the bridges')}# What the mayor wants to see.\nfigures:\n  - bridges closed   # checked\n`;
  await text.fill(after);
  await expect.poll(() => findings.textContent()).toBe('');
  await page.keyboard.press('Control+s');
  await saved(page);
  expect(await readFile(stage.path('situation.yml'), 'utf8')).toBe(after);

  // A file that is not there yet is made.
  await openFact(page, 'retired.yml');
  const retired = '- {id: old-fact, reason: it was wrong, moved_to: null}\n';
  await page.getByLabel('Text of retired.yml').fill(retired);
  await page.getByRole('button', { name: 'Save' }).click();
  await saved(page);
  expect(await readFile(stage.path('retired.yml'), 'utf8')).toBe(retired);
  // What is wrong with a file leads to its text from every view.
  await page.getByRole('link', { name: 'Facts', exact: true }).click();
  await writeFile(stage.path('questions.yml'), 'answered: [');
  await page.locator('#general').getByRole('link', { name: 'questions.yml' }).click();
  await page.getByLabel('Text of questions.yml').waitFor();
  expect(window.faults).toEqual([]);
});

test('of two who edit one file, the second keeps the other’s change, and sees it where both changed the same line', async () => {
  await using stage = await openStage();
  await using mine = await open(stage);
  await using other = await open(stage);
  const before = await readFile(stage.path('situation.yml'), 'utf8');
  const text = ({ page }: typeof mine) => page.getByLabel('Text of situation.yml');
  for (const { page } of [mine, other]) {
    await page.getByRole('link', { name: 'Files' }).click();
    await openFact(page, 'situation.yml');
  }
  const change = (page: typeof mine, from: string, to: string) =>
    text(page)
      .inputValue()
      .then((now) => text(page).fill(now.replace(from, to)));
  await change(mine, 'title: Repairs', 'title: Mending');
  await change(other, /^title: .*$/m.exec(before)?.[0] ?? '', 'title: Flood, as others call it');
  await other.page.getByRole('button', { name: 'Save' }).click();
  await saved(other.page);
  const conflict = mine.page.getByRole('alert', { name: 'Changed in the file' });
  await conflict.getByText('title: Flood, as others call it').waitFor();
  await conflict.getByText('its other changes stay').waitFor();
  await mine.page.keyboard.press('Control+s');
  await saved(mine.page, 'This was changed in the file meanwhile.');
  await conflict.getByRole('button', { name: 'Go on with mine' }).click();
  const both = before
    .replace(/^title: .*$/m, 'title: Flood, as others call it')
    .replace('title: Repairs', 'title: Mending');
  expect(await text(mine).inputValue()).toBe(both);
  await mine.page.getByRole('button', { name: 'Save' }).click();
  await saved(mine.page);
  await expect.poll(() => text(other).inputValue()).toBe(both);

  await change(mine, 'title: Mending', 'title: Mine');
  await writeFile(stage.path('situation.yml'), both.replace('title: Mending', 'title: Theirs'));
  await conflict.getByText('there, yours replace those of the file').waitFor();
  await conflict.getByText('title: Theirs').waitFor();
  await conflict.getByRole('button', { name: 'Take the file’s' }).click();
  expect(await text(mine).inputValue()).toContain('title: Theirs');
  expect([...mine.faults, ...other.faults]).toEqual([]);
});

test('a question is asked as a member would, and the reasons lead to the facts', async () => {
  await using stage = await openStage({ text: false });
  await using window = await open(stage);
  const { page } = window;
  await page.getByRole('link', { name: 'Ask' }).click();
  await page.getByLabel('Question', { exact: true }).fill('when did the river rise');
  await page.keyboard.press('Enter');
  await page.locator('#answer').getByText('The river rose on March 3. [¶1]').waitFor();
  await page.locator('.reasons').getByRole('link', { name: 'river-rose' }).first().click();
  // Without the text, the quotes stand beside the fact.
  await page.locator('#sources').getByText('“rose on March 3”').waitFor();
  expect(window.faults).toEqual([]);
});

const SENT = [
  { text: 'who fixed the pumps' },
  { text: 'how high is it: the river' },
  { text: 'who fixed the pumps??' },
  { text: 'That is <b>wrong</b>.', kind: 'report', facts: ['bridges-closed' as FactId] },
] as const;

test('what members asked goes to a fact or a draft, is taken care of or deleted, while the bot holds the store', async () => {
  await using stage = await openStage({ sent: SENT });
  await using window = await open(stage);
  const { page } = window;
  await page.getByRole('link', { name: 'Gaps (3)' }).click();
  const pumps = page.getByRole('article', { name: '“who fixed the pumps”' });
  await pumps.getByText('Sent 2 times').waitFor();
  await pumps.getByText('also “who fixed the pumps??”').waitFor();
  const report = page.getByRole('article', { name: '“That is <b>wrong</b>.”' });
  await report.getByRole('link', { name: 'Closing of the bridges' }).waitFor();

  const high = page.getByRole('article', { name: '“how high is it: the river”' });
  // A fact must be chosen first.
  await high.getByRole('button', { name: 'Add to the fact' }).click();
  await high.getByLabel('The fact that answers it').selectOption({ label: 'Rise of the river' });
  await high.getByLabel('The question').fill('how high: the river');
  await high.getByRole('button', { name: 'Add to the fact' }).click();
  await page.getByText('Added to the fact and to questions.yml.').waitFor();
  await page.getByRole('link', { name: 'Gaps (2)' }).waitFor();
  const line = '  time: {text: March 3, edtf: XXXX-03-03}\n';
  expect(await factsOn(stage)).toBe(FACTS.replace(line, `${line}  asked_as: ["how high: the river"]\n`));
  expect(await readFile(stage.path('questions.yml'), 'utf8')).toMatch(
    /q: "how high: the river".*first: \[river-rose\]/s,
  );

  await report.getByRole('button', { name: 'Taken care of' }).click();
  await page.getByRole('link', { name: 'Gaps (1)' }).waitFor();
  expect(await stage.waiting()).toEqual(['who fixed the pumps', 'who fixed the pumps??']);
  await pumps.getByRole('button', { name: 'New draft for it' }).click();
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  expect(await page.getByLabel('Other ways to ask for it').inputValue()).toBe('who fixed the pumps');
  await page.getByRole('link', { name: 'Gaps (1)' }).click();
  await pumps.getByRole('button', { name: 'Nothing for us: delete' }).click();
  await page.getByText('Nothing waits.').waitFor();
  expect(await stage.waiting()).toEqual([]);
  expect(window.faults).toEqual([]);
});

test('a text that is far too long is refused at its field, and is not lost', async () => {
  await using stage = await openStage();
  await using window = await open(stage);
  const { page } = window;
  await openFact(page, 'Rise of the river');
  await page.getByLabel('The fact', { exact: true }).fill(`${'very '.repeat(1000)}long.`);
  await page.locator('#field-text-findings').getByText('at most 2000 characters').waitFor();
  await page.getByLabel('The fact', { exact: true }).fill('x'.repeat(1_200_000));
  await saved(page, 'This is too long: at most 1024 kB');
  await page.keyboard.press('Control+s');
  expect(await page.getByLabel('The fact', { exact: true }).inputValue()).toHaveLength(1_200_000);
  expect(await factsOn(stage)).toBe(FACTS);
  await stage.running.process.kill('SIGTERM');
  await page.getByText('The page’s server cannot be reached.').first().waitFor();
  expect(await page.getByLabel('The fact', { exact: true }).inputValue()).toHaveLength(1_200_000);
});

const states: readonly (readonly [name: string, reach: (page: Page, stage: Stage) => Promise<unknown>])[] = [
  ['the list of facts', async (page) => page.locator('#entries a').first().waitFor()],
  ['a list without a match', async (page) => page.getByLabel('Find').fill('nothing like this')],
  [
    'a fact with problems',
    async (page) => {
      await openFact(page, 'Closing of the bridges');
      await page.getByLabel('The fact', { exact: true }).fill('No');
      await page.getByLabel('passage 1: Paragraph').fill('9');
      await page.getByRole('button', { name: 'Add number' }).click();
      await page.locator('[aria-invalid]').nth(1).waitFor();
    },
  ],
  [
    'a draft',
    async (page) => {
      await page.getByRole('link', { name: 'Drafts' }).click();
      await openFact(page, 'bulletin-p2-s1');
      await page.locator('[aria-invalid]').first().waitFor();
    },
  ],
  [
    'an accepted draft, and the way to the next',
    async (page) => {
      await page.getByRole('link', { name: 'Names' }).click();
      await page.getByRole('button', { name: 'New name' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Anna Berg');
      await page.getByRole('button', { name: 'Accept' }).click();
      await page.getByRole('link', { name: 'Next draft' }).waitFor();
    },
  ],
  [
    'a name with roles',
    async (page) => {
      await page.getByRole('link', { name: 'Names' }).click();
      await openFact(page, 'River Authority');
      await page.getByRole('button', { name: 'Add role' }).click();
    },
  ],
  [
    'a conflict',
    async (page, stage) => {
      await openFact(page, 'Rise of the river');
      await page.getByLabel('The fact', { exact: true }).fill('Mine.');
      await writeFile(stage.path('facts.yml'), FACTS.replace('on March 3.', 'on March 4.'));
      await page.getByRole('alert', { name: 'Changed in the file' }).waitFor();
    },
  ],
  [
    'a file with problems',
    async (page) => {
      await page.getByRole('link', { name: 'Files' }).click();
      await openFact(page, 'questions.yml');
      await page.getByLabel('Text of questions.yml').fill(`answered: [\n${'a long line '.repeat(40)}`);
      await page.locator('#field-text-findings').getByText('not valid YAML').waitFor();
    },
  ],
  [
    'a file in conflict',
    async (page, stage) => {
      await page.getByRole('link', { name: 'Files' }).click();
      await openFact(page, 'retired.yml');
      await page.getByLabel('Text of retired.yml').fill('# mine\n[]\n');
      await writeFile(stage.path('retired.yml'), '# theirs\n[]\n');
      await page.getByRole('alert', { name: 'Changed in the file' }).waitFor();
    },
  ],
  [
    'an answer with reasons',
    async (page) => {
      await page.getByRole('link', { name: 'Ask' }).click();
      await page.getByLabel('Question', { exact: true }).fill('when did the river rise');
      await page.keyboard.press('Enter');
      await page.locator('.reasons').waitFor();
    },
  ],
  [
    'the gaps',
    async (page) => {
      await page.getByRole('link', { name: 'Gaps' }).click();
      await page.locator('.gap').nth(2).waitFor();
    },
  ],
  [
    'a broken file',
    async (page, stage) => {
      await openFact(page, 'Rise of the river');
      await page.getByLabel('The fact', { exact: true }).fill('Mine.');
      await writeFile(stage.path('facts.yml'), '- id: [\n');
      await page.getByText('The file cannot be read now.').waitFor();
    },
  ],
];

test.each(['light', 'dark'] as const)(
  'axe finds nothing in any state of the %s page, and nothing is wider than a phone',
  async (colorScheme) => {
    for (const [name, reach] of states) {
      await using stage = await openStage({ sent: SENT });
      await using window = await open(stage, { colorScheme });
      await reach(window.page, stage);
      expect(await accessibilityProblems(window.page), name).toEqual([]);
      await window.page.setViewportSize({ width: 360, height: 740 });
      expect(await accessibilityProblems(window.page), `${name}, at phone width`).toEqual([]);
      expect(await window.page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(360);
      expect(window.faults, name).toEqual([]);
    }
  },
);

test('the keyboard alone is enough', async () => {
  await using stage = await openStage();
  await using window = await open(stage);
  const { page } = window;
  const reach = async (name: string) => {
    for (let n = 0; n < 80; n += 1) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '',
      );
      if (label.startsWith(name)) return;
    }
    throw new Error(`"${name}" cannot be reached with Tab`);
  };
  await reach('Removal of a barrier');
  await page.keyboard.press('Enter');
  await page.locator('h2:focus').getByText('Removal of a barrier').waitFor();
  await reach('Add passage');
  await page.keyboard.press('Enter');
  await page.keyboard.type('1');
  await expect.poll(() => page.getByLabel('passage 2: Paragraph').inputValue()).toBe('1');
  await reach('Remove passage 2');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Add passage');
  expect(window.faults).toEqual([]);
});
