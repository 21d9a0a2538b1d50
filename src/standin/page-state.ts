import { CHANNEL_TYPE } from './channels.ts';
import { isoTime, type Messages } from './messages.ts';
import { holds, PERMISSION } from './permissions.ts';
import type { Pins } from './pins.ts';
import type { CommandJson, SeenMessage } from './shapes.ts';
import type { UsableCommands } from './usable-commands.ts';
import { IDS, type Place, type World } from './world.ts';

interface NamedChannel {
  readonly id: string;
  readonly name: string;
  readonly type: number;
}

/** Everything that a person's page shows of one channel. */
export interface PageState {
  readonly guild: { readonly id: string; readonly name: string };
  readonly channel: NamedChannel;
  /** Those of the server that the person sees. */
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
  readonly messages: readonly SeenMessage[];
  /** Pinned messages of the channel, newest pin first. */
  readonly pins: readonly SeenPin[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  /** What to type first. */
  readonly examples: readonly string[];
  readonly situation: Situation | null;
}

/** What the bot is asked about. */
export interface Situation {
  readonly title: string;
  /** One or two sentences on what is covered and what is not. */
  readonly scope: string;
}

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
  readonly examples: () => readonly string[];
  readonly situation: () => Situation | null;
}

type PinnedParts = Pick<PageStateParts, 'world' | 'messages' | 'pins'>;

/** Newest pin first; empty for who may not read the channel's history. */
export function pinsSeenBy(as: string, where: Place, { world, messages, pins }: PinnedParts): readonly SeenPin[] {
  if (!holds(world.permissions(as, where), PERMISSION.viewChannel | PERMISSION.readMessageHistory)) return [];
  return pins
    .inChannel(where.channelId)
    .map(({ message, pinnedAtMs }) => ({ pinned_at: isoTime(pinnedAtMs), message: messages.seen(message) }));
}

/** Nothing more than these two, whatever else the object holds. */
function situationOf(given: Situation | null): Situation | null {
  return given && { title: given.title, scope: given.scope };
}

export function pageState(as: string, where: Place, parts: PageStateParts): PageState {
  const { world, messages, usable } = parts;
  const { channelId } = where;
  const channels = world.channels
    .list()
    .filter(({ id }) => world.mayEnter(as, { kind: 'guild', channelId: id }))
    .map(({ id, name, kind }) => ({ id, name, type: CHANNEL_TYPE[kind] }));
  return {
    guild: { id: IDS.guild, name: 'Newsroom' },
    channel: channels.find((c) => c.id === channelId) ?? {
      id: channelId,
      name: world.bot.username,
      type: CHANNEL_TYPE.direct,
    },
    channels,
    people: world.people.map(({ user, roles }) => ({
      id: user.id,
      name: user.global_name ?? user.username,
      moderator: roles.includes(IDS.moderatorRole),
      direct_id: world.directMessages(user.id)?.channelId,
    })),
    bot: { id: world.bot.id, name: world.bot.username, online: parts.isOnline() },
    commands: usable.list(as, where),
    messages: messages.seenBy(as).filter((m) => m.channel_id === channelId),
    pins: pinsSeenBy(as, where, parts),
    roles: world.roles,
    examples: parts.examples(),
    situation: situationOf(parts.situation()),
  };
}
