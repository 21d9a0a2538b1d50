import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PinUpdates } from '../../src/pins/follow-facts.ts';
import { PIN_FACTS_MAX } from '../../src/pins/pin.ts';
import type { FactDraft } from '../situation.ts';
import type { Fault } from './fake-channels.ts';
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
  world,
} from './world.ts';

test.each([
  [['one'], 'Bridge'],
  [['one', 'two'], 'Bridge and 1 more'],
])('GIVEN an answer of %j THEN its pin is named after the first fact', (ids, title) => {
  const at = world();
  const facts = ids.map((id) => at.facts.now.knowledge.facts.find((fact) => fact.id === id)?.id ?? expect.fail(id));
  const draft = at.pins.startDraft({
    kind: 'answer',
    guildId: GUILD,
    channelId: CHANNEL,
    about: null,
    facts,
    by: '7',
  });
  expect(draft?.title).toBe(title);
});

describe('facts change', () => {
  const [one, two] = base as [FactDraft, FactDraft];

  test('GIVEN another wording WHEN pins ask THEN the message is edited all the same and no review is asked', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    await change(at, [{ ...one, text: 'The bridge is shut.' }, two]);
    expect(shownTexts(at, id)).toEqual(['The bridge is shut.', 'The road is open.']);
    expect(at.store.pin(id)?.content).toMatchObject({ review: null, changes: [] });
    expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([at.store.pin(id)?.shown]);
  });

  test('GIVEN a correction WHEN pins follow by themselves THEN it is shown with a dated line', async () => {
    const at = world();
    const { id } = await pinned(at);
    await change(at, [
      { ...one, status: 'corrected', statusNote: 'first reports were wrong', text: 'The bridge is open.' },
      two,
    ]);
    expect(shownTexts(at, id)).toEqual(['The bridge is open.', 'The road is open.']);
    expect(at.store.pin(id)?.content.changes).toEqual([
      { atMs: at.clock.ms, text: 'Corrected: Bridge (first reports were wrong)' },
    ]);
    expect(at.pins.history(CHANNEL, 1)[0]).toMatchObject({ what: 'updated', by: null });
  });

  test('GIVEN a correction WHEN pins ask THEN the facts stay and a review waits, until a moderator leaves or refreshes', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    const corrected = [{ ...one, status: 'corrected', text: 'The bridge is open.' } as const, two];
    await change(at, corrected);
    expect(shownTexts(at, id)).toEqual(['The bridge is closed.', 'The road is open.']);
    expect(at.store.pin(id)?.content.review).not.toBeNull();
    expect((await at.pins.leave(id, MODERATOR, seen(at, id))).kind).toBe('done');
    expect(at.store.pin(id)?.content.review).toBeNull();
    // What was left does not ask again when something else changes.
    await change(at, [...corrected, { id: 'far', text: 'Elsewhere it rains.', importance: 1, topic: 'all' }]);
    expect(at.store.pin(id)?.content.review).not.toBeNull();
    const difference = at.pins.difference(id);
    expect([difference?.facts.map(({ kind }) => kind), difference?.left]).toEqual([['corrected', 'added'], 1]);
    expect((await at.pins.refresh(id, MODERATOR)).kind).toBe('done');
    expect(shownTexts(at, id)).toEqual(['The bridge is open.', 'The road is open.', 'Elsewhere it rains.']);
    expect(at.pins.inChannel(CHANNEL).map(({ current }) => current)).toEqual([true]);
    expect((await at.pins.refresh(id, MODERATOR)).kind).toBe('already');
  });

  test.each(['auto', 'ask'] as const)(
    'GIVEN a retraction WHEN pins %s THEN it is struck with the reason until refreshed',
    async (updates) => {
      const at = world({ updates });
      const { id } = await pinned(at);
      await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
      expect(shownTexts(at, id)).toEqual(['struck: The bridge is closed. nobody saw it', 'The road is open.']);
      await change(at, [
        { ...one, status: 'retracted', statusNote: 'nobody saw it' },
        { ...two, label: 'The road' },
      ]);
      expect(at.store.pin(id)?.content.review === null).toBe(updates === 'auto');
      await at.pins.refresh(id, MODERATOR);
      expect(shownTexts(at, id)).toEqual(['The road is open.']);
    },
  );

  test('GIVEN a retraction that is taken back THEN the fact is no longer struck', async () => {
    const at = world();
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'retracted' }, two]);
    await change(at, base);
    expect(shownTexts(at, id)).toEqual(['The bridge is closed.', 'The road is open.']);
  });

  test('GIVEN a successor THEN it takes the place', async () => {
    const at = world();
    const { id } = await pinned(at);
    const three: FactDraft = {
      id: 'three',
      text: 'The bridge has fallen.',
      label: 'Fall of the bridge',
      importance: 5,
    };
    await change(at, [{ ...one, status: 'superseded', supersededBy: 'three' }, two, three]);
    expect(shownTexts(at, id)).toEqual(['The bridge has fallen.', 'The road is open.']);
  });

  test('GIVEN a review of a brief whose frame changed, too WHEN a moderator leaves it THEN the whole pin stays as it is', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    const frame = at.store.pin(id)?.content.frame;
    await change(at, [{ ...one, text: 'The bridge was closed on Sunday.', time: 'Sunday' }, two]);
    expect((await at.pins.leave(id, MODERATOR, seen(at, id))).kind).toBe('done');
    expect(at.store.pin(id)?.content.frame).toEqual(frame);
    expect(shownTexts(at, id)).toEqual(['The bridge is closed.', 'The road is open.']);
    await at.pins.refresh(id, MODERATOR);
    expect(at.store.pin(id)?.content.frame).not.toEqual(frame);
  });

  test('GIVEN a pin that is full WHEN a fact newly belongs THEN no line says that it came in', async () => {
    const at = world();
    const many = Array.from({ length: PIN_FACTS_MAX }, (_, n): FactDraft => ({ id: `n${n}`, text: `It is ${n}.` }));
    at.facts.now = served(many);
    const draft = draftIn(at);
    at.pins.choose(draft, at.store.draft(draft)?.offered ?? []);
    const made = await at.pins.publish(draft, MODERATOR);
    if (made.kind !== 'done') throw new Error(made.kind);
    await change(at, [...many, { id: 'late', text: 'It is late.', label: 'Late', importance: 5 }]);
    expect(at.store.pin(made.pin.id)?.content).toMatchObject({ facts: made.pin.content.facts, changes: [] });
    expect(at.pins.inChannel(CHANNEL).map(({ current }) => current)).toEqual([false]);
  });

  test('a change that a pin does not show costs it no request', async () => {
    const at = world();
    const { id } = await pinned(at);
    const before = at.channels.requests.length;
    await change(at, [...base, { id: 'old', text: 'It was sunny.', status: 'retracted' }]);
    expect(at.channels.requests.length).toBe(before);
    expect(at.store.pin(id)?.content.version).toBe(served(base).knowledge.version);
  });
});

