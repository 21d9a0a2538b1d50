import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { commands } from '../../commands/index.ts';
import { startBot } from '../../src/discord/bot.ts';
import type { Command } from '../../src/discord/command.ts';
import { createSitrep, type Sitrep } from '../../src/sitrep.ts';
import type { Standin } from '../../src/standin/standin.ts';
import { openScene, shown, words } from './scene.ts';

const CALLBACK = /^\/interactions\/\d+\/[^/]+\/callback$/;
const question = { event: 'conflict began' };

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
  ] as const)('GIVEN Discord %s WHEN a member asks THEN they get the answer, once', async (_what, fault) => {
    await using scene = await openScene();
    scene.standin.faults.rest({ method: 'POST', path: CALLBACK, times: 1, ...fault });
    const message = shown(await scene.member.command('when', question));
    expect(words(message)).toContain('October 7');
    expect(scene.member.sees()).toHaveLength(1);
    expect(scene.standin.traffic.rest('POST').some((exchange) => exchange.fault !== undefined)).toBe(true);
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
  });

  test('GIVEN a command that breaks THEN the asker gets one calm sentence with a reference, the log the rest', async () => {
    const broken = extra('broken', () => {
      throw new Error('the reason at /secret/path');
    });
    await using scene = await openScene({ commands: [...commands, broken] });
    const text = words(shown(await scene.member.command('broken')));
    const reference = /could not answer this time.*operator: (\d{6})$/.exec(text)?.[1];
    expect(reference).toBeDefined();
    expect(text).not.toContain('secret');
    expect(scene.logged).toContainEqual(
      expect.objectContaining({ level: 50, reference, error: 'the reason at /secret/path' }),
    );
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
  });

  test('GIVEN a command that takes long THEN Discord is told that an answer is coming, and it comes', async () => {
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

  test('GIVEN an answer that comes after the deadline THEN the bot logs it and goes on', async () => {
    await using scene = await openScene({ standin: { deadlineMs: 50 } });
    scene.standin.faults.rest({ method: 'POST', path: CALLBACK, times: 1, slowMs: 200 });
    expect(await scene.member.command('when', question)).toMatchObject({ failed: expect.any(String) });
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
  });

  test('GIVEN posting fails WHEN a member shares THEN they are told, and nothing was posted', async () => {
    await using scene = await openScene();
    const answer = shown(await scene.member.command('when', question));
    scene.standin.faults.rest({ method: 'POST', path: /^\/webhooks\//, times: 4, status: 500 });
    expect(words(shown(await scene.member.press(answer, 'Share')))).toContain('could not answer this time');
    expect(scene.moderator.sees()).toEqual([]);
    const posted = shown(await scene.member.press(answer, 'Share'));
    expect(scene.moderator.sees().map((message) => message.id)).toEqual([posted.id]);
  });
});

describe('sharing over a bad connection', () => {
  test('GIVEN the confirmation of a press is lost WHEN a member shares THEN the answer is posted, once', async () => {
    await using scene = await openScene();
    const answer = shown(await scene.member.command('when', question));
    scene.standin.faults.rest({ method: 'POST', path: CALLBACK, times: 1, lostAnswer: true });
    const posted = shown(await scene.member.press(answer, 'Share'));
    expect(posted.id).not.toBe(answer.id);
    expect(scene.moderator.sees().map((message) => message.id)).toEqual([posted.id]);
  });
});

describe('the connection', () => {
  test.each(['drop', 'reconnect'] as const)(
    'GIVEN a gateway %s WHEN someone asks meanwhile THEN it is answered',
    async (how) => {
      await using scene = await openScene();
      scene.standin.faults.gateway[how]();
      const message = shown(await scene.member.command('when', question));
      expect(words(message)).toContain('October 7');
      await vi.waitFor(() =>
        expect(scene.logged).toContainEqual(expect.objectContaining({ msg: 'gateway connection resumed' })),
      );
    },
  );

  test('GIVEN the session is gone THEN the bot identifies anew and answers', async () => {
    await using scene = await openScene();
    scene.standin.faults.gateway.invalidSession(false);
    const identifies = () =>
      scene.standin.traffic.gateway().filter(({ from, payload }) => from === 'bot' && payload.op === 2);
    await vi.waitFor(() => expect(identifies()).toHaveLength(2), { timeout: 15_000 });
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
  });

  test.each([4004, 4010, 4011, 4012, 4013, 4014])(
    'GIVEN close code %i THEN the bot says why instead of idling',
    async (code) => {
      await using scene = await openScene();
      scene.standin.faults.gateway.close(code);
      await expect(scene.bot.ended).rejects.toMatchObject({
        code: 'DISCORD_FATAL',
        message: expect.stringContaining(`(gateway close code ${code})`),
      });
    },
  );
});

describe('commands are registered by difference', () => {
  const another = (standin: Standin, sitrep: Sitrep, table = commands) =>
    startBot({
      token: standin.token,
      apiUrl: standin.apiUrl,
      guildId: undefined,
      commands: table,
      sitrep,
      answersTo: 'asker',
      log: pino({ level: 'silent' }),
    });
  const sent = (standin: Standin) => standin.traffic.rest('PUT').filter(({ path }) => path.endsWith('/commands'));

  test('GIVEN nothing changed WHEN the bot starts again THEN nothing is sent, and commands keep their ids', async () => {
    await using scene = await openScene();
    const { standin, knowledge } = scene;
    expect(sent(standin)).toHaveLength(1);
    expect(JSON.stringify(sent(standin)[0]?.body)).toContain('"integration_types":[0,1]');
    const bot = await another(standin, createSitrep(knowledge));
    expect(sent(standin)).toHaveLength(1);
    await bot.stop();
  });

  test('GIVEN one description changed WHEN the bot starts again THEN the commands are sent once more', async () => {
    await using scene = await openScene();
    const { standin, knowledge } = scene;
    const [first, ...rest] = commands;
    if (first === undefined) throw new Error('no commands');
    const changed = { ...first, definition: { ...first.definition, description: 'Another description' } };
    const bot = await another(standin, createSitrep(knowledge), [changed, ...rest]);
    expect(sent(standin)).toHaveLength(2);
    await bot.stop();
  });

  test('GIVEN Discord refuses the registration THEN the bot goes on with what was registered before', async () => {
    await using scene = await openScene();
    const { standin, knowledge } = scene;
    standin.faults.rest({ method: 'GET', path: /\/commands$/, times: 4, status: 500 });
    const bot = await another(standin, createSitrep(knowledge));
    await scene.bot.stop();
    expect(words(shown(await scene.member.command('when', question)))).toContain('October 7');
    await bot.stop();
  });
});
