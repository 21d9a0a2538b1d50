// @ts-check
/** The line in the channel that says who pinned a message. */

import { h, ICONS, icon } from './dom.js';
import { displayName } from './names.js';
import { formatPosted } from './time.js';

/** @import { Message } from './types.ts' */

/**
 * @typedef {object} PinNoticeContext
 * @property {(messageId: string) => void} jump
 * @property {() => void} openPins
 */

/**
 * @param {Message} message - of type 6
 * @param {PinNoticeContext} context
 * @returns {HTMLElement}
 */
export function renderPinNotice(message, context) {
  const name = displayName(message.author);
  const pinned = message.message_reference?.message_id;
  return h(
    'article',
    { class: 'notice', tabindex: -1, 'data-message-id': message.id, 'aria-label': `${name} pinned a message` },
    icon(ICONS.pin),
    h(
      'p',
      {},
      h('strong', {}, name),
      ' pinned ',
      textButton('a message', () => pinned !== undefined && context.jump(pinned)),
      ' to this channel. See all ',
      textButton('pinned messages', () => context.openPins()),
      '. ',
      h('time', { datetime: message.timestamp }, formatPosted(message.timestamp, { now: Date.now() })),
    ),
  );
}

/**
 * @param {string} label
 * @param {() => void} choose
 */
function textButton(label, choose) {
  const button = h('button', { type: 'button', class: 'text-button' }, label);
  button.addEventListener('click', choose);
  return button;
}
