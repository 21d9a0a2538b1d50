import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { eventOf, type Progress } from './advance.ts';
import type { Refusal } from './channels.ts';
import { draftFor, pinOf, previewMark, renewed } from './draft-pin.ts';
import { differencesOf, isCurrent, leaving, refreshed } from './follow-facts.ts';
import { createJoining } from './lanes.ts';
import {
  type AwaitedShare,
  asShown,
  hasFailed,
  isLeftStanding,
  type Pin,
  type PinAsk,
  type PinId,
  type PinState,
  pinIdOf,
  type SharedAnswer,
  withContent,
} from './pin.ts';
import type { Acting, Outcome, PinDifference, PinStanding, Pins } from './pins.ts';
import { createReconcile } from './reconcile.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { createWork, type WorkOptions } from './work.ts';

export interface PinsOptions extends WorkOptions {
  /** For how many days shared answers are remembered; 0: not at all. */
  readonly sharedDays: number;
  /** Time in which events of a channel, and looks at it, count as one; tests take 0. */
  readonly quietMs?: number;
}

/** Living pins with what happens to them unasked. None of these rejects. */
export interface LivingPins extends Pins {
  /** The facts served have changed. Resolves when all pins and shared answers follow, or wait for Discord. */
  knowledgeChanged(): Promise<void>;
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

/** Before a channel is looked at for an answer that was not confirmed: it may be on its way. */
const LOOK_SOON_MS = 1_000;
/** One press of Discord's own pin menu gives several events, and a poor connection is resumed again and again. */
const CHANNEL_QUIET_MS = 1_000;
/** For a look at the channel before a reply: it is to be there before Discord shows that it takes long (`DEFER_AFTER_MS`). */
const LOOK_WITHIN_MS = 1_200;
/** Characters of a difference's key; enough that no two meet by chance, few enough for a button. */
const KEY_CHARS = 10;

const UNCONFIRMED: Refusal = { why: 'unconfirmed' };

export function createPins(options: PinsOptions): LivingPins {
  const { store, channels, sitrep, now, log } = options;
  const left = new Set<string>();
  const work = createWork({ ...options, hasLeft: (guildId) => left.has(guildId) });
  const { lanes, pace, advanced, unasked, takeUp, takeUpDue, isServed, isShown, outcomeFor, later, quietly } = work;
  const shared = createSharedAnswers({ store, channels, sitrep, pace, found: (answer) => remember(answer), now, log });
  const quietMs = options.quietMs ?? CHANNEL_QUIET_MS;
  const joining = createJoining<void>();

  /** One run at a time, so that none records over another's corrections; `run` says whether it is to be tried again. */
  function sharedRun(name: string, run: () => Promise<boolean>): () => Promise<void> {
    const start = (): Promise<void> =>
      joining(name, (begun) =>
        lanes.run('shared answers', async () => {
          begun();
          if (work.isStopped() || options.sharedDays === 0) return;
          if (await run()) work.again(name, () => void quietly(start));
          else work.done(name);
        }),
      );
    return start;
  }
  const correctShared = sharedRun('shared answers', shared.follow);
  const findShared = sharedRun('awaited shares', shared.find);

  /** What is kept of shared answers serves later corrections; the answers themselves do not wait for it. */
  function keep(work: () => void): void {
    if (options.sharedDays === 0) return;
    try {
      work();
    } catch (err) {
      log.error({ err }, 'a shared answer could not be kept; corrections may not reach it');
    }
  }

  const remember = (answer: SharedAnswer): void =>
    keep(() => {
      store.addShared(answer);
      // The facts were swapped while it was posted: what was corrected then did not include it.
      if (answer.version !== sitrep().knowledge.version) void quietly(correctShared);
    });

  /** Something asked for by a moderator, done before all that is unasked. */
  function asked(
    id: PinId,
    what: PinAsk,
    acting: Acting,
    act: (pin: Pin, acted: Pin) => Promise<Outcome>,
  ): Promise<Outcome> {
    return lanes.run(id, () =>
      work.answering(id, acting.reply, async () => {
        const pin = store.pin(id);
        if (pin === undefined) return { kind: 'gone' };
        return act(pin, { ...pin, actingBy: acting.by, replies: withReply(pin, what, acting) });
      }),
    );
  }

  const withReply = ({ replies }: Pin, asked: PinAsk, { reply }: Acting): Pin['replies'] => [
    ...replies.filter(({ untilMs }) => untilMs > now()),
    ...(reply === null ? [] : [{ ...reply, asked }]),
  ];

  /** What has come of it, for whoever asked; the others who wait are told, too. */
  function concluded(what: PinAsk, progress: Progress): Outcome {
    work.tellOthers(progress);
    return outcomeFor(what, progress);
  }

  /** Takes the pin to where its message is known, if Discord answers. */
  const whereKnown = async (pin: Pin): Promise<Pin> =>
    pin.state === 'posting' || pin.state === 'pinning' ? (await advanced(pin)).pin : pin;

  /** Unpins or deletes. */
  function end(
    id: PinId,
    what: 'unpin' | 'remove',
    acting: Acting,
    state: PinState & ('unpinning' | 'deleting'),
    why: 'unpinned' | 'deleted' | 'replaced',
  ): Promise<Outcome> {
    return asked(id, what, acting, async (recorded, acted) => {
      const { actingBy, replies } = acted;
      let pin = await whereKnown(recorded);
      if (pin.state === 'ended') return { kind: 'already', pin };
      if (pin.state === 'away') return { kind: 'refused', refusal: { why: 'server-gone' } };
      if (pin.state === 'posting') return { kind: 'refused', refusal: UNCONFIRMED };
      // What could not be pinned is being deleted as it is.
      pin = isLeftStanding(pin) ? { ...pin, actingBy, replies } : { ...pin, actingBy, replies, state, end: why };
      store.savePin(pin);
      return concluded(what, await advanced(pin));
    });
  }

  /** A new content of a living pin, decided by a moderator. @param seen - key of the difference that they decided about */
  function decide(
    id: PinId,
    what: 'refresh' | 'leave',
    acting: Acting,
    seen: string | undefined,
    change: (content: Pin['content']) => Pin['content'] | null,
  ): Promise<Outcome> {
    return asked(id, what, acting, async (recorded, acted) => {
      const { actingBy, replies } = acted;
      const pin = { ...(await whereKnown(recorded)), actingBy, replies };
      if (pin.state === 'deleting' || pin.state === 'unpinning') return { kind: 'gone' };
      if (!isServed(pin)) return { kind: 'refused', refusal: { why: 'not-served' } };
      if (pin.state === 'away') return { kind: 'refused', refusal: { why: 'server-gone' } };
      if (pin.state !== 'pinned') return { kind: 'already', pin };
      const content = change(pin.content);
      if (content === null) {
        // Decided before; but Discord may have refused to show it.
        if (!isShown(pin)) {
          store.savePin(pin);
          return concluded(what, await advanced(pin));
        }
        // That it is pinned is known from what was recorded only; it may have been taken away by hand since.
        const found = await work.compare(pin);
        work.tellOthers(found);
        const { refusal } = found;
        return found.pin.state === 'pinned' && refusal !== null
          ? { kind: 'refused', refusal }
          : { kind: 'already', pin: found.pin };
      }
      if (seen !== undefined && seen !== differenceOf(pin).key) return { kind: 'changed' };
      const decided = withContent(pin, content, what === 'leave' ? pin.updatedAtMs : now());
      store.savePin(decided, eventOf(decided, what === 'leave' ? 'left' : 'refreshed', acting.by, now()));
      return concluded(what, await advanced(decided));
    });
  }

  /** How today's facts differ from what the message shows, also in what a moderator has decided to leave. */
  function differenceOf(recorded: Pin): PinDifference {
    const pin = asShown(recorded);
    const facts = isServed(pin) ? differencesOf({ ...pin.content, left: [] }, sitrep()) : [];
    const unsettled = isServed(pin) ? differencesOf(pin.content, sitrep()) : [];
    const key = createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, KEY_CHARS);
    return { pin, facts, left: facts.length - unsettled.length, key };
  }

