import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { KnowledgeBase } from '../knowledge/model.ts';
import type { Sitrep } from '../sitrep.ts';
import { createAdvance, eventOf, type Progress } from './advance.ts';
import type { Channels, Refusal } from './channels.ts';
import { draftFor, pinOf } from './draft-pin.ts';
import { differencesOf, followFacts, isCurrent, leaving, type PinUpdates, refreshed } from './follow-facts.ts';
import { createLanes, createPace } from './lanes.ts';
import type { Pin, PinEnd, PinId, PinState, SharedAnswer } from './pin.ts';
import type { PinStore } from './pin-store.ts';
import type { Acting, Outcome, Pins } from './pins.ts';
import { createReconcile } from './reconcile.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { outcomeSentence } from './tell.ts';

export interface PinsOptions {
  readonly store: PinStore;
  readonly channels: Channels;
  /** The situation served now. */
  readonly sitrep: () => Sitrep;
  readonly updates: PinUpdates;
  /** For how many days shared answers are remembered; 0: not at all. */
  readonly sharedDays: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  /** Time between two pins that are worked on unasked; tests take 0. */
  readonly paceMs?: number;
  /** Before what Discord did not confirm is taken up again; doubled each time up to `RETRY_MAX_MS`. */
  readonly retryMs?: number;
}

/** Living pins with what happens to them unasked. None of these rejects. */
export interface LivingPins extends Pins {
  /**
   * The facts served have changed. Resolves when all pins and shared answers follow, or wait for Discord.
   *
   * @param previous - the facts before, which saves looking through all shared answers
   */
  knowledgeChanged(previous?: KnowledgeBase): Promise<void>;
  /** Keeps an answer that was posted where others read it, so that corrections reach it. */
  remember(shared: SharedAnswer): void;
  /**
   * Takes up all that is not at rest and compares what is recorded with what is in Discord: after a start, and after a
   * connection that was lost.
   *
   * @param servers - those that the bot is in
   */
  reconcile(servers: ReadonlySet<string>): Promise<void>;
  /** Somebody pinned or unpinned something in the channel. */
  pinsChangedIn(channelId: string): void;
  channelGone(channelId: string): Promise<void>;
  serverLeft(guildId: string): Promise<void>;
  serverBack(guildId: string): Promise<void>;
  /** Resolves when nothing is under way; what waits for Discord is not. */
  settled(): Promise<void>;
  /** Starts nothing more by itself. */
  stop(): void;
}

/** Unasked work: at most 20 pins a second, four at once, out of the 50 requests a second that discord.js lets through. */
const AT_ONCE = 4;
const PACE_MS = 50;
const RETRY_MS = 5_000;
const RETRY_MAX_MS = 60_000;
/** One press of Discord's own pin menu gives several events. */
const CHANNEL_QUIET_MS = 1_000;
/** By then whoever pressed has the outcome from the reply itself. */
const TOLD_AFTER_MS = 10_000;
/** Attempts that left nothing behind: the draft may be posted again. */
const FAILED: ReadonlySet<PinEnd | null> = new Set(['full', 'no-access', 'refused']);

