import { type Kysely, sql, type Transaction } from 'kysely';
import type { Inbox, InboxItem, Verdict } from '../model/inbox.ts';
import { chunks, type Query, ROW, readRow } from './rows.ts';
import type { Tables } from './tables.ts';

/** How the inbox reads from and writes to the store that it is part of. */
interface Access {
  /** Names the store in error messages. */
  readonly name: string;
  read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  write<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>;
}

/** What members sent to the curators, as a part of the store. */
export class SqlInbox implements Inbox {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  add(item: InboxItem): Promise<void> {
    return this.#access.write(
      async (tx) =>
        void (await tx
          .insertInto('inbox')
          .values({ body: JSON.stringify(item) })
          .execute()),
    );
  }

  waiting({ situation, guildId }: Parameters<Inbox['waiting']>[0]): Promise<readonly InboxItem[]> {
    return this.#access.read((db) => {
      const items = db.selectFrom('inbox').select(ROW).where('situation', '=', situation).orderBy('seq');
      return this.#items(
        guildId === undefined
          ? items.where('state', '<>', 'closed')
          : items.where('state', '=', 'open').where('guild_id', '=', guildId),
      );
    });
  }

  count({ situation, guildId }: Parameters<Inbox['count']>[0]): Promise<number> {
    return this.#access.read(async (db) => {
      const counted = await db
        .selectFrom('inbox')
        .select(sql<number>`count(*)`.as('items'))
        .where('situation', '=', situation)
        .where('state', '<>', 'closed')
        .where('guild_id', guildId === null ? 'is' : '=', guildId)
        .executeTakeFirstOrThrow();
      return Number(counted.items);
    });
  }

  settle(ids: readonly string[], verdict: Verdict): Promise<readonly InboxItem[]> {
    return this.#access.write(async (tx) => {
      const settled: InboxItem[] = [];
      for (const chunk of chunks(ids)) {
        const rows = tx.selectFrom('inbox').select(ROW).where('id', 'in', chunk).orderBy('seq');
        const from = FROM[verdict.as];
        const before = await this.#items(
          from === undefined ? rows.where('state', '<>', 'closed') : rows.where('state', '=', from),
        );
        settled.push(...before);
        const kept = before.filter(({ asker }) => from !== undefined || (verdict.as === 'closed' && asker !== null));
        const gone = before.filter((item) => !kept.includes(item));
        if (verdict.as !== 'dropped') {
          for (const item of kept) await replaceItem(tx, { ...item, state: verdict.as, fact: verdict.fact });
        }
        await deleteItems(tx, gone);
      }
      return settled;
    });
  }

  awaited(situation: string): Promise<readonly InboxItem[]> {
    return this.#access.read((db) => {
      const items = db.selectFrom('inbox').select(ROW).where('situation', '=', situation);
      return this.#items(items.where('asker', 'is not', null).orderBy('seq'));
    });
  }

  told(id: string): Promise<void> {
    return this.#access.write(async (tx) => {
      await forgetAskers(tx, await this.#items(tx.selectFrom('inbox').select(ROW).where('id', '=', id)));
    });
  }

  forgetAsker(userId: string): Promise<number> {
    return this.#access.write(async (tx) => {
      const items = await this.#items(tx.selectFrom('inbox').select(ROW).where('asker', '=', userId));
      await forgetAskers(tx, items);
      return items.length;
    });
  }

  purge({ itemsMs, askersMs }: Parameters<Inbox['purge']>[0]): Promise<number> {
    return this.#access.write(async (tx) => {
      const { numDeletedRows } = await tx.deleteFrom('inbox').where('at_ms', '<', itemsMs).executeTakeFirst();
      const awaited = tx.selectFrom('inbox').select(ROW).where('asker', 'is not', null);
      await forgetAskers(tx, await this.#items(awaited.where('at_ms', '<', askersMs)));
      return Number(numDeletedRows);
    });
  }

  async #items(query: Query): Promise<readonly InboxItem[]> {
    return (await query.execute()).map((row) => readRow('inbox', row, this.#access.name));
  }
}

/** The one state that a verdict applies to; `undefined` where it is every state but `closed`. */
const FROM: Partial<Record<Verdict['as'], InboxItem['state']>> = { named: 'open', open: 'named' };

async function replaceItem(tx: Transaction<Tables>, item: InboxItem): Promise<void> {
  await tx
    .updateTable('inbox')
    .set({ body: JSON.stringify(item) })
    .where('id', '=', item.id)
    .execute();
}

async function deleteItems(tx: Transaction<Tables>, items: readonly InboxItem[]): Promise<void> {
  for (const chunk of chunks(items.map(({ id }) => id)))
    await tx.deleteFrom('inbox').where('id', 'in', chunk).execute();
}

/** A closed item waits for nothing but telling its sender. */
async function forgetAskers(tx: Transaction<Tables>, items: readonly InboxItem[]): Promise<void> {
  await deleteItems(
    tx,
    items.filter(({ state }) => state === 'closed'),
  );
  for (const item of items) if (item.state !== 'closed') await replaceItem(tx, { ...item, asker: null });
}