  function standingOf(pin: Pin, unseen: Refusal | null): PinStanding {
    const { content } = asShown(pin);
    const current = isServed(pin) && isCurrent({ ...content, left: [] }, sitrep());
    const isLeft = isServed(pin) && !current && isCurrent(content, sitrep());
    return { pin, current, left: isLeft, editDue: pin.state === 'pinned' && isServed(pin) && !isShown(pin), unseen };
  }

  const inChannel = (channelId: string, unseen?: ReadonlyMap<PinId, Refusal>): readonly PinStanding[] =>
    store.livingPins({ channelId }).map((pin) => standingOf(pin, unseen?.get(pin.id) ?? null));

  const { compare, again, done, isStopped } = work;
  const reconcile = createReconcile({
    ...{ store, channels, lanes, pace, unasked, takeUpDue, compare, again, done, quietly, isStopped },
    ...{ left, quietMs, now, log },
  });

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
    cancel(draftId) {
      const pin = store.pin(pinIdOf(draftId));
      if (pin !== undefined && !hasFailed(pin)) return pin;
      store.removeDraft(draftId);
      return undefined;
    },
    preview: (draft) => pinOf(draft, sitrep(), now()),

    publish(draftId, acting, replacing, previewed) {
      const id = pinIdOf(draftId);
      const publishing = async (): Promise<Outcome> => {
        const draft = store.draft(draftId);
        let before = store.pin(id);
        if (before !== undefined && isLeftStanding(before)) {
          // An earlier attempt's message goes first, or there would be two.
          const cleared = await advanced({ ...before, actingBy: acting.by });
          if (isLeftStanding(cleared.pin))
            return { kind: 'refused', refusal: cleared.refusal ?? UNCONFIRMED, standing: cleared.pin };
          before = cleared.pin;
        }
        if (before !== undefined && !(hasFailed(before) && draft !== undefined)) {
          if (before.state !== 'posting' && before.state !== 'pinning') return { kind: 'already', pin: before };
          const waiting = { ...before, replies: withReply(before, 'publish', acting) };
          store.savePin(waiting);
          return { kind: 'pending', pin: waiting };
        }
        if (draft === undefined || draft.situation !== sitrep().knowledge.name) return { kind: 'gone' };
        const made = pinOf(draft, sitrep(), now());
        const replies = withReply(before ?? made, 'publish', acting);
        const pin: Pin = { ...made, createdBy: acting.by, actingBy: acting.by, replies };
        if (previewed !== undefined && previewMark(pin.content) !== previewed) return { kind: 'changed' };
        if (pin.content.facts.length === 0) return { kind: 'gone' };
        const askedFor = eventOf(pin, 'asked', acting.by, now(), pin.content.title);
        if (before === undefined) store.addPin(pin, askedFor);
        else store.savePin(pin, askedFor);
        let replaced: Pin | undefined;
        if (replacing !== undefined && store.pin(replacing)?.channelId === pin.channelId && replacing !== id) {
          const room = await end(replacing, 'unpin', { by: acting.by, reply: null }, 'unpinning', 'replaced');
          if (room.kind === 'pending') {
            work.tryAgain(id);
            return { kind: 'pending', pin };
          }
          const gaveWay = store.pin(replacing);
          if (gaveWay?.end === 'replaced') replaced = gaveWay;
        }
        const outcome = concluded('publish', await advanced(pin));
        const failed = outcome.kind === 'full' || outcome.kind === 'refused';
        return failed && replaced !== undefined ? { ...outcome, replaced } : outcome;
      };
      return lanes.run(id, () => work.answering(id, acting.reply, publishing));
    },
    refresh: (id, acting, seen) =>
      decide(id, 'refresh', acting, seen, (content) => {
        const fresh = refreshed(content, sitrep(), now());
        return JSON.stringify(fresh) === JSON.stringify(content) ? null : fresh;
      }),
    leave: (id, acting, seen) =>
      decide(id, 'leave', acting, seen, (content) => (content.review === null ? null : leaving(content, sitrep()))),
    unpin: (id, acting) => end(id, 'unpin', acting, 'unpinning', 'unpinned'),
    remove: (id, acting) => end(id, 'remove', acting, 'deleting', 'deleted'),

