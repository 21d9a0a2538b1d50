import { type Kysely, sql, type Transaction } from 'kysely';
import type { Inbox } from '../model/inbox.ts';
import type { FactId } from '../model/knowledge.ts';
import type { Draft, Pin, PinEvent, PinId, PinnedFact, SharedAnswer } from '../pins/pin.ts';
import {
  type FactPeriod,
  HISTORY_MAX_ROWS,
  type PlacedSetting,
  SETTING_CHANGES_MAX_ROWS,
  type ServedFacts,
  type SettingChange,
  type Store,
} from '../pins/store.ts';
import { chunks, type Query, ROW, type Row, readPeriod, readRow, type ValueIn, type ValueTableName } from './rows.ts';
import { SqlInbox } from './sql-inbox.ts';
import type { Tables } from './tables.ts';

/** What a store needs from its database, apart from the tables. */
export interface StoreSite {
  /** Names the store in error messages. */
  readonly name: string;
  /** Translates an error of the database; anything else is returned unchanged. */
  errorOf(error: unknown): unknown;
  /** Runs queries outside a transaction. */
  read<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs the work as one transaction: all of it is on disk when the promise resolves, or nothing where it rejects.
   *
   * @param work - may be called again where the database has rolled an attempt back, so it changes nothing else
   * @param isolation - how strictly the transaction is isolated from other processes that use the same database
   */
  write<T>(isolation: IsolationLevel, work: Work<T>): Promise<T>;
  /** @throws SitrepError STORE_LOST when new data would not survive a restart */
  verify(): void | Promise<void>;
  /** Called once. Waits for work in progress. */
  close(): Promise<void>;
}

export type IsolationLevel = 'repeatable read' | 'serializable';
type Work<T> = (tx: Transaction<Tables>) => Promise<T>;

/** A store in a SQL database. Only statements that SQLite and PostgreSQL both know are used. */
export class SqlStore implements Store {
  readonly inbox: Inbox;
  readonly #db: Kysely<Tables>;
  readonly #site: StoreSite;
  #isClosed = false;

  /** @param db - with the tables of the newest version; it is closed with the store */
  constructor(db: Kysely<Tables>, site: StoreSite) {
    this.#db = db;
    this.#site = site;
    this.inbox = new SqlInbox({
      name: site.name,
      read: (work) => this.#read(work),
      write: (work) => this.#write(work),
    });
  }

