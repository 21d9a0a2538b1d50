import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { pins as pinsCommand } from '../../commands/pins.ts';
import { toComponents } from '../../src/discord/components.ts';
import type { Actor, Reply } from '../../src/discord/reply.ts';
import type { PinOutcome } from '../../src/pins/requests.ts';
import { factId } from '../situation.ts';
import { button, buttonsOf, cardAfter, cardOf, textOf } from '../views/card-text.ts';
import { pinId, pinOf } from './fake-pins.ts';
import { moderator, someone } from './people.ts';
import { type PinScene, pinScene } from './pin-scene.ts';

async function list({ services }: PinScene, show?: string, actor: Actor = moderator()): Promise<Reply> {
  return await pinsCommand.run(
    { sub: null, options: new Map(show === undefined ? [] : [['show', show]]), actor },
    services,
  );
}

const onePin = (current = true) => {
  const scene = pinScene();
  const pin = pinOf(scene.services.sitrep, ['dam', 'bridge']);
  scene.pins.living = [{ pin, current }];
  return { scene, pin };
};

describe('the channel’s living pins', () => {
  test('without any, it says how to make one', async () => {
    const scene = pinScene();
    expect(textOf(cardOf(await list(scene)))).toBe('There are no living pins in this channel. /pin brief makes one.');
  });

  test('one is told with place, date, maker, version and whether it is current, and with its buttons', async () => {
    const { scene } = onePin();
    const card = cardOf(await list(scene));
    expect(textOf(card)).toBe(
      [
        '[“State of play”](https://discord.com/channels/100000000000000002/100000000000000003/100000000000000009)',
        `-# Facts · since <t:1700000000:f> by <@100000000000000001> · version ${scene.services.sitrep.knowledge.version} of the facts, of <t:1700000000:f>`,
        'Current.',
      ].join('\n'),
    );
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['Refresh', 'Show changes', 'Unpin', 'Delete']);
  });

  test('a member without Pin Messages reads what they lack', async () => {
    const { scene } = onePin();
    const reply = await list(scene, undefined, { ...moderator(), permissions: 0n });
    expect(textOf(cardOf(reply))).toContain('“Pin Messages”');
    expect(textOf(cardOf(await list(scene, undefined, someone())))).toContain('direct messages');
  });

  test('twenty come in pages, and the one chosen opens with a way back', async () => {
    const scene = pinScene();
    scene.pins.living = Array.from({ length: 20 }, (_, i) => ({
      pin: pinOf(scene.services.sitrep, ['dam'], { id: pinId(`pin${i}`) }),
      current: i !== 6,
    }));
    const first = cardOf(await list(scene));
    expect(textOf(first)).toContain('20 living pins in this channel');
    expect(first.menu?.options).toHaveLength(6);
    const second = await cardAfter(await scene.press(button(first, 'Next')));
    expect(second.menu?.options[0]).toMatchObject({ value: pinId('pin6'), description: 'Facts have changed since.' });
    const chosen = await scene.press({ type: 'pins-choice' }, { chosen: [pinId('pin6')] });
    const one = await cardAfter(chosen);
    expect(button(one, 'All pins').action).toEqual({ type: 'pins', page: 0 });
    expect(button(one, 'Refresh').style).toBe('primary');
  });

  test.each([
    ['posting', 'Being posted; Discord has not confirmed it yet.'],
    ['unpinning', 'Being unpinned; Discord has not confirmed it yet.'],
    ['away', 'Waits until Sitrep is back in this server.'],
  ] as const)('one that is %s is told as that', async (state, sentence) => {
    const scene = pinScene();
    scene.pins.living = [{ pin: pinOf(scene.services.sitrep, ['dam'], { state }), current: true }];
    expect(textOf(cardOf(await list(scene)))).toContain(sentence);
  });

  test('one of a situation that is not served is not called current', async () => {
    const scene = pinScene();
    scene.pins.living = [{ pin: pinOf(scene.services.sitrep, ['dam'], { situation: 'storm' }), current: true }];
    expect(textOf(cardOf(await list(scene)))).toContain('Of another situation, “storm”, which is not served now.');
    const changes = await scene.press({ type: 'pin', pin: pinId('pin'), act: 'changes' });
    expect(textOf(await cardAfter(changes))).toContain('Of another situation, “storm”');
    const proof = await scene.press({ type: 'pin-proof', pin: pinId('pin'), page: 0 }, { onPublic: true });
    expect(textOf(cardOf(proof))).toContain('a situation that is not served now');
  });
});

