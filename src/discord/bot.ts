import { randomBytes } from 'node:crypto';
import { Client, Events, GatewayDispatchEvents, GatewayIntentBits, Options, Routes } from 'discord.js';
import type { Logger } from 'pino';
import type { Shards } from '../config.ts';
import { SitrepError } from '../errors.ts';
import type { Channels } from '../pins/channels.ts';
import type { PinsContext } from '../pins/context.ts';
import type { FactRecord } from '../pins/fact-record.ts';
import { ALONE, type JoinedHosts, shareOf } from '../pins/hosts.ts';
import type { LivingPins } from '../pins/living-pins.ts';
import { openQuestions } from '../pins/open-questions.ts';
import type { SharedAnswer } from '../pins/pin.ts';
import type { Store } from '../pins/store.ts';
import type { Situations } from '../situations.ts';
import type { Card } from '../views/card.ts';
import { commandMention } from '../views/markdown.ts';
import type { PayloadChannel } from './actor.ts';
import type { Command, MessageCommand } from './command.ts';
import { badToken, connect, fatalClose } from './connect.ts';
import { watchConnection } from './connection.ts';
import { createCurators } from './curators.ts';
import type { Postings } from './deliver.ts';
import { describeError } from './describe-error.ts';
import { createDispatch, type Dispatch, type OnHandled } from './dispatch.ts';
import { withFreshLook } from './fresh-look.ts';
import { type GatewayState, type GatewayWatch, identifyInTurn, watchGateway } from './gateway.ts';
import { createMessageAnswers } from './message-answers.ts';
import { createModeratorNotices } from './moderator-notices.ts';
import { createOwnerMarks } from './owner-mark.ts';
import { bodyOf, PinChannels } from './pin-channels.ts';
import { followPinEvents, mayReadHistory, serversOf } from './pin-events.ts';
import { followPlaces, placesOf } from './places.ts';
import { lastOwnMessage, type PlainMessage, readMessage } from './plain-message.ts';
import { createRecentAnswers, type RecentAnswers } from './recent-answers.ts';
import { registerCommands, removeFromOtherScopes } from './register.ts';
import { rememberLast } from './remember.ts';
import { retry } from './retry.ts';
import type { ServerSettings, SettingsAt } from './server-settings.ts';
import { followServers } from './servers.ts';
import { type AskedIn, createServicesAt } from './services.ts';
import { createTellSenders } from './tell-senders.ts';
import { createTokenCheck } from './token-check.ts';
import { createTransport } from './transport.ts';

export interface BotOptions {
  readonly token: string;
  /** Base address of a Discord-compatible API without version; `undefined` stands for Discord itself. */
  readonly apiUrl: string | undefined;
  /** Register commands to this server only. */
  readonly guildId: string | undefined;
  readonly commands: readonly Command[];
  readonly messageCommands: readonly MessageCommand[];
  readonly situations: Situations;
  readonly serverSettings: ServerSettings;
  /** The store for the data of servers and members; absent where nothing is stored. */
  readonly store?: Store;
  /** The interval between two searches for senders to notify; see `createTellSenders`. */
  readonly tellEveryMs?: number;
  /** How long a fact that a moderator has named waits before it is sent; see there. */
  readonly takeBackMs?: number;
  /** The record of the facts that were served before; absent where there is none. */
  readonly record?: FactRecord;
  /** Creates the living pins with access to Discord's channels; absent where pins are switched off. */
  readonly openPins?: (channels: Channels, around: PinsAround) => LivingPins;
  /** The shards of this process; by default all shards, as many as Discord recommends. */
  readonly shards?: Shards | undefined;
  /** The other processes of the same bot; none where absent. */
  readonly hosts?: JoinedHosts | undefined;
  /** The time limit for each half of the start (REST and gateway); `START_PATIENCE_MS` where absent. */
  readonly startPatienceMs?: number;
  readonly log: Logger;
  /** Called for each interaction and message that was handled. */
  readonly onHandled?: OnHandled;
  /** A monotonic clock in milliseconds; by default the process's own. */
  readonly now?: () => number;
}

