import type { Shards } from '../config.ts';
import type { ServedFacts } from './store.ts';

/** The shard that a server's events come to; those of direct messages come to the first (events/gateway, "Sharding"). */
export const shardOf = (guildId: string | null, count: number): number =>
  guildId === null ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));

/** The share of a limit for the whole bot that belongs to a process, in (0, 1]. */
export const shareOf = (shards: Shards | undefined): number =>
  shards === undefined ? 1 : shards.ids.length / shards.count;

/** What the processes agree on that serve one bot over one store, so that each publication has one owner at any time. */
export interface Hosts {
  /**
   * Runs work while no other process runs work on the same key. Rejects with a SitrepError STORE_UNREACHABLE where that cannot be
   * made sure; the work may have been done then.
   */
  exclusive<T>(key: string, work: () => Promise<T>): Promise<T>;
  /**
   * Whether this process takes care of a situation's publications in a server without being asked: the process with the server's
   * shard does, as long as it runs and serves the newest facts; otherwise another that does.
   *
   * @param guildId - `null` for direct messages
   */
  takesCareOf(guildId: string | null, situation: string): boolean;
  /** Whether this process serves the newest facts of a situation. Only then may it bring publications up to date. */
  servesNewest(situation: string): Promise<boolean>;
}

/** Which publications this process takes care of now that it did not take care of before. */
export type TakenOver = (guildId: string | null, situation: string) => boolean;

/** The same for the parts that are not about publications. */
export interface JoinedHosts extends Hosts {
  /** Records the facts that this process serves from now on. Call it before publications follow them. */
  serves(facts: ServedFacts): Promise<void>;
  /** Another process has ended, begun, or got other facts. Listeners are called one after another. */
  onChange(listener: (isNew: TakenOver) => void | Promise<void>): void;
  /**
   * Waits until a shard may identify to Discord.
   *
   * @param bucket - shards of different buckets may identify at the same time
   */
  turnToIdentify(bucket: number, signal: AbortSignal): Promise<void>;
  /**
   * Whether this process is to do something that all of them come upon and one should do, such as telling of new facts. The first
   * that asks is; what one has done, it may do again. Forgotten after a day.
   *
   * @throws SitrepError STORE_UNREACHABLE
   */
  isFirst(key: string): Promise<boolean>;
  /** Rejects when another process has taken this one's place. */
  readonly ended: Promise<never>;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/** The one process of a store that only one may use. */
export const ALONE: Hosts = {
  exclusive: (_key, work) => work(),
  takesCareOf: () => true,
  servesNewest: async () => true,
};

/** A running Sitrep process that shares the pins with others. */
export interface Host {
  readonly id: string;
  readonly shards: Shards;
  /** Situation → the version of its facts that the process serves. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The process that takes care of a situation's publications in a server; every process that knows the same finds the same one.
 *
 * @param newest - situation → the newest version of its facts
 */
export function caretaker(
  hosts: readonly Host[],
  newest: Readonly<Record<string, string>>,
  guildId: string | null,
  situation: string,
): Host | undefined {
  const home = hosts.find(({ shards: { ids, count } }) => ids.includes(shardOf(guildId, count)));
  const isUpToDate = ({ versions }: Host) => versions[situation] === newest[situation];
  if (home !== undefined && isUpToDate(home)) return home;
  const able = hosts.filter(isUpToDate).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  // Spreads the servers of a process that has ended over those that are left.
  return able[shardOf(guildId, Math.max(1, able.length))] ?? home;
}
