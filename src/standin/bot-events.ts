/** The events that the bot gets over the gateway, and how much of a message it may read. */

import { GatewayIntentBits } from 'discord-api-types/v10';
import type { StartedInteraction } from './interactions.ts';
import { isoTime, type MessageChange, type Messages, type StoredMessage } from './messages.ts';
import { PERMISSION } from './permissions.ts';
import type { Pins, PinsChange } from './pins.ts';
import type { MessageJson } from './shapes.ts';
import { IDS, type World } from './world.ts';
import { memberJson, placeJson } from './world-json.ts';

/**
 * Sends an event to every session that subscribed to it.
 *
 * @param intent - the intent that carries the event; 0 for none
 * @param guildId - the server where it happened; `null` for direct messages
 */
export type Dispatch = (event: string, data: unknown, intent: number, guildId: string | null) => void;

/** Discord's limit for attachments, in a server without boosts. */
const ATTACHMENT_SIZE_LIMIT_BYTES = 10_485_760;
/** What an app may do where only the person has installed it (platform reference §4.2). */
const GUEST_PERMISSIONS = PERMISSION.AttachFiles | PERMISSION.EmbedLinks | PERMISSION.MentionEveryone;

type WithoutReplied = Omit<MessageJson, 'referenced_message'>;

/**
 * A message as the bot gets it, over REST and the gateway. This application does not have the MessageContent intent: a
 * message of somebody else is empty, except in direct messages and where it mentions the bot.
 */
export function forBot(message: StoredMessage, world: World, messages: Messages): MessageJson {
  const isReadable = (json: WithoutReplied) =>
    json.author.id === world.bot.id ||
    message.place.kind === 'dm' ||
    json.mentions.some((user) => user.id === world.bot.id);
  const empty = { content: '', embeds: [], attachments: [], components: [] };
  const strip = <T extends WithoutReplied>(json: T): T => {
    if (isReadable(json)) return json;
    const snapshots = json.message_snapshots?.map((snapshot) => ({ message: { ...snapshot.message, ...empty } }));
    return { ...json, ...empty, ...(snapshots && { message_snapshots: snapshots }) };
  };
  const json = strip(messages.json(message));
  const { referenced_message: replied } = json;
  return replied ? { ...json, referenced_message: strip(replied) } : json;
}

/** Sends the bot the event of a new, changed or deleted message. Private messages need the intent for direct messages. */
export function tellOfMessage(
  { kind, message }: MessageChange,
  world: World,
  messages: Messages,
  dispatch: Dispatch,
): void {
  const event = { created: 'MESSAGE_CREATE', updated: 'MESSAGE_UPDATE', deleted: 'MESSAGE_DELETE' }[kind];
  const guildId = message.place.kind === 'guild' && message.privateTo === null ? message.place.guildId : null;
  const isPublic = guildId !== null;
  const where = isPublic ? { guild_id: guildId } : {};
  const intent = isPublic ? GatewayIntentBits.GuildMessages : GatewayIntentBits.DirectMessages;
  if (kind === 'deleted') {
    dispatch(event, { id: message.json.id, channel_id: message.place.channelId, ...where }, intent, guildId);
    return;
  }
  const memberOf = (id: string) => {
    const { user: _, ...member } = memberJson(world, id);
    return { member };
  };
  const json = forBot(message, world, messages);
  const data = {
    ...json,
    channel_type: placeJson(world, message.place).type,
    ...where,
    ...(isPublic && {
      ...memberOf(json.author.id),
      mentions: json.mentions.map((user) => ({ ...user, ...memberOf(user.id) })),
    }),
  };
  dispatch(event, data, intent, guildId);
}

/** Sends the bot the event of a pin or its removal. As in Discord, there is no such event when a pinned message is deleted. */
export function tellOfPins({ place, announced }: PinsChange, pins: Pins, dispatch: Dispatch): void {
  if (!announced) return;
  const [newest] = pins.inChannel(place.channelId);
  const guildId = place.kind === 'guild' ? place.guildId : null;
  const data = {
    ...(guildId !== null && { guild_id: guildId }),
    channel_id: place.channelId,
    last_pin_timestamp: newest === undefined ? null : isoTime(newest.pinnedAtMs),
  };
  const intent = guildId === null ? GatewayIntentBits.DirectMessages : GatewayIntentBits.Guilds;
  dispatch('CHANNEL_PINS_UPDATE', data, intent, guildId);
}

/**
 * The data of INTERACTION_CREATE. It has every documented field, because discord.js crashes without some of them
 * (`entitlements`, `authorizing_integration_owners`) and silently misreads others (`channel`).
 */
export function interactionPayload(
  world: World,
  messages: Messages,
  { type, personId, place, data, source }: StartedInteraction,
  { id, token }: { readonly id: string; readonly token: string },
): Record<string, unknown> {
  const inGuild = place.kind === 'guild';
  const permissions = String(world.permissions(personId, place));
  const appPermissions =
    !inGuild || world.hasBot(place.guildId) ? world.permissions(world.bot.id, place) : GUEST_PERMISSIONS;
  return {
    id,
    application_id: IDS.application,
    type,
    token,
    version: 1,
    ...(inGuild
      ? {
          guild_id: place.guildId,
          guild: { id: place.guildId, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: { ...memberJson(world, personId), permissions },
        }
      : { user: world.user(personId) }),
    channel_id: place.channelId,
    channel: { ...placeJson(world, place), ...(inGuild && { permissions }) },
    app_permissions: String(appPermissions),
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: world.ownersIn(place, personId),
    context: inGuild ? 0 : 1,
    attachment_size_limit: ATTACHMENT_SIZE_LIMIT_BYTES,
    data,
    ...(source && { message: messages.json(source) }),
  };
}
