import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PinnedFact, PinState } from '../../src/pins/pin.ts';
import { HISTORY_MAX_ROWS, type PinStore } from '../../src/pins/pin-store.ts';
import { openStore } from '../../src/store/open.ts';
import { memoryStore } from '../memory-store.ts';
import { temporaryFolder } from './folder.ts';
import { awaited, draft, event, fact, pin, shared } from './values.ts';

/** Shared answers that show one of these facts, in whatever state. */
const showing = (store: PinStore, ...facts: readonly string[]) =>
  store.sharedShowing('us-iran-strikes', ({ fact: { id } }) => facts.includes(id));

const NOTHING_DUE = { sharedMs: 0, draftsMs: 0, nowMs: 0 };

function sqliteStore(): { readonly store: PinStore } & Disposable {
  const folder = temporaryFolder();
  const store = openStore(join(folder.path, 'a.sqlite'));
  return {
    store,
    [Symbol.dispose]() {
      store.close();
      folder[Symbol.dispose]();
    },
  };
}
const inMemory = () => ({ store: memoryStore(), [Symbol.dispose]: () => {} });

describe.each([
  ['in memory', inMemory],
  ['in SQLite', sqliteStore],
])('a store %s', (_where, open) => {
  test('GIVEN nothing THEN it holds nothing', () => {
    using opened = open();
    const { store } = opened;
    expect(store.draft('draft-a')).toBeUndefined();
    expect(store.pin(pin('a').id)).toBeUndefined();
    expect(store.livingPins()).toEqual([]);
    expect(store.history('c1', 10)).toEqual([]);
    expect(store.shared('message-a')).toBeUndefined();
    expect(showing(store)).toEqual([]);
  });

  test('GIVEN a draft saved twice THEN the later one is there, whole', () => {
    using opened = open();
    opened.store.saveDraft(draft('a'));
    const later = draft('a', { note: 'a line', chosen: [], about: 'entity:the-us' });
    opened.store.saveDraft(later);
    expect(opened.store.draft('draft-a')).toEqual(later);
  });

  test('GIVEN a draft published twice THEN it gives one pin and one event', () => {
    using opened = open();
    const first = pin('a');
    expect(opened.store.addPin(first, event(first))).toEqual(first);
    const second = pin('b', { draftId: first.draftId });
    expect(opened.store.addPin(second, event(second))).toEqual(first);
    expect(opened.store.livingPins()).toEqual([first]);
    expect(opened.store.history('c1', 10)).toEqual([event(first)]);
  });

  test('GIVEN a pin saved with events THEN both are there, the newest event first', () => {
    using opened = open();
    const before = pin('a');
    opened.store.addPin(before, event(before));
    const after = pin('a', { state: 'pinned', messageId: '5', shown: 'abc', sentAtMs: 7 });
    opened.store.savePin(after, event(after, { what: 'posted' }), event(after, { what: 'pinned', by: null }));
    expect(opened.store.pin(before.id)).toEqual(after);
    expect(opened.store.history('c1', 2).map(({ what }) => what)).toEqual(['pinned', 'posted']);
  });

  test('GIVEN a pin that is not there WHEN it is saved THEN that is an error, and its event is not kept', () => {
    using opened = open();
    expect(() => opened.store.savePin(pin('a'), event(pin('a')))).toThrow('no pin pin-a');
    expect(opened.store.history('c1', 10)).toEqual([]);
  });

  test('living pins come in the order in which they were added, of one channel or server where asked', () => {
    using opened = open();
    for (const [id, where] of [
      ['a', { guildId: 'g1', channelId: 'c1' }],
      ['b', { guildId: 'g1', channelId: 'c2' }],
      ['c', { guildId: 'g2', channelId: 'c3' }],
      ['d', { guildId: 'g1', channelId: 'c1', state: 'ended', end: 'deleted' }],
    ] as const) {
      opened.store.addPin(pin(id, where), event(pin(id, where)));
    }
    const names = (where?: { channelId?: string; guildId?: string }) =>
      opened.store.livingPins(where).map(({ id }) => id);
    expect(names()).toEqual(['pin-a', 'pin-b', 'pin-c']);
    expect(names({ channelId: 'c1' })).toEqual(['pin-a']);
    expect(names({ guildId: 'g1' })).toEqual(['pin-a', 'pin-b']);
    expect(names({ guildId: 'g2', channelId: 'c1' })).toEqual([]);
  });

  test('GIVEN a draft that is removed THEN it is not there, and removing it once more is nothing', () => {
    using opened = open();
    opened.store.saveDraft(draft('a'));
    opened.store.saveDraft(draft('b'));
    opened.store.removeDraft('draft-a');
    opened.store.removeDraft('draft-a');
    expect([opened.store.draft('draft-a'), opened.store.draft('draft-b')]).toEqual([undefined, draft('b')]);
  });

  test('shared answers are found by any fact that they show now, in their own situation', () => {
    using opened = open();
    opened.store.addShared(shared('a', ['first', 'second', 'first']));
    opened.store.addShared(shared('b', ['second']));
    opened.store.addShared(shared('c', ['second'], { situation: 'river-flood' }));
    opened.store.saveShared(shared('b', ['third'], { version: 'later' }));
    expect(showing(opened.store, 'second')).toEqual(['message-a']);
    expect(showing(opened.store, 'third', 'first')).toEqual(['message-a', 'message-b']);
    expect(showing(opened.store)).toEqual([]);
    expect(opened.store.shared('message-b')).toEqual(shared('b', ['third'], { version: 'later' }));
  });

  test('shared answers are found by the state in which they show a fact: the same fact, struck or of other words, is another', () => {
    using opened = open();
    const struck = { fact: fact('first'), struck: 'withdrawn' };
    const reworded = { fact: fact('first', 'Other words.'), struck: null };
    opened.store.addShared(shared('a', ['first']));
    opened.store.addShared(shared('b', [], { facts: [struck] }));
    opened.store.addShared(shared('c', [], { facts: [struck, reworded] }));
    const such = (is: (shown: PinnedFact) => boolean) => opened.store.sharedShowing('us-iran-strikes', is);
    expect(such((shown) => shown.struck !== null)).toEqual(['message-b', 'message-c']);
    expect(such(({ fact: { text } }) => text === 'Other words.')).toEqual(['message-c']);
    expect(such((shown) => shown.struck === null)).toEqual(['message-a', 'message-c']);
  });

  test('GIVEN a shared answer that was deleted WHEN its correction is saved THEN it does not come back', () => {
    using opened = open();
    opened.store.addShared(shared('a', ['first']));
    opened.store.removeShared('message-a');
    opened.store.saveShared(shared('a', ['first']));
    expect(showing(opened.store, 'first')).toEqual([]);
  });

  test('GIVEN answers that are about to be posted THEN each is awaited until it is added or forgotten', () => {
    using opened = open();
    const { store } = opened;
    for (const id of ['a', 'b', 'c', 'a']) store.awaitShare(awaited(id));
    expect(store.awaitedShares()).toEqual(['a', 'b', 'c'].map((id) => awaited(id)));
    store.addShared(shared('a', ['first'], { layout: 'layout-a' }));
    store.forgetAwaited('layout-c');
    expect(store.awaitedShares()).toEqual([awaited('b')]);
    expect(showing(store, 'first')).toEqual(['message-a']);
  });

  test('WHEN it is purged THEN what has had its time is forgotten, and nothing else', () => {
    using opened = open();
    const { store } = opened;
    store.saveDraft(draft('old', { createdAtMs: 99 }));
    store.saveDraft(draft('new', { createdAtMs: 100 }));
    store.addShared(shared('old', ['first'], { atMs: 199 }));
    store.addShared(shared('new', ['second'], { atMs: 200 }));
    store.awaitShare(awaited('old', { atMs: 199 }));
    store.awaitShare(awaited('new', { atMs: 200 }));
    const reply = (untilMs: number) => ({ token: `t${untilMs}`, untilMs, asked: 'unpin' as const });
    const late = pin('late', { replies: [reply(299), reply(300)] });
    const early = pin('early', { replies: [reply(300), reply(301)] });
    store.addPin(late, event(late));
    store.addPin(early, event(early));
    store.purge({ draftsMs: 100, sharedMs: 200, nowMs: 300 });
    expect([store.draft('draft-old'), store.draft('draft-new')?.id]).toEqual([undefined, 'draft-new']);
    expect(showing(store, 'first', 'second')).toEqual(['message-new']);
    expect(store.awaitedShares()).toEqual([awaited('new', { atMs: 200 })]);
    expect(store.livingPins()).toEqual([
      { ...late, replies: [] },
      { ...early, replies: [reply(301)] },
    ]);
    expect(store.untold().map(({ id }) => id)).toEqual([early.id]);
    expect(store.history('c1', 10)).toHaveLength(2);
  });

  test('GIVEN more history than is kept THEN the oldest of ended pins goes first, and with the last of it the pin', () => {
    using opened = open();
    const { store } = opened;
    const living = pin('living');
    const ended = pin('ended', { state: 'ended', end: 'unpinned' });
    const elsewhere = pin('elsewhere', { guildId: 'g2', state: 'ended', end: 'unpinned' });
    store.addPin(living, event(living, { detail: 'oldest' }));
    store.addPin(ended, event(ended));
    store.addPin(elsewhere, event(elsewhere));
    store.savePin(living, ...Array.from({ length: HISTORY_MAX_ROWS - 2 }, () => event(living)));

    store.purge(NOTHING_DUE);
    expect(store.pin(ended.id)).toEqual(ended);

    store.savePin(living, event(living));
    store.purge(NOTHING_DUE);
    expect(store.pin(ended.id)).toBeUndefined();
    expect(store.pin(elsewhere.id)).toEqual(elsewhere);
    expect(
      store
        .history('c1', 2 * HISTORY_MAX_ROWS)
        .filter(({ guildId }) => guildId === 'g1')
        .at(-1)?.detail,
    ).toBe('oldest');

    store.savePin(living, event(living));
    store.purge(NOTHING_DUE);
    const kept = store.history('c1', 2 * HISTORY_MAX_ROWS).filter(({ guildId }) => guildId === 'g1');
    expect(kept).toHaveLength(HISTORY_MAX_ROWS);
    expect(kept.at(-1)?.detail).toBe('');
  });
});

