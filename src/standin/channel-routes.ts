/** The routes of a channel, its messages and its pins, with the permissions that the bot needs for each route. */

import { z } from 'zod';
import type { AuditLog } from './audit-log.ts';
import { forBot } from './bot-events.ts';
import { type ApiError, refusal } from './errors.ts';
import { formError, isRecord, parseForm, snowflake } from './form.ts';
import { CHANNEL_DEFAULT, NEW_MESSAGE, readMessageBody } from './message-body.ts';
import { editRules, isoTime, type Messages, replyTo, type StoredMessage } from './messages.ts';
import { PERMISSION } from './permissions.ts';
import type { Pins } from './pins.ts';
import { botRoute, NO_CONTENT, ok, type Route, type RouteRequest, readLimit } from './routes.ts';
import type { MessageJson } from './shapes.ts';
import type { Place, World } from './world.ts';
import { placeJson } from './world-json.ts';

export interface ChannelRouteParts {
  readonly world: World;
  readonly messages: Messages;
  readonly pins: Pins;
  readonly audit: AuditLog;
  /** How long a nonce is remembered; Discord says "a few minutes". */
  readonly nonceMemoryMs: number;
  readonly now: () => number;
  /** Unarchives a thread. */
  readonly unarchive: (channelId: string) => void;
}

const MESSAGES_PER_PAGE_MAX = 100;
const PINS_PER_PAGE_MAX = 50;

const directMessageBody = z.object({ recipient_id: snowflake });

export function channelRoutes(parts: ChannelRouteParts): Route[] {
  const access = new ChannelAccess(parts.world, parts.messages);
  return [...placeRoutes(parts.world, access), ...pinRoutes(parts, access), ...messageRoutes(parts, access)];
}

function placeRoutes(world: World, access: ChannelAccess): Route[] {
  return [
    botRoute('POST', '/users/@me/channels', ({ body }) => {
      const place = world.directMessagesOf(parseForm(directMessageBody, body).recipient_id);
      if (place === undefined) throw refusal(50033);
      return ok(placeJson(world, place));
    }),
    botRoute('GET', '/channels/{channel_id}', (request) => ok(placeJson(world, access.placeOf(request)))),
  ];
}

function messageRoutes(parts: ChannelRouteParts, access: ChannelAccess): Route[] {
  const { world, messages, audit } = parts;
  const nonces = new Nonces(parts.nonceMemoryMs, parts.now);
  const seenByBot = (message: StoredMessage) => forBot(message, world, messages);
  return [
    botRoute('GET', '/channels/{channel_id}/messages', (request) => {
      const place = access.placeOf(request);
      const limit = readLimit(request.query, MESSAGES_PER_PAGE_MAX);
      if (!access.may(place, PERMISSION.ReadMessageHistory)) return ok([]);
      const all = messages.inChannel(place.channelId).filter(({ privateTo }) => privateTo === null);
      return ok(pageOf(all, request.query, limit).map(seenByBot));
    }),

    botRoute('POST', '/channels/{channel_id}/messages', (request) => ok(postMessage(request, parts, access, nonces))),

    botRoute('GET', '/channels/{channel_id}/messages/{message_id}', (request) => {
      const place = access.placeOf(request);
      access.need(place, PERMISSION.ReadMessageHistory);
      return ok(seenByBot(access.messageOf(request, place)));
    }),

    botRoute('PATCH', '/channels/{channel_id}/messages/{message_id}', (request) => {
      const place = access.placeOf(request);
      const message = access.messageOf(request, place);
      access.needUnarchived(place);
      if (message.json.author.id !== world.bot.id) {
        throw notOwnMessage(request.body, access.may(place, PERMISSION.ManageMessages));
      }
      const input = readMessageBody(request.body ?? {}, editRules(message, [], request.files.length));
      return ok(messages.json(messages.edit(message.json.id, input, CHANNEL_DEFAULT, [])));
    }),

    botRoute('DELETE', '/channels/{channel_id}/messages/{message_id}', (request) => {
      const place = access.placeOf(request);
      const { author, id } = access.messageOf(request, place).json;
      if (author.id !== world.bot.id) {
        access.need(place, PERMISSION.ManageMessages);
        const about = { targetId: author.id, channelId: place.channelId, messageId: id };
        audit.add({ action: 'messageDelete', userId: world.bot.id, ...about, reason: request.reason });
      }
      messages.remove(id);
      return NO_CONTENT;
    }),
  ];
}

