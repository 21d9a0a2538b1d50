/** One dispatch as it goes over the wire. */
export interface Dispatch {
  readonly op: 0;
  readonly s: number;
  readonly t: string;
  readonly d: unknown;
}

/** What outlives a connection: the numbered events, so that a client that resumes gets those it missed. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  /** null while the client is away. */
  connection: number | null;
  lastSequence: number;
  readonly kept: Dispatch[];
  /** When the client went away; null while it is there. */
  awaySinceMs: number | null;
}

/** A client that stays away for long has to identify anew anyway; bounds memory. */
const DISPATCHES_KEPT = 500;
const SESSIONS_KEPT = 32;
/** "A few minutes" in Discord's words. */
const RESUMABLE_FOR_MS = 180_000;

export function numberDispatch(session: Session, event: string, data: unknown): Dispatch {
  session.lastSequence += 1;
  const dispatch: Dispatch = { op: 0, s: session.lastSequence, t: event, d: data };
  session.kept.push(dispatch);
  if (session.kept.length > DISPATCHES_KEPT) session.kept.shift();
  return dispatch;
}

/** The dispatches after `sequence`, oldest first; null where some of them are gone, so that resuming would lose events. */
export function missedSince(session: Session, sequence: number): readonly Dispatch[] | null {
  const missed = session.kept.filter((dispatch) => dispatch.s > sequence);
  return missed.length === session.lastSequence - sequence ? missed : null;
}

/** Sessions by id, without those that nobody will resume. */
export interface Sessions {
  add(session: Session): void;
  get(id: string): Session | undefined;
  end(id: string): void;
  all(): Iterable<Session>;
}

export function createSessions(now: () => number): Sessions {
  const byId = new Map<string, Session>();
  const sweep = () => {
    for (const session of byId.values()) {
      const gone = session.awaySinceMs !== null && now() - session.awaySinceMs > RESUMABLE_FOR_MS;
      if (gone || (byId.size > SESSIONS_KEPT && session.connection === null)) byId.delete(session.id);
    }
  };
  return {
    add(session) {
      byId.set(session.id, session);
      sweep();
    },
    get(id) {
      sweep();
      return byId.get(id);
    },
    end: (id) => void byId.delete(id),
    all: () => byId.values(),
  };
}
