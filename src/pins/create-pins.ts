import { isDeepStrictEqual } from 'node:util';
import type { KnowledgeBase } from '../knowledge/model.ts';
import { eventOf, type Progress } from './advance.ts';
import { draftFor, pinOf, previewMark, renewed } from './draft-pin.ts';
import { differencesOf, isCurrent, leaving, refreshed } from './follow-facts.ts';
import {
  type AwaitedShare,
  type Pin,
  type PinEnd,
  type PinId,
  type PinState,
  pinIdOf,
  type SharedAnswer,
} from './pin.ts';
import type { Acting, Outcome, Pins } from './pins.ts';
import { createReconcile } from './reconcile.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { createWork, type WorkOptions } from './work.ts';

export interface PinsOptions extends WorkOptions {
  /** For how many days shared answers are remembered; 0: not at all. */
  readonly sharedDays: number;
}

/** Living pins with what happens to them unasked. None of these rejects. */
export interface LivingPins extends Pins {
  /**
   * The facts served have changed. Resolves when all pins and shared answers follow, or wait for Discord.
   *
   * @param previous - the facts before, which saves looking through all shared answers
   */
  knowledgeChanged(previous?: KnowledgeBase): Promise<void>;
  /** Keeps an answer that is about to be posted where others read it, so that it is found if no more is heard of it. */
  awaitShare(share: AwaitedShare): void;
  /** It was not posted after all. @param layout - its own */
  forgetShare(layout: string): void;
  /** Discord did not confirm whether it was posted: the channel is looked at soon. */
  lookForShares(): void;
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
  /** Sitrep may do more, or less, in the server's channels. */
  rightsChangedIn(guildId: string): void;
  channelGone(channelId: string): Promise<void>;
  serverLeft(guildId: string): Promise<void>;
  serverBack(guildId: string): Promise<void>;
  /** Resolves when nothing is under way; what waits for Discord is not. */
  settled(): Promise<void>;
  /** Starts nothing more by itself. */
  stop(): void;
}

/** Before a correction that Discord did not confirm is tried again. */
const CORRECT_AGAIN_MS = 60_000;
/** Before a channel is looked at for an answer that was not confirmed, and looked at again. */
const LOOK_SOON_MS = 1_000;
const LOOK_AGAIN_MS = 30_000;
/** One press of Discord's own pin menu gives several events. */
const CHANNEL_QUIET_MS = 1_000;
/** Attempts that left nothing behind: the draft may be posted again. */
const FAILED: ReadonlySet<PinEnd | null> = new Set(['full', 'no-access', 'refused']);

