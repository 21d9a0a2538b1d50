import { describe, expect, test, vi } from 'vitest';
import type { PinId } from '../../src/pins/pin.ts';
import type { Refusal } from '../../src/pins/refusal.ts';
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
  share,
  shareOf,
  shownTexts,
  type World,
  world,
} from './world.ts';

const [one, two] = base as [FactDraft, FactDraft];

describe('a request refused after an earlier attempt may have succeeded', () => {
  test('a post that arrived without an answer is pinned when the next attempt is refused, and no second one stays', async () => {
    let isLost = true;
    const at = world({ faultOf: (request) => (request === 'post' && isLost ? 'done-but-lost' : undefined) });
    const draft = await draftIn(at);
    expect((await at.pins.requests.publish(draft, MODERATOR)).kind).toBe('pending');
    isLost = false;
    at.channels.refusal = (request) =>
      request === 'post' ? { why: 'no-permission', permission: 'Send Messages' } : undefined;
    await at.pins.reconcile(SERVERS);
    at.channels.refusal = undefined;
    await at.pins.requests.publish(draft, MODERATOR);
    expect([...at.channels.messages.values()].map(({ pinned: is }) => is)).toEqual([true]);
    at.pins.stop();
  });

  test('a pin whose refresh could not be edited in is not current, and the next Refresh edits it', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'disputed', statusNote: 'others deny it' }, two]);
    at.channels.refusal = (request) => (request === 'edit' ? { why: 'archived' } : undefined);
    expect(await at.pins.requests.refresh(id, MODERATOR)).toEqual({ kind: 'refused', refusal: { why: 'archived' } });
    expect((await at.pins.requests.inChannel(CHANNEL)).map(({ current }) => current)).toEqual([false]);
    at.channels.refusal = undefined;
    expect((await at.pins.requests.refresh(id, MODERATOR)).kind).toBe('done');
    expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([
      (await at.store.pin(id))?.fingerprint,
    ]);
    expect((await at.pins.requests.inChannel(CHANNEL)).map(({ current }) => current)).toEqual([true]);
  });
});

test.each([
  ['the facts change', (at: World) => at.pins.knowledgeChanged()],
  ['everything is compared', (at: World) => at.pins.reconcile(SERVERS)],
])('pins follow without an event or a restart when the store could not be read while %s', async (_when, begin) => {
  const at = world({ retryMs: 5 });
  const { id } = await pinned(at);
  const failing = vi.spyOn(at.store, 'livingPins').mockRejectedValue(new Error('no answer'));
  at.facts.now = served([{ ...one, text: 'The bridge is open.' }, two]);
  await begin(at);
  expect(failing).toHaveBeenCalled();
  failing.mockRestore();
  await expect.poll(() => shownTexts(at, id)).toContain('The bridge is open.');
});

test('a pin is resumed without an event or a restart when the store failed after its message was posted', async () => {
  const at = world({ retryMs: 5 });
  const { savePin } = at.store;
  const failing = vi.spyOn(at.store, 'savePin').mockImplementation(async (pin, ...events) => {
    if (pin.messageId !== null) throw new Error('database or disk is full');
    await savePin(pin, ...events);
  });
  await expect(at.pins.requests.publish(await draftIn(at), MODERATOR)).rejects.toThrow('full');
  failing.mockRestore();
  await vi.waitFor(() => expect([...at.channels.messages.values()].map(({ pinned: is }) => is)).toEqual([true]));
  await at.pins.settled();
  expect((await at.store.livingPins()).map(({ state }) => state)).toEqual(['pinned']);
  at.pins.stop();
});

test('without Read Message History, pins keep their recorded state when the bot is added again', async () => {
  const at = world();
  const { id } = await pinned(at);
  await at.pins.serverLeft(GUILD);
  at.channels.unreadable = true;
  at.channels.refusal = (request) =>
    request === 'find' ? { why: 'no-permission', permission: 'Read Message History' } : undefined;
  await at.pins.serverBack(GUILD);
  await change(at, [{ ...one, text: 'The bridge is shut.' }, two]);
  expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([(await at.store.pin(id))?.fingerprint]);
  expect((await at.pins.requests.unpin(id, MODERATOR)).kind).toBe('done');
});

