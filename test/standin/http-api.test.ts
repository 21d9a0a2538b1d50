import { once } from 'node:events';
import { connect } from 'node:net';
import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { Standin } from '../../src/standin/standin.ts';
import { openScene, type Scene } from './tiny-bot.ts';

const open = () =>
  openScene(
    {
      suggest: (typed) => [{ name: `About ${typed}`, value: typed }],
      command: (i) =>
        i.reply({
          content: i.options.getString('question', true),
          flags: MessageFlags.Ephemeral,
          components: [
            {
              type: ComponentType.ActionRow,
              components: [
                { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'Share', custom_id: 'share' },
              ],
            },
          ],
        }),
      button: async (i) => {
        await i.deferUpdate();
        await i.followUp('for all');
        await i.deleteReply();
      },
    },
    { standin: { channels: [{ name: 'general' }] } },
  );

async function get(standin: Standin, path: string) {
  const response = await fetch(new URL(path, standin.url));
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

async function post(standin: Standin, action: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${standin.url}page/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

const state = async (standin: Standin, as: string) => JSON.parse((await get(standin, `/page/state?as=${as}`)).text);

/** Follows the event stream of one person. */
async function follow(standin: Standin, as: string, channelId = standin.ids.channel) {
  const abort = new AbortController();
  const response = await fetch(`${standin.url}page/events?as=${as}&channel_id=${channelId}`, { signal: abort.signal });
  const events: { event: string; data: Record<string, unknown> }[] = [];
  const waiting = new Set<() => void>();
  const read = async () => {
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const match = /^event: (.+)\ndata: (.+)$/.exec(block);
        if (match?.[1] && match[2]) events.push({ event: match[1], data: JSON.parse(match[2]) });
      }
      for (const look of waiting) look();
    }
  };
  void read().catch(() => undefined);
  return {
    events,
    next(fits: (e: (typeof events)[number]) => boolean) {
      const { promise, resolve } = Promise.withResolvers<(typeof events)[number]>();
      const look = () => {
        const found = events.find(fits);
        if (found) resolve(found);
      };
      waiting.add(look);
      look();
      return promise;
    },
    stop: () => abort.abort(),
  };
}

const askBody = ({ standin, client }: Scene, question: string) => ({
  as: standin.ids.member,
  channel_id: standin.ids.channel,
  command_id: client.application.commands.cache.first()?.id,
  options: { question },
});

