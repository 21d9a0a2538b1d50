import { describe, expect, test, vi } from 'vitest';
import type { Refusal } from '../../src/pins/channels.ts';
import type { PinId } from '../../src/pins/pin.ts';
import { createSitrep } from '../../src/sitrep.ts';
import type { FactDraft } from '../situation.ts';
import {
  base,
  CHANNEL,
  change,
  draftIn,
  GUILD,
  MODERATOR,
  pinned,
  SERVERS,
  seen,
  served,
  shownTexts,
  type World,
  world,
} from './world.ts';

const [one, two] = base as [FactDraft, FactDraft];

describe('what Discord refuses after it may have been done', () => {
  test('GIVEN a post that arrived without an answer WHEN the next attempt is refused THEN its message is pinned, not left beside a second', async () => {
    let isLost = true;
    const at = world({ faultOf: (request) => (request === 'post' && isLost ? 'done-but-lost' : undefined) });
    const draft = draftIn(at);
    expect((await at.pins.publish(draft, MODERATOR)).kind).toBe('pending');
    isLost = false;
    at.channels.refusal = (request) =>
      request === 'post' ? { why: 'no-permission', permission: 'Send Messages' } : undefined;
    await at.pins.reconcile(SERVERS);
    at.channels.refusal = undefined;
    await at.pins.publish(draft, MODERATOR);
    expect([...at.channels.messages.values()].map(({ pinned: is }) => is)).toEqual([true]);
    at.pins.stop();
  });

  test('GIVEN a refresh whose edit is refused THEN the pin does not count as current, and the next Refresh edits it', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'disputed', statusNote: 'others deny it' }, two]);
    at.channels.refusal = (request) => (request === 'edit' ? { why: 'archived' } : undefined);
    expect(await at.pins.refresh(id, MODERATOR)).toEqual({ kind: 'refused', refusal: { why: 'archived' } });
    expect(at.pins.inChannel(CHANNEL).map(({ current }) => current)).toEqual([false]);
    at.channels.refusal = undefined;
    expect((await at.pins.refresh(id, MODERATOR)).kind).toBe('done');
    expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([at.store.pin(id)?.shown]);
    expect(at.pins.inChannel(CHANNEL).map(({ current }) => current)).toEqual([true]);
  });
});

test('GIVEN the store fails after the message was posted THEN it is taken up again without an event or a restart', async () => {
  const at = world({ retryMs: 5 });
  const { savePin } = at.store;
  const failing = vi.spyOn(at.store, 'savePin').mockImplementation((pin, ...events) => {
    if (pin.messageId !== null) throw new Error('database or disk is full');
    savePin(pin, ...events);
  });
  await expect(at.pins.publish(draftIn(at), MODERATOR)).rejects.toThrow('full');
  failing.mockRestore();
  await vi.waitFor(() => expect([...at.channels.messages.values()].map(({ pinned: is }) => is)).toEqual([true]));
  await at.pins.settled();
  expect(at.store.livingPins().map(({ state }) => state)).toEqual(['pinned']);
  at.pins.stop();
});

test('GIVEN the bot was removed and added again without Read Message History THEN its pins go on as they were recorded', async () => {
  const at = world();
  const { id } = await pinned(at);
  await at.pins.serverLeft(GUILD);
  at.channels.unreadable = true;
  at.channels.refusal = (request) =>
    request === 'find' ? { why: 'no-permission', permission: 'Read Message History' } : undefined;
  await at.pins.serverBack(GUILD);
  await change(at, [{ ...one, text: 'The bridge is shut.' }, two]);
  expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([at.store.pin(id)?.shown]);
  expect((await at.pins.unpin(id, MODERATOR)).kind).toBe('done');
});

test('GIVEN a fact under a new id that says the same THEN nothing is told as changed and no review is asked', async () => {
  const at = world({ updates: 'ask' });
  const { id } = await pinned(at);
  await change(at, [{ ...one, id: 'first' }, two], [{ id: 'one', reason: 'a clearer id', movedTo: 'first' }]);
  expect(at.store.pin(id)?.content).toMatchObject({ review: null, changes: [] });
  expect(at.store.pin(id)?.content.facts.map(({ fact }) => fact.id)).toEqual(['first', 'two']);
  expect(shownTexts(at, id)).toEqual(['The bridge is closed.', 'The road is open.']);
});

