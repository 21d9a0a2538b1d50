import {
  ApplicationCommandType,
  ChannelType,
  GatewayIntentBits,
  type Message,
  MessageType,
  Partials,
} from 'discord.js';
import { describe, expect, test } from 'vitest';
import { PERMISSION, type StandinOptions } from '../../src/standin/standin.ts';
import { checkTraffic } from './conformity.ts';
import { flatErrors } from './flat-errors.ts';
import { type Behaviour, call, openScene, type Scene, type SceneOptions } from './tiny-bot.ts';

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;

/** A bot that hears plain messages, as far as its intents allow. */
const open = (
  behaviour: Behaviour = {},
  { intents = [Guilds, GuildMessages, DirectMessages], standin = {}, commands = [] }: Listening = {},
): Promise<Scene> => openScene(behaviour, { standin, commands, client: { intents, partials: [Partials.Channel] } });
interface Listening {
  readonly intents?: readonly GatewayIntentBits[];
  readonly standin?: StandinOptions;
  readonly commands?: NonNullable<SceneOptions['commands']>;
}

/** What the bot was told of each message of a person. */
const told = ({ standin }: Scene) =>
  standin.traffic
    .gateway('MESSAGE_CREATE')
    .map(({ payload }) => payload.d as Record<string, unknown> & { author: { bot?: boolean } })
    .filter((message) => message.author.bot !== true);

