import {
  type APIApplication,
  type APIApplicationInstallParams,
  type APIUser,
  ApplicationFlagsBitField,
  ApplicationIntegrationType,
  DefaultRestOptions,
  OAuth2Scopes,
  REST,
  Routes,
} from 'discord.js';
import { WebSocket } from 'ws';
import type { Finding } from '../model/finding.ts';
import { may } from './actor.ts';
import type { Command, MessageCommand } from './command.ts';
import { askForGateway, startError } from './connect.ts';
import { examineServers, type GuildSummary, listServers, SERVERS_MAX } from './examine-servers.ts';
import { PIN_PERMISSIONS } from './invite-link.ts';
import { PERMISSION_NAMES } from './pin-rights.ts';
import { inspectCommands, isMissingAccess } from './register.ts';
import { createTransport } from './transport.ts';

export interface ExamineOptions {
  readonly token: string;
  /** `undefined` stands for Discord itself. */
  readonly apiUrl: string | undefined;
  /** The server that the commands are registered to; `undefined` where they are registered everywhere. */
  readonly guildId: string | undefined;
  readonly definitions: readonly (Command | MessageCommand)['definition'][];
  /** If set, only the permissions of this server are read. */
  readonly server: string | undefined;
  /** Sends a request; by default discord.js does. */
  readonly makeRequest?: typeof DefaultRestOptions.makeRequest;
  readonly now?: () => number;
}

const REQUEST_TIMEOUT_MS = 5000;
/** A rate limit longer than this is reported instead of waited for. */
const RATE_LIMIT_WAIT_MAX_MS = 10_000;
/** With fewer remaining session starts than this, a bot that restarts repeatedly would soon have none left. */
const SESSIONS_LOW = 50;
/** The tolerance is needed because Discord gives whole seconds and the request itself takes time. */
const CLOCK_TOLERANCE_MS = 5_000;
const LIST = new Intl.ListFormat('en');

/**
 * Examines everything that Discord knows about the bot. It sends only GET requests and opens the gateway without identifying, so
 * it posts nothing, changes nothing and does not disturb a running bot.
 */
export async function* examineDiscord(options: ExamineOptions): AsyncGenerator<Finding> {
  const { token, apiUrl, guildId, definitions, server, now = Date.now } = options;
  const clock: { offMs?: number } = {};
  const rest = createRest(options, (dateHeader) => {
    const serverMs = Date.parse(dateHeader ?? '');
    if (!Number.isNaN(serverMs)) clock.offMs = now() - serverMs;
  }).setToken(token);

  let application: APIApplication;
  try {
    const { url, session_start_limit: starts, shards } = await askForGateway(rest);
    const user = (await rest.get(Routes.user())) as APIUser;
    yield { check: 'token', level: 'ok', message: `Discord accepts it; the bot is ${user.username} (${user.id}).` };
    yield await examineGateway(url, starts.remaining, shards);
    application = (await rest.get(Routes.currentApplication())) as APIApplication;
    yield* examineApplication(application);
    yield* examineInstallation(application);
    const servers = await listServers(rest);
    yield* examineCommands(rest, application.id, { guildId, definitions, servers });
    const wanted = server === undefined ? servers : servers.filter(({ id }) => id === server);
    if (wanted.length === 0) yield noServer(server);
    yield* examineServers(rest, user.id, wanted);
  } catch (error) {
    const { code, message } = startError(error, apiUrl);
    yield { check: code === 'DISCORD_TOKEN' ? 'token' : 'Discord', level: 'problem', message };
  }
  yield examineClock(clock.offMs);
}

function createRest({ apiUrl, makeRequest }: ExamineOptions, onDate: (header: string | null) => void): REST {
  const send = createTransport({
    onUnauthorized: () => undefined,
    apiUrl,
    makeRequest: async (url, init) => {
      const answer = await (makeRequest ?? DefaultRestOptions.makeRequest)(url, init);
      onDate(answer.headers.get('date'));
      return answer;
    },
  });
  return new REST({
    timeout: REQUEST_TIMEOUT_MS,
    retries: 0,
    makeRequest: send,
    rejectOnRateLimit: ({ retryAfter, timeToReset }) => Math.max(retryAfter, timeToReset) > RATE_LIMIT_WAIT_MAX_MS,
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
  });
}

