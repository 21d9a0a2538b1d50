import { DiscordAPIError, type REST, Routes } from 'discord.js';
import pRetry from 'p-retry';

/** The token counts as refused when Discord refuses it immediately and again after waits of 0.5, 1, 2 and 4 s. */
const RETRIES = 4;
const FIRST_WAIT_MS = 500;

/**
 * Distinguishes a single HTTP 401, which Discord or a proxy may answer by mistake, from an invalid token.
 *
 * @param onRefused - called once when Discord refuses the token repeatedly
 * @returns a function to call at every 401; concurrent checks share one request
 */
export function createTokenCheck(rest: REST, onRefused: (error: unknown) => void): () => void {
  let inFlight = false;

  async function check(): Promise<void> {
    inFlight = true;
    try {
      await pRetry(() => rest.get(Routes.user()), {
        retries: RETRIES,
        minTimeout: FIRST_WAIT_MS,
        shouldRetry: ({ error }) => isUnauthorized(error),
      });
    } catch (error) {
      // Any other failure says nothing about the token; the next 401 starts another check.
      if (isUnauthorized(error)) onRefused(error);
    } finally {
      inFlight = false;
    }
  }

  return () => {
    if (!inFlight) void check();
  };
}

const isUnauthorized = (error: unknown): boolean => error instanceof DiscordAPIError && error.status === 401;
