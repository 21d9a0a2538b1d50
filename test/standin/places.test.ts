import { Events, type TextChannel } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { type ChannelOption, PERMISSION } from '../../src/standin/standin.ts';
import { checkTraffic } from './conformity.ts';
import { type Behaviour, call, newClient, openScene, type Scene } from './tiny-bot.ts';

const CHANNELS: readonly ChannelOption[] = [
  { name: 'news', kind: 'announcement' },
  { name: 'talk', kind: 'voice' },
  { name: 'board', kind: 'forum' },
  { name: 'post', kind: 'thread', parent: 'board' },
  { name: 'harbour', kind: 'thread' },
  { name: 'old', kind: 'thread', archived: true },
];
const BOT = PERMISSION.PinMessages | PERMISSION.ManageMessages;

const open = (behaviour: Behaviour = {}, channels = CHANNELS, botPermissions = BOT): Promise<Scene> =>
  openScene(behaviour, { standin: { channels, botPermissions } });
const post = ({ standin }: Scene, channelId: string, content = 'x') =>
  call(standin, 'POST', `/channels/${channelId}/messages`, { content });
const pin = ({ standin }: Scene, channelId: string, messageId: unknown) =>
  call(standin, 'PUT', `/channels/${channelId}/messages/pins/${messageId}`);

describe('channels of every kind', () => {
  test('are known to the client at its start, an archived thread only on request', async () => {
    await using scene = await open();
    const { client, standin } = scene;
    const types = CHANNELS.map(({ name }) => client.channels.cache.get(standin.channel(name))?.type);
    expect(types).toEqual([5, 2, 15, 11, 11, undefined]);
    const old = await client.channels.fetch(standin.channel('old'));
    expect(old).toMatchObject({ type: 11, archived: true, parentId: standin.ids.channel });
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('answer a command where it is used and nowhere else', async () => {
    await using scene = await open({ command: (i) => i.reply(`in ${i.channelId}`) });
    const { standin } = scene;
    const member = standin.person('member');
    for (const name of ['news', 'talk', 'post', 'harbour']) {
      const id = standin.channel(name);
      const { message } = await member.in(id).command('ask', { question: 'war' });
      expect(message).toMatchObject({ channel_id: id, content: `in ${id}` });
      expect(member.in(id).sees()).toHaveLength(1);
    }
    expect(member.sees()).toEqual([]);
    await expect(member.in(standin.channel('board')).command('ask', { question: 'x' })).rejects.toThrow('A forum');
    await expect(member.in(standin.channel('old')).command('ask', { question: 'x' })).rejects.toThrow('archived');
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('have messages and pins of their own, also where there are a hundred', async () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ name: `room-${n}` }));
    await using scene = await open({}, many);
    const { client, standin } = scene;
    expect(client.channels.cache.size).toBe(101);
    for (const name of ['room-0', 'room-99']) {
      const id = standin.channel(name);
      const { body } = await post(scene, id, name);
      expect((await pin(scene, id, body.id)).status).toBe(204);
      expect(standin.person('member').in(id).pins()).toMatchObject([{ content: name }]);
    }
    const state = await (await fetch(`${standin.url}page/state?channel_id=${standin.channel('room-99')}`)).json();
    expect(state).toMatchObject({
      channel: { name: 'room-99', type: 0 },
      messages: [{ content: 'room-99' }, { type: 6 }],
    });
  });

  test('do not exist for a person who may not view them', async () => {
    const overwrites = [{ id: '1300000000000000003', type: 'role' as const, allow: 0n, deny: PERMISSION.ViewChannel }];
    await using scene = await open({}, [{ name: 'staff', overwrites }]);
    const { standin } = scene;
    expect(() => standin.person('member').in(standin.channel('staff'))).toThrow('that 1300000000000000005 can see');
    const state = await (await fetch(`${standin.url}page/state?as=${standin.ids.member}`)).json();
    expect(state).toMatchObject({ channels: [{ name: 'situation' }] });
    expect(await post(scene, standin.channel('staff'))).toMatchObject({ status: 403, body: { code: 50001 } });
  });
});

