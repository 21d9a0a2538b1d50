import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationIntegrationType,
  DiscordAPIError,
  InteractionContextType,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import type { Command, MessageCommand } from './command.ts';

export interface Registration {
  readonly changed: boolean;
  /** Command name → id, for clickable mentions. */
  readonly ids: ReadonlyMap<string, string>;
  /** The application allows installation in servers only, so people who install apps for themselves do not get the commands. */
  readonly serversOnly: boolean;
}

interface Offered {
  readonly contexts: readonly InteractionContextType[];
  readonly integration_types: readonly ApplicationIntegrationType[];
}

/** The contexts of commands: servers, the bot's direct messages, and every place for people who install the app for themselves. */
const EVERYWHERE: Offered = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
};
/** The types of command that Sitrep has. A definition without a type is a slash command. */
const OWN_TYPES: ReadonlySet<ApplicationCommandType> = new Set([
  ApplicationCommandType.ChatInput,
  ApplicationCommandType.Message,
]);

const SERVERS_ONLY: Offered = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/**
 * Registers only the differences: it asks Discord for the current commands, and sends nothing when nothing changed (200 creations
 * a day are the limit). Commands of types that Sitrep does not have are kept as they are.
 *
 * @param guildId - registers the commands only in this server, where changes are visible at once (for development)
 * @throws what discord.js throws when Discord refuses or cannot be reached
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  guildId: string | undefined,
  definitions: readonly Definition[],
): Promise<Registration> {
  const route = commandsRoute(applicationId, guildId);
  const existing = await ownAndOthers(rest, route);
  const own = existing.own;
  const registered = compared(own, guildId, definitions);
  // If the application allows only servers, the commands keep the narrower registration, because Discord would refuse the wider one at every start.
  if (registered !== 'different')
    return { changed: false, ids: idsOf(own), serversOnly: registered === 'servers only' };
  const put = async (where: Offered) => {
    const body = [...offered(definitions, where, guildId), ...existing.others];
    return idsOf((await rest.put(route, { body })) as APIApplicationCommand[]);
  };
  try {
    return { changed: true, ids: await put(EVERYWHERE), serversOnly: false };
  } catch (error) {
    if (guildId !== undefined || !refusesInstallation(error)) throw error;
    return { changed: true, ids: await put(SERVERS_ONLY), serversOnly: true };
  }
}

/** How the registered commands compare with those of this version of Sitrep. */
export type Registered = 'everywhere' | 'servers only' | 'different';

/**
 * Asks Discord whether the commands are registered, and changes nothing.
 *
 * @returns the comparison, and how many commands of Sitrep's types are registered
 * @throws what discord.js throws when Discord refuses or cannot be reached
 */
export async function inspectCommands(
  rest: REST,
  applicationId: string,
  guildId: string | undefined,
  definitions: readonly Definition[],
): Promise<{ readonly registered: Registered; readonly count: number }> {
  const { own } = await ownAndOthers(rest, commandsRoute(applicationId, guildId));
  return { registered: compared(own, guildId, definitions), count: own.length };
}

type Definition = (Command | MessageCommand)['definition'];

/** The commands of one scope, in two lists: those of the types that Sitrep uses, and all others. */
async function ownAndOthers(rest: REST, route: `/${string}`, signal?: AbortSignal) {
  const existing = (await rest.get(route, signal && { signal })) as APIApplicationCommand[];
  return {
    own: existing.filter((command) => OWN_TYPES.has(command.type)),
    others: existing.filter((command) => !OWN_TYPES.has(command.type)),
  };
}

/** The definitions as Sitrep sends them. Commands that are registered for one server have no contexts. */
const offered = (definitions: readonly Definition[], where: Offered, guildId: string | undefined) =>
  definitions.map((definition) => ({
    type: ApplicationCommandType.ChatInput as const,
    ...definition,
    ...(guildId === undefined ? where : {}),
  }));

function compared(
  own: readonly APIApplicationCommand[],
  guildId: string | undefined,
  definitions: readonly Definition[],
): Registered {
  const isSame = (where: Offered) => sameCommands(own, offered(definitions, where, guildId), guildId);
  if (isSame(EVERYWHERE)) return 'everywhere';
  const narrow = [SERVERS_ONLY, { ...EVERYWHERE, integration_types: SERVERS_ONLY.integration_types }];
  return guildId === undefined && narrow.some(isSame) ? 'servers only' : 'different';
}

