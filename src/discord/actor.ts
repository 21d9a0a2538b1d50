import {
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RepliableInteraction,
} from 'discord.js';
import type { Actor, Place } from './reply.ts';

/** The channel as an interaction's payload describes it; discord.js passes on only channels that it has cached. */
export interface PayloadChannel {
  readonly type: ChannelType;
  readonly parent_id?: string | null;
  readonly thread_metadata?: { readonly archived?: boolean; readonly locked?: boolean };
}

const THREADS: ReadonlySet<ChannelType> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

export const isThread = (type: ChannelType): boolean => THREADS.has(type);

/** Whether the permissions include one; administrators have all of them. */
export const may = (permissions: bigint, bit: bigint): boolean =>
  (permissions & (bit | PermissionFlagsBits.Administrator)) !== 0n;

export function actorOf(interaction: RepliableInteraction, channel: PayloadChannel | undefined): Actor {
  const { guildId, authorizingIntegrationOwners: owners } = interaction;
  const place: Place = {
    guildId,
    channelId: interaction.channelId ?? '',
    parentId: channel?.parent_id,
    direct: interaction.context === InteractionContextType.BotDM,
    channelType: channel?.type,
    archived: channel?.thread_metadata?.archived ?? false,
    locked: channel?.thread_metadata?.locked ?? false,
    installed: guildId !== null && owners[ApplicationIntegrationType.GuildInstall] !== undefined,
    appPermissions: interaction.appPermissions.bitfield,
  };
  return {
    userId: interaction.user.id,
    // In a server, permissions that were not sent count as none.
    permissions: interaction.memberPermissions?.bitfield ?? (guildId === null ? null : 0n),
    locale: interaction.locale,
    place,
  };
}
