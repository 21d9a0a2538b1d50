/** The server, its channels and members in Discord's form. */

import { ChannelFlags, ChannelType } from 'discord-api-types/v10';
import { PERMISSION } from './permissions.ts';
import { CHANNEL_TYPE, type Channel, type Guild, IDS, type Place, type Role, type World } from './world.ts';

type Json = Record<string, unknown>;

/** A fixed day in the past; nothing here depends on when people joined or threads were opened. */
const LONG_AGO = '2026-01-02T03:04:05.000000+00:00';

export function memberJson(world: World, userId: string): Json {
  return {
    user: world.user(userId),
    nick: null,
    avatar: null,
    banner: null,
    roles: world.roleIdsOf(userId),
    joined_at: LONG_AGO,
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

export function placeJson(world: World, place: Place): Json {
  if (place.kind === 'dm') {
    return {
      id: place.channelId,
      type: ChannelType.DM,
      flags: 0,
      last_message_id: null,
      recipients: [world.person(place.personId)?.user],
    };
  }
  const channel = world.channel(place.channelId);
  if (channel === undefined) return { id: place.channelId, type: ChannelType.GuildText, guild_id: place.guildId };
  return channelJson(world, channel);
}

/** A channel as the gateway shows it to the bot: where the bot may not view it, without its name. */
export function gatewayChannelJson(world: World, channel: Channel): Json {
  const json = channelJson(world, channel);
  if (botMayView(world, channel)) return json;
  const hide = { id: channel.guildId, type: 0, allow: '0', deny: String(PERMISSION.ViewChannel) };
  return { ...json, name: '___hidden___', flags: ChannelFlags.ChannelObfuscated, permission_overwrites: [hide] };
}

/** The channels that the bot may view. Discord's list of channels leaves out all others, and threads. */
export function visibleChannels(world: World, guildId: string): Json[] {
  const visible = world
    .channelsIn(guildId)
    .filter((channel) => channel.kind !== 'thread' && botMayView(world, channel));
  return visible.map((channel) => channelJson(world, channel));
}

export function guildJson(world: World, { id, name }: Guild): Json {
  const channels = world.channelsIn(id);
  return {
    id,
    name,
    icon: null,
    owner_id: IDS.owner,
    // Without this field the client becomes ready, but treats the server as unavailable.
    unavailable: false,
    large: false,
    member_count: world.people.length + 2,
    joined_at: LONG_AGO,
    preferred_locale: 'en-US',
    nsfw_level: 0,
    premium_tier: 0,
    features: [],
    emojis: [],
    stickers: [],
    // Archived threads and threads of hidden channels are not listed.
    threads: channels
      .filter((channel) => channel.kind === 'thread' && !channel.archived && botMayView(world, channel))
      .map((channel) => gatewayChannelJson(world, channel)),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    roles: world.rolesIn(id).map(roleJson),
    channels: channels.filter(({ kind }) => kind !== 'thread').map((channel) => gatewayChannelJson(world, channel)),
    // Without privileged intents only the bot itself is listed.
    members: [memberJson(world, IDS.bot)],
  };
}

/** The server as REST describes it: settings that the bot does not use, and no channels or members. */
export function restGuildJson(world: World, of: Guild): Json {
  const { channels: _, members: __, threads: ___, ...guild } = guildJson(world, of);
  const unset = [
    'description',
    'home_header',
    'splash',
    'discovery_splash',
    'banner',
    'application_id',
    'vanity_url_code',
  ];
  const noChannels = ['afk', 'system', 'widget', 'rules', 'safety_alerts', 'public_updates'].map(
    (use) => `${use}_channel_id`,
  );
  return {
    ...guild,
    ...Object.fromEntries([...unset, ...noChannels].map((key) => [key, null])),
    region: 'deprecated',
    afk_timeout: 300,
    system_channel_flags: 0,
    widget_enabled: false,
    verification_level: 0,
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    nsfw: false,
    incidents_data: null,
  };
}

export function roleJson(role: Role, position: number): Json {
  return {
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
  };
}

function botMayView(world: World, { id, guildId }: Channel): boolean {
  return world.may(IDS.bot, { kind: 'guild', channelId: id, guildId }, PERMISSION.ViewChannel);
}

function channelJson(world: World, channel: Channel): Json {
  const { id, guildId, name, kind, parentId } = channel;
  const common = {
    id,
    type: CHANNEL_TYPE[kind],
    guild_id: guildId,
    name,
    flags: 0,
    parent_id: parentId,
    rate_limit_per_user: 0,
    last_message_id: null,
  };
  if (kind === 'thread') return { ...common, ...threadJson(channel) };
  return {
    ...common,
    position: world.channelsIn(guildId).indexOf(channel),
    topic: null,
    nsfw: false,
    permission_overwrites: channel.overwrites.map((o) => ({
      id: o.id,
      type: o.type === 'role' ? 0 : 1,
      allow: String(o.allow),
      deny: String(o.deny),
    })),
    ...(kind === 'voice' && { bitrate: 64_000, user_limit: 0, rtc_region: null }),
    ...(kind === 'forum' && {
      available_tags: [],
      default_reaction_emoji: null,
      default_sort_order: null,
      default_forum_layout: 0,
    }),
  };
}

function threadJson({ archived, locked }: Channel): Json {
  return {
    owner_id: IDS.owner,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    thread_metadata: {
      archived,
      auto_archive_duration: 1440,
      archive_timestamp: LONG_AGO,
      locked,
      create_timestamp: LONG_AGO,
    },
  };
}
