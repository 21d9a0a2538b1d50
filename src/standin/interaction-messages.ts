import type { Live, Upload } from './interaction-model.ts';
import { INTERACTION_DEFAULT } from './mentions.ts';
import { type MessageInput, NEW_MESSAGE, readMessageBody } from './message-body.ts';
import { type Messages, referenceTo, type StoredMessage } from './messages.ts';
import { holds, PERMISSION } from './permissions.ts';
import { type AttachmentJson, type InteractionMetadataJson, MESSAGE_FLAG, type MessageJson } from './shapes.ts';
import type { World } from './world.ts';

interface Shape {
  readonly type: MessageJson['type'];
  readonly extra: Partial<MessageJson>;
}

/** The messages with which a bot answers an interaction: who sees them, what they refer to, what they tell of it. */
export interface InteractionMessages {
  /** The first answer (callback type 4). */
  answer(live: Live, body: unknown, uploads: readonly Upload[]): () => StoredMessage;
  /** The placeholder of a deferral. */
  placeholder(live: Live, isPrivate: boolean): StoredMessage;
  followUp(live: Live, body: unknown, uploads: readonly Upload[]): StoredMessage;
  /** @param at - where the message sits in the request: `['data']` in a callback */
  edit(stored: StoredMessage, body: unknown, uploads: readonly Upload[], at: readonly PropertyKey[]): StoredMessage;
}

export function createInteractionMessages(world: World, messages: Messages, newId: () => string): InteractionMessages {
  const metadataOf = (live: Live): InteractionMetadataJson | null => {
    const user = world.person(live.personId)?.user;
    if (user === undefined || live.type === 4) return null;
    const target = live.data.target_id;
    const opener = live.openedBy === undefined ? null : metadataOf(live.openedBy);
    return {
      id: live.id,
      type: live.type,
      ...(live.type === 2 && live.commandName !== null && { name: live.commandName }),
      user,
      authorizing_integration_owners: world.ownersIn(live.place, live.personId),
      ...(typeof target === 'string' && { target_message_id: target }),
      ...(live.type === 3 && live.source && { interacted_message_id: live.source.json.id }),
      ...(opener && { triggering_interaction_metadata: opener }),
    };
  };
  const metadata = (live: Live, followsOriginal: boolean): Partial<MessageJson> => {
    const own = metadataOf(live);
    if (own === null) return {};
    const original = followsOriginal ? live.originalId : null;
    return {
      interaction_metadata: { ...own, ...(original !== null && { original_response_message_id: original }) },
      webhook_id: world.bot.id,
      application_id: world.bot.id,
      ...(live.type === 2 &&
        live.commandName !== null &&
        !followsOriginal && { interaction: { id: live.id, type: 2, name: live.commandName, user: own.user } }),
    };
  };
  const reference = (live: Live, messageId: string | null): Partial<MessageJson> =>
    messageId === null ? {} : { message_reference: referenceTo(messageId, live.place) };

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

  const shapeOf = (live: Live): Shape =>
    live.source === null
      ? { type: live.data.target_id === undefined ? 20 : 23, extra: metadata(live, false) }
      : { type: 19, extra: { ...metadata(live, false), ...reference(live, live.source.json.id) } };

  /** Where only the person has the app, they need a permission for its answers to be seen by others. */
  const mustBePrivate = ({ personId, place }: Live) =>
    world.ownersIn(place, personId)['0'] === undefined &&
    !holds(world.permissions(personId, place), PERMISSION.useExternalApps | PERMISSION.sendMessages);
  const privateFor = (live: Live, isPrivate: boolean) => (isPrivate || mustBePrivate(live) ? live.personId : null);

  const edit = (stored: StoredMessage, body: unknown, uploads: readonly Upload[], at: readonly PropertyKey[]) => {
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

  const create = (live: Live, input: MessageInput, uploads: readonly Upload[], shape: Shape) =>
    messages.create({
      place: live.place,
      privateTo: privateFor(live, (input.flags & MESSAGE_FLAG.ephemeral) !== 0),
      input,
      defaultMentions: INTERACTION_DEFAULT,
      attachments: attach(uploads, input.fileDescriptions),
      ...shape,
    });

  return {
    answer(live, body, uploads) {
      const input = readMessageBody(body, { ...NEW_MESSAGE, at: ['data'], files: uploads.length });
      return () => create(live, input, uploads, shapeOf(live));
    },
    placeholder: (live, isPrivate) =>
      messages.createLoading({ place: live.place, privateTo: privateFor(live, isPrivate), ...shapeOf(live) }),
    followUp(live, body, uploads) {
      const input = readMessageBody(body, { ...NEW_MESSAGE, files: uploads.length });
      return create(live, input, uploads, {
        type: live.originalId === null ? 0 : 19,
        extra: { ...metadata(live, true), ...reference(live, live.originalId) },
      });
    },
    edit,
  };
}