test('the gateway hides the name of a channel until the bot may view the channel', async () => {
  const deny = [{ id: '1300000000000000010', type: 'role' as const, allow: 0n, deny: PERMISSION.ViewChannel }];
  await using scene = await open({}, [
    { name: 'staff', overwrites: deny },
    { name: 'staff-thread', kind: 'thread', parent: 'staff' },
  ]);
  const { client, standin } = scene;
  const id = standin.channel('staff');
  expect(client.channels.cache.get(id)).toMatchObject({ name: '___hidden___', viewable: false });
  expect(client.channels.cache.has(standin.channel('staff-thread'))).toBe(false);
  const told = new Promise((resolve) => client.once(Events.ChannelUpdate, (_, now) => resolve(now)));
  standin.overwrite({ id: '1300000000000000010', type: 'role', allow: 0n, deny: 0n }, id);
  expect(await told).toMatchObject({ name: 'staff', viewable: true });
  expect(checkTraffic(standin.traffic)).toEqual([]);
});

describe('the bot is refused', () => {
  test('a message straight into a forum, a pin in a voice chat', async () => {
    await using scene = await open();
    expect(await post(scene, scene.standin.channel('board'))).toMatchObject({ status: 400, body: { code: 40058 } });
    const talk = scene.standin.channel('talk');
    const { body } = await post(scene, talk);
    expect(await pin(scene, talk, body.id)).toMatchObject({ status: 403, body: { code: 50019 } });
  });

  test('an edit or a pin in an archived thread; a post opens it again, unless it is locked', async () => {
    await using scene = await open();
    const { client, standin } = scene;
    const id = standin.channel('harbour');
    const { body } = await post(scene, id);
    standin.setThread(id, { archived: true });
    const edit = await call(standin, 'PATCH', `/channels/${id}/messages/${body.id}`, { content: 'y' });
    const codes = [edit, await pin(scene, id, body.id)].map((answer) => [answer.status, answer.body.code]);
    expect(codes).toEqual([
      [400, 50083],
      [400, 50083],
    ]);
    const woken = new Promise((resolve) => client.once(Events.ThreadUpdate, (_, now) => resolve(now.archived)));
    expect((await post(scene, id)).status).toBe(200);
    expect(await woken).toBe(false);
    expect((await pin(scene, id, body.id)).status).toBe(204);
    standin.setThread(id, { archived: true, locked: true });
    expect(await post(scene, id)).toMatchObject({ status: 400, body: { code: 50083 } });
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('a post in a thread without Send Messages in Threads', async () => {
    await using scene = await open();
    const { standin } = scene;
    const deny = PERMISSION.SendMessagesInThreads;
    standin.overwrite({ id: standin.ids.guild, type: 'role', allow: 0n, deny });
    expect(await post(scene, standin.channel('harbour'))).toMatchObject({ status: 403, body: { code: 50013 } });
    expect((await post(scene, standin.ids.channel)).status).toBe(200);
  });
});

describe('a channel that is deleted', () => {
  test('takes everything in it along, and the client is told', async () => {
    await using scene = await open();
    const { client, standin } = scene;
    const id = standin.channel('news');
    const { body } = await post(scene, id);
    await pin(scene, id, body.id);
    const member = standin.person('member').in(id);
    const told = new Promise((resolve) => client.once(Events.ChannelDelete, (channel) => resolve(channel.id)));
    standin.deleteChannel(id);
    expect(await told).toBe(id);
    expect(await post(scene, id)).toMatchObject({ status: 404, body: { code: 10003 } });
    expect(await pin(scene, id, body.id)).toMatchObject({ status: 404, body: { code: 10003 } });
    expect(member.sees()).toEqual([]);
    expect(member.pins()).toEqual([]);
    expect(() => standin.channel('news')).toThrow('got "news"');
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('takes its threads along', async () => {
    await using scene = await open();
    const post = scene.standin.channel('post');
    scene.standin.deleteChannel(scene.standin.channel('board'));
    expect(await call(scene.standin, 'GET', `/channels/${post}`)).toMatchObject({ status: 404, body: { code: 10003 } });
  });
});

describe('the bot in the server', () => {
  test('may do nothing after its removal, and loses nothing until it is invited again', async () => {
    await using scene = await open({ command: (i) => i.reply('Answer') });
    const { client, standin } = scene;
    const { body } = await post(scene, standin.ids.channel, 'pinned');
    await pin(scene, standin.ids.channel, body.id);
    const gone = new Promise((resolve) => client.once(Events.GuildDelete, (guild) => resolve(guild.id)));
    standin.removeBot();
    expect(await gone).toBe(standin.ids.guild);
    expect(await post(scene, standin.ids.channel)).toMatchObject({ status: 403, body: { code: 50001 } });
    await expect(standin.person('member').command('ask', { question: 'x' })).rejects.toThrow('not in the server');
    standin.unpin(String(body.id));
    standin.pin(String(body.id));
    const heard = standin.traffic.gateway('CHANNEL_PINS_UPDATE').length;
    const back = new Promise((resolve) => client.once(Events.GuildCreate, (guild) => resolve(guild.id)));
    standin.addBot(PERMISSION.PinMessages | PERMISSION.ViewChannel);
    expect(await back).toBe(standin.ids.guild);
    expect(heard).toBe(1);
    const channel = (await client.channels.fetch(standin.ids.channel)) as TextChannel;
    expect((await channel.messages.fetchPins()).items.map((item) => item.message.content)).toEqual(['pinned']);
    const { message } = await standin.person('member').command('ask', { question: 'war' });
    expect(message?.content).toBe('Answer');
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('is in no server where it comes online after its removal', async () => {
    await using scene = await open();
    scene.standin.removeBot();
    scene.standin.traffic.clear();
    const client = newClient(scene.standin);
    await client.login(scene.standin.token);
    await client.destroy();
    expect(scene.standin.traffic.gateway('READY')[0]?.payload.d).toMatchObject({ guilds: [] });
    expect(scene.standin.traffic.gateway('GUILD_CREATE')).toEqual([]);
  });

  test('has the permissions of its role as that is now', async () => {
    await using scene = await open();
    const { client, standin } = scene;
    const { body } = await post(scene, standin.ids.channel);
    const told = new Promise((resolve) => client.once(Events.GuildRoleUpdate, (_, role) => resolve(role.name)));
    standin.setBotPermissions(0n);
    expect(await told).toBe('Sitrep');
    expect(await pin(scene, standin.ids.channel, body.id)).toMatchObject({ status: 403, body: { code: 50013 } });
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });
});

describe('a person who installed the app for themselves, where the bot is not', () => {
  const everywhere = { name: 'ask', description: 'Asks', integration_types: [0, 1], contexts: [0, 1, 2] };
  const openGuest = async (behaviour: Behaviour) => {
    const scene = await open(behaviour);
    await call(scene.standin, 'PUT', `/applications/${scene.standin.ids.application}/commands`, [everywhere]);
    scene.standin.removeBot();
    scene.standin.person('member').installApp();
    return scene;
  };

  test('is answered by interaction only, with five follow-ups at most', async () => {
    const codes: unknown[] = [];
    await using scene = await openGuest({
      command: async (i) => {
        await i.reply('Answer');
        for (let n = 0; n < 6; n += 1) await i.followUp(String(n)).catch((error) => codes.push(error.code));
      },
    });
    const { standin } = scene;
    const member = standin.person('member');
    expect((await member.command('ask')).message?.content).toBe('Answer');
    // The sixth waits for the rate limit of the others.
    await expect.poll(() => codes, { timeout: 60_000 }).toEqual([40094]);
    const [sent] = standin.traffic.gateway('INTERACTION_CREATE');
    const data = sent?.payload.d as Record<string, unknown>;
    expect(data.authorizing_integration_owners).toEqual({ '1': standin.ids.member });
    expect(member.sees()).toHaveLength(6);
    expect(await post(scene, standin.ids.channel)).toMatchObject({ status: 403, body: { code: 50001 } });
    expect(checkTraffic(standin.traffic)).toEqual([]);
    await expect(standin.person('moderator').command('ask')).rejects.toThrow('not in the server');
  });

  test('alone sees the answer without the permission Use External Apps', async () => {
    await using scene = await openGuest({ command: (i) => i.reply('Answer') });
    const { standin } = scene;
    standin.overwrite({ id: standin.ids.guild, type: 'role', allow: 0n, deny: PERMISSION.UseExternalApps });
    expect(await standin.person('member').command('ask')).toMatchObject({ ephemeral: true });
    expect(standin.person('moderator').sees()).toEqual([]);
  });
});
