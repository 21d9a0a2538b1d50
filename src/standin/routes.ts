import { formError } from './form.ts';

export interface UploadedFile {
  readonly name: string;
  readonly filename: string;
  readonly bytes: number;
}

export interface RouteRequest {
  /** A parameter of the route's template; '' where the template has none of that name. */
  param(name: string): string;
  readonly query: URLSearchParams;
  /** The JSON, or `payload_json` of a multipart body; undefined where nothing was sent. */
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  /** `X-Audit-Log-Reason`, decoded; null where there is none. */
  readonly reason: string | null;
}

export interface RouteAnswer {
  readonly status: number;
  /** undefined for none. */
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  /** `/channels/{channel_id}/messages`; parameters that end in `_id` are ids. */
  readonly template: string;
  /** "callback" and "webhook" routes carry an interaction's token in the path and take no bot token. */
  readonly access: 'bot' | 'callback' | 'webhook';
  readonly handle: (request: RouteRequest) => RouteAnswer;
}

export const NO_CONTENT: RouteAnswer = { status: 204 };

export function ok(body: unknown): RouteAnswer {
  return { status: 200, body };
}

export function botRoute(method: string, template: string, handle: Route['handle']): Route {
  return { method, template, access: 'bot', handle };
}

/** Reads `limit` of a list; 50 where absent. @throws ApiError 50035 */
export function readLimit(query: URLSearchParams, max: number): number {
  const given = query.get('limit');
  if (given === null) return 50;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
  const message = `int value should be between 1 and ${max}.`;
  throw formError([{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message }]);
}

/** The spellings of true that the API accepts. */
export function isTrue(value: string | null): boolean {
  return value === 'true' || value === 'True' || value === '1';
}
