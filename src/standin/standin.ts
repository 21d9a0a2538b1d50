import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { MessageType } from 'discord-api-types/v10';
import { Hono } from 'hono';
import { Actions } from './actions.ts';
import { Administration, Moderation } from './administration.ts';
import { type AuditEntry, AuditLog } from './audit-log.ts';
import { type Dispatch, interactionPayload, tellOfMessage, tellOfPins } from './bot-events.ts';
import { channelRoutes } from './channel-routes.ts';
import { Commands } from './commands.ts';
import { StandinError } from './errors.ts';
import { Gateway, type GatewayFaults } from './gateway.ts';
import { guildRoutes } from './guild-routes.ts';
import { Interactions } from './interactions.ts';
import { CHANNEL_DEFAULT, NEW_MESSAGE, readMessageBody } from './message-body.ts';
import { Messages } from './messages.ts';
import { createPage, isOwnOrigin } from './page-api.ts';
import type { OfChannel, Situation } from './page-state.ts';
import { type Overwrite, PERMISSION } from './permissions.ts';
import { Person } from './person.ts';
import { Pins } from './pins.ts';
import { RateLimits } from './rate-limits.ts';
import { createRestApi, type NodeEnv } from './rest.ts';
import { createRestFaults, type RestFault } from './rest-faults.ts';
import { restRoutes } from './rest-routes.ts';
import type { SeenMessage } from './shapes.ts';
import { createSignal } from './signal.ts';
import { createSnowflakes } from './snowflake.ts';
import { createTraffic, type TrafficLog } from './traffic.ts';
import { type ChannelOption, IDS, type PersonName, type ThreadState, World } from './world.ts';

export interface StandinOptions {
  /** 0 (and absent) takes any free port. */
  readonly port?: number;
  /** Channels of the server in addition to "situation". */
  readonly channels?: readonly ChannelOption[];
  readonly log?: (line: string) => void;
  /** How long the bot has for its first answer to an interaction; 3,000 where absent, as in Discord. */
  readonly deadlineMs?: number;
  /** How long `Person.press` waits for something to see after a press was only acknowledged; 3,000 where absent. */
  readonly quietMs?: number;
  /** How long an interaction's token lives; 900,000 where absent, as in Discord. */
  readonly tokenLifeMs?: number;
  /** 41,250 where absent, about what Discord asks for. */
  readonly heartbeatIntervalMs?: number;
  /** How long after an identify the next is refused, in milliseconds. Discord waits 5,000; 0 where absent, so that tests can restart a bot at once. */
  readonly identifyIntervalMs?: number;
  /** How many shards may identify at once; 1 where absent. */
  readonly maxConcurrency?: number;
  /** How many shards the bot is told to use; 1 where absent. */
  readonly shards?: number;
  /** Permissions of the bot's role, on top of @everyone's; none where absent. */
  readonly botPermissions?: bigint;
  /** Most pins in a channel; 250 where absent, as in Discord. */
  readonly pinLimit?: number;
  /** How long a message is known by its nonce; 180,000 where absent. Discord says "a few minutes". */
  readonly nonceMemoryMs?: number;
  /** How many traffic entries are kept; 1,000 where absent. */
  readonly trafficLimit?: number;
  /** What the page offers to type first in a channel; asked for when it is entered, and after `situationChanged`. */
  readonly examples?: OfChannel<readonly string[]>;
  /** The situation that the bot answers questions about in a channel; the page says it. Asked for at the same times. */
  readonly situation?: OfChannel<Situation>;
  readonly now?: () => number;
}

export interface Faults {
  /** @returns a function that removes the fault */
  rest(fault: RestFault): () => void;
  /** REST answers 503 until the returned function is called. */
  outage(): () => void;
  /** Lets the deadline of every interaction pass that still waits for its first answer. */
  passDeadlines(): void;
  readonly gateway: GatewayFaults;
  clear(): void;
}

