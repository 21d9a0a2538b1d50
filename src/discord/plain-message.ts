import { type APIMessage, type GatewayMessageCreateDispatchData, MessageType, type REST, Routes } from 'discord.js';
import { customIdsIn } from './message-buttons.ts';
import { refusalOf } from './refusal.ts';
import { retry } from './retry.ts';

/** A message by a person, in the form of the gateway and the REST API. */
export type PlainMessage = Pick<
  APIMessage,
  'id' | 'channel_id' | 'author' | 'content' | 'type' | 'mentions' | 'webhook_id' | 'referenced_message'
> &
  // Absent in direct messages, and in all messages that REST returns.
  Pick<GatewayMessageCreateDispatchData, 'guild_id'>;

/** How a message concerns Sitrep. */
export type Concern = 'mention' | 'reply' | 'direct message';

/** A message of Sitrep's that somebody replies to. */
export interface RepliedTo {
  /** The custom_ids of its buttons and menus, in reading order. */
  readonly customIds: readonly string[];
}

/** Why a message cannot be read: it was deleted, or Sitrep may not read there. */
export type Unreadable = 'gone' | 'forbidden';

const WRITTEN_BY_PEOPLE: ReadonlySet<MessageType> = new Set([MessageType.Default, MessageType.Reply]);
/** The time limit for reading one message while somebody waits for the answer. */
const READ_WITHIN_MS = 2000;

/** Whether and how a message concerns Sitrep. It reads only the author, the place and the mentions. */
export function concernOf(message: PlainMessage, botId: string): Concern | undefined {
  const { author, type, mentions, guild_id: guildId, webhook_id: webhookId } = message;
  if (author.bot || author.system || webhookId !== undefined || !WRITTEN_BY_PEOPLE.has(type)) return undefined;
  if (guildId === undefined) return 'direct message';
  // A reply with a ping counts as a mention of the author of the original message.
  if (!mentions.some(({ id }) => id === botId)) return undefined;
  return repliedTo(message, botId) === undefined ? 'mention' : 'reply';
}

/** The message of Sitrep's that this one replies to. */
export function repliedTo({ referenced_message: to }: PlainMessage, botId: string): RepliedTo | undefined {
  return to?.author.id === botId ? { customIds: customIdsIn(to.components ?? []) } : undefined;
}

/** How many messages are looked at for Sitrep's last one. */
const LOOK_BACK = 10;

/**
 * Sitrep's last message before another one in a channel, as if it were replied to.
 *
 * @throws Discord's error or the network's
 */
export async function lastOwnMessage(
  rest: REST,
  { id, channel_id: channelId }: PlainMessage,
  botId: string,
): Promise<RepliedTo | undefined> {
  const query = new URLSearchParams({ before: id, limit: String(LOOK_BACK) });
  const read = () => rest.get(Routes.channelMessages(channelId), { query });
  // Discord documents this shape for the route, and the order: newest first.
  const messages = (await retry(read, { withinMs: READ_WITHIN_MS })) as readonly APIMessage[];
  const own = messages.find(({ author }) => author.id === botId);
  return own && { customIds: customIdsIn(own.components ?? []) };
}

/** The question, without the mention of Sitrep. */
export const questionIn = ({ content }: PlainMessage, botId: string): string =>
  content.replaceAll(new RegExp(`<@!?${botId}>`, 'g'), ' ').trim();

/**
 * Reads a message of a channel again.
 *
 * @throws the error of the network where Discord does not answer
 */
export async function readMessage(
  rest: REST,
  channelId: string,
  messageId: string,
): Promise<PlainMessage | Unreadable> {
  try {
    // The type follows Discord's documentation of the route.
    return (await retry(() => rest.get(Routes.channelMessage(channelId, messageId)), {
      withinMs: READ_WITHIN_MS,
    })) as APIMessage;
  } catch (error) {
    switch (refusalOf(error, 'Read Message History').why) {
      case 'message-gone':
      case 'channel-gone':
        return 'gone';
      case 'no-permission':
        return 'forbidden';
      default:
        throw error;
    }
  }
}
