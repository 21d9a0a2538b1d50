import { type APIChannel, MessageFlags, type REST, Routes } from 'discord.js';
import type { Logger } from 'pino';
import { currentFact } from '../knowledge/current-fact.ts';
import type { Answers } from '../model/answer.ts';
import type { Inbox, InboxItem } from '../model/inbox.ts';
import type { Situations } from '../situations.ts';
import type { Card } from '../views/card.ts';
import { presentTold } from '../views/present-inbox.ts';
import { answersCard } from './answer-reply.ts';
import { toComponents } from './components.ts';
import { describeError } from './describe-error.ts';
import { refusalOf } from './refusal.ts';
import { retry } from './retry.ts';
import type { Services } from './services.ts';

export interface TellSendersParts {
  readonly rest: REST;
  readonly inbox: Inbox;
  readonly situations: Pick<Situations, 'all'>;
  /** The services for direct messages, with a situation's current facts. */
  readonly servicesOf: (situation: string) => Services | undefined;
  readonly log: Logger;
  /** The interval between two searches for senders to notify: another process may have settled what they sent. */
  readonly everyMs?: number;
  /** For how long a moderator who has named a fact may take it back before it is sent. */
  readonly takeBackMs?: number;
}

/** Sends answers to senders who wanted to be told. */
export interface TellSenders {
  /** Searches now, and then regularly. Never rejects. */
  soon(): Promise<void>;
  /** Ends all sending; resolves when the search in progress has ended. */
  stop(): Promise<void>;
}

const EVERY_MS = 60_000;
const TAKE_BACK_MS = 30_000;
const TIMER_EARLY_MS = 20;
/** How long a request is retried. Both requests are idempotent, because the post carries a nonce. */
const RETRY_WITHIN_MS = 10_000;

/**
 * Tells each sender once: when a moderator or a curator has settled what they sent (half a minute after a fact was named, because
 * that can be taken back), or when the facts have changed and now answer their question. Then their user id is deleted, even
 * where Discord does not let Sitrep write to them.
 */
// Over 60 lines: the two reasons to notify a sender share one queue.
export function createTellSenders(parts: TellSendersParts): TellSenders {
  const { rest, inbox, situations, servicesOf, log, everyMs = EVERY_MS, takeBackMs = TAKE_BACK_MS } = parts;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  /** Situation → the version of its facts with which unsettled questions were last decided. */
  const askedOf = new Map<string, string>();
  /** Items of which a moderator has named the fact → when this was first seen. They may have pressed in another process. */
  const namedSinceMs = new Map<string, number>();

  async function look(): Promise<void> {
    for (const { knowledge } of situations.all()) {
      const current = servicesOf(knowledge.name);
      if (current !== undefined) await lookIn(current);
    }
  }

  async function lookIn(current: Services): Promise<void> {
    const { name, version } = current.sitrep.knowledge;
    for (const item of await inbox.awaited(name)) {
      if (isStopped) return;
      if (mayBeTakenBack(item)) continue;
      const answers = await answersTo(item, current, version !== askedOf.get(name));
      if (answers === undefined) continue;
      const outcome = await send(item, cardOf(item, answers, current));
      if (outcome !== 'unconfirmed') await inbox.told(item.id);
      log.info({ name: item.kind, outcome }, 'sender notified');
    }
    askedOf.set(name, version);
  }

  function mayBeTakenBack({ id, state }: InboxItem): boolean {
    const nowMs = performance.now();
    const sinceMs = namedSinceMs.get(id) ?? nowMs;
    const isYoung = state === 'named' && nowMs < sinceMs + takeBackMs;
    if (!isYoung) namedSinceMs.delete(id);
    else if (!namedSinceMs.has(id)) {
      namedSinceMs.set(id, sinceMs);
      // A timer may fire a little early by the clock that is read above.
      setTimeout(() => void soon(), takeBackMs + TIMER_EARLY_MS).unref();
    }
    return isYoung;
  }

  /** @returns `undefined` where there is no news for the sender yet */
  async function answersTo(
    { kind, state, facts, fact, text }: InboxItem,
    { sitrep }: Services,
    hasChanged: boolean,
  ): Promise<Answers | undefined> {
    if (state === 'open') {
      if (kind === 'report' || !hasChanged) return undefined;
      const answers = await sitrep.ask(text);
      return answers.every((answer) => answer.kind === 'answered') ? answers : undefined;
    }
    // The text of a report is no question.
    const about = fact ?? facts[0];
    const today = about === undefined ? undefined : currentFact(about, sitrep.knowledge);
    return sitrep.ask(today === undefined ? text : `fact:${today.id}`);
  }

  function cardOf(item: InboxItem, answers: Answers, current: Services): Card {
    const showing = { to: 'direct', owner: current.ownerMarks.make(item.asker ?? '') } as const;
    const reader = { showing, locale: null, guildId: null };
    const answer = answersCard(answers, { via: 'ask', of: null }, reader, current);
    return { ...presentTold(item, answer), situation: current.sitrep.knowledge.name };
  }

  async function send({ id, asker }: InboxItem, card: Card): Promise<'sent' | 'refused' | 'unconfirmed'> {
    try {
      const patience = { withinMs: RETRY_WITHIN_MS };
      const open = () => rest.post(Routes.userChannels(), { body: { recipient_id: asker } });
      // The type follows Discord's documentation of the route.
      const channel = (await retry(open, patience)) as APIChannel;
      const body = {
        components: toComponents(card),
        flags: MessageFlags.IsComponentsV2,
        allowed_mentions: { parse: [] },
        nonce: id,
        enforce_nonce: true,
      };
      await retry(() => rest.post(Routes.channelMessages(channel.id), { body }), patience);
      return 'sent';
    } catch (error) {
      log.info(describeError(error), 'sender notification failed');
      return refusalOf(error, '').why === 'unconfirmed' ? 'unconfirmed' : 'refused';
    }
  }

  const soon = (): Promise<void> => {
    if (isStopped) return running;
    timer ??= setInterval(() => void soon(), everyMs).unref();
    running = running
      .then(look)
      .catch((error: unknown) => log.error(describeError(error), 'search for senders to notify failed'));
    return running;
  };
  return {
    soon,
    stop() {
      isStopped = true;
      clearInterval(timer);
      return running;
    },
  };
}
