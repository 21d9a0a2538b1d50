import { setImmediate } from 'node:timers/promises';
import { isUpToDate, type PinsContext, sitrepOf } from './context.ts';
import { followFacts } from './follow-facts.ts';
import { outcomeOf } from './outcome.ts';
import { isBeingRemoved, type Pin, type PinId, type PinReply } from './pin.ts';
import { PinSteps, type Progress } from './pin-steps.ts';
import type { PinOutcome } from './requests.ts';
import type { Runner } from './runner.ts';

/** A request that Discord refuses for the moment is retried less and less often; Discord usually sends an event when permissions return. */
const REFUSED_RETRY_MAX_MS = 60 * 60_000;
/** How long to wait before others are told: by then, the moderator who pressed has read the outcome in their own reply. */
const REPLY_READ_AFTER_MS = 10_000;

/**
 * Work on living pins: one job at a time for each pin, retried while Discord does not confirm; everybody who waits is told the outcome.
 */
export class PinWork {
  readonly #context: PinsContext;
  readonly #runner: Runner;
  readonly #steps: PinSteps;
  /** Tokens of the replies that already say which permission is missing. */
  readonly #toldOfLack = new Set<string>();
  /** Tokens of replies that get their outcome directly and need no message later. */
  readonly #answeredDirectly = new Set<string>();

  constructor(context: PinsContext, runner: Runner) {
    this.#context = context;
    this.#runner = runner;
    this.#steps = new PinSteps(context);
  }

  /** Advances a pin as far as possible now, and schedules a retry where something remains. Call it while the pin is locked. */
  async advance(pin: Pin): Promise<Progress> {
    const { absentFrom, log } = this.#context;
    let progress: Progress;
    try {
      progress = await this.#steps.advance(pin);
    } catch (error) {
      // When the store fails, Discord may have carried out a request that could not be recorded.
      this.retryLater(pin.id);
      throw error;
    }
    const { waits, refusal } = progress;
    if (waits) this.retryLater(pin.id);
    // Discord refused to remove the message. The missing permissions may return without an event.
    else if (isBeingRemoved(progress.pin) && !absentFrom.has(pin.guildId))
      this.retryLater(pin.id, REFUSED_RETRY_MAX_MS);
    else this.#runner.succeeded(retryKey(pin.id));
    if (refusal !== null) {
      const fields = { pin: pin.id, channel: pin.channelId, state: progress.pin.state, refusal };
      log.warn(fields, waits ? 'pin waits for Discord' : FAILURES[progress.refusedIn ?? pin.state]);
    }
    return progress;
  }

  /** Asks Discord whether a pin is still pinned. Call it while the pin is locked. */
  async compare(pin: Pin): Promise<Progress> {
    const progress = await this.#steps.compare(pin);
    if (progress.waits) this.retryLater(pin.id);
    return progress;
  }

