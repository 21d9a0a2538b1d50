import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { checkTraffic } from './conformity.ts';
import { openScene } from './tiny-bot.ts';

const share = {
  type: ComponentType.ActionRow,
  components: [{ type: ComponentType.Button, style: ButtonStyle.Secondary, label: 'Share', custom_id: 'share:1' }],
} as const;
const card = (text: string) =>
  ({ type: ComponentType.Container, components: [{ type: ComponentType.TextDisplay, content: text }] }) as const;

describe('an unmodified discord.js client', () => {
  test('and the stand-in say only what the published schemas allow', async () => {
    await using scene = await openScene({
      suggest: (typed) => [{ name: `About ${typed}`, value: typed }],
      command: async (interaction) => {
        await interaction.reply({
          flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2,
          components: [card(`You asked: ${interaction.options.getString('question', true)}`), share],
        });
      },
      button: async (interaction) => {
        await interaction.update({ components: [card('Shared.')] });
        const posted = await interaction.followUp({
          flags: MessageFlags.IsComponentsV2,
          components: [card('For all')],
          allowedMentions: { parse: [] },
        });
        await interaction.editReply({ components: [card('Shared below.')] });
        await interaction.fetchReply();
        await interaction.webhook.editMessage(posted.id, { components: [card('For all, corrected')] });
      },
    });
    const { standin, client, errors } = scene;
    const [member, moderator] = [standin.person('member'), standin.person('moderator')];

    expect(await member.autocomplete('ask', 'question', 'war')).toEqual([{ name: 'About war', value: 'war' }]);
    const asked = await member.command('ask', { question: 'war' });
    expect(asked.ephemeral).toBe(true);
    expect(asked.message?.components[0]).toMatchObject({ type: 17, components: [{ content: 'You asked: war' }] });
    expect(moderator.sees()).toEqual([]);

    const pressed = await member.press(asked.message ?? { id: '' }, 'Share');
    expect(pressed.message?.id).toBe(asked.message?.id);
    const shared = await moderator.until((seen) => seen.find((m) => JSON.stringify(m).includes('corrected')));
    expect(shared).toMatchObject({ type: 19, edited_timestamp: expect.any(String) });
    expect(member.sees()).toHaveLength(2);

    const channel = await client.channels.fetch(standin.ids.channel);
    if (!channel?.isSendable()) throw new Error('Expected to be able to send.');
    await channel.messages.fetch({ limit: 5 });
    const said = await channel.send('Plain');
    await said.edit('Plainer');
    await channel.messages.fetch({ message: said.id, force: true });
    await said.delete();
    await client.application.fetch();
    await client.application.commands.fetch({ withLocalizations: true });

    expect(errors).toEqual([]);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });
});
