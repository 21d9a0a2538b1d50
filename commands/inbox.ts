import { PermissionFlagsBits } from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { showInbox } from '../src/discord/inbox.ts';

/** `/inbox` shows moderators what members of their server have sent to the curators. */
export const inbox: Command = {
  definition: {
    name: 'inbox',
    description: 'Questions without an answer, and reports (for members with Manage Server)',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  },
  run: ({ actor }, services) => showInbox(actor, services),
};
