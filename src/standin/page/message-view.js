// @ts-check
/** Renders one message as Discord does: author, time, the command or message that it answers, content, and who can see it. */

import { placeholder, renderComponents } from './components-view.js';
import { h, ICONS, icon } from './dom.js';
import { renderMarkdown } from './markdown-view.js';
import { displayName } from './names.js';
import { formatPosted, formatTimestamp } from './time.js';

/** @import { View } from './components-view.js' */
/** @import { Component, Embed, Message } from './types.ts' */

const EPHEMERAL = 64;
const LOADING = 128;
const COMMAND_INTERACTION = 2;
const PIN_NOTICE = 6;
const REPLY = 19;
const EXCERPT_MAX_CHARS = 90;
/** An answer to a command of a message's menu; such commands have no slash. */
const CONTEXT_MENU_ANSWER = 23;

/**
 * @typedef {View & PinNoticeContext & {
 *   dismiss: (id: string) => void,
 *   openMenu?: (opener: HTMLElement, at?: {x: number, y: number}) => void,
 * }} MessageContext `openMenu`: opens the menu of the message; absent where it has none
 */

/**
 * @param {Message} message
 * @param {MessageContext} context
 * @returns {HTMLElement} an article that takes the focus when one of its buttons is removed
 */
export function renderMessage(message, context) {
  if (message.type === PIN_NOTICE) return renderPinNotice(message, context);
  const flags = message.flags ?? 0;
  const isPrivate = (flags & EPHEMERAL) !== 0;
  const name = displayName(message.author);
  const article = h('article', {
    class: `message${isPrivate ? ' private' : ''}`,
    tabindex: -1,
    'data-message-id': message.id,
    'aria-label': isPrivate ? `Private message from ${name}, only you can see it` : `Message from ${name}`,
  });
  const body = h('div', { class: 'message-body' });
  const above = usedCommand(message) ?? repliedLine(message, context);
  if (above) article.append(above);
  article.append(avatar(name, message.author.bot === true), body);
  body.append(header(message, name));
  if ((flags & LOADING) !== 0) {
    body.append(thinking(name));
  } else {
    body.append(...renderContent(message, context));
    for (const { message: forwarded } of message.message_snapshots ?? []) {
      body.append(
        h(
          'div',
          { class: 'forwarded' },
          h('p', { class: 'subtext' }, 'Forwarded'),
          ...renderContent(forwarded, context),
        ),
      );
    }
    for (const attachment of message.attachments ?? []) {
      // Components show files themselves; a plain message lists them.
      if (!message.components?.length) body.append(placeholder('file', attachment.filename));
    }
    body.append(...renderComponents(message.components ?? [], context));
  }
  if (isPrivate) body.append(privacyNote(message, context));
  else if (context.openMenu) article.append(menuButton(article, context.openMenu));
  return article;
}

/**
 * @param {Pick<Message, 'content' | 'embeds'>} message
 * @param {MessageContext} context
 * @returns {HTMLElement[]}
 */
function renderContent({ content, embeds = [] }, context) {
  const text = content === '' ? [] : [renderMarkdown(content, context.names)];
  return [...text, ...embeds.map((embed) => renderEmbed(embed, context))];
}

/**
 * @param {HTMLElement} article - opens the menu by right click
 * @param {(opener: HTMLElement, at?: {x: number, y: number}) => void} open
 */
function menuButton(article, open) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'more',
      'aria-label': 'Message actions',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
    },
    icon(ICONS.more),
  );
  button.addEventListener('click', () => open(button));
  article.addEventListener('contextmenu', (event) => {
    // Links and selected text keep the browser's own menu.
    const isLink = event.target instanceof Element && event.target.closest('a[href]') !== null;
    if (isLink || getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    open(button, { x: event.clientX, y: event.clientY });
  });
  return button;
}

/**
 * Shows the state of pressed buttons without redrawing the message, so that screen readers do not read it again.
 *
 * @param {HTMLElement} article
 * @param {ReadonlySet<string>} busy - custom ids of the buttons that wait for the bot
 * @param {string | undefined} failure - why the last press failed
 */
export function showPresses(article, busy, failure) {
  for (const button of article.querySelectorAll('button[data-custom-id]')) {
    // A busy button keeps the focus, so it is not `disabled`.
    for (const name of ['aria-busy', 'aria-disabled']) {
      if (busy.has(button.getAttribute('data-custom-id') ?? '')) button.setAttribute(name, 'true');
      else button.removeAttribute(name);
    }
  }
  article.querySelector('.failure')?.remove();
  if (failure === undefined) return;
  const text = h('p', { class: 'failure', role: 'alert' }, failure);
  const note = article.querySelector('.privacy');
  if (note) note.before(text);
  else article.querySelector('.message-body')?.append(text);
}

