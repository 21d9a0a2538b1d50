import {
  type ChatInputCommandInteraction,
  Events,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import { describe, expect, test } from 'vitest';
import { PERMISSION } from '../../src/standin/permissions.ts';
import { checkTraffic } from './conformity.ts';
import { type Behaviour, call, openScene, type Scene } from './tiny-bot.ts';

const BUILDER = { name: 'build', description: 'Opens a builder' };
const PIN = {
  name: 'pin',
  description: 'Pins',
  default_member_permissions: String(PERMISSION.PinMessages),
  options: [
    {
      type: 1,
      name: 'brief',
      description: 'Pins a brief',
      options: [{ type: 3, name: 'topic', description: 'Which', autocomplete: true }],
    },
    { type: 1, name: 'facts', description: 'Pins facts' },
  ],
};
const KEEP = { name: 'Keep this', type: 3 };

const MENU = {
  type: 3,
  custom_id: 'facts',
  placeholder: 'Which facts?',
  min_values: 1,
  max_values: 2,
  options: ['a', 'b', 'c'].map((value) => ({ label: value.toUpperCase(), value, default: value === 'a' })),
};
const row = (component: object) => ({ type: 1, components: [component] });
const NOTE = {
  custom_id: 'note',
  title: 'Your line',
  components: [
    { type: 10, content: 'It is marked as yours.' },
    { type: 18, label: 'Line', component: { type: 4, custom_id: 'line', style: 1, min_length: 3, max_length: 10 } },
    { type: 18, label: 'Topics', component: { ...MENU, custom_id: 'topics', required: true } },
    row({ type: 4, custom_id: 'old', style: 2, label: 'Remark', required: false }),
    { type: 18, label: 'Tell me', component: { type: 23, custom_id: 'tell' } },
  ],
};

interface Bot extends Pick<Behaviour, 'suggest'> {
  readonly command?: (interaction: ChatInputCommandInteraction) => unknown;
  readonly component?: (interaction: MessageComponentInteraction) => unknown;
  readonly submitted?: (interaction: ModalSubmitInteraction) => unknown;
}

/** A stand-in with a client that answers commands, components and modals, and whose commands are registered. */
async function open(bot: Bot, commands: readonly object[] = [BUILDER]): Promise<Scene> {
  const scene = await openScene(bot.suggest ? { suggest: bot.suggest } : {}, {
    standin: { botPermissions: PERMISSION.PinMessages },
  });
  const route = `/applications/${scene.standin.ids.application}/commands`;
  await call(scene.standin, 'PUT', route, commands);
  scene.client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand()) bot.command?.(interaction);
    else if (interaction.isMessageComponent()) bot.component?.(interaction);
    else if (interaction.isModalSubmit()) bot.submitted?.(interaction);
  });
  return scene;
}
const sent = (scene: Scene, body: object) =>
  call(scene.standin, 'POST', `/channels/${scene.standin.ids.channel}/messages`, body);
const post = async (scene: Scene, components: readonly object[]) => {
  const { body } = await sent(scene, { content: 'x', components });
  return { id: String(body.id) };
};

