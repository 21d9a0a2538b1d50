import { ChannelType } from 'discord-api-types/v10';
import { StandinError } from './errors.ts';
import { hasPermission, type Overwrite, PERMISSION, permissionsIn } from './permissions.ts';
import type { IntegrationOwners, UserJson } from './shapes.ts';

/** Fixed ids, so that a saved page address or a log line means the same in every run; 19 digits like today's ids. */
export const IDS = {
  application: '1300000000000000002',
  bot: '1300000000000000002',
  guild: '1300000000000000003',
  channel: '1300000000000000004',
  member: '1300000000000000005',
  moderator: '1300000000000000006',
  owner: '1300000000000000007',
  secondMember: '1300000000000000008',
  otherBot: '1300000000000000009',
  botRole: '1300000000000000010',
  moderatorRole: '1300000000000000011',
  memberDm: '1300000000000000012',
  moderatorDm: '1300000000000000013',
  secondMemberDm: '1300000000000000014',
} as const;
/** The ids of further channels count up from here, in the order of the options. */
const FIRST_CHANNEL_ID = 1_300_000_000_000_001_000n;

const GUILD_NAME = 'Newsroom';
/** The distance between the ids of further servers, so large that each server belongs to the next shard. */
const GUILD_ID_STEP = 1n << 22n;

/** The people as whom a user of the page can act. */
export type PersonName = 'member' | 'secondMember' | 'moderator';

const EVERYONE_PERMISSIONS =
  PERMISSION.ViewChannel |
  PERMISSION.SendMessages |
  PERMISSION.SendMessagesInThreads |
  PERMISSION.ReadMessageHistory |
  PERMISSION.AddReactions |
  PERMISSION.EmbedLinks |
  PERMISSION.AttachFiles |
  PERMISSION.UseExternalEmojis |
  PERMISSION.UseApplicationCommands |
  PERMISSION.UseExternalApps |
  PERMISSION.CreatePublicThreads;

const MODERATOR_PERMISSIONS =
  PERMISSION.ManageGuild |
  PERMISSION.ManageMessages |
  PERMISSION.PinMessages |
  PERMISSION.ManageThreads |
  PERMISSION.ModerateMembers;

/** Direct messages have no roles; both sides have these permissions. */
const DIRECT_PERMISSIONS =
  PERMISSION.ViewChannel |
  PERMISSION.SendMessages |
  PERMISSION.ReadMessageHistory |
  PERMISSION.AttachFiles |
  PERMISSION.EmbedLinks |
  PERMISSION.MentionEveryone |
  PERMISSION.UseExternalEmojis;

/** Discord's numbers for the kinds of channels that the server can have. */
export const CHANNEL_TYPE = {
  text: ChannelType.GuildText,
  voice: ChannelType.GuildVoice,
  announcement: ChannelType.GuildAnnouncement,
  thread: ChannelType.PublicThread,
  forum: ChannelType.GuildForum,
} as const;
export type ChannelKind = keyof typeof CHANNEL_TYPE;

/** A channel in addition to "situation". */
export interface ChannelOption {
  /** Unique; `Standin.channel` finds the id by it. */
  readonly name: string;
  /** The server that it is in, by its name; "Newsroom" where absent. Further servers have the same people and roles. */
  readonly server?: string;
  /** "text" where absent. "voice" is the chat of a voice channel. A "thread" is public; in a forum it is a post. */
  readonly kind?: ChannelKind;
  /** For a thread: the name of its channel; "situation" where absent. */
  readonly parent?: string;
  readonly archived?: boolean;
  readonly locked?: boolean;
  readonly overwrites?: readonly Overwrite[];
}

/** A channel in its present state. */
export interface Channel {
  readonly id: string;
  readonly guildId: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly parentId: string | null;
  readonly archived: boolean;
  readonly locked: boolean;
  readonly overwrites: readonly Overwrite[];
}

export interface Guild {
  readonly id: string;
  readonly name: string;
}

export type ThreadState = Pick<Channel, 'archived' | 'locked'>;

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
  readonly managed: boolean;
}

export interface Member {
  readonly user: UserJson;
  readonly roleIds: readonly string[];
}

/** Where something happens: a channel of the server, or a person's direct messages with the bot. */
export type Place =
  | { readonly kind: 'guild'; readonly channelId: string; readonly guildId: string }
  | { readonly kind: 'dm'; readonly channelId: string; readonly personId: string };

