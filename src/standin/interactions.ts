import { randomBytes } from 'node:crypto';
import { InteractionResponseType, InteractionType, MessageFlags, MessageType } from 'discord-api-types/v10';
import { z } from 'zod';
import { refusal } from './errors.ts';
import { isRecord, list, parseForm, problem, text } from './form.ts';
import { INTERACTION_DEFAULT, type MessageInput, NEW_MESSAGE, readDeferral, readMessageBody } from './message-body.ts';
import { editRules, type Messages, type NewMessage, referenceTo, type StoredMessage } from './messages.ts';
import { readModalBody } from './modal-body.ts';
import { PERMISSION } from './permissions.ts';
import type { AttachmentJson, InteractionMetadataJson, MessageJson, ShownModal } from './shapes.ts';
import { createSignal } from './signal.ts';
import type { Place, World } from './world.ts';

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface Upload {
  readonly filename: string;
  readonly bytes: number;
}

export type StartedType = Exclude<InteractionType, InteractionType.Ping>;

/** What a person did, before the bot receives it. */
export interface StartedInteraction {
  readonly type: StartedType;
  readonly personId: string;
  readonly place: Place;
  /** Discord's `data` object. */
  readonly data: Record<string, unknown>;
  /** The command in its typed form (`pin brief`) or with its name in the menu; null where no command was used. */
  readonly commandName: string | null;
  /** The message whose component was used, directly or to open the modal that is submitted. */
  readonly source: StoredMessage | null;
  /** The interaction that opened the modal which is submitted. */
  readonly openedBy?: LiveInteraction;
}

/** An interaction from the person's action until its token expires. */
export interface LiveInteraction extends StartedInteraction {
  readonly id: string;
  readonly token: string;
  readonly startedAtMs: number;
  state: 'waiting' | 'answered' | 'failed';
  /** The message to which `@original` refers. */
  originalId: string | null;
  followUpCount: number;
  /** Ids of the messages that this token may read, edit and delete. */
  readonly ownMessageIds: Set<string>;
  timer: NodeJS.Timeout | undefined;
}

/** An event of an interaction that the person's client receives. */
export type InteractionEvent = {
  readonly interactionId: string;
  readonly type: StartedType;
  readonly personId: string;
} & EventDetail;
type EventDetail =
  | { readonly kind: 'pending'; readonly command: string | null }
  | { readonly kind: 'acknowledged'; readonly how: 'deferred' | 'deferred-update' }
  | { readonly kind: 'shown'; readonly message: StoredMessage; readonly how: 'created' | 'updated' }
  | { readonly kind: 'removed'; readonly messageId: string }
  | { readonly kind: 'modal'; readonly modal: ShownModal; readonly opener: LiveInteraction }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'failed'; readonly error: string };

export interface InteractionSettings {
  /** How long the bot has for its first answer; Discord gives 3,000 ms. */
  readonly deadlineMs: number;
  /** How long the token lives; Discord gives 15 minutes. */
  readonly tokenLifeMs: number;
}

/** What the path of a webhook route names: the interaction and the message. */
export interface WebhookTarget {
  readonly applicationId: string;
  readonly token: string;
  /** `@original` or an id. */
  readonly messageId: string;
}

export const DID_NOT_RESPOND = 'did not respond';

/** The limit of follow-up messages of an app that only the person has installed (platform reference §4.7). */
const GUEST_FOLLOW_UPS_MAX = 5;

const { ChannelMessageWithSource, DeferredChannelMessageWithSource, DeferredMessageUpdate, UpdateMessage } =
  InteractionResponseType;
const { ApplicationCommandAutocompleteResult, Modal } = InteractionResponseType;

const VALID_RESPONSES: Readonly<Record<StartedType, readonly InteractionResponseType[]>> = {
  [InteractionType.ApplicationCommand]: [ChannelMessageWithSource, DeferredChannelMessageWithSource, Modal],
  [InteractionType.MessageComponent]: [
    ChannelMessageWithSource,
    DeferredChannelMessageWithSource,
    DeferredMessageUpdate,
    UpdateMessage,
    Modal,
  ],
  [InteractionType.ApplicationCommandAutocomplete]: [ApplicationCommandAutocompleteResult],
  [InteractionType.ModalSubmit]: [
    ChannelMessageWithSource,
    DeferredChannelMessageWithSource,
    DeferredMessageUpdate,
    UpdateMessage,
  ],
};

