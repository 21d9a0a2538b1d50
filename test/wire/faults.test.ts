import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { commands, messageCommands } from '../../commands/index.ts';
import { startBot } from '../../src/discord/bot.ts';
import type { Command } from '../../src/discord/command.ts';
import { createSitrep, type Sitrep } from '../../src/sitrep.ts';
import type { Standin } from '../../src/standin/standin.ts';
import { serverSettings } from '../settings.ts';
import { situationsOf } from '../situations.ts';
import { openOnCopy } from './edited-scene.ts';
import { BOT_WITH_PINS, buttons, openScene, type Scene, shown, words } from './scene.ts';

const CALLBACK = /^\/interactions\/\d+\/[^/]+\/callback$/;
const question = { event: 'conflict began' };

const logs = (scene: Scene, entry: object) =>
  vi.waitFor(() => expect(scene.logged).toContainEqual(expect.objectContaining(entry)), { timeout: 30_000 });

/** A command that does what a test needs, beside the real ones. */
const extra = (name: string, run: Command['run']): Command => ({
  definition: { name, description: 'Made by a test' },
  run,
});

describe('when something fails, the asker hears back and nothing is sent twice', () => {
  test.each([
    ['answers 500 once', { status: 500 }],
    ['is rate limited once', { retryAfterSeconds: 0.05 }],
    ['loses its answer once', { lostAnswer: true }],
    ['is cut off once', { drop: true }],
    ['is replaced by the page of a proxy once', { status: 403, page: '<h1>Forbidden</h1>' }],
  ] as const)('a member gets the answer once when Discord %s', async (_what, fault) => {
    await using scene = await openScene();
    scene.standin.faults.rest({ method: 'POST', path: CALLBACK, times: 1, ...fault });
    const message = shown(await scene.member.command('when', question));
    expect(words(message)).toContain('October 7');
    expect(scene.member.sees()).toHaveLength(1);
    expect(scene.standin.traffic.rest('POST').some((exchange) => exchange.fault !== undefined)).toBe(true);
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
  });

  test('when a command breaks, the asker gets one calm sentence with a reference, and the log gets the rest', async () => {
    const broken = extra('broken', () => {
      throw new Error('the reason at /secret/path');
    });
    await using scene = await openScene({ commands: [...commands, broken] });
    const text = words(shown(await scene.member.command('broken')));
    const reference = /did not work this time.*operator: (\d{6})$/.exec(text)?.[1];
    expect(reference).toBeDefined();
    expect(text).not.toContain('secret');
    expect(scene.logged).toContainEqual(
      expect.objectContaining({ level: 50, reference, error: 'the reason at /secret/path' }),
    );
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
  });

  test('when a command takes long, Discord is told that an answer is coming, and it comes', async () => {
    const release = Promise.withResolvers<void>();
    const slow = extra('slow', async () => {
      await release.promise;
      return {
        do: 'say',
        audience: 'asker',
        card: { kind: 'notice', parts: [{ type: 'text', text: 'at last' }], rows: [] },
      };
    });
    await using scene = await openScene({ commands: [...commands, slow] });
    const result = scene.member.command('slow');
    await scene.member.until((messages) => messages.some((message) => (message.flags & 128) === 128));
    release.resolve();
    const message = shown(await result);
    expect(words(message)).toBe('at last');
    expect(message.flags & 64).toBe(64);
  });

  test('the bot logs an answer that misses the deadline and keeps working', async () => {
    await using scene = await openScene({ standin: { deadlineMs: 1_500 } });
    scene.standin.faults.rest({ method: 'POST', path: CALLBACK, times: 1, slowMs: 2_000 });
    expect(await scene.member.command('when', question)).toMatchObject({ failed: expect.any(String) });
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
  });
});