test('GIVEN another moderator refreshes THEN the audit log names them, and an edit by the facts alone whoever made the pin', async () => {
  const at = world();
  const { id } = await pinned(at);
  await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
  await at.pins.refresh(id, { by: '8', reply: null });
  await change(at, [
    { ...one, status: 'retracted' },
    { ...two, text: 'The road is clear.' },
  ]);
  expect(at.channels.reasons).toEqual([
    expect.stringMatching(/moderator 7$/),
    expect.stringMatching(/moderator 7$/),
    expect.stringMatching(/moderator 8$/),
    expect.stringMatching(/moderator 7$/),
  ]);
});

describe('GIVEN another situation is served after a pin was asked for', () => {
  test.each([
    ['lost', []],
    ['done-but-lost', [true]],
  ] as const)('WHEN its post was %s THEN it is not posted with the wrong sources', async (fault, messages) => {
    const at = world({ faultOf: (request) => (request === 'post' ? fault : undefined) });
    expect((await at.pins.publish(draftIn(at), MODERATOR)).kind).toBe('pending');
    const { knowledge } = at.facts.now;
    at.facts.now = createSitrep({ ...knowledge, name: 'storm' });
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(again.channels.requests).not.toContain('post');
    expect([...again.channels.messages.values()].map(({ pinned: is }) => is)).toEqual(messages);
    at.pins.stop();
  });
});

const FORBIDDEN = { why: 'no-permission', permission: 'View Channel' } as const;
const stateOf = (at: World, id: PinId) => at.store.pin(id)?.state;
const pinnedOf = (at: World) => [...at.channels.messages.values()].map(({ pinned: is }) => is);

describe('the bot is removed and added again', () => {
  test('GIVEN many pins WHEN it is back before all have been marked THEN none stays away', async () => {
    const at = world();
    for (let number = 0; number < 12; number += 1) await pinned(at);
    const left = at.pins.serverLeft(GUILD);
    await at.pins.serverBack(GUILD);
    await left;
    await at.pins.settled();
    expect(at.store.livingPins().map(({ state }) => state)).toEqual(Array(12).fill('pinned'));
  });

  test('GIVEN Discord fails when it is back THEN the pin is taken up again when Discord answers', async () => {
    const at = world({ retryMs: 5 });
    const { id } = await pinned(at);
    await at.pins.serverLeft(GUILD);
    at.channels.refusal = (request) => (request === 'find' ? { why: 'unconfirmed' } : undefined);
    await at.pins.serverBack(GUILD);
    expect(stateOf(at, id)).toBe('away');
    at.channels.refusal = undefined;
    await vi.waitFor(() => expect(stateOf(at, id)).toBe('pinned'));
    at.pins.stop();
  });

  test('GIVEN an answer that comes late says that the server is gone WHEN it is back THEN the pin does not stay away', async () => {
    const at = world({ retryMs: 5 });
    const { id } = await pinned(at);
    at.channels.refusal = (request) => (request === 'edit' ? { why: 'server-gone' } : undefined);
    await change(at, [{ ...one, text: 'The bridge is shut.' }, two]);
    at.channels.refusal = undefined;
    await vi.waitFor(() => expect(stateOf(at, id)).toBe('pinned'));
    await at.pins.settled();
    expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([at.store.pin(id)?.shown]);
    at.pins.stop();
  });
});

