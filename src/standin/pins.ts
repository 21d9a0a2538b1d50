import { refusal } from './api-error.ts';
import type { AuditLog } from './audit-log.ts';
import { type Messages, referenceTo, type StoredMessage } from './messages.ts';
import { createSignal, type Signal } from './signal.ts';
import type { Place, World } from './world.ts';

/** Types that are no system messages: plain, reply, answer to a slash command, answer to a context-menu command. */
const PINNABLE_TYPES: readonly number[] = [0, 19, 20, 23];

export interface Pin {
  readonly message: StoredMessage;
  readonly pinnedAtMs: number;
}

export interface PinsChange {
  readonly place: Place;
  /** false where a pinned message was deleted: the page shows it, the bot is not told. */
  readonly announced: boolean;
}

/** The pinned messages of every channel. */
export interface Pins {
  /** Told after the change. */
  readonly changes: Signal<PinsChange>;
  /** Newest pin first. */
  inChannel(channelId: string): readonly Pin[];
  /**
   * Pins, announced in the channel by the pinner; nothing happens where it is pinned.
   *
   * @throws ApiError 50021 system message, 30003 the channel is full
   */
  pin(message: StoredMessage, byId: string, reason: string | null): void;
  /** Nothing happens where it is not pinned. */
  unpin(message: StoredMessage, byId: string, reason: string | null): void;
}

export interface PinParts {
  readonly world: World;
  readonly messages: Messages;
  readonly audit: AuditLog;
  /** Discord has 250 for a channel. */
  readonly limit: number;
  readonly now: () => number;
}

export function createPins({ world, messages, audit, limit, now }: PinParts): Pins {
  /** By channel, message id and time of pinning in the order of pinning. */
  const channels = new Map<string, Map<string, number>>();
  const changes = createSignal<PinsChange>();
  const pinsOf = (channelId: string) => {
    const found = channels.get(channelId) ?? new Map<string, number>();
    channels.set(channelId, found);
    return found;
  };
  const record = (
    action: 'messagePin' | 'messageUnpin',
    { json }: StoredMessage,
    userId: string,
    reason: string | null,
  ) => audit.add({ action, userId, targetId: json.author.id, channelId: json.channel_id, messageId: json.id, reason });

  messages.changes.on(({ kind, message }) => {
    if (kind !== 'deleted') return;
    const gone = channels.get(message.place.channelId)?.delete(message.json.id);
    if (gone) changes.emit({ place: message.place, announced: false });
  });

  return {
    changes,
    inChannel: (channelId) =>
      [...(channels.get(channelId) ?? [])]
        .flatMap(([id, pinnedAtMs]) => {
          const message = messages.find(id);
          return message === undefined ? [] : [{ message, pinnedAtMs }];
        })
        .toReversed(),
    pin(message, byId, reason) {
      const { place, json } = message;
      if (!PINNABLE_TYPES.includes(json.type)) throw refusal(50021);
      const pins = pinsOf(place.channelId);
      if (pins.has(json.id)) return;
      if (pins.size >= limit) throw refusal(30003);
      // Every pin of a channel has a time of its own, so that a list read page by page loses none.
      pins.set(json.id, Math.max(now(), ([...pins.values()].at(-1) ?? 0) + 1));
      messages.setPinned(json.id, true);
      record('messagePin', message, byId, reason);
      changes.emit({ place, announced: true });
      const pinner = world.user(byId);
      if (pinner === undefined) return;
      const message_reference = referenceTo(json.id, place);
      messages.createNotice({ place, type: 6, privateTo: null, extra: { author: pinner, message_reference } });
    },
    unpin(message, byId, reason) {
      const { place, json } = message;
      if (!pinsOf(place.channelId).delete(json.id)) return;
      messages.setPinned(json.id, false);
      record('messageUnpin', message, byId, reason);
      changes.emit({ place, announced: true });
    },
  };
}
