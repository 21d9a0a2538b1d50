import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { refusal } from './api-error.ts';
import { isRecord, list, parseForm, text } from './form.ts';
import { INTERACTION_DEFAULT } from './mentions.ts';
import { NEW_MESSAGE, readDeferral, readMessageBody } from './message-body.ts';
import type { Messages, StoredMessage } from './messages.ts';
import type { AttachmentJson, InteractionMetadataJson, MessageJson } from './shapes.ts';
import { MESSAGE_FLAG } from './shapes.ts';
import { createSignal, type Signal } from './signal.ts';
import { IDS, type Place, type World } from './world.ts';

export type InteractionType = 2 | 3 | 4;
export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** What a person did, before the bot heard of it. */
export interface StartedInteraction {
  readonly type: InteractionType;
  readonly personId: string;
  readonly place: Place;
  /** Discord's `data` object. */
  readonly data: Record<string, unknown>;
  readonly commandName: string | null;
  /** The message whose component was pressed. */
  readonly source: StoredMessage | null;
}

/** What the person's client learns in the course of an interaction. */
export type InteractionEvent = { readonly interactionId: string; readonly personId: string } & (
  | { readonly kind: 'pending'; readonly command: string | null }
  | { readonly kind: 'acknowledged'; readonly how: 'deferred' | 'deferred-update' }
  | { readonly kind: 'shown'; readonly message: StoredMessage; readonly how: 'created' | 'updated' }
  | { readonly kind: 'removed'; readonly messageId: string }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'failed'; readonly error: string }
);

export interface Upload {
  readonly filename: string;
  readonly bytes: number;
}

export interface Answered {
  readonly status: 200 | 204;
  readonly body?: unknown;
}

export interface Interactions {
  readonly events: Signal<InteractionEvent>;
  /** Registers the interaction and starts its clock. */
  start(started: StartedInteraction): { readonly id: string; readonly token: string };
  callback(id: string, token: string, body: unknown, uploads: readonly Upload[], withResponse: boolean): Answered;
  followUp(applicationId: string, token: string, body: unknown, uploads: readonly Upload[]): MessageJson;
  read(applicationId: string, token: string, messageId: string): MessageJson;
  edit(applicationId: string, token: string, messageId: string, body: unknown, uploads: readonly Upload[]): MessageJson;
  remove(applicationId: string, token: string, messageId: string): void;
  close(): void;
}

export interface InteractionSettings {
  /** Discord gives 3,000. */
  readonly deadlineMs: number;
  /** Discord gives 15 minutes. */
  readonly tokenLifeMs: number;
}

export const DID_NOT_RESPOND = 'did not respond';

interface Live extends StartedInteraction {
  readonly id: string;
  readonly token: string;
  readonly startedAtMs: number;
  state: 'waiting' | 'answered' | 'failed';
  /** What `@original` means. */
  originalId: string | null;
  /** Messages that this token may read, edit and delete. */
  readonly own: Set<string>;
  timer: NodeJS.Timeout | undefined;
}

const callbackBody = z.object({ type: z.int(), data: z.unknown().optional() });
const VALID_ANSWERS: Readonly<Record<InteractionType, readonly number[]>> = { 2: [4, 5], 3: [4, 5, 6, 7], 4: [8] };
const autocompleteData = z.object({
  choices: list(z.object({ name: text(1, 100), value: z.union([text(0, 100), z.number()]) }), 0, 25).nullish(),
});

