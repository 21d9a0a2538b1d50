import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Config } from './config.ts';

/** How often a write to a full pipe is retried before its line is dropped, and the pause before each retry. */
const FULL_PIPE_TRIES = 4;
const FULL_PIPE_PAUSE_MS = 5;

/**
 * The log: lines for people on a terminal (`pretty`), JSON lines for machines. `pretty` falls back to JSON where the
 * development dependencies are not installed.
 */
export function createLog({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>): Logger {
  const format = (logFormat === 'pretty' && prettyFormat()) || ((line: string) => line);
  const options = { level: logLevel, base: null, timestamp: stdTimeFunctions.isoTime };
  return pino(options, createLineWriter(format));
}

/**
 * Writes each line at once, so that the last words of a failing process are not lost. It drops lines that cannot be written: the
 * disk is full, or the reader has ended or does not read. (pino's own writer waits for such a reader, and keeps the process from
 * ending.) The next line that can be written says how many were lost.
 */
function createLineWriter(format: (line: string) => string): DestinationStream {
  // Node makes a pipe or socket non-blocking when it opens this stream. Otherwise a pipe that nobody reads would block the whole process.
  const { fd } = process.stdout;
  let lost = 0;
  let isCut = false;

  /** @returns whether all of it was written */
  function write(text: string): boolean {
    let rest = Buffer.from(text);
    // After a reader has stalled, the log waits for it again only once it has read something.
    for (let tries = lost > 0 ? 1 : FULL_PIPE_TRIES; ; ) {
      try {
        rest = rest.subarray(writeSync(fd, rest));
        if (rest.length === 0) return true;
        isCut = true;
      } catch (error) {
        tries -= 1;
        if (!isFullPipe(error) || tries <= 0) return false;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_PAUSE_MS);
      }
    }
  }

  return {
    write(line) {
      const loss = { level: 40, time: new Date().toISOString(), lost, msg: 'log lines lost' };
      const before = lost === 0 ? '' : `${isCut ? '\n' : ''}${format(`${JSON.stringify(loss)}\n`)}`;
      if (write(before + format(line))) {
        lost = 0;
        isCut = false;
      } else lost += 1;
    },
  };
}

const isFullPipe = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN';

function prettyFormat(): ((line: string) => string) | undefined {
  try {
    const require = createRequire(import.meta.url);
    const { prettyFactory }: { readonly prettyFactory: (options: object) => (line: string) => string } =
      require('pino-pretty');
    return prettyFactory({ colorize: process.stdout.isTTY, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' });
  } catch {
    return undefined;
  }
}
