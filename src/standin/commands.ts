import { type ApiError, refusal } from './api-error.ts';
import { type CommandInput, readCommandBody } from './command-body.ts';
import type { OptionInput } from './command-options.ts';
import { formError, isRecord, type Problem } from './form.ts';
import type { CommandJson, CommandOptionJson } from './shapes.ts';
import { createSignal, type Signal } from './signal.ts';
import { IDS } from './world.ts';

/** Platform reference §3.1: slash commands, commands on a user, commands on a message. */
const COUNT_MAX = { 1: 100, 2: 15, 3: 15 } as const;
const BULK_MAX = 130;
const CREATES_PER_DAY_MAX = 200;
const DAY_MS = 86_400_000;

/** null: global; otherwise the server's id. */
export type Scope = string | null;

export interface Commands {
  readonly changed: Signal<void>;
  list(scope: Scope): readonly CommandJson[];
  get(scope: Scope, id: string): CommandJson;
  /** Replaces the whole list; a command with the same name and type keeps its id. */
  overwrite(scope: Scope, body: unknown): readonly CommandJson[];
  /** @returns created: false where a command of that name was overwritten */
  upsert(scope: Scope, body: unknown): { readonly command: CommandJson; readonly created: boolean };
  patch(scope: Scope, id: string, body: unknown): CommandJson;
  remove(scope: Scope, id: string): void;
  /** Commands that can be used in the server, and in direct messages where `inDm`. */
  usable(inDm: boolean): readonly CommandJson[];
}

export function createCommands(newId: () => string, now: () => number): Commands {
  const scopes = new Map<Scope, readonly CommandJson[]>();
  const createdAtMs = new Map<Scope, number[]>();
  const changed = createSignal<void>();

  const list = (scope: Scope) => scopes.get(scope) ?? [];
  const get = (scope: Scope, id: string) => {
    const found = list(scope).find((command) => command.id === id);
    if (found === undefined) throw refusal(10063);
    return found;
  };
  const set = (scope: Scope, commands: readonly CommandJson[]) => {
    checkCounts(commands);
    scopes.set(scope, commands);
    changed.emit();
  };
  const spendCreates = (scope: Scope, count: number) => {
    const today = (createdAtMs.get(scope) ?? []).filter((at) => now() - at < DAY_MS);
    if (today.length + count > CREATES_PER_DAY_MAX) throw refusal(30034);
    createdAtMs.set(scope, [...today, ...Array.from({ length: count }, now)]);
  };

  /** Keeps id, and version too where nothing changed. */
  const merge = (scope: Scope, input: CommandInput, old: CommandJson | undefined): CommandJson => {
    const draft = toJson(input, scope, old?.id ?? newId(), old?.version ?? '0');
    if (old !== undefined && JSON.stringify(draft) === JSON.stringify(old)) return old;
    return { ...draft, version: newId() };
  };
  const sameKey = (a: { name: string; type: number }, b: { name: string; type: number }) =>
    a.name === b.name && a.type === b.type;

  return {
    changed,
    list,
    get,
    overwrite(scope, body) {
      if (!Array.isArray(body)) throw wrongType('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      if (body.length > BULK_MAX) throw wrongType('BASE_TYPE_MAX_LENGTH', `Must be ${BULK_MAX} or fewer in length.`);
      const inputs = body.map((raw, index) => readCommandBody(raw, [index]));
      const duplicates = inputs.flatMap((input, index): Problem[] =>
        inputs.slice(0, index).some((earlier) => sameKey(keyOf(earlier), keyOf(input)))
          ? [
              {
                path: [index, 'name'],
                code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
                message: 'Application command names must be unique',
              },
            ]
          : [],
      );
      if (duplicates.length > 0) throw formError(duplicates);
      const merged = inputs.map((input) =>
        merge(
          scope,
          input,
          list(scope).find((command) => sameKey(command, keyOf(input))),
        ),
      );
      checkCounts(merged);
      const known = new Set(list(scope).map((command) => command.id));
      spendCreates(scope, merged.filter((command) => !known.has(command.id)).length);
      set(scope, merged);
      return merged;
    },
    upsert(scope, body) {
      const input = readCommandBody(body, []);
      const old = list(scope).find((command) => sameKey(command, keyOf(input)));
      const command = merge(scope, input, old);
      const rest = list(scope).filter((other) => other.id !== command.id);
      checkCounts([...rest, command]);
      if (old === undefined) spendCreates(scope, 1);
      set(scope, [...rest, command]);
      return { command, created: old === undefined };
    },
    patch(scope, id, body) {
      const old = get(scope, id);
      if (!isRecord(body)) throw wrongType('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      const input = readCommandBody({ ...old, ...body, type: old.type }, []);
      if (list(scope).some((other) => other.id !== id && sameKey(other, keyOf(input)))) throw refusal(40041);
      const command = merge(scope, input, old);
      set(
        scope,
        list(scope).map((other) => (other.id === id ? command : other)),
      );
      return command;
    },
    remove(scope, id) {
      get(scope, id);
      set(
        scope,
        list(scope).filter((command) => command.id !== id),
      );
    },
    usable(inDm) {
      const global = list(null).filter((command) => (command.contexts ?? [0, 1]).includes(inDm ? 1 : 0));
      return inDm ? global : [...global, ...list(IDS.guild)];
    },
  };
}

function wrongType(code: string, message: string): ApiError {
  return formError([{ path: [], code, message }]);
}

function checkCounts(commands: readonly CommandJson[]): void {
  for (const type of [1, 2, 3] as const) {
    if (commands.filter((command) => command.type === type).length > COUNT_MAX[type]) throw refusal(30032);
  }
}

function keyOf(input: CommandInput): { name: string; type: 1 | 2 | 3 } {
  return { name: input.name, type: input.type ?? 1 };
}

function toJson(input: CommandInput, scope: Scope, id: string, version: string): CommandJson {
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
    // Contexts and installation types exist for global commands only.
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

/** The API's answer leaves out what is null or at its default. */
function optionJson(option: OptionInput): CommandOptionJson {
  const { type, name, description, required, ...rest } = option;
  const inner = 'options' in rest ? { options: rest.options?.map(optionJson) } : {};
  const choices = 'choices' in rest ? { choices: rest.choices?.length ? rest.choices : undefined } : {};
  const given = Object.entries({ ...rest, ...inner, ...choices }).filter(([, value]) => value != null);
  return { type, name, description, ...(required && { required }), ...Object.fromEntries(given) };
}