export interface OtherScopes {
  /** The server that the commands are registered to; `undefined` where they are registered everywhere. */
  readonly guildId: string | undefined;
  /** The servers that the bot is in. */
  readonly guilds: readonly string[];
  readonly signal: AbortSignal;
  /** Called for each scope whose commands were removed; `undefined` stands for the global scope. */
  readonly onRemoved: (guildId: string | undefined) => void;
}

/**
 * Removes the commands that an earlier DISCORD_GUILD_ID left behind, because members would see every command twice. Discord does
 * not say which servers have commands of their own, so the bot asks for each server, one after another.
 *
 * @throws what discord.js throws when Discord cannot be reached, or when `signal` aborts
 */
export async function removeFromOtherScopes(
  rest: REST,
  applicationId: string,
  { guildId, guilds, signal, onRemoved }: OtherScopes,
): Promise<void> {
  const otherGuilds = guilds.filter((id) => id !== guildId);
  for (const scope of guildId === undefined ? otherGuilds : [undefined, ...otherGuilds]) {
    const route = commandsRoute(applicationId, scope);
    try {
      const { own, others } = await ownAndOthers(rest, route, signal);
      if (own.length === 0) continue;
      await rest.put(route, { body: others, signal });
      onRemoved(scope);
    } catch (error) {
      // A server that was added without the scope applications.commands has no commands and refuses the request.
      if (!isMissingAccess(error)) throw error;
    }
  }
}

const commandsRoute = (applicationId: string, guildId: string | undefined) =>
  guildId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);

export const isMissingAccess = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.MissingAccess;

const refusesInstallation = (error: unknown): boolean =>
  error instanceof DiscordAPIError &&
  error.code === RESTJSONErrorCodes.InvalidFormBodyOrContentType &&
  /integration_types|contexts/.test(error.message);

function idsOf(commands: readonly APIApplicationCommand[]): ReadonlyMap<string, string> {
  return new Map(
    commands
      .filter((command) => command.type === ApplicationCommandType.ChatInput)
      .map((command) => [command.name, command.id]),
  );
}

function sameCommands(existing: readonly object[], wanted: readonly object[], guildId: string | undefined): boolean {
  // Commands of one server have no contexts or installation types of their own, although Discord may fill them in.
  const keys = guildId === undefined ? DEFINING_KEYS : DEFINING_KEYS.filter((key) => !SETS.has(key));
  const form = (commands: readonly object[]) =>
    commands.map((command) => JSON.stringify(canonical(command, keys))).sort();
  return JSON.stringify(form(existing)) === JSON.stringify(form(wanted));
}

/** The keys that define a command. Keys that Discord adds (ids, versions) or has deprecated are left out. */
const DEFINING_KEYS = [
  'name',
  'type',
  'description',
  'name_localizations',
  'description_localizations',
  'options',
  'required',
  'autocomplete',
  'choices',
  'value',
  'min_length',
  'max_length',
  'default_member_permissions',
  'nsfw',
  'contexts',
  'integration_types',
] as const;

/** Lists whose order has no meaning; Discord may return them in another order. */
const SETS: ReadonlySet<string> = new Set(['contexts', 'integration_types']);

/** A definition with its keys in a fixed order and without Discord's default values, which Discord fills in or leaves out. */
function canonical(value: unknown, keys: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((element) => canonical(element, keys));
  if (typeof value !== 'object' || value === null) return value;
  const fields = new Map(Object.entries(value));
  const kept: Record<string, unknown> = {};
  for (const key of keys) {
    const field: unknown = fields.get(key);
    if (field === undefined || field === null || field === false) continue;
    if (key === 'min_length' && field === 0) continue;
    // A message command has no description; Discord returns an empty one.
    if (key === 'description' && field === '') continue;
    if (key.endsWith('_localizations')) {
      if (Object.keys(field).length > 0) kept[key] = Object.entries(field).sort();
    } else if (!Array.isArray(field)) kept[key] = canonical(field, keys);
    else if (field.length > 0) kept[key] = SETS.has(key) ? [...field].sort() : canonical(field, keys);
  }
  return kept;
}
