import { z } from 'zod';
import { type ApiError, refusal } from './api-error.ts';
import type { AuditLog } from './audit-log.ts';
import { botRoute, type ChannelAccess } from './channel-access.ts';
import { isRecord, parseForm, snowflake } from './form.ts';
import { CHANNEL_DEFAULT } from './mentions.ts';
import { NEW_MESSAGE, readMessageBody } from './message-body.ts';
import { forBot } from './message-events.ts';
import { type Messages, replyTo, type StoredMessage } from './messages.ts';
import type { Nonces } from './nonces.ts';
import { PERMISSION } from './permissions.ts';
import { readLimit } from './query.ts';
import type { Route } from './router.ts';
import { MESSAGE_FLAG } from './shapes.ts';
import type { Place, World } from './world.ts';

export interface ChannelRouteParts {
  readonly world: World;
  readonly messages: Messages;
  readonly nonces: Nonces;
  readonly audit: AuditLog;
  readonly access: ChannelAccess;
  /** Opens an archived thread again. */
  readonly wakeThread: (channelId: string) => void;
}

const directMessageBody = z.object({ recipient_id: snowflake });

/** The routes on a channel and its messages, with the permissions that the bot needs for each. */
export function channelRoutes({ world, messages, nonces, audit, access, wakeThread }: ChannelRouteParts): Route[] {
  const { may, need, needOpen, placeOf, messageOf } = access;
  /** The message that was sent with this nonce and is still there. */
  const sentBefore = (nonce: string | number | undefined): StoredMessage | undefined => {
    const id = nonce === undefined ? undefined : nonces.recall(world.bot.id, nonce);
    return id === undefined ? undefined : messages.find(id);
  };

  /** @throws ApiError 40058 in a forum, 50007 to a person who takes no direct messages, 50013, 50083 in a locked thread */
  const needToPost = (place: Place) => {
    const channel = world.channels.get(place.channelId);
    if (channel?.kind === 'forum') throw refusal(40058);
    if (place.kind === 'dm' && !world.takesDirectMessages(place.personId)) throw refusal(50007);
    need(place, channel?.kind === 'thread' ? PERMISSION.sendMessagesInThreads : PERMISSION.sendMessages);
    if (channel?.locked && !may(place, PERMISSION.manageThreads)) throw refusal(50083);
  };
  /** What is posted into an archived thread opens it again. */
  const wake = ({ channelId }: Place) => {
    if (world.channels.get(channelId)?.archived) wakeThread(channelId);
  };

  return [
    botRoute('POST', '/users/@me/channels', (request) => {
      const { recipient_id: id } = parseForm(directMessageBody, request.body);
      const place = world.directMessages(id);
      if (place === undefined) throw refusal(50033);
      return { status: 200, body: world.channelJson(place) };
    }),

    botRoute('GET', '/channels/{channel_id}', (request) => ({
      status: 200,
      body: world.channelJson(placeOf(request)),
    })),

    botRoute('GET', '/channels/{channel_id}/messages', (request) => {
      const place = placeOf(request);
      const limit = readLimit(request.query.get('limit'), 100);
      if (!may(place, PERMISSION.readMessageHistory)) return { status: 200, body: [] };
      const all = messages.inChannel(place.channelId).filter((m) => m.privateTo === null);
      return { status: 200, body: page(all, request.query, limit).map((m) => forBot(m, world, messages)) };
    }),

    botRoute('POST', '/channels/{channel_id}/messages', (request) => {
      const place = placeOf(request);
      needToPost(place);
      if (request.files.length > 0) need(place, PERMISSION.attachFiles);
      const input = readMessageBody(request.body ?? {}, { ...NEW_MESSAGE, files: request.files.length });
      wake(place);
      const known = input.enforceNonce ? sentBefore(input.nonce) : undefined;
      if (known !== undefined) return { status: 200, body: messages.json(known) };
      if (input.replyTo !== null && !may(place, PERMISSION.readMessageHistory)) throw refusal(160002);
      const message = messages.create({
        place,
        privateTo: null,
        input,
        defaultMentions: CHANNEL_DEFAULT,
        attachments: [],
        ...replyTo(messages.findReplied(input.replyTo, place)),
      });
      if (input.nonce !== undefined) nonces.remember(world.bot.id, input.nonce, message.json.id);
      return { status: 200, body: messages.json(message) };
    }),

    botRoute('GET', '/channels/{channel_id}/messages/{message_id}', (request) => {
      const place = placeOf(request);
      need(place, PERMISSION.readMessageHistory);
      return { status: 200, body: forBot(messageOf(request, place), world, messages) };
    }),

    botRoute('PATCH', '/channels/{channel_id}/messages/{message_id}', (request) => {
      const place = placeOf(request);
      const message = messageOf(request, place);
      needOpen(place);
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
      return { status: 200, body: messages.json(messages.edit(message.json.id, input, CHANNEL_DEFAULT, [])) };
    }),

    botRoute('DELETE', '/channels/{channel_id}/messages/{message_id}', (request) => {
      const place = placeOf(request);
      const message = messageOf(request, place);
      const { author, id } = message.json;
      if (author.id !== world.bot.id) {
        need(place, PERMISSION.manageMessages);
        const at = { targetId: author.id, channelId: place.channelId, messageId: id };
        audit.add({ action: 'messageDelete', userId: world.bot.id, ...at, reason: request.reason });
      }
      messages.remove(id);
      return { status: 204 };
    }),
  ];
}

/** Who may manage messages may change the flags of others' messages, and nothing else. */
function notOwnMessage(body: unknown, mayManage: boolean): ApiError {
  const onlyFlags = isRecord(body) && Object.keys(body).every((key) => key === 'flags');
  return onlyFlags && !mayManage ? refusal(50013) : refusal(50005);
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
