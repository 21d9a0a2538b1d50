import type { Logger } from 'pino';
import { eventOf } from './advance.ts';
import type { Channels, FoundMessage } from './channels.ts';
import type { Pace } from './lanes.ts';
import { isLeaving, type Pin, type PinEnd, type PinEventKind, type PinId } from './pin.ts';
import { HISTORY_MAX_ROWS, type PinStore } from './pin-store.ts';

export interface Reconcile {
  all(servers: ReadonlySet<string>): Promise<void>;
  channel(channelId: string): Promise<void>;
  channelGone(channelId: string): Promise<void>;
  serverLeft(guildId: string): Promise<void>;
  serverBack(guildId: string): Promise<void>;
}

export interface ReconcileParts {
  readonly store: PinStore;
  readonly channels: Channels;
  /** Runs work on a pin as it is recorded at that moment, alone, when its turn comes. */
  readonly unasked: (id: PinId, work: (pin: Pin) => Promise<void>) => Promise<void>;
  /** Takes up those of the pins that have something to do. */
  readonly takeUpDue: (pins: readonly Pin[]) => Promise<void>;
  readonly now: () => number;
  readonly pace: Pace;
  readonly log: Logger;
}

/** Ends that leave no message behind: one that is there all the same has come late, and is deleted. */
const WITHOUT_MESSAGE: ReadonlySet<PinEnd | null> = new Set(['deleted', 'full', 'no-access', 'refused']);

/** Makes what is recorded and what is in Discord agree again. What cannot be read is left as it was recorded. */
export function createReconcile(parts: ReconcileParts): Reconcile {
  const { store, channels, unasked, takeUpDue, now, pace, log } = parts;

  const save = (pin: Pin, what: PinEventKind, detail = '') =>
    store.savePin(pin, eventOf(pin, what, null, now(), detail));
  const ended = (pin: Pin, end: PinEnd) => save({ ...pin, state: 'ended', end }, 'ended', end);
  const each = async (pins: readonly Pin[], work: (pin: Pin) => Promise<void>) => {
    await Promise.all(pins.map(({ id }) => unasked(id, work)));
  };

  /** A pin that the server's removal of the bot met between posting and pinning was never pinned. */
  const wasPinned = ({ id, channelId }: Pin) =>
    store.history(channelId, HISTORY_MAX_ROWS).some(({ pinId, what }) => pinId === id && what === 'pinned');

  async function channel(channelId: string): Promise<void> {
    const living = store.livingPins({ channelId }).filter(({ state }) => state !== 'away');
    if (living.length === 0) return;
    const sent = living.flatMap(({ state, sentAtMs }) => (state === 'pinned' || sentAtMs === null ? [] : [sentAtMs]));
    const looked = await pace.run(() => channels.look(channelId, sent.length === 0 ? null : Math.min(...sent)));
    if (!looked.ok) {
      if (looked.refusal.why === 'channel-gone') return channelGone(channelId);
      log.warn({ refusal: looked.refusal }, 'the pins of a channel could not be read');
    }
    const found = looked.ok ? looked.value : null;
    await takeUpDue(living.filter(isLeaving));
    if (found !== null) {
      const isSeen = (pin: Pin) => found.some(({ messageId, pinned }) => messageId === pin.messageId && pinned);
      await each(
        living.filter((pin) => pin.state === 'pinned' && !isSeen(pin)),
        compare,
      );
      await removeLate(found);
    }
    await takeUpDue(store.livingPins({ channelId }));
  }

  /** A pinned message that is not among the channel's pins was unpinned or deleted by hand: it is asked which. */
  async function compare(pin: Pin): Promise<void> {
    if (pin.state !== 'pinned') return;
    const there = await channels.find(pin);
    if (there.ok && !there.value.pinned) ended(pin, 'unpinned-by-hand');
    else if (!there.ok && there.refusal.why === 'message-gone') ended(pin, 'message-gone');
  }

  /** Messages of a pin beside the one that is recorded, or of one that was not to leave any. */
  async function removeLate(found: readonly FoundMessage[]): Promise<void> {
    for (const { pinId, messageId } of found) {
      const isLate = (pin: Pin | undefined) =>
        pin?.state === 'ended' ? WITHOUT_MESSAGE.has(pin.end) : pin?.state === 'pinned' && pin.messageId !== messageId;
      if (!isLate(store.pin(pinId))) continue;
      await unasked(pinId, async (pin) => {
        if (isLate(pin)) await channels.remove({ ...pin, messageId }, 'Posted twice');
      });
    }
  }

  const channelGone = (channelId: string) =>
    each(store.livingPins({ channelId }), async (pin) => {
      if (pin.state !== 'ended') ended(pin, 'channel-gone');
    });

  const serverLeft = (guildId: string) =>
    each(store.livingPins({ guildId }), async (pin) => {
      // What is to be taken away waits as it is.
      if (pin.state !== 'ended' && !isLeaving(pin)) store.savePin({ ...pin, state: 'away' });
    });

  /** In the server again: what is still pinned goes on, what was never pinned is, what no longer is has ended, what may not be read is taken to be as recorded. */
  async function serverBack(guildId: string): Promise<void> {
    const living = store.livingPins({ guildId });
    await each(
      living.filter(({ state }) => state === 'away'),
      async (pin) => {
        if (pin.state !== 'away') return;
        if (pin.messageId === null) return store.savePin({ ...pin, state: 'posting' });
        const there = await channels.find(pin);
        const isUnreadable = !there.ok && there.refusal.why === 'no-permission';
        if (isUnreadable || (there.ok && there.value.pinned)) save({ ...pin, state: 'pinned' }, 'returned');
        else if (there.ok && !wasPinned(pin)) store.savePin({ ...pin, state: 'pinning' });
        else if (there.ok) ended(pin, 'unpinned-by-hand');
        else if (there.refusal.why === 'message-gone' || there.refusal.why === 'channel-gone')
          ended(pin, there.refusal.why);
      },
    );
    await Promise.all([...new Set(living.map(({ channelId }) => channelId))].map(channel));
  }

  return {
    async all(servers) {
      const guilds = [...new Set(store.livingPins().map(({ guildId }) => guildId))];
      await Promise.all(guilds.map((guildId) => (servers.has(guildId) ? serverBack(guildId) : serverLeft(guildId))));
    },
    channel,
    channelGone,
    serverLeft,
    serverBack,
  };
}