  saveDraft(draft: Draft): Promise<void> {
    const body = JSON.stringify(draft);
    return this.#write(async (tx) => {
      const insert = tx.insertInto('drafts').values({ body });
      await insert.onConflict((conflict) => conflict.column('id').doUpdateSet({ body })).execute();
    });
  }

  draft(id: string): Promise<Draft | undefined> {
    return this.#read(async (db) => this.#first('drafts', db.selectFrom('drafts').select(ROW).where('id', '=', id)));
  }

  removeDraft(id: string): Promise<void> {
    return this.#write(async (tx) => void (await tx.deleteFrom('drafts').where('id', '=', id).execute()));
  }

  removeDraftsOf(userId: string): Promise<number> {
    return this.#write(async (tx) => {
      const { numDeletedRows } = await tx.deleteFrom('drafts').where('made_by', '=', userId).executeTakeFirst();
      return Number(numDeletedRows);
    });
  }

  addPin(pin: Pin, event: PinEvent): Promise<Pin> {
    return this.#write(async (tx) => {
      const ofDraft = tx.selectFrom('pins').select(ROW).where('draft_id', '=', pin.draftId);
      const first = await this.#first('pins', ofDraft);
      if (first !== undefined) return first;
      await tx
        .insertInto('pins')
        .values({ body: JSON.stringify(pin) })
        .execute();
      await insertEvents(tx, [event]);
      return pin;
    });
  }

  savePin(pin: Pin, ...events: readonly PinEvent[]): Promise<void> {
    return this.#write(async (tx) => {
      const update = tx.updateTable('pins').set({ body: JSON.stringify(pin) });
      const { numUpdatedRows } = await update.where('id', '=', pin.id).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new Error(`there is no pin ${pin.id} to replace`);
      await insertEvents(tx, events);
    });
  }

  pin(id: PinId): Promise<Pin | undefined> {
    return this.#read((db) => this.#first('pins', db.selectFrom('pins').select(ROW).where('id', '=', id)));
  }

  livingPins({ channelId, guildId }: Parameters<Store['livingPins']>[0] = {}): Promise<readonly Pin[]> {
    return this.#read((db) => {
      let living = db.selectFrom('pins').select(ROW).where('state', '<>', 'ended').orderBy('seq');
      if (channelId !== undefined) living = living.where('channel_id', '=', channelId);
      if (guildId !== undefined) living = living.where('guild_id', '=', guildId);
      return this.#all('pins', living);
    });
  }

  pinsWithReplies(): Promise<readonly Pin[]> {
    return this.#read((db) =>
      this.#all('pins', db.selectFrom('pins').select(ROW).where('replies', '>', 0).orderBy('seq')),
    );
  }

  history(channelId: string, limit: number): Promise<readonly PinEvent[]> {
    return this.#read((db) => {
      const events = db.selectFrom('history').select(ROW).where('channel_id', '=', channelId);
      return this.#all('history', events.orderBy('seq', 'desc').limit(limit));
    });
  }

  addShare(share: SharedAnswer): Promise<SharedAnswer> {
    const { pressed } = share;
    return this.#write(async (tx) => {
      if (pressed !== null) {
        const ofPress = tx.selectFrom('shares').select(ROW).where('pressed', '=', pressed);
        const first = await this.#first('shares', ofPress);
        if (first !== undefined) return first;
      }
      await tx
        .insertInto('shares')
        .values({ body: JSON.stringify(share) })
        .execute();
      await linkFacts(tx, share);
      return share;
    }, 'serializable');
  }

  saveShare(share: SharedAnswer, before = share.id): Promise<void> {
    return this.#write(async (tx) => {
      await tx
        .updateTable('shares')
        .set({ body: JSON.stringify(share) })
        .where('id', '=', before)
        .execute();
      await linkFacts(tx, share);
    }, 'serializable');
  }

  removeShare(id: string): Promise<void> {
    return this.#write(async (tx) => void (await tx.deleteFrom('shares').where('id', '=', id).execute()));
  }

  share(id: string): Promise<SharedAnswer | undefined> {
    return this.#read((db) => this.#first('shares', db.selectFrom('shares').select(ROW).where('id', '=', id)));
  }

  postedShares(): Promise<readonly string[]> {
    return this.#read(async (db) => {
      const posted = db.selectFrom('shares').select('id').where('state', '=', 'shared').orderBy('seq');
      return (await posted.execute()).map(({ id }) => id);
    });
  }

  unconfirmedShares(): Promise<readonly SharedAnswer[]> {
    return this.#read((db) =>
      this.#all('shares', db.selectFrom('shares').select(ROW).where('state', '=', 'sharing').orderBy('seq')),
    );
  }

  sharesShowing(situation: string, isSuch: (shown: PinnedFact) => boolean): Promise<readonly string[]> {
    return this.#read(async (db) => {
      const rows = await db.selectFrom('shown_facts').select(ROW).where('situation', '=', situation).execute();
      const such = rows.flatMap((row) => (isSuch(this.#value('shown_facts', row)) ? [row.seq] : []));
      if (such.length === 0) return [];
      const shares = await db
        .selectFrom('shares')
        .select('id')
        .where('state', '=', 'shared')
        .where('seq', 'in', (of) => of.selectFrom('share_facts').select('share_seq').where('shown_seq', 'in', such))
        .orderBy('seq')
        .execute();
      return shares.map(({ id }) => id);
    });
  }

  sharesAsking(situation: string, version: string): Promise<readonly string[]> {
    return this.#read(async (db) => {
      const shares = db
        .selectFrom('shares')
        .select('id')
        .where('situation', '=', situation)
        .where('state', '=', 'shared');
      const asking = shares.where('questions', '>', 0).where('version', '<>', version);
      return (await asking.orderBy('seq').execute()).map(({ id }) => id);
    });
  }

  recordFacts(served: ServedFacts): Promise<void> {
    return this.#write((tx) => recordFacts(tx, served), 'serializable');
  }

  factVersions(situation: string, limit: number): Promise<readonly Pick<ServedFacts, 'version' | 'sinceMs'>[]> {
    return this.#read((db) => {
      const versions = db.selectFrom('fact_versions').select(['version', 'since_ms as sinceMs']);
      return versions.where('situation', '=', situation).orderBy('seq', 'desc').limit(limit).execute();
    });
  }

  factHistory(situation: string, id: FactId): Promise<readonly FactPeriod[]> {
    return this.#read(async (db) => {
      const periods = db.selectFrom('fact_periods').selectAll().where('situation', '=', situation);
      const rows = await periods.where('fact_id', '=', id).orderBy('seq').execute();
      return rows.map((row) => readPeriod(row, this.#site.name));
    });
  }

  factsAt(situation: string, atMs: number): Promise<readonly FactPeriod[]> {
    return this.#read(async (db) => {
      const periods = db.selectFrom('fact_periods').selectAll().where('situation', '=', situation);
      const rows = await periods
        .where('since_ms', '<=', atMs)
        .where((of) => of.or([of('until_ms', 'is', null), of('until_ms', '>', atMs)]))
        .orderBy('fact_id')
        .execute();
      return rows.map((row) => readPeriod(row, this.#site.name));
    });
  }

  serversHeld(): Promise<readonly string[]> {
    return this.#read(async (db) => {
      const rows = await db
        .selectFrom('pins')
        .select('guild_id')
        .union(db.selectFrom('history').select('guild_id'))
        .union(db.selectFrom('drafts').select('guild_id'))
        .union(db.selectFrom('setting_changes').select('guild_id'))
        .union(db.selectFrom('shares').select('guild_id').where('guild_id', 'is not', null).$narrowType<InServer>())
        .union(db.selectFrom('inbox').select('guild_id').where('guild_id', 'is not', null).$narrowType<InServer>())
        .orderBy('guild_id')
        .execute();
      return rows.map(({ guild_id }) => guild_id);
    });
  }

  serverLeft(guildId: string, atMs: number): Promise<void> {
    return this.#write(async (tx) => {
      const insert = tx.insertInto('left_servers').values({ guild_id: guildId, left_at_ms: atMs });
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    });
  }

  serverJoined(guildId: string): Promise<void> {
    return this.#write(
      async (tx) => void (await tx.deleteFrom('left_servers').where('guild_id', '=', guildId).execute()),
    );
  }

  forgetServers(leftBeforeMs: number): Promise<readonly string[]> {
    return this.#write(async (tx) => {
      const left = tx.selectFrom('left_servers').select('guild_id').where('left_at_ms', '<', leftBeforeMs);
      const ids = (await left.orderBy('guild_id').execute()).map(({ guild_id }) => guild_id);
      for (const chunk of chunks(ids)) {
        for (const table of OF_A_SERVER) await tx.deleteFrom(table).where('guild_id', 'in', chunk).execute();
      }
      if (ids.length > 0) await deleteUnshownFacts(tx);
      return ids;
    }, 'serializable');
  }

  settings(guildId?: string): Promise<readonly PlacedSetting[]> {
    return this.#read((db) => {
      const settings = db
        .selectFrom('settings')
        .select(['guild_id as guildId', 'place_id as placeId', 'name', 'value'])
        .orderBy('guild_id')
        .orderBy('place_id')
        .orderBy('name');
      return (guildId === undefined ? settings : settings.where('guild_id', '=', guildId)).execute();
    });
  }

  changeSetting({ guildId, placeId, name, value, by, atMs }: SettingChange): Promise<void> {
    const where = { guild_id: guildId, place_id: placeId, name };
    return this.#write(async (tx) => {
      if (value === null) {
        const own = tx.deleteFrom('settings').where('guild_id', '=', guildId).where('place_id', '=', placeId);
        await own.where('name', '=', name).execute();
      } else {
        const insert = tx.insertInto('settings').values({ ...where, value });
        await insert
          .onConflict((conflict) => conflict.columns(['guild_id', 'place_id', 'name']).doUpdateSet({ value }))
          .execute();
      }
      await tx
        .insertInto('setting_changes')
        .values({ ...where, value, changed_by: by, at_ms: atMs })
        .execute();
      const newest = tx
        .selectFrom('setting_changes')
        .select('seq')
        .where('guild_id', '=', guildId)
        .orderBy('seq', 'desc');
      const oldestKept = await newest
        .offset(SETTING_CHANGES_MAX_ROWS - 1)
        .limit(1)
        .executeTakeFirst();
      if (oldestKept === undefined) return;
      const surplus = tx.deleteFrom('setting_changes').where('guild_id', '=', guildId);
      await surplus.where('seq', '<', oldestKept.seq).execute();
    });
  }

  settingChanges(guildId: string, limit: number): Promise<readonly SettingChange[]> {
    return this.#read((db) => {
      const columns = ['guild_id as guildId', 'place_id as placeId', 'name', 'value', 'changed_by as by'] as const;
      const changes = db.selectFrom('setting_changes').select([...columns, 'at_ms as atMs']);
      return changes.where('guild_id', '=', guildId).orderBy('seq', 'desc').limit(limit).execute();
    });
  }

  purge({ sharedMs, draftsMs, nowMs }: Parameters<Store['purge']>[0]): Promise<void> {
    return this.#write(async (tx) => {
      await tx.deleteFrom('drafts').where('created_at_ms', '<', draftsMs).execute();
      await tx.deleteFrom('shares').where('at_ms', '<', sharedMs).execute();
      await deleteUnshownFacts(tx);
      await this.#purgeReplies(tx, nowMs);
      await purgeHistory(tx);
    }, 'serializable');
  }

  verify(): Promise<void> {
    return this.#read(async () => this.#site.verify());
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#site.close();
  }

  async #read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    try {
      return await this.#site.read(() => work(this.#db));
    } catch (error) {
      throw this.#site.errorOf(error);
    }
  }

  /**
   * @param isolation - `repeatable read` suffices where two processes can only disturb each other by changing the same row;
   *          `serializable` is needed where a write depends on rows that were read and that another process may change
   */
  async #write<T>(work: Work<T>, isolation: IsolationLevel = 'repeatable read'): Promise<T> {
    try {
      return await this.#site.write(isolation, work);
    } catch (error) {
      throw this.#site.errorOf(error);
    }
  }

  #value<T extends ValueTableName>(table: T, row: Row): ValueIn<T> {
    return readRow(table, row, this.#site.name);
  }

  async #all<T extends ValueTableName>(table: T, query: Query): Promise<readonly ValueIn<T>[]> {
    return (await query.execute()).map((row) => this.#value(table, row));
  }

  async #first<T extends ValueTableName>(table: T, query: Query): Promise<ValueIn<T> | undefined> {
    const [row] = await query.execute();
    return row && this.#value(table, row);
  }

  async #purgeReplies(tx: Transaction<Tables>, nowMs: number): Promise<void> {
    const waiting = await this.#all('pins', tx.selectFrom('pins').select(ROW).where('replies', '>', 0));
    for (const pin of waiting) {
      const replies = pin.replies.filter(({ untilMs }) => untilMs > nowMs);
      if (replies.length === pin.replies.length) continue;
      const body = JSON.stringify({ ...pin, replies });
      await tx.updateTable('pins').set({ body }).where('id', '=', pin.id).execute();
    }
  }
}

