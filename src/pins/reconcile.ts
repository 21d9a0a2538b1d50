import { setTimeout as sleep } from 'node:timers/promises';
import type { FoundMessage } from './channels.ts';
import type { PinsContext } from './context.ts';
import { eventOf, isBeingRemoved, type Pin, type PinEnd, type PinId } from './pin.ts';
import { deletedAsCopy } from './pin-steps.ts';
import type { PinWork } from './pin-work.ts';
import { nextPinState, TRANSITIONS } from './publication.ts';
import type { Done, Refusal } from './refusal.ts';
import type { UnknownPin } from './requests.ts';
import type { Runner } from './runner.ts';

/** The irregularities that a read of a channel found. */
export interface Look {
  /** Pins whose state in Discord could not be read, each with the reason. */
  readonly unseen: ReadonlyMap<PinId, Refusal>;
  readonly unknown: readonly UnknownPin[];
}

/** The servers that the bot is in, or may be in. */
export type Servers = Pick<ReadonlySet<string>, 'has'>;

/**
 * The reasons for an end after which no message may stay in the channel. A message that is found nevertheless arrived late and is
 * deleted.
 */
const WITHOUT_MESSAGE: ReadonlySet<PinEnd | null> = new Set(['deleted', 'full', 'no-access', 'refused']);

/** Makes the store agree with Discord. A pin whose channel cannot be read keeps its recorded state. */
export class Reconciliation {
  readonly #context: PinsContext;
  readonly #runner: Runner;
  readonly #work: PinWork;
  /** A channel is not read again within this time. */
  readonly #quietMs: number;
  /** When each channel was last read, in milliseconds of the process; the map grows with the number of channels that have pins. */
  readonly #readAt = new Map<string, number>();

  constructor(context: PinsContext, runner: Runner, work: PinWork, quietMs: number) {
    this.#context = context;
    this.#runner = runner;
    this.#work = work;
    this.#quietMs = quietMs;
  }

  /** @param servers - the servers that the bot is in. @param isMeant - selects the living pins that are compared */
  async all(servers: Servers, isMeant: (pin: Pin) => boolean): Promise<void> {
    const living = (await this.#context.store.livingPins()).filter(isMeant);
    const guilds = [...new Set(living.map(({ guildId }) => guildId))];
    const compare = (guildId: string) => (servers.has(guildId) ? this.serverBack(guildId) : this.serverLeft(guildId));
    // A channel that fails must not keep the others from being compared, and is compared again later.
    await Promise.all(guilds.map((guildId) => this.#runner.untilDone(`compare ${guildId}`, () => compare(guildId))));
  }

  /** Compares the pins of a channel in the background. Concurrent requests share one run; one that fails is retried. */
  channel(channelId: string): Promise<void> {
    return this.#runner.joined(`channel ${channelId}`, (started) => this.#compareChannel(channelId, started));
  }

  async #compareChannel(channelId: string, started: () => void): Promise<void> {
    const { store } = this.#context;
    const sinceMs = performance.now() - (this.#readAt.get(channelId) ?? Number.NEGATIVE_INFINITY);
    if (sinceMs < this.#quietMs) await sleep(this.#quietMs - sinceMs, undefined, { ref: false });
    if (this.#runner.isStopped) return;
    const living = async () => (await store.livingPins({ channelId })).filter(({ state }) => state !== 'away');
    if ((await living()).length > 0) {
      const found = await this.#runner.inBackground(async () => {
        started();
        const sent = (await living()).flatMap(({ state, sentAtMs }) =>
          state === 'pinned' || sentAtMs === null ? [] : [sentAtMs],
        );
        return this.#read(channelId, sent.length === 0 ? null : Math.min(...sent));
      });
      if (!found.ok && found.refusal.why === 'channel-gone') return this.channelGone(channelId);
      await this.#work.resumeDue((await living()).filter(isBeingRemoved));
      if (found.ok) {
        // Pins that were posted since the read began are checked as well, because somebody may have removed them by hand before the channel was read.
        await this.#compareMissing(channelId, found.value, await living(), (id, work) =>
          this.#work.inBackground(id, work),
        );
        await this.#deleteLate(found.value);
      }
    }
    await this.#work.resumeDue(await store.livingPins({ channelId }));
  }

  /** Reads a channel for a moderator, before all background work. When it returns, pins that were no longer pinned have ended. */
  async look(channelId: string): Promise<Look> {
    const pinned = (await this.#context.store.livingPins({ channelId })).filter(({ state }) => state === 'pinned');
    const found = await this.#read(channelId, null);
    if (!found.ok && found.refusal.why === 'channel-gone') await this.channelGone(channelId);
    if (!found.ok) {
      const missing = found.refusal.why === 'channel-gone' ? [] : pinned;
      return { unseen: new Map(missing.map(({ id }) => [id, found.refusal])), unknown: [] };
    }
    const unseen = await this.#compareMissing(channelId, found.value, pinned, (id, work) =>
      this.#work.locked(id, work),
    );
    return { unseen, unknown: await this.#unknownAmong(channelId, found.value) };
  }

  async #read(channelId: string, sinceMs: number | null): Promise<Done<readonly FoundMessage[]>> {
    this.#readAt.set(channelId, performance.now());
    const found = await this.#context.channels.look(channelId, sinceMs);
    // Where an empty list proves nothing, each pin is checked with a separate request.
    if (found.ok) return { ok: true, value: found.value ?? [] };
    this.#retryUnless(found.refusal.why !== 'unconfirmed', channelId);
    this.#context.log.warn({ channel: channelId, refusal: found.refusal }, 'reading the pins of a channel failed');
    return found;
  }

  #retryUnless(isKnown: boolean, channelId: string): void {
    const key = `look ${channelId}`;
    if (isKnown) this.#runner.succeeded(key);
    else this.#runner.retry(key, () => this.channel(channelId));
  }

  /**
   * A message that is not among the channel's pins was unpinned or deleted by hand. Sitrep asks Discord which of the two happened.
   *
   * @param run - does the work for each of these pins
   * @returns the pins for which Discord gave no answer, each with the reason
   */
  async #compareMissing(
    channelId: string,
    found: readonly FoundMessage[],
    living: readonly Pin[],
    run: (id: PinId, work: (pin: Pin) => Promise<void>) => Promise<void>,
  ): Promise<ReadonlyMap<PinId, Refusal>> {
    const unseen = new Map<PinId, Refusal>();
    const isFound = (pin: Pin) => found.some(({ messageId, pinned }) => messageId === pin.messageId && pinned);
    const missing = living.filter((pin) => pin.state === 'pinned' && !isFound(pin));
    await Promise.all(
      missing.map(({ id }) =>
        run(id, async (pin) => {
          const { refusal } = await this.#work.compare(pin);
          if (refusal !== null) unseen.set(id, refusal);
        }),
      ),
    );
    this.#retryUnless(![...unseen.values()].some(({ why }) => why === 'unconfirmed'), channelId);
    return unseen;
  }