export function createPins(options: PinsOptions): LivingPins {
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

  const shared = createSharedAnswers({ store, channels, sitrep, pace, now, log });

  const isServed = (pin: Pin) => pin.situation === sitrep().knowledge.name;

  function follow(pin: Pin): Pin {
    const content = followFacts(pin.content, sitrep(), updates, now());
    if (content === pin.content) return pin;
    const followed = { ...pin, content, updatedAtMs: now() };
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
    const progress = await advance(pin);
    if (progress.waits) {
      unconfirmed.add(pin.id);
      later('retry', retryMs, retry);
    } else unconfirmed.delete(pin.id);
    if (progress.refusal !== null)
      log.warn({ refusal: progress.refusal, state: progress.pin.state }, 'pin not as wanted');
    return progress;
  }

  function retry(): void {
    retryMs = Math.min(RETRY_MAX_MS, retryMs * 2);
    void quietly(async () => {
      const waiting = [...unconfirmed].flatMap((id) => store.pin(id) ?? []);
      // Pins to be unpinned go first: they may make the room that others wait for.
      for (const isFirst of [true, false]) {
        const turn = waiting.filter(({ state }) => (state === 'unpinning') === isFirst);
        await Promise.all(turn.map(({ id }) => takeUp(id)));
      }
      if (unconfirmed.size === 0) retryMs = firstRetryMs;
    });
  }

  const quietly = (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => log.error({ err: error }, 'pins could not be worked on; it is tried again later'));

  /** One run at a time, so that none records over another's corrections. */
  const correctShared = (previous: KnowledgeBase | undefined): Promise<void> =>
    lanes.run('shared answers', async () => {
      if (stopped || options.sharedDays === 0) return;
      const isUnconfirmed = await shared.follow(previous);
      if (isUnconfirmed) later('shared answers', RETRY_MAX_MS, () => void quietly(() => correctShared(undefined)));
    });

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
  function answered(pin: Pin): void {
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

  function outcomeOf({ pin, waits, refusal }: Progress, isDone: (pin: Pin) => boolean): Outcome {
    if (waits) return { kind: 'pending', pin };
    answered(pin);
    if (isDone(pin)) return { kind: 'done', pin };
    if (pin.end === 'full') return { kind: 'full', oldest: oldestIn(pin.channelId) };
    return { kind: 'refused', refusal: refusal ?? { why: pin.state === 'away' ? 'server-gone' : 'message-gone' } };
  }

  const oldestIn = (channelId: string): Pin | null =>
    store.livingPins({ channelId }).find(({ state }) => state === 'pinned') ?? null;

  /** Something asked for by a moderator, done before all that is unasked. */
  function asked(id: PinId, acting: Acting, work: (pin: Pin, acted: Pin) => Promise<Outcome>): Promise<Outcome> {
    return lanes.run(id, async () => {
      const pin = store.pin(id);
      if (pin === undefined) return { kind: 'gone' };
      return work(pin, { ...pin, actingBy: acting.by, reply: acting.reply ?? pin.reply });
    });
  }

  /** Unpins or deletes. */
  function end(id: PinId, acting: Acting, state: PinState & ('unpinning' | 'deleting'), why: PinEnd): Promise<Outcome> {
    return asked(id, acting, async (recorded, acted) => {
      let pin = recorded;
      // Where the message is must be known first.
      if (pin.state === 'posting' || pin.state === 'pinning') pin = (await advanced(pin)).pin;
      if (pin.state === 'ended') return { kind: 'already', pin };
      if (pin.state === 'away') return { kind: 'refused', refusal: { why: 'server-gone' } };
      if (pin.state === 'posting') return { kind: 'refused', refusal: { why: 'unconfirmed' } };
      const { actingBy, reply } = acted;
      pin = { ...pin, actingBy, reply, state, end: why };
      store.savePin(pin);
      return outcomeOf(await advanced(pin), ({ state: reached, end: reason }) => reached === 'ended' && reason === why);
    });
  }

  /** A new content of a living pin, decided by a moderator. */
  function decide(
    id: PinId,
    acting: Acting,
    what: 'refreshed' | 'left',
    change: (pin: Pin) => Pin['content'] | null,
  ): Promise<Outcome> {
    return asked(id, acting, async (recorded, acted) => {
      if (recorded.state === 'ended' || recorded.state === 'deleting' || recorded.state === 'unpinning')
        return { kind: 'gone' };
      if (!isServed(recorded)) return { kind: 'refused', refusal: { why: 'not-served' } };
      if (recorded.state === 'away') return { kind: 'refused', refusal: { why: 'server-gone' } };
      if (recorded.state !== 'pinned') return { kind: 'pending', pin: recorded };
      const content = change(recorded);
      if (content === null) return { kind: 'already', pin: recorded };
      const pin = { ...acted, content, updatedAtMs: what === 'left' ? recorded.updatedAtMs : now() };
      store.savePin(pin, eventOf(pin, what, acting.by, now()));
      return outcomeOf(await advanced(pin), ({ state }) => state === 'pinned');
    });
  }

  const reconcile = createReconcile({ store, channels, unasked, takeUpDue, now, pace, log });

  return {
    startDraft(request) {
      const draft = draftFor(request, sitrep(), now());
      if (draft !== undefined) store.saveDraft(draft);
      return draft;
    },
    draft: (id) => store.draft(id),
    choose(draftId, facts) {
      const draft = store.draft(draftId);
      if (draft === undefined) return undefined;
      const changed = { ...draft, chosen: draft.offered.filter((id) => facts.includes(id)) };
      store.saveDraft(changed);
      return changed;
    },
    annotate(draftId, text) {
      const draft = store.draft(draftId);
      if (draft === undefined) return undefined;
      const changed = { ...draft, note: text };
      store.saveDraft(changed);
      return changed;
    },
    preview: (draft) => pinOf(draft, sitrep(), now()),

    publish(draftId, acting, replacing) {
      // A pin has the id of its draft.
      const id = draftId as PinId;
      return lanes.run(id, async () => {
        const draft = store.draft(draftId);
        const before = store.pin(id);
        if (before !== undefined && !(FAILED.has(before.end) && before.state === 'ended' && draft !== undefined))
          return before.state === 'posting' ? { kind: 'pending', pin: before } : { kind: 'already', pin: before };
        if (draft === undefined || draft.situation !== sitrep().knowledge.name) return { kind: 'gone' };
        const pin = {
          ...pinOf(draft, sitrep(), now()),
          createdBy: acting.by,
          actingBy: acting.by,
          reply: acting.reply,
        };
        if (pin.content.facts.length === 0) return { kind: 'gone' };
        const askedFor = eventOf(pin, 'asked', acting.by, now(), pin.content.title);
        if (before === undefined) store.addPin(pin, askedFor);
        else store.savePin(pin, askedFor);
        let replaced: Pin | undefined;
        if (replacing !== undefined && store.pin(replacing)?.channelId === pin.channelId && replacing !== id) {
          const made = await end(replacing, { by: acting.by, reply: null }, 'unpinning', 'replaced');
          if (made.kind === 'pending') {
            unconfirmed.add(id);
            return { kind: 'pending', pin };
          }
          if (made.kind === 'done') replaced = made.pin;
        }
        const outcome = outcomeOf(await advanced(pin), ({ state }) => state === 'pinned');
        const failed = outcome.kind === 'full' || outcome.kind === 'refused';
        return failed && replaced !== undefined ? { ...outcome, replaced } : outcome;
      });
    },
    refresh: (id, acting) =>
      decide(id, acting, 'refreshed', ({ content }) => {
        const fresh = refreshed(content, sitrep());
        return JSON.stringify(fresh) === JSON.stringify(content) ? null : fresh;
      }),
    leave: (id, acting) =>
      decide(id, acting, 'left', ({ content }) => (content.review === null ? null : leaving(content, sitrep()))),
    unpin: (id, acting) => end(id, acting, 'unpinning', 'unpinned'),
    remove: (id, acting) => end(id, acting, 'deleting', 'deleted'),

    inChannel: (channelId) =>
      store
        .livingPins({ channelId })
        .map((pin) => ({ pin, current: isServed(pin) && isCurrent(pin.content, sitrep()) })),
    difference(id) {
      const pin = store.pin(id);
      if (pin === undefined || pin.state === 'ended') return undefined;
      return { pin, facts: isServed(pin) ? differencesOf(pin.content, sitrep()) : [] };
    },
    history: (channelId, limit) => store.history(channelId, limit),

    knowledgeChanged: (previous) =>
      quietly(async () => {
        await Promise.all([takeUpDue(store.livingPins()), correctShared(previous)]);
      }),
    remember(answer) {
      if (options.sharedDays === 0) return;
      try {
        store.addShared(answer);
      } catch (err) {
        log.error({ err }, 'a shared answer could not be kept; corrections will not reach it');
      }
    },
    reconcile: (servers) =>
      quietly(async () => {
        retryMs = firstRetryMs;
        await reconcile.all(servers);
        await correctShared(undefined);
        await Promise.all(store.untold().map(({ id }) => takeUp(id)));
      }),
    pinsChangedIn(channelId) {
      later(`channel ${channelId}`, CHANNEL_QUIET_MS, () => void quietly(() => reconcile.channel(channelId)));
    },
    channelGone: (channelId) => quietly(() => reconcile.channelGone(channelId)),
    serverLeft: (guildId) => quietly(() => reconcile.serverLeft(guildId)),
    serverBack: (guildId) => quietly(() => reconcile.serverBack(guildId)),
    settled: () => lanes.settled(),
    stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