export function createInteractions(
  world: World,
  messages: Messages,
  settings: InteractionSettings,
  newId: () => string,
  now: () => number,
): Interactions {
  const byId = new Map<string, Live>();
  const byToken = new Map<string, Live>();
  const events = createSignal<InteractionEvent>();

  const expired = (live: Live) => now() - live.startedAtMs > settings.tokenLifeMs;
  const forgetOld = () => {
    for (const live of byId.values()) {
      if (!expired(live)) break;
      byId.delete(live.id);
      byToken.delete(live.token);
    }
  };
  type Told<T = InteractionEvent> = T extends unknown ? Omit<T, 'interactionId' | 'personId'> : never;
  const tell = (live: Live, event: Told) =>
    events.emit({ ...event, interactionId: live.id, personId: live.personId } as InteractionEvent);

  const metadata = (live: Live, followsOriginal: boolean): Partial<MessageJson> => {
    const user = world.person(live.personId)?.user;
    if (user === undefined || live.type === 4) return {};
    const interaction_metadata: InteractionMetadataJson = {
      id: live.id,
      type: live.type,
      ...(live.commandName !== null && { name: live.commandName }),
      user,
      authorizing_integration_owners: world.ownersIn(live.place),
      ...(followsOriginal && live.originalId !== null && { original_response_message_id: live.originalId }),
      ...(live.source && { interacted_message_id: live.source.json.id }),
    };
    return {
      interaction_metadata,
      webhook_id: world.bot.id,
      application_id: world.bot.id,
      ...(live.commandName !== null &&
        !followsOriginal && { interaction: { id: live.id, type: 2, name: live.commandName, user } }),
    };
  };
  const reference = (live: Live, messageId: string | null): Partial<MessageJson> =>
    messageId === null
      ? {}
      : {
          message_reference: {
            type: 0,
            message_id: messageId,
            channel_id: live.place.channelId,
            ...(live.place.kind === 'guild' && { guild_id: IDS.guild }),
          },
        };

  const attach = (uploads: readonly Upload[], descriptions: readonly (string | null | undefined)[]): AttachmentJson[] =>
    uploads.map((upload, index) => {
      const id = newId();
      const url = `attachment://${id}/${encodeURIComponent(upload.filename)}`;
      const description = descriptions[index];
      return {
        id,
        filename: upload.filename,
        size: upload.bytes,
        url,
        proxy_url: url,
        ...(description != null && { description }),
      };
    });

  const shapeOf = (live: Live): { type: MessageJson['type']; extra: Partial<MessageJson> } =>
    live.source === null
      ? { type: 20, extra: metadata(live, false) }
      : { type: 19, extra: { ...metadata(live, false), ...reference(live, live.source.json.id) } };

  const privateFor = (live: Live, isPrivate: boolean) => (isPrivate ? live.personId : null);

  const editStored = (stored: StoredMessage, body: unknown, uploads: readonly Upload[], at: readonly PropertyKey[]) => {
    const { content, embeds, components, attachments, flags } = stored.json;
    const input = readMessageBody(body, {
      at,
      alreadyV2: (flags & MESSAGE_FLAG.componentsV2) !== 0,
      kept: {
        content: content !== '',
        embeds: embeds.length > 0,
        components: components.length > 0,
        files: attachments.length > 0,
      },
      files: uploads.length,
    });
    return messages.edit(stored.json.id, input, INTERACTION_DEFAULT, attach(uploads, input.fileDescriptions));
  };

  /** The interaction behind a webhook route, once it has been answered and while its token lives. */
  const behind = (applicationId: string, token: string): Live => {
    if (applicationId !== world.bot.id) throw refusal(10015);
    const live = byToken.get(token);
    if (live === undefined || expired(live)) throw refusal(50027);
    if (live.state !== 'answered' || live.type === 4) throw refusal(10015);
    return live;
  };
  const messageOf = (live: Live, messageId: string): StoredMessage => {
    const id = messageId === '@original' ? live.originalId : messageId;
    const found = id !== null && live.own.has(id) ? messages.find(id) : undefined;
    if (found === undefined) throw refusal(10008);
    return found;
  };

  const respond = (live: Live, type: number, data: unknown, uploads: readonly Upload[]): StoredMessage | null => {
    const show = (message: StoredMessage, how: 'created' | 'updated') => {
      live.originalId = message.json.id;
      live.own.add(message.json.id);
      tell(live, { kind: 'shown', message, how });
      return message;
    };
    switch (type) {
      case 4: {
        const input = readMessageBody(data ?? {}, { ...NEW_MESSAGE, at: ['data'], files: uploads.length });
        const privateTo = privateFor(live, (input.flags & MESSAGE_FLAG.ephemeral) !== 0);
        settle(live);
        const attachments = attach(uploads, input.fileDescriptions);
        const { place } = live;
        return show(
          messages.create({
            place,
            privateTo,
            input,
            defaultMentions: INTERACTION_DEFAULT,
            attachments,
            ...shapeOf(live),
          }),
          'created',
        );
      }
      case 5: {
        const privateTo = privateFor(live, readDeferral(data));
        settle(live);
        const message = messages.createLoading({ place: live.place, privateTo, ...shapeOf(live) });
        live.originalId = message.json.id;
        live.own.add(message.json.id);
        tell(live, { kind: 'acknowledged', how: 'deferred' });
        return message;
      }
      case 6:
        settle(live);
        tell(live, { kind: 'acknowledged', how: 'deferred-update' });
        return null;
      default: {
        const source = live.source === null ? undefined : messages.find(live.source.json.id);
        if (source === undefined) throw refusal(10008);
        const edited = editStored(source, data ?? {}, uploads, ['data']);
        settle(live);
        return show(edited, 'updated');
      }
    }
  };
  const settle = (live: Live) => {
    clearTimeout(live.timer);
    live.state = 'answered';
    if (live.source !== null) {
      live.originalId = live.source.json.id;
      live.own.add(live.source.json.id);
    }
  };

  return {
    events,
    start(started) {
      forgetOld();
      const live: Live = {
        ...started,
        id: newId(),
        // Path segment: URL-safe. Nothing can be read out of it.
        token: randomBytes(48).toString('base64url'),
        startedAtMs: now(),
        state: 'waiting',
        originalId: null,
        own: new Set(),
        timer: undefined,
      };
      live.timer = setTimeout(() => {
        live.state = 'failed';
        tell(live, { kind: 'failed', error: DID_NOT_RESPOND });
      }, settings.deadlineMs);
      live.timer.unref();
      byId.set(live.id, live);
      byToken.set(live.token, live);
      tell(live, { kind: 'pending', command: live.commandName });
      return live;
    },

    callback(id, token, body, uploads, withResponse) {
      const live = byId.get(id);
      if (live === undefined || live.token !== token || live.state === 'failed') throw refusal(10062);
      if (live.state === 'answered') throw refusal(40060);
      const valid = VALID_ANSWERS[live.type];
      const { type, data } = parseForm(callbackBody.extend({ type: z.literal(valid) }), body);
      if (type === 8) {
        const { choices } = parseForm(autocompleteData, isRecord(data) ? data : {}, ['data']);
        settle(live);
        tell(live, { kind: 'choices', choices: choices ?? [] });
        return { status: 204 };
      }
      const message = respond(live, type, data, uploads);
      if (!withResponse) return { status: 204 };
      return {
        status: 200,
        body: {
          interaction: {
            id: live.id,
            type: live.type,
            ...(message && {
              response_message_id: message.json.id,
              response_message_loading: (message.json.flags & MESSAGE_FLAG.loading) !== 0,
              response_message_ephemeral: message.privateTo !== null,
            }),
            channel_id: live.place.channelId,
          },
          ...(message && (type === 4 || type === 7) && { resource: { type, message: message.json } }),
        },
      };
    },

    followUp(applicationId, token, body, uploads) {
      const live = behind(applicationId, token);
      const original = live.originalId === null ? undefined : messages.find(live.originalId);
      if (original && (original.json.flags & MESSAGE_FLAG.loading) !== 0) {
        // Deprecated and still so: the first followup to a deferral fills the placeholder.
        const filled = editStored(original, body, uploads, []);
        tell(live, { kind: 'shown', message: filled, how: 'updated' });
        return filled.json;
      }
      const input = readMessageBody(body, { ...NEW_MESSAGE, files: uploads.length });
      const message = messages.create({
        place: live.place,
        privateTo: privateFor(live, (input.flags & MESSAGE_FLAG.ephemeral) !== 0),
        type: live.originalId === null ? 0 : 19,
        input,
        defaultMentions: INTERACTION_DEFAULT,
        attachments: attach(uploads, input.fileDescriptions),
        extra: { ...metadata(live, true), ...reference(live, live.originalId) },
      });
      live.own.add(message.json.id);
      tell(live, { kind: 'shown', message, how: 'created' });
      return message.json;
    },

    read: (applicationId, token, messageId) => messageOf(behind(applicationId, token), messageId).json,

    edit(applicationId, token, messageId, body, uploads) {
      const live = behind(applicationId, token);
      const message = editStored(messageOf(live, messageId), body, uploads, []);
      tell(live, { kind: 'shown', message, how: 'updated' });
      return message.json;
    },

    remove(applicationId, token, messageId) {
      const live = behind(applicationId, token);
      const { id } = messageOf(live, messageId).json;
      messages.remove(id);
      tell(live, { kind: 'removed', messageId: id });
    },

    close() {
      for (const live of byId.values()) clearTimeout(live.timer);
    },
  };
}
