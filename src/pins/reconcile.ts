import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { eventOf, type Progress, postedTwice } from './advance.ts';
import type { Channels, Done, FoundMessage, Refusal } from './channels.ts';
import { createJoining, type Lanes, type Pace } from './lanes.ts';
import { isLeaving, type Pin, type PinEnd, type PinEventKind, type PinId, type PinState } from './pin.ts';
import type { PinStore } from './pin-store.ts';

export interface Reconcile {
  all(servers: ReadonlySet<string>): Promise<void>;
  channel(channelId: string): Promise<void>;
  /**
   * Asks Discord which of the channel's pins are still pinned, before all that is unasked. The others have ended then.
   *
   * @returns those of which it is not known, with the reason
   */
  look(channelId: string): Promise<ReadonlyMap<PinId, Refusal>>;
  channelGone(channelId: string): Promise<void>;
  serverLeft(guildId: string): Promise<void>;
  serverBack(guildId: string): Promise<void>;
}

export interface ReconcileParts {
  readonly store: PinStore;
  readonly channels: Channels;
  readonly lanes: Lanes;
  readonly pace: Pace;
  /** Runs work on a pin as it is recorded at that moment, alone, when its turn comes. */
  readonly unasked: (id: PinId, work: (pin: Pin) => Promise<void>) => Promise<void>;
  /** Takes up those of the pins that have something to do. */
  readonly takeUpDue: (pins: readonly Pin[]) => Promise<void>;
  readonly compare: (pin: Pin) => Promise<Progress>;
  /** Does something once more after a wait, which doubles each time, until it is done. */
  readonly again: (key: string, work: () => void) => void;
  readonly done: (key: string) => void;
  readonly quietly: (work: () => Promise<void>) => Promise<void>;
  readonly isStopped: () => boolean;
  /** Servers that Sitrep was removed from; kept here, because turns that were asked for before may come after it is back. */
  readonly left: Set<string>;
  /** A channel is not looked at again within this time of the last look. */
  readonly quietMs: number;
  readonly now: () => number;
  readonly log: Logger;
}

/** What the removal of Sitrep does not change. */
const STAYING: ReadonlySet<PinState> = new Set(['unpinning', 'deleting', 'away', 'ended']);
/** Ends that leave no message behind: one that is there all the same has come late, and is deleted. */
const WITHOUT_MESSAGE: ReadonlySet<PinEnd | null> = new Set(['deleted', 'full', 'no-access', 'refused']);

