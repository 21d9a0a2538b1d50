import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Shards } from '../../src/config.ts';
import type { TakenOver } from '../../src/pins/hosts.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { joinHosts, type PostgresHosts } from '../../src/store/postgres-hosts.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server[Symbol.asyncDispose]());

const log = pino({ level: 'silent' });
const SITUATION = 'river-flood';
const facts = (version: string) => ({ situation: SITUATION, version, sinceMs: 1, facts: [] });
const guildOf = (shard: number) => String(BigInt(shard) << 22n);

async function join(address: string, shards: Shards, patienceMs = 10_000): Promise<PostgresHosts> {
  const store = await openPostgresStore(address);
  onTestFinished(() => store.close());
  const hosts = await joinHosts({ address, shards, store, log, lookEveryMs: 20, patienceMs });
  onTestFinished(() => hosts.close());
  return hosts;
}

/** Two processes with two shards each. */
async function two() {
  const address = await server.database();
  const a = await join(address, { ids: [0, 1], count: 4 });
  const b = await join(address, { ids: [2, 3], count: 4 });
  return { address, a, b };
}

/** Which of the four shards a process takes care of. */
const caredFor = (hosts: PostgresHosts) => [0, 1, 2, 3].filter((shard) => hosts.takesCareOf(guildOf(shard), SITUATION));

describe('work on one key', () => {
  test('is done by one process at a time, and other keys do not wait', async () => {
    const { a, b } = await two();
    let isWorking = false;
    let rounds = 0;
    const work = async () => {
      expect(isWorking).toBe(false);
      isWorking = true;
      await sleep(1);
      isWorking = false;
      rounds += 1;
    };
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const other = a.exclusive('pin other', () => held);
    for (let round = 0; round < 15; round += 1) {
      await Promise.all([a.exclusive('pin p', work), b.exclusive('pin p', work)]);
    }
    release();
    await other;
    expect(rounds).toBe(30);
  });

  test('is free at once when the process that did it is gone', async () => {
    const { a, b } = await two();
    const never = new Promise<void>(() => {});
    void a.exclusive('pin p', () => never).catch(() => undefined);
    await expect.poll(() => b.exclusive('pin q', async () => 'free')).toBe('free');
    await a.close();
    expect(await b.exclusive('pin p', async () => 'free')).toBe('free');
  });

  test('counts as failed where the connection with the lock broke meanwhile, and the next work goes on', async () => {
    const address = await server.database();
    const a = await join(address, { ids: [0], count: 1 });
    const broken = a.exclusive('pin p', () => server.restart());
    await expect(broken).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
    expect(await a.exclusive('pin p', async () => 'again')).toBe('again');
    await expect.poll(() => a.takesCareOf(guildOf(0), SITUATION)).toBe(true);
  });
});

describe('what one of the processes is to do', () => {
  test('is done by the first that asks, again where it asks again, and by no other', async () => {
    const { address, a, b } = await two();
    const long = `tell ${'of many problems '.repeat(500)}`;
    for (const key of ['tell v2', long]) {
      const [first, second] = await Promise.all([a.isFirst(key), b.isFirst(key)]);
      expect([first, second].filter(Boolean)).toHaveLength(1);
      expect(await Promise.all([a.isFirst(key), b.isFirst(key)])).toEqual([first, second]);
    }
    expect(await b.isFirst('tell v3')).toBe(true);
    await b.close();
    const again = await join(address, { ids: [2, 3], count: 4 });
    expect([await a.isFirst('tell v3'), await again.isFirst('tell v3')]).toEqual([false, true]);
  });

  test('is forgotten after a day', async () => {
    const { address, a, b } = await two();
    expect(await a.isFirst('tell v2')).toBe(true);
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    await client.query(`UPDATE sitrep_firsts SET at = at - interval '25 hours'`);
    await client.end();
    expect(await b.isFirst('tell v2')).toBe(true);
  });
});

