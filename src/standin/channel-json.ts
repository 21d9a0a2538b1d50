import { CHANNEL_TYPE, type Channel } from './channels.ts';
import { PERMISSION } from './permissions.ts';

/** Any fixed day before the run; nothing here depends on when a thread was opened. */
const OPENED_AT = '2026-01-02T03:04:05.000000+00:00';

interface Around {
  readonly guildId: string;
  readonly ownerId: string;
  readonly position: number;
}

const HIDDEN_FLAG = 1 << 17;

/** What the gateway tells a bot of a channel that it may not view: that there is one, of which type, and where it stands. */
export function hiddenChannelJson(channel: Channel, around: Around): Record<string, unknown> {
  const deny = String(PERMISSION.viewChannel);
  return {
    ...channelJson(channel, around),
    name: '___hidden___',
    flags: HIDDEN_FLAG,
    permission_overwrites: [{ id: around.guildId, type: 0, allow: '0', deny }],
  };
}

/** A channel or thread in Discord's form. */
export function channelJson(channel: Channel, around: Around): Record<string, unknown> {
  const { id, name, kind, parentId } = channel;
  const common = {
    id,
    type: CHANNEL_TYPE[kind],
    guild_id: around.guildId,
    name,
    flags: 0,
    parent_id: parentId,
    rate_limit_per_user: 0,
    last_message_id: null,
  };
  if (kind === 'thread') {
    return {
      ...common,
      owner_id: around.ownerId,
      message_count: 0,
      member_count: 1,
      total_message_sent: 0,
      thread_metadata: {
        archived: channel.archived,
        auto_archive_duration: 1440,
        archive_timestamp: OPENED_AT,
        locked: channel.locked,
        create_timestamp: OPENED_AT,
      },
    };
  }
  return {
    ...common,
    position: around.position,
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
