import { refusal } from './api-error.ts';
import { botRoute, type ChannelAccess } from './channel-access.ts';
import { formError } from './form.ts';
import { forBot } from './message-events.ts';
import { isoTime, type Messages } from './messages.ts';
import { PERMISSION } from './permissions.ts';
import type { Pins } from './pins.ts';
import { readLimit } from './query.ts';
import type { Route, RouteRequest } from './router.ts';
import type { Place, World } from './world.ts';

const PAGE_MAX = 50;

/** Reading and changing a channel's pins, after platform reference §6. */
export function pinRoutes(world: World, messages: Messages, pins: Pins, access: ChannelAccess): Route[] {
  /** Direct messages have no permissions: both sides may pin. */
  const mayPin = (place: Place) => {
    if (place.kind === 'guild') access.need(place, PERMISSION.pinMessages);
  };
  const change = (method: string, act: 'pin' | 'unpin') =>
    botRoute(method, '/channels/{channel_id}/messages/pins/{message_id}', (request) => {
      const place = access.placeOf(request);
      mayPin(place);
      // The chat of a voice channel holds no pins.
      if (world.channels.get(place.channelId)?.kind === 'voice') throw refusal(50019);
      const message = access.messageOf(request, place);
      access.needOpen(place);
      pins[act](message, world.bot.id, request.reason);
      return { status: 204 };
    });

  return [
    botRoute('GET', '/channels/{channel_id}/messages/pins', (request) => {
      const place = access.placeOf(request);
      const limit = readLimit(request.query.get('limit'), PAGE_MAX);
      const beforeMs = readBefore(request);
      if (!access.may(place, PERMISSION.readMessageHistory)) {
        return { status: 200, body: { items: [], has_more: false } };
      }
      const older = pins.inChannel(place.channelId).filter((pin) => pin.pinnedAtMs < beforeMs);
      const items = older.slice(0, limit).map(({ message, pinnedAtMs }) => ({
        pinned_at: isoTime(pinnedAtMs),
        message: forBot(message, world, messages),
      }));
      return { status: 200, body: { items, has_more: older.length > limit } };
    }),
    change('PUT', 'pin'),
    change('DELETE', 'unpin'),
  ];
}

function readBefore({ query }: RouteRequest): number {
  const before = query.get('before');
  if (before === null) return Infinity;
  const atMs = Date.parse(before);
  if (/^\d{4}-\d\d-\d\dT/.test(before) && !Number.isNaN(atMs)) return atMs;
  const message = `Could not parse ${before.slice(0, 50)}. Should be ISO8601.`;
  throw formError([{ path: ['before'], code: 'DATE_TIME_TYPE_PARSE', message }]);
}
