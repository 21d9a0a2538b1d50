import { PermissionFlagsBits } from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { showSettings } from '../src/discord/settings-panel.ts';

/** `/settings` shows and changes the settings of the server, its categories and its channels, and shows who changed them. */
export const settings: Command = {
  definition: {
    name: 'settings',
    description: 'The situation, and how Sitrep answers here (for members with Manage Server)',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  },
  run: ({ actor }, services) => showSettings(actor, services),
};
