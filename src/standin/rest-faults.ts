/** The request that met a fault, as a test sees it. */
export interface FaultedRequest {
  readonly method: string;
  /** Without `/api/v10` and without the query. */
  readonly path: string;
  readonly body: unknown;
}

/** May be asynchronous: the request waits for it, so that a test can end the bot at exactly this point. */
type Moment = (request: FaultedRequest) => unknown;

/** A failure to inject into REST, or a moment at which a test wants to act. */
export interface RestFault {
  /** Any where absent. */
  readonly method?: string;
  /** Tested against the path without `/api/v10`. Any where absent. */
  readonly path?: RegExp;
  /** The route's template as in the traffic log, `/channels/{channel_id}/messages`. Any where absent. */
  readonly route?: string;
  /** The first matching request that meets the fault, counted from when the fault was added; 1 where absent. */
  readonly nth?: number;
  /** How many requests meet it from then on; 1 where absent, Infinity for an outage. */
  readonly times?: number;

  /** The request has been read, and nothing has been done yet. With `drop` it is never done. */
  readonly arrived?: Moment;
  /** The request has been carried out and its answer has not left. */
  readonly done?: Moment;
  /** The whole answer has left, or the client is gone. */
  readonly answered?: Moment;

  /** Answers with this status instead of doing the work: 4xx and 5xx, as a proxy in front of Discord would. */
  readonly status?: number;
  /** With `status` (200 and above): a proxy's page instead of Discord's JSON. */
  readonly page?: string;
  /** Does the work before it answers with `status`. */
  readonly carriedOut?: true;
  /** Seconds. Answers 429 with this `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Headers of the injected answer; they replace its own of the same name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Waits this long before doing the work. */
  readonly slowMs?: number;
  /** Does the work and then cuts the connection instead of answering. */
  readonly lostAnswer?: true;
  /** Cuts the connection before doing anything. */
  readonly drop?: true;
}

export interface RestFaults {
  /** @returns a function that removes the fault */
  add(fault: RestFault): () => void;
  clear(): void;
  /** The fault that this request meets; it then counts as met. */
  take(method: string, path: string, route: string | null): RestFault | null;
}

export function createRestFaults(): RestFaults {
  const planned = new Map<RestFault, { before: number; left: number }>();
  return {
    add(fault) {
      planned.set(fault, { before: (fault.nth ?? 1) - 1, left: fault.times ?? 1 });
      return () => {
        planned.delete(fault);
      };
    },
    clear: () => planned.clear(),
    take(method, path, route) {
      let taken: RestFault | null = null;
      for (const [fault, count] of planned) {
        const matches =
          (fault.method ?? method) === method && (fault.route ?? route) === route && (fault.path?.test(path) ?? true);
        if (!matches) continue;
        // Also counts requests that another fault takes: the n-th is the n-th that the bot sent.
        if (count.before > 0) count.before -= 1;
        else if (taken === null) {
          taken = fault;
          count.left -= 1;
          if (count.left <= 0) planned.delete(fault);
        }
      }
      return taken;
    },
  };
}
