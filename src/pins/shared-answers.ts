import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { KnowledgeBase } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Channels } from './channels.ts';
import { corrected, newestFirst } from './follow-facts.ts';
import type { Pace } from './lanes.ts';
import type { AwaitedShare, SharedAnswer } from './pin.ts';
import type { PinStore } from './pin-store.ts';

export interface SharedAnswersParts {
  readonly store: PinStore;
  readonly channels: Channels;
  readonly sitrep: () => Sitrep;
  readonly pace: Pace;
  /** Told of an answer that was awaited, once its message is known; to keep it and correct it is theirs. */
  readonly found: (shared: SharedAnswer) => void;
  readonly now: () => number;
  readonly log: Logger;
}

/** Answers that were posted in channels, kept true. */
export interface SharedAnswers {
  /**
   * Corrects those that show a fact that was corrected, retracted or superseded since they were last brought up to date, or
   * whose retraction was taken back.
   *
   * @returns whether Discord did not confirm one, so that it is to be tried again
   *
   * Cost grows with the states in which facts are shown, and with the answers that are to be corrected; not with the others.
   */
  follow(): Promise<boolean>;
  /**
   * Looks for those of which it is not known whether they were posted: what is found is told (`found`), what can no longer come
   * is forgotten.
   *
   * @returns whether one may yet come, so that it is to be looked for again
   */
  find(): Promise<boolean>;
}

/** A reply can be posted while Discord takes the token of what was pressed: 15 minutes, and one for clocks that differ. */
const MAY_COME_MS = 16 * 60_000;

export function createSharedAnswers(parts: SharedAnswersParts): SharedAnswers {
  const { store, channels, sitrep, pace, now, log } = parts;

  async function correct(shared: SharedAnswer, knowledge: KnowledgeBase): Promise<boolean> {
    const { facts, lines } = corrected(shared.facts, knowledge);
    if (facts === shared.facts) return true;
    const changes = newestFirst(lines, shared.changes, now());
    const next: SharedAnswer = { ...shared, facts, changes, version: knowledge.version };
    // An edit does no harm when it arrives twice, so it is recorded after it was made.
    const done = await pace.run(() => channels.correct(next, 'Nobody asked: a fact in this answer has changed'));
    if (done.ok) store.saveShared(next);
    else if (done.refusal.why === 'message-gone' || done.refusal.why === 'channel-gone')
      store.removeShared(shared.messageId);
    else log.info({ refusal: done.refusal }, 'a shared answer could not be corrected yet');
    return done.ok || done.refusal.why !== 'unconfirmed';
  }

  async function find(share: AwaitedShare): Promise<boolean> {
    const found = await pace.run(() => channels.findShared(share));
    if (!found.ok) {
      const { why } = found.refusal;
      if (why === 'channel-gone' || why === 'server-gone') store.forgetAwaited(share.layout);
      return why !== 'unconfirmed';
    }
    if (found.value !== null) {
      parts.found({ ...share, messageId: found.value });
      log.info('an answer that was shared without Discord confirming it was found');
      return true;
    }
    if (now() - share.atMs <= MAY_COME_MS) return false;
    store.forgetAwaited(share.layout);
    return true;
  }

  return {
    async find() {
      let allDone = true;
      for (const share of store.awaitedShares()) allDone = (await find(share)) && allDone;
      return !allDone;
    },
    async follow() {
      const { knowledge } = sitrep();
      const due = store.sharedShowing(knowledge.name, (shown) => {
        const given = [shown];
        return corrected(given, knowledge).facts !== given;
      });
      let allDone = true;
      for (const messageId of due) {
        await setImmediate();
        const shared = store.shared(messageId);
        if (shared !== undefined) allDone = (await correct(shared, knowledge)) && allDone;
      }
      return !allDone;
    },
  };
}
