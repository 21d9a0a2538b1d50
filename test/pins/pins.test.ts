import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { previewMark } from '../../src/pins/draft-pin.ts';
import type { PinUpdates } from '../../src/pins/follow-facts.ts';
import { asShown, type Draft, type Pin, type PinContent, pinIdOf } from '../../src/pins/pin.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { type FactDraft, factId, situation } from '../situation.ts';
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
  share,
  shareOf,
  shownTexts,
  type World,
  world,
} from './world.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A draft of an answer of these facts. */
async function answerOf({ pins }: World, heading: { title?: string }, ...facts: readonly string[]): Promise<Draft> {
  const where = { guildId: GUILD, channelId: CHANNEL, situation: 'test', about: null, by: '7' };
  return (
    (await pins.requests.startDraft({ kind: 'answer', ...where, ...heading, facts: facts.map(factId) })) ??
    expect.fail('no facts')
  );
}

const contentOf = ({ pins }: World, draft: Draft): PinContent =>
  (pins.requests.preview(draft) ?? expect.fail('not served')).content;

describe('headings', () => {
  const titleOf = async ({ store }: World, { id }: Draft) => (await store.pin(pinIdOf(id)))?.content.title;

  test('a pinned answer is named after the facts that it shows, whatever is chosen or goes', async () => {
    const at = world();
    const draft = await answerOf(at, {}, 'one', 'two');
    expect(contentOf(at, draft).title).toBe('Bridge and 1 more');
    const second = (await at.pins.requests.choose(draft.id, [factId('two')])) ?? expect.fail('no draft');
    expect(contentOf(at, second).title).toBe('Road');
    await at.pins.requests.choose(draft.id, draft.offered);
    await at.pins.requests.publish(draft.id, MODERATOR);
    const [one, two] = base as [FactDraft, FactDraft];
    await change(at, [{ ...one, status: 'retracted' }, two]);
    expect(await titleOf(at, draft)).toBe('Road');
    await change(at, [one, { ...two, label: 'The high road' }]);
    expect(await titleOf(at, draft)).toBe('Bridge and 1 more');
  });

  test('a pinned answer keeps the heading of the answer, as long as the fact that it names is there', async () => {
    const [one, two] = base as [FactDraft, FactDraft];
    const at = world();
    const about = await answerOf(at, { title: 'Ways over the river' }, 'one', 'two');
    const first = await answerOf(at, { title: 'When: bridge' }, 'one', 'two');
    for (const { id } of [about, first]) await at.pins.requests.publish(id, MODERATOR);
    await change(at, [one, { ...two, text: 'The road is closed.' }]);
    expect([await titleOf(at, about), await titleOf(at, first)]).toEqual(['Ways over the river', 'When: bridge']);
    await change(at, [{ ...one, status: 'retracted' }, two]);
    expect([await titleOf(at, about), await titleOf(at, first)]).toEqual(['Ways over the river', 'Road']);
    await change(at, [
      { ...one, status: 'retracted' },
      { ...two, label: 'The high road' },
    ]);
    expect([await titleOf(at, about), await titleOf(at, first)]).toEqual(['Ways over the river', 'The high road']);
  });

  test('a pin of chosen facts on no subject is named after the first', async () => {
    const at = world();
    const where = { guildId: GUILD, channelId: CHANNEL, situation: 'test', about: null, by: '7' };
    const draft = (await at.pins.requests.startDraft({ kind: 'facts', ...where })) ?? expect.fail('no facts');
    expect(contentOf(at, draft).title).toBe('Bridge and 1 more');
    const second = (await at.pins.requests.choose(draft.id, [factId('two')])) ?? expect.fail('no draft');
    expect(contentOf(at, second).title).toBe('Road');
  });

  test('a renamed topic renames its pin, without a line about it', async () => {
    const at = world();
    const topics = (title: string) => [{ id: 'all', title }];
    const about = 'topic:all' as const;
    const draft = await at.pins.requests.startDraft({
      kind: 'facts',
      guildId: GUILD,
      channelId: CHANNEL,
      situation: 'test',
      about,
      by: '7',
    });
    if (draft === undefined) throw new Error('no facts');
    await at.pins.requests.publish(draft.id, MODERATOR);
    at.facts.now = createSitrep(situation({ facts: base, topics: topics('Roads and bridges') }));
    await at.pins.knowledgeChanged();
    expect((await at.store.pin(pinIdOf(draft.id)))?.content).toMatchObject({ title: 'Roads and bridges', changes: [] });
    // The id of a topic that is gone may read like the name of another.
    const others = [{ id: 'all-else', title: 'All' }];
    at.facts.now = createSitrep(
      situation({ facts: base.map((fact) => ({ ...fact, topic: 'all-else' })), topics: others }),
    );
    await at.pins.knowledgeChanged();
    expect(await titleOf(at, draft)).toBe('Roads and bridges');
  });
});

