import type { Logger } from 'pino';
import { type App, startApp } from './app.ts';
import { type Config, logFormatOf, readConfig, unknownSettings } from './config.ts';
import { describeError } from './discord/describe-error.ts';
import { inviteLink } from './discord/invite-link.ts';
import { type EnvFile, readEnvFile } from './env-file.ts';
import { SitrepError, type SitrepErrorCode } from './errors.ts';
import { createLog } from './log.ts';

/** The deadline for a clean shutdown; work that has not ended by then is cut off. */
const END_WITHIN_MS = 1800;

/** The exit codes follow BSD's sysexits.h, so that a supervisor knows when a restart helps. Every other failure is 1. */
export const EXIT_CODES: Partial<Record<SitrepErrorCode, number>> = {
  DISCORD_FORBIDDEN: 69,
  DISCORD_FATAL: 70,
  DISCORD_UNAVAILABLE: 75,
  STORE_UNREACHABLE: 75,
  DISCORD_ADDRESS: 76,
  DISCORD_TOKEN: 77,
  CONFIG_INVALID: 78,
};

/**
 * Reads the settings, starts Sitrep, logs what a newcomer needs to know, and ends the process when Discord ends the connection
 * for good.
 *
 * @param onEnd - gets the function that must be called when the process is asked to end
 */
export async function run(onEnd: (end: (why: string) => void) => void): Promise<void> {
  // discord.js would read these variables as its own sharding and fail on any value that is not JSON; Sitrep uses SITREP_SHARDS.
  delete process.env.SHARDS;
  delete process.env.SHARD_COUNT;

  let log = createLog({ logLevel: 'info', logFormat: logFormatOf(process.env) });
  try {
    const file: EnvFile = readEnvFile('.env');
    const env = { ...file.values, ...process.env };
    log = createLog({ logLevel: 'info', logFormat: logFormatOf(env) });
    const config = readConfig(env, file.problems);
    log = createLog(config);
    for (const unknown of unknownSettings(env)) log.warn(unknown, 'unknown setting ignored');
    await serve(config, log, onEnd);
  } catch (error) {
    fail(log, error);
  }
}

async function serve(config: Config, log: Logger, onEnd: (end: (why: string) => void) => void): Promise<void> {
  let app: App | undefined;
  let ending = false;
  onEnd((why) => {
    if (ending) return;
    ending = true;
    log.info(`${why}: ending`);
    setTimeout(() => process.exit(0), END_WITHIN_MS).unref();
    void (app?.stop() ?? Promise.resolve()).then(
      () => process.exit(0),
      () => process.exit(0),
    );
  });
  process.on('unhandledRejection', (reason) => log.error(describeError(reason), 'unhandled rejection'));

  log.debug('starting');
  app = await startApp(config, log);
  if (ending) return;
  tellNewcomer(app, config, log);
  await app.bot.ended.catch(async (error: unknown) => {
    if (ending) return;
    ending = true;
    setTimeout(() => fail(log, error), END_WITHIN_MS).unref();
    await app?.stop().catch(() => undefined);
    fail(log, error);
  });
}

function tellNewcomer({ bot, standin, situations, examples }: App, config: Config, log: Logger): void {
  for (const { knowledge } of situations.all())
    log.info(
      `Ready: ${knowledge.facts.length} facts on "${knowledge.title}" (${knowledge.name}, version ${knowledge.version})`,
    );
  if (standin) {
    log.info(`Open ${standin.url} in a browser: a stand-in for Discord on this machine, no account needed`);
  } else {
    const where = config.apiUrl === undefined ? 'Discord' : config.apiUrl;
    log.info(`Connected to ${where} as ${bot.userName}, in ${bot.servers} ${bot.servers === 1 ? 'server' : 'servers'}`);
    log.info(`To add Sitrep to a server, open ${inviteLink(bot.applicationId, config.apiUrl)}`);
  }
  log.info(`Type first: ${examples().join('   or   ')}`);
  log.info('Ctrl-C ends Sitrep');
}

function fail(log: Logger, error: unknown): never {
  if (error instanceof SitrepError) log.fatal({ code: error.code }, error.message);
  else log.fatal(describeError(error), 'Sitrep ended because of an unexpected error');
  process.exit(error instanceof SitrepError ? (EXIT_CODES[error.code] ?? 1) : 1);
}
