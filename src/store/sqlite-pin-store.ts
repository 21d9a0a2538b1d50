import type { DatabaseSync } from 'node:sqlite';
import type { Pin, PinEvent, SharedAnswer } from '../pins/pin.ts';
import { HISTORY_MAX_ROWS, type PinStore } from '../pins/pin-store.ts';
import { awaitedSchema, draftSchema, eventSchema, pinSchema, sharedSchema, shownFactSchema } from './rows.ts';
import { storeError } from './store-error.ts';
import { readTable } from './table.ts';
import { transact } from './transact.ts';

/**
 * What pins need remembered, in SQLite.
 *
 * @param db - of the newest version, as `openDatabase` gives it; it is closed with the store
 * @param onClose - called once, after the file is closed
 */
export function createPinStore(db: DatabaseSync, path: string, onClose: () => void = () => {}): PinStore {
  const drafts = readTable(db, path, 'drafts', draftSchema);
  const pins = readTable(db, path, 'pins', pinSchema);
  const history = readTable(db, path, 'history', eventSchema);
  const shared = readTable(db, path, 'shared', sharedSchema);
  const awaited = readTable(db, path, 'awaited', awaitedSchema);
  const shownFacts = readTable(db, path, 'shown_facts', shownFactSchema);

  const draftById = drafts.select('WHERE id = ?');
  const pinById = pins.select('WHERE id = ?');
  const pinOfDraft = pins.select('WHERE draft_id = ?');
  const livingPins = pins.select(`WHERE state <> 'ended'
    AND (?1 IS NULL OR channel_id = ?1) AND (?2 IS NULL OR guild_id = ?2) ORDER BY seq`);
  const untold = pins.select('WHERE replies > 0 ORDER BY seq');
  const newestEvents = history.select('WHERE channel_id = ? ORDER BY seq DESC LIMIT ?');
  const sharedById = shared.select('WHERE message_id = ?');
  const awaitedShares = awaited.select('ORDER BY seq');
  const shownIn = shownFacts.rows('WHERE situation = ?');
  const sharedShowing = db.prepare(`SELECT message_id AS messageId FROM shared WHERE seq IN (
    SELECT shared_seq FROM shared_facts WHERE shown_seq IN (SELECT value FROM json_each(?))) ORDER BY seq`);

  const putDraft = db.prepare(
    'INSERT INTO drafts (body) VALUES (?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  );
  const insertPin = db.prepare('INSERT INTO pins (body) VALUES (?)');
  const deleteDraft = db.prepare('DELETE FROM drafts WHERE id = ?');
  const updatePin = db.prepare('UPDATE pins SET body = ? WHERE id = ?');
  const insertEvent = db.prepare('INSERT INTO history (body) VALUES (?)');
  const putShared = db.prepare(
    'INSERT INTO shared (body) VALUES (?) ON CONFLICT (message_id) DO UPDATE SET body = excluded.body',
  );
  const putAwaited = db.prepare(
    'INSERT INTO awaited (body) VALUES (?) ON CONFLICT (layout) DO UPDATE SET body = excluded.body',
  );
  const deleteAwaited = db.prepare('DELETE FROM awaited WHERE layout = ?');
  const updateShared = db.prepare('UPDATE shared SET body = ? WHERE message_id = ?');
  const deleteShared = db.prepare('DELETE FROM shared WHERE message_id = ?');
  const forgetSharedFacts = db.prepare(
    'DELETE FROM shared_facts WHERE shared_seq = (SELECT seq FROM shared WHERE message_id = ?)',
  );
  const insertShownFacts = db.prepare(`INSERT OR IGNORE INTO shown_facts (situation, body)
    SELECT situation, value FROM shared, json_each(shared.body, '$.facts') WHERE message_id = ?`);
  const insertSharedFacts = db.prepare(`INSERT OR IGNORE INTO shared_facts (shared_seq, shown_seq)
    SELECT shared.seq, shown_facts.seq FROM shared, json_each(shared.body, '$.facts') AS shown
    JOIN shown_facts ON shown_facts.situation = shared.situation AND shown_facts.body = shown.value
    WHERE message_id = ?`);

  const purgeDrafts = db.prepare('DELETE FROM drafts WHERE created_at_ms < ?');
  const purgeShared = db.prepare('DELETE FROM shared WHERE at_ms < ?');
  const purgeAwaited = db.prepare('DELETE FROM awaited WHERE at_ms < ?');
  const purgeShownFacts = db.prepare('DELETE FROM shown_facts WHERE seq NOT IN (SELECT shown_seq FROM shared_facts)');
  const purgeReplies = db.prepare(`UPDATE pins SET body = json_set(body, '$.replies', (
    SELECT json_group_array(json(value)) FROM json_each(pins.body, '$.replies') WHERE value ->> '$.untilMs' > ?))
    WHERE replies > 0`);
  const crowdedGuilds = db.prepare(
    'SELECT guild_id AS guildId, count(*) AS rows FROM history GROUP BY guild_id HAVING count(*) > ?',
  );
  const purgeHistory = db.prepare(`DELETE FROM history WHERE seq IN (
    SELECT history.seq FROM history LEFT JOIN pins ON pins.id = history.pin_id
    WHERE history.guild_id = ? ORDER BY coalesce(pins.state, 'ended') <> 'ended', history.seq LIMIT ?)`);
  const purgePins = db.prepare(
    `DELETE FROM pins WHERE state = 'ended' AND NOT EXISTS (SELECT 1 FROM history WHERE pin_id = pins.id)`,
  );

  const read = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw storeError(error, path);
    }
  };
  const write = <T>(work: () => T): T => read(() => transact(db, work));

  const addEvents = (events: readonly PinEvent[]) => {
    for (const event of events) insertEvent.run(JSON.stringify(event));
  };
  const refreshSharedFacts = ({ messageId }: SharedAnswer) => {
    forgetSharedFacts.run(messageId);
    insertShownFacts.run(messageId);
    insertSharedFacts.run(messageId);
  };

  return {
    saveDraft: (draft) => write(() => void putDraft.run(JSON.stringify(draft))),
    draft: (id) => read(() => draftById(id)[0]),
    removeDraft: (id) => write(() => void deleteDraft.run(id)),

    addPin: (pin, event) =>
      write((): Pin => {
        const first = pinOfDraft(pin.draftId)[0];
        if (first !== undefined) return first;
        insertPin.run(JSON.stringify(pin));
        addEvents([event]);
        return pin;
      }),
    savePin: (pin, ...events) =>
      write(() => {
        const { changes } = updatePin.run(JSON.stringify(pin), pin.id);
        if (changes === 0) throw new Error(`there is no pin ${pin.id} to replace`);
        addEvents(events);
      }),
    pin: (id) => read(() => pinById(id)[0]),
    livingPins: ({ channelId, guildId } = {}) => read(() => livingPins(channelId ?? null, guildId ?? null)),
    untold: () => read(() => untold()),

    history: (channelId, limit) => read(() => newestEvents(channelId, limit)),

    awaitShare: (share) => write(() => void putAwaited.run(JSON.stringify(share))),
    forgetAwaited: (layout) => write(() => void deleteAwaited.run(layout)),
    awaitedShares: () => read(() => awaitedShares()),
    addShared: (answer) =>
      write(() => {
        deleteAwaited.run(answer.layout);
        putShared.run(JSON.stringify(answer));
        refreshSharedFacts(answer);
      }),
    saveShared: (answer) =>
      write(() => {
        updateShared.run(JSON.stringify(answer), answer.messageId);
        refreshSharedFacts(answer);
      }),
    removeShared: (messageId) => write(() => void deleteShared.run(messageId)),
    shared: (messageId) => read(() => sharedById(messageId)[0]),
    sharedShowing: (situation, isSuch) =>
      read(() => {
        const such = shownIn(situation).flatMap(({ seq, value }) => (isSuch(value) ? [seq] : []));
        return such.length === 0
          ? []
          : sharedShowing.all(JSON.stringify(such)).map(({ messageId }) => String(messageId));
      }),

    purge: ({ sharedMs, draftsMs, nowMs }) =>
      write(() => {
        purgeDrafts.run(draftsMs);
        purgeShared.run(sharedMs);
        purgeAwaited.run(sharedMs);
        purgeShownFacts.run();
        purgeReplies.run(nowMs);
        for (const { guildId, rows } of crowdedGuilds.all(HISTORY_MAX_ROWS)) {
          purgeHistory.run(guildId ?? null, Number(rows) - HISTORY_MAX_ROWS);
        }
        purgePins.run();
      }),
    close() {
      if (!db.isOpen) return;
      db.close();
      onClose();
    },
  };
}
