import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { run } from '../../src/cli/doctor.ts';
import type { Finding } from '../../src/model/finding.ts';
import { PERMISSION, type StandinOptions, startStandin } from '../../src/standin/standin.ts';
import { openStore } from '../../src/store/open.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { temporaryFolder } from '../store/folder.ts';
import { BOT_WITH_PINS, openScene } from '../wire/scene.ts';

async function doctor(args: readonly string[], env: Readonly<Record<string, string>>) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await run(args, { stdin: Readable.from([]), stdout, stderr, env });
  return { code, text: (stdout.read() as Buffer | null)?.toString('utf8') ?? '' };
}

async function findings(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { code, text } = await doctor(['--json', ...args], env);
  const all = text
    .trim()
    .split('\n')
    .map((line): Finding => JSON.parse(line));
  return { code, all, of: (check: string) => all.filter((finding) => finding.check === check) };
}

function newStorePath(): string {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return join(folder.path, 'a.sqlite');
}

async function openStandin(options: StandinOptions = {}) {
  const standin = await startStandin({ botPermissions: BOT_WITH_PINS, ...options });
  onTestFinished(() => standin.close());
  const env = { DISCORD_TOKEN: standin.token, DISCORD_API_URL: standin.apiUrl, SITREP_STORE: newStorePath() };
  return { standin, env };
}

test('where everything is right, every check says so, and nothing is posted or changed', async () => {
  const { standin, ...scene } = await openScene({ standin: { botPermissions: BOT_WITH_PINS } });
  onTestFinished(() => scene[Symbol.asyncDispose]());
  const path = newStorePath();
  await openStore(path).close();
  await vi.waitFor(() => expect(standin.traffic.rest('PUT')).toHaveLength(1));
  const before = standin.traffic.rest().length;
  const { code, all } = await findings({
    DISCORD_TOKEN: standin.token,
    DISCORD_API_URL: standin.apiUrl,
    SITREP_STORE: path,
    SITREP_KNOWLEDGE: 'test/workshop',
  });
  const ok = ['settings', 'token', 'gateway', 'application', 'intents', 'install settings', 'commands'];
  expect(all.filter(({ level }) => level === 'ok').map(({ check }) => check)).toEqual([
    ...ok,
    ...['server “Newsroom”', 'clock', 'store', 'disk'],
  ]);
  // Only the folder of facts was named wrongly.
  expect(all.at(-1)).toMatchObject({ check: 'facts', level: 'problem' });
  expect(code).toBe(1);
  expect(
    new Set(
      standin.traffic
        .rest()
        .slice(before)
        .map(({ method }) => method),
    ),
  ).toEqual(new Set(['GET']));
  expect(checkTraffic(standin.traffic)).toEqual([]);
});

test('warnings alone give exit code 0: the bundled facts are served, and no command is registered yet', async () => {
  const { env } = await openStandin();
  const { code, of } = await findings(env);
  expect(code).toBe(0);
  expect(of('commands')).toMatchObject([{ level: 'warning', remedy: expect.stringContaining('Start Sitrep once') }]);
  expect(of('facts').map(({ message }) => message)).toEqual([
    expect.stringMatching(/^mpox-response-2024: \d+ facts, 0 problems/),
    expect.stringMatching(/^us-iran-strikes: \d+ facts, 0 problems/),
  ]);
  expect(of('store')).toMatchObject([{ level: 'ok', message: expect.stringContaining('no store') }]);
});

test('channels are named where a permission is missing, with where to grant it', async () => {
  const { standin, env } = await openStandin({
    channels: [{ name: 'vault' }, { name: 'talks', kind: 'forum' }, { name: 'voice', kind: 'voice' }],
  });
  standin.overwrite(
    { id: standin.ids.guild, type: 'role', allow: 0n, deny: PERMISSION.SendMessages | PERMISSION.ReadMessageHistory },
    standin.channel('vault'),
  );
  standin.overwrite(
    { id: standin.ids.bot, type: 'member', allow: PERMISSION.SendMessages, deny: 0n },
    standin.channel('vault'),
  );
  expect((await findings(env)).of('server “Newsroom”')).toEqual([
    {
      check: 'server “Newsroom”',
      level: 'warning',
      message: 'In 1 of 3 channels (#vault) Sitrep lacks “Read Message History”. Commands work there all the same.',
      remedy: 'Grant it in Server Settings → Roles → Sitrep, or for this channel alone in Edit Channel → Permissions.',
    },
  ]);
});

