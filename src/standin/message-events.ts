import { INTENT } from './intents.ts';
import { isoTime, type MessageChange, type Messages, type StoredMessage } from './messages.ts';
import type { Pins, PinsChange } from './pins.ts';
import type { MessageJson } from './shapes.ts';
import { IDS, type World } from './world.ts';

/**
 * A message as the bot gets it: this application has no message content intent, so what others write is left out,
 * except in direct messages and where the bot is mentioned.
 */
export function forBot(message: StoredMessage, world: World, messages: Messages): MessageJson {
  const readable = (json: Omit<MessageJson, 'referenced_message'>) =>
    json.author.id === world.bot.id ||
    message.place.kind === 'dm' ||
    json.mentions.some((user) => user.id === world.bot.id);
  const strip = <T extends Omit<MessageJson, 'referenced_message'>>(json: T): T =>
    readable(json) ? json : { ...json, content: '', embeds: [], attachments: [], components: [] };
  const json = strip(messages.json(message));
  const { referenced_message: replied } = json;
  return replied ? { ...json, referenced_message: strip(replied) } : json;
}

/** Tells of a pin or its removal; not of a pinned message that was deleted. */
export function tellBotOfPins(
  { place, announced }: PinsChange,
  pins: Pins,
  dispatch: (event: string, data: unknown, intent: number) => void,
): void {
  if (!announced) return;
  const [newest] = pins.inChannel(place.channelId);
  const inGuild = place.kind === 'guild';
  const data = {
    ...(inGuild && { guild_id: IDS.guild }),
    channel_id: place.channelId,
    last_pin_timestamp: newest === undefined ? null : isoTime(newest.pinnedAtMs),
  };
  dispatch('CHANNEL_PINS_UPDATE', data, inGuild ? INTENT.guilds : INTENT.directMessages);
}

/** Messages reach the bot only by the intents that carry them; private ones come under direct messages. */
export function tellBot(
  { kind, message }: MessageChange,
  world: World,
  messages: Messages,
  dispatch: (event: string, data: unknown, intent: number) => void,
): void {
  const event = { created: 'MESSAGE_CREATE', updated: 'MESSAGE_UPDATE', deleted: 'MESSAGE_DELETE' }[kind];
  const isPublic = message.place.kind === 'guild' && message.privateTo === null;
  const where = isPublic ? { guild_id: IDS.guild } : {};
  const memberOf = (id: string) => {
    const { user: _, ...member } = world.memberJson(id);
    return { member };
  };
  const json = forBot(message, world, messages);
  const data =
    kind === 'deleted'
      ? { id: message.json.id, channel_id: message.place.channelId, ...where }
      : {
          ...json,
          ...(isPublic && { mentions: json.mentions.map((user) => ({ ...user, ...memberOf(user.id) })) }),
          channel_type: world.channelJson(message.place).type,
          ...where,
          ...(isPublic && memberOf(json.author.id)),
        };
  dispatch(event, data, isPublic ? INTENT.guildMessages : INTENT.directMessages);
}