describe('a pinned message that is not recorded', () => {
  const unknown = { id: pinId('lost'), channelId: moderator().place.channelId, messageId: '100000000000000055' };

  test('is named with a link, and the others are counted', async () => {
    const { scene } = onePin();
    scene.pins.unknown = [unknown, { ...unknown, messageId: '100000000000000056' }];
    const card = cardOf(await list(scene));
    expect(textOf(card)).toContain(
      '[A pinned message of Sitrep’s](https://discord.com/channels/100000000000000002/100000000000000003/100000000000000055) is not in its records',
    );
    expect(textOf(card)).toContain('One more is shown after it.');
    expect(button(card, 'Adopt').action).toMatchObject({ type: 'unknown-pin', pin: unknown.id, act: 'adopt' });
  });

  test.each([
    ['Adopt', 'adopt', 'Adopted: '],
    ['Unpin message', 'unpinUnknown', 'Unpinned. The message stays in the channel.'],
  ])('%s is asked for by whoever pressed, and told', async (label, what, said) => {
    const { scene, pin } = onePin();
    scene.pins.living = [];
    scene.pins.unknown = [unknown];
    scene.pins.outcome = { kind: 'done', pin };
    const after = await cardAfter(await scene.press(button(cardOf(await list(scene)), label)));
    expect(scene.pins.asked).toMatchObject([{ what, id: unknown.id, acting: { by: moderator().userId } }]);
    expect(textOf(after)).toContain(said);
  });

  test('that cannot be adopted is told with the reason', async () => {
    const { scene } = onePin();
    scene.pins.outcome = { kind: 'gone' };
    const adopt = { type: 'unknown-pin', pin: unknown.id, message: unknown.messageId, act: 'adopt' } as const;
    expect(textOf(await cardAfter(await scene.press(adopt)))).toContain('none of its facts is in the fact base');
  });
});

