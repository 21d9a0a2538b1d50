import { createHash } from 'node:crypto';
import {
  type APIMessage,
  MessageFlags,
  MessageReferenceType,
  type REST,
  type RESTGetAPIChannelMessagesPinsResult,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Channels, FoundMessage, MessageRef, RecognisedMessage } from '../pins/channels.ts';
import { previewMark } from '../pins/draft-pin.ts';
import type { Pin, PinAsk, PinChange, PinId, PinReply, SharedAnswer } from '../pins/pin.ts';
import type { Done, Refusal } from '../pins/refusal.ts';
import type { PinOutcome } from '../pins/requests.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Situations } from '../situations.ts';
import type { Card } from '../views/card.ts';
import { decodeAction } from '../views/custom-id.ts';
import { presentCorrected, presentCorrections, presentPin } from '../views/present-pin.ts';
import { recognisePin } from '../views/recognise-pin.ts';
import { toComponents } from './components.ts';
import { describeError } from './describe-error.ts';
import { customIdsIn, textsIn } from './message-buttons.ts';
import { outcomeCard, postedCard } from './pin-outcome.ts';
import { refusalOf } from './refusal.ts';
import { retry } from './retry.ts';

export interface PinChannelsParts {
  readonly rest: REST;
  /** The bot's own user, which is known once it is connected. */
  readonly self: () => { readonly applicationId: string; readonly userId: string };
  readonly situations: Pick<Situations, 'get' | 'all'>;
  /** Whether the bot may read a channel's history; `undefined` where its permissions there are not known. */
  readonly mayReadHistory: (channelId: string) => boolean | undefined;
  /** Whether members may send something to the curators from a server; `null` stands for everywhere outside servers. */
  readonly hasCuratorsBox: (guildId: string | null) => boolean;
  /** Whether the bot is in the server. */
  readonly isIn: (guildId: string) => boolean;
  readonly log: Logger;
}

/** How long a request is retried before it counts as unconfirmed. All of these requests are idempotent, because posts carry a nonce. */
const RETRY_WITHIN_MS = 5000;
const HISTORY = 'Read Message History';
/** resources/message: messages of one page, and pins of one page. */
const MESSAGES_PAGE_MAX = 100;
const PINS_PAGE_MAX = 50;
/** The search covers some time before and after the message was sent, because clocks differ and requests are retried for a while. */
const SEARCH_BEFORE_MS = 5 * 60_000;
const SEARCH_AFTER_MS = 15 * 60_000;
const FINGERPRINT_CHARS = 22;

const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, FINGERPRINT_CHARS);
const refused = (refusal: Refusal) => ({ ok: false, refusal }) as const;
const nothing = () => undefined;

/** The messages of living pins and shared answers in Discord's channels, through the bot's own requests. */
export class PinChannels implements Channels {
  readonly #parts: PinChannelsParts;

  constructor(parts: PinChannelsParts) {
    this.#parts = parts;
  }

  post(pin: Pin): Promise<Done<string>> {
    const body = { ...bodyOf(this.#cardOf(pin)), nonce: pin.nonce, enforce_nonce: true };
    const route = Routes.channelMessages(pin.channelId);
    return this.#request(
      'Send Messages',
      () => this.#parts.rest.post(route, { body }),
      (answer) => (answer as APIMessage).id,
    );
  }

  edit(pin: Pin, reason: string): Promise<Done<void>> {
    const body = bodyOf(this.#cardOf(pin));
    return this.#request('View Channel', () => this.#parts.rest.patch(messageRoute(pin), { body, reason }), nothing);
  }

  pin(message: MessageRef, reason: string): Promise<Done<void>> {
    return this.#request('Pin Messages', () => this.#parts.rest.put(pinRoute(message), { reason }), nothing);
  }

  unpin(message: MessageRef, reason: string): Promise<Done<void>> {
    return this.#request('Pin Messages', () => this.#parts.rest.delete(pinRoute(message), { reason }), nothing);
  }

  remove(message: MessageRef, reason: string): Promise<Done<void>> {
    return this.#request('View Channel', () => this.#parts.rest.delete(messageRoute(message), { reason }), nothing);
  }

  find(message: MessageRef): Promise<Done<{ readonly pinned: boolean }>> {
    return this.#request(
      HISTORY,
      () => this.#parts.rest.get(messageRoute(message)),
      (answer) => ({ pinned: (answer as APIMessage).pinned }),
    );
  }

  recognise(message: MessageRef): Promise<Done<RecognisedMessage>> {
    return this.#request(
      HISTORY,
      () => this.#parts.rest.get(messageRoute(message)),
      (answer) => {
        const { author, pinned, components = [] } = answer as APIMessage;
        const isOwn = author.id === this.#parts.self().userId;
        const texts = textsIn(components);
        const shown = this.#parts.situations
          .all()
          .map(({ knowledge }) => ({ situation: knowledge.name, ...recognisePin(texts, knowledge) }))
          .reduce((most, each) => (each.facts.length > most.facts.length ? each : most));
        return { pinId: isOwn ? (pinIdIn(components) ?? null) : null, pinned, ...shown };
      },
    );
  }