describe('an answer is posted once, whatever the connection does', () => {
  const POST = { method: 'POST', path: /^\/webhooks\// } as const;
  const publicPosts = (scene: Scene) => scene.moderator.sees().length;

  test('a shared answer is posted once when the confirmation of the press is lost', async () => {
    await using scene = await openScene();
    const answer = shown(await scene.member.command('when', question));
    scene.standin.faults.rest({ method: 'POST', path: CALLBACK, times: 1, lostAnswer: true });
    const posted = shown(await scene.member.press(answer, 'Share'));
    expect(posted.id).not.toBe(answer.id);
    expect(publicPosts(scene)).toBe(1);
  });

  test.each([
    ['fails', { status: 500 }, 0],
    ['is lost on the way back', { lostAnswer: true }, 1],
  ] as const)('a post that %s is not repeated, and the asker is told to look', async (_what, fault, posts) => {
    await using scene = await openScene();
    const answer = shown(await scene.member.command('when', question));
    scene.standin.faults.rest({ ...POST, times: 1, ...fault });
    await scene.member.press(answer, 'Share');
    await scene.member.until((messages) => messages.some((m) => words(m).includes('Discord did not confirm')));
    expect(publicPosts(scene)).toBe(posts);
    const again = shown(await scene.member.press(answer, 'Share'));
    expect(words(again)).toContain('This answer has been shared already');
    expect(publicPosts(scene)).toBe(posts);
  });

  test('a posted answer whose button cannot be switched off is not reported as failed', async () => {
    await using scene = await openScene();
    const answer = shown(await scene.member.command('when', question));
    scene.standin.faults.rest({ method: 'PATCH', path: /^\/webhooks\//, times: 100, status: 404 });
    await scene.member.press(answer, 'Share');
    await vi.waitFor(() =>
      expect(scene.logged).toContainEqual(expect.objectContaining({ msg: 'share button update failed' })),
    );
    expect(publicPosts(scene)).toBe(1);
    expect(scene.member.sees().map(words).join()).not.toContain('try again');
  });

  test('two bots on one token post a shared answer once', async () => {
    await using scene = await openScene();
    const { standin, live, member } = scene;
    const second = await startBot({
      token: standin.token,
      apiUrl: standin.apiUrl,
      guildId: undefined,
      commands,
      messageCommands,
      situations: situationsOf(live.current),
      serverSettings: serverSettings(),
      log: pino({ level: 'silent' }),
    });
    const answer = shown(await member.command('when', question));
    expect(member.sees()).toHaveLength(1);
    await member.press(answer, 'Share');
    await member.until((messages) => messages.some((m) => m.id === answer.id && !buttons(m).includes('Share')));
    await second.stop();
    expect(publicPosts(scene)).toBe(1);
  });

  test('when two people delete a shared answer at once, it is gone, and one of them hears that it was gone already', async () => {
    await using scene = await openScene();
    const { member, moderator } = scene;
    const posted = shown(await member.press(shown(await member.command('when', question)), 'Share'));
    await Promise.all([member.press(posted, 'Delete'), moderator.press(posted, 'Delete')]);
    const told = () =>
      [...member.sees(), ...moderator.sees()].map(words).filter((text) => text.includes('deleted already'));
    await vi.waitFor(() => expect(told()).toHaveLength(1));
    expect(moderator.sees().some((message) => message.id === posted.id)).toBe(false);
  });

  test('when the confirmation of a deletion is lost, the answer is deleted and no error is shown', async () => {
    await using scene = await openScene();
    const { member, moderator, standin } = scene;
    const posted = shown(await member.press(shown(await member.command('when', question)), 'Share'));
    standin.faults.rest({ method: 'DELETE', path: /^\/webhooks\//, times: 1, lostAnswer: true });
    expect(await member.press(posted, 'Delete')).toMatchObject({ deleted: true });
    expect(moderator.sees()).toEqual([]);
    await vi.waitFor(() => expect(scene.logged).toContainEqual(expect.objectContaining({ kind: 'deleted' })));
    expect(member.sees()).toHaveLength(1);
  });
});

describe('the bot’s own requests', () => {
  const withPins = () => openScene({ standin: { botPermissions: BOT_WITH_PINS } });
  const pin = async ({ moderator }: Scene) =>
    words(shown(await moderator.press(shown(await moderator.command('pin brief')), 'Post and pin')));
  const pinned = ({ member }: Scene) => member.pins().length;

  test('a single HTTP 401 fails one request and no other', async () => {
    await using scene = await withPins();
    await pin(scene);
    scene.standin.faults.rest({ method: 'GET', path: /^\/channels\//, status: 401 });
    await scene.moderator.command('pins');
    expect(scene.standin.traffic.rest('GET').some(({ status }) => status === 401)).toBe(true);
    expect(await pin(scene)).toContain('Posted and pinned:');
  });

  test('HTTP 401 again and again ends the bot as a refused token does', async () => {
    await using scene = await withPins();
    await pin(scene);
    scene.standin.faults.rest({ path: /^\/(channels|users)\//, status: 401, times: Infinity });
    void scene.moderator.command('pins');
    await expect(scene.bot.ended).rejects.toMatchObject({
      code: 'DISCORD_TOKEN',
      message: expect.stringContaining('Check DISCORD_TOKEN'),
    });
  });

  test.each([200, 302, 403, 404, 429, 502])(
    'the page of a proxy with HTTP %i is no answer: the request is sent again',
    async (status) => {
      await using scene = await withPins();
      const fault = { status, page: '<h1>Blocked</h1>' };
      scene.standin.faults.rest({ method: 'POST', route: '/channels/{channel_id}/messages', ...fault });
      scene.standin.faults.rest({ method: 'PUT', path: /\/pins\//, ...fault });
      expect(await pin(scene)).toContain('Posted and pinned:');
      expect(pinned(scene)).toBe(1);
    },
  );

  const EDIT = { method: 'PATCH', route: '/channels/{channel_id}/messages/{message_id}', times: Infinity } as const;
  const label = '  label: Announcement of more U.S. strikes\n  topic: strikes\n';
  const retracted = `${label}  status: retracted\n  status_note: the source took it back\n`;
  const logged = ({ logged }: Scene) => logged.some(({ msg }) => msg === 'pin request failed');

  test.each([
    ['with Discord’s plain code', { status: 404 }],
    ['from a proxy', { status: 404, page: '<h1>Not found</h1>' }],
  ])('HTTP 404 %s does not end a pin whose message is there', async (_what, fault) => {
    const { scene, edit } = await openOnCopy({ standin: { botPermissions: BOT_WITH_PINS } });
    await pin(scene);
    const takeBack = scene.standin.faults.rest({ ...EDIT, ...fault });
    await edit(label, retracted);
    await vi.waitFor(() => expect(logged(scene)).toBe(true), { timeout: 30_000 });
    takeBack();
    await vi.waitFor(() => expect(words(scene.member.pins()[0])).toContain('took it back'), { timeout: 50_000 });
  });

  test('HTTP 404 from a proxy ends a pin whose message a fresh look does not find', async () => {
    await using scene = await withPins();
    await pin(scene);
    const { route, times } = EDIT;
    scene.standin.faults.rest({ route, times, status: 404, page: '<h1>Not found</h1>' });
    scene.standin.deleteMessage(scene.member.pins()[0]?.id ?? '');
    await vi.waitFor(
      async () => {
        const panel = words(shown(await scene.moderator.command('pins', { show: 'history' })));
        expect(panel).toMatch(/ended .*State of play/);
      },
      { timeout: 50_000, interval: 500 },
    );
  });

  test('a rate limit that never ends fails the request', async () => {
    await using scene = await withPins();
    await pin(scene);
    scene.standin.faults.rest({ method: 'GET', path: /^\/channels\//, retryAfterSeconds: 0.01, times: Infinity });
    await scene.moderator.command('pins');
    await logs(scene, { msg: 'pin request failed', error: expect.stringContaining('rate limited') });
  });
});

describe('the connection', () => {
  test.each(['drop', 'reconnect'] as const)('a question asked during a gateway %s is answered', async (how) => {
    await using scene = await openScene();
    scene.standin.faults.gateway[how]();
    const message = shown(await scene.member.command('when', question));
    expect(words(message)).toContain('October 7');
    await vi.waitFor(() =>
      expect(scene.logged).toContainEqual(expect.objectContaining({ msg: 'gateway back', session: 'resumed' })),
    );
  });

  test.each([
    [
      'Discord ends the session',
      4009,
      'Session timed out.',
      (standin: Standin) => standin.faults.gateway.close(4009, 'Session timed out.'),
    ],
    [
      'Discord asks for a new connection',
      4200,
      'Told to reconnect by Discord',
      (standin: Standin) => standin.faults.gateway.reconnect(),
    ],
    ['the network cuts it', 1006, 'none given', (standin: Standin) => standin.faults.gateway.drop()],
  ])('when %s, the log names close code and reason, and then that it is back', async (_what, code, reason, end) => {
    await using scene = await openScene();
    end(scene.standin);
    await logs(scene, { msg: 'gateway lost', code, reason });
    await logs(scene, { msg: 'gateway back', session: 'resumed', downSeconds: expect.any(Number) });
  });

  test('the bot identifies again and answers when its session is gone', async () => {
    await using scene = await openScene();
    scene.standin.faults.gateway.invalidSession(false);
    const identifies = () =>
      scene.standin.traffic.gateway().filter(({ from, payload }) => from === 'bot' && payload.op === 2);
    await vi.waitFor(() => expect(identifies()).toHaveLength(2), { timeout: 15_000 });
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
  });

  test.each([4004, 4010, 4011, 4012, 4013, 4014])(
    'the bot says why it ends after close code %i instead of idling',
    async (code) => {
      await using scene = await openScene();
      scene.standin.faults.gateway.close(code);
      await expect(scene.bot.ended).rejects.toMatchObject({
        code: code === 4004 ? 'DISCORD_TOKEN' : 'DISCORD_FATAL',
        message: expect.stringContaining(`(gateway close code ${code})`),
      });
    },
  );
});

describe('commands are registered by difference', () => {
  const another = (standin: Standin, sitrep: Sitrep, table = commands, guildId?: string) =>
    startBot({
      token: standin.token,
      apiUrl: standin.apiUrl,
      guildId,
      commands: table,
      messageCommands,
      situations: situationsOf(() => sitrep),
      serverSettings: serverSettings(),
      log: pino({ level: 'silent' }),
    });
  const sent = (standin: Standin) => standin.traffic.rest('PUT').filter(({ path }) => path.endsWith('/commands'));

  test('a restart without changes sends nothing, and commands keep their ids', async () => {
    await using scene = await openScene();
    const { standin, knowledge } = scene;
    expect(sent(standin)).toHaveLength(1);
    expect(JSON.stringify(sent(standin)[0]?.body)).toContain('"integration_types":[0,1]');
    const bot = await another(standin, createSitrep(knowledge));
    expect(sent(standin)).toHaveLength(1);
    await bot.stop();
  });

  test('a restart after one description changed sends the commands once more', async () => {
    await using scene = await openScene();
    const { standin, knowledge } = scene;
    const [first, ...rest] = commands;
    if (first === undefined) throw new Error('no commands');
    const changed = { ...first, definition: { ...first.definition, description: 'Another description' } };
    const bot = await another(standin, createSitrep(knowledge), [changed, ...rest]);
    expect(sent(standin)).toHaveLength(2);
    await bot.stop();
  });

  test('when DISCORD_GUILD_ID is set and when it is emptied, the commands of the other scope are removed', async () => {
    await using scene = await openScene();
    const { standin, knowledge } = scene;
    const { application, guild } = standin.ids;
    const registered = async (scope: string) => {
      const headers = { authorization: `Bot ${standin.token}` };
      const answer = await fetch(`${standin.apiUrl}/v10/applications/${application}${scope}/commands`, { headers });
      return ((await answer.json()) as readonly unknown[]).length;
    };
    const all = commands.length + messageCommands.length;
    expect(await registered('')).toBe(all);
    const inOneServer = await another(standin, createSitrep(knowledge), commands, guild);
    await vi.waitFor(async () => expect(await registered('')).toBe(0), { timeout: 30_000 });
    expect(await registered(`/guilds/${guild}`)).toBe(all);
    await inOneServer.stop();
    const everywhere = await another(standin, createSitrep(knowledge));
    await vi.waitFor(async () => expect(await registered(`/guilds/${guild}`)).toBe(0), { timeout: 30_000 });
    expect(await registered('')).toBe(all);
    await everywhere.stop();
  });

  test('when Discord refuses the registration, the bot keeps working with the earlier commands', async () => {
    await using scene = await openScene();
    const { standin, knowledge } = scene;
    standin.faults.rest({ method: 'GET', path: /\/commands$/, times: 4, status: 500 });
    const bot = await another(standin, createSitrep(knowledge));
    await scene.bot.stop();
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
    await bot.stop();
  });
});
