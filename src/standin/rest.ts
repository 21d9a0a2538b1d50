import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, httpError, refusal } from './api-error.ts';
import { formError, lengthOf } from './form.ts';
import type { RateLimits } from './rate-limits.ts';
import { type RequestBody, readBody } from './request-body.ts';
import type { RestFault, RestFaults } from './rest-faults.ts';
import { checkIds, type Found, findRoute, type Route } from './router.ts';
import type { RestExchange, TrafficRecorder } from './traffic.ts';

export interface RestSettings {
  readonly token: string;
  readonly log: (line: string) => void;
}

interface Outcome {
  readonly status: number;
  readonly body?: unknown;
  /** HTML, instead of a body. */
  readonly page?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const NO_BODY: RequestBody = { json: undefined, files: [] };

/** Answers one request below `/api`. Never rejects. */
export type RestDoor = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createRest(
  routes: readonly Route[],
  limits: RateLimits,
  faults: RestFaults,
  traffic: TrafficRecorder,
  settings: RestSettings,
  now: () => number,
): RestDoor {
  const answer = async (request: IncomingMessage, found: Found, whole: WholeRequest): Promise<Outcome> => {
    if (whole.version !== '10' && whole.version !== '9') throw refusal(50041);
    if (found.kind === 'none') {
      settings.log(
        `stand-in: ${whole.method} ${whole.path} is not among the routes of a slash-command bot; answered 404. Add it to src/standin if the bot needs it.`,
      );
      throw httpError(404);
    }
    if (found.kind === 'other-method') throw httpError(405);
    const { route, params } = found;
    if (route.interaction === null && request.headers.authorization !== `Bot ${settings.token}`) throw httpError(401);

    const verdict = limits.count(`${route.method} ${route.template}`, topLevelId(route, params), route.interaction);
    try {
      if (verdict.refused) return { ...tooMany(verdict.refused), headers: verdict.headers };
      checkIds(params);
      const reason = readAuditReason(request.headers['x-audit-log-reason']);
      const done = route.handle({ params, query: whole.query, body: whole.body.json, files: whole.body.files, reason });
      return { ...done, headers: verdict.headers };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, body: error.body(), headers: verdict.headers };
    }
  };

  return async (request, response) => {
    const atMs = now();
    const method = request.method ?? 'GET';
    const { version, path, query } = splitUrl(request.url ?? '/');
    const found = findRoute(routes, method, path);
    const fault = faults.take(method, path, found.kind === 'route' ? found.route.template : null);
    let body = NO_BODY;
    let outcome: Outcome;
    if (fault?.drop && fault.arrived === undefined) {
      request.socket.destroy();
      return record(null);
    }
    if (fault?.slowMs !== undefined) await wait(fault.slowMs, response);
    try {
      body = await readBody(request);
      await reach(fault?.arrived);
      if (fault?.drop) {
        request.socket.destroy();
        return record(null);
      }
      const whole = { version, method, path, query, body };
      if (fault?.carriedOut) await answer(request, found, whole);
      outcome = injected(fault) ?? (await answer(request, found, whole));
    } catch (error) {
      outcome = failure(error);
    }
    await reach(fault?.done);
    if (fault?.lostAnswer) {
      request.socket.destroy();
      return record(null, outcome);
    }
    if (response.destroyed) return record(null, outcome);
    const text = outcome.page ?? (outcome.body === undefined ? '' : JSON.stringify(outcome.body));
    response.writeHead(outcome.status, {
      ...(outcome.page !== undefined && { 'content-type': 'text/html' }),
      ...(outcome.body !== undefined && { 'content-type': 'application/json' }),
      'content-length': Buffer.byteLength(text),
      // After an oversized body the rest of it would be read as the next request.
      ...(outcome.status === 413 && { connection: 'close' }),
      ...outcome.headers,
    });
    response.end(text);
    record(outcome.status, outcome);
    if (fault?.answered && !response.writableFinished) await ended(response);
    return await reach(fault?.answered);

    async function reach(moment: RestFault['arrived']): Promise<void> {
      try {
        await moment?.({ method, path, body: body.json });
      } catch (error) {
        settings.log(`stand-in: what a test does at a request failed: ${String(error)}`);
      }
    }

    function record(status: number | null, done?: Outcome): void {
      const exchange: RestExchange = {
        kind: 'rest',
        atMs,
        method,
        route: found.kind === 'route' ? found.route.template : null,
        path,
        query: Object.fromEntries(query),
        headers: headersForLog(request),
        body: body.json,
        files: body.files,
        status,
        responseHeaders: done?.headers ?? {},
        response: done?.body,
        ...(fault && { fault: JSON.stringify(fault, (_, value) => (value instanceof RegExp ? String(value) : value)) }),
      };
      traffic.add(exchange);
    }
  };

  function failure(error: unknown): Outcome {
    if (error instanceof ApiError) return { status: error.status, body: error.body() };
    settings.log(`stand-in: a request failed inside: ${error instanceof Error ? error.stack : String(error)}`);
    return { status: 500, body: httpError(500).body() };
  }
}

/** Discord's limit, counted after decoding. */
const AUDIT_REASON_MAX_CHARS = 512;

/** @throws ApiError 50035 */
function readAuditReason(header: string | readonly string[] | undefined): string | null {
  if (header === undefined || typeof header !== 'string' || header === '') return null;
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

interface WholeRequest {
  readonly version: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: RequestBody;
}

/** `/api/v10/channels/1?limit=2`. Not through `URL`, which would resolve `..` and hide what was sent. */
function splitUrl(url: string): { version: string; path: string; query: URLSearchParams } {
  const [whole = '', ...rest] = url.split('?');
  const match = /^\/api(?:\/v(\d+))?(\/.*)?$/.exec(whole);
  // A path without a version falls back to one that is long gone.
  return { version: match?.[1] ?? '6', path: match?.[2] ?? '/', query: new URLSearchParams(rest.join('?')) };
}

/** Buckets are counted apart for each channel, server, and webhook with its token. */
function topLevelId(route: Route, params: Readonly<Record<string, string>>): string {
  if (route.interaction === 'webhook') return `${params.webhook_id}:${params.webhook_token}`;
  return params.channel_id ?? params.guild_id ?? '';
}

function tooMany({ retryAfterSeconds, global }: { retryAfterSeconds: number; global: boolean }): Outcome {
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: retryAfterSeconds, global, code: 0 },
  };
}

function injected(fault: RestFault | null): Outcome | null {
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

function headersForLog(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, name === 'authorization' ? '***' : String(value)]),
  );
}

/** Whole on its way, or cut off. */
function ended(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  response.once('finish', resolve);
  response.once('close', resolve);
  return promise;
}

/** Ends early when the client hangs up. */
function wait(ms: number, response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  response.once('close', () => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}
