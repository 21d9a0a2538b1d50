import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import { isRecord } from './form.ts';
import {
  ENDING_CODES,
  guildsOf,
  IdentifyBudget,
  isSubscribed,
  missedSince,
  numberDispatch,
  parsePayload,
  readIdentify,
  readyJson,
  type Session,
  Sessions,
} from './gateway-sessions.ts';
import { createSignal } from './signal.ts';
import type { TrafficRecorder } from './traffic.ts';
import type { World } from './world.ts';
import { guildJson } from './world-json.ts';

/** The size limit of a client's payload: after a larger one, Discord closes with 4002. */
const CLIENT_PAYLOAD_MAX_BYTES = 4096;
/** Discord's limit of events that a client may send. */
const SENDS_PER_MINUTE_MAX = 120;
/** A client that does not complete the close handshake within this time is cut off. */
const CLOSE_HANDSHAKE_MS = 500;
/** The operations that are accepted without an effect. */
const IGNORED_OPCODES: readonly number[] = [
  GatewayOpcodes.PresenceUpdate,
  GatewayOpcodes.VoiceStateUpdate,
  GatewayOpcodes.RequestGuildMembers,
  GatewayOpcodes.RequestSoundboardSounds,
  GatewayOpcodes.RequestChannelInfo,
];

export interface GatewaySettings {
  readonly token: string;
  readonly heartbeatIntervalMs: number;
  /** The least time between two identifies of a bucket; in Discord it is 5,000. With 0, a bot can be restarted at once. */
  readonly identifyIntervalMs: number;
  /** How many shards may identify at once: shards with the same remainder share a bucket. */
  readonly maxConcurrency: number;
  /** The number of shards that the bot is told to use. */
  readonly recommendedShards: number;
  readonly resumeUrl: () => string;
}

/** Faults of the connections that a test can cause. */
export interface GatewayFaults {
  /** Closes every connection with this code and reason and completes the close handshake. */
  close(code: number, reason?: string): void;
  /** Cuts the TCP connections without a close frame. */
  drop(): void;
  /** Op 7: asks the client to reconnect and resume. */
  reconnect(): void;
  /** Op 9. */
  invalidSession(resumable: boolean): void;
  /** Answers the next identify with this close code. */
  refuseIdentify(code: number): void;
  /** Delays READY by this much, from the next identify on. */
  delayReady(ms: number): void;
}

interface Connection {
  readonly number: number;
  readonly socket: WebSocket;
  session: Session | null;
  lastBeatMs: number;
  sentAtMs: readonly number[];
}

export interface GatewayParts {
  readonly world: World;
  readonly settings: GatewaySettings;
  readonly traffic: TrafficRecorder;
  readonly now: () => number;
}

