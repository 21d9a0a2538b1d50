import { setTimeout as sleep } from 'node:timers/promises';
import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';

/** Before the second attempt, unless Discord names a longer wait; doubled before each further one, up to the second number. */
const PAUSE_MS = 100;
const PAUSE_MAX_MS = 3200;

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

export interface RepeatOptions {
  /** No attempt starts later than this after the first. */
  readonly withinMs: number;
  readonly now: () => number;
  /** Told of every failure after which another attempt follows. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Makes a request again while Discord or the network fails in a way that may pass. Only for requests that do no harm
 * when they arrive twice: whether a failed one was carried out cannot be known. (discord.js would repeat every request after
 * a 5xx answer or a timeout, also one that posts a message; the bot switches that off and repeats here.)
 *
 * @param attempt - is given its number, from 1
 * @returns what the attempt gave
 * @throws the last failure; anything that another attempt cannot mend, at once
 */
export async function repeat<T>(
  attempt: (count: number) => Promise<T>,
  { withinMs, now, onFailure }: RepeatOptions,
): Promise<T> {
  const deadline = now() + withinMs;
  for (let count = 1; ; count += 1) {
    try {
      return await attempt(count);
    } catch (error) {
      const waitMs = waitAfter(error, Math.min(PAUSE_MAX_MS, PAUSE_MS * 2 ** (count - 1)));
      if (waitMs === undefined || now() + waitMs > deadline) throw error;
      onFailure?.(error);
      await sleep(waitMs);
    }
  }
}

/** Milliseconds after which the same request may succeed; `undefined` where it will not. */
function waitAfter(error: unknown, pauseMs: number): number | undefined {
  if (error instanceof RateLimitError) return Math.max(error.retryAfter, pauseMs);
  return isUnconfirmed(error) ? pauseMs : undefined;
}

/** Whether it is unknown if the request was carried out: no answer came, or the server failed while answering. */
export function isUnconfirmed(error: unknown): boolean {
  if (error instanceof HTTPError) return error.status >= 500;
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && CONNECTION_CODES.has(error.code));
}

/** Discord's word that this interaction has had its first response. */
export const isAlreadyAnswered = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;

/** Nobody is left to tell: the deadline passed, or the token has expired. */
export const isTooLate = (error: unknown): boolean =>
  error instanceof DiscordAPIError &&
  (error.code === RESTJSONErrorCodes.UnknownInteraction || error.code === RESTJSONErrorCodes.InvalidWebhookToken);
