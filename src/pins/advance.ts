import type { Channels, Done, FoundMessage, Refusal } from './channels.ts';
import { newId } from './draft-pin.ts';
import { isLeftStanding, noLongerFollowed, type Pin, type PinEnd, type PinEvent, type PinEventKind } from './pin.ts';
import { HISTORY_MAX_ROWS, type PinStore } from './pin-store.ts';

/** How far a pin has come. */
export interface Progress {
  readonly pin: Pin;
  /** Something is still to be done, when Discord answers again. */
  readonly waits: boolean;
  /** Why it waits, or why what was wanted did not come about. */
  readonly refusal: Refusal | null;
}

export interface Advance {
  /** Takes a pin from what is recorded to where it is to be. */
  advance(pin: Pin): Promise<Progress>;
  /** Asks Discord whether a pin that is recorded as pinned is; where it is not, it ends, and what stays of it says so. */
  compare(pin: Pin): Promise<Progress>;
}

export interface AdvanceParts {
  readonly store: PinStore;
  readonly channels: Channels;
  /** The pin with its content as it should be today; the very same where nothing is due. Saves what it changes. */
  readonly follow: (pin: Pin) => Pin;
  /** Whether its situation is the one that is served; others are left alone. */
  readonly isServed: (pin: Pin) => boolean;
  /** Whether Sitrep was removed from the server, as far as is known. */
  readonly hasLeft: (guildId: string) => boolean;
  readonly now: () => number;
}

/**
 * How long a message may be sent again with the same nonce. Discord documents "the past few minutes"; after this time the channel
 * itself is looked at instead.
 */
const NONCE_LIFE_MS = 60_000;

const CANNOT_LOOK: Refusal = { why: 'no-permission', permission: 'Read Message History' };

/** Discord had confirmed it before the message was to say so. */
const UNPINNED: Done<void> = { ok: true, value: undefined };

const NOT_SERVED: Refusal = { why: 'not-served' };

type Step = Progress & { readonly atRest: boolean };

/**
 * The states of a pin and what leads from one to the next. What is intended is recorded before a request is sent and what
 * came of it after, and every request does no harm when it arrives twice: so any of them may be the last before a crash.
 */
