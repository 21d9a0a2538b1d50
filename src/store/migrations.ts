import type { DatabaseSync } from 'node:sqlite';
import { newer, storeError } from './store-error.ts';

/** "SitR": distinguishes Sitrep's files from other SQLite files (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x53697452;

/**
 * Each row keeps its value whole, as JSON. The columns for look-ups are computed from that JSON, so that the two cannot disagree.
 * They are stored, and come before the long JSON, so that a scan does not read it. `seq` is the order in which rows were added.
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
    reply_until_ms INTEGER GENERATED ALWAYS AS (body ->> '$.reply.untilMs') STORED,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX living_pins ON pins (seq) WHERE state <> 'ended';
  CREATE INDEX pins_with_reply ON pins (reply_until_ms) WHERE reply_until_ms IS NOT NULL;

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

  CREATE TABLE shared (
    seq INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.messageId') STORED UNIQUE,
    situation TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.situation') STORED,
    at_ms INTEGER NOT NULL GENERATED ALWAYS AS (body ->> '$.atMs') STORED,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX shared_at ON shared (at_ms);
  CREATE TABLE shared_facts (
    shared_seq INTEGER NOT NULL REFERENCES shared (seq) ON DELETE CASCADE,
    fact_id TEXT NOT NULL,
    PRIMARY KEY (fact_id, shared_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facts_of_shared ON shared_facts (shared_seq);
`;

/**
 * A pin can have several pending replies, each with its request, and stores the content that its message shows until an edit is
 * confirmed.
 */
const ALL_ARE_TOLD = `
  CREATE TABLE pins_now (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.id') STORED UNIQUE,
    draft_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.draftId') STORED UNIQUE,
    guild_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.guildId') STORED,
    channel_id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.channelId') STORED,
    state TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.state') STORED,
    replies INTEGER NOT NULL GENERATED ALWAYS AS (json_array_length(body, '$.replies')) STORED,
    body TEXT NOT NULL
  ) STRICT;
  INSERT INTO pins_now (seq, body)
    SELECT seq, json_remove(json_set(body, '$.shows', NULL, '$.replies', json(
      CASE WHEN body ->> '$.reply.token' IS NULL THEN json_array()
      ELSE json_array(json_object('token', body ->> '$.reply.token', 'untilMs', body ->> '$.reply.untilMs', 'asked',
        CASE
          WHEN body ->> '$.state' = 'unpinning' OR body ->> '$.end' = 'unpinned' THEN 'unpin'
          WHEN body ->> '$.end' = 'deleted' THEN 'remove'
          ELSE 'publish'
        END)) END)), '$.reply')
    FROM pins;
  DROP TABLE pins;
  ALTER TABLE pins_now RENAME TO pins;
  CREATE INDEX living_pins ON pins (seq) WHERE state <> 'ended';
  CREATE INDEX pins_with_reply ON pins (seq) WHERE replies > 0;
`;

/** Shared answers can be found by the facts that they show. Each state of a fact that some answer shows is stored once. */
const SHARED_AS_SHOWN = `
  CREATE TABLE shown_facts (
    seq INTEGER PRIMARY KEY,
    situation TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (situation, body)
  ) STRICT;
  DROP TABLE shared_facts;
  CREATE TABLE shared_facts (
    shared_seq INTEGER NOT NULL REFERENCES shared (seq) ON DELETE CASCADE,
    shown_seq INTEGER NOT NULL,
    PRIMARY KEY (shown_seq, shared_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facts_of_shared ON shared_facts (shared_seq);
  INSERT OR IGNORE INTO shown_facts (situation, body)
    SELECT situation, value FROM shared, json_each(shared.body, '$.facts');
  INSERT OR IGNORE INTO shared_facts (shared_seq, shown_seq)
    SELECT shared.seq, shown_facts.seq FROM shared, json_each(shared.body, '$.facts') AS shown
    JOIN shown_facts ON shown_facts.situation = shared.situation AND shown_facts.body = shown.value;
`;

/**
 * Pinned briefs follow the brief on their subject, without the facts that a moderator took out and with those that they added.
 * Older pins do not record these choices: they keep the facts that they show, and add only facts that were not offered when they were made.
 * The first facts that a draft offers are those of its brief: ten, or all that there are.
 */
