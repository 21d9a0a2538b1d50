import { ChannelType, type Client, Events } from 'discord.js';
import { isThread } from './actor.ts';
import type { ServerSettings } from './server-settings.ts';
import type { AskedIn, NamedPlace } from './services.ts';

/** Discord's name for a channel that the bot may not see. */
const HIDDEN = '___hidden___';

/**
 * The places whose settings count in a channel, from the inside out: the channel (for a thread, the thread's channel) and its
 * category. Only channels and categories have settings of their own, so a thread itself is left out.
 */
export function placesOf({ channels }: Client, { guildId, channelId, parentId }: AskedIn): readonly NamedPlace[] {
  if (guildId === null) return [];
  const places: NamedPlace[] = [];
  let next: string | null | undefined = channelId;
  while (next != null && places.length < 3) {
    const channel = channels.cache.get(next);
    const isCategory = channel?.type === ChannelType.GuildCategory;
    const name = channel === undefined || !('name' in channel) || channel.name === HIDDEN ? null : channel.name;
    if (channel === undefined || !isThread(channel.type))
      places.push({ id: next, kind: isCategory ? 'category' : 'channel', name });
    const above: string | null | undefined = channel !== undefined && 'parentId' in channel ? channel.parentId : null;
    next = channel === undefined && next === channelId ? parentId : above;
  }
  return places;
}

/** Removes the settings of channels that are deleted, and reads the settings again when a session begins. */
export function followPlaces(client: Client, settings: ServerSettings, onError: (error: unknown) => void): void {
  client.on(Events.ChannelDelete, (channel) => {
    if ('guildId' in channel) void settings.placeGone(channel.guildId, channel.id);
  });
  // Another process may have served these servers until now, or the data of a server was deleted after Sitrep had been removed from it.
  const load = () => void settings.load().catch(onError);
  client.on(Events.ShardReady, load);
  client.on(Events.GuildCreate, load);
}