describe('an edit that Discord refuses', () => {
  test('GIVEN an archived thread THEN a refresh is refused, however often it is pressed, until it can be done', async () => {
    const [one, two] = base as [FactDraft, FactDraft];
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'corrected', text: 'The bridge is open.' }, two]);
    at.channels.refusal = () => ({ why: 'archived' });
    const refused = { kind: 'refused', refusal: { why: 'archived' } };
    expect(await at.pins.refresh(id, MODERATOR)).toEqual(refused);
    expect(await at.pins.refresh(id, MODERATOR)).toEqual(refused);
    at.channels.refusal = undefined;
    expect((await at.pins.refresh(id, MODERATOR)).kind).toBe('done');
    expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([at.store.pin(id)?.shown]);
  });
});

describe('answers that others read', () => {
  test('GIVEN facts that were swapped while an answer was posted WHEN it is remembered THEN it is corrected', async () => {
    const [one, two] = base as [FactDraft, FactDraft];
    const at = world();
    const { facts, version } = at.facts.now.knowledge;
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    at.pins.remember({
      messageId: 'm',
      channelId: CHANNEL,
      guildId: GUILD,
      situation: at.facts.now.knowledge.name,
      atMs: at.clock.ms,
      facts: facts.map((fact) => ({ fact, struck: null })),
      changes: [],
      layout: '',
      version,
    });
    await at.pins.settled();
    expect(at.channels.corrected.map((answer) => answer.facts.map(({ struck }) => struck))).toEqual([
      ['nobody saw it', null],
    ]);
  });
});

