import { isIP } from 'node:net';
import { hostname } from 'node:os';
import Fuse from 'fuse.js';
import { z } from 'zod';
import { SitrepError } from './errors.ts';

/** The shards of this process. Discord divides the bot's servers into `of` shards. */
export interface Shards {
  readonly ids: readonly number[];
  readonly count: number;
}

/** The validated configuration. */
export interface Config {
  /** `undefined` starts the stand-in on this machine. */
  readonly token: string | undefined;
  readonly apiUrl: string | undefined;
  readonly guildId: string | undefined;
  readonly knowledgeDir: string;
  /** `undefined` stands for the only situation in the knowledge folder, or the bundled one. */
  readonly situation: string | undefined;
  readonly answersTo: 'asker' | 'channel';
  /** `undefined` stands for the usual port, or another one if that is taken; 0 takes any free port. */
  readonly port: number | undefined;
  /** The address of the monitoring endpoint; `undefined` for none. Port 0 takes any free port. */
  readonly health: { readonly host: string; readonly port: number } | undefined;
  /** The store of everything that must survive a restart: a file, or the address of a PostgreSQL database. */
  readonly storePath: string;
  /** The shards of this process; `undefined` means all shards, as many as Discord recommends. */
  readonly shards: Shards | undefined;
  /** For how many days a shared answer is remembered so that it can be corrected; 0 means not at all. */
  readonly sharedDays: number;
  /** The folder of the vectors of facts; `undefined`: beside the store's file. */
  readonly cacheDir: string | undefined;
  /** `on`, `off`, or the folder of a sentence encoder. */
  readonly encoder: string;
  /** The curators' channel, in which changed facts and refused files are reported; `undefined` for none. */
  readonly curatorsChannel: string | undefined;
  /** Whether pins follow the facts by themselves or ask for a review first. */
  readonly pinUpdates: 'auto' | 'ask';
  /** Whether members may send questions and reports to the curators, unless a server has another setting. */
  readonly curatorsBox: 'on' | 'off';
  /** Whether corrections are also posted as replies to the corrected messages. */
  readonly correctionReplies: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly logFormat: 'pretty' | 'json';
}

/** The store's file when the settings name none. */
export const DEFAULT_STORE = 'sitrep.sqlite';
export type Env = Readonly<Record<string, string | undefined>>;

/** Whether the store is a PostgreSQL database; otherwise it is a file. */
export const isPostgres = (store: string): boolean => /^postgres(ql)?:\/\//i.test(store);

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
/** Placeholders for the token in guides. */
const PLACEHOLDER = /^(<.*>|your[-_ ].*|xxx+|changeme)$/i;

const oneOf = <const V extends readonly [string, ...string[]]>(values: V, fallback: V[number]) =>
  z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(z.enum(values, { error: `expected ${values.join(' or ')}` }))
    .default(fallback as never);