describe('a message that could be neither pinned nor deleted', () => {
  const standing = async (refusal: Refusal = FORBIDDEN) => {
    const at = world();
    at.channels.refusal = (request) => (request === 'pin' ? refusal : request === 'remove' ? FORBIDDEN : undefined);
    const draft = draftIn(at);
    const outcome = await at.pins.publish(draft, MODERATOR);
    return { at, draft, outcome };
  };

  test.each([
    ['refused', FORBIDDEN],
    ['full', { why: 'pins-full' }],
  ] as const)('THEN the outcome (%s) says that it stands there', async (kind, refusal) => {
    const { at, outcome } = await standing(refusal);
    const [message] = at.channels.messages.values();
    expect(outcome).toMatchObject({ kind, standing: { state: 'deleting', messageId: message?.id } });
    at.pins.stop();
  });

  test('WHEN it is tried again THEN that message goes first, so that there is one', async () => {
    const { at, draft } = await standing();
    expect(await at.pins.publish(draft, MODERATOR)).toMatchObject({ kind: 'refused', standing: { state: 'deleting' } });
    expect(pinnedOf(at)).toEqual([false]);
    at.channels.refusal = undefined;
    expect((await at.pins.publish(draft, MODERATOR)).kind).toBe('done');
    expect(pinnedOf(at)).toEqual([true]);
    at.pins.stop();
  });

  test('WHEN Discord lets it be deleted THEN it goes unasked, and the draft can still be posted', async () => {
    const { at, draft } = await standing();
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(again.channels.messages.size).toBe(0);
    expect(again.store.livingPins()).toEqual([]);
    expect((await again.pins.publish(draft, MODERATOR)).kind).toBe('done');
    again.pins.stop();
  });

  test('WHEN Delete is pressed on it THEN it goes, and is not taken for a living pin where it cannot', async () => {
    const { at } = await standing();
    const [{ id } = expect.fail('no pin')] = at.store.livingPins();
    expect(await at.pins.remove(id, MODERATOR)).toEqual({ kind: 'refused', refusal: FORBIDDEN });
    expect(stateOf(at, id)).toBe('deleting');
    at.channels.refusal = undefined;
    expect((await at.pins.remove(id, MODERATOR)).kind).toBe('done');
    expect(at.channels.messages.size).toBe(0);
    at.pins.stop();
  });
});

describe('a decision about facts that have changed', () => {
  const reviewed = async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    const doubted = { ...one, status: 'disputed', statusNote: 'others deny it' } as const;
    await change(at, [doubted, two]);
    return { at, id, doubted };
  };

  test.each(['leave', 'refresh'] as const)(
    'GIVEN they changed again after they were shown WHEN %s is pressed THEN nothing is done',
    async (act) => {
      const { at, id, doubted } = await reviewed();
      const shown = seen(at, id);
      await change(at, [doubted, { ...two, status: 'disputed', statusNote: 'it is flooded' }]);
      const before = at.store.pin(id);
      expect(await at.pins[act](id, MODERATOR, shown)).toEqual({ kind: 'changed' });
      expect(at.store.pin(id)).toEqual(before);
      expect((await at.pins[act](id, MODERATOR, seen(at, id))).kind).toBe('done');
    },
  );

  test('GIVEN a fact elsewhere changed, which alters the version only THEN what was shown is still the same', async () => {
    const { at, id, doubted } = await reviewed();
    const shown = seen(at, id);
    await change(at, [doubted, two, { id: 'old', text: 'It was sunny.', status: 'retracted' }]);
    expect((await at.pins.leave(id, MODERATOR, shown)).kind).toBe('done');
  });

  test('GIVEN Refresh pressed twice THEN the second is told that it is up to date already', async () => {
    const { at, id } = await reviewed();
    const shown = seen(at, id);
    const pressed = await Promise.all([at.pins.refresh(id, MODERATOR, shown), at.pins.refresh(id, MODERATOR, shown)]);
    expect(pressed.map(({ kind }) => kind)).toEqual(['done', 'already']);
  });

  test('GIVEN it was left THEN the pin is not current, and the difference is told as left', async () => {
    const { at, id } = await reviewed();
    await at.pins.leave(id, MODERATOR, seen(at, id));
    expect(at.pins.inChannel(CHANNEL)).toMatchObject([{ current: false, left: true }]);
    expect(at.pins.difference(id)).toMatchObject({ facts: [{ kind: 'corrected' }], left: 1 });
    await change(at, base);
    expect(at.pins.inChannel(CHANNEL)).toMatchObject([{ current: true, left: false }]);
  });
});

