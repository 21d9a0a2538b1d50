import { createHash } from 'node:crypto';
import {
  type APIMessage,
  MessageFlags,
  type REST,
  type RESTGetAPIChannelMessagesPinsResult,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Channels, Done, FoundMessage } from '../pins/channels.ts';
import { previewMark } from '../pins/draft-pin.ts';
import type { Pin, PinId } from '../pins/pin.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Card } from '../views/card.ts';
import { decodeAction } from '../views/custom-id.ts';
import { presentCorrected, presentPin } from '../views/present-pin.ts';
import { toComponents } from './components.ts';
import { describeError } from './describe-error.ts';
import { customIdsIn } from './message-buttons.ts';
import { outcomeCard, postedCard } from './pin-outcome.ts';
import { refusalOf } from './refusal.ts';
import { retry } from './retry.ts';

export interface PinChannelsParts {
  readonly rest: REST;
  /** The bot itself, known once it is connected. */
  readonly self: () => { readonly applicationId: string; readonly userId: string };
  readonly sitrep: () => Sitrep;
  /** Whether Sitrep may read a channel's history; `undefined` where its permissions there are not known. */
  readonly mayReadHistory: (channelId: string) => boolean | undefined;
  /** Whether Sitrep is in the server. */
  readonly isIn: (guildId: string) => boolean;
  readonly log: Logger;
}

/** How long a request is retried before it counts as unconfirmed. All of them may arrive twice: posts carry a nonce. */
const RETRY_WITHIN_MS = 5000;
const HISTORY = 'Read Message History';
/** resources/message: messages of one page, and pins of one page. */
const MESSAGES_PAGE_MAX = 100;
const PINS_PAGE_MAX = 50;
/** A message is looked for around the time when it was sent: clocks differ, and requests are repeated for a while. */
const LOOK_BEFORE_MS = 5 * 60_000;
const LOOK_AFTER_MS = 15 * 60_000;