const followingBriefs = (path: '$.content' | '$.shows.content') => `
  UPDATE pins SET body = json_remove(
    json_set(
      body,
      '${path}.included', json(iif(body ->> '${path}.kind' <> 'brief', '[]', (
        SELECT json_group_array(value ->> '$.fact.id') FROM json_each(body, '${path}.facts')))),
      '${path}.excluded', json(iif(body ->> '${path}.kind' <> 'brief', '[]', (
        SELECT json_group_array(value) FROM json_each(body, '${path}.considered')
        WHERE value NOT IN (SELECT value ->> '$.fact.id' FROM json_each(body, '${path}.facts')))))
    ),
    '${path}.considered')
  WHERE body -> '${path}' IS NOT NULL;
`;
const BRIEFS_FOLLOW = `
  ${followingBriefs('$.content')}
  ${followingBriefs('$.shows.content')}
  UPDATE drafts SET body = json_set(body, '$.preset', json(iif(body ->> '$.kind' <> 'brief', '[]', (
    SELECT json_group_array(value) FROM (SELECT value FROM json_each(body, '$.offered') ORDER BY key LIMIT 10)))));
`;

/**
 * A message that is unpinned says since when it no longer follows the facts. Messages that were unpinned before this version do
 * not say it.
 */
const UNPINNED_SAYS_SO = `
  UPDATE pins SET body = json_set(body, '$.content.endedAtMs', NULL);
  UPDATE pins SET body = json_set(body, '$.shows.content.endedAtMs', NULL) WHERE body -> '$.shows.content' IS NOT NULL;
`;

/** Answers that are about to be posted. Their layouts differ, because each holds a random salt. */
const SHARES_AWAITED = `
  CREATE TABLE awaited (
    seq INTEGER PRIMARY KEY,
    layout TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.layout') STORED UNIQUE,
    at_ms INTEGER NOT NULL GENERATED ALWAYS AS (body ->> '$.atMs') STORED,
    body TEXT NOT NULL
  ) STRICT;
`;

const SHARES_TABLE = `
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
`;
const SHARE_FACTS_TABLE = `
  CREATE TABLE share_facts (
    share_seq INTEGER NOT NULL REFERENCES shares (seq) ON DELETE CASCADE,
    shown_seq INTEGER NOT NULL,
    PRIMARY KEY (shown_seq, share_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facts_of_share ON share_facts (share_seq);
`;

/**
 * A shared answer is a single row, from before it is posted until it is deleted. One press of Share gives one answer; older rows do
 * not say which press they came from.
 */
const SHARES = `
  ${SHARES_TABLE}
  INSERT INTO shares (seq, body)
    SELECT seq, json_set(body, '$.id', message_id, '$.state', 'shared', '$.pressed', NULL) FROM shared;
  INSERT INTO shares (body)
    SELECT json_set(body, '$.id', substr(layout, 1, instr(layout || ' ', ' ') - 1),
      '$.state', 'sharing', '$.pressed', NULL, '$.messageId', NULL)
    FROM awaited ORDER BY seq;
  ${SHARE_FACTS_TABLE}
  INSERT INTO share_facts (share_seq, shown_seq) SELECT shared_seq, shown_seq FROM shared_facts;
  DROP TABLE shared_facts;
  DROP TABLE shared;
  DROP TABLE awaited;
`;

/** The versions of the facts that were served, and the wordings of each fact with their periods. */
const FACTS_SERVED = `
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

/** The tables of version 9, with which another database begins. */
export const TABLES_OF_VERSION_9 = `${SHARES_TABLE}${SHARE_FACTS_TABLE}${FACTS_SERVED}`;

/** The fields of a pin are renamed to say what they contain. */
const CLEARER_NAMES = `
  UPDATE pins SET body = json_remove(
    json_set(body, '$.shows.content.dismissed', json(body -> '$.shows.content.left')), '$.shows.content.left')
    WHERE body -> '$.shows.content' IS NOT NULL;
  UPDATE pins SET body = json_remove(
    json_set(
      body,
      '$.content.dismissed', json(body -> '$.content.left'),
      '$.fingerprint', body ->> '$.shown',
      '$.confirmed', json(body -> '$.shows')),
    '$.content.left', '$.shown', '$.shows');
