import { type ApiError, refusal } from './api-error.ts';
import { formError, isRecord } from './form.ts';
import { CHANNEL_DEFAULT } from './mentions.ts';
import { NEW_MESSAGE, readMessageBody } from './message-body.ts';
import type { Messages, StoredMessage } from './messages.ts';
import { holds, PERMISSION } from './permissions.ts';
import type { Route, RouteRequest } from './router.ts';
import { MESSAGE_FLAG } from './shapes.ts';
import type { Place, World } from './world.ts';

/** The routes on a channel and its messages, with the permissions that the bot needs for each. */
export function channelRoutes(world: World, messages: Messages): Route[] {
  const bot = (method: string, template: string, handle: Route['handle']): Route => ({
    method,
    template,
    interaction: null,
    handle,
  });

  const may = (place: Place, bit: bigint) => holds(world.permissions(world.bot.id, place), bit);
  /** @throws ApiError 10003 no such channel, 50001 not visible to the bot */
  const placeOf = (request: RouteRequest): Place => {
    const place = world.place(request.params.channel_id ?? '');
    if (place === undefined) throw refusal(10003);
    if (!may(place, PERMISSION.viewChannel)) throw refusal(50001);
    return place;
  };
  const need = (place: Place, bit: bigint) => {
    if (!may(place, bit)) throw refusal(50013);
  };
  /** Private messages do not exist for these routes. */
  const messageOf = (request: RouteRequest, place: Place): StoredMessage => {
    const message = messages.find(request.params.message_id ?? '');
    if (message?.place.channelId !== place.channelId || message.privateTo !== null) throw refusal(10008);
    return message;
  };

  return [
    bot('GET', '/channels/{channel_id}', (request) => ({ status: 200, body: world.channelJson(placeOf(request)) })),

    bot('GET', '/channels/{channel_id}/messages', (request) => {
      const place = placeOf(request);
      const limit = readLimit(request.query.get('limit'));
      if (!may(place, PERMISSION.readMessageHistory)) return { status: 200, body: [] };
      const all = messages.inChannel(place.channelId).filter((m) => m.privateTo === null);
      return { status: 200, body: page(all, request.query, limit).map((m) => m.json) };
    }),

    bot('POST', '/channels/{channel_id}/messages', (request) => {
      const place = placeOf(request);
      need(place, PERMISSION.sendMessages);
      if (request.files.length > 0) need(place, PERMISSION.attachFiles);
      const input = readMessageBody(request.body ?? {}, { ...NEW_MESSAGE, files: request.files.length });
      const message = messages.create({
        place,
        privateTo: null,
        type: 0,
        input,
        defaultMentions: CHANNEL_DEFAULT,
        attachments: [],
        extra: {},
      });
      return { status: 200, body: message.json };
    }),

    bot('GET', '/channels/{channel_id}/messages/{message_id}', (request) => {
      const place = placeOf(request);
      need(place, PERMISSION.readMessageHistory);
      return { status: 200, body: messageOf(request, place).json };
    }),

    bot('PATCH', '/channels/{channel_id}/messages/{message_id}', (request) => {
      const place = placeOf(request);
      const message = messageOf(request, place);
      if (message.json.author.id !== world.bot.id)
        throw notOwnMessage(request.body, may(place, PERMISSION.manageMessages));
      const { content, embeds, components, attachments, flags } = message.json;
      const input = readMessageBody(request.body ?? {}, {
        at: [],
        alreadyV2: (flags & MESSAGE_FLAG.componentsV2) !== 0,
        kept: {
          content: content !== '',
          embeds: embeds.length > 0,
          components: components.length > 0,
          files: attachments.length > 0,
        },
        files: request.files.length,
      });
      return { status: 200, body: messages.edit(message.json.id, input, CHANNEL_DEFAULT, []).json };
    }),

    bot('DELETE', '/channels/{channel_id}/messages/{message_id}', (request) => {
      const place = placeOf(request);
      const message = messageOf(request, place);
      if (message.json.author.id !== world.bot.id) need(place, PERMISSION.manageMessages);
      messages.remove(message.json.id);
      return { status: 204 };
    }),
  ];
}

/** Who may manage messages may change the flags of others' messages, and nothing else. */
function notOwnMessage(body: unknown, mayManage: boolean): ApiError {
  const onlyFlags = isRecord(body) && Object.keys(body).every((key) => key === 'flags');
  return onlyFlags && !mayManage ? refusal(50013) : refusal(50005);
}

function readLimit(given: string | null): number {
  if (given === null) return 50;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  throw formError([{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'int value should be between 1 and 100.' }]);
}

/** Newest first, as the API lists them. */
function page(all: readonly StoredMessage[], query: URLSearchParams, limit: number): readonly StoredMessage[] {
  const before = query.get('before');
  const after = query.get('after');
  const idOf = (m: StoredMessage) => BigInt(m.json.id);
  if (after !== null && /^\d+$/.test(after)) {
    return all
      .filter((m) => idOf(m) > BigInt(after))
      .slice(0, limit)
      .toReversed();
  }
  const until = before !== null && /^\d+$/.test(before) ? all.filter((m) => idOf(m) < BigInt(before)) : all;
  return until.slice(-limit).toReversed();
}
