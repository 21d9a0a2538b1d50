// @ts-check
/** Starts the page: joins the stand-in's API, the messages and the message box. */

import {
  fetchChoices,
  fetchState,
  sendChoice,
  sendCommand,
  sendDismiss,
  sendForward,
  sendMessage,
  sendMessageCommand,
  sendModal,
  sendModalClosed,
  sendModeration,
  sendPress,
} from './api.js';
import { typedCommands } from './command-line.js';
import { Composer } from './composer.js';
import { byId, h } from './dom.js';
import { followChannel } from './follow-channel.js';
import { MessageList } from './message-list.js';
import { actionsOn, MessageMenu } from './message-menu.js';
import { avatar } from './message-view.js';
import { ModalDialog } from './modal-dialog.js';
import { channelSign, choosePerson, personQuery } from './names.js';
import { PinsPanel } from './pins-panel.js';
import { showPeople, showPlace } from './sidebar.js';
import { followTheme } from './theme.js';

/** @import { Channel, Command, PageState, Person } from './types.ts' */
/** @import { Names } from './markdown-view.js' */

/** Where this window remembers its person; two windows may act as two people. */
const PERSON_KEY = 'standin-person';
/** The name of a person's direct messages in the page's address. */
const DIRECT = 'direct';

/** @type {PageState} */
let state;
/** @type {Person} */
let me;
let stopFollowing = () => {};
/** False from the loss of the stream until the state has been read again. True at first, because the state is read again after the first `hello`. */
let connected = true;
/** @type {string | undefined} The message to show as soon as its channel is there. */
let sought;
/** @type {Set<string>} The ids of channels with messages that this person has not seen. */
const unread = new Set();

/** @type {Names} */
const names = {
  user: (id) => (id === state.bot.id ? state.bot.name : state.people.find((person) => person.id === id)?.name),
  role: (id) => (id === state.guild.id ? 'everyone' : state.roles?.find((role) => role.id === id)?.name),
  channel: (id) => [state.channel, ...state.channels].find((channel) => channel.id === id)?.name,
  useCommand: (name) => composer.fill(`/${name}`),
  openMessage,
};
/** @param {string} messageId */
const onMessage = (messageId) => ({ as: me.id, channel_id: state.channel.id, message_id: messageId });

const messages = new MessageList({
  names,
  press: (messageId, customId) => sendPress({ ...onMessage(messageId), custom_id: customId }),
  choose: (messageId, customId, values) => sendChoice({ ...onMessage(messageId), custom_id: customId, values }),
  dismiss: async (messageId) => {
    await sendDismiss({ as: me.id, message_id: messageId });
    messages.remove(messageId);
  },
  openMenu: (message, opener, at) => {
    const { id } = message;
    const attempt = (/** @type {Promise<unknown>} */ done) => void done.catch((error) => messages.fail(id, error));
    const actions = actionsOn(message, {
      commands: state.commands,
      isModerator: me.moderator,
      isOwn: message.author.id === me.id,
      reply: () => composer.replyTo(message),
      places: [
        ...state.channels.map((channel) => ({ id: channel.id, name: `${channelSign(channel)}${channel.name}` })),
        { id: me.direct_id, name: `Direct messages with ${state.bot.name}` },
      ],
      forward: (channelId) => attempt(sendForward({ as: me.id, channel_id: channelId, message_id: id })),
      use: (command) =>
        attempt(waitForAnswer(sendMessageCommand({ ...onMessage(id), command_id: command.id }), command.name)),
      moderate: (action) => attempt(sendModeration(action, { as: me.id, message_id: id })),
    });
    menu.open(actions, opener, at);
  },
  openPins: () => pins.open(),
  botName: () => state.bot.name,
  focusBox: () => composer.focus(),
  onEmpty: (empty) => {
    byId('welcome').hidden = !empty;
  },
});

const menu = new MessageMenu();

const pins = new PinsPanel({ names, jump: (messageId) => messages.jumpTo(messageId) });

const dialog = new ModalDialog({
  names,
  botName: () => state.bot.name,
  submit: (modalId, values) => sendModal({ as: me.id, modal_id: modalId, values }),
  cancel: (modalId) => sendModalClosed({ as: me.id, modal_id: modalId }),
});

const composer = new Composer({
  say: async (content, reply) => {
    messages.follow();
    const to = reply && { reply_to: reply.message.id, ping: reply.ping };
    await sendMessage({ as: me.id, channel_id: state.channel.id, content, ...to });
  },
  send: async (command, options) => {
    messages.follow();
    await waitForAnswer(sendCommand({ ...asTyped(command), options }), `/${command.name}`);
  },
  complete: (command, options, focused, signal) => fetchChoices({ ...asTyped(command), options, focused }, signal),
});

/**
 * @param {Command} command - as it was when it was chosen; its id changes when it is registered again
 */
function asTyped(command) {
  const current = typedCommands(state.commands).find((candidate) => candidate.name === command.name) ?? command;
  return { as: me.id, channel_id: state.channel.id, command_id: current.id, path: current.path ?? [] };
}