describe('the page’s HTTP API', () => {
  test('gives the state: server, people, bot, commands, examples and situation', async () => {
    const situation = { title: 'Harbour fire', scope: 'The fire of one night.', others: [] };
    await using scene = await openScene({}, { standin: { examples: () => ['/ask war'], situation: () => situation } });
    const { standin } = scene;
    expect(await state(standin, standin.ids.moderator)).toMatchObject({
      guild: { name: 'Newsroom' },
      channel: { id: standin.ids.channel, name: 'situation', type: 0 },
      people: [
        { id: standin.ids.member, name: 'Member', moderator: false },
        { id: standin.ids.secondMember, name: 'Second member', moderator: false },
        { id: standin.ids.moderator, name: 'Moderator', moderator: true },
      ],
      bot: { name: 'Sitrep', online: true },
      commands: [{ name: 'ask', options: [{ name: 'question', autocomplete: true }] }],
      messages: [],
      examples: ['/ask war'],
      situation,
    });
    expect(JSON.parse((await get(standin, '/page/state')).text)).toEqual(await state(standin, standin.ids.member));
  });

  test('streams to each person what they may see', async () => {
    await using scene = await open();
    const { standin } = scene;
    const { member, moderator, channel } = standin.ids;
    const [mine, theirs] = [await follow(standin, member), await follow(standin, moderator)];
    await Promise.all([mine.next((e) => e.event === 'hello'), theirs.next((e) => e.event === 'hello')]);

    const { body } = await post(standin, 'command', askBody(scene, 'war'));
    const id: unknown = body.interaction_id;
    await mine.next((e) => e.event === 'interaction' && e.data.id === id && e.data.state === 'pending');
    const shown = await mine.next((e) => e.event === 'message');
    expect(shown.data).toMatchObject({ content: 'war', flags: 64, ephemeral_for: member });
    await mine.next((e) => e.event === 'interaction' && e.data.state === 'answered');

    const press = { as: member, channel_id: channel, message_id: shown.data.id, custom_id: 'share' };
    expect((await post(standin, 'press', press)).status).toBe(200);
    expect((await theirs.next((e) => e.event === 'message')).data).toMatchObject({ content: 'for all' });
    await mine.next((e) => e.event === 'message_delete' && e.data.id === shown.data.id);
    expect(theirs.events.filter((e) => e.event !== 'hello')).toHaveLength(1);
    mine.stop();
    theirs.stop();
  });

  test('a person writes, replies without a ping, and others hear of it where they look', async () => {
    await using scene = await open();
    const { standin } = scene;
    const { member, secondMember, channel, bot } = standin.ids;
    const here = await follow(standin, secondMember);
    const general = standin.channel('general');
    const there = await follow(standin, secondMember, general);
    const own = await follow(standin, member, general);
    await Promise.all([here, there, own].map((stream) => stream.next((e) => e.event === 'hello')));

    const said = await post(standin, 'say', { as: member, channel_id: channel, content: 'war?' });
    const first = await here.next((e) => e.event === 'message');
    expect(first.data).toMatchObject({ id: said.body.message_id, content: 'war?', author: { id: member } });
    expect((await there.next((e) => e.event === 'elsewhere')).data).toEqual({ channel_id: channel });

    const answer = await scene.client.rest.post(`/channels/${channel}/messages`, { body: { content: 'peace' } });
    const reply = { as: member, channel_id: channel, content: 'when?', reply_to: (answer as { id: string }).id };
    await post(standin, 'say', { ...reply, ping: false });
    await post(standin, 'say', reply);
    const pinging = await here.next((e) => e.event === 'message' && JSON.stringify(e.data.mentions).includes(bot));
    expect(pinging.data).toMatchObject({ type: 19, referenced_message: { content: 'peace' } });
    expect(here.events.filter((e) => e.event === 'message')).toHaveLength(4);
    expect(here.events.filter((e) => e.event === 'elsewhere')).toEqual([]);
    // Of these four messages one was the bot's; nobody is told of their own.
    expect(own.events.filter((e) => e.event === 'elsewhere')).toHaveLength(1);

    const lost = await post(standin, 'say', { ...reply, reply_to: '1' });
    expect(lost).toEqual({ status: 400, body: { error: 'Unknown message' } });
    here.stop();
    there.stop();
    own.stop();
  });

  test('streams that the bot has gone, and that a command fails after the deadline', async () => {
    await using scene = await openScene();
    const { standin } = scene;
    const stream = await follow(standin, standin.ids.member);
    await stream.next((e) => e.event === 'hello');
    await scene.client.destroy();
    await stream.next((e) => e.event === 'bot' && e.data.online === false);
    await post(standin, 'command', askBody(scene, 'war'));
    standin.faults.passDeadlines();
    const failed = await stream.next((e) => e.event === 'interaction' && e.data.state === 'failed');
    expect(failed.data).toMatchObject({ error: 'did not respond' });
    stream.stop();
  });

  test('says that suggestions failed where the bot does not answer', async () => {
    await using scene = await openScene();
    const { standin } = scene;
    scene.client.removeAllListeners('interactionCreate');
    const suggested = post(standin, 'autocomplete', { ...askBody(scene, 'w'), focused: 'question' });
    await expect.poll(() => standin.traffic.gateway('INTERACTION_CREATE').length).toBe(1);
    standin.faults.passDeadlines();
    expect(await suggested).toMatchObject({ body: { choices: [], failed: true } });
  });

  test('streams changed commands', async () => {
    await using scene = await open();
    const stream = await follow(scene.standin, scene.standin.ids.member);
    await stream.next((e) => e.event === 'hello');
    await scene.client.application.commands.set([]);
    expect((await stream.next((e) => e.event === 'commands')).data).toEqual([]);
    stream.stop();
  });

  test('gives suggestions while a person types, also for an empty field', async () => {
    await using scene = await open();
    const stream = await follow(scene.standin, scene.standin.ids.member);
    await stream.next((e) => e.event === 'hello');
    for (const typed of ['war', '']) {
      const { body } = await post(scene.standin, 'autocomplete', { ...askBody(scene, typed), focused: 'question' });
      expect(body).toEqual({ choices: [{ name: `About ${typed}`, value: typed }] });
    }
    // The stream tells of commands and buttons only: the first thing after typing is the command's own start.
    await post(scene.standin, 'command', askBody(scene, 'war'));
    const told = await stream.next((e) => e.event === 'interaction');
    expect(told.data).toMatchObject({ state: 'pending', command: 'ask' });
    expect(scene.standin.traffic.gateway('INTERACTION_CREATE').at(-1)?.payload.d).toMatchObject({ id: told.data.id });
    stream.stop();
  });

  test('removes a dismissed private message from the state', async () => {
    await using scene = await open();
    const { standin } = scene;
    const { message } = await standin.person('member').command('ask', { question: 'war' });
    const as = standin.ids.member;
    expect((await post(standin, 'dismiss', { as: standin.ids.moderator, message_id: message?.id })).status).toBe(404);
    expect((await post(standin, 'dismiss', { as, message_id: message?.id })).status).toBe(204);
    expect((await state(standin, as)).messages).toEqual([]);
  });

  const refused: [name: string, action: string, change: object, status: number, says: RegExp][] = [
    ['somebody unknown', 'command', { as: '1' }, 404, /Expected the id of a person/],
    ['a channel that is not there', 'command', { channel_id: '1' }, 404, /id of a channel/],
    ['a command that is not there', 'command', { command_id: '1' }, 404, /Expected a command among: \/ask; got "1"/],
    ['no value for a required option', 'command', { options: {} }, 400, /Expected a value for the option "question"/],
    [
      'an unknown option',
      'command',
      { options: { question: 'x', other: 'y' } },
      400,
      /Expected options among: question; got "other"/,
    ],
    [
      'text that is too long',
      'command',
      { options: { question: 'x'.repeat(201) } },
      400,
      /0 to 200 characters, got 201/,
    ],
    ['a number for text', 'command', { options: { question: 7 } }, 400, /Expected text/],
    ['options that are a list', 'command', { options: ['x'] }, 400, /"options" to be an object/],
    ['an id that is a number', 'command', { as: 7 }, 400, /"as" to be text, got number/],
    ['an option without autocomplete', 'autocomplete', { focused: 'other' }, 400, /with autocomplete/],
    ['a message that is not there', 'press', { message_id: '1', custom_id: 'x' }, 404, /id of a message/],
    ['an action that is not there', 'vote', {}, 404, /no action "vote"/],
  ];
  test.each(refused)('says what it expected where it gets %s', async (_, action, change, status, says) => {
    await using scene = await open();
    const answer = await post(scene.standin, action, { ...askBody(scene, 'x'), ...change });
    expect(answer).toEqual({ status, body: { error: expect.stringMatching(says) } });
  });

  test('refuses a body that is not JSON, not an object or too large', async () => {
    await using scene = await open();
    expect((await post(scene.standin, 'command', '{')).status).toBe(400);
    expect((await post(scene.standin, 'command', '[]')).status).toBe(400);
    expect((await post(scene.standin, 'command', { as: 'x'.repeat(70_000) })).status).toBe(413);
  });

  test('refuses requests of other sites', async () => {
    await using scene = await open();
    const { standin } = scene;
    const body = askBody(scene, 'x');
    expect(await post(standin, 'command', body, { origin: 'http://evil.example' })).toMatchObject({ status: 403 });
    expect(await post(standin, 'command', JSON.stringify(body), { 'content-type': 'text/plain' })).toMatchObject({
      status: 400,
    });
    expect((await post(standin, 'command', body, { origin: new URL(standin.url).origin })).status).toBe(200);
  });
});

describe('the page’s files', () => {
  test('allow scripts of this server only', async () => {
    await using scene = await open();
    const response = await fetch(scene.standin.url);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await response.text()).toContain('<!doctype html>');
  });

  test.each([
    '/page/../standin.ts',
    '/page/%2e%2e%2fstandin.ts',
    '/page/..%2fworld.ts',
    '/page/types.ts',
    '/page/',
    '/page/nothing.js',
    '/standin.ts',
    '//etc/passwd',
    '/page/%00.js',
  ])('do not include %s: 404 in plain words', async (path) => {
    await using scene = await open();
    const { port } = new URL(scene.standin.url);
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      answer += String(data);
    });
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toMatch(/The stand-in's page has no file/);
  });
});
