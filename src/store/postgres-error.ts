import { SitrepError } from '../errors.ts';
import { readOnly, unusable } from './store-error.ts';

/** Codes of Node for a server that cannot be reached, or a connection that broke. */
const NETWORK_CODES: ReadonlySet<string> = new Set(
  'ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT EAI_AGAIN ENOTFOUND ENETUNREACH EHOSTUNREACH'.split(' '),
);
/** Messages of the driver for errors without a code. */
const BROKEN =
  /^(Connection terminated|timeout expired|timeout exceeded|Query read timeout|Client has encountered a connection error|Client was closed)/;
/** PostgreSQL's codes (https://www.postgresql.org/docs/current/errcodes-appendix.html) after which a later connection may work. */
const UNREACHABLE = /^(08|57P0|53300)/;
/** The database rolled the transaction back because of another one, so a retry may succeed. */
const UNDONE: ReadonlySet<string> = new Set(['40001', '40P01']);
const UNIQUE_VIOLATION = '23505';

/** Whether no connection could be made, or the connection broke. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isUnreachable);
  const code = codeOf(error);
  if (code !== null) return NETWORK_CODES.has(code) || UNREACHABLE.test(code);
  return error instanceof Error && BROKEN.test(error.message);
}

/**
 * Whether a retry of a failed transaction may succeed. A duplicate key is among these errors: where two processes add the same
 * row at the same time, the second one finds the row at its next attempt.
 */
export const wasUndone = (error: unknown, attempt: number): boolean => {
  const code = codeOf(error);
  return code !== null && (UNDONE.has(code) || (code === UNIQUE_VIOLATION && attempt <= 3));
};

/** The outcome of a transaction is unknown: the connection broke while it ended. */
export class UnknownOutcomeError extends Error {
  override readonly name = 'UnknownOutcomeError';

  constructor(cause: unknown) {
    super('the connection broke while a change was being confirmed', { cause });
  }
}

/** @param error - anything caught; other errors come back unchanged. @param name - the address without the password */
export function postgresError(error: unknown, name: string): unknown {
  if (error instanceof SitrepError) return error;
  const code = codeOf(error);
  const words = error instanceof Error && error.message !== '' ? error.message : String(code ?? error);
  if (isUnreachable(error) || error instanceof UnknownOutcomeError) {
    return new SitrepError(
      'STORE_UNREACHABLE',
      `The store ${name} does not answer: ${words}. Check that PostgreSQL runs there, takes this machine's connections and has some to spare, and that SITREP_STORE names its host and port.`,
      { cause: error },
    );
  }
  switch (code) {
    case '28P01':
    case '28000':
      return unusable(name, words, 'Check the user and the password in SITREP_STORE, and pg_hba.conf there.', error);
    case '3D000':
      return unusable(name, words, 'Create it ("createdb -E UTF8 NAME"), or correct SITREP_STORE.', error);
    case '42501':
      return unusable(name, words, 'Let the user of SITREP_STORE create and change tables there.', error);
    case '25006':
      return readOnly(name, `${words} (is it a standby?)`, error);
    case '53100':
      return new SitrepError(
        'STORE_FULL',
        `The store ${name} cannot take another change: the disk of its server is full. What was in it before is kept. Make room there.`,
        { cause: error },
      );
    default:
      return code !== null && /^[0-9A-Z]{5}$/.test(code)
        ? unusable(name, `${words} (PostgreSQL ${code})`, 'Look into the log of its server.', error)
        : error;
  }
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
