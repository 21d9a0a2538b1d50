import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { type Logger, pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commands, messageCommands } from '../../commands/index.ts';
import { type Bot, startBot } from '../../src/discord/bot.ts';
import { type LiveSitrep, openLiveSitrep } from '../../src/live-sitrep.ts';
import { type RestFault, type Standin, startStandin } from '../../src/standin/standin.ts';
import { serverSettings } from '../settings.ts';
import { situationsOf } from '../situations.ts';
import { BUNDLED_DIR } from './scene.ts';

const GATEWAY_BOT = /^\/gateway\/bot$/;
const silent = pino({ level: 'silent' });

interface Started {
  readonly standin: Standin;
  readonly live: LiveSitrep;
  start(apiUrl: string, log?: Logger): Promise<Bot>;
}

async function open(): Promise<Started> {
  const standin = await startStandin();
  const live = await openLiveSitrep(BUNDLED_DIR, silent);
  onTestFinished(async () => {
    await live.stop();
    await standin.close();
  });
  return {
    standin,
    live,
    async start(apiUrl, log = silent) {
      const bot = await startBot({
        token: standin.token,
        apiUrl,
        guildId: undefined,
        commands,
        messageCommands,
        situations: situationsOf(live.current),
        serverSettings: serverSettings(),
        startPatienceMs: 1_000,
        log,
      });
      onTestFinished(() => bot.stop());
      return bot;
    },
  };
}

/** A server of another kind on this machine; its port. */
async function listen(onRequest: RequestListener, onUpgrade?: (socket: Socket) => void): Promise<number> {
  const server = createServer(onRequest);
  if (onUpgrade) server.on('upgrade', (_request, socket: Socket) => onUpgrade(socket));
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return port;
}

/** Answers `GET /gateway/bot` itself and hands everything else on to the stand-in. */
async function gatewayFront(standin: Standin, info: () => object, onUpgrade?: (socket: Socket) => void) {
  const port = await listen((request, response) => {
    if (!request.url?.endsWith('/gateway/bot')) {
      void forward(standin, request, response);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...gatewayInfo(`ws://127.0.0.1:${port}`), ...info() }));
  }, onUpgrade);
  return `http://127.0.0.1:${port}/api`;
}

const gatewayInfo = (url: string) => ({
  url,
  shards: 1,
  session_start_limit: { total: 1000, remaining: 999, reset_after: 1000, max_concurrency: 1 },
});

