import {
  type APIGatewayBotInfo,
  type Client,
  DiscordAPIError,
  DiscordjsErrorCodes,
  Events,
  HTTPError,
  type REST,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import { SitrepError } from '../errors.ts';
import { describeError } from './describe-error.ts';
import type { GatewayWatch } from './gateway.ts';
import { mayPass, namedWait, retry } from './retry.ts';
import { ForeignAnswerError } from './transport.ts';

/** Close codes after which Discord does not let a bot reconnect (events/gateway, "Gateway Close Event Codes"), and what to do. */
const FATAL_CLOSE = new Map<number, string>([
  [4010, 'Discord refused the shard. Check SITREP_SHARDS; empty, Sitrep asks Discord for the number of shards.'],
  [
    4011,
    'Discord asks for more shards (each may have 2,500 servers at most). Leave SITREP_SHARDS empty, or divide the servers into more shards in every process.',
  ],
  [4012, 'Discord refused the API version. Update Sitrep.'],
  [4013, 'Discord refused the intents as invalid. Update Sitrep.'],
  [
    4014,
    'Discord refused an intent as not allowed. Sitrep asks for Guilds only; check the application in the developer portal.',
  ],
]);
const BAD_TOKEN = 4004;
/** Discord lets a bot identify so often; a little more, because clocks differ. */
const IDENTIFY_EVERY_MS = 5_500;
/** Each wait is twice the one before, so that a log of 20 s without a network has seven lines, and the last attempt is after 19 s. */
const PAUSES = { firstMs: 150, longestMs: Number.POSITIVE_INFINITY };
/** After this long without a ready gateway, the log says what the bot is waiting for. */
const STILL_WAITING_MS = 10_000;
/** A single HTTP 401 may be Discord's mistake, but a newcomer with a wrong token must not wait long. */
const TOKEN_ATTEMPTS = 3;

/** The error that a close code means; `undefined` where the bot may reconnect. */
export function fatalClose(code: number): SitrepError | undefined {
  if (code === BAD_TOKEN) return badToken(`gateway close code ${code}`);
  const advice = FATAL_CLOSE.get(code);
  return advice === undefined ? undefined : new SitrepError('DISCORD_FATAL', `${advice} (gateway close code ${code})`);
}

export const badToken = (came: string, cause?: unknown): SitrepError =>
  new SitrepError(
    'DISCORD_TOKEN',
    `Discord does not accept the token (${came}). Check DISCORD_TOKEN; reset it in the developer portal under "Bot" if in doubt.`,
    { cause },
  );

export interface ConnectOptions {
  readonly token: string;
  /** `undefined` is Discord itself. */
  readonly apiUrl: string | undefined;
  /** How long each half of the start, REST and gateway, may take. */
  readonly patienceMs: number;
  readonly gateway: GatewayWatch;
  /** Rejects when the gateway ends the connection for good. */
  readonly ended: Promise<void>;
  readonly log: Logger;
}

/**
 * Connects the client to the gateway. Waits and tries again for up to `patienceMs` while that may help.
 *
 * @throws SitrepError DISCORD_… with what came and what to do
 */
export async function connect(client: Client, options: ConnectOptions): Promise<void> {
  const { token, apiUrl, patienceMs, gateway, ended, log } = options;
  try {
    client.rest.setToken(token);
    const info = await retry(() => askForGateway(client.rest), {
      withinMs: patienceMs,
      mayHelp: (error, attempts) =>
        isTokenRefused(error) ? attempts < TOKEN_ATTEMPTS : mayPass(error) && !isWrongAddress(error),
      pauses: PAUSES,
      onFailure(error, waitMs) {
        const { stack: _, ...details } = describeError(error);
        log.warn({ ...details, waitMs }, 'Discord not available, trying again');
      },
    });
    const { url } = info;
    const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
    const login = client.login(token).catch((error: unknown) => {
      throw gateway.isCauseOfLoss(error) ? gatewayClosed(url, messageOf(error), error) : error;
    });
    const waitMs = patienceMs + turnsMs(client, info);
    const waiting = setTimeout(() => log.warn('still waiting for the gateway'), STILL_WAITING_MS);
    await Promise.race([login.then(() => ready), ended, giveUp(waitMs, url, gateway)]).finally(() =>
      clearTimeout(waiting),
    );
  } catch (error) {
    throw startError(error, apiUrl);
  }
}

/** How long shards may have to wait for their turns to identify, where all of them start at once in whatever processes. */
function turnsMs({ options }: Client, info: APIGatewayBotInfo): number {
  const shards = options.shards === 'auto' ? info.shards : (options.shardCount ?? 1);
  const rounds = Math.ceil(shards / Math.max(1, info.session_start_limit.max_concurrency));
  return (rounds - 1) * IDENTIFY_EVERY_MS;
}

/** Today's allowance of new sessions is used up. */
class NoSessionStartsError extends Error {
  override readonly name = 'NoSessionStartsError';
  /** Milliseconds until there is a new one. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(`no gateway session starts left for ${seconds(retryAfter)}`);
    this.retryAfter = retryAfter;
  }
}

/** @throws ForeignAnswerError where something other than Discord answers; NoSessionStartsError */
export async function askForGateway(rest: REST): Promise<APIGatewayBotInfo> {
  const info: unknown = await rest.get(Routes.gatewayBot());
  if (!isGatewayInfo(info)) throw new ForeignAnswerError(200, 'GET', `${rest.options.api}${Routes.gatewayBot()}`);
  const { remaining, reset_after } = info.session_start_limit;
  if (remaining < 1) throw new NoSessionStartsError(reset_after);
  return info;
}

function isGatewayInfo(info: unknown): info is APIGatewayBotInfo {
  if (typeof info !== 'object' || info === null || !('url' in info) || !('session_start_limit' in info)) return false;
  const { session_start_limit: limit } = info;
  return typeof limit === 'object' && limit !== null && 'remaining' in limit && 'reset_after' in limit;
}

/** discord.js tries forever to open the gateway. */
async function giveUp(patienceMs: number, url: string, gateway: GatewayWatch): Promise<never> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, patienceMs).unref();
  });
  const loss = gateway.lastLoss();
  const came = loss === undefined ? 'it does not answer' : `close code ${loss.code}, ${loss.reason}`;
  throw gatewayClosed(url, `not ready within ${seconds(patienceMs)}; ${came}`);
}