/** Makes what is recorded and what is in Discord agree again. What cannot be read is left as it was recorded. */
export function createReconcile(parts: ReconcileParts): Reconcile {
  const { store, channels, lanes, pace, unasked, takeUpDue, left, quietMs, now, log } = parts;
  const joining = createJoining<void>();
  /** Channel → when its last look began, in milliseconds of the process. */
  const lookedAt = new Map<string, number>();

  const save = (pin: Pin, what: PinEventKind, detail = '') =>
    store.savePin(pin, eventOf(pin, what, null, now(), detail));
  const ended = (pin: Pin, end: PinEnd) => save({ ...pin, state: 'ended', end }, 'ended', end);
  const each = async (pins: readonly Pin[], work: (pin: Pin) => Promise<void>) => {
    await Promise.all(pins.map(({ id }) => unasked(id, work)));
  };

  /** Looks at a channel; looks that are asked for before one begins are that one. One that fails is made again. */
  const channel = (channelId: string): Promise<void> =>
    joining(channelId, async (begun) => {
      const sinceMs = performance.now() - (lookedAt.get(channelId) ?? Number.NEGATIVE_INFINITY);
      if (sinceMs < quietMs) await sleep(quietMs - sinceMs, undefined, { ref: false });
      if (parts.isStopped()) return;
      const living = () => store.livingPins({ channelId }).filter(({ state }) => state !== 'away');
      if (living().length > 0) {
        const found = await pace.run(() => {
          begun();
          const sent = living().flatMap(({ state, sentAtMs }) =>
            state === 'pinned' || sentAtMs === null ? [] : [sentAtMs],
          );
          return lookAt(channelId, sent.length === 0 ? null : Math.min(...sent));
        });
        if (!found.ok && found.refusal.why === 'channel-gone') return channelGone(channelId);
        await takeUpDue(living().filter(isLeaving));
        if (found.ok) {
          // Those that have been pinned since are asked for as well: what was seen may be from after that.
          await comparing(channelId, found.value, living(), unasked);
          await removeLate(found.value);
        }
      }
      await takeUpDue(store.livingPins({ channelId }));
    });

  async function lookAt(channelId: string, sinceMs: number | null): Promise<Done<readonly FoundMessage[]>> {
    lookedAt.set(channelId, performance.now());
    const looked = await channels.look(channelId, sinceMs);
    if (!looked.ok) {
      seen(channelId, looked.refusal.why !== 'unconfirmed');
      log.warn({ refusal: looked.refusal }, 'the pins of a channel could not be read');
    }
    // Where finding none says nothing, each pin is asked for by itself.
    return looked.ok ? { ok: true, value: looked.value ?? [] } : looked;
  }

  /** What Discord did not tell is asked once more later. */
  function seen(channelId: string, isKnown: boolean): void {
    const key = `look ${channelId}`;
    if (isKnown) parts.done(key);
    else parts.again(key, () => void parts.quietly(() => channel(channelId)));
  }

  /**
   * A pinned message that is not among the channel's pins was unpinned or deleted by hand: it is asked which.
   *
   * @param run - gives each pin its turn
   * @returns those of which it is not known, with the reason
   */
  async function comparing(
    channelId: string,
    found: readonly FoundMessage[],
    living: readonly Pin[],
    run: (id: PinId, work: (pin: Pin) => Promise<void>) => Promise<void>,
  ): Promise<ReadonlyMap<PinId, Refusal>> {
    const unseen = new Map<PinId, Refusal>();
    const isSeen = (pin: Pin) => found.some(({ messageId, pinned }) => messageId === pin.messageId && pinned);
    const missing = living.filter((pin) => pin.state === 'pinned' && !isSeen(pin));
    await Promise.all(
      missing.map(({ id }) =>
        run(id, async (pin) => {
          const { refusal } = await parts.compare(pin);
          if (refusal !== null) unseen.set(id, refusal);
        }),
      ),
    );
    seen(channelId, ![...unseen.values()].some(({ why }) => why === 'unconfirmed'));
    return unseen;
  }

  async function look(channelId: string): Promise<ReadonlyMap<PinId, Refusal>> {
    const pinned = store.livingPins({ channelId }).filter(({ state }) => state === 'pinned');
    if (pinned.length === 0) return new Map();
    const found = await lookAt(channelId, null);
    if (!found.ok && found.refusal.why !== 'channel-gone') return new Map(pinned.map(({ id }) => [id, found.refusal]));
    if (!found.ok) {
      await channelGone(channelId);
      return new Map();
    }
    return comparing(channelId, found.value, pinned, (id, compare) =>
      lanes.run(id, async () => {
        const pin = store.pin(id);
        if (pin !== undefined) await compare(pin);
      }),
    );
  }

  /** Messages of a pin beside the one that is recorded, or of one that was not to leave any. */
  async function removeLate(found: readonly FoundMessage[]): Promise<void> {
    for (const { pinId, messageId } of found) {
      const isLate = (pin: Pin | undefined) =>
        pin?.state === 'ended' ? WITHOUT_MESSAGE.has(pin.end) : pin?.state === 'pinned' && pin.messageId !== messageId;
      if (!isLate(store.pin(pinId))) continue;
      await unasked(pinId, async (pin) => {
        if (isLate(pin)) await channels.remove({ ...pin, messageId }, postedTwice(pin));
      });
    }
  }

  const channelGone = (channelId: string) =>
    each(store.livingPins({ channelId }), async (pin) => {
      if (pin.state !== 'ended') ended(pin, 'channel-gone');
    });

  function serverLeft(guildId: string): Promise<void> {
    left.add(guildId);
    return each(store.livingPins({ guildId }), async (pin) => {
      // It may be back by now. What is to be taken away waits as it is.
      if (left.has(guildId) && !STAYING.has(pin.state)) store.savePin({ ...pin, state: 'away' });
    });
  }

  async function serverBack(guildId: string): Promise<void> {
    left.delete(guildId);
    const living = store.livingPins({ guildId });
    await takeUpDue(living.filter(({ state }) => state === 'away'));
    await Promise.all([...new Set(living.map(({ channelId }) => channelId))].map(channel));
  }

  return {
    async all(servers) {
      const guilds = [...new Set(store.livingPins().map(({ guildId }) => guildId))];
      await Promise.all(guilds.map((guildId) => (servers.has(guildId) ? serverBack(guildId) : serverLeft(guildId))));
    },
    channel,
    look,
    channelGone,
    serverLeft,
    serverBack,
  };
}
