import { REST, type ResponseLike } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { removeFromOtherScopes } from '../../src/discord/register.ts';

const APPLICATION = '100000000000000001';
const [FIRST, SECOND, THIRD] = ['200000000000000001', '200000000000000002', '200000000000000003'] as const;
const slash = { id: '1', type: 1, name: 'who', description: 'who' };
const launch = { id: '2', type: 4, name: 'launch', description: '' };

/** Discord's lists of commands by scope, where "" is the global one. A scope that is not given refuses access. */
function discordWith(lists: Record<string, readonly object[]>) {
  const scopeOf = (path: string) => /\/guilds\/(\d+)\//.exec(path)?.[1] ?? '';
  const rest = new REST({
    makeRequest: async (url, init) => {
      const scope = scopeOf(url);
      if (init.method === 'PUT') lists[scope] = JSON.parse(String(init.body));
      const list = lists[scope];
      const body = list ?? { code: 50001, message: 'Missing Access' };
      // Node's types and those of undici describe the same streams differently.
      return Response.json(body, { status: list === undefined ? 403 : 200 }) as unknown as ResponseLike;
    },
  }).setToken('token');
  return { rest, lists };
}

describe('commands are shown once, whatever DISCORD_GUILD_ID was before', () => {
  const remove = async (lists: Record<string, readonly object[]>, guildId: string | undefined) => {
    const { rest, lists: left } = discordWith(lists);
    const removed: (string | undefined)[] = [];
    await removeFromOtherScopes(rest, APPLICATION, {
      guildId,
      guilds: [FIRST, SECOND, THIRD],
      signal: new AbortController().signal,
      onRemoved: (scope) => removed.push(scope),
    });
    return { left, removed };
  };

  test('changed to another server, the commands of the earlier server are removed', async () => {
    const { left, removed } = await remove({ '': [], [FIRST]: [slash], [SECOND]: [slash], [THIRD]: [] }, SECOND);
    expect(removed).toEqual([FIRST]);
    expect(left).toEqual({ '': [], [FIRST]: [], [SECOND]: [slash], [THIRD]: [] });
  });

  test('set to a server, the global commands are removed, but not those that Sitrep does not make', async () => {
    const { left, removed } = await remove({ '': [slash, launch], [FIRST]: [slash], [SECOND]: [], [THIRD]: [] }, FIRST);
    expect(removed).toEqual([undefined]);
    expect(left).toMatchObject({ '': [launch], [FIRST]: [slash] });
  });

  test('emptied, the commands of every server are removed, also behind a server that refuses access', async () => {
    const { left, removed } = await remove({ '': [slash], [SECOND]: [slash], [THIRD]: [slash] }, undefined);
    expect(removed).toEqual([SECOND, THIRD]);
    expect(left).toEqual({ '': [slash], [SECOND]: [], [THIRD]: [] });
  });
});
