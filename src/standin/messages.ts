import { displayedText, fillComponents } from './component-tree.ts';
import { formError } from './form.ts';
import { type AllowedMentions, type Mentions, mentionsIn } from './mentions.ts';
import type { MessageInput, ReplyTarget } from './message-body.ts';
import { holds, PERMISSION } from './permissions.ts';
import { type AttachmentJson, MESSAGE_FLAG, type MessageJson, type SeenMessage } from './shapes.ts';
import { createSignal, type Signal } from './signal.ts';
import { IDS, type Place, type World } from './world.ts';

/** Written by Discord itself: "… pinned a message". */
const SYSTEM_TYPES: readonly number[] = [6];

/** Older messages go when a channel holds more, so that a long run does not grow. */
const MESSAGES_KEPT_PER_CHANNEL = 500;

/** What a new message may set; of a private one `ephemeral` is set by the interaction. */
const SETTABLE_FLAGS = MESSAGE_FLAG.suppressEmbeds | MESSAGE_FLAG.suppressNotifications | MESSAGE_FLAG.componentsV2;

export interface StoredMessage {
  readonly json: MessageJson;
  readonly place: Place;
  /** The person who sees a private message; null for everybody. */
  readonly privateTo: string | null;
}

export interface NewMessage {
  readonly place: Place;
  readonly privateTo: string | null;
  readonly type: MessageJson['type'];
  readonly input: MessageInput;
  /** Mentions where the request names none. */
  readonly defaultMentions: AllowedMentions;
  readonly attachments: readonly AttachmentJson[];
  /** Overrides of the defaults: another author than the bot, data about an interaction, a reference. */
  readonly extra: Partial<MessageJson>;
}

type WithoutText = Omit<NewMessage, 'input' | 'defaultMentions' | 'attachments'>;

export interface MessageChange {
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly message: StoredMessage;
}

export interface Messages {
  readonly changes: Signal<MessageChange>;
  create(message: NewMessage): StoredMessage;
  /** The "thinking" placeholder of a deferred answer. */
  createLoading(message: WithoutText): StoredMessage;
  /** What Discord itself writes into a channel, such as who pinned what. */
  createNotice(message: WithoutText): StoredMessage;
  edit(
    id: string,
    input: MessageInput,
    defaults: AllowedMentions,
    attachments: readonly AttachmentJson[],
  ): StoredMessage;
  /** A pinned message is kept for as long as it is pinned. */
  setPinned(id: string, pinned: boolean): void;
  remove(id: string): void;
  /** The channel is gone and with it all that was in it; nobody is told of each message. */
  forgetChannel(channelId: string): void;
  find(id: string): StoredMessage | undefined;
  /**
   * The public message that a request may reply to; undefined where it is gone and need not exist.
   *
   * @throws ApiError 50035 where it must exist and does not, or is a system message
   */
  findReplied(target: ReplyTarget | null, place: Place): StoredMessage | undefined;
  /** In Discord's form, with the message that it replies to as that is now. */
  json(message: StoredMessage): MessageJson;
  /** In the form in which a person's page gets it. */
  seen(message: StoredMessage): SeenMessage;
  /** Oldest first; private ones included. */
  inChannel(channelId: string): readonly StoredMessage[];
  /** What the person sees, oldest first. */
  seenBy(personId: string): SeenMessage[];
  sees(personId: string, message: StoredMessage): boolean;
  /** Takes a private message out of the person's view; the bot is not told, as with Discord. */
  dismiss(id: string): void;
}