describe('working on a pin', () => {
  test.each([
    ['Refresh', 'refresh', 'is up to date.'],
    ['Unpin', 'unpin', 'Its message stays where it is and is no longer kept up to date.'],
  ])('%s is done for whoever pressed, and told', async (label, what, said) => {
    const { scene, pin } = onePin();
    scene.pins.outcome = { kind: 'done', pin };
    const other = { ...moderator(), userId: '100000000000000042' };
    const card = cardOf(await list(scene));
    const after = await cardAfter(await scene.press(button(card, label), { actor: other }));
    expect(scene.pins.asked).toMatchObject([{ what, id: pin.id, acting: { by: '100000000000000042' } }]);
    expect(textOf(after)).toContain(said);
    expect(buttonsOf(after).map((one) => one.label)).toEqual(['All pins']);
  });

  test('Delete deletes nothing before it is confirmed', async () => {
    const { scene, pin } = onePin();
    const asking = cardOf(await scene.press(button(cardOf(await list(scene)), 'Delete')));
    expect(scene.pins.asked).toEqual([]);
    expect((await cardAfter(await scene.press(button(asking, 'Keep it')))).kind).toBe('pins');
    scene.pins.outcome = { kind: 'done', pin };
    expect(textOf(await cardAfter(await scene.press(button(asking, 'Delete it'))))).toBe('Deleted: “State of play”.');
    expect(scene.pins.asked).toMatchObject([{ what: 'remove', id: pin.id }]);
  });

  test('each change is told with before, after and reason', async () => {
    const { scene } = onePin(false);
    const { factById } = scene.services.sitrep.knowledge;
    const fact = (id: string) => factById.get(factId(id)) ?? expect.fail(id);
    scene.pins.changes = [
      {
        kind: 'corrected',
        before: fact('dam'),
        after: { ...fact('dam'), text: 'The dam held.', status: 'corrected' },
        reason: 'Seen since.',
      },
      { kind: 'corrected', before: fact('cause'), after: { ...fact('cause'), status: 'confirmed' }, reason: null },
      { kind: 'retracted', before: fact('bridge'), after: null, reason: 'It was another bridge.' },
      { kind: 'superseded', before: fact('boats'), successor: fact('dam'), reason: null },
      { kind: 'added', after: fact('cause') },
    ];
    const card = await cardAfter(await scene.press(button(cardOf(await list(scene)), 'Show changes')));
    expect(textOf(card).split('\n').slice(1, -1)).toEqual([
      '**Corrected: The dam**',
      'Before: The dam broke.',
      'After: The dam held. (Corrected)',
      'Reason: Seen since.',
      '**Changed: The cause**',
      'Before: Rain broke the dam. (Alleged)',
      'After: Rain broke the dam. (Confirmed)',
      '**Retracted: The bridge**',
      'Before: The bridge is closed.',
      'Reason: It was another bridge.',
      '**Replaced: The boats**',
      'Before: Boats bring food.',
      'After: The dam broke.',
      '**New: The cause**',
      'After: Rain broke the dam. (Alleged)',
    ]);
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['Refresh', 'Unpin', 'Back']);
  });

  test('a struck fact is told with what is left to do, and the rest as today’s', async () => {
    const scene = pinScene();
    const pin = pinOf(scene.services.sitrep, ['dam', 'bridge']);
    const facts = pin.content.facts.map(({ fact }) => ({
      fact,
      struck: fact.id === 'bridge' ? 'Wrong bridge.' : null,
    }));
    scene.pins.living = [{ pin: { ...pin, content: { ...pin.content, facts } }, current: false }];
    const bridge = facts.find(({ struck }) => struck !== null)?.fact ?? expect.fail('no bridge');
    scene.pins.changes = [{ kind: 'retracted', before: bridge, after: null, reason: 'Wrong bridge.' }];
    const listed = cardOf(await list(scene));
    expect(textOf(listed)).toContain('Facts have changed; 1 of them is struck until Refresh is pressed.');
    const changes = textOf(await cardAfter(await scene.press(button(listed, 'Show changes'))));
    expect(changes).toContain('Reason: Wrong bridge.\nIt is struck in the pin until Refresh is pressed.');
    expect(changes).toContain(`It shows version ${pin.content.version} of the facts, which is today’s.`);
  });

  test('Review on a message gives the moderator alone the difference with Refresh, Leave and Unpin', async () => {
    const scene = pinScene();
    const pin = pinOf(scene.services.sitrep, ['dam']);
    scene.pins.living = [{ pin: { ...pin, content: { ...pin.content, review: 'abc' } }, current: false }];
    const review = { type: 'pin', pin: pin.id, act: 'review' } as const;
    const reply = await scene.press(review, { onPublic: true });
    const card = await cardAfter(reply);
    expect(card.kind).toBe('difference');
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['Refresh', 'Leave', 'Unpin', 'Back']);
    const member = await scene.press(review, { onPublic: true, actor: { ...moderator(), permissions: 0n } });
    expect(textOf(cardOf(member))).toContain('Living pins are for members with the permission “Pin Messages”');
  });

  test('Unpin names the permission that the bot lost, and reading still works', async () => {
    const { scene } = onePin();
    const { appPermissions } = moderator().place;
    const actor = moderator({ appPermissions: appPermissions & ~PermissionFlagsBits.PinMessages });
    const card = cardOf(await list(scene, undefined, actor));
    expect(textOf(cardOf(await scene.press(button(card, 'Unpin'), { actor })))).toContain(
      'Sitrep lacks the permission “Pin Messages”',
    );
    expect((await cardAfter(await scene.press(button(card, 'Show changes'), { actor }))).kind).toBe('difference');
    expect(scene.pins.asked).toEqual([]);
  });

  test('a pin of another channel, or one that has ended, is named as that and nothing is asked for', async () => {
    const { scene, pin } = onePin();
    const unpin = { type: 'pin', pin: pin.id, act: 'unpin' } as const;
    const elsewhere = await scene.press(unpin, { actor: moderator({ channelId: '100000000000000004' }) });
    expect(textOf(cardOf(elsewhere))).toContain('no longer a living pin of this channel');
    scene.pins.living = [];
    expect(textOf(cardOf(await scene.press(unpin)))).toContain('no longer a living pin of this channel');
    expect(scene.pins.asked).toEqual([]);
  });

  test('a pin’s Proof is for everybody who sees it', async () => {
    const { scene, pin } = onePin();
    const reply = await scene.press({ type: 'pin-proof', pin: pin.id, page: 0 }, { onPublic: true, actor: someone() });
    expect(reply).toMatchObject({ do: 'say', audience: 'asker' });
    expect(textOf(cardOf(reply))).toContain('no longer kept up to date');
    const member = { ...moderator(), permissions: 0n };
    const shown = await scene.press({ type: 'pin-proof', pin: pin.id, page: 0 }, { onPublic: true, actor: member });
    expect(textOf(cardOf(shown))).toContain('paragraph 1, sentence 1');
    expect(buttonsOf(cardOf(shown))).toEqual([]);
  });

  test('the Proof of an unpinned pin still shows what it cites', async () => {
    const scene = pinScene();
    const pin = pinOf(scene.services.sitrep, ['dam'], { state: 'ended', end: 'unpinned' });
    scene.pins.past = [pin];
    const proof = await scene.press({ type: 'pin-proof', pin: pin.id, page: 0 }, { onPublic: true });
    expect(textOf(cardOf(proof))).toContain('paragraph 1, sentence 1');
  });

  test('the Proof of a struck fact says that it was retracted, and why', async () => {
    const scene = pinScene();
    const pin = pinOf(scene.services.sitrep, ['dam']);
    const facts = pin.content.facts.map((each) => ({ ...each, struck: 'the gauge was broken' }));
    scene.pins.living = [{ pin: { ...pin, content: { ...pin.content, facts } }, current: true }];
    const proof = await scene.press({ type: 'pin-proof', pin: pin.id, page: 0 }, { onPublic: true });
    expect(textOf(cardOf(proof))).toMatch(/~~.*~~\n-# Retracted.* · the gauge was broken\n/);
  });

  test('the pages of a long Proof turn for the reader alone', async () => {
    const facts = Array.from({ length: 25 }, (_, i) => ({
      id: `fact-${i}`,
      text: `Street ${i} is ${'very '.repeat(30)}dry.`,
    }));
    const scene = pinScene({ facts });
    const pin = pinOf(
      scene.services.sitrep,
      facts.map(({ id }) => id),
    );
    scene.pins.living = [{ pin, current: true }];
    const first = await scene.press({ type: 'pin-proof', pin: pin.id, page: 0 }, { onPublic: true });
    expect(first).toMatchObject({ do: 'say', audience: 'asker' });
    const second = await scene.press(button(cardOf(first), 'Next'));
    expect(second.do).toBe('update');
    expect(textOf(cardOf(second))).toContain('page 2 of');
  });
});