/** The tables whose rows belong to a server. */
const OF_A_SERVER = [
  ...(['pins', 'drafts', 'history', 'shares', 'inbox', 'settings', 'setting_changes', 'left_servers'] as const),
];
interface InServer {
  readonly guild_id: string;
}

/** Deletes the states of facts that no shared answer shows any more. */
async function deleteUnshownFacts(tx: Transaction<Tables>): Promise<void> {
  await tx
    .deleteFrom('shown_facts')
    .where('seq', 'not in', (of) => of.selectFrom('share_facts').select('shown_seq'))
    .execute();
}

async function insertEvents(tx: Transaction<Tables>, events: readonly PinEvent[]): Promise<void> {
  for (const rows of chunks(events.map((event) => ({ body: JSON.stringify(event) }))))
    await tx.insertInto('history').values(rows).execute();
}

/** Records which facts a shared answer shows now, and in which state. */
async function linkFacts(tx: Transaction<Tables>, { id, situation, facts }: SharedAnswer): Promise<void> {
  const share = await tx.selectFrom('shares').select('seq').where('id', '=', id).executeTakeFirst();
  if (share === undefined) return;
  await tx.deleteFrom('share_facts').where('share_seq', '=', share.seq).execute();
  const bodies = [...new Set(facts.map((fact) => JSON.stringify(fact)))];
  if (bodies.length === 0) return;
  const shown = bodies.map((body) => ({ situation, body }));
  await tx
    .insertInto('shown_facts')
    .values(shown)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const found = tx.selectFrom('shown_facts').select([sql.lit(share.seq).as('share_seq'), 'seq as shown_seq']);
  await tx
    .insertInto('share_facts')
    .columns(['share_seq', 'shown_seq'])
    .expression(found.where('situation', '=', situation).where('body', 'in', bodies))
    .execute();
}

