import { describe, expect, test, vi } from 'vitest';
import { createSitrep } from '../../src/sitrep.ts';
import type { FactDraft } from '../situation.ts';
import { base, CHANNEL, change, draftIn, GUILD, MODERATOR, pinned, SERVERS, shownTexts, world } from './world.ts';

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
