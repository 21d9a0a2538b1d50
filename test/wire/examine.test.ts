import type { ResponseLike } from 'discord.js';
import { expect, test } from 'vitest';
import { examineDiscord } from '../../src/discord/examine.ts';
import type { Finding } from '../../src/model/finding.ts';

const BOT = '100000000000000001';
const GUILD = '100000000000000002';
const NOW_MS = Date.parse('2026-11-28T12:00:00Z');

const APPLICATION = {
  id: BOT,
  name: 'Sitrep',
  bot_public: true,
  bot_require_code_grant: false,
  flags: 0,
  interactions_endpoint_url: null,
  integration_types_config: {
    '0': { oauth2_install_params: { scopes: ['bot', 'applications.commands'], permissions: '2252074691660800' } },
    '1': { oauth2_install_params: { scopes: ['applications.commands'], permissions: '0' } },
  },
};

/** What `doctor` finds where Discord answers these things. The gateway is closed. */
async function examined(application: object, answers: Readonly<Record<string, unknown>> = {}, date = NOW_MS) {
  const table: Readonly<Record<string, unknown>> = {
    '/gateway/bot': { url: 'ws://127.0.0.1:9', shards: 1, session_start_limit: { remaining: 9, reset_after: 1 } },
    '/users/@me': { id: BOT, username: 'Sitrep' },
    '/applications/@me': { ...APPLICATION, ...application },
    '/users/@me/guilds': [{ id: GUILD, name: 'Newsroom' }],
    ...answers,
  };
  const found: Finding[] = [];
  const findings = examineDiscord({
    token: 'token',
    apiUrl: undefined,
    guildId: undefined,
    definitions: [],
    server: undefined,
    makeRequest: async (url) => {
      const headers = { date: new Date(date).toUTCString() };
      const path = new URL(url).pathname.replace('/api/v10', '');
      // Node's types and those of undici describe the same streams differently.
      return Response.json(table[path] ?? [], { headers }) as unknown as ResponseLike;
    },
    now: () => NOW_MS,
  });
  for await (const finding of findings) found.push(finding);
  return found;
}

test.each<[string, object, Partial<Finding>, RegExp]>([
  [
    'interactions that go to a web address',
    { interactions_endpoint_url: 'https://example.org' },
    { check: 'application', level: 'problem' },
    /Interactions Endpoint URL/,
  ],
  ['a code grant', { bot_require_code_grant: true }, { check: 'application', level: 'problem' }, /Code Grant/],
  ['a bot that is not public', { bot_public: false }, { check: 'application', level: 'note' }, /Public Bot/],
  ['a privileged intent', { flags: 1 << 19 }, { check: 'intents', level: 'note' }, /Privileged Gateway Intents/],
  [
    'no installation in servers',
    { integration_types_config: { '1': {} } },
    { check: 'install settings', level: 'problem' },
    /Guild Install/,
  ],
  [
    'no installation by users',
    { integration_types_config: { '0': {} } },
    { check: 'install settings', level: 'warning' },
    /User Install/,
  ],
])('%s is found, with what to do', async (_what, application, finding, remedy) => {
  const found = await examined(application);
  expect(found).toContainEqual(expect.objectContaining({ ...finding, remedy: expect.stringMatching(remedy) }));
  expect((await examined({})).filter(({ check, level }) => check === finding.check && level !== 'ok')).toEqual([]);
});

test('what the default install settings leave out is named', async () => {
  const config = { '0': { oauth2_install_params: { scopes: ['bot'], permissions: '76800' } }, '1': {} };
  const found = await examined({ integration_types_config: config });
  expect(found.find(({ check }) => check === 'install settings')?.message).toContain(
    'without the scope “applications.commands”, the permission “Send Messages in Threads”, and the permission “Pin Messages”',
  );
});

test('a gateway that cannot be opened is a problem', async () => {
  expect((await examined({})).find(({ check }) => check === 'gateway')).toMatchObject({
    level: 'problem',
    message: expect.stringContaining('ws://127.0.0.1:9 cannot be opened: connect ECONNREFUSED'),
    remedy: expect.stringContaining('WebSocket'),
  });
});

test.each([
  ['right', 4_000, 'ok', /right to within 5 s/],
  ['fast', -60_000, 'warning', /60 s fast/],
  ['slow', 60_000, 'warning', /60 s slow/],
])('a clock that is %s', async (_what, serverAheadMs, level, message) => {
  const clock = (await examined({}, {}, NOW_MS + serverAheadMs)).find(({ check }) => check === 'clock');
  expect(clock).toMatchObject({ level, message: expect.stringMatching(message) });
});

test('permissions follow roles, then overwrites of the channel, as Discord computes them', async () => {
  const [VIEW, SEND, HISTORY, PIN, THREADS] = [1n << 10n, 1n << 11n, 1n << 16n, 1n << 51n, 1n << 38n] as const;
  const role = (id: string, permissions: bigint) => ({ id, permissions: String(permissions) });
  const overwrite = (id: string, type: number, allow: bigint, deny: bigint) => ({
    id,
    type,
    allow: String(allow),
    deny: String(deny),
  });
  const channel = (name: string, ...permission_overwrites: object[]) => ({
    id: name,
    type: 0,
    name,
    permission_overwrites,
  });
  const found = await examined(
    {},
    {
      [`/guilds/${GUILD}`]: {
        id: GUILD,
        roles: [role(GUILD, VIEW | SEND), role('7', HISTORY | THREADS), role('8', PIN)],
      },
      [`/guilds/${GUILD}/members/${BOT}`]: { roles: ['7'] },
      [`/guilds/${GUILD}/channels`]: [
        channel('plain'),
        channel('by-member', overwrite(BOT, 1, PIN, 0n)),
        channel('by-role', overwrite('7', 0, PIN, 0n), overwrite(GUILD, 0, 0n, PIN)),
        channel('of-others', overwrite('8', 0, PIN, 0n)),
        channel('denied', overwrite(GUILD, 0, PIN, SEND), overwrite(BOT, 1, 0n, VIEW)),
        { id: 'voice', type: 2, name: 'voice', permission_overwrites: [] },
      ],
    },
  );
  expect(found.filter(({ check }) => check.startsWith('server')).map(({ message }) => message)).toEqual([
    'In 2 of 5 channels (#plain and #of-others) Sitrep lacks “Pin Messages”. Commands work there all the same.',
    'In 1 of 5 channels (#denied) Sitrep lacks “View Channel” and “Send Messages”. Commands work there all the same.',
  ]);
});