describe('shards', () => {
  test('of processes that begin at once over an empty database are all there', async () => {
    for (let round = 0; round < 5; round += 1) {
      const address = await server.database();
      const all = await Promise.all([0, 1, 2, 3].map((shard) => join(address, { ids: [shard], count: 4 })));
      for (const hosts of all) await expect.poll(() => caredFor(hosts)).toHaveLength(1);
      for (const hosts of all) await hosts.close();
    }
  });

  test('belong to one process: a second one waits until the first has ended', async () => {
    const address = await server.database();
    const first = await join(address, { ids: [0, 1], count: 2 });
    const second = join(address, { ids: [1], count: 2 });
    await sleep(50);
    await first.close();
    expect((await second).takesCareOf(guildOf(1), SITUATION)).toBe(true);
  });

  test.each([
    [{ ids: [1], count: 2 }, /runs shard 1 of 2/],
    [{ ids: [2], count: 3 }, /divides the bot's servers into 2 shards, this one into 3/],
  ])('%j beside 0 and 1 of 2 are refused', async (shards, words) => {
    const address = await server.database();
    await join(address, { ids: [0, 1], count: 2 });
    await expect(join(address, shards, 0)).rejects.toMatchObject({
      code: 'STORE_IN_USE',
      message: expect.stringMatching(words),
    });
  });

  test('identify in turn: the second waits, and one of another bucket does not', async () => {
    const { a, b } = await two();
    const { signal } = new AbortController();
    await a.turnToIdentify(0, signal);
    await b.turnToIdentify(1, signal);
    const leave = new AbortController();
    const waits = b.turnToIdentify(0, leave.signal);
    setTimeout(() => leave.abort(), 100);
    await expect(waits).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the facts', () => {
  test('of both are the same: each process takes care of its own shards', async () => {
    const { a, b } = await two();
    await a.serves(facts('v1'));
    await b.serves(facts('v1'));
    await expect
      .poll(() => [caredFor(a), caredFor(b)])
      .toEqual([
        [0, 1],
        [2, 3],
      ]);
    expect(await a.servesNewest(SITUATION)).toBe(true);
  });

  test('are newer in one process: it takes care of everything until the other has them', async () => {
    const { a, b } = await two();
    for (const each of [a, b]) await each.serves(facts('v1'));
    await a.serves(facts('v2'));
    await expect.poll(() => [caredFor(a), caredFor(b)]).toEqual([[0, 1, 2, 3], []]);
    expect(await b.servesNewest(SITUATION)).toBe(false);
    await b.serves(facts('v2'));
    await expect
      .poll(() => [caredFor(a), caredFor(b)])
      .toEqual([
        [0, 1],
        [2, 3],
      ]);
  });

  test('are older in one that starts later: it stays behind, and does not bring the older ones back', async () => {
    const address = await server.database();
    const a = await join(address, { ids: [0, 1], count: 4 });
    for (const version of ['v1', 'v2']) await a.serves(facts(version));
    const b = await join(address, { ids: [2, 3], count: 4 });
    await b.serves(facts('v1'));
    expect(await a.servesNewest(SITUATION)).toBe(true);
    expect(await b.servesNewest(SITUATION)).toBe(false);
    expect(caredFor(b)).toEqual([]);
  });

  test('are taken back in a process that had the newest: the earlier ones are the newest again', async () => {
    const { a, b } = await two();
    for (const each of [a, b]) for (const version of ['v1', 'v2']) await each.serves(facts(version));
    await a.serves(facts('v1'));
    expect(await a.servesNewest(SITUATION)).toBe(true);
    expect(await b.servesNewest(SITUATION)).toBe(false);
  });

  test('that nobody else serves any more give way to those that are served', async () => {
    const { a, b } = await two();
    for (const version of ['v1', 'v2']) await a.serves(facts(version));
    await b.serves(facts('v1'));
    expect(await b.servesNewest(SITUATION)).toBe(false);
    await a.close();
    await expect.poll(() => b.servesNewest(SITUATION)).toBe(true);
    await expect.poll(() => caredFor(b)).toEqual([0, 1, 2, 3]);
  });
});

test('when a process ends, the others are told what they take care of now', async () => {
  const { a, b } = await two();
  for (const each of [a, b]) await each.serves(facts('v1'));
  await expect.poll(() => caredFor(b)).toEqual([2, 3]);
  const { promise: told, resolve } = Promise.withResolvers<TakenOver>();
  b.onChange(resolve);
  await a.close();
  const isNew = await told;
  expect([0, 1, 2, 3].filter((shard) => isNew(guildOf(shard), SITUATION))).toEqual([0, 1]);
});

test('after a restart of the server the processes find each other again', async () => {
  const { a, b } = await two();
  for (const each of [a, b]) await each.serves(facts('v1'));
  await server.restart();
  await expect
    .poll(() => [caredFor(a), caredFor(b)])
    .toEqual([
      [0, 1],
      [2, 3],
    ]);
});
