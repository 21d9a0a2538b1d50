import { describe, expect, test } from 'vitest';
import { ALONE, caretaker, type Host, shardOf } from '../../src/pins/hosts.ts';
import { base, change, MODERATOR, pinned, SERVERS, served, shownTexts, world } from './world.ts';

const SITUATION = 'river-flood';
/** A server whose events come to this shard, whatever their number. */
const guildOf = (shard: number) => String(BigInt(shard) << 22n);
const host = (id: string, ids: readonly number[], version: string): Host => ({
  id,
  shards: { ids, count: 4 },
  versions: { [SITUATION]: version },
});
const of = (hosts: readonly Host[], newest: string, shard: number) =>
  caretaker(hosts, { [SITUATION]: newest }, guildOf(shard), SITUATION)?.id;

describe('who takes care of a server', () => {
  test('Discord’s own rule determines the shard; direct messages go to the first', () => {
    expect([0, 1, 5, 7].map((shard) => shardOf(guildOf(shard), 4))).toEqual([0, 1, 1, 3]);
    expect(shardOf(null, 4)).toBe(0);
  });

  test('the process with the shard, where it serves the newest facts', () => {
    const hosts = [host('a', [0, 1], 'v2'), host('b', [2, 3], 'v2')];
    expect([0, 1, 2, 3].map((shard) => of(hosts, 'v2', shard))).toEqual(['a', 'a', 'b', 'b']);
  });

  test('another, where that process has ended', () => {
    expect([0, 1, 2, 3].map((shard) => of([host('b', [2, 3], 'v2')], 'v2', shard))).toEqual(['b', 'b', 'b', 'b']);
  });

  test('another, where that process serves older facts', () => {
    const hosts = [host('a', [0, 1], 'v1'), host('b', [2, 3], 'v2')];
    expect([0, 2].map((shard) => of(hosts, 'v2', shard))).toEqual(['b', 'b']);
  });

  test('the servers of a process that has ended are spread over the others', () => {
    const hosts = [host('b', [1], 'v1'), host('c', [2], 'v1'), host('d', [3], 'v1')];
    expect(new Set([0, 4, 8].map((shard) => of(hosts, 'v1', shard)))).toEqual(new Set(['b', 'c', 'd']));
  });

  test('its own process, where nobody serves the newest facts', () => {
    const hosts = [host('a', [0, 1], 'v1'), host('b', [2, 3], 'v1')];
    expect([0, 2].map((shard) => of(hosts, 'v2', shard))).toEqual(['a', 'b']);
  });

  test('without any process, nothing is taken care of', () => {
    expect(of([], 'v1', 0)).toBeUndefined();
  });
});

describe('a process beside others', () => {
  const NEWS = [{ ...base[0], id: 'one', text: 'The bridge is open.' }, ...base.slice(1)] as typeof base;

  /** A world whose process has the newest facts and takes care of everything until it is told otherwise. */
  function beside() {
    const is = { newest: true, caretaker: true };
    const keys: string[] = [];
    const at = world({
      hosts: {
        exclusive(key, work) {
          keys.push(key);
          return ALONE.exclusive(key, work);
        },
        takesCareOf: () => is.caretaker,
        servesNewest: async () => is.newest,
      },
    });
    return { at, is, keys };
  }

  test('locks each pin against the others before it works on it', async () => {
    const { at, keys } = beside();
    const pin = await pinned(at);
    expect(keys).toContain(pin.id);
    keys.length = 0;
    await change(at, NEWS);
    expect(keys).toContain(pin.id);
  });

  test('that serves older facts than others edits no pin, and does so when it has the newest', async () => {
    const { at, is } = beside();
    const pin = await pinned(at);
    is.newest = false;
    await change(at, NEWS);
    await at.pins.reconcile(SERVERS);
    expect(await shownTexts(at, pin.id)).toContain('The bridge is closed.');
    is.newest = true;
    await at.pins.knowledgeChanged();
    expect(await shownTexts(at, pin.id)).toContain('The bridge is open.');
  });

  test('that serves older facts lets no moderator bring them back', async () => {
    const { at, is } = beside();
    const pin = await pinned(at);
    is.newest = false;
    at.facts.now = served(NEWS);
    expect(await at.pins.requests.refresh(pin.id, MODERATOR)).toEqual({ kind: 'refused', refusal: { why: 'behind' } });
  });

  test('does not touch pins that another process takes care of, but carries out what a moderator asks', async () => {
    const { at, is } = beside();
    const pin = await pinned(at);
    is.caretaker = false;
    await change(at, NEWS);
    await at.pins.reconcile(SERVERS);
    expect(await shownTexts(at, pin.id)).toContain('The bridge is closed.');
    expect(await at.pins.requests.unpin(pin.id, MODERATOR)).toMatchObject({ kind: 'done' });
  });

  test('that takes over compares exactly the pins that it must take over', async () => {
    const { at, is } = beside();
    const [first, second] = [await pinned(at), await pinned(at)];
    is.caretaker = false;
    await change(at, NEWS);
    is.caretaker = true;
    await at.pins.reconcile(SERVERS, ({ id }) => id === second.id);
    expect(await shownTexts(at, second.id)).toContain('The bridge is open.');
    expect(first.id).not.toBe(second.id);
  });
});