describe('random operations', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const facts = fc.subarray(['first', 'second', 'third']);
  const state = fc.constantFrom<PinState>('posting', 'pinned', 'away', 'ended');
  const atMs = fc.integer({ min: 0, max: 5 });
  const place = fc.record({ guildId: fc.constantFrom('g1', 'g2'), channelId: fc.constantFrom('c1', 'c2') });

  type Operation = (store: PinStore) => unknown;
  const operation: fc.Arbitrary<Operation> = fc.oneof(
    fc.tuple(name, atMs).map(
      ([id, createdAtMs]): Operation =>
        (store) =>
          store.saveDraft(draft(id, { createdAtMs })),
    ),
    fc.tuple(name, name, place).map(
      ([id, of, where]): Operation =>
        (store) => {
          const added = pin(id, { ...where, draftId: `draft-${of}` });
          // Ids are random and so never met twice.
          return store.pin(added.id) ?? store.addPin(added, event(added));
        },
    ),
    fc.tuple(name, state, atMs, fc.nat(2), fc.string({ unit: 'binary' })).map(
      ([id, next, untilMs, events, detail]): Operation =>
        (store) => {
          const before = store.pin(pin(id).id) ?? pin(id);
          const after = { ...before, state: next, replies: [{ token: detail, untilMs, asked: 'publish' as const }] };
          store.savePin(after, ...Array.from({ length: events }, () => event(after, { detail })));
        },
    ),
    fc.tuple(name, facts, atMs).map(
      ([id, shown, at]): Operation =>
        (store) =>
          store.addShared(shared(id, shown, { atMs: at, layout: `layout-${id}` })),
    ),
    fc.tuple(name, atMs).map(
      ([id, at]): Operation =>
        (store) =>
          store.awaitShare(awaited(id, { atMs: at })),
    ),
    name.map(
      (id): Operation =>
        (store) =>
          store.forgetAwaited(`layout-${id}`),
    ),
    fc.tuple(name, facts).map(
      ([id, shown]): Operation =>
        (store) =>
          store.saveShared(shared(id, shown)),
    ),
    name.map(
      (id): Operation =>
        (store) =>
          store.removeShared(`message-${id}`),
    ),
    fc.record({ sharedMs: atMs, draftsMs: atMs, nowMs: atMs }).map(
      (before): Operation =>
        (store) =>
          store.purge(before),
    ),
  );

  const outcome = (store: PinStore, run: Operation): unknown => {
    try {
      return run(store);
    } catch (error) {
      return String(error);
    }
  };
  const everything = (store: PinStore) => ({
    drafts: ['a', 'b', 'c', 'd'].map((id) => store.draft(`draft-${id}`)),
    pins: ['a', 'b', 'c', 'd'].map((id) => store.pin(pin(id).id)),
    living: store.livingPins(),
    untold: store.untold(),
    there: store.livingPins({ guildId: 'g1', channelId: 'c2' }),
    history: ['c1', 'c2'].map((channelId) => store.history(channelId, 7)),
    shared: ['first', 'second', 'third'].map((id) => showing(store, id).map((messageId) => store.shared(messageId))),
    awaited: store.awaitedShares(),
  });

  test('give the same in SQLite as in memory', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
        using opened = sqliteStore();
        const plain = memoryStore();
        for (const run of operations) {
          expect(outcome(opened.store, run)).toEqual(outcome(plain, run));
          expect(everything(opened.store)).toEqual(everything(plain));
        }
      }),
      { numRuns: 60 },
    );
  });
});
