import { describe, expect, test } from 'vitest';
import { pin } from '../../commands/pin.ts';
import { pinThis } from '../../commands/pin-this.ts';
import { toComponents } from '../../src/discord/components.ts';
import { startBuilding } from '../../src/discord/pin-builder.ts';
import type { Actor, Reply } from '../../src/discord/reply.ts';
import type { DraftRequest } from '../../src/pins/requests.ts';
import type { Card } from '../../src/views/card.ts';
import { type ButtonAction, encodeAction } from '../../src/views/custom-id.ts';
import { presentPin } from '../../src/views/present-pin.ts';
import { button, buttonsOf, cardAfter, cardOf, textOf } from '../views/card-text.ts';
import { pinId, pinOf } from './fake-pins.ts';
import { moderator, someone } from './people.ts';
import { type PinScene, pinScene } from './pin-scene.ts';
import { refusals } from './refusals.ts';

async function building(
  { services }: PinScene,
  { sub = 'facts', topic, actor = moderator() }: { sub?: string; topic?: string; actor?: Actor } = {},
): Promise<Reply> {
  return await pin.run({ sub, options: new Map(topic === undefined ? [] : [['topic', topic]]), actor }, services);
}

const chosenIn = (card: Card) => card.menu?.options.filter(({ chosen }) => chosen).map(({ value }) => value);

