import { MessageFlags, MessageType } from 'discord-api-types/v10';
import { displayedText, fillComponents } from './components.ts';
import { formError } from './form.ts';
import type { AllowedMentions, MessageInput, MessageRules, ReplyTarget } from './message-body.ts';
import { PERMISSION } from './permissions.ts';
import type { AttachmentJson, MessageJson, SeenMessage } from './shapes.ts';
import { createSignal } from './signal.ts';
import type { Place, World } from './world.ts';

/** How many messages of a channel are kept, so that a long run needs no more memory. The oldest are dropped first, pinned ones last. */
const MESSAGES_KEPT_PER_CHANNEL = 500;

/** The flags that a request may set. The interaction decides about `Ephemeral`. */
const SETTABLE_FLAGS = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

export interface StoredMessage {
  readonly json: MessageJson;
  readonly place: Place;
  /** The one person who sees a private (ephemeral) message; null for everybody. */
  readonly privateTo: string | null;
}

export interface NewMessage {
  readonly place: Place;
  readonly privateTo: string | null;
  readonly type: MessageJson['type'];
  readonly input: MessageInput;
  /** The default where the request has no `allowed_mentions`. */
  readonly defaultMentions: AllowedMentions;
  readonly attachments: readonly AttachmentJson[];
  /** Overrides of the defaults: another author than the bot, interaction data, a reference. */
  readonly extra: Partial<MessageJson>;
}
type WithoutText = Omit<NewMessage, 'input' | 'defaultMentions' | 'attachments'>;

export interface MessageChange {
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly message: StoredMessage;
}

/** All messages of all channels and direct messages. */
export class Messages {
  /** Called after each change. */
  readonly changes = createSignal<MessageChange>();
  readonly #world: World;
  readonly #newId: () => string;
  readonly #now: () => number;
  readonly #byId = new Map<string, StoredMessage>();
  /** Channel id → ids of its messages, oldest first. */
  readonly #channels = new Map<string, Set<string>>();
  /** Ids of private messages that their person has dismissed. */
  readonly #dismissed = new Set<string>();

  constructor(world: World, newId: () => string, now: () => number) {
    this.#world = world;
    this.#newId = newId;
    this.#now = now;
  }

