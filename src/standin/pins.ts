import { MessageType } from 'discord-api-types/v10';
import type { AuditLog } from './audit-log.ts';
import { refusal } from './errors.ts';
import { type Messages, referenceTo, type StoredMessage } from './messages.ts';
import { createSignal } from './signal.ts';
import type { Place, World } from './world.ts';

export interface Pin {
  readonly message: StoredMessage;
  readonly pinnedAtMs: number;
}

export interface PinsChange {
  readonly place: Place;
  /** False where a pinned message was deleted: then only the page is updated, because Discord sends the bot no event. */
  readonly announced: boolean;
}

export interface PinParts {
  readonly world: World;
  readonly messages: Messages;
  readonly audit: AuditLog;
  /** The highest number of pins in a channel; in Discord it is 250. */
  readonly limit: number;
  readonly now: () => number;
}

/** The pinned messages of every channel. */
export class Pins {
  /** Called after each change. */
  readonly changes = createSignal<PinsChange>();
  readonly #parts: PinParts;
  /** Channel id → message id → time of pinning in milliseconds, in the order of pinning. */
  readonly #channels = new Map<string, Map<string, number>>();

  constructor(parts: PinParts) {
    this.#parts = parts;
    parts.messages.changes.on(({ kind, message: { json, place } }) => {
      const wasPinned = kind === 'deleted' && this.#channels.get(place.channelId)?.delete(json.id);
      if (wasPinned) this.changes.emit({ place, announced: false });
    });
  }

  /** Newest pin first. */
  inChannel(channelId: string): readonly Pin[] {
    return [...(this.#channels.get(channelId) ?? [])]
      .flatMap(([id, pinnedAtMs]) => {
        const message = this.#parts.messages.find(id);
        return message === undefined ? [] : [{ message, pinnedAtMs }];
      })
      .toReversed();
  }

  /**
   * Pins a message and writes who pinned it into the channel. A second pin of the same message changes nothing.
   *
   * @throws ApiError 50021 for a system message, 30003 where the channel is full
   */
  pin(message: StoredMessage, byId: string, reason: string | null): void {
    const { place, json } = message;
    const { world, messages, limit, now } = this.#parts;
    if (json.type === MessageType.ChannelPinnedMessage) throw refusal(50021);
    const pins = this.#channels.get(place.channelId) ?? new Map<string, number>();
    if (pins.has(json.id)) return;
    if (pins.size >= limit) throw refusal(30003);
    // Every pin of a channel gets a different time, because the list is read in pages by time.
    pins.set(json.id, Math.max(now(), ([...pins.values()].at(-1) ?? 0) + 1));
    this.#channels.set(place.channelId, pins);
    this.#changed('messagePin', message, byId, reason);
    const pinner = world.user(byId);
    if (pinner === undefined) return;
    const extra = { author: pinner, message_reference: referenceTo(json.id, place) };
    messages.createBare({ place, type: MessageType.ChannelPinnedMessage, privateTo: null, extra });
  }

  /** Does nothing where the message is not pinned. */
  unpin(message: StoredMessage, byId: string, reason: string | null): void {
    if (!this.#channels.get(message.place.channelId)?.delete(message.json.id)) return;
    this.#changed('messageUnpin', message, byId, reason);
  }

  #changed(
    action: 'messagePin' | 'messageUnpin',
    { json, place }: StoredMessage,
    userId: string,
    reason: string | null,
  ): void {
    this.#parts.messages.setPinned(json.id, action === 'messagePin');
    const about = { targetId: json.author.id, channelId: json.channel_id, messageId: json.id };
    this.#parts.audit.add({ action, userId, ...about, reason });
    this.changes.emit({ place, announced: true });
  }
}
