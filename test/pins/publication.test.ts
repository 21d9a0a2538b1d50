import { describe, expect, test } from 'vitest';
import { nextPinState, nextShareState, PIN_STATES, SHARE_STATES, TRANSITIONS } from '../../src/pins/publication.ts';
import { factId } from '../situation.ts';
import { base, CHANNEL, change, draftIn, GUILD, MODERATOR, pinned, SERVERS, shareOf, world } from './world.ts';

describe('the state machine', () => {
  test.each([
    ['a living pin', TRANSITIONS.pin, 'posting', PIN_STATES],
    ['a shared answer', TRANSITIONS.share, 'sharing', SHARE_STATES],
  ] as const)(
    '%s can reach every state from its first, and leaves every state but the last',
    (_kind, table, first, all) => {
      const rows: Readonly<Record<string, Readonly<Record<string, string>>>> = table;
      const reached = new Set<string>([first]);
      for (const state of reached) for (const next of Object.values(rows[state] ?? {})) reached.add(next);
      expect([...reached].sort()).toEqual([...all].sort());
      const final = all.filter((state) => Object.keys(rows[state] ?? {}).length === 0);
      expect(final).toEqual(['ended']);
    },
  );

  test('an event that a state does not list is a mistake of the caller', () => {
    expect(() => nextPinState('ended', 'posted')).toThrow('a publication that is ended cannot be posted');
    expect(() => nextShareState('shared', 'posted')).toThrow('cannot be posted');
    expect(nextPinState('pinning', 'not-pinned')).toBe('deleting');
  });
});

describe('one press of Share posts once', () => {
  const again = { id: 'again', layout: 'again' };

  test('a second press after the answer was posted posts nothing', async () => {
    const at = world();
    const first = shareOf(at);
    expect(await at.pins.shares.claim(first)).toBe('new');
    await at.pins.shares.posted(first, 'm');
    expect(await at.restart().pins.shares.claim({ ...first, ...again })).toBe('posted');
  });

  test('after a kill a second press finds the answer that arrived', async () => {
    const at = world();
    await at.pins.shares.claim(shareOf(at));
    at.channels.posted.add('mine');
    const next = at.restart();
    next.channels.posted.add('mine');
    expect(await next.pins.shares.claim({ ...shareOf(next), ...again })).toBe('posted');
    expect(await next.store.share('mine')).toMatchObject({ state: 'shared', messageId: 'message of mine' });
    expect(await next.store.unconfirmedShares()).toEqual([]);
  });

  test('after a kill a second press posts the answer that never arrived', async () => {
    const at = world();
    await at.pins.shares.claim(shareOf(at));
    const next = at.restart();
    expect(await next.pins.shares.claim({ ...shareOf(next), ...again })).toBe('new');
    expect((await next.store.unconfirmedShares()).map(({ id }) => id)).toEqual(['again']);
    next.pins.stop();
  });

  test.each([
    ['the channel cannot be read', { why: 'no-permission', permission: 'Read Message History' }],
    ['Discord does not answer', { why: 'unconfirmed' }],
  ] as const)('where %s, it is not posted, because it may be there', async (_what, refusal) => {
    const at = world();
    await at.pins.shares.claim(shareOf(at));
    const next = at.restart();
    next.channels.refusal = () => refusal;
    expect(await next.pins.shares.claim({ ...shareOf(next), ...again })).toBe('unknown');
    next.pins.stop();
  });

  test('where the store fails, the answer is still posted', async () => {
    const at = world();
    const addShare = async () => {
      throw new Error('database or disk is full');
    };
    Object.assign(at.store, { addShare });
    expect(await at.pins.shares.claim(shareOf(at))).toBe('new');
  });
});

describe('a pinned message that the store does not know', () => {
  const lost = async () => {
    const before = world();
    const { id, messageId } = await pinned(before);
    const at = before.restartWithoutStore();
    at.channels.recognised = { title: 'State of play', facts: at.facts.now.knowledge.facts };
    const unknown = { id, channelId: CHANNEL, messageId: messageId ?? '' };
    return { at, unknown };
  };

  test('is found when the channel is read, even where no pin is recorded', async () => {
    const { at, unknown } = await lost();
    expect(await at.pins.requests.look(CHANNEL)).toEqual({ living: [], unknown: [unknown] });
    await at.pins.requests.publish(await draftIn(at), MODERATOR);
    expect((await at.pins.requests.look(CHANNEL)).unknown).toEqual([unknown]);
  });

  test('becomes a living pin again when it is adopted, and follows the facts', async () => {
    const { at, unknown } = await lost();
    expect(await at.pins.requests.adopt(unknown, GUILD, MODERATOR)).toMatchObject({
      kind: 'done',
      pin: { ...unknown, state: 'pinned', createdBy: '7', content: { kind: 'brief', title: 'State of play' } },
    });
    expect(await at.pins.requests.look(CHANNEL)).toMatchObject({ living: [{ current: true }], unknown: [] });
    await change(at, [{ ...base[0], id: 'one', text: 'The bridge is shut.' }, ...base.slice(1)]);
    const pin = await at.store.pin(unknown.id);
    expect(pin?.content.facts[0]?.fact.text).toBe('The bridge is shut.');
    expect(at.channels.messages.get(unknown.messageId)?.shows).toBe(pin?.fingerprint);
    expect((await at.pins.requests.adopt(unknown, GUILD, MODERATOR)).kind).toBe('already');
  });

  test('keeps the facts recognised in it where its heading is not that of the whole brief', async () => {
    const { at, unknown } = await lost();
    at.channels.recognised = { title: 'Roads', facts: at.facts.now.knowledge.facts.slice(1) };
    expect(await at.pins.requests.adopt(unknown, GUILD, MODERATOR)).toMatchObject({
      kind: 'done',
      pin: { content: { kind: 'facts', facts: [{ fact: { id: factId('two') } }] } },
    });
  });

  test('is not adopted where none of its facts is recognised, or where it is no longer pinned', async () => {
    const { at, unknown } = await lost();
    const { recognised } = at.channels;
    at.channels.recognised = { title: '', facts: [] };
    expect(await at.pins.requests.adopt(unknown, GUILD, MODERATOR)).toEqual({ kind: 'gone' });
    at.channels.recognised = recognised;
    const message = at.channels.messages.get(unknown.messageId) ?? expect.fail('no message');
    message.pinned = false;
    expect(await at.pins.requests.adopt(unknown, GUILD, MODERATOR)).toEqual({ kind: 'gone' });
    expect(await at.store.livingPins()).toEqual([]);
  });

  test('can be unpinned, and a refusal is reported', async () => {
    const { at, unknown } = await lost();
    at.channels.refusal = (request) => (request === 'unpin' ? { why: 'archived' } : undefined);
    expect(await at.pins.requests.unpinUnknown(unknown, MODERATOR)).toEqual({ why: 'archived' });
    at.channels.refusal = undefined;
    expect(await at.pins.requests.unpinUnknown(unknown, MODERATOR)).toBeNull();
    expect(at.channels.messages.get(unknown.messageId)?.pinned).toBe(false);
    await at.pins.reconcile(SERVERS);
    expect(await at.pins.requests.look(CHANNEL)).toEqual({ living: [], unknown: [] });
  });
});
