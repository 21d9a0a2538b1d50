import { PermissionFlagsBits } from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { showSettings } from '../src/discord/settings-panel.ts';

/** The settings of this server, its categories and its channels, and who changed them. */
export const settings: Command = {
  definition: {
    name: 'settings',
    description: 'The situation, and how Sitrep answers here (for members with Manage Server)',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  },
  run: ({ actor }, services) => showSettings(actor, services),
};