export interface WorldOptions {
  /** Permissions of the bot's own role, as its install link asks for them; those of @everyone are added. */
  readonly botPermissions: bigint;
  readonly channels: readonly ChannelOption[];
}

/** The server "Newsroom" and further ones, their channels, people and the bot, and the permissions of everybody in each channel. */
export class World {
  readonly bot: UserJson = userJson(IDS.bot, 'Sitrep', null, true);
  /** Another app in the server; it only posts. */
  readonly otherBot: UserJson = userJson(IDS.otherBot, 'Newswire', null, true);
  readonly people: readonly Member[] = [
    { user: userJson(IDS.member, 'member', 'Member', false), roleIds: [] },
    { user: userJson(IDS.secondMember, 'second-member', 'Second member', false), roleIds: [] },
    { user: userJson(IDS.moderator, 'moderator', 'Moderator', false), roleIds: [IDS.moderatorRole] },
  ];
  /** "Newsroom" first. */
  readonly guilds: readonly [Guild, ...Guild[]];
  #roles: readonly Role[];
  readonly #channels: Map<string, Channel>;
  readonly #directMessages = new Map<string, string>([
    [IDS.memberDm, IDS.member],
    [IDS.secondMemberDm, IDS.secondMember],
    [IDS.moderatorDm, IDS.moderator],
  ]);
  readonly #closedDirectMessages = new Set<string>();
  readonly #installedBy = new Set<string>();
  /** Servers that the bot is not in. */
  readonly #withoutBot = new Set<string>();

  /** @throws StandinError for two channels of one name, or a thread whose channel is missing */
  constructor(options: WorldOptions) {
    this.#roles = [
      { id: IDS.guild, name: '@everyone', permissions: EVERYONE_PERMISSIONS, managed: false },
      { id: IDS.botRole, name: 'Sitrep', permissions: options.botPermissions, managed: true },
      { id: IDS.moderatorRole, name: 'Moderators', permissions: MODERATOR_PERMISSIONS, managed: false },
    ];
    const names = new Set(options.channels.flatMap(({ server }) => server ?? []));
    const further = [...names].map((name, n) => ({
      id: String(BigInt(IDS.guild) + BigInt(n + 1) * GUILD_ID_STEP),
      name,
    }));
    this.guilds = [{ id: IDS.guild, name: GUILD_NAME }, ...further];
    this.#channels = createChannels(options.channels, this.guilds);
  }

  get roles(): readonly Role[] {
    return this.#roles;
  }

  /** Every server has the same roles, except that the id of @everyone is the server's id. */
  rolesIn(guildId: string): readonly Role[] {
    return this.#roles.map((role) => (role.id === IDS.guild ? { ...role, id: guildId } : role));
  }

  /** The channels of all servers in their order. */
  get channels(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  channelsIn(guildId: string): readonly Channel[] {
    return this.channels.filter((channel) => channel.guildId === guildId);
  }

  /** Whether the bot is in the server. */
  hasBot(guildId: string = IDS.guild): boolean {
    return !this.#withoutBot.has(guildId);
  }

  setBot(isThere: boolean): void {
    if (isThere) this.#withoutBot.delete(IDS.guild);
    else this.#withoutBot.add(IDS.guild);
  }

  person(id: string): Member | undefined {
    return this.people.find(({ user }) => user.id === id);
  }

  user(id: string): UserJson | undefined {
    return [this.bot, this.otherBot].find((bot) => bot.id === id) ?? this.person(id)?.user;
  }

  roleIdsOf(userId: string): readonly string[] {
    return userId === IDS.bot ? [IDS.botRole] : (this.person(userId)?.roleIds ?? []);
  }

  hasRole(id: string): boolean {
    return this.#roles.some((role) => role.id === id);
  }

  channel(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  channelNamed(name: string): Channel | undefined {
    return this.channels.find((channel) => channel.name === name);
  }

  changeChannel(id: string, change: Partial<Pick<Channel, 'archived' | 'locked' | 'overwrites'>>): void {
    const old = this.#channels.get(id);
    if (old !== undefined) this.#channels.set(id, { ...old, ...change });
  }

  /** Removes a channel with its threads. @returns the removed ids */
  removeChannel(id: string): readonly string[] {
    const gone = this.channels.filter((channel) => channel.id === id || channel.parentId === id);
    for (const channel of gone) this.#channels.delete(channel.id);
    return gone.map((channel) => channel.id);
  }

  place(channelId: string): Place | undefined {
    const channel = this.#channels.get(channelId);
    if (channel !== undefined) return { kind: 'guild', channelId, guildId: channel.guildId };
    const personId = this.#directMessages.get(channelId);
    return personId === undefined ? undefined : { kind: 'dm', channelId, personId };
  }

  /** A person's direct messages with the bot. */
  directMessagesOf(personId: string): Place | undefined {
    const found = [...this.#directMessages].find(([, owner]) => owner === personId);
    return found && { kind: 'dm', channelId: found[0], personId };
  }

  /** Whether the bot may write to this person; true until the person forbids it. */
  allowsDirectMessages(personId: string): boolean {
    return !this.#closedDirectMessages.has(personId);
  }

  allowDirectMessages(personId: string, allowed: boolean): void {
    if (allowed) this.#closedDirectMessages.delete(personId);
    else this.#closedDirectMessages.add(personId);
  }

  /** The user's effective permissions in a place. */
  permissions(userId: string, place: Place): bigint {
    if (place.kind === 'dm') return DIRECT_PERMISSIONS;
    if (userId === IDS.bot && !this.hasBot(place.guildId)) return 0n;
    const roleIds = this.roleIdsOf(userId);
    const channel = this.channel(place.channelId);
    // A thread has the permissions of its channel.
    const { overwrites = [] } = (channel?.parentId == null ? channel : this.channel(channel.parentId)) ?? {};
    return permissionsIn({
      memberId: userId,
      isOwner: userId === IDS.owner,
      everyoneId: place.guildId,
      everyone: EVERYONE_PERMISSIONS,
      roles: this.#roles.filter((role) => roleIds.includes(role.id)),
      overwrites,
    });
  }

  may(userId: string, place: Place, permission: bigint): boolean {
    return hasPermission(this.permissions(userId, place), permission);
  }

  /** Whether a person sees the place at all. */
  mayEnter(personId: string, place: Place): boolean {
    return place.kind === 'dm' ? place.personId === personId : this.may(personId, place, PERMISSION.ViewChannel);
  }

  setBotPermissions(permissions: bigint): void {
    this.#roles = this.#roles.map((role) => (role.id === IDS.botRole ? { ...role, permissions } : role));
  }

  /** The person installs the app for themselves (user install): its commands are then available to them everywhere. */
  install(personId: string): void {
    this.#installedBy.add(personId);
  }

  hasInstalled(personId: string): boolean {
    return this.#installedBy.has(personId);
  }

  /** Who installed the app in the place where this person uses it: the server ("0"), the person ("1"), or both. */
  ownersIn(place: Place, personId: string): IntegrationOwners {
    return {
      ...(place.kind === 'dm' ? { '0': '0' } : this.hasBot(place.guildId) && { '0': place.guildId }),
      ...(this.#installedBy.has(personId) && { '1': personId }),
    };
  }
}

function userJson(id: string, username: string, globalName: string | null, bot: boolean): UserJson {
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

function createChannels(options: readonly ChannelOption[], guilds: readonly Guild[]): Map<string, Channel> {
  const guildIds = new Map(guilds.map(({ id, name }) => [name, id]));
  const home = { guildId: IDS.guild, parentId: null };
  const channels = new Map<string, Channel>([['situation', channelFrom({ name: 'situation' }, IDS.channel, home)]]);
  for (const [index, option] of options.entries()) {
    const parent = channels.get(option.parent ?? 'situation');
    if (channels.has(option.name)) {
      throw new StandinError(
        'BAD_CHANNEL',
        `Expected a name of its own for every channel, got "${option.name}" twice.`,
      );
    }
    if (option.kind === 'thread' && parent === undefined) {
      throw new StandinError(
        'BAD_CHANNEL',
        `Expected the channel "${option.parent}" before its thread "${option.name}".`,
      );
    }
    const id = String(FIRST_CHANNEL_ID + BigInt(index));
    const isThread = option.kind === 'thread' && parent !== undefined;
    const guildId = isThread ? parent.guildId : (guildIds.get(option.server ?? GUILD_NAME) ?? IDS.guild);
    channels.set(option.name, channelFrom(option, id, { guildId, parentId: isThread ? parent.id : null }));
  }
  return new Map([...channels.values()].map((channel) => [channel.id, channel]));
}

function channelFrom(option: ChannelOption, id: string, where: Pick<Channel, 'guildId' | 'parentId'>): Channel {
  const { name, kind = 'text', archived = false, locked = false, overwrites = [] } = option;
  return { id, name, kind, ...where, archived, locked, overwrites };
}
