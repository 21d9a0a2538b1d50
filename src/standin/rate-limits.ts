import { createHash } from 'node:crypto';

/** How many requests a bucket takes in how long. */
interface BucketRule {
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * Discord publishes no numbers and asks that none be relied on; these are in the order of magnitude of what it
 * answers with, so that a bot that bursts meets a 429 here as it would there.
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
const USUAL: BucketRule = { limit: 20, windowMs: 1_000 };

/** Per bot, over all routes that count towards it. */
const GLOBAL: BucketRule = { limit: 50, windowMs: 1_000 };

export interface RateVerdict {
  readonly headers: Readonly<Record<string, string>>;
  /** null where the request may pass. */
  readonly refused: { readonly retryAfterSeconds: number; readonly global: boolean } | null;
}

export interface RateLimits {
  /**
   * Counts a request.
   *
   * @param template - method and route, `POST /channels/{channel_id}/messages`
   * @param topLevelId - the channel, server, or webhook with its token: each has buckets of its own
   * @param interaction - the callback and webhook-token routes: not counted globally, the callback not at all
   */
  count(template: string, topLevelId: string, interaction: 'callback' | 'webhook' | null): RateVerdict;
}

export function createRateLimits(now: () => number): RateLimits {
  const windows = new Map<string, { startMs: number; used: number }>();
  const FREE: RateVerdict = { headers: {}, refused: null };

  const spend = (key: string, rule: BucketRule) => {
    const at = now();
    let window = windows.get(key);
    if (window === undefined || at - window.startMs >= rule.windowMs) {
      window = { startMs: at, used: 0 };
      // Re-inserted, so that the oldest stand first and can be swept.
      windows.delete(key);
      windows.set(key, window);
      for (const [oldKey, old] of windows) {
        if (at - old.startMs < 10_000) break;
        windows.delete(oldKey);
      }
    }
    window.used += 1;
    return {
      over: window.used > rule.limit,
      left: Math.max(0, rule.limit - window.used),
      resetMs: window.startMs + rule.windowMs,
    };
  };

  return {
    count(template, topLevelId, interaction) {
      if (interaction === 'callback') return FREE;
      if (interaction === null) {
        const all = spend('global', GLOBAL);
        if (all.over) {
          const seconds = secondsUntil(all.resetMs, now());
          return {
            headers: {
              'x-ratelimit-global': 'true',
              'x-ratelimit-scope': 'global',
              'retry-after': String(Math.ceil(seconds)),
            },
            refused: { retryAfterSeconds: seconds, global: true },
          };
        }
      }
      const bucket = interaction === 'webhook' ? 'webhook' : template;
      const rule = RULES[bucket] ?? USUAL;
      const own = spend(`${bucket} ${topLevelId}`, rule);
      const seconds = secondsUntil(own.resetMs, now());
      const headers: Record<string, string> = {
        'x-ratelimit-limit': String(rule.limit),
        'x-ratelimit-remaining': String(own.left),
        'x-ratelimit-reset': (own.resetMs / 1000).toFixed(3),
        'x-ratelimit-reset-after': seconds.toFixed(3),
        'x-ratelimit-bucket': createHash('sha256').update(bucket).digest('hex').slice(0, 32),
      };
      if (!own.over) return { headers, refused: null };
      return {
        headers: { ...headers, 'x-ratelimit-scope': 'user', 'retry-after': String(Math.ceil(seconds)) },
        refused: { retryAfterSeconds: seconds, global: false },
      };
    },
  };
}

function secondsUntil(atMs: number, nowMs: number): number {
  return Math.max(0.001, (atMs - nowMs) / 1000);
}