const schema = z.object({
  DISCORD_TOKEN: z
    .string()
    .transform((value) => value.replace(/^Bot /, ''))
    .refine(
      (value) => !/\s/.test(value),
      'expected a bot token without spaces; copy it again from the developer portal, "Bot"',
    )
    .refine(
      (value) => !PLACEHOLDER.test(value),
      'expected a bot token, got a placeholder; leave it empty to try Sitrep without Discord',
    )
    .optional(),
  DISCORD_API_URL: z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://discord.com/api' })
    .refine((value) => {
      // A value that is not an address has been reported already.
      if (!URL.canParse(value)) return true;
      const { username, password, search, hash } = new URL(value);
      return `${username}${password}${search}${hash}` === '';
    }, 'expected an address without user name, password, "?" or "#"')
    .transform((value) => value.replace(/\/+$/, '').replace(/\/v\d+$/, ''))
    .optional(),
  DISCORD_GUILD_ID: z
    .string()
    .regex(
      /^\d{17,20}$/,
      'expected a server id of 17 to 20 digits (in Discord: developer mode, right click, Copy Server ID)',
    )
    .optional(),
  SITREP_KNOWLEDGE: z.string().default('knowledge'),
  SITREP_SITUATION: z.string().optional(),
  SITREP_ANSWERS: oneOf(['private', 'public'], 'private'),
  SITREP_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'expected a port from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65535, 'expected a port from 0 to 65535')
    .optional(),
  SITREP_HEALTH_PORT: z
    .string()
    .regex(
      /^(?:.+:)?\d{1,5}$/,
      'expected a port from 0 to 65535, or address and port such as 0.0.0.0:9464 or [::]:9464',
    )
    .transform((value) => {
      const at = value.lastIndexOf(':');
      const host = value.slice(0, Math.max(0, at)).replace(/^\[(.*)\]$/, '$1') || '127.0.0.1';
      return { host, port: Number(value.slice(at + 1)) };
    })
    .refine(({ host, port }) => port <= 65535 && isIP(host) !== 0, 'expected an IP address and a port from 0 to 65535')
    .optional(),
  SITREP_STORE: z
    .string()
    .refine(
      (value) => !isPostgres(value) || (URL.canParse(value) && new URL(value).pathname.length > 1),
      'expected a file, or postgres://user:password@host:port/database; in user and password "%40" stands for "@", and so on',
    )
    .default(DEFAULT_STORE),
  SITREP_CACHE: z.string().optional(),
  SITREP_SHARDS: z.string().default('auto'),
  SITREP_ENCODER: z.string().default('on'),
  SITREP_SHARED_DAYS: z
    .string()
    .regex(/^\d{1,4}$/, 'expected a number of days from 0 to 9999')
    .transform(Number)
    .default(30),
  SITREP_CURATORS_CHANNEL: z
    .string()
    .regex(
      /^\d{17,20}$/,
      'expected a channel id of 17 to 20 digits (in Discord: developer mode, right click, Copy Channel ID)',
    )
    .optional(),
  SITREP_PIN_UPDATES: oneOf(['auto', 'ask'], 'auto'),
  SITREP_CURATORS_BOX: oneOf(['on', 'off'], 'on'),
  SITREP_CORRECTIONS: oneOf(['edit', 'reply'], 'edit'),
  SITREP_LOG_LEVEL: oneOf(LOG_LEVELS, 'info'),
  SITREP_LOG_FORMAT: oneOf(['pretty', 'json'], 'pretty'),
});

/** Discord's own limit is far lower; this limit only keeps a typing error from filling the memory. */
const SHARDS_MAX = 10_000;

/**
 * Reads "0-3/16", "5/16", or "ordinal:4/16": the number at the end of the machine's name selects four of the 16.
 *
 * @returns `undefined` for all; a string that says what is wrong
 */
function readShards(value: string, machine: string): Shards | undefined | string {
  if (/^(auto)?$/i.test(value)) return undefined;
  const [, first, last = first, total] = /^(\d{1,5})(?:-(\d{1,5}))?\/(\d{1,5})$/.exec(value) ?? [];
  const [, each, ofAll] = /^ordinal:(\d{1,5})\/(\d{1,5})$/i.exec(value) ?? [];
  const count = Number(total ?? ofAll);
  if (!(count >= 1 && count <= SHARDS_MAX) || Number(each) === 0)
    return 'expected shards such as 0-3/16, 5/16 or ordinal:4/16, or nothing for all';
  let [from, to] = [Number(first), Number(last)];
  if (each !== undefined) {
    const ordinal = /\d{1,5}$/.exec(machine)?.[0];
    if (ordinal === undefined)
      return `expected a number at the end of this machine's name, as in sitrep-2, got "${machine}"`;
    from = Number(ordinal) * Number(each);
    to = Math.min(from + Number(each), count) - 1;
    if (from >= count)
      return `expected machines up to number ${Math.ceil(count / Number(each)) - 1}, this one is "${machine}"`;
  }
  if (from > to || to >= count) return `expected shards from 0 to ${count - 1}, the smaller one first`;
  return { ids: Array.from({ length: to - from + 1 }, (_, index) => from + index), count };
}