describe('a select menu', () => {
  test('sends the chosen values in the order of the menu', async () => {
    await using scene = await open({
      component: (i) => i.isStringSelectMenu() && i.update({ content: `${i.customId}: ${i.values.join('+')}` }),
    });
    const message = await post(scene, [row(MENU)]);
    const shown = await scene.standin.person('member').choose(message, 'Which facts?', ['c', 'a']);
    expect(shown.message?.content).toBe('facts: a+c');
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test.each([
    ['a value that is not offered', ['x'], /among: a, b, c/],
    ['one value twice', ['a', 'a'], /once/],
    ['too few', [], /1 to 2 values/],
    ['too many', ['a', 'b', 'c'], /1 to 2 values/],
  ])('refuses the choice of %s', async (_, values, says) => {
    await using scene = await open({});
    const message = await post(scene, [row(MENU)]);
    await expect(scene.standin.person('member').choose(message, 'facts', values)).rejects.toThrow(says);
  });

  test('cannot be used where it is disabled or missing', async () => {
    await using scene = await open({});
    const member = scene.standin.person('member');
    const message = await post(scene, [row({ ...MENU, disabled: true })]);
    await expect(member.choose(message, 'facts', ['a'])).rejects.toThrow('"Which facts?" is disabled');
    await expect(member.choose(message, 'other', ['a'])).rejects.toThrow('found 0 among: "Which facts?"');
  });

  test.each([
    ['more values than options', { max_values: 4 }, 'options'],
    ['a minimum above the maximum', { min_values: 3, max_values: 2 }, 'min_values'],
    [
      'more defaults than values',
      { max_values: 1, options: MENU.options.map((o) => ({ ...o, default: true })) },
      'options',
    ],
  ])('with %s is refused with 50035', async (_, change, at) => {
    await using scene = await open({});
    const refused = await sent(scene, { content: 'x', components: [row({ ...MENU, ...change })] });
    expect(refused).toMatchObject({ status: 400, body: { code: 50035 } });
    expect(JSON.stringify(refused.body.errors)).toContain(`"${at}"`);
  });
});

describe('a modal', () => {
  const values = { Line: 'A line', Topics: ['b'] };

  test('that a command opened brings the bot every field', async () => {
    await using scene = await open({
      command: (i) => i.showModal(NOTE as never),
      submitted: (i) =>
        i.reply(
          [
            i.fields.getTextInputValue('line'),
            i.fields.getStringSelectValues('topics'),
            i.fields.getTextInputValue('old'),
            i.fields.getCheckbox('tell'),
          ].join('/'),
        ),
    });
    const member = scene.standin.person('member');
    const { modal } = await member.command('build');
    if (modal === undefined) throw new Error('Expected a modal.');
    expect(modal).toMatchObject({
      title: 'Your line',
      components: [{ type: 10 }, { type: 18 }, { type: 18 }, { type: 1 }, { component: { type: 23, default: false } }],
    });
    const shown = await member.submit(modal, { ...values, 'Tell me': true });
    expect(shown.message).toMatchObject({
      content: 'A line/b//true',
      interaction_metadata: { type: 5, triggering_interaction_metadata: { type: 2, name: 'build' } },
    });
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
    await expect(member.submit(modal, values)).rejects.toThrow('has open');
  });

  test('that a button opened brings its message, which can be updated', async () => {
    await using scene = await open({
      component: (i) => i.showModal(NOTE as never),
      submitted: (i) => i.isFromMessage() && i.update({ content: `updated ${i.message.id}` }),
    });
    const message = await post(scene, [row({ type: 2, style: 1, custom_id: 'add', label: 'Add' })]);
    const moderator = scene.standin.person('moderator');
    const { modal } = await moderator.press(message, 'Add');
    if (modal === undefined) throw new Error('Expected a modal.');
    const shown = await moderator.submit(modal, values);
    expect(shown.message).toMatchObject({ id: message.id, content: `updated ${message.id}` });
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test.each([
    ['too short a line', { ...values, Line: 'ab' }, /3 to 10 characters for "Line", got 2/],
    ['no line', { Topics: ['b'] }, /3 to 10 characters/],
    ['an unknown field', { ...values, Colour: 'red' }, /got "Colour"/],
    ['a box that is neither ticked nor not', { ...values, 'Tell me': 'yes' }, /true or false for "Tell me"/],
    ['an unknown choice', { ...values, Topics: ['z'] }, /among: a, b, c/],
  ])('stays open where %s is filled in', async (_, filled, says) => {
    await using scene = await open({ command: (i) => i.showModal(NOTE as never), submitted: (i) => i.reply('done') });
    const member = scene.standin.person('member');
    const { modal } = await member.command('build');
    if (modal === undefined) throw new Error('Expected a modal.');
    await expect(member.submit(modal, filled)).rejects.toThrow(says);
    expect((await member.submit(modal, values)).message?.content).toBe('done');
  });

  test('can be sent again, or closed, where the bot does not answer the submission', async () => {
    await using scene = await open({ command: (i) => i.showModal(NOTE as never) });
    const member = scene.standin.person('member');
    const { modal } = await member.command('build');
    if (modal === undefined) throw new Error('Expected a modal.');
    for (const attempt of [member.submit(modal, values), member.submit(modal, values)]) {
      scene.standin.faults.passDeadlines();
      expect(await attempt).toMatchObject({ failed: 'did not respond' });
    }
    member.closeModal(modal);
    await expect(member.submit(modal, values)).rejects.toThrow('has open');
  });

  test('cannot be opened by a second answer or on a submission', async () => {
    const codes: unknown[] = [];
    const note = (error: { code?: unknown }) => codes.push(error.code);
    await using scene = await open({});
    const callback = async ({ id, token }: { id: string; token: string }, type: number, data: unknown) =>
      (await call(scene.standin, 'POST', `/interactions/${id}/${token}/callback`, { type, data })).body;
    scene.client.on(Events.InteractionCreate, async (i) => {
      if (i.isChatInputCommand()) {
        await callback(i, 9, NOTE);
        note(await callback(i, 9, NOTE));
      } else if (i.isModalSubmit()) {
        note(await callback(i, 9, NOTE));
        note(await callback(i, 6, undefined));
        await i.reply('done');
      }
    });
    const member = scene.standin.person('member');
    const { modal } = await member.command('build');
    if (modal === undefined) throw new Error('Expected a modal.');
    await expect.poll(() => codes).toEqual([40060]);
    await member.submit(modal, values);
    expect(codes).toEqual([40060, 50035, 50035]);
  });

  test.each([
    ['a title of 46 characters', { title: 'x'.repeat(46) }, 'title'],
    ['six components', { components: Array.from({ length: 6 }, () => NOTE.components[0]) }, 'components'],
    ['a label of 46 characters', { components: [{ ...NOTE.components[1], label: 'x'.repeat(46) }] }, 'label'],
    [
      'an input with a label of its own',
      { components: [{ type: 18, label: 'A', component: { type: 4, custom_id: 'a', style: 1, label: 'B' } }] },
      'label',
    ],
    [
      'a box whose default is neither true nor false',
      { components: [{ type: 18, label: 'A', component: { type: 23, custom_id: 'a', default: 'yes' } }] },
      'default',
    ],
    ['two fields of one custom_id', { components: [NOTE.components[1], NOTE.components[1]] }, 'custom_id'],
    [
      'a disabled select',
      { components: [{ type: 18, label: 'A', component: { ...MENU, disabled: true } }] },
      'disabled',
    ],
    ['a button', { components: [row({ type: 2, style: 1, custom_id: 'b', label: 'B' })] }, 'components'],
  ])('with %s is refused with 50035 and does not spend the answer', async (_, change, at) => {
    await using scene = await open({});
    const refusals: unknown[] = [];
    scene.client.on(Events.InteractionCreate, async (i) => {
      if (!i.isChatInputCommand()) return;
      const path = `/interactions/${i.id}/${i.token}/callback`;
      refusals.push((await call(scene.standin, 'POST', path, { type: 9, data: { ...NOTE, ...change } })).body);
      await i.reply('still possible');
    });
    const shown = await scene.standin.person('member').command('build');
    expect(shown.message?.content).toBe('still possible');
    expect(refusals).toMatchObject([{ code: 50035 }]);
    expect(JSON.stringify(refusals)).toContain(`"${at}":`);
  });
});

describe('a command on a message', () => {
  test('brings the bot the whole message of another person', async () => {
    await using scene = await open({}, [KEEP]);
    scene.client.on(Events.InteractionCreate, async (i) => {
      if (i.isMessageContextMenuCommand()) await i.reply(`kept ${i.targetId}: ${i.targetMessage.content}`);
    });
    const { id } = scene.standin.person('moderator').say('remember the meeting');
    const shown = await scene.standin.person('member').messageCommand('Keep this', { id });
    expect(shown.message).toMatchObject({
      type: 23,
      content: `kept ${id}: remember the meeting`,
      interaction_metadata: { target_message_id: id },
    });
    const read = await call(scene.standin, 'GET', `/channels/${scene.standin.ids.channel}/messages/${id}`);
    expect(read.body.content).toBe('');
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('does not exist for a private message', async () => {
    await using scene = await open({ command: (i) => i.reply({ content: 'psst', flags: 64 }) }, [BUILDER, KEEP]);
    const member = scene.standin.person('member');
    const { message } = await member.command('build');
    await expect(member.messageCommand('Keep this', message ?? { id: '' })).rejects.toThrow('everybody sees');
  });
});

describe('a command with sub-commands, for those who may pin', () => {
  test('nests the options inside the sub-command, also while a person types', async () => {
    await using scene = await open(
      {
        command: (i) => i.reply(`${i.options.getSubcommand()}: ${i.options.getString('topic')}`),
        suggest: (typed, i) => [
          { name: `${i.options.getSubcommand()} ${i.options.getFocused(true).name}`, value: typed },
        ],
      },
      [PIN],
    );
    const moderator = scene.standin.person('moderator');
    expect(await moderator.autocomplete('pin brief', 'topic', 'har')).toContainEqual({
      name: 'brief topic',
      value: 'har',
    });
    const shown = await moderator.command('/pin brief', { topic: 'harbour' });
    expect(shown.message).toMatchObject({ content: 'brief: harbour', interaction_metadata: { name: 'pin brief' } });
    expect((await moderator.command('pin facts')).message?.content).toBe('facts: null');
    await expect(moderator.command('pin')).rejects.toThrow(
      'one of the sub-commands "brief", "facts" of /pin, got none',
    );
    await expect(moderator.command('pin map')).rejects.toThrow('got "map"');
  });

  test('is hidden from a member without the permission, who is told why', async () => {
    await using scene = await open({}, [PIN, BUILDER]);
    const { standin } = scene;
    await expect(standin.person('member').command('pin facts')).rejects.toThrow(
      'may not use "pin": it needs Pin Messages.',
    );
    const names = async (as: string) => {
      const state = (await (await fetch(`${standin.url}page/state?as=${as}`)).json()) as {
        commands: { name: string }[];
      };
      return state.commands.map((command) => command.name);
    };
    expect(await names(standin.ids.member)).toEqual(['build']);
    expect(await names(standin.ids.moderator)).toEqual(['pin', 'build']);
  });
});

test('the page’s stream has an event for each step of a modal', async () => {
  await using scene = await open({
    component: (i) => (i.isStringSelectMenu() ? i.showModal(NOTE as never) : undefined),
    submitted: (i) => i.reply({ content: 'done', flags: 64 }),
  });
  const { standin } = scene;
  const message = await post(scene, [row(MENU)]);
  const act = async (action: string, body: object) => {
    const response = await fetch(`${standin.url}page/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: standin.ids.member, ...body }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as { interaction_id: string }) };
  };
  const stream = await fetch(`${standin.url}page/events?as=${standin.ids.member}`);
  const reader = stream.body?.getReader();
  const at = { channel_id: standin.ids.channel, message_id: message.id };
  await act('choose', { ...at, custom_id: 'facts', values: ['a'] });
  let text = '';
  const until = async (pattern: RegExp) => {
    let found = pattern.exec(text);
    while (found === null) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) throw new Error(`The stream ended: ${text}`);
      text += Buffer.from(value ?? []).toString();
      found = pattern.exec(text);
    }
    return found;
  };
  const [, modal_id = ''] = await until(/event: modal\ndata: {"id":"(\d+)","custom_id":"note"/);
  expect((await act('submit', { modal_id, values: { line: 'ab' } })).status).toBe(400);
  const { body } = await act('submit', { modal_id, values: { line: 'A line', topics: ['a'] } });
  await until(new RegExp(`event: interaction\ndata: {"id":"${body?.interaction_id}","state":"answered","message_id"`));
  expect((await act('close-modal', { modal_id })).status).toBe(404);
  await reader?.cancel();
});
