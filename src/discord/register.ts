import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationIntegrationType,
  DiscordAPIError,
  InteractionContextType,
  type REST,
  RESTJSONErrorCodes,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';

export interface Registration {
  readonly changed: boolean;
  /** Command name → id, for clickable mentions. */
  readonly ids: ReadonlyMap<string, string>;
  /** The application is set up for servers only, so the commands could not be offered to people who install it for themselves. */
  readonly serversOnly: boolean;
}

/** Where and to whom commands are offered: servers, the bot's direct messages, and anywhere for those who install it for themselves. */
const EVERYWHERE = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
};

/**
 * Registers commands by difference: Discord is asked what it has, and nothing is sent when nothing changed (200 creations
 * a day are the limit). Commands of other types than slash commands are kept as they are.
 *
 * @param guildId - registers to this server only, where changes show at once (development)
 * @throws what discord.js throws when Discord refuses or cannot be reached
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  guildId: string | undefined,
  definitions: readonly RESTPostAPIChatInputApplicationCommandsJSONBody[],
): Promise<Registration> {
  const route = guildId
    ? Routes.applicationGuildCommands(applicationId, guildId)
    : Routes.applicationCommands(applicationId);
  const existing = (await rest.get(route)) as APIApplicationCommand[];
  const typed = definitions.map((definition) => ({ type: ApplicationCommandType.ChatInput as const, ...definition }));
  const wanted = typed.map((definition) => (guildId ? definition : { ...definition, ...EVERYWHERE }));
  // A server-only application keeps the narrower registration; comparing it with the wider one would re-send on every start.
  const narrow = typed.map((definition) => ({
    ...definition,
    contexts: EVERYWHERE.contexts.slice(0, 2),
    integration_types: [ApplicationIntegrationType.GuildInstall],
  }));
  const slash = existing.filter((command) => command.type === ApplicationCommandType.ChatInput);
  if (sameCommands(slash, wanted)) return { changed: false, ids: idsOf(slash), serversOnly: false };
  const others = existing.filter((command) => command.type !== ApplicationCommandType.ChatInput);
  const put = async (body: readonly object[]) =>
    (await rest.put(route, { body: [...body, ...others] })) as APIApplicationCommand[];
  try {
    return { changed: true, ids: idsOf(await put(wanted)), serversOnly: false };
  } catch (error) {
    if (guildId !== undefined || !refusesInstallation(error)) throw error;
    if (sameCommands(slash, narrow)) return { changed: false, ids: idsOf(slash), serversOnly: true };
    return { changed: true, ids: idsOf(await put(narrow)), serversOnly: true };
  }
}

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

function sameCommands(
  existing: readonly APIApplicationCommand[],
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
): boolean {
  const form = (commands: readonly object[]) => commands.map((command) => JSON.stringify(canonical(command))).sort();
  return JSON.stringify(form(existing)) === JSON.stringify(form(wanted));
}

/** Keys that mean something in a definition; what Discord adds (ids, versions) and what it calls deprecated is left out. */
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

/** A definition with keys in a fixed order and without values that are Discord's defaults, which it fills in or leaves out. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = new Map(Object.entries(value));
  const kept: Record<string, unknown> = {};
  for (const key of DEFINING_KEYS) {
    const field: unknown = fields.get(key);
    if (field === undefined || field === null || field === false) continue;
    if (!Array.isArray(field)) kept[key] = canonical(field);
    else if (field.length > 0) {
      // Sets, not lists: Discord may return them in another order.
      kept[key] = key === 'contexts' || key === 'integration_types' ? [...field].sort() : field.map(canonical);
    }
  }
  return kept;
}
