import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { FactId } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';
import { isUpToDate, type PinsContext, sitrepOf } from './context.ts';
import { adoptedPin, draftFor, pinOf, previewMark, renewed } from './draft-pin.ts';
import { differencesOf, dismissChanges, isCurrent, refreshContent } from './follow-facts.ts';
import { outcomeOf } from './outcome.ts';
import {
  asShown,
  type Draft,
  END_WORDS,
  eventOf,
  hasFailed,
  isPinEnd,
  isStuck,
  type Pin,
  type PinAsk,
  type PinContent,
  type PinEvent,
  type PinId,
  pinIdOf,
  withContent,
} from './pin.ts';
import type { Progress } from './pin-steps.ts';
import type { PinWork } from './pin-work.ts';
import { nextPinState } from './publication.ts';
import type { Look, Reconciliation } from './reconcile.ts';
import type { Refusal } from './refusal.ts';
import type {
  Acting,
  ChannelPins,
  DraftRequest,
  PinDifference,
  PinOutcome,
  PinRequests,
  PinStatus,
  UnknownPin,
} from './requests.ts';
import type { Runner } from './runner.ts';

/** Reading the channel for a reply must end before Discord shows that the reply takes long (`DEFER_AFTER_MS`). */
const LOOK_WITHIN_MS = 1_200;
/** Length of a difference's key: long enough to avoid collisions, short enough for a button. */
const KEY_CHARS = 10;

const UNCONFIRMED: Refusal = { why: 'unconfirmed' };

/** Carries out what moderators ask for, before all background work. */
export class RequestDesk implements PinRequests {
  readonly #context: PinsContext;
  readonly #runner: Runner;
  readonly #work: PinWork;
  readonly #reconciliation: Reconciliation;

  constructor(context: PinsContext, runner: Runner, work: PinWork, reconciliation: Reconciliation) {
    this.#context = context;
    this.#runner = runner;
    this.#work = work;
    this.#reconciliation = reconciliation;
  }

  async startDraft(request: DraftRequest): Promise<Draft | undefined> {
    const { store, now } = this.#context;
    const sitrep = sitrepOf(this.#context, request);
    const draft = sitrep && draftFor(request, sitrep, now());
    if (draft !== undefined) await store.saveDraft(draft);
    return draft;
  }

  draft(id: string): Promise<Draft | undefined> {
    return this.#context.store.draft(id);
  }

  renew(draftId: string): Promise<Draft | undefined> {
    return this.#changeDraft(draftId, (draft) => {
      const sitrep = sitrepOf(this.#context, draft);
      return sitrep === undefined ? draft : renewed(draft, sitrep);
    });
  }

