import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FactStatus } from '../../src/model/knowledge.ts';
import type { PinnedFact } from '../../src/pins/pin.ts';
import type { PinState } from '../../src/pins/publication.ts';
import { HISTORY_MAX_ROWS, SETTING_CHANGES_MAX_ROWS, type ServedFacts, type Store } from '../../src/pins/store.ts';
import { openStore, openStoreBeside } from '../../src/store/open.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { memoryStore } from '../memory-store.ts';
import { temporaryFolder } from './folder.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { draft, event, fact, factId, item, pin, setting, shared, unconfirmed } from './values.ts';

const SITUATION = 'us-iran-strikes';

/** Shared answers that show one of these facts, in whatever state. */
const showing = (store: Store, ...facts: readonly string[]) =>
  store.sharesShowing(SITUATION, ({ fact: { id } }) => facts.includes(id));

const NOTHING_EXPIRED = { sharedMs: 0, draftsMs: 0, nowMs: 0 };

const served = (version: string, sinceMs: number, facts: Readonly<Record<string, string>>): ServedFacts => ({
  situation: SITUATION,
  version,
  sinceMs,
  facts: Object.entries(facts).map(([id, text]) => ({ id: factId(id), text, status: 'reported' })),
});

interface Opened extends AsyncDisposable {
  readonly store: Store;
}

function sqliteStore(): Opened {
  const folder = temporaryFolder();
  const store = openStore(join(folder.path, 'a.sqlite'));
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      folder[Symbol.dispose]();
    },
  };
}
const inMemory = (): Opened => ({ store: memoryStore(), [Symbol.asyncDispose]: async () => {} });

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server[Symbol.asyncDispose]());

async function postgresStore(): Promise<Opened> {
  const store = await openPostgresStore(await server.database());
  return { store, [Symbol.asyncDispose]: () => store.close() };
}