const forward = async (standin: Standin, ...[request, response]: Parameters<RequestListener>) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = await fetch(`${new URL(standin.apiUrl).origin}${request.url}`, {
    method: request.method ?? 'GET',
    headers: {
      authorization: request.headers.authorization ?? '',
      ...(chunks.length > 0 && { 'content-type': 'application/json' }),
    },
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(Buffer.from(await answer.arrayBuffer()));
};

describe('a start that Discord does not let through ends with what came and what to do', () => {
  const faults: readonly (readonly [string, Omit<RestFault, 'path'>, string, RegExp])[] = [
    ['a long rate limit', { retryAfterSeconds: 900 }, 'DISCORD_UNAVAILABLE', /limits the rate.*Start again in 90. s/],
    [
      'short rate limits without end',
      { retryAfterSeconds: 0.02 },
      'DISCORD_UNAVAILABLE',
      /limits the rate of requests/,
    ],
    ['HTTP 429 without a time to wait', { status: 429 }, 'DISCORD_UNAVAILABLE', /HTTP 429/],
    ['HTTP 401', { status: 401 }, 'DISCORD_TOKEN', /does not accept the token.*Check DISCORD_TOKEN/],
    ['HTTP 403', { status: 403 }, 'DISCORD_FORBIDDEN', /refuses the request.*403.*blocks this machine/],
    [
      'HTTP 403 from a proxy',
      { status: 403, page: '<p>no</p>' },
      'DISCORD_FORBIDDEN',
      /refuses.*HTTP 403.*DISCORD_API_URL/,
    ],
    ['HTTP 404', { status: 404 }, 'DISCORD_ADDRESS', /not Discord's API.*404.*DISCORD_API_URL/],
    ['the page of another program', { status: 200, page: '<p>hello</p>' }, 'DISCORD_ADDRESS', /not Discord's API/],
    ['HTTP 502', { status: 502 }, 'DISCORD_UNAVAILABLE', /could not be reached: it answers HTTP 502/],
    ['a connection that is cut', { drop: true }, 'DISCORD_UNAVAILABLE', /could not be reached.*Check the network/],
  ];
  test.each(faults)('%s', async (_what, fault, code, message) => {
    const { standin, start } = await open();
    standin.faults.rest({ path: GATEWAY_BOT, times: Infinity, ...fault });
    await expect(start(standin.apiUrl)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('a server that accepts connections and stays silent', async () => {
    const server = createTcpServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    const { start } = await open();
    await expect(start(`http://127.0.0.1:${(server.address() as { port: number }).port}/api`)).rejects.toMatchObject({
      code: 'DISCORD_UNAVAILABLE',
      message: expect.stringContaining('it does not answer'),
    });
  });

  test('a server that begins an answer and never ends it', async () => {
    const port = await listen((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    });
    const { start } = await open();
    await expect(start(`http://127.0.0.1:${port}/api`)).rejects.toMatchObject({ code: 'DISCORD_UNAVAILABLE' });
  });

  test('a network that is down, with a line for each attempt, without a stack and each after a longer wait', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
    const { start } = await open();
    await expect(start('http://127.0.0.1:9/api', log)).rejects.toMatchObject({ code: 'DISCORD_UNAVAILABLE' });
    const waits = lines.map(({ waitMs }) => Number(waitMs));
    expect(waits.length).toBeGreaterThan(1);
    expect(waits.every((ms, i) => ms > (waits[i - 1] ?? 0))).toBe(true);
    expect(lines.filter(({ stack }) => stack !== undefined)).toEqual([]);
  });

  test('TLS to a port that does not speak it', async () => {
    const { standin, start } = await open();
    await expect(start(standin.apiUrl.replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'DISCORD_ADDRESS',
      message: expect.stringContaining('whether the server there speaks https'),
    });
  });

  test('an address without /api', async () => {
    const { standin, start } = await open();
    await expect(start(new URL(standin.apiUrl).origin)).rejects.toMatchObject({
      code: 'DISCORD_ADDRESS',
      message: expect.stringContaining('usually ends in "/api"'),
    });
  });

  test('no session starts left for hours', async () => {
    const { standin, start } = await open();
    const limit = { total: 1000, remaining: 0, reset_after: 7_200_000, max_concurrency: 1 };
    const apiUrl = await gatewayFront(standin, () => ({ session_start_limit: limit }));
    await expect(start(apiUrl)).rejects.toMatchObject({
      code: 'DISCORD_UNAVAILABLE',
      message: expect.stringContaining('has no session starts left. Start again in 7200 s'),
    });
  });

  test('a gateway that refuses connections', async () => {
    const { standin, start } = await open();
    const apiUrl = await gatewayFront(standin, () => ({ url: 'ws://127.0.0.1:9' }));
    await expect(start(apiUrl)).rejects.toMatchObject({
      code: 'DISCORD_UNAVAILABLE',
      message: expect.stringMatching(
        /gateway ws:\/\/127\.0\.0\.1:9 does not let the bot in: not ready within 1 s; close code 1006, the network connection failed/,
      ),
    });
  });

  test.each([
    ['cuts every gateway connection', (socket: Socket) => socket.destroy()],
    ['leaves every gateway connection without an answer', () => undefined],
    ['answers HTTP 403 to every gateway connection', (socket: Socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')],
  ])('a proxy that %s', async (_what, onUpgrade) => {
    const { standin, start } = await open();
    await expect(start(await gatewayFront(standin, () => ({}), onUpgrade))).rejects.toMatchObject({
      code: 'DISCORD_UNAVAILABLE',
      message: expect.stringContaining('let WebSocket connections through'),
    });
  });
});

describe('a start waits where waiting helps', () => {
  test.each([
    ['a short rate limit', { retryAfterSeconds: 0.05 }],
    ['two server errors', { status: 503, times: 2 }],
    ['one HTTP 401', { status: 401 }],
    ['a page of a proxy', { status: 403, page: '<p>wait</p>' }],
  ])('%s', async (_what, fault) => {
    const { standin, start } = await open();
    standin.faults.rest({ path: GATEWAY_BOT, ...fault });
    expect((await start(standin.apiUrl)).servers).toBe(1);
  });

  test('no session starts left for a moment', async () => {
    const { standin, start } = await open();
    let asked = 0;
    const apiUrl = await gatewayFront(standin, () => {
      asked += 1;
      const remaining = asked === 1 ? 0 : 10;
      return {
        url: `${standin.url.replace('http', 'ws')}gateway`,
        session_start_limit: { total: 1000, remaining, reset_after: 50, max_concurrency: 1 },
      };
    });
    expect((await start(apiUrl)).servers).toBe(1);
    expect(asked).toBeGreaterThan(1);
  });
});