/** Living pins' messages in Discord's channels, through the bot's own requests. */
export function createPinChannels(parts: PinChannelsParts): Channels {
  const { rest, self, sitrep, mayReadHistory, isIn, log } = parts;

  /** @param needs - the permission whose lack Discord tells without naming it */
  async function done<T>(
    needs: string,
    request: () => Promise<unknown>,
    read: (answer: unknown) => T,
  ): Promise<Done<T>> {
    try {
      return { ok: true, value: read(await retry(request, { withinMs: RETRY_WITHIN_MS })) };
    } catch (error) {
      const refusal = refusalOf(error, needs);
      log.info({ ...describeError(error), refusal }, 'request about a pin');
      return { ok: false, refusal };
    }
  }
  const nothing = () => undefined;

  const message = (pin: Pin) => Routes.channelMessage(pin.channelId, pin.messageId ?? '0');
  const pinned = (pin: Pin) => Routes.channelMessagesPin(pin.channelId, pin.messageId ?? '0');
  const knowledge = () => sitrep().knowledge;
  const componentsOf = (pin: Pin) => toComponents(presentPin(pin, knowledge()));

  async function pinnedIn(channelId: string): Promise<readonly APIMessage[]> {
    const found: APIMessage[] = [];
    for (let before: string | undefined; ; ) {
      const query = new URLSearchParams({ limit: String(PINS_PAGE_MAX), ...(before === undefined ? {} : { before }) });
      // The shape is Discord's word for this route.
      const page = (await rest.get(Routes.channelMessagesPins(channelId), {
        query,
      })) as RESTGetAPIChannelMessagesPinsResult;
      found.push(...page.items.map((item) => item.message));
      before = page.items.at(-1)?.pinned_at;
      if (!page.has_more || before === undefined) return found;
    }
  }

  async function sentIn(channelId: string, sinceMs: number): Promise<readonly APIMessage[]> {
    const found: APIMessage[] = [];
    for (let after = String(SnowflakeUtil.generate({ timestamp: Math.max(0, sinceMs - LOOK_BEFORE_MS) })); ; ) {
      const query = new URLSearchParams({ limit: String(MESSAGES_PAGE_MAX), after });
      const page = (await rest.get(Routes.channelMessages(channelId), { query })) as readonly APIMessage[];
      const newestLast = page.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
      found.push(...newestLast);
      const newest = newestLast.at(-1);
      if (newest === undefined || page.length < MESSAGES_PAGE_MAX) return found;
      if (SnowflakeUtil.timestampFrom(newest.id) > sinceMs + LOOK_AFTER_MS) return found;
      after = newest.id;
    }
  }

  function recognise(messages: readonly APIMessage[], isPinned: boolean): readonly FoundMessage[] {
    const { userId } = self();
    return messages.flatMap((each) => {
      const pinId = each.author.id === userId ? pinIdOn(each) : undefined;
      return pinId === undefined ? [] : [{ messageId: each.id, pinId, pinned: isPinned }];
    });
  }

  return {
    post: (pin) => {
      const body = {
        ...bodyOf(presentPin(pin, knowledge())),
        nonce: pin.nonce,
        enforce_nonce: true,
      };
      return done(
        'Send Messages',
        () => rest.post(Routes.channelMessages(pin.channelId), { body }),
        (answer) => (answer as APIMessage).id,
      );
    },
    edit: (pin, reason) => {
      const body = bodyOf(presentPin(pin, knowledge()));
      return done('View Channel', () => rest.patch(message(pin), { body, reason }), nothing);
    },
    pin: (pin, reason) => done('Pin Messages', () => rest.put(pinned(pin), { reason }), nothing),
    unpin: (pin, reason) => done('Pin Messages', () => rest.delete(pinned(pin), { reason }), nothing),
    remove: (pin, reason) => done('View Channel', () => rest.delete(message(pin), { reason }), nothing),
    find: (pin) =>
      done(
        HISTORY,
        () => rest.get(message(pin)),
        (answer) => ({ pinned: (answer as APIMessage).pinned }),
      ),

    async look(channelId, sinceMs) {
      const readable = mayReadHistory(channelId);
      // Discord then gives an empty list, which says nothing.
      if (readable === false) return { ok: false, refusal: { why: 'no-permission', permission: HISTORY } };
      const found = await done(
        HISTORY,
        async () => {
          const pins = recognise(await pinnedIn(channelId), true);
          const sent = sinceMs === null ? [] : recognise(await sentIn(channelId, sinceMs), false);
          return [...pins, ...sent.filter(({ messageId }) => !pins.some((pin) => pin.messageId === messageId))];
        },
        (answer) => answer as readonly FoundMessage[],
      );
      return found.ok && found.value.length === 0 && readable === undefined ? { ok: true, value: null } : found;
    },

    fingerprint: (pin) =>
      createHash('sha256')
        .update(JSON.stringify(componentsOf(pin)))
        .digest('base64url')
        .slice(0, 22),

    async tell({ token }, asked, outcome, pin) {
      const route = Routes.webhookMessage(self().applicationId, token, '@original');
      const seen = { draft: pin.draftId, preview: previewMark(pin.content) };
      const card = asked === 'publish' ? postedCard(outcome, seen) : outcomeCard(asked, outcome);
      const body = bodyOf(card);
      await done('', () => rest.patch(route, { body, auth: false }), nothing);
    },

    async findShared({ channelId, atMs, layout }) {
      const unreadable = { ok: false, refusal: { why: 'no-permission', permission: HISTORY } } as const;
      const readable = mayReadHistory(channelId);
      if (readable === false) return unreadable;
      const sent = await done(
        HISTORY,
        () => sentIn(channelId, atMs),
        (answer) => answer as readonly APIMessage[],
      );
      if (!sent.ok) return sent;
      // Where history may not be read, Discord gives an empty list, which says nothing.
      if (sent.value.length === 0 && readable === undefined) return unreadable;
      const [mark = ''] = layout.split(' ', 1);
      const { userId } = self();
      const isIt = (each: APIMessage) => each.author.id === userId && customIdsIn(each.components).includes(mark);
      return { ok: true, value: sent.value.find(isIt)?.id ?? null };
    },

    async correct(shared, reason) {
      // Outside the bot's servers an answer was posted through its interaction; the bot itself can never edit it.
      if (shared.guildId !== null && !isIn(shared.guildId)) return { ok: false, refusal: { why: 'server-gone' } };
      const card = presentCorrected(shared, sitrep());
      // Written by a version with other layouts: there is nothing to make of it any more.
      if (card === undefined) return { ok: false, refusal: { why: 'message-gone' } };
      const route = Routes.channelMessage(shared.channelId, shared.messageId);
      const corrected = await done('View Channel', () => rest.patch(route, { body: bodyOf(card), reason }), nothing);
      // In a group chat that the bot is not in, nobody can give it the right.
      const isForGood = !corrected.ok && corrected.refusal.why === 'no-permission' && shared.guildId === null;
      return isForGood ? { ok: false, refusal: { why: 'message-gone' } } : corrected;
    },
  };
}

const bodyOf = (card: Card) => ({
  components: toComponents(card),
  flags: MessageFlags.IsComponentsV2,
  allowed_mentions: { parse: [] },
});

/** The pin that a message of ours is: its Proof button carries the id. */
function pinIdOn(message: APIMessage): PinId | undefined {
  for (const customId of customIdsIn(message.components)) {
    const action = decodeAction(customId);
    if (action?.type === 'pin-proof') return action.pin;
  }
  return undefined;
}
