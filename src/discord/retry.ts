import { setTimeout as sleep } from 'node:timers/promises';
import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from 'discord.js';
import pRetry from 'p-retry';
import { ForeignAnswerError } from './transport.ts';

/** The wait before the second attempt, unless Discord names a longer one. It doubles before each further attempt, up to the longest. */
const PAUSES = { firstMs: 100, longestMs: 3200 };

/** Codes of Node and of undici for a connection that broke before an answer came. */
const CONNECTION_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export interface RetryOptions {
  /** The last attempt starts at most this long after the first. */
  readonly withinMs: number;
  /** Whether another attempt may help. Where absent, a request is retried after a rate limit and where the outcome is unknown. */
  readonly mayHelp?: (error: unknown, attempts: number) => boolean;
  /** Waits of other lengths than usual, in milliseconds: before the second attempt, and the longest. */
  readonly pauses?: { readonly firstMs: number; readonly longestMs: number };
  /** Called after each failure that is retried, with the length of the wait. */
  readonly onFailure?: (error: unknown, waitMs: number) => void;
}

/**
 * Retries a request while Discord or the network fails in a way that may pass. Only for requests that do no harm when they
 * arrive twice: nobody knows whether a failed one was carried out. (discord.js would retry every request after a 5xx answer or
 * a timeout, also one that posts a message. The bot switches that off and retries here.)
 *
 * @param attempt - is given its number, from 1
 * @returns the result of the attempt
 * @throws the last failure; at once where another attempt cannot help
 */
export function retry<T>(
  attempt: (count: number) => Promise<T>,
  { withinMs, mayHelp = mayPass, pauses: { firstMs, longestMs } = PAUSES, onFailure }: RetryOptions,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: firstMs,
    maxTimeout: longestMs,
    maxRetryTime: withinMs,
    shouldRetry: async ({ error, retryDelay, attemptNumber }) => {
      const waitMs = Math.max(retryDelay, namedWait(error) ?? 0);
      if (!mayHelp(error, attemptNumber) || performance.now() + waitMs > deadline) return false;
      onFailure?.(error, waitMs);
      // Sleeps for the part of Discord's wait that is longer than p-retry's own pause, which comes next.
      await sleep(waitMs - retryDelay);
      return true;
    },
  });
}

/** Whether another attempt at the same request may succeed. */
export const mayPass = (error: unknown): boolean => namedWait(error) !== undefined || isUnconfirmed(error);

/** Milliseconds that the server asks to wait, as discord.js's `RateLimitError` holds them. */
export function namedWait(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('retryAfter' in error)) return undefined;
  return typeof error.retryAfter === 'number' ? error.retryAfter : undefined;
}

/** Whether it is unknown if the request was carried out: no answer came, the answer was not Discord's, or the server failed. */
export function isUnconfirmed(error: unknown): boolean {
  if (error instanceof HTTPError) return error.status >= 500;
  return error instanceof ForeignAnswerError || isConnectionError(error);
}

/** Whether no answer came. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && CONNECTION_CODES.has(error.code));
}

/** Discord says that this interaction already has its first response. */
export const isAlreadyAnswered = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;

/** Nobody can be told any more: the deadline passed, or the token expired. */
export const isTooLate = (error: unknown): boolean =>
  error instanceof DiscordAPIError &&
  (error.code === RESTJSONErrorCodes.UnknownInteraction || error.code === RESTJSONErrorCodes.InvalidWebhookToken);