  create({ place, privateTo, type, input, defaultMentions, attachments, extra }: NewMessage): StoredMessage {
    const draft: MessageJson = {
      ...this.#blank({ place, type, extra }),
      content: input.content ?? '',
      components: fillComponents(input.components ?? [], this.#newId),
      embeds: input.embeds ?? [],
      attachments,
    };
    const json: MessageJson = {
      ...draft,
      ...this.#mentionFields(draft, input.allowedMentions ?? defaultMentions, place),
      flags: (input.flags & SETTABLE_FLAGS) | (privateTo === null ? 0 : MessageFlags.Ephemeral),
      ...(input.nonce !== undefined && { nonce: input.nonce }),
    };
    return this.#store({ json, place, privateTo }, 'created');
  }

  /** The "thinking" placeholder of a deferred answer. */
  createLoading({ place, privateTo, type, extra }: WithoutText): StoredMessage {
    const flags = MessageFlags.Loading | (privateTo === null ? 0 : MessageFlags.Ephemeral);
    return this.#store({ json: { ...this.#blank({ place, type, extra }), flags }, place, privateTo }, 'created');
  }

  /** A message without its own text: a forward, or a notice of Discord's, such as who pinned a message. */
  createBare({ place, privateTo, type, extra }: WithoutText): StoredMessage {
    return this.#store({ json: this.#blank({ place, type, extra }), place, privateTo }, 'created');
  }

  edit(
    id: string,
    input: MessageInput,
    defaults: AllowedMentions,
    attachments: readonly AttachmentJson[],
  ): StoredMessage {
    const old = this.#existing(id);
    const wasLoading = (old.json.flags & MessageFlags.Loading) !== 0;
    const draft: MessageJson = {
      ...old.json,
      content: input.content ?? (input.content === null ? '' : old.json.content),
      components:
        input.components === undefined ? old.json.components : fillComponents(input.components ?? [], this.#newId),
      embeds: input.embeds === undefined ? old.json.embeds : (input.embeds ?? []),
      attachments: [...old.json.attachments, ...attachments],
    };
    const json: MessageJson = {
      ...draft,
      ...this.#mentionFields(draft, input.allowedMentions ?? defaults, old.place),
      // An edit never changes whether the message uses Components V2, or who sees it.
      flags: (old.json.flags & ~MessageFlags.Loading) | (input.flags & SETTABLE_FLAGS),
      // Discord does not call a message edited because its placeholder was filled.
      edited_timestamp: wasLoading ? null : isoTime(this.#now()),
    };
    return this.#store({ ...old, json }, 'updated');
  }

  setPinned(id: string, pinned: boolean): void {
    const old = this.#existing(id);
    this.#store({ ...old, json: { ...old.json, pinned } }, 'updated');
  }

  remove(id: string): void {
    const message = this.#byId.get(id);
    if (message === undefined) return;
    this.#forget(id, message.place.channelId);
    this.changes.emit({ kind: 'deleted', message });
  }

  /** Drops all messages of a deleted channel. Discord sends no event for each of them. */
  forgetChannel(channelId: string): void {
    for (const id of this.#channels.get(channelId) ?? []) this.#forget(id, channelId);
  }

  find(id: string): StoredMessage | undefined {
    return this.#byId.get(id);
  }

  /**
   * The public message that a request may reply to; undefined where it was deleted and need not exist.
   *
   * @throws ApiError 50035
   * where it must exist but was deleted, or where it is a system message
   */
  findReplied(target: ReplyTarget | null, place: Place): StoredMessage | undefined {
    if (target === null) return undefined;
    const found = this.#byId.get(target.messageId);
    const isHere = found?.place.channelId === place.channelId && found.privateTo === null;
    const isMeant = isHere && (target.channelId ?? place.channelId) === place.channelId;
    if (!isMeant) {
      if (!target.mustExist) return undefined;
      throw replyError('MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
    }
    if (found.json.type === MessageType.ChannelPinnedMessage) {
      throw replyError('REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE', 'Cannot reply to a system message');
    }
    return found;
  }

  /** Oldest first; private ones included. */
  inChannel(channelId: string): readonly StoredMessage[] {
    return [...(this.#channels.get(channelId) ?? [])].flatMap((id) => this.#byId.get(id) ?? []);
  }

  /** What the person sees in a channel, oldest first. */
  seenIn(channelId: string, personId: string): SeenMessage[] {
    return this.inChannel(channelId)
      .filter((message) => this.sees(personId, message))
      .map((message) => this.seen(message));
  }

  sees(personId: string, message: StoredMessage): boolean {
    return (
      this.#world.mayEnter(personId, message.place) &&
      (message.privateTo === null || message.privateTo === personId) &&
      !this.#dismissed.has(message.json.id)
    );
  }

  /** Hides a private message from the person who sees it; as in Discord, the bot is not told. */
  dismiss(id: string): void {
    this.#dismissed.add(id);
  }

  /** The message in Discord's form. A reply includes the current state of the message that it replies to. */
  json(message: StoredMessage): MessageJson {
    const reference = message.json.type === MessageType.Reply ? message.json.message_reference : undefined;
    if (reference === undefined) return message.json;
    const replied = this.#byId.get(reference.message_id);
    // A private message must not be shown to people who only see the answer to it.
    return replied?.privateTo ? message.json : { ...message.json, referenced_message: replied?.json ?? null };
  }

  /** The message in the form that a person's page gets. */
  seen(message: StoredMessage): SeenMessage {
    const json = this.json(message);
    return message.privateTo === null ? json : { ...json, ephemeral_for: message.privateTo };
  }

  #store(message: StoredMessage, kind: 'created' | 'updated'): StoredMessage {
    this.#byId.set(message.json.id, message);
    const { channelId } = message.place;
    const ids = this.#channels.get(channelId) ?? new Set();
    this.#channels.set(channelId, ids.add(message.json.id));
    if (ids.size > MESSAGES_KEPT_PER_CHANNEL) {
      const oldest = [...ids].find((id) => !this.#byId.get(id)?.json.pinned);
      if (oldest !== undefined) this.#forget(oldest, channelId);
    }
    this.changes.emit({ kind, message });
    return message;
  }

  #forget(id: string, channelId: string): void {
    this.#byId.delete(id);
    this.#dismissed.delete(id);
    this.#channels.get(channelId)?.delete(id);
  }

  #existing(id: string): StoredMessage {
    const found = this.#byId.get(id);
    if (found === undefined) throw new Error(`Expected a message with the id ${id}, found none.`);
    return found;
  }

  /** The people who are notified, according to the message's own fields. */
  #mentionFields(draft: MessageJson, allowed: AllowedMentions, place: Place) {
    const mayMentionEveryone = this.#world.may(draft.author.id, place, PERMISSION.MentionEveryone);
    const found = mentionsIn([draft.content, ...displayedText(draft.components)], allowed, mayMentionEveryone);
    const isReply = draft.type === MessageType.Reply && allowed.replied_user === true;
    const replied = isReply ? this.#byId.get(draft.message_reference?.message_id ?? '') : undefined;
    const userIds = new Set([...(replied ? [replied.json.author.id] : []), ...found.userIds]);
    return {
      mention_everyone: found.everyone,
      mentions: [...userIds].flatMap((id) => this.#world.user(id) ?? []),
      mention_roles: place.kind === 'guild' ? found.roleIds.filter((id) => this.#world.hasRole(id)) : [],
    };
  }

  #blank({ place, type, extra }: Pick<NewMessage, 'place' | 'type' | 'extra'>): MessageJson {
    return {
      id: this.#newId(),
      channel_id: place.channelId,
      type,
      author: this.#world.bot,
      content: '',
      timestamp: isoTime(this.#now()),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: [],
      embeds: [],
      components: [],
      pinned: false,
      flags: 0,
      ...extra,
    };
  }
}

/** The rules for a request that edits this message. */
export function editRules({ json }: StoredMessage, at: readonly PropertyKey[], files: number): MessageRules {
  return {
    at,
    alreadyV2: (json.flags & MessageFlags.IsComponentsV2) !== 0,
    kept: {
      content: json.content !== '',
      embeds: json.embeds.length > 0,
      components: json.components.length > 0,
      files: json.attachments.length > 0,
    },
    files,
  };
}

/** The fields that make a new message a reply; empty where there is no message to reply to. */
export function replyTo(replied: StoredMessage | undefined): Pick<NewMessage, 'type' | 'extra'> {
  if (replied === undefined) return { type: MessageType.Default, extra: {} };
  return { type: MessageType.Reply, extra: { message_reference: referenceTo(replied.json.id, replied.place) } };
}

/** The fields that make a new message a forward of another. */
export function forwardOf({ json, place }: StoredMessage): Pick<NewMessage, 'type' | 'extra'> {
  const { type, content, timestamp, edited_timestamp, mentions, mention_roles, attachments, embeds, components } = json;
  const flags = json.flags & ~MessageFlags.Ephemeral;
  const message = {
    type,
    content,
    timestamp,
    edited_timestamp,
    mentions,
    mention_roles,
    attachments,
    embeds,
    components,
    flags,
  };
  return {
    type: MessageType.Default,
    extra: {
      flags: MessageFlags.HasSnapshot,
      message_reference: { ...referenceTo(json.id, place), type: 1 },
      message_snapshots: [{ message }],
    },
  };
}

export function referenceTo(messageId: string, place: Place): NonNullable<MessageJson['message_reference']> {
  return {
    type: 0,
    message_id: messageId,
    channel_id: place.channelId,
    ...(place.kind === 'guild' && { guild_id: place.guildId }),
  };
}

/** Discord writes microseconds and an explicit offset. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '000+00:00');
}

function replyError(code: string, message: string) {
  return formError([{ path: ['message_reference'], code, message }]);
}

/** The people whom texts notify: those that they mention, as far as `allowed` permits. */
function mentionsIn(texts: readonly string[], allowed: AllowedMentions, mayMentionEveryone: boolean) {
  // Names in code are shown as they are written and notify nobody.
  const text = texts.join('\n').replace(/```[\s\S]*?```|``[^`]*``|`[^`]*`/g, '');
  const parse = allowed.parse ?? [];
  const named = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].flatMap((match) => match[1] ?? []))];
  const users = named(/<@!?(\d+)>/g);
  const roles = named(/<@&(\d+)>/g);
  return {
    userIds: parse.includes('users') ? users : users.filter((id) => allowed.users?.includes(id)),
    roleIds: parse.includes('roles') ? roles : roles.filter((id) => allowed.roles?.includes(id)),
    everyone: mayMentionEveryone && parse.includes('everyone') && /@(everyone|here)\b/.test(text),
  };
}
