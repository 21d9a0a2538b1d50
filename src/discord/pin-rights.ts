import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { isThread, may } from './actor.ts';
import type { Actor, Place } from './reply.ts';

/** What somebody wants to do with the channel's pins; `read` changes nothing. */
export type PinDeed = 'read' | 'post' | 'edit' | 'unpin' | 'delete';

/** The permissions that pins need, with their names in Discord's settings. */
export const PERMISSION_NAMES: ReadonlyMap<bigint, string> = new Map([
  [PermissionFlagsBits.ViewChannel, 'View Channel'],
  [PermissionFlagsBits.SendMessages, 'Send Messages'],
  [PermissionFlagsBits.SendMessagesInThreads, 'Send Messages in Threads'],
  [PermissionFlagsBits.ReadMessageHistory, 'Read Message History'],
  [PermissionFlagsBits.PinMessages, 'Pin Messages'],
]);

const LIST = new Intl.ListFormat('en');

/**
 * Why a person may not change pins in a channel, or why Sitrep cannot.
 *
 * @returns the reason and what to do about it; `null` where it is allowed
 */
export function whyNot({ permissions, place }: Actor, deed: PinDeed): string | null {
  if (place.guildId === null || permissions === null) {
    return 'Living pins belong to the channels of a server; there are none in direct messages and group chats.';
  }
  if (!place.installed) {
    return 'Sitrep was added to your account, not to this server, so it can neither post nor pin here. A member who may manage the server can add it.';
  }
  if (!may(permissions, PermissionFlagsBits.PinMessages)) {
    return `Living pins are for members with the permission “Pin Messages” in this channel, which you do not have. ${GRANT_TO_MEMBER}`;
  }
  return deed === 'read' ? null : (unfit(place, deed) ?? lacking(place, deed));
}

/** The sentence that says where to grant Sitrep permissions. @param count - the number of permissions in the sentence before it */
export const grantToSitrep = (count: number): string =>
  `Grant ${count === 1 ? 'it' : 'them'} in Server Settings → Roles → Sitrep, or for this channel alone in Edit Channel → Permissions.`;

/** Nobody can grant themselves a permission, so the sentence names who can. */
const GRANT_TO_MEMBER =
  'Members who may manage roles grant it in Server Settings → Roles, or for this channel alone in Edit Channel → Permissions.';

/** Kinds and states of channels that allow no pins. */
function unfit({ channelType, archived, locked, appPermissions }: Place, deed: PinDeed): string | null {
  if (archived) return 'This thread is archived, and Discord lets nothing in it change. Reopen it, then try again.';
  if (deed !== 'post') return null;
  if (locked && !may(appPermissions, PermissionFlagsBits.ManageThreads)) {
    return 'This thread is locked, so Sitrep cannot post in it. Unlock it, then try again.';
  }
  switch (channelType) {
    case ChannelType.GuildForum:
    case ChannelType.GuildMedia:
      return 'A forum itself holds no messages, so nothing can be pinned in it. Open one of its posts and pin there.';
    case ChannelType.GuildVoice:
    case ChannelType.GuildStageVoice:
      return 'The chat of a voice or stage channel holds no pins. Use a text channel or a thread.';
    default:
      return null;
  }
}

function lacking(place: Place, deed: PinDeed): string | null {
  const missing = neededFor(place, deed).filter((bit) => !may(place.appPermissions, bit));
  if (missing.length === 0) return null;
  const named = LIST.format(missing.map((bit) => `“${PERMISSION_NAMES.get(bit)}”`));
  const them = missing.length === 1 ? 'the permission' : 'the permissions';
  return `Sitrep lacks ${them} ${named} in this channel, so nothing was done. ${grantToSitrep(missing.length)}`;
}

function neededFor({ channelType }: Place, deed: PinDeed): readonly bigint[] {
  const { ViewChannel, SendMessages, SendMessagesInThreads, PinMessages } = PermissionFlagsBits;
  switch (deed) {
    case 'post': {
      // Where the kind of channel is unknown, the request is sent, and Discord may refuse it.
      const send = channelType === undefined ? [] : isThread(channelType) ? [SendMessagesInThreads] : [SendMessages];
      return [ViewChannel, ...send, PinMessages];
    }
    case 'unpin':
      return [ViewChannel, PinMessages];
    default:
      return [ViewChannel];
  }
}
