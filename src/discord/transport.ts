import { DefaultRestOptions, DiscordAPIError, RateLimitError, type RESTOptions, type ResponseLike } from 'discord.js';

/**
 * An answer that is not from Discord's API: a proxy's page, or another program at that address. Such an answer does not tell
 * whether Discord carried the request out.
 */
export class ForeignAnswerError extends Error {
  override readonly name = 'ForeignAnswerError';
  readonly status: number;
  readonly method: string;
  readonly url: string;

  constructor(status: number, method: string, url: string) {
    super(`the answer (HTTP ${status}) is not from Discord's API`);
    this.status = status;
    this.method = method;
    this.url = url;
  }
}

/** discord.js repeats a rate-limited request without end; after this many 429s in a row the error goes to the caller. */
const RATE_LIMITED_MAX = 5;

interface TransportParts {
  /** Called for every HTTP 401 that Discord answers to the bot's own token. */
  readonly onUnauthorized: () => void;
  /** Base address of a Discord-compatible API; `undefined` stands for Discord itself. */
  readonly apiUrl: string | undefined;
  /** Sends the request; by default discord.js does. */
  readonly makeRequest?: RESTOptions['makeRequest'];
}

/** The address under which Discord's clients find a message. Cards link to messages by this address. */
const DISCORD_MESSAGES = 'https://discord.com/channels/';

/**
 * The function with which discord.js sends its requests. Links to messages lead to the server that the bot is connected to. Four faults of the
 * network are handled:
 *
 * - Only an answer in Discord's form is accepted; any other becomes a `ForeignAnswerError`, which may be retried.
 * - A 401 reaches the caller as a `DiscordAPIError`, but discord.js does not see it: it would drop the token, and every
 *   later request would fail until a restart.
 * - A request that is rate limited again and again becomes a `RateLimitError`.
 * - The body is read here, so the time limit of a request covers it too.
 */
export function createTransport(parts: TransportParts): RESTOptions['makeRequest'] {
  const { onUnauthorized, apiUrl, makeRequest = DefaultRestOptions.makeRequest } = parts;
  const messages = apiUrl === undefined ? DISCORD_MESSAGES : new URL('/channels/', apiUrl).href;
  /** discord.js passes the same headers object for every attempt at one request. */
  const rateLimited = new WeakMap<object, number>();

  return async (url, init) => {
    const method = init.method ?? 'GET';
    // The links are made here, because every card passes here and the code that makes cards does not know the API's address.
    const request =
      typeof init.body === 'string' ? { ...init, body: init.body.replaceAll(DISCORD_MESSAGES, messages) } : init;
    const answer = await readWhole(await makeRequest(url, request));
    const { status, headers } = answer;
    if (status === 429) {
      const key = init.headers ?? {};
      const count = (rateLimited.get(key) ?? 0) + 1;
      rateLimited.set(key, count);
      const waitSeconds = Number(headers.get('retry-after') ?? headers.get('x-ratelimit-reset-after') ?? Number.NaN);
      // Without a wait time discord.js would repeat the request at once.
      if (Number.isNaN(waitSeconds)) throw new ForeignAnswerError(status, method, url);
      if (count >= RATE_LIMITED_MAX) throw rateLimitError(method, url, waitSeconds * 1000);
      return answer;
    }
    // A server error always means that the outcome is unknown, whatever its body says.
    if (status >= 500) return answer;
    const json = await parsed(answer);
    if (status === 204 || (status >= 200 && status < 300 && json !== undefined)) return answer;
    if (!isDiscordError(json)) throw new ForeignAnswerError(status, method, url);
    if (status !== 401) return answer;
    if (init.headers !== undefined && 'Authorization' in init.headers) onUnauthorized();
    throw new DiscordAPIError(json, json.code, status, method, url, { files: undefined, body: undefined });
  };
}

/** The response after its body has been read. */
async function readWhole(answer: ResponseLike): Promise<ResponseLike> {
  const bytes = await answer.arrayBuffer();
  const text = async () => new TextDecoder().decode(bytes);
  return {
    status: answer.status,
    statusText: answer.statusText,
    ok: answer.ok,
    headers: answer.headers,
    body: null,
    bodyUsed: false,
    arrayBuffer: async () => bytes,
    text,
    json: async () => JSON.parse(await text()),
  };
}

/** `undefined`: not JSON. */
async function parsed(answer: ResponseLike): Promise<unknown> {
  if (!answer.headers.get('content-type')?.startsWith('application/json')) return undefined;
  return answer.json().catch(() => undefined);
}

/** Every error of Discord's carries a code and a text (topics/opcodes-and-status-codes, "JSON Error Codes"). */
function isDiscordError(json: unknown): json is { readonly code: number; readonly message: string } {
  if (typeof json !== 'object' || json === null || !('code' in json) || !('message' in json)) return false;
  return typeof json.code === 'number' && typeof json.message === 'string';
}

function rateLimitError(method: string, url: string, waitMs: number): RateLimitError {
  const { pathname } = new URL(url);
  return new RateLimitError({
    method,
    url,
    route: pathname,
    retryAfter: waitMs,
    timeToReset: waitMs,
    sublimitTimeout: 0,
    limit: Number.POSITIVE_INFINITY,
    hash: '',
    majorParameter: '',
    global: false,
    scope: 'user',
  });
}