export function createMessages(world: World, newId: () => string, now: () => number): Messages {
  const byId = new Map<string, StoredMessage>();
  const channels = new Map<string, Set<string>>();
  const dismissed = new Set<string>();
  const changes = createSignal<MessageChange>();

  const store = (message: StoredMessage, kind: 'created' | 'updated') => {
    byId.set(message.json.id, message);
    const { channelId } = message.place;
    const ids = channels.get(channelId) ?? new Set();
    channels.set(channelId, ids.add(message.json.id));
    if (ids.size > MESSAGES_KEPT_PER_CHANNEL) {
      const oldest = [...ids].find((id) => !byId.get(id)?.json.pinned);
      if (oldest !== undefined) forget(oldest, channelId);
    }
    changes.emit({ kind, message });
    return message;
  };
  const forget = (id: string, channelId: string) => {
    byId.delete(id);
    dismissed.delete(id);
    channels.get(channelId)?.delete(id);
  };

  const existing = (id: string): StoredMessage => {
    const found = byId.get(id);
    if (found === undefined) throw new Error(`The message ${id} to be changed is not there.`);
    return found;
  };

  const mentionFields = (found: Mentions, place: Place) => ({
    mention_everyone: found.everyone,
    mentions: found.userIds.flatMap((id) => world.user(id) ?? []),
    mention_roles: place.kind === 'guild' ? found.roleIds.filter((id) => world.hasRole(id)) : [],
  });
  const readMentions = (
    { content, components, author, message_reference: reference, type }: MessageJson,
    allowed: AllowedMentions,
    place: Place,
  ): Mentions => {
    const mayMentionEveryone = holds(world.permissions(author.id, place), PERMISSION.mentionEveryone);
    const found = mentionsIn([content, ...displayedText(components)], allowed, mayMentionEveryone);
    const replied = type === 19 && allowed.replied_user && reference ? byId.get(reference.message_id) : undefined;
    if (replied === undefined) return found;
    return { ...found, userIds: [...new Set([replied.json.author.id, ...found.userIds])] };
  };
  const json = (message: StoredMessage): MessageJson => {
    const reference = message.json.type === 19 ? message.json.message_reference : undefined;
    if (reference === undefined) return message.json;
    const replied = byId.get(reference.message_id);
    // A private message is no business of those who see the answer to it.
    return replied?.privateTo ? message.json : { ...message.json, referenced_message: replied?.json ?? null };
  };
  const seen = (message: StoredMessage): SeenMessage =>
    message.privateTo === null ? json(message) : { ...json(message), ephemeral_for: message.privateTo };

  const sees = (personId: string, message: StoredMessage) =>
    world.mayEnter(personId, message.place) &&
    (message.privateTo === null || message.privateTo === personId) &&
    !dismissed.has(message.json.id);

  const blank = (message: Pick<NewMessage, 'place' | 'type' | 'extra'>): MessageJson => ({
    id: newId(),
    channel_id: message.place.channelId,
    type: message.type,
    author: world.bot,
    content: '',
    timestamp: isoTime(now()),
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
    ...message.extra,
  });

  return {
    changes,
    create({ place, privateTo, type, input, defaultMentions, attachments, extra }) {
      const draft: MessageJson = {
        ...blank({ place, type, extra }),
        content: input.content ?? '',
        components: fillComponents(input.components ?? [], newId),
        embeds: input.embeds ?? [],
        attachments,
      };
      const json: MessageJson = {
        ...draft,
        ...mentionFields(readMentions(draft, input.allowedMentions ?? defaultMentions, place), place),
        flags: (input.flags & SETTABLE_FLAGS) | (privateTo === null ? 0 : MESSAGE_FLAG.ephemeral),
        ...(input.nonce !== undefined && { nonce: input.nonce }),
      };
      return store({ json, place, privateTo }, 'created');
    },
    createLoading({ place, privateTo, type, extra }) {
      const flags = MESSAGE_FLAG.loading | (privateTo === null ? 0 : MESSAGE_FLAG.ephemeral);
      return store({ json: { ...blank({ place, type, extra }), flags }, place, privateTo }, 'created');
    },
    createNotice: ({ place, privateTo, type, extra }) =>
      store({ json: blank({ place, type, extra }), place, privateTo }, 'created'),
    edit(id, input, defaults, attachments) {
      const old = existing(id);
      const wasLoading = (old.json.flags & MESSAGE_FLAG.loading) !== 0;
      const draft: MessageJson = {
        ...old.json,
        content: input.content ?? (input.content === null ? '' : old.json.content),
        components:
          input.components === undefined ? old.json.components : fillComponents(input.components ?? [], newId),
        embeds: input.embeds === undefined ? old.json.embeds : (input.embeds ?? []),
        attachments: [...old.json.attachments, ...attachments],
      };
      const json: MessageJson = {
        ...draft,
        ...mentionFields(readMentions(draft, input.allowedMentions ?? defaults, old.place), old.place),
        // Components V2 and privacy stay whatever the edit says; an edit cannot make a message private.
        flags: (old.json.flags & ~MESSAGE_FLAG.loading) | (input.flags & SETTABLE_FLAGS),
        // Filling the placeholder is not an edit in the reader's eyes.
        edited_timestamp: wasLoading ? null : isoTime(now()),
      };
      return store({ ...old, json }, 'updated');
    },
    setPinned(id, pinned) {
      const old = existing(id);
      store({ ...old, json: { ...old.json, pinned } }, 'updated');
    },
    remove(id) {
      const message = byId.get(id);
      if (message === undefined) return;
      forget(id, message.place.channelId);
      changes.emit({ kind: 'deleted', message });
    },
    forgetChannel(channelId) {
      for (const id of channels.get(channelId) ?? []) forget(id, channelId);
    },
    find: (id) => byId.get(id),
    findReplied(target, place) {
      if (target === null) return undefined;
      const found = byId.get(target.messageId);
      const isHere = found?.place.channelId === place.channelId && found.privateTo === null;
      const isMeant = isHere && (target.channelId ?? place.channelId) === place.channelId;
      if (!isMeant) {
        if (!target.mustExist) return undefined;
        throw replyError('MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
      }
      if (SYSTEM_TYPES.includes(found.json.type)) {
        throw replyError('REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE', 'Cannot reply to a system message');
      }
      return found;
    },
    json,
    seen,
    inChannel: (channelId) => [...(channels.get(channelId) ?? [])].flatMap((id) => byId.get(id) ?? []),
    seenBy: (personId) => [...byId.values()].filter((m) => sees(personId, m)).map(seen),
    sees,
    dismiss(id) {
      dismissed.add(id);
    },
  };
}

function replyError(code: string, message: string) {
  return formError([{ path: ['message_reference'], code, message }]);
}

/** What a reply carries about the message that it replies to. */
export function replyTo(replied: StoredMessage | undefined): Pick<NewMessage, 'type' | 'extra'> {
  if (replied === undefined) return { type: 0, extra: {} };
  return { type: 19, extra: { message_reference: referenceTo(replied.json.id, replied.place) } };
}

export function referenceTo(messageId: string, place: Place): NonNullable<MessageJson['message_reference']> {
  return {
    type: 0,
    message_id: messageId,
    channel_id: place.channelId,
    ...(place.kind === 'guild' && { guild_id: IDS.guild }),
  };
}

/** Discord writes microseconds and an explicit offset. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '000+00:00');
}
