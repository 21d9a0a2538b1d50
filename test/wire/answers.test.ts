import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { buttons, openScene, type Scene, shown, words } from './scene.ts';

describe('a member asks, and reads a cited answer', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
  });
  const ask = async (name: string, options: Record<string, string> = {}) =>
    shown(await scene.member.command(name, options));

  test('/who sullivan: name, role and what the sources say, each cited, seen by the member alone', async () => {
    const message = await ask('who', { name: 'sullivan' });
    const text = words(message);
    expect(text).toMatch(/^### Who: Jake Sullivan\nWhite House National Security Adviser \[¶1\]\n/);
    expect(text).toContain('On Sunday, Jake Sullivan');
    expect(text).toMatch(
      /\n-# Source: News article \(headline, author and date not given\)\n-# Facts as of <t:\d+:f>$/,
    );
    expect(scene.member.sees().some((seen) => seen.id === message.id)).toBe(true);
    expect(scene.moderator.sees().some((seen) => seen.id === message.id)).toBe(false);
  });

  test('/when conflict began: the time as the source gives it, without a year', async () => {
    const text = words(await ask('when', { event: 'conflict began' }));
    expect(text).toMatch(/^### When: start of the conflict\nThe conflict began on October 7\. \[¶3\]/);
    // The seconds of Discord's timestamp may hold such digits.
    expect(text.replaceAll(/<t:\d+:f>/g, '')).not.toMatch(/20\d\d/);
  });

  test('/when assault in Jordan: the sources do not say when, with the fact', async () => {
    const text = words(await ask('when', { event: 'assault in jordan' }));
    expect(text).toMatch(/^### When: .*\n\*\*The sources do not say when\.\*\*/);
    expect(text).toMatch(/deadly assault/);
    expect(text).toContain('Source: News article');
  });

  test('/facts hostages: who holds them, and the talks', async () => {
    const text = words(await ask('facts', { about: 'hostages' }));
    expect(text).toContain('Hamas is holding Israeli hostages. [');
    expect(text).toContain('Blinken');
  });

  test('/facts alone: the headline facts under their topics, in pages', async () => {
    const first = await ask('facts');
    expect(words(first)).toMatch(/^### U\.S\. strikes on Iran-aligned groups\n\*\*U\.S\. strikes\*\*\n/);
    expect(words(first)).toMatch(/Facts 1 to 5 of \d+/);
    expect(buttons(first)).toEqual(['Share', 'Proof', 'Next']);
    const second = shown(await scene.member.press(first, 'Next'));
    expect(second.id).toBe(first.id);
    expect(words(second)).toMatch(/Facts 6 to \d+ of \d+/);
    expect(words(second)).not.toBe(words(first));
    const back = shown(await scene.member.press(second, 'Previous'));
    expect(words(back)).toBe(words(first));
  });

  test('/who national security adviser: which one, and picking one answers in place', async () => {
    const question = await ask('who', { name: 'national security adviser' });
    expect(words(question)).toMatch(/^\*\*Which one\?\*\*/);
    expect(words(question)).toContain('former National Security Adviser');
    expect([...buttons(question)].sort()).toEqual(['Jake Sullivan', 'John Bolton']);
    const answer = shown(await scene.member.press(question, 'John Bolton'));
    expect(answer.id).toBe(question.id);
    expect(words(answer)).toMatch(/^### (?:Who: )?John Bolton\nFormer National Security Adviser \[¶7\]/);
  });

  test('/ask something far: no fact on that, two ways on, and nothing that looks like an answer', async () => {
    const message = await ask('ask', { question: 'best pizza in Rome?' });
    expect(words(message)).toMatch(/^\*\*I have no fact on that\.\*\*/);
    expect(buttons(message)).toEqual(['What is held', 'State of play']);
  });

  test('an allegation stays one', async () => {
    const text = words(await ask('ask', { question: 'who killed the three soldiers?' }));
    expect(text).toMatch(/^### Who allegedly killed the three soldiers\nIran-backed militants allegedly killed/);
    expect(text.match(/alleged/gi)).toHaveLength(2);
  });

  test('Proof shows each citation in full, with what is not known of the source', async () => {
    const answer = await ask('when', { event: 'conflict began' });
    const proof = shown(await scene.member.press(answer, 'Proof'));
    expect(proof.id).not.toBe(answer.id);
    expect(words(proof)).toContain('paragraph 3, sentence 1: “began on October 7”');
    expect(words(proof)).toContain(
      'Headline: not given. Publisher: not given. Author: not given. Published: not given. Link: not given.',
    );
    expect(scene.moderator.sees().some((seen) => seen.id === proof.id)).toBe(false);
  });

  test('/sources tells what is known and unknown of the article, and what the marks mean', async () => {
    const text = words(await ask('sources'));
    expect(text).toContain('Headline: not given');
    expect(text).toContain('Publisher: not given');
    expect(text).toContain('Link: not given');
    expect(text).toContain('what do the marks mean');
  });

  test('/help mentions every command with the id that Discord gave it', async () => {
    const text = words(await ask('help'));
    const names = commands.flatMap(({ definition: { name } }) =>
      name === 'pin' ? ['pin brief', 'pin facts'] : name === 'help' ? [] : [name],
    );
    for (const name of names) {
      expect(text).toMatch(new RegExp(`</${name}:\\d{17,19}>`));
    }
  });

  test('every text option suggests while someone types, misspelt too, and takes the suggestion, its label, or other text', async () => {
    const { member } = scene;
    const empty = await member.autocomplete('who', 'name', '');
    expect(empty.length).toBeGreaterThan(5);
    expect(empty.length).toBeLessThanOrEqual(25);
    const [choice] = await member.autocomplete('who', 'name', 'sulivan');
    expect(choice?.name).toContain('Jake Sullivan');
    const texts = [];
    for (const name of [String(choice?.value), choice?.name ?? '', 'sulivan'])
      texts.push(words(await ask('who', { name })));
    expect(new Set(texts).size).toBe(1);
    expect((await member.autocomplete('when', 'event', 'start of conf'))[0]?.name).toContain('Start of the conflict');
    expect((await member.autocomplete('facts', 'about', 'hizbol'))[0]?.name).toContain('Hezbollah');
    expect((await member.autocomplete('ask', 'question', 'hostag'))[0]?.name).toMatch(/hostages/i);
  });

  test('works in direct messages too', async () => {
    const message = shown(await scene.member.inDirectMessages().command('when', { event: 'conflict began' }));
    expect(words(message)).toContain('October 7');
  });

  test('the log says which command, which kind and how long, and nothing of who asked what', () => {
    const lines = scene.logged.filter((line) => line.msg === 'interaction');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines).toContainEqual(expect.objectContaining({ name: '/who', kind: 'choose', ms: expect.any(Number) }));
    expect(lines).toContainEqual(expect.objectContaining({ name: '/ask', kind: 'unknown' }));
    const all = JSON.stringify(scene.logged);
    expect(all).not.toContain('pizza');
    expect(all).not.toContain(scene.member.id);
    expect(all).not.toContain(scene.standin.token);
  });
});
