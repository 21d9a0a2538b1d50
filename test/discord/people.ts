import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Actor, Place } from '../../src/discord/reply.ts';

const { ViewChannel, SendMessages, PinMessages } = PermissionFlagsBits;

/** Somebody in direct messages with the bot. */
export const someone = (): Actor => ({
  userId: '1',
  permissions: null,
  locale: 'en-GB',
  place: {
    guildId: null,
    channelId: '2',
    direct: true,
    channelType: ChannelType.DM,
    archived: false,
    locked: false,
    installed: false,
    appPermissions: 0n,
  },
});

/** A moderator in a text channel of a server where Sitrep may do all that it needs. */
export const moderator = (place: Partial<Place> = {}): Actor => ({
  userId: '100000000000000001',
  permissions: ViewChannel | SendMessages | PinMessages,
  locale: 'en-GB',
  place: {
    guildId: '100000000000000002',
    channelId: '100000000000000003',
    direct: false,
    channelType: ChannelType.GuildText,
    archived: false,
    locked: false,
    installed: true,
    appPermissions: ViewChannel | SendMessages | PinMessages,
    ...place,
  },
});
