import type { Sitrep } from '../sitrep.ts';
import type { Channels, FoundMessage } from './channels.ts';
import { announceCorrections, type PinsContext, sitrepOf } from './context.ts';
import { newId } from './draft-pin.ts';
import { followFacts } from './follow-facts.ts';
import { eventOf, isStuck, noLongerFollowing, type Pin, type PinEnd, type PinEventKind, withContent } from './pin.ts';
import { type Happening, nextPinState, type PinState } from './publication.ts';
import type { Done, Refusal } from './refusal.ts';
import { HISTORY_MAX_ROWS } from './store.ts';

/** The progress of a pin. */
export interface Progress {
  readonly pin: Pin;
  /** Something remains to be done when Discord answers again. */
  readonly waits: boolean;
  /** Why it waits, or why the request failed; `null` where there is no reason to give. */
  readonly refusal: Refusal | null;
  /** The state in which the refusal came. */
  readonly refusedIn?: PinState;
}
type Step = Progress & { readonly atRest: boolean };

/** What is recorded together with a transition. */
interface Recorded {
  readonly changes?: Partial<Omit<Pin, 'state'>>;
  readonly event?: PinEventKind;
  readonly detail?: string;
}

/**
 * How long a message is sent again with the same nonce. Discord documents "the past few minutes"; after this time Sitrep reads the
 * channel instead.
 */
const NONCE_LIFE_MS = 60_000;

const CANNOT_READ: Refusal = { why: 'no-permission', permission: 'Read Message History' };
const NOT_SERVED: Refusal = { why: 'not-served' };
/** The message had already been unpinned. */
const UNPINNED: Done<void> = { ok: true, value: undefined };

const moved = (pin: Pin, refusal: Refusal | null = null): Step => ({ pin, waits: false, refusal, atRest: false });
const resting = (pin: Pin, refusal: Refusal | null = null): Step => ({ pin, waits: false, refusal, atRest: true });
const waiting = (pin: Pin, refusal: Refusal): Step => ({ pin, waits: true, refusal, atRest: true });

/**
 * Carries living pins through the states of `publication.ts`. Each intent is recorded before its request is sent, and each
 * outcome after it. Every request is idempotent, so the process may end at any moment.
 */
export class PinSteps {
  readonly #context: PinsContext;
  readonly #channels: Channels;

  constructor(context: PinsContext) {
    this.#context = context;
    this.#channels = context.channels;
  }

  /** Advances a pin as far as possible now. Call it while the pin is locked. */
  async advance(pin: Pin): Promise<Progress> {
    let first: Pick<Progress, 'refusal' | 'refusedIn'> = { refusal: null };
    let from = pin;
    for (;;) {
      const step = await this.#step(from);
      // The first refusal is the reason; later ones follow from it, such as from deleting a message that could not be pinned.
      if (first.refusal === null) first = { refusal: step.refusal, refusedIn: from.state };
      if (step.atRest) return { pin: step.pin, waits: step.waits, ...first };
      from = step.pin;
    }
  }

  /**
   * Asks Discord whether a pin that is recorded as pinned still is. A pin that is no longer pinned ends, and its message says so.
   */
  async compare(pin: Pin): Promise<Progress> {
    if (pin.state !== 'pinned') return resting(pin);
    const found = await this.#channels.find(pin);
    if (found.ok) return found.value.pinned ? resting(pin) : this.#takeAway(await this.#unpinnedByHand(pin));
    return (await this.#ifGone(pin, found.refusal)) ?? resting(pin, found.refusal);
  }

  #step(pin: Pin): Promise<Step> | Step {
    switch (pin.state) {
      case 'posting':
        return this.#post(pin);
      case 'pinning':
        return this.#pin(pin);
      case 'pinned':
        return this.#update(pin);
      case 'unpinning':
      case 'deleting':
        return this.#takeAway(pin);
      case 'away':
        return this.#comeBack(pin);
      case 'ended':
        return resting(pin);
      default:
        return pin.state satisfies never;
    }
  }

