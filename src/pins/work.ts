import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Sitrep } from '../sitrep.ts';
import { createAdvance, eventOf, type Progress } from './advance.ts';
import type { Channels, Refusal } from './channels.ts';
import { followFacts, type PinUpdates } from './follow-facts.ts';
import { createLanes, createPace, type Lanes, type Pace } from './lanes.ts';
import { isLeaving, type Pin, type PinId } from './pin.ts';
import type { PinStore } from './pin-store.ts';
import { outcomeSentence } from './tell.ts';

export interface WorkOptions {
  readonly store: PinStore;
  readonly channels: Channels;
  /** The situation served now. */
  readonly sitrep: () => Sitrep;
  readonly updates: PinUpdates;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  /** Time between two pins that are worked on unasked; tests take 0. */
  readonly paceMs?: number;
  /** Before what Discord did not confirm is taken up again; doubled each time up to `RETRY_MAX_MS`. */
  readonly retryMs?: number;
}

/** Work on pins: one thing at a time on each, what is unasked slowly, what Discord did not confirm again later. */
export interface Work {
  readonly lanes: Lanes;
  readonly pace: Pace;
  /** Whether the pin's situation is the one that is served. */
  isServed(pin: Pin): boolean;
  /** Takes a pin as far as it goes now; to be called in its lane. */
  advanced(pin: Pin): Promise<Progress>;
  /** Runs work on a pin as it is recorded at that moment, alone, when its turn comes. Never rejects. */
  unasked(id: PinId, work: (pin: Pin) => Promise<void>): Promise<void>;
  takeUp(id: PinId): Promise<void>;
  /** Takes up those of the pins that have something to do. */
  takeUpDue(pins: readonly Pin[]): Promise<void>;
  /** Whoever asked gets the outcome by the reply itself … */
  hasOutcome(pin: Pin): void;
  /** … or is to be told when it is known. */
  waitsForOutcome(pin: Pin): void;
  /** Has a pin taken up again although Discord was not asked yet. */
  tryAgain(id: PinId): void;
  /** Discord answers again: no need to wait long. */
  connected(): void;
  /** @param key - a timer of the same key is started anew */
  later(key: string, ms: number, work: () => void): void;
  quietly(work: () => Promise<void>): Promise<void>;
  isStopped(): boolean;
  stop(): void;
}

/** Unasked work: at most 20 pins a second, four at once, out of the 50 requests a second that discord.js lets through. */
const AT_ONCE = 4;
const PACE_MS = 50;
const RETRY_MS = 5_000;
const RETRY_MAX_MS = 60_000;
/** By then whoever pressed has the outcome from the reply itself. */
const TOLD_AFTER_MS = 10_000;

