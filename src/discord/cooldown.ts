import { rememberLast } from './remember.ts';

/**
 * How long each person waits for the next answer that everybody sees. Commands and messages are counted apart, so that a reply to
 * an answer is not ignored. Kept in memory alone.
 */
export interface Cooldown {
  /** Whether the person waits still. @param seconds - how long people wait there; 0: not at all */
  isWaiting(guildId: string, userId: string, seconds: number): boolean;
  /** The person is answered now. */
  answered(guildId: string, userId: string): void;
}

/** @param now - milliseconds, monotonic */
export function createCooldown(now: () => number): Cooldown {
  const lastAnswered = new Map<string, number>();
  const keyOf = (guildId: string, userId: string) => `${guildId} ${userId}`;
  return {
    isWaiting: (guildId, userId, seconds) =>
      now() - (lastAnswered.get(keyOf(guildId, userId)) ?? Number.NEGATIVE_INFINITY) < seconds * 1000,
    answered: (guildId, userId) => rememberLast(lastAnswered, keyOf(guildId, userId), now()),
  };
}