describe('what was not confirmed', () => {
  test('GIVEN a post whose answer was lost WHEN the process starts within the nonce’s life THEN the same message is pinned', async () => {
    const at = world({ faultOf: (request) => (request === 'post' ? 'done-but-lost' : undefined) });
    expect((await at.pins.publish(draftIn(at), MODERATOR)).kind).toBe('pending');
    at.clock.ms += 30_000;
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect([...again.channels.messages.values()].map(({ pinned: is }) => is)).toEqual([true]);
  });

  test('GIVEN the channel cannot be read after that time THEN nothing is posted, the moderator hears why, and it goes on when it can', async () => {
    const at = world({ faultOf: (request) => (request === 'post' ? 'done-but-killed' : undefined) });
    const reply = { token: 'token', untilMs: at.clock.ms + 900_000 };
    void at.pins.publish(draftIn(at), { by: '7', reply });
    await at.channels.killed;
    at.clock.ms += 200_000;
    const again = at.restart();
    again.channels.unreadable = true;
    await again.pins.reconcile(SERVERS);
    expect(again.channels.requests).not.toContain('post');
    const refusal = { why: 'no-permission', permission: 'Read Message History' };
    expect(again.channels.told).toMatchObject([{ asked: 'publish', outcome: { kind: 'pending', refusal } }]);
    again.channels.unreadable = false;
    await again.pins.reconcile(SERVERS);
    expect([...again.channels.messages.values()].map(({ pinned: is }) => is)).toEqual([true]);
    expect(again.channels.told.at(-1)).toMatchObject({ asked: 'publish', outcome: { kind: 'done' } });
  });

  test('GIVEN the process ended after the pin was set THEN the next one tells the moderator', async () => {
    const at = world({ faultOf: (request) => (request === 'pin' ? 'done-but-killed' : undefined) });
    void at.pins.publish(draftIn(at), { by: '7', reply: { token: 'token', untilMs: at.clock.ms + 900_000 } });
    await at.channels.killed;
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(again.channels.told).toMatchObject([{ token: 'token', asked: 'publish', outcome: { kind: 'done' } }]);
    expect(again.store.untold()).toEqual([]);
  });
});

describe('who is told', () => {
  test('GIVEN a pin that was just made WHEN its unpinning is not confirmed at once THEN that is told when it is', async () => {
    let isLost = false;
    const at = world({ faultOf: () => (isLost ? 'lost' : undefined) });
    const reply = (token: string) => ({ by: '7', reply: { token, untilMs: at.clock.ms + 900_000 } });
    const made = await at.pins.publish(draftIn(at), reply('first'));
    if (made.kind !== 'done') throw new Error(made.kind);
    isLost = true;
    expect((await at.pins.unpin(made.pin.id, reply('second'))).kind).toBe('pending');
    isLost = false;
    await at.pins.reconcile(SERVERS);
    expect(at.channels.told).toMatchObject([{ token: 'second', asked: 'unpin', outcome: { kind: 'done' } }]);
    at.pins.stop();
  });
});

describe('the bot and the server', () => {
  test('GIVEN the bot was removed and added again THEN what is still pinned goes on, and what is not has ended', async () => {
    const at = world();
    const kept = await pinned(at);
    const lost = await pinned(at);
    await at.pins.serverLeft(GUILD);
    expect(at.store.livingPins().map(({ state }) => state)).toEqual(['away', 'away']);
    at.channels.messages.delete(lost.messageId ?? '');
    await at.pins.serverBack(GUILD);
    expect([kept, lost].map(({ id }) => at.store.pin(id)?.state)).toEqual(['pinned', 'ended']);
    expect(at.store.pin(lost.id)?.end).toBe('message-gone');
  });

  test('GIVEN the bot was removed between posting and pinning WHEN it is added again THEN the message is pinned', async () => {
    const at = world();
    at.channels.refusal = (request) => (request === 'pin' ? { why: 'server-gone' } : undefined);
    await at.pins.publish(draftIn(at), MODERATOR);
    await at.pins.serverLeft(GUILD);
    expect([...at.channels.messages.values()].map((message) => message.pinned)).toEqual([false]);
    at.channels.refusal = undefined;
    await at.pins.serverBack(GUILD);
    expect(at.store.livingPins().map(({ state }) => state)).toEqual(['pinned']);
    expect([...at.channels.messages.values()].map((message) => message.pinned)).toEqual([true]);
  });

  test('GIVEN the right to pin is missing THEN nothing is left behind and the lack is named', async () => {
    const at = world();
    at.channels.refusal = (request) =>
      request === 'pin' ? { why: 'no-permission', permission: 'Pin Messages' } : undefined;
    const draft = draftIn(at);
    expect(await at.pins.publish(draft, MODERATOR)).toEqual({
      kind: 'refused',
      refusal: { why: 'no-permission', permission: 'Pin Messages' },
    });
    expect(at.channels.messages.size).toBe(0);
    at.channels.refusal = undefined;
    expect((await at.pins.publish(draft, MODERATOR)).kind).toBe('done');
  });

  test('GIVEN a full channel and a replacement that does not help THEN it is told what was unpinned', async () => {
    const at = world({ pinLimit: 1 });
    const old = await pinned(at);
    at.channels.refusal = (request) => (request === 'pin' ? { why: 'pins-full' } : undefined);
    const outcome = await at.pins.publish(draftIn(at), MODERATOR, old.id);
    expect(outcome).toMatchObject({ kind: 'full', oldest: null, replaced: { id: old.id, end: 'replaced' } });
  });
});