/** Opens the gateway and waits for its first message; a bot that does not identify uses up no session start. */
async function examineGateway(url: string, sessionsLeft: number, shards: number): Promise<Finding> {
  const check = 'gateway';
  const socket = new WebSocket(`${url}?v=10&encoding=json`, { handshakeTimeout: REQUEST_TIMEOUT_MS });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const timer = setTimeout(() => resolve('it does not answer'), REQUEST_TIMEOUT_MS);
  socket.on('message', () => resolve(null));
  socket.on('close', (code) => resolve(`close code ${code}`));
  socket.on('error', (error) => resolve(error.message));
  const failure = await promise;
  clearTimeout(timer);
  socket.terminate();
  if (failure !== null) {
    return {
      check,
      level: 'problem',
      message: `The gateway ${url} cannot be opened: ${failure}.`,
      remedy: 'Check that the network and proxies let WebSocket connections through.',
    };
  }
  const message = `It can be opened; ${sessionsLeft} session starts are left today, and Discord recommends ${shards === 1 ? 'one shard' : `${shards} shards`}.`;
  if (sessionsLeft >= SESSIONS_LOW) return { check, level: 'ok', message };
  return {
    check,
    level: 'warning',
    message,
    remedy: 'Find out why the bot starts so often; the log says why it ends.',
  };
}

function* examineApplication({
  name,
  flags,
  bot_public: isPublic,
  bot_require_code_grant: needsGrant,
  interactions_endpoint_url: endpoint,
}: APIApplication): Generator<Finding> {
  const check = 'application';
  if (endpoint) {
    yield {
      check,
      level: 'problem',
      message: 'Discord sends interactions to a web address and not to the bot, so commands are not answered.',
      remedy: 'Developer portal → General Information: empty “Interactions Endpoint URL”.',
    };
  }
  if (needsGrant) {
    yield {
      check,
      level: 'problem',
      message: 'The link that adds the bot does not work, because the application requires a code grant.',
      remedy: 'Developer portal → Bot: switch “Requires OAuth2 Code Grant” off.',
    };
  }
  if (!endpoint && !needsGrant) yield { check, level: 'ok', message: `“${name}” gets its interactions from Discord.` };
  if (isPublic === false) {
    yield {
      check,
      level: 'note',
      message: 'Only its owner can add the bot to servers.',
      remedy: 'If others are to add it: developer portal → Bot: switch “Public Bot” on.',
    };
  }
  const privileged = new ApplicationFlagsBitField(flags ?? 0)
    .toArray()
    .filter(
      (flag) =>
        flag.startsWith('GatewayPresence') ||
        flag.startsWith('GatewayGuildMembers') ||
        flag.startsWith('GatewayMessageContent'),
    );
  yield privileged.length === 0
    ? { check: 'intents', level: 'ok', message: 'Sitrep needs no privileged intent, and none is switched on.' }
    : {
        check: 'intents',
        level: 'note',
        message: 'A privileged intent is switched on. Sitrep does not ask for it.',
        remedy: 'Developer portal → Bot → Privileged Gateway Intents: switch all three off.',
      };
}

const INSTALL_REMEDY = 'Developer portal → Installation';

function* examineInstallation({ integration_types_config: config }: APIApplication): Generator<Finding> {
  const check = 'install settings';
  const inServers = config?.[ApplicationIntegrationType.GuildInstall];
  const byUsers = config?.[ApplicationIntegrationType.UserInstall];
  if (inServers === undefined) {
    yield {
      check,
      level: 'problem',
      message: 'The application cannot be added to servers.',
      remedy: `${INSTALL_REMEDY} → Installation Contexts: switch “Guild Install” on.`,
    };
  }
  if (byUsers === undefined) {
    yield {
      check,
      level: 'warning',
      message: 'Members cannot add the application to their own account, so commands work in servers only.',
      remedy: `${INSTALL_REMEDY} → Installation Contexts: switch “User Install” on.`,
    };
  }
  const lacking = [
    ...lackingFrom(
      inServers?.oauth2_install_params,
      [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands],
      PIN_PERMISSIONS,
    ),
    ...lackingFrom(byUsers?.oauth2_install_params, [OAuth2Scopes.ApplicationsCommands], 0n),
  ];
  if (lacking.length > 0) {
    yield {
      check,
      level: 'warning',
      message: `Discord's button “Add App” adds Sitrep without ${LIST.format(lacking)}. The link that the log prints asks for everything.`,
      remedy: `${INSTALL_REMEDY} → Default Install Settings: add ${lacking.length === 1 ? 'it' : 'them'}.`,
    };
  } else if (inServers !== undefined && byUsers !== undefined) {
    yield {
      check,
      level: 'ok',
      message: 'Servers and members can add the application, with everything that it needs.',
    };
  }
}

