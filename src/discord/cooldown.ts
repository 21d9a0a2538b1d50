import { rememberLast } from './remember.ts';

/**
 * How long each person waits for the next answer that everybody sees. Commands and messages are counted apart, so that a reply to
 * an answer is not ignored. The times are kept only in memory.
 */
export interface Cooldown {
  /** Whether the person must still wait. @param seconds - how long people wait there; 0 switches the cooldown off */
  isWaiting(guildId: string, userId: string, seconds: number): boolean;
  /** Records that the person is answered now. */
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
