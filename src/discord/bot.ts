import {
  ApplicationIntegrationType,
  Client,
  DiscordAPIError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  OAuth2Routes,
  OAuth2Scopes,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import { SitrepError } from '../errors.ts';
import type { Channels } from '../pins/channels.ts';
import type { LivingPins } from '../pins/create-pins.ts';
import type { AwaitedShare } from '../pins/pin.ts';
import type { Sitrep } from '../sitrep.ts';
import { codesOf, type ShownAnswer } from '../views/custom-id.ts';
import { commandMention } from '../views/markdown.ts';
import type { PayloadChannel } from './actor.ts';
import type { Command, MessageCommand } from './command.ts';
import type { PostedWhere, Postings } from './deliver.ts';
import { describeError } from './describe-error.ts';
import { createDispatch } from './dispatch.ts';
import { createOwnerMarks } from './owner-mark.ts';
import { createPinChannels } from './pin-channels.ts';
import { followPinEvents, mayReadHistory } from './pin-events.ts';
import { registerCommands } from './register.ts';
import { repeat } from './repeat.ts';
import type { Audience } from './reply.ts';
import type { Services } from './services.ts';

export interface BotOptions {
  readonly token: string;
  /** Base address of a Discord-compatible API without version; `undefined` is Discord itself. */
  readonly apiUrl: string | undefined;
  /** Register commands to this server only. */
  readonly guildId: string | undefined;
  readonly commands: readonly Command[];
  readonly messageCommands: readonly MessageCommand[];
  /** The engine over the facts of the moment. */
  readonly sitrep: () => Sitrep;
  readonly answersTo: Audience;
  /** Makes the living pins over Discord's channels; absent where none are kept. */
  readonly openPins?: (channels: Channels) => LivingPins;
  readonly log: Logger;
}

export interface Bot {
  readonly applicationId: string;
  readonly userName: string;
  readonly servers: number;
  /** Rejects with a SitrepError when Discord ends the connection for good; otherwise stays pending until `stop`. */
  readonly ended: Promise<void>;
  /** Takes no new interactions, finishes those under way (at most `FINISH_MS`), and disconnects. */
  stop(): Promise<void>;
}

/** Time for interactions under way when the process ends; the whole end must fit into two seconds. */
const FINISH_MS = 1000;
/** Per attempt. discord.js would wait 15 s, five times the interaction's deadline. */
const REQUEST_TIMEOUT_MS = 5000;
/** Rate limits up to this are waited for. */
const RATE_LIMIT_WAIT_MAX_MS = 10_000;
/** How long requests at the start are repeated while Discord or the network fails. */
const START_PATIENCE_MS = 15_000;
/** After this long without a ready connection the log says what is being waited for. */
const STILL_WAITING_MS = 10_000;
/**
 * discord.js holds every interaction back until all servers are known, for 15 s where one is down. Answers need no
 * server's details, so this is only the time for them to arrive in the ordinary case.
 */
const GUILDS_WAIT_MS = 200;
/** How long the closing handshake may take before the socket is cut. */
const CLOSE_TIMEOUT_MS = 500;

/** Close codes after which Discord does not let a bot reconnect (events/gateway, "Gateway Close Event Codes"), and what to do. */
const FATAL_CLOSE = new Map<number, string>([
  [
    4004,
    'Discord does not accept the token. Check DISCORD_TOKEN; reset it in the developer portal under "Bot" if in doubt.',
  ],
  [4010, 'Discord refused the shard: this version of Sitrep runs as one. Update Sitrep.'],
  [
    4011,
    'Discord asks for sharding (the bot is in more than 2,500 servers), which this version of Sitrep does not do.',
  ],
  [4012, 'Discord refused the API version. Update Sitrep.'],
  [4013, 'Discord refused the intents as invalid. Update Sitrep.'],
  [
    4014,
    'Discord refused an intent as not allowed. Sitrep asks for Guilds only; check the application in the developer portal.',
  ],
]);

/**
 * Connects to Discord, or to what speaks like it, and answers from then on.
 *
 * @returns when the gateway is ready and the commands are registered
 * @throws SitrepError DISCORD_LOGIN when the token is refused, the address cannot be reached or the gateway ends the connection for good
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { log, token } = options;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    closeTimeout: CLOSE_TIMEOUT_MS,
    waitGuildTimeout: GUILDS_WAIT_MS,
    rest: {
      timeout: REQUEST_TIMEOUT_MS,
      // discord.js would repeat every request, also one that posts; what may be repeated is repeated by this bot.
      retries: 0,
      // A first response has a deadline of its own, and a daily limit comes as a rate limit of hours: waiting in silence helps nobody.
      rejectOnRateLimit: ({ route, retryAfter, timeToReset }) =>
        route.startsWith('/interactions') || Math.max(retryAfter, timeToReset) > RATE_LIMIT_WAIT_MAX_MS,
      ...(options.apiUrl === undefined ? {} : { api: options.apiUrl }),
    },
  });

  let stopping = false;
  let endFatally: (error: SitrepError) => void = () => undefined;
  const ended = new Promise<void>((_resolve, reject) => {
    endFatally = reject;
  });
  // Taken by whoever awaits it; until then it must not count as unhandled.
  ended.catch(() => undefined);

  client.on(Events.Error, (error) => log.error(describeError(error), 'discord client error'));
  logConnection(client, log, () => stopping);
  client.on(Events.ShardDisconnect, ({ code }) => {
    const advice = FATAL_CLOSE.get(code);
    if (stopping) return;
    // discord.js would stay "ready" without a connection for ever after such a code.
    if (advice !== undefined) endFatally(new SitrepError('DISCORD_FATAL', `${advice} (gateway close code ${code})`));
  });
  client.rest.on('rateLimited', ({ route, timeToReset }) => log.warn({ route, ms: timeToReset }, 'rate limited'));

  const pins = options.openPins?.(
    createPinChannels({
      rest: client.rest,
      self: () => ({ applicationId: client.application?.id ?? '', userId: client.user?.id ?? '' }),
      sitrep: options.sitrep,
      mayReadHistory: (channelId) => mayReadHistory(client, channelId),
      isIn: (guildId) => client.guilds.cache.has(guildId),
      now: () => performance.now(),
      log,
    }),
  );
  if (pins !== undefined) followPinEvents(client, pins);

  let ids: ReadonlyMap<string, string> = new Map();
  const lasting = {
    ownerMarks: createOwnerMarks(token),
    pins,
    answersTo: options.answersTo,
    mention: (name: string) => commandMention(name, ids.get(name.split(' ', 1)[0] ?? name)),
  };
  const servicesOver = (sitrep: Sitrep): Services => ({
    ...lasting,
    sitrep,
    codes: codesOf(sitrep.knowledge),
    asOfMs: Date.now(),
  });
  let latest = servicesOver(options.sitrep());
  const services = (): Services => {
    const sitrep = options.sitrep();
    if (sitrep !== latest.sitrep) latest = servicesOver(sitrep);
    return latest;
  };
  const dispatch = createDispatch({
    commands: options.commands,
    messageCommands: options.messageCommands,
    services,
    ...(pins === undefined ? {} : { postings: keptBy(pins, () => options.sitrep().knowledge.name) }),
    log,
  });
  // The payload describes the channel; discord.js hands on only channels that it has cached.
  const channels = new Map<string, PayloadChannel>();
  client.on(Events.Raw, ({ t, d }: { readonly t?: string; readonly d?: InteractionPayload }) => {
    if (t !== GatewayDispatchEvents.InteractionCreate || d?.id === undefined || d.channel === undefined) return;
    channels.set(d.id, d.channel);
    setTimeout(() => channels.delete(d.id ?? ''), REQUEST_TIMEOUT_MS).unref();
  });
  client.on(Events.InteractionCreate, (interaction) => {
    if (!stopping) void dispatch.handle(interaction, channels.get(interaction.id));
  });

  const stop = async () => {
    stopping = true;
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FINISH_MS);
    });
    pins?.stop();
    await Promise.race([Promise.all([dispatch.settled(), pins?.settled()]), enough]);
    clearTimeout(timer);
    await client.destroy();
  };

  const patiently = <T>(request: () => Promise<T>) =>
    repeat(request, {
      withinMs: START_PATIENCE_MS,
      now: () => performance.now(),
      onFailure: (error) => log.warn(describeError(error), 'Discord does not answer; asking again'),
    });
  const waiting = setTimeout(() => log.warn('still waiting for Discord to open the gateway'), STILL_WAITING_MS);
  try {
    client.rest.setToken(token);
    checkIsDiscord(await patiently(() => client.rest.get(Routes.gatewayBot())));
    const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
    await Promise.race([client.login(token).then(() => ready), ended]);
  } catch (error) {
    stopping = true;
    pins?.stop();
    await client.destroy();
    throw loginError(error, options.apiUrl);
  } finally {
    clearTimeout(waiting);
  }
  const { application, user } = client;
  if (application === null || user === null) throw new SitrepError('DISCORD_LOGIN', 'Discord sent no application id.');
  try {
    const definitions = [...options.commands, ...options.messageCommands].map((command) => command.definition);
    const registration = await patiently(() =>
      registerCommands(client.rest, application.id, options.guildId, definitions),
    );
    ids = registration.ids;
    log.info(
      { commands: definitions.length, changed: registration.changed },
      registration.changed ? 'commands registered' : 'commands unchanged',
    );
    if (registration.serversOnly)
      log.warn('the application is not set up for user installation; commands work in servers only');
  } catch (error) {
    // Commands registered earlier go on working, so the bot does too.
    log.error(
      describeError(error),
      options.guildId === undefined
        ? 'commands could not be registered; those registered earlier keep working'
        : 'commands could not be registered; is the bot in the server that DISCORD_GUILD_ID names?',
    );
  }
  return { applicationId: application.id, userName: user.username, servers: client.guilds.cache.size, ended, stop };
}

/** What is posted where others read it, kept so that corrections reach it. */
function keptBy(pins: LivingPins, situation: () => string): Postings {
  const record = ({ channelId, guildId }: PostedWhere, { facts, layout, version }: ShownAnswer): AwaitedShare => ({
    channelId,
    guildId,
    situation: situation(),
    atMs: Date.now(),
    facts: facts.map((fact) => ({ fact, struck: null })),
    changes: [],
    layout,
    version,
  });
  return {
    sending: (where, shows) => pins.awaitShare(record(where, shows)),
    sent: (where, shows) => pins.remember({ ...record(where, shows), messageId: where.messageId }),
    notSent: ({ layout }) => pins.forgetShare(layout),
    lost: () => pins.lookForShares(),
  };
}

/** The part of an interaction's payload that discord.js does not hand on. */
interface InteractionPayload {
  readonly id?: string;
  readonly channel?: PayloadChannel;
}

/** Says when the connection is lost and when it is back, once each, however often it is tried in between. */
function logConnection(client: Client, log: Logger, isStopping: () => boolean): void {
  let lost = false;
  let why: unknown;
  client.on(Events.ShardError, (error) => {
    if (!lost) log.warn(describeError(error), 'gateway connection error');
    why = error;
  });
  client.on(Events.ShardReconnecting, () => {
    if (isStopping() || lost) return;
    lost = true;
    log.warn(why === undefined ? {} : describeError(why), 'gateway connection lost; reconnecting until it is back');
  });
  const back = (how: object, message: string) => {
    if (lost) log.info(how, message);
    lost = false;
    why = undefined;
  };
  client.on(Events.ShardResume, (_shard, replayed) => {
    lost = true;
    back({ replayed }, 'gateway connection resumed');
  });
  client.on(Events.ShardReady, () => back({}, 'gateway connection back, in a new session'));
}

/** A proxy's page or another program's answer would fail later, and in words that help nobody. */
function checkIsDiscord(gateway: unknown): void {
  if (typeof gateway === 'object' && gateway !== null && 'url' in gateway && 'session_start_limit' in gateway) return;
  throw new Error('it does not answer as Discord does');
}

function loginError(error: unknown, apiUrl: string | undefined): SitrepError {
  if (error instanceof SitrepError) return error;
  const where = apiUrl ?? 'Discord';
  const options = { cause: error };
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (code === DiscordjsErrorCodes.TokenInvalid || (error instanceof DiscordAPIError && error.status === 401)) {
    const advice = FATAL_CLOSE.get(4004) ?? '';
    return new SitrepError('DISCORD_LOGIN', advice, options);
  }
  const fatal = [...FATAL_CLOSE].find(([closeCode]) => message.includes(FATAL_TEXTS.get(closeCode) ?? '\0'));
  if (fatal) return new SitrepError('DISCORD_FATAL', `${fatal[1]} (gateway close code ${fatal[0]})`, options);
  return new SitrepError(
    'DISCORD_LOGIN',
    `${where} could not be reached: ${message}. Check the network${apiUrl === undefined ? '' : ' and DISCORD_API_URL'}, then start again.`,
    options,
  );
}

/** What discord.js says when `login` fails by a fatal close; it gives no code. */
const FATAL_TEXTS = new Map<number, string>([
  [4004, 'Authentication failed'],
  [4010, 'Invalid shard'],
  [4011, 'Sharding is required'],
  [4012, 'Used an invalid API version'],
  [4013, 'Used invalid intents'],
  [4014, 'Used disallowed intents'],
]);

/**
 * What living pins take of a server. Answers need no permission of the bot, because interactions carry them; so a server that
 * takes some of these away loses no more than its pins.
 */
const PIN_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.PinMessages;

/** The link that adds the bot to a server, with the permissions that it asks for there. */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: String(PIN_PERMISSIONS),
    integration_type: String(ApplicationIntegrationType.GuildInstall),
  });
  return `${OAuth2Routes.authorizationURL}?${query}`;
}
