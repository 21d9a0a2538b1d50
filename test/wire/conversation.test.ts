import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/standin/person.ts';
import type { RestFault } from '../../src/standin/rest-faults.ts';
import type { SeenMessage } from '../../src/standin/shapes.ts';
import { PERMISSION } from '../../src/standin/standin.ts';
import { memoryStore } from '../memory-store.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { BOT_WITH_PINS, buttons, openScene, type Scene, type SceneOptions, shown, words } from './scene.ts';

/** A scene whose clock goes on only when it is told to. */
async function open(options: SceneOptions = {}): Promise<Scene & { tick(ms: number): void }> {
  let atMs = 1000;
  const scene = await openScene({
    ...options,
    standin: { botPermissions: BOT_WITH_PINS, ...options.standin },
    now: () => atMs,
  });
  return Object.assign(scene, {
    tick: (ms: number) => {
      atMs += ms;
    },
  });
}

/** What Sitrep wrote under a message. */
const answerTo = (person: Person, message: { readonly id: string }, botId: string): Promise<SeenMessage> =>
  person.until((seen) => seen.find((each) => each.author.id === botId && repliesTo(each) === message.id));
const repliesTo = (message: SeenMessage): string | undefined =>
  (message as { message_reference?: { message_id?: string } }).message_reference?.message_id;

/** Asks by a message, and waits for what comes back. */
async function say(person: Person, text: string, scene: Scene, replyTo?: { readonly id: string }) {
  return answerTo(person, person.say(text, replyTo && { replyTo }), scene.standin.ids.bot);
}
const mention = (scene: Scene, text: string) => `<@${scene.standin.ids.bot}> ${text}`;
/** Messages that Sitrep sent to channels. */
const posts = ({ standin }: Scene) =>
  standin.traffic.rest('POST').filter(({ path }) => /\/channels\/\d+\/messages$/.test(path));

describe('a member mentions Sitrep', () => {
  test('and the channel reads the answer in a reply, where answers are public', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const { member, moderator, standin } = scene;
    const answer = await say(member, mention(scene, 'where is Blinken going?'), scene);
    expect(words(answer)).toContain('is going to the Middle East');
    expect(buttons(answer).at(-1)).toBe('Delete');
    expect(moderator.sees().map(({ id }) => id)).toContain(answer.id);
    expect(answer.mentions).toEqual([]);
    expect(await member.press(answer, 'Delete')).toMatchObject({ deleted: true });
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('and whoever presses Show me sees the answer alone, where answers are private', async () => {
    await using scene = await open();
    const { member, moderator, standin } = scene;
    const offer = await say(member, mention(scene, 'where is Blinken going?'), scene);
    expect(buttons(offer)).toEqual(['Show me']);
    expect(words(offer)).not.toContain('Blinken');
    const answer = await moderator.press(offer, 'Show me');
    expect(answer.ephemeral).toBe(true);
    expect(words(answer.message)).toContain('is going to the Middle East');
    expect(member.sees().some(({ id }) => id === answer.message?.id)).toBe(false);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('and Show me works after a restart', async () => {
    await using scene = await open();
    const offer = await say(scene.member, mention(scene, 'when did the conflict begin?'), scene);
    await scene.restartBot();
    expect(words(shown(await scene.member.press(offer, 'Show me')))).toContain('October 7');
  });

  test('and Show me says so where the question was deleted, or may not be read', async () => {
    await using scene = await open();
    const { member, standin } = scene;
    const question = member.say(mention(scene, 'where is Blinken going?'));
    const offer = await answerTo(member, question, standin.ids.bot);
    standin.overwrite({ id: standin.ids.bot, type: 'member', allow: 0n, deny: PERMISSION.ReadMessageHistory });
    expect(words(shown(await member.press(offer, 'Show me')))).toContain('lacks the permission “Read Message History”');
    standin.overwrite({ id: standin.ids.bot, type: 'member', allow: 0n, deny: 0n });
    standin.deleteMessage(question.id);
    expect(words(shown(await member.press(offer, 'Show me')))).toContain('was deleted');
  });

  test('more than once in three seconds, and only the first is answered; another member is', async () => {
    await using scene = await open();
    const { member, standin } = scene;
    const { bot } = standin.ids;
    const first = member.say(mention(scene, 'who is Sullivan?'));
    const second = member.say(mention(scene, 'who is Bolton?'));
    const other = standin.person('secondMember').say(mention(scene, 'who is Blinken?'));
    await answerTo(member, first, bot);
    await answerTo(member, other, bot);
    scene.tick(2999);
    const third = member.say(mention(scene, 'who is Biden?'));
    // Once a message after it is answered, it has been passed over.
    await say(scene.moderator, mention(scene, 'who is Biden?'), scene);
    scene.tick(1);
    const fourth = member.say(mention(scene, 'who is Hezbollah?'));
    await answerTo(member, fourth, bot);
    const answered = member.sees().map(repliesTo);
    expect(answered).not.toContain(second.id);
    expect(answered).not.toContain(third.id);
  });

  test('about something that no fact covers is answered with that', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const answer = await say(scene.member, mention(scene, 'best pizza in Rome?'), scene);
    expect(words(answer)).toContain('I have no fact on that.');
  });

  test('with markup and mentions in the question, and nothing of it comes back or pings', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const { member, standin } = scene;
    const evil = `@everyone <@${standin.ids.moderator}> **[x](https://evil.example)** zzqqy hostages`;
    const answer = await say(member, mention(scene, evil), scene);
    expect(JSON.stringify(answer.components)).not.toMatch(/evil|zzqqy|@everyone/);
    expect(answer.mentions).toEqual([]);
    expect(answer.mention_everyone).toBe(false);
    expect(posts(scene).map(({ body }) => (body as { allowed_mentions?: unknown }).allowed_mentions)).toEqual([
      { parse: [], replied_user: false },
    ]);
  });
});

describe('what does not concern Sitrep', () => {
  test('is dropped: nothing is sent, kept or logged', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const { member, moderator, standin } = scene;
    member.say('where is Blinken going?');
    member.say(`<@${standin.ids.moderator}> where is Blinken going?`);
    moderator.say('and you?', { replyTo: member.say('nobody asked') });
    standin.postAsOtherBot(standin.ids.channel, { content: mention(scene, 'where is Blinken going?') });
    // An answer that comes later shows that the others were passed over.
    const answer = await say(moderator, mention(scene, 'who is Sullivan?'), scene);
    expect(posts(scene)).toHaveLength(1);
    const quiet = member.say('a silent reply', { replyTo: answer, ping: false });
    await say(member, mention(scene, 'who is Bolton?'), scene);
    expect(member.sees().map(repliesTo)).not.toContain(quiet.id);
    const names = () => scene.logged.filter(({ msg }) => msg === 'message').map(({ name }) => name);
    await expect.poll(names).toEqual(['mention', 'mention']);
  });

  test('of messages that concern it, the log contains neither text nor user ids', async () => {
    await using scene = await open({ answersTo: 'channel' });
    await say(scene.member, mention(scene, 'best pizza in Rome?'), scene);
    await expect.poll(() => scene.logged).toContainEqual(expect.objectContaining({ name: 'mention', kind: 'unknown' }));
    const all = JSON.stringify(scene.logged);
    expect(all).not.toContain('pizza');
    expect(all).not.toContain(scene.member.id);
  });
});