function postMessage(
  request: RouteRequest,
  { world, messages, unarchive }: ChannelRouteParts,
  access: ChannelAccess,
  nonces: Nonces,
): MessageJson {
  const place = access.placeOf(request);
  access.needToPost(place);
  if (request.files.length > 0) access.need(place, PERMISSION.AttachFiles);
  const input = readMessageBody(request.body ?? {}, { ...NEW_MESSAGE, files: request.files.length });
  // A post in an archived thread unarchives it.
  if (world.channel(place.channelId)?.archived) unarchive(place.channelId);
  const known = input.enforceNonce ? messages.find(nonces.recall(input.nonce) ?? '') : undefined;
  if (known !== undefined) return messages.json(known);
  if (input.replyTo !== null && !access.may(place, PERMISSION.ReadMessageHistory)) throw refusal(160002);
  const message = messages.create({
    place,
    privateTo: null,
    input,
    defaultMentions: CHANNEL_DEFAULT,
    attachments: [],
    ...replyTo(messages.findReplied(input.replyTo, place)),
  });
  nonces.remember(input.nonce, message.json.id);
  return messages.json(message);
}

/** The permissions follow platform reference §6. */
function pinRoutes({ world, messages, pins }: ChannelRouteParts, access: ChannelAccess): Route[] {
  const change = (method: string, act: 'pin' | 'unpin') =>
    botRoute(method, '/channels/{channel_id}/messages/pins/{message_id}', (request) => {
      const place = access.placeOf(request);
      // Direct messages need no such permission, because both sides may pin.
      if (place.kind === 'guild') access.need(place, PERMISSION.PinMessages);
      // The chat of a voice channel cannot have pins.
      if (world.channel(place.channelId)?.kind === 'voice') throw refusal(50019);
      const message = access.messageOf(request, place);
      access.needUnarchived(place);
      pins[act](message, world.bot.id, request.reason);
      return NO_CONTENT;
    });
  return [
    botRoute('GET', '/channels/{channel_id}/messages/pins', (request) => {
      const place = access.placeOf(request);
      const limit = readLimit(request.query, PINS_PER_PAGE_MAX);
      const beforeMs = readBefore(request.query);
      if (!access.may(place, PERMISSION.ReadMessageHistory)) return ok({ items: [], has_more: false });
      const older = pins.inChannel(place.channelId).filter((pin) => pin.pinnedAtMs < beforeMs);
      const items = older.slice(0, limit).map(({ message, pinnedAtMs }) => ({
        pinned_at: isoTime(pinnedAtMs),
        message: forBot(message, world, messages),
      }));
      return ok({ items, has_more: older.length > limit });
    }),
    change('PUT', 'pin'),
    change('DELETE', 'unpin'),
  ];
}

/** The channels that the bot may reach on channel routes; refusals are the same as Discord's. */
class ChannelAccess {
  readonly #world: World;
  readonly #messages: Messages;

  constructor(world: World, messages: Messages) {
    this.#world = world;
    this.#messages = messages;
  }

  may(place: Place, permission: bigint): boolean {
    return this.#world.may(this.#world.bot.id, place, permission);
  }

  /** @throws ApiError 50013 */
  need(place: Place, permission: bigint): void {
    if (!this.may(place, permission)) throw refusal(50013);
  }

