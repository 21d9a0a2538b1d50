import { createServer as createHttpServer } from 'node:http';
import { createActions } from './actions.ts';
import { type AuditEntry, createAuditLog } from './audit-log.ts';
import { createChannelAccess } from './channel-access.ts';
import { channelRoutes } from './channel-routes.ts';
import type { ChannelOption } from './channels.ts';
import { createCommands } from './commands.ts';
import { createGateway, type GatewayFaults } from './gateway.ts';
import { INTENT } from './intents.ts';
import { interactionPayload } from './interaction-payload.ts';
import { createInteractions } from './interactions.ts';
import { HOST, isOurHost, isOurOrigin, listen, StandinError } from './loopback.ts';
import { tellBot, tellBotOfPins } from './message-events.ts';
import { createMessages } from './messages.ts';
import { createModeration } from './moderation.ts';
import { createNonces, NONCE_MEMORY_MS } from './nonces.ts';
import { createPageDoor } from './page-api.ts';
import type { Situation } from './page-state.ts';
import { type Overwrite, PERMISSION } from './permissions.ts';
import { createPerson, type Person } from './person.ts';
import { pinRoutes } from './pin-routes.ts';
import { createPins } from './pins.ts';
import { createRateLimits } from './rate-limits.ts';
import { createRest } from './rest.ts';
import { createRestFaults, type RestFault } from './rest-faults.ts';
import { restRoutes } from './rest-routes.ts';
import { createServer, type Server } from './server.ts';
import { createSnowflakes } from './snowflake.ts';
import { createTraffic, type TrafficLog } from './traffic.ts';
import { createWorld, IDS, type PersonName } from './world.ts';

export interface StandinOptions {
  /** 0 (and absent) takes any free port. */
  readonly port?: number;
  /** Channels of the server beside "situation". */
  readonly channels?: readonly ChannelOption[];
  readonly log?: (line: string) => void;
  /** How long the bot has for its first answer; Discord gives 3,000. */
  readonly deadlineMs?: number;
  /** How long an interaction's token lives; Discord gives 900,000. */
  readonly tokenLifeMs?: number;
  /** Discord asks for about 41,250. */
  readonly heartbeatIntervalMs?: number;
  /** Time that must lie between two identifies: Discord has 5,000. Absent: none, so that a bot can be restarted at once. */
  readonly identifyIntervalMs?: number;
  /** Permissions of the bot's role, on top of @everyone's; none where absent. */
  readonly botPermissions?: bigint;
  /** Most pins in a channel; Discord has 250. */
  readonly pinLimit?: number;
  /** How long a message is known by its nonce; Discord documents "a few minutes". */
  readonly nonceMemoryMs?: number;
  /** How many traffic entries are kept; 1,000 where absent. */
  readonly trafficLimit?: number;
  /** What the page offers to type first, asked anew each time it is opened. */
  readonly examples?: () => readonly string[];
  /** The situation that the bot answers questions about, as the page says it; asked anew each time the page is opened. */
  readonly situation?: () => Situation;
  readonly now?: () => number;
}

export interface Faults {
  /** @returns a function that takes the fault away again */
  rest(fault: RestFault): () => void;
  /** REST answers 503 until the returned function is called. */
  outage(): () => void;
  readonly gateway: GatewayFaults;
  clear(): void;
}

/** A small Discord on this machine. */
export interface Standin extends Server {
  /** The page. */
  readonly url: string;
  /** For `DISCORD_API_URL`. */
  readonly apiUrl: string;
  /** The one bot token that it accepts. */
  readonly token: string;
  readonly ids: {
    readonly guild: string;
    readonly channel: string;
    readonly application: string;
    readonly bot: string;
    readonly member: string;
    readonly secondMember: string;
    readonly moderator: string;
  };
  readonly traffic: TrafficLog;
  readonly faults: Faults;
  /** Someone to act as. */
  person(who: PersonName): Person;
  /** The id of a channel by its name. @throws StandinError */
  channel(name: string): string;
  /** Pins a message by hand, as the moderator. */
  pin(messageId: string): void;
  /** Takes a pin away by hand, as the moderator. */
  unpin(messageId: string): void;
  /** Deletes a message by hand, as the moderator. */
  deleteMessage(messageId: string): void;
  /** The server's audit log, oldest first. */
  auditLog(): readonly AuditEntry[];
  /** Ends everything within a second. Safe to call twice. */
  close(): Promise<void>;
}

const TOKEN = 'stand-in-token-of-no-worth';
const GATEWAY_PATH = '/gateway';

/**
 * Starts the stand-in.
 *
 * @throws StandinError with code EADDRINUSE and the port in its message
 */
