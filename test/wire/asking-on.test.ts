import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkTraffic } from '../standin/conformity.ts';
import { buttons, openScene, type Scene, shown, words } from './scene.ts';

describe('the buttons under an answer that ask on', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
  });
  /** Every fact answers when it is asked for by its own name. */
  const ask = async (fact: string) => shown(await scene.member.command('ask', { question: `fact:${fact}` }));

  test.each([
    ['conflict-began', ['When?']],
    ['hamas-attack', ['When?', 'Where?']],
    ['sullivan-strikes-continue', ['When?', 'Who said it?', 'Why?']],
    ['bolton-strikes-insufficient', ['Who said it?', 'Why?']],
    ['hostages-held', []],
  ])('of %s are %j: what the fact holds', async (fact, expected) => {
    expect(buttons(await ask(fact))).toEqual(['Share', 'Proof', ...expected]);
  });

  test('do not offer what was just asked', async () => {
    const answer = shown(await scene.member.command('when', { event: 'fact:hamas-attack' }));
    expect(buttons(answer)).toEqual(['Share', 'Proof', 'Where?']);
  });

  test('are not shown under a list, and never make a row of more than five', async () => {
    expect(buttons(shown(await scene.member.command('facts')))).toEqual(['Share', 'Proof', 'Next']);
    expect(buttons(shown(await scene.member.command('who', { name: 'sullivan' }))).join()).not.toContain('?');
  });

  test('answer the presser alone, under a heading that says what was asked', async () => {
    const answer = await ask('sullivan-strikes-continue');
    const next = await scene.member.press(answer, 'Why?');
    expect(next.ephemeral).toBe(true);
    expect(next.message?.id).not.toBe(answer.id);
    expect(words(next.message)).toMatch(/^### Why: /);
    expect(words(next.message)).toContain('in response to attacks against U.S. forces');
    expect(buttons(next.message)).toEqual(['Share', 'Proof', 'When?', 'Who said it?']);
  });

  test('are shown under a shared answer, where a moderator who presses one gets a private answer', async () => {
    const { member, moderator } = scene;
    const shared = shown(await member.press(await ask('hamas-attack'), 'Share'));
    expect(buttons(shared)).toEqual(['Proof', 'When?', 'Where?', 'Delete']);
    const answer = await moderator.press(shared, 'When?');
    expect(answer.ephemeral).toBe(true);
    expect(words(answer.message)).toContain('October 7');
    expect(member.sees().some(({ id }) => id === answer.message?.id)).toBe(false);
  });

  test('work after a restart', async () => {
    const answer = await ask('hamas-attack');
    await scene.restartBot();
    expect(words(shown(await scene.member.press(answer, 'Where?')))).toMatch(/^### Where: .*\n.*Gaza Strip/);
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });
});

test('where answers are public, asking on is, too', async () => {
  await using scene = await openScene({ answersTo: 'channel' });
  const answer = shown(await scene.member.command('ask', { question: 'fact:hamas-attack' }));
  const next = await scene.moderator.press(answer, 'When?');
  expect(next.ephemeral).toBe(false);
  expect(scene.member.sees().map(({ id }) => id)).toContain(next.message?.id);
});

test('people who installed Sitrep for themselves can use them where it is not installed', async () => {
  await using scene = await openScene();
  scene.standin.removeBot();
  scene.member.installApp();
  const answer = shown(await scene.member.command('ask', { question: 'fact:hamas-attack' }));
  expect(words(shown(await scene.member.press(answer, 'When?')))).toContain('October 7');
});
