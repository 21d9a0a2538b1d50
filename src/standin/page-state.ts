import { ChannelType } from 'discord-api-types/v10';
import type { UsableCommands } from './commands.ts';
import { isoTime, type Messages } from './messages.ts';
import { PERMISSION } from './permissions.ts';
import type { Pins } from './pins.ts';
import type { CommandJson, SeenMessage } from './shapes.ts';
import { CHANNEL_TYPE, IDS, type Place, type World } from './world.ts';

interface NamedChannel {
  readonly id: string;
  readonly name: string;
  readonly type: number;
}

/** Everything that a person's page shows of one channel. */
export interface PageState {
  readonly guild: { readonly id: string; readonly name: string };
  readonly channel: NamedChannel;
  /** The channels of the server that the person sees. */
  readonly channels: readonly NamedChannel[];
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly moderator: boolean;
    /** The channel of this person's direct messages with the bot. */
    readonly direct_id: string | undefined;
  }[];
  readonly bot: { readonly id: string; readonly name: string; readonly online: boolean };
  readonly commands: readonly CommandJson[];
  /** Oldest first. */
  readonly messages: readonly SeenMessage[];
  /** Newest pin first. */
  readonly pins: readonly SeenPin[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  /** Lines that a newcomer may type first. */
  readonly examples: readonly string[];
  readonly situation: Situation | null;
}

/** What the bot is asked about in a channel. */
export interface Situation {
  readonly title: string;
  /** One or two sentences on what is covered and what is not. */
  readonly scope: string;
  /** Titles of the other situations that the bot can be asked about. */
  readonly others: readonly string[];
}

/** Tells something of a channel. @param guildId - `null` in direct messages */
export type OfChannel<T> = (guildId: string | null, channelId: string) => T;

export interface SeenPin {
  readonly pinned_at: string;
  readonly message: SeenMessage;
}

export interface PageStateParts {
  readonly world: World;
  readonly messages: Messages;
  readonly pins: Pins;
  readonly usable: UsableCommands;
  readonly isOnline: () => boolean;
  readonly examples: OfChannel<readonly string[]>;
  readonly situation: OfChannel<Situation | null>;
}

/** Newest pin first; none for a person who may not read the channel's history. */
export function pinsSeenBy(
  as: string,
  place: Place,
  { world, messages, pins }: Pick<PageStateParts, 'world' | 'messages' | 'pins'>,
): readonly SeenPin[] {
  if (!world.may(as, place, PERMISSION.ViewChannel | PERMISSION.ReadMessageHistory)) return [];
  return pins
    .inChannel(place.channelId)
    .map(({ message, pinnedAtMs }) => ({ pinned_at: isoTime(pinnedAtMs), message: messages.seen(message) }));
}

export function pageState(as: string, place: Place, parts: PageStateParts): PageState {
  const { world, messages, usable } = parts;
  const { channelId } = place;
  const [home] = world.guilds;
  const guild = world.guilds.find(({ id }) => place.kind === 'guild' && id === place.guildId) ?? home;
  const channels = world
    .channelsIn(guild.id)
    .filter(({ id }) => world.mayEnter(as, { kind: 'guild', channelId: id, guildId: guild.id }))
    .map(({ id, name, kind }) => ({ id, name, type: CHANNEL_TYPE[kind] }));
  const direct = { id: channelId, name: world.bot.username, type: ChannelType.DM };
  return {
    guild,
    channel: channels.find((channel) => channel.id === channelId) ?? direct,
    channels,
    people: world.people.map(({ user, roleIds }) => ({
      id: user.id,
      name: user.global_name ?? user.username,
      moderator: roleIds.includes(IDS.moderatorRole),
      direct_id: world.directMessagesOf(user.id)?.channelId,
    })),
    bot: { id: world.bot.id, name: world.bot.username, online: parts.isOnline() },
    commands: usable.list(as, place),
    messages: messages.seenIn(channelId, as),
    pins: pinsSeenBy(as, place, parts),
    roles: world.roles.map(({ id, name }) => ({ id, name })),
    ...situationShown(place, parts),
  };
}

/** What the page says of a channel's situation. */
export function situationShown(
  place: Place,
  { examples, situation }: Pick<PageStateParts, 'examples' | 'situation'>,
): Pick<PageState, 'examples' | 'situation'> {
  const guildId = place.kind === 'guild' ? place.guildId : null;
  return { examples: examples(guildId, place.channelId), situation: situation(guildId, place.channelId) };
}