    inChannel: (channelId) => inChannel(channelId),
    pin: (id) => store.pin(id),
    async look(channelId) {
      const looking = reconcile.look(channelId).catch((err: unknown) => {
        log.error({ err }, 'the pins of a channel could not be compared');
        return undefined;
      });
      const unseen = await Promise.race([looking, sleep(LOOK_WITHIN_MS, undefined, { ref: false })]);
      if (unseen !== undefined) return inChannel(channelId, unseen);
      return inChannel(channelId).map((standing) =>
        standing.pin.state === 'pinned' ? { ...standing, unseen: UNCONFIRMED } : standing,
      );
    },
    difference(id) {
      const pin = store.pin(id);
      return pin === undefined || pin.state === 'ended' ? undefined : differenceOf(pin);
    },
    history: (channelId, limit) => store.history(channelId, limit),

    knowledgeChanged: () =>
      quietly(async () => {
        await Promise.all([takeUpDue(store.livingPins()), correctShared()]);
      }),
    awaitShare: (share) => keep(() => store.awaitShare(share)),
    forgetShare: (layout) => keep(() => store.forgetAwaited(layout)),
    lookForShares: () => later('lost share', LOOK_SOON_MS, () => void quietly(findShared)),
    remember,
    reconcile: (servers) =>
      quietly(async () => {
        work.connected();
        await reconcile.all(servers);
        await findShared();
        await correctShared();
        await Promise.all(store.untold().map(({ id }) => takeUp(id)));
        log.debug('pins compared with Discord');
      }),
    pinsChangedIn(channelId) {
      later(`channel ${channelId}`, quietMs, () => void quietly(() => reconcile.channel(channelId)));
    },
    rightsChangedIn(guildId) {
      later(`server ${guildId}`, quietMs, () => void quietly(() => reconcile.serverBack(guildId)));
    },
    channelGone: (channelId) => quietly(() => reconcile.channelGone(channelId)),
    serverLeft: (guildId) => quietly(() => reconcile.serverLeft(guildId)),
    serverBack: (guildId) => quietly(() => reconcile.serverBack(guildId)),
    settled: () => lanes.settled(),
    stop: work.stop,
  };
}
