import { refusal } from './api-error.ts';
import type { Messages, StoredMessage } from './messages.ts';
import { holds, PERMISSION } from './permissions.ts';
import type { Route, RouteRequest } from './router.ts';
import type { Place, World } from './world.ts';

/** What the bot may reach on the routes of a channel, refused as Discord refuses it. */
export interface ChannelAccess {
  may(place: Place, bit: bigint): boolean;
  /** @throws ApiError 10003 no such channel, 50001 not visible to the bot */
  placeOf(request: RouteRequest): Place;
  /** @throws ApiError 50083 in an archived thread */
  needOpen(place: Place): void;
  /** @throws ApiError 50013 */
  need(place: Place, bit: bigint): void;
  /** Private messages do not exist for these routes. @throws ApiError 10008 */
  messageOf(request: RouteRequest, place: Place): StoredMessage;
}

export function createChannelAccess(world: World, messages: Messages): ChannelAccess {
  const may = (place: Place, bit: bigint) => holds(world.permissions(world.bot.id, place), bit);
  return {
    may,
    placeOf(request) {
      const place = world.place(request.params.channel_id ?? '');
      if (place === undefined) throw refusal(10003);
      if (!may(place, PERMISSION.viewChannel)) throw refusal(50001);
      return place;
    },
    needOpen(place) {
      if (world.channels.get(place.channelId)?.archived) throw refusal(50083);
    },
    need(place, bit) {
      if (!may(place, bit)) throw refusal(50013);
    },
    messageOf(request, place) {
      const message = messages.find(request.params.message_id ?? '');
      if (message?.place.channelId !== place.channelId || message.privateTo !== null) throw refusal(10008);
      return message;
    },
  };
}

/** A route that takes the bot's token. */
export const botRoute = (method: string, template: string, handle: Route['handle']): Route => ({
  method,
  template,
  interaction: null,
  handle,
});
