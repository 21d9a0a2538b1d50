import { channelJson as channelToJson, hiddenChannelJson } from './channel-json.ts';
import { type Channel, type ChannelOption, type Channels, createChannels } from './channels.ts';
import { holds, PERMISSION, permissionsIn } from './permissions.ts';
import type { IntegrationOwners, UserJson } from './shapes.ts';

/** Ids are fixed, so that a saved page address or a log line means the same in every run; 19 digits like today's ids. */
export const IDS = {
  application: '1300000000000000002',
  bot: '1300000000000000002',
  guild: '1300000000000000003',
  channel: '1300000000000000004',
  member: '1300000000000000005',
  moderator: '1300000000000000006',
  owner: '1300000000000000007',
  botRole: '1300000000000000010',
  moderatorRole: '1300000000000000011',
  memberDm: '1300000000000000012',
  moderatorDm: '1300000000000000013',
  secondMember: '1300000000000000008',
  secondMemberDm: '1300000000000000014',
} as const;

/** The people that one can act as. */
export type PersonName = 'member' | 'secondMember' | 'moderator';

const JOINED_AT = '2026-01-02T03:04:05.000000+00:00';

const EVERYONE =
  PERMISSION.viewChannel |
  PERMISSION.sendMessages |
  PERMISSION.sendMessagesInThreads |
  PERMISSION.readMessageHistory |
  PERMISSION.addReactions |
  PERMISSION.embedLinks |
  PERMISSION.attachFiles |
  PERMISSION.useExternalEmojis |
  PERMISSION.useApplicationCommands |
  PERMISSION.useExternalApps |
  PERMISSION.createPublicThreads;

const MODERATOR =
  PERMISSION.manageMessages | PERMISSION.pinMessages | PERMISSION.manageThreads | PERMISSION.moderateMembers;

export interface Person {
  readonly user: UserJson;
  readonly roles: readonly string[];
}

/** Where something happens: a channel of the server, or a person's direct messages with the bot. */
export type Place =
  | { readonly kind: 'guild'; readonly channelId: string }
  | { readonly kind: 'dm'; readonly channelId: string; readonly personId: string };