/** What living pins need to know about their servers, and the events that they report. */
export interface PinsAround extends Pick<PinsContext, 'settingsAt'> {
  readonly onEvent: NonNullable<PinsContext['onEvent']>;
}

export interface Bot {
  readonly applicationId: string;
  readonly userName: string;
  readonly servers: number;
  readonly gateway: GatewayState;
  /** Posts a message that pings nobody. @throws the last error of Discord or the network, after some seconds of retries */
  post(channelId: string, card: Card): Promise<void>;
  /** Rejects with a SitrepError when Discord ends the connection for good; otherwise stays pending until `stop`. */
  readonly ended: Promise<void>;
  /** Takes no new interactions, finishes those in flight (within `FINISH_MS`), and disconnects. */
  stop(): Promise<void>;
}

/** Time for interactions in flight when the process ends; the whole shutdown must fit into two seconds. */
const FINISH_MS = 1000;
/** Time limit for each attempt. discord.js would wait 15 s, five times the interaction's deadline. */
const REQUEST_TIMEOUT_MS = 5000;
/** Discord's limit for a bot, over all processes and shards, without the answers to interactions. */
const GLOBAL_REQUESTS_PER_SECOND = 50;
/** The longest rate limit that a request waits for. */
const RATE_LIMIT_WAIT_MAX_MS = 10_000;
/** The time limit for each half of the start, REST and gateway. */
const START_PATIENCE_MS = 20_000;
/**
 * discord.js delays every interaction until it knows all servers, by 15 s where one of them is down. Answers do not need the
 * servers' details, so this wait only covers the ordinary case.
 */
const GUILDS_WAIT_MS = 200;
/** How long the bot retries to post a message that answers no interaction. */
const POST_PATIENCE_MS = 10_000;
/** How long the closing handshake may take before the socket is cut. */
const CLOSE_TIMEOUT_MS = 500;

/**
 * Connects to Discord, or to a compatible server, and answers from then on.
 *
 * @returns when the gateway is ready and the commands are registered
 * @throws SitrepError DISCORD_… when the token is refused, the address cannot be reached or the gateway ends the connection for good
 */
// Over 60 lines: the parts are started, and stopped again, in one order.
export async function startBot(options: BotOptions): Promise<Bot> {
  const { log, token, apiUrl, startPatienceMs: patienceMs = START_PATIENCE_MS } = options;
  const stopping = new AbortController();
  const { promise: ended, reject: endFatally } = Promise.withResolvers<void>();
  // Something awaits it later; until then its rejection must not count as unhandled.
  ended.catch(() => undefined);
  options.hosts?.ended.catch(endFatally);

  const gateway = watchGateway(log);
  const client: Client = createClient(options, gateway, () => {
    if (client.isReady() && !stopping.signal.aborted) checkToken();
  });
  const checkToken = createTokenCheck(client.rest, (error) => endFatally(badToken('HTTP 401', error)));
  client.on(Events.Error, (error) => log.error(describeError(error), 'discord client error'));
  client.on(Events.ShardDisconnect, ({ code }) => {
    const error = fatalClose(code);
    // After such a close code, discord.js would stay "ready" forever without a connection.
    if (error !== undefined && !stopping.signal.aborted) endFatally(error);
  });
  client.rest.on('rateLimited', ({ route, timeToReset }) => log.warn({ route, ms: timeToReset }, 'rate limited'));

  const pins = openPins(client, stopping.signal, options);
  followPlaces(client, options.serverSettings, (error) =>
    log.error(describeError(error), 'reading the settings of servers failed'),
  );
  const commandIds = new Map<string, string>();
  const answering = answerPeople(client, { options, pins, commandIds, signal: stopping.signal });
  const servers =
    options.store && followServers(client, { store: options.store, settings: options.serverSettings, log });

  const end = async () => {
    stopping.abort();
    gateway.stop();
    pins?.stop();
    servers?.stop();
    await client.destroy();
  };
  try {
    await connect(client, { token, apiUrl, patienceMs, gateway, ended, log });
  } catch (error) {
    await end();
    throw error;
  }
  if (!client.isReady()) {
    await end();
    throw new SitrepError('DISCORD_ADDRESS', 'Discord did not say who the bot is.');
  }
  const { application, user } = client;
  await register(client.rest, application.id, { options, commandIds, patienceMs });
  void servers?.reconcile();
  answering.tellSoon();
  void removeOldCommands(client, application.id, options, stopping.signal);

  return {
    applicationId: application.id,
    userName: user.username,
    servers: client.guilds.cache.size,
    gateway,
    post: (channelId, card) => postCard(client.rest, channelId, card),
    ended,
    async stop() {
      stopping.abort();
      pins?.stop();
      await within(FINISH_MS, Promise.all([answering.settled(), answering.stopTelling(), pins?.settled()]));
      await end();
    },
  };
}