/** Every implementation of the port must pass this suite. */
describe.each<[string, () => Opened | Promise<Opened>]>([
  ['in memory', inMemory],
  ['in SQLite', sqliteStore],
  ['in PostgreSQL', postgresStore],
])('a store %s', (_where, open) => {
  test('is empty at first', async () => {
    await using opened = await open();
    const { store } = opened;
    expect(await store.draft('draft-a')).toBeUndefined();
    expect(await store.pin(pin('a').id)).toBeUndefined();
    expect(await store.livingPins()).toEqual([]);
    expect(await store.history('c1', 10)).toEqual([]);
    expect(await store.share('share-a')).toBeUndefined();
    expect(await showing(store)).toEqual([]);
    expect(await store.factVersions(SITUATION, 10)).toEqual([]);
    expect(await store.factsAt(SITUATION, 0)).toEqual([]);
    expect(await store.inbox.waiting({ situation: SITUATION })).toEqual([]);
    expect(await store.serversHeld()).toEqual([]);
    await store.verify();
  });

  test('a draft saved twice is there as it was saved last', async () => {
    await using opened = await open();
    await opened.store.saveDraft(draft('a'));
    const later = draft('a', { note: 'a line', chosen: [], about: 'entity:the-us' });
    await opened.store.saveDraft(later);
    expect(await opened.store.draft('draft-a')).toEqual(later);
  });

  test('a removed draft is gone, and removing it again does nothing', async () => {
    await using opened = await open();
    await opened.store.saveDraft(draft('a'));
    await opened.store.saveDraft(draft('b'));
    await opened.store.removeDraft('draft-a');
    await opened.store.removeDraft('draft-a');
    expect([await opened.store.draft('draft-a'), await opened.store.draft('draft-b')]).toEqual([undefined, draft('b')]);
  });

  test("a member's drafts are removed together", async () => {
    await using opened = await open();
    for (const [id, by] of [
      ['a', '1'],
      ['b', '2'],
      ['c', '1'],
    ] as const)
      await opened.store.saveDraft(draft(id, { by }));
    expect(await opened.store.removeDraftsOf('1')).toBe(2);
    expect(await Promise.all(['a', 'b', 'c'].map((id) => opened.store.draft(`draft-${id}`)))).toEqual([
      undefined,
      draft('b', { by: '2' }),
      undefined,
    ]);
  });

  test('a shared answer can get another id', async () => {
    await using opened = await open();
    const { store } = opened;
    for (const id of ['a', 'b']) await store.addShare(shared(id, ['first']));
    await store.addShare(unconfirmed('c'));
    const renamed = { ...shared('a', ['second']), id: 'share-z' };
    await store.saveShare(renamed, 'share-a');
    await store.saveShare(renamed, 'share-gone');
    expect(await store.share('share-a')).toBeUndefined();
    expect(await store.share('share-z')).toEqual(renamed);
    expect(await showing(store, 'second')).toEqual(['share-z']);
    expect(await store.postedShares()).toEqual(['share-z', 'share-b']);
  });

  test('a draft published twice gives one pin and one event', async () => {
    await using opened = await open();
    const first = pin('a');
    expect(await opened.store.addPin(first, event(first))).toEqual(first);
    const second = pin('b', { draftId: first.draftId });
    expect(await opened.store.addPin(second, event(second))).toEqual(first);
    expect(await opened.store.livingPins()).toEqual([first]);
    expect(await opened.store.history('c1', 10)).toEqual([event(first)]);
  });

  test('a pin is saved together with its events, which come back newest first', async () => {
    await using opened = await open();
    const before = pin('a');
    await opened.store.addPin(before, event(before));
    const after = pin('a', { state: 'pinned', messageId: '5', fingerprint: 'abc', sentAtMs: 7 });
    await opened.store.savePin(after, event(after, { what: 'posted' }), event(after, { what: 'pinned', by: null }));
    expect(await opened.store.pin(before.id)).toEqual(after);
    expect((await opened.store.history('c1', 2)).map(({ what }) => what)).toEqual(['pinned', 'posted']);
  });

  test('saving a pin that is not there fails and keeps no event', async () => {
    await using opened = await open();
    await expect(opened.store.savePin(pin('a'), event(pin('a')))).rejects.toThrow('no pin pin-a');
    expect(await opened.store.history('c1', 10)).toEqual([]);
  });

  test('living pins come oldest first, of one channel or server where asked', async () => {
    await using opened = await open();
    for (const [id, where] of [
      ['a', { guildId: 'g1', channelId: 'c1' }],
      ['b', { guildId: 'g1', channelId: 'c2' }],
      ['c', { guildId: 'g2', channelId: 'c3' }],
      ['d', { guildId: 'g1', channelId: 'c1', state: 'ended', end: 'deleted' }],
    ] as const) {
      await opened.store.addPin(pin(id, where), event(pin(id, where)));
    }
    const names = async (where?: { channelId?: string; guildId?: string }) =>
      (await opened.store.livingPins(where)).map(({ id }) => id);
    expect(await names()).toEqual(['pin-a', 'pin-b', 'pin-c']);
    expect(await names({ channelId: 'c1' })).toEqual(['pin-a']);
    expect(await names({ guildId: 'g1' })).toEqual(['pin-a', 'pin-b']);
    expect(await names({ guildId: 'g2', channelId: 'c1' })).toEqual([]);
  });

  test('concurrent calls do not mix: each draft gives one pin and every event is kept', async () => {
    await using opened = await open();
    const { store } = opened;
    const added = ['a', 'b', 'c', 'd'].map((id) => pin(id, { draftId: id < 'c' ? 'draft-1' : 'draft-2' }));
    const given = await Promise.all(added.map((each) => store.addPin(each, event(each))));
    const [first, second, third, fourth] = given.map(({ id }) => id);
    expect([second, fourth]).toEqual([first, third]);
    expect((await store.livingPins()).map(({ id }) => id).sort()).toEqual([first, third]);
    const one = given[0] ?? pin('a');
    await Promise.all([1, 2, 3].map((atMs) => store.savePin(one, event(one, { atMs }))));
    expect((await store.history('c1', 10)).map(({ pinId }) => pinId)).toHaveLength(5);
  });

  test('shared answers are found by any fact that they show now, in their own situation', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.addShare(shared('a', ['first', 'second', 'first']));
    await store.addShare(shared('b', ['second']));
    await store.addShare(shared('c', ['second'], { situation: 'river-flood' }));
    await store.addShare(unconfirmed('d', { facts: shared('d', ['second']).facts }));
    await store.saveShare(shared('b', ['third'], { version: 'later' }));
    expect(await showing(store, 'second')).toEqual(['share-a']);
    expect(await showing(store, 'third', 'first')).toEqual(['share-a', 'share-b']);
    expect(await showing(store)).toEqual([]);
    expect(await store.share('share-b')).toEqual(shared('b', ['third'], { version: 'later' }));
  });

  test('a fact that is struck or reworded counts as another state of it', async () => {
    await using opened = await open();
    const struck = { fact: fact('first'), struck: 'withdrawn' };
    const reworded = { fact: fact('first', 'Other words.'), struck: null };
    await opened.store.addShare(shared('a', ['first']));
    await opened.store.addShare(shared('b', [], { facts: [struck] }));
    await opened.store.addShare(shared('c', [], { facts: [struck, reworded] }));
    const such = (is: (shown: PinnedFact) => boolean) => opened.store.sharesShowing(SITUATION, is);
    expect(await such((shown) => shown.struck !== null)).toEqual(['share-b', 'share-c']);
    expect(await such(({ fact: { text } }) => text === 'Other words.')).toEqual(['share-c']);
    expect(await such((shown) => shown.struck === null)).toEqual(['share-a', 'share-c']);
  });

  test('answers with open questions are found until they were compared with the version of the facts', async () => {
    await using opened = await open();
    const { store } = opened;
    const question = { asked: 'when', subjects: [], doers: [], stems: ['abcd'] } as const;
    const asking = { at: 0, question, fact: factId('first'), missing: 'time', decided: 'related time first' } as const;
    await store.addShare(shared('a', ['first'], { questions: [asking], version: 'old' }));
    await store.addShare(shared('b', ['first'], { version: 'old' }));
    await store.addShare(shared('c', ['first'], { questions: [asking], version: 'old', situation: 'another' }));
    await store.addShare(unconfirmed('d', { questions: [asking], version: 'old' }));
    expect(await store.sharesAsking(SITUATION, 'new')).toEqual(['share-a']);
    expect(await store.sharesAsking(SITUATION, 'old')).toEqual([]);
    expect(await store.share('share-a')).toMatchObject({ questions: [asking] });
  });

  test('a removed answer does not come back when its correction is saved', async () => {
    await using opened = await open();
    await opened.store.addShare(shared('a', ['first']));
    await opened.store.removeShare('share-a');
    await opened.store.saveShare(shared('a', ['first']));
    expect(await showing(opened.store, 'first')).toEqual([]);
  });

  test('an answer is unconfirmed until it is saved as shared or removed', async () => {
    await using opened = await open();
    const { store } = opened;
    for (const id of ['a', 'b', 'c']) await store.addShare(unconfirmed(id));
    expect(await store.unconfirmedShares()).toEqual(['a', 'b', 'c'].map((id) => unconfirmed(id)));
    await store.saveShare(shared('a', ['first']));
    await store.removeShare('share-c');
    expect(await store.unconfirmedShares()).toEqual([unconfirmed('b')]);
    expect(await showing(store, 'first')).toEqual(['share-a']);
  });

  test('one press of Share gives one answer; answers that were public from the start are all kept', async () => {
    await using opened = await open();
    const { store } = opened;
    const first = unconfirmed('a');
    expect(await store.addShare(first)).toEqual(first);
    expect(await store.addShare(unconfirmed('b', { pressed: first.pressed }))).toEqual(first);
    for (const id of ['c', 'd']) await store.addShare(unconfirmed(id, { pressed: null }));
    expect((await store.unconfirmedShares()).map(({ id }) => id)).toEqual(['share-a', 'share-c', 'share-d']);
  });

  test('a fact holds since the version that first had its sentence and status', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.recordFacts(served('v1', 100, { dam: 'It holds.', road: 'It is open.' }));
    await store.recordFacts(served('v2', 200, { dam: 'It broke.', road: 'It is open.' }));
    await store.recordFacts(served('v2', 250, { dam: 'It broke.', road: 'It is open.' }));
    await store.recordFacts(served('v1', 300, { dam: 'It holds.', road: 'It is open.' }));
    expect(await store.factVersions(SITUATION, 2)).toEqual([
      { version: 'v1', sinceMs: 300 },
      { version: 'v2', sinceMs: 200 },
    ]);
    expect(await store.factHistory(SITUATION, factId('dam'))).toEqual([
      { id: 'dam', text: 'It holds.', status: 'reported', sinceMs: 100, untilMs: 200 },
      { id: 'dam', text: 'It broke.', status: 'reported', sinceMs: 200, untilMs: 300 },
      { id: 'dam', text: 'It holds.', status: 'reported', sinceMs: 300, untilMs: null },
    ]);
    expect(await store.factHistory(SITUATION, factId('road'))).toMatchObject([{ sinceMs: 100, untilMs: null }]);
  });

  test('the facts of any moment can be told, so that two moments can be compared', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.recordFacts(served('v1', 100, { dam: 'It holds.', road: 'It is open.' }));
    await store.recordFacts({ ...served('other', 150, { dam: 'Elsewhere.' }), situation: 'river-flood' });
    await store.recordFacts(served('v2', 200, { dam: 'It broke.', boats: 'They come.' }));
    const at = async (atMs: number) => (await store.factsAt(SITUATION, atMs)).map(({ id, text }) => `${id}: ${text}`);
    expect(await at(99)).toEqual([]);
    expect(await at(199)).toEqual(['dam: It holds.', 'road: It is open.']);
    expect(await at(200)).toEqual(['boats: They come.', 'dam: It broke.']);
  });

  test('ten thousand facts are recorded at once', async () => {
    await using opened = await open();
    const facts = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`f${n}`, `Text ${n}.`]));
    await opened.store.recordFacts(served('v1', 1, facts));
    await opened.store.recordFacts(served('v2', 2, { f1: 'Text 1.' }));
    expect(await opened.store.factsAt(SITUATION, 1)).toHaveLength(10_000);
    expect(await opened.store.factsAt(SITUATION, 2)).toHaveLength(1);
  });

  test('moderators who set different settings of a place at once both keep theirs, and the last value of one counts', async () => {
    await using opened = await open();
    const { store } = opened;
    const named = ['answers', 'answering', 'pinUpdates', 'situation'];
    await Promise.all(named.map((name) => store.changeSetting(setting({ name, value: `of ${name}` }))));
    await store.changeSetting(setting({ name: 'answers', value: 'later', by: '8' }));
    const found = await store.settings('g1');
    expect(found.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'answering: of answering',
      'answers: later',
      'pinUpdates: of pinUpdates',
      'situation: of situation',
    ]);
    const changes = await store.settingChanges('g1', 10);
    expect(changes).toHaveLength(5);
    expect(changes[0]).toEqual(setting({ name: 'answers', value: 'later', by: '8' }));
  });

  test('a setting belongs to its server and its place, and is gone when it is removed', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.changeSetting(setting({ placeId: 'c1' }));
    await store.changeSetting(setting({ guildId: 'g2', placeId: 'c1', value: 'public' }));
    await store.changeSetting(setting({ placeId: 'c1', value: null, by: null }));
    expect(await store.settings()).toEqual([{ guildId: 'g2', placeId: 'c1', name: 'answers', value: 'public' }]);
    expect(await store.settings('g1')).toEqual([]);
    expect(await store.settingChanges('g1', 1)).toEqual([setting({ placeId: 'c1', value: null, by: null })]);
  });

  test('of a server’s changes of settings the newest are kept', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.changeSetting(setting({ guildId: 'g2' }));
    for (let n = 0; n < SETTING_CHANGES_MAX_ROWS + 3; n += 1) await store.changeSetting(setting({ atMs: n }));
    const kept = await store.settingChanges('g1', 2 * SETTING_CHANGES_MAX_ROWS);
    expect([kept.length, kept[0]?.atMs, kept.at(-1)?.atMs]).toEqual([
      SETTING_CHANGES_MAX_ROWS,
      SETTING_CHANGES_MAX_ROWS + 2,
      3,
    ]);
    expect(await store.settingChanges('g2', 5)).toHaveLength(1);
  }, 60_000);

  test('a purge deletes what has expired and nothing else', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.saveDraft(draft('old', { createdAtMs: 99 }));
    await store.saveDraft(draft('new', { createdAtMs: 100 }));
    await store.addShare(shared('old', ['first'], { atMs: 199 }));
    await store.addShare(shared('new', ['second'], { atMs: 200 }));
    await store.addShare(unconfirmed('older', { atMs: 199 }));
    await store.addShare(unconfirmed('newer', { atMs: 200 }));
    const reply = (untilMs: number) => ({ token: `t${untilMs}`, untilMs, asked: 'unpin' as const });
    const late = pin('late', { replies: [reply(299), reply(300)] });
    const early = pin('early', { replies: [reply(300), reply(301)] });
    await store.addPin(late, event(late));
    await store.addPin(early, event(early));
    await store.recordFacts(served('v1', 1, { dam: 'It holds.' }));
    await store.purge({ draftsMs: 100, sharedMs: 200, nowMs: 300 });
    expect([await store.draft('draft-old'), (await store.draft('draft-new'))?.id]).toEqual([undefined, 'draft-new']);
    expect(await showing(store, 'first', 'second')).toEqual(['share-new']);
    expect(await store.unconfirmedShares()).toEqual([unconfirmed('newer', { atMs: 200 })]);
    expect(await store.livingPins()).toEqual([
      { ...late, replies: [] },
      { ...early, replies: [reply(301)] },
    ]);
    expect((await store.pinsWithReplies()).map(({ id }) => id)).toEqual([early.id]);
    expect(await store.history('c1', 10)).toHaveLength(2);
    expect(await store.factsAt(SITUATION, 1)).toHaveLength(1);
  });

  test('too much history goes oldest first, that of ended pins before others, and with its last row the ended pin', async () => {
    await using opened = await open();
    const { store } = opened;
    const living = pin('living');
    const ended = pin('ended', { state: 'ended', end: 'unpinned' });
    const elsewhere = pin('elsewhere', { guildId: 'g2', state: 'ended', end: 'unpinned' });
    await store.addPin(living, event(living, { detail: 'oldest' }));
    await store.addPin(ended, event(ended));
    await store.addPin(elsewhere, event(elsewhere));
    await store.savePin(living, ...Array.from({ length: HISTORY_MAX_ROWS - 2 }, () => event(living)));
    const kept = async () =>
      (await store.history('c1', 2 * HISTORY_MAX_ROWS)).filter(({ guildId }) => guildId === 'g1');

    await store.purge(NOTHING_EXPIRED);
    expect(await store.pin(ended.id)).toEqual(ended);

    await store.savePin(living, event(living));
    await store.purge(NOTHING_EXPIRED);
    expect(await store.pin(ended.id)).toBeUndefined();
    expect(await store.pin(elsewhere.id)).toEqual(elsewhere);
    expect((await kept()).at(-1)?.detail).toBe('oldest');

    await store.savePin(living, event(living));
    await store.purge(NOTHING_EXPIRED);
    expect(await kept()).toHaveLength(HISTORY_MAX_ROWS);
    expect((await kept()).at(-1)?.detail).toBe('');
  });

  test('moderators see the open items of their server, and a curator all that nobody has closed', async () => {
    await using opened = await open();
    const { inbox } = opened.store;
    const [ours, theirs, direct] = [item('a'), item('b', { guildId: 'g2' }), item('c', { guildId: null })];
    for (const each of [ours, theirs, direct, item('d', { situation: 'another' })]) await inbox.add(each);
    expect(await inbox.waiting({ situation: SITUATION, guildId: 'g1' })).toEqual([ours]);
    expect(await inbox.waiting({ situation: SITUATION })).toEqual([ours, theirs, direct]);

    expect(await inbox.settle(['a', 'b'], { as: 'named', fact: factId('first') })).toEqual([ours, theirs]);
    expect(await inbox.settle(['a'], { as: 'named', fact: factId('second') })).toEqual([]);
    expect(await inbox.waiting({ situation: SITUATION, guildId: 'g1' })).toEqual([]);
    const named = { ...ours, state: 'named', fact: 'first' };
    expect(await inbox.waiting({ situation: SITUATION })).toEqual([
      named,
      { ...theirs, ...named, id: 'b', guildId: 'g2', text: theirs.text },
      direct,
    ]);

    expect(await inbox.settle(['a', 'c'], { as: 'open', fact: null })).toEqual([named]);
    expect(await inbox.waiting({ situation: SITUATION, guildId: 'g1' })).toEqual([ours]);
  });

  test('a closed item is kept only until its sender was told, and a dropped one not at all', async () => {
    await using opened = await open();
    const { inbox } = opened.store;
    const told = item('told', { asker: '1' });
    for (const each of [told, item('nobody'), item('dropped', { asker: '2' }), item('named', { asker: '3' })])
      await inbox.add(each);
    expect(await inbox.settle(['told', 'nobody', 'gone'], { as: 'closed', fact: factId('first') })).toHaveLength(2);
    expect(await inbox.settle(['dropped'], { as: 'dropped' })).toHaveLength(1);
    await inbox.settle(['named'], { as: 'named', fact: factId('second') });
    const awaited = async () => (await inbox.awaited(SITUATION)).map(({ id, state, fact: by }) => [id, state, by]);
    expect(await awaited()).toEqual([
      ['told', 'closed', 'first'],
      ['named', 'named', 'second'],
    ]);
    await inbox.told('told');
    await inbox.told('named');
    await inbox.told('gone');
    expect(await awaited()).toEqual([]);
    expect(await inbox.waiting({ situation: SITUATION })).toMatchObject([{ id: 'named', asker: null }]);
  });

  test("a sender's id goes when they ask for it and before the item, which goes by its age", async () => {
    await using opened = await open();
    const { inbox } = opened.store;
    for (const [id, asker, atMs] of [
      ['a', '1', 1],
      ['b', '1', 3],
      ['c', '2', 2],
      ['d', '2', 4],
    ] as const) {
      await inbox.add(item(id, { asker, atMs }));
    }
    await inbox.settle(['b'], { as: 'closed', fact: null });
    const kept = async () => (await inbox.waiting({ situation: SITUATION })).map(({ id, asker }) => [id, asker]);
    expect(await inbox.forgetAsker('1')).toBe(2);
    expect(await kept()).toEqual([
      ['a', null],
      ['c', '2'],
      ['d', '2'],
    ]);
    expect(await inbox.purge({ itemsMs: 2, askersMs: 4 })).toBe(1);
    expect(await kept()).toEqual([
      ['c', null],
      ['d', '2'],
    ]);
  });

  test('what is held of a server is deleted some time after Sitrep left it, unless it came back', async () => {
    await using opened = await open();
    const { store } = opened;
    for (const guildId of ['g1', 'g2', 'g3']) {
      const own = pin(guildId, { guildId });
      await store.addPin(own, event(own));
      await store.saveDraft(draft(guildId, { guildId }));
      await store.addShare(shared(guildId, ['first'], { guildId }));
      await store.inbox.add(item(guildId, { guildId }));
      await store.changeSetting(setting({ guildId, placeId: guildId }));
    }
    await store.addShare(shared('direct', ['first']));
    await store.inbox.add(item('direct', { guildId: null }));
    expect(await store.serversHeld()).toEqual(['g1', 'g2', 'g3']);

    await store.serverLeft('g1', 5);
    await store.serverLeft('g1', 9);
    await store.serverLeft('g2', 5);
    await store.serverJoined('g2');
    await store.serverLeft('g3', 6);
    expect(await store.forgetServers(5)).toEqual([]);
    expect(await store.forgetServers(6)).toEqual(['g1']);
    expect(await store.serversHeld()).toEqual(['g2', 'g3']);
    expect([await store.pin(pin('g1').id), await store.draft('draft-g1'), await store.share('share-g1')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect((await store.history('c1', 9)).map(({ guildId }) => guildId)).toEqual(['g3', 'g2']);
    expect((await store.inbox.waiting({ situation: SITUATION })).map(({ id }) => id)).toEqual(['g2', 'g3', 'direct']);
    expect(await showing(store, 'first')).toEqual(['share-g2', 'share-g3', 'share-direct']);
    expect((await store.settings()).map(({ guildId }) => guildId)).toEqual(['g2', 'g3']);
    expect(await store.settingChanges('g1', 9)).toEqual([]);
    await store.serverJoined('g1');
    expect(await store.forgetServers(6)).toEqual([]);
  });
});

