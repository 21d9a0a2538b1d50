/** What a test learns of the request that a fault met. */
export interface MetRequest {
  readonly method: string;
  /** Without `/api/v10` and without the query. */
  readonly path: string;
  readonly body: unknown;
}

/** May be asynchronous: the request stands still meanwhile, so that a test can end the bot exactly there. */
type Moment = (request: MetRequest) => unknown;

/** A failure to inject into REST, or a moment at which a test wants to act; at most one of the last group applies. */
export interface RestFault {
  /** Any where absent. */
  readonly method?: string;
  /** Tested against the path without `/api/v10`. Any where absent. */
  readonly path?: RegExp;
  /** The route's template as in the traffic log, `/channels/{channel_id}/messages`. Any where absent. */
  readonly route?: string;
  /** The first fitting request that meets it, counted from when the fault was added; 1 where absent. */
  readonly nth?: number;
  /** How many requests meet it from there on; 1 where absent, Infinity for an outage. */
  readonly times?: number;

  /** The request is read and nothing is done yet. It is carried out afterwards, also for a client that is gone; with `drop` it is not. */
  readonly arrived?: Moment;
  /** The request is carried out and its answer has not left. */
  readonly done?: Moment;
  /** The answer has left whole, or the client is gone. */
  readonly answered?: Moment;

  /** Answers with this status instead of doing the work: 4xx and 5xx, as a proxy in front of Discord would. */
  readonly status?: number;
  /** With `status`, of 200 and above: a proxy's page instead of Discord's JSON. */
  readonly page?: string;
  /** Does the work before it answers with `status`. */
  readonly carriedOut?: true;
  /** Seconds. Answers 429 with a `Retry-After` of this length. */
  readonly retryAfterSeconds?: number;
  /** Headers of the injected answer, beside or instead of its own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Waits this long before doing the work. */
  readonly slowMs?: number;
  /** Does the work and then cuts the connection instead of answering. */
  readonly lostAnswer?: true;
  /** Cuts the connection before doing anything. */
  readonly drop?: true;
}

export interface RestFaults {
  /** @returns a function that takes the fault away again */
  add(fault: RestFault): () => void;
  clear(): void;
  /** The fault that this request meets; counts it. */
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
        const fits =
          (fault.method ?? method) === method && (fault.route ?? route) === route && (fault.path?.test(path) ?? true);
        if (!fits) continue;
        // Counted also where another fault takes the request: the n-th is the n-th that the bot sent.
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
