import { sql, type Transaction } from 'kysely';
import { MIGRATIONS, STORE_VERSION } from './migrations.ts';
import type { Tables } from './sql-store.ts';
import { newer, unusable } from './store-error.ts';

/** Tells a store of Sitrep's from other databases, and says which version it has. */
const MARK = 'CREATE TABLE sitrep_store (version bigint NOT NULL)';

/**
 * PostgreSQL's JSON functions refuse a text that holds \u0000 or half of a surrogate pair anywhere, although both are valid JSON. The
 * columns for look-ups never hold them, so these escapes are left out before the text is read.
 */
const READ_BODIES = `
  CREATE FUNCTION read_body(body text) RETURNS json LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(body, '\\\\(\\\\|u[0-9a-fA-F]{4})', '', 'g')::json;
`;

/**
 * The tables of version 9, the first version that PostgreSQL holds; what migrations.ts says of them holds here as well. Written like
 * the migrations, so that every version after it comes from the same text for both databases.
 */
const FIRST = `
  CREATE TABLE drafts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.id') STORED UNIQUE,
    created_at_ms INTEGER NOT NULL GENERATED ALWAYS AS (body ->> '$.createdAtMs') STORED,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE pins (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.id') STORED UNIQUE,
    draft_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.draftId') STORED UNIQUE,
    guild_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.guildId') STORED,
    channel_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.channelId') STORED,
    state TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.state') STORED,
    replies INTEGER NOT NULL GENERATED ALWAYS AS (json_array_length(body, '$.replies')) STORED,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX living_pins ON pins (seq) WHERE state <> 'ended';
  CREATE INDEX pins_with_reply ON pins (seq) WHERE replies > 0;
  CREATE TABLE history (
    seq INTEGER PRIMARY KEY,
    pin_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.pinId') STORED,
    guild_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.guildId') STORED,
    channel_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.channelId') STORED,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX history_of_pin ON history (pin_id);
  CREATE INDEX history_of_guild ON history (guild_id);
  CREATE INDEX history_of_channel ON history (channel_id);
  CREATE TABLE shares (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.id') STORED UNIQUE,
    state TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.state') STORED,
    pressed TEXT GENERATED ALWAYS AS (body ->> '$.pressed') STORED UNIQUE,
    situation TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.situation') STORED,
    at_ms INTEGER NOT NULL GENERATED ALWAYS AS (body ->> '$.atMs') STORED,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX shares_at ON shares (at_ms);
  CREATE INDEX unconfirmed_shares ON shares (seq) WHERE state = 'sharing';
  CREATE TABLE shown_facts (
    seq INTEGER PRIMARY KEY,
    situation TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE share_facts (
    share_seq INTEGER NOT NULL REFERENCES shares (seq) ON DELETE CASCADE,
    shown_seq INTEGER NOT NULL,
    PRIMARY KEY (shown_seq, share_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facts_of_share ON share_facts (share_seq);
  CREATE TABLE fact_versions (
    seq INTEGER PRIMARY KEY,
    situation TEXT NOT NULL,
    version TEXT NOT NULL,
    since_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX versions_of_situation ON fact_versions (situation, seq);
  CREATE TABLE fact_periods (
    seq INTEGER PRIMARY KEY,
    situation TEXT NOT NULL,
    fact_id TEXT NOT NULL,
    text TEXT NOT NULL,
    status TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    until_ms INTEGER
  ) STRICT;
  CREATE INDEX periods_of_fact ON fact_periods (situation, fact_id, seq);
  CREATE INDEX periods_now ON fact_periods (situation) WHERE until_ms IS NULL;
`;
const FIRST_VERSION = 9;

/** An entry of a B-tree holds at most 2,704 bytes, and a fact may be longer. */
const SHOWN_ONCE = `
  CREATE UNIQUE INDEX shown_once ON shown_facts (situation, md5(body));
  CREATE INDEX shown_bodies ON shown_facts USING hash (body);
`;

/** Turns a migration, which is written for SQLite, into PostgreSQL's words. Covers what Sitrep's tables use. */
export function forPostgres(sqlite: string): string {
  const path = (dotted: string) => `'{${dotted.replaceAll('.', ',')}}'`;
  return (
    sqlite
      .replace(
        /json_array_length\(body, '\$\.([\w.]+)'\)/g,
        (_, at) => `json_array_length(read_body(body) #> ${path(at)})`,
      )
      .replace(/(\w+)( NOT NULL)? GENERATED ALWAYS AS \(body ->> '\$\.([\w.]+)'\)/g, (_, type, notNull = '', at) => {
        const value = `read_body(body) #>> ${path(at)}`;
        return `${type}${notNull} GENERATED ALWAYS AS (${type === 'INTEGER' ? `(${value})::bigint` : value})`;
      })
      // Not every version of PostgreSQL that Sitrep runs on has virtual columns.
      .replaceAll(') VIRTUAL', ') STORED')
      .replaceAll('seq INTEGER PRIMARY KEY', 'seq bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY')
      .replace(/\bINTEGER\b/g, 'bigint')
      // SQLite orders text by its bytes, whatever the language of the machine.
      .replace(/\bTEXT\b/g, 'text COLLATE "C"')
      .replace(/\) (STRICT, WITHOUT ROWID|WITHOUT ROWID, STRICT|STRICT|WITHOUT ROWID);/g, ');')
  );
}

/** Brings the tables to the newest version, or makes them. Several processes may do so at once. @param name - names the store in errors */
export async function migratePostgres(tx: Transaction<Tables>, name: string): Promise<void> {
  // Until the end of the transaction. `CREATE TABLE IF NOT EXISTS` fails when two processes make the table at once.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('sitrep migration ' || current_schema(), 0))`.execute(tx);
  const version = await postgresVersion(tx, name);
  if (version === STORE_VERSION) return;
  if (version === 0) await requireNoTables(tx, name);
  const due = [
    ...(version === 0 ? [MARK, READ_BODIES, forPostgres(FIRST), SHOWN_ONCE] : []),
    ...MIGRATIONS.slice(Math.max(version, FIRST_VERSION)).map(forPostgres),
    `DELETE FROM sitrep_store; INSERT INTO sitrep_store VALUES (${STORE_VERSION})`,
  ];
  for (const statements of due) await sql.raw(statements).execute(tx);
}

/** @returns 0 where there is no store. @throws SitrepError STORE_NEWER */
export async function postgresVersion(tx: Transaction<Tables>, name: string): Promise<number> {
  const { rows: marks } = await sql<{ mark: unknown }>`SELECT to_regclass('sitrep_store') AS mark`.execute(tx);
  if ((marks[0]?.mark ?? null) === null) return 0;
  const { rows } = await sql<{ version: number }>`SELECT version FROM sitrep_store`.execute(tx);
  const version = rows[0]?.version ?? 0;
  if (version > STORE_VERSION) throw newer(name, version, STORE_VERSION);
  return version;
}

/** Sitrep's tables have common names; those of another program must stay as they are. */
async function requireNoTables(tx: Transaction<Tables>, name: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() LIMIT 1
  `.execute(tx);
  const [other] = rows;
  if (other === undefined) return;
  throw unusable(
    name,
    `expected an empty database, or one that Sitrep has made, but it has a table "${other.name}"`,
    'Create a database for Sitrep alone and set SITREP_STORE to it.',
  );
}
