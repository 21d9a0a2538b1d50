// @ts-check
/** The stand-in's page API: requests, and the stream of what happens in the channel. */

/** @import { Choice, Command, InteractionEvent, Message, OptionValue, PageState } from './types.ts' */

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
 * @returns {Promise<PageState>}
 */
export async function fetchState(as) {
  const query = as === undefined ? '' : `?as=${encodeURIComponent(as)}`;
  return /** @type {PageState} */ (await request('GET', `/page/state${query}`));
}

/**
 * @param {{as: string, channel_id: string, command_id: string, options: Record<string, OptionValue>}} body
 * @returns {Promise<string>} the interaction's id
 */
export async function sendCommand(body) {
  return interactionId(await request('POST', '/page/command', body));
}

/**
 * @param {{as: string, channel_id: string, message_id: string, custom_id: string}} body
 * @returns {Promise<string>} the interaction's id
 */
export async function sendPress(body) {
  return interactionId(await request('POST', '/page/press', body));
}

/**
 * @param {{as: string, channel_id: string, command_id: string, options: Record<string, OptionValue>, focused: string}} body
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
 * @param {Listener} listener
 * @returns {() => void} stops
 */
export function followChannel(as, listener) {
  /** @type {EventSource | undefined} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const open = () => {
    const stream = new EventSource(`/page/events?as=${encodeURIComponent(as)}`);
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
        const state = await fetchState(as);
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