describe('what is told of a message', () => {
  test('GIVEN an edit that Discord refuses THEN what it shows is kept and told, until it is taken', async () => {
    const at = world();
    const { id, content } = await pinned(at);
    at.channels.refusal = (request) => (request === 'edit' ? FORBIDDEN : undefined);
    await change(at, [{ ...one, status: 'disputed', statusNote: 'others deny it' }, two]);
    await change(at, [{ ...one, status: 'disputed', statusNote: 'all deny it' }, two]);
    expect(at.pins.difference(id)).toMatchObject({
      pin: { content: { version: content.version } },
      facts: [{ kind: 'corrected', reason: 'all deny it' }],
    });
    expect(at.pins.inChannel(CHANNEL)).toMatchObject([{ current: false, editDue: true }]);
    at.channels.refusal = undefined;
    await at.pins.reconcile(SERVERS);
    expect(at.store.pin(id)?.shows).toBeNull();
    expect(at.pins.difference(id)?.facts).toEqual([]);
    expect(at.pins.inChannel(CHANNEL)).toMatchObject([{ current: true, editDue: false }]);
  });

  test('GIVEN a message deleted by hand WHEN the channel is looked at THEN there is no living pin', async () => {
    const at = world();
    const { messageId } = await pinned(at);
    at.channels.messages.delete(messageId ?? '');
    expect(at.pins.inChannel(CHANNEL)).toHaveLength(1);
    expect(await at.pins.look(CHANNEL)).toEqual([]);
    expect(at.pins.history(CHANNEL, 1)).toMatchObject([{ what: 'ended', detail: 'message-gone', by: null }]);
  });

  test('GIVEN a message unpinned by hand WHEN Refresh is pressed THEN it is not told as up to date', async () => {
    const at = world();
    const { id, messageId } = await pinned(at);
    const message = at.channels.messages.get(messageId ?? '') ?? expect.fail('no message');
    message.pinned = false;
    expect(await at.pins.refresh(id, MODERATOR)).toMatchObject({
      kind: 'already',
      pin: { state: 'ended', end: 'unpinned-by-hand' },
    });
  });

  test.each([
    ['Discord fails', 'unconfirmed'],
    ['the history may not be read', 'no-permission'],
  ] as const)('GIVEN %s THEN the look says that it is not known', async (_what, why) => {
    const at = world();
    await pinned(at);
    at.channels.unreadable = why === 'no-permission';
    at.channels.refusal = () => (why === 'unconfirmed' ? { why } : undefined);
    expect(await at.pins.look(CHANNEL)).toMatchObject([{ unseen: { why } }]);
    at.pins.stop();
  });

  test('GIVEN Discord does not answer in time THEN the pins come as they are recorded, as not known', async () => {
    const at = world();
    await pinned(at);
    at.channels.look = () => new Promise(() => undefined);
    expect(await at.pins.look(CHANNEL)).toMatchObject([{ current: true, unseen: { why: 'unconfirmed' } }]);
  });

  test('GIVEN it is not known whether the history may be read WHEN none is found THEN the pin itself is asked for', async () => {
    const at = world();
    const [kept, gone] = [await pinned(at), await pinned(at)];
    at.channels.messages.delete(gone.messageId ?? '');
    at.channels.look = async () => ({ ok: true, value: null });
    await at.pins.reconcile(SERVERS);
    expect([kept, gone].map(({ id }) => stateOf(at, id))).toEqual(['pinned', 'ended']);
    expect(await at.pins.look(CHANNEL)).toMatchObject([{ pin: { id: kept.id }, unseen: null }]);
  });

  test('GIVEN a pin made and unpinned by hand while a look is under way THEN that look finds it', async () => {
    const at = world();
    const kept = await pinned(at);
    let made: PinId | undefined;
    at.channels.look = async () => {
      const { id, messageId } = await pinned(at);
      const message = at.channels.messages.get(messageId ?? '') ?? expect.fail('no message');
      message.pinned = false;
      made = id;
      return { ok: true, value: [] };
    };
    await at.pins.reconcile(SERVERS);
    expect([kept.id, made ?? kept.id].map((id) => stateOf(at, id))).toEqual(['pinned', 'ended']);
  });

  test.each([
    ['the pins of a channel cannot be listed', 'look'],
    ['a message that is not among them cannot be asked for', 'find'],
  ])('GIVEN %s after one was unpinned by hand THEN it is tried again', async (_what, failing) => {
    const at = world({ retryMs: 5 });
    const { id, messageId } = await pinned(at);
    const message = at.channels.messages.get(messageId ?? '') ?? expect.fail('no message');
    message.pinned = false;
    at.channels.refusal = (request) => (request === failing ? { why: 'unconfirmed' } : undefined);
    await at.pins.reconcile(SERVERS);
    expect(stateOf(at, id)).toBe('pinned');
    at.channels.refusal = undefined;
    await vi.waitFor(() => expect(stateOf(at, id)).toBe('ended'));
    at.pins.stop();
  });
});