/** Docker and other tools pass on the quotes of an env file as part of the value. */
const QUOTED = /^(["']).*\1$/s;

/**
 * Reads the configuration. An empty value counts as missing.
 *
 * @param problems - the problems of the file that the values come from; they are reported together with all others
 * @throws SitrepError CONFIG_INVALID that names every malformed variable at once; values are not repeated, because one may be a
 *          secret
 */
export function readConfig(env: Env, problems: readonly string[] = []): Config {
  const given = Object.entries(env).flatMap(([name, value]) => {
    const trimmed = value?.trim() ?? '';
    return name in schema.shape && trimmed !== '' ? [[name, trimmed] as const] : [];
  });
  const quoted = given.flatMap(([name, value]) => (QUOTED.test(value) ? [name] : []));
  const parsed = schema.safeParse(Object.fromEntries(given));
  const malformed = (parsed.error?.issues ?? []).flatMap((issue) => {
    const name = issue.path.join('.');
    return quoted.includes(name) ? [] : [`${name}: ${issue.message}`];
  });
  const shards = readShards(parsed.data?.SITREP_SHARDS ?? 'auto', env.HOSTNAME || hostname());
  if (typeof shards === 'string') malformed.push(`SITREP_SHARDS: ${shards}`);
  else if (shards !== undefined && shards.ids.length < shards.count && !isPostgres(parsed.data?.SITREP_STORE ?? '')) {
    malformed.push(
      'SITREP_SHARDS: a part of the shards needs SITREP_STORE=postgres://…, because the processes agree there on who does what',
    );
  }
  const all = [
    ...problems,
    ...quoted.map((name) => `${name}: expected a value without quotes; in a container's env file they are part of it`),
    ...malformed,
  ];
  if (!parsed.success || typeof shards === 'string' || all.length > 0) {
    throw new SitrepError(
      'CONFIG_INVALID',
      `The configuration has ${all.length} problem${all.length === 1 ? '' : 's'} (environment or .env file):\n${all.map((problem) => `  ${problem}`).join('\n')}`,
    );
  }
  const values = parsed.data;
  return {
    token: values.DISCORD_TOKEN,
    apiUrl: values.DISCORD_API_URL,
    guildId: values.DISCORD_GUILD_ID,
    knowledgeDir: values.SITREP_KNOWLEDGE,
    situation: values.SITREP_SITUATION,
    answersTo: values.SITREP_ANSWERS === 'public' ? 'channel' : 'asker',
    port: values.SITREP_PORT,
    health: values.SITREP_HEALTH_PORT,
    storePath: values.SITREP_STORE,
    cacheDir: values.SITREP_CACHE,
    encoder: values.SITREP_ENCODER,
    shards,
    sharedDays: values.SITREP_SHARED_DAYS,
    curatorsChannel: values.SITREP_CURATORS_CHANNEL,
    pinUpdates: values.SITREP_PIN_UPDATES,
    curatorsBox: values.SITREP_CURATORS_BOX,
    correctionReplies: values.SITREP_CORRECTIONS === 'reply',
    logLevel: values.SITREP_LOG_LEVEL,
    logFormat: values.SITREP_LOG_FORMAT,
  };
}

/** The log format in which errors of the other settings are reported: the configured one, where that setting is valid. */
export function logFormatOf(env: Env): Config['logFormat'] {
  const parsed = schema.shape.SITREP_LOG_FORMAT.safeParse(env.SITREP_LOG_FORMAT?.trim() || undefined);
  return parsed.success ? parsed.data : 'pretty';
}

/** A variable whose name looks like a setting of Sitrep's but is none. */
export interface UnknownSetting {
  readonly name: string;
  /** The setting that the operator probably meant. */
  readonly didYouMean?: string;
}

/** Variables with the prefix of Sitrep's settings that are no settings. */
export function unknownSettings(env: Env): readonly UnknownSetting[] {
  const known = Object.keys(schema.shape).map((name) => ({ name, tail: tailOf(name) }));
  // The shared prefix is left out, because it would make all names look similar.
  const search = new Fuse(known, { keys: ['tail'], threshold: 0.3 });
  return Object.keys(env)
    .filter((name) => PREFIX.test(name) && !(name in schema.shape))
    .map((name) => {
      const [nearest] = search.search(tailOf(name).slice(0, 32), { limit: 1 });
      return nearest === undefined ? { name } : { name, didYouMean: nearest.item.name };
    });
}

const PREFIX = /^(SITREP|DISCORD)_/i;
/** The part of a name that distinguishes one setting from another. */
const tailOf = (name: string): string => name.replace(PREFIX, '');