  async #record(pin: Pin, happening: Happening, { changes, event, detail = '' }: Recorded = {}): Promise<Pin> {
    const next: Pin = { ...pin, ...changes, state: nextPinState(pin.state, happening) };
    return this.#save(next, event, detail);
  }

  async #save(pin: Pin, event?: PinEventKind, detail = ''): Promise<Pin> {
    const { store, onEvent, now } = this.#context;
    // Ending and resuming are not attributed to a moderator: their requests have events of their own.
    const by = event === 'ended' || event === 'returned' ? null : pin.actingBy;
    if (event === undefined) await store.savePin(pin);
    else {
      const recorded = eventOf(pin, event, by, now(), detail);
      await store.savePin(pin, recorded);
      onEvent?.(recorded, pin);
    }
    return pin;
  }

  async #end(pin: Pin, happening: Happening, end: PinEnd, refusal: Refusal): Promise<Step> {
    return resting(await this.#record(pin, happening, { changes: { end }, event: 'ended', detail: end }), refusal);
  }

  async #ifGone(pin: Pin, refusal: Refusal): Promise<Step | undefined> {
    const { why } = refusal;
    return why === 'message-gone' || why === 'channel-gone' ? this.#end(pin, why, why, refusal) : undefined;
  }

  /** The meaning of a refusal that is the same in every state; `undefined` where the state decides. */
  async #ifUnreachable(pin: Pin, refusal: Refusal): Promise<Step | undefined> {
    if (refusal.why === 'unconfirmed') return waiting(pin, refusal);
    if (refusal.why === 'channel-gone') return this.#ifGone(pin, refusal);
    if (refusal.why !== 'server-gone') return undefined;
    // A pin that is being removed keeps its state while the bot is away.
    const isRemoved = pin.state === 'unpinning' || pin.state === 'deleting';
    const away = isRemoved ? pin : await this.#record(pin, 'server-gone', { changes: { end: null } });
    // The bot may be back before the answer to an earlier request arrives; then nothing else would resume the pin.
    return this.#context.absentFrom.has(pin.guildId) ? resting(away, refusal) : waiting(away, refusal);
  }

  async #post(recorded: Pin): Promise<Step> {
    const { now } = this.#context;
    let pin = recorded;
    const isAgain = pin.sentAtMs !== null;
    // A message rendered from another situation's sources would be wrong.
    if (sitrepOf(this.#context, pin) === undefined)
      return isAgain ? this.#postRefused(pin, true, NOT_SERVED) : this.#end(pin, 'not-posted', 'refused', NOT_SERVED);
    if (pin.sentAtMs === null) pin = await this.#save({ ...pin, sentAtMs: now() });
    else if (now() - pin.sentAtMs > NONCE_LIFE_MS) {
      const found = await this.#channels.look(pin.channelId, pin.sentAtMs);
      if (!found.ok) return (await this.#ifUnreachable(pin, found.refusal)) ?? waiting(pin, found.refusal);
      if (found.value === null) return waiting(pin, CANNOT_READ);
      const messageId = await this.#keepOne(pin, found.value);
      if (messageId !== null) return this.#posted(pin, messageId, null);
      pin = await this.#save({ ...pin, nonce: newId(), sentAtMs: now() });
    }
    // An earlier attempt may have sent other content.
    const fingerprint = isAgain ? null : this.#channels.fingerprint(pin);
    const posted = await this.#channels.post(pin);
    if (posted.ok) return this.#posted(pin, posted.value, fingerprint);
    return (await this.#ifUnreachable(pin, posted.refusal)) ?? this.#postRefused(pin, isAgain, posted.refusal);
  }

  async #posted(pin: Pin, messageId: string, fingerprint: string | null): Promise<Step> {
    return moved(await this.#record(pin, 'posted', { changes: { messageId, fingerprint }, event: 'posted' }));
  }

  /** An attempt before the refused one may have succeeded; then its message gets pinned. */
  async #postRefused(pin: Pin, isAgain: boolean, refusal: Refusal): Promise<Step> {
    const found = await this.#channels.look(pin.channelId, pin.sentAtMs);
    if (!found.ok && found.refusal.why === 'unconfirmed') return waiting(pin, found.refusal);
    const messages = found.ok ? found.value : null;
    if (messages === null && isAgain) return waiting(pin, CANNOT_READ);
    const messageId = messages === null ? null : await this.#keepOne(pin, messages);
    return messageId === null
      ? this.#end(pin, 'not-posted', endFor(refusal), refusal)
      : this.#posted(pin, messageId, null);
  }

  /** Late answers may leave several messages with a pin's id; one stays. */
  async #keepOne(pin: Pin, found: readonly FoundMessage[]): Promise<string | null> {
    const own = found.filter(({ pinId }) => pinId === pin.id);
    const kept = own.find(({ pinned }) => pinned) ?? own[0];
    for (const { messageId } of own) {
      if (messageId !== kept?.messageId) await this.#channels.remove({ ...pin, messageId }, deletedAsCopy(pin));
    }
    return kept?.messageId ?? null;
  }

  async #pin(pin: Pin): Promise<Step> {
    const done = await this.#channels.pin(pin, `Pinned for moderator ${pin.actingBy}`);
    if (done.ok) return moved(await this.#record(pin, 'pinned', { event: 'pinned' }));
    const { refusal } = done;
    const lost = refusal.why === 'message-gone' ? this.#ifGone(pin, refusal) : this.#ifUnreachable(pin, refusal);
    return (await lost) ?? moved(await this.#record(pin, 'not-pinned', { changes: { end: endFor(refusal) } }), refusal);
  }

  async #update(recorded: Pin): Promise<Step> {
    const sitrep = sitrepOf(this.#context, recorded);
    if (sitrep === undefined) return resting(recorded);
    // A process with newer facts brings it up to date.
    if (!(await this.#context.hosts.servesNewest(recorded.situation))) return resting(recorded);
    const pin = await this.#follow(recorded, sitrep);
    const fingerprint = this.#channels.fingerprint(pin);
    if (fingerprint === pin.fingerprint)
      return resting(pin.confirmed === null ? pin : await this.#save({ ...pin, confirmed: null }));
    const edited = await this.#channels.edit(pin, `Updated for moderator ${pin.actingBy}`);
    if (edited.ok) {
      const step = moved(await this.#record(pin, 'edited', { changes: { fingerprint, confirmed: null } }));
      const { guildId, channelId, messageId, content, confirmed } = pin;
      if (confirmed !== null)
        await announceCorrections(
          this.#context,
          { guildId, channelId, messageId, changes: content.changes },
          confirmed.content.changes,
        );
      return step;
    }
    const { refusal } = edited;
    const lost = refusal.why === 'message-gone' ? this.#ifGone(pin, refusal) : this.#ifUnreachable(pin, refusal);
    // A refused edit stays due. It is tried again when the channel or the facts change, and at the next start.
    return (await lost) ?? resting(pin, refusal);
  }

  /** The pin with its content as it should be today. */
  async #follow(pin: Pin, sitrep: Sitrep): Promise<Pin> {
    const { store, settingsAt, onEvent, now } = this.#context;
    const content = followFacts(pin.content, sitrep, settingsAt(pin).pinUpdates, now());
    if (content === pin.content) return pin;
    // The facts caused this change, so the audit log names who made the pin and not who last acted on it.
    // A pin that waits for a review, or was left as it was, still shows the version of before.
    const atMs = content.version === pin.content.version ? pin.updatedAtMs : now();
    const followed = { ...withContent(pin, content, atMs), actingBy: pin.createdBy };
    const isReviewNew = content.review !== null && pin.content.review === null;
    const news = content.changes.filter((change) => !pin.content.changes.includes(change)).map(({ text }) => text);
    const what = isReviewNew ? 'review-asked' : 'updated';
    const recorded = eventOf(followed, what, null, now(), news.join('; '));
    await store.savePin(followed, recorded);
    onEvent?.(recorded, followed);
    return followed;
  }

  /** Unpins or deletes the message. */
  async #takeAway(pin: Pin): Promise<Step> {
    const isUnpin = pin.state === 'unpinning';
    const reason = reasonFor(pin);
    const done = isUnpin
      ? pin.content.endedAtMs === null
        ? await this.#channels.unpin(pin, reason)
        : UNPINNED
      : await this.#channels.remove(pin, reason);
    if (done.ok || (!isUnpin && done.refusal.why === 'message-gone')) return this.#takenAway(pin, reason);
    const { refusal } = done;
    const lost = refusal.why === 'message-gone' ? this.#ifGone(pin, refusal) : this.#ifUnreachable(pin, refusal);
    const known = await lost;
    if (known !== undefined) return known;
    // A stuck message stays recorded for deletion, because a new attempt would post a second one.
    return resting(isStuck(pin) ? pin : await this.#record(pin, 'kept', { changes: { end: null } }), refusal);
  }

  async #takenAway(pin: Pin, reason: string): Promise<Step> {
    const isUnpin = pin.state === 'unpinning';
    let last = pin;
    // A message that stays in the channel says that it is no longer kept up to date. Where it may not be edited, it is unpinned all the same.
    if (isUnpin && sitrepOf(this.#context, pin) !== undefined) {
      last = await this.#save(noLongerFollowing(pin, this.#context.now()));
      const edited = await this.#channels.edit(last, reason);
      if (edited.ok) last = { ...last, fingerprint: this.#channels.fingerprint(last), confirmed: null };
      else if (edited.refusal.why === 'unconfirmed') return waiting(last, edited.refusal);
    }
    const end = pin.end ?? (isUnpin ? 'unpinned' : 'deleted');
    const event = end === 'deleted' ? 'deleted' : isUnpin && end !== 'unpinned-by-hand' ? 'unpinned' : 'ended';
    const detail = end === event ? '' : end;
    return resting(await this.#record(last, 'done', { changes: { end }, event, detail }));
  }

  #unpinnedByHand(pin: Pin): Promise<Pin> {
    const { content, updatedAtMs, confirmed } = noLongerFollowing(pin, this.#context.now());
    return this.#record(pin, 'unpin', { changes: { content, updatedAtMs, confirmed, end: 'unpinned-by-hand' } });
  }

  /**
   * The bot is in the server again. A message that is still pinned follows the facts again, one that was never pinned is pinned,
   * and one that was unpinned meanwhile ends. Where the channel may not be read, the recorded state counts.
   */
  async #comeBack(pin: Pin): Promise<Step> {
    if (this.#context.absentFrom.has(pin.guildId)) return resting(pin);
    if (pin.messageId === null) return moved(await this.#record(pin, 'unposted'));
    const found = await this.#channels.find(pin);
    if (!found.ok && found.refusal.why !== 'no-permission')
      return (await this.#ifGone(pin, found.refusal)) ?? waiting(pin, found.refusal);
    const wasPinned = await this.#wasPinned(pin);
    if (found.ok ? found.value.pinned : wasPinned)
      return moved(await this.#record(pin, 'pinned', { event: 'returned' }));
    return moved(found.ok && wasPinned ? await this.#unpinnedByHand(pin) : await this.#record(pin, 'posted'));
  }

  /** The bot may have been removed between posting and pinning. */
  async #wasPinned({ id, channelId }: Pin): Promise<boolean> {
    const events = await this.#context.store.history(channelId, HISTORY_MAX_ROWS);
    return events.some(({ pinId, what }) => pinId === id && what === 'pinned');
  }
}

function reasonFor({ state, end, actingBy }: Pin): string {
  if (end === 'unpinned-by-hand') return 'Nobody asked: it was unpinned in Discord';
  return `${state === 'unpinning' ? 'Unpinned' : 'Deleted'} for moderator ${actingBy}`;
}

/** For the audit log: a second copy is deleted on behalf of the moderator who asked for the pin. */
export const deletedAsCopy = ({ actingBy }: Pin): string => `Deleted for moderator ${actingBy}: it was posted twice`;

function endFor(refusal: Refusal): PinEnd {
  if (refusal.why === 'pins-full') return 'full';
  return refusal.why === 'no-permission' ? 'no-access' : 'refused';
}