function createClient(options: BotOptions, gateway: GatewayWatch, onUnauthorized: () => void): Client {
  const { apiUrl, shards, hosts, log } = options;
  return new Client({
    ...(shards === undefined ? { shards: 'auto' } : { shards: [...shards.ids], shardCount: shards.count }),
    // None of these intents is privileged. The events of direct messages are read as they come (`Events.Raw`), so no partial is needed.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      // discord.js would cache every message that it receives, with its author. The bot needs only its own roles.
      MessageManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: ({ id, client }) => id === client.user?.id },
      GuildMemberManager: { maxSize: 0, keepOverLimit: ({ id, client }) => id === client.user?.id },
    }),
    allowedMentions: { parse: [] },
    closeTimeout: CLOSE_TIMEOUT_MS,
    waitGuildTimeout: GUILDS_WAIT_MS,
    ws: {
      buildStrategy: gateway.buildStrategy,
      ...(hosts && {
        buildIdentifyThrottler: identifyInTurn((bucket, signal) => hosts.turnToIdentify(bucket, signal), log),
      }),
    },
    rest: {
      timeout: REQUEST_TIMEOUT_MS,
      // discord.js would retry every request, including one that posts; the bot itself retries only requests that may arrive
      // twice.
      retries: 0,
      makeRequest: createTransport({ onUnauthorized, apiUrl }),
      globalRequestsPerSecond: Math.max(1, Math.floor(GLOBAL_REQUESTS_PER_SECOND * shareOf(shards))),
      // A first response has its own deadline, and a daily limit looks like a rate limit of hours, so waiting silently helps
      // nobody.
      rejectOnRateLimit: ({ route, retryAfter, timeToReset }) =>
        route.startsWith('/interactions') || Math.max(retryAfter, timeToReset) > RATE_LIMIT_WAIT_MAX_MS,
      ...(apiUrl === undefined ? {} : { api: apiUrl }),
    },
  });
}

function openPins(client: Client, signal: AbortSignal, options: BotOptions): LivingPins | undefined {
  const { openPins, situations, serverSettings, hosts, log } = options;
  const servers = serversOf(client);
  const channels = new PinChannels({
    rest: client.rest,
    self: () => ({ applicationId: client.application?.id ?? '', userId: client.user?.id ?? '' }),
    situations,
    mayReadHistory: (channelId) => mayReadHistory(client, channelId),
    hasCuratorsBox: (guildId) => isBoxOn(options, guildId),
    isIn: (guildId) => servers.has(guildId),
    log,
  });
  const settingsAt: SettingsAt = (guildId, channelId, parentId) => {
    const places = placesOf(client, { guildId, channelId, parentId });
    return serverSettings.at(
      guildId,
      places.map(({ id }) => id),
    );
  };
  const notices = createModeratorNotices({ rest: client.rest, settingsAt, log });
  signal.addEventListener('abort', notices.stop);
  const pins = openPins?.(withFreshLook(channels), {
    settingsAt: ({ guildId, channelId }) => settingsAt(guildId, channelId),
    onEvent: notices.pinEvent,
  });
  if (pins !== undefined) followPinEvents(client, pins, hosts);
  return pins;
}

const isBoxOn = ({ store, serverSettings }: BotOptions, guildId: string | null): boolean =>
  store !== undefined && serverSettings.at(guildId, []).curatorsBox === 'on';