describe('facts change', () => {
  const [one, two] = base as [FactDraft, FactDraft];

  test('another wording is edited in without a review, also where pins ask', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    await change(at, [{ ...one, text: 'The bridge is shut.' }, two]);
    expect(await shownTexts(at, id)).toEqual(['The bridge is shut.', 'The road is open.']);
    expect((await at.store.pin(id))?.content).toMatchObject({ review: null, changes: [] });
    expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([
      (await at.store.pin(id))?.fingerprint,
    ]);
  });

  test('a correction is shown with a dated line where pins follow by themselves', async () => {
    const at = world();
    const { id } = await pinned(at);
    await change(at, [
      { ...one, status: 'corrected', statusNote: 'first reports were wrong', text: 'The bridge is open.' },
      two,
    ]);
    expect(await shownTexts(at, id)).toEqual(['The bridge is open.', 'The road is open.']);
    expect((await at.store.pin(id))?.content.changes).toEqual([
      { atMs: at.clock.ms, text: 'Corrected: Bridge (first reports were wrong)', fact: 'one' },
    ]);
    expect((await at.pins.requests.history(CHANNEL, 1))[0]).toMatchObject({ what: 'updated', by: null });
  });

  test('a correction waits for a review where pins ask, until a moderator leaves or refreshes', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    const corrected = [{ ...one, status: 'corrected', text: 'The bridge is open.' } as const, two];
    await change(at, corrected);
    expect(await shownTexts(at, id)).toEqual(['The bridge is closed.', 'The road is open.']);
    expect((await at.store.pin(id))?.content.review).not.toBeNull();
    expect((await at.pins.requests.leave(id, MODERATOR, await seen(at, id))).kind).toBe('done');
    expect((await at.store.pin(id))?.content.review).toBeNull();
    expect((await at.store.pin(id))?.content.changes).toMatchObject([
      { text: 'Left as it was by a moderator: Bridge' },
    ]);
    // What was left does not ask again when something else changes.
    await change(at, [...corrected, { id: 'far', text: 'Elsewhere it rains.', importance: 1, topic: 'all' }]);
    expect((await at.store.pin(id))?.content.review).not.toBeNull();
    const difference = await at.pins.requests.difference(id);
    expect([difference?.facts.map(({ kind }) => kind), difference?.dismissed]).toEqual([['corrected', 'added'], 1]);
    expect((await at.pins.requests.refresh(id, MODERATOR)).kind).toBe('done');
    expect(await shownTexts(at, id)).toEqual(['The bridge is open.', 'The road is open.', 'Elsewhere it rains.']);
    expect((await at.pins.requests.inChannel(CHANNEL)).map(({ current }) => current)).toEqual([true]);
    expect((await at.pins.requests.refresh(id, MODERATOR)).kind).toBe('already');
  });

  test('a pin that waits for a review, or was left as it was, gives the time of the version that it shows', async () => {
    const at = world({ updates: 'ask' });
    const { id, updatedAtMs } = await pinned(at);
    const time = async () => (await at.store.pin(id))?.updatedAtMs;
    at.clock.ms += 60_000;
    await change(at, [{ ...one, text: 'The bridge is not closed.' }, two]);
    expect(await time()).toBe(updatedAtMs);
    await at.pins.requests.leave(id, MODERATOR, await seen(at, id));
    expect(await time()).toBe(updatedAtMs);
    await at.pins.requests.refresh(id, MODERATOR);
    expect(await time()).toBe(at.clock.ms);
  });

  test('Refresh keeps the news of the day, and takes out that of earlier days and what was left as it was', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    const refresh = async (facts: readonly FactDraft[]) => {
      await change(at, facts);
      await at.pins.requests.refresh(id, MODERATOR);
      return (await at.store.pin(id))?.content.changes.map(({ text }) => text);
    };
    const open: FactDraft = { ...one, text: 'The bridge is not closed.' };
    const three: FactDraft = { id: 'three', text: 'The dam holds.', label: 'Dam', importance: 5 };
    await change(at, [one, two, three]);
    await at.pins.requests.leave(id, MODERATOR, await seen(at, id));
    expect(await refresh([open, two, three])).toEqual(['Changed: Bridge', 'New: Dam']);
    at.clock.ms += 60_000;
    const gone: FactDraft = { ...two, status: 'retracted', statusNote: 'nobody drove there' };
    expect(await refresh([open, gone, three])).toEqual([
      'Taken out, retracted: Road (nobody drove there)',
      'Changed: Bridge',
      'New: Dam',
    ]);
    at.clock.ms += DAY_MS;
    expect(await refresh([open, { ...three, text: 'The dam does not hold.' }])).toEqual(['Changed: Dam']);
  });

  test.each(['auto', 'ask'] as const)(
    'a retracted fact is struck with the reason until a refresh (%s)',
    async (updates) => {
      const at = world({ updates });
      const { id } = await pinned(at);
      await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
      expect(await shownTexts(at, id)).toEqual(['struck: The bridge is closed. nobody saw it', 'The road is open.']);
      await change(at, [
        { ...one, status: 'retracted', statusNote: 'nobody saw it' },
        { ...two, label: 'The road' },
      ]);
      expect((await at.store.pin(id))?.content.review === null).toBe(updates === 'auto');
      await at.pins.requests.refresh(id, MODERATOR);
      expect(await shownTexts(at, id)).toEqual(['The road is open.']);
    },
  );

  test.each(['auto', 'ask'] as const)(
    'a fact is no longer struck once its retraction is taken back, and a dated line says so (%s)',
    async (updates) => {
      const at = world({ updates });
      const { id } = await pinned(at);
      await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
      at.clock.ms += DAY_MS;
      await change(at, base);
      expect(await shownTexts(at, id)).toEqual(['The bridge is closed.', 'The road is open.']);
      expect((await at.store.pin(id))?.content).toMatchObject({
        review: null,
        changes: [
          { atMs: at.clock.ms, text: 'Holds again: Bridge' },
          { atMs: at.clock.ms - DAY_MS, text: 'Retracted: Bridge (nobody saw it)' },
        ],
      });
      expect((await at.pins.requests.inChannel(CHANNEL)).map(({ current }) => current)).toEqual([true]);
    },
  );

  test('all changes of a fact on one day are one line, and a correction of a new fact still tells that it is new', async () => {
    const at = world();
    const { id } = await pinned(at);
    const three: FactDraft = { id: 'three', text: 'The dam holds.', label: 'Dam', importance: 5 };
    const lines = async () => (await at.store.pin(id))?.content.changes.map(({ text }) => text);
    await change(at, [{ ...one, text: 'The bridge is open.' }, two, three]);
    at.clock.ms += 1000;
    await change(at, [
      { ...one, status: 'corrected', statusNote: 'it opened at noon', text: 'The bridge is open since noon.' },
      two,
      { ...three, text: 'The dam does not hold.' },
    ]);
    expect(await lines()).toEqual(['Corrected: Bridge (it opened at noon)', 'New: Dam']);
    at.clock.ms += DAY_MS;
    await change(at, [one, two, { ...three, text: 'The dam does not hold.' }]);
    expect(await lines()).toEqual(['Changed: Bridge', 'Corrected: Bridge (it opened at noon)', 'New: Dam']);
  });

  test('a correction is also posted as a reply where this is set, once, and news that corrects nothing is not', async () => {
    const at = world({ correctionReplies: 'on' });
    const corrected: FactDraft = { ...one, status: 'corrected', text: 'The bridge is open.' };
    const { messageId } = await pinned(at);
    await share(at, shareOf(at, 'mine', 1));
    const three: FactDraft = { id: 'three', text: 'The dam holds.', label: 'Dam', importance: 5 };
    await change(at, [one, two, three]);
    expect(at.channels.announced).toEqual([]);
    await change(at, [corrected, two, three]);
    await at.pins.knowledgeChanged();
    const corrections = ['Corrected: Bridge'];
    expect(at.channels.announced).toEqual([
      { messageId, corrections },
      { messageId: 'message of mine', corrections },
    ]);
    const silent = world();
    await pinned(silent);
    await change(silent, [corrected, two]);
    expect(silent.channels.announced).toEqual([]);
  });

  test('a retracted fact that returns as something else stays struck until it is reviewed', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    await change(at, [{ ...one, text: 'The bridge is not closed.' }, two]);
    expect(await shownTexts(at, id)).toEqual(['struck: The bridge is closed. nobody saw it', 'The road is open.']);
    expect((await at.store.pin(id))?.content.review).not.toBeNull();
    await at.pins.requests.refresh(id, MODERATOR);
    expect(await shownTexts(at, id)).toEqual(['The bridge is not closed.', 'The road is open.']);
  });

  test('a struck fact shows the curator’s newest reason', async () => {
    const at = world();
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    await change(at, [{ ...one, status: 'retracted', statusNote: 'it was another bridge' }, two]);
    expect((await shownTexts(at, id))?.[0]).toBe('struck: The bridge is closed. it was another bridge');
  });

  test.each(['auto', 'ask'] as const)(
    'a brief does not list a struck fact among those without a time (%s)',
    async (updates) => {
      const at = world({ updates });
      const { id } = await pinned(at);
      expect((await at.store.pin(id))?.content.frame).toContain('No time given: Bridge; Road.');
      await change(at, [{ ...one, status: 'retracted' }, two]);
      expect((await at.store.pin(id))?.content.frame).toContain('No time given: Road.');
    },
  );

  test('a dismissed change that was undone asks again when it returns', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    const disputed = [{ ...one, status: 'disputed', statusNote: 'Another report doubts it.' } as const, two];
    await change(at, disputed);
    await at.pins.requests.leave(id, MODERATOR, await seen(at, id));
    await change(at, [...disputed]);
    expect((await at.store.pin(id))?.content.review).toBeNull();
    await change(at, base);
    expect((await at.store.pin(id))?.content.dismissed).toEqual([]);
    await change(at, disputed);
    expect((await at.store.pin(id))?.content.review).not.toBeNull();
  });

  test('a successor takes the place of the fact that it replaces', async () => {
    const at = world();
    const { id } = await pinned(at);
    const three: FactDraft = {
      id: 'three',
      text: 'The bridge has fallen.',
      label: 'Fall of the bridge',
      importance: 5,
    };
    await change(at, [{ ...one, status: 'superseded', supersededBy: 'three' }, two, three]);
    expect(await shownTexts(at, id)).toEqual(['The bridge has fallen.', 'The road is open.']);
  });

  test('a dismissed review leaves the frame of a brief as it was, too', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    const frame = (await at.store.pin(id))?.content.frame;
    await change(at, [{ ...one, text: 'The bridge was closed on Sunday.', time: 'Sunday' }, two]);
    expect((await at.pins.requests.leave(id, MODERATOR, await seen(at, id))).kind).toBe('done');
    expect((await at.store.pin(id))?.content.frame).toEqual(frame);
    expect(await shownTexts(at, id)).toEqual(['The bridge is closed.', 'The road is open.']);
    await at.pins.requests.refresh(id, MODERATOR);
    expect((await at.store.pin(id))?.content.frame).not.toEqual(frame);
  });

  test('a change that a pin does not show costs it no request', async () => {
    const at = world();
    const { id } = await pinned(at);
    const before = at.channels.requests.length;
    await change(at, [...base, { id: 'old', text: 'It was sunny.', status: 'retracted' }]);
    expect(at.channels.requests.length).toBe(before);
    expect((await at.store.pin(id))?.content.version).toBe(served(base).knowledge.version);
  });
});