export async function startStandin(options: StandinOptions = {}): Promise<Standin> {
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => undefined);
  const deadlineMs = options.deadlineMs ?? 3_000;
  let port = options.port ?? 0;
  const gatewayUrl = () => `ws://${HOST}:${port}${GATEWAY_PATH}`;

  const newId = createSnowflakes(now);
  const world = createWorld({ botPermissions: options.botPermissions ?? 0n, channels: options.channels ?? [] });
  const messages = createMessages(world, newId, now);
  const commands = createCommands(newId, now);
  const interactions = createInteractions(
    world,
    messages,
    { deadlineMs, tokenLifeMs: options.tokenLifeMs ?? 900_000 },
    newId,
    now,
  );
  const traffic = createTraffic(options.trafficLimit ?? 1_000);
  const gateway = createGateway(
    world,
    {
      token: TOKEN,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
      identifyIntervalMs: options.identifyIntervalMs ?? 0,
      resumeUrl: gatewayUrl,
    },
    traffic,
    now,
  );
  /** Of the server, a bot hears only while it is in it. */
  const dispatch = (event: string, data: unknown, intent: number) => {
    if (world.hasBot() || intent === INTENT.directMessages) gateway.dispatch(event, data, intent);
  };
  const server = createServer({ world, messages, dispatch });
  messages.changes.on((change) => tellBot(change, world, messages, dispatch));
  const audit = createAuditLog(newId, now);
  const pins = createPins({ world, messages, audit, limit: options.pinLimit ?? 250, now });
  pins.changes.on((change) => tellBotOfPins(change, pins, dispatch));
  const moderation = createModeration({ world, messages, pins, audit });

  const actions = createActions({
    world,
    messages,
    pins,
    moderation,
    commands,
    interactions,
    isOnline: gateway.isOnline,
    examples: options.examples ?? (() => []),
    situation: options.situation ?? (() => null),
    dispatch: (started, ids) =>
      gateway.dispatch('INTERACTION_CREATE', interactionPayload(world, messages, started, ids), 0),
  });
  const restFaults = createRestFaults();
  const access = createChannelAccess(world, messages);
  const nonces = createNonces(options.nonceMemoryMs ?? NONCE_MEMORY_MS, now);
  const rest = createRest(
    [
      ...restRoutes({ world, commands, interactions, gateway, gatewayUrl }),
      ...channelRoutes({
        world,
        messages,
        nonces,
        audit,
        access,
        wakeThread: (id) => server.setThread(id, { archived: false }),
      }),
      ...pinRoutes(world, messages, pins, access),
    ],
    createRateLimits(now),
    restFaults,
    traffic,
    { token: TOKEN, log },
    now,
  );
  const page = createPageDoor({ world, actions, commands, messages, pins, interactions, gateway, log });

  const http = createHttpServer((request, response) => {
    if (!isOurHost(request, port)) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`This server answers only to ${HOST}:${port} and localhost:${port}.\n`);
      return;
    }
    const isApi = /^\/api(\/|$|\?)/.test(request.url ?? '');
    void (isApi ? rest(request, response) : page.answer(request, response));
  });
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '').split('?')[0];
    if (isOurHost(request, port) && isOurOrigin(request) && (path === GATEWAY_PATH || path === `${GATEWAY_PATH}/`)) {
      gateway.upgrade(request, socket, head);
    } else {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    }
  });
  port = await listen(http, port);

  let closing: Promise<void> | undefined;
  const personParts = { actions, interactions, messages, quietMs: deadlineMs };
  return {
    url: `http://${HOST}:${port}/`,
    apiUrl: `http://${HOST}:${port}/api`,
    token: TOKEN,
    ids: {
      guild: IDS.guild,
      channel: IDS.channel,
      application: IDS.application,
      bot: IDS.bot,
      member: IDS.member,
      secondMember: IDS.secondMember,
      moderator: IDS.moderator,
    },
    traffic,
    faults: {
      rest: restFaults.add,
      outage: () => restFaults.add({ status: 503, times: Infinity }),
      gateway: gateway.faults,
      clear: restFaults.clear,
    },
    person: (who) => createPerson(personParts, IDS[who]),
    channel(name) {
      const found = world.channels.named(name);
      if (found !== undefined) return found.id;
      throw new StandinError('NO_SUCH_CHANNEL', `Expected the name of a channel of the server, got "${name}".`);
    },
    ...server,
    pin: (id) => moderation.pin(IDS.moderator, id),
    unpin: (id) => moderation.unpin(IDS.moderator, id),
    deleteMessage: (id) => moderation.deleteMessage(IDS.moderator, id),
    auditLog: audit.list,
    close() {
      closing ??= (async () => {
        interactions.close();
        page.close();
        await gateway.close();
        const closed = new Promise<void>((resolve) => http.close(() => resolve()));
        http.closeAllConnections();
        await closed;
      })();
      return closing;
    },
  };
}

export type { AuditEntry, ChannelOption, Overwrite, Person, RestFault, TrafficLog };
export { PERMISSION, StandinError };
