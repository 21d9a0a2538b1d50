import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { ApiError, httpError, refusal } from './errors.ts';
import { formError, lengthOf } from './form.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RestFault, RestFaults } from './rest-faults.ts';
import type { Route, RouteAnswer, UploadedFile } from './routes.ts';
import type { TrafficRecorder } from './traffic.ts';

export interface RestParts {
  readonly routes: readonly Route[];
  readonly limits: RateLimits;
  readonly faults: RestFaults;
  readonly traffic: TrafficRecorder;
  /** The only accepted bot token. */
  readonly token: string;
  readonly log: (line: string) => void;
  readonly now: () => number;
}

export type NodeEnv = { Bindings: HttpBindings };

/** The route that matches the path; "other-method" where the path exists only with other methods. */
type Found = Route | 'other-method' | 'none';

interface RestOutcome extends RouteAnswer {
  /** An HTML page, like that of a proxy, instead of the JSON body. */
  readonly page?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Body {
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

/** The data of one exchange, which all its steps share. */
interface Exchange {
  readonly atMs: number;
  readonly method: string;
  /** As sent, without `/api/v10` and without the query. */
  readonly path: string;
  readonly version: string;
  readonly query: URLSearchParams;
  readonly found: Found;
  readonly fault: RestFault | null;
  /** Decoded parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  body: Body;
}

/** Discord's limit for a whole request. */
const REQUEST_MAX_BYTES = 25 * 1024 * 1024;
/** Discord's limit for the audit log reason, counted after decoding. */
const AUDIT_REASON_MAX_CHARS = 512;

/** Discord's REST API below `/api/v10`. */
export function createRestApi(parts: RestParts): Hono<NodeEnv> {
  const api = new Hono<NodeEnv>();
  for (const route of parts.routes) {
    api.on(route.method, pathPattern(route.template), (c) => exchange(c, route, parts));
  }
  for (const { template } of parts.routes) {
    api.all(pathPattern(template), (c) => exchange(c, 'other-method', parts));
  }
  api.all('/api/*', (c) => exchange(c, 'none', parts));
  return api;
}

/** The client sends `@original` escaped, and the router matches a parameter before it decodes it. */
function pathPattern(template: string): string {
  const path = template.replace('/@original', '/:original{@original|%40original}').replace(/\{(\w+)\}/g, ':$1');
  return `/api/:version{v[0-9]+}${path}`;
}

async function exchange(c: Context<NodeEnv>, found: Found, parts: RestParts): Promise<Response> {
  const { incoming, outgoing } = c.env;
  const current = startExchange(c, found, parts);
  const { fault } = current;
  if (fault?.drop && fault.arrived === undefined) return cutConnection(incoming, current, null, parts);
  if (fault?.slowMs !== undefined) await wait(fault.slowMs, outgoing);
  let outcome: RestOutcome;
  try {
    current.body = await readBody(incoming);
    await runMoment(fault?.arrived, current, parts);
    if (fault?.drop) return cutConnection(incoming, current, null, parts);
    if (fault?.carriedOut) answer(current, incoming, parts);
    outcome = injected(fault) ?? answer(current, incoming, parts);
  } catch (error) {
    outcome = failure(error, parts);
  }
  await runMoment(fault?.done, current, parts);
  if (fault?.lostAnswer) return cutConnection(incoming, current, outcome, parts);
  if (outgoing.destroyed) return cutConnection(incoming, current, outcome, parts);
  record(current, incoming, outcome.status, outcome, parts);
  if (fault?.answered) void ended(outgoing).then(() => runMoment(fault.answered, current, parts));
  return response(outcome);
}

function startExchange(c: Context<NodeEnv>, found: Found, { faults, now }: RestParts): Exchange {
  const [whole = '', ...rest] = (c.env.incoming.url ?? '').split('?');
  const [, version, path] = /^\/api(?:\/v(\d+))?(\/.*)?$/.exec(whole) ?? [];
  const { method } = c.req;
  const template = typeof found === 'object' ? found.template : null;
  const { version: _, original: __, ...params } = c.req.param() as Record<string, string>;
  return {
    atMs: now(),
    method,
    path: path ?? '/',
    // Discord treats a path without a version like an outdated version.
    version: version ?? '6',
    query: new URLSearchParams(rest.join('?')),
    found,
    fault: faults.take(method, path ?? '/', template),
    params,
    body: { json: undefined, files: [] },
  };
}

/** @throws ApiError for a request that is refused before the rate limits count it */
function answer(current: Exchange, { headers }: IncomingMessage, { limits, token, log }: RestParts): RestOutcome {
  const { found, method, path, version, query, body, params } = current;
  if (version !== '10' && version !== '9') throw refusal(50041);
  if (found === 'none') {
    log(`stand-in: no route for ${method} ${path}; answered 404. Add it to src/standin if the bot needs it.`);
    throw httpError(404);
  }
  if (found === 'other-method') throw httpError(405);
  if (found.access === 'bot' && headers.authorization !== `Bot ${token}`) throw httpError(401);

  const verdict = limits.count(`${found.method} ${found.template}`, topLevelId(found, params), found.access);
  if (verdict.refused) return { ...tooMany(verdict.refused), headers: verdict.headers };
  try {
    checkIds(params);
    const reason = readAuditReason(headers['x-audit-log-reason']);
    const param = (name: string) => params[name] ?? '';
    return { ...found.handle({ param, query, body: body.json, files: body.files, reason }), headers: verdict.headers };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: error.body(), headers: verdict.headers };
  }
}

/** Buckets are counted separately for each channel, server, and webhook with its token. */
function topLevelId({ access }: Route, params: Readonly<Record<string, string>>): string {
  if (access === 'webhook') return `${params.webhook_id}:${params.webhook_token}`;
  return params.channel_id ?? params.guild_id ?? '';
}

/** @throws ApiError 50035 for a malformed id in the path */
function checkIds(params: Readonly<Record<string, string>>): void {
  const bad = Object.entries(params).filter(([name, value]) => name.endsWith('_id') && !/^\d{1,20}$/.test(value));
  if (bad.length === 0) return;
  throw formError(
    bad.map(([name, value]) => ({
      path: [name],
      code: 'NUMBER_TYPE_COERCE',
      message: `Value "${value}" is not snowflake.`,
    })),
  );
}

/** @throws ApiError 50035 */
function readAuditReason(header: string | readonly string[] | undefined): string | null {
  if (typeof header !== 'string' || header === '') return null;
  const reason = decoded(header);
  if (lengthOf(reason) <= AUDIT_REASON_MAX_CHARS) return reason;
  const message = `Must be ${AUDIT_REASON_MAX_CHARS} or fewer in length.`;
  throw formError([{ path: ['X-Audit-Log-Reason'], code: 'BASE_TYPE_MAX_LENGTH', message }]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Reads a request to its end. The router's own body reader is not used: it stops at the limit, and a client that is still sending
 * would then see a broken connection instead of the refusal.
 *
 * @throws ApiError 40005 (too large), 50109 (not JSON), 50035 (content type)
 */
async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes: Buffer = chunk;
    size += bytes.length;
    if (size <= REQUEST_MAX_BYTES) chunks.push(bytes);
    else chunks.length = 0;
    if (size > REQUEST_MAX_BYTES * 2) break;
  }
  if (size > REQUEST_MAX_BYTES) throw refusal(40005);
  if (size === 0) return { json: undefined, files: [] };
  const raw = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (/^application\/json\b/i.test(type)) return { json: parseJson(raw.toString('utf8')), files: [] };
  if (/^multipart\/form-data\b/i.test(type)) return readMultipart(raw, type);
  const message = "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.";
  throw formError([{ path: [], code: 'CONTENT_TYPE_INVALID', message }]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(50109);
  }
}

/** `payload_json` may be anywhere in the body; the client sends it last and without a content type. */
async function readMultipart(raw: Buffer<ArrayBuffer>, type: string): Promise<Body> {
  let form: FormData;
  try {
    form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  } catch {
    throw formError([{ path: [], code: 'MULTIPART_INVALID', message: 'The multipart body could not be read.' }]);
  }
  const files = [...form].flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [{ name, filename: value.name, bytes: value.size }],
  );
  const payload = form.get('payload_json');
  return { json: typeof payload === 'string' ? parseJson(payload) : undefined, files };
}

function tooMany({ retryAfterSeconds, global }: { retryAfterSeconds: number; global: boolean }): RestOutcome {
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: retryAfterSeconds, global, code: 0 },
  };
}

