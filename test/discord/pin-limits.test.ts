import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pins as pinsCommand } from '../../commands/pins.ts';
import { press } from '../../src/discord/buttons.ts';
import { startBuilding } from '../../src/discord/pin-builder.ts';
import type { Services } from '../../src/discord/services.ts';
import type { Fact } from '../../src/model/knowledge.ts';
import type { FactDifference } from '../../src/pins/difference.ts';
import { PIN_EVENTS } from '../../src/pins/pin.ts';
import { PIN_STATES } from '../../src/pins/publication.ts';
import { createSitrep } from '../../src/sitrep.ts';
import type { Card } from '../../src/views/card.ts';
import { cardAfter, cardOf } from '../views/card-text.ts';
import { fakePins, pinId, pinOf } from './fake-pins.ts';
import { anyKnowledge, anyText } from './hostile.ts';
import { moderator } from './people.ts';
import { refusals } from './refusals.ts';
import { servicesOf } from './services.ts';

/** The fake pins over facts and texts of any kind. */
const scene = anyKnowledge.map((knowledge) => {
  const sitrep = createSitrep(knowledge);
  const pins = fakePins(sitrep);
  const services: Services = { ...servicesOf(sitrep.knowledge), sitrep, pins };
  return { services, pins, facts: knowledge.facts };
});
const actor = moderator();
const list = async (services: Services, show: string): Promise<Card> =>
  cardOf(await pinsCommand.run({ sub: null, options: new Map([['show', show]]), actor }, services));

function difference(kind: FactDifference['kind'], before: Fact, after: Fact, reason: string): FactDifference {
  switch (kind) {
    case 'reworded':
      return { kind, before, after };
    case 'corrected':
    case 'retracted':
      return { kind, before, after, reason };
    case 'superseded':
      return { kind, before, successor: after, reason };
    case 'dropped':
      return { kind, before };
    case 'added':
      return { kind, after };
  }
}
const anyKind = fc.constantFrom('reworded', 'corrected', 'retracted', 'superseded', 'dropped', 'added');

/** The longest that is said of a message that could not be looked at. */
const UNSEEN = { why: 'no-permission', permission: 'Read Message History' } as const;

describe('for any pins whatsoever no limit of Discord is exceeded', () => {
  test('the list, on every page', async () => {
    await fc.assert(
      fc.asyncProperty(
        scene,
        fc.array(fc.tuple(anyText, fc.constantFrom(...PIN_STATES)), { maxLength: 30 }),
        fc.nat(5),
        async ({ services, pins }, made, page) => {
          pins.living = made.map(([title, state], i) => {
            const pin = pinOf(services.sitrep, [], { id: pinId(`${i}`), state });
            const isServed = i % 2 === 0;
            const situation = isServed ? pin.situation : title;
            const content = { ...pin.content, title };
            return { pin: { ...pin, situation, content }, current: false, editDue: true, unseen: UNSEEN };
          });
          pins.unknown = made.slice(0, 2).map((_, i) => ({
            id: pinId(`u${i}`),
            channelId: actor.place.channelId,
            messageId: '18446744073709551615',
          }));
          expect(refusals(await list(services, 'living'))).toEqual([]);
          const turned = await press({ action: { type: 'pins', page }, actor, onPrivateMessage: true }, services);
          expect(refusals(await cardAfter(turned))).toEqual([]);
        },
      ),
    );
  });

  test('the history', async () => {
    await fc.assert(
      fc.asyncProperty(scene, fc.array(anyText, { maxLength: 40 }), async ({ services, pins }, details) => {
        const { guildId, channelId } = actor.place;
        pins.events = details.map((detail, i) => ({
          pinId: pinId('pin'),
          guildId: guildId ?? '',
          channelId,
          atMs: i,
          by: null,
          what: PIN_EVENTS[i % PIN_EVENTS.length] ?? 'asked',
          detail,
          version: 'abcdefabcdef',
        }));
        expect(refusals(await list(services, 'history'))).toEqual([]);
      }),
    );
  });

  test('what has changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        scene,
        fc.array(fc.tuple(anyKind, anyText), { maxLength: 30 }),
        anyText,
        async ({ services, pins, facts }, changes, title) => {
          const pin = pinOf(services.sitrep, []);
          const content = { ...pin.content, title, review: 'abc' };
          pins.living = [{ pin: { ...pin, content }, current: false, editDue: true, unseen: UNSEEN }];
          pins.dismissed = 1;
          pins.changes = changes.flatMap(([kind, reason], i) => {
            const [before, after] = [facts[i % facts.length], facts[(i + 1) % facts.length]];
            return before && after ? [difference(kind, before, after, reason)] : [];
          });
          const action = { type: 'pin', pin: pin.id, act: 'review' } as const;
          expect(refusals(await cardAfter(await press({ action, actor, onPrivateMessage: false }, services)))).toEqual(
            [],
          );
          pins.outcome = { kind: 'changed' };
          const settle = { type: 'settle', pin: pin.id, act: 'leave', seen: 'difference' } as const;
          expect(
            refusals(await cardAfter(await press({ action: settle, actor, onPrivateMessage: true }, services))),
          ).toEqual([]);
        },
      ),
    );
  });

  test('the builder with its preview, also where that has changed', async () => {
    await fc.assert(
      fc.asyncProperty(scene, fc.option(anyText), fc.nat(25), async ({ services, pins, facts }, note, chosen) => {
        const ids = facts.map(({ id }) => id).slice(0, 25);
        if (ids.length === 0) return;
        await startBuilding({ kind: 'answer', about: null, facts: ids }, actor, services);
        await pins.annotate('draft0000000', note?.slice(0, 200) ?? null);
        await pins.choose('draft0000000', ids.slice(0, chosen));
        const action = { type: 'draft', draft: 'draft0000000', act: 'open' } as const;
        expect(refusals(cardOf(await press({ action, actor, onPrivateMessage: true }, services)))).toEqual([]);
        pins.outcome = { kind: 'changed' };
        const post = { type: 'post', draft: 'draft0000000', preview: 'abcdefgh' } as const;
        const changed = await cardAfter(await press({ action: post, actor, onPrivateMessage: true }, services));
        expect(refusals(changed)).toEqual([]);
      }),
    );
  });
});
