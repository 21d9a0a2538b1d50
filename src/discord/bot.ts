import { randomBytes } from 'node:crypto';
import { Client, Events, GatewayDispatchEvents, GatewayIntentBits, Options, Routes } from 'discord.js';
import type { Logger } from 'pino';
import { SitrepError } from '../errors.ts';
import type { Channels } from '../pins/channels.ts';
import type { LivingPins } from '../pins/living-pins.ts';
import type { SharedAnswer } from '../pins/pin.ts';
import type { Store } from '../pins/store.ts';
import type { Situations } from '../situations.ts';
import type { Card } from '../views/card.ts';
import { commandMention } from '../views/markdown.ts';
import type { PayloadChannel } from './actor.ts';
import type { Command, MessageCommand } from './command.ts';
import { badToken, connect, fatalClose } from './connect.ts';
import { createCurators } from './curators.ts';
import type { Postings } from './deliver.ts';
import { describeError } from './describe-error.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { withFreshLook } from './fresh-look.ts';
import { type GatewayWatch, watchGateway } from './gateway.ts';
import { createMessageAnswers } from './message-answers.ts';
import { createOwnerMarks } from './owner-mark.ts';
import { bodyOf, PinChannels } from './pin-channels.ts';
import { followPinEvents, mayReadHistory } from './pin-events.ts';
import { type PlainMessage, readMessage } from './plain-message.ts';
import { registerCommands, removeFromOtherScopes } from './register.ts';
import { rememberLast } from './remember.ts';
import type { Audience } from './reply.ts';
import { retry } from './retry.ts';
import { followServers } from './servers.ts';
import { createServicesAt } from './services.ts';
import { createTellSenders } from './tell-senders.ts';
import { createTokenCheck } from './token-check.ts';
import { createTransport } from './transport.ts';

export interface BotOptions {
  readonly token: string;
  /** Base address of a Discord-compatible API without version; `undefined` is Discord itself. */
  readonly apiUrl: string | undefined;
  /** Register commands to this server only. */
  readonly guildId: string | undefined;
  readonly commands: readonly Command[];
  readonly messageCommands: readonly MessageCommand[];
  readonly situations: Situations;
  readonly answersTo: Audience;
  /** What is kept of servers and members; absent where nothing is. */
  readonly store?: Store;
  /**
   * Whether members may send questions and reports to the curators from a server; `null`: from outside the servers that Sitrep
   * was added to. It is read at each answer and each press. Everywhere where absent.
   */
  readonly curatorsBox?: (guildId: string | null) => boolean;
  /** How often it is looked whether a sender can be told; see `createTellSenders`. */
  readonly tellEveryMs?: number;
  /** Makes the living pins over Discord's channels; absent where none are kept. */
  readonly openPins?: (channels: Channels) => LivingPins;
  /** How long each half of the start, REST and gateway, is tried; `START_PATIENCE_MS` where absent. */
  readonly startPatienceMs?: number;
  readonly log: Logger;
  /** Milliseconds, monotonic; the process's own clock where absent. */
  readonly now?: () => number;
}