  async look(channelId: string, sinceMs: number | null): Promise<Done<readonly FoundMessage[] | null>> {
    const readable = this.#parts.mayReadHistory(channelId);
    // Discord then returns an empty list, which proves nothing.
    if (readable === false) return refused({ why: 'no-permission', permission: HISTORY });
    const found = await this.#request(
      HISTORY,
      async () => {
        const pins = this.#recogniseOwn(await this.#pinnedIn(channelId), true);
        const sent = sinceMs === null ? [] : this.#recogniseOwn(await this.#sentIn(channelId, sinceMs), false);
        return [...pins, ...sent.filter(({ messageId }) => !pins.some((pin) => pin.messageId === messageId))];
      },
      (answer) => answer,
    );
    return found.ok && found.value.length === 0 && readable === undefined ? { ok: true, value: null } : found;
  }

  fingerprint(pin: Pin): string {
    return shortHash(JSON.stringify(toComponents(this.#cardOf(pin))));
  }

  async tell({ token }: PinReply, asked: PinAsk, outcome: PinOutcome, pin: Pin): Promise<void> {
    const route = Routes.webhookMessage(this.#parts.self().applicationId, token, '@original');
    const pressed = { draft: pin.draftId, preview: previewMark(pin.content) };
    const body = bodyOf(asked === 'publish' ? postedCard(outcome, pressed) : outcomeCard(asked, outcome));
    await this.#request('', () => this.#parts.rest.patch(route, { body, auth: false }), nothing);
  }

  async findShared({ channelId, atMs, layout }: SharedAnswer): Promise<Done<string | null>> {
    const readable = this.#parts.mayReadHistory(channelId);
    if (readable === false) return refused({ why: 'no-permission', permission: HISTORY });
    const sent = await this.#request(
      HISTORY,
      () => this.#sentIn(channelId, atMs),
      (answer) => answer,
    );
    if (!sent.ok) return sent;
    // Without the permission to read the history, Discord returns an empty list, which proves nothing.
    if (sent.value.length === 0 && readable === undefined)
      return refused({ why: 'no-permission', permission: HISTORY });
    // The layout begins with the custom_id of the Delete button.
    const [mark = ''] = layout.split(' ', 1);
    const { userId } = this.#parts.self();
    const message = sent.value.find(
      ({ author, components }) => author.id === userId && customIdsIn(components).includes(mark),
    );
    return { ok: true, value: message?.id ?? null };
  }

  announce(
    { channelId, messageId }: Parameters<Channels['announce']>[0],
    corrections: readonly PinChange[],
  ): Promise<Done<void>> {
    const body = {
      ...bodyOf(presentCorrections(corrections)),
      allowed_mentions: { parse: [], replied_user: false },
      message_reference: { type: MessageReferenceType.Default, message_id: messageId, fail_if_not_exists: false },
      nonce: shortHash(JSON.stringify([messageId, corrections])),
      enforce_nonce: true,
    };
    const route = Routes.channelMessages(channelId);
    return this.#request('Send Messages', () => this.#parts.rest.post(route, { body }), nothing);
  }

  async correct(share: SharedAnswer, reason: string): Promise<Done<void>> {
    const { rest, isIn, hasCuratorsBox } = this.#parts;
    const { guildId, messageId, situation } = share;
    // Outside the bot's servers the answer was posted through its interaction, so the bot cannot edit it any more.
    if (guildId !== null && !isIn(guildId)) return refused({ why: 'server-gone' });
    const { knowledge } = this.#sitrepOf(share);
    const card = presentCorrected(share, { knowledge, curatorsBox: hasCuratorsBox(guildId) });
    // A layout that cannot be read was written by another version; the message can no longer be rendered.
    if (card === undefined || messageId === null) return refused({ why: 'message-gone' });
    const corrected = await this.#request(
      'View Channel',
      () => rest.patch(messageRoute(share), { body: bodyOf({ ...card, situation }), reason }),
      nothing,
    );
    // In a group chat without the bot, nobody can give the bot the permission.
    const isFinal = !corrected.ok && corrected.refusal.why === 'no-permission' && guildId === null;
    return isFinal ? refused({ why: 'message-gone' }) : corrected;
  }

  /** @param needs - the permission that Discord does not name when it is missing */
  async #request<A, T>(needs: string, request: () => Promise<A>, read: (answer: A) => T): Promise<Done<T>> {
    try {
      return { ok: true, value: read(await retry(request, { withinMs: RETRY_WITHIN_MS })) };
    } catch (error) {
      const refusal = refusalOf(error, needs);
      this.#parts.log.info({ ...describeError(error), refusal }, 'pin request failed');
      return refused(refusal);
    }
  }

  #cardOf(pin: Pin): Card {
    return presentPin(pin, this.#sitrepOf(pin).knowledge);
  }

  /** @throws Error where the situation is not served; then the caller must not touch its messages */
  #sitrepOf({ situation }: Pick<Pin, 'situation'>): Sitrep {
    const sitrep = this.#parts.situations.get(situation);
    if (sitrep === undefined)
      throw new Error(`the situation ${situation} is not served, so its message cannot be made`);
    return sitrep;
  }

  async #pinnedIn(channelId: string): Promise<readonly APIMessage[]> {
    const found: APIMessage[] = [];
    for (let before: string | undefined; ; ) {
      const query = new URLSearchParams({ limit: String(PINS_PAGE_MAX), ...(before === undefined ? {} : { before }) });
      // The type follows Discord's documentation of the route.
      const page = (await this.#parts.rest.get(Routes.channelMessagesPins(channelId), {
        query,
      })) as RESTGetAPIChannelMessagesPinsResult;
      found.push(...page.items.map((item) => item.message));
      before = page.items.at(-1)?.pinned_at;
      if (!page.has_more || before === undefined) return found;
    }
  }

  /** Messages sent around a time, oldest first. */
  async #sentIn(channelId: string, sinceMs: number): Promise<readonly APIMessage[]> {
    const found: APIMessage[] = [];
    let after = String(SnowflakeUtil.generate({ timestamp: Math.max(0, sinceMs - SEARCH_BEFORE_MS) }));
    for (;;) {
      const query = new URLSearchParams({ limit: String(MESSAGES_PAGE_MAX), after });
      const route = Routes.channelMessages(channelId);
      const page = (await this.#parts.rest.get(route, { query })) as readonly APIMessage[];
      const oldestFirst = page.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
      found.push(...oldestFirst);
      const newest = oldestFirst.at(-1);
      if (newest === undefined || page.length < MESSAGES_PAGE_MAX) return found;
      if (SnowflakeUtil.timestampFrom(newest.id) > sinceMs + SEARCH_AFTER_MS) return found;
      after = newest.id;
    }
  }

  #recogniseOwn(messages: readonly APIMessage[], pinned: boolean): readonly FoundMessage[] {
    const { userId } = this.#parts.self();
    return messages.flatMap(({ id: messageId, author, components }) => {
      const pinId = author.id === userId ? pinIdIn(components) : undefined;
      return pinId === undefined ? [] : [{ messageId, pinId, pinned }];
    });
  }
}

const messageRoute = ({ channelId, messageId }: Pick<MessageRef, 'channelId' | 'messageId'>) =>
  Routes.channelMessage(channelId, messageId ?? '0');
const pinRoute = ({ channelId, messageId }: MessageRef) => Routes.channelMessagesPin(channelId, messageId ?? '0');

/** A message that pings nobody. */
export const bodyOf = (card: Card) => ({
  components: toComponents(card),
  flags: MessageFlags.IsComponentsV2,
  allowed_mentions: { parse: [] },
});

/** The id of the pin whose message this is: its Proof button carries it. */
function pinIdIn(components: unknown): PinId | undefined {
  for (const customId of customIdsIn(components)) {
    const action = decodeAction(customId);
    if (action?.type === 'pin-proof') return action.pin;
  }
  return undefined;
}
