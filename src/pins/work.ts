import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Sitrep } from '../sitrep.ts';
import { createAdvance, eventOf, type Progress } from './advance.ts';
import type { Channels } from './channels.ts';
import { followFacts, type PinUpdates } from './follow-facts.ts';
import { createJoining, createLanes, createPace, type Lanes, type Pace } from './lanes.ts';
import { createOutcomes, type OutcomeFor } from './outcome.ts';
import { isLeaving, type Pin, type PinId, type PinReply, withContent } from './pin.ts';
import type { PinStore } from './pin-store.ts';
import type { Outcome } from './pins.ts';

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
  /** Before what Discord did not confirm is taken up again; doubled each time, for each pin by itself. */
  readonly retryMs?: number;
}

export interface WorkParts extends WorkOptions {
  /** Whether Sitrep was removed from the server, as far as is known. */
  readonly hasLeft: (guildId: string) => boolean;
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
  /** Asks Discord whether a pin is still pinned; to be called in its lane. */
  compare(pin: Pin): Promise<Progress>;
  /** Whether Discord has confirmed the pin as it is recorded. */
  isShown(pin: Pin): boolean;
  readonly outcomeFor: OutcomeFor;
  /** Takes up those of the pins that have something to do. */
  takeUpDue(pins: readonly Pin[]): Promise<void>;
  /** Runs what somebody asked for; the outcome that it gives goes to their reply. */
  answering(id: PinId, reply: PinReply | null, work: () => Promise<Outcome>): Promise<Outcome>;
  /** Tells the others who wait for this pin what has come of it; to be called in its lane. */
  tellOthers(progress: Progress): void;
  /** Has a pin taken up again although Discord was not asked yet. */
  tryAgain(id: PinId): void;
  /** Discord answers again: no need to wait long. */
  connected(): void;
  /** @param key - a timer of the same key is started anew */
  later(key: string, ms: number, work: () => void): void;
  /** Does something once more after a wait, which doubles each time for the same key … */
  again(key: string, work: () => void): void;
  /** … until it is done. */
  done(key: string): void;
  quietly(work: () => Promise<void>): Promise<void>;
  isStopped(): boolean;
  stop(): void;
}

/** Unasked work: at most 20 pins a second, four at once, out of the 50 requests a second that discord.js lets through. */
const AT_ONCE = 4;
const PACE_MS = 50;
const RETRY_MS = 5_000;
const RETRY_MAX_MS = 60_000;
/** What Discord refuses, and not for good, is asked for less and less often: rights that come back are usually told of. */
const REFUSED_RETRY_MAX_MS = 60 * 60_000;
/** By then whoever pressed has the outcome from the reply itself. */
const TOLD_AFTER_MS = 10_000;

