import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { KnowledgeBase } from '../knowledge/model.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Channels } from './channels.ts';
import { corrected, newestFirst } from './follow-facts.ts';
import type { Pace } from './lanes.ts';
import type { SharedAnswer } from './pin.ts';
import type { PinStore } from './pin-store.ts';

export interface SharedAnswersParts {
  readonly store: PinStore;
  readonly channels: Channels;
  readonly sitrep: () => Sitrep;
  readonly pace: Pace;
  readonly now: () => number;
  readonly log: Logger;
}

/** Answers that were posted in channels, kept true. */
export interface SharedAnswers {
  /**
   * Corrects those that show a fact that was corrected, retracted or superseded since they were last brought up to date.
   *
   * @returns whether Discord did not confirm one, so that it is to be tried again
   *
   * Cost grows with the states in which facts are shown, and with the answers that are to be corrected; not with the others.
   */
  follow(): Promise<boolean>;
}

export function createSharedAnswers({ store, channels, sitrep, pace, now, log }: SharedAnswersParts): SharedAnswers {
  async function correct(shared: SharedAnswer, knowledge: KnowledgeBase): Promise<boolean> {
    const { facts, lines } = corrected(shared.facts, knowledge);
    if (lines.length === 0) return true;
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

  return {
    async follow() {
      const { knowledge } = sitrep();
      const due = store.sharedShowing(knowledge.name, (shown) => corrected([shown], knowledge).lines.length > 0);
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
