// @ts-check
/** The side of the page: the server, its channels, who one acts as. */

import { byId, h } from './dom.js';
import { channelSign } from './names.js';

/** @import { Channel, PageState, Person } from './types.ts' */

/**
 * Names the channel everywhere, and lists the others.
 *
 * @param {PageState} state
 * @param {(channel: Channel) => void} go - told when a person chooses another channel
 */
export function showPlace({ guild, channel, channels }, go) {
  document.title = `#${channel.name} · ${guild.name}`;
  byId('guild').textContent = guild.name;
  byId('channel').textContent = channel.name;
  byId('channel-sign').textContent = channelSign(channel);
  byId('log').setAttribute('aria-label', `Messages in ${channel.name}`);
  const listed = channels.length > 0 ? channels : [channel];
  byId('channel-nav').classList.toggle('several', listed.length > 1);
  const hadFocus = byId('channels').contains(document.activeElement);
  byId('channels').replaceChildren(
    ...listed.map((each) => {
      const here = each.id === channel.id;
      const link = h(
        'button',
        { type: 'button', class: `channel${here ? ' here' : ''}`, 'aria-current': here ? 'page' : null },
        h('span', { class: 'hash', 'aria-hidden': 'true' }, channelSign(each)),
        each.name,
      );
      link.addEventListener('click', () => go(each));
      return h('li', {}, link);
    }),
  );
  if (!hadFocus) return;
  const here = byId('channels').querySelector('[aria-current]');
  if (here instanceof HTMLElement) here.focus();
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
