import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isRecord } from './form.ts';
import { createSessions, missedSince, numberDispatch, type Session } from './gateway-session.ts';
import { INTENT, refusedIntents } from './intents.ts';
import { createSignal, type Signal } from './signal.ts';
import type { TrafficRecorder } from './traffic.ts';
import { IDS, type World } from './world.ts';

/** An outgoing payload of the client above this makes Discord close with 4002. */
const CLIENT_PAYLOAD_MAX_BYTES = 4096;
/** Discord's limit per connection. */
const SENDS_PER_MINUTE_MAX = 120;
/** Identifies per day and per five seconds, as `GET /gateway/bot` announces them. */
const IDENTIFIES_PER_DAY = 1000;
const DAY_MS = 86_400_000;

const OP = {
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
const OTHER_CLIENT_OPS: readonly number[] = [OP.presence, OP.voiceState, OP.requestMembers, 31, 43];

/** After these closes a session cannot be resumed: the client identifies anew, or gives up. */
const ENDING_CODES = new Set([1000, 1001, 4003, 4004, 4005, 4007, 4008, 4010, 4011, 4012, 4013, 4014]);

export interface GatewaySettings {
  readonly token: string;
  readonly heartbeatIntervalMs: number;
  /** Time that must lie between two identifies; Discord has 5,000. 0 lets restarts follow each other at once. */
  readonly identifyIntervalMs: number;
  readonly resumeUrl: () => string;
}

/** What a test can do to the connection. */
export interface GatewayFaults {
  /** Closes every connection with this code, completing the close handshake. */
  close(code: number): void;
  /** Cuts the TCP connection without a word. */
  drop(): void;
  /** Op 7: asks the client to reconnect and resume. */
  reconnect(): void;
  /** Op 9. */
  invalidSession(resumable: boolean): void;
  /** The next identify is answered with this close code. */
  refuseIdentify(code: number): void;
  /** READY comes this much later, from the next identify on. */
  delayReady(ms: number): void;
}

export interface Gateway {
  /** Tells whether a bot is connected and identified. */
  readonly online: Signal<boolean>;
  isOnline(): boolean;
  identifiesLeft(): number;
  /**
   * Numbers the event and sends it to each session that subscribed to it.
   *
   * @param intent - needed to get it; 0 for none
   */
  dispatch(event: string, data: unknown, intent: number): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly faults: GatewayFaults;
  close(): Promise<void>;
}

interface Connection {
  readonly number: number;
  readonly socket: WebSocket;
  readonly version: string | null;
  session: Session | null;
  lastBeatMs: number;
  sends: number[];
}

export function createGateway(
  world: World,
  settings: GatewaySettings,
  traffic: TrafficRecorder,
  now: () => number,
): Gateway {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = createSessions(now);
  const connections = new Map<number, Connection>();
  const online = createSignal<boolean>();
  const identifiedAtMs: number[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let refuseNextIdentify: number | null = null;
  let readyDelayMs = 0;
  let lastConnection = 0;
  let wasOnline = false;

  const isOnline = () => [...connections.values()].some((c) => c.session !== null);
  const tellOnline = () => {
    const is = isOnline();
    if (is !== wasOnline) online.emit(is);
    wasOnline = is;
  };

  const send = (to: Connection, payload: { op: number; d: unknown; s?: number | null; t?: string | null }) => {
    if (to.socket.readyState !== to.socket.OPEN) return;
    const whole = { s: null, t: null, ...payload };
    traffic.add({ kind: 'gateway', atMs: now(), from: 'standin', connection: to.number, payload: whole });
    to.socket.send(JSON.stringify(whole));
  };
  const shut = (connection: Connection, code: number) => {
    traffic.add({ kind: 'gateway-closed', atMs: now(), from: 'standin', connection: connection.number, code });
    if (ENDING_CODES.has(code)) endSession(connection);
    connection.socket.close(code);
    leave(connection);
  };
  const endSession = (connection: Connection) => {
    if (connection.session) sessions.end(connection.session.id);
  };
  const leave = (connection: Connection) => {
    const { session } = connection;
    if (session?.connection === connection.number) {
      session.connection = null;
      session.awaySinceMs = now();
    }
    connection.session = null;
    connections.delete(connection.number);
    tellOnline();
  };
  const later = (ms: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    timers.add(timer);
  };

  const deliver = (session: Session, event: string, data: unknown) => {
    const dispatch = numberDispatch(session, event, data);
    const connection = session.connection === null ? undefined : connections.get(session.connection);
    if (connection) send(connection, dispatch);
  };

  const identify = (connection: Connection, d: Record<string, unknown>) => {
    if (connection.session !== null) return shut(connection, 4005);
    if (refuseNextIdentify !== null) {
      const code = refuseNextIdentify;
      refuseNextIdentify = null;
      return shut(connection, code);
    }
    if (d.token !== settings.token) return shut(connection, 4004);
    const badIntents = refusedIntents(d.intents);
    if (badIntents !== null) return shut(connection, badIntents);
    const shard = readShard(d.shard);
    if (shard === null) return shut(connection, 4010);
    const lastMs = identifiedAtMs.at(-1);
    if (lastMs !== undefined && now() - lastMs < settings.identifyIntervalMs) {
      return send(connection, { op: OP.invalidSession, d: false });
    }
    identifiedAtMs.push(now());
    while ((identifiedAtMs[0] ?? now()) < now() - DAY_MS) identifiedAtMs.shift();

    const session: Session = {
      id: randomBytes(16).toString('hex'),
      intents: Number(d.intents),
      shard,
      connection: connection.number,
      lastSequence: 0,
      kept: [],
      awaySinceMs: null,
    };
    connection.session = session;
    sessions.add(session);
    if (readyDelayMs > 0) later(readyDelayMs, () => welcome(connection, session));
    else welcome(connection, session);
    return undefined;
  };

  const welcome = (connection: Connection, session: Session) => {
    if (connection.session !== session) return;
    const hasGuild = Number(BigInt(IDS.guild) >> 22n) % session.shard[1] === session.shard[0];
    deliver(session, 'READY', {
      v: 10,
      user: { ...world.bot, verified: true, mfa_enabled: false, email: null },
      guilds: hasGuild ? [{ id: IDS.guild, unavailable: true }] : [],
      session_id: session.id,
      resume_gateway_url: settings.resumeUrl(),
      shard: session.shard,
      application: { id: IDS.application, flags: 0 },
      private_channels: [],
      _trace: ['stand-in'],
    });
    if (hasGuild && (session.intents & INTENT.guilds) !== 0) deliver(session, 'GUILD_CREATE', world.guildCreateJson());
    tellOnline();
  };

  const resume = (connection: Connection, d: Record<string, unknown>) => {
    if (connection.session !== null) return shut(connection, 4005);
    if (d.token !== settings.token) return shut(connection, 4004);
    const session = typeof d.session_id === 'string' ? sessions.get(d.session_id) : undefined;
    const sequence = d.seq;
    if (session === undefined) return send(connection, { op: OP.invalidSession, d: false });
    if (typeof sequence !== 'number' || sequence > session.lastSequence) return shut(connection, 4007);
    const missed = missedSince(session, sequence);
    if (missed === null) {
      sessions.end(session.id);
      return send(connection, { op: OP.invalidSession, d: false });
    }
    const old = session.connection === null ? undefined : connections.get(session.connection);
    if (old && old !== connection) shut(old, 4000);
    session.connection = connection.number;
    session.awaySinceMs = null;
    connection.session = session;
    for (const dispatch of missed) send(connection, dispatch);
    deliver(session, 'RESUMED', { _trace: ['stand-in'] });
    tellOnline();
    return undefined;
  };

  const receive = (connection: Connection, text: string) => {
    // What still arrives while the close handshake runs is too late.
    if (!connections.has(connection.number)) return undefined;
    if (Buffer.byteLength(text) > CLIENT_PAYLOAD_MAX_BYTES) return shut(connection, 4002);
    const payload = parse(text);
    if (payload === null) return shut(connection, 4002);
    const { op, d } = payload;
    const shown = isRecord(d) && 'token' in d ? { ...d, token: '***' } : d;
    traffic.add({
      kind: 'gateway',
      atMs: now(),
      from: 'bot',
      connection: connection.number,
      payload: { op, d: shown },
    });
    connection.sends = [...connection.sends.filter((at) => now() - at < 60_000), now()];
    if (connection.sends.length > SENDS_PER_MINUTE_MAX) return shut(connection, 4008);
    switch (op) {
      case OP.heartbeat:
        connection.lastBeatMs = now();
        return send(connection, { op: OP.heartbeatAck, d: null });
      case OP.identify:
        return isRecord(d) ? identify(connection, d) : shut(connection, 4002);
      case OP.resume:
        return isRecord(d) ? resume(connection, d) : shut(connection, 4002);
      default:
        if (!OTHER_CLIENT_OPS.includes(op)) return shut(connection, 4001);
        return connection.session === null ? shut(connection, 4003) : undefined;
    }
  };

  const accept = (socket: WebSocket, request: IncomingMessage) => {
    lastConnection += 1;
    const query = new URLSearchParams(request.url?.split('?')[1] ?? '');
    const version = query.get('v');
    const connection: Connection = {
      number: lastConnection,
      socket,
      version,
      session: null,
      lastBeatMs: now(),
      sends: [],
    };
    connections.set(connection.number, connection);
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      if (connections.has(connection.number)) {
        traffic.add({ kind: 'gateway-closed', atMs: now(), from: 'bot', connection: connection.number, code });
        // The client's own 1000 or 1001 ends the session; a lost connection (1005, 1006) and 4200 leave it resumable.
        if (code === 1000 || code === 1001) endSession(connection);
        leave(connection);
      }
      clearInterval(watch);
    });
    socket.on('message', (data, isBinary) => receive(connection, isBinary ? '' : String(data)));
    const watch = setInterval(() => {
      if (now() - connection.lastBeatMs > settings.heartbeatIntervalMs * 2) shut(connection, 4009);
    }, settings.heartbeatIntervalMs);
    watch.unref();
    if (version !== '10' && version !== '9') return shut(connection, 4012);
    if ((query.get('encoding') ?? 'json') !== 'json') return shut(connection, 4002);
    send(connection, { op: OP.hello, d: { heartbeat_interval: settings.heartbeatIntervalMs, _trace: ['stand-in'] } });
  };

  const everyone = (act: (connection: Connection) => void) => {
    for (const connection of [...connections.values()]) act(connection);
  };

  return {
    online,
    isOnline,
    identifiesLeft: () => IDENTIFIES_PER_DAY - identifiedAtMs.filter((at) => now() - at < DAY_MS).length,
    dispatch(event, data, intent) {
      for (const session of sessions.all()) {
        if (intent === 0 || (session.intents & intent) !== 0) deliver(session, event, data);
      }
    },
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, (ws) => accept(ws, request)),
    faults: {
      close: (code) => everyone((c) => shut(c, code)),
      drop: () =>
        everyone((c) => {
          c.socket.terminate();
          leave(c);
        }),
      reconnect: () => everyone((c) => send(c, { op: OP.reconnect, d: null })),
      invalidSession: (resumable) =>
        everyone((c) => {
          if (!resumable) endSession(c);
          if (c.session) {
            c.session.connection = null;
            c.session.awaySinceMs = now();
          }
          c.session = null;
          send(c, { op: OP.invalidSession, d: resumable });
        }),
      refuseIdentify(code) {
        refuseNextIdentify = code;
      },
      delayReady(ms) {
        readyDelayMs = ms;
      },
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      const sockets = [...connections.values()].map((c) => c.socket);
      everyone((c) => shut(c, 1001));
      await Promise.all(sockets.map(closed));
      server.close();
    },
  };
}

/** The close handshake gets a moment; a client that does not answer is cut off. */
const CLOSE_HANDSHAKE_MS = 500;
function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState === socket.CLOSED) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => socket.terminate(), CLOSE_HANDSHAKE_MS);
  socket.once('close', () => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}

function parse(text: string): { op: number; d: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && typeof value.op === 'number' ? { op: value.op, d: value.d ?? null } : null;
  } catch {
    return null;
  }
}

function readShard(shard: unknown): readonly [number, number] | null {
  if (shard === undefined) return [0, 1];
  if (!Array.isArray(shard) || shard.length !== 2) return null;
  const [id, count]: unknown[] = shard;
  if (!Number.isInteger(id) || !Number.isInteger(count)) return null;
  const pair = [Number(id), Number(count)] as const;
  return pair[0] >= 0 && pair[0] < pair[1] ? pair : null;
}
