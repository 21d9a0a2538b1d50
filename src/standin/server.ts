import type { ThreadState } from './channels.ts';
import { INTENT } from './intents.ts';
import { StandinError } from './loopback.ts';
import type { Messages } from './messages.ts';
import type { Overwrite } from './permissions.ts';
import { IDS, type World } from './world.ts';

export interface ServerParts {
  readonly world: World;
  readonly messages: Messages;
  readonly dispatch: (event: string, data: unknown, intent: number) => void;
}

/** What the people who run the server do to it; the bot is told of each. */
export interface Server {
  /** Sets a channel's permissions for a role or a member; in the channel "situation" where none is named. */
  overwrite(overwrite: Overwrite, channelId?: string): void;
  setThread(channelId: string, state: Partial<ThreadState>): void;
  /** With all messages, pins and threads in it. */
  deleteChannel(channelId: string): void;
  /** Global commands stay registered, messages and pins stay where they are. */
  removeBot(): void;
  /** Invites the bot, also again; with the permissions that its role has now where none are given. */
  addBot(permissions?: bigint): void;
  setBotPermissions(permissions: bigint): void;
}

export function createServer({ world, messages, dispatch }: ServerParts): Server {
  const existing = (channelId: string) => {
    const channel = world.channels.get(channelId);
    if (channel !== undefined) return channel;
    throw new StandinError('NO_SUCH_CHANNEL', `Expected the id of a channel of the server, got "${channelId}".`);
  };
  const json = (channelId: string) => world.gatewayChannelJson(existing(channelId));
  const tell = (event: string, data: unknown) => dispatch(event, data, INTENT.guilds);

  return {
    overwrite(overwrite, channelId = IDS.channel) {
      const { overwrites } = existing(channelId);
      world.channels.change(channelId, {
        overwrites: [...overwrites.filter((o) => o.id !== overwrite.id), overwrite],
      });
      tell('CHANNEL_UPDATE', json(channelId));
    },
    setThread(channelId, state) {
      if (existing(channelId).kind !== 'thread') {
        throw new StandinError('NO_SUCH_CHANNEL', `Expected the id of a thread, got "${channelId}".`);
      }
      world.channels.change(channelId, state);
      tell('THREAD_UPDATE', json(channelId));
    },
    deleteChannel(channelId) {
      const { kind, parentId } = existing(channelId);
      const before = json(channelId);
      for (const gone of world.channels.remove(channelId)) messages.forgetChannel(gone);
      if (kind === 'thread') {
        tell('THREAD_DELETE', { id: channelId, guild_id: IDS.guild, parent_id: parentId, type: before.type });
      } else tell('CHANNEL_DELETE', before);
    },
    removeBot() {
      if (!world.hasBot()) return;
      tell('GUILD_DELETE', { id: IDS.guild });
      world.setBot(false);
    },
    addBot(permissions) {
      if (permissions !== undefined) world.setBotPermissions(permissions);
      if (world.hasBot()) return;
      world.setBot(true);
      tell('GUILD_CREATE', world.guildCreateJson());
    },
    setBotPermissions(permissions) {
      world.setBotPermissions(permissions);
      const role = world.rolesJson().find(({ id }) => id === IDS.botRole);
      tell('GUILD_ROLE_UPDATE', { guild_id: IDS.guild, role });
    },
  };
}