const callbackBody = z.object({ type: z.int(), data: z.unknown().optional() });
const autocompleteData = z.object({
  choices: list(z.object({ name: text(1, 100), value: z.union([text(0, 100), z.number()]) }), 0, 25).nullish(),
});

/**
 * The interactions and the bot's answers to them.
 *
 * waiting ─ first response in time ─▶ answered ─ token expires ─▶ forgotten
 *    └───── deadline passes ────────▶ failed
 */
export class Interactions {
  readonly events = createSignal<InteractionEvent>();
  readonly #world: World;
  readonly #messages: Messages;
  readonly #settings: InteractionSettings;
  readonly #answers: AnswerMessages;
  readonly #newId: () => string;
  readonly #now: () => number;
  readonly #byId = new Map<string, LiveInteraction>();
  readonly #byToken = new Map<string, LiveInteraction>();

  constructor(parts: {
    readonly world: World;
    readonly messages: Messages;
    readonly settings: InteractionSettings;
    readonly newId: () => string;
    readonly now: () => number;
  }) {
    this.#world = parts.world;
    this.#messages = parts.messages;
    this.#settings = parts.settings;
    this.#answers = new AnswerMessages(parts.world, parts.messages, parts.newId);
    this.#newId = parts.newId;
    this.#now = parts.now;
  }