/**
 * Shows that a command is on its way until its answer is there.
 *
 * @param {Promise<string>} started - gives the interaction's id
 * @param {string} command - as a person reads it
 */
async function waitForAnswer(started, command) {
  const [person, channel] = [me, state.channel.id];
  const id = await started;
  if (person === me && channel === state.channel.id) messages.waitFor(id, command, person.name);
}

/**
 * @param {Person} person
 * @param {string} channelId
 */
function enter(person, channelId) {
  stopFollowing();
  messages.forgetWaiting();
  dialog.close();
  composer.clear();
  if (me !== person) unread.clear();
  me = person;
  sessionStorage.setItem(PERSON_KEY, person.id);
  const query = new URLSearchParams(location.search);
  query.set('as', personQuery(state.people, person));
  const isDirect = channelId === person.direct_id;
  // The first channel needs no naming.
  if (channelId === state.channels[0]?.id) query.delete('channel');
  else query.set('channel', isDirect ? DIRECT : channelId);
  history.replaceState(null, '', `?${query}`);
  showPeople(state.people, me, (other) => enter(other, isDirect ? other.direct_id : channelId));
  stopFollowing = followChannel(person.id, channelId, {
    state: (fresh) => {
      const moved = fresh.channel.id !== state.channel.id;
      state = fresh;
      unread.delete(channelId);
      show();
      showCommands();
      pins.show(state.pins);
      messages.reset(state.messages, !connected);
      if (moved) messages.follow();
      if (sought !== undefined) messages.jumpTo(sought);
      sought = undefined;
      connected = true;
      showStatus();
    },
    lost: (reason) => {
      connected = false;
      byId('connection').textContent = reason ?? 'Connection lost. Connecting again…';
      showStatus();
    },
    message: (message) => {
      messages.upsert(message);
      pins.update(message);
    },
    elsewhere: (other) => {
      unread.add(other);
      show();
    },
    messageDelete: (id) => messages.remove(id),
    pins: (fresh) => pins.show(fresh),
    modal: (modal) => dialog.open(modal),
    commands: (commands) => {
      state = { ...state, commands };
      showCommands();
    },
    bot: (online) => {
      state = { ...state, bot: { ...state.bot, online } };
      showStatus();
    },
    situation: (shown) => {
      state = { ...state, ...shown };
      show();
      showCommands();
    },
    interaction: (interaction) => {
      dialog.onInteraction(interaction);
      messages.onInteraction(interaction);
    },
  });
}

/** Shows the person's current place. */
function show() {
  showPlace(state, me, { go, unread });
  const { bot, channel, people } = state;
  const isDirect = channel.id === me.direct_id;
  composer.setPlace({
    // The header names the place; with its name this would be cut off on a phone.
    placeholder: 'Message, or / for commands',
    mentionable: [bot, ...people],
    isDirect,
    isModerator: me.moderator,
  });
}

/** @param {Channel} channel */
function go(channel) {
  if (channel.id !== state.channel.id) enter(me, channel.id);
}

/**
 * @param {string} channelId
 * @param {string} messageId
 */
function openMessage(channelId, messageId) {
  if (channelId === state.channel.id) {
    messages.jumpTo(messageId);
  } else if (state.channels.some((channel) => channel.id === channelId)) {
    sought = messageId;
    enter(me, channelId);
  }
}

function showCommands() {
  composer.setCommands(state.commands);
  const examples = state.examples ?? [];
  const lines = examples.length > 0 ? examples : typedCommands(state.commands).map((command) => `/${command.name}`);
  byId('welcome-lead').textContent =
    examples.length > 0 ? 'Type one of these into the box below, or click it:' : 'These commands are there:';
  byId('examples').replaceChildren(
    ...lines.map((line) => {
      const button = h('button', { type: 'button', class: 'example' }, line);
      button.addEventListener('click', () => (examples.length > 0 ? void composer.run(line) : composer.fill(line)));
      return h('li', {}, button);
    }),
  );
}

function showStatus() {
  const { name, online } = state.bot;
  byId('connection').hidden = connected;
  byId('bot').replaceChildren(
    avatar(name, true),
    h('span', { class: 'bot-name' }, name),
    h('span', { class: `presence${online ? ' online' : ''}` }, online ? 'online' : 'connecting…'),
  );
  composer.setBlocked(!connected ? 'Connecting to the stand-in…' : online ? undefined : `${name} is connecting…`);
}

async function start() {
  state = await fetchState();
  const query = new URLSearchParams(location.search);
  const person = choosePerson(state.people, query.get('as') ?? sessionStorage.getItem(PERSON_KEY));
  if (!person) throw new Error('The stand-in has no people to act as.');
  me = person;
  show();
  showCommands();
  showStatus();
  const wanted = query.get('channel');
  const channel = state.channels.find((each) => each.id === wanted) ?? state.channel;
  enter(person, wanted === DIRECT ? person.direct_id : channel.id);
  // On a phone the focus would bring up the keyboard over the channel.
  if (matchMedia('(hover: hover)').matches) composer.focus();
}

followTheme();
start().catch((error) => {
  byId('connection').hidden = false;
  byId('connection').textContent = error instanceof Error ? error.message : String(error);
});