function injected(fault: RestFault | null): RestOutcome | null {
  if (fault?.retryAfterSeconds !== undefined) {
    return {
      ...tooMany({ retryAfterSeconds: fault.retryAfterSeconds, global: false }),
      headers: { 'retry-after': String(fault.retryAfterSeconds), 'x-ratelimit-scope': 'user', ...fault.headers },
    };
  }
  if (fault?.status === undefined) return null;
  if (fault.page !== undefined) return { status: fault.status, page: fault.page };
  const body = { message: `${fault.status}: Injected`, code: 0 };
  return { status: fault.status, body, ...(fault.headers && { headers: fault.headers }) };
}

function failure(error: unknown, { log }: RestParts): RestOutcome {
  if (error instanceof ApiError) return { status: error.status, body: error.body() };
  log(`stand-in: request failed: ${error instanceof Error ? error.stack : String(error)}`);
  return { status: 500, body: httpError(500).body() };
}

function response({ status, body, page, headers }: RestOutcome): Response {
  const text = page ?? (body === undefined ? null : JSON.stringify(body));
  return new Response(text, {
    status,
    headers: {
      ...(text !== null && {
        'content-type': page === undefined ? 'application/json' : 'text/html',
        'content-length': String(Buffer.byteLength(text)),
      }),
      // Without this, the rest of an oversized body would be read as the next request.
      ...(status === 413 && { connection: 'close' }),
      ...headers,
    },
  });
}

