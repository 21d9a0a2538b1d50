import { once } from 'node:events';
import { type Client, Events, GatewayIntentBits, Status } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Standin, type StandinOptions, startStandin } from '../../src/standin/standin.ts';
import { newClient, openScene } from './tiny-bot.ts';

/** A bare WebSocket to the gateway, for what the library would never do. */
async function connect(standin: Standin, query = '?v=10&encoding=json') {
  const socket = new WebSocket(`${standin.url.replace('http', 'ws')}gateway${query}`);
  const received: { op: number; t: string | null; d: Record<string, unknown>; s: number | null }[] = [];
  const waiting = new Set<() => void>();
  let closedWith: number | undefined;
  socket.on('message', (data) => {
    received.push(JSON.parse(String(data)));
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) =>
    socket.on('close', (code) => {
      closedWith = code;
      resolve(code);
    }),
  );
  socket.on('error', () => undefined);
  return {
    socket,
    received,
    closed,
    get closedWith() {
      return closedWith;
    },
    send: (op: number, d: unknown) => socket.send(JSON.stringify({ op, d })),
    sendRaw: (text: string | Buffer) => socket.send(text),
    identify: (more: object = {}) =>
      socket.send(JSON.stringify({ op: 2, d: { token: standin.token, intents: 1, ...more } })),
    /** Resolves with the first payload that fits, past or future. */
    next(fits: (payload: (typeof received)[number]) => boolean) {
      const { promise, resolve } = Promise.withResolvers<(typeof received)[number]>();
      const look = () => {
        const found = received.find(fits);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      return promise;
    },
  };
}

async function open(options: StandinOptions = {}): Promise<Standin & AsyncDisposable> {
  const standin = await startStandin(options);
  return Object.assign(standin, { [Symbol.asyncDispose]: () => standin.close() });
}

async function login(standin: Standin, client: Client): Promise<void> {
  const ready = once(client, Events.ClientReady);
  await client.login(standin.token);
  await ready;
}

describe('a new connection', () => {
  test('gets HELLO, acknowledged heartbeats, and after the identify READY and the server', async () => {
    await using standin = await open({ heartbeatIntervalMs: 40_000 });
    const bot = await connect(standin);
    expect((await bot.next((p) => p.op === 10)).d).toMatchObject({ heartbeat_interval: 40_000 });
    bot.send(1, null);
    await bot.next((p) => p.op === 11);
    bot.identify();
    const ready = await bot.next((p) => p.t === 'READY');
    expect(ready).toMatchObject({
      s: 1,
      d: {
        application: { id: standin.ids.application },
        guilds: [{ id: standin.ids.guild, unavailable: true }],
        resume_gateway_url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\//),
      },
    });
    expect(await bot.next((p) => p.t === 'GUILD_CREATE')).toMatchObject({ s: 2, d: { unavailable: false } });
  });

  test.each([
    ['a wrong token', { token: 'wrong' }, 4004],
    ['a privileged intent', { intents: 1 | 32768 }, 4014],
    ['an intent that does not exist', { intents: 1 << 17 }, 4013],
    ['intents that are no number', { intents: 'all' }, 4013],
    ['a shard beyond the count', { shard: [1, 1] }, 4010],
    ['a shard that is none', { shard: 'x' }, 4010],
  ])('that identifies with %s is closed', async (_, more, code) => {
    await using standin = await open();
    const bot = await connect(standin);
    await bot.next((p) => p.op === 10);
    bot.identify(more);
    expect(await bot.closed).toBe(code);
  });

  test.each([
    ['an unknown opcode', JSON.stringify({ op: 99, d: null }), 4001],
    ['no JSON', 'hello', 4002],
    ['more than 4,096 bytes', JSON.stringify({ op: 1, d: 'x'.repeat(4096) }), 4002],
    ['a presence before the identify', JSON.stringify({ op: 3, d: {} }), 4003],
    ['an identify without data', JSON.stringify({ op: 2 }), 4002],
  ])('that sends %s is closed', async (_, raw, code) => {
    await using standin = await open();
    const bot = await connect(standin);
    await bot.next((p) => p.op === 10);
    bot.sendRaw(raw);
    expect(await bot.closed).toBe(code);
  });

  test('that identifies twice is closed with 4005', async () => {
    await using standin = await open();
    const bot = await connect(standin);
    await bot.next((p) => p.op === 10);
    bot.identify();
    bot.identify();
    expect(await bot.closed).toBe(4005);
  });

  test('that asks for another version is closed with 4012', async () => {
    await using standin = await open();
    const bot = await connect(standin, '?v=8&encoding=json');
    expect(await bot.closed).toBe(4012);
  });

  test('that sends more than 120 payloads a minute is closed with 4008', async () => {
    await using standin = await open({ now: () => 0 });
    const bot = await connect(standin);
    await bot.next((p) => p.op === 10);
    for (let n = 0; n < 121; n += 1) bot.send(1, n);
    expect(await bot.closed).toBe(4008);
  });

  test('without heartbeats is closed with 4009', async () => {
    await using standin = await open({ heartbeatIntervalMs: 20 });
    const bot = await connect(standin);
    expect(await bot.closed).toBe(4009);
  });

  test('that identifies too soon gets op 9', async () => {
    let nowMs = 0;
    await using standin = await open({ identifyIntervalMs: 5000, now: () => nowMs });
    const [one, two] = [await connect(standin), await connect(standin)];
    await two.next((p) => p.op === 10);
    one.identify();
    await one.next((p) => p.t === 'READY');
    two.identify();
    expect(await two.next((p) => p.op === 9)).toMatchObject({ d: false });
    nowMs = 5000;
    two.identify();
    await two.next((p) => p.t === 'READY');
  });

  test.each([
    ['the Host header', { host: 'evil.example' }],
    ['the Origin header', { origin: 'http://evil.example' }],
  ])('is refused where %s names another site', async (_, headers) => {
    await using standin = await open();
    const socket = new WebSocket(`${standin.url.replace('http', 'ws')}gateway?v=10`, { headers });
    const [error]: unknown[] = await once(socket, 'error');
    expect(String(error)).toContain('403');
  });
});

describe('a session', () => {
  test('that is resumed gets the missed events in order, then RESUMED', async () => {
    await using standin = await open();
    const first = await connect(standin);
    await first.next((p) => p.op === 10);
    first.identify();
    const { d } = await first.next((p) => p.t === 'READY');
    await first.next((p) => p.t === 'GUILD_CREATE');
    standin.faults.gateway.drop();
    await first.closed;
    standin.overwrite({ id: standin.ids.bot, type: 'member', allow: 0n, deny: 2048n });
    standin.overwrite({ id: standin.ids.bot, type: 'member', allow: 0n, deny: 0n });

    const second = await connect(standin);
    await second.next((p) => p.op === 10);
    second.send(6, { token: standin.token, session_id: d.session_id, seq: 2 });
    await second.next((p) => p.t === 'RESUMED');
    expect(second.received.map((p) => [p.t, p.s])).toEqual([
      [null, null],
      ['CHANNEL_UPDATE', 3],
      ['CHANNEL_UPDATE', 4],
      ['RESUMED', 5],
    ]);
  });

  test.each([
    ['an unknown session', { session_id: 'nobody', seq: 1 }, 'op 9'],
    ['a sequence that was never sent', { seq: 99 }, 4007],
    ['a wrong token', { seq: 1, token: 'wrong' }, 4004],
  ])('resumed with %s: %s', async (_, more, ends) => {
    await using standin = await open();
    const first = await connect(standin);
    await first.next((p) => p.op === 10);
    first.identify();
    const { d } = await first.next((p) => p.t === 'READY');
    first.socket.terminate();
    const second = await connect(standin);
    await second.next((p) => p.op === 10);
    second.send(6, { token: standin.token, session_id: d.session_id, ...more });
    if (typeof ends === 'number') expect(await second.closed).toBe(ends);
    else expect((await second.next((p) => p.op === 9)).d).toBe(false);
  });

  test('that the client closed with 1000 cannot be resumed', async () => {
    await using standin = await open();
    const first = await connect(standin);
    await first.next((p) => p.op === 10);
    first.identify();
    const { d } = await first.next((p) => p.t === 'READY');
    first.socket.close(1000);
    await first.closed;
    const second = await connect(standin);
    await second.next((p) => p.op === 10);
    second.send(6, { token: standin.token, session_id: d.session_id, seq: 1 });
    expect((await second.next((p) => p.op === 9)).d).toBe(false);
  });

  test.each([
    [1000, false],
    [1001, false],
    [4000, true],
    [4001, true],
    [4002, true],
    [4003, false],
    [4004, false],
    [4005, false],
    [4007, false],
    [4008, false],
    [4009, true],
    [4014, false],
  ])('that Discord closed with %i can be resumed: %s', async (code, resumable) => {
    await using standin = await open();
    const first = await connect(standin);
    await first.next((p) => p.op === 10);
    first.identify();
    const { d } = await first.next((p) => p.t === 'READY');
    standin.faults.gateway.close(code);
    expect(await first.closed).toBe(code);
    const second = await connect(standin);
    await second.next((p) => p.op === 10);
    second.send(6, { token: standin.token, session_id: d.session_id, seq: 2 });
    const { op, t } = await second.next((p) => p.op === 9 || p.t === 'RESUMED');
    expect({ op, t }).toEqual(resumable ? { op: 0, t: 'RESUMED' } : { op: 9, t: null });
  });

  test('that missed more than is kept gets op 9 instead of a gap', async () => {
    await using standin = await open();
    const first = await connect(standin);
    await first.next((p) => p.op === 10);
    first.identify();
    const { d } = await first.next((p) => p.t === 'READY');
    first.socket.terminate();
    await first.closed;
    for (let n = 0; n < 501; n += 1) standin.overwrite({ id: 'x', type: 'role', allow: 0n, deny: 0n });
    const second = await connect(standin);
    await second.next((p) => p.op === 10);
    second.send(6, { token: standin.token, session_id: d.session_id, seq: 1 });
    expect((await second.next((p) => p.op === 9)).d).toBe(false);
  });

  test('direct messages go to the first shard, whichever has the server', async () => {
    await using standin = await open();
    const key = BigInt(standin.ids.guild) >> 22n;
    const count = [2, 3, 5, 7].find((n) => key % BigInt(n) !== 0n) ?? 0;
    const owner = Number(key % BigInt(count));
    const shards = [await connect(standin), await connect(standin)];
    for (const [index, id] of [0, owner].entries()) {
      await shards[index]?.next((p) => p.op === 10);
      shards[index]?.identify({ shard: [id, count], intents: 1 | (1 << 9) | (1 << 12) });
      await shards[index]?.next((p) => p.t === 'READY');
    }
    const member = standin.person('member');
    member.inDirectMessages().say('direct');
    member.say('in the server');
    const places = await Promise.all(
      shards.map((bot) =>
        bot.next((p) => p.t === 'MESSAGE_CREATE').then(({ d }) => (d as { channel_type: number }).channel_type),
      ),
    );
    expect(places).toEqual([1, 0]);
  });

  test('of a shard gets only its own servers and their events', async () => {
    await using standin = await open({
      channels: ['one', 'two', 'three'].map((name) => ({ name: `room-${name}`, server: `Server ${name}` })),
    });
    const shards = [await connect(standin), await connect(standin)];
    const guilds: string[][] = [];
    for (const [id, bot] of shards.entries()) {
      await bot.next((p) => p.op === 10);
      bot.identify({ shard: [id, 2], intents: 1 | (1 << 9) });
      const { d } = await bot.next((p) => p.t === 'READY');
      guilds.push((d as { guilds: { id: string }[] }).guilds.map((guild) => guild.id));
    }
    expect(guilds.map((ids) => ids.map((id) => Number((BigInt(id) >> 22n) % 2n)))).toEqual([
      [0, 0],
      [1, 1],
    ]);
    const names = await Promise.all(
      ['one', 'two', 'three'].map(async (name) => {
        standin
          .person('member')
          .in(standin.channel(`room-${name}`))
          .say(name);
        const heard = shards.map((bot) =>
          bot.next((p) => p.t === 'MESSAGE_CREATE' && p.d.channel_id === standin.channel(`room-${name}`)),
        );
        return Promise.race(heard.map(async (one, shard) => [shard, (await one).d.guild_id]));
      }),
    );
    for (const [shard, guild] of names) expect(guilds[Number(shard)]).toContain(guild);
    for (const bot of shards) {
      bot.send(1, null);
      await bot.next((p) => p.op === 11);
    }
    const messages = shards.flatMap(({ received }) => received.filter((p) => p.t === 'MESSAGE_CREATE'));
    expect(messages).toHaveLength(3);
  });

  test('shards of different buckets may identify at once, those of one bucket may not', async () => {
    await using standin = await open({ identifyIntervalMs: 60_000, maxConcurrency: 2, shards: 4 });
    const shards = [await connect(standin), await connect(standin), await connect(standin)];
    for (const [id, bot] of shards.entries()) {
      await bot.next((p) => p.op === 10);
      bot.identify({ shard: [id, 4] });
      await bot.next((p) => p.t === 'READY' || p.op === 9);
    }
    expect(shards.map(({ received }) => received.at(-1)?.op)).toEqual([0, 0, 9]);
    const answer = await fetch(`${standin.apiUrl}/v10/gateway/bot`, {
      headers: { authorization: `Bot ${standin.token}` },
    });
    expect(await answer.json()).toMatchObject({ shards: 4, session_start_limit: { max_concurrency: 2 } });
  });

  test('of a shard without the server gets none of its events', async () => {
    await using standin = await open();
    const owner = Number(BigInt(standin.ids.guild) >> 22n) % 2;
    const shards = [await connect(standin), await connect(standin)];
    for (const [id, bot] of shards.entries()) {
      await bot.next((p) => p.op === 10);
      bot.identify({ shard: [id, 2] });
      await bot.next((p) => p.t === 'READY');
    }
    standin.overwrite({ id: 'x', type: 'role', allow: 0n, deny: 0n });
    await shards[owner]?.next((p) => p.t === 'CHANNEL_UPDATE');
    const other = shards[1 - owner];
    other?.send(1, null);
    await other?.next((p) => p.op === 11);
    expect(other?.received.map((p) => p.t)).toEqual([null, 'READY', null]);
  });

  test('gets messages only by the intents that carry them', async () => {
    await using standin = await open();
    const bots = { guilds: await connect(standin), messages: await connect(standin) };
    for (const [bot, intents] of [
      [bots.guilds, 1],
      [bots.messages, 1 | 512],
    ] as const) {
      await bot.next((p) => p.op === 10);
      bot.identify({ intents });
      await bot.next((p) => p.t === 'GUILD_CREATE');
    }
    await fetch(`${standin.apiUrl}/v10/channels/${standin.ids.channel}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${standin.token}`, 'content-type': 'application/json' },
      body: '{"content":"x"}',
    });
    expect((await bots.messages.next((p) => p.t === 'MESSAGE_CREATE')).d).toMatchObject({
      content: 'x',
      guild_id: standin.ids.guild,
      member: { roles: expect.any(Array) },
    });
    bots.guilds.send(1, null);
    await bots.guilds.next((p) => p.op === 11);
    expect(bots.guilds.received.map((p) => p.t)).not.toContain('MESSAGE_CREATE');
  });
});

