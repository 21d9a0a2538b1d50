import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isRecord } from './form.ts';
import {
  CLIENT_PAYLOAD_MAX_BYTES,
  ENDING_CODES,
  handlesGuild,
  OP,
  OTHER_CLIENT_OPS,
  parsePayload,
  readIdentify,
  readyData,
  SENDS_PER_MINUTE_MAX,
} from './gateway-protocol.ts';
import { createSessions, missedSince, numberDispatch, type Session } from './gateway-session.ts';
import { createIdentifyBudget } from './identify-budget.ts';
import { INTENT } from './intents.ts';
import { createSignal, type Signal } from './signal.ts';
import type { TrafficRecorder } from './traffic.ts';
import type { World } from './world.ts';

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
  const budget = createIdentifyBudget(settings.identifyIntervalMs, now);
  const timers = new Set<NodeJS.Timeout>();
  let refuseNextIdentify: number | null = null;
  let readyDelayMs = 0;
  let lastConnection = 0;
  let wasOnline = false;

  const isOnline = () => [...connections.values()].some((c) => c.session !== null && c.session.lastSequence > 0);
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
    const asked = refuseNextIdentify === null ? readIdentify(d, settings.token) : { refused: refuseNextIdentify };
    refuseNextIdentify = null;
    if ('refused' in asked) return shut(connection, asked.refused);
    if (!budget.spend()) return send(connection, { op: OP.invalidSession, d: false });
    const session: Session = {
      ...asked,
      id: randomBytes(16).toString('hex'),
      connection: connection.number,
      lastSequence: 0,
      kept: [],
      awaySinceMs: null,
    };
    connection.session = session;
    if (readyDelayMs > 0) later(readyDelayMs, () => welcome(connection, session));
    else welcome(connection, session);
    return undefined;
  };

  /** Only from here on the session takes part in what is dispatched, so that READY is its first event. */
  const welcome = (connection: Connection, session: Session) => {
    if (connection.session !== session) return;
    sessions.add(session);
    deliver(session, 'READY', readyData(world, session, settings.resumeUrl()));
    const sendsGuild = world.hasBot() && handlesGuild(session.shard) && (session.intents & INTENT.guilds) !== 0;
    if (sendsGuild) deliver(session, 'GUILD_CREATE', world.guildCreateJson());
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
    deliver(session, 'RESUMED', {});
    tellOnline();
    return undefined;
  };

  const receive = (connection: Connection, text: string) => {
    // What still arrives while the close handshake runs is too late.
    if (!connections.has(connection.number)) return undefined;
    if (Buffer.byteLength(text) > CLIENT_PAYLOAD_MAX_BYTES) return shut(connection, 4002);
    const payload = parsePayload(text);
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
    send(connection, { op: OP.hello, d: { heartbeat_interval: settings.heartbeatIntervalMs } });
  };

  const everyone = (act: (connection: Connection) => void) => {
    for (const connection of [...connections.values()]) act(connection);
  };

  return {
    online,
    isOnline,
    identifiesLeft: budget.left,
    dispatch(event, data, intent) {
      for (const session of sessions.all()) {
        const subscribed = intent === 0 || (session.intents & intent) !== 0;
        // Direct messages belong to the first shard.
        const isItsShard = intent === INTENT.directMessages ? session.shard[0] === 0 : handlesGuild(session.shard);
        if (subscribed && isItsShard) deliver(session, event, data);
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