/** The server "Newsroom", its channels, its people and the bot. */
export interface World {
  readonly bot: UserJson;
  readonly people: readonly Person[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  person(id: string): Person | undefined;
  place(channelId: string): Place | undefined;
  /** Effective permissions in a place; in direct messages, Discord's fixed set for them. */
  permissions(userId: string, place: Place): bigint;
  /** A person's direct messages with the bot. */
  directMessages(personId: string): Place | undefined;
  /** Whether the bot may write to this person; true until the person closes their direct messages. */
  takesDirectMessages(personId: string): boolean;
  setTakesDirectMessages(personId: string, takes: boolean): void;
  /** Whether a person sees the place at all. */
  mayEnter(personId: string, place: Place): boolean;
  readonly channels: Channels;
  user(id: string): UserJson | undefined;
  hasRole(id: string): boolean;
  memberJson(personId: string): Record<string, unknown>;
  channelJson(place: Place): Record<string, unknown>;
  /** As the gateway tells the bot of it: obfuscated where it may not view the channel (platform reference §1.10). */
  gatewayChannelJson(channel: Channel): Record<string, unknown>;
  guildCreateJson(): Record<string, unknown>;
  rolesJson(): readonly { readonly id: string; readonly [field: string]: unknown }[];
  /** Whether the bot is in the server. */
  hasBot(): boolean;
  setBot(isThere: boolean): void;
  setBotPermissions(permissions: bigint): void;
  /** The person installs the app for themselves (user install): its commands go with them everywhere. */
  install(personId: string): void;
  hasInstalled(personId: string): boolean;
  /** By whom the app is installed where this person uses it: the server ("0"), the person ("1"), or both. */
  ownersIn(place: Place, personId: string): IntegrationOwners;
}

function user(id: string, username: string, globalName: string | null, bot: boolean): UserJson {
  const json: UserJson = {
    id,
    username,
    discriminator: '0',
    global_name: globalName,
    avatar: null,
    public_flags: 0,
    flags: 0,
    primary_guild: null,
  };
  return bot ? { ...json, bot: true } : json;
}

export interface WorldOptions {
  /** Permissions of the bot's own role, as its install link asked for them. @everyone's come on top. */
  readonly botPermissions: bigint;
  readonly channels: readonly ChannelOption[];
}

export function createWorld(options: WorldOptions): World {
  const bot = user(IDS.bot, 'Sitrep', null, true);
  const people: readonly Person[] = [
    { user: user(IDS.member, 'member', 'Member', false), roles: [] },
    { user: user(IDS.secondMember, 'second-member', 'Second member', false), roles: [] },
    { user: user(IDS.moderator, 'moderator', 'Moderator', false), roles: [IDS.moderatorRole] },
  ];
  let roles = [
    { id: IDS.guild, name: '@everyone', permissions: EVERYONE, managed: false },
    { id: IDS.botRole, name: 'Sitrep', permissions: options.botPermissions, managed: true },
    { id: IDS.moderatorRole, name: 'Moderators', permissions: MODERATOR, managed: false },
  ];
  const home: Channel = {
    id: IDS.channel,
    name: 'situation',
    kind: 'text',
    parentId: null,
    archived: false,
    locked: false,
    overwrites: [],
  };
  const channels = createChannels(home, options.channels);
  let botIsThere = true;
  const installedBy = new Set<string>();
  const closedTo = new Set<string>();
  const dms = new Map<string, string>([
    [IDS.memberDm, IDS.member],
    [IDS.secondMemberDm, IDS.secondMember],
    [IDS.moderatorDm, IDS.moderator],
  ]);

  const person = (id: string) => people.find((p) => p.user.id === id);
  const rolesOf = (id: string) => (id === IDS.bot ? [IDS.botRole] : (person(id)?.roles ?? []));

  const permissions = (userId: string, place: Place): bigint => {
    if (place.kind === 'dm') {
      return (
        PERMISSION.viewChannel |
        PERMISSION.sendMessages |
        PERMISSION.readMessageHistory |
        PERMISSION.attachFiles |
        PERMISSION.embedLinks |
        PERMISSION.mentionEveryone |
        PERMISSION.useExternalEmojis
      );
    }
    if (userId === IDS.bot && !botIsThere) return 0n;
    const held = new Set<string>(rolesOf(userId));
    const channel = channels.get(place.channelId);
    // A thread has its channel's permissions.
    const { overwrites = [] } = (channel?.parentId == null ? channel : channels.get(channel.parentId)) ?? {};
    return permissionsIn({
      memberId: userId,
      isOwner: userId === IDS.owner,
      everyoneId: IDS.guild,
      everyone: EVERYONE,
      roles: roles.filter((role) => held.has(role.id)),
      overwrites,
    });
  };

  const memberJson = (id: string) => ({
    user: id === IDS.bot ? bot : person(id)?.user,
    nick: null,
    avatar: null,
    banner: null,
    roles: rolesOf(id),
    joined_at: JOINED_AT,
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  });

  const channelJson = (place: Place): Record<string, unknown> => {
    if (place.kind === 'dm') {
      return {
        id: place.channelId,
        type: 1,
        flags: 0,
        last_message_id: null,
        recipients: [person(place.personId)?.user],
      };
    }
    const channel = channels.get(place.channelId);
    if (channel === undefined) return { id: place.channelId, type: 0, guild_id: IDS.guild };
    return channelToJson(channel, around(channel));
  };
  const around = (channel: Channel) => ({
    guildId: IDS.guild,
    ownerId: IDS.owner,
    position: channels.list().indexOf(channel),
  });
  const botMayView = ({ id }: Channel) =>
    holds(permissions(IDS.bot, { kind: 'guild', channelId: id }), PERMISSION.viewChannel);
  const gatewayChannelJson = (channel: Channel) =>
    (botMayView(channel) ? channelToJson : hiddenChannelJson)(channel, around(channel));
  const rolesJson = () =>
    roles.map((role, position) => ({
      id: role.id,
      name: role.name,
      permissions: String(role.permissions),
      position,
      color: 0,
      colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
      hoist: false,
      managed: role.managed,
      mentionable: false,
      icon: null,
      unicode_emoji: null,
      flags: 0,
      ...(role.managed ? { tags: { bot_id: IDS.bot } } : {}),
    }));

  return {
    bot,
    people,
    roles: roles.map(({ id, name }) => ({ id, name })),
    person,
    place(channelId) {
      if (channels.get(channelId) !== undefined) return { kind: 'guild', channelId };
      const personId = dms.get(channelId);
      return personId === undefined ? undefined : { kind: 'dm', channelId, personId };
    },
    permissions,
    directMessages(personId) {
      const found = [...dms].find(([, owner]) => owner === personId);
      return found && { kind: 'dm', channelId: found[0], personId };
    },
    takesDirectMessages: (personId) => !closedTo.has(personId),
    setTakesDirectMessages: (personId, takes) => void (takes ? closedTo.delete(personId) : closedTo.add(personId)),
    mayEnter: (personId, place) =>
      place.kind === 'dm' ? place.personId === personId : holds(permissions(personId, place), PERMISSION.viewChannel),
    channels,
    user: (id) => (id === IDS.bot ? bot : person(id)?.user),
    hasRole: (id) => roles.some((role) => role.id === id),
    memberJson,
    channelJson,
    gatewayChannelJson,
    guildCreateJson: () => ({
      id: IDS.guild,
      name: 'Newsroom',
      icon: null,
      owner_id: IDS.owner,
      // Without this the client becomes ready, yet keeps the server as unavailable.
      unavailable: false,
      large: false,
      member_count: people.length + 2,
      joined_at: JOINED_AT,
      preferred_locale: 'en-US',
      nsfw_level: 0,
      premium_tier: 0,
      features: [],
      emojis: [],
      stickers: [],
      // Archived threads are not listed, nor those in channels that are hidden.
      threads: channels
        .list()
        .filter((c) => c.kind === 'thread' && !c.archived && botMayView(c))
        .map(gatewayChannelJson),
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
      roles: rolesJson(),
      channels: channels
        .list()
        .filter((c) => c.kind !== 'thread')
        .map(gatewayChannelJson),
      // Without privileged intents only the bot itself is listed.
      members: [memberJson(IDS.bot)],
    }),
    rolesJson,
    hasBot: () => botIsThere,
    setBot(isThere) {
      botIsThere = isThere;
    },
    setBotPermissions(permissions) {
      roles = roles.map((role) => (role.id === IDS.botRole ? { ...role, permissions } : role));
    },
    install: (personId) => void installedBy.add(personId),
    hasInstalled: (personId) => installedBy.has(personId),
    ownersIn: (place, personId): IntegrationOwners => ({
      ...(place.kind === 'dm' ? { '0': '0' } : botIsThere && { '0': IDS.guild }),
      ...(installedBy.has(personId) && { '1': personId }),
    }),
  };
}
