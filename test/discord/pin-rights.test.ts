import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { whyNot } from '../../src/discord/pin-rights.ts';
import type { Actor, Place } from '../../src/discord/reply.ts';
import { moderator, someone } from './people.ts';

const { ViewChannel, SendMessages, SendMessagesInThreads, PinMessages, ManageMessages, ManageThreads, Administrator } =
  PermissionFlagsBits;
const withPermissions = (permissions: bigint): Actor => ({ ...moderator(), permissions });
const thread: Partial<Place> = {
  channelType: ChannelType.PublicThread,
  appPermissions: ViewChannel | SendMessagesInThreads | PinMessages,
};

describe('who may work on pins, and where', () => {
  test.each([
    ['a member with Pin Messages', moderator()],
    ['an administrator, whatever else they have', withPermissions(Administrator)],
    ['the owner, whose permissions arrive as all bits', withPermissions(2n ** 53n - 1n)],
    ['an announcement channel', moderator({ channelType: ChannelType.GuildAnnouncement })],
    ['a thread, where Send Messages does not count', moderator(thread)],
    [
      'a locked thread that Sitrep may manage',
      moderator({ ...thread, locked: true, appPermissions: Administrator | ManageThreads }),
    ],
    ['a bot that is an administrator', moderator({ appPermissions: Administrator })],
  ])('%s: nothing stands against posting', (_what, actor) => {
    expect(whyNot(actor, 'post')).toBeNull();
  });

  test.each([
    ['direct messages', someone(), 'none in direct messages and group chats'],
    ['a user install without a server install', moderator({ installed: false }), 'added to your account, not to this'],
    [
      'a member who may only manage messages',
      withPermissions(ManageMessages),
      'permission “Pin Messages” in this channel',
    ],
    ['a member without it', withPermissions(0n), 'Members who may manage roles grant it in Server Settings → Roles'],
    ['a forum', moderator({ channelType: ChannelType.GuildForum }), 'Open one of its posts and pin there.'],
    ['a media channel', moderator({ channelType: ChannelType.GuildMedia }), 'Open one of its posts and pin there.'],
    ['a voice chat', moderator({ channelType: ChannelType.GuildVoice }), 'holds no pins'],
    ['a stage chat', moderator({ channelType: ChannelType.GuildStageVoice }), 'holds no pins'],
    ['an archived thread', moderator({ ...thread, archived: true }), 'This thread is archived'],
    ['a locked thread', moderator({ ...thread, locked: true }), 'This thread is locked'],
    [
      'a bot that may not see the channel',
      moderator({ appPermissions: SendMessages | PinMessages }),
      'Sitrep lacks the permission “View Channel” in this channel, so nothing was done. Grant it in Server Settings → Roles → Sitrep',
    ],
    [
      'a bot that may neither send nor pin',
      moderator({ appPermissions: ViewChannel }),
      'Sitrep lacks the permissions “Send Messages” and “Pin Messages” in this channel, so nothing was done. Grant them in Server',
    ],
    [
      'a bot that may send in channels but not in threads',
      moderator({ ...thread, appPermissions: ViewChannel | SendMessages | PinMessages }),
      'Sitrep lacks the permission “Send Messages in Threads”',
    ],
  ])('%s: the reason is told', (_what, actor, reason) => {
    expect(whyNot(actor, 'post')).toContain(reason);
  });

  test('a bot that can no longer send may still keep, unpin and delete what it has', () => {
    const actor = moderator({ appPermissions: ViewChannel | PinMessages });
    expect([whyNot(actor, 'edit'), whyNot(actor, 'unpin'), whyNot(actor, 'delete')]).toEqual([null, null, null]);
    expect(whyNot(moderator({ appPermissions: ViewChannel }), 'unpin')).toContain('“Pin Messages”');
  });

  test('reading needs nothing of the bot, and works where nothing can change', () => {
    expect(whyNot(moderator({ ...thread, archived: true, appPermissions: 0n }), 'read')).toBeNull();
    expect(whyNot(withPermissions(SendMessages), 'read')).toContain('“Pin Messages”');
  });
});
