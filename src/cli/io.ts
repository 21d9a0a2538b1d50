/** What every sub-command receives and returns, and a few functions that all of them share. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { SitrepError } from '../errors.ts';
import { shellWord } from '../workshop/shell-word.ts';

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

/** How a command names one situation, or the folder of all. */
export const SITUATION_OPTIONS = { situation: { type: 'string' }, knowledge: { type: 'string' } } as const;

/** The folder of situations that a command line names; otherwise the setting does, and `knowledge` where that is empty. */
export const knowledgeRoot = ({ knowledge }: { readonly knowledge?: string | undefined }, { env }: CliIo): string =>
  knowledge ?? (env.SITREP_KNOWLEDGE || 'knowledge');

/** The option that the next command needs, too, with a space before it; empty where the setting named the folder. */
export const sameKnowledge = ({ knowledge }: { readonly knowledge?: string | undefined }): string =>
  knowledge === undefined ? '' : ` --knowledge ${shellWord(knowledge)}`;

interface Command<O extends Options> {
  readonly options: O;
  /** Shown for `--help`, and where the arguments are wrong. */
  readonly usage: string;
  /** Whether the command takes arguments beside its options; no, if left out. */
  readonly positionals?: boolean;
}

/**
 * Parses a sub-command's arguments with `node:util` parseArgs. Every command has `--help`.
 *
 * @returns null where help was asked for and given; the command then ends with exit code 0
 * @throws SitrepError `USAGE` for an unknown option, a missing value or an unexpected positional
 */
export function readArgs<const O extends Options>(
  args: readonly string[],
  { options, usage, positionals = false }: Command<O>,
  io: CliIo,
): Parsed<O> | null {
  const help = { help: { type: 'boolean', short: 'h' } } as const;
  try {
    const strict = { args: [...args], strict: true, allowPositionals: positionals } as const;
    const parsed = parseArgs({ ...strict, options: { ...options, ...help } });
    if ((parsed.values as { readonly help?: boolean }).help !== true) return parsed as unknown as Parsed<O>;
    io.stderr.write(`Usage: ${usage}\n`);
    return null;
  } catch (error) {
    throw misuse(error instanceof Error ? error.message : String(error), usage, error);
  }
}

/** @returns the error for a command line that makes no sense, with how the command is used */
export const misuse = (problem: string, usage: string, cause?: unknown): SitrepError =>
  new SitrepError('USAGE', `${problem}\nUsage: ${usage}`, { cause });

/** A terminal shows both streams, so a command that writes for people and for programs writes only for people there. */
export const isTerminal = ({ stdout }: CliIo): boolean => 'isTTY' in stdout && stdout.isTTY === true;

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