type Act =
  | { readonly do: 'publish' | 'publish-twice' | 'time' | 'change' }
  | { readonly do: 'unpin' | 'remove' | 'refresh' | 'unpin-by-hand' | 'delete-by-hand'; readonly which: number };

const acts = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom<Act['do'] & ('publish' | 'publish-twice' | 'time' | 'change')>(
        'publish',
        'publish-twice',
        'time',
        'change',
      ),
    }),
    fc.record({
      do: fc.constantFrom<'unpin' | 'remove' | 'refresh' | 'unpin-by-hand' | 'delete-by-hand'>(
        'unpin',
        'remove',
        'refresh',
        'unpin-by-hand',
        'delete-by-hand',
      ),
      which: fc.nat(9),
    }),
  ),
  { maxLength: 12 },
);
const faults = fc.array(
  fc.option(fc.constantFrom<Fault>('lost', 'done-but-lost', 'killed', 'done-but-killed'), { freq: 3 }),
  { maxLength: 40 },
);

test('whatever happens in between, each request ends as one true pinned message or none', async () => {
  await fc.assert(
    fc.asyncProperty(acts, faults, fc.constantFrom<PinUpdates>('auto', 'ask'), async (sequence, plan, updates) => {
      const left = [...plan];
      const faultOf = () => left.shift() ?? undefined;
      let at = world({ updates, pinLimit: 4, faultOf });
      let version = 0;
      const attempt = async (work: Promise<unknown>) => {
        let isDead = false;
        await Promise.race([
          work,
          at.channels.killed.then(() => {
            isDead = true;
          }),
        ]);
        if (!isDead) return;
        at = at.restart(faultOf);
        await attempt(at.pins.reconcile(SERVERS));
      };
      for (const act of sequence) {
        switch (act.do) {
          case 'publish':
            await attempt(at.pins.publish(draftIn(at), MODERATOR));
            break;
          case 'publish-twice': {
            const draft = draftIn(at);
            await attempt(
              Promise.all([at.pins.publish(draft, MODERATOR), at.pins.publish(draft, { by: '8', reply: null })]),
            );
            break;
          }
          case 'time':
            at.clock.ms += 200_000;
            await attempt(at.pins.reconcile(SERVERS));
            break;
          case 'change':
            version += 1;
            at.facts.now = served([
              {
                id: 'one',
                text: `Bridge ${version}.`,
                label: 'Bridge',
                status: 'corrected',
                statusNote: `note ${version}`,
              },
              ...base.slice(1),
            ]);
            await attempt(at.pins.knowledgeChanged());
            break;
          case 'unpin-by-hand':
          case 'delete-by-hand': {
            const message = [...at.channels.messages.values()][act.which];
            if (message === undefined) break;
            if (act.do === 'delete-by-hand') at.channels.messages.delete(message.id);
            else message.pinned = false;
            break;
          }
          default: {
            const pin = at.store.livingPins()[act.which];
            if (pin !== undefined) await attempt(at.pins[act.do](pin.id, MODERATOR));
          }
        }
      }
      at = at.restart();
      await at.pins.reconcile(SERVERS);
      at.pins.stop();

      const living = at.store.livingPins();
      expect(living.map(({ state }) => state)).toEqual(living.map(() => 'pinned'));
      const messages = [...at.channels.messages.values()];
      expect(new Set(messages.map(({ pinId }) => pinId)).size).toBe(messages.length);
      expect(
        messages
          .filter(({ pinned: is }) => is)
          .map(({ id }) => id)
          .sort(),
      ).toEqual(living.map(({ messageId }) => messageId).sort());
      for (const pin of living)
        expect(at.channels.messages.get(pin.messageId ?? '')?.shows).toBe(at.channels.fingerprint(pin));
      for (const { pinId, pinned: is } of messages) {
        const end = at.store.pin(pinId)?.end;
        if (!is) expect(['unpinned', 'replaced', 'unpinned-by-hand']).toContain(end);
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);