async function purgeHistory(tx: Transaction<Tables>): Promise<void> {
  const rows = sql<number>`count(*)`;
  const crowded = await tx
    .selectFrom('history')
    .select(['guild_id', rows.as('rows')])
    .groupBy('guild_id')
    .having(rows, '>', HISTORY_MAX_ROWS)
    .execute();
  for (const { guild_id, rows: count } of crowded) {
    const surplus = tx
      .selectFrom('history')
      .leftJoin('pins', 'pins.id', 'history.pin_id')
      .select('history.seq')
      .where('history.guild_id', '=', guild_id)
      .orderBy(sql`coalesce(pins.state, 'ended') <> 'ended'`)
      .orderBy('history.seq')
      .limit(Number(count) - HISTORY_MAX_ROWS);
    await tx.deleteFrom('history').where('seq', 'in', surplus).execute();
  }
  await tx
    .deleteFrom('pins')
    .where('state', '=', 'ended')
    .where((of) =>
      of.not(of.exists(of.selectFrom('history').select('history.seq').whereRef('history.pin_id', '=', 'pins.id'))),
    )
    .execute();
}

/** Ends the period of each fact that was changed or removed, and begins the new periods. */
async function recordFacts(
  tx: Transaction<Tables>,
  { situation, version, sinceMs, facts }: ServedFacts,
): Promise<void> {
  const newest = await tx
    .selectFrom('fact_versions')
    .select('version')
    .where('situation', '=', situation)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest?.version === version) return;
  await tx.insertInto('fact_versions').values({ situation, version, since_ms: sinceMs }).execute();
  const before = await tx
    .selectFrom('fact_periods')
    .select(['seq', 'fact_id', 'text', 'status'])
    .where('situation', '=', situation)
    .where('until_ms', 'is', null)
    .execute();
  const today = new Map<string, ServedFacts['facts'][number]>(facts.map((fact) => [fact.id, fact]));
  const ended: number[] = [];
  for (const { seq, fact_id, text, status } of before) {
    const now = today.get(fact_id);
    if (now?.text === text && now.status === status) today.delete(fact_id);
    else ended.push(seq);
  }
  for (const chunk of chunks(ended))
    await tx.updateTable('fact_periods').set({ until_ms: sinceMs }).where('seq', 'in', chunk).execute();
  const begun = [...today.values()].map(({ id, text, status }) => ({
    situation,
    fact_id: id,
    text,
    status,
    since_ms: sinceMs,
    until_ms: null,
  }));
  for (const chunk of chunks(begun)) await tx.insertInto('fact_periods').values(chunk).execute();
}