const gatewayClosed = (url: string, came: string, cause?: unknown): SitrepError =>
  new SitrepError(
    'DISCORD_UNAVAILABLE',
    `The gateway ${url} does not let the bot in: ${came}. Check that the network and proxies let WebSocket connections through, then start again.`,
    { cause },
  );

/** What the operator reads when Discord cannot be used: what came and what to do. */
export function startError(error: unknown, apiUrl: string | undefined): SitrepError {
  if (error instanceof SitrepError) return error;
  const options = { cause: error };
  const where = apiUrl ?? 'Discord';
  const setting = apiUrl === undefined ? '' : ' and DISCORD_API_URL';
  const message = messageOf(error);
  if (isTokenRefused(error)) return badToken('HTTP 401', error);
  const waitMs = namedWait(error);
  if (waitMs !== undefined) {
    const what = error instanceof NoSessionStartsError ? 'has no session starts left' : 'limits the rate of requests';
    return new SitrepError('DISCORD_UNAVAILABLE', `${where} ${what}. Start again in ${seconds(waitMs)}.`, options);
  }
  if (isForbidden(error)) {
    return new SitrepError(
      'DISCORD_FORBIDDEN',
      `${where} refuses the request: ${message}. Discord or a proxy blocks this machine or application; check both${setting}.`,
      options,
    );
  }
  if (isWrongAddress(error)) {
    return new SitrepError(
      'DISCORD_ADDRESS',
      `What answers at ${where} is not Discord's API: ${message}. ${addressAdvice(apiUrl)}`,
      options,
    );
  }
  return new SitrepError(
    'DISCORD_UNAVAILABLE',
    `${where} could not be reached: ${connectionText(error)}. Check the network${setting}, then start again.`,
    options,
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isTokenRefused = (error: unknown): boolean =>
  (error instanceof DiscordAPIError && error.status === 401) ||
  (error instanceof Error && 'code' in error && error.code === DiscordjsErrorCodes.TokenInvalid);

const isForbidden = (error: unknown): boolean =>
  (error instanceof DiscordAPIError || error instanceof ForeignAnswerError) && error.status === 403;

/** Node's codes for a TLS handshake with a server that does not speak TLS or shows another server's certificate. */
const TLS_CODES = /^(EPROTO|ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Another program answers, or this address is not part of Discord's API: the same request will fail again. */
function isWrongAddress(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status !== 403;
  // Of these, a proxy may answer 403 and 429 for a while.
  if (error instanceof ForeignAnswerError) return error.status !== 403 && error.status !== 429;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && TLS_CODES.test(error.code);
}

function addressAdvice(apiUrl: string | undefined): string {
  if (apiUrl === undefined) return 'Check that no proxy or firewall answers in its place.';
  const { protocol, pathname } = new URL(apiUrl);
  if (!pathname.endsWith('/api')) return `DISCORD_API_URL usually ends in "/api"; it is ${apiUrl}.`;
  return `Check DISCORD_API_URL: host, port, and whether the server there speaks ${protocol.slice(0, -1)}.`;
}

/** discord.js and undici give no cause for a request that failed or was aborted. */
function connectionText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof HTTPError) return `it answers HTTP ${error.status}`;
  if (error.name === 'AbortError') return 'it does not answer';
  return 'code' in error ? `${error.message} (${String(error.code)})` : error.message;
}

const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;
