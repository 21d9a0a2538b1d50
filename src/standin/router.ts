import { formError } from './form.ts';

export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly { readonly filename: string; readonly bytes: number }[];
  /** `X-Audit-Log-Reason`, decoded; null where there is none. */
  readonly reason: string | null;
}

export interface RouteAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  /** `/channels/{channel_id}/messages`; parameters that end in `_id` are ids. */
  readonly template: string;
  /** The callback and webhook-token routes carry their right in the path and take no bot token. */
  readonly interaction: 'callback' | 'webhook' | null;
  readonly handle: (request: RouteRequest) => RouteAnswer;
}

export type Found =
  | { readonly kind: 'route'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  /** The path exists with other methods. */
  | { readonly kind: 'other-method' }
  | { readonly kind: 'none' };

/** Literal segments win over parameters: `/messages/@original` over `/messages/{message_id}`. */
export function findRoute(routes: readonly Route[], method: string, path: string): Found {
  const segments = decode(path);
  if (segments === null) return { kind: 'none' };
  const fitting = routes
    .flatMap((route) => {
      const params = fit(route.template, segments);
      return params === null ? [] : [{ route, params }];
    })
    .toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  const found = fitting.find(({ route }) => route.method === method);
  if (found) return { kind: 'route', ...found };
  return fitting.length > 0 ? { kind: 'other-method' } : { kind: 'none' };
}

/** Decoded after splitting, so that an escaped slash stays inside its segment. */
function decode(path: string): string[] | null {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}

function fit(template: string, segments: readonly string[]): Record<string, string> | null {
  const wanted = template.split('/');
  if (wanted.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const given = segments[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = given;
    else if (part !== given) return null;
  }
  return params;
}

/** @throws ApiError 50035 where an id in the path is none */
export function checkIds(params: Readonly<Record<string, string>>): void {
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
