// @ts-check
/** Follows the events of a channel. */

import { fetchState, viewQuery } from './api.js';

/** @import { Command, InteractionEvent, Message, Modal, PageState, Pin } from './types.ts' */

/** Time before the stream is opened again after the server refused it, in milliseconds. */
const REOPEN_AFTER_MS = 1000;

/**
 * @typedef {object} Listener
 * @property {(state: PageState) => void} state - the whole channel, after every (re)connection
 * @property {(reason?: string) => void} lost - no event comes until the next `state`
 * @property {(message: Message) => void} message - new or changed
 * @property {(channelId: string) => void} elsewhere - there is a new message in another channel
 * @property {(id: string) => void} messageDelete
 * @property {(pins: readonly Pin[]) => void} pins - all of the channel, newest first
 * @property {(modal: Modal) => void} modal - the bot opened a dialog for this person
 * @property {(commands: readonly Command[]) => void} commands
 * @property {(online: boolean) => void} bot
 * @property {(shown: Pick<PageState, 'situation' | 'examples'>) => void} situation - of the channel, after a change
 * @property {(interaction: InteractionEvent) => void} interaction
 */

/**
 * Follows a channel as one person until it is stopped; reconnects by itself.
 *
 * Events of a lost connection are not sent again, so the whole state is read after each `hello`. Events that arrive
 * meanwhile may be newer than that state; they are delivered after it.
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
    const stream = new EventSource(`/page/events${viewQuery(as, channelId)}`);
    source = stream;
    /** @type {(() => void)[] | undefined} Events that wait for the state; undefined while it is not being read. */
    let held;

    const openLater = () => {
      stream.close();
      clearTimeout(timer);
      timer = setTimeout(open, REOPEN_AFTER_MS);
    };
    const on = (/** @type {string} */ name, /** @type {(data: any) => void} */ tell) => {
      stream.addEventListener(name, (event) => {
        // Ignores the last events of a stream that was replaced.
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
        // A later `hello` reads the state itself.
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
    on('elsewhere', (data) => listener.elsewhere(data.channel_id));
    on('message_delete', (data) => listener.messageDelete(data.id));
    on('pins', (data) => listener.pins(data));
    on('modal', (data) => listener.modal(data));
    on('commands', (data) => listener.commands(data));
    on('bot', (data) => listener.bot(data.online));
    on('situation', (data) => listener.situation(data));
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
