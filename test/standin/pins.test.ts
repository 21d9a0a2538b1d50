import { Events, GatewayIntentBits, type TextChannel } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { PERMISSION, type Standin, type StandinOptions, startStandin } from '../../src/standin/standin.ts';
import { checkTraffic } from './conformity.ts';
import { flatErrors } from './flat-errors.ts';
import { call, openScene } from './tiny-bot.ts';

const MAY_PIN = { botPermissions: PERMISSION.PinMessages };

/** A stand-in whose clock steps on with every look at it, so that no rate limit is met. */
async function open(options: StandinOptions = {}): Promise<Standin & AsyncDisposable> {
  let nowMs = Date.UTC(2026, 0, 1);
  const now = () => {
    nowMs += 500;
    return nowMs;
  };
  const standin = await startStandin({ ...MAY_PIN, now, ...options });
  return Object.assign(standin, { [Symbol.asyncDispose]: () => standin.close() });
}
const messagesOf = (standin: Standin) => `/channels/${standin.ids.channel}/messages`;
const pinsOf = (standin: Standin) => `${messagesOf(standin)}/pins`;
async function post(standin: Standin, content = 'x'): Promise<string> {
  return String((await call(standin, 'POST', messagesOf(standin), { content })).body.id);
}
const put = (standin: Standin, id: string, headers = {}) =>
  call(standin, 'PUT', `${pinsOf(standin)}/${id}`, undefined, headers);
const list = async (standin: Standin, query = '') => {
  const { body } = await call(standin, 'GET', `${pinsOf(standin)}${query}`);
  const items = body.items as { pinned_at: string; message: { id: string; content: string; pinned: boolean } }[];
  return { items, has_more: body.has_more };
};