export function createAdvance({ store, channels, follow, isServed, hasLeft, now }: AdvanceParts): Advance {
  function save(pin: Pin, what?: PinEventKind, detail = ''): Pin {
    if (what === undefined) store.savePin(pin);
    // An end is nobody's deed, nor is a return: what a moderator asked for has a name of its own.
    else store.savePin(pin, eventOf(pin, what, isNobodys(what) ? null : pin.actingBy, now(), detail));
    return pin;
  }
  const moved = (pin: Pin, refusal: Refusal | null = null): Step => ({ pin, waits: false, refusal, atRest: false });
  const resting = (pin: Pin, refusal: Refusal | null = null): Step => ({ pin, waits: false, refusal, atRest: true });
  const waiting = (pin: Pin, refusal: Refusal): Step => ({ pin, waits: true, refusal, atRest: true });
  const ending = (pin: Pin, end: PinEnd, refusal: Refusal | null = null): Step =>
    resting(save({ ...pin, state: 'ended', end }, 'ended', end), refusal);

  /** What is the same in every state; `undefined` where the state decides. */
  function lost(pin: Pin, refusal: Refusal): Step | undefined {
    switch (refusal.why) {
      case 'unconfirmed':
        return waiting(pin, refusal);
      case 'channel-gone':
        return ending(pin, 'channel-gone', refusal);
      case 'server-gone': {
        const away = save({ ...pin, state: 'away', end: null });
        // Sitrep may be back before the answer to an earlier request is: then nothing else would take it up.
        return hasLeft(pin.guildId) ? resting(away, refusal) : waiting(away, refusal);
      }
      default:
        return undefined;
    }
  }

  async function post(recorded: Pin): Promise<Step> {
    let pin = recorded;
    const isAgain = pin.sentAtMs !== null;
    // Rendered from another situation's sources it would not be true.
    if (!isServed(pin)) return isAgain ? refusedPost(pin, true, NOT_SERVED) : ending(pin, 'refused', NOT_SERVED);
    if (pin.sentAtMs === null) pin = save({ ...pin, sentAtMs: now() });
    else if (now() - pin.sentAtMs > NONCE_LIFE_MS) {
      const looked = await channels.look(pin.channelId, pin.sentAtMs);
      if (!looked.ok) return lost(pin, looked.refusal) ?? waiting(pin, looked.refusal);
      if (looked.value === null) return waiting(pin, CANNOT_LOOK);
      const messageId = await keepOne(pin, looked.value);
      // What the message shows is not known: it may have been sent by an earlier version.
      if (messageId !== null) return moved(save({ ...pin, messageId, state: 'pinning', shown: null }, 'posted'));
      pin = save({ ...pin, nonce: newId(), sentAtMs: now() });
    }
    const shown = isAgain ? null : channels.fingerprint(pin);
    const posted = await channels.post(pin);
    if (posted.ok) return moved(save({ ...pin, messageId: posted.value, state: 'pinning', shown }, 'posted'));
    return lost(pin, posted.refusal) ?? refusedPost(pin, isAgain, posted.refusal);
  }

  /** The attempt that was refused may not have been the first: the message of one before it is taken up, not left lying. */
  async function refusedPost(pin: Pin, isAgain: boolean, refusal: Refusal): Promise<Step> {
    const looked = await channels.look(pin.channelId, pin.sentAtMs);
    if (!looked.ok && looked.refusal.why === 'unconfirmed') return waiting(pin, looked.refusal);
    const found = looked.ok ? looked.value : null;
    if (found === null && isAgain) return waiting(pin, CANNOT_LOOK);
    const messageId = found === null ? null : await keepOne(pin, found);
    return messageId === null
      ? ending(pin, endFor(refusal), refusal)
      : moved(save({ ...pin, messageId, state: 'pinning', shown: null }, 'posted'));
  }

  /** Of several messages with a pin's id, which two late answers may leave, one stays. */
  async function keepOne(pin: Pin, found: readonly FoundMessage[]): Promise<string | null> {
    const own = found.filter(({ pinId }) => pinId === pin.id);
    const kept = own.find(({ pinned }) => pinned) ?? own[0];
    for (const { messageId } of own) {
      if (messageId !== kept?.messageId) await channels.remove({ ...pin, messageId }, postedTwice(pin));
    }
    return kept?.messageId ?? null;
  }

  async function pinIt(pin: Pin): Promise<Step> {
    const done = await channels.pin(pin, `Pinned for moderator ${pin.actingBy}`);
    if (done.ok) return moved(save({ ...pin, state: 'pinned' }, 'pinned'));
    const { refusal } = done;
    if (refusal.why === 'message-gone') return ending(pin, 'message-gone', refusal);
    // Nothing is left behind: what could not be pinned is deleted.
    return lost(pin, refusal) ?? moved(save({ ...pin, state: 'deleting', end: endFor(refusal) }), refusal);
  }

  async function update(recorded: Pin): Promise<Step> {
    if (!isServed(recorded)) return resting(recorded);
    const pin = follow(recorded);
    const shown = channels.fingerprint(pin);
    if (shown === pin.shown) return resting(pin.shows === null ? pin : save({ ...pin, shows: null }));
    const edited = await channels.edit(pin, `Updated for moderator ${pin.actingBy}`);
    if (edited.ok) return moved(save({ ...pin, shown, shows: null }));
    if (edited.refusal.why === 'message-gone') return ending(pin, 'message-gone', edited.refusal);
    // An edit that is refused stays due; it is tried when the channel or the facts change, and at the next start.
    return lost(pin, edited.refusal) ?? resting(pin, edited.refusal);
  }

  async function takeAway(pin: Pin): Promise<Step> {
    const isUnpin = pin.state === 'unpinning';
    const isByHand = pin.end === 'unpinned-by-hand';
    const reason = isByHand
      ? 'Nobody asked: it was unpinned in Discord'
      : `${isUnpin ? 'Unpinned' : 'Deleted'} for moderator ${pin.actingBy}`;
    const unpin = () => (pin.content.endedAtMs === null ? channels.unpin(pin, reason) : UNPINNED);
    const done = isUnpin ? await unpin() : await channels.remove(pin, reason);
    const end = pin.end ?? (isUnpin ? 'unpinned' : 'deleted');
    // Whoever unpins means the message to stay; it had gone before.
    if (isUnpin && !done.ok && done.refusal.why === 'message-gone') return ending(pin, 'message-gone', done.refusal);
    if (done.ok || done.refusal.why === 'message-gone') {
      let last = pin;
      // What stays in the channel says that it is no longer followed; where it may not be changed, it is unpinned all the same.
      if (isUnpin && isServed(pin)) {
        last = save(noLongerFollowed(pin, now()));
        const marked = await channels.edit(last, reason);
        if (marked.ok) last = { ...last, shown: channels.fingerprint(last), shows: null };
        else if (marked.refusal.why === 'unconfirmed') return waiting(last, marked.refusal);
      }
      const what = end === 'deleted' ? 'deleted' : isUnpin && !isByHand ? 'unpinned' : 'ended';
      return resting(save({ ...last, state: 'ended', end }, what, end === what ? '' : end));
    }
    const { refusal } = done;
    // The wish outlives the bot's absence from the server.
    if (refusal.why === 'server-gone') return hasLeft(pin.guildId) ? resting(pin, refusal) : waiting(pin, refusal);
    const known = lost(pin, refusal);
    if (known !== undefined) return known;
    // What stands there although it could not be pinned stays to be deleted, or a further attempt would post it again beside.
    if (isLeftStanding(pin)) return resting(pin, refusal);
    return resting(save({ ...pin, state: 'pinned', end: null }), refusal);
  }

  const unpinnedByHand = (pin: Pin): Pin =>
    save({ ...noLongerFollowed(pin, now()), state: 'unpinning', end: 'unpinned-by-hand' });

  /**
   * In the server again: what is still pinned goes on, what was never pinned is, what no longer is has ended, what may not be
   * read is taken to be as recorded.
   */
  async function comeBack(pin: Pin): Promise<Step> {
    if (hasLeft(pin.guildId)) return resting(pin);
    if (pin.messageId === null) return moved(save({ ...pin, state: 'posting' }));
    const there = await channels.find(pin);
    const isPinned = there.ok ? there.value.pinned : there.refusal.why === 'no-permission' && wasPinned(pin);
    if (isPinned) return moved(save({ ...pin, state: 'pinned' }, 'returned'));
    if (there.ok && wasPinned(pin)) return moved(unpinnedByHand(pin));
    if (there.ok || there.refusal.why === 'no-permission') return moved(save({ ...pin, state: 'pinning' }));
    const { refusal } = there;
    return refusal.why === 'message-gone' || refusal.why === 'channel-gone'
      ? ending(pin, refusal.why, refusal)
      : waiting(pin, refusal);
  }

  /** A pin that the removal of Sitrep met between posting and pinning was never pinned. */
  const wasPinned = ({ id, channelId }: Pin) =>
    store.history(channelId, HISTORY_MAX_ROWS).some(({ pinId, what }) => pinId === id && what === 'pinned');

  async function compare(pin: Pin): Promise<Progress> {
    if (pin.state !== 'pinned') return resting(pin);
    const there = await channels.find(pin);
    if (there.ok) return there.value.pinned ? resting(pin) : takeAway(unpinnedByHand(pin));
    const { refusal } = there;
    return refusal.why === 'message-gone' || refusal.why === 'channel-gone'
      ? ending(pin, refusal.why, refusal)
      : resting(pin, refusal);
  }

  function step(pin: Pin): Promise<Step> | Step {
    switch (pin.state) {
      case 'posting':
        return post(pin);
      case 'pinning':
        return pinIt(pin);
      case 'pinned':
        return update(pin);
      case 'unpinning':
      case 'deleting':
        return takeAway(pin);
      case 'away':
        return comeBack(pin);
      case 'ended':
        return resting(pin);
      default:
        return pin.state satisfies never;
    }
  }

  return {
    async advance(pin) {
      let refusal: Refusal | null = null;
      let at = await step(pin);
      for (; ; at = await step(at.pin)) {
        // The first refusal is the reason; what follows from it, such as deleting what could not be pinned, is not.
        refusal ??= at.refusal;
        if (at.atRest) return { pin: at.pin, waits: at.waits, refusal };
      }
    },
    compare,
  };
}

/** For the audit log: a copy that was not meant is deleted for whoever asked for the pin. */
export const postedTwice = ({ actingBy }: Pin): string => `Deleted for moderator ${actingBy}: it was posted twice`;

const isNobodys = (what: PinEventKind): boolean => what === 'ended' || what === 'returned';

function endFor(refusal: Refusal): PinEnd {
  if (refusal.why === 'pins-full') return 'full';
  return refusal.why === 'no-permission' ? 'no-access' : 'refused';
}

/** @param by - `null` where Sitrep acts by itself */
export function eventOf(pin: Pin, what: PinEventKind, by: string | null, atMs: number, detail = ''): PinEvent {
  const { id: pinId, guildId, channelId, content } = pin;
  return { pinId, guildId, channelId, atMs, by, what, detail, version: content.version };
}
