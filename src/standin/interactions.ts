import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { refusal } from './api-error.ts';
import { isRecord, list, parseForm, problem, text } from './form.ts';
import { createInteractionMessages } from './interaction-messages.ts';
import type {
  Choice,
  InteractionEvent,
  InteractionType,
  Live,
  StartedInteraction,
  Upload,
} from './interaction-model.ts';
import { readDeferral } from './message-body.ts';
import type { Messages, StoredMessage } from './messages.ts';
import { readModalBody } from './modal-body.ts';
import { MESSAGE_FLAG, type MessageJson } from './shapes.ts';
import { createSignal, type Signal } from './signal.ts';
import type { World } from './world.ts';

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

/** Where only the person has the app (platform reference §4.7). */
const GUEST_FOLLOW_UPS_MAX = 5;

export const DID_NOT_RESPOND = 'did not respond';

const callbackBody = z.object({ type: z.int(), data: z.unknown().optional() });
const VALID_ANSWERS: Readonly<Record<InteractionType, readonly number[]>> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  5: [4, 5, 6, 7],
};
/** A modal that a command opened belongs to no message that could be updated. */
const validAnswers = ({ type, source }: Live) => (type === 5 && source === null ? [4, 5] : VALID_ANSWERS[type]);
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
  const answers = createInteractionMessages(world, messages, newId);

  const expired = (live: Live) => now() - live.startedAtMs > settings.tokenLifeMs;
  const forgetOld = () => {
    for (const live of byId.values()) {
      if (!expired(live)) break;
      byId.delete(live.id);
      byToken.delete(live.token);
    }
  };
  type Told<T = InteractionEvent> = T extends unknown ? Omit<T, 'interactionId' | 'type' | 'personId'> : never;
  const tell = (live: Live, event: Told) =>
    events.emit({ ...event, interactionId: live.id, type: live.type, personId: live.personId } as InteractionEvent);

  /** The interaction behind a webhook route, once it has been answered and while its token lives. */
  const behind = (applicationId: string, token: string): Live => {
    if (applicationId !== world.bot.id) throw refusal(10015);
    const live = byToken.get(token);
    if (live === undefined || expired(live)) throw refusal(50027);
    if (live.state !== 'answered' || live.type === 4) throw refusal(10015);
    if (world.place(live.place.channelId) === undefined) throw refusal(10003);
    return live;
  };
  const messageOf = (live: Live, messageId: string): StoredMessage => {
    const id = messageId === '@original' ? live.originalId : messageId;
    const found = id !== null && live.own.has(id) ? messages.find(id) : undefined;
    if (found === undefined) throw refusal(10008);
    return found;
  };

  const respond = (live: Live, type: number, data: unknown, uploads: readonly Upload[]): StoredMessage | null => {
    // A body that does not pass throws before the one answer is spent.
    switch (type) {
      case 4: {
        const create = answers.answer(live, data ?? {}, uploads);
        settle(live);
        return show(live, create(), 'created');
      }
      case 5: {
        const isPrivate = readDeferral(data);
        settle(live);
        const message = own(live, answers.placeholder(live, isPrivate));
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
        const edited = answers.edit(source, data ?? {}, uploads, ['data']);
        settle(live);
        return show(live, edited, 'updated');
      }
    }
  };
  const own = (live: Live, message: StoredMessage) => {
    live.originalId = message.json.id;
    live.own.add(message.json.id);
    return message;
  };
  const show = (live: Live, message: StoredMessage, how: 'created' | 'updated') => {
    tell(live, { kind: 'shown', message: own(live, message), how });
    return message;
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
        followUps: 0,
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
      if (world.place(live.place.channelId) === undefined) throw refusal(10003);
      const valid = validAnswers(live);
      const { type, data } = parseForm(callbackBody.extend({ type: z.literal(valid) }), body);
      if (type === 8) {
        const choices = readChoices(live, data);
        settle(live);
        tell(live, { kind: 'choices', choices });
        return { status: 204 };
      }
      if (type === 9) {
        const modal = readModalBody(data);
        settle(live);
        tell(live, { kind: 'modal', modal: { id: live.id, ...modal }, opener: live });
        return withResponse ? { status: 200, body: callbackBodyOf(live, 9, null, messages) } : { status: 204 };
      }
      const message = respond(live, type, data, uploads);
      if (!withResponse) return { status: 204 };
      return { status: 200, body: callbackBodyOf(live, type, message, messages) };
    },

    followUp(applicationId, token, body, uploads) {
      const live = behind(applicationId, token);
      const original = live.originalId === null ? undefined : messages.find(live.originalId);
      if (original && (original.json.flags & MESSAGE_FLAG.loading) !== 0) {
        // Deprecated and still so: the first followup to a deferral fills the placeholder.
        const filled = answers.edit(original, body, uploads, []);
        tell(live, { kind: 'shown', message: filled, how: 'updated' });
        return messages.json(filled);
      }
      const byGuest = world.ownersIn(live.place, live.personId)['0'] === undefined;
      if (byGuest && live.followUps >= GUEST_FOLLOW_UPS_MAX) throw refusal(40094);
      const message = answers.followUp(live, body, uploads);
      live.followUps += 1;
      live.own.add(message.json.id);
      tell(live, { kind: 'shown', message, how: 'created' });
      return messages.json(message);
    },

    read: (applicationId, token, messageId) => messages.json(messageOf(behind(applicationId, token), messageId)),

    edit(applicationId, token, messageId, body, uploads) {
      const live = behind(applicationId, token);
      const message = answers.edit(messageOf(live, messageId), body, uploads, []);
      tell(live, { kind: 'shown', message, how: 'updated' });
      return messages.json(message);
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

/** The answer to a callback `with_response`. */
function callbackBodyOf(live: Live, type: number, message: StoredMessage | null, messages: Messages) {
  return {
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
    ...(message && (type === 4 || type === 7) && { resource: { type, message: messages.json(message) } }),
  };
}

/** The type of the option being typed, which may lie inside a sub-command. */
function focusedType(options: unknown): unknown {
  if (!Array.isArray(options)) return undefined;
  const types = options.filter(isRecord).map((o) => (o.focused === true ? o.type : focusedType(o.options)));
  return types.find((type) => type !== undefined);
}

/** @throws ApiError 50035, also where a value is not of the kind that the option takes */
function readChoices({ data: { options } }: Live, data: unknown): readonly Choice[] {
  const wanted = focusedType(options) === 3 ? 'string' : 'number';
  const schema = autocompleteData.superRefine((value, context) => {
    (value.choices ?? []).forEach((choice, index) => {
      if (typeof choice.value !== wanted) {
        context.addIssue(
          problem('APPLICATION_COMMAND_AUTOCOMPLETE_CHOICE_TYPE', `Must be a ${wanted}.`, ['choices', index, 'value']),
        );
      }
    });
  });
  return parseForm(schema, isRecord(data) ? data : {}, ['data']).choices ?? [];
}