/** What the default install link fails to ask for; empty where the application has no such link. */
function lackingFrom(
  params: APIApplicationInstallParams | undefined,
  scopes: readonly OAuth2Scopes[],
  permissions: bigint,
): readonly string[] {
  if (params === undefined) return [];
  const granted = BigInt(params.permissions);
  return [
    ...scopes.filter((scope) => !params.scopes.includes(scope)).map((scope) => `the scope “${scope}”`),
    ...[...PERMISSION_NAMES]
      .filter(([bit]) => (permissions & bit) !== 0n && !may(granted, bit))
      .map(([, name]) => `the permission “${name}”`),
  ];
}

interface CommandScope extends Pick<ExamineOptions, 'guildId' | 'definitions'> {
  /** The servers that the bot is in. */
  readonly servers: readonly GuildSummary[];
}

async function* examineCommands(
  rest: REST,
  applicationId: string,
  { guildId, definitions, servers }: CommandScope,
): AsyncGenerator<Finding> {
  const check = 'commands';
  const where = guildId === undefined ? 'everywhere' : `in the server ${guildId}`;
  try {
    const { registered, count } = await inspectCommands(rest, applicationId, guildId, definitions);
    const message = `${count} ${count === 1 ? 'command is' : 'commands are'} registered ${where}`;
    if (registered === 'different') {
      const remedy = 'Start Sitrep once; it registers the differences. Until then the earlier commands are offered.';
      yield { check, level: 'warning', message: `${message}, and they are not those of this version.`, remedy };
    } else {
      const narrow = registered === 'servers only' ? ', in servers only' : '';
      yield { check, level: 'ok', message: `${message}${narrow}, as this version has them.` };
    }
  } catch (error) {
    if (!isMissingAccess(error)) throw error;
    const message = `Discord does not let the bot see its commands ${where}.`;
    yield { check, level: 'problem', message, remedy: 'Add the bot to that server, or correct DISCORD_GUILD_ID.' };
  }
  const doubled: string[] = [];
  const others = servers.slice(0, SERVERS_MAX).filter(({ id }) => id !== guildId);
  for (const scope of guildId === undefined ? others : [undefined, ...others]) {
    // A server that was added without the scope applications.commands has no commands and refuses the request.
    const found = await inspectCommands(rest, applicationId, scope?.id, definitions).catch((error: unknown) => {
      if (isMissingAccess(error)) return { count: 0 };
      throw error;
    });
    if (found.count > 0) doubled.push(scope === undefined ? 'all servers' : `“${scope.name}”`);
  }
  if (doubled.length > 0) {
    yield {
      check,
      level: 'warning',
      message: `Members see commands twice in ${LIST.format(doubled)}, because an earlier DISCORD_GUILD_ID registered them there.`,
      remedy: 'Start Sitrep once; it removes the others.',
    };
  }
}

const noServer = (server: string | undefined): Finding =>
  server === undefined
    ? {
        check: 'servers',
        level: 'note',
        message: 'The bot is in no server.',
        remedy: 'Start Sitrep; the log prints the link that adds it.',
      }
    : {
        check: 'servers',
        level: 'problem',
        message: `The bot is not in the server ${server}.`,
        remedy: 'Check the id, or add the bot with the link that the log prints.',
      };

function examineClock(offMs: number | undefined): Finding {
  const check = 'clock';
  if (offMs === undefined) {
    return { check, level: 'note', message: 'No server told the time, so the clock of this machine was not compared.' };
  }
  const seconds = Math.round(Math.abs(offMs) / 1000);
  if (Math.abs(offMs) <= CLOCK_TOLERANCE_MS) {
    return {
      check,
      level: 'ok',
      message: `The clock of this machine is right to within ${CLOCK_TOLERANCE_MS / 1000} s.`,
    };
  }
  return {
    check,
    level: 'warning',
    message: `The clock of this machine is ${seconds} s ${offMs > 0 ? 'fast' : 'slow'}, so the times in messages and pins are wrong.`,
    remedy: 'Switch time synchronisation on, for example with timedatectl set-ntp true.',
  };
}
