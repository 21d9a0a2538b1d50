import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { showHistory, showPins } from '../src/discord/pin-panel.ts';

/**
 * `/pins` shows the channel's living pins, and who did what to them. The history is an option and not a sub-command, because a
 * command with sub-commands cannot be used without one, and people type plain `/pins`.
 */
export const pins: Command = {
  definition: {
    name: 'pins',
    description: 'The living pins of this channel (for members with Pin Messages)',
    default_member_permissions: String(PermissionFlagsBits.PinMessages),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'show',
        description: 'The living pins, or who did what when',
        choices: [
          { name: 'living pins', value: 'living' },
          { name: 'history', value: 'history' },
        ],
      },
    ],
  },
  run: ({ options, actor }, services) =>
    options.get('show') === 'history' ? showHistory(actor, services) : showPins(actor, services),
};