describe('a plain message of a person', () => {
  test.each([
    ['Guilds alone', [Guilds], []],
    ['GuildMessages', [Guilds, GuildMessages], ['server']],
    ['DirectMessages', [Guilds, DirectMessages], ['direct']],
    ['both', [Guilds, GuildMessages, DirectMessages], ['server', 'direct']],
  ])('reaches a bot with the intents %s only as far as these go', async (_, intents, expected) => {
    await using scene = await open({}, { intents });
    const member = scene.standin.person('member');
    member.say('in the server');
    member.inDirectMessages().say('in direct messages');
    expect(told(scene).map((message) => (message.guild_id === undefined ? 'direct' : 'server'))).toEqual(expected);
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('carries its text to the bot only where the bot is mentioned or in direct messages', async () => {
    await using scene = await open();
    const { bot, moderator } = scene.standin.ids;
    const member = scene.standin.person('member');
    member.say('nobody is mentioned');
    member.say(`<@${moderator}> is mentioned`);
    member.say(`<@${bot}> where is he?`);
    member.say(`\`<@${bot}>\` in code is no mention`);
    member.inDirectMessages().say('where is he?');
    expect(told(scene).map((message) => message.content)).toEqual([
      '',
      '',
      `<@${bot}> where is he?`,
      '',
      'where is he?',
    ]);
    expect(told(scene)[2]).toMatchObject({ mentions: [{ id: bot, member: { roles: ['1300000000000000010'] } }] });
  });

  test('can be fetched by the bot, stripped in the same way', async () => {
    await using scene = await open();
    const { standin } = scene;
    const path = `/channels/${standin.ids.channel}/messages`;
    const plain = standin.person('member').say('nobody is mentioned');
    const mention = standin.person('member').say(`<@${standin.ids.bot}> where?`);
    expect((await call(standin, 'GET', `${path}/${plain.id}`)).body).toMatchObject({ content: '' });
    expect((await call(standin, 'GET', `${path}/${mention.id}`)).body).toMatchObject({ content: mention.content });
  });

  test('is refused where the person may not write', async () => {
    await using scene = await open({}, { standin: { channels: [{ name: 'board', kind: 'forum' }] } });
    const { standin } = scene;
    standin.overwrite({ id: standin.ids.guild, type: 'role', allow: 0n, deny: PERMISSION.SendMessages });
    expect(() => standin.person('member').say('x')).toThrow('the permission Send Messages is missing');
    expect(() => standin.person('member').in(standin.channel('board')).say('x')).toThrow('A forum has posts');
  });

  test('does not let a member without the right mention everyone', async () => {
    await using scene = await open({}, { standin: { botPermissions: PERMISSION.MentionEveryone } });
    expect(scene.standin.person('member').say('@everyone')).toMatchObject({ mention_everyone: false });
  });
});

describe('a reply of a person', () => {
  test('pings the author of the message that it replies to, unless the person switches that off', async () => {
    await using scene = await open(
      { command: (i) => i.reply('Answer') },
      { commands: [{ name: 'ask', description: 'x' }] },
    );
    const { standin } = scene;
    const member = standin.person('member');
    const { message } = await member.command('ask');
    const answer = message ?? { id: '' };
    member.say('and when?', { replyTo: answer });
    member.say('and when, quietly?', { replyTo: answer, ping: false });
    standin.person('secondMember').say('I wonder too', { replyTo: member.say('nobody knows') });

    const [pinging, silent, , amongPeople] = told(scene);
    expect(pinging).toMatchObject({
      type: MessageType.Reply,
      content: 'and when?',
      mentions: [{ id: standin.ids.bot }],
      message_reference: { message_id: answer.id, channel_id: standin.ids.channel, guild_id: standin.ids.guild },
      referenced_message: { id: answer.id, content: 'Answer', author: { id: standin.ids.bot } },
    });
    expect(silent).toMatchObject({ content: '', mentions: [], referenced_message: { content: 'Answer' } });
    expect(amongPeople).toMatchObject({
      content: '',
      mentions: [{ id: standin.ids.member }],
      referenced_message: { content: '' },
    });
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('says that the message it replies to is gone once that is deleted', async () => {
    await using scene = await open();
    const { standin } = scene;
    const first = standin.person('member').say('first');
    const reply = standin.person('secondMember').say(`<@${standin.ids.bot}> second`, { replyTo: first });
    standin.deleteMessage(first.id);
    const { body } = await call(standin, 'GET', `/channels/${standin.ids.channel}/messages/${reply.id}`);
    expect(body).toMatchObject({ type: 19, referenced_message: null, message_reference: { message_id: first.id } });
  });

  test.each([
    ['a message that is not there', () => ({ id: '1' }), 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE'],
    ['a message of Discord itself', pinNotice, 'REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE'],
  ])('to %s is refused', async (_, target, code) => {
    await using scene = await open();
    expect(() => scene.standin.person('member').say('x', { replyTo: target(scene) })).toThrow(
      expect.objectContaining({ errors: { message_reference: { _errors: [expect.objectContaining({ code })] } } }),
    );
  });
});

function pinNotice({ standin }: Scene): { id: string } {
  standin.pin(standin.person('member').say('pinned').id);
  const notice = standin
    .person('member')
    .sees()
    .find((message) => message.type === 6);
  return notice ?? { id: '' };
}

describe('a reply of the bot', () => {
  test('refers to the message and notifies its author where it asks for that', async () => {
    const replies: Message[] = [];
    await using scene = await open({
      message: async (message) => {
        replies.push(await message.reply('To Israel and Jordan.'));
        replies.push(await message.reply({ content: 'quietly', allowedMentions: { repliedUser: false } }));
      },
    });
    const { standin } = scene;
    const member = standin.person('member');
    const question = member.say(`<@${standin.ids.bot}> where is Blinken going?`);
    await member.until((seen) => seen.find((message) => message.content === 'quietly'));
    expect(member.sees().slice(1)).toMatchObject([
      {
        type: MessageType.Reply,
        mentions: [{ id: standin.ids.member }],
        referenced_message: { id: question.id, content: question.content },
      },
      { type: MessageType.Reply, mentions: [] },
    ]);
    expect(replies[0]?.type).toBe(MessageType.Reply);
    expect((await replies[0]?.fetchReference())?.content).toBe(question.content);
    expect(scene.errors).toEqual([]);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  const reply = ({ standin }: Scene, reference: object, channelId = standin.ids.channel) =>
    call(standin, 'POST', `/channels/${channelId}/messages`, { content: 'x', message_reference: reference });

  test('to a message that is gone is refused, or becomes a plain message where the bot allows it', async () => {
    await using scene = await open();
    const refused = await reply(scene, { message_id: '1' });
    expect(flatErrors(refused.body.errors)).toEqual(['message_reference[MESSAGE_REFERENCE_UNKNOWN_MESSAGE]']);
    const sent = await reply(scene, { message_id: '1', fail_if_not_exists: false });
    expect(sent).toMatchObject({ status: 200, body: { type: MessageType.Default } });
    expect(sent.body).not.toHaveProperty('message_reference');
  });

  test('to a message in another channel or to a private one is refused', async () => {
    await using scene = await open(
      { command: (i) => i.reply({ content: 'x', flags: 64 }) },
      { standin: { channels: [{ name: 'general' }] }, commands: [{ name: 'ask', description: 'x' }] },
    );
    const { standin } = scene;
    const elsewhere = standin.person('member').in(standin.channel('general')).say('x');
    const { message } = await standin.person('member').command('ask');
    for (const id of [elsewhere.id, message?.id]) expect((await reply(scene, { message_id: id })).status).toBe(400);
  });

  test('needs the permission to read the history', async () => {
    await using scene = await open();
    const { standin } = scene;
    const { id } = standin.person('member').say('x');
    standin.overwrite({ id: standin.ids.guild, type: 'role', allow: 0n, deny: PERMISSION.ReadMessageHistory });
    expect(await reply(scene, { message_id: id })).toMatchObject({ status: 403, body: { code: 160002 } });
  });
});

describe('a message on which a command is used', () => {
  test('brings the bot the embeds of another bot and the text of a forward', async () => {
    const targets: Message[] = [];
    await using scene = await open(
      {
        onMessage: (i) => {
          targets.push(i.targetMessage);
          return i.reply('checked');
        },
      },
      {
        commands: [{ name: 'Check facts', type: ApplicationCommandType.Message }],
        standin: { channels: [{ name: 'general' }] },
      },
    );
    const { standin } = scene;
    const member = standin.person('member');
    const news = standin.postAsOtherBot(standin.ids.channel, { embeds: [{ description: 'Three were killed.' }] });
    const elsewhere = standin.person('secondMember').in(standin.channel('general')).say('Hezbollah has joined.');
    await member.messageCommand('Check facts', news);
    await member.messageCommand('Check facts', member.forward(elsewhere));

    expect(targets[0]?.embeds[0]?.description).toBe('Three were killed.');
    expect(targets[1]?.messageSnapshots.first()?.content).toBe('Hezbollah has joined.');
    expect(targets[1]?.reference).toMatchObject({ type: 1, channelId: standin.channel('general') });
    // As plain messages they are as empty as others.
    expect(told(scene).find((message) => message.message_snapshots)).toMatchObject({
      message_snapshots: [{ message: { content: '' } }],
    });
    expect(() => member.forward({ id: '1' })).toThrow('everybody in its channel sees');
    expect(() => standin.postAsOtherBot('1', { content: 'x' })).toThrow('id of a channel of the server');
    expect(scene.errors).toEqual([]);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });
});

describe('direct messages', () => {
  test('are answered where they were asked, seen by that person alone', async () => {
    await using scene = await open({ message: (message) => message.reply(`You asked: ${message.content}`) });
    const { standin } = scene;
    const member = standin.person('member').inDirectMessages();
    member.say('where is he?');
    const answer = await member.until((seen) => seen.find((message) => message.author.bot));
    expect(answer).toMatchObject({ content: 'You asked: where is he?', type: MessageType.Reply });
    expect(told(scene)[0]).toMatchObject({ channel_type: ChannelType.DM });
    for (const other of [standin.person('secondMember'), standin.person('moderator')]) {
      expect(other.inDirectMessages().sees()).toEqual([]);
    }
    expect(standin.person('member').sees()).toEqual([]);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('can be opened by the bot, and refused by the person', async () => {
    await using scene = await open();
    const { standin, client } = scene;
    const member = standin.person('secondMember');
    const user = await client.users.createDM(standin.ids.secondMember);
    await user.send('What you asked is now in the sources.');
    expect(member.inDirectMessages().sees()).toMatchObject([{ content: 'What you asked is now in the sources.' }]);
    member.allowDirectMessages(false);
    await expect(user.send('Once more.')).rejects.toMatchObject({ code: 50007, status: 403 });
    expect(await call(standin, 'POST', '/users/@me/channels', { recipient_id: standin.ids.bot })).toMatchObject({
      status: 400,
      body: { code: 50033 },
    });
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('offer the commands and menus whose contexts include them', async () => {
    await using scene = await open(
      {
        command: (i) => i.reply(`asked in context ${i.context}`),
        onMessage: (i) => i.reply(`on: ${i.targetMessage.content}`),
      },
      {
        commands: [
          { name: 'ask', description: 'Asks', contexts: [0, 1, 2] },
          { name: 'pin', description: 'Pins', contexts: [0] },
          { name: 'Check facts', type: ApplicationCommandType.Message, contexts: [0, 1, 2] },
        ],
      },
    );
    const { standin } = scene;
    const member = standin.person('member').inDirectMessages();
    expect((await member.command('ask')).message).toMatchObject({ content: 'asked in context 1', type: 20 });
    await expect(member.command('pin')).rejects.toThrow('got "pin"');
    const checked = await member.messageCommand('Check facts', member.say('Hezbollah has joined.'));
    expect(checked.message).toMatchObject({ content: 'on: Hezbollah has joined.', type: 23 });
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });
});