export function createWork(options: WorkParts): Work {
  const { store, channels, sitrep, updates, now, log } = options;
  const lanes = createLanes();
  const pace = createPace(AT_ONCE, options.paceMs ?? PACE_MS);
  const timers = new Map<string, NodeJS.Timeout>();
  /** What is tried again → how long the next wait is. */
  const waits = new Map<string, number>();
  const joining = createJoining<void>();
  /** Tokens of replies: these know what it waits for … */
  const toldOfLack = new Set<string>();
  /** … and these get, or have, their outcome from the reply itself, and so need no telling. */
  const given = new Set<string>();
  const firstRetryMs = options.retryMs ?? RETRY_MS;
  let stopped = false;

  const isServed = (pin: Pin) => pin.situation === sitrep().knowledge.name;

  function follow(pin: Pin): Pin {
    const content = followFacts(pin.content, sitrep(), updates, now());
    if (content === pin.content) return pin;
    // The facts ask for it, not whoever worked on the pin last: it is done for whoever made it.
    const followed = { ...withContent(pin, content, now()), actingBy: pin.createdBy };
    const asks = content.review !== null && pin.content.review === null;
    const news = content.changes.filter((change) => !pin.content.changes.includes(change)).map(({ text }) => text);
    store.savePin(followed, eventOf(followed, asks ? 'review-asked' : 'updated', null, now(), news.join('; ')));
    return followed;
  }

  const { advance, compare } = createAdvance({ store, channels, follow, isServed, hasLeft: options.hasLeft, now });
  const isShown = (pin: Pin): boolean => pin.state === 'pinned' && pin.shown === channels.fingerprint(pin);
  const outcomeFor = createOutcomes(store, isShown);

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

  function again(key: string, work: () => void, maxMs = RETRY_MAX_MS): void {
    const ms = waits.get(key) ?? firstRetryMs;
    waits.set(key, Math.min(maxMs, ms * 2));
    later(key, ms, work);
  }

  function done(key: string): void {
    waits.delete(key);
    clearTimeout(timers.get(key));
    timers.delete(key);
  }

  async function advanced(pin: Pin): Promise<Progress> {
    // Where the store fails, Discord may have carried out what is not recorded.
    const progress = await advance(pin).catch((error: unknown) => {
      tryAgain(pin.id);
      throw error;
    });
    if (progress.waits) tryAgain(pin.id);
    // Refused for now; the rights that it takes may come back without a word of Discord's.
    else if (isLeaving(progress.pin) && !options.hasLeft(pin.guildId)) tryAgain(pin.id, REFUSED_RETRY_MAX_MS);
    else done(`pin ${pin.id}`);
    if (progress.refusal !== null)
      log.warn({ refusal: progress.refusal, state: progress.pin.state }, 'pin not as wanted');
    return progress;
  }

  async function compared(pin: Pin): Promise<Progress> {
    const progress = await compare(pin);
    if (progress.waits) tryAgain(pin.id);
    return progress;
  }

  function tryAgain(id: PinId, maxMs?: number): void {
    again(`pin ${id}`, () => void quietly(() => retry(id)), maxMs);
  }

  async function retry(id: PinId): Promise<void> {
    const pin = store.pin(id);
    if (pin === undefined) return;
    if (!isLeaving(pin)) await takeUpAll(store.livingPins({ channelId: pin.channelId }).filter(isLeaving));
    await takeUp(id);
  }

  const quietly = (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => log.error({ err: error }, 'pins could not be worked on; it is tried again later'));

  /** Works on a pin unasked, when its turn comes. What fails is logged and tried again. */
  async function unasked(id: PinId, work: (pin: Pin) => Promise<void>): Promise<void> {
    await pace
      .run(async () => {
        if (stopped) return;
        await lanes.run(id, async () => {
          const pin = store.pin(id);
          if (pin !== undefined) await work(pin);
        });
      })
      .catch((error: unknown) => {
        log.error({ err: error }, 'a pin could not be worked on; it is tried again later');
        tryAgain(id);
      });
  }

  const takeUp = (id: PinId): Promise<void> =>
    joining(id, (begun) =>
      unasked(id, async (recorded) => {
        begun();
        await tell(await advanced(recorded));
      }),
    );

  const takeUpAll = async (pins: readonly Pin[]): Promise<void> => {
    await Promise.all(pins.map(({ id }) => takeUp(id)));
  };

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
    if (pin.state === 'ended') return false;
    if (pin.state === 'away') return !options.hasLeft(pin.guildId);
    if (pin.state !== 'pinned') return true;
    if (!isServed(pin)) return false;
    const content = followFacts(pin.content, sitrep(), updates, now());
    return content !== pin.content || channels.fingerprint(pin) !== pin.shown;
  }

  /** Tells all who have asked and have no outcome yet. */
  async function tell(progress: Progress): Promise<void> {
    const { pin } = progress;
    const told = new Set<string>();
    await Promise.all(
      pin.replies.map(async (reply) => {
        const { token, untilMs, asked } = reply;
        if (given.has(token)) return;
        const outcome = outcomeFor(asked, progress);
        const isPending = outcome.kind === 'pending';
        if (isPending && (outcome.refusal?.why !== 'no-permission' || toldOfLack.has(token))) return;
        if (untilMs > now()) await channels.tell(reply, asked, outcome, pin);
        if (isPending) toldOfLack.add(token);
        else told.add(token);
      }),
    );
    if (told.size === 0) return;
    for (const token of told) toldOfLack.delete(token);
    store.savePin({ ...pin, replies: pin.replies.filter(({ token }) => !told.has(token)) });
  }

  /** Whoever asks has the outcome by the reply itself; only after a crash, and where it is pending, is it told from the store. */
  async function answering(id: PinId, reply: PinReply | null, work: () => Promise<Outcome>): Promise<Outcome> {
    if (reply !== null) given.add(reply.token);
    let outcome: Outcome | undefined;
    try {
      outcome = await work();
      return outcome;
    } finally {
      const token = reply?.token;
      if (token !== undefined) {
        if (outcome === undefined || outcome.kind === 'pending') given.delete(token);
        else later(`reply ${token}`, TOLD_AFTER_MS, () => void forgetReply(id, token));
      }
    }
  }

  /** In the pin's lane, after something was asked for: the others who wait are told what has come of it. */
  function tellOthers(progress: Progress): void {
    const { id, replies } = progress.pin;
    if (!progress.waits && replies.some(({ token }) => !given.has(token)))
      void unasked(id, (pin) => tell({ ...progress, pin }));
  }

  const forgetReply = (id: PinId, token: string) =>
    lanes
      .run(id, async () => {
        given.delete(token);
        const pin = store.pin(id);
        if (pin?.replies.some((reply) => reply.token === token))
          store.savePin({ ...pin, replies: pin.replies.filter((reply) => reply.token !== token) });
      })
      .catch((error: unknown) => log.warn({ err: error }, 'a reply that was given is still kept'));

  return {
    lanes,
    pace,
    isServed,
    isShown,
    outcomeFor,
    advanced,
    compare: compared,
    unasked,
    takeUp,
    takeUpDue,
    answering,
    tellOthers,
    tryAgain,
    connected: () => waits.clear(),
    again,
    done,
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
