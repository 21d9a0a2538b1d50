import { config as loadEnvFile } from 'dotenv';
import type { Logger } from 'pino';
import { type App, startApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { inviteLink } from './discord/bot.ts';
import { describeError } from './discord/describe-error.ts';
import { SitrepError } from './errors.ts';
import { createLog } from './log.ts';

/** Everything must have ended by then; what has not is cut off. */
const END_WITHIN_MS = 1800;

/**
 * Reads the settings, starts Sitrep, says what a newcomer needs to know, and ends the process when Discord ends the connection
 * for good.
 *
 * @param onEnd - is given what to do when the process is asked to end
 */
export async function run(onEnd: (end: (why: string) => void) => void): Promise<void> {
  loadEnvFile({ quiet: true });
  // discord.js would take these as its sharding, and end on any value that is not JSON; Sitrep runs as one shard.
  delete process.env.SHARDS;
  delete process.env.SHARD_COUNT;

  // Until the settings are read, the log is as it is without any.
  let log = createLog(readConfig({}));
  try {
    const config = readConfig(process.env);
    log = createLog(config);
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
    setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
    await app?.stop().catch(() => undefined);
    fail(log, error);
  });
}

function tellNewcomer({ bot, standin, live, examples }: App, config: Config, log: Logger): void {
  const { knowledge } = live.current();
  log.info(
    `Ready: ${knowledge.facts.length} facts on "${knowledge.title}" (${knowledge.name}, version ${knowledge.version})`,
  );
  if (standin) {
    log.info(`Open ${standin.url} in a browser: a stand-in for Discord on this machine, no account needed`);
  } else {
    const where = config.apiUrl === undefined ? 'Discord' : config.apiUrl;
    log.info(`Connected to ${where} as ${bot.userName}, in ${bot.servers} ${bot.servers === 1 ? 'server' : 'servers'}`);
    log.info(`To add Sitrep to a server, open ${inviteLink(bot.applicationId)}`);
  }
  log.info(`Type first: ${examples().join('   or   ')}`);
  log.info('Ctrl-C ends Sitrep');
}

function fail(log: Logger, error: unknown): void {
  if (error instanceof SitrepError) log.fatal({ code: error.code }, error.message);
  else log.fatal(describeError(error), 'Sitrep ended by an error that it did not expect');
  process.exit(1);
}
