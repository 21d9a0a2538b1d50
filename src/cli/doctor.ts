/**
 * `doctor`: looks at everything that a running Sitrep needs, from the token to the disk, and says what to do about each problem.
 * It posts nothing and changes nothing. `--running` asks only whether a running Sitrep is ready, for health checks.
 */

import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Config, Env } from '../config.ts';
import { isPostgres, readConfig, unknownSettings } from '../config.ts';
import { encoderSetting, vectorsFolder } from '../encoder/settings.ts';
import { readEnvFile } from '../env-file.ts';
import { SitrepError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { type CliIo, type Run, readArgs, writeJsonLine } from './io.ts';

const USAGE = `npm run -s doctor -- [--json] [--server ID] [--running]
Prints one line for each thing that it looks at: token, application, intents, install settings, commands, permissions by server
and channel, clock, store, disk, facts. Exit code 0: no problem; 1: a problem; 2: misuse.
--json     one JSON object a line: {"check","level":"ok|note|warning|problem","message","remedy"?}
--server   reads the permissions of this server alone
--running  only asks the Sitrep that runs with these settings, at SITREP_HEALTH_PORT, whether it is ready`;

/** Below this SQLite may soon be unable to write. */
const DISK_PROBLEM_BYTES = 100_000_000;
const DISK_WARNING_BYTES = 1_000_000_000;
const READY_TIMEOUT_MS = 5_000;

export const run: Run = async (args, io) => {
  const options = {
    json: { type: 'boolean', default: false },
    server: { type: 'string' },
    running: { type: 'boolean', default: false },
  } as const;
  const parsed = readArgs(args, { usage: USAGE, options }, io);
  if (parsed === null) return 0;
  const { values } = parsed;
  if (values.server !== undefined && !/^\d{17,20}$/.test(values.server)) {
    throw new SitrepError('USAGE', `--server expects a server id of 17 to 20 digits, not "${values.server}"`);
  }
  const counts = { ok: 0, note: 0, warning: 0, problem: 0 };
  for await (const finding of examine(io.env, values)) {
    counts[finding.level] += 1;
    if (values.json) writeJsonLine(io.stdout, finding);
    else writeForPeople(finding, io);
  }
  if (!values.json) io.stdout.write(`${counted(counts.problem, 'problem')}, ${counted(counts.warning, 'warning')}\n`);
  return counts.problem === 0 ? 0 : 1;
};

interface Wanted {
  readonly server?: string | undefined;
  readonly running: boolean;
}

async function* examine(env: Env, { server, running }: Wanted): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = readConfig(env, readEnvFile('.env').problems);
  } catch (error) {
    if (!(error instanceof SitrepError)) throw error;
    yield { check: 'settings', level: 'problem', message: error.message };
    return;
  }
  if (running) {
    yield await examineRunning(config.health);
    return;
  }
  yield* examineSettings(env);
  if (config.token === undefined) {
    yield {
      check: 'token',
      level: 'note',
      message: 'DISCORD_TOKEN is empty, so Sitrep runs on this machine alone, and there is nothing to ask Discord.',
      remedy: 'To connect it to Discord, set DISCORD_TOKEN as README.md says.',
    };
  } else yield* examineDiscordOf(config, config.token, server);
  yield* examineStore(config);
  yield* examineDisk(config);
  yield* await examineFacts(config);
  if (config.health !== undefined && config.health.port !== 0) yield await examineRunning(config.health, 'note');
}

function* examineSettings(env: Env): Generator<Finding> {
  const check = 'settings';
  const unknown = unknownSettings(env);
  if (unknown.length === 0) yield { check, level: 'ok', message: 'Every setting is understood.' };
  for (const { name, didYouMean } of unknown) {
    const remedy = didYouMean === undefined ? 'Remove it.' : `Did you mean ${didYouMean}?`;
    yield { check, level: 'warning', message: `${name} is none of Sitrep's settings.`, remedy };
  }
}

/** discord.js is loaded only here, because `--running` is called often and does not need it. */
async function* examineDiscordOf(
  { apiUrl, guildId }: Config,
  token: string,
  server: string | undefined,
): AsyncGenerator<Finding> {
  const [{ examineDiscord }, { commands, messageCommands }] = await Promise.all([
    import('../discord/examine.ts'),
    import('../../commands/index.ts'),
  ]);
  const definitions = [...commands, ...messageCommands].map(({ definition }) => definition);
  yield* examineDiscord({ token, apiUrl, guildId, definitions, server });
}

