import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { membersOf } from '../../src/pins/brief-members.ts';
import { contentOf, draftFor, renewed } from '../../src/pins/draft-pin.ts';
import { differencesOf, dismissChanges, followFacts, isCurrent, refreshContent } from '../../src/pins/follow-facts.ts';
import { CHANGES_MAX, type Draft, PIN_FACTS_MAX, type PinContent } from '../../src/pins/pin.ts';
import type { Sitrep } from '../../src/sitrep.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { type FactDraft, situation } from '../situation.ts';

const FACTS_MAX = 18;
const state = fc.record({
  text: fc.constantFrom('It rains.', 'Rain falls.', 'It does not rain.'),
  status: fc.constantFrom('reported', 'reported', 'reported', 'alleged', 'corrected', 'retracted', 'superseded'),
  statusNote: fc.option(fc.constantFrom('why', 'because')),
  importance: fc.constantFrom(1 as const, 3 as const, 5 as const),
  topic: fc.constantFrom('rain', 'rain', 'sun'),
  time: fc.constantFrom('Sunday', 'Monday'),
});
const facts = fc.array(fc.option(state, { freq: 6 }), { minLength: FACTS_MAX, maxLength: FACTS_MAX });
const sitrepOf = (states: readonly (Omit<FactDraft, 'id'> | null)[]): Sitrep => {
  const drafts = states.flatMap((each, n): FactDraft[] => {
    if (each === null) return [];
    const successor = states.findIndex((other, m) => m > n && other !== null && other.status !== 'superseded');
    return [
      {
        ...each,
        id: `f${n}`,
        label: `f${n}`,
        ...(each.status === 'superseded' && successor >= 0 ? { supersededBy: `f${successor}` } : {}),
      },
    ];
  });
  const topics = [
    { id: 'rain', title: 'Rain' },
    { id: 'sun', title: 'Sun' },
  ];
  return createSitrep({ ...situation({ facts: drafts, topics }), version: JSON.stringify(drafts) });
};
const anySitrep = facts.map((states) => sitrepOf(states as readonly (Omit<FactDraft, 'id'> | null)[]));
const anyUpdates = fc.constantFrom('auto' as const, 'ask' as const);
const request = fc.record({
  kind: fc.constantFrom('brief' as const, 'brief' as const, 'facts' as const),
  about: fc.constantFrom(null, 'topic:rain' as const),
});

const start = (sitrep: Sitrep, wanted: { kind: 'brief' | 'facts'; about: 'topic:rain' | null }): Draft | undefined =>
  draftFor({ ...wanted, guildId: 'g', channelId: 'c', situation: 'test', by: '7' }, sitrep, 0);
const choosing = (draft: Draft, flips: readonly number[]): Draft => ({
  ...draft,
  chosen: draft.offered.filter((id, n) => draft.chosen.includes(id) !== flips.includes(n)),
});
const shown = ({ facts: all }: PinContent) => all.map(({ fact }) => fact.id);

