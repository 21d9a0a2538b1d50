import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Config } from './config.ts';

/**
 * The log: lines for people on a terminal (`pretty`), JSON lines for machines. `pretty` falls back to JSON where the
 * development dependencies are not installed.
 */
export function createLog({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>): Logger {
  const stream = logFormat === 'pretty' ? prettyStream() : undefined;
  const options = { level: logLevel, base: null, timestamp: stdTimeFunctions.isoTime };
  return stream ? pino(options, stream) : pino(options);
}

function prettyStream(): DestinationStream | undefined {
  try {
    const require = createRequire(import.meta.url);
    const pretty: (options: object) => DestinationStream = require('pino-pretty');
    // Synchronous, so that the last words of a failing process are not lost.
    return pretty({
      sync: true,
      colorize: process.stdout.isTTY,
      translateTime: 'SYS:HH:MM:ss',
      ignore: 'pid,hostname',
    });
  } catch {
    return undefined;
  }
}