test('a fact under a new id that says the same changes nothing and asks for no review', async () => {
  const at = world({ updates: 'ask' });
  const { id } = await pinned(at);
  await change(at, [{ ...one, id: 'first' }, two], [{ id: 'one', reason: 'a clearer id', movedTo: 'first' }]);
  expect((await at.store.pin(id))?.content).toMatchObject({ review: null, changes: [] });
  expect((await at.store.pin(id))?.content.facts.map(({ fact }) => fact.id)).toEqual(['first', 'two']);
  expect(await shownTexts(at, id)).toEqual(['The bridge is closed.', 'The road is open.']);
});

test('the audit log names the moderator who refreshed; for edits that only the facts caused, it names who made the pin', async () => {
  const at = world();
  const { id } = await pinned(at);
  await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
  await at.pins.requests.refresh(id, { by: '8', reply: null });
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

describe('another situation is served after a pin was asked for', () => {
  test.each([
    ['lost', []],
    ['done-but-lost', [true]],
  ] as const)('a pin whose post was %s is not posted with the wrong sources', async (fault, messages) => {
    const at = world({ faultOf: (request) => (request === 'post' ? fault : undefined) });
    expect((await at.pins.requests.publish(await draftIn(at), MODERATOR)).kind).toBe('pending');
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
const stateOf = async (at: World, id: PinId) => (await at.store.pin(id))?.state;
const pinnedOf = (at: World) => [...at.channels.messages.values()].map(({ pinned: is }) => is);

describe('the bot is removed and added again', () => {
  test('no pin stays away when the bot is back before all have been marked', async () => {
    const at = world();
    for (let number = 0; number < 12; number += 1) await pinned(at);
    const left = at.pins.serverLeft(GUILD);
    await at.pins.serverBack(GUILD);
    await left;
    await at.pins.settled();
    expect((await at.store.livingPins()).map(({ state }) => state)).toEqual(Array(12).fill('pinned'));
  });

  test('a pin is resumed when Discord answers again after the bot was added', async () => {
    const at = world({ retryMs: 5 });
    const { id } = await pinned(at);
    await at.pins.serverLeft(GUILD);
    at.channels.refusal = (request) => (request === 'find' ? { why: 'unconfirmed' } : undefined);
    await at.pins.serverBack(GUILD);
    expect(await stateOf(at, id)).toBe('away');
    at.channels.refusal = undefined;
    await vi.waitFor(async () => expect(await stateOf(at, id)).toBe('pinned'));
    at.pins.stop();
  });

  test('a late answer that the server is gone does not keep a pin away', async () => {
    const at = world({ retryMs: 5 });
    const { id } = await pinned(at);
    at.channels.refusal = (request) => (request === 'edit' ? { why: 'server-gone' } : undefined);
    await change(at, [{ ...one, text: 'The bridge is shut.' }, two]);
    at.channels.refusal = undefined;
    await vi.waitFor(async () => expect(await stateOf(at, id)).toBe('pinned'));
    await at.pins.settled();
    expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([
      (await at.store.pin(id))?.fingerprint,
    ]);
    at.pins.stop();
  });
});

test('a pin that is being unpinned while the bot is away ends when the bot is back', async () => {
  const at = world({ retryMs: 5 });
  const { id } = await pinned(at);
  at.channels.refusal = () => ({ why: 'server-gone' });
  await at.pins.requests.unpin(id, MODERATOR);
  await at.pins.serverLeft(GUILD);
  expect(await stateOf(at, id)).toBe('unpinning');
  at.channels.refusal = undefined;
  await at.pins.serverBack(GUILD);
  await vi.waitFor(async () => expect(await stateOf(at, id)).toBe('ended'));
  expect(pinnedOf(at)).toEqual([false]);
  at.pins.stop();
});

test('a second pinned message of a pin is deleted, and the recorded one stays', async () => {
  const at = world();
  const pin = await pinned(at);
  const [message] = at.channels.messages.values();
  if (message === undefined) throw new Error('nothing was posted');
  at.channels.messages.set('late', { ...message, id: 'late' });
  const again = at.restart();
  await again.pins.reconcile(SERVERS);
  await again.pins.settled();
  expect([...again.channels.messages.keys()]).toEqual([pin.messageId]);
  again.pins.stop();
});

describe('a message that could be neither pinned nor deleted', () => {
  const standing = async (refusal: Refusal = FORBIDDEN) => {
    const at = world();
    at.channels.refusal = (request) => (request === 'pin' ? refusal : request === 'remove' ? FORBIDDEN : undefined);
    const draft = await draftIn(at);
    const outcome = await at.pins.requests.publish(draft, MODERATOR);
    return { at, draft, outcome };
  };

  test.each([
    ['refused', FORBIDDEN],
    ['full', { why: 'pins-full' }],
  ] as const)('the outcome (%s) says that the message is still there', async (kind, refusal) => {
    const { at, outcome } = await standing(refusal);
    const [message] = at.channels.messages.values();
    expect(outcome).toMatchObject({ kind, stuck: { state: 'deleting', messageId: message?.id } });
    at.pins.stop();
  });

  test('a new attempt deletes that message first, so that there is one', async () => {
    const { at, draft } = await standing();
    expect(await at.pins.requests.publish(draft, MODERATOR)).toMatchObject({
      kind: 'refused',
      stuck: { state: 'deleting' },
    });
    expect(pinnedOf(at)).toEqual([false]);
    at.channels.refusal = undefined;
    expect((await at.pins.requests.publish(draft, MODERATOR)).kind).toBe('done');
    expect(pinnedOf(at)).toEqual([true]);
    at.pins.stop();
  });

  test('it is deleted as soon as Discord allows it, and the draft can still be posted', async () => {
    const { at, draft } = await standing();
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(again.channels.messages.size).toBe(0);
    expect(await again.store.livingPins()).toEqual([]);
    expect((await again.pins.requests.publish(draft, MODERATOR)).kind).toBe('done');
    again.pins.stop();
  });

  test('Delete removes it, and it is not taken for a living pin where it cannot be removed', async () => {
    const { at } = await standing();
    const [{ id } = expect.fail('no pin')] = await at.store.livingPins();
    expect(await at.pins.requests.remove(id, MODERATOR)).toEqual({ kind: 'refused', refusal: FORBIDDEN });
    expect(await stateOf(at, id)).toBe('deleting');
    at.channels.refusal = undefined;
    expect((await at.pins.requests.remove(id, MODERATOR)).kind).toBe('done');
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
    '%s does nothing where the facts changed again after they were shown',
    async (act) => {
      const { at, id, doubted } = await reviewed();
      const shown = await seen(at, id);
      await change(at, [doubted, { ...two, status: 'disputed', statusNote: 'it is flooded' }]);
      const before = await at.store.pin(id);
      expect(await at.pins.requests[act](id, MODERATOR, shown)).toEqual({ kind: 'changed' });
      expect(await at.store.pin(id)).toEqual(before);
      expect((await at.pins.requests[act](id, MODERATOR, await seen(at, id))).kind).toBe('done');
    },
  );

  test('a change elsewhere alters the version only, so what was shown is still valid', async () => {
    const { at, id, doubted } = await reviewed();
    const shown = await seen(at, id);
    await change(at, [doubted, two, { id: 'old', text: 'It was sunny.', status: 'retracted' }]);
    expect((await at.pins.requests.leave(id, MODERATOR, shown)).kind).toBe('done');
  });

  test('a second press of Refresh is told that the pin is up to date already', async () => {
    const { at, id } = await reviewed();
    const shown = await seen(at, id);
    const pressed = await Promise.all([
      at.pins.requests.refresh(id, MODERATOR, shown),
      at.pins.requests.refresh(id, MODERATOR, shown),
    ]);
    expect(pressed.map(({ kind }) => kind)).toEqual(['done', 'already']);
  });

  test('a pin whose changes were dismissed is not current, and the difference counts them', async () => {
    const { at, id } = await reviewed();
    await at.pins.requests.leave(id, MODERATOR, await seen(at, id));
    expect(await at.pins.requests.inChannel(CHANNEL)).toMatchObject([{ current: false, dismissed: true }]);
    expect(await at.pins.requests.difference(id)).toMatchObject({ facts: [{ kind: 'corrected' }], dismissed: 1 });
    await change(at, base);
    expect(await at.pins.requests.inChannel(CHANNEL)).toMatchObject([{ current: true, dismissed: false }]);
  });
});

describe('what a message shows and what is known of it', () => {
  test('the content that a message still shows is kept and listed until Discord accepts the edit', async () => {
    const at = world();
    const { id, content } = await pinned(at);
    at.channels.refusal = (request) => (request === 'edit' ? FORBIDDEN : undefined);
    await change(at, [{ ...one, status: 'disputed', statusNote: 'others deny it' }, two]);
    await change(at, [{ ...one, status: 'disputed', statusNote: 'all deny it' }, two]);
    expect(await at.pins.requests.difference(id)).toMatchObject({
      pin: { content: { version: content.version } },
      facts: [{ kind: 'corrected', reason: 'all deny it' }],
    });
    expect(await at.pins.requests.inChannel(CHANNEL)).toMatchObject([{ current: false, editDue: true }]);
    at.channels.refusal = undefined;
    await at.pins.reconcile(SERVERS);
    expect((await at.store.pin(id))?.confirmed).toBeNull();
    expect((await at.pins.requests.difference(id))?.facts).toEqual([]);
    expect(await at.pins.requests.inChannel(CHANNEL)).toMatchObject([{ current: true, editDue: false }]);
  });

  test('reading the channel ends a pin whose message was deleted by hand', async () => {
    const at = world();
    const { messageId } = await pinned(at);
    at.channels.messages.delete(messageId ?? '');
    expect(await at.pins.requests.inChannel(CHANNEL)).toHaveLength(1);
    expect((await at.pins.requests.look(CHANNEL)).living).toEqual([]);
    expect(await at.pins.requests.history(CHANNEL, 1)).toMatchObject([
      { what: 'ended', detail: 'its message was deleted in Discord', by: null },
    ]);
  });

  test('Refresh does not call a pin up to date whose message was unpinned by hand', async () => {
    const at = world();
    const { id, messageId } = await pinned(at);
    const message = at.channels.messages.get(messageId ?? '') ?? expect.fail('no message');
    message.pinned = false;
    expect(await at.pins.requests.refresh(id, MODERATOR)).toMatchObject({
      kind: 'already',
      pin: { state: 'ended', end: 'unpinned-by-hand' },
    });
  });

  test.each([
    ['Discord fails', 'unconfirmed'],
    ['the history may not be read', 'no-permission'],
  ] as const)('where %s, the look says that it is not known', async (_what, why) => {
    const at = world();
    await pinned(at);
    at.channels.unreadable = why === 'no-permission';
    at.channels.refusal = () => (why === 'unconfirmed' ? { why } : undefined);
    expect((await at.pins.requests.look(CHANNEL)).living).toMatchObject([{ unseen: { why } }]);
    at.pins.stop();
  });

  test('when Discord does not answer in time, pins are listed as recorded, with the note that their state is unknown', async () => {
    const at = world();
    await pinned(at);
    at.channels.look = () => new Promise(() => undefined);
    expect((await at.pins.requests.look(CHANNEL)).living).toMatchObject([
      { current: true, unseen: { why: 'unconfirmed' } },
    ]);
  });

  test('where an empty list proves nothing, each pin is checked with a separate request', async () => {
    const at = world();
    const [kept, gone] = [await pinned(at), await pinned(at)];
    at.channels.messages.delete(gone.messageId ?? '');
    at.channels.look = async () => ({ ok: true, value: null });
    await at.pins.reconcile(SERVERS);
    expect(await Promise.all([kept, gone].map(({ id }) => stateOf(at, id)))).toEqual(['pinned', 'ended']);
    expect((await at.pins.requests.look(CHANNEL)).living).toMatchObject([{ pin: { id: kept.id }, unseen: null }]);
  });

  test('reading the channel detects a pin that was posted and unpinned by hand during the read', async () => {
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
    expect(await Promise.all([kept.id, made ?? kept.id].map((id) => stateOf(at, id)))).toEqual(['pinned', 'ended']);
  });

  test.each([
    ['the pins of a channel cannot be listed', 'look'],
    ['a message that is not among them cannot be asked for', 'find'],
  ])('when %s, it is tried again until a pin unpinned by hand has ended', async (_what, failing) => {
    const at = world({ retryMs: 5 });
    const { id, messageId } = await pinned(at);
    const message = at.channels.messages.get(messageId ?? '') ?? expect.fail('no message');
    message.pinned = false;
    at.channels.refusal = (request) => (request === failing ? { why: 'unconfirmed' } : undefined);
    await at.pins.reconcile(SERVERS);
    expect(await stateOf(at, id)).toBe('pinned');
    at.channels.refusal = undefined;
    await vi.waitFor(async () => expect(await stateOf(at, id)).toBe('ended'));
    at.pins.stop();
  });
});

describe('every moderator who waits hears back', () => {
  const reply = (token: string, by = '7') => ({ by, reply: { token, untilMs: 2_000_000_000_000 } });

  test('two moderators whose presses were not confirmed are each told their own outcome', async () => {
    let isLost = false;
    const at = world({ faultOf: () => (isLost ? 'lost' : undefined) });
    const { id } = await pinned(at);
    isLost = true;
    expect((await at.pins.requests.unpin(id, reply('first'))).kind).toBe('pending');
    expect((await at.pins.requests.remove(id, reply('second', '8'))).kind).toBe('pending');
    expect((await at.pins.requests.unpin(id, reply('third', '9'))).kind).toBe('pending');
    isLost = false;
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(again.channels.told.map(({ token, outcome }) => [token, outcome.kind])).toEqual([
      ['first', 'done'],
      ['second', 'already'],
      ['third', 'done'],
    ]);
    expect(await again.store.pinsWithReplies()).toEqual([]);
  });

  test('a moderator who waits is told as well when another gets an outcome at once', async () => {
    let isLost = false;
    const at = world({ faultOf: () => (isLost ? 'lost' : undefined) });
    const { id } = await pinned(at);
    isLost = true;
    expect((await at.pins.requests.unpin(id, reply('first'))).kind).toBe('pending');
    isLost = false;
    expect((await at.pins.requests.unpin(id, reply('second', '8'))).kind).toBe('done');
    await vi.waitFor(() => expect(at.channels.told).toMatchObject([{ token: 'first', outcome: { kind: 'done' } }]));
    at.pins.stop();
  });

  test('an unpinning that is refused later is reported as refused, and not as pinned', async () => {
    let isLost = false;
    const at = world({ faultOf: () => (isLost ? 'lost' : undefined) });
    const { id } = await pinned(at);
    isLost = true;
    expect((await at.pins.requests.unpin(id, reply('token'))).kind).toBe('pending');
    isLost = false;
    const refusal = { why: 'no-permission', permission: 'Pin Messages' } as const;
    at.channels.refusal = (request) => (request === 'unpin' ? refusal : undefined);
    await at.pins.reconcile(SERVERS);
    expect(at.channels.told).toMatchObject([{ asked: 'unpin', outcome: { kind: 'refused', refusal } }]);
    at.pins.stop();
  });

  test('a post that finds no room later is reported with the pin that can be replaced', async () => {
    let isLost = false;
    const at = world({ pinLimit: 1, faultOf: () => (isLost ? 'lost' : undefined) });
    const old = await pinned(at);
    isLost = true;
    expect((await at.pins.requests.publish(await draftIn(at), reply('token'))).kind).toBe('pending');
    isLost = false;
    await at.pins.reconcile(SERVERS);
    expect(at.channels.told).toMatchObject([{ asked: 'publish', outcome: { kind: 'full', oldest: { id: old.id } } }]);
    at.pins.stop();
  });
});

describe('drafts, retries and copies', () => {
  test('a cancelled draft does not become a pin; a posted one stays', async () => {
    const at = world();
    const [first, second] = [await draftIn(at), await draftIn(at)];
    const posting = at.pins.requests.publish(second, MODERATOR);
    expect(await at.pins.requests.cancel(first)).toBeUndefined();
    expect(await at.pins.requests.publish(first, MODERATOR)).toEqual({ kind: 'gone' });
    await posting;
    expect(await at.pins.requests.cancel(second)).toMatchObject({ state: 'pinned' });
    expect(at.channels.messages.size).toBe(1);
  });

  test('when Cancel and Post and pin are pressed at once, each reports the true state', async () => {
    const at = world();
    const draft = await draftIn(at);
    const posting = at.pins.requests.publish(draft, MODERATOR);
    const stays = await at.pins.requests.cancel(draft);
    const { kind } = await posting;
    expect([kind, at.channels.messages.size]).toEqual(stays === undefined ? ['gone', 0] : ['done', 1]);
  });

  test('a connection that is resumed again and again reads each channel once or twice', async () => {
    const at = world();
    await pinned(at);
    at.channels.requests.length = 0;
    await Promise.all(Array.from({ length: 10 }, () => at.pins.reconcile(SERVERS)));
    expect(at.channels.requests.filter((request) => request === 'look').length).toBeLessThanOrEqual(2);
  });

  test('a pin that fails again and again does not delay the retry of another', async () => {
    const at = world({ retryMs: 20 });
    const [first, second] = [await pinned(at), await pinned(at)];
    at.channels.refusal = () => ({ why: 'unconfirmed' });
    expect((await at.pins.requests.unpin(second.id, MODERATOR)).kind).toBe('pending');
    at.channels.refusal = undefined;
    // Each of these failures once put off the retry of all.
    const { unpin } = at.channels;
    at.channels.unpin = (pin, reason) =>
      pin.messageId === first.messageId
        ? Promise.resolve({ ok: false, refusal: { why: 'unconfirmed' } })
        : unpin(pin, reason);
    const failing = setInterval(() => void at.pins.requests.unpin(first.id, MODERATOR), 5);
    try {
      await vi.waitFor(async () => expect(await stateOf(at, second.id)).toBe('ended'), 1000);
    } finally {
      clearInterval(failing);
      at.pins.stop();
    }
  });

  test('the audit log attributes the deletion of a second message to the moderator who asked for the pin', async () => {
    const at = world({ faultOf: (request) => (request === 'post' ? 'done-but-lost' : undefined) });
    await at.pins.requests.publish(await draftIn(at), MODERATOR);
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

describe('shared answers cost only what has changed in them', () => {
  const RETRACTED = [{ ...one, status: 'retracted', statusNote: 'nobody saw it' } as const, two];

  test('a start reads no answer when nothing has changed; a correction reads only the answers that show it', async () => {
    const at = world();
    await share(at, shareOf(at, 'shows it', 1));
    await change(at, RETRACTED);
    expect(at.channels.corrected.map(({ id }) => id)).toEqual(['shows it']);
    const read = vi.spyOn(at.store, 'share');
    await at.restart().pins.reconcile(SERVERS);
    await change(at, [...RETRACTED, { id: 'new', text: 'It rains.' }]);
    expect(read).not.toHaveBeenCalled();
  });

  test('a correction missed while Sitrep was not running is made at the next start', async () => {
    const at = world();
    await share(at, shareOf(at, 'missed'));
    at.facts.now = served(RETRACTED);
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(again.channels.corrected.map(({ facts }) => facts.map(({ struck }) => struck))).toEqual([
      ['nobody saw it', null],
    ]);
  });

  test('a correction that Discord did not confirm is made again after a while', async () => {
    const at = world({ retryMs: 5 });
    await share(at, shareOf(at, 'late', 1));
    at.channels.refusal = (request) => (request === 'correct' ? { why: 'unconfirmed' } : undefined);
    await change(at, RETRACTED);
    at.channels.refusal = undefined;
    await vi.waitFor(() => expect(at.channels.corrected).toHaveLength(1));
    at.pins.stop();
  });
});