export interface Bot {
  readonly applicationId: string;
  readonly userName: string;
  readonly servers: number;
  /** Posts a message that pings nobody. @throws what Discord or the network answered last, after some seconds of retries */
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
/** The longest rate limit that a request waits for. */
const RATE_LIMIT_WAIT_MAX_MS = 10_000;
/** Time for each half of the start, REST and gateway. */
const START_PATIENCE_MS = 20_000;
/** After this long without a ready connection, the log says what the bot is waiting for. */
const STILL_WAITING_MS = 10_000;
/**
 * discord.js holds every interaction back until all servers are known, for 15 s where one is down. Answers do not need the
 * servers' details, so this wait only covers the ordinary case.
 */
const GUILDS_WAIT_MS = 200;
/** How long a message of the bot's own is tried. */
const POST_PATIENCE_MS = 10_000;
/** How long the closing handshake may take before the socket is cut. */
const CLOSE_TIMEOUT_MS = 500;

/**
 * Connects to Discord, or to a server that speaks like it, and answers from then on.
 *
 * @returns when the gateway is ready and the commands are registered
 * @throws SitrepError DISCORD_… when the token is refused, the address cannot be reached or the gateway ends the connection for good
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { log, token, apiUrl, startPatienceMs: patienceMs = START_PATIENCE_MS } = options;
  const stopping = new AbortController();
  const { promise: ended, reject: endFatally } = Promise.withResolvers<void>();
  // Its rejection must not count as unhandled before somebody awaits it.
  ended.catch(() => undefined);

  const gateway = watchGateway(log);
  const client: Client = createClient(apiUrl, gateway, () => {
    if (client.isReady() && !stopping.signal.aborted) checkToken();
  });
  const checkToken = createTokenCheck(client.rest, (error) => endFatally(badToken('HTTP 401', error)));
  client.on(Events.Error, (error) => log.error(describeError(error), 'discord client error'));
  client.on(Events.ShardDisconnect, ({ code }) => {
    const error = fatalClose(code);
    // After such a code discord.js would stay "ready" forever without a connection.
    if (error !== undefined && !stopping.signal.aborted) endFatally(error);
  });
  client.rest.on('rateLimited', ({ route, timeToReset }) => log.warn({ route, ms: timeToReset }, 'rate limited'));

  const pins = openPins(client, options);
  const commandIds = new Map<string, string>();
  const answering = answerPeople(client, { options, pins, commandIds, signal: stopping.signal });
  const servers = options.store && followServers(client, options.store, log);

  const end = async () => {
    stopping.abort();
    gateway.stop();
    pins?.stop();
    servers?.stop();
    await client.destroy();
  };
  const waiting = setTimeout(() => log.warn('still waiting for the gateway'), STILL_WAITING_MS);
  try {
    await connect(client, { token, apiUrl, patienceMs, gateway, ended, log });
  } catch (error) {
    await end();
    throw error;
  } finally {
    clearTimeout(waiting);
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

function createClient(apiUrl: string | undefined, gateway: GatewayWatch, onUnauthorized: () => void): Client {
  return new Client({
    // None of them is privileged. The events of direct messages are read as they come (`Events.Raw`), so no partial is needed.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      // discord.js would keep every message that it hears of, and who wrote it. Only the bot's own roles are needed.
      MessageManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: ({ id, client }) => id === client.user?.id },
      GuildMemberManager: { maxSize: 0, keepOverLimit: ({ id, client }) => id === client.user?.id },
    }),
    allowedMentions: { parse: [] },
    closeTimeout: CLOSE_TIMEOUT_MS,
    waitGuildTimeout: GUILDS_WAIT_MS,
    ws: { buildStrategy: gateway.buildStrategy },
    rest: {
      timeout: REQUEST_TIMEOUT_MS,
      // discord.js would retry every request, including one that posts; the bot itself retries only requests that may arrive
      // twice.
      retries: 0,
      makeRequest: createTransport({ onUnauthorized }),
      // A first response has its own deadline, and a daily limit looks like a rate limit of hours, so waiting silently helps
      // nobody.
      rejectOnRateLimit: ({ route, retryAfter, timeToReset }) =>
        route.startsWith('/interactions') || Math.max(retryAfter, timeToReset) > RATE_LIMIT_WAIT_MAX_MS,
      ...(apiUrl === undefined ? {} : { api: apiUrl }),
    },
  });
}

function openPins(client: Client, options: BotOptions): LivingPins | undefined {
  const { openPins, situations, log } = options;
  const channels = new PinChannels({
    rest: client.rest,
    self: () => ({ applicationId: client.application?.id ?? '', userId: client.user?.id ?? '' }),
    situations,
    mayReadHistory: (channelId) => mayReadHistory(client, channelId),
    hasCuratorsBox: (guildId) => isBoxOn(options, guildId),
    isIn: (guildId) => client.guilds.cache.has(guildId),
    log,
  });
  const pins = openPins?.(withFreshLook(channels));
  if (pins !== undefined) followPinEvents(client, pins);
  return pins;
}

const isBoxOn = ({ store, curatorsBox }: BotOptions, guildId: string | null): boolean =>
  store !== undefined && (curatorsBox?.(guildId) ?? true);

interface AnsweringParts {
  readonly options: BotOptions;
  readonly pins: LivingPins | undefined;
  /** Command name → id, filled once the commands are registered. */
  readonly commandIds: ReadonlyMap<string, string>;
  /** Aborts when the bot takes no further interactions or messages. */
  readonly signal: AbortSignal;
}

