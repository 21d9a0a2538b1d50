import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { previewMark } from '../../src/pins/draft-pin.ts';
import type { PinUpdates } from '../../src/pins/follow-facts.ts';
import { type AwaitedShare, asShown, type Draft, type Pin, pinIdOf } from '../../src/pins/pin.ts';
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
  shownTexts,
  type World,
  world,
} from './world.ts';

/** A draft of an answer of these facts. */
function answerOf({ pins }: World, ...facts: readonly string[]): Draft {
  const where = { guildId: GUILD, channelId: CHANNEL, about: null, by: '7' };
  return pins.startDraft({ kind: 'answer', ...where, facts: facts.map(factId) }) ?? expect.fail('no facts');
}

describe('headings', () => {
  const titleOf = ({ store }: World, { id }: Draft) => store.pin(pinIdOf(id))?.content.title;

  test('GIVEN an answer THEN its pin is named after the facts that it shows, whatever is chosen or goes', async () => {
    const at = world();
    const draft = answerOf(at, 'one', 'two');
    expect(at.pins.preview(draft).content.title).toBe('Bridge and 1 more');
    const second = at.pins.choose(draft.id, [factId('two')]) ?? expect.fail('no draft');
    expect(at.pins.preview(second).content.title).toBe('Road');
    at.pins.choose(draft.id, draft.offered);
    await at.pins.publish(draft.id, MODERATOR);
    const [one, two] = base as [FactDraft, FactDraft];
    await change(at, [{ ...one, status: 'retracted' }, two]);
    expect(titleOf(at, draft)).toBe('Road');
    await change(at, [one, { ...two, label: 'The high road' }]);
    expect(titleOf(at, draft)).toBe('Bridge and 1 more');
  });

  test('GIVEN a topic that gets another name THEN the heading of its pin has it, without a line', async () => {
    const at = world();
    const topics = (title: string) => [{ id: 'all', title }];
    const about = 'topic:all' as const;
    const draft = at.pins.startDraft({ kind: 'facts', guildId: GUILD, channelId: CHANNEL, about, by: '7' });
    if (draft === undefined) throw new Error('no facts');
    await at.pins.publish(draft.id, MODERATOR);
    at.facts.now = createSitrep(situation({ facts: base, topics: topics('Roads and bridges') }));
    await at.pins.knowledgeChanged();
    expect(at.store.pin(pinIdOf(draft.id))?.content).toMatchObject({ title: 'Roads and bridges', changes: [] });
    // The id of a topic that is gone may read like the name of another.
    const others = [{ id: 'all-else', title: 'All' }];
    at.facts.now = createSitrep(
      situation({ facts: base.map((fact) => ({ ...fact, topic: 'all-else' })), topics: others }),
    );
    await at.pins.knowledgeChanged();
    expect(titleOf(at, draft)).toBe('Roads and bridges');
  });
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

  test.each(['auto', 'ask'] as const)(
    'GIVEN a retraction that is taken back WHEN pins %s THEN the fact is no longer struck, and a dated line says that it holds',
    async (updates) => {
      const at = world({ updates });
      const { id } = await pinned(at);
      await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
      at.clock.ms += 1000;
      await change(at, base);
      expect(shownTexts(at, id)).toEqual(['The bridge is closed.', 'The road is open.']);
      expect(at.store.pin(id)?.content).toMatchObject({
        review: null,
        changes: [
          { atMs: at.clock.ms, text: 'Holds again: Bridge' },
          { atMs: at.clock.ms - 1000, text: 'Retracted: Bridge (nobody saw it)' },
        ],
      });
      expect(at.pins.inChannel(CHANNEL).map(({ current }) => current)).toEqual([true]);
    },
  );

  test('GIVEN a retracted fact that holds again as something else WHEN pins ask THEN it stays struck until it is reviewed', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    await change(at, [{ ...one, text: 'The bridge is not closed.' }, two]);
    expect(shownTexts(at, id)).toEqual(['struck: The bridge is closed. nobody saw it', 'The road is open.']);
    expect(at.store.pin(id)?.content.review).not.toBeNull();
    await at.pins.refresh(id, MODERATOR);
    expect(shownTexts(at, id)).toEqual(['The bridge is not closed.', 'The road is open.']);
  });

  test('GIVEN a struck fact WHEN the curator gives another reason THEN the pin has it', async () => {
    const at = world();
    const { id } = await pinned(at);
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    await change(at, [{ ...one, status: 'retracted', statusNote: 'it was another bridge' }, two]);
    expect(shownTexts(at, id)?.[0]).toBe('struck: The bridge is closed. it was another bridge');
  });

  test.each(['auto', 'ask'] as const)(
    'GIVEN a struck fact without a time WHEN pins %s THEN the brief does not name it among those without a time',
    async (updates) => {
      const at = world({ updates });
      const { id } = await pinned(at);
      expect(at.store.pin(id)?.content.frame).toContain('No time given: Bridge; Road.');
      await change(at, [{ ...one, status: 'retracted' }, two]);
      expect(at.store.pin(id)?.content.frame).toContain('No time given: Road.');
    },
  );

  test('GIVEN a change that was left and then undone WHEN it comes again THEN it asks again', async () => {
    const at = world({ updates: 'ask' });
    const { id } = await pinned(at);
    const disputed = [{ ...one, status: 'disputed', statusNote: 'Another report doubts it.' } as const, two];
    await change(at, disputed);
    await at.pins.leave(id, MODERATOR, seen(at, id));
    await change(at, [...disputed]);
    expect(at.store.pin(id)?.content.review).toBeNull();
    await change(at, base);
    expect(at.store.pin(id)?.content.left).toEqual([]);
    await change(at, disputed);
    expect(at.store.pin(id)?.content.review).not.toBeNull();
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

  test('a change that a pin does not show costs it no request', async () => {
    const at = world();
    const { id } = await pinned(at);
    const before = at.channels.requests.length;
    await change(at, [...base, { id: 'old', text: 'It was sunny.', status: 'retracted' }]);
    expect(at.channels.requests.length).toBe(before);
    expect(at.store.pin(id)?.content.version).toBe(served(base).knowledge.version);
  });
});

describe('a pinned brief follows the brief', () => {
  const many = (count: number, parts: Partial<FactDraft> = {}): FactDraft[] =>
    Array.from({ length: count }, (_, n) => ({ id: `n${n}`, text: `It is ${n}.`, label: `n${n}`, ...parts }));
  const labels = ({ store }: World, { id }: Pin) => store.pin(id)?.content.facts.map(({ fact }) => fact.label);
  const lines = ({ store }: World, { id }: Pin) => store.pin(id)?.content.changes.map(({ text }) => text);
  const names = (...numbers: readonly number[]) => numbers.map((n) => `n${n}`);
  const late: FactDraft = { id: 'late', text: 'It is late.', label: 'Late', importance: 5 };

  test('GIVEN a fact that becomes more important than another THEN it comes in, that one goes, and lines say so', async () => {
    const at = world();
    at.facts.now = served(many(12));
    const pin = await pinned(at);
    expect(labels(at, pin)).toEqual(names(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    await change(
      at,
      many(12).map((fact) => (fact.id === 'n11' ? { ...fact, importance: 5 } : fact)),
    );
    expect(labels(at, pin)).toEqual(names(11, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    expect(lines(at, pin)).toEqual(['No longer in this brief: n9', 'New: n11']);
    expect(at.pins.inChannel(CHANNEL).map(({ current }) => current)).toEqual([true]);
  });

  test.each(['auto', 'ask'] as const)(
    'GIVEN another order WHEN pins %s THEN the message has it, without a line and without a review',
    async (updates) => {
      const at = world({ updates });
      at.facts.now = served(many(3));
      const pin = await pinned(at);
      await change(
        at,
        many(3).map((fact) => (fact.id === 'n2' ? { ...fact, importance: 5 } : fact)),
      );
      expect(labels(at, pin)).toEqual(names(2, 0, 1));
      expect(at.store.pin(pin.id)?.content).toMatchObject({ changes: [], review: null });
      expect([...at.channels.messages.values()].map(({ shows }) => shows)).toEqual([at.store.pin(pin.id)?.shown]);
    },
  );

  test('GIVEN pins that ask WHEN a fact comes in and one goes THEN both wait for a review, and may be left', async () => {
    const at = world({ updates: 'ask' });
    at.facts.now = served(many(10));
    const pin = await pinned(at);
    await change(at, [...many(10), late]);
    expect(labels(at, pin)).toEqual(names(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    expect(at.store.pin(pin.id)?.content.review).not.toBeNull();
    expect(at.pins.difference(pin.id)?.facts.map(({ kind }) => kind)).toEqual(['dropped', 'added']);
    await at.pins.leave(pin.id, MODERATOR, seen(at, pin.id));
    await change(at, [...many(10), { ...late, text: 'It is very late.' }]);
    expect(at.store.pin(pin.id)?.content.review).toBeNull();
    await at.pins.refresh(pin.id, MODERATOR);
    expect(labels(at, pin)).toEqual(['Late', ...names(0, 1, 2, 3, 4, 5, 6, 7, 8)]);
  });

  test('GIVEN a moderator’s choice THEN what they took out stays out and what they put in stays in', async () => {
    const at = world();
    at.facts.now = served(many(14));
    const draft = draftIn(at);
    const chosen = [...names(1, 2, 3, 4, 5, 6, 7, 8, 9), 'n13'].map(factId);
    at.pins.choose(draft, chosen);
    const made = await at.pins.publish(draft, MODERATOR);
    if (made.kind !== 'done') throw new Error(made.kind);
    expect(labels(at, made.pin)).toEqual(chosen);
    await change(at, [...many(14), late]);
    expect(labels(at, made.pin)).toEqual(['Late', ...names(1, 2, 3, 4, 5, 6, 7, 8, 13)]);
    await change(at, many(14));
    await at.pins.refresh(made.pin.id, MODERATOR);
    expect(labels(at, made.pin)).toEqual(chosen);
  });

  test('GIVEN a brief of ten with one struck THEN what newly belongs comes in when a moderator refreshes', async () => {
    const at = world();
    at.facts.now = served(many(10));
    const pin = await pinned(at);
    const struck = many(10).map((fact) => (fact.id === 'n3' ? { ...fact, status: 'retracted' as const } : fact));
    await change(at, [...struck, late]);
    expect(labels(at, pin)).toEqual(names(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    expect(lines(at, pin)).toEqual(['Retracted: n3 (It is no longer in the fact base.)']);
    await at.pins.refresh(pin.id, MODERATOR);
    expect(labels(at, pin)).toEqual(['Late', ...names(0, 1, 2, 4, 5, 6, 7, 8, 9)]);
  });

  test('GIVEN a pin of chosen facts WHEN another comes on the subject THEN it is neither offered nor taken in', async () => {
    const at = world();
    const draft = at.pins.startDraft({ kind: 'facts', guildId: GUILD, channelId: CHANNEL, about: null, by: '7' });
    const made = await at.pins.publish(draft?.id ?? '', MODERATOR);
    if (made.kind !== 'done') throw new Error(made.kind);
    await change(at, [...base, late]);
    expect(at.pins.difference(made.pin.id)?.facts).toEqual([]);
    expect((await at.pins.refresh(made.pin.id, MODERATOR)).kind).toBe('done');
    expect(labels(at, made.pin)).toEqual(['Bridge', 'Road']);
  });
});

describe('what was previewed is what is posted', () => {
  const [one, two] = base as [FactDraft, FactDraft];

  test('GIVEN a draft WHEN a fact of it is retracted THEN its preview is not posted any more, but the new one is', async () => {
    const at = world();
    const draft = at.store.draft(draftIn(at)) ?? expect.fail('no draft');
    const seen = previewMark(at.pins.preview(draft).content);
    await change(at, [{ ...one, status: 'retracted' }, two]);
    expect(await at.pins.publish(draft.id, MODERATOR, undefined, seen)).toEqual({ kind: 'changed' });
    expect(at.store.livingPins()).toEqual([]);
    expect(at.channels.requests).toEqual([]);
    const preview = at.pins.preview(at.pins.renew(draft)).content;
    const made = await at.pins.publish(draft.id, MODERATOR, undefined, previewMark(preview));
    expect(made).toMatchObject({ kind: 'done', pin: { content: preview } });
    // A double click has its outcome, whatever has changed since.
    expect((await at.pins.publish(draft.id, MODERATOR, undefined, seen)).kind).toBe('already');
  });

  test('GIVEN a draft of a brief WHEN a fact newly belongs THEN it is offered and chosen, and what was taken out stays out', async () => {
    const at = world();
    const draft = draftIn(at);
    at.pins.choose(draft, [factId('two')]);
    await change(at, [...base, { id: 'late', text: 'It is late.', label: 'Late', importance: 5 }]);
    const renewed = at.pins.renew(at.store.draft(draft) ?? expect.fail('no draft'));
    expect([renewed.offered, renewed.chosen]).toEqual([
      ['one', 'late', 'two'],
      ['late', 'two'],
    ]);
    expect(at.store.draft(draft)).toEqual(renewed);
    const made = await at.pins.publish(draft, MODERATOR);
    expect(made.kind === 'done' && shownTexts(at, made.pin.id)).toEqual(['It is late.', 'The road is open.']);
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

describe('a draft whose facts were replaced', () => {
  const [one, two] = base as [FactDraft, FactDraft];
  const three: FactDraft = { id: 'three', text: 'The ferry runs.', label: 'Ferry', importance: 3 };
  const replaced = [{ ...one, status: 'superseded', supersededBy: 'three' } as const, two, three];

  async function withoutBridge(...chosen: readonly string[]) {
    const at = world();
    const draft = draftIn(at);
    at.pins.choose(draft, chosen.map(factId));
    await change(at, replaced);
    return { at, draft: at.pins.renew(at.store.draft(draft) ?? expect.fail('no draft')) };
  }
  const textsOf = (at: World, draft: Draft) => at.pins.preview(draft).content.facts.map(({ fact }) => fact.text);

  test('GIVEN a fact that was taken out THEN what replaces it is out, too, until it is chosen', async () => {
    const { at, draft } = await withoutBridge('two');
    expect([draft.chosen, textsOf(at, draft)]).toEqual([['two'], [two.text]]);
    const chosen = at.pins.choose(draft.id, draft.offered) ?? expect.fail('no draft');
    expect(textsOf(at, chosen)).toEqual([two.text, three.text]);
    expect(textsOf(at, at.pins.renew(chosen))).toEqual([two.text, three.text]);
  });

  test('GIVEN a fact that was put in WHEN it replaces one that was taken out THEN it stays in', async () => {
    const many = Array.from(
      { length: 11 },
      (_, n): FactDraft => ({ id: `f${n}`, text: `Text ${n}.`, label: `Fact ${n}`, importance: n < 10 ? 3 : 1 }),
    );
    const at = world();
    at.facts.now = served(many);
    const draft = at.store.draft(draftIn(at)) ?? expect.fail('no draft');
    at.pins.choose(
      draft.id,
      draft.offered.filter((id) => id !== 'f0'),
    );
    await change(at, [{ ...(many[0] ?? one), status: 'superseded', supersededBy: 'f10' }, ...many.slice(1)]);
    const before = at.store.draft(draft.id) ?? expect.fail('no draft');
    expect(textsOf(at, before)).toContain('Text 10.');
    expect(textsOf(at, at.pins.renew(before))).toEqual(textsOf(at, before));
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

  test('GIVEN an answer with a struck fact WHEN the retraction is taken back THEN it stands again, with a dated line', async () => {
    const [one, two] = base as [FactDraft, FactDraft];
    const at = world();
    const { facts, version, name: situationName } = at.facts.now.knowledge;
    const shared = {
      messageId: 'm',
      channelId: CHANNEL,
      guildId: GUILD,
      situation: situationName,
      layout: '',
      version,
    };
    at.pins.remember({ ...shared, atMs: 0, facts: facts.map((fact) => ({ fact, struck: null })), changes: [] });
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    await change(at, [{ ...one, status: 'retracted', statusNote: 'it was another bridge' }, two]);
    expect(at.channels.corrected.at(-1)?.facts[0]?.struck).toBe('it was another bridge');
    await change(at, [one, { ...two, text: 'Open is the road.' }]);
    expect(at.channels.corrected.at(-1)?.facts.map(({ fact, struck }) => [fact.text, struck])).toEqual([
      ['The bridge is closed.', null],
      ['Open is the road.', null],
    ]);
    expect(at.channels.corrected.at(-1)?.changes.map(({ text }) => text)).toEqual([
      'Holds again: Bridge',
      'Retracted: Bridge (nobody saw it)',
    ]);
    // Another wording alone costs no request.
    const before = at.channels.corrected.length;
    await change(at, base);
    expect(at.channels.corrected.length).toBe(before);
  });
});

describe('an answer that is shared', () => {
  const [one, two] = base as [FactDraft, FactDraft];
  const shareOf = (at: World): AwaitedShare => {
    const { facts, version, name } = at.facts.now.knowledge;
    const where = { channelId: CHANNEL, guildId: GUILD, situation: name, atMs: at.clock.ms };
    return { ...where, facts: facts.map((fact) => ({ fact, struck: null })), changes: [], layout: 'mine', version };
  };

  test('GIVEN the process ended before its message was known THEN the next one finds it, and corrections reach it', async () => {
    const at = world();
    at.pins.awaitShare(shareOf(at));
    const again = at.restart();
    again.channels.posted.add('mine');
    await again.pins.reconcile(SERVERS);
    expect(again.store.awaitedShares()).toEqual([]);
    await change(again, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    expect(again.channels.corrected.map(({ messageId }) => messageId)).toEqual(['message of mine']);
  });

  test('GIVEN facts that changed before it was found THEN it is corrected when it is', async () => {
    const at = world();
    at.pins.awaitShare(shareOf(at));
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    at.channels.posted.add('mine');
    await at.pins.reconcile(SERVERS);
    expect(at.channels.corrected.map(({ facts }) => facts[0]?.struck)).toEqual(['nobody saw it']);
  });

  test('GIVEN its correction is not confirmed WHEN it was found THEN the correction is made again', async () => {
    const at = world({ retryMs: 5 });
    at.pins.awaitShare(shareOf(at));
    await change(at, [{ ...one, status: 'retracted', statusNote: 'nobody saw it' }, two]);
    at.channels.posted.add('mine');
    let failures = 2;
    at.channels.refusal = (request) => (request === 'correct' && failures-- > 0 ? { why: 'unconfirmed' } : undefined);
    at.pins.lookForShares();
    await vi.waitFor(() => expect(at.channels.corrected).toHaveLength(1), 5000);
    expect(at.store.shared('message of mine')?.facts[0]?.struck).toBe('nobody saw it');
    at.pins.stop();
  });

  test('GIVEN it is nowhere THEN it is awaited as long as it may come, and then forgotten', async () => {
    const at = world();
    at.pins.awaitShare(shareOf(at));
    await at.pins.reconcile(SERVERS);
    at.channels.refusal = () => ({ why: 'no-permission', permission: 'Read Message History' });
    at.clock.ms += 20 * 60_000;
    await at.pins.reconcile(SERVERS);
    expect(at.store.awaitedShares()).toHaveLength(1);
    at.channels.refusal = undefined;
    await at.pins.reconcile(SERVERS);
    at.pins.stop();
    expect(at.store.awaitedShares()).toEqual([]);
    expect(at.channels.corrected).toEqual([]);
  });

  test.each(['channel-gone', 'server-gone'] as const)('GIVEN %s THEN it is forgotten', async (why) => {
    const at = world();
    at.pins.awaitShare(shareOf(at));
    at.channels.refusal = () => ({ why });
    await at.pins.reconcile(SERVERS);
    expect(at.store.awaitedShares()).toEqual([]);
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
    expect((await at.pins.unpin(id, MODERATOR)).kind).toBe('done');
    const pin = at.store.pin(id) ?? expect.fail('no pin');
    expect(pin).toMatchObject({ state: 'ended', end: 'unpinned', content: { review: null, endedAtMs: at.clock.ms } });
    expect([...at.channels.messages.values()].map(({ shows, pinned: is }) => [shows, is])).toEqual([
      [at.channels.fingerprint(pin), false],
    ]);
  });

  test('GIVEN that Discord does not confirm what it says THEN it is unpinned once, and says so later', async () => {
    let isLost = false;
    const { at, id } = await underReview((request) => (isLost && request === 'edit' ? 'lost' : undefined));
    isLost = true;
    expect((await at.pins.unpin(id, MODERATOR)).kind).toBe('pending');
    const { ms } = at.clock;
    at.clock.ms += 60_000;
    isLost = false;
    at.channels.refusal = (request) =>
      request === 'unpin' ? { why: 'no-permission', permission: 'Pin Messages' } : undefined;
    await at.pins.reconcile(SERVERS);
    at.pins.stop();
    expect(at.store.pin(id)).toMatchObject({ state: 'ended', end: 'unpinned', content: { endedAtMs: ms } });
    expect(at.channels.requests.filter((request) => request === 'unpin')).toHaveLength(1);
  });

  test('GIVEN it was unpinned in Discord THEN it says so, too, for nobody, and its end is told as that', async () => {
    let isLost = false;
    const { at, id } = await underReview((request) => (isLost && request === 'edit' ? 'lost' : undefined));
    const [message] = at.channels.messages.values();
    if (message !== undefined) message.pinned = false;
    isLost = true;
    expect(await at.pins.look(CHANNEL)).toMatchObject([{ pin: { state: 'unpinning', end: 'unpinned-by-hand' } }]);
    isLost = false;
    await at.pins.reconcile(SERVERS);
    at.pins.stop();
    const pin = at.store.pin(id) ?? expect.fail('no pin');
    expect(pin).toMatchObject({ state: 'ended', end: 'unpinned-by-hand', shows: null });
    expect(pin.content).toMatchObject({ review: null, endedAtMs: at.clock.ms });
    expect(message?.shows).toBe(at.channels.fingerprint(pin));
    expect(at.channels.requests).not.toContain('unpin');
    expect(at.channels.reasons.at(-1)).toBe('Nobody asked: it was unpinned in Discord');
    expect(at.pins.history(CHANNEL, 1)).toMatchObject([{ what: 'ended', detail: 'unpinned-by-hand', by: null }]);
  });

  test('GIVEN what it shows may not be changed THEN that is kept, for its Proof', async () => {
    const { at, id } = await underReview();
    at.channels.refusal = (request) => (request === 'edit' ? { why: 'archived' } : undefined);
    await at.pins.refresh(id, MODERATOR);
    await at.pins.unpin(id, MODERATOR);
    const pin = at.store.pin(id) ?? expect.fail('no pin');
    expect(asShown(pin).content.facts.map(({ fact }) => fact.text)).toEqual(base.map(({ text }) => text));
  });

  test('GIVEN a message that may not be changed THEN it is unpinned all the same', async () => {
    const { at, id } = await underReview();
    at.channels.refusal = (request) => (request === 'edit' ? { why: 'archived' } : undefined);
    expect((await at.pins.unpin(id, MODERATOR)).kind).toBe('done');
    expect(at.store.pin(id)).toMatchObject({ state: 'ended', end: 'unpinned' });
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