describe('a reply to an answer', () => {
  test('is about the subjects of the answer', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const { member, moderator } = scene;
    const answer = await say(member, mention(scene, 'who attacked Israel?'), scene);
    expect(words(answer)).toContain('Hamas attacked Israel');
    const next = await say(moderator, 'and when?', scene, answer);
    expect(words(next)).toMatch(/^### When: /);
    expect(words(next)).toContain('October 7');
    await expect.poll(() => scene.logged).toContainEqual(expect.objectContaining({ name: 'reply', kind: 'answered' }));
  });

  test('that was shared is about its subjects as well', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const { member } = scene;
    const shared = shown(await member.command('who', { name: 'hezbollah' }));
    const next = await say(member, 'where?', scene, shared);
    expect(words(next)).toContain('Lebanon');
  });

  test('where answers are private refers to the question above Show me', async () => {
    await using scene = await open();
    const { member } = scene;
    const first = await say(member, mention(scene, 'who attacked Israel?'), scene);
    scene.tick(3000);
    const second = await say(member, 'and when?', scene, first);
    expect(buttons(second)).toEqual(['Show me']);
    const answer = words(shown(await member.press(second, 'Show me')));
    expect(answer).toMatch(/^### When: /);
    expect(answer).toContain('October 7');
  });
});