describe('putting a pin together', () => {
  test('the moderator alone gets the topic’s facts to choose from and the pin as it would be posted', async () => {
    const scene = pinScene();
    const reply = await building(scene, { topic: 'topic:flood' });
    expect(reply).toMatchObject({ do: 'say', audience: 'asker' });
    const card = cardOf(reply);
    expect(card.menu?.options.map(({ label, description }) => `${label}: ${description}`)).toEqual([
      'The dam: Reported',
      'The bridge: Reported',
      'The cause: Alleged',
    ]);
    const draft = scene.pins.drafts.get('draft0000000');
    expect(draft).toMatchObject({ kind: 'facts', about: 'topic:flood', by: moderator().userId });
    expect(card.preview).toEqual(draft && presentPin(scene.pins.preview(draft), scene.services.sitrep.knowledge));
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['Post and pin', 'Add a line', 'Cancel']);
  });

  test('a topic without facts is named, and no draft is kept', async () => {
    const scene = pinScene();
    expect(textOf(cardOf(await building(scene, { topic: 'football' })))).toContain(
      'The fact base holds nothing on that.',
    );
    expect(scene.pins.drafts.size).toBe(0);
  });

  test('without the right to pin the reason is told, and no draft is kept', async () => {
    const scene = pinScene();
    expect(textOf(cardOf(await building(scene, { actor: someone() })))).toContain('none in direct messages');
    expect(scene.pins.drafts.size).toBe(0);
  });

  const many = Array.from({ length: 25 }, (_, i) => ({
    id: `fact-${i}`,
    text: `Street ${i} is dry.`,
    label: `Street ${i}`,
  }));
  test.each([
    ['few facts', pinScene()],
    ['as many as a pin may hold, and a line', pinScene({ facts: many })],
  ])('the preview of %s is exactly the message that would be posted, with its buttons off', async (_what, scene) => {
    const ids = scene.services.sitrep.knowledge.facts.map(({ id }) => id);
    await startBuilding({ kind: 'answer', about: null, facts: ids }, moderator(), scene.services);
    await scene.pins.annotate('draft0000000', 'Stay off the bridge.');
    const card = cardOf(
      await scene.press({ type: 'draft', draft: 'draft0000000', act: 'choose' }, { chosen: [...ids] }),
    );
    expect(refusals(card)).toEqual([]);
    const [preview] = toComponents(card);
    const draft = scene.pins.drafts.get('draft0000000');
    const [posted] = draft ? toComponents(presentPin(scene.pins.preview(draft), scene.services.sitrep.knowledge)) : [];
    const withoutState = (component: unknown) =>
      JSON.stringify(component).replaceAll('"disabled":true', '"disabled":false');
    expect(withoutState(preview)).toBe(withoutState(posted));
    expect(JSON.stringify(preview)).not.toContain('"disabled":false');
  });

  test('choosing other facts changes the builder and its preview; facts never offered are left out', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene, { topic: 'topic:flood' }));
    const choose = card.menu?.action as ButtonAction;
    const reply = await scene.press(choose, { chosen: ['cause', 'boats', 'dam'] });
    expect(reply.do).toBe('update');
    expect(chosenIn(cardOf(reply))).toEqual(['dam', 'cause']);
    expect(textOf(cardOf(reply).preview as Card)).toContain('Rain broke the dam.');
  });

  test('where there are more facts than a menu holds, it says how many, and how to get at the others', async () => {
    const facts = Array.from({ length: 27 }, (_, i) => ({ id: `fact-${i}`, text: `Street ${i} is dry.` }));
    expect(textOf(cardOf(await building(pinScene({ facts }))))).toContain('the 25 most important of 27 facts');
    expect(textOf(cardOf(await building(pinScene({ facts: facts.slice(0, 25) }))))).not.toContain('most important');
  });

  test('without a chosen fact it says so, and Post and pin is off', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    const empty = cardOf(await scene.press(card.menu?.action as ButtonAction, { chosen: [] }));
    expect(textOf(empty)).toContain('Nothing is chosen yet.');
    expect(empty.preview).toBeUndefined();
    expect(() => button(empty, 'Post and pin')).toThrow();
  });

  test('a line of the moderator’s own is typed in a dialog, changed and removed', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    const asked = await scene.press(button(card, 'Add a line'));
    if (asked.do !== 'ask') throw new Error('Expected a dialog.');
    expect(asked.dialog).toMatchObject({ title: 'Add a line', value: '', maxChars: 200 });
    const noted = cardOf(await scene.press(asked.dialog.action, { typed: 'Stay *off* the bridge.' }));
    expect(scene.pins.drafts.get('draft0000000')?.note).toBe('Stay *off* the bridge.');
    const changing = await scene.press(button(noted, 'Change the line'));
    expect(changing.do === 'ask' && changing.dialog.value).toBe('Stay *off* the bridge.');
    const without = cardOf(await scene.press(button(noted, 'Remove the line')));
    expect(scene.pins.drafts.get('draft0000000')?.note).toBeNull();
    expect(buttonsOf(without).map(({ label }) => label)).toContain('Add a line');
  });

  test('a line is kept without characters that change the direction of text; a line of these alone is none', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    const say = { type: 'draft', draft: 'draft0000000', act: 'say' } as const;
    await scene.press(say, { typed: '\u202eStay\u202c \u2067off\u2069 שלום.' });
    expect(scene.pins.drafts.get('draft0000000')?.note).toBe('Stay off שלום.');
    await scene.press(say, { typed: '\u200f\u202e \u2069' });
    expect(scene.pins.drafts.get('draft0000000')?.note).toBeNull();
    expect(card.kind).toBe('draft');
  });

  test('Post and pin publishes the draft for whoever pressed, and tells where it is', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    scene.pins.outcome = { kind: 'done', pin: pinOf(scene.services.sitrep, ['dam']) };
    const after = await cardAfter(await scene.press(button(card, 'Post and pin')), 'their token');
    expect(scene.pins.asked).toEqual([
      {
        what: 'publish',
        id: 'draft0000000',
        acting: { by: moderator().userId, reply: { token: 'their token', untilMs: 900_000 } },
        previewed: expect.stringMatching(/^[\w-]{8}$/),
      },
    ]);
    expect(textOf(after)).toBe(
      'Posted and pinned: [“State of play”](https://discord.com/channels/100000000000000002/100000000000000003/100000000000000009). It follows the facts from now on.',
    );
    expect(buttonsOf(after)).toEqual([]);
  });

  test('Post and pin shows the new preview where the facts have changed, and says so', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    scene.pins.outcome = { kind: 'changed' };
    const after = await cardAfter(await scene.press(button(card, 'Post and pin')));
    expect(after.kind).toBe('draft');
    expect(after.preview).toBeDefined();
    expect(textOf(after)).toBe(
      '**The facts have changed since the preview that you pressed on, so nothing was posted.** Above is the message as it would be posted now. Look at it, then press Post and pin again.',
    );
    expect(buttonsOf(after).map(({ label }) => label)).toEqual(['Post and pin', 'Add a line', 'Cancel']);
    // Whoever chooses others sees another preview, and so presses another button.
    const others = cardOf(await scene.press(card.menu?.action as ButtonAction, { chosen: ['boats'] }));
    expect(button(others, 'Post and pin').action).not.toEqual(button(card, 'Post and pin').action);
  });

  test('the menu says that the facts have changed where the preview leaves no room for words', async () => {
    const facts = Array.from({ length: 20 }, (_, i) => ({ id: `f${i}`, text: `Street ${i} ${'is dry '.repeat(22)}.` }));
    const scene = pinScene({ facts });
    await startBuilding(
      { kind: 'answer', about: null, facts: facts.map(({ id }) => id as never) },
      moderator(),
      scene.services,
    );
    scene.pins.outcome = { kind: 'changed' };
    for (let count = 20; count > 0; count -= 1) {
      await scene.pins.choose(
        'draft0000000',
        facts.slice(0, count).map(({ id }) => id as never),
      );
      const after = await cardAfter(await scene.press({ type: 'post', draft: 'draft0000000', preview: 'abcdefgh' }));
      expect(refusals(after)).toEqual([]);
      expect(after.menu?.placeholder).toBe(`Facts have changed, nothing was posted: ${count} of 20 chosen`);
    }
  });

  test('a fact that was retracted meanwhile is no longer offered', async () => {
    const scene = pinScene({
      facts: [
        { id: 'dam', text: 'The dam broke.' },
        { id: 'road', text: 'The road is open.', status: 'retracted' },
      ],
    });
    await startBuilding(
      { kind: 'answer', about: null, facts: ['dam' as never, 'road' as never] },
      moderator(),
      scene.services,
    );
    const card = cardOf(await scene.press({ type: 'draft', draft: 'draft0000000', act: 'open' }));
    expect(card.menu?.options.map(({ value }) => value)).toEqual(['dam']);
    expect(card.menu?.placeholder).toBe('Choose the facts: 1 of 1 chosen');
  });

  test('Cancel posts nothing', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    expect(textOf(cardOf(await scene.press(button(card, 'Cancel'))))).toBe('Cancelled. Nothing was posted.');
    expect(scene.pins.asked).toEqual([]);
  });

  test('nothing is posted once the right to pin was taken away', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    const former = { ...moderator(), permissions: 0n };
    const reply = await scene.press(button(card, 'Post and pin'), { actor: former });
    expect(textOf(cardOf(reply))).toContain('“Pin Messages”');
    expect(scene.pins.asked).toEqual([]);
  });

  test('a draft that is no longer kept, or of another channel, is named as that', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    const elsewhere = moderator({ channelId: '100000000000000004' });
    expect(textOf(cardOf(await scene.press(button(card, 'Post and pin'), { actor: elsewhere })))).toContain(
      'no longer kept',
    );
    scene.pins.drafts.clear();
    expect(textOf(cardOf(await scene.press(button(card, 'Post and pin'))))).toContain('no longer kept');
  });

  test('in a full channel Sitrep’s own oldest pin is offered to make room', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    const oldest = pinOf(scene.services.sitrep, ['boats'], { id: pinId('old') });
    scene.pins.living = [{ pin: oldest, current: true }];
    scene.pins.outcome = { kind: 'full', oldest };
    const full = await cardAfter(await scene.press(button(card, 'Post and pin')));
    expect(textOf(full)).toContain('This channel has as many pins as Discord allows. Nothing was posted.');
    scene.pins.outcome = { kind: 'done', pin: pinOf(scene.services.sitrep, ['dam']) };
    await cardAfter(await scene.press(button(full, 'Replace “State of play”')));
    expect(scene.pins.asked.at(-1)).toMatchObject({ what: 'publish', id: 'draft0000000', replacing: oldest.id });

    scene.pins.living = [];
    const gone = cardOf(await scene.press(button(full, 'Replace “State of play”')));
    expect(textOf(gone)).toContain('no longer a living pin of this channel');
    expect(buttonsOf(gone).map(({ label }) => label)).toEqual(['Try again', 'Back to the draft']);
    expect(scene.pins.asked).toHaveLength(2);
  });

  test('a message that could be neither pinned nor deleted is named, with the reason', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    const stuck = pinOf(scene.services.sitrep, ['dam'], { state: 'deleting', end: 'no-access' });
    const refusal = { why: 'no-permission', permission: 'View Channel' } as const;
    for (const outcome of [
      { kind: 'refused', refusal, stuck } as const,
      { kind: 'full', oldest: null, stuck } as const,
    ]) {
      scene.pins.outcome = outcome;
      const after = await cardAfter(await scene.press(button(card, 'Post and pin')));
      expect(textOf(after)).not.toContain('Nothing was posted');
      expect(textOf(after)).toContain('could not be deleted again: [“State of play”](https://discord.com/channels/');
      expect(buttonsOf(after).map(({ label }) => label)).toEqual(['Try again', 'Back to the draft']);
    }
  });

  test('after Cancel, Post and pin finds no draft', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    await scene.press(button(card, 'Cancel'));
    expect(textOf(cardOf(await scene.press(button(card, 'Post and pin'))))).toContain('no longer kept');
  });

  test('a full channel without a pin of Sitrep’s lets them try again', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    scene.pins.outcome = { kind: 'full', oldest: null };
    const full = await cardAfter(await scene.press(button(card, 'Post and pin')));
    expect(textOf(full)).toContain('None of them is a living pin of Sitrep’s.');
    expect(buttonsOf(full).map(({ label }) => label)).toEqual(['Try again', 'Back to the draft']);
    expect(cardOf(await scene.press(button(full, 'Back to the draft'))).kind).toBe('draft');
  });

  test('every button carries a state that fits', async () => {
    const scene = pinScene();
    const card = cardOf(await building(scene));
    for (const { action } of buttonsOf(card)) expect(encodeAction(action)).toBeDefined();
  });
});