async function* examineStore({ token, storePath }: Config): AsyncGenerator<Finding> {
  const check = 'store';
  if (token === undefined) {
    yield { check, level: 'note', message: 'The stand-in keeps nothing, so the store is not used.' };
    return;
  }
  if (!isPostgres(storePath)) {
    const folder = dirname(resolve(storePath));
    const remedy = "Let Sitrep's user read and write it, or correct SITREP_STORE.";
    if (!isWritable(folder)) {
      yield {
        check,
        level: 'problem',
        message: `The folder ${folder} must be there and writable, and is not.`,
        remedy,
      };
    } else if (!existsSync(storePath)) {
      yield { check, level: 'ok', message: `There is no store at ${storePath} yet; the start creates it.` };
    } else if (!isWritable(storePath)) {
      yield { check, level: 'problem', message: `${storePath} must be writable, and is not.`, remedy };
    }
    if (!existsSync(storePath)) return;
  }
  try {
    const { surveyConfiguredStore } = await import('../store/open-configured.ts');
    const { file, version, pins, history } = await surveyConfiguredStore(storePath);
    const { ended: _, ...living } = pins;
    const count = Object.values(living).reduce((sum, n) => sum + n, 0);
    const message = `${file} is sound (version ${version}): ${counted(count, 'living pin')}, ${counted(history, 'row')} of history.`;
    yield { check, level: 'ok', message };
  } catch (error) {
    if (!(error instanceof SitrepError)) throw error;
    yield { check, level: 'problem', message: error.message };
  }
}

/** The disk of the store's file; with a database elsewhere, the disk of the cache of vectors. */
function* examineDisk({ storePath, cacheDir, encoder }: Config): Generator<Finding> {
  const check = 'disk';
  const vectors = existingFolder(resolve(vectorsFolder(storePath, cacheDir)));
  if (encoderSetting(encoder) !== undefined && !(isWritable(vectors) && statSync(vectors).isDirectory())) {
    yield {
      check,
      level: 'warning',
      message: `The vectors of facts cannot be kept: ${vectors} is not a folder that can be written. Each start computes them again.`,
      remedy: 'Let Sitrep write to it, or name another folder in SITREP_CACHE.',
    };
  }
  const folder = isPostgres(storePath) ? vectors : dirname(resolve(storePath));
  if (!existsSync(folder)) {
    yield {
      check,
      level: 'problem',
      message: `There is no folder ${folder}.`,
      remedy: 'Create it, or correct SITREP_STORE.',
    };
    return;
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const message = `${(free / 1e9).toFixed(1)} GB are free in ${folder}.`;
  const remedy = 'Free some room: without it pins are refused and log lines are lost.';
  if (free < DISK_PROBLEM_BYTES) yield { check, level: 'problem', message, remedy };
  else if (free < DISK_WARNING_BYTES) yield { check, level: 'warning', message, remedy };
  else yield { check, level: 'ok', message };
}

async function examineFacts({ knowledgeDir }: Config): Promise<readonly Finding[]> {
  const check = 'facts';
  const { checkKnowledge } = await import('../knowledge/check.ts');
  try {
    const inspections = await checkKnowledge({ root: knowledgeDir, sourceTexts: [] });
    return inspections.map(({ situation: name, problems, warnings, counts }): Finding => {
      const found = `${name}: ${counted(counts.facts, 'fact')}, ${counted(problems.length, 'problem')}, ${counted(warnings.length, 'warning')}.`;
      const remedy = `npm run -s check -- --situation ${name} names each.`;
      if (problems.length > 0) return { check, level: 'problem', message: found, remedy };
      return warnings.length > 0
        ? { check, level: 'warning', message: found, remedy }
        : { check, level: 'ok', message: found };
    });
  } catch (error) {
    if (!(error instanceof SitrepError)) throw error;
    return [{ check, level: 'problem', message: error.message }];
  }
}

/** @param otherwise - how serious it is that no Sitrep is ready */
async function examineRunning(health: Config['health'], otherwise: Finding['level'] = 'problem'): Promise<Finding> {
  const check = 'running';
  if (health === undefined || health.port === 0) {
    const message = 'SITREP_HEALTH_PORT names no port at which a running Sitrep could be asked.';
    return { check, level: otherwise, message, remedy: 'Set it, for example to 9464, and start Sitrep again.' };
  }
  const host = health.host === '0.0.0.0' ? '127.0.0.1' : health.host === '::' ? '::1' : health.host;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${health.port}/ready`;
  const remedy = 'The log of Sitrep says why.';
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(READY_TIMEOUT_MS) });
    const told = (await answer.text()).trim();
    if (answer.ok) return { check, level: 'ok', message: `Sitrep is ready: ${told}` };
    return {
      check,
      level: otherwise,
      message: `Sitrep runs and is not ready (HTTP ${answer.status}): ${told}`,
      remedy,
    };
  } catch {
    return { check, level: otherwise, message: `No Sitrep answers at ${url}.`, remedy };
  }
}

/** The folder, or the nearest one above it that is there. */
const existingFolder = (path: string): string => (existsSync(path) ? path : existingFolder(dirname(path)));

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function writeForPeople({ check, level, message, remedy }: Finding, { stdout }: CliIo): void {
  stdout.write(`${level.padEnd(8)} ${check}: ${message}\n`);
  if (remedy !== undefined) stdout.write(`${' '.repeat(9)}${remedy}\n`);
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
