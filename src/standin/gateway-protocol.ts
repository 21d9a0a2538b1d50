import { isRecord } from './form.ts';
import type { Session } from './gateway-session.ts';
import { refusedIntents } from './intents.ts';
import { IDS, type World } from './world.ts';

export const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;
/** Accepted and not acted upon: presence, voice state, members, soundboard sounds, channel info. */
export const OTHER_CLIENT_OPS: readonly number[] = [OP.presence, OP.voiceState, OP.requestMembers, 31, 43];

/** An outgoing payload of the client above this makes Discord close with 4002. */
export const CLIENT_PAYLOAD_MAX_BYTES = 4096;
/** Discord's limit per connection. */
export const SENDS_PER_MINUTE_MAX = 120;

/** After these closes a session cannot be resumed: the client identifies anew, or gives up. */
export const ENDING_CODES = new Set([1000, 1001, 4003, 4004, 4005, 4007, 4008, 4010, 4011, 4012, 4013, 4014]);

export interface Payload {
  readonly op: number;
  readonly d: unknown;
}

/** @returns null for what is no payload */
export function parsePayload(text: string): Payload | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && typeof value.op === 'number' ? { op: value.op, d: value.d ?? null } : null;
  } catch {
    return null;
  }
}

/** What an identify asks for, or the close code with which it is refused. */
export function readIdentify(
  d: Readonly<Record<string, unknown>>,
  token: string,
): { readonly refused: number } | Pick<Session, 'intents' | 'shard'> {
  if (d.token !== token) return { refused: 4004 };
  const badIntents = refusedIntents(d.intents);
  if (badIntents !== null) return { refused: badIntents };
  const shard = readShard(d.shard);
  return shard === null ? { refused: 4010 } : { intents: Number(d.intents), shard };
}

function readShard(shard: unknown): Session['shard'] | null {
  if (shard === undefined) return [0, 1];
  if (!Array.isArray(shard) || shard.length !== 2) return null;
  const [id, count]: unknown[] = shard;
  if (!Number.isInteger(id) || !Number.isInteger(count)) return null;
  const pair = [Number(id), Number(count)] as const;
  return pair[0] >= 0 && pair[0] < pair[1] ? pair : null;
}

/** Whether the one server belongs to this shard; direct messages belong to shard 0. */
export function handlesGuild([id, count]: Session['shard']): boolean {
  return Number(BigInt(IDS.guild) >> 22n) % count === id;
}

export function readyData(world: World, session: Session, resumeUrl: string): Record<string, unknown> {
  return {
    v: 10,
    user: { ...world.bot, verified: true, mfa_enabled: false, email: null },
    guilds: handlesGuild(session.shard) && world.hasBot() ? [{ id: IDS.guild, unavailable: true }] : [],
    session_id: session.id,
    resume_gateway_url: resumeUrl,
    shard: session.shard,
    application: { id: IDS.application, flags: 0 },
    private_channels: [],
  };
}
