// @ts-check
/** The side of the page: the server, its channels, and the choice of the person to act as. */

import { byId, h } from './dom.js';
import { channelSign } from './names.js';

/** @import { Channel, PageState, Person } from './types.ts' */

/** Discord's type of a channel of direct messages. */
const DIRECT = 1;

/**
 * Shows the name of the channel everywhere and lists all channels.
 *
 * @param {PageState} state
 * @param {Person} me
 * @param {{go: (channel: Channel) => void, unread: ReadonlySet<string>}} nav - `go` is called when a person chooses another
 *   channel; `unread`: the ids of channels with new messages
 */
export function showPlace({ guild, channel, channels, bot, situation }, me, { go, unread }) {
  const isDirect = channel.id === me.direct_id;
  const sign = channelSign(channel);
  document.title = isDirect ? `@${channel.name}` : `#${channel.name} · ${guild.name}`;
  byId('guild').textContent = guild.name;
  byId('channel').textContent = channel.name;
  byId('channel-sign').textContent = sign;
  byId('topic').textContent = situation ? `Situation: ${situation.title}` : '';
  byId('log').setAttribute('aria-label', `Messages in ${channel.name}`);
  byId('welcome-title').textContent = isDirect
    ? `Your direct messages with ${channel.name}`
    : `Welcome to #${channel.name}`;
  byId('welcome-about').replaceChildren(...welcome(bot.name, situation));
  const direct = { id: me.direct_id, name: bot.name, type: DIRECT };
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.channel : undefined;
  const entry = (/** @type {Channel} */ each) => {
    const here = each.id === channel.id;
    const isUnread = !here && unread.has(each.id);
    const link = h(
      'button',
      {
        type: 'button',
        class: `channel${here ? ' here' : ''}${isUnread ? ' unread' : ''}`,
        'aria-current': here ? 'page' : null,
        'data-channel': each.id,
      },
      h('span', { class: 'hash', 'aria-hidden': 'true' }, channelSign(each)),
      each.name,
      isUnread && h('span', { class: 'unseen' }, ' (new messages)'),
    );
    link.addEventListener('click', () => go(each));
    return h('li', {}, link);
  };
  byId('channels').replaceChildren(...(channels.length > 0 ? channels : [channel]).map(entry));
  byId('direct').replaceChildren(entry(direct));
  if (focused !== undefined) {
    const again = document.querySelector(`[data-channel="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus();
  }
}

/**
 * What the bot is and what it is asked about.
 *
 * @param {string} bot
 * @param {PageState['situation']} situation
 */
function welcome(bot, situation) {
  if (!situation) return [];
  const { title, scope, others } = situation;
  return [
    h(
      'p',
      {},
      `${bot} is a chat bot. It answers questions only from facts that a person has curated and cited, and says so when they do not hold the answer.`,
    ),
    h('p', {}, 'Questions here are about: ', h('strong', {}, title)),
    h('p', {}, scope),
    ...(others.length === 0
      ? []
      : [
          h(
            'p',
            {},
            `${bot} serves ${others.length + 1} situations. Beside this one: `,
            h('strong', {}, others.join('; ')),
            '. To ask about another, add the option “in” to a command.',
          ),
        ]),
  ];
}

/**
 * @param {readonly Person[]} people
 * @param {Person} me
 * @param {(person: Person) => void} actAs
 */
export function showPeople(people, me, actAs) {
  byId('people').replaceChildren(
    ...people.map((person) => {
      const input = h('input', { type: 'radio', name: 'person', value: person.id });
      input.checked = person.id === me.id;
      input.addEventListener('change', () => {
        actAs(person);
        const again = document.querySelector(`input[name=person][value="${CSS.escape(person.id)}"]`);
        if (again instanceof HTMLElement) again.focus();
      });
      return h('label', { class: 'person' }, input, h('span', {}, person.name));
    }),
  );
}