test('another process reads and writes the inbox of a store that is in use', async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'a.sqlite');
  const store = openStore(path);
  await store.inbox.add(item('a'));
  const beside = openStoreBeside(path);
  await beside.inbox.settle(['a'], { as: 'dropped' });
  await store.inbox.add(item('b'));
  await beside.inbox.add(item('c'));
  await store.inbox.add(item('d'));
  expect((await beside.inbox.waiting({ situation: SITUATION })).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  await beside.close();
  expect((await store.inbox.waiting({ situation: SITUATION })).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  await store.close();
  expect(() => openStoreBeside(join(folder.path, 'none.sqlite'))).toThrow(expect.objectContaining({ code: 'USAGE' }));
});

test("a sender's id that was deleted is not left in the file", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'a.sqlite');
  const asker = '4815162342481516234';
  const files = () => readdirSync(folder.path).map((name) => readFileSync(join(folder.path, name), 'latin1'));
  const store = openStore(path);
  await store.inbox.add(item('a', { asker }));
  await store.close();
  expect(files().join()).toContain(asker);
  const again = openStore(path);
  await again.inbox.forgetAsker(asker);
  await again.close();
  expect(files().join()).not.toContain(asker);
});

describe('random operations', () => {
  const changedSetting = fc.record({
    guildId: fc.constantFrom('g1', 'g2'),
    placeId: fc.constantFrom('c1', 'c2'),
    name: fc.constantFrom('answers', 'situation'),
    value: fc.constantFrom('private', 'public', null),
  });
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const facts = fc.subarray(['first', 'second', 'third']);
  const state = fc.constantFrom<PinState>('posting', 'pinned', 'away', 'ended');
  const atMs = fc.integer({ min: 0, max: 5 });
  const place = fc.record({ guildId: fc.constantFrom('g1', 'g2'), channelId: fc.constantFrom('c1', 'c2') });
  const status = fc.constantFrom<FactStatus>('reported', 'retracted');

  type Operation = (store: Store) => Promise<unknown>;
  const operation: fc.Arbitrary<Operation> = fc.oneof(
    fc.tuple(name, atMs).map(
      ([id, createdAtMs]): Operation =>
        (store) =>
          store.saveDraft(draft(id, { createdAtMs })),
    ),
    fc.tuple(name, name, place).map(
      ([id, of, where]): Operation =>
        async (store) => {
          const added = pin(id, { ...where, draftId: `draft-${of}` });
          // Ids are random, so the same id never comes twice.
          return (await store.pin(added.id)) ?? store.addPin(added, event(added));
        },
    ),
    fc.tuple(name, state, atMs, fc.nat(2), fc.string({ unit: 'binary' })).map(
      ([id, next, untilMs, events, detail]): Operation =>
        async (store) => {
          const before = (await store.pin(pin(id).id)) ?? pin(id);
          const after = { ...before, state: next, replies: [{ token: detail, untilMs, asked: 'publish' as const }] };
          await store.savePin(after, ...Array.from({ length: events }, () => event(after, { detail })));
        },
    ),
    fc.tuple(name, name, facts, atMs).map(
      ([id, press, shown, at]): Operation =>
        async (store) =>
          (await store.share(`share-${id}`)) ?? store.addShare(shared(id, shown, { atMs: at, pressed: press })),
    ),
    fc.tuple(name, atMs).map(
      ([id, at]): Operation =>
        async (store) =>
          (await store.share(`share-${id}`)) ?? store.addShare(unconfirmed(id, { atMs: at, pressed: null })),
    ),
    fc.tuple(name, facts).map(
      ([id, shown]): Operation =>
        async (store) => {
          const before = await store.share(`share-${id}`);
          await store.saveShare(shared(id, shown, { pressed: before?.pressed ?? null }));
        },
    ),
    name.map(
      (id): Operation =>
        (store) =>
          store.removeShare(`share-${id}`),
    ),
    fc.tuple(name, atMs, fc.uniqueArray(fc.tuple(name, facts, status), { selector: ([id]) => id })).map(
      ([version, sinceMs, all]): Operation =>
        (store) =>
          store.recordFacts({
            situation: SITUATION,
            version,
            sinceMs,
            facts: all.map(([id, texts, is]) => ({ id: factId(id), text: texts.join(), status: is })),
          }),
    ),
    fc.tuple(name, atMs, fc.constantFrom(null, '1', '2'), fc.constantFrom(null, 'g1', 'g2')).map(
      ([id, at, asker, guildId]): Operation =>
        async (store) => {
          // Ids are random, so the same id never comes twice.
          const there = await store.inbox.waiting({ situation: SITUATION });
          const awaited = await store.inbox.awaited(SITUATION);
          if ([...there, ...awaited].every((each) => each.id !== id))
            await store.inbox.add(item(id, { atMs: at, asker, guildId }));
        },
    ),
    fc.tuple(fc.uniqueArray(name), fc.constantFrom('named', 'closed', 'dropped', 'open')).map(
      ([ids, as]): Operation =>
        (store) =>
          store.inbox.settle(
            ids,
            as === 'dropped' ? { as } : as === 'open' ? { as, fact: null } : { as, fact: factId('first') },
          ),
    ),
    fc.tuple(fc.constantFrom('told', 'forgetAsker'), fc.constantFrom('a', 'b', '1', '2')).map(
      ([how, whom]): Operation =>
        (store) =>
          how === 'told' ? store.inbox.told(whom) : store.inbox.forgetAsker(whom),
    ),
    fc.record({ itemsMs: atMs, askersMs: atMs }).map(
      (before): Operation =>
        (store) =>
          store.inbox.purge(before),
    ),
    fc.tuple(fc.constantFrom('g1', 'g2'), atMs, fc.constantFrom('left', 'joined', 'forget')).map(
      ([guildId, at, what]): Operation =>
        (store) => {
          if (what === 'forget') return store.forgetServers(at);
          return what === 'left' ? store.serverLeft(guildId, at) : store.serverJoined(guildId);
        },
    ),
    fc.record({ sharedMs: atMs, draftsMs: atMs, nowMs: atMs }).map(
      (before): Operation =>
        (store) =>
          store.purge(before),
    ),
    changedSetting.map(
      (change): Operation =>
        (store) =>
          store.changeSetting(setting(change)),
    ),
  );

  const outcome = (store: Store, run: Operation): Promise<unknown> => run(store).catch(String);
  const all = ['a', 'b', 'c', 'd'];
  const everything = async (store: Store) => ({
    drafts: await Promise.all(all.map((id) => store.draft(`draft-${id}`))),
    pins: await Promise.all(all.map((id) => store.pin(pin(id).id))),
    living: await store.livingPins(),
    waiting: await store.pinsWithReplies(),
    there: await store.livingPins({ guildId: 'g1', channelId: 'c2' }),
    history: await Promise.all(['c1', 'c2'].map((channelId) => store.history(channelId, 7))),
    shares: await Promise.all(all.map((id) => store.share(`share-${id}`))),
    showing: await Promise.all(['first', 'second', 'third'].map((id) => showing(store, id))),
    unconfirmed: await store.unconfirmedShares(),
    versions: await store.factVersions(SITUATION, 5),
    periods: await Promise.all(all.map((id) => store.factHistory(SITUATION, factId(id)))),
    facts: await store.factsAt(SITUATION, 3),
    inbox: await store.inbox.waiting({ situation: SITUATION }),
    counts: await Promise.all([null, 'g1'].map((guildId) => store.inbox.count({ situation: SITUATION, guildId }))),
    inboxHere: await store.inbox.waiting({ situation: SITUATION, guildId: 'g1' }),
    awaited: await store.inbox.awaited(SITUATION),
    servers: await store.serversHeld(),
    settings: await store.settings(),
    ofServer: [await store.settings('g1'), await store.settingChanges('g1', 3)],
  });

  test.each([
    ['SQLite', sqliteStore, 60],
    ['PostgreSQL', postgresStore, 15],
  ] as const)('give the same in %s as in memory', async (_where, open, numRuns) => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
        await using opened = await open();
        const plain = memoryStore();
        for (const run of operations) {
          expect(await outcome(opened.store, run)).toEqual(await outcome(plain, run));
          expect(await everything(opened.store)).toEqual(await everything(plain));
        }
      }),
      { numRuns },
    );
  });
});
