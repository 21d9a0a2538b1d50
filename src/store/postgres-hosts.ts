import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Mutex } from 'async-mutex';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Shards } from '../config.ts';
import { SitrepError } from '../errors.ts';
import { caretaker, type Host, type JoinedHosts, type TakenOver } from '../pins/hosts.ts';
import type { ServedFacts, Store } from '../pins/store.ts';
import { clientSettings, nameOf } from './postgres.ts';
import { postgresError } from './postgres-error.ts';

export interface HostsOptions {
  readonly address: string;
  /** The shards of this process. */
  readonly shards: Shards;
  readonly store: Store;
  readonly log: Logger;
  /** How often a process looks which others there are; tests take less. */
  readonly lookEveryMs?: number;
  /** How long a start waits for a process with the same shard to end. */
  readonly patienceMs?: number;
}

const LOOK_EVERY_MS = 2_000;
/** The server ends a session that has been silent for so long, and with it the process's locks: its host is gone without a word. */
const SILENT_MAX_SECONDS = 20;
/** Longer than a silent session lasts. */
const SHARD_PATIENCE_MS = 30_000;
/** The longest work on a publication waits for Discord's limits several times. */
const LOCK_PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 10;
const PAUSE_MAX_MS = 250;
const RECONNECT_MAX_MS = 5_000;
/** How long work waits for the connection that holds the locks. */
const CONNECTED_WITHIN_MS = 8_000;
/** Discord lets a bot identify once in five seconds for each bucket of shards; a little more, because clocks differ. */
const IDENTIFY_EVERY_MS = 5_250;

/**
 * Not logged and refilled by every process, so nothing is lost when a crash of the server empties them. The lock is needed because
 * `IF NOT EXISTS` fails when two processes make a table at once.
 */
const TABLES = `
  BEGIN;
  SELECT pg_advisory_xact_lock(hashtextextended('sitrep hosts ' || current_schema(), 0));
  CREATE UNLOGGED TABLE IF NOT EXISTS sitrep_hosts (
    id text PRIMARY KEY,
    pid integer NOT NULL,
    started timestamptz NOT NULL,
    shards jsonb NOT NULL,
    versions jsonb NOT NULL
  );
  CREATE UNLOGGED TABLE IF NOT EXISTS sitrep_identifies (bucket integer PRIMARY KEY, free_at timestamptz NOT NULL);
  CREATE UNLOGGED TABLE IF NOT EXISTS sitrep_firsts (key text PRIMARY KEY, shards jsonb NOT NULL, at timestamptz NOT NULL);
  COMMIT;
`;

/**
 * Joins the processes that share a database. Locks are PostgreSQL's own, held by one session of this process, so that they are
 * gone at once when the process dies.
 *
 * @throws SitrepError STORE_IN_USE where another process has one of the shards and does not end, or divides the servers into another number of
 *         shards; STORE_UNREACHABLE
 */
export async function joinHosts(options: HostsOptions): Promise<PostgresHosts> {
  const hosts = new PostgresHosts(options);
  try {
    await hosts.join();
    return hosts;
  } catch (error) {
    await hosts.close();
    throw postgresError(error, nameOf(options.address));
  }
}

/** The connection whose locks this process holds. */
interface LockSession {
  /** Runs one statement after another, as the driver asks. */
  query<R extends pg.QueryResultRow>(statement: string, values?: readonly unknown[]): Promise<readonly R[]>;
  end(): Promise<void>;
  /** Aborts when the connection has broken: the locks are gone. */
  readonly lost: AbortSignal;
}

