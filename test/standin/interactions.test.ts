import { ButtonStyle, type ChatInputCommandInteraction, ComponentType, MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { Standin } from '../../src/standin/standin.ts';
import { flatErrors } from './flat-errors.ts';
import { call, openScene, type Scene, type SceneOptions } from './tiny-bot.ts';

const row = (label: string, customId: string, disabled = false) =>
  ({
    type: ComponentType.ActionRow,
    components: [{ type: ComponentType.Button, style: ButtonStyle.Primary, label, custom_id: customId, disabled }],
  }) as const;

/** A scene whose bot only takes the interaction, so that the test answers it by hand. */
async function openByHand(options: SceneOptions = {}) {
  const arrived: ((i: ChatInputCommandInteraction) => void)[] = [];
  const scene = await openScene({ command: (i) => arrived.shift()?.(i) }, options);
  const ask = async () => {
    const { promise, resolve } = Promise.withResolvers<ChatInputCommandInteraction>();
    arrived.push(resolve);
    const shown = scene.standin.person('member').command('ask', { question: 'x' });
    const interaction = await promise;
    const { id, token } = interaction;
    return {
      interaction,
      shown,
      answer: (body: object, query = '') =>
        call(scene.standin, 'POST', `/interactions/${id}/${token}/callback${query}`, body),
      webhook: (method: string, tail: string, body?: object) =>
        call(scene.standin, method, `/webhooks/${scene.standin.ids.application}/${token}${tail}`, body),
    };
  };
  return { scene, ask, [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose]() };
}

describe('the first answer', () => {
  test('that is late gets 10062, and the person reads that there was no answer', async () => {
    await using hand = await openByHand();
    const { shown, answer } = await hand.ask();
    hand.scene.standin.faults.passDeadlines();
    expect(await shown).toEqual({ ephemeral: false, failed: 'did not respond' });
    expect(await answer({ type: 4, data: { content: 'late' } })).toMatchObject({ status: 404, body: { code: 10062 } });
    expect(hand.scene.standin.person('member').sees()).toEqual([]);
  });

  test('can be given once; a second one gets 40060 and changes nothing', async () => {
    await using hand = await openByHand();
    const { answer } = await hand.ask();
    expect((await answer({ type: 4, data: { content: 'first' } })).status).toBe(204);
    expect(await answer({ type: 4, data: { content: 'second' } })).toMatchObject({
      status: 400,
      body: { code: 40060 },
    });
    expect(hand.scene.standin.person('member').sees()).toMatchObject([{ content: 'first' }]);
  });

  test('can be given by one of two processes; the other gets 40060', async () => {
    await using hand = await openByHand();
    const { answer } = await hand.ask();
    const both = await Promise.all([answer({ type: 5 }), answer({ type: 5 })]);
    expect(both.map((b) => b.status).toSorted()).toEqual([204, 400]);
  });

  test('may be given again where it was malformed', async () => {
    await using hand = await openByHand();
    const { answer } = await hand.ask();
    expect((await answer({ type: 4, data: {} })).body).toMatchObject({ code: 50006 });
    expect((await answer({ type: 4, data: { content: 'right' } })).status).toBe(204);
  });

  test.each([
    [6, 'a deferred update'],
    [7, 'an update'],
    [8, 'autocomplete choices'],
    [1, 'a pong'],
    [77, 'nothing known'],
  ])('to a command cannot be of type %i (%s)', async (type) => {
    await using hand = await openByHand();
    const { answer } = await hand.ask();
    const refused = await answer({ type, data: { content: 'x' } });
    expect(flatErrors(refused.body.errors)).toEqual(['type[BASE_TYPE_CHOICES]']);
  });

  test('with a wrong token or id gets 10062', async () => {
    await using hand = await openByHand();
    const { interaction } = await hand.ask();
    const path = (id: string, token: string) => `/interactions/${id}/${token}/callback`;
    for (const [id, token] of [
      [interaction.id, 'wrong'],
      ['1300000000000000099', interaction.token],
    ] as const) {
      const refused = await call(hand.scene.standin, 'POST', path(id, token), { type: 5 });
      expect(refused).toMatchObject({ status: 404, body: { code: 10062 } });
    }
  });

  test('returns the message only with_response', async () => {
    await using hand = await openByHand();
    const one = await hand.ask();
    expect(await one.answer({ type: 4, data: { content: 'x', flags: 64 } }, '?with_response=true')).toMatchObject({
      status: 200,
      body: {
        interaction: {
          id: one.interaction.id,
          type: 2,
          response_message_ephemeral: true,
          response_message_loading: false,
        },
        resource: { type: 4, message: { content: 'x', type: 20, flags: 64 } },
      },
    });
    const two = await hand.ask();
    expect(await two.answer({ type: 5, data: { flags: 64 } }, '?with_response=true')).toMatchObject({
      body: { interaction: { response_message_loading: true } },
    });
  });
});

describe('a deferred answer', () => {
  test('replaces its placeholder and stays as private as that was', async () => {
    await using scene = await openScene({
      command: async (interaction) => {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        await interaction.editReply({ content: 'There' });
      },
    });
    const shown = await scene.standin.person('member').command('ask', { question: 'x' });
    expect(shown).toMatchObject({ ephemeral: true, message: { content: 'There', flags: 64, edited_timestamp: null } });
    expect(scene.standin.person('moderator').sees()).toEqual([]);
  });

  test('is given by the first follow-up too', async () => {
    await using hand = await openByHand();
    const { answer, webhook } = await hand.ask();
    await answer({ type: 5, data: { flags: 64 } });
    await webhook('POST', '', { content: 'in place' });
    await webhook('POST', '', { content: 'after' });
    expect(hand.scene.standin.person('member').sees()).toMatchObject([
      { content: 'in place', flags: 64, type: 20 },
      { content: 'after', flags: 0, type: 19 },
    ]);
  });

  test('takes no flag but the private one', async () => {
    await using hand = await openByHand();
    const { answer } = await hand.ask();
    const refused = await answer({ type: 5, data: { flags: 64 | 32768 } });
    expect(flatErrors(refused.body.errors)).toEqual(['data.flags[BASE_TYPE_CHOICES]']);
  });

  test('may be deleted instead', async () => {
    await using scene = await openScene({
      command: async (interaction) => {
        await interaction.deferReply();
        await interaction.deleteReply();
      },
    });
    expect(await scene.standin.person('member').command('ask', { question: 'x' })).toMatchObject({ deleted: true });
    expect(scene.standin.person('member').sees()).toEqual([]);
  });
});

describe('the webhook of an interaction', () => {
  test.each([
    ['POST', ''],
    ['GET', '/messages/@original'],
    ['PATCH', '/messages/%40original'],
    ['DELETE', '/messages/@original'],
  ])('refuses %s%s before the first answer with 10015', async (method, tail) => {
    await using hand = await openByHand();
    const { webhook } = await hand.ask();
    expect(
      await webhook(method, tail, method === 'POST' || method === 'PATCH' ? { content: 'x' } : undefined),
    ).toMatchObject({
      status: 404,
      body: { code: 10015 },
    });
  });

  test('refuses an expired token with 50027', async () => {
    let nowMs = Date.now();
    await using hand = await openByHand({ standin: { now: () => nowMs } });
    const { answer, webhook } = await hand.ask();
    await answer({ type: 4, data: { content: 'x' } });
    nowMs += 900_000;
    expect((await webhook('GET', '/messages/@original')).status).toBe(200);
    nowMs += 1;
    expect(await webhook('GET', '/messages/@original')).toMatchObject({ status: 401, body: { code: 50027 } });
    await hand.ask();
    expect(await webhook('GET', '/messages/@original')).toMatchObject({ status: 401, body: { code: 50027 } });
  });

  test('does not reach messages of another interaction (10008)', async () => {
    await using hand = await openByHand();
    const one = await hand.ask();
    const made = await one.answer({ type: 4, data: { content: 'x', flags: 64 } }, '?with_response=true');
    const { message } = made.body.resource as { message: { id: string } };
    const two = await hand.ask();
    await two.answer({ type: 4, data: { content: 'y' } });
    expect((await one.webhook('GET', `/messages/${message.id}`)).status).toBe(200);
    expect(await two.webhook('PATCH', `/messages/${message.id}`, { content: 'z' })).toMatchObject({
      body: { code: 10008 },
    });
  });

  test('refuses another application’s id with 10015', async () => {
    await using hand = await openByHand();
    const { interaction, answer } = await hand.ask();
    await answer({ type: 4, data: { content: 'x' } });
    const refused = await call(
      hand.scene.standin,
      'GET',
      `/webhooks/1300000000000000099/${interaction.token}/messages/@original`,
    );
    expect(refused).toMatchObject({ status: 404, body: { code: 10015 } });
  });
});

describe('an edit', () => {
  const V2 = 32768;
  const textDisplay = (content: string) => ({ type: 10, content });

  test('keeps fields that are left out, and never changes privacy', async () => {
    await using hand = await openByHand();
    const { answer, webhook } = await hand.ask();
    await answer({ type: 4, data: { content: 'kept', flags: 64, components: [row('A', 'a')] } });
    const edited = await webhook('PATCH', '/messages/@original', { flags: 0, embeds: [{ title: 'new' }] });
    expect(edited.body).toMatchObject({
      content: 'kept',
      flags: 64,
      components: [{ type: 1 }],
      embeds: [{ title: 'new' }],
    });
  });

  test('that leaves nothing to show gets 50006', async () => {
    await using hand = await openByHand();
    const { answer, webhook } = await hand.ask();
    await answer({ type: 4, data: { content: 'x' } });
    expect((await webhook('PATCH', '/messages/@original', { content: '' })).body).toMatchObject({ code: 50006 });
  });

  test('cannot undo Components V2', async () => {
    await using hand = await openByHand();
    const { answer, webhook } = await hand.ask();
    await answer({ type: 4, data: { flags: V2, components: [textDisplay('x')] } });
    const edited = await webhook('PATCH', '/messages/@original', { flags: 0, components: [textDisplay('y')] });
    expect(edited.body).toMatchObject({ flags: V2 });
    const refused = await webhook('PATCH', '/messages/@original', { content: 'plain', flags: 0 });
    expect(flatErrors(refused.body.errors)).toEqual(['content[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]']);
  });

  test('to Components V2 must remove the content', async () => {
    await using hand = await openByHand();
    const { answer, webhook } = await hand.ask();
    await answer({ type: 4, data: { content: 'plain' } });
    const refused = await webhook('PATCH', '/messages/@original', { flags: V2, components: [textDisplay('x')] });
    expect(flatErrors(refused.body.errors)).toEqual(['content[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]']);
    const turned = await webhook('PATCH', '/messages/@original', {
      flags: V2,
      content: null,
      components: [textDisplay('x')],
    });
    expect(turned.body).toMatchObject({ flags: V2, content: '' });
  });
});

describe('a private message', () => {
  const open = () =>
    openScene({
      command: (i) => i.reply({ content: 'private', flags: MessageFlags.Ephemeral, components: [row('Open', 'open')] }),
      button: (i) => i.update({ content: 'opened', components: [] }),
    });
  const channelPath = (standin: Standin, id: string) => `/channels/${standin.ids.channel}/messages/${id}`;
  const askIn = async ({ standin }: Scene) => {
    const { message } = await standin.person('member').command('ask', { question: 'x' });
    if (message === undefined) throw new Error('Expected an answer.');
    return message;
  };

  test('does not exist for the channel’s routes', async () => {
    await using scene = await open();
    const { standin } = scene;
    const message = await askIn(scene);
    for (const [method, body] of [['GET'], ['PATCH', { content: 'x' }], ['DELETE']] as const) {
      expect(await call(standin, method, channelPath(standin, message.id), body)).toMatchObject({
        status: 404,
        body: { code: 10008 },
      });
    }
    expect((await call(standin, 'GET', `/channels/${standin.ids.channel}/messages`)).body).toEqual([]);
  });

  test('lets only its person press its buttons', async () => {
    await using scene = await open();
    const message = await askIn(scene);
    await expect(scene.standin.person('moderator').press(message, 'Open')).rejects.toThrow(/does not see/);
    expect(await scene.standin.person('member').press(message, 'open')).toMatchObject({
      message: { content: 'opened' },
    });
  });

  test('stays dismissed, even if the bot edits it later', async () => {
    await using scene = await open();
    const member = scene.standin.person('member');
    const message = await askIn(scene);
    member.dismiss(message);
    expect(member.sees()).toEqual([]);
    await expect(member.press(message, 'Open')).rejects.toThrow(/does not see/);
    await scene.client.rest.patch(
      `/webhooks/${scene.standin.ids.application}/${scene.standin.traffic.rest('POST').at(-1)?.path.split('/')[3]}/messages/@original`,
      { body: { content: 'edited' }, auth: false },
    );
    expect(member.sees()).toEqual([]);
  });
});

describe('a button', () => {
  test('that is answered with a new message is referred to by it', async () => {
    await using scene = await openScene({
      command: (i) => i.reply({ content: 'first', components: [row('More', 'more')] }),
      button: (i) => i.reply({ content: 'second', flags: MessageFlags.Ephemeral }),
    });
    const moderator = scene.standin.person('moderator');
    const { message: first } = await scene.standin.person('member').command('ask', { question: 'x' });
    const { message, ephemeral } = await moderator.press(first ?? { id: '' }, 'More');
    expect(ephemeral).toBe(true);
    expect(message).toMatchObject({
      type: 19,
      message_reference: { message_id: first?.id },
      interaction_metadata: { type: 3, interacted_message_id: first?.id, user: { id: moderator.id } },
      ephemeral_for: moderator.id,
    });
  });

  test('that is only acknowledged shows a later edit', async () => {
    await using scene = await openScene({
      command: (i) => i.reply({ content: 'first', components: [row('More', 'more')] }),
      button: async (i) => {
        await i.deferUpdate();
        await i.editReply({ content: 'changed', components: [] });
      },
    });
    const member = scene.standin.person('member');
    const { message } = await member.command('ask', { question: 'x' });
    expect(await member.press(message ?? { id: '' }, 'More')).toMatchObject({
      message: { id: message?.id, content: 'changed' },
    });
  });

  test('that is acknowledged without an edit leaves the message as it was', async () => {
    await using scene = await openScene(
      {
        command: (i) => i.reply({ content: 'first', components: [row('More', 'more')] }),
        button: (i) => i.deferUpdate(),
      },
      { standin: { quietMs: 50 } },
    );
    const member = scene.standin.person('member');
    const { message } = await member.command('ask', { question: 'x' });
    expect(await member.press(message ?? { id: '' }, 'More')).toEqual({ message, ephemeral: false });
  });

  test('cannot update a message that was deleted (10008)', async () => {
    await using scene = await openScene({
      command: (i) => i.reply({ content: 'first', components: [row('More', 'more')] }),
      button: async (i) => {
        await i.message.delete();
        await i.update({ content: 'too late' });
      },
    });
    const member = scene.standin.person('member');
    const { message } = await member.command('ask', { question: 'x' });
    const pressed = member.press(message ?? { id: '' }, 'More');
    await expect.poll(() => scene.errors).toMatchObject([{ code: 10008 }]);
    scene.standin.faults.passDeadlines();
    expect(await pressed).toMatchObject({ failed: 'did not respond' });
  });

  test('cannot be pressed where it is disabled or missing', async () => {
    await using scene = await openScene({
      command: (i) => i.reply({ content: 'x', components: [row('Off', 'off', true)] }),
    });
    const member = scene.standin.person('member');
    const { message } = await member.command('ask', { question: 'x' });
    await expect(member.press(message ?? { id: '' }, 'Off')).rejects.toThrow(/disabled/);
    await expect(member.press(message ?? { id: '' }, 'On')).rejects.toThrow(/Expected one button "On".*"Off"/);
  });
});

describe('autocomplete', () => {
  test('has no suggestions where the bot does not answer', async () => {
    await using scene = await openScene();
    scene.client.removeAllListeners('interactionCreate');
    const suggested = scene.standin.person('member').autocomplete('ask', 'question', 'w');
    scene.standin.faults.passDeadlines();
    expect(await suggested).toEqual([]);
  });

  test.each([
    ['25 choices', 25, {}, []],
    ['26 choices', 26, {}, ['data.choices[BASE_TYPE_MAX_LENGTH]']],
    ['a name of 101', 1, { name: 'n'.repeat(101) }, ['data.choices[0].name[BASE_TYPE_BAD_LENGTH]']],
    ['an empty name', 1, { name: '' }, ['data.choices[0].name[BASE_TYPE_REQUIRED]']],
  ] as const)('checks an answer with %s', async (_, count, more, errors) => {
    await using scene = await openScene({
      suggest: () => Array.from({ length: count }, (_unused, n) => ({ name: `n${n}`, value: `v${n}`, ...more })),
    });
    const suggested = scene.standin.person('member').autocomplete('ask', 'question', 'w');
    await expect.poll(() => scene.standin.traffic.rest('POST')).toHaveLength(1);
    scene.standin.faults.passDeadlines();
    expect(await suggested).toHaveLength(errors.length === 0 ? count : 0);
    const callback = scene.standin.traffic.rest('POST').at(-1);
    expect(flatErrors((callback?.response as { errors?: unknown } | undefined)?.errors)).toEqual(errors);
  });
});

test('autocomplete of a text option refuses a number as suggestion', async () => {
  await using scene = await openScene();
  scene.client.removeAllListeners('interactionCreate');
  scene.client.on('interactionCreate', async (i) => {
    if (i.isAutocomplete()) await i.respond([{ name: 'seven', value: 7 }]).catch(() => undefined);
  });
  const suggested = scene.standin.person('member').autocomplete('ask', 'question', 'x');
  await expect.poll(() => scene.standin.traffic.rest('POST')).toHaveLength(1);
  scene.standin.faults.passDeadlines();
  expect(await suggested).toEqual([]);
  const refused = scene.standin.traffic.rest('POST').at(-1)?.response as { errors?: unknown } | undefined;
  expect(flatErrors(refused?.errors)).toEqual(['data.choices[0].value[APPLICATION_COMMAND_AUTOCOMPLETE_CHOICE_TYPE]']);
});

describe('direct messages with the bot', () => {
  test('take commands from a user instead of a member, and only that person sees the answer', async () => {
    const seen: unknown[] = [];
    await using scene = await openScene({
      command: async (i) => {
        seen.push(i.inGuild(), i.context, i.user.id, i.member);
        await i.reply('hello');
      },
    });
    const member = scene.standin.person('member').inDirectMessages();
    expect(await member.command('ask', { question: 'x' })).toMatchObject({ message: { content: 'hello' } });
    expect(seen).toEqual([false, 1, member.id, null]);
    expect(scene.standin.person('member').sees()).toEqual([]);
    expect(scene.standin.person('moderator').inDirectMessages().sees()).toEqual([]);
  });
});