  /** @throws ApiError 10003 no such channel, 50001 hidden from the bot */
  placeOf(request: RouteRequest): Place {
    const place = this.#world.place(request.param('channel_id'));
    if (place === undefined) throw refusal(10003);
    if (!this.may(place, PERMISSION.ViewChannel)) throw refusal(50001);
    return place;
  }

  /** Private messages do not exist for these routes. @throws ApiError 10008 */
  messageOf(request: RouteRequest, place: Place): StoredMessage {
    const message = this.#messages.find(request.param('message_id'));
    if (message?.place.channelId !== place.channelId || message.privateTo !== null) throw refusal(10008);
    return message;
  }

  /** @throws ApiError 50083 */
  needUnarchived(place: Place): void {
    if (this.#world.channel(place.channelId)?.archived) throw refusal(50083);
  }

  /** @throws ApiError 40058 in a forum, 50007 to a person who forbids direct messages, 50013, 50083 in a locked thread */
  needToPost(place: Place): void {
    const channel = this.#world.channel(place.channelId);
    if (channel?.kind === 'forum') throw refusal(40058);
    if (place.kind === 'dm' && !this.#world.allowsDirectMessages(place.personId)) throw refusal(50007);
    this.need(place, channel?.kind === 'thread' ? PERMISSION.SendMessagesInThreads : PERMISSION.SendMessages);
    if (channel?.locked && !this.may(place, PERMISSION.ManageThreads)) throw refusal(50083);
  }
}

/** The messages that the bot recently sent with a nonce. */
class Nonces {
  readonly #memoryMs: number;
  readonly #now: () => number;
  /** Oldest first. */
  readonly #sent = new Map<string, { readonly messageId: string; readonly atMs: number }>();

  constructor(memoryMs: number, now: () => number) {
    this.#memoryMs = memoryMs;
    this.#now = now;
  }

  remember(nonce: string | number | undefined, messageId: string): void {
    this.#forgetOld();
    if (nonce === undefined) return;
    this.#sent.delete(String(nonce));
    this.#sent.set(String(nonce), { messageId, atMs: this.#now() });
  }

  recall(nonce: string | number | undefined): string | undefined {
    this.#forgetOld();
    return this.#sent.get(String(nonce))?.messageId;
  }

  #forgetOld(): void {
    for (const [nonce, { atMs }] of this.#sent) {
      if (this.#now() - atMs <= this.#memoryMs) break;
      this.#sent.delete(nonce);
    }
  }
}

/** With Manage Messages, a bot may change the flags of other people's messages, but nothing else. */
function notOwnMessage(body: unknown, mayManage: boolean): ApiError {
  const onlyFlags = isRecord(body) && Object.keys(body).every((key) => key === 'flags');
  return onlyFlags && !mayManage ? refusal(50013) : refusal(50005);
}

/** Newest first, as the API lists messages. */
function pageOf(all: readonly StoredMessage[], query: URLSearchParams, limit: number): readonly StoredMessage[] {
  const bound = (name: string) => (/^\d+$/.test(query.get(name) ?? '') ? BigInt(query.get(name) ?? '') : null);
  const [before, after] = [bound('before'), bound('after')];
  const idOf = ({ json }: StoredMessage) => BigInt(json.id);
  if (after !== null) {
    return all
      .filter((message) => idOf(message) > after)
      .slice(0, limit)
      .toReversed();
  }
  const older = before === null ? all : all.filter((message) => idOf(message) < before);
  return older.slice(-limit).toReversed();
}

/** @throws ApiError 50035 */
function readBefore(query: URLSearchParams): number {
  const before = query.get('before');
  if (before === null) return Infinity;
  const atMs = Date.parse(before);
  if (/^\d{4}-\d\d-\d\dT/.test(before) && !Number.isNaN(atMs)) return atMs;
  const message = `Could not parse ${before.slice(0, 50)}. Should be ISO8601.`;
  throw formError([{ path: ['before'], code: 'DATE_TIME_TYPE_PARSE', message }]);
}