export class PostgresHosts implements JoinedHosts {
  readonly id = randomUUID();
  /** Rejects when another process has taken this one's shard. */
  readonly ended: Promise<never>;
  readonly #options: HostsOptions;
  readonly #name: string;
  readonly #listeners: ((isNew: TakenOver) => void | Promise<void>)[] = [];
  readonly #served = new Map<string, ServedFacts>();
  /** Situation → the newer version that others serve, of which the log has told. */
  readonly #behind = new Map<string, string | undefined>();
  #endFatally: (error: unknown) => void = () => {};
  #session: Promise<LockSession>;
  #view: { readonly hosts: readonly Host[]; readonly newest: Readonly<Record<string, string>> } = {
    hosts: [],
    newest: {},
  };
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: HostsOptions) {
    this.#options = options;
    this.#name = nameOf(options.address);
    const { promise, reject } = Promise.withResolvers<never>();
    // Its rejection must not count as unhandled before somebody awaits it.
    promise.catch(() => undefined);
    this.ended = promise;
    this.#endFatally = reject;
    this.#session = Promise.reject(new Error('not connected yet'));
    this.#session.catch(() => undefined);
  }

  async join(): Promise<void> {
    this.#session = this.#connect();
    const session = await this.#session;
    await session.query(TABLES);
    await this.#takeShards(session);
    await this.#announce(session);
    await this.#look(session);
    this.#whenLost(session);
    this.#lookLater();
  }

  onChange(listener: (isNew: TakenOver) => void | Promise<void>): void {
    this.#listeners.push(listener);
  }

  takesCareOf(guildId: string | null, situation: string): boolean {
    return caretaker(this.#view.hosts, this.#view.newest, guildId, situation)?.id === this.id;
  }

  async servesNewest(situation: string): Promise<boolean> {
    const [newest] = await this.#options.store.factVersions(situation, 1);
    return newest !== undefined && newest.version === this.#served.get(situation)?.version;
  }

  /**
   * The facts that this process serves from now on. They count as the newest unless they are an earlier version, other processes serve
   * a later one, and this process did not serve that one before: then this process has not been brought up to date yet.
   */
  async serves(facts: ServedFacts): Promise<void> {
    const before = this.#served.get(facts.situation)?.version;
    this.#served.set(facts.situation, facts);
    const session = await this.#connected();
    // Announced first: facts that are recorded and that nobody seems to serve would give way to those of others.
    await this.#announce(session);
    await this.#record(session, facts, before);
    await this.#look(session);
  }

  async #record(session: LockSession, facts: ServedFacts, before: string | undefined): Promise<void> {
    const { store, log } = this.#options;
    const { situation, version } = facts;
    await this.exclusive(`facts ${situation}`, async () => {
      await this.#look(session);
      const versions = await store.factVersions(situation, Number.MAX_SAFE_INTEGER);
      const newest = versions[0]?.version;
      if (newest === version) return;
      const isEarlier = versions.some((each) => each.version === version);
      const others = this.#view.hosts.filter(({ id }) => id !== this.id);
      const isServedElsewhere = others.some((host) => host.versions[situation] === newest);
      if (!isEarlier || !isServedElsewhere || before === newest) await store.recordFacts(facts);
      else if (this.#behind.get(situation) !== newest) {
        this.#behind.set(situation, newest);
        log.warn({ situation, version, newest }, 'other processes serve newer facts; pins are left to them');
      }
    });
  }

  async exclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
    const session = await this.#connected();
    const lock = keyOf(key);
    await this.#lock(session, lock);
    try {
      const result = await work();
      // Another process may have begun; what it found is looked at again.
      if (session.lost.aborted) throw this.#unreachable('the connection that holds the locks broke');
      return result;
    } finally {
      // Without a connection there is no lock.
      await session.query(`SELECT pg_advisory_unlock(${LOCK_KEY})`, [lock]).catch(() => undefined);
    }
  }

  /** Waiting for a lock in the database would hold up the session, and with it all other work. */
  async #lock(session: LockSession, lock: string): Promise<void> {
    const until = performance.now() + LOCK_PATIENCE_MS;
    let pauseMs = FIRST_PAUSE_MS;
    while (!(await this.#tryLock(session, lock))) {
      if (performance.now() > until)
        throw this.#unreachable('another process has been working on the same thing for a minute');
      await sleep(pauseMs * (0.5 + Math.random()));
      pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS);
    }
  }

  async #tryLock(session: LockSession, lock: string): Promise<boolean> {
    try {
      const [row] = await session.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${LOCK_KEY}) AS taken`, [
        lock,
      ]);
      return row?.taken === true;
    } catch (error) {
      throw postgresError(error, this.#name);
    }
  }

  /**
   * Waits for this shard's turn to identify. The turns of all processes are given out by the database.
   *
   * @param bucket - shards of different buckets may identify at the same time
   */
  async turnToIdentify(bucket: number, signal: AbortSignal): Promise<void> {
    const session = await this.#connected();
    const [turn] = await session.query<{ ms: string }>(
      `INSERT INTO sitrep_identifies AS turn VALUES ($1, clock_timestamp() + $2 * interval '1 ms')
       ON CONFLICT (bucket) DO UPDATE
         SET free_at = greatest(turn.free_at, clock_timestamp()) + $2 * interval '1 ms'
       RETURNING extract(epoch FROM free_at - $2 * interval '1 ms' - clock_timestamp()) * 1000 AS ms`,
      [bucket, IDENTIFY_EVERY_MS],
    );
    await sleep(Math.max(0, Number(turn?.ms)), undefined, { signal });
  }

  async isFirst(key: string): Promise<boolean> {
    const session = await this.#connected();
    try {
      await session.query(`DELETE FROM sitrep_firsts WHERE at < clock_timestamp() - interval '1 day'`);
      // Known by its shards, so that a process that was started again counts as the same.
      const rows = await session.query(
        `INSERT INTO sitrep_firsts AS first VALUES ($1, $2::jsonb, clock_timestamp())
         ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE first.shards = excluded.shards
         RETURNING key`,
        [keyOf(key), JSON.stringify(this.#options.shards)],
      );
      return rows.length > 0;
    } catch (error) {
      throw postgresError(error, this.#name);
    }
  }

  /** Frees everything that this process holds; another takes over within seconds. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const session = await this.#session.catch(() => undefined);
    await session?.end();
  }

  async #connect(): Promise<LockSession> {
    const client = new pg.Client(clientSettings(this.#options.address));
    const lost = new AbortController();
    // Both may come, and either without the other.
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    await client.connect();
    await client.query(
      `SET idle_session_timeout = '${SILENT_MAX_SECONDS}s'; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3`,
    );
    const inTurn = new Mutex();
    return {
      query: (statement, values) =>
        inTurn.runExclusive(async () => (await client.query(statement, values && [...values])).rows),
      end: () => client.end().catch(() => undefined),
      lost: lost.signal,
    };
  }

  /** Holds a lock for each of its shards, so that no two processes answer the same people. */
  async #takeShards(session: LockSession): Promise<void> {
    const { shards, patienceMs = SHARD_PATIENCE_MS, log } = this.#options;
    const until = performance.now() + patienceMs;
    let isTold = false;
    for (;;) {
      const taken = await this.#conflict(session);
      if (taken === null) return;
      if (performance.now() > until) {
        throw new SitrepError(
          'STORE_IN_USE',
          `Another process uses the store ${this.#name} and ${taken}. Give each process shards of its own out of the same number of shards (SITREP_SHARDS), or end the other one.`,
        );
      }
      if (!isTold) log.warn({ shards: shards.ids, of: shards.count }, `waiting: another process ${taken}`);
      isTold = true;
      await sleep(PAUSE_MAX_MS);
    }
  }

  /** Takes the locks of the shards. @returns what another process does that stands against it; `null` where nothing does */
  async #conflict(session: LockSession): Promise<string | null> {
    const { ids, count } = this.#options.shards;
    const [other] = await session.query<{ shards: Shards }>(
      `SELECT shards FROM sitrep_hosts AS host WHERE ${IS_ALIVE} AND id <> $1 AND (shards ->> 'count')::int <> $2 LIMIT 1`,
      [this.id, count],
    );
    if (other !== undefined)
      return `divides the bot's servers into ${other.shards.count} shards, this one into ${count}`;
    for (const shard of ids) {
      const lock = keyOf(`shard ${shard} of ${count}`);
      // A session takes the same lock as often as it asks; what is taken twice is given back with the session.
      if (!(await this.#tryLock(session, lock))) return `runs shard ${shard} of ${count}`;
    }
    return null;
  }

  /** Says that this process runs, what it serves, and by which session others see that it does. */
  async #announce(session: LockSession): Promise<void> {
    const versions = Object.fromEntries([...this.#served].map(([situation, { version }]) => [situation, version]));
    await session.query(
      `INSERT INTO sitrep_hosts (id, pid, started, shards, versions)
       SELECT $1, pid, backend_start, $2::jsonb, $3::jsonb FROM pg_stat_activity WHERE pid = pg_backend_pid()
       ON CONFLICT (id) DO UPDATE SET pid = excluded.pid, started = excluded.started, versions = excluded.versions`,
      [this.id, JSON.stringify(this.#options.shards), JSON.stringify(versions)],
    );
  }

  /** Looks which processes run and which facts are the newest, and tells the listeners what that changes. */
  async #look(session: LockSession): Promise<void> {
    await session.query(`DELETE FROM sitrep_hosts AS host WHERE NOT ${IS_ALIVE}`);
    const hosts = await session.query<Host & pg.QueryResultRow>(
      'SELECT id, shards, versions FROM sitrep_hosts ORDER BY id',
    );
    const versions = await session.query<{ situation: string; version: string }>(
      'SELECT DISTINCT ON (situation) situation, version FROM fact_versions ORDER BY situation, seq DESC',
    );
    const newest = Object.fromEntries(versions.map(({ situation, version }) => [situation, version]));
    const before = this.#view;
    this.#view = { hosts, newest };
    if (isDeepStrictEqual(before, this.#view)) return;
    const gone = before.hosts.filter(({ id }) => !hosts.some((host) => host.id === id));
    if (gone.length > 0)
      this.#options.log.warn(
        { ended: gone.length, running: hosts.length },
        'another process has ended; the others take over',
      );
    const isNew: TakenOver = (guildId, situation) =>
      this.takesCareOf(guildId, situation) &&
      caretaker(before.hosts, before.newest, guildId, situation)?.id !== this.id;
    for (const listener of this.#listeners) await listener(isNew);
  }

  #lookLater(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(async () => {
      const session = await this.#session.catch(() => undefined);
      try {
        if (session !== undefined) await this.#lookOnce(session);
      } catch (err) {
        // A connection that no longer answers is given up, and its locks with it.
        if (!this.#isClosed) this.#options.log.warn({ err }, 'looking for other processes failed');
        await session?.end();
      }
      this.#lookLater();
    }, this.#options.lookEveryMs ?? LOOK_EVERY_MS).unref();
  }

  async #lookOnce(session: LockSession): Promise<void> {
    await this.#look(session);
    // They could not be recorded before, or nobody serves the newest any more.
    const due = [...this.#served.values()].filter(({ situation, version }) => this.#view.newest[situation] !== version);
    if (due.length === 0) return;
    await this.#announce(session);
    for (const facts of due) await this.#record(session, facts, undefined);
    await this.#look(session);
  }

  #whenLost(session: LockSession): void {
    if (session.lost.aborted) this.#reconnect();
    else session.lost.addEventListener('abort', () => this.#reconnect());
  }

  #reconnect(): void {
    if (this.#isClosed) return;
    this.#options.log.warn('the connection that holds the locks broke; connecting again');
    this.#session = this.#again();
    this.#session.catch(() => undefined);
  }

  /** The session, where it is there soon. */
  async #connected(): Promise<LockSession> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(this.#unreachable('it does not answer')), CONNECTED_WITHIN_MS);
    try {
      return await Promise.race([this.#session, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #again(): Promise<LockSession> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, RECONNECT_MAX_MS)) {
      if (this.#isClosed) throw this.#unreachable('Sitrep is ending');
      try {
        const session = await this.#connect();
        await session.query(TABLES);
        await this.#takeShards(session);
        await this.#announce(session);
        this.#whenLost(session);
        this.#options.log.info('the locks are held again');
        return session;
      } catch (error) {
        if (error instanceof SitrepError && error.code === 'STORE_IN_USE') {
          this.#endFatally(error);
          throw error;
        }
        await sleep(pauseMs, undefined, { ref: false });
      }
    }
  }

  #unreachable(what: string): SitrepError {
    return new SitrepError(
      'STORE_UNREACHABLE',
      `The store ${this.#name} cannot say whether another process works on this: ${what}. It is tried again.`,
    );
  }
}

/** Names are told apart by schema, because the locks are those of the whole database. */
const LOCK_KEY = `hashtextextended('sitrep ' || current_schema() || ' ' || $1::text, 0)`;
const keyOf = (key: string): string => (key.length <= 200 ? key : createHash('sha256').update(key).digest('hex'));

/** A process runs as long as the session does that holds its locks. */
const IS_ALIVE = `EXISTS (
  SELECT FROM pg_stat_activity AS activity WHERE activity.pid = host.pid AND activity.backend_start = host.started
)`;