interface AnsweringParts {
  readonly options: BotOptions;
  readonly pins: LivingPins | undefined;
  /** Command name → id, filled once the commands are registered. */
  readonly commandIds: ReadonlyMap<string, string>;
  /** Aborts when the bot takes no further interactions or messages. */
  readonly signal: AbortSignal;
}

/** Events that are read raw, because discord.js does not pass on messages or an interaction's channel. */
type RawEvent =
  | { readonly t: GatewayDispatchEvents.InteractionCreate; readonly d: InteractionPayload }
  | { readonly t: GatewayDispatchEvents.MessageCreate; readonly d: PlainMessage }
  | { readonly t: GatewayDispatchEvents.MessageDelete; readonly d: { readonly id: string } };
interface InteractionPayload {
  readonly id: string;
  readonly channel?: PayloadChannel;
}

/** A person's direct messages; no channel's settings apply there. */
const DIRECT = { guildId: null, channelId: '' } as const;

/** Answers every interaction, and every message that concerns Sitrep, from the facts of that moment. */
// Over 60 lines: it joins the parts that answer, and decides nothing.
function answerPeople(
  client: Client,
  { options, pins, commandIds, signal }: AnsweringParts,
): Pick<Dispatch, 'settled'> & { tellSoon(): void; stopTelling(): Promise<void> } {
  const { store, situations, serverSettings, commands, messageCommands, record, hosts = ALONE } = options;
  const { log, now, onHandled } = options;
  const recent = createRecentAnswers(Date.now);
  const ownerMarks = createOwnerMarks(options.token);
  const tellSenders =
    store &&
    createTellSenders({
      rest: client.rest,
      inbox: store.inbox,
      situations,
      log,
      // Several processes may use one store, but a sender must be told only once.
      servicesOf: (name) => (hosts.takesCareOf(null, name) ? servicesAt(DIRECT, name) : undefined),
      ...(options.tellEveryMs === undefined ? {} : { everyMs: options.tellEveryMs }),
      ...(options.takeBackMs === undefined ? {} : { takeBackMs: options.takeBackMs }),
    });
  const tellSoon = () => void tellSenders?.soon();
  const isOn = (guildId: string | null) => isBoxOn(options, guildId);
  const botId = () => client.user?.id ?? '';
  const servicesAt = createServicesAt({
    situations,
    record,
    connection: watchConnection(client, Date.now),
    ownerMarks,
    pins: pins?.requests,
    curators: store && createCurators({ store, isOn, ownerMarks, tellSoon, now: now ?? (() => performance.now()) }),
    serverSettings,
    placesOf: (where: AskedIn) => placesOf(client, where),
    mention: (name: string) => commandMention(name, commandIds.get(name.split(' ', 1)[0] ?? name)),
    botId,
    readMessage: (channelId: string, messageId: string) => readMessage(client.rest, channelId, messageId),
    lastOwnMessage: (message: PlainMessage) => lastOwnMessage(client.rest, message, botId()),
  });
  const common = {
    servicesAt,
    ...(pins === undefined ? {} : { postings: recordedBy(pins, recent, situations) }),
    log,
    ...(onHandled === undefined ? {} : { onHandled }),
    ...(now === undefined ? {} : { now }),
  };
  const dispatch = createDispatch({ commands, messageCommands, ...common });
  const messages = createMessageAnswers({ rest: client.rest, ...common });
  // The payload describes the channel; discord.js passes on only channels that it has cached.
  const channels = new Map<string, PayloadChannel>();
  client.on(Events.Raw, ({ t, d }: RawEvent) => {
    if (t === GatewayDispatchEvents.InteractionCreate && d.channel !== undefined)
      rememberLast(channels, d.id, d.channel);
    if (t === GatewayDispatchEvents.MessageCreate && !signal.aborted) void messages.handle(d);
    if (t === GatewayDispatchEvents.MessageDelete) recent.deleted(d.id);
  });
  client.on(Events.InteractionCreate, (interaction) => {
    if (!signal.aborted) void dispatch.handle(interaction, channels.get(interaction.id));
  });
  return {
    settled: async () => void (await Promise.all([dispatch.settled(), messages.settled()])),
    tellSoon,
    stopTelling: async () => tellSenders?.stop(),
  };
}

