import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/standin/shapes.ts';
import { SOUND, writeFolder } from '../knowledge/river-flood.ts';
import { BOT_WITH_PINS, openScene, type Scene, type SceneOptions, shown, words } from './scene.ts';

/** The bundled situation is the default, and the river flood is served beside it. */
async function twoSituations(options: SceneOptions = {}): Promise<Scene> {
  const folder = await writeFolder(
    Object.fromEntries(Object.entries(SOUND).map(([name, content]) => [`river/${name}`, content])),
  );
  return openScene({ others: [join(folder, 'river')], ...options });
}

describe('one bot answers about several situations', () => {
  test('a command answers about another situation for once, and so do the buttons under its answer', async () => {
    await using scene = await twoSituations();
    const { member, moderator } = scene;
    const answer = shown(await member.command('ask', { question: 'when did the river rise?', in: 'river' }));
    expect(words(answer)).toContain('The river rose on March 3.');
    expect(words(shown(await member.press(answer, 'Proof')))).toContain('rose on March 3');
    const posted = shown(await member.press(answer, 'Share'));
    expect(words(posted)).toContain('The river rose on March 3.');
    expect(words(shown(await moderator.press(posted, 'Proof')))).toContain('Bulletin');
    expect(words(shown(await member.command('ask', { question: 'when did the river rise?' })))).not.toContain(
      'March 3',
    );
  });

  test.each([
    ['River flood', 'River flood'],
    ['its title in other letters', 'RIVER FLOOD'],
    ['a part of its title', 'flood'],
  ])('the situation is named by %s', async (_, typed) => {
    await using scene = await twoSituations();
    expect(words(shown(await scene.member.command('sources', { in: typed })))).toContain('Bulletin');
  });

  test('a name that no situation has is answered with those that there are', async () => {
    await using scene = await twoSituations();
    const text = words(shown(await scene.member.command('facts', { in: 'storm' })));
    expect(text).toContain('Sitrep has no situation named “storm”');
    expect(text).toContain('- River flood');
  });

  test('/help and the answer to a greeting name the other situations', async () => {
    await using scene = await twoSituations();
    const { member, standin } = scene;
    const others = /There are also facts on: River flood\. .*<\/facts:\d+>/;
    expect(words(shown(await member.command('help')))).toMatch(others);
    const greeting = member.say(`<@${standin.ids.bot}> hello`);
    const seen = await member.until((messages) =>
      messages.find((each) => each.message_reference?.message_id === greeting.id),
    );
    expect(words(seen)).toMatch(others);
  });

  test('suggestions are the titles, and then the subjects of the situation that was chosen', async () => {
    await using scene = await twoSituations();
    const { member } = scene;
    const titles = await member.autocomplete('facts', 'in', 'river');
    expect(titles).toMatchObject([{ name: 'River flood', value: 'river' }]);
    const subjects = await member.autocomplete('facts', 'about', 'wat', { in: 'river' });
    expect(subjects.map(({ name }) => name)).toContain('Topic: The water');
  });

  test('a reply goes on about the situation of the message that it replies to', async () => {
    await using scene = await twoSituations({ answersTo: 'channel' });
    const { member, standin } = scene;
    const answer = shown(await member.command('ask', { question: 'which bridges are shut', in: 'river' }));
    const asked = member.say('and when?', { replyTo: answer });
    const seen = await member.until((messages) =>
      messages.find((each) => each.author.id === standin.ids.bot && each.message_reference?.message_id === asked.id),
    );
    expect(words(seen)).toContain('Sunday');
  });

  test('a living pin shows and follows its own situation, beside a pin of another', async () => {
    await using scene = await twoSituations({ standin: { botPermissions: BOT_WITH_PINS } });
    const { moderator } = scene;
    for (const options of [{}, { in: 'river' }]) {
      const draft = shown(await moderator.command('pin brief', options));
      shown(await moderator.press(draft, 'Post and pin'));
    }
    const posted = moderator.sees().filter(({ type, flags }) => type === 0 && ((flags ?? 0) & 64) === 0);
    expect(posted.map(words).map((text) => text.includes('The river rose'))).toEqual([false, true]);
    const listed = words(shown(await moderator.command('pins')));
    expect(listed).not.toContain('not served');
    const [, river] = posted;
    expect(words(shown(await moderator.press(river as SeenMessage, 'Proof')))).toContain('Bulletin');
  });
});
