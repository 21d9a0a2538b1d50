import type { DatabaseSync } from 'node:sqlite';
import { newer, storeError } from './store-error.ts';
import { transact } from './transact.ts';

/** "SitR": tells a file of ours from any other SQLite file (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x53697452;

/**
 * Each value is kept whole, as JSON; what it is looked up by are columns over that JSON, so that no two can disagree. They are
 * stored, and before the long JSON, so that looking through them does not read it. `seq` is the order in which rows were added.
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

/** A pin has several replies to give, each with what was asked for, and keeps what its message shows until an edit is confirmed. */
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

/** Shared answers are found by the facts in the very state in which they show them; each state is kept once. */
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
 * Briefs follow the brief on their subject, less what a moderator took out and with what they put in. Which that was, older pins
 * do not tell: they keep what they show, and take in only what was not there to choose from when they were made. A draft offers
 * first the facts of its brief, which are ten or all that there are.
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

/** A message that was unpinned says since when it no longer follows the facts. Those unpinned before do not. */
const UNPINNED_SAYS_SO = `
  UPDATE pins SET body = json_set(body, '$.content.endedAtMs', NULL);
  UPDATE pins SET body = json_set(body, '$.shows.content.endedAtMs', NULL) WHERE body -> '$.shows.content' IS NOT NULL;
`;

/** Answers that are about to be posted, told apart by their layout, which names the post's owner under a salt of its own. */
const SHARES_AWAITED = `
  CREATE TABLE awaited (
    seq INTEGER PRIMARY KEY,
    layout TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.layout') STORED UNIQUE,
    at_ms INTEGER NOT NULL GENERATED ALWAYS AS (body ->> '$.atMs') STORED,
    body TEXT NOT NULL
  ) STRICT;
`;

/** The n-th brings a store from version n − 1 to n. What is released is never edited; a change is a further one. */
export const MIGRATIONS: readonly string[] = [
  FIRST,
  ALL_ARE_TOLD,
  SHARED_AS_SHOWN,
  BRIEFS_FOLLOW,
  UNPINNED_SAYS_SO,
  SHARES_AWAITED,
];

/** The version of a store that this Sitrep reads and writes. */
export const STORE_VERSION = MIGRATIONS.length;

/**
 * Brings a store to the newest version, one transaction for each step, so that a failed one leaves what was there.
 *
 * @param migrations - others than Sitrep's own, for tests
 * @throws SitrepError STORE_NEWER, or what SQLite says
 */
export function migrate(db: DatabaseSync, path: string, migrations = MIGRATIONS): void {
  const version = storeVersion(db);
  if (version > migrations.length) throw newer(path, version, migrations.length);
  try {
    for (const [index, sql] of migrations.entries()) {
      if (index < version) continue;
      transact(db, () =>
        db.exec(`${sql}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}`),
      );
    }
  } catch (error) {
    throw storeError(error, path);
  }
}

/** 0 for a file with nothing in it. */
export function storeVersion(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version);
}