describe('an unmodified discord.js client', () => {
  const answering = { command: (i: { reply(text: string): unknown }) => i.reply('answered') };

  test.each([
    ['the TCP connection breaks', (s: Standin) => s.faults.gateway.drop(), Events.ShardResume],
    ['Discord asks to reconnect (op 7)', (s: Standin) => s.faults.gateway.reconnect(), Events.ShardResume],
    ['Discord closes with 4000', (s: Standin) => s.faults.gateway.close(4000), Events.ShardResume],
    ['the session is invalid but resumable', (s: Standin) => s.faults.gateway.invalidSession(true), Events.ShardResume],
  ] as const)('resumes after: %s; a command in between is answered', async (_, fail, event) => {
    await using scene = await openScene(answering);
    const resumed = once(scene.client, event);
    fail(scene.standin);
    const shown = scene.standin.person('member').command('ask', { question: 'x' });
    await resumed;
    expect(await shown).toMatchObject({ message: { content: 'answered' } });
    expect(scene.standin.traffic.gateway('READY')).toHaveLength(1);
  });

  test('identifies again after op 9 false', async () => {
    await using scene = await openScene(answering);
    const again = once(scene.client, Events.ShardReady);
    scene.standin.faults.gateway.invalidSession(false);
    await again;
    expect(await scene.standin.person('member').command('ask', { question: 'x' })).toMatchObject({
      message: { content: 'answered' },
    });
    expect(scene.standin.traffic.gateway('READY')).toHaveLength(2);
  });

  test.each([
    [4004, /Authentication failed/],
    [4010, /Invalid shard/],
    [4011, /Sharding is required/],
    [4012, /invalid API version/],
    [4013, /invalid intents/],
    [4014, /disallowed intents/],
  ])('rejects login where its identify is refused with %i', async (code, says) => {
    await using standin = await open();
    standin.faults.gateway.refuseIdentify(code);
    const client = newClient(standin);
    client.on(Events.ShardError, () => undefined);
    await expect(client.login(standin.token)).rejects.toThrow(says);
    await client.destroy();
  });

  test('rejects login where it asks for a privileged intent', async () => {
    await using standin = await open();
    const client = newClient(standin, { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.MessageContent] });
    await expect(client.login(standin.token)).rejects.toThrow(/disallowed intents/);
    await client.destroy();
  });

  test('does not reconnect after a fatal close', async () => {
    await using scene = await openScene();
    const gone = once(scene.client, Events.ShardDisconnect);
    scene.client.on(Events.ShardError, () => undefined);
    scene.standin.faults.gateway.close(4014);
    const [event]: unknown[] = await gone;
    expect(event).toMatchObject({ code: 4014 });
  });

  test('becomes ready also after a late READY', async () => {
    await using standin = await open();
    standin.faults.gateway.delayReady(100);
    const client = newClient(standin);
    await login(standin, client);
    expect(client.ws.status).toBe(Status.Ready);
    await client.destroy();
  });

  test('rejects login with a wrong token before any socket is opened', async () => {
    await using standin = await open();
    const client = newClient(standin);
    await expect(client.login('wrong')).rejects.toMatchObject({ code: 'TokenInvalid' });
    expect(standin.traffic.gateway()).toEqual([]);
    await client.destroy();
  });

  test('may connect twice with one token', async () => {
    await using standin = await open();
    const [one, two] = [newClient(standin), newClient(standin)];
    await Promise.all([login(standin, one), login(standin, two)]);
    expect(standin.traffic.gateway('READY')).toHaveLength(2);
    await Promise.all([one.destroy(), two.destroy()]);
  });

  test('knows the server’s permissions and availability', async () => {
    await using scene = await openScene();
    const guild = scene.client.guilds.cache.get(scene.standin.ids.guild);
    const channel = guild?.channels.cache.get(scene.standin.ids.channel);
    expect(guild).toMatchObject({ available: true, name: 'Newsroom' });
    expect(channel?.permissionsFor(scene.client.user)?.has('SendMessages')).toBe(true);
    expect(channel?.permissionsFor(scene.client.user)?.has('PinMessages')).toBe(false);
  });

  test('does not hinder the stand-in’s close, and a second close is harmless', async () => {
    await using scene = await openScene();
    const closed = once(scene.client, Events.ShardReconnecting);
    await Promise.all([scene.standin.close(), scene.standin.close()]);
    await closed;
    await expect(fetch(scene.standin.url)).rejects.toThrow();
  });
});
