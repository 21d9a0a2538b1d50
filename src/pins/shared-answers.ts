import { setImmediate } from 'node:timers/promises';
import type { Sitrep } from '../sitrep.ts';
import { announceCorrections, type PinsContext, sitrepOf } from './context.ts';
import { addChanges, correctFacts } from './follow-facts.ts';
import { decideAgain } from './open-questions.ts';
import type { SharedAnswer } from './pin.ts';
import { nextShareState } from './publication.ts';
import type { Runner } from './runner.ts';

/** Discord accepts a reply for 15 minutes after the press; one minute is added because clocks differ. */
const MAY_ARRIVE_MS = 16 * 60_000;
/** How long to wait before the channel is searched for an unconfirmed answer, which may still arrive. */
const ARRIVES_WITHIN_MS = 1_000;

/**
 * Whether an answer may be posted. `new`: it is recorded and may be posted. `posted`: the same press has posted it before.
 * `unknown`: the same press may have posted it before, and the channel cannot be read.
 */
export type ShareClaim = 'new' | 'posted' | 'unknown';

/** Answers that were shared in channels. Each is posted once for each press, and corrected when its facts change. */
export class SharedAnswers {
  readonly #context: PinsContext;
  readonly #runner: Runner;
  /** For how many days they are remembered; 0 means not at all. */
  readonly #days: number;

  constructor(context: PinsContext, runner: Runner, days: number) {
    this.#context = context;
    this.#runner = runner;
    this.#days = days;
  }

  /**
   * Records an answer that is about to be posted. Where the press is already recorded, the channel is first searched for its
   * answer. Where the store fails, the answer is still posted, but cannot be corrected later.
   */
  async claim(share: SharedAnswer): Promise<ShareClaim> {
    if (this.#days === 0) return 'new';
    try {
      return await this.#runner.exclusive(`share ${share.pressed ?? share.id}`, () => this.#claim(share));
    } catch (err) {
      this.#context.log.error({ err }, 'recording a shared answer failed; corrections will not reach it');
      return 'new';
    }
  }

  async #claim(share: SharedAnswer): Promise<ShareClaim> {
    const { store } = this.#context;
    const first = await store.addShare(share);
    if (first.id === share.id) return 'new';
    if (first.state === 'shared') return 'posted';
    const found = await this.#find(first);
    if (found !== 'missing') return found === 'found' ? 'posted' : 'unknown';
    // The earlier press posted nothing, so this press posts under its own id.
    await store.removeShare(first.id);
    await store.addShare(share);
    return 'new';
  }

  /** Records that the answer was posted. Never rejects. */
  posted(share: SharedAnswer, messageId: string): Promise<void> {
    if (this.#days === 0) return Promise.resolve();
    return this.#runner.logged(() => this.#posted(share, messageId));
  }

  async #posted(share: SharedAnswer, messageId: string): Promise<void> {
    await this.#context.store.saveShare({ ...share, state: nextShareState(share.state, 'posted'), messageId });
    // The facts changed while the answer was posted, so the run of corrections did not include this answer.
    const { version } = sitrepOf(this.#context, share)?.knowledge ?? share;
    if (share.version !== version) void this.#runner.logged(() => this.correctAll());
  }

  /** Records that the answer was not posted, or that only the asker sees it. Never rejects. */
  notPosted(share: SharedAnswer): Promise<void> {
    return this.#runner.logged(() => this.#forget(share, 'not-posted'));
  }

  /** Call it when Discord did not confirm whether the answer was posted: the channel is then read soon. */
  unconfirmed(): void {
    this.#runner.later('unconfirmed share', ARRIVES_WITHIN_MS, () => this.findUnconfirmed());
  }

  /** Searches for answers whose post was not confirmed, and searches again later where one may still arrive. */
  findUnconfirmed(): Promise<void> {
    return this.#alone('unconfirmed shares', async () => {
      let mayArrive = false;
      for (const share of (await this.#context.store.unconfirmedShares()).filter((each) => this.#isOurs(each))) {
        const isOld = this.#context.now() - share.atMs > MAY_ARRIVE_MS;
        const found = await this.#runner.inBackground(() => this.#find(share));
        if (found === 'missing' && isOld) await this.#forget(share, 'not-posted');
        else if (found === 'missing' || found === 'unanswered') mayArrive = true;
      }
      return mayArrive;
    });
  }