/**
 * @param {string} name
 * @param {boolean} isBot
 */
export function avatar(name, isBot) {
  return h(
    'span',
    { class: `avatar${isBot ? ' bot' : ''}`, 'data-initial': name.charAt(0), 'aria-hidden': 'true' },
    name.charAt(0),
  );
}

/**
 * The line of a bot that has not answered yet.
 *
 * @param {string} name
 */
export function thinking(name) {
  return h(
    'p',
    { class: 'thinking' },
    h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
    `${name} is thinking…`,
  );
}

/** @param {Message} message */
function usedCommand(message) {
  const interaction = message.interaction_metadata;
  if (!interaction?.name || interaction.type !== COMMAND_INTERACTION) return undefined;
  const name = displayName(interaction.user);
  return h(
    'p',
    { class: 'invocation' },
    avatar(name, false),
    h('strong', {}, name),
    ' used ',
    h(
      'span',
      { class: 'used-command' },
      message.type === CONTEXT_MENU_ANSWER ? interaction.name : `/${interaction.name}`,
    ),
  );
}

/**
 * The line that shows what a reply refers to, and leads there.
 *
 * @param {Message} message
 * @param {MessageContext} context
 */
function repliedLine({ type, referenced_message: replied }, context) {
  if (type !== REPLY || replied === undefined) return undefined;
  if (replied === null) return h('p', { class: 'invocation' }, 'The original message was deleted');
  const name = displayName(replied.author);
  const button = h(
    'button',
    { type: 'button', class: 'replied', 'aria-label': `In reply to ${name}: ${excerpt(replied, context)}` },
    h('strong', {}, name),
    ' ',
    excerpt(replied, context),
  );
  button.addEventListener('click', () => context.jump(replied.id));
  return h('p', { class: 'invocation' }, avatar(name, replied.author.bot === true), button);
}

/**
 * @param {Message} message
 * @param {MessageContext} context
 * @returns {string} the start of its text, without marks
 */
function excerpt({ content, components = [] }, { names }) {
  const rendered = renderMarkdown(content || (firstText(components) ?? ''), names);
  // Blocks and lines follow each other without a space in `textContent`.
  for (const part of rendered.querySelectorAll('p, h3, li, br, pre')) part.before(' ');
  const text = rendered.textContent.replace(/\s+/g, ' ').trim();
  if (text === '') return 'a message without text';
  return text.length > EXCERPT_MAX_CHARS ? `${text.slice(0, EXCERPT_MAX_CHARS - 1)}…` : text;
}

/**
 * @param {readonly Component[]} components
 * @returns {string | undefined}
 */
function firstText(components) {
  for (const component of components) {
    const text = component.content ?? firstText(component.components ?? []);
    if (text) return text;
  }
  return undefined;
}

/**
 * @param {Message} message
 * @param {string} name
 */
function header(message, name) {
  const clock = { now: Date.now() };
  const posted = formatPosted(message.timestamp, clock);
  const full = (/** @type {string} */ iso) => formatTimestamp(Date.parse(iso) / 1000, 'F', clock);
  return h(
    'p',
    { class: 'message-header' },
    h('strong', { class: 'author' }, name),
    message.author.bot === true && h('span', { class: 'tag' }, 'APP'),
    h('time', { datetime: message.timestamp, title: full(message.timestamp) }, posted),
    message.edited_timestamp ? h('span', { class: 'edited', title: full(message.edited_timestamp) }, '(edited)') : null,
  );
}

/**
 * @param {Message} message
 * @param {MessageContext} context
 */
function privacyNote(message, context) {
  const dismiss = h('button', { type: 'button', class: 'text-button' }, 'Dismiss message');
  dismiss.addEventListener('click', () => context.dismiss(message.id));
  return h(
    'p',
    { class: 'privacy' },
    icon(ICONS.eye),
    'Only you can see this',
    h('span', { 'aria-hidden': 'true' }, ' · '),
    dismiss,
  );
}

/**
 * @param {Embed} embed
 * @param {MessageContext} context
 */
function renderEmbed(embed, context) {
  const box = h('div', { class: 'container accented' });
  if (typeof embed.color === 'number')
    box.style.setProperty('--accent', `#${embed.color.toString(16).padStart(6, '0')}`);
  if (embed.title) box.append(h('p', { class: 'embed-title' }, embed.title));
  if (embed.description) box.append(renderMarkdown(embed.description, context.names));
  for (const field of embed.fields ?? [])
    box.append(h('p', { class: 'embed-title' }, field.name), renderMarkdown(field.value, context.names));
  if (embed.footer) box.append(h('p', { class: 'subtext' }, embed.footer.text));
  return box;
}

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
