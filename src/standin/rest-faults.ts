/** A failure to inject into REST; exactly one of the last group says what happens. */
export interface RestFault {
  /** Any where absent. */
  readonly method?: string;
  /** Tested against the path without `/api/v10`. Any where absent. */
  readonly path?: RegExp;
  /** How many requests meet it; 1 where absent, Infinity for an outage. */
  readonly times?: number;

  /** Answers with this status instead of doing the work: 4xx and 5xx, as a proxy in front of Discord would. */
  readonly status?: number;
  /** Seconds. Answers 429 with a `Retry-After` of this length. */
  readonly retryAfterSeconds?: number;
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
  take(method: string, path: string): RestFault | null;
}

export function createRestFaults(): RestFaults {
  const planned = new Map<RestFault, number>();
  return {
    add(fault) {
      planned.set(fault, fault.times ?? 1);
      return () => {
        planned.delete(fault);
      };
    },
    clear: () => planned.clear(),
    take(method, path) {
      for (const [fault, left] of planned) {
        const fits = (fault.method ?? method) === method && (fault.path?.test(path) ?? true);
        if (!fits) continue;
        if (left <= 1) planned.delete(fault);
        else planned.set(fault, left - 1);
        return fault;
      }
      return null;
    },
  };
}
