// @ts-check
/** The page's door: joins the stand-in's API, the messages and the command box. */

import { fetchChoices, fetchState, followChannel, sendCommand, sendDismiss, sendPress } from './api.js';
import { Composer } from './composer.js';
import { byId, h } from './dom.js';
import { MessageList } from './message-list.js';
import { avatar } from './message-view.js';
import { choosePerson, personQuery } from './people.js';

/** @import { Command, PageState, Person } from './types.ts' */

/** Where this window remembers who sits at it; two windows may act as two people. */
const PERSON_KEY = 'standin-person';

/** @type {PageState} */
let state;
/** @type {Person} */
let me;
let stopFollowing = () => {};
/** False from the loss of the stream until the state has been read again. The first connection is not waited for: nothing can be missed, because its greeting makes the page read the state once more. */
let connected = true;

const messages = new MessageList({
  names: {
    user: (id) => (id === state.bot.id ? state.bot.name : state.people.find((person) => person.id === id)?.name),
    role: (id) => (id === state.guild.id ? 'everyone' : state.roles?.find((role) => role.id === id)?.name),
    channel: (id) => [state.channel, ...state.channels].find((channel) => channel.id === id)?.name,
    useCommand: (name) => composer.fill(`/${name}`),
  },
  press: (messageId, customId) =>
    sendPress({ as: me.id, channel_id: state.channel.id, message_id: messageId, custom_id: customId }),
  dismiss: async (messageId) => {
    await sendDismiss({ as: me.id, message_id: messageId });
    messages.remove(messageId);
  },
  botName: () => state.bot.name,
  focusBox: () => composer.focus(),
  onEmpty: (empty) => {
    byId('welcome').hidden = !empty;
  },
});

const composer = new Composer({
  send: async (command, options) => {
    const person = me;
    messages.follow();
    const id = await sendCommand({
      as: person.id,
      channel_id: state.channel.id,
      command_id: current(command).id,
      options,
    });
    if (person === me) messages.waitFor(id, command.name, person.name);
  },
  complete: (command, options, focused, signal) =>
    fetchChoices(
      { as: me.id, channel_id: state.channel.id, command_id: current(command).id, options, focused },
      signal,
    ),
});

/**
 * @param {Command} command - as it was when it was chosen
 * @returns {Command} as it is registered now; its id changes when it is registered anew
 */
function current(command) {
  return (
    state.commands.find(
      (candidate) => candidate.name === command.name && (candidate.type ?? 1) === (command.type ?? 1),
    ) ?? command
  );
}

/** @param {Person} person */
function actAs(person) {
  stopFollowing();
  messages.forgetWaiting();
  me = person;
  sessionStorage.setItem(PERSON_KEY, person.id);
  const query = new URLSearchParams(location.search);
  query.set('as', personQuery(state.people, person));
  history.replaceState(null, '', `?${query}`);
  showPeople();
  stopFollowing = followChannel(person.id, {
    state: (fresh) => {
      state = fresh;
      showPlace();
      showCommands();
      messages.reset(state.messages, !connected);
      connected = true;
      showStatus();
    },
    lost: (reason) => {
      connected = false;
      byId('connection').textContent = reason ?? 'Connection lost. Connecting again…';
      showStatus();
    },
    message: (message) => messages.upsert(message),
    messageDelete: (id) => messages.remove(id),
    commands: (commands) => {
      state = { ...state, commands };
      showCommands();
    },
    bot: (online) => {
      state = { ...state, bot: { ...state.bot, online } };
      showStatus();
    },
    interaction: (interaction) => messages.onInteraction(interaction),
  });
}

function showPlace() {
  document.title = `#${state.channel.name} · ${state.guild.name}`;
  byId('guild').textContent = state.guild.name;
  byId('channel').textContent = state.channel.name;
  byId('log').setAttribute('aria-label', `Messages in ${state.channel.name}`);
  const channels = state.channels.length > 0 ? state.channels : [state.channel];
  byId('channels').replaceChildren(
    ...channels.map((channel) => {
      const here = channel.id === state.channel.id;
      return h(
        'li',
        {},
        h(
          'span',
          { class: `channel${here ? ' here' : ''}`, 'aria-current': here ? 'page' : null },
          h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
          channel.name,
        ),
      );
    }),
  );
}

function showPeople() {
  byId('people').replaceChildren(
    ...state.people.map((person) => {
      const input = h('input', { type: 'radio', name: 'person', value: person.id });
      input.checked = person.id === me.id;
      input.addEventListener('change', () => {
        composer.clear();
        actAs(person);
        const again = document.querySelector(`input[name=person][value="${CSS.escape(person.id)}"]`);
        if (again instanceof HTMLElement) again.focus();
      });
      return h('label', { class: 'person' }, input, h('span', {}, person.name));
    }),
  );
}

function showCommands() {
  composer.setCommands(state.commands);
  const examples = state.examples ?? [];
  const lines =
    examples.length > 0
      ? examples
      : state.commands.filter((command) => (command.type ?? 1) === 1).map((command) => `/${command.name}`);
  byId('welcome-lead').textContent =
    examples.length > 0 ? 'Type one of these into the box below, or click it:' : 'These commands are there:';
  byId('examples').replaceChildren(
    ...lines.map((line) => {
      const button = h('button', { type: 'button', class: 'example' }, line);
      button.addEventListener('click', () => (examples.length > 0 ? void composer.run(line) : composer.fill(line)));
      return h('li', {}, button);
    }),
  );
  byId('welcome-channel').textContent = state.channel.name;
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
  const wanted = new URLSearchParams(location.search).get('as') ?? sessionStorage.getItem(PERSON_KEY);
  const person = choosePerson(state.people, wanted);
  if (!person) throw new Error('The stand-in has no people to act as.');
  showPlace();
  showCommands();
  showStatus();
  actAs(person);
  // On a phone the focus would bring up the keyboard over the channel.
  if (matchMedia('(hover: hover)').matches) composer.focus();
}

start().catch((error) => {
  byId('connection').hidden = false;
  byId('connection').textContent = error instanceof Error ? error.message : String(error);
});