/** A small Discord on this machine. */
export interface Standin {
  /** The page. */
  readonly url: string;
  /** For `DISCORD_API_URL`. */
  readonly apiUrl: string;
  /** The one bot token that it accepts. */
  readonly token: string;
  readonly ids: Readonly<Record<'guild' | 'channel' | 'application' | 'bot' | PersonName, string>>;
  /** Ids of the servers, "Newsroom" first. */
  readonly guildIds: readonly string[];
  readonly traffic: TrafficLog;
  readonly faults: Faults;
  /** A person to act as, in the channel "situation". */
  person(name: PersonName): Person;
  /** The id of a channel by its name. @throws StandinError */
  channel(name: string): string;
  /**
   * Posts as another app, "Newswire", which may use embeds.
   *
   * @param body - as for POST /channels/{channel_id}/messages
   */
  postAsOtherBot(channelId: string, body: object): SeenMessage;
  /** Tells open pages that the situation of a channel, or what is known of it, may have changed. */
  situationChanged(): void;
  /** Pins a message by hand, as the moderator. */
  pin(messageId: string): void;
  /** Unpins a message by hand, as the moderator. */
  unpin(messageId: string): void;
  /** Deletes a message by hand, as the moderator. */
  deleteMessage(messageId: string): void;
  /** Sets a channel's permissions for a role or a member; in the channel "situation" where none is named. */
  overwrite(overwrite: Overwrite, channelId?: string): void;
  setThread(channelId: string, state: Partial<ThreadState>): void;
  /** Deletes a channel with its messages, pins and threads. */
  deleteChannel(channelId: string): void;
  /** Removes the bot from the server. Its global commands, messages and pins stay. */
  removeBot(): void;
  /** Invites the bot. Its role keeps its permissions where none are given. */
  addBot(permissions?: bigint): void;
  setBotPermissions(permissions: bigint): void;
  /** The server's audit log, oldest first. */
  auditLog(): readonly AuditEntry[];
  /** Ends everything within a second. Safe to call twice. */
  close(): Promise<void>;
}

/** Loopback only: nobody but this machine can connect. */
const HOST = '127.0.0.1';
const TOKEN = 'stand-in-token-of-no-worth';
const GATEWAY_PATH = '/gateway';

/**
 * Starts the stand-in.
 *
 * @throws StandinError with code EADDRINUSE and the port in its message
 */
export async function startStandin(options: StandinOptions = {}): Promise<Standin> {
  let port = options.port ?? 0;
  const discord = createDiscord(options, () => `ws://${HOST}:${port}${GATEWAY_PATH}`);
  const { gateway } = discord;

  const isOwnHost = (host: string | undefined) => host === `${HOST}:${port}` || host === `localhost:${port}`;
  const app = new Hono<NodeEnv>();
  // Other sites can point a name at 127.0.0.1, but they cannot make the browser send this Host header.
  app.use(async (c, next) => {
    if (isOwnHost(c.req.header('host'))) return await next();
    return c.text(`This server answers only to ${HOST}:${port} and localhost:${port}.\n`, 403);
  });
  app.route('/', discord.rest);
  app.route('/', discord.page.routes);
  // Request and Response of this process stay Node's own, because the bot's client uses them too.
  const http = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const { host, origin } = request.headers;
    const isGateway = [GATEWAY_PATH, `${GATEWAY_PATH}/`].includes(request.url?.split('?')[0] ?? '');
    if (isGateway && isOwnHost(host) && isOwnOrigin(origin, host)) gateway.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  port = await listen(http, port);

  let closing: Promise<void> | undefined;
  return {
    ...discord.control,
    url: `http://${HOST}:${port}/`,
    apiUrl: `http://${HOST}:${port}/api`,
    token: TOKEN,
    close: () => {
      closing ??= close(http, discord);
      return closing;
    },
  };
}

type Discord = ReturnType<typeof createDiscord>;