  choose(draftId: string, facts: readonly FactId[]): Promise<Draft | undefined> {
    return this.#changeDraft(draftId, (draft) => ({
      ...draft,
      chosen: draft.offered.filter((id) => facts.includes(id)),
    }));
  }

  annotate(draftId: string, text: string | null): Promise<Draft | undefined> {
    return this.#changeDraft(draftId, (draft) => ({ ...draft, note: text }));
  }

  #changeDraft(draftId: string, change: (draft: Draft) => Draft): Promise<Draft | undefined> {
    const { store } = this.#context;
    return this.#runner.exclusive(draftKey(draftId), async () => {
      const draft = await store.draft(draftId);
      if (draft === undefined) return undefined;
      const changed = change(draft);
      if (!isDeepStrictEqual(changed, draft)) await store.saveDraft(changed);
      return changed;
    });
  }

  cancel(draftId: string): Promise<Pin | undefined> {
    const { store } = this.#context;
    return this.#runner.exclusive(draftKey(draftId), async () => {
      const pin = await store.pin(pinIdOf(draftId));
      if (pin !== undefined && !hasFailed(pin)) return pin;
      await store.removeDraft(draftId);
      return undefined;
    });
  }

  preview(draft: Draft): Pin | undefined {
    const sitrep = sitrepOf(this.#context, draft);
    return sitrep && pinOf(draft, sitrep, this.#context.now());
  }

  publish(draftId: string, acting: Acting, replacing?: PinId, previewed?: string): Promise<PinOutcome> {
    const id = pinIdOf(draftId);
    return this.#runner.exclusive(id, () =>
      this.#work.answering(id, acting.reply, async () => {
        const before = await this.#withoutStuckMessage(id, acting);
        if (before !== undefined && 'kind' in before) return before;
        const added = await this.#addFromDraft(draftId, acting, before, previewed);
        if ('kind' in added) return added;
        const replaced = replacing === undefined ? null : await this.#makeRoom(added, replacing, acting);
        if (replaced === 'pending') return { kind: 'pending', pin: added };
        const outcome = await this.#concluded('publish', await this.#work.advance(added));
        const isFailure = outcome.kind === 'full' || outcome.kind === 'refused';
        return isFailure && replaced !== null ? { ...outcome, replaced } : outcome;
      }),
    );
  }

  /**
   * The pin that the draft became earlier. The message of a failed attempt is deleted first, because otherwise there would be two.
   */
  async #withoutStuckMessage(id: PinId, { by }: Acting): Promise<Pin | PinOutcome | undefined> {
    const before = await this.#context.store.pin(id);
    if (before === undefined || !isStuck(before)) return before;
    const { pin, refusal } = await this.#work.advance({ ...before, actingBy: by });
    return isStuck(pin) ? { kind: 'refused', refusal: refusal ?? UNCONFIRMED, stuck: pin } : pin;
  }

  /** Records the pin that a draft becomes, or says why there is none. @param before - the pin that the draft became earlier */
  #addFromDraft(
    draftId: string,
    acting: Acting,
    before: Pin | undefined,
    previewed: string | undefined,
  ): Promise<Pin | PinOutcome> {
    const { store, now } = this.#context;
    return this.#runner.exclusive(draftKey(draftId), async () => {
      const draft = await store.draft(draftId);
      if (before !== undefined && !(hasFailed(before) && draft !== undefined)) {
        if (before.state !== 'posting' && before.state !== 'pinning') return { kind: 'already', pin: before };
        const waiting = { ...before, replies: this.#withReply(before, 'publish', acting) };
        await store.savePin(waiting);
        return { kind: 'pending', pin: waiting };
      }
      const sitrep = draft && sitrepOf(this.#context, draft);
      if (draft === undefined || sitrep === undefined) return { kind: 'gone' };
      const made = pinOf(draft, sitrep, now());
      if (previewed !== undefined && previewMark(made.content) !== previewed) return { kind: 'changed' };
      if (made.content.facts.length === 0) return { kind: 'gone' };
      const replies = this.#withReply(before ?? made, 'publish', acting);
      const pin: Pin = { ...made, createdBy: acting.by, actingBy: acting.by, replies };
      const event = eventOf(pin, 'asked', acting.by, now(), pin.content.title);
      if (before === undefined) return store.addPin(pin, event);
      await store.savePin(pin, event);
      return pin;
    });
  }

  /** Unpins an older pin of the same channel. @returns the pin that was unpinned; `null` where none did */
  async #makeRoom(pin: Pin, replacing: PinId, { by }: Acting): Promise<Pin | null | 'pending'> {
    const { store } = this.#context;
    if (replacing === pin.id || (await store.pin(replacing))?.channelId !== pin.channelId) return null;
    const room = await this.#removing(replacing, 'unpin', { by, reply: null }, 'replaced');
    if (room.kind === 'pending') {
      this.#work.retryLater(pin.id);
      return 'pending';
    }
    const older = await store.pin(replacing);
    return older?.end === 'replaced' ? older : null;
  }

  refresh(id: PinId, acting: Acting, seen?: string): Promise<PinOutcome> {
    return this.#decide(id, 'refresh', acting, {
      seen,
      change: (content, sitrep) => {
        const fresh = refreshContent(content, sitrep, this.#context.now());
        return JSON.stringify(fresh) === JSON.stringify(content) ? null : fresh;
      },
    });
  }

  leave(id: PinId, acting: Acting, seen: string): Promise<PinOutcome> {
    return this.#decide(id, 'leave', acting, {
      seen,
      change: (content, sitrep) =>
        content.review === null ? null : dismissChanges(content, sitrep, this.#context.now()),
    });
  }

  unpin(id: PinId, acting: Acting): Promise<PinOutcome> {
    return this.#removing(id, 'unpin', acting, 'unpinned');
  }

  remove(id: PinId, acting: Acting): Promise<PinOutcome> {
    return this.#removing(id, 'remove', acting, 'deleted');
  }

  async adopt({ id, channelId, messageId }: UnknownPin, guildId: string, acting: Acting): Promise<PinOutcome> {
    const { store, channels, now } = this.#context;
    return this.#runner.exclusive(id, async () => {
      const known = await store.pin(id);
      if (known !== undefined) return { kind: 'already', pin: known };
      const found = await channels.recognise({ id, channelId, messageId });
      if (!found.ok) return { kind: 'refused', refusal: found.refusal };
      const { pinId, pinned, title, facts } = found.value;
      const sitrep = sitrepOf(this.#context, found.value);
      if (pinId !== id || !pinned || sitrep === undefined) return { kind: 'gone' };
      const place = { id, guildId, channelId, messageId, by: acting.by };
      const pin = adoptedPin(place, { title, facts }, sitrep, now());
      if (pin.content.facts.length === 0) return { kind: 'gone' };
      const adopted = await store.addPin(pin, eventOf(pin, 'returned', acting.by, now()));
      return this.#concluded('publish', await this.#work.advance(adopted));
    });
  }

  async unpinUnknown(unknown: UnknownPin, { by }: Acting): Promise<Refusal | null> {
    const done = await this.#context.channels.unpin(
      unknown,
      `Unpinned for moderator ${by}: Sitrep no longer knows this pin`,
    );
    return done.ok || done.refusal.why === 'message-gone' ? null : done.refusal;
  }

  async inChannel(channelId: string): Promise<readonly PinStatus[]> {
    const living = await this.#context.store.livingPins({ channelId });
    return living.map((pin) => this.#statusOf(pin, null));
  }

  async inServer(guildId: string): Promise<readonly PinStatus[]> {
    const living = await this.#context.store.livingPins({ guildId });
    return living.map((pin) => this.#statusOf(pin, null));
  }

  pin(id: PinId): Promise<Pin | undefined> {
    return this.#context.store.pin(id);
  }

  async look(channelId: string): Promise<ChannelPins> {
    const { store, log } = this.#context;
    const looking = this.#reconciliation.look(channelId).catch((err: unknown) => {
      log.error({ err, channel: channelId }, 'channel comparison failed');
      return undefined;
    });
    const look: Look | undefined = await Promise.race([looking, sleep(LOOK_WITHIN_MS, undefined, { ref: false })]);
    const living = await store.livingPins({ channelId });
    const unseenOf = ({ id, state }: Pin): Refusal | null => {
      if (look !== undefined) return look.unseen.get(id) ?? null;
      return state === 'pinned' ? UNCONFIRMED : null;
    };
    return { living: living.map((pin) => this.#statusOf(pin, unseenOf(pin))), unknown: look?.unknown ?? [] };
  }

  async difference(id: PinId): Promise<PinDifference | undefined> {
    const pin = await this.#context.store.pin(id);
    return pin === undefined || pin.state === 'ended' ? undefined : this.#differenceOf(pin);
  }

  async history(channelId: string, limit: number): Promise<readonly PinEvent[]> {
    const events = await this.#context.store.history(channelId, limit);
    // Only events that end a pin have a reason in their detail; in other events the detail may be a title that equals a reason.
    return events.map((event) =>
      event.what !== 'asked' && isPinEnd(event.detail) ? { ...event, detail: END_WORDS[event.detail] } : event,
    );
  }

  /** Unpins or deletes a pin. */
  #removing(
    id: PinId,
    asked: 'unpin' | 'remove',
    acting: Acting,
    end: 'unpinned' | 'deleted' | 'replaced',
  ): Promise<PinOutcome> {
    return this.#asked(id, asked, acting, async (recorded, by) => {
      const pin = { ...(await this.#withKnownMessage(recorded)), ...by };
      if (pin.state === 'ended') return { kind: 'already', pin };
      if (pin.state === 'away') return { kind: 'refused', refusal: { why: 'server-gone' } };
      if (pin.state === 'posting') return { kind: 'refused', refusal: UNCONFIRMED };
      // A message that could not be pinned is being deleted anyway.
      const state = nextPinState(pin.state, asked === 'unpin' ? 'unpin' : 'delete');
      const removing: Pin = isStuck(pin) ? pin : { ...pin, state, end };
      await this.#context.store.savePin(removing);
      return this.#concluded(asked, await this.#work.advance(removing));
    });
  }

  /**
   * Gives a living pin new content, as a moderator decided.
   *
   * @param decision - `seen`: key of the difference that the moderator decided about; `change`: returns the new content, or `null` where
   *          nothing changes
   */
  #decide(
    id: PinId,
    asked: 'refresh' | 'leave',
    acting: Acting,
    decision: {
      readonly seen: string | undefined;
      readonly change: (content: PinContent, sitrep: Sitrep) => PinContent | null;
    },
  ): Promise<PinOutcome> {
    return this.#asked(id, asked, acting, async (recorded, by) => {
      const { store, hosts, now } = this.#context;
      const pin = { ...(await this.#withKnownMessage(recorded)), ...by };
      if (pin.state === 'deleting' || pin.state === 'unpinning') return { kind: 'gone' };
      const sitrep = sitrepOf(this.#context, pin);
      if (sitrep === undefined) return { kind: 'refused', refusal: { why: 'not-served' } };
      if (!(await hosts.servesNewest(pin.situation))) return { kind: 'refused', refusal: { why: 'behind' } };
      if (pin.state === 'away') return { kind: 'refused', refusal: { why: 'server-gone' } };
      if (pin.state !== 'pinned') return { kind: 'already', pin };
      const content = decision.change(pin.content, sitrep);
      if (content === null) return this.#decidedBefore(pin, asked);
      if (decision.seen !== undefined && decision.seen !== this.#differenceOf(pin).key) return { kind: 'changed' };
      const decided = withContent(pin, content, asked === 'leave' ? pin.updatedAtMs : now());
      await store.savePin(decided, eventOf(decided, asked === 'leave' ? 'left' : 'refreshed', acting.by, now()));
      return this.#concluded(asked, await this.#work.advance(decided));
    });
  }

  async #decidedBefore(pin: Pin, asked: PinAsk): Promise<PinOutcome> {
    // Discord may have refused the edit that would show it.
    if (!isUpToDate(this.#context, pin)) {
      await this.#context.store.savePin(pin);
      return this.#concluded(asked, await this.#work.advance(pin));
    }
    // The message is recorded as pinned, but somebody may have unpinned it by hand since.
    const compared = await this.#work.compare(pin);
    this.#work.tellOthers(compared);
    const { refusal } = compared;
    return compared.pin.state === 'pinned' && refusal !== null
      ? { kind: 'refused', refusal }
      : { kind: 'already', pin: compared.pin };
  }

  /**
   * Runs a request about a recorded pin while the pin is locked.
   *
   * @param act - `by`: the person who acts, and the replies that wait for the outcome
   */
  #asked(
    id: PinId,
    asked: PinAsk,
    acting: Acting,
    act: (pin: Pin, by: Pick<Pin, 'actingBy' | 'replies'>) => Promise<PinOutcome>,
  ): Promise<PinOutcome> {
    return this.#runner.exclusive(id, () =>
      this.#work.answering(id, acting.reply, async () => {
        const pin = await this.#context.store.pin(id);
        if (pin === undefined) return { kind: 'gone' };
        return act(pin, { actingBy: acting.by, replies: this.#withReply(pin, asked, acting) });
      }),
    );
  }

  #withReply({ replies }: Pin, asked: PinAsk, { reply }: Acting): Pin['replies'] {
    const waiting = replies.filter(({ untilMs }) => untilMs > this.#context.now());
    return reply === null ? waiting : [...waiting, { ...reply, asked }];
  }

  /** Advances a pin until Discord has confirmed its message, or does not answer. */
  async #withKnownMessage(pin: Pin): Promise<Pin> {
    return pin.state === 'posting' || pin.state === 'pinning' ? (await this.#work.advance(pin)).pin : pin;
  }

  /** Returns the outcome for the person who asked, and tells the others who wait. */
  #concluded(asked: PinAsk, progress: Progress): Promise<PinOutcome> {
    this.#work.tellOthers(progress);
    return outcomeOf(this.#context, asked, progress);
  }

  /** How today's facts differ from what the message shows, dismissed changes included. */
  #differenceOf(recorded: Pin): PinDifference {
    const sitrep = sitrepOf(this.#context, recorded);
    const pin = asShown(recorded);
    const facts = sitrep === undefined ? [] : differencesOf({ ...pin.content, dismissed: [] }, sitrep);
    const open = sitrep === undefined ? [] : differencesOf(pin.content, sitrep);
    const key = createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, KEY_CHARS);
    return { pin, facts, dismissed: facts.length - open.length, key };
  }

  #statusOf(pin: Pin, unseen: Refusal | null): PinStatus {
    const sitrep = sitrepOf(this.#context, pin);
    const { content } = asShown(pin);
    const current = sitrep !== undefined && isCurrent({ ...content, dismissed: [] }, sitrep);
    const dismissed = sitrep !== undefined && !current && isCurrent(content, sitrep);
    const editDue = pin.state === 'pinned' && sitrep !== undefined && !isUpToDate(this.#context, pin);
    return { pin, current, dismissed, editDue, unseen };
  }
}

/** A draft has its own lock, so that a moderator can cancel it (or learn that it is too late) while the pin is being posted. */
const draftKey = (draftId: string): string => `draft ${draftId}`;
