import { describe, expect, test, vi } from 'vitest';
import { openScene, type Scene, shown, words } from './scene.ts';

const QUESTION = 'when did the conflict begin?';
const HERE = 'This was [answered in this channel]';

/** Discord has confirmed the first answer, and Sitrep remembers it. */
const isDone = ({ logged }: Scene) =>
  vi.waitFor(() => expect(logged.some(({ msg }) => msg === 'interaction')).toBe(true));

describe('a question that was answered in the channel a moment ago', () => {
  test('is pointed to when a command asks it again, for the asker alone', async () => {
    await using scene = await openScene({ answersTo: 'channel', settings: { cooldownSeconds: 0 } });
    const { member, moderator, standin } = scene;
    const first = shown(await member.command('ask', { question: QUESTION }));
    await isDone(scene);
    const again = shown(await moderator.command('ask', { question: 'When did the conflict start' }));
    expect(words(again)).toContain(HERE);
    // The link leads to the server that the bot is connected to, not to discord.com.
    const place = `channels/${standin.ids.guild}/${standin.ids.channel}/${first.id}`;
    expect(words(again)).toContain(`(${new URL(`/${place}`, standin.apiUrl).href})`);
    expect(member.sees().map(({ id }) => id)).toEqual([first.id]);
  });

  test('is pointed to when a member mentions Sitrep, with a button that shows it', async () => {
    await using scene = await openScene({ answersTo: 'channel' });
    const { member, moderator, standin } = scene;
    shown(await member.command('ask', { question: QUESTION }));
    await isDone(scene);
    const question = moderator.say(`<@${standin.ids.bot}> ${QUESTION}`);
    const reply = await moderator.until((seen) =>
      seen.find((each) => each.message_reference?.message_id === question.id),
    );
    expect(words(reply)).toContain(HERE);
    expect(words(shown(await moderator.press(reply, 'Show me')))).toContain('October 7');
  });

  test('is pointed to when somebody shares it again', async () => {
    await using scene = await openScene();
    const { member, moderator } = scene;
    const ask = async () => shown(await member.command('when', { event: 'conflict began' }));
    const posted = shown(await member.press(await ask(), 'Share'));
    expect(words(shown(await member.press(await ask(), 'Share')))).toContain(posted.id);
    expect(moderator.sees().map(({ id }) => id)).toEqual([posted.id]);
  });

  test('is answered again where the answer was deleted, in another channel, and when something else is asked', async () => {
    await using scene = await openScene({
      answersTo: 'channel',
      settings: { cooldownSeconds: 0 },
      standin: { channels: [{ name: 'other' }] },
    });
    const { member, standin } = scene;
    const first = shown(await member.command('when', { event: 'conflict began' }));
    const elsewhere = member.in(standin.channel('other'));
    expect(words(shown(await elsewhere.command('when', { event: 'conflict began' })))).toContain('October 7');
    expect(words(shown(await member.command('who', { name: 'hamas' })))).not.toContain(HERE);
    await member.press(first, 'Delete');
    expect(words(shown(await member.command('when', { event: 'conflict began' })))).toContain('October 7');
  });
});
