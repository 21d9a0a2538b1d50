import { once } from 'node:events';
import { connect } from 'node:net';
import { REST } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { PERMISSION } from '../../src/standin/permissions.ts';
import { type Standin, StandinError, type StandinOptions, startStandin } from '../../src/standin/standin.ts';
import { flatErrors } from './flat-errors.ts';
import { call } from './tiny-bot.ts';

async function open(options: StandinOptions = {}): Promise<Standin & AsyncDisposable> {
  const standin = await startStandin(options);
  return Object.assign(standin, { [Symbol.asyncDispose]: () => standin.close() });
}
const messagesOf = (standin: Standin) => `/channels/${standin.ids.channel}/messages`;

/** Sends bytes as they are and reads the status line, for requests that no library would send. */
async function raw(standin: Standin, text: string): Promise<string> {
  const { port } = new URL(standin.url);
  const socket = connect(Number(port), '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += String(data);
  });
  socket.on('error', () => undefined);
  socket.write(text.replaceAll('\n', '\r\n').replaceAll('{port}', port));
  await once(socket, 'close');
  return answer;
}

describe('a request', () => {
  test.each([
    ['no token', { authorization: '' }],
    ['a wrong token', { authorization: 'Bot wrong' }],
    ['the token without its prefix', { authorization: 'stand-in-token-of-no-worth' }],
  ])('with %s gets 401', async (_, headers) => {
    await using standin = await open();
    expect(await call(standin, 'GET', '/gateway/bot', undefined, headers)).toMatchObject({
      status: 401,
      body: { message: '401: Unauthorized', code: 0 },
    });
  });

  test('without a route gets 404, and the log names it', async () => {
    const lines: string[] = [];
    await using standin = await open({ log: (line) => lines.push(line) });
    expect(await call(standin, 'GET', '/voice/regions')).toMatchObject({
      status: 404,
      body: { message: '404: Not Found', code: 0 },
    });
    expect(lines).toEqual([expect.stringContaining('GET /voice/regions')]);
    expect(standin.traffic.rest()).toMatchObject([{ route: null, path: '/voice/regions', status: 404 }]);
  });

  test.each([
    ['another method', 'DELETE', '/v10/gateway/bot', 405, 0],
    ['an old version', 'GET', '/v8/gateway/bot', 400, 50041],
    ['no version', 'GET', '/gateway/bot', 400, 50041],
    ['an escaped slash', 'GET', '/v10/gateway%2Fbot', 404, 0],
    ['a broken escape', 'GET', '/v10/gateway/%zz', 404, 0],
    ['a slash at the end', 'GET', '/v10/gateway/bot/', 404, 0],
    ['a capital letter', 'GET', '/v10/Gateway/bot', 404, 0],
    ['two dots', 'GET', '/v10/gateway/x/../../nowhere', 404, 0],
  ])('whose path has %s is refused', async (_, method, path, status, code) => {
    await using standin = await open();
    const response = await fetch(`${standin.apiUrl}${path}`, {
      method,
      headers: { authorization: `Bot ${standin.token}` },
    });
    expect({ status: response.status, body: await response.json() }).toMatchObject({ status, body: { code } });
  });

  test.each(['@original', '%40original', '17'])('to the message %s of an interaction goes to its route', async (id) => {
    await using standin = await open();
    const path = `/webhooks/${standin.ids.application}/no-token/messages/${id}`;
    expect(await call(standin, 'GET', path)).toMatchObject({ status: 401, body: { code: 50027 } });
    const name = id === '17' ? '{message_id}' : '@original';
    const route = `/webhooks/{webhook_id}/{webhook_token}/messages/${name}`;
    expect(standin.traffic.rest()).toMatchObject([{ route, path }]);
  });

  test('with an id that is not one gets 50035 with its name', async () => {
    await using standin = await open();
    const refused = await call(standin, 'GET', '/channels/general');
    expect(flatErrors(refused.body.errors)).toEqual(['channel_id[NUMBER_TYPE_COERCE]']);
  });

  test.each([
    ['invalid JSON', '{"content":', 'application/json', 50109],
    ['a form', 'content=x', 'application/x-www-form-urlencoded', 50035],
    ['no type', 'x', 'text/plain', 50035],
    ['a broken multipart', '--x\r\nbroken', 'multipart/form-data; boundary=x', 50035],
    ['a list', '[]', 'application/json', 50035],
    ['a number', '7', 'application/json', 50035],
  ])('whose body is %s gets 400', async (_, body, type, code) => {
    await using standin = await open();
    expect(await call(standin, 'POST', messagesOf(standin), body, { 'content-type': type })).toMatchObject({
      status: 400,
      body: { code },
    });
  });

  test('with a body over 25 MiB gets 413, and the next request is answered', async () => {
    await using standin = await open();
    const body = JSON.stringify({ content: 'x'.repeat(25 * 1024 * 1024) });
    expect(await call(standin, 'POST', messagesOf(standin), body)).toMatchObject({
      status: 413,
      body: { code: 40005 },
    });
    expect((await call(standin, 'GET', '/gateway/bot')).status).toBe(200);
  });

  test('with an endless body gets 413 before its end, and the connection closes', async () => {
    await using standin = await open();
    const part = 'x'.repeat(51 * 1024 * 1024);
    const head = `POST /api/v10${messagesOf(standin)} HTTP/1.1\nHost: 127.0.0.1:{port}\nContent-Type: application/json\nContent-Length: 1000000000\n\n`;
    expect(await raw(standin, `${head}${part}`)).toMatch(/^HTTP\/1\.1 413 [\s\S]*\r\nconnection: close\r\n/i);
  });

  test('with __proto__ and deep nesting is refused like any other', async () => {
    await using standin = await open();
    const deep = `${'[{"components":'.repeat(2000)}[]${'}]'.repeat(2000)}`;
    const refused = await call(
      standin,
      'POST',
      messagesOf(standin),
      `{"__proto__":{"content":"x"},"components":${deep}}`,
    );
    expect(refused.status).toBe(400);
    expect(({} as Record<string, unknown>).content).toBeUndefined();
  });

  test('with another Host header gets 403 on every path', async () => {
    await using standin = await open();
    for (const path of ['/', '/api/v10/gateway/bot', '/page/state']) {
      const answer = await raw(standin, `GET ${path} HTTP/1.1\nHost: evil.example:{port}\nConnection: close\n\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    }
    const own = await raw(standin, 'GET /page/state HTTP/1.1\nHost: localhost:{port}\nConnection: close\n\n');
    expect(own).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('with files has its payload_json read wherever that stands', async () => {
    await using standin = await open();
    const rest = new REST({ api: standin.apiUrl }).setToken(standin.token);
    const message = await rest.post(`/channels/${standin.ids.channel}/messages`, {
      body: { content: 'with a file' },
      files: [{ name: 'a.txt', data: Buffer.from('hello') }],
    });
    expect(message).toMatchObject({ content: 'with a file' });
    expect(standin.traffic.rest('POST')).toMatchObject([
      { body: { content: 'with a file' }, files: [{ name: 'files[0]', filename: 'a.txt', bytes: 5 }] },
    ]);
  });
});

describe('the permissions of the bot in a channel', () => {
  const cases: [
    what: string,
    denied: bigint,
    method: string,
    tail: string,
    body: object | undefined,
    status: number,
    code: number,
  ][] = [
    ['see the channel', PERMISSION.ViewChannel, 'GET', '', undefined, 403, 50001],
    ['see the messages', PERMISSION.ViewChannel, 'GET', '/messages', undefined, 403, 50001],
    ['send', PERMISSION.SendMessages, 'POST', '/messages', { content: 'x' }, 403, 50013],
    ['send where it cannot see', PERMISSION.ViewChannel, 'POST', '/messages', { content: 'x' }, 403, 50001],
    ['read one message', PERMISSION.ReadMessageHistory, 'GET', '/messages/{own}', undefined, 403, 50013],
  ];
  test.each(cases)('are needed: %s', async (_, deny, method, tail, body, status, code) => {
    await using standin = await open();
    const sent = await call(standin, 'POST', messagesOf(standin), { content: 'mine' });
    const path = `/channels/${standin.ids.channel}${tail.replace('{own}', String(sent.body.id))}`;
    expect((await call(standin, method, path, body)).status).toBe(200);
    standin.overwrite({ id: standin.ids.bot, type: 'member', allow: 0n, deny });
    expect(await call(standin, method, path, body)).toMatchObject({ status, body: { code } });
  });

  test('leave the list empty where it may not read the history', async () => {
    await using standin = await open();
    await call(standin, 'POST', messagesOf(standin), { content: 'mine' });
    expect((await call(standin, 'GET', messagesOf(standin))).body).toHaveLength(1);
    standin.overwrite({ id: standin.ids.guild, type: 'role', allow: 0n, deny: PERMISSION.ReadMessageHistory });
    expect((await call(standin, 'GET', messagesOf(standin))).body).toEqual([]);
  });

  test('follow the member’s overwrite before the role’s', async () => {
    await using standin = await open();
    standin.overwrite({ id: standin.ids.guild, type: 'role', allow: 0n, deny: PERMISSION.SendMessages });
    expect((await call(standin, 'POST', messagesOf(standin), { content: 'x' })).status).toBe(403);
    standin.overwrite({ id: standin.ids.bot, type: 'member', allow: PERMISSION.SendMessages, deny: 0n });
    expect((await call(standin, 'POST', messagesOf(standin), { content: 'x' })).status).toBe(200);
  });

  test('do not matter where the channel (10003) or the message (10008) does not exist', async () => {
    await using standin = await open();
    expect((await call(standin, 'GET', '/channels/1300000000000000099')).body).toMatchObject({ code: 10003 });
    expect((await call(standin, 'GET', `${messagesOf(standin)}/1300000000000000099`)).body).toMatchObject({
      code: 10008,
    });
  });
});

describe('messages in the channel', () => {
  test('are listed newest first, within limit, before and after', async () => {
    let nowMs = Date.UTC(2026, 0, 1);
    await using standin = await open({ now: () => nowMs });
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      nowMs += 5_000;
      ids.push(String((await call(standin, 'POST', messagesOf(standin), { content: `m${n}` })).body.id));
    }
    const list = async (query: string) =>
      ((await call(standin, 'GET', `${messagesOf(standin)}${query}`)).body as unknown as { content: string }[]).map(
        (m) => m.content,
      );
    expect(await list('')).toEqual(['m6', 'm5', 'm4', 'm3', 'm2', 'm1', 'm0']);
    expect(await list('?limit=2')).toEqual(['m6', 'm5']);
    expect(await list(`?limit=2&before=${ids[3]}`)).toEqual(['m2', 'm1']);
    expect(await list(`?limit=2&after=${ids[3]}`)).toEqual(['m5', 'm4']);
    expect((await call(standin, 'GET', `${messagesOf(standin)}?limit=101`)).body).toMatchObject({ code: 50035 });
  });

  test('are forgotten, oldest first, when there are more than 500', async () => {
    let nowMs = Date.UTC(2026, 0, 1);
    await using standin = await open({ now: () => nowMs, trafficLimit: 0 });
    for (let n = 0; n < 503; n += 1) {
      nowMs += 5_000;
      await call(standin, 'POST', messagesOf(standin), { content: `m${n}` });
    }
    const seen = standin.person('member').sees();
    expect(seen).toHaveLength(500);
    expect(seen[0]).toMatchObject({ content: 'm3' });
  });
});

describe('rate limits', () => {
  test('answer 429 with Retry-After until the bucket is filled again', async () => {
    let nowMs = Date.UTC(2026, 0, 1);
    await using standin = await open({ now: () => nowMs });
    const send = () => call(standin, 'POST', messagesOf(standin), { content: 'x' });
    const first = await send();
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '4',
      'x-ratelimit-reset-after': '5.000',
      'x-ratelimit-bucket': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    for (let n = 0; n < 4; n += 1) await send();
    nowMs += 3_000;
    const refused = await send();
    expect(refused).toMatchObject({ status: 429, body: { retry_after: 2, global: false } });
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user');
    nowMs += 2_000;
    expect((await send()).status).toBe(200);
  });

  test('refuse more than 50 requests a second over all routes', async () => {
    await using standin = await open({ now: () => Date.UTC(2026, 0, 1) });
    const statuses: number[] = [];
    for (let n = 0; n < 17; n += 1) {
      for (const path of ['/gateway/bot', '/applications/@me', `/channels/${standin.ids.channel}`]) {
        const { status, headers } = await call(standin, 'GET', path);
        statuses.push(status);
        if (status === 429) expect(headers.get('x-ratelimit-global')).toBe('true');
      }
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(51 - 50);
  });
});

describe('an injected fault', () => {
  const rest = (standin: Standin, more: object = {}) =>
    new REST({ api: standin.apiUrl, timeout: 60_000, ...more }).setToken(standin.token);

  test('of two 500s is survived by the client’s retries', async () => {
    await using standin = await open();
    standin.faults.rest({ path: /messages$/, times: 2, status: 500 });
    await rest(standin).post(`/channels/${standin.ids.channel}/messages`, { body: { content: 'x' } });
    expect(standin.traffic.rest('POST').map((e) => e.status)).toEqual([500, 500, 200]);
    expect(standin.person('member').sees()).toHaveLength(1);
  });

  test('of an outage makes the client give up, until it ends', async () => {
    await using standin = await open();
    const end = standin.faults.outage();
    await expect(rest(standin).get('/gateway/bot')).rejects.toMatchObject({ status: 503 });
    end();
    await expect(rest(standin).get('/gateway/bot')).resolves.toMatchObject({ shards: 1 });
  });

  test('of a 429 makes the client wait and retry', async () => {
    await using standin = await open();
    standin.faults.rest({ method: 'GET', retryAfterSeconds: 0.05 });
    await expect(rest(standin).get('/gateway/bot')).resolves.toMatchObject({ shards: 1 });
    expect(standin.traffic.rest().map((e) => e.status)).toEqual([429, 200]);
  });

  test('of a lost answer makes the retry do the work twice', async () => {
    await using standin = await open();
    standin.faults.rest({ method: 'POST', lostAnswer: true });
    await rest(standin)
      .post(`/channels/${standin.ids.channel}/messages`, { body: { content: 'x' } })
      .catch(() => undefined);
    expect(standin.traffic.rest('POST')[0]).toMatchObject({ status: null, response: { content: 'x' } });
    expect(standin.person('member').sees().length).toBeGreaterThanOrEqual(1);
  });

  test('of a cut connection leaves the work undone', async () => {
    await using standin = await open();
    standin.faults.rest({ method: 'POST', drop: true });
    await expect(call(standin, 'POST', messagesOf(standin), { content: 'x' })).rejects.toThrow();
    expect(standin.person('member').sees()).toEqual([]);
  });

  test('of a slow answer is ended by the client’s own limit', async () => {
    await using standin = await open();
    standin.faults.rest({ slowMs: 60_000 });
    await expect(rest(standin, { timeout: 50, retries: 0 }).get('/gateway/bot')).rejects.toThrow(/abort/i);
  });

  test('for another method or path lets the request pass and stays', async () => {
    await using standin = await open();
    standin.faults.rest({ method: 'POST', status: 500 });
    standin.faults.rest({ path: /^\/applications/, status: 502 });
    const path = `/channels/${standin.ids.channel}`;
    const statuses: number[] = [];
    for (const [method, tail] of [
      ['GET', ''],
      ['POST', '/messages'],
      ['POST', '/messages'],
    ] as const) {
      statuses.push(
        (await call(standin, method, `${path}${tail}`, method === 'POST' ? { content: 'x' } : undefined)).status,
      );
    }
    expect([...statuses, (await call(standin, 'GET', '/applications/@me')).status]).toEqual([200, 500, 200, 502]);
  });

  test('for the third request of a route lets the others pass', async () => {
    await using standin = await open();
    standin.faults.rest({ route: '/channels/{channel_id}/messages', nth: 3, status: 500 });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      await call(standin, 'GET', '/gateway/bot');
      statuses.push((await call(standin, 'POST', messagesOf(standin), { content: 'x' })).status);
    }
    expect(statuses).toEqual([200, 200, 500, 200]);
  });

  test('has its moments in order, each after the work that belongs to it', async () => {
    await using standin = await open();
    const seen: [string, number][] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const note = (moment: string) => async () => {
      await new Promise((later) => setTimeout(later, 5));
      seen.push([moment, standin.person('member').sees().length]);
      if (moment === 'answered') resolve();
    };
    const moments = { arrived: note('arrived'), done: note('done'), answered: note('answered') };
    standin.faults.rest({ method: 'POST', ...moments });
    expect((await call(standin, 'POST', messagesOf(standin), { content: 'x' })).status).toBe(200);
    await promise;
    expect(seen).toEqual([
      ['arrived', 0],
      ['done', 1],
      ['answered', 1],
    ]);
  });

  test.each([
    ['arrives', { arrived: true }, 1],
    ['arrives, and the connection is cut', { arrived: true, drop: true as const }, 0],
    ['is done', { done: true }, 1],
  ])(
    'while the client dies as its request %s leaves %j in the channel',
    async (_, { arrived, done, ...cut }: { arrived?: boolean; done?: boolean; drop?: true }, left) => {
      await using standin = await open();
      const client = new AbortController();
      const die = () => client.abort();
      standin.faults.rest({ method: 'POST', ...cut, ...(arrived && { arrived: die }), ...(done && { done: die }) });
      const recorded = new Promise<void>((resolve) => standin.traffic.on(() => resolve()));
      const sent = fetch(`${standin.apiUrl}/v10${messagesOf(standin)}`, {
        method: 'POST',
        headers: { authorization: `Bot ${standin.token}`, 'content-type': 'application/json' },
        body: '{"content":"x"}',
        signal: client.signal,
      });
      await expect(sent).rejects.toThrow(/abort/i);
      await recorded;
      expect(standin.person('member').sees()).toHaveLength(left);
    },
  );

  test('of a 5xx after the work is harmless with an enforced nonce', async () => {
    await using standin = await open();
    standin.faults.rest({ method: 'POST', status: 502, carriedOut: true });
    const body = { content: 'x', nonce: '1', enforce_nonce: true };
    const sent: [number, number][] = [];
    for (let n = 0; n < 2; n += 1) {
      const { status } = await call(standin, 'POST', messagesOf(standin), body);
      sent.push([status, standin.person('member').sees().length]);
    }
    expect(sent).toEqual([
      [502, 1],
      [200, 1],
    ]);
  });

  test('may have headers of its own', async () => {
    await using standin = await open();
    const headers = { 'x-ratelimit-scope': 'shared', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '0.2' };
    standin.faults.rest({ retryAfterSeconds: 0.2, headers });
    const refused = await call(standin, 'GET', '/gateway/bot');
    expect(Object.fromEntries(refused.headers)).toMatchObject({ ...headers, 'retry-after': '0.2' });
  });

  test('whose action fails is logged, and the request goes on', async () => {
    const lines: string[] = [];
    await using standin = await open({ log: (line) => lines.push(line) });
    standin.faults.rest({
      done: () => {
        throw new Error('oops');
      },
    });
    expect((await call(standin, 'GET', '/gateway/bot')).status).toBe(200);
    expect(lines).toEqual([expect.stringContaining('oops')]);
  });

  test('is removed by clear', async () => {
    await using standin = await open();
    standin.faults.outage();
    standin.faults.clear();
    expect((await call(standin, 'GET', '/gateway/bot')).status).toBe(200);
  });
});

describe('mentions in a message of the bot', () => {
  const cases: [name: string, body: object, users: string[], everyone: boolean][] = [
    ['named and not forbidden', { content: '<@1300000000000000005>' }, ['1300000000000000005'], false],
    ['forbidden', { content: '<@1300000000000000005> @everyone', allowed_mentions: { parse: [] } }, [], false],
    [
      'listed',
      {
        content: '<@1300000000000000005> <@1300000000000000006>',
        allowed_mentions: { users: ['1300000000000000006'] },
      },
      ['1300000000000000006'],
      false,
    ],
    ['in code', { content: '`<@1300000000000000005>`' }, [], false],
    ['@everyone without the permission', { content: '@everyone' }, [], false],
    [
      'in a text display',
      { flags: 32768, components: [{ type: 10, content: '<@1300000000000000005>' }] },
      ['1300000000000000005'],
      false,
    ],
    ['in an embed', { embeds: [{ description: '<@1300000000000000005>' }] }, [], false],
    ['of nobody known', { content: '<@1300000000000000099>' }, [], false],
  ];
  test.each(cases)('%s', async (_, body, users, everyone) => {
    await using standin = await open();
    const sent = await call(standin, 'POST', messagesOf(standin), body);
    expect((sent.body.mentions as { id: string }[]).map((user) => user.id)).toEqual(users);
    expect(sent.body.mention_everyone).toBe(everyone);
  });

  test('@everyone with the permission', async () => {
    await using standin = await open({ botPermissions: PERMISSION.MentionEveryone });
    const sent = await call(standin, 'POST', messagesOf(standin), { content: 'hello @here' });
    expect(sent.body.mention_everyone).toBe(true);
  });
});

describe('the traffic log', () => {
  test('holds both sides of an exchange and never the token', async () => {
    await using standin = await open();
    await call(standin, 'POST', messagesOf(standin), { content: 'x' });
    expect(standin.traffic.list()).toMatchObject([
      {
        kind: 'rest',
        method: 'POST',
        route: '/channels/{channel_id}/messages',
        body: { content: 'x' },
        status: 200,
        response: { content: 'x' },
      },
    ]);
    expect(JSON.stringify(standin.traffic.list())).not.toContain(standin.token);
  });

  test('tells each listener until it unsubscribes', async () => {
    await using standin = await open();
    const told: string[] = [];
    const stop = standin.traffic.on((entry) => told.push(entry.kind));
    await call(standin, 'GET', '/gateway/bot');
    stop();
    await call(standin, 'GET', '/gateway/bot');
    expect(told).toEqual(['rest']);
  });

  test('keeps no more than asked for', async () => {
    await using standin = await open({ trafficLimit: 10, now: Date.now });
    for (let n = 0; n < 40; n += 1) await call(standin, 'GET', '/gateway/bot');
    expect(standin.traffic.list()).toHaveLength(10);
    expect(standin.traffic.forgotten).toBe(30);
  });
});

describe('the port', () => {
  test('that is taken is named in the error', async () => {
    await using standin = await open();
    const port = Number(new URL(standin.url).port);
    const second = startStandin({ port });
    await expect(second).rejects.toThrow(StandinError);
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE', message: expect.stringContaining(String(port)) });
  });
});