describe('a message in the channel', () => {
  test('that the bot pins is listed, marked and announced, and causes an event', async () => {
    await using scene = await openScene(
      {},
      {
        standin: MAY_PIN,
        client: { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages] },
      },
    );
    const { standin, client } = scene;
    const channel = (await client.channels.fetch(standin.ids.channel)) as TextChannel;
    const events: string[] = [];
    client.on(Events.ChannelPinsUpdate, (_, time) => events.push(`pins ${time === null ? 'none' : 'some'}`));
    client.on(Events.MessageUpdate, (_, message) => events.push(`pinned ${message.pinned}`));
    client.on(Events.MessageCreate, (message) => events.push(`type ${message.type} of ${message.author.username}`));
    const message = await channel.send('State of play');
    await message.pin('asked for by 42');
    const { items, hasMore } = await channel.messages.fetchPins();
    expect(items.map((item) => item.message.content)).toEqual(['State of play']);
    expect(hasMore).toBe(false);
    await message.unpin();
    expect((await channel.messages.fetchPins()).items).toEqual([]);
    expect(events).toEqual([
      'type 0 of Sitrep',
      'pinned true',
      'pins some',
      'type 6 of Sitrep',
      'pinned false',
      'pins none',
    ]);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('that is pinned twice has one pin and one notice; unpinned twice it has none', async () => {
    await using standin = await open();
    const id = await post(standin);
    expect([(await put(standin, id)).status, (await put(standin, id)).status]).toEqual([204, 204]);
    expect(standin.person('member').pins()).toHaveLength(1);
    expect(
      standin
        .person('member')
        .sees()
        .map((m) => [m.type, m.message_reference?.message_id]),
    ).toEqual([
      [0, undefined],
      [6, id],
    ]);
    const remove = () => call(standin, 'DELETE', `${pinsOf(standin)}/${id}`);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect(standin.person('member').pins()).toEqual([]);
    expect(standin.auditLog().map((entry) => entry.action)).toEqual(['messagePin', 'messageUnpin']);
  });

  test('that is pinned with a reason has it decoded in the audit log', async () => {
    await using standin = await open();
    const id = await post(standin);
    await put(standin, id, { 'x-audit-log-reason': 'f%C3%BCr%20Ana' });
    expect(standin.auditLog()).toMatchObject([
      {
        action: 'messagePin',
        userId: standin.ids.bot,
        messageId: id,
        channelId: standin.ids.channel,
        reason: 'für Ana',
      },
    ]);
  });

  test('is not pinned with a reason of over 512 characters', async () => {
    await using standin = await open();
    const refused = await put(standin, await post(standin), { 'x-audit-log-reason': 'x'.repeat(513) });
    expect(flatErrors(refused.body.errors)).toEqual(['X-Audit-Log-Reason[BASE_TYPE_MAX_LENGTH]']);
    expect(standin.person('member').pins()).toEqual([]);
  });

  test('that is pinned and deleted loses its pin without an event', async () => {
    await using scene = await openScene({}, { standin: MAY_PIN });
    const { standin } = scene;
    const id = await post(standin);
    await put(standin, id);
    standin.deleteMessage(id);
    expect((await list(standin)).items).toEqual([]);
    expect(standin.traffic.gateway('CHANNEL_PINS_UPDATE')).toHaveLength(1);
    expect(standin.auditLog().at(-1)).toMatchObject({ action: 'messageDelete', userId: standin.ids.moderator });
  });

  test('that a moderator pins by hand has their notice, and the bot is told', async () => {
    await using scene = await openScene({}, { standin: MAY_PIN });
    const { standin } = scene;
    const id = await post(standin);
    standin.pin(id);
    expect(standin.person('member').sees().at(-1)).toMatchObject({ type: 6, author: { id: standin.ids.moderator } });
    standin.unpin(id);
    const stamps = standin.traffic.gateway('CHANNEL_PINS_UPDATE').map((entry) => entry.payload.d);
    expect(stamps).toEqual([
      { guild_id: standin.ids.guild, channel_id: standin.ids.channel, last_pin_timestamp: expect.any(String) },
      { guild_id: standin.ids.guild, channel_id: standin.ids.channel, last_pin_timestamp: null },
    ]);
  });

  test('that is pinned outlasts 600 later messages', async () => {
    await using standin = await open();
    const [pinned, other] = [await post(standin, 'pinned'), await post(standin, 'other')];
    await put(standin, pinned);
    for (let n = 0; n < 600; n += 1) await post(standin);
    const statuses = [pinned, other].map(
      async (id) => (await call(standin, 'GET', `${messagesOf(standin)}/${id}`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 404]);
    expect((await list(standin)).items.map((item) => item.message.content)).toEqual(['pinned']);
  });
});

describe('many pins', () => {
  test('are read in pages, each once, newest first', async () => {
    await using standin = await open();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      ids.push(await post(standin, String(n)));
      await put(standin, ids[n] ?? '');
    }
    const first = await list(standin, '?limit=3');
    const before = encodeURIComponent(first.items.at(-1)?.pinned_at ?? '');
    const second = await list(standin, `?limit=3&before=${before}`);
    expect([first.has_more, second.has_more]).toEqual([true, false]);
    expect([...first.items, ...second.items].map((item) => item.message.id)).toEqual(ids.toReversed());
  });

  test.each(['?limit=0', '?limit=51', '?limit=x', '?before=yesterday'])(
    'are not listed with %s (50035)',
    async (query) => {
      await using standin = await open();
      expect(await call(standin, 'GET', `${pinsOf(standin)}${query}`)).toMatchObject({
        status: 400,
        body: { code: 50035 },
      });
    },
  );

  test('fill the channel (30003) until one is removed', async () => {
    await using standin = await open({ pinLimit: 2 });
    const ids = [await post(standin), await post(standin), await post(standin)] as const;
    await put(standin, ids[0]);
    await put(standin, ids[1]);
    expect(await put(standin, ids[2])).toMatchObject({ status: 400, body: { code: 30003 } });
    standin.unpin(ids[0]);
    expect((await put(standin, ids[2])).status).toBe(204);
  });
});

describe('a pin is refused', () => {
  test.each([
    ['no Pin Messages', 0n, {}, 50013],
    ['Manage Messages instead', PERMISSION.ManageMessages, {}, 50013],
    ['no View Channel', PERMISSION.PinMessages, { deny: PERMISSION.ViewChannel }, 50001],
  ])('%s', async (_, botPermissions, { deny = 0n }: { deny?: bigint }, code) => {
    await using standin = await open({ botPermissions });
    const id = await post(standin);
    standin.overwrite({ id: standin.ids.guild, type: 'role', allow: 0n, deny });
    expect(await put(standin, id)).toMatchObject({ status: 403, body: { code } });
    expect(standin.auditLog()).toEqual([]);
  });

  test('a message that is not there, and a system message', async () => {
    await using standin = await open();
    const id = await post(standin);
    expect(await put(standin, '1300000000000000999')).toMatchObject({ status: 404, body: { code: 10008 } });
    await put(standin, id);
    const notice = standin.person('member').sees().at(-1)?.id ?? '';
    expect(await put(standin, notice)).toMatchObject({ status: 403, body: { code: 50021 } });
  });

  test('without Read Message History the list is empty', async () => {
    await using standin = await open();
    await put(standin, await post(standin));
    standin.overwrite({ id: standin.ids.guild, type: 'role', allow: 0n, deny: PERMISSION.ReadMessageHistory });
    expect(await list(standin)).toEqual({ items: [], has_more: false });
  });
});

describe('a nonce', () => {
  const send = async (standin: Standin, body: object) =>
    (await call(standin, 'POST', messagesOf(standin), { content: 'x', ...body })).body.id;

  test('that is enforced and repeated returns the same message', async () => {
    await using standin = await open();
    const first = await send(standin, { nonce: 'pin-1', enforce_nonce: true });
    expect(await send(standin, { nonce: 'pin-1', enforce_nonce: true, content: 'y' })).toBe(first);
    expect(standin.person('member').sees()).toMatchObject([{ content: 'x' }]);
  });

  test.each([
    ['it is another', { nonce: 'pin-2', enforce_nonce: true }],
    ['it is not enforced', { nonce: 'pin-1', enforce_nonce: false }],
  ])('gives a new message: %s', async (_, body) => {
    await using standin = await open();
    const first = await send(standin, { nonce: 'pin-1', enforce_nonce: true });
    expect(await send(standin, body)).not.toBe(first);
  });

  test('gives a new message once it is forgotten or the message is deleted', async () => {
    await using standin = await open({ nonceMemoryMs: 30_000 });
    const body = { nonce: 12_345, enforce_nonce: true };
    const first = String(await send(standin, body));
    standin.deleteMessage(first);
    const second = await send(standin, body);
    for (let n = 0; n < 60; n += 1) await call(standin, 'GET', '/users/@me');
    const third = await send(standin, body);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  test.each([
    ['of 26 characters', { nonce: 'x'.repeat(26) }, 'nonce[BASE_TYPE_MAX_LENGTH]'],
    ['missing and enforced', { enforce_nonce: true }, 'nonce[BASE_TYPE_REQUIRED]'],
  ])('%s is refused', async (_, body, problem) => {
    await using standin = await open();
    const refused = await call(standin, 'POST', messagesOf(standin), { content: 'x', ...body });
    expect(flatErrors(refused.body.errors)).toEqual([problem]);
  });
});

describe('the page', () => {
  const page = async (standin: Standin, action: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    return await fetch(`${standin.url}page/${action}`, { method: 'POST', headers, body: JSON.stringify(body) });
  };

  test('lets a moderator pin, and shows it; a member may not', async () => {
    await using standin = await open();
    const message_id = await post(standin, 'pin me');
    const refused = await page(standin, 'pin', { as: standin.ids.member, message_id });
    expect([refused.status, await refused.json()]).toEqual([403, { error: expect.stringContaining('Pin Messages') }]);
    expect((await page(standin, 'pin', { as: standin.ids.moderator, message_id })).status).toBe(204);
    const as = `as=${standin.ids.member}`;
    const state = await (await fetch(`${standin.url}page/state?${as}`)).json();
    const pins = await (await fetch(`${standin.url}page/pins?${as}&channel_id=${standin.ids.channel}`)).json();
    expect(pins).toMatchObject([{ pinned_at: expect.any(String), message: { content: 'pin me', pinned: true } }]);
    expect(state).toMatchObject({ pins });
    await page(standin, 'delete', { as: standin.ids.moderator, message_id });
    expect(standin.person('member').pins()).toEqual([]);
  });
});
