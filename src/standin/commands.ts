import { ApplicationCommandType, InteractionContextType } from 'discord-api-types/v10';
import { type CommandInput, type OptionInput, readCommandBody } from './command-body.ts';
import { ActionError, type ApiError, refusal } from './errors.ts';
import { formError, isRecord } from './form.ts';
import { hasPermission, PERMISSION, permissionNames } from './permissions.ts';
import type { CommandJson, CommandOptionJson } from './shapes.ts';
import { createSignal } from './signal.ts';
import { IDS, type Place, type World } from './world.ts';

/** The highest number of commands of each type: slash commands, user commands, message commands (platform reference §3.1). */
const COUNT_MAX = { 1: 100, 2: 15, 3: 15 } as const;
const BULK_MAX = 130;
const CREATES_PER_DAY_MAX = 200;
const DAY_MS = 86_400_000;

/** The server's id; null for a global command. */
export type Scope = string | null;

/** The commands that the bot has registered. */
export class Commands {
  /** Called after each change. */
  readonly changed = createSignal<void>();
  readonly #newId: () => string;
  readonly #now: () => number;
  readonly #scopes = new Map<Scope, readonly CommandJson[]>();
  readonly #createdAtMs = new Map<Scope, readonly number[]>();

  constructor(newId: () => string, now: () => number) {
    this.#newId = newId;
    this.#now = now;
  }

  list(scope: Scope): readonly CommandJson[] {
    return this.#scopes.get(scope) ?? [];
  }

  /** @throws ApiError 10063 */
  get(scope: Scope, id: string): CommandJson {
    const found = this.list(scope).find((command) => command.id === id);
    if (found === undefined) throw refusal(10063);
    return found;
  }

  /** Replaces the whole list; a command with the same name and type keeps its id. */
  overwrite(scope: Scope, body: unknown): readonly CommandJson[] {
    if (!Array.isArray(body)) throw wrongType('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
    if (body.length > BULK_MAX) throw wrongType('BASE_TYPE_MAX_LENGTH', `Must be ${BULK_MAX} or fewer in length.`);
    const inputs = body.map((raw, index) => readCommandBody(raw, [index]));
    const duplicates = inputs.flatMap((input, index) => {
      const isDuplicate = inputs.slice(0, index).some((earlier) => isSameCommand(keyOf(earlier), keyOf(input)));
      const code = 'APPLICATION_COMMANDS_DUPLICATE_NAME';
      return isDuplicate ? [{ path: [index, 'name'], code, message: 'Application command names must be unique' }] : [];
    });
    if (duplicates.length > 0) throw formError(duplicates);
    const merged = inputs.map((input) => this.#merge(scope, input, this.#sameAs(scope, input)));
    checkCounts(merged);
    const known = new Set(this.list(scope).map((command) => command.id));
    this.#spendCreates(scope, merged.filter((command) => !known.has(command.id)).length);
    this.#set(scope, merged);
    return merged;
  }

  /** @returns `created` is false where a command of that name was overwritten */
  upsert(scope: Scope, body: unknown): { readonly command: CommandJson; readonly created: boolean } {
    const input = readCommandBody(body, []);
    const old = this.#sameAs(scope, input);
    const command = this.#merge(scope, input, old);
    const rest = this.list(scope).filter((other) => other.id !== command.id);
    checkCounts([...rest, command]);
    if (old === undefined) this.#spendCreates(scope, 1);
    this.#set(scope, [...rest, command]);
    return { command, created: old === undefined };
  }

  patch(scope: Scope, id: string, body: unknown): CommandJson {
    const old = this.get(scope, id);
    if (!isRecord(body)) throw wrongType('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    const input = readCommandBody({ ...old, ...body, type: old.type }, []);
    const same = this.#sameAs(scope, input);
    if (same !== undefined && same.id !== id) throw refusal(40041);
    const command = this.#merge(scope, input, old);
    this.#set(
      scope,
      this.list(scope).map((other) => (other.id === id ? command : other)),
    );
    return command;
  }

  remove(scope: Scope, id: string): void {
    this.get(scope, id);
    this.#set(
      scope,
      this.list(scope).filter((command) => command.id !== id),
    );
  }

  /** All commands that exist in a place, for any person. */
  in(place: Place): readonly CommandJson[] {
    const context = place.kind === 'dm' ? InteractionContextType.BotDM : InteractionContextType.Guild;
    const global = this.list(null).filter((command) => (command.contexts ?? [0, 1]).includes(context));
    return place.kind === 'dm' ? global : [...global, ...this.list(place.guildId)];
  }

  #sameAs(scope: Scope, input: CommandInput): CommandJson | undefined {
    return this.list(scope).find((command) => isSameCommand(command, keyOf(input)));
  }