interface RegisterParts {
  readonly options: BotOptions;
  readonly commandIds: Map<string, string>;
  readonly patienceMs: number;
}

/** Registers the commands. Never rejects: commands that were registered earlier continue to work, so the bot continues as well. */
async function register(
  rest: Client['rest'],
  applicationId: string,
  { options, commandIds, patienceMs }: RegisterParts,
): Promise<void> {
  const { guildId, hosts = ALONE, log } = options;
  const definitions = [...options.commands, ...options.messageCommands].map((command) => command.definition);
  const attempt = () =>
    retry(() => registerCommands(rest, applicationId, guildId, definitions), {
      withinMs: patienceMs,
      onFailure: (error) => log.warn(describeError(error), 'command registration failed, trying again'),
    });
  try {
    // Processes take turns: the first one registers the commands, and the others find them registered.
    const { changed, ids, serversOnly } = await hosts.exclusive('commands', attempt);
    for (const [name, id] of ids) commandIds.set(name, id);
    log.info({ commands: definitions.length, changed }, changed ? 'commands registered' : 'commands unchanged');
    if (serversOnly) log.warn('the application does not allow user installation; commands work in servers only');
  } catch (error) {
    log.error(
      describeError(error),
      guildId === undefined
        ? 'command registration failed; commands registered earlier keep working'
        : 'command registration failed; is the bot in the server that DISCORD_GUILD_ID names?',
    );
  }
}

/** The same nonce within minutes gives the same message, so the request may arrive twice. */
async function postCard(rest: Client['rest'], channelId: string, card: Card): Promise<void> {
  const nonce = randomBytes(12).toString('hex');
  const body = { ...bodyOf(card), nonce, enforce_nonce: true };
  await retry(() => rest.post(Routes.channelMessages(channelId), { body }), { withinMs: POST_PATIENCE_MS });
}

/** Removes commands that an earlier DISCORD_GUILD_ID left behind. Never rejects: where it fails, the next start tries again. */
async function removeOldCommands(
  client: Client,
  applicationId: string,
  { guildId, log }: BotOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    await removeFromOtherScopes(client.rest, applicationId, {
      guildId,
      guilds: [...client.guilds.cache.keys()],
      signal,
      onRemoved: (scope) =>
        log.warn({ server: scope ?? 'all' }, 'commands removed where an earlier DISCORD_GUILD_ID had registered them'),
    });
  } catch (error) {
    if (!signal.aborted) log.warn(describeError(error), 'removal of old commands failed; the next start tries again');
  }
}

/** Waits until the work is done, at most for this long. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}

/** Records each answer in a channel, so that it is posted only once and can be corrected later. */
function recordedBy({ shares }: LivingPins, recent: RecentAnswers, situations: Situations): Postings {
  return {
    deleted: recent.deleted,
    async begin(where, shows, pressed) {
      const { channelId, guildId, situation } = where;
      const { facts, layout, questions, version } = shows;
      const before = facts.length === 0 ? undefined : recent.find(where, shows);
      const [id = layout] = layout.split(' ', 1);
      const served = (situation === undefined ? undefined : situations.get(situation)) ?? situations.byDefault();
      const share: SharedAnswer = {
        id,
        state: 'sharing',
        pressed,
        messageId: null,
        channelId,
        guildId,
        situation: served.knowledge.name,
        atMs: Date.now(),
        facts: facts.map((fact) => ({ fact, struck: null })),
        changes: [],
        layout,
        version,
        questions: openQuestions(questions, served),
      };
      return {
        claim: before ?? (await shares.claim(share)),
        posted(messageId) {
          recent.posted(where, shows, messageId);
          return shares.posted(share, messageId);
        },
        notPosted: () => shares.notPosted(share),
        unconfirmed: () => shares.unconfirmed(),
      };
    },
  };
}
