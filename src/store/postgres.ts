import { Semaphore } from 'async-mutex';
import { CompiledQuery, type DatabaseConnection, Kysely, PostgresDialect, sql } from 'kysely';
import pRetry from 'p-retry';
import pg from 'pg';
import type { Store } from '../pins/store.ts';
import { isUnreachable, postgresError, UnknownOutcomeError, wasUndone } from './postgres-error.ts';
import { migratePostgres, postgresVersion } from './postgres-schema.ts';
import { SqlStore, type StoreSite } from './sql-store.ts';
import { lost, unusable } from './store-error.ts';
import type { Tables } from './tables.ts';

/** The oldest version of PostgreSQL with all functions and settings that Sitrep uses. */
const OLDEST_VERSION = 14;
/** PostgreSQL allows 100 connections by default, for all processes together. */
const CONNECTIONS_MAX = 8;
/** How long one attempt to connect, or one statement, may take. */
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
/** How long an attempt that failed is repeated, unless a caller says otherwise: a server that is restarted is back by then. */
const PATIENCE_MS = 8_000;
const FIRST_PAUSE_MS = 20;
const PAUSE_MAX_MS = 1_000;
/** The type id of `bigint`, which the driver hands over as text. All numbers in the store are below 2^53. */
const BIGINT = 20;

/** A pool of connections, and the name of the database for messages. */
export interface Postgres {
  readonly db: Kysely<Tables>;
  /** The address without the password. */
  readonly name: string;
  /** How long an attempt that failed is repeated. */
  readonly patienceMs: number;
}

/**
 * Opens a store in a PostgreSQL database, creating the tables where there are none and bringing older ones up to date. Several
 * processes may use one database.
 *
 * @param address - `postgres://user:password@host:port/database`
 * @param patienceMs - how long an attempt that failed is repeated, now and later
 * @throws SitrepError STORE_UNREACHABLE, STORE_NEWER or STORE_UNUSABLE; nothing is left open then
 */
export async function openPostgresStore(address: string, patienceMs?: number): Promise<Store> {
  return postgresStore(await openPostgres(address, patienceMs));
}

/** @param postgres - closed with the store */
export const postgresStore = (postgres: Postgres): Store => new SqlStore(postgres.db, postgresSite(postgres));

/** Connects, and brings the tables to the newest version. Everything else is as for `openPostgresStore`. */
export async function openPostgres(address: string, patienceMs?: number): Promise<Postgres> {
  const opened = await connectPostgres(address, patienceMs);
  const { db, name } = opened;
  try {
    await again(opened.patienceMs, () => db.transaction().execute((tx) => migratePostgres(tx, name)));
    return opened;
  } catch (error) {
    await db.destroy();
    throw postgresError(error, name);
  }
}

/** Connects and checks the server, but changes nothing. */
export async function connectPostgres(address: string, patienceMs = PATIENCE_MS): Promise<Postgres> {
  const pool = new pg.Pool({ ...clientSettings(address), max: CONNECTIONS_MAX });
  // When a connection breaks, the statement that uses it fails, and the pool replaces the connection at the next use. Both the
  // pool and the connection also emit an event, which would end the process if nobody listened.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const onCreateConnection = async (connection: DatabaseConnection) =>
    void (await connection.executeQuery(REQUIRE_DURABILITY));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool, onCreateConnection }) });
  const name = nameOf(address);
  const postgres: Postgres = { db, name, patienceMs };
  try {
    await requireServer(postgres);
    return postgres;
  } catch (error) {
    await db.destroy();
    throw postgresError(error, name);
  }
}

/** The settings of each connection, and its time limits. */
export function clientSettings(address: string): pg.ClientConfig {
  return {
    connectionString: address,
    application_name: 'sitrep',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // Where the server has failed silently, only this ends the wait.
    query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: {
      getTypeParser: (id: number, format?: 'text' | 'binary') =>
        id === BIGINT ? Number : pg.types.getTypeParser(id, format as 'text'),
    },
  };
}

/** A server may be configured to confirm changes before they are on its disk, so this is set for each connection. */
const REQUIRE_DURABILITY = CompiledQuery.raw(
  "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
);

async function requireServer({ db, name, patienceMs }: Postgres): Promise<void> {
  const { rows } = await again(patienceMs, () =>
    sql<{ version: string; encoding: string }>`
      SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding
    `.execute(db),
  );
  const { version = '0', encoding = '' } = rows[0] ?? {};
  if (Number.parseInt(version, 10) < OLDEST_VERSION) {
    throw unusable(name, `it is PostgreSQL ${version}`, `Use PostgreSQL ${OLDEST_VERSION} or later.`);
  }
  if (encoding !== 'UTF8') {
    const remedy = 'Create the database again with "createdb -E UTF8 -T template0 NAME".';
    throw unusable(name, `its encoding is ${encoding}, which does not hold every character`, remedy);
  }
}

function postgresSite({ db, name, patienceMs }: Postgres): StoreSite {
  // Work waits here for a free connection; in the pool, a long wait would count as a failure to connect.
  const places = new Semaphore(CONNECTIONS_MAX);
  const inPlace = <T>(work: () => Promise<T>): Promise<T> => places.runExclusive(() => again(patienceMs, work));
  return {
    name,
    errorOf: (error) => postgresError(error, name),
    read: inPlace,
    write: (isolation, work) =>
      inPlace(async () => {
        let isDone = false;
        try {
          return await db
            .transaction()
            .setIsolationLevel(isolation)
            .execute(async (tx) => {
              const result = await work(tx);
              isDone = true;
              return result;
            });
        } catch (error) {
          // The transaction may have been committed; running it again might record an event twice.
          throw isDone && isUnreachable(error) ? new UnknownOutcomeError(error) : error;
        }
      }),
    async verify() {
      const version = await db.transaction().execute((tx) => postgresVersion(tx, name));
      if (version === 0) throw lost(name, 'its tables have been removed');
    },
    close: () => db.destroy(),
  };
}

/** Repeats work that the database rolled back because of another process, or for which there was no connection. */
const again = <T>(patienceMs: number, work: () => Promise<T>): Promise<T> =>
  pRetry(work, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: FIRST_PAUSE_MS,
    maxTimeout: PAUSE_MAX_MS,
    maxRetryTime: patienceMs,
    // The wait is random, so that two processes that rolled each other back do not collide again.
    randomize: true,
    shouldRetry: ({ error, attemptNumber }) => isUnreachable(error) || wasUndone(error, attemptNumber),
  });

/** The address without the password and the options. */
export function nameOf(address: string): string {
  const { username, host, pathname } = new URL(address);
  return `postgres://${username === '' ? '' : `${username}@`}${host}${pathname}`;
}