  /** Registers an interaction and starts its deadline. */
  start(started: StartedInteraction): { readonly id: string; readonly token: string } {
    this.#forgetExpired();
    const live: LiveInteraction = {
      ...started,
      id: this.#newId(),
      // The token is a path segment, so it must be URL-safe. It is random.
      token: randomBytes(48).toString('base64url'),
      startedAtMs: this.#now(),
      state: 'waiting',
      originalId: null,
      followUpCount: 0,
      ownMessageIds: new Set(),
      timer: undefined,
    };
    live.timer = setTimeout(() => this.#fail(live), this.#settings.deadlineMs);
    live.timer.unref();
    this.#byId.set(live.id, live);
    this.#byToken.set(live.token, live);
    this.#tell(live, { kind: 'pending', command: live.commandName });
    return live;
  }

  /**
   * The bot's first response.
   *
   * @returns the body where `withResponse`; undefined otherwise
   * @throws ApiError 10062 unknown or too late, 40060 second response, 50035
   */
  callback(id: string, token: string, body: unknown, uploads: readonly Upload[], withResponse: boolean): unknown {
    const live = this.#byId.get(id);
    if (live === undefined || live.token !== token || live.state === 'failed') throw refusal(10062);
    if (live.state === 'answered') throw refusal(40060);
    if (this.#world.place(live.place.channelId) === undefined) throw refusal(10003);
    const { type, data } = parseForm(callbackBody.extend({ type: z.literal(validResponses(live)) }), body);
    if (type === ApplicationCommandAutocompleteResult) {
      const choices = readChoices(live, data);
      this.#markAnswered(live);
      this.#tell(live, { kind: 'choices', choices });
      return undefined;
    }
    const message = type === Modal ? this.#openModal(live, data) : this.#respond(live, type, data, uploads);
    return withResponse ? this.#callbackJson(live, type, message) : undefined;
  }

  /** @throws ApiError 10015, 50027, 40094 */
  followUp(applicationId: string, token: string, body: unknown, uploads: readonly Upload[]): MessageJson {
    const live = this.#behind(applicationId, token);
    const original = live.originalId === null ? undefined : this.#messages.find(live.originalId);
    if (original && (original.json.flags & MessageFlags.Loading) !== 0) {
      // As in Discord, where this is deprecated but still works, the first follow-up to a deferral fills the placeholder.
      const filled = this.#answers.edit(original, body, uploads, []);
      this.#tell(live, { kind: 'shown', message: filled, how: 'updated' });
      return this.#messages.json(filled);
    }
    const byGuest = this.#world.ownersIn(live.place, live.personId)['0'] === undefined;
    if (byGuest && live.followUpCount >= GUEST_FOLLOW_UPS_MAX) throw refusal(40094);
    const message = this.#answers.followUp(live, body, uploads);
    live.followUpCount += 1;
    live.ownMessageIds.add(message.json.id);
    this.#tell(live, { kind: 'shown', message, how: 'created' });
    return this.#messages.json(message);
  }

  read(target: WebhookTarget): MessageJson {
    return this.#messages.json(this.#target(target).message);
  }

  edit(target: WebhookTarget, body: unknown, uploads: readonly Upload[]): MessageJson {
    const { live, message } = this.#target(target);
    const edited = this.#answers.edit(message, body, uploads, []);
    this.#tell(live, { kind: 'shown', message: edited, how: 'updated' });
    return this.#messages.json(edited);
  }

  remove(target: WebhookTarget): void {
    const { live, message } = this.#target(target);
    this.#messages.remove(message.json.id);
    this.#tell(live, { kind: 'removed', messageId: message.json.id });
  }

  /** Makes the deadline pass for every interaction that still waits for its first answer. */
  passDeadlines(): void {
    for (const live of this.#byId.values()) if (live.state === 'waiting') this.#fail(live);
  }

  close(): void {
    for (const live of this.#byId.values()) clearTimeout(live.timer);
  }

  #fail(live: LiveInteraction): void {
    clearTimeout(live.timer);
    live.state = 'failed';
    this.#tell(live, { kind: 'failed', error: DID_NOT_RESPOND });
  }

  #isExpired(live: LiveInteraction): boolean {
    return this.#now() - live.startedAtMs > this.#settings.tokenLifeMs;
  }

  #forgetExpired(): void {
    for (const live of this.#byId.values()) {
      if (!this.#isExpired(live)) break;
      this.#byId.delete(live.id);
      this.#byToken.delete(live.token);
    }
  }

  #tell({ id, type, personId }: LiveInteraction, detail: EventDetail): void {
    this.events.emit({ interactionId: id, type, personId, ...detail });
  }

  /** The interaction of a webhook route, once it has been answered and while its token lives. */
  #behind(applicationId: string, token: string): LiveInteraction {
    if (applicationId !== this.#world.bot.id) throw refusal(10015);
    const live = this.#byToken.get(token);
    if (live === undefined || this.#isExpired(live)) throw refusal(50027);
    if (live.state !== 'answered' || live.type === InteractionType.ApplicationCommandAutocomplete) throw refusal(10015);
    if (this.#world.place(live.place.channelId) === undefined) throw refusal(10003);
    return live;
  }

  #target({ applicationId, token, messageId }: WebhookTarget) {
    const live = this.#behind(applicationId, token);
    const id = messageId === '@original' ? live.originalId : messageId;
    const message = id !== null && live.ownMessageIds.has(id) ? this.#messages.find(id) : undefined;
    if (message === undefined) throw refusal(10008);
    return { live, message };
  }

  #openModal(live: LiveInteraction, data: unknown): null {
    const modal = readModalBody(data);
    this.#markAnswered(live);
    this.#tell(live, { kind: 'modal', modal: { id: live.id, ...modal }, opener: live });
    return null;
  }

  /** A refused body throws before the interaction's only response is used up. */
  #respond(
    live: LiveInteraction,
    type: InteractionResponseType,
    data: unknown,
    uploads: readonly Upload[],
  ): StoredMessage | null {
    switch (type) {
      case ChannelMessageWithSource: {
        const input = readMessageBody(data ?? {}, { ...NEW_MESSAGE, at: ['data'], files: uploads.length });
        this.#markAnswered(live);
        return this.#show(live, this.#answers.answer(live, input, uploads), 'created');
      }
      case DeferredChannelMessageWithSource: {
        const isPrivate = readDeferral(data);
        this.#markAnswered(live);
        const message = setOriginal(live, this.#answers.placeholder(live, isPrivate));
        this.#tell(live, { kind: 'acknowledged', how: 'deferred' });
        return message;
      }
      case DeferredMessageUpdate:
        this.#markAnswered(live);
        this.#tell(live, { kind: 'acknowledged', how: 'deferred-update' });
        return null;
      default: {
        const source = live.source === null ? undefined : this.#messages.find(live.source.json.id);
        if (source === undefined) throw refusal(10008);
        const edited = this.#answers.edit(source, data ?? {}, uploads, ['data']);
        this.#markAnswered(live);
        return this.#show(live, edited, 'updated');
      }
    }
  }

  #show(live: LiveInteraction, message: StoredMessage, how: 'created' | 'updated'): StoredMessage {
    this.#tell(live, { kind: 'shown', message: setOriginal(live, message), how });
    return message;
  }

