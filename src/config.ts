import { z } from 'zod';
import { SitrepError } from './errors.ts';

/** Everything that may be set from outside, checked. */
export interface Config {
  /** `undefined`: the stand-in on this machine. */
  readonly token: string | undefined;
  readonly apiUrl: string | undefined;
  readonly guildId: string | undefined;
  readonly knowledgeDir: string;
  /** `undefined`: the only situation in the knowledge folder, or the bundled one. */
  readonly situation: string | undefined;
  readonly answersTo: 'asker' | 'channel';
  /** `undefined`: the usual port, or another if that is taken. 0: any free one. */
  readonly port: number | undefined;
  /** The file that holds what must survive a restart. */
  readonly storePath: string;
  /** How long an answer that was shared is remembered, so that corrections reach it. 0: not at all. */
  readonly sharedDays: number;
  /** `on`, `off`, or the folder of a sentence encoder. */
  readonly encoder: string;
  /** Whether pins follow the facts by themselves or ask for a review first. */
  readonly pinUpdates: 'auto' | 'ask';
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly logFormat: 'pretty' | 'json';
}

/** The store's file where nothing else is set. */
export const DEFAULT_STORE = 'sitrep.sqlite';
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
/** What many guides put where the token belongs. */
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
      // What is no address at all has been told already.
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
  SITREP_STORE: z.string().default(DEFAULT_STORE),
  SITREP_ENCODER: z.string().default('on'),
  SITREP_SHARED_DAYS: z
    .string()
    .regex(/^\d{1,4}$/, 'expected a number of days from 0 to 9999')
    .transform(Number)
    .default(30),
  SITREP_PIN_UPDATES: oneOf(['auto', 'ask'], 'auto'),
  SITREP_LOG_LEVEL: oneOf(LOG_LEVELS, 'info'),
  SITREP_LOG_FORMAT: oneOf(['pretty', 'json'], 'pretty'),
});

/**
 * Reads the configuration. An empty value counts as missing.
 *
 * @throws SitrepError CONFIG_INVALID naming every malformed variable at once; values are not repeated, one may be a secret
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = env[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new SitrepError(
      'CONFIG_INVALID',
      `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'} (environment or .env file):\n${problems.join('\n')}`,
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
    storePath: values.SITREP_STORE,
    encoder: values.SITREP_ENCODER,
    sharedDays: values.SITREP_SHARED_DAYS,
    pinUpdates: values.SITREP_PIN_UPDATES,
    logLevel: values.SITREP_LOG_LEVEL,
    logFormat: values.SITREP_LOG_FORMAT,
  };
}
