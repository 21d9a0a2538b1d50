import { type Overwrite, PERMISSION, permissionsIn } from './permissions.ts';
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
} as const;

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
  PERMISSION.createPublicThreads;

const MODERATOR =
  PERMISSION.manageMessages | PERMISSION.pinMessages | PERMISSION.manageThreads | PERMISSION.moderateMembers;

export interface Person {
  readonly user: UserJson;
  readonly roles: readonly string[];
}

/** Where something happens: the one server channel, or a person's direct messages with the bot. */
export type Place =
  | { readonly kind: 'guild'; readonly channelId: string }
  | { readonly kind: 'dm'; readonly channelId: string; readonly personId: string };

/** The server "Newsroom", its one channel, its people and the bot. */
export interface World {
  readonly bot: UserJson;
  readonly people: readonly Person[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  person(id: string): Person | undefined;
  place(channelId: string): Place | undefined;
  /** Effective permissions in a place; in direct messages, Discord's fixed set for them. */
  permissions(userId: string, place: Place): bigint;
  setOverwrite(overwrite: Overwrite): void;
  user(id: string): UserJson | undefined;
  hasRole(id: string): boolean;
  memberJson(personId: string): Record<string, unknown>;
  channelJson(place: Place): Record<string, unknown>;
  guildCreateJson(): Record<string, unknown>;
  ownersIn(place: Place): IntegrationOwners;
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
}

export function createWorld(options: WorldOptions): World {
  const bot = user(IDS.bot, 'Sitrep', null, true);
  const people: readonly Person[] = [
    { user: user(IDS.member, 'member', 'Member', false), roles: [] },
    { user: user(IDS.moderator, 'moderator', 'Moderator', false), roles: [IDS.moderatorRole] },
  ];
  const roles = [
    { id: IDS.guild, name: '@everyone', permissions: EVERYONE, managed: false },
    { id: IDS.botRole, name: 'Sitrep', permissions: options.botPermissions, managed: true },
    { id: IDS.moderatorRole, name: 'Moderators', permissions: MODERATOR, managed: false },
  ];
  let overwrites: readonly Overwrite[] = [];
  const dms = new Map<string, string>([
    [IDS.memberDm, IDS.member],
    [IDS.moderatorDm, IDS.moderator],
  ]);

  const person = (id: string) => people.find((p) => p.user.id === id);
  const rolesOf = (id: string) => (id === IDS.bot ? [IDS.botRole] : (person(id)?.roles ?? []));

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
    return {
      id: IDS.channel,
      type: 0,
      guild_id: IDS.guild,
      name: 'situation',
      position: 0,
      flags: 0,
      parent_id: null,
      topic: null,
      nsfw: false,
      rate_limit_per_user: 0,
      last_message_id: null,
      permission_overwrites: overwrites.map((o) => ({
        id: o.id,
        type: o.type === 'role' ? 0 : 1,
        allow: String(o.allow),
        deny: String(o.deny),
      })),
    };
  };

  return {
    bot,
    people,
    roles: roles.map(({ id, name }) => ({ id, name })),
    person,
    place(channelId) {
      if (channelId === IDS.channel) return { kind: 'guild', channelId };
      const personId = dms.get(channelId);
      return personId === undefined ? undefined : { kind: 'dm', channelId, personId };
    },
    permissions(userId, place) {
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
      const held = new Set<string>(rolesOf(userId));
      return permissionsIn({
        memberId: userId,
        isOwner: userId === IDS.owner,
        everyoneId: IDS.guild,
        everyone: EVERYONE,
        roles: roles.filter((role) => held.has(role.id)),
        overwrites,
      });
    },
    setOverwrite(overwrite) {
      overwrites = [...overwrites.filter((o) => o.id !== overwrite.id), overwrite];
    },
    user: (id) => (id === IDS.bot ? bot : person(id)?.user),
    hasRole: (id) => roles.some((role) => role.id === id),
    memberJson,
    channelJson,
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
      threads: [],
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
      roles: roles.map((role, position) => ({
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
      })),
      channels: [channelJson({ kind: 'guild', channelId: IDS.channel })],
      // Without privileged intents only the bot itself is listed.
      members: [memberJson(IDS.bot)],
    }),
    ownersIn: (place): IntegrationOwners => ({ '0': place.kind === 'guild' ? IDS.guild : '0' }),
  };
}
