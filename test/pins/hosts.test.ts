import { describe, expect, test } from 'vitest';
import { caretaker, type Host, shardOf } from '../../src/pins/hosts.ts';

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
  test('Discord’s own rule gives the shard; direct messages come to the first', () => {
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

  test('the servers of one that has ended are spread over the others', () => {
    const hosts = [host('b', [1], 'v1'), host('c', [2], 'v1'), host('d', [3], 'v1')];
    expect(new Set([0, 4, 8].map((shard) => of(hosts, 'v1', shard)))).toEqual(new Set(['b', 'c', 'd']));
  });

  test('its own process, where nobody serves the newest facts', () => {
    const hosts = [host('a', [0, 1], 'v1'), host('b', [2, 3], 'v1')];
    expect([0, 2].map((shard) => of(hosts, 'v2', shard))).toEqual(['a', 'b']);
  });

  test('no process at all takes care of nothing', () => {
    expect(of([], 'v1', 0)).toBeUndefined();
  });
});
