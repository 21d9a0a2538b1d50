import {
  type APIChannel,
  type APIMessage,
  MessageFlags,
  MessageReferenceType,
  type REST,
  RESTJSONErrorCodes,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Refusal } from '../pins/refusal.ts';
import { type Card, notice, type ReplyKind } from '../views/card.ts';
import { presentOffer, presentPointer } from '../views/present.ts';
import { answersCard } from './answer-reply.ts';
import { toComponents } from './components.ts';
import { answersTo } from './conversation.ts';
import { createCooldown } from './cooldown.ts';
import type { Postings } from './deliver.ts';
import { describeError } from './describe-error.ts';
import type { OnHandled } from './dispatch.ts';
import { type Concern, concernOf, type PlainMessage, repliedTo } from './plain-message.ts';
import { refusalOf } from './refusal.ts';
import { remember } from './remember.ts';
import { isUnconfirmed, retry } from './retry.ts';
import type { AskedIn, Services, ServicesAt } from './services.ts';
import { situationOfMessage } from './situation-option.ts';

export interface MessageAnswersOptions {
  readonly rest: REST;
  readonly servicesAt: ServicesAt;
  /** Records answers that are posted in channels. */
  readonly postings?: Postings;
  readonly log: Logger;
  /** Called after each message that was answered. */
  readonly onHandled?: OnHandled;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/** Answers plain messages, and keeps track of those in flight. */
export interface MessageAnswers {
  /** Never rejects. A message that does not concern Sitrep is dropped at once; nothing of it is stored. */
  handle(message: PlainMessage): Promise<void>;
  /** Resolves when everything in flight has been answered. */
  settled(): Promise<void>;
}

/** How long a request is retried. All of these requests are idempotent, because posts carry a nonce. */
const RETRY_WITHIN_MS = 10_000;

/**
 * Answers messages that mention Sitrep, that reply to it, or that are written to it directly; and contains the only catch-all for
 * their errors. It is one closure, because all functions use the same caches.
 */
export function createMessageAnswers(options: MessageAnswersOptions): MessageAnswers {
  const { rest, servicesAt, postings, log, now = () => performance.now() } = options;
  const seen = new Set<string>();
  const cooldown = createCooldown(now);
  const inFlight = new Set<Promise<void>>();

  /** Discord may send an event twice, for example after a lost connection. Direct messages disturb nobody, so they have no cooldown. */
  function isToBeAnswered({ id, author, guild_id: guildId }: PlainMessage, { settings }: Services): boolean {
    if (seen.has(id)) return false;
    remember(seen, id);
    if (guildId === undefined) return true;
    const { answering, cooldownSeconds } = settings;
    if (answering === 'off' || cooldown.isWaiting(guildId, author.id, cooldownSeconds)) return false;
    cooldown.answered(guildId, author.id);
    return true;
  }

  /** A reply to one of Sitrep's messages is about the same situation as that message. */
  async function servicesFor(message: PlainMessage): Promise<Services> {
    const here = servicesAt(placeOf(message));
    const { customIds = [] } = repliedTo(message, here.botId()) ?? {};
    const situation = await situationOfMessage(customIds, here);
    return servicesAt(placeOf(message), situation ?? undefined) ?? here;
  }

  async function answer(message: PlainMessage, concern: Concern): Promise<void> {
    const started = now();
    let kind: ReplyKind | 'failed' = 'failed';
    try {
      const current = await servicesFor(message);
      const card = { ...(await cardFor(message, concern, current)), situation: current.sitrep.knowledge.name };
      await post(message, card);
      kind = card.kind;
    } catch (error) {
      await apologise(message, concern, error);
    }
    const handled = { name: concern, kind, ms: Math.round((now() - started) * 10) / 10 };
    log.info(handled, 'message');
    options.onHandled?.(handled);
  }

  async function cardFor(message: PlainMessage, concern: Concern, current: Services): Promise<Card> {
    const isDirect = concern === 'direct message';
    const { answers, shown } = await answersTo(message, current, { isDirect });
    // An answer about Sitrep itself does not reveal what anybody wants to know, so it is shown without a press.
    const isPrivate = !isDirect && current.answersTo === 'asker' && answers.some(({ kind }) => kind !== 'about');
    if (isPrivate) return presentOffer(message.id);
    const showing = { to: isDirect ? 'direct' : 'channel', owner: current.ownerMarks.make(message.author.id) } as const;
    return answersCard(answers, shown, { showing, locale: null, guildId: message.guild_id ?? null }, current);
  }

  /** @throws Discord's error or the network's, when retrying did not help */
  async function post(message: PlainMessage, card: Card): Promise<void> {
    const { channel_id: channelId, guild_id: guildId = null } = message;
    const { situation } = card;
    const send = async () => {
      const answered = { type: MessageReferenceType.Default, message_id: message.id, fail_if_not_exists: false };
      try {
        return await postIn(channelId, message.id, { ...bodyOf(card), message_reference: answered });
      } catch (error) {
        // A reply needs the permission to read the message that it replies to; a plain message does not.
        if (!hasCode(error, RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory)) throw error;
        return await postIn(channelId, message.id, bodyOf(card));
      }
    };
    if (postings === undefined || card.shows === undefined) {
      await send();
      return;
    }
    const recorded = await postings.begin({ channelId, guildId, situation }, card.shows, null);
    if (typeof recorded.claim === 'object')
      return post(message, { ...presentPointer({ channelId, guildId }, recorded.claim, message.id), situation });
    try {
      const { id } = await send();
      await recorded.posted(id);
    } catch (error) {
      if (isUnconfirmed(error)) recorded.unconfirmed();
      else await recorded.notPosted();
      throw error;
    }
  }

  /** @param nonce - makes Discord post one message for a repeated request */
  async function postIn(
    channelId: string,
    nonce: string,
    body: RESTPostAPIChannelMessageJSONBody,
  ): Promise<APIMessage> {
    const request = () =>
      rest.post(Routes.channelMessages(channelId), { body: { ...body, nonce, enforce_nonce: true } });
    // The type follows Discord's documentation of the route.
    return (await retry(request, { withinMs: RETRY_WITHIN_MS })) as APIMessage;
  }

  /**
   * Sends the asker one calm sentence, in the channel or else in direct messages, and logs everything. Never rejects.
   *
   * Discord did not refuse the answer, so the channel may still take a message; the nonce prevents a second one.
   */
  async function apologise(message: PlainMessage, concern: Concern, error: unknown): Promise<void> {
    const reference = message.id.slice(-6);
    const refusal = refusalOf(error, 'Send Messages');
    const failed = (second: unknown, event: string) =>
      log.error({ name: concern, reference, ...describeError(second) }, event);
    failed(error, 'message answer failed');
    if (refusal.why === 'channel-gone' || refusal.why === 'server-gone') return;
    try {
      if (refusal.why === 'unconfirmed') {
        await post(
          message,
          notice(`That did not work this time. Please ask again. Reference for the operator: ${reference}`),
        );
        return;
      }
    } catch (second) {
      failed(second, 'error reply in the channel failed');
    }
    if (concern === 'direct message') return;
    await tellDirectly(message, refusal).catch((second: unknown) => failed(second, 'error reply failed'));
  }

  async function tellDirectly({ id, author, channel_id: channelId }: PlainMessage, { why }: Refusal): Promise<void> {
    const mayNot = why === 'no-permission' || why === 'archived';
    const what = `Sitrep ${mayNot ? 'may not write' : 'could not answer you'} in <#${channelId}>.`;
    const direct = (await rest.post(Routes.userChannels(), { body: { recipient_id: author.id } })) as APIChannel;
    await postIn(direct.id, id, bodyOf(notice(what, 'Ask again here, without a command.')));
  }

  return {
    handle(message) {
      const here = servicesAt(placeOf(message));
      const concern = concernOf(message, here.botId());
      if (concern === undefined || !isToBeAnswered(message, here)) return Promise.resolve();
      const work = answer(message, concern).catch((error: unknown) => {
        log.error(describeError(error), 'message failed outside its handler');
      });
      inFlight.add(work);
      return work.finally(() => inFlight.delete(work));
    },
    async settled() {
      await Promise.allSettled([...inFlight]);
    },
  };
}

const placeOf = ({ guild_id: guildId, channel_id: channelId }: PlainMessage): AskedIn => ({
  guildId: guildId ?? null,
  channelId,
});

/** Nobody is pinged, not even the author of the message that is replied to. */
const bodyOf = (card: Card): RESTPostAPIChannelMessageJSONBody => ({
  components: toComponents(card),
  flags: MessageFlags.IsComponentsV2,
  allowed_mentions: { parse: [], replied_user: false },
});

const hasCode = (error: unknown, code: number): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