describe('a decision is about what was shown', () => {
  const underReview = () => {
    const scene = pinScene();
    const pin = pinOf(scene.services.sitrep, ['dam', 'bridge']);
    scene.pins.living = [{ pin: { ...pin, content: { ...pin.content, review: 'abc' } }, current: false }];
    const { facts } = scene.services.sitrep.knowledge;
    scene.pins.changes = facts.slice(0, 1).map((after) => ({ kind: 'added', after }));
    return { scene, pin };
  };

  test.each([
    ['Leave', 'leave'],
    ['Refresh', 'refresh'],
  ])('%s on a difference asks for exactly that difference', async (label, what) => {
    const { scene, pin } = underReview();
    scene.pins.outcome = { kind: 'done', pin };
    const review = await cardAfter(await scene.press({ type: 'pin', pin: pin.id, act: 'review' }, { onPublic: true }));
    scene.pins.key = 'meanwhile0';
    await cardAfter(await scene.press(button(review, label)));
    expect(scene.pins.asked).toMatchObject([{ what, seen: 'difference' }]);
  });

  test('Leave shows the new difference where it is another by now', async () => {
    const { scene, pin } = underReview();
    const review = await cardAfter(await scene.press({ type: 'pin', pin: pin.id, act: 'review' }, { onPublic: true }));
    const { facts } = scene.services.sitrep.knowledge;
    scene.pins.changes = facts.slice(1, 2).map((after) => ({ kind: 'added', after }));
    scene.pins.key = 'meanwhile0';
    scene.pins.outcome = { kind: 'changed' };
    const after = await cardAfter(await scene.press(button(review, 'Leave')));
    expect(textOf(after)).toMatch(/^The facts have changed since this was shown, so nothing was done\./);
    expect(textOf(after)).toContain('New: The bridge');
    expect(button(after, 'Leave').action).toMatchObject({ type: 'settle', seen: 'meanwhile0' });
  });
});

