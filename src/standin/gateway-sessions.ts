/** Sessions and the rules of the protocol; connections are in `gateway.ts`. */

import { GatewayCloseCodes, GatewayIntentBits } from 'discord-api-types/v10';
import { isRecord } from './form.ts';
import { type Guild, IDS, type World } from './world.ts';

/** One dispatch as it goes over the wire. */
export interface NumberedDispatch {
  readonly op: 0;
  readonly s: number;
  readonly t: string;
  readonly d: unknown;
}

/** The state that survives a connection. It has the numbered events, so that a resuming client gets the events that it missed. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  /** null while the client is not connected. */
  connection: number | null;
  lastSequence: number;
  readonly recent: NumberedDispatch[];
  /** When the client disconnected; null while it is connected. */
  disconnectedAtMs: number | null;
}

/** How many events are kept; a client that misses more has to identify again. */
const DISPATCHES_KEPT = 500;
const SESSIONS_KEPT = 32;
/**
 * How long a session can be resumed; Discord says "a few minutes".
 */
const RESUMABLE_FOR_MS = 180_000;
/** Identifies per day, as `GET /gateway/bot` announces them. */
const IDENTIFIES_PER_DAY = 1000;
const DAY_MS = 86_400_000;

/** Close codes after which a session cannot be resumed: the client identifies again, or gives up. */
export const ENDING_CODES: ReadonlySet<number> = new Set([
  1000,
  1001,
  GatewayCloseCodes.NotAuthenticated,
  GatewayCloseCodes.AuthenticationFailed,
  GatewayCloseCodes.AlreadyAuthenticated,
  GatewayCloseCodes.InvalidSeq,
  GatewayCloseCodes.RateLimited,
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
]);

const KNOWN_INTENTS = Object.values(GatewayIntentBits)
  .filter((bit) => typeof bit === 'number')
  .reduce((sum, bit) => sum | bit, 0);
/** The privileged intents; this application has none of them. */
const PRIVILEGED_INTENTS =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

export function numberDispatch(session: Session, event: string, data: unknown): NumberedDispatch {
  session.lastSequence += 1;
  const dispatch: NumberedDispatch = { op: 0, s: session.lastSequence, t: event, d: data };
  session.recent.push(dispatch);
  if (session.recent.length > DISPATCHES_KEPT) session.recent.shift();
  return dispatch;
}

/** The dispatches after `sequence`, oldest first; null where some of them are no longer kept, so that a resume would lose events. */
export function missedSince(session: Session, sequence: number): readonly NumberedDispatch[] | null {
  const missed = session.recent.filter((dispatch) => dispatch.s > sequence);
  return missed.length === session.lastSequence - sequence ? missed : null;
}

/** Sessions by id, without those that can no longer be resumed. */
export class Sessions {
  readonly #byId = new Map<string, Session>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(session: Session): void {
    this.#byId.set(session.id, session);
    this.#sweep();
  }

  get(id: string): Session | undefined {
    this.#sweep();
    return this.#byId.get(id);
  }

  end(id: string): void {
    this.#byId.delete(id);
  }

  all(): Iterable<Session> {
    return this.#byId.values();
  }

  #sweep(): void {
    for (const { id, connection, disconnectedAtMs } of this.#byId.values()) {
      const isExpired = disconnectedAtMs !== null && this.#now() - disconnectedAtMs > RESUMABLE_FOR_MS;
      if (isExpired || (this.#byId.size > SESSIONS_KEPT && connection === null)) this.#byId.delete(id);
    }
  }
}

/** Counts identifies. */
export class IdentifyBudget {
  readonly #intervalMs: number;
  readonly #now: () => number;
  #spentAtMs: readonly number[] = [];
  /** Bucket of shards → when one of its shards last identified. */
  readonly #lastAtMs = new Map<number, number>();

  /** @param intervalMs - the least time between two identifies of a bucket; in Discord it is 5,000 */
  constructor(intervalMs: number, now: () => number) {
    this.#intervalMs = intervalMs;
    this.#now = now;
  }

  get left(): number {
    return IDENTIFIES_PER_DAY - this.#today().length;
  }

  /** @returns false where the last identify of the bucket was too recent */
  spend(bucket: number): boolean {
    const last = this.#lastAtMs.get(bucket);
    if (last !== undefined && this.#now() - last < this.#intervalMs) return false;
    this.#lastAtMs.set(bucket, this.#now());
    this.#spentAtMs = [...this.#today(), this.#now()];
    return true;
  }

  #today(): readonly number[] {
    return this.#spentAtMs.filter((at) => this.#now() - at < DAY_MS);
  }
}

export interface Payload {
  readonly op: number;
  readonly d: unknown;
}

/** @returns null for text that is not a payload */
export function parsePayload(text: string): Payload | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && typeof value.op === 'number' ? { op: value.op, d: value.d ?? null } : null;
  } catch {
    return null;
  }
}

/** Reads an identify. @returns the close code where it is refused */
export function readIdentify(
  d: Readonly<Record<string, unknown>>,
  token: string,
): { readonly refused: GatewayCloseCodes } | Pick<Session, 'intents' | 'shard'> {
  if (d.token !== token) return { refused: GatewayCloseCodes.AuthenticationFailed };
  const { intents } = d;
  if (typeof intents !== 'number' || !Number.isInteger(intents) || intents < 0 || (intents & ~KNOWN_INTENTS) !== 0) {
    return { refused: GatewayCloseCodes.InvalidIntents };
  }
  if ((intents & PRIVILEGED_INTENTS) !== 0) return { refused: GatewayCloseCodes.DisallowedIntents };
  const shard = readShard(d.shard);
  return shard === null ? { refused: GatewayCloseCodes.InvalidShard } : { intents, shard };
}

function readShard(shard: unknown): Session['shard'] | null {
  if (shard === undefined) return [0, 1];
  if (!Array.isArray(shard) || shard.length !== 2) return null;
  const [id, count]: unknown[] = shard;
  if (!Number.isInteger(id) || !Number.isInteger(count)) return null;
  const pair = [Number(id), Number(count)] as const;
  return pair[0] >= 0 && pair[0] < pair[1] ? pair : null;
}

/** Whether a server belongs to this shard. */
export function ownsGuild([id, count]: Session['shard'], guildId: string): boolean {
  return Number((BigInt(guildId) >> 22n) % BigInt(count)) === id;
}

/** Whether the session gets an event that this intent carries; direct messages, without a server, belong to the first shard. */
export function isSubscribed({ intents, shard }: Session, intent: number, guildId: string | null): boolean {
  if (intent !== 0 && (intents & intent) === 0) return false;
  return guildId === null ? shard[0] === 0 : ownsGuild(shard, guildId);
}

/** The servers with the bot that belong to this session's shard. */
export const guildsOf = ({ shard }: Session, world: World): readonly Guild[] =>
  world.guilds.filter(({ id }) => world.hasBot(id) && ownsGuild(shard, id));

export function readyJson(world: World, session: Session, resumeUrl: string): Record<string, unknown> {
  return {
    v: 10,
    user: { ...world.bot, verified: true, mfa_enabled: false, email: null },
    guilds: guildsOf(session, world).map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: resumeUrl,
    private_channels: [],
    shard: session.shard,
    application: { id: IDS.application, flags: 0 },
  };
}
