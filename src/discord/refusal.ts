import { DiscordAPIError } from 'discord.js';
import type { Refusal } from '../pins/refusal.ts';
import { ForeignAnswerError } from './transport.ts';

/** Error codes of Discord's (topics/opcodes-and-status-codes, "JSON Error Codes") that mean the same for every request. */
const BY_CODE = new Map<number | string, Refusal>([
  [10003, { why: 'channel-gone' }],
  [10004, { why: 'server-gone' }],
  [10008, { why: 'message-gone' }],
  [30003, { why: 'pins-full' }],
  [40058, { why: 'wrong-channel' }],
  [50001, { why: 'no-permission', permission: 'View Channel' }],
  [50008, { why: 'wrong-channel' }],
  [50019, { why: 'wrong-channel' }],
  [50024, { why: 'wrong-channel' }],
  [50083, { why: 'archived' }],
  [160005, { why: 'archived' }],
]);
const MISSING_PERMISSIONS = 50013;
const UNAUTHORIZED = 401;
const NOT_FOUND = 404;

/** Whether an HTTP 404 lacks Discord's code for the thing that is missing; it may come from a proxy. */
const BARE_NOT_FOUND: Refusal = { why: 'refused', code: NOT_FOUND };
export const isBareNotFound = (refusal: Refusal): boolean => refusal.why === 'refused' && refusal.code === NOT_FOUND;

/**
 * Translates the error of a failed request into a refusal. Everything except a clear refusal by Discord counts as unconfirmed: no answer, a failing
 * server, a long rate limit, a token that is not accepted.
 *
 * @param needs - the permission that the request needs in addition to View Channel; Discord does not name it
 */
export function refusalOf(error: unknown, needs: string): Refusal {
  if (error instanceof ForeignAnswerError && error.status === NOT_FOUND) return BARE_NOT_FOUND;
  if (!(error instanceof DiscordAPIError) || error.status === UNAUTHORIZED) return { why: 'unconfirmed' };
  if (error.code === MISSING_PERMISSIONS) return { why: 'no-permission', permission: needs };
  return BY_CODE.get(error.code) ?? { why: 'refused', code: Number(error.code) || error.status };
}
