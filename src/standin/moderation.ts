import type { AuditLog } from './audit-log.ts';
import type { Messages, StoredMessage } from './messages.ts';
import { ActionError } from './option-values.ts';
import { holds, PERMISSION } from './permissions.ts';
import type { Pins } from './pins.ts';
import type { World } from './world.ts';

/** What a person does to messages by hand, without any bot. */
export interface Moderation {
  /** @throws ActionError 403 without the right, 404 for a message that is not there; ApiError as for the bot */
  pin(as: string, messageId: string): void;
  unpin(as: string, messageId: string): void;
  /** One's own, or any with Manage Messages. */
  deleteMessage(as: string, messageId: string): void;
}

export interface ModerationParts {
  readonly world: World;
  readonly messages: Messages;
  readonly pins: Pins;
  readonly audit: AuditLog;
}

export function createModeration({ world, messages, pins, audit }: ModerationParts): Moderation {
  const messageOf = (as: string, id: string): StoredMessage => {
    const found = messages.find(id);
    if (found === undefined || found.privateTo !== null || !messages.sees(as, found)) {
      throw new ActionError(404, `Expected the id of a message that everybody in the channel sees, got "${id}".`);
    }
    return found;
  };
  const need = (as: string, { place }: StoredMessage, bit: bigint, name: string) => {
    if (place.kind === 'guild' && !holds(world.permissions(as, place), bit)) {
      throw new ActionError(403, `Expected someone with the permission ${name}; ${as} does not have it.`);
    }
  };
  const pinnable = (as: string, id: string) => {
    const message = messageOf(as, id);
    need(as, message, PERMISSION.pinMessages, 'Pin Messages');
    return message;
  };
  return {
    pin: (as, id) => pins.pin(pinnable(as, id), as, null),
    unpin: (as, id) => pins.unpin(pinnable(as, id), as, null),
    deleteMessage(as, id) {
      const message = messageOf(as, id);
      const { author } = message.json;
      if (author.id !== as) {
        need(as, message, PERMISSION.manageMessages, 'Manage Messages');
        const at = { targetId: author.id, channelId: message.place.channelId, messageId: id };
        audit.add({ action: 'messageDelete', userId: as, ...at, reason: null });
      }
      messages.remove(id);
    },
  };
}
