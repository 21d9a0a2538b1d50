// @ts-check
/** The stream of what happens in a channel. */

import { fetchState, viewQuery } from './api.js';

/** @import { Command, InteractionEvent, Message, Modal, PageState, Pin } from './types.ts' */

/** How long to wait before opening the stream again after the server refused it, in milliseconds. */
const REOPEN_AFTER_MS = 1000;

/**
 * @typedef {object} Listener
 * @property {(state: PageState) => void} state - the whole channel, after every (re)connection
 * @property {(reason?: string) => void} lost - nothing more comes until the next `state`
 * @property {(message: Message) => void} message - new or changed
 * @property {(channelId: string) => void} elsewhere - there is a new message in another channel
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
    const stream = new EventSource(`/page/events${viewQuery(as, channelId)}`);
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
    on('elsewhere', (data) => listener.elsewhere(data.channel_id));
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