describe('everybody who waits is told', () => {
  const reply = (token: string, by = '7') => ({ by, reply: { token, untilMs: 2_000_000_000_000 } });

  test('GIVEN two moderators whose presses were not confirmed THEN each is told what became of their own', async () => {
    let isLost = false;
    const at = world({ faultOf: () => (isLost ? 'lost' : undefined) });
    const { id } = await pinned(at);
    isLost = true;
    expect((await at.pins.unpin(id, reply('first'))).kind).toBe('pending');
    expect((await at.pins.remove(id, reply('second', '8'))).kind).toBe('pending');
    expect((await at.pins.unpin(id, reply('third', '9'))).kind).toBe('pending');
    isLost = false;
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(again.channels.told.map(({ token, outcome }) => [token, outcome.kind])).toEqual([
      ['first', 'done'],
      ['second', 'already'],
      ['third', 'done'],
    ]);
    expect(again.store.untold()).toEqual([]);
  });

  test('GIVEN one waits WHEN another moderator gets an outcome at once THEN the first is told, too', async () => {
    let isLost = false;
    const at = world({ faultOf: () => (isLost ? 'lost' : undefined) });
    const { id } = await pinned(at);
    isLost = true;
    expect((await at.pins.unpin(id, reply('first'))).kind).toBe('pending');
    isLost = false;
    expect((await at.pins.unpin(id, reply('second', '8'))).kind).toBe('done');
    await vi.waitFor(() => expect(at.channels.told).toMatchObject([{ token: 'first', outcome: { kind: 'done' } }]));
    at.pins.stop();
  });

  test('GIVEN an unpinning that was not confirmed WHEN it is refused later THEN that is told, and not that it is pinned', async () => {
    let isLost = false;
    const at = world({ faultOf: () => (isLost ? 'lost' : undefined) });
    const { id } = await pinned(at);
    isLost = true;
    expect((await at.pins.unpin(id, reply('token'))).kind).toBe('pending');
    isLost = false;
    const refusal = { why: 'no-permission', permission: 'Pin Messages' } as const;
    at.channels.refusal = (request) => (request === 'unpin' ? refusal : undefined);
    await at.pins.reconcile(SERVERS);
    expect(at.channels.told).toMatchObject([{ asked: 'unpin', outcome: { kind: 'refused', refusal } }]);
    at.pins.stop();
  });

  test('GIVEN a post that was not confirmed WHEN it finds no room later THEN that is told with what there is to replace', async () => {
    let isLost = false;
    const at = world({ pinLimit: 1, faultOf: () => (isLost ? 'lost' : undefined) });
    const old = await pinned(at);
    isLost = true;
    expect((await at.pins.publish(draftIn(at), reply('token'))).kind).toBe('pending');
    isLost = false;
    await at.pins.reconcile(SERVERS);
    expect(at.channels.told).toMatchObject([{ asked: 'publish', outcome: { kind: 'full', oldest: { id: old.id } } }]);
    at.pins.stop();
  });
});