describe('for any facts at all', () => {
  test('a pin shows its preview until the facts change, and following the facts twice changes nothing more', () => {
    fc.assert(
      fc.property(
        anySitrep,
        fc.array(anySitrep, { minLength: 1, maxLength: 3 }),
        request,
        fc.array(fc.nat(24), { maxLength: 4 }),
        anyUpdates,
        (first, later, wanted, flips, updates) => {
          const draft = start(first, wanted);
          if (draft === undefined) return;
          let content = contentOf(choosing(draft, flips), first);
          expect(followFacts(content, first, updates, 0)).toBe(content);
          for (const [n, sitrep] of later.entries()) {
            content = followFacts(content, sitrep, updates, n);
            expect(followFacts(content, sitrep, updates, n + 100)).toBe(content);
            expect(new Set(shown(content)).size).toBe(content.facts.length);
            expect(content.facts.length).toBeLessThanOrEqual(PIN_FACTS_MAX);
            if (updates === 'ask') {
              const left = dismissChanges(content, sitrep, n);
              expect(isCurrent(left, sitrep)).toBe(true);
              expect(followFacts(left, sitrep, updates, n)).toMatchObject({ review: null, facts: left.facts });
            }
          }
        },
      ),
    );
  });

  test('a brief that follows by itself shows today’s members in their order, beside the struck facts', () => {
    fc.assert(
      fc.property(anySitrep, anySitrep, fc.array(fc.nat(24), { maxLength: 4 }), (first, second, flips) => {
        const draft = start(first, { kind: 'brief', about: null });
        if (draft === undefined) return;
        const content = followFacts(contentOf(choosing(draft, flips), first), second, 'auto', 1);
        const members = membersOf(content, second) ?? [];
        const unstruck = content.facts.flatMap(({ fact, struck }) => (struck === null ? [fact.id] : []));
        const struck = content.facts.length - unstruck.length;
        expect(unstruck).toEqual(members.map(({ id }) => id).filter((id) => unstruck.includes(id)));
        const room = 10 + content.included.length;
        expect(content.facts.length).toBeLessThanOrEqual(Math.max(room, struck));
        if (struck === 0) expect(unstruck).toEqual(members.map(({ id }) => id));
        const fresh = refreshContent(content, second, 0);
        expect(shown(fresh)).toEqual(members.map(({ id }) => id));
        expect(differencesOf(fresh, second)).toEqual([]);
      }),
    );
  });

  test('Refresh reports its changes, and a second press changes nothing', () => {
    fc.assert(
      fc.property(anySitrep, anySitrep, request, (first, second, wanted) => {
        const draft = start(first, wanted);
        if (draft === undefined) return;
        const content = contentOf(draft, first);
        const differences = differencesOf(content, second).filter(({ kind }) => kind !== 'reworded');
        const fresh = refreshContent(content, second, 7);
        expect(fresh.changes.length).toBe(Math.min(differences.length, CHANGES_MAX));
        expect(fresh.changes.every(({ atMs }) => atMs === 7)).toBe(true);
        for (const { kind } of differences.slice(0, 1)) {
          if (kind === 'retracted') expect(fresh.changes[0]?.text).toMatch(/^Taken out, retracted: f\d+ \(/);
        }
        expect(refreshContent(fresh, second, 8)).toEqual(fresh);
      }),
    );
  });

  test('Show changes offers exactly the changes that Refresh makes', () => {
    fc.assert(
      fc.property(anySitrep, anySitrep, request, (first, second, wanted) => {
        const draft = start(first, wanted);
        if (draft === undefined) return;
        const content = contentOf(draft, first);
        const fresh = shown(refreshContent(content, second, 0));
        for (const difference of differencesOf(content, second)) {
          if (difference.kind === 'added') expect(fresh).toContain(difference.after.id);
          if (difference.kind === 'dropped') expect(fresh).not.toContain(difference.before.id);
          if (difference.kind === 'retracted') expect(fresh).not.toContain(difference.before.id);
        }
        for (const id of fresh) {
          const isTold = differencesOf(content, second).some(
            (each) => ('after' in each && each.after?.id === id) || ('successor' in each && each.successor.id === id),
          );
          expect(shown(content).includes(id) || isTold).toBe(true);
        }
      }),
    );
  });

  test('when the facts change, a draft keeps the moderator’s additions and removals, and all else is today’s', () => {
    fc.assert(
      fc.property(anySitrep, anySitrep, fc.array(fc.nat(24), { maxLength: 4 }), (first, second, flips) => {
        const begun = start(first, { kind: 'brief', about: null });
        if (begun === undefined || second.brief('') === undefined) return;
        const before = choosing(begun, flips);
        const draft = renewed(before, second);
        const out = before.preset.filter((id) => !before.chosen.includes(id));
        expect(draft.chosen.filter((id) => out.includes(id))).toEqual([]);
        expect(draft.chosen.every((id) => draft.offered.includes(id))).toBe(true);
        expect(shown(contentOf(draft, second))).toEqual(shown(contentOf(before, second)));
        expect(renewed(draft, second)).toEqual(draft);
      }),
    );
  });
});
