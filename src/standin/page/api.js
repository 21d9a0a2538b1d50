// @ts-check
/** Requests to the stand-in's page API. */

/** @import { Choice, OptionValue, PageState } from './types.ts' */

/**
 * @typedef {{as: string, channel_id: string, command_id: string, path: readonly string[], options: Record<string, OptionValue>}} CommandBody
 *   `path` names the group and the sub-command
 * @typedef {{as: string, channel_id: string, message_id: string}} MessageBody
 */

/** The stand-in refused a request or could not be reached; the message can be shown to a person. */
export class ApiError extends Error {}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<unknown>} the decoded answer; undefined for an answer without content
 * @throws {ApiError}
 */
async function request(method, path, body, signal) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError('The stand-in cannot be reached. Is it still running?', { cause });
  }
  if (response.status === 204) return undefined;
  /** @type {unknown} */
  const answer = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const said =
    typeof answer === 'object' && answer !== null && 'error' in answer
      ? String(answer.error)
      : `status ${response.status}`;
  throw new ApiError(said);
}

/**
 * @param {string} [as] - the person who looks; by default the first one
 * @param {string} [channelId] - by default the first channel
 * @returns {Promise<PageState>}
 */
export async function fetchState(as, channelId) {
  return /** @type {PageState} */ (await request('GET', `/page/state${viewQuery(as, channelId)}`));
}

/**
 * @param {string | undefined} as
 * @param {string | undefined} channelId
 * @returns {string} the query that names the person and the channel
 */
export function viewQuery(as, channelId) {
  const query = new URLSearchParams();
  if (as !== undefined) query.set('as', as);
  if (channelId !== undefined) query.set('channel_id', channelId);
  return query.size > 0 ? `?${query}` : '';
}

/**
 * @param {{as: string, channel_id: string, content: string, reply_to?: string | undefined, ping?: boolean}} body - a plain
 *   message; `reply_to` is the id of the message that it replies to
 */
export async function sendMessage(body) {
  await request('POST', '/page/say', body);
}

/**
 * @param {CommandBody} body
 * @returns {Promise<string>} the interaction's id
 */
export async function sendCommand(body) {
  return interactionId(await request('POST', '/page/command', body));
}

/**
 * @param {MessageBody & {custom_id: string}} body
 * @returns {Promise<string>} the interaction's id
 */
export async function sendPress(body) {
  return interactionId(await request('POST', '/page/press', body));
}

/**
 * @param {MessageBody & {custom_id: string, values: readonly string[]}} body - a choice in a select menu
 * @returns {Promise<string>} the interaction's id
 */
export async function sendChoice(body) {
  return interactionId(await request('POST', '/page/choose', body));
}

/**
 * @param {MessageBody & {command_id: string}} body - a command of the message's menu
 * @returns {Promise<string>} the interaction's id
 */
export async function sendMessageCommand(body) {
  return interactionId(await request('POST', '/page/message-command', body));
}

/** @param {MessageBody} body - `channel_id`: the channel that the message is forwarded to */
export async function sendForward(body) {
  await request('POST', '/page/forward', body);
}

/**
 * @param {{as: string, modal_id: string, values: Readonly<Record<string, string | boolean | readonly string[]>>}} body
 * @returns {Promise<string>} the interaction's id
 */
export async function sendModal(body) {
  return interactionId(await request('POST', '/page/submit', body));
}

/** @param {{as: string, modal_id: string}} body */
export async function sendModalClosed(body) {
  await request('POST', '/page/close-modal', body);
}

/**
 * Sends what a moderator does to a message by hand.
 *
 * @param {'pin' | 'unpin' | 'delete'} action
 * @param {{as: string, message_id: string}} body
 */
export async function sendModeration(action, body) {
  await request('POST', `/page/${action}`, body);
}

/**
 * @param {CommandBody & {focused: string}} body
 * @param {AbortSignal} signal
 * @returns {Promise<{choices: readonly Choice[], failed?: boolean}>}
 */
export async function fetchChoices(body, signal) {
  return /** @type {{choices: readonly Choice[], failed?: boolean}} */ (
    await request('POST', '/page/autocomplete', body, signal)
  );
}

/** @param {{as: string, message_id: string}} body */
export async function sendDismiss(body) {
  await request('POST', '/page/dismiss', body);
}

/** @param {unknown} answer */
function interactionId(answer) {
  return typeof answer === 'object' && answer !== null && 'interaction_id' in answer
    ? String(answer.interaction_id)
    : '';
}