/** Events that are read raw, because discord.js does not hand on messages or an interaction's channel. */
type RawEvent =
  | { readonly t: GatewayDispatchEvents.InteractionCreate; readonly d: InteractionPayload }
  | { readonly t: GatewayDispatchEvents.MessageCreate; readonly d: PlainMessage };
interface InteractionPayload {
  readonly id: string;
  readonly channel?: PayloadChannel;
}

/** A person's direct messages, which no channel's settings concern. */
const DIRECT = { guildId: null, channelId: '' } as const;

/** Answers every interaction, and every message that concerns Sitrep, from the facts of that moment. */
function answerPeople(
  client: Client,
  { options, pins, commandIds, signal }: AnsweringParts,
): Pick<Dispatch, 'settled'> & { tellSoon(): void; stopTelling(): Promise<void> } {
  const { store, situations, answersTo, commands, messageCommands, log, now } = options;
  const ownerMarks = createOwnerMarks(options.token);
  const tellSenders =
    store &&
    createTellSenders({
      ...{
        rest: client.rest,
        inbox: store.inbox,
        situations,
        servicesOf: (name: string) => servicesAt(DIRECT, name),
        log,
      },
      ...(options.tellEveryMs === undefined ? {} : { everyMs: options.tellEveryMs }),
    });
  const tellSoon = () => void tellSenders?.soon();
  const isOn = (guildId: string | null) => isBoxOn(options, guildId);
  const servicesAt = createServicesAt({
    situations,
    ownerMarks,
    pins: pins?.requests,
    curators: store && createCurators({ store, isOn, ownerMarks, tellSoon, now: now ?? (() => performance.now()) }),
    answersTo,
    mention: (name: string) => commandMention(name, commandIds.get(name.split(' ', 1)[0] ?? name)),
    botId: () => client.user?.id ?? '',
    readMessage: (channelId: string, messageId: string) => readMessage(client.rest, channelId, messageId),
  });
  const common = {
    servicesAt,
    ...(pins === undefined ? {} : { postings: recordedBy(pins, situations.defaultName) }),
    log,
    ...(now === undefined ? {} : { now }),
  };
  const dispatch = createDispatch({ commands, messageCommands, ...common });
  const messages = createMessageAnswers({ rest: client.rest, ...common });
  // The payload describes the channel; discord.js hands on only channels that it has cached.
  const channels = new Map<string, PayloadChannel>();
  client.on(Events.Raw, ({ t, d }: RawEvent) => {
    if (t === GatewayDispatchEvents.InteractionCreate && d.channel !== undefined)
      rememberLast(channels, d.id, d.channel);
    if (t === GatewayDispatchEvents.MessageCreate && !signal.aborted) void messages.handle(d);
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

/** Registers the commands. Never rejects: commands that were registered earlier go on working, so the bot does too. */
async function register(
  rest: Client['rest'],
  applicationId: string,
  { options, commandIds, patienceMs }: RegisterParts,
): Promise<void> {
  const { guildId, log } = options;
  const definitions = [...options.commands, ...options.messageCommands].map((command) => command.definition);
  try {
    const { changed, ids, serversOnly } = await retry(
      () => registerCommands(rest, applicationId, guildId, definitions),
      {
        withinMs: patienceMs,
        onFailure: (error) => log.warn(describeError(error), 'command registration failed, trying again'),
      },
    );
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

/** Removes commands that an earlier DISCORD_GUILD_ID left behind. Never rejects; the next start tries again. */
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

/** Records each answer that others read, so that it is posted once and corrections reach it. */
function recordedBy({ shares }: LivingPins, defaultName: string): Postings {
  return {
    async begin({ channelId, guildId, situation = defaultName }, { facts, layout, version }, pressed) {
      const [id = layout] = layout.split(' ', 1);
      const share: SharedAnswer = {
        ...{ id, state: 'sharing', pressed, messageId: null, channelId, guildId, situation },
        ...{ atMs: Date.now(), facts: facts.map((fact) => ({ fact, struck: null })), changes: [], layout, version },
      };
      return {
        claim: await shares.claim(share),
        posted: (messageId) => shares.posted(share, messageId),
        notPosted: () => shares.notPosted(share),
        unconfirmed: () => shares.unconfirmed(),
      };
    },
  };
}