/** Cuts the connection instead of answering. */
function cutConnection(
  request: IncomingMessage,
  current: Exchange,
  outcome: RestOutcome | null,
  parts: RestParts,
): Response {
  request.socket.destroy();
  record(current, request, null, outcome, parts);
  return RESPONSE_ALREADY_SENT;
}

/** Lets a test act at this moment of the exchange. A failure of the test must not reach the bot as an answer. */
async function runMoment(moment: RestFault['arrived'], { method, path, body }: Exchange, { log }: RestParts) {
  try {
    await moment?.({ method, path, body: body.json });
  } catch (error) {
    log(`stand-in: the action of a test at a request failed: ${String(error)}`);
  }
}

function record(
  { atMs, method, path, query, found, body, fault }: Exchange,
  request: IncomingMessage,
  status: number | null,
  outcome: RestOutcome | null,
  { traffic }: RestParts,
): void {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    name === 'authorization' ? '***' : String(value),
  ]);
  traffic.add({
    kind: 'rest',
    atMs,
    method,
    route: typeof found === 'object' ? found.template : null,
    path,
    query: Object.fromEntries(query),
    headers: Object.fromEntries(headers),
    body: body.json,
    files: body.files,
    status,
    responseHeaders: outcome?.headers ?? {},
    response: outcome?.body,
    ...(fault && { fault: JSON.stringify(fault, (_, value) => (value instanceof RegExp ? String(value) : value)) }),
  });
}

/** Resolves when the answer has been sent or the client has disconnected. */
function ended(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  response.once('finish', resolve);
  response.once('close', resolve);
  return promise;
}

/** The wait ends early when the client disconnects. */
function wait(ms: number, response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  response.once('close', () => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}