describe('a pinned brief follows the brief', () => {
  const many = (count: number, parts: Partial<FactDraft> = {}): FactDraft[] =>
    Array.from({ length: count }, (_, n) => ({ id: `n${n}`, text: `It is ${n}.`, label: `n${n}`, ...parts }));
  const labels = async ({ store }: World, { id }: Pin) =>
    (await store.pin(id))?.content.facts.map(({ fact }) => fact.label);
  const lines = async ({ store }: World, { id }: Pin) => (await store.pin(id))?.content.changes.map(({ text }) => text);
  const names = (...numbers: readonly number[]) => numbers.map((n) => `n${n}`);
  const late: FactDraft = { id: 'late', text: 'It is late.', label: 'Late', importance: 5 };

  test('a fact that becomes more important than another takes its place, and lines say so', async () => {
    const at = world();
    at.facts.now = served(many(12));
    const pin = await pinned(at);
    expect(await labels(at, pin)).toEqual(names(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    await change(
      at,
      many(12).map((fact) => (fact.id === 'n11' ? { ...fact, importance: 5 } : fact)),
    );
    expect(await labels(at, pin)).toEqual(names(11, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    expect(await lines(at, pin)).toEqual(['Made room for others, and still holds: n9', 'New: n11']);
    expect((await at.pins.requests.inChannel(CHANNEL)).map(({ current }) => current)).toEqual([true]);
  });

  test.each(['auto', 'ask'] as const)(
    'another order of the facts is shown without a line and without a review (%s)',
    async (updates) => {
      const at = world({ updates });
      at.facts.now = served(many(3));
      const pin = await pinned(at);
      await change(
        at,
        many(3).map((fact) => (fact.id === 'n2' ? { ...fact, importance: 5 } : fact)),
      );
      expect(await labels(at, pin)).toEqual(names(2, 0, 1));
      expect((await at.store.pin(pin.id))?.content).toMatchObject({ changes: [], review: null });
      expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([
        (await at.store.pin(pin.id))?.fingerprint,
      ]);
    },
  );

  test('a fact that comes in and one that goes wait for one review, and may be dismissed', async () => {
    const at = world({ updates: 'ask' });
    at.facts.now = served(many(10));
    const pin = await pinned(at);
    await change(at, [...many(10), late]);
    expect(await labels(at, pin)).toEqual(names(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    expect((await at.store.pin(pin.id))?.content.review).not.toBeNull();
    expect((await at.pins.requests.difference(pin.id))?.facts.map(({ kind }) => kind)).toEqual(['dropped', 'added']);
    await at.pins.requests.leave(pin.id, MODERATOR, await seen(at, pin.id));
    await change(at, [...many(10), { ...late, text: 'It is very late.' }]);
    expect((await at.store.pin(pin.id))?.content.review).toBeNull();
    await at.pins.requests.refresh(pin.id, MODERATOR);
    expect(await labels(at, pin)).toEqual(['Late', ...names(0, 1, 2, 3, 4, 5, 6, 7, 8)]);
  });

  test('a moderator’s choice stays: facts taken out stay out, and added ones stay in', async () => {
    const at = world();
    at.facts.now = served(many(14));
    const draft = await draftIn(at);
    const chosen = [...names(1, 2, 3, 4, 5, 6, 7, 8, 9), 'n13'].map(factId);
    await at.pins.requests.choose(draft, chosen);
    const made = await at.pins.requests.publish(draft, MODERATOR);
    if (made.kind !== 'done') throw new Error(made.kind);
    expect(await labels(at, made.pin)).toEqual(chosen);
    await change(at, [...many(14), late]);
    expect(await labels(at, made.pin)).toEqual(['Late', ...names(1, 2, 3, 4, 5, 6, 7, 8, 13)]);
    await change(at, many(14));
    await at.pins.requests.refresh(made.pin.id, MODERATOR);
    expect(await labels(at, made.pin)).toEqual(chosen);
  });

  test('a full brief with a struck fact takes the new fact in when a moderator refreshes', async () => {
    const at = world();
    at.facts.now = served(many(10));
    const pin = await pinned(at);
    const struck = many(10).map((fact) => (fact.id === 'n3' ? { ...fact, status: 'retracted' as const } : fact));
    await change(at, [...struck, late]);
    expect(await labels(at, pin)).toEqual(names(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    expect(await lines(at, pin)).toEqual(['Retracted: n3 (It is no longer in the fact base.)']);
    await at.pins.requests.refresh(pin.id, MODERATOR);
    expect(await labels(at, pin)).toEqual(['Late', ...names(0, 1, 2, 4, 5, 6, 7, 8, 9)]);
  });

  test('a pin of chosen facts neither offers nor takes in other facts on its subject', async () => {
    const at = world();
    const draft = await at.pins.requests.startDraft({
      kind: 'facts',
      guildId: GUILD,
      channelId: CHANNEL,
      situation: 'test',
      about: null,
      by: '7',
    });
    const made = await at.pins.requests.publish(draft?.id ?? '', MODERATOR);
    if (made.kind !== 'done') throw new Error(made.kind);
    await change(at, [...base, late]);
    expect((await at.pins.requests.difference(made.pin.id))?.facts).toEqual([]);
    expect((await at.pins.requests.refresh(made.pin.id, MODERATOR)).kind).toBe('done');
    expect(await labels(at, made.pin)).toEqual(['Bridge', 'Road']);
  });
});

describe('what was previewed is what is posted', () => {
  const [one, two] = base as [FactDraft, FactDraft];

  test('a preview whose fact is retracted is not posted any more; the new preview is', async () => {
    const at = world();
    const draft = (await at.store.draft(await draftIn(at))) ?? expect.fail('no draft');
    const seen = previewMark(contentOf(at, draft));
    await change(at, [{ ...one, status: 'retracted' }, two]);
    expect(await at.pins.requests.publish(draft.id, MODERATOR, undefined, seen)).toEqual({ kind: 'changed' });
    expect(await at.store.livingPins()).toEqual([]);
    expect(at.channels.requests).toEqual([]);
    const renewed = (await at.pins.requests.renew(draft.id)) ?? expect.fail('no draft');
    const preview = contentOf(at, renewed);
    const made = await at.pins.requests.publish(draft.id, MODERATOR, undefined, previewMark(preview));
    expect(made).toMatchObject({ kind: 'done', pin: { content: preview } });
    // A double click has its outcome, whatever has changed since.
    expect((await at.pins.requests.publish(draft.id, MODERATOR, undefined, seen)).kind).toBe('already');
  });

  test('a fact that now belongs to a draft’s brief is offered and chosen; a fact taken out stays out', async () => {
    const at = world();
    const draft = await draftIn(at);
    await at.pins.requests.choose(draft, [factId('two')]);
    await change(at, [...base, { id: 'late', text: 'It is late.', label: 'Late', importance: 5 }]);
    const renewed = (await at.pins.requests.renew(draft)) ?? expect.fail('no draft');
    expect([renewed.offered, renewed.chosen]).toEqual([
      ['one', 'late', 'two'],
      ['late', 'two'],
    ]);
    expect(await at.store.draft(draft)).toEqual(renewed);
    const made = await at.pins.requests.publish(draft, MODERATOR);
    expect(made.kind === 'done' && (await shownTexts(at, made.pin.id))).toEqual(['It is late.', 'The road is open.']);
  });
});

describe('an edit that Discord refuses', () => {
  test('a refresh in an archived thread is refused, however often it is pressed, until the thread is open', async () => {
    const [one, two] = base as [FactDraft, FactDraft];
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'corrected', text: 'The bridge is open.' }, two]);
    at.channels.refusal = () => ({ why: 'archived' });
    const refused = { kind: 'refused', refusal: { why: 'archived' } };
    expect(await at.pins.requests.refresh(id, MODERATOR)).toEqual(refused);
    expect(await at.pins.requests.refresh(id, MODERATOR)).toEqual(refused);
    at.channels.refusal = undefined;
    expect((await at.pins.requests.refresh(id, MODERATOR)).kind).toBe('done');
    expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([
      (await at.store.pin(id))?.fingerprint,
    ]);
  });
});

describe('a draft whose facts were replaced', () => {
  const [one, two] = base as [FactDraft, FactDraft];
  const three: FactDraft = { id: 'three', text: 'The ferry runs.', label: 'Ferry', importance: 3 };
  const replaced = [{ ...one, status: 'superseded', supersededBy: 'three' } as const, two, three];

  async function withoutBridge(...chosen: readonly string[]) {
    const at = world();
    const draft = await draftIn(at);
    await at.pins.requests.choose(draft, chosen.map(factId));
    await change(at, replaced);
    return { at, draft: (await at.pins.requests.renew(draft)) ?? expect.fail('no draft') };
  }
  const textsOf = (at: World, draft: Draft | undefined) =>
    contentOf(at, draft ?? expect.fail('no draft')).facts.map(({ fact }) => fact.text);

  test('the successor of a fact that was taken out is out as well, until it is chosen', async () => {
    const { at, draft } = await withoutBridge('two');
    expect([draft.chosen, textsOf(at, draft)]).toEqual([['two'], [two.text]]);
    const chosen = (await at.pins.requests.choose(draft.id, draft.offered)) ?? expect.fail('no draft');
    expect(textsOf(at, chosen)).toEqual([two.text, three.text]);
    expect(textsOf(at, await at.pins.requests.renew(chosen.id))).toEqual([two.text, three.text]);
  });

  test('an added fact that replaces one taken out stays in a renewed draft, also where it is in no brief', async () => {
    const at = world();
    const facts = Array.from(
      { length: 12 },
      (_, n): FactDraft => ({ id: `f${n}`, text: `Text ${n}.`, importance: n < 10 ? 3 : 1 }),
    );
    at.facts.now = served(facts);
    const draft = (await at.store.draft(await draftIn(at))) ?? expect.fail('no draft');
    const chosen = draft.offered.filter((id) => id !== 'f0' && (draft.chosen.includes(id) || id === 'f11'));
    await at.pins.requests.choose(draft.id, chosen);
    await change(at, [{ ...(facts[0] ?? one), status: 'superseded', supersededBy: 'f11' }, ...facts.slice(1)]);
    const renewed = (await at.pins.requests.renew(draft.id)) ?? expect.fail('no draft');
    expect(textsOf(at, renewed)).toContain('Text 11.');
    expect(textsOf(at, (await at.pins.requests.renew(draft.id)) ?? renewed)).toEqual(textsOf(at, renewed));
  });

  test('an added fact stays in when it replaces one that was taken out', async () => {
    const many = Array.from(
      { length: 11 },
      (_, n): FactDraft => ({ id: `f${n}`, text: `Text ${n}.`, label: `Fact ${n}`, importance: n < 10 ? 3 : 1 }),
    );
    const at = world();
    at.facts.now = served(many);
    const draft = (await at.store.draft(await draftIn(at))) ?? expect.fail('no draft');
    await at.pins.requests.choose(
      draft.id,
      draft.offered.filter((id) => id !== 'f0'),
    );
    await change(at, [{ ...(many[0] ?? one), status: 'superseded', supersededBy: 'f10' }, ...many.slice(1)]);
    const before = (await at.store.draft(draft.id)) ?? expect.fail('no draft');
    expect(textsOf(at, before)).toContain('Text 10.');
    expect(textsOf(at, await at.pins.requests.renew(before.id))).toEqual(textsOf(at, before));
  });
});

describe('answers that others read', () => {
  test('an answer whose facts changed while it was being posted is corrected', async () => {
    const [one, two] = base as [FactDraft, FactDraft];
    const at = world();
    const answer = shareOf(at);
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    await share(at, answer);
    await at.pins.settled();
    expect(at.channels.corrected.map(({ facts }) => facts.map(({ struck }) => struck))).toEqual([
      ['nobody saw it', null],
    ]);
  });

  test('a struck fact of an answer stands again with a dated line when its retraction is taken back', async () => {
    const [one, two] = base as [FactDraft, FactDraft];
    const at = world();
    await share(at, shareOf(at));
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    await change(at, [{ ...one, status: 'retracted', statusNote: 'it was another bridge' }, two]);
    expect(at.channels.corrected.at(-1)?.facts[0]?.struck).toBe('it was another bridge');
    await change(at, [one, { ...two, text: 'Open is the road.' }]);
    expect(at.channels.corrected.at(-1)?.facts.map(({ fact, struck }) => [fact.text, struck])).toEqual([
      ['The bridge is closed.', null],
      ['Open is the road.', null],
    ]);
    expect(at.channels.corrected.at(-1)?.changes.map(({ text }) => text)).toEqual(['Holds again: Bridge']);
    // Another wording alone costs no request.
    const before = at.channels.corrected.length;
    await change(at, base);
    expect(at.channels.corrected.length).toBe(before);
  });
});

describe('an answer that is shared', () => {
  const [one, two] = base as [FactDraft, FactDraft];

  test('after a kill the next process finds the answer, and corrections reach it', async () => {
    const at = world();
    await at.pins.shares.claim(shareOf(at));
    const again = at.restart();
    again.channels.posted.add('mine');
    await again.pins.reconcile(SERVERS);
    expect(await again.store.unconfirmedShares()).toEqual([]);
    await change(again, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    expect(again.channels.corrected.map(({ messageId }) => messageId)).toEqual(['message of mine']);
  });

  test('an answer whose facts changed before it was found is corrected when it is found', async () => {
    const at = world();
    await at.pins.shares.claim(shareOf(at));
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    at.channels.posted.add('mine');
    await at.pins.reconcile(SERVERS);
    expect(at.channels.corrected.map(({ facts }) => facts[0]?.struck)).toEqual(['nobody saw it']);
  });

  test('a correction that Discord did not confirm is made again', async () => {
    const at = world({ retryMs: 5 });
    await at.pins.shares.claim(shareOf(at));
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    at.channels.posted.add('mine');
    let failures = 2;
    at.channels.refusal = (request) => (request === 'correct' && failures-- > 0 ? { why: 'unconfirmed' } : undefined);
    at.pins.shares.unconfirmed();
    await vi.waitFor(() => expect(at.channels.corrected).toHaveLength(1), 5000);
    expect((await at.store.share('mine'))?.facts[0]?.struck).toBe('nobody saw it');
    at.pins.stop();
  });

  test('an answer that is nowhere is looked for as long as it may arrive, and then forgotten', async () => {
    const at = world();
    await at.pins.shares.claim(shareOf(at));
    await at.pins.reconcile(SERVERS);
    at.channels.refusal = () => ({ why: 'no-permission', permission: 'Read Message History' });
    at.clock.ms += 20 * 60_000;
    await at.pins.reconcile(SERVERS);
    expect(await at.store.unconfirmedShares()).toHaveLength(1);
    at.channels.refusal = undefined;
    await at.pins.reconcile(SERVERS);
    at.pins.stop();
    expect(await at.store.unconfirmedShares()).toEqual([]);
    expect(at.channels.corrected).toEqual([]);
  });

  test.each(['channel-gone', 'server-gone'] as const)(
    'an unconfirmed answer is forgotten when Discord says %s',
    async (why) => {
      const at = world();
      await at.pins.shares.claim(shareOf(at));
      at.channels.refusal = () => ({ why });
      await at.pins.reconcile(SERVERS);
      expect(await at.store.unconfirmedShares()).toEqual([]);
    },
  );
});

describe('what was not confirmed', () => {
  test('a post whose answer was lost is pinned when the process restarts within the nonce’s life', async () => {
    const at = world({ faultOf: (request) => (request === 'post' ? 'done-but-lost' : undefined) });
    expect((await at.pins.requests.publish(await draftIn(at), MODERATOR)).kind).toBe('pending');
    at.clock.ms += 30_000;
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect([...again.channels.messages.values()].map(({ pinned: is }) => is)).toEqual([true]);
  });

  test('while the channel cannot be read after that time, nothing is posted and the moderator reads why; then it goes on', async () => {
    const at = world({ faultOf: (request) => (request === 'post' ? 'done-but-killed' : undefined) });
    const reply = { token: 'token', untilMs: at.clock.ms + 900_000 };
    void at.pins.requests.publish(await draftIn(at), { by: '7', reply });
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

  test('a moderator whose pin was set just before a kill is told by the next process', async () => {
    const at = world({ faultOf: (request) => (request === 'pin' ? 'done-but-killed' : undefined) });
    void at.pins.requests.publish(await draftIn(at), {
      by: '7',
      reply: { token: 'token', untilMs: at.clock.ms + 900_000 },
    });
    await at.channels.killed;
    const again = at.restart();
    await again.pins.reconcile(SERVERS);
    expect(again.channels.told).toMatchObject([{ token: 'token', asked: 'publish', outcome: { kind: 'done' } }]);
    expect(await again.store.pinsWithReplies()).toEqual([]);
  });
});

describe('a message that is unpinned', () => {
  const underReview = async (faultOf?: (request: string) => Fault | undefined) => {
    const [one, two] = base as [FactDraft, FactDraft];
    const at = world({ updates: 'ask', ...(faultOf === undefined ? {} : { faultOf }) });
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'corrected', text: 'The bridge is open.' }, two]);
    at.clock.ms += 1000;
    return { at, id };
  };

  test('says since when it is no longer followed, and waits for no review', async () => {
    const { at, id } = await underReview();
    expect((await at.pins.requests.unpin(id, MODERATOR)).kind).toBe('done');
    const pin = (await at.store.pin(id)) ?? expect.fail('no pin');
    expect(pin).toMatchObject({ state: 'ended', end: 'unpinned', content: { review: null, endedAtMs: at.clock.ms } });
    expect([...at.channels.messages.values()].map(({ shows, pinned: is }) => [shows, is])).toEqual([
      [at.channels.fingerprint(pin), false],
    ]);
  });

  test('it is unpinned once, and says so later, where Discord does not confirm the edit', async () => {
    let isLost = false;
    const { at, id } = await underReview((request) => (isLost && request === 'edit' ? 'lost' : undefined));
    isLost = true;
    expect((await at.pins.requests.unpin(id, MODERATOR)).kind).toBe('pending');
    const { ms } = at.clock;
    at.clock.ms += 60_000;
    isLost = false;
    at.channels.refusal = (request) =>
      request === 'unpin' ? { why: 'no-permission', permission: 'Pin Messages' } : undefined;
    await at.pins.reconcile(SERVERS);
    at.pins.stop();
    expect(await at.store.pin(id)).toMatchObject({ state: 'ended', end: 'unpinned', content: { endedAtMs: ms } });
    expect(at.channels.requests.filter((request) => request === 'unpin')).toHaveLength(1);
  });

  test('it says so as well where somebody unpinned it in Discord, and the history says that nobody here asked', async () => {
    let isLost = false;
    const { at, id } = await underReview((request) => (isLost && request === 'edit' ? 'lost' : undefined));
    const [message] = at.channels.messages.values();
    if (message !== undefined) message.pinned = false;
    isLost = true;
    expect((await at.pins.requests.look(CHANNEL)).living).toMatchObject([
      { pin: { state: 'unpinning', end: 'unpinned-by-hand' } },
    ]);
    isLost = false;
    await at.pins.reconcile(SERVERS);
    at.pins.stop();
    const pin = (await at.store.pin(id)) ?? expect.fail('no pin');
    expect(pin).toMatchObject({ state: 'ended', end: 'unpinned-by-hand', confirmed: null });
    expect(pin.content).toMatchObject({ review: null, endedAtMs: at.clock.ms });
    expect(message?.shows).toBe(at.channels.fingerprint(pin));
    expect(at.channels.requests).not.toContain('unpin');
    expect(at.channels.reasons.at(-1)).toBe('Nobody asked: it was unpinned in Discord');
    expect(await at.pins.requests.history(CHANNEL, 1)).toMatchObject([
      { what: 'ended', detail: 'somebody unpinned it in Discord', by: null },
    ]);
  });

  test('what it shows is kept for its Proof where it may not be edited', async () => {
    const { at, id } = await underReview();
    at.channels.refusal = (request) => (request === 'edit' ? { why: 'archived' } : undefined);
    await at.pins.requests.refresh(id, MODERATOR);
    await at.pins.requests.unpin(id, MODERATOR);
    const pin = (await at.store.pin(id)) ?? expect.fail('no pin');
    expect(asShown(pin).content.facts.map(({ fact }) => fact.text)).toEqual(base.map(({ text }) => text));
  });

  test('it is unpinned all the same where it may not be edited', async () => {
    const { at, id } = await underReview();
    at.channels.refusal = (request) => (request === 'edit' ? { why: 'archived' } : undefined);
    expect((await at.pins.requests.unpin(id, MODERATOR)).kind).toBe('done');
    expect(await at.store.pin(id)).toMatchObject({ state: 'ended', end: 'unpinned' });
  });
});

describe('who is told', () => {
  test('the unpinning of a pin that was just made is told when Discord confirms it', async () => {
    let isLost = false;
    const at = world({ faultOf: () => (isLost ? 'lost' : undefined) });
    const reply = (token: string) => ({ by: '7', reply: { token, untilMs: at.clock.ms + 900_000 } });
    const made = await at.pins.requests.publish(await draftIn(at), reply('first'));
    if (made.kind !== 'done') throw new Error(made.kind);
    isLost = true;
    expect((await at.pins.requests.unpin(made.pin.id, reply('second'))).kind).toBe('pending');
    isLost = false;
    await at.pins.reconcile(SERVERS);
    expect(at.channels.told).toMatchObject([{ token: 'second', asked: 'unpin', outcome: { kind: 'done' } }]);
    at.pins.stop();
  });
});

describe('the bot and the server', () => {
  test('when the bot is added again, pins still pinned go on, and the others have ended', async () => {
    const at = world();
    const kept = await pinned(at);
    const lost = await pinned(at);
    await at.pins.serverLeft(GUILD);
    expect((await at.store.livingPins()).map(({ state }) => state)).toEqual(['away', 'away']);
    at.channels.messages.delete(lost.messageId ?? '');
    await at.pins.serverBack(GUILD);
    expect(await Promise.all([kept, lost].map(async ({ id }) => (await at.store.pin(id))?.state))).toEqual([
      'pinned',
      'ended',
    ]);
    expect((await at.store.pin(lost.id))?.end).toBe('message-gone');
  });

  test('when the bot was removed between posting and pinning, the message is pinned once it is back', async () => {
    const at = world();
    at.channels.refusal = (request) => (request === 'pin' ? { why: 'server-gone' } : undefined);
    await at.pins.requests.publish(await draftIn(at), MODERATOR);
    await at.pins.serverLeft(GUILD);
    expect([...at.channels.messages.values()].map((message) => message.pinned)).toEqual([false]);
    at.channels.refusal = undefined;
    await at.pins.serverBack(GUILD);
    expect((await at.store.livingPins()).map(({ state }) => state)).toEqual(['pinned']);
    expect([...at.channels.messages.values()].map((message) => message.pinned)).toEqual([true]);
  });

  test('without the right to pin nothing is left behind, and the missing permission is named', async () => {
    const at = world();
    at.channels.refusal = (request) =>
      request === 'pin' ? { why: 'no-permission', permission: 'Pin Messages' } : undefined;
    const draft = await draftIn(at);
    expect(await at.pins.requests.publish(draft, MODERATOR)).toEqual({
      kind: 'refused',
      refusal: { why: 'no-permission', permission: 'Pin Messages' },
    });
    expect(at.channels.messages.size).toBe(0);
    at.channels.refusal = undefined;
    expect((await at.pins.requests.publish(draft, MODERATOR)).kind).toBe('done');
  });

  test('when making room does not help, the outcome names the pin that was unpinned', async () => {
    const at = world({ pinLimit: 1 });
    const old = await pinned(at);
    at.channels.refusal = (request) => (request === 'pin' ? { why: 'pins-full' } : undefined);
    const outcome = await at.pins.requests.publish(await draftIn(at), MODERATOR, old.id);
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
            await attempt(at.pins.requests.publish(await draftIn(at), MODERATOR));
            break;
          case 'publish-twice': {
            const draft = await draftIn(at);
            await attempt(
              Promise.all([
                at.pins.requests.publish(draft, MODERATOR),
                at.pins.requests.publish(draft, { by: '8', reply: null }),
              ]),
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
            const pin = (await at.store.livingPins())[act.which];
            if (pin !== undefined) await attempt(at.pins.requests[act.do](pin.id, MODERATOR));
          }
        }
      }
      at = at.restart();
      await at.pins.reconcile(SERVERS);
      at.pins.stop();

      const living = await at.store.livingPins();
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
        const end = (await at.store.pin(pinId))?.end;
        if (!is) expect(['unpinned', 'replaced', 'unpinned-by-hand']).toContain(end);
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);
