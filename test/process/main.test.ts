import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { startStandin } from '../../src/standin/standin.ts';
import { BUNDLED_DIR } from '../wire/scene.ts';
import { startSitrep } from './running.ts';

const READY = /Ready: \d+ facts on "U\.S\. strikes on Iran-aligned groups"/;

/** Ends the process by SIGTERM as soon as anything listens for that. */
const SIGNAL_AT_ONCE = `data:text/javascript,${encodeURIComponent(`const look = setInterval(() => {
  if (process.listenerCount('SIGTERM') === 0) return;
  clearInterval(look);
  process.kill(process.pid, 'SIGTERM');
}, 0);`)}`;

async function emptyFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'sitrep-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

describe('npm start without a token', () => {
  test('says how many facts of which situation, where the page is, and what to type first', async () => {
    await using sitrep = startSitrep({ SITREP_PORT: '0' });
    await sitrep.printed(READY);
    const [, url = ''] = await sitrep.printed(/Open (http:\/\/127\.0\.0\.1:\d+\/)/);
    await sitrep.printed(/Type first: \/who sullivan/);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>');
  });

  test('it serves edited facts and says so, and the page offers the new examples', async () => {
    await using folder = await emptyFolder();
    const dir = join(folder.path, 'us-iran-strikes');
    await cp(BUNDLED_DIR, dir, { recursive: true });
    await using sitrep = startSitrep({ SITREP_PORT: '0', SITREP_KNOWLEDGE: folder.path });
    const [, url = ''] = await sitrep.printed(/Open (http:\/\/127\.0\.0\.1:\d+\/)/);
    const path = join(dir, 'situation.yml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('examples: [/who sullivan', 'examples: [/who hamas'));
    await sitrep.printed(/Facts reloaded: 0 changed, 0 added, 0 removed \(version [0-9a-f]{12}\)/);
    const state = await fetch(`${url}page/state`).then((answer) => answer.json() as Promise<{ examples: string[] }>);
    expect(state.examples[0]).toBe('/who hamas');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('it ends by itself with code 0 on %s', async (signal) => {
    await using sitrep = startSitrep({ SITREP_PORT: '0' });
    await sitrep.printed(/Ctrl-C ends Sitrep/);
    sitrep.process.kill(signal);
    expect(await sitrep.ended).toBe(0);
  });

  test('it ends with code 0 on SIGTERM while it is still starting', async () => {
    await using sitrep = startSitrep({ SITREP_PORT: '0', SITREP_LOG_LEVEL: 'debug' });
    await sitrep.printed(/starting/);
    sitrep.process.kill('SIGTERM');
    expect(await sitrep.ended).toBe(0);
  });

  test('it ends with code 0 on SIGTERM before its parts are loaded', async () => {
    await using sitrep = startSitrep({ SITREP_PORT: '0', NODE_OPTIONS: `--import=${SIGNAL_AT_ONCE}` });
    expect(await sitrep.ended).toBe(0);
    expect(sitrep.output()).not.toContain('Ready');
  });

  test('it ends when the npm that started it ends', async () => {
    await using npm = startSitrep({ SITREP_PORT: '0' }, undefined, ['npm', 'start']);
    const [, url = ''] = await npm.printed(/Open (http:\/\/127\.0\.0\.1:\d+\/)/);
    await npm.printed(/Ctrl-C ends Sitrep/);
    npm.process.kill('SIGTERM');
    await vi.waitFor(() => expect(fetch(url)).rejects.toThrow(), { timeout: 10_000 });
  });

  test('it says that the requested port is taken and what to do, and ends with code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await using sitrep = startSitrep({ SITREP_PORT: String(port) });
    expect(await sitrep.ended).toBe(1);
    expect(sitrep.output()).toContain(`Port ${port} on 127.0.0.1 is taken by another program. Set SITREP_PORT`);
    server.close();
  });

  test('all malformed settings are reported before anything starts', async () => {
    await using sitrep = startSitrep({ SITREP_PORT: 'x', SITREP_ANSWERS: 'loud' });
    expect(await sitrep.ended).toBe(78);
    expect(sitrep.output()).toMatch(
      /2 problems[\s\S]*SITREP_ANSWERS: expected private or public[\s\S]*SITREP_PORT: expected a port/,
    );
  });
});

describe('settings that are not understood', () => {
  test('a problem of the configuration is reported in the configured log format', async () => {
    await using sitrep = startSitrep({ SITREP_LOG_FORMAT: 'json', SITREP_PORT: 'x' });
    expect(await sitrep.ended).toBe(78);
    expect(JSON.parse(sitrep.output())).toMatchObject({
      code: 'CONFIG_INVALID',
      msg: expect.stringContaining('SITREP_PORT: expected a port'),
    });
  });

  test('a .env file in UTF-16 is named', async () => {
    await using folder = await emptyFolder();
    await writeFile(join(folder.path, '.env'), Buffer.from('\uFEFFDISCORD_TOKEN=abc\r\n', 'utf16le'));
    await using sitrep = startSitrep({}, folder.path);
    expect(await sitrep.ended).toBe(78);
    expect(sitrep.output()).toContain('.env: expected UTF-8, got UTF-16; save the file as UTF-8');
  });

  test('an unknown variable is named with the one that was probably meant, without its value', async () => {
    await using sitrep = startSitrep({ SITREP_PORT: '0', SITREP_ANSWER: 'sesame', SITREP_LOG_FORMAT: 'json' });
    await sitrep.printed(/"name":"SITREP_ANSWER","didYouMean":"SITREP_ANSWERS","msg":"unknown setting ignored"/);
    expect(sitrep.output()).not.toContain('sesame');
  });
});

describe('facts that cannot be served', () => {
  test('without a knowledge folder it says what was expected where, and what to do', async () => {
    await using folder = await emptyFolder();
    await using sitrep = startSitrep({ SITREP_PORT: '0' }, folder.path);
    expect(await sitrep.ended).toBe(1);
    expect(sitrep.output()).toMatch(/knowledge/);
    expect(sitrep.output()).toMatch(/SITREP_KNOWLEDGE/);
    expect(sitrep.output()).not.toMatch(/\n\s+at /);
  });

  test('for a missing situation it names the situations that exist', async () => {
    await using sitrep = startSitrep({ SITREP_PORT: '0', SITREP_SITUATION: 'elsewhere' });
    expect(await sitrep.ended).toBe(1);
    expect(sitrep.output()).toMatch(/"elsewhere"[\s\S]*mpox-response-2024, us-iran-strikes/);
  });

  test('for broken YAML it names file and line', async () => {
    await using folder = await emptyFolder();
    const situation = join(folder.path, 'knowledge', 'us-iran-strikes');
    await cp(BUNDLED_DIR, situation, { recursive: true });
    await writeFile(join(situation, 'facts.yml'), '- id: one\n  text: "never closed\n');
    await using sitrep = startSitrep({ SITREP_PORT: '0' }, folder.path);
    expect(await sitrep.ended).toBe(1);
    expect(sitrep.output()).toMatch(/facts\.yml:\d+/);
  });
});

describe('npm start with a token', () => {
  test('says where it is connected, which link adds it with exactly the permissions it needs, and what to type', async () => {
    const standin = await startStandin();
    await using sitrep = startSitrep({ DISCORD_TOKEN: standin.token, DISCORD_API_URL: standin.apiUrl });
    await sitrep.printed(READY);
    await sitrep.printed(/Connected to .* as \S+, in 1 server/);
    const [, link = ''] = await sitrep.printed(/To add Sitrep to a server, open (\S+)/);
    const { origin, pathname, searchParams: query } = new URL(link);
    // The page is on the server that the bot is connected to.
    expect(origin + pathname).toBe(`${new URL(standin.apiUrl).origin}/oauth2/authorize`);
    expect(query.get('client_id')).toBe(standin.ids.application);
    expect(query.get('scope')).toBe('bot applications.commands');
    expect(query.get('permissions')).toBe('2252074691660800');
    sitrep.process.kill('SIGTERM');
    expect(await sitrep.ended).toBe(0);
    expect(sitrep.output()).not.toContain(standin.token);
    await standin.close();
  });

  test('it reports a wrong token without repeating it, and ends with code 77', async () => {
    const standin = await startStandin();
    await using sitrep = startSitrep({ DISCORD_TOKEN: 'wrong.token.value', DISCORD_API_URL: standin.apiUrl });
    expect(await sitrep.ended).toBe(77);
    expect(sitrep.output()).toMatch(/does not accept the token \(HTTP 401\)\. Check DISCORD_TOKEN/);
    expect(sitrep.output()).not.toContain('wrong.token.value');
    await standin.close();
  });

  test('it ends with code 75 (try again later) when nothing listens at DISCORD_API_URL, and says so', async () => {
    await using sitrep = startSitrep({ DISCORD_TOKEN: 'any', DISCORD_API_URL: 'http://127.0.0.1:9/api' });
    expect(await sitrep.ended).toBe(75);
    expect(sitrep.output()).toMatch(/could not be reached[\s\S]*DISCORD_API_URL/);
  });

  test.each([
    [4014, 'refused an intent', 70],
    [4004, 'does not accept the token', 77],
    [4013, 'refused the intents', 70],
  ])('when identify is refused with %i, it says why (%s) and ends with code %i', async (code, why, exitCode) => {
    const standin = await startStandin();
    standin.faults.gateway.refuseIdentify(code);
    await using sitrep = startSitrep({ DISCORD_TOKEN: standin.token, DISCORD_API_URL: standin.apiUrl });
    expect(await sitrep.ended).toBe(exitCode);
    expect(sitrep.output()).toContain(why);
    expect(sitrep.output()).toContain(String(code));
    await standin.close();
  });

  test.each([
    ['the address is not that of Discord’s API', { status: 404 }, 76],
    ['Discord forbids the request', { status: 403 }, 69],
    ['Discord asks to come back in an hour', { retryAfterSeconds: 3_600 }, 75],
  ])('when %s, it ends with its own exit code (%o, %i)', async (_what, fault, exitCode) => {
    const standin = await startStandin();
    standin.faults.rest({ path: /^\/gateway\/bot$/, times: Infinity, ...fault });
    await using sitrep = startSitrep({ DISCORD_TOKEN: standin.token, DISCORD_API_URL: standin.apiUrl });
    expect(await sitrep.ended).toBe(exitCode);
    await standin.close();
  });

  test('when Discord ends the connection for good, it says why and ends with code 77', async () => {
    const standin = await startStandin();
    await using sitrep = startSitrep({ DISCORD_TOKEN: standin.token, DISCORD_API_URL: standin.apiUrl });
    await sitrep.printed(/Ctrl-C ends Sitrep/);
    standin.faults.gateway.close(4004);
    expect(await sitrep.ended).toBe(77);
    expect(sitrep.output()).toContain('does not accept the token');
    await standin.close();
  });
});
