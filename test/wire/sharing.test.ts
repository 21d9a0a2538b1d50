import { describe, expect, test } from 'vitest';
import { PERMISSION } from '../../src/standin/standin.ts';
import { buttons, openScene, shown, words } from './scene.ts';

describe('an answer is private until it is shared', () => {
  test('Share shows the answer to all, names nobody, and switches the button off', async () => {
    await using scene = await openScene();
    const { member, moderator } = scene;
    const answer = shown(await member.command('when', { event: 'conflict began' }));
    const posted = shown(await member.press(answer, 'Share'));
    expect(words(posted)).toBe(words(answer));
    expect(moderator.sees().map((message) => message.id)).toEqual([posted.id]);
    const own = JSON.stringify({ content: posted.content, components: posted.components, mentions: posted.mentions });
    expect(own).not.toContain(member.id);
    expect(own).not.toContain('Member');
    await member.until((messages) => {
      const kept = messages.find((message) => message.id === answer.id);
      return kept !== undefined && !buttons(kept).includes('Share') && buttons(kept).includes('Proof');
    });
  });

  test('Share pressed twice at once posts once', async () => {
    await using scene = await openScene();
    const { member, moderator } = scene;
    const answer = shown(await member.command('who', { name: 'hamas' }));
    await Promise.all([member.press(answer, 'Share'), member.press(answer, 'Share')]);
    await member.until((messages) => messages.some((m) => m.id === answer.id && !buttons(m).includes('Share')));
    expect(moderator.sees()).toHaveLength(1);
  });

  test('both pages of a list can be shared', async () => {
    await using scene = await openScene();
    const { member, moderator } = scene;
    const first = shown(await member.command('facts'));
    await member.press(first, 'Share');
    const second = shown(await member.press(first, 'Next'));
    await member.press(second, 'Share');
    expect(moderator.sees()).toHaveLength(2);
    expect(new Set(moderator.sees().map(words)).size).toBe(2);
  });

  test('a member who may not send picks a subject of a public answer and gets the answer alone', async () => {
    await using scene = await openScene({ answersTo: 'channel' });
    const { member, moderator, standin } = scene;
    const question = shown(await moderator.command('who', { name: 'national security adviser' }));
    standin.overwrite({ id: standin.ids.member, type: 'member', allow: 0n, deny: PERMISSION.SendMessages });
    const answer = shown(await member.press(question, 'John Bolton'));
    expect(words(answer)).toContain('John Bolton');
    expect(moderator.sees().map((message) => message.id)).toEqual([question.id]);
  });

  test('the asker can delete a shared answer', async () => {
    await using scene = await openScene();
    const posted = shown(await scene.member.press(shown(await scene.member.command('facts')), 'Share'));
    expect(words(posted)).toContain('Part of a longer list.');
    expect(await scene.member.press(posted, 'Delete')).toMatchObject({ deleted: true });
    expect(scene.moderator.sees()).toEqual([]);
  });

  test('a moderator can delete a shared answer, and another member cannot', async () => {
    await using scene = await openScene();
    const { member, moderator } = scene;
    const byModerator = shown(await moderator.press(shown(await moderator.command('who', { name: 'hamas' })), 'Share'));
    const refusal = shown(await member.press(byModerator, 'Delete'));
    expect(words(refusal)).toContain('Only the person who asked for this answer');
    expect(moderator.sees().some((message) => message.id === byModerator.id)).toBe(true);

    const byMember = shown(await member.press(shown(await member.command('who', { name: 'hezbollah' })), 'Share'));
    expect(await moderator.press(byMember, 'Delete')).toMatchObject({ deleted: true });
    expect(member.sees().some((message) => message.id === byMember.id)).toBe(false);
  });

  test('Proof of a shared answer is shown to whoever asks, alone', async () => {
    await using scene = await openScene();
    const { member, moderator } = scene;
    const posted = shown(await member.press(shown(await member.command('who', { name: 'hamas' })), 'Share'));
    const proof = shown(await moderator.press(posted, 'Proof'));
    expect(words(proof)).toContain('paragraph 3, sentence 1');
    expect(member.sees().some((message) => message.id === proof.id)).toBe(false);
  });

  test('an answer that the sources do not say something says so to all when it is shared', async () => {
    await using scene = await openScene();
    const { member } = scene;
    const answer = shown(await member.command('when', { event: 'when did the three soldiers die' }));
    expect(words(shown(await member.press(answer, 'Share')))).toBe(words(answer));
  });

  test('Share posts nothing for a member who may not send messages in the channel', async () => {
    await using scene = await openScene();
    const { member, moderator, standin } = scene;
    standin.overwrite({ id: standin.ids.member, type: 'member', allow: 0n, deny: PERMISSION.SendMessages });
    const answer = shown(await member.command('who', { name: 'hamas' }));
    expect(words(shown(await member.press(answer, 'Share')))).toContain('You may not send messages in this channel');
    expect(moderator.sees()).toEqual([]);
  });

  test('a public answer is seen by all at once, and its asker can delete it', async () => {
    await using scene = await openScene({ answersTo: 'channel' });
    const { member, moderator } = scene;
    const answer = shown(await member.command('when', { event: 'conflict began' }));
    expect(moderator.sees().map((message) => message.id)).toEqual([answer.id]);
    expect(buttons(answer)).toEqual(['Proof', 'Delete']);
    expect(JSON.stringify(answer.components)).not.toContain(member.id);
    expect(await member.press(answer, 'Delete')).toMatchObject({ deleted: true });
  });

  test('a page of a public answer turns for the reader alone', async () => {
    await using scene = await openScene({ answersTo: 'channel' });
    const { member, moderator } = scene;
    const answer = shown(await member.command('facts'));
    const page = shown(await moderator.press(answer, 'Next'));
    expect(page.id).not.toBe(answer.id);
    expect(member.sees().map((message) => message.id)).toEqual([answer.id]);
  });
});