  #markAnswered(live: LiveInteraction): void {
    clearTimeout(live.timer);
    live.state = 'answered';
    if (live.source !== null) setOriginal(live, live.source);
  }

  #callbackJson(live: LiveInteraction, type: InteractionResponseType, message: StoredMessage | null) {
    const hasResource = type === ChannelMessageWithSource || type === UpdateMessage;
    return {
      interaction: {
        id: live.id,
        type: live.type,
        ...(message && {
          response_message_id: message.json.id,
          response_message_loading: (message.json.flags & MessageFlags.Loading) !== 0,
          response_message_ephemeral: message.privateTo !== null,
        }),
        channel_id: live.place.channelId,
      },
      ...(message && hasResource && { resource: { type, message: this.#messages.json(message) } }),
    };
  }
}

/** Makes a message the interaction's `@original`, which its token may then edit. */
function setOriginal(live: LiveInteraction, message: StoredMessage): StoredMessage {
  live.originalId = message.json.id;
  live.ownMessageIds.add(message.json.id);
  return message;
}

/** A modal that a command opened belongs to no message that could be updated. */
function validResponses({ type, source }: LiveInteraction): readonly InteractionResponseType[] {
  const hasNoMessage = type === InteractionType.ModalSubmit && source === null;
  return hasNoMessage ? [ChannelMessageWithSource, DeferredChannelMessageWithSource] : VALID_RESPONSES[type];
}

/** The type of the option that is being typed; it may lie inside a sub-command. */
function focusedType(options: unknown): unknown {
  if (!Array.isArray(options)) return undefined;
  const types = options.filter(isRecord).map((o) => (o.focused === true ? o.type : focusedType(o.options)));
  return types.find((type) => type !== undefined);
}

/** @throws ApiError 50035, also where a value has another type than the option */
function readChoices({ data: { options } }: LiveInteraction, data: unknown): readonly Choice[] {
  const wanted = focusedType(options) === 3 ? 'string' : 'number';
  const schema = autocompleteData.superRefine((value, context) => {
    for (const [index, choice] of (value.choices ?? []).entries()) {
      if (typeof choice.value === wanted) continue;
      const path = ['choices', index, 'value'];
      context.addIssue(problem('APPLICATION_COMMAND_AUTOCOMPLETE_CHOICE_TYPE', `Must be a ${wanted}.`, path));
    }
  });
  return parseForm(schema, isRecord(data) ? data : {}, ['data']).choices ?? [];
}

type Shape = Pick<NewMessage, 'type' | 'extra'>;

/** Creates the messages that answer interactions, with their audience, their reference and their data about the interaction. */
class AnswerMessages {
  readonly #world: World;
  readonly #messages: Messages;
  readonly #newId: () => string;

  constructor(world: World, messages: Messages, newId: () => string) {
    this.#world = world;
    this.#messages = messages;
    this.#newId = newId;
  }

  answer(live: LiveInteraction, input: MessageInput, uploads: readonly Upload[]): StoredMessage {
    return this.#create(live, input, uploads, this.#shape(live));
  }

  /** The placeholder of a deferral. */
  placeholder(live: LiveInteraction, isPrivate: boolean): StoredMessage {
    const privateTo = this.#privateTo(live, isPrivate);
    return this.#messages.createLoading({ place: live.place, privateTo, ...this.#shape(live) });
  }

  followUp(live: LiveInteraction, body: unknown, uploads: readonly Upload[]): StoredMessage {
    const input = readMessageBody(body, { ...NEW_MESSAGE, files: uploads.length });
    return this.#create(live, input, uploads, {
      type: live.originalId === null ? MessageType.Default : MessageType.Reply,
      extra: { ...this.#metadata(live, true), ...this.#reference(live, live.originalId) },
    });
  }

  /** @param at - where the message stands in the request: `['data']` in a callback */
  edit(stored: StoredMessage, body: unknown, uploads: readonly Upload[], at: readonly PropertyKey[]): StoredMessage {
    const input = readMessageBody(body, editRules(stored, at, uploads.length));
    return this.#messages.edit(stored.json.id, input, INTERACTION_DEFAULT, this.#attachments(uploads, input));
  }

  #create(live: LiveInteraction, input: MessageInput, uploads: readonly Upload[], shape: Shape): StoredMessage {
    return this.#messages.create({
      place: live.place,
      privateTo: this.#privateTo(live, (input.flags & MessageFlags.Ephemeral) !== 0),
      input,
      defaultMentions: INTERACTION_DEFAULT,
      attachments: this.#attachments(uploads, input),
      ...shape,
    });
  }

  #shape(live: LiveInteraction): Shape {
    const extra = this.#metadata(live, false);
    if (live.source !== null) {
      return { type: MessageType.Reply, extra: { ...extra, ...this.#reference(live, live.source.json.id) } };
    }
    const isMenuCommand = live.data.target_id !== undefined;
    return { type: isMenuCommand ? MessageType.ContextMenuCommand : MessageType.ChatInputCommand, extra };
  }

  /** Where only the person installed the app, other people see its answers only if the person has the permission Use External Apps. */
  #privateTo({ personId, place }: LiveInteraction, isPrivate: boolean): string | null {
    const isGuest = this.#world.ownersIn(place, personId)['0'] === undefined;
    const mayPost = this.#world.may(personId, place, PERMISSION.UseExternalApps | PERMISSION.SendMessages);
    return isPrivate || (isGuest && !mayPost) ? personId : null;
  }

  #reference(live: LiveInteraction, messageId: string | null): Partial<MessageJson> {
    return messageId === null ? {} : { message_reference: referenceTo(messageId, live.place) };
  }

  #metadata(live: LiveInteraction, isFollowUp: boolean): Partial<MessageJson> {
    const own = this.#interactionMetadata(live);
    if (own === null) return {};
    const original = isFollowUp ? live.originalId : null;
    const name = live.type === InteractionType.ApplicationCommand && !isFollowUp ? live.commandName : null;
    return {
      interaction_metadata: { ...own, ...(original !== null && { original_response_message_id: original }) },
      webhook_id: this.#world.bot.id,
      application_id: this.#world.bot.id,
      ...(name !== null && { interaction: { id: live.id, type: 2, name, user: own.user } }),
    };
  }

  #interactionMetadata(live: LiveInteraction): InteractionMetadataJson | null {
    const user = this.#world.user(live.personId);
    if (user === undefined || live.type === InteractionType.ApplicationCommandAutocomplete) return null;
    const target = live.data.target_id;
    const opener = live.openedBy === undefined ? null : this.#interactionMetadata(live.openedBy);
    return {
      id: live.id,
      type: live.type,
      ...(live.type === InteractionType.ApplicationCommand && live.commandName !== null && { name: live.commandName }),
      user,
      authorizing_integration_owners: this.#world.ownersIn(live.place, live.personId),
      ...(typeof target === 'string' && { target_message_id: target }),
      ...(live.type === InteractionType.MessageComponent &&
        live.source && { interacted_message_id: live.source.json.id }),
      ...(opener && { triggering_interaction_metadata: opener }),
    };
  }

  #attachments(uploads: readonly Upload[], { fileDescriptions }: MessageInput): AttachmentJson[] {
    return uploads.map((upload, index) => {
      const id = this.#newId();
      const url = `attachment://${id}/${encodeURIComponent(upload.filename)}`;
      const description = fileDescriptions[index];
      return {
        id,
        filename: upload.filename,
        size: upload.bytes,
        url,
        proxy_url: url,
        ...(description != null && { description }),
      };
    });
  }
}