describe('pinning an answer that was posted', () => {
  const codesOf = ({ services }: PinScene, ids: readonly string[]) =>
    ids.map((id) => services.codes.encode({ kind: 'fact', id: id as never }));
  const customIds = (scene: PinScene, ids: readonly string[]) => [
    encodeAction({ type: 'proof', profile: '', facts: codesOf(scene, ids) }) ?? '',
    encodeAction({ type: 'delete', salt: 'salt', mark: 'mark' }) ?? '',
  ];

  test('an answer of two facts opens the builder with these', async () => {
    const scene = pinScene();
    const message = { id: '1', text: '', own: true, isPrivate: false, customIds: customIds(scene, ['cause', 'boats']) };
    const card = cardOf(await pinThis.runOn(message, moderator(), scene.services));
    expect(card.menu?.options.map(({ value }) => value)).toEqual(['cause', 'boats']);
    expect(scene.pins.drafts.get('draft0000000')).toMatchObject({ kind: 'answer', about: null });
  });

  test.each([
    ['### Israeli hostages\nHamas holds \\*some\\*.', 'Israeli hostages'],
    ['**Corrected** · Dam\n### When: start of the \\*flood\\*\nOn Sunday.', 'When: start of the *flood*'],
    ['### Closest: start of the flood\nOn Sunday.', 'Start of the flood'],
    ['### Compared with the facts\nThe dam holds.', undefined],
    ['### The dam\nIt holds.\n### The bridge\nIt is closed.', undefined],
  ])('%j is headed %j', async (text, title) => {
    const scene = pinScene();
    const started: DraftRequest[] = [];
    const { startDraft } = scene.pins;
    Object.assign(scene.pins, {
      startDraft: (wanted: DraftRequest) => {
        started.push(wanted);
        return startDraft(wanted);
      },
    });
    const message = { id: '1', text, own: true, isPrivate: false, customIds: customIds(scene, ['cause']) };
    await pinThis.runOn(message, moderator(), scene.services);
    expect(started.map((wanted) => wanted.title)).toEqual([title]);
  });

  test('an unpinned pin opens the builder with its facts as they are today', async () => {
    const scene = pinScene();
    const pin = pinOf(scene.services.sitrep, ['boats', 'dam'], { state: 'ended', end: 'unpinned' });
    const gone = { ...scene.services.sitrep.knowledge.facts[0], id: 'gone' } as never;
    scene.pins.past = [
      { ...pin, content: { ...pin.content, facts: [{ fact: gone, struck: 'Wrong.' }, ...pin.content.facts] } },
    ];
    const message = { id: '1', text: '', own: true, isPrivate: false, customIds: [`1.pr.${pin.id}.0`] };
    const card = cardOf(await pinThis.runOn(message, moderator(), scene.services));
    expect(card.menu?.options.map(({ value }) => value)).toEqual(['boats', 'dam']);
  });

  test.each([
    ['somebody else’s message', { own: false }, 'somebody else wrote this message'],
    ['a private answer', { isPrivate: true }, 'Share it first'],
    ['a message without facts', { customIds: [] }, 'shows no facts'],
    ['an answer of an earlier version', { customIds: ['0.pf..abcdefgh'] }, 'an earlier version of the facts'],
    ['facts that are gone', { customIds: ['1.pf..abcdefgh'] }, 'an earlier version of the facts'],
    ['a living pin', { customIds: [`1.pr.${pinId('living')}.0`] }, 'This is a living pin already.'],
    ['a pin that is no longer kept', { customIds: ['1.pr.abcdefghijkl.0'] }, 'an earlier version of the facts'],
    ['a pin of another channel', { customIds: [`1.pr.${pinId('far')}.0`] }, 'an earlier version of the facts'],
  ])('%s is refused with the reason', async (_what, parts, reason) => {
    const scene = pinScene();
    scene.pins.living = [{ pin: pinOf(scene.services.sitrep, ['dam'], { id: pinId('living') }), current: true }];
    scene.pins.past = [
      pinOf(scene.services.sitrep, ['dam'], { id: pinId('far'), state: 'ended', channelId: '100000000000000004' }),
    ];
    const message = { id: '1', text: '', own: true, isPrivate: false, customIds: customIds(scene, ['dam']), ...parts };
    expect(textOf(cardOf(await pinThis.runOn(message, moderator(), scene.services)))).toContain(reason);
    expect(scene.pins.drafts.size).toBe(0);
  });
});

