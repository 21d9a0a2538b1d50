/**
 * The one family of exceptions. "I do not know" and "which of these?" are answers, never exceptions;
 * a `SitrepError` means broken data, broken configuration, or a failing network.
 *
 * The message says what was expected, what came, where, and what to do. It may be shown to the operator and written
 * to the log; it is never echoed into a channel.
 */
export class SitrepError extends Error {
  override readonly name = 'SitrepError';
  readonly code: SitrepErrorCode;

  /** @param code - stable across releases; programs may compare it */
  constructor(code: SitrepErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

export type SitrepErrorCode =
  | 'CONFIG_INVALID'
  | 'KNOWLEDGE_MISSING'
  | 'KNOWLEDGE_INVALID'
  | 'PORT_TAKEN'
  /** Discord does not accept the token. */
  | 'DISCORD_TOKEN'
  /** Discord, or a proxy before it, refuses this application or machine. */
  | 'DISCORD_FORBIDDEN'
  /** Discord ended the connection with a close code after which a bot may not reconnect. */
  | 'DISCORD_FATAL'
  /** Something other than Discord's API answers at the address. */
  | 'DISCORD_ADDRESS'
  /** Discord cannot be reached, or does not let the bot connect yet: a later start may succeed. */
  | 'DISCORD_UNAVAILABLE'
  | 'ENCODER_STOPPED'
  | 'ENCODER_UNAVAILABLE'
  | 'STORE_CORRUPT'
  | 'STORE_FULL'
  | 'STORE_IN_USE'
  | 'STORE_LOST'
  | 'STORE_NEWER'
  | 'STORE_READ_ONLY'
  /** The database does not answer: a later attempt may succeed. */
  | 'STORE_UNREACHABLE'
  | 'STORE_UNUSABLE'
  | 'USAGE'
  | 'WEIGHTS_INVALID';