test('commands that an earlier DISCORD_GUILD_ID left in a server are a warning', async () => {
  const { standin, env } = await openStandin();
  const { application, guild } = standin.ids;
  await fetch(`${standin.apiUrl}/v10/applications/${application}/guilds/${guild}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${standin.token}`, 'content-type': 'application/json' },
    body: JSON.stringify([{ name: 'who', description: 'who' }]),
  });
  expect((await findings(env)).of('commands')).toContainEqual(
    expect.objectContaining({ level: 'warning', message: expect.stringContaining('twice in “Newsroom”') }),
  );
  expect((await findings({ ...env, DISCORD_GUILD_ID: '130000000000000001' })).of('commands')).toContainEqual(
    expect.objectContaining({ level: 'problem', remedy: expect.stringContaining('DISCORD_GUILD_ID') }),
  );
});

test.each<[string, Record<string, string>, string, RegExp]>([
  ['a wrong token', { DISCORD_TOKEN: 'wrong' }, 'token', /does not accept the token.*Check DISCORD_TOKEN/],
  ['a server that is not there', { DISCORD_API_URL: 'http://127.0.0.1:9/api' }, 'Discord', /could not be reached/],
  ['a folder that is not there', { SITREP_STORE: '/nowhere/a.sqlite' }, 'disk', /There is no folder \/nowhere/],
  ['a store that is none', { SITREP_STORE: 'package.json' }, 'store', /package\.json/],
  ['settings that are not valid', { SITREP_PORT: 'x' }, 'settings', /SITREP_PORT: expected a port/],
])('%s is a problem, and the exit code is 1', async (_what, change, check, message) => {
  const { env } = await openStandin();
  const { code, of } = await findings({ ...env, ...change });
  expect(code).toBe(1);
  expect(of(check)).toContainEqual(
    expect.objectContaining({ level: 'problem', message: expect.stringMatching(message) }),
  );
});

test('without a token it looks at this machine alone; people read lines and a sum', async () => {
  const { code, text } = await doctor([], { SITREP_ANSWER: 'x' });
  expect(code).toBe(0);
  expect(text).toContain(
    "warning  settings: SITREP_ANSWER is none of Sitrep's settings.\n         Did you mean SITREP_ANSWERS?\n",
  );
  expect(text).toContain('note     token: DISCORD_TOKEN is empty');
  expect(text).toMatch(/\n0 problems, \d warnings?\n$/);
});

test('--running asks the running Sitrep alone', async () => {
  let status = 200;
  const server = createServer((request, response) =>
    response.writeHead(request.url === '/ready' ? status : 404).end('{}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const env = { SITREP_HEALTH_PORT: `0.0.0.0:${(server.address() as { port: number }).port}` };
  expect(await findings(env, '--running')).toMatchObject({ code: 0, all: [{ check: 'running', level: 'ok' }] });
  status = 503;
  expect(await findings(env, '--running')).toMatchObject({
    code: 1,
    all: [{ message: expect.stringContaining('503') }],
  });
  const nowhere = await findings({ SITREP_HEALTH_PORT: '9' }, '--running');
  expect(nowhere).toMatchObject({ code: 1, all: [{ message: expect.stringContaining('No Sitrep answers') }] });
});

test('a folder of vectors that cannot be written is a warning, unless there is no encoder', async () => {
  const occupied = newStorePath();
  writeFileSync(occupied, 'a file', { mode: 0o400 });
  const env = { SITREP_STORE: newStorePath(), SITREP_CACHE: occupied };
  const { of } = await findings(env);
  expect(of('disk')).toMatchObject([
    { level: 'warning', message: expect.stringContaining(occupied), remedy: expect.stringContaining('SITREP_CACHE') },
    {},
  ]);
  expect((await findings({ ...env, SITREP_ENCODER: 'off' })).of('disk')).toHaveLength(1);
});

test('a server id that is none is misuse', async () => {
  await expect(doctor(['--server', 'x'], {})).rejects.toMatchObject({ code: 'USAGE' });
});