describe('what is done once, and when', () => {
  test('GIVEN a draft that was cancelled THEN it gives no pin; one that was posted stays', async () => {
    const at = world();
    const [first, second] = [draftIn(at), draftIn(at)];
    const posting = at.pins.publish(second, MODERATOR);
    expect(at.pins.cancel(first)).toBeUndefined();
    expect(await at.pins.publish(first, MODERATOR)).toEqual({ kind: 'gone' });
    await posting;
    expect(at.pins.cancel(second)).toMatchObject({ state: 'pinned' });
    expect(at.channels.messages.size).toBe(1);
  });

  test('GIVEN Cancel and Post and pin at once THEN what is told is what is there', async () => {
    const at = world();
    const draft = draftIn(at);
    const posting = at.pins.publish(draft, MODERATOR);
    const stays = at.pins.cancel(draft);
    const { kind } = await posting;
    expect([kind, at.channels.messages.size]).toEqual(stays === undefined ? ['gone', 0] : ['done', 1]);
  });

  test('GIVEN the connection is resumed again and again THEN each channel is looked at once or twice, not each time', async () => {
    const at = world();
    await pinned(at);
    at.channels.requests.length = 0;
    await Promise.all(Array.from({ length: 10 }, () => at.pins.reconcile(SERVERS)));
    expect(at.channels.requests.filter((request) => request === 'look').length).toBeLessThanOrEqual(2);
  });

  test('GIVEN one pin fails again and again THEN another is tried again in its own time', async () => {
    const at = world({ retryMs: 20 });
    const [first, second] = [await pinned(at), await pinned(at)];
    at.channels.refusal = () => ({ why: 'unconfirmed' });
    expect((await at.pins.unpin(second.id, MODERATOR)).kind).toBe('pending');
    at.channels.refusal = undefined;
    // Each of these failures once put off the retry of all.
    const { unpin } = at.channels;
    at.channels.unpin = (pin, reason) =>
      pin.id === first.id ? Promise.resolve({ ok: false, refusal: { why: 'unconfirmed' } }) : unpin(pin, reason);
    const failing = setInterval(() => void at.pins.unpin(first.id, MODERATOR), 5);
    try {
      await vi.waitFor(() => expect(stateOf(at, second.id)).toBe('ended'), 1000);
    } finally {
      clearInterval(failing);
      at.pins.stop();
    }
  });

  test('GIVEN two messages of one pin THEN the copy is deleted in the name of whoever asked', async () => {
    const at = world({ faultOf: (request) => (request === 'post' ? 'done-but-lost' : undefined) });
    await at.pins.publish(draftIn(at), MODERATOR);
    const [message] = [...at.channels.messages.values()];
    if (message === undefined) throw new Error('nothing was posted');
    at.channels.messages.set('copy', { ...message, id: 'copy' });
    at.clock.ms += 200_000;
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(pinnedOf(again)).toEqual([true]);
    expect(again.channels.reasons).toContain('Deleted for moderator 7: it was posted twice');
  });
});

describe('answers that others read cost only what has changed in them', () => {
  const share = (at: World, messageId: string, count = 1) => {
    const { facts, name, version } = at.facts.now.knowledge;
    const answer = { channelId: CHANNEL, guildId: GUILD, situation: name, atMs: at.clock.ms, changes: [], layout: '' };
    const shown = facts.slice(0, count).map((fact) => ({ fact, struck: null }));
    at.pins.remember({ ...answer, messageId, facts: shown, version });
  };
  const RETRACTED = [{ ...one, status: 'retracted', statusNote: 'nobody saw it' } as const, two];

  test('GIVEN a start and nothing has changed THEN none is even read; after a correction only those that show it so', async () => {
    const at = world();
    share(at, 'shows it');
    await change(at, RETRACTED);
    expect(at.channels.corrected.map(({ messageId }) => messageId)).toEqual(['shows it']);
    const read = vi.spyOn(at.store, 'shared');
    await at.restart().pins.reconcile(SERVERS);
    await change(at, [...RETRACTED, { id: 'new', text: 'It rains.' }]);
    expect(read).not.toHaveBeenCalled();
  });

  test('GIVEN a correction missed while Sitrep was not running THEN the next start makes it', async () => {
    const at = world();
    share(at, 'missed', 2);
    at.facts.now = served(RETRACTED);
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(again.channels.corrected.map(({ facts }) => facts.map(({ struck }) => struck))).toEqual([
      ['nobody saw it', null],
    ]);
  });

  test('GIVEN Discord did not confirm one THEN it is corrected again after a while', async () => {
    const at = world({ retryMs: 5 });
    share(at, 'late');
    at.channels.refusal = (request) => (request === 'correct' ? { why: 'unconfirmed' } : undefined);
    await change(at, RETRACTED);
    at.channels.refusal = undefined;
    await vi.waitFor(() => expect(at.channels.corrected).toHaveLength(1));
    at.pins.stop();
  });
});
