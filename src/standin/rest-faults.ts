/** The request that a fault affected, as a test sees it. */
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
  /** A pattern for the path without `/api/v10`; any path where absent. */
  readonly path?: RegExp;
  /** The route's template as in the traffic log, `/channels/{channel_id}/messages`; any route where absent. */
  readonly route?: string;
  /** The number of the first matching request that the fault affects, counted from when the fault was added; 1 where absent. */
  readonly nth?: number;
  /** How many requests the fault affects from then on; 1 where absent, Infinity for an outage. */
  readonly times?: number;

  /** Called when the request has been read and nothing has been done yet. With `drop` it is never carried out. */
  readonly arrived?: Moment;
  /** Called when the request has been carried out, before its answer is sent. */
  readonly done?: Moment;
  /** Called when the whole answer has been sent, or the client has disconnected. */
  readonly answered?: Moment;

  /** Answers with this status instead of carrying out the request: 4xx and 5xx, as a proxy in front of Discord would. */
  readonly status?: number;
  /** With `status` (200 and above): the body, such as a proxy's page, instead of Discord's JSON. */
  readonly page?: string;
  /** Carries out the request before it answers with `status`. */
  readonly carriedOut?: true;
  /** Answers 429 with this `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number;
  /** Headers of the injected answer; they replace the answer's own headers of the same name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Waits this long before the request is carried out. */
  readonly slowMs?: number;
  /** Carries out the request and then cuts the connection instead of answering. */
  readonly lostAnswer?: true;
  /** Cuts the connection before doing anything. */
  readonly drop?: true;
}

export interface RestFaults {
  /** @returns a function that removes the fault */
  add(fault: RestFault): () => void;
  clear(): void;
  /** The fault that affects this request; the request then counts towards the fault's number. */
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
        // Requests that another fault affects are counted as well, so the n-th request is the n-th that the bot sent.
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