describe('presses that come late or from elsewhere', () => {
  test('Cancel after Post and pin does not say that nothing was posted', async () => {
    const scene = pinScene();
    await building(scene);
    scene.pins.living = [
      { pin: pinOf(scene.services.sitrep, ['dam'], { id: pinId('draft0000000'), state: 'posting' }), current: true },
    ];
    const told = textOf(cardOf(await scene.press({ type: 'draft', draft: 'draft0000000', act: 'cancel' })));
    expect(told).not.toContain('Nothing was posted');
    expect(told).toContain('is being posted already');
  });

  const steps = (['say', 'choose', 'open'] as const).map(
    (act) => ({ type: 'draft', draft: 'draft0000000', act }) as const,
  );
  const post = { type: 'post', draft: 'draft0000000', preview: 'abcdefgh' } as const;
  test.each([...steps, post, { ...post, type: 'replace', pin: pinId('pin') } as const])(
    "%j on another moderator's draft does nothing",
    async (action) => {
      const scene = pinScene();
      await building(scene);
      const before = scene.pins.drafts.get('draft0000000');
      const other: Actor = { ...moderator(), userId: '100000000000000009' };
      const reply = await scene.press(action, { actor: other, typed: 'Mine' });
      expect(textOf(cardOf(reply))).toContain('no longer kept');
      expect(scene.pins.drafts.get('draft0000000')).toEqual(before);
      expect(scene.pins.asked).toEqual([]);
    },
  );
});
