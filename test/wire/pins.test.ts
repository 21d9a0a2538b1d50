import { describe, expect, test, vi } from 'vitest';
import type { Person, Shown } from '../../src/standin/person.ts';
import type { SeenMessage } from '../../src/standin/shapes.ts';
import { PERMISSION } from '../../src/standin/standin.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { BOT_WITH_PINS, buttons, openScene, type Scene, type SceneOptions, shown, words } from './scene.ts';

const open = (standin: SceneOptions['standin'] = {}): Promise<Scene> =>
  openScene({ standin: { botPermissions: BOT_WITH_PINS, ...standin } });

interface Part {
  readonly type: number;
  readonly custom_id?: string;
  readonly options?: readonly { readonly value: string; readonly label: string; readonly default?: boolean }[];
  readonly components?: readonly Part[];
}
const parts = (components: readonly unknown[]): readonly Part[] =>
  (components as readonly Part[]).flatMap((part) => [part, ...parts(part.components ?? [])]);

/** The select menu of a message. */
function menu(message: { readonly components: readonly unknown[] }): Required<Pick<Part, 'custom_id' | 'options'>> {
  const found = parts(message.components).find((part) => part.type === 3);
  if (found?.options === undefined || found.custom_id === undefined) throw new Error('The message has no menu.');
  return { options: found.options, custom_id: found.custom_id };
}

/** What the builder shows above itself: the pin as it would be posted. */
const preview = (message: { readonly components: readonly unknown[] }): string =>
  words({ components: message.components.slice(0, 1) });

/** Times differ by the seconds between preview and post. */
const timeless = (text: string): string => text.replace(/<t:\d+:/g, '<t:…:');

async function pinned(moderator: Person, command = 'pin brief', options = {}): Promise<Shown> {
  const builder = shown(await moderator.command(command, options));
  return await moderator.press(builder, 'Post and pin');
}