/** Joins the parts; the HTTP server is not among them. It is long because it names each part once; it decides nothing. */
function createDiscord(options: StandinOptions, gatewayUrl: () => string) {
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => undefined);
  const newId = createSnowflakes(now);
  const traffic = createTraffic(options.trafficLimit ?? 1_000);
  const world = new World({ botPermissions: options.botPermissions ?? 0n, channels: options.channels ?? [] });
  const messages = new Messages(world, newId, now);
  const commands = new Commands(newId, now);
  const audit = new AuditLog(newId, now);
  const pins = new Pins({ world, messages, audit, limit: options.pinLimit ?? 250, now });
  const moderation = new Moderation({ world, messages, pins, audit });
  const settings = { deadlineMs: options.deadlineMs ?? 3_000, tokenLifeMs: options.tokenLifeMs ?? 900_000 };
  const interactions = new Interactions({ world, messages, settings, newId, now });
  const gateway = new Gateway({
    world,
    settings: {
      token: TOKEN,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
      identifyIntervalMs: options.identifyIntervalMs ?? 0,
      maxConcurrency: options.maxConcurrency ?? 1,
      recommendedShards: options.shards ?? 1,
      resumeUrl: gatewayUrl,
    },
    traffic,
    now,
  });
  /** The bot gets events of a server only while it is in the server. */
  const dispatch: Dispatch = (event, data, intent, guildId) => {
    if (guildId === null || world.hasBot(guildId)) gateway.dispatch(event, data, intent, guildId);
  };
  messages.changes.on((change) => tellOfMessage(change, world, messages, dispatch));
  pins.changes.on((change) => tellOfPins(change, pins, dispatch));

  const administration = new Administration({ world, messages, dispatch });
  const actions = new Actions({
    world,
    messages,
    moderation,
    commands,
    interactions,
    dispatch(started, ids) {
      const guildId = started.place.kind === 'guild' ? started.place.guildId : null;
      gateway.dispatch('INTERACTION_CREATE', interactionPayload(world, messages, started, ids), 0, guildId);
    },
  });
  const faults = createRestFaults();
  const unarchive = (id: string) => administration.setThread(id, { archived: false });
  const nonceMemoryMs = options.nonceMemoryMs ?? 180_000;
  const rest = createRestApi({
    routes: [
      ...restRoutes({ world, commands, interactions, gateway, gatewayUrl }),
      ...guildRoutes(world),
      ...channelRoutes({ world, messages, pins, audit, nonceMemoryMs, now, unarchive }),
    ],
    limits: new RateLimits(now),
    faults,
    traffic,
    token: TOKEN,
    log,
    now,
  });
  const { examples = () => [], situation = () => null } = options;
  const situationChanged = createSignal<void>();
  const page = createPage({
    world,
    actions,
    commands,
    messages,
    pins,
    interactions,
    gateway,
    examples,
    situation,
    situationChanged,
    log,
  });
  const personParts = { world, actions, interactions, messages, pins, quietMs: options.quietMs ?? 3_000 };
  const { guild, channel, application, bot, member, secondMember, moderator } = IDS;

  const control = {
    ids: { guild, channel, application, bot, member, secondMember, moderator },
    guildIds: world.guilds.map(({ id }) => id),
    traffic,
    faults: {
      rest: faults.add,
      outage: () => faults.add({ status: 503, times: Infinity }),
      passDeadlines: () => interactions.passDeadlines(),
      gateway: gateway.faults,
      clear: faults.clear,
    },
    person: (name: PersonName) => new Person(personParts, IDS[name], IDS.channel),
    channel(name: string) {
      const found = world.channelNamed(name);
      if (found !== undefined) return found.id;
      throw new StandinError('NO_SUCH_CHANNEL', `Expected the name of a channel of the server, got "${name}".`);
    },
    postAsOtherBot(channelId: string, body: object) {
      const place = world.place(channelId);
      if (place?.kind !== 'guild') {
        throw new StandinError('NO_SUCH_CHANNEL', `Expected the id of a channel of the server, got "${channelId}".`);
      }
      const message = messages.create({
        place,
        privateTo: null,
        input: readMessageBody(body, NEW_MESSAGE),
        defaultMentions: CHANNEL_DEFAULT,
        attachments: [],
        type: MessageType.Default,
        extra: { author: world.otherBot },
      });
      return messages.seen(message);
    },
    situationChanged: () => situationChanged.emit(),
    pin: (id: string) => moderation.pin(moderator, id),
    unpin: (id: string) => moderation.unpin(moderator, id),
    deleteMessage: (id: string) => moderation.deleteMessage(moderator, id),
    overwrite: (overwrite: Overwrite, channelId?: string) => administration.overwrite(overwrite, channelId),
    setThread: (id: string, state: Partial<ThreadState>) => administration.setThread(id, state),
    deleteChannel: (id: string) => administration.deleteChannel(id),
    removeBot: () => administration.removeBot(),
    addBot: (permissions?: bigint) => administration.addBot(permissions),
    setBotPermissions: (permissions: bigint) => administration.setBotPermissions(permissions),
    auditLog: () => audit.list(),
  };
  return { control, rest, page, gateway, interactions };
}

/** @returns the port; @throws StandinError */
function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', (cause: NodeJS.ErrnoException) => {
    const isTaken = cause.code === 'EADDRINUSE';
    const what = isTaken ? 'it is taken; choose another port or end the program that uses it' : cause.message;
    const message = `Expected to listen on ${HOST} port ${port}, but ${what}.`;
    reject(new StandinError(cause.code ?? 'UNKNOWN', message, { cause }));
  });
  server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  return promise;
}

async function close(http: Server, { interactions, page, gateway }: Discord): Promise<void> {
  interactions.close();
  page.close();
  await gateway.close();
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeAllConnections();
  await closed;
}

export type { AuditEntry, ChannelOption, Overwrite, Person, RestFault, Situation, TrafficLog };
export { PERMISSION, StandinError };