  /** Runs work on the recorded pin while it is locked. Does nothing where there is no such pin. */
  locked(id: PinId, work: (pin: Pin) => Promise<void>): Promise<void> {
    return this.#runner.exclusive(id, async () => {
      const pin = await this.#context.store.pin(id);
      if (pin !== undefined) await work(pin);
    });
  }

  /** Like `locked`, but in the queue of background work. Never rejects: a failure is logged and retried. */
  async inBackground(id: PinId, work: (pin: Pin) => Promise<void>): Promise<void> {
    try {
      await this.#runner.inBackground(async () => {
        if (!this.#runner.isStopped) await this.locked(id, work);
      });
    } catch (err) {
      this.#context.log.error({ err, pin: id }, 'pin work failed, retrying later');
      this.retryLater(id);
    }
  }

  /** Advances a pin in the background, and tells everybody who waits for it. */
  resume(id: PinId): Promise<void> {
    return this.#runner.joined(`pin ${id}`, (started) =>
      this.inBackground(id, async (recorded) => {
        started();
        await this.#tellWaiting(await this.advance(recorded));
      }),
    );
  }

  /** Resumes the pins that have unfinished work. */
  async resumeDue(pins: readonly Pin[]): Promise<void> {
    const resumed: Promise<void>[] = [];
    for (const pin of pins) {
      if (this.#runner.isStopped) break;
      // The comparison of facts takes processor time, so it waits until answers are done.
      await setImmediate();
      if (this.#isDue(pin)) resumed.push(this.resume(pin.id));
    }
    await Promise.all(resumed);
  }

  #isDue(pin: Pin): boolean {
    const { absentFrom, settingsAt, now } = this.#context;
    if (pin.state === 'ended') return false;
    if (pin.state === 'away') return !absentFrom.has(pin.guildId);
    if (pin.state !== 'pinned') return true;
    const sitrep = sitrepOf(this.#context, pin);
    if (sitrep === undefined) return false;
    const followed = followFacts(pin.content, sitrep, settingsAt(pin).pinUpdates, now());
    return followed !== pin.content || !isUpToDate(this.#context, pin);
  }

  /** Resumes a pin after a wait; the wait doubles each time. */
  retryLater(id: PinId, maxMs?: number): void {
    this.#runner.retry(retryKey(id), () => this.#retry(id), maxMs);
  }

  async #retry(id: PinId): Promise<void> {
    const { store } = this.#context;
    const pin = await store.pin(id);
    if (pin === undefined) return;
    if (!isBeingRemoved(pin)) {
      const others = await store.livingPins({ channelId: pin.channelId });
      await Promise.all(others.filter(isBeingRemoved).map((other) => this.resume(other.id)));
    }
    await this.resume(id);
  }

  /**
   * Runs a moderator's request and returns the outcome for the reply to their press. Only after a crash, or while the outcome is
   * pending, are they told later, by way of the store.
   */
  async answering(id: PinId, reply: PinReply | null, work: () => Promise<PinOutcome>): Promise<PinOutcome> {
    if (reply === null) return work();
    const { token } = reply;
    this.#answeredDirectly.add(token);
    try {
      const outcome = await work();
      if (outcome.kind === 'pending') this.#answeredDirectly.delete(token);
      else this.#runner.later(`reply ${token}`, REPLY_READ_AFTER_MS, () => this.#forgetReply(id, token));
      return outcome;
    } catch (error) {
      this.#answeredDirectly.delete(token);
      throw error;
    }
  }

  /** Tells the other moderators who wait for a pin, after one of them has an outcome. Call it while the pin is locked. */
  tellOthers(progress: Progress): void {
    const { id, replies } = progress.pin;
    if (!progress.waits && replies.some(({ token }) => !this.#answeredDirectly.has(token)))
      void this.inBackground(id, (pin) => this.#tellWaiting({ ...progress, pin }));
  }

  /** Tells every moderator who waits for an outcome. */
  async #tellWaiting(progress: Progress): Promise<void> {
    const { pin } = progress;
    const { store, channels, now } = this.#context;
    const done = new Set<string>();
    for (const reply of pin.replies) {
      const { token, untilMs, asked } = reply;
      if (this.#answeredDirectly.has(token)) continue;
      const outcome = await outcomeOf(this.#context, asked, progress);
      const isPending = outcome.kind === 'pending';
      if (isPending && (outcome.refusal?.why !== 'no-permission' || this.#toldOfLack.has(token))) continue;
      if (untilMs > now()) await channels.tell(reply, asked, outcome, pin);
      if (isPending) this.#toldOfLack.add(token);
      else done.add(token);
    }
    if (done.size === 0) return;
    for (const token of done) this.#toldOfLack.delete(token);
    await store.savePin({ ...pin, replies: pin.replies.filter(({ token }) => !done.has(token)) });
  }

  #forgetReply(id: PinId, token: string): Promise<void> {
    return this.locked(id, async (pin) => {
      this.#answeredDirectly.delete(token);
      const replies = pin.replies.filter((reply) => reply.token !== token);
      if (replies.length < pin.replies.length) await this.#context.store.savePin({ ...pin, replies });
    });
  }
}

const retryKey = (id: PinId): string => `pin ${id}`;

/** The log line for a refusal by Discord, for each state of a pin. */
const FAILURES = {
  posting: 'pin post failed',
  pinning: 'pinning failed',
  pinned: 'pin edit failed',
  unpinning: 'unpinning failed',
  deleting: 'pin deletion failed',
  away: 'pin return failed',
  ended: 'pin failed',
} as const satisfies Record<Pin['state'], string>;