  /**
   * Corrects answers that show a fact which was corrected, retracted or superseded, or whose retraction was withdrawn, and
   * answers whose question gets another decision today. The cost grows with the number of distinct states in which facts are
   * shown, of answers to correct, and of answers that were not sure; it does not grow with all answers.
   */
  correctAll(): Promise<void> {
    return this.#alone('shared answers', async () => {
      const { store, situations, hosts } = this.#context;
      let isUnconfirmed = false;
      for (const sitrep of situations.all()) {
        const { knowledge } = sitrep;
        if (!(await hosts.servesNewest(knowledge.name))) continue;
        const showing = await store.sharesShowing(knowledge.name, (shown) => {
          const before = [shown];
          return correctFacts(before, knowledge).facts !== before;
        });
        const asking = await store.sharesAsking(knowledge.name, knowledge.version);
        for (const id of new Set([...showing, ...asking])) {
          await setImmediate();
          const share = await store.share(id);
          if (share === undefined || !this.#isOurs(share)) continue;
          const isSettled = await this.#runner.exclusive(`share ${id}`, () => this.#correct(id, sitrep));
          isUnconfirmed ||= !isSettled;
        }
      }
      return isUnconfirmed;
    });
  }

  #isOurs({ guildId, situation }: SharedAnswer): boolean {
    return this.#context.hosts.takesCareOf(guildId, situation);
  }

  /** Only one run at a time, so that no run overwrites another's corrections. @param run - returns whether to run it again later */
  #alone(key: string, run: () => Promise<boolean>): Promise<void> {
    return this.#runner.joined(key, (started) =>
      this.#runner.inTurn('shared answers', async () => {
        started();
        if (this.#runner.isStopped) return;
        if (await run()) this.#runner.retry(key, () => this.#alone(key, run));
        else this.#runner.succeeded(key);
      }),
    );
  }

  /** `missing`: the message is not there (yet). `unanswered`: Discord did not answer. `unknown`: the channel cannot be read. */
  async #find(share: SharedAnswer): Promise<'found' | 'missing' | 'unanswered' | 'unknown'> {
    const { channels, log } = this.#context;
    const found = await channels.findShared(share);
    if (!found.ok) {
      const { why } = found.refusal;
      if (why === 'channel-gone' || why === 'server-gone') await this.#forget(share, why);
      return why === 'unconfirmed' ? 'unanswered' : 'unknown';
    }
    if (found.value === null) return 'missing';
    await this.#posted(share, found.value);
    log.info({ channel: share.channelId }, 'unconfirmed share found in its channel');
    return 'found';
  }

  /** @returns whether the correction is complete; `false` where Discord did not confirm the edit */
  async #correct(id: string, sitrep: Sitrep): Promise<boolean> {
    const { store, channels, now, log } = this.#context;
    // Another process may have corrected the answer.
    const share = await store.share(id);
    if (share === undefined) return true;
    const { knowledge } = sitrep;
    const again = decideAgain(share, sitrep);
    const { facts, news } = correctFacts(again.share.facts, knowledge);
    const changes = addChanges([...again.news, ...news], share.changes, now());
    const next: SharedAnswer = { ...again.share, facts, changes, version: knowledge.version };
    if (facts === share.facts) {
      await store.saveShare(next);
      return true;
    }
    // An edit is idempotent, so it is recorded after it was made.
    const done = await this.#runner.inBackground(() =>
      channels.correct(next, 'Nobody asked: a fact in this answer has changed'),
    );
    if (done.ok) {
      await store.saveShare({ ...next, state: nextShareState(share.state, 'edited') });
      await announceCorrections(this.#context, next, share.changes);
      return true;
    }
    const { why } = done.refusal;
    if (why === 'message-gone' || why === 'channel-gone') await this.#forget(share, why);
    else log.info({ channel: share.channelId, refusal: done.refusal }, 'correction of a shared answer failed');
    return why !== 'unconfirmed';
  }

  async #forget(
    share: SharedAnswer,
    why: 'not-posted' | 'message-gone' | 'channel-gone' | 'server-gone',
  ): Promise<void> {
    if (nextShareState(share.state, why) === 'ended') await this.#context.store.removeShare(share.id);
  }
}
