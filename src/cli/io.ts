/** What every sub-command receives and returns, and a few functions that all of them share. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { SitrepError } from '../errors.ts';

/** Everything of the process that a sub-command may use. Tests pass their own streams. */
export interface CliIo {
  readonly stdin: NodeJS.ReadableStream;
  /** JSON lines or the plain answer; nothing else. */
  readonly stdout: NodeJS.WritableStream;
  /** Everything meant for a person. */
  readonly stderr: NodeJS.WritableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @returns the exit code: 0 success, 1 a problem found, 2 misuse */
export type Run = (args: readonly string[], io: CliIo) => Promise<number>;

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; strict: true; allowPositionals: boolean }>
>;

/**
 * Parses a sub-command's arguments with `node:util` parseArgs.
 *
 * @param usage - one line, shown when the arguments are wrong
 * @throws SitrepError `USAGE` for an unknown option, a missing value or an unexpected positional
 */
export function readArgs<const O extends Options>(
  args: readonly string[],
  options: O,
  usage: string,
  allowPositionals = false,
): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SitrepError('USAGE', `${message}\nUsage: ${usage}`, { cause: error });
  }
}

/** Writes one JSON value as one line. */
export function writeJsonLine(stream: NodeJS.WritableStream, value: unknown): void {
  stream.write(`${JSON.stringify(value)}\n`);
}

/**
 * Tells a person why a sub-command failed, and returns the exit code: 2 where the caller asked for something impossible (wrong
 * option, wrong configuration, missing folder), 1 for anything else. Unexpected errors keep their stack.
 */
export function exitCodeOf(error: unknown, subCommand: string, io: CliIo): 1 | 2 {
  if (error instanceof SitrepError) {
    io.stderr.write(`sitrep ${subCommand}: ${error.message}\n`);
    return error.code === 'USAGE' || error.code === 'CONFIG_INVALID' || error.code === 'KNOWLEDGE_MISSING' ? 2 : 1;
  }
  io.stderr.write(
    `sitrep ${subCommand}: unexpected failure\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return 1;
}