`;

/** A shared answer stores the questions that it could not answer for sure. Answers from before this version have none. */
const OPEN_QUESTIONS = `
  ALTER TABLE shares ADD COLUMN questions INTEGER GENERATED ALWAYS AS (json_array_length(body, '$.questions')) VIRTUAL;
  ALTER TABLE shares ADD COLUMN version TEXT GENERATED ALWAYS AS (body ->> '$.version') VIRTUAL;
  CREATE INDEX asking_shares ON shares (situation, version) WHERE questions > 0;
`;

/** Settings of servers, categories and channels, with the record of who changed them and when. */
const SETTINGS = `
  CREATE TABLE settings (
    guild_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (guild_id, place_id, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE setting_changes (
    seq INTEGER PRIMARY KEY,
    guild_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT,
    changed_by TEXT,
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX setting_changes_of_server ON setting_changes (guild_id, seq);
`;

/**
 * What was sent to the curators, and when Sitrep was removed from a server. Shared answers and drafts are found by their server,
 * and drafts by their author, so that all data of a server or an author can be deleted.
 */
const INBOX = `
  CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.id') STORED UNIQUE,
    situation TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.situation') STORED,
    guild_id TEXT GENERATED ALWAYS AS (body ->> '$.guildId') STORED,
    state TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.state') STORED,
    at_ms INTEGER NOT NULL GENERATED ALWAYS AS (body ->> '$.atMs') STORED,
    asker TEXT GENERATED ALWAYS AS (body ->> '$.asker') STORED,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX inbox_of_situation ON inbox (situation, seq);
  CREATE INDEX inbox_of_server ON inbox (guild_id) WHERE guild_id IS NOT NULL;
  CREATE INDEX inbox_awaited ON inbox (asker) WHERE asker IS NOT NULL;
  CREATE TABLE left_servers (
    guild_id TEXT PRIMARY KEY,
    left_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  ALTER TABLE shares ADD COLUMN guild_id TEXT GENERATED ALWAYS AS (body ->> '$.guildId') VIRTUAL;
  ALTER TABLE drafts ADD COLUMN guild_id TEXT GENERATED ALWAYS AS (body ->> '$.guildId') VIRTUAL;
  ALTER TABLE drafts ADD COLUMN made_by TEXT GENERATED ALWAYS AS (body ->> '$.by') VIRTUAL;
`;

/**
 * The n-th migration brings a store from version n − 1 to n. A released migration is never edited; a change is a new one. From the
 * tenth on they make PostgreSQL's tables as well: `forPostgres` translates what CREATE TABLE, CREATE INDEX and ADD COLUMN say here.
 */
export const MIGRATIONS: readonly string[] = [
  FIRST,
  ALL_ARE_TOLD,
  SHARED_AS_SHOWN,
  BRIEFS_FOLLOW,
  UNPINNED_SAYS_SO,
  SHARES_AWAITED,
  SHARES,
  FACTS_SERVED,
  CLEARER_NAMES,
  OPEN_QUESTIONS,
  SETTINGS,
  INBOX,
];

/** The version of a store that this Sitrep reads and writes. */
export const STORE_VERSION = MIGRATIONS.length;

/**
 * Brings a store to the newest version. Each step is one transaction, so a step that fails changes nothing.
 *
 * @param migrations - for tests; otherwise Sitrep's own
 * @throws SitrepError STORE_NEWER, or what SQLite says
 */
export function migrate(db: DatabaseSync, path: string, migrations = MIGRATIONS): void {
  const version = storeVersion(db);
  if (version > migrations.length) throw newer(path, version, migrations.length);
  try {
    for (const [index, sql] of migrations.entries()) {
      if (index < version) continue;
      db.exec('BEGIN IMMEDIATE');
      db.exec(`${sql}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}`);
      db.exec('COMMIT');
    }
  } catch (error) {
    // After some failures (a full disk) SQLite has rolled back by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw storeError(error, path);
  }
}

/** @returns 0 for an empty file */
export function storeVersion(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version);
}