describe('a moderator pins a brief', () => {
  test('what is pinned is what was previewed, with the facts chosen and the line added', async () => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    const begun = shown(await moderator.command('pin brief'));
    expect(member.sees()).toEqual([]);
    const { custom_id, options } = menu(begun);
    const wanted = options.slice(1, 4).map(({ value }) => value);
    const chosen = shown(await moderator.choose(begun, custom_id, wanted));
    expect(
      menu(chosen)
        .options.filter((option) => option.default)
        .map(({ value }) => value),
    ).toEqual(wanted);
    const { modal } = await moderator.press(chosen, 'Add a line');
    if (modal === undefined) throw new Error('No dialog opened.');
    const noted = shown(await moderator.submit(modal, { 'Your line': 'Meeting at *noon* @everyone' }));
    expect(preview(noted)).toContain('Meeting at');

    const done = shown(await moderator.press(noted, 'Post and pin'));
    expect(words(done)).toContain('Posted and pinned:');
    const [message, ...others] = member.pins();
    expect(others).toEqual([]);
    expect(timeless(words(message))).toBe(timeless(preview(noted)));
    expect(words(done)).toContain(`${message?.channel_id}/${message?.id}`);
    expect(message?.mentions).toEqual([]);
    expect(
      standin
        .auditLog()
        .map(({ reason }) => reason)
        .join(),
    ).toContain(moderator.id);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('Post and pin pressed twice at once posts one pin, and both presses are answered', async () => {
    await using scene = await open();
    const { moderator, member } = scene;
    const builder = shown(await moderator.command('pin facts', { topic: 'hostages' }));
    const answers = await Promise.all([
      moderator.press(builder, 'Post and pin'),
      moderator.press(builder, 'Post and pin'),
    ]);
    for (const answer of answers) expect(words(shown(answer))).toMatch(/pinned|posted/);
    expect(member.pins()).toHaveLength(1);
    expect(member.sees().filter(({ type }) => type === 0)).toHaveLength(1);
  });

  test('without a chosen fact there is nothing to post; Cancel posts nothing', async () => {
    await using scene = await open();
    const { moderator } = scene;
    const builder = shown(await moderator.command('pin brief'));
    const empty = shown(await moderator.choose(builder, menu(builder).custom_id, []));
    expect(words(empty)).toContain('Nothing is chosen yet.');
    expect(buttons(empty)).not.toContain('Post and pin');
    expect(words(shown(await moderator.press(empty, 'Cancel')))).toContain('Nothing was posted.');
    expect(scene.member.sees()).toEqual([]);
  });

  test('Post and pin and Cancel pressed at once each tell what is there', async () => {
    await using scene = await open();
    const { moderator, member } = scene;
    for (const labels of [
      ['Post and pin', 'Cancel'],
      ['Cancel', 'Post and pin'],
    ]) {
      const builder = shown(await moderator.command('pin brief'));
      const before = member.pins().length;
      const told = await Promise.all(labels.map(async (label) => words(shown(await moderator.press(builder, label)))));
      const isCancelled = told.some((text) => text.includes('Cancelled. Nothing was posted.'));
      expect([isCancelled, member.pins().length - before]).toEqual(isCancelled ? [true, 0] : [false, 1]);
    }
  });

  test('the builder still works after its dialog was closed', async () => {
    await using scene = await open();
    const { moderator } = scene;
    const builder = shown(await moderator.command('pin brief'));
    const { modal } = await moderator.press(builder, 'Add a line');
    if (modal === undefined) throw new Error('No dialog opened.');
    moderator.closeModal(modal);
    await moderator.press(builder, 'Post and pin');
    expect(scene.member.pins()).toHaveLength(1);
  });

  test('"Pin this answer" on a shared answer pins its facts', async () => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    const answer = shown(await member.command('when', { event: 'conflict began' }));
    const posted = shown(await member.press(answer, 'Share'));
    const builder = shown(await moderator.messageCommand('Pin this answer', posted));
    expect(preview(builder)).toContain('October 7');
    await moderator.press(builder, 'Post and pin');
    expect(words(member.pins()[0])).toContain('October 7');
    const heading = (message: SeenMessage | undefined) => /^### .+$/m.exec(words(message))?.[0] ?? 'no heading';
    expect(heading(member.pins()[0])).toBe(heading(posted));
    const pin = member.pins()[0] ?? expect.fail('nothing pinned');
    expect(words(shown(await moderator.messageCommand('Pin this answer', pin)))).toContain('a living pin already');
    const other = member.say('hello');
    expect(words(shown(await moderator.messageCommand('Pin this answer', other)))).toContain('somebody else wrote');
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('a pin made in a thread is pinned in that thread', async () => {
    await using scene = await open({ channels: [{ name: 'harbour', kind: 'thread' }] });
    const moderator = scene.moderator.in(scene.standin.channel('harbour'));
    await pinned(moderator);
    expect(moderator.pins()).toHaveLength(1);
    expect(scene.moderator.pins()).toEqual([]);
  });
});

describe('a channel that holds as many pins as Discord allows', () => {
  test('Replace pins the new message in the place of an older pin of Sitrep’s', async () => {
    await using scene = await open({ pinLimit: 1 });
    const { moderator, member } = scene;
    await pinned(moderator, 'pin facts', { topic: 'hostages' });
    const [first] = member.pins();
    const full = shown(await pinned(moderator));
    expect(words(full)).toContain('as many pins as Discord allows. Nothing was posted.');
    expect(member.sees().filter(({ type }) => type === 0)).toHaveLength(1);
    const replace = buttons(full).find((label) => label.startsWith('Replace')) ?? '';
    expect(words(shown(await moderator.press(full, replace)))).toContain('Posted and pinned:');
    expect(member.pins()).toHaveLength(1);
    expect(member.pins()[0]?.id).not.toBe(first?.id);
  });

  test('where all pins belong to others it says so, and works once there is room', async () => {
    await using scene = await open({ pinLimit: 1 });
    const { moderator, member, standin } = scene;
    const other = member.say('the rules');
    standin.pin(other.id);
    const full = shown(await pinned(moderator));
    expect(words(full)).toContain('None of them is a living pin of Sitrep’s.');
    standin.unpin(other.id);
    expect(words(shown(await moderator.press(full, 'Try again')))).toContain('Posted and pinned:');
    expect(member.pins()).toHaveLength(1);
  });
});

describe('any moderator works on the pins of a channel', () => {
  test('/pins tells of each, Unpin leaves the message, and the history tells who did it', async () => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    await pinned(moderator);
    const panel = shown(await moderator.command('pins'));
    expect(words(panel)).toContain('Current.');
    expect(words(panel)).toContain(`by <@${moderator.id}>`);
    expect(words(panel)).toContain(`version ${scene.knowledge.version}`);
    const changes = shown(await moderator.press(panel, 'Show changes'));
    expect(words(changes)).toContain('Nothing: it shows the facts as they are today.');
    expect(words(shown(await moderator.press(changes, 'Refresh')))).toContain('up to date already');
    const again = shown(await moderator.command('pins'));
    expect(words(shown(await moderator.press(again, 'Unpin')))).toContain('Unpinned:');
    expect(member.pins()).toEqual([]);
    expect(member.sees().filter(({ type }) => type === 0)).toHaveLength(1);
    expect(words(shown(await moderator.command('pins')))).toContain('There are no living pins in this channel.');
    const history = words(shown(await moderator.command('pins', { show: 'history' })));
    expect(history).toMatch(new RegExp(`<@${moderator.id}>: unpinned`));
    expect(history).toMatch(new RegExp(`<@${moderator.id}>: asked for the pin`));
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('of two pins one is chosen from the list; Delete asks first, then deletes the message', async () => {
    await using scene = await open();
    const { moderator, member } = scene;
    await pinned(moderator);
    await pinned(moderator, 'pin facts', { topic: 'hostages' });
    const list = shown(await moderator.command('pins'));
    expect(words(list)).toContain('2 living pins in this channel');
    const { custom_id, options } = menu(list);
    const one = shown(await moderator.choose(list, custom_id, [options[0]?.value ?? '']));
    const asking = shown(await moderator.press(one, 'Delete'));
    expect(member.pins()).toHaveLength(2);
    expect(words(shown(await moderator.press(asking, 'Delete it')))).toContain('Deleted:');
    expect(member.pins()).toHaveLength(1);
    expect(member.sees().filter(({ type }) => type === 0)).toHaveLength(1);
  });

  test('Unpin tells the moderator where the message was deleted by hand', async () => {
    await using scene = await open();
    const { moderator, standin } = scene;
    await pinned(moderator);
    const panel = shown(await moderator.command('pins'));
    standin.deleteMessage(moderator.pins()[0]?.id ?? '');
    expect(words(shown(await moderator.press(panel, 'Unpin')))).toContain('The message has been deleted in Discord.');
  });

  test('/pins finds a message that was deleted by hand, and an open panel does not call it up to date', async () => {
    await using scene = await open();
    const { moderator, standin } = scene;
    await pinned(moderator);
    const panel = shown(await moderator.command('pins'));
    const changes = shown(await moderator.press(panel, 'Show changes'));
    standin.deleteMessage(moderator.pins()[0]?.id ?? '');
    const told = words(shown(await moderator.press(changes, 'Refresh')));
    expect(told).toContain('The message of “State of play” had been deleted in Discord already.');
    expect(words(shown(await moderator.command('pins')))).toContain('There are no living pins in this channel.');
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('Show changes on an open panel does not call a deleted message up to date', async () => {
    await using scene = await open();
    const { moderator, standin } = scene;
    await pinned(moderator);
    const panel = shown(await moderator.command('pins'));
    standin.deleteMessage(moderator.pins()[0]?.id ?? '');
    expect(words(shown(await moderator.press(panel, 'Show changes')))).toContain('no longer a living pin');
  });

  test('/pins says that it cannot see the pin where the bot may not read the history', async () => {
    await using scene = await open();
    await pinned(scene.moderator);
    const { bot: id } = scene.standin.ids;
    scene.standin.overwrite({ id, type: 'member', allow: 0n, deny: PERMISSION.ReadMessageHistory });
    const panel = words(shown(await scene.moderator.command('pins')));
    expect(panel).toContain('Current when last seen. Sitrep cannot see whether it is still pinned');
    expect(panel).toContain('“Read Message History”');
  });

  test('/pins answers in time with what is recorded when Discord does not list the pins', async () => {
    await using scene = await open();
    const { moderator, standin } = scene;
    await pinned(moderator);
    standin.faults.rest({ method: 'GET', path: /^\/channels\//, status: 503, times: Infinity });
    const panel = words(shown(await moderator.command('pins')));
    expect(panel).toContain('Current when last seen. Discord did not answer just now');
  });

  test('a pin’s Proof is for every member', async () => {
    await using scene = await open();
    const { moderator, member } = scene;
    await pinned(moderator);
    const [pin] = member.pins();
    if (pin === undefined) throw new Error('Nothing is pinned.');
    const proof = await member.press(pin, 'Proof');
    expect(proof.ephemeral).toBe(true);
    expect(words(shown(proof))).toMatch(/paragraph \d+, sentence \d+/);
  });

  test('the log says what was done, without ids, texts or tokens', async () => {
    await using scene = await open();
    const { moderator, logged } = scene;
    await pinned(moderator, 'pin facts', { topic: 'hostages' });
    const names = () => logged.filter(({ msg }) => msg === 'interaction').map(({ name }) => name);
    await vi.waitFor(() => expect(names()).toEqual(['/pin facts', 'button post']));
    expect(JSON.stringify(logged)).not.toContain(moderator.id);
    expect(JSON.stringify(logged)).not.toContain('token');
  });
});

describe('when something fails, the moderator reads the outcome', () => {
  const CALLBACK = /^\/interactions\/\d+\/[^/]+\/callback$/;
  const ORIGINAL = /^\/webhooks\/.*original$/;

  test.each([
    ['answers 500 once', { status: 500 }],
    ['loses its answer once', { lostAnswer: true }],
  ] as const)('it is pinned once where Discord %s to the press', async (_what, fault) => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    const builder = shown(await moderator.command('pin brief'));
    standin.faults.rest({ method: 'POST', path: CALLBACK, times: 1, ...fault });
    await moderator.press(builder, 'Post and pin');
    const told = await moderator.until((messages) => messages.find((m) => words(m).includes('Posted and pinned:')));
    expect(told.id).toBe(builder.id);
    expect(member.pins()).toHaveLength(1);
  });

  test('the outcome comes in a new private message where the builder is gone', async () => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    const builder = shown(await moderator.command('pin brief'));
    standin.faults.rest({ method: 'PATCH', path: ORIGINAL, times: 1, status: 404 });
    await moderator.press(builder, 'Post and pin');
    const told = await moderator.until((messages) => messages.find((m) => words(m).includes('Posted and pinned:')));
    expect(told.id).not.toBe(builder.id);
    expect(member.sees().map(({ id }) => id)).not.toContain(told.id);
    expect(member.pins()).toHaveLength(1);
  });

  test('nothing is posted where the press cannot be answered', async () => {
    await using scene = await open();
    const { moderator, member, standin } = scene;
    const builder = shown(await moderator.command('pin brief'));
    standin.faults.rest({ method: 'POST', path: CALLBACK, status: 404 });
    await moderator.press(builder, 'Post and pin');
    expect(member.sees()).toEqual([]);
  });
});