describe('in direct messages', () => {
  test('a message without a command is answered, and so is the next', async () => {
    await using scene = await open();
    const direct = scene.member.inDirectMessages();
    const answer = await say(direct, 'who attacked Israel?', scene);
    expect(words(answer)).toContain('Hamas attacked Israel');
    expect(buttons(answer)).toEqual(['Proof', 'When?', 'Where?', 'Delete']);
    const next = await say(direct, 'and when?', scene, answer);
    expect(words(next)).toContain('October 7');
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('“and when?” goes on from the last answer without a reply, and asks back where there is none', async () => {
    await using scene = await open();
    const direct = scene.member.inDirectMessages();
    const first = await say(direct, 'and when?', scene);
    expect(words(first)).toContain('I cannot tell which answer you mean.');
    await say(direct, 'who attacked Israel?', scene);
    const next = await say(direct, 'and when?', scene);
    expect(words(next)).toMatch(/^### When: /);
    expect(words(next)).toContain('October 7');
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('buttons answer by messages that stay, and lists turn their pages in place', async () => {
    await using scene = await open();
    const direct = scene.member.inDirectMessages();
    const answer = await say(direct, 'who attacked Israel?', scene);
    const next = await direct.press(answer, 'When?');
    expect(next.ephemeral).toBe(false);
    expect(buttons(next.message)).toContain('Delete');
    const list = await say(direct, 'facts', scene);
    const second = shown(await direct.press(list, 'Next'));
    expect(second.id).toBe(list.id);
    expect(buttons(second)).toEqual(['Proof', 'Previous', 'Delete']);
    expect(await direct.press(second, 'Delete')).toMatchObject({ deleted: true });
  });

  test('a moderator is answered like anybody else', async () => {
    await using scene = await open();
    const answer = await say(scene.moderator.inDirectMessages(), 'who is Sullivan?', scene);
    expect(words(answer)).toContain('Jake Sullivan');
  });
});

describe('where Sitrep is not installed', () => {
  test('a mention reaches nobody, and commands of the person who installed it work', async () => {
    await using scene = await open();
    const { member, standin } = scene;
    standin.removeBot();
    member.installApp();
    member.say(mention(scene, 'where is Blinken going?'));
    const answer = shown(await member.command('ask', { question: 'where is Blinken going?' }));
    expect(words(answer)).toContain('is going to the Middle East');
    expect(posts(scene)).toEqual([]);
    const next = shown(await member.press(answer, 'Share'));
    expect(words(shown(await member.press(next, 'Proof')))).toContain('paragraph 5');
  });
});

describe('when Discord does not take the answer', () => {
  test('a member hears in direct messages that Sitrep may not write in the channel', async () => {
    await using scene = await open();
    const { member, standin } = scene;
    standin.overwrite({ id: standin.ids.bot, type: 'member', allow: 0n, deny: PERMISSION.SendMessages });
    member.say(mention(scene, 'where is Blinken going?'));
    const told = await member.inDirectMessages().until((seen) => seen.find(({ author }) => author.bot));
    expect(words(told)).toContain(`Sitrep may not write in <#${standin.ids.channel}>.`);
    member.allowDirectMessages(false);
    scene.tick(3000);
    member.say(mention(scene, 'where is Blinken going?'));
    // The bot goes on, though nobody could be told.
    expect(words(await say(standin.person('secondMember').inDirectMessages(), 'who is Bolton?', scene))).toContain(
      'Bolton',
    );
  });

  test('a member hears in direct messages of a rate limit that is too long to wait for', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const { member, standin } = scene;
    const path = new RegExp(`/channels/${standin.ids.channel}/messages$`);
    standin.faults.rest({ method: 'POST', path, retryAfterSeconds: 600, times: Number.POSITIVE_INFINITY });
    member.say(mention(scene, 'where is Blinken going?'));
    const told = await member.inDirectMessages().until((seen) => seen.find(({ author }) => author.bot));
    expect(words(told)).toContain(`Sitrep could not answer you in <#${standin.ids.channel}>.`);
  });

  test('an answer without the right to reply is a message of its own', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const { member, standin } = scene;
    standin.overwrite({ id: standin.ids.bot, type: 'member', allow: 0n, deny: PERMISSION.ReadMessageHistory });
    member.say(mention(scene, 'where is Blinken going?'));
    const answer = await member.until((seen) => seen.find(({ author }) => author.id === standin.ids.bot));
    expect(words(answer)).toContain('is going to the Middle East');
    expect(repliesTo(answer)).toBeUndefined();
  });

  test('an answer to a question that was deleted meanwhile is still posted', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const { member, standin } = scene;
    const question = member.say(mention(scene, 'where is Blinken going?'));
    standin.deleteMessage(question.id);
    const answer = await member.until((seen) => seen.find(({ author }) => author.id === standin.ids.bot));
    expect(words(answer)).toContain('is going to the Middle East');
  });

  const FAULTS: readonly (readonly [string, RestFault])[] = [
    ['a failing server', { status: 503 }],
    ['a rate limit', { retryAfterSeconds: 0.05 }],
    ['an answer that is lost on the way', { lostAnswer: true }],
  ];
  test.each(FAULTS)('%s costs time, not the answer, and it is posted once', async (_, fault) => {
    await using scene = await open({ answersTo: 'channel' });
    const { member, standin } = scene;
    standin.faults.rest({ ...fault, method: 'POST', route: '/channels/{channel_id}/messages' });
    await say(member, mention(scene, 'where is Blinken going?'), scene);
    await say(standin.person('secondMember'), mention(scene, 'who is Bolton?'), scene);
    expect(member.sees().filter(({ author }) => author.id === standin.ids.bot)).toHaveLength(2);
  });
});

test('an answer under a mention is kept for corrections like one that was shared; one in direct messages is not', async () => {
  const store = memoryStore();
  await using scene = await open({ answersTo: 'channel', store });
  await say(scene.member.inDirectMessages(), 'when did the conflict begin?', scene);
  const answer = await say(scene.member, mention(scene, 'when did the conflict begin?'), scene);
  const kept = async () => {
    const ids = await store.sharesShowing(scene.knowledge.name, () => true);
    return Promise.all(ids.map(async (id) => (await store.share(id))?.messageId));
  };
  await expect.poll(kept).toEqual([answer.id]);
});