describe('what is not known of a pin', () => {
  const { scene, pin } = onePin();
  const RMH = { why: 'no-permission', permission: 'Read Message History' } as const;
  test.each([
    [
      'Discord did not answer',
      { current: true, unseen: { why: 'unconfirmed' } },
      /Current when last seen\. Discord did not answer/,
    ],
    [
      'the channel cannot be read',
      { current: true, unseen: RMH },
      /Current when last seen\. Sitrep cannot see.*“Read Message History”/,
    ],
    [
      'an edit is due',
      { current: false, editDue: true },
      /Facts have changed since\. Discord has not taken the last change/,
    ],
    ['it was left', { current: false, dismissed: true }, /Facts have changed; a moderator left it as it was\./],
  ] as const)('where %s, /pins does not call the pin current', async (_what, parts, said) => {
    scene.pins.living = [{ pin, ...parts }];
    expect(textOf(cardOf(await list(scene)))).toMatch(said);
  });

  test('a message that shows an earlier version is told with that version', async () => {
    const confirmed = { content: { ...pin.content, version: 'earlier' }, updatedAtMs: 1_600_000_000_000 };
    scene.pins.living = [{ pin: { ...pin, confirmed }, current: false, editDue: true }];
    expect(textOf(cardOf(await list(scene)))).toContain('version earlier of the facts, of <t:1600000000:f>');
  });

  test('a pin that the look finds gone is not listed, and its changes are not told', async () => {
    scene.pins.living = [{ pin, current: true }];
    scene.pins.found = [];
    expect(textOf(cardOf(await list(scene)))).toContain('There are no living pins in this channel.');
    const changes = await cardAfter(await scene.press({ type: 'pin', pin: pin.id, act: 'changes' }));
    expect(textOf(changes)).toContain('no longer a living pin of this channel');
    scene.pins.found = undefined;
  });

  test('Show changes tells dismissed changes, and that they were dismissed', async () => {
    scene.pins.living = [{ pin, current: false, dismissed: true }];
    scene.pins.changes = scene.services.sitrep.knowledge.facts.slice(0, 1).map((after) => ({ kind: 'added', after }));
    scene.pins.dismissed = 1;
    const changes = textOf(await cardAfter(await scene.press({ type: 'pin', pin: pin.id, act: 'changes' })));
    expect(changes).toContain('New: The dam');
    expect(changes).toContain('This was left as it was by a moderator.');
  });
});

describe('the outcome of a request in words', () => {
  const { scene, pin } = onePin();
  test.each([
    ['pending', { kind: 'pending', pin }, 'Discord has not confirmed it yet, so it is not known whether it arrived'],
    [
      'already',
      { kind: 'already', pin: { ...pin, state: 'ended', end: 'unpinned-by-hand' } },
      'had been unpinned in Discord already',
    ],
    ['already under way', { kind: 'already', pin: { ...pin, state: 'unpinning' } }, 'is being unpinned already'],
    ['gone', { kind: 'gone' }, 'no longer a living pin of this channel'],
    [
      'deleted by hand',
      { kind: 'refused', refusal: { why: 'message-gone' } },
      'The message has been deleted in Discord.',
    ],
    [
      'a permission taken away',
      { kind: 'refused', refusal: { why: 'no-permission', permission: 'Pin Messages' } },
      'Sitrep lacks the permission “Pin Messages” in this channel. Grant it in Server Settings → Roles → Sitrep',
    ],
    [
      'permissions taken away, of which Discord does not say which',
      { kind: 'refused', refusal: { why: 'no-permission', permission: null } },
      '“Send Messages” and “Pin Messages”. Grant them in Server Settings → Roles → Sitrep',
    ],
    ['refused', { kind: 'refused', refusal: { why: 'refused', code: 50021 } }, 'Discord refused it (code 50021)'],
  ] satisfies [string, PinOutcome, string][])('%s', async (_what, outcome, said) => {
    scene.pins.outcome = outcome;
    const after = await cardAfter(await scene.press({ type: 'pin', pin: pin.id, act: 'unpin' }));
    expect(textOf(after)).toContain(said);
  });
});

describe('the history', () => {
  const event = (what: string, by: string | null, detail = '') => ({
    pinId: pinId('pin'),
    guildId: '1',
    channelId: '2',
    atMs: 1_700_000_000_000,
    by,
    what: what as 'refreshed',
    detail,
    version: 'abc',
  });

  test('each event is told with time and name, newest first', async () => {
    const { scene } = onePin();
    scene.pins.events = [event('updated', null, 'The dam: *corrected*'), event('asked', '42', 'State of play')];
    expect(
      textOf(cardOf(await list(scene, 'history')))
        .split('\n')
        .slice(1),
    ).toEqual([
      '- <t:1700000000:f> Sitrep: updated · “State of play” · The dam: \\*corrected\\* · version abc',
      '- <t:1700000000:f> <@42>: asked for the pin · “State of play” · version abc',
    ]);
  });

  test('the newest events are shown where a message does not hold all', async () => {
    const { scene } = onePin();
    scene.pins.events = Array.from({ length: 40 }, (_, i) => event('refreshed', '42', `${i} ${'long '.repeat(60)}`));
    const card = cardOf(await list(scene, 'history'));
    expect(textOf(card).length).toBeLessThanOrEqual(4000);
    expect(textOf(card)).toContain('0 long');
    expect(toComponents(card)).toHaveLength(1);
  });

  test('an empty history says so', async () => {
    expect(textOf(cardOf(await list(pinScene(), 'history')))).toBe('Nothing has been pinned here with Sitrep.');
  });
});
