import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { ForeignAnswerError } from './transport.ts';

/** The parts of an error that may be logged. */
export interface ErrorDetails {
  readonly error: string;
  readonly code?: string | number;
  readonly status?: number;
  readonly route?: string;
  readonly stack?: string;
}

/**
 * Describes an error for the log. It leaves out what must not be logged: errors of discord.js contain the request's address with
 * the interaction's token, and the request's body with the answer's text.
 */
export function describeError(error: unknown): ErrorDetails {
  if (error instanceof DiscordAPIError) {
    return { error: error.message, code: error.code, status: error.status, route: routeOf(error.method, error.url) };
  }
  if (error instanceof HTTPError || error instanceof ForeignAnswerError) {
    return { error: error.message, status: error.status, route: routeOf(error.method, error.url) };
  }
  if (error instanceof RateLimitError) {
    return { error: `rate limited for ${error.retryAfter} ms`, route: `${error.method} ${maskIds(error.route)}` };
  }
  if (error instanceof Error) {
    const code =
      'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : null;
    return { error: error.message, ...(code === null ? {} : { code }), ...(error.stack ? { stack: error.stack } : {}) };
  }
  return { error: String(error) };
}

function routeOf(method: string, url: string): string {
  try {
    return `${method} ${maskIds(new URL(url).pathname)}`;
  } catch {
    return method;
  }
}

/** Replaces ids by `:id`, and the token after an id by `:token`. */
function maskIds(path: string): string {
  return path.replace(/\/(webhooks|interactions)\/(\d+|:id)\/[^/]+/g, '/$1/:id/:token').replace(/\/\d{15,}/g, '/:id');
}
