import { GatewayIntentBits } from 'discord-api-types/v10';
import type { AuditLog } from './audit-log.ts';
import type { Dispatch } from './bot-events.ts';
import { ActionError, StandinError } from './errors.ts';
import type { Messages, StoredMessage } from './messages.ts';
import { type Overwrite, PERMISSION } from './permissions.ts';
import type { Pins } from './pins.ts';
import { type Channel, IDS, type ThreadState, type World } from './world.ts';
import { gatewayChannelJson, guildJson, roleJson } from './world-json.ts';

export interface AdministrationParts {
  readonly world: World;
  readonly messages: Messages;
  readonly dispatch: Dispatch;
}

/** The changes that the people who run the server can make. The bot gets an event for each change. */
export class Administration {
  readonly #parts: AdministrationParts;

  constructor(parts: AdministrationParts) {
    this.#parts = parts;
  }

  /** Sets a channel's permissions for a role or a member; by default in the channel "situation". */
  overwrite(overwrite: Overwrite, channelId: string = IDS.channel): void {
    const { overwrites, guildId } = this.#channel(channelId);
    this.#parts.world.changeChannel(channelId, {
      overwrites: [...overwrites.filter((o) => o.id !== overwrite.id), overwrite],
    });
    this.#tell('CHANNEL_UPDATE', this.#json(channelId), guildId);
  }

  setThread(channelId: string, state: Partial<ThreadState>): void {
    const { kind, guildId } = this.#channel(channelId);
    if (kind !== 'thread') {
      throw new StandinError('NO_SUCH_CHANNEL', `Expected the id of a thread, got "${channelId}".`);
    }
    this.#parts.world.changeChannel(channelId, state);
    this.#tell('THREAD_UPDATE', this.#json(channelId), guildId);
  }

  /** Deletes a channel with its messages, pins and threads. */
  deleteChannel(channelId: string): void {
    const { world, messages } = this.#parts;
    const { kind, guildId, parentId } = this.#channel(channelId);
    const before = this.#json(channelId);
    for (const id of world.removeChannel(channelId)) messages.forgetChannel(id);
    if (kind === 'thread') {
      this.#tell(
        'THREAD_DELETE',
        { id: channelId, guild_id: guildId, parent_id: parentId, type: before.type },
        guildId,
      );
    } else this.#tell('CHANNEL_DELETE', before, guildId);
  }

  /** Removes the bot from the server. Its global commands, messages and pins stay. */
  removeBot(): void {
    if (!this.#parts.world.hasBot()) return;
    this.#tell('GUILD_DELETE', { id: IDS.guild }, IDS.guild);
    this.#parts.world.setBot(false);
  }

  /** Invites the bot. Its role keeps its permissions where none are given. */
  addBot(permissions?: bigint): void {
    const { world } = this.#parts;
    if (permissions !== undefined) world.setBotPermissions(permissions);
    const [home] = world.guilds;
    if (world.hasBot()) return;
    world.setBot(true);
    this.#tell('GUILD_CREATE', guildJson(world, home), home.id);
  }

  setBotPermissions(permissions: bigint): void {
    const { world } = this.#parts;
    world.setBotPermissions(permissions);
    const role = world.roles.map(roleJson).find(({ id }) => id === IDS.botRole);
    for (const { id } of world.guilds) this.#tell('GUILD_ROLE_UPDATE', { guild_id: id, role }, id);
  }

  #channel(channelId: string): Channel {
    const channel = this.#parts.world.channel(channelId);
    if (channel !== undefined) return channel;
    throw new StandinError('NO_SUCH_CHANNEL', `Expected the id of a channel of the server, got "${channelId}".`);
  }

  #json(channelId: string): Record<string, unknown> {
    return gatewayChannelJson(this.#parts.world, this.#channel(channelId));
  }

  #tell(event: string, data: unknown, guildId: string): void {
    this.#parts.dispatch(event, data, GatewayIntentBits.Guilds, guildId);
  }
}

export interface ModerationParts {
  readonly world: World;
  readonly messages: Messages;
  readonly pins: Pins;
  readonly audit: AuditLog;
}

/**
 * Changes of messages that a person makes by hand, without any bot.
 *
 * All throw ActionError 404 for a message that not everybody sees and 403 without the permission.
 */
export class Moderation {
  readonly #parts: ModerationParts;

  constructor(parts: ModerationParts) {
    this.#parts = parts;
  }

  /** @throws ApiError as for a pin by the bot */
  pin(as: string, messageId: string): void {
    this.#parts.pins.pin(this.#pinnable(as, messageId), as, null);
  }

  unpin(as: string, messageId: string): void {
    this.#parts.pins.unpin(this.#pinnable(as, messageId), as, null);
  }

  /** Deletes the person's own message, or with Manage Messages any message. */
  deleteMessage(as: string, messageId: string): void {
    const message = this.#message(as, messageId);
    const { author } = message.json;
    if (author.id !== as) {
      this.#need(as, message, PERMISSION.ManageMessages, 'Manage Messages');
      const about = { targetId: author.id, channelId: message.place.channelId, messageId };
      this.#parts.audit.add({ action: 'messageDelete', userId: as, ...about, reason: null });
    }
    this.#parts.messages.remove(messageId);
  }

  #pinnable(as: string, id: string): StoredMessage {
    const message = this.#message(as, id);
    this.#need(as, message, PERMISSION.PinMessages, 'Pin Messages');
    return message;
  }

  #message(as: string, id: string): StoredMessage {
    const { messages } = this.#parts;
    const found = messages.find(id);
    if (found === undefined || found.privateTo !== null || !messages.sees(as, found)) {
      throw new ActionError(404, `Expected the id of a message that everybody in the channel sees, got "${id}".`);
    }
    return found;
  }

  #need(as: string, { place }: StoredMessage, permission: bigint, name: string): void {
    if (place.kind === 'dm' || this.#parts.world.may(as, place, permission)) return;
    throw new ActionError(403, `Expected a person with the permission ${name}; ${as} does not have it.`);
  }
}