/** The WebSocket that the bot connects to. */
export class Gateway {
  /** Called when a bot comes online or goes offline. */
  readonly online = createSignal<boolean>();
  readonly #parts: GatewayParts;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #sessions: Sessions;
  readonly #budget: IdentifyBudget;
  readonly #connections = new Map<number, Connection>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #lastConnection = 0;
  #wasOnline = false;
  #refuseNextIdentify: number | null = null;
  #readyDelayMs = 0;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#sessions = new Sessions(parts.now);
    this.#budget = new IdentifyBudget(parts.settings.identifyIntervalMs, parts.now);
  }

  /** Whether a bot is connected and identified. */
  get isOnline(): boolean {
    return [...this.#connections.values()].some(({ session }) => session !== null && session.lastSequence > 0);
  }

  get maxConcurrency(): number {
    return this.#parts.settings.maxConcurrency;
  }

  get recommendedShards(): number {
    return this.#parts.settings.recommendedShards;
  }

  get identifiesLeft(): number {
    return this.#budget.left;
  }

  /**
   * Numbers the event and sends it to each session that subscribed to it.
   *
   * @param intent - the intent that carries the event; 0 for none
   * @param guildId - the server where it happened; `null` for direct messages
   */
  dispatch(event: string, data: unknown, intent: number, guildId: string | null): void {
    for (const session of this.#sessions.all()) {
      if (isSubscribed(session, intent, guildId)) this.#deliver(session, event, data);
    }
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#accept(ws, request));
  }

  readonly faults: GatewayFaults = {
    close: (code, reason) => this.#forEach((connection) => this.#closeWith(connection, code, reason)),
    drop: () =>
      this.#forEach((connection) => {
        connection.socket.terminate();
        this.#disconnect(connection);
      }),
    reconnect: () => this.#forEach((connection) => this.#send(connection, { op: GatewayOpcodes.Reconnect, d: null })),
    invalidSession: (resumable) =>
      this.#forEach((connection) => {
        if (!resumable) this.#endSession(connection);
        this.#detach(connection);
        this.#send(connection, { op: GatewayOpcodes.InvalidSession, d: resumable });
      }),
    refuseIdentify: (code) => {
      this.#refuseNextIdentify = code;
    },
    delayReady: (ms) => {
      this.#readyDelayMs = ms;
    },
  };

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    const sockets = [...this.#connections.values()].map(({ socket }) => socket);
    this.#forEach((connection) => this.#closeWith(connection, 1001));
    await Promise.all(sockets.map(closed));
    this.#server.close();
  }

  #accept(socket: WebSocket, request: IncomingMessage): void {
    const { settings, now } = this.#parts;
    this.#lastConnection += 1;
    const connection: Connection = {
      number: this.#lastConnection,
      socket,
      session: null,
      lastBeatMs: now(),
      sentAtMs: [],
    };
    this.#connections.set(connection.number, connection);
    const watch = setInterval(() => {
      const isLate = now() - connection.lastBeatMs > settings.heartbeatIntervalMs * 2;
      if (isLate) this.#closeWith(connection, GatewayCloseCodes.SessionTimedOut);
    }, settings.heartbeatIntervalMs);
    watch.unref();
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, isBinary) => this.#receive(connection, isBinary ? '' : String(data)));
    socket.on('close', (code) => {
      clearInterval(watch);
      this.#closedByClient(connection, code);
    });
    const query = new URLSearchParams(request.url?.split('?')[1] ?? '');
    const version = query.get('v');
    if (version !== '10' && version !== '9') this.#closeWith(connection, GatewayCloseCodes.InvalidAPIVersion);
    else if ((query.get('encoding') ?? 'json') !== 'json') this.#closeWith(connection, GatewayCloseCodes.DecodeError);
    else this.#send(connection, { op: GatewayOpcodes.Hello, d: { heartbeat_interval: settings.heartbeatIntervalMs } });
  }

  #receive(connection: Connection, text: string): void {
    // Frames that still arrive during the close handshake are ignored.
    if (!this.#connections.has(connection.number)) return;
    const code = this.#handle(connection, text);
    if (code !== undefined) this.#closeWith(connection, code);
  }

  /** @returns the close code for a frame that Discord answers by closing the connection */
  #handle(connection: Connection, text: string): number | undefined {
    const payload = Buffer.byteLength(text) > CLIENT_PAYLOAD_MAX_BYTES ? null : parsePayload(text);
    if (payload === null) return GatewayCloseCodes.DecodeError;
    const { op, d } = payload;
    const { traffic, now } = this.#parts;
    const shown = isRecord(d) && 'token' in d ? { ...d, token: '***' } : d;
    traffic.add({
      kind: 'gateway',
      atMs: now(),
      from: 'bot',
      connection: connection.number,
      payload: { op, d: shown },
    });
    connection.sentAtMs = [...connection.sentAtMs.filter((at) => now() - at < 60_000), now()];
    if (connection.sentAtMs.length > SENDS_PER_MINUTE_MAX) return GatewayCloseCodes.RateLimited;
    switch (op) {
      case GatewayOpcodes.Heartbeat:
        connection.lastBeatMs = now();
        this.#send(connection, { op: GatewayOpcodes.HeartbeatAck, d: null });
        return undefined;
      case GatewayOpcodes.Identify:
      case GatewayOpcodes.Resume:
        if (!isRecord(d)) return GatewayCloseCodes.DecodeError;
        if (connection.session !== null) return GatewayCloseCodes.AlreadyAuthenticated;
        return op === GatewayOpcodes.Identify ? this.#identify(connection, d) : this.#resume(connection, d);
      default:
        if (!IGNORED_OPCODES.includes(op)) return GatewayCloseCodes.UnknownOpcode;
        return connection.session === null ? GatewayCloseCodes.NotAuthenticated : undefined;
    }
  }

  /** @returns the close code where it is refused */
  #identify(connection: Connection, d: Record<string, unknown>): number | undefined {
    const refused = this.#refuseNextIdentify;
    this.#refuseNextIdentify = null;
    const identify = refused === null ? readIdentify(d, this.#parts.settings.token) : { refused };
    if ('refused' in identify) return identify.refused;
    if (!this.#budget.spend(identify.shard[0] % this.maxConcurrency)) return this.#refuseSession(connection);
    const session: Session = {
      ...identify,
      id: randomBytes(16).toString('hex'),
      connection: connection.number,
      lastSequence: 0,
      recent: [],
      disconnectedAtMs: null,
    };
    connection.session = session;
    if (this.#readyDelayMs > 0) this.#later(this.#readyDelayMs, () => this.#startSession(connection, session));
    else this.#startSession(connection, session);
    return undefined;
  }

  /** Adds the session only now, so that READY is its first event. */
  #startSession(connection: Connection, session: Session): void {
    if (connection.session !== session) return;
    const { world, settings } = this.#parts;
    this.#sessions.add(session);
    this.#deliver(session, 'READY', readyJson(world, session, settings.resumeUrl()));
    if ((session.intents & GatewayIntentBits.Guilds) !== 0) {
      for (const guild of guildsOf(session, world)) this.#deliver(session, 'GUILD_CREATE', guildJson(world, guild));
    }
    this.#tellOnline();
  }

  /** @returns the close code where it is refused */
  #resume(connection: Connection, d: Record<string, unknown>): number | undefined {
    if (d.token !== this.#parts.settings.token) return GatewayCloseCodes.AuthenticationFailed;
    const session = typeof d.session_id === 'string' ? this.#sessions.get(d.session_id) : undefined;
    if (session === undefined) return this.#refuseSession(connection);
    const sequence = d.seq;
    if (typeof sequence !== 'number' || sequence > session.lastSequence) return GatewayCloseCodes.InvalidSeq;
    const missed = missedSince(session, sequence);
    if (missed === null) {
      this.#sessions.end(session.id);
      return this.#refuseSession(connection);
    }
    const old = session.connection === null ? undefined : this.#connections.get(session.connection);
    if (old && old !== connection) this.#closeWith(old, GatewayCloseCodes.UnknownError);
    session.connection = connection.number;
    session.disconnectedAtMs = null;
    connection.session = session;
    for (const dispatch of missed) this.#send(connection, dispatch);
    this.#deliver(session, 'RESUMED', {});
    this.#tellOnline();
    return undefined;
  }

  /** Makes the client start a new session; the connection stays. */
  #refuseSession(connection: Connection): undefined {
    this.#send(connection, { op: GatewayOpcodes.InvalidSession, d: false });
    return undefined;
  }

  #deliver(session: Session, event: string, data: unknown): void {
    const dispatch = numberDispatch(session, event, data);
    const connection = session.connection === null ? undefined : this.#connections.get(session.connection);
    if (connection) this.#send(connection, dispatch);
  }

  #send(to: Connection, payload: { op: number; d: unknown; s?: number | null; t?: string | null }): void {
    if (to.socket.readyState !== to.socket.OPEN) return;
    const { traffic, now } = this.#parts;
    const whole = { s: null, t: null, ...payload };
    traffic.add({ kind: 'gateway', atMs: now(), from: 'standin', connection: to.number, payload: whole });
    to.socket.send(JSON.stringify(whole));
  }

  #closeWith(connection: Connection, code: number, reason?: string): void {
    const { traffic, now } = this.#parts;
    traffic.add({ kind: 'gateway-closed', atMs: now(), from: 'standin', connection: connection.number, code });
    if (ENDING_CODES.has(code)) this.#endSession(connection);
    connection.socket.close(code, reason);
    this.#disconnect(connection);
  }

  #closedByClient(connection: Connection, code: number): void {
    if (!this.#connections.has(connection.number)) return;
    const { traffic, now } = this.#parts;
    traffic.add({ kind: 'gateway-closed', atMs: now(), from: 'bot', connection: connection.number, code });
    // 1000 and 1001 from the client end the session; after 4200 or a lost connection (1005, 1006) it can resume.
    if (code === 1000 || code === 1001) this.#endSession(connection);
    this.#disconnect(connection);
  }

  #endSession({ session }: Connection): void {
    if (session) this.#sessions.end(session.id);
  }

  #disconnect(connection: Connection): void {
    this.#detach(connection);
    this.#connections.delete(connection.number);
    this.#tellOnline();
  }

  /** Separates the session from its connection; it can be resumed on another one. */
  #detach(connection: Connection): void {
    const { session } = connection;
    if (session?.connection === connection.number) {
      session.connection = null;
      session.disconnectedAtMs = this.#parts.now();
    }
    connection.session = null;
  }

  #tellOnline(): void {
    const { isOnline } = this;
    if (isOnline !== this.#wasOnline) this.online.emit(isOnline);
    this.#wasOnline = isOnline;
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  #forEach(act: (connection: Connection) => void): void {
    for (const connection of [...this.#connections.values()]) act(connection);
  }
}

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