  #set(scope: Scope, commands: readonly CommandJson[]): void {
    checkCounts(commands);
    this.#scopes.set(scope, commands);
    this.changed.emit();
  }

  #spendCreates(scope: Scope, count: number): void {
    const today = (this.#createdAtMs.get(scope) ?? []).filter((at) => this.#now() - at < DAY_MS);
    if (today.length + count > CREATES_PER_DAY_MAX) throw refusal(30034);
    this.#createdAtMs.set(scope, [...today, ...Array.from({ length: count }, this.#now)]);
  }

  /** Keeps the id; keeps the version as well where nothing changed. */
  #merge(scope: Scope, input: CommandInput, old: CommandJson | undefined): CommandJson {
    const draft = commandJson(input, scope, old?.id ?? this.#newId(), old?.version ?? '0');
    if (old !== undefined && JSON.stringify(draft) === JSON.stringify(old)) return old;
    return { ...draft, version: this.#newId() };
  }
}

/** Which of the commands each person may use. */
export class UsableCommands {
  readonly #world: World;
  readonly #commands: Commands;

  constructor(world: World, commands: Commands) {
    this.#world = world;
    this.#commands = commands;
  }

  /** The commands that Discord's client would offer to a person in a place. */
  list(as: string, place: Place): readonly CommandJson[] {
    return this.#commands
      .in(place)
      .filter((command) => this.#isThere(as, place, command) && this.#missing(as, place, command) === 0n);
  }

  /**
   * @param wanted - the command's name, for error messages
   * @throws ActionError 404 where there is none, 403 where it is not for this person
   */
  find(as: string, place: Place, wanted: string, isWanted: (command: CommandJson) => boolean): CommandJson {
    const usable = this.list(as, place);
    const found = usable.find(isWanted);
    if (found !== undefined) return found;
    const hidden = this.#commands.in(place).find(isWanted);
    if (hidden === undefined) {
      const isTyped = ({ type }: CommandJson) => type === ApplicationCommandType.ChatInput;
      const names = usable.map((c) => (isTyped(c) ? `/${c.name}` : `"${c.name}"`)).join(' ') || 'none';
      throw new ActionError(404, `Expected a command among: ${names}; got "${wanted}".`);
    }
    const reason = this.#isThere(as, place, hidden)
      ? `it needs ${permissionNames(this.#missing(as, place, hidden))}`
      : 'the bot is not in the server';
    throw new ActionError(403, `${as} may not use "${hidden.name}": ${reason}.`);
  }

  /** Where the bot is not in the server, a person has only the apps that they installed for themselves. */
  #isThere(as: string, place: Place, command: CommandJson): boolean {
    if (place.kind === 'dm' || this.#world.hasBot(place.guildId)) return true;
    return this.#world.hasInstalled(as) && command.integration_types?.includes(1) === true;
  }

  /** The permissions that the person lacks for the command. */
  #missing(as: string, place: Place, { default_member_permissions: asked }: CommandJson): bigint {
    if (place.kind === 'dm') return 0n;
    // "0" stands for administrators only.
    const needed = PERMISSION.UseApplicationCommands | (asked === '0' ? PERMISSION.Administrator : BigInt(asked ?? 0));
    const bits = this.#world.permissions(as, place);
    return hasPermission(bits, needed) ? 0n : needed & ~bits;
  }
}

interface CommandKey {
  readonly name: string;
  readonly type: CommandJson['type'];
}

function isSameCommand(a: CommandKey, b: CommandKey): boolean {
  return a.name === b.name && a.type === b.type;
}

function keyOf(input: CommandInput): CommandKey {
  return { name: input.name, type: input.type ?? 1 };
}

function wrongType(code: string, message: string): ApiError {
  return formError([{ path: [], code, message }]);
}

function checkCounts(commands: readonly CommandJson[]): void {
  for (const type of [1, 2, 3] as const) {
    if (commands.filter((command) => command.type === type).length > COUNT_MAX[type]) throw refusal(30032);
  }
}

function commandJson(input: CommandInput, scope: Scope, id: string, version: string): CommandJson {
  const options = input.type === 2 || input.type === 3 ? [] : (input.options ?? []).map(optionJson);
  return {
    id,
    application_id: IDS.application,
    ...(scope !== null && { guild_id: scope }),
    version,
    type: input.type ?? 1,
    name: input.name,
    name_localizations: withoutNulls(input.name_localizations),
    description: input.description ?? '',
    description_localizations: withoutNulls(input.description_localizations),
    ...(options.length > 0 && { options }),
    default_member_permissions: input.default_member_permissions ?? null,
    // Only global commands have contexts and installation types.
    ...(scope === null && {
      dm_permission: input.dm_permission ?? true,
      contexts: input.contexts ?? null,
      integration_types: input.integration_types ?? [0],
    }),
    nsfw: input.nsfw ?? false,
  };
}

function withoutNulls(
  texts: Readonly<Record<string, string | null>> | null | undefined,
): Record<string, string> | null {
  if (texts == null) return null;
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== null));
}

/** The API's answer leaves out null fields and defaults. */
function optionJson(option: OptionInput): CommandOptionJson {
  const { type, name, description, required, ...rest } = option;
  const inner = 'options' in rest ? { options: rest.options?.map(optionJson) } : {};
  const choices = 'choices' in rest ? { choices: rest.choices?.length ? rest.choices : undefined } : {};
  const given = Object.entries({ ...rest, ...inner, ...choices }).filter(([, value]) => value != null);
  return { type, name, description, ...(required && { required }), ...Object.fromEntries(given) };
}
