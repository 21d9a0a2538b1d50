import { createSignal } from './signal.ts';

export interface RestExchange {
  readonly kind: 'rest';
  readonly atMs: number;
  readonly method: string;
  /** The route's template, `/channels/{channel_id}/messages`; null where no route matches. */
  readonly route: string | null;
  /** As sent, without `/api/v10` and without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Request headers; the bot token is masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body, or `payload_json` of a multipart one; undefined where there was none. */
  readonly body: unknown;
  readonly files: readonly { readonly name: string; readonly filename: string; readonly bytes: number }[];
  /** null where the connection was cut before the answer. */
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly response: unknown;
  /** The injected fault that affected the request, as JSON. */
  readonly fault?: string;
}

export interface GatewayPayload {
  readonly kind: 'gateway';
  readonly atMs: number;
  readonly from: 'bot' | 'standin';
  readonly connection: number;
  /** The bot token is masked. */
  readonly payload: {
    readonly op: number;
    readonly d: unknown;
    readonly s?: number | null;
    readonly t?: string | null;
  };
}

export interface GatewayClosed {
  readonly kind: 'gateway-closed';
  readonly atMs: number;
  readonly from: 'bot' | 'standin';
  readonly connection: number;
  readonly code: number;
}

export type TrafficEntry = RestExchange | GatewayPayload | GatewayClosed;

/** What went over the wire, oldest first. When it is full, the oldest entries are dropped and `forgotten` counts them. */
export interface TrafficLog {
  list(): readonly TrafficEntry[];
  rest(method?: string, route?: string): readonly RestExchange[];
  gateway(event?: string): readonly GatewayPayload[];
  readonly forgotten: number;
  on(listener: (entry: TrafficEntry) => void): () => void;
  clear(): void;
}

export interface TrafficRecorder extends TrafficLog {
  add(entry: TrafficEntry): void;
}

/** @param limit - how many entries are kept; with 0 none are kept, and only listeners get them */
export function createTraffic(limit: number): TrafficRecorder {
  let entries: TrafficEntry[] = [];
  let added = 0;
  const signal = createSignal<TrafficEntry>();
  const kept = () => (entries.length > limit ? entries.slice(entries.length - limit) : entries);
  return {
    add(entry) {
      added += 1;
      entries.push(entry);
      // Old entries are removed in blocks, because removing them one by one would take time proportional to the length for each entry.
      if (entries.length > limit * 1.25 + 8) entries = kept();
      signal.emit(entry);
    },
    list: kept,
    rest: (method, route) =>
      kept().filter(
        (e): e is RestExchange =>
          e.kind === 'rest' &&
          (method === undefined || e.method === method) &&
          (route === undefined || e.route === route),
      ),
    gateway: (event) =>
      kept().filter((e): e is GatewayPayload => e.kind === 'gateway' && (event === undefined || e.payload.t === event)),
    get forgotten() {
      return added - kept().length;
    },
    on: signal.on,
    clear() {
      entries = [];
      added = 0;
    },
  };
}