  /** The bot's own pinned messages for which no pin is recorded. */
  async #unknownAmong(channelId: string, found: readonly FoundMessage[]): Promise<readonly UnknownPin[]> {
    const unknown: UnknownPin[] = [];
    for (const { messageId, pinId, pinned } of found) {
      if (pinned && (await this.#context.store.pin(pinId)) === undefined)
        unknown.push({ id: pinId, channelId, messageId });
    }
    return unknown;
  }

  /** Deletes all messages of a pin except the recorded one, and messages of pins that should have none. */
  async #deleteLate(found: readonly FoundMessage[]): Promise<void> {
    const { store, channels } = this.#context;
    for (const { pinId, messageId } of found) {
      const isLate = (pin: Pin | undefined) =>
        pin?.state === 'ended' ? WITHOUT_MESSAGE.has(pin.end) : pin?.state === 'pinned' && pin.messageId !== messageId;
      if (!isLate(await store.pin(pinId))) continue;
      await this.#work.inBackground(pinId, async (pin) => {
        if (isLate(pin)) await channels.remove({ ...pin, messageId }, deletedAsCopy(pin));
      });
    }
  }

  async channelGone(channelId: string): Promise<void> {
    const { store, onEvent, now } = this.#context;
    await this.#each(await store.livingPins({ channelId }), async (pin) => {
      if (pin.state === 'ended') return;
      const ended: Pin = { ...pin, state: nextPinState(pin.state, 'channel-gone'), end: 'channel-gone' };
      const recorded = eventOf(ended, 'ended', null, now(), 'channel-gone');
      await store.savePin(ended, recorded);
      onEvent?.(recorded, ended);
    });
  }

  async serverLeft(guildId: string): Promise<void> {
    const { store, absentFrom } = this.#context;
    absentFrom.add(guildId);
    await this.#each(await store.livingPins({ guildId }), async (pin) => {
      // The bot may have been added again. Pins that are being removed keep that state while the bot is away.
      if (absentFrom.has(guildId) && 'server-gone' in TRANSITIONS.pin[pin.state])
        await store.savePin({ ...pin, state: nextPinState(pin.state, 'server-gone') });
    });
  }

  async serverBack(guildId: string): Promise<void> {
    const { store, absentFrom } = this.#context;
    absentFrom.delete(guildId);
    const living = await store.livingPins({ guildId });
    await this.#work.resumeDue(living.filter(({ state }) => state === 'away'));
    const channels = new Set(living.map(({ channelId }) => channelId));
    await Promise.all([...channels].map((channelId) => this.channel(channelId)));
  }

  async #each(pins: readonly Pin[], work: (pin: Pin) => Promise<void>): Promise<void> {
    await Promise.all(pins.map(({ id }) => this.#work.inBackground(id, work)));
  }
}
