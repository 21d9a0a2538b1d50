import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { FactId, KnowledgeBase } from '../knowledge/model.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Channels } from './channels.ts';
import { compareFacts } from './difference.ts';
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
   * Corrects those that show a fact that was corrected, retracted or superseded.
   *
   * @param previous - the facts before; `undefined` looks through all answers
   * @returns whether Discord did not confirm one, so that it is to be tried again
   */
  follow(previous: KnowledgeBase | undefined): Promise<boolean>;
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
    async follow(previous) {
      const { knowledge } = sitrep();
      const shown = [...store.sharedFacts(knowledge.name)];
      const changed = shown.filter((id) => previous === undefined || hasChanged(id, previous, knowledge));
      let allDone = true;
      for (const shared of changed.length === 0 ? [] : store.sharedWith(knowledge.name, changed)) {
        await setImmediate();
        allDone = (await correct(shared, knowledge)) && allDone;
      }
      return !allDone;
    },
  };
}

function hasChanged(id: FactId, previous: KnowledgeBase, knowledge: KnowledgeBase): boolean {
  const before = previous.factById.get(id);
  // What was no fact before may be one that was corrected earlier, without its post having been reached.
  return before === undefined || compareFacts([before], knowledge).length > 0;
}
