import { createHash } from 'node:crypto';
import type { Route } from './routes.ts';

/** How many requests a bucket accepts, and in how much time. */
interface BucketRule {
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * Discord publishes no numbers and asks bots not to rely on any. These values have the order of magnitude of Discord's real
 * limits, so that a bot that sends bursts gets a 429 here as well.
 */
const RULES: Readonly<Record<string, BucketRule>> = {
  'POST /channels/{channel_id}/messages': { limit: 5, windowMs: 5_000 },
  'PATCH /channels/{channel_id}/messages/{message_id}': { limit: 5, windowMs: 5_000 },
  'DELETE /channels/{channel_id}/messages/{message_id}': { limit: 5, windowMs: 1_000 },
  'PUT /channels/{channel_id}/messages/pins/{message_id}': { limit: 5, windowMs: 5_000 },
  'DELETE /channels/{channel_id}/messages/pins/{message_id}': { limit: 5, windowMs: 5_000 },
  'GET /channels/{channel_id}/messages/pins': { limit: 5, windowMs: 5_000 },
  'PUT /applications/{application_id}/commands': { limit: 10, windowMs: 10_000 },
  webhook: { limit: 5, windowMs: 2_000 },
};
const DEFAULT_RULE: BucketRule = { limit: 20, windowMs: 1_000 };
/** The global limit for each bot, over all routes that count towards it. */
const GLOBAL_RULE: BucketRule = { limit: 50, windowMs: 1_000 };
const FORGET_AFTER_MS = 10_000;

export interface RateVerdict {
  readonly headers: Readonly<Record<string, string>>;
  /** null where the request may pass. */
  readonly refused: { readonly retryAfterSeconds: number; readonly global: boolean } | null;
}

interface Window {
  readonly startMs: number;
  used: number;
}

export class RateLimits {
  readonly #now: () => number;
  /** Oldest first. */
  readonly #windows = new Map<string, Window>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Counts a request. Callbacks are not limited; webhook routes do not count globally.
   *
   * @param template - method and route, `POST /channels/{channel_id}/messages`
   * @param topLevelId - the channel, server, or webhook with its token: each of these has its own buckets
   */
  count(template: string, topLevelId: string, access: Route['access']): RateVerdict {
    if (access === 'callback') return { headers: {}, refused: null };
    const global = access === 'bot' ? this.#spend('global', GLOBAL_RULE) : null;
    if (global?.isOver) {
      const headers = { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' };
      return refuse(headers, global.seconds, true);
    }
    const bucket = access === 'webhook' ? 'webhook' : template;
    const rule = RULES[bucket] ?? DEFAULT_RULE;
    const { isOver, left, resetMs, seconds } = this.#spend(`${bucket} ${topLevelId}`, rule);
    const headers = {
      'x-ratelimit-limit': String(rule.limit),
      'x-ratelimit-remaining': String(left),
      'x-ratelimit-reset': (resetMs / 1000).toFixed(3),
      'x-ratelimit-reset-after': seconds.toFixed(3),
      'x-ratelimit-bucket': createHash('sha256').update(bucket).digest('hex').slice(0, 32),
    };
    return isOver ? refuse({ ...headers, 'x-ratelimit-scope': 'user' }, seconds, false) : { headers, refused: null };
  }

  #spend(key: string, rule: BucketRule) {
    const nowMs = this.#now();
    let window = this.#windows.get(key);
    if (window === undefined || nowMs - window.startMs >= rule.windowMs) {
      window = { startMs: nowMs, used: 0 };
      this.#windows.delete(key);
      this.#windows.set(key, window);
      this.#forgetOld(nowMs);
    }
    window.used += 1;
    const resetMs = window.startMs + rule.windowMs;
    return {
      isOver: window.used > rule.limit,
      left: Math.max(0, rule.limit - window.used),
      resetMs,
      seconds: Math.max(0.001, (resetMs - nowMs) / 1000),
    };
  }

  #forgetOld(nowMs: number): void {
    for (const [key, { startMs }] of this.#windows) {
      if (nowMs - startMs < FORGET_AFTER_MS) break;
      this.#windows.delete(key);
    }
  }
}

function refuse(headers: Readonly<Record<string, string>>, seconds: number, global: boolean): RateVerdict {
  return {
    headers: { ...headers, 'retry-after': String(Math.ceil(seconds)) },
    refused: { retryAfterSeconds: seconds, global },
  };
}
