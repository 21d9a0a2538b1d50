import {
  SimpleIdentifyThrottler,
  SimpleShardingStrategy,
  type WebSocketManager,
  WebSocketShardEvents,
} from '@discordjs/ws';
import type { WebSocketOptions } from 'discord.js';
import type { Logger } from 'pino';

/** Why a connection to the gateway ended. */
export interface GatewayLoss {
  /** The close code; 1006 where the connection broke without one. */
  readonly code: number;
  /** The reason that Discord, the network or discord.js gives. */
  readonly reason: string;
}

/** The state of the connections to the gateway, for monitoring. */
export interface GatewayState {
  /** Whether all connections are up. Before the first connection this is true. */
  isUp(): boolean;
  /** How often a connection has ended since the start, including failed attempts to reconnect. */
  losses(): number;
}

/** The state of the connections to the gateway, and the log lines about them. */
export interface GatewayWatch extends GatewayState {
  /** A part of the client's options. It is needed because discord.js does not expose close codes and reasons. */
  readonly buildStrategy: NonNullable<WebSocketOptions['buildStrategy']>;
  /** The last loss of any shard; `undefined` before the first. */
  lastLoss(): GatewayLoss | undefined;
  /** Whether an error that discord.js throws comes from opening the gateway, and not from a request. */
  isCauseOfLoss(error: unknown): boolean;
  /** Ends all logging, because now the bot itself closes the connections. */
  stop(): void;
}

/** While a connection is down, the log repeats it after this time. The time doubles with each reminder, up to the maximum. */
const FIRST_REMINDER_MS = 60_000;
const REMINDER_MAX_MS = 60 * 60_000;

/**
 * discord.js keeps Discord's limits within one process; where several processes identify for the same bot, they take turns.
 *
 * @param turnToIdentify - may reject where no turn can be reserved; then only the limits of this process are kept
 */
export function identifyInTurn(
  turnToIdentify: (bucket: number, signal: AbortSignal) => Promise<void>,
  log: Logger,
): NonNullable<WebSocketOptions['buildIdentifyThrottler']> {
  return async (manager) => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation();
    const alone = new SimpleIdentifyThrottler(limit.max_concurrency);
    return {
      async waitForIdentify(shardId, signal) {
        try {
          await turnToIdentify(shardId % limit.max_concurrency, signal);
        } catch (err) {
          if (signal.aborted) throw err;
          log.warn(
            { err, shard: shardId },
            'no turn to identify from the other processes; keeping only the limits of this process',
          );
          await alone.waitForIdentify(shardId, signal);
        }
      },
    };
  };
}

export function watchGateway(log: Logger): GatewayWatch {
  const downLog = createDownLog(log);
  /** Shard → what the connection last reported about its end. */
  const reasons = new Map<number, string>();
  let last: GatewayLoss | undefined;
  let losses = 0;
  let lastError: Error | undefined;

  function watch(manager: WebSocketManager, strategy: SimpleShardingStrategy): void {
    manager.on(WebSocketShardEvents.Hello, ({ shardId }) => {
      reasons.delete(shardId);
      // The event comes before Discord answers the client's close, or after Discord's own close has arrived.
      socketOf(strategy, shardId)?.addEventListener('close', ({ reason }) => {
        if (reason !== '') reasons.set(shardId, reason);
      });
    });
    manager.on(WebSocketShardEvents.Error, ({ error, shardId }) => {
      lastError = error;
      reasons.set(shardId, error.message);
    });
    manager.on(WebSocketShardEvents.Debug, ({ message, shardId }) => {
      const reason = /^Destroying shard\s+Reason: (?!none)(.+)/.exec(message)?.[1];
      if (reason !== undefined) reasons.set(shardId, reason);
      else if (message.startsWith('Failed to connect')) reasons.set(shardId, 'the network connection failed');
    });
    manager.on(WebSocketShardEvents.Closed, ({ code, shardId }) => {
      // In the same turn of the event loop, the socket also calls its other listeners, with the reason.
      setImmediate(() => {
        last = { code, reason: reasons.get(shardId) ?? 'none given' };
        losses += 1;
        downLog.lost(shardId, last);
      });
    });
    manager.on(WebSocketShardEvents.Ready, ({ shardId }) => downLog.back(shardId, 'new'));
    manager.on(WebSocketShardEvents.Resumed, ({ shardId }) => downLog.back(shardId, 'resumed'));
  }

  return {
    buildStrategy(manager) {
      const strategy = new SimpleShardingStrategy(manager);
      watch(manager, strategy);
      return strategy;
    },
    isUp: downLog.isUp,
    losses: () => losses,
    lastLoss: () => last,
    isCauseOfLoss: (error) => error !== undefined && error === lastError,
    stop: downLog.stop,
  };
}

interface DownLog {
  lost(shard: number, loss: GatewayLoss): void;
  back(shard: number, session: 'new' | 'resumed'): void;
  /** Whether every connection that was lost is back. */
  isUp(): boolean;
  stop(): void;
}

/** Logs once that a connection is lost, reminds of it at growing intervals while it is down, and logs once that it is back. */
export function createDownLog(log: Logger): DownLog {
  interface Down {
    readonly sinceMs: number;
    attempts: number;
    loss: GatewayLoss;
    timer: NodeJS.Timeout;
  }
  const down = new Map<number, Down>();
  let stopped = false;

  const secondsSince = (sinceMs: number) => Math.round((performance.now() - sinceMs) / 100) / 10;

  function remindAfter(waitMs: number, shard: number): NodeJS.Timeout {
    return setTimeout(() => {
      const state = down.get(shard);
      if (state === undefined) return;
      const { loss, attempts, sinceMs } = state;
      log.warn({ shard, ...loss, attempts, downSeconds: secondsSince(sinceMs) }, 'gateway still down');
      state.timer = remindAfter(Math.min(waitMs * 2, REMINDER_MAX_MS), shard);
    }, waitMs).unref();
  }

  return {
    lost(shard, loss) {
      if (stopped) return;
      const state = down.get(shard);
      if (state !== undefined) {
        state.loss = loss;
        state.attempts += 1;
        return;
      }
      log.warn({ shard, ...loss }, 'gateway lost');
      down.set(shard, { sinceMs: performance.now(), attempts: 0, loss, timer: remindAfter(FIRST_REMINDER_MS, shard) });
    },
    back(shard, session) {
      const state = down.get(shard);
      if (state === undefined || stopped) return;
      clearTimeout(state.timer);
      down.delete(shard);
      log.info({ shard, session, downSeconds: secondsSince(state.sinceMs) }, 'gateway back');
    },
    isUp: () => down.size === 0,
    stop() {
      stopped = true;
      for (const { timer } of down.values()) clearTimeout(timer);
      down.clear();
    },
  };
}

interface ClosingSocket {
  addEventListener(event: 'close', listener: (event: { readonly reason: string }) => void): void;
}

/**
 * The socket of a shard. discord.js keeps it private, and passes on the close code without the reason. `undefined` in other
 * versions of discord.js.
 */
function socketOf(strategy: SimpleShardingStrategy, shardId: number): ClosingSocket | undefined {
  const shards: unknown = Reflect.get(strategy, 'shards');
  const shard: unknown = shards instanceof Map ? shards.get(shardId) : undefined;
  const socket: unknown = typeof shard === 'object' && shard !== null ? Reflect.get(shard, 'connection') : undefined;
  return isClosingSocket(socket) ? socket : undefined;
}

const isClosingSocket = (socket: unknown): socket is ClosingSocket =>
  typeof socket === 'object' && socket !== null && 'addEventListener' in socket;