export function createPins(options: PinsOptions): LivingPins {
  const { store, channels, sitrep, now, log } = options;
  const work = createWork(options);
  const { lanes, pace, advanced, unasked, takeUp, takeUpDue, isServed, later, quietly } = work;
  const shared = createSharedAnswers({ store, channels, sitrep, pace, now, log });

  /** One run at a time, so that none records over another's corrections. */
  const correctShared = (previous: KnowledgeBase | undefined): Promise<void> =>
    lanes.run('shared answers', async () => {
      if (work.isStopped() || options.sharedDays === 0) return;
      const isUnconfirmed = await shared.follow(previous);
      if (isUnconfirmed) later('shared answers', CORRECT_AGAIN_MS, () => void quietly(() => correctShared(undefined)));
    });

  const findShared = (): Promise<void> =>
    lanes.run('shared answers', async () => {
      if (work.isStopped() || options.sharedDays === 0) return;
      if (await shared.find()) lookForShares(LOOK_AGAIN_MS);
    });
  const lookForShares = (ms: number) => later('awaited shares', ms, () => void quietly(findShared));

  /** What is kept of shared answers serves later corrections; the answers themselves do not wait for it. */
  function keep(work: () => void): void {
    if (options.sharedDays === 0) return;
    try {
      work();
    } catch (err) {
      log.error({ err }, 'a shared answer could not be kept; corrections may not reach it');
    }
  }

  function outcomeOf({ pin, waits, refusal }: Progress, isDone: (pin: Pin) => boolean): Outcome {
    if (waits) {
      work.waitsForOutcome(pin);
      return { kind: 'pending', pin };
    }
    work.hasOutcome(pin);
    if (isDone(pin)) return { kind: 'done', pin };
    if (pin.end === 'full') return { kind: 'full', oldest: oldestIn(pin.channelId) };
    return { kind: 'refused', refusal: refusal ?? { why: pin.state === 'away' ? 'server-gone' : 'message-gone' } };
  }

  const oldestIn = (channelId: string): Pin | null =>
    store.livingPins({ channelId }).find(({ state }) => state === 'pinned') ?? null;

  /** Something asked for by a moderator, done before all that is unasked. */
  function asked(id: PinId, acting: Acting, act: (pin: Pin, acted: Pin) => Promise<Outcome>): Promise<Outcome> {
    return lanes.run(id, async () => {
      const pin = store.pin(id);
      if (pin === undefined) return { kind: 'gone' };
      return act(pin, { ...pin, actingBy: acting.by, reply: acting.reply ?? pin.reply });
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

  /** Whether Discord has confirmed the pin as it is recorded. */
  const isShown = (pin: Pin): boolean => pin.state === 'pinned' && pin.shown === channels.fingerprint(pin);

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
      if (content === null) {
        // Decided before; but Discord may have refused to show it.
        if (isShown(recorded)) return { kind: 'already', pin: recorded };
        return outcomeOf(await advanced(acted), isShown);
      }
      const pin = { ...acted, content, updatedAtMs: what === 'left' ? recorded.updatedAtMs : now() };
      store.savePin(pin, eventOf(pin, what, acting.by, now()));
      return outcomeOf(await advanced(pin), isShown);
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
    renew(draft) {
      const today = renewed(draft, sitrep());
      if (!isDeepStrictEqual(today, draft)) store.saveDraft(today);
      return today;
    },
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

    publish(draftId, acting, replacing, previewed) {
      const id = pinIdOf(draftId);
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
        if (previewed !== undefined && previewMark(pin.content) !== previewed) return { kind: 'changed' };
        if (pin.content.facts.length === 0) return { kind: 'gone' };
        const askedFor = eventOf(pin, 'asked', acting.by, now(), pin.content.title);
        if (before === undefined) store.addPin(pin, askedFor);
        else store.savePin(pin, askedFor);
        let replaced: Pin | undefined;
        if (replacing !== undefined && store.pin(replacing)?.channelId === pin.channelId && replacing !== id) {
          const made = await end(replacing, { by: acting.by, reply: null }, 'unpinning', 'replaced');
          if (made.kind === 'pending') {
            work.tryAgain(id);
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
        .map((pin) => ({ pin, current: isServed(pin) && isCurrent(pin.content, sitrep()) && isShown(pin) })),
    pin: (id) => store.pin(id),
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
    awaitShare: (share) => keep(() => store.awaitShare(share)),
    forgetShare: (layout) => keep(() => store.forgetAwaited(layout)),
    lookForShares: () => lookForShares(LOOK_SOON_MS),
    remember: (answer) =>
      keep(() => {
        store.addShared(answer);
        // The facts were swapped while it was posted: what was corrected then did not include it.
        if (answer.version !== sitrep().knowledge.version) void quietly(() => correctShared(undefined));
      }),
    reconcile: (servers) =>
      quietly(async () => {
        work.connected();
        await reconcile.all(servers);
        await findShared();
        await correctShared(undefined);
        await Promise.all(store.untold().map(({ id }) => takeUp(id)));
        log.debug('pins compared with Discord');
      }),
    pinsChangedIn(channelId) {
      later(`channel ${channelId}`, CHANNEL_QUIET_MS, () => void quietly(() => reconcile.channel(channelId)));
    },
    rightsChangedIn(guildId) {
      later(`server ${guildId}`, CHANNEL_QUIET_MS, () => void quietly(() => reconcile.serverBack(guildId)));
    },
    channelGone: (channelId) => quietly(() => reconcile.channelGone(channelId)),
    serverLeft: (guildId) => quietly(() => reconcile.serverLeft(guildId)),
    serverBack: (guildId) => quietly(() => reconcile.serverBack(guildId)),
    settled: () => lanes.settled(),
    stop: work.stop,
  };
}