export function createWork(options: WorkOptions): Work {
  const { store, channels, sitrep, updates, now, log } = options;
  const lanes = createLanes();
  const pace = createPace(AT_ONCE, options.paceMs ?? PACE_MS);
  const timers = new Map<string, NodeJS.Timeout>();
  const unconfirmed = new Set<PinId>();
  const toldOfLack = new Set<PinId>();
  /** Their outcome was given to whoever asked, who therefore needs no telling. */
  const given = new Set<PinId>();
  const firstRetryMs = options.retryMs ?? RETRY_MS;
  let retryMs = firstRetryMs;
  let stopped = false;

  const isServed = (pin: Pin) => pin.situation === sitrep().knowledge.name;

  function follow(pin: Pin): Pin {
    const content = followFacts(pin.content, sitrep(), updates, now());
    if (content === pin.content) return pin;
    // The facts ask for it, not whoever worked on the pin last: it is done for whoever made it.
    const followed = { ...pin, content, actingBy: pin.createdBy, updatedAtMs: now() };
    const asks = content.review !== null && pin.content.review === null;
    const news = content.changes.filter((change) => !pin.content.changes.includes(change)).map(({ text }) => text);
    store.savePin(followed, eventOf(followed, asks ? 'review-asked' : 'updated', null, now(), news.join('; ')));
    return followed;
  }

  const advance = createAdvance({ store, channels, follow, isServed, now });

  /** @param key - a timer of the same key is started anew */
  function later(key: string, ms: number, work: () => void): void {
    clearTimeout(timers.get(key));
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(key);
      work();
    }, ms);
    timers.set(key, timer.unref());
  }

  async function advanced(pin: Pin): Promise<Progress> {
    const progress = await advance(pin).catch((error: unknown) => {
      // The store failed: Discord may have carried out what is not recorded.
      tryAgain(pin.id);
      throw error;
    });
    if (progress.waits) tryAgain(pin.id);
    else unconfirmed.delete(pin.id);
    if (progress.refusal !== null)
      log.warn({ refusal: progress.refusal, state: progress.pin.state }, 'pin not as wanted');
    return progress;
  }

  function tryAgain(id: PinId): void {
    unconfirmed.add(id);
    later('retry', retryMs, retry);
  }

  function retry(): void {
    retryMs = Math.min(RETRY_MAX_MS, retryMs * 2);
    void quietly(async () => {
      const waiting = [...unconfirmed].flatMap((id) => store.pin(id) ?? []);
      const [first, then] = [waiting.filter(isLeaving), waiting.filter((pin) => !isLeaving(pin))];
      for (const turn of [first, then]) await Promise.all(turn.map(({ id }) => takeUp(id)));
      if (unconfirmed.size === 0) retryMs = firstRetryMs;
    }).then(() => {
      if (unconfirmed.size > 0) later('retry', retryMs, retry);
    });
  }

  const quietly = (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => log.error({ err: error }, 'pins could not be worked on; it is tried again later'));

  /** Works on a pin unasked, when its turn comes. What fails is logged, and is done again at the next occasion. */
  async function unasked(id: PinId, work: (pin: Pin) => Promise<void>): Promise<void> {
    await pace
      .run(async () => {
        if (stopped) return;
        await lanes.run(id, async () => {
          const pin = store.pin(id);
          if (pin !== undefined) await work(pin);
        });
      })
      .catch((error: unknown) => log.error({ err: error }, 'a pin could not be worked on; it is tried again later'));
  }

  const takeUp = (id: PinId): Promise<void> =>
    unasked(id, async (recorded) => {
      const { pin, waits, refusal } = await advanced(recorded);
      await tell(pin, waits, refusal);
    });

  /** Takes up those with something to do; to see that there is nothing costs no turn. */
  async function takeUpDue(pins: readonly Pin[]): Promise<void> {
    const taken: Promise<void>[] = [];
    for (const pin of pins) {
      if (stopped) break;
      // Comparing facts takes processor time; answers go first.
      await setImmediate();
      if (isDue(pin)) taken.push(takeUp(pin.id));
    }
    await Promise.all(taken);
  }

  function isDue(pin: Pin): boolean {
    if (pin.state === 'ended' || pin.state === 'away') return false;
    if (pin.state !== 'pinned') return true;
    if (!isServed(pin)) return false;
    const content = followFacts(pin.content, sitrep(), updates, now());
    return content !== pin.content || channels.fingerprint(pin) !== pin.shown;
  }

  /** Tells whoever asked and has no outcome yet. */
  async function tell(pin: Pin, waits: boolean, refusal: Refusal | null): Promise<void> {
    if (
      pin.reply === null ||
      given.has(pin.id) ||
      (waits && (refusal?.why !== 'no-permission' || toldOfLack.has(pin.id)))
    )
      return;
    if (pin.reply.untilMs > now()) await channels.tell(pin, outcomeSentence(pin, waits ? refusal : null));
    if (waits) toldOfLack.add(pin.id);
    else store.savePin({ ...pin, reply: null });
  }

  /** The outcome goes to whoever pressed by the reply itself; only after a crash is it told from the store. */
  function hasOutcome(pin: Pin): void {
    if (pin.reply === null) return;
    const { token } = pin.reply;
    given.add(pin.id);
    later(`reply ${pin.id}`, TOLD_AFTER_MS, () => void forgetReply(pin.id, token));
  }

  const forgetReply = (id: PinId, token: string) =>
    lanes
      .run(id, async () => {
        given.delete(id);
        const pin = store.pin(id);
        if (pin?.reply?.token === token) store.savePin({ ...pin, reply: null });
      })
      .catch((error: unknown) => log.warn({ err: error }, 'a reply that was given is still kept'));

  return {
    lanes,
    pace,
    isServed,
    advanced,
    unasked,
    takeUp,
    takeUpDue,
    hasOutcome,
    waitsForOutcome: ({ id }) => void given.delete(id),
    tryAgain,
    connected() {
      retryMs = firstRetryMs;
    },
    later,
    quietly,
    isStopped: () => stopped,
    stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
