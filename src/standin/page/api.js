// @ts-check
/** The stand-in's page API: requests, and the stream of what happens in the channel. */

/** @import { Choice, Command, InteractionEvent, Message, Modal, OptionValue, PageState, Pin } from './types.ts' */

/**
 * @typedef {{as: string, channel_id: string, command_id: string, path: readonly string[], options: Record<string, OptionValue>}} CommandBody
 *   `path` names the group and the sub-command
 * @typedef {{as: string, channel_id: string, message_id: string}} MessageBody
 */

/** How long to wait before opening the stream again after the server refused it, in milliseconds. */
const REOPEN_AFTER_MS = 1000;

/** The stand-in said no, or could not be reached; the message is fit for showing. */
export class ApiError extends Error {}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<unknown>} the decoded answer; undefined for one without content
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
 * @param {string} [as] - without it, as the first of the people
 * @param {string} [channelId] - without it, the first channel
 * @returns {Promise<PageState>}
 */
export async function fetchState(as, channelId) {
  return /** @type {PageState} */ (await request('GET', `/page/state${view(as, channelId)}`));
}

/**
 * @param {string | undefined} as
 * @param {string | undefined} channelId
 */
function view(as, channelId) {
  const query = new URLSearchParams();
  if (as !== undefined) query.set('as', as);
  if (channelId !== undefined) query.set('channel_id', channelId);
  return query.size > 0 ? `?${query}` : '';
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

/**
 * @param {{as: string, modal_id: string, values: Readonly<Record<string, string | readonly string[]>>}} body
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
 * What a moderator does to a message by hand.
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

/**
 * @typedef {object} Listener
 * @property {(state: PageState) => void} state - the whole channel, after every (re)connection
 * @property {(reason?: string) => void} lost - nothing more comes until the next `state`
 * @property {(message: Message) => void} message - new or changed
 * @property {(id: string) => void} messageDelete
 * @property {(pins: readonly Pin[]) => void} pins - all of the channel, newest first
 * @property {(modal: Modal) => void} modal - the bot opened a dialog for this person
 * @property {(commands: readonly Command[]) => void} commands
 * @property {(online: boolean) => void} bot
 * @property {(interaction: InteractionEvent) => void} interaction
 */

/**
 * Follows the channel as one person, for as long as the page is open; connects again by itself.
 *
 * What happened while there was no connection is not sent again, so each greeting makes it read the whole state. Events
 * that arrive during that reading may be newer than what is read: they are held back and told after it.
 *
 * @param {string} as
 * @param {string} channelId
 * @param {Listener} listener
 * @returns {() => void} stops
 */
export function followChannel(as, channelId, listener) {
  /** @type {EventSource | undefined} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const open = () => {
    const stream = new EventSource(`/page/events${view(as, channelId)}`);
    source = stream;
    /** @type {(() => void)[] | undefined} Events held back; undefined while none are. */
    let held;

    const openLater = () => {
      stream.close();
      clearTimeout(timer);
      timer = setTimeout(open, REOPEN_AFTER_MS);
    };
    const on = (/** @type {string} */ name, /** @type {(data: any) => void} */ tell) => {
      stream.addEventListener(name, (event) => {
        // What was already on its way when the person was changed is not for this view.
        if (source !== stream) return;
        const data = JSON.parse(/** @type {MessageEvent<string>} */ (event).data);
        if (held) held.push(() => tell(data));
        else tell(data);
      });
    };
    stream.addEventListener('hello', async () => {
      /** @type {(() => void)[]} */
      const mine = [];
      held = mine;
      try {
        const state = await fetchState(as, channelId);
        // A later greeting has its own reading.
        if (source !== stream || held !== mine) return;
        listener.state(state);
        held = undefined;
        for (const tell of mine) tell();
      } catch (error) {
        if (source !== stream || held !== mine) return;
        listener.lost(error instanceof Error ? error.message : String(error));
        openLater();
      }
    });
    on('message', (data) => listener.message(data));
    on('message_delete', (data) => listener.messageDelete(data.id));
    on('pins', (data) => listener.pins(data));
    on('modal', (data) => listener.modal(data));
    on('commands', (data) => listener.commands(data));
    on('bot', (data) => listener.bot(data.online));
    on('interaction', (data) => listener.interaction(data));
    stream.addEventListener('error', () => {
      if (source !== stream) return;
      listener.lost();
      // Browsers retry a broken connection themselves, but give up for good when the server answers with an error.
      if (stream.readyState === EventSource.CLOSED) openLater();
    });
  };

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
}
