import { MessageFlags, type REST, Routes } from 'discord.js';
import type { Logger } from 'pino';
import { END_WORDS, isPinEnd, type Pin, type PinEvent } from '../pins/pin.ts';
import { notice } from '../views/card.ts';
import { titleOf } from '../views/pin-list.ts';
import { NOTICES } from '../views/wording.ts';
import { toComponents } from './components.ts';
import { describeError } from './describe-error.ts';
import { retry } from './retry.ts';
import type { SettingsAt } from './server-settings.ts';

/** Reports changes of pins that moderators did not make, in the channel that they have chosen. */
export interface ModeratorNotices {
  /** Changes of pins that no moderator asked for are collected for a moment and reported together. */
  pinEvent(event: PinEvent, pin: Pin): void;
  stop(): void;
}

/** One change of the facts may affect many pins. */
const COLLECT_MS = 3000;
const LINES_MAX = 10;
const RETRY_WITHIN_MS = 10_000;

export function createModeratorNotices(options: {
  readonly rest: REST;
  readonly settingsAt: SettingsAt;
  readonly log: Logger;
  readonly collectMs?: number;
}): ModeratorNotices {
  const { rest, settingsAt, log, collectMs = COLLECT_MS } = options;
  /** Server id → lines that are still to be posted. */
  const waiting = new Map<string, string[]>();
  const timers = new Set<NodeJS.Timeout>();

  async function tell(guildId: string): Promise<void> {
    const lines = waiting.get(guildId) ?? [];
    waiting.delete(guildId);
    const channelId = settingsAt(guildId, guildId).moderatorsChannel;
    if (channelId === null || lines.length === 0) return;
    const more = lines.length > LINES_MAX ? [NOTICES.more(lines.length - LINES_MAX)] : [];
    const card = notice(NOTICES.title, [...lines.slice(0, LINES_MAX), ...more].map((line) => `- ${line}`).join('\n'));
    const body = {
      components: toComponents(card),
      flags: MessageFlags.IsComponentsV2,
      allowed_mentions: { parse: [] },
    };
    try {
      // The message is posted only once, because a duplicate is worse than a missing one.
      await retry(
        () => rest.post(Routes.channelMessages(channelId), { body: { ...body, nonce: nonce(), enforce_nonce: true } }),
        {
          withinMs: RETRY_WITHIN_MS,
        },
      );
    } catch (error) {
      log.warn({ channel: channelId, ...describeError(error) }, 'moderator notice failed');
    }
  }

  return {
    pinEvent({ what, by, detail, guildId }, pin) {
      const line = by === null ? lineOf(what, detail, pin) : null;
      if (line === null || settingsAt(guildId, guildId).moderatorsChannel === null) return;
      const lines = waiting.get(guildId);
      if (lines !== undefined) {
        lines.push(line);
        return;
      }
      waiting.set(guildId, [line]);
      const timer = setTimeout(() => {
        timers.delete(timer);
        void tell(guildId);
      }, collectMs).unref();
      timers.add(timer);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function lineOf(what: PinEvent['what'], detail: string, pin: Pin): string | null {
  if (what === 'review-asked') return NOTICES.review(titleOf(pin));
  if (what !== 'ended' || !isPinEnd(detail)) return null;
  return NOTICES.ended(titleOf(pin), `<#${pin.channelId}>`, END_WORDS[detail]);
}

const nonce = (): string => `${Date.now()}${Math.floor(Math.random() * 1_000_000)}`;
