#!/usr/bin/env node
/** Entry point of the command-line program. `node src/cli.ts <sub-command> [options]`; each sub-command lives in `src/cli/`. */

import { config as loadEnvFile } from 'dotenv';
import { type CliIo, exitCodeOf, type Run } from './cli/io.ts';

/** Sub-command → its implementation, which is loaded only when it is used. */
const SUB_COMMANDS: ReadonlyMap<string, () => Promise<{ readonly run: Run }>> = new Map([
  ['check', () => import('./cli/check.ts')],
  ['schema', () => import('./cli/schema.ts')],
  ['new', () => import('./cli/new.ts')],
  ['draft', () => import('./cli/draft.ts')],
  ['gaps', () => import('./cli/gaps.ts')],
  ['changes', () => import('./cli/changes.ts')],
  ['score', () => import('./cli/score.ts')],
  ['curate', () => import('./cli/curate.ts')],
  ['ask', () => import('./cli/ask.ts')],
  ['brief', () => import('./cli/brief.ts')],
  ['rank', () => import('./cli/rank.ts')],
  ['fit', () => import('./cli/fit.ts')],
  ['store', () => import('./cli/store.ts')],
  ['doctor', () => import('./cli/doctor.ts')],
]);

async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const [name = '', ...args] = argv;
  if (name === '--help' || name === '-h') {
    io.stderr.write(`Usage: node src/cli.ts SUB-COMMAND [--help]; one of: ${[...SUB_COMMANDS.keys()].join(', ')}\n`);
    return 0;
  }
  const load = SUB_COMMANDS.get(name);
  if (load === undefined) {
    const names = [...SUB_COMMANDS.keys()].join(', ');
    const problem = name === '' ? 'no sub-command given' : `there is no sub-command "${name}"`;
    io.stderr.write(`sitrep: ${problem}; use one of: ${names}\n`);
    return 2;
  }
  try {
    return await (await load()).run(args, io);
  } catch (error) {
    return exitCodeOf(error, name, io);
  }
}

// A reader that stops early (`… | head -1`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// Uses the settings of `npm start`, because a backup must copy the store that the bot uses.
loadEnvFile({ quiet: true });

// process.exit() is not called, because it would drop output that is still in a pipe.
process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
});
