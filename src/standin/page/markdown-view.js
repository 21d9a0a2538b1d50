// @ts-check
/** Renders the tree that `markdown.js` parses. */

import { h } from './dom.js';
import { parseMarkdown } from './markdown.js';
import { formatTimestamp } from './time.js';

/** @import { Block, Inline, List } from './markdown.js' */

/**
 * @typedef {object} Names - names by id; undefined for an unknown id
 * @property {(id: string) => string | undefined} user
 * @property {(id: string) => string | undefined} role
 * @property {(id: string) => string | undefined} channel
 * @property {(name: string) => void} useCommand - called when a person clicks a command mention
 * @property {(channelId: string, messageId: string) => void} openMessage - called when a person follows a link to a message
 */

/** A link to a message, with channel and id; Discord's client opens it inside itself. */
const MESSAGE_PATH = /^\/channels\/(?:\d+|@me)\/(\d+)\/(\d+)$/;
/** A link to a message names Discord, or the server that the bot is connected to, which is this one. */
const MESSAGE_ORIGINS = ['https://discord.com', location.origin];

/**
 * @param {string} source
 * @param {Names} names
 * @returns {HTMLDivElement}
 */
export function renderMarkdown(source, names) {
  const root = h('div', { class: 'markdown' });
  for (const block of parseMarkdown(source)) root.append(renderBlock(block, names));
  return root;
}

/**
 * @param {Block} block
 * @param {Names} names
 * @returns {HTMLElement}
 */
function renderBlock(block, names) {
  switch (block.type) {
    case 'paragraph':
      return inlineInto(h('p', { dir: 'auto' }), block.children, names);
    case 'subtext':
      return inlineInto(h('p', { dir: 'auto', class: 'subtext' }), block.children, names);
    case 'heading':
      // The page itself uses h1 and h2. All headings of messages are h3, because a message may begin with any level, and none may be skipped.
      return inlineInto(
        h('h3', {
          dir: 'auto',
          class: `heading-${block.level}`,
        }),
        block.children,
        names,
      );
    case 'quote':
      return h('blockquote', {}, ...block.children.map((child) => renderBlock(child, names)));
    case 'code-block':
      return h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Code' }, h('code', {}, block.text));
    case 'list':
      return renderList(block, names);
    default:
      return unreachable(block);
  }
}

/**
 * @param {List} list
 * @param {Names} names
 * @returns {HTMLElement}
 */
function renderList(list, names) {
  const items = list.items.map((item) => {
    const element = inlineInto(h('li', { dir: 'auto' }), item.children, names);
    element.append(...item.lists.map((inner) => renderList(inner, names)));
    return element;
  });
  return list.ordered ? h('ol', { start: list.start }, ...items) : h('ul', {}, ...items);
}

/**
 * @template {HTMLElement} E
 * @param {E} parent
 * @param {readonly Inline[]} nodes
 * @param {Names} names
 * @returns {E}
 */
function inlineInto(parent, nodes, names) {
  for (const node of nodes) parent.append(renderInline(node, names));
  return parent;
}

/**
 * @param {Inline} node
 * @param {Names} names
 * @returns {Node}
 */
function renderInline(node, names) {
  switch (node.type) {
    case 'text':
      return document.createTextNode(node.text);
    case 'break':
      return h('br');
    case 'strong':
      return inlineInto(h('strong'), node.children, names);
    case 'em':
      return inlineInto(h('em'), node.children, names);
    case 'underline':
      return inlineInto(h('u'), node.children, names);
    case 'strike':
      return inlineInto(h('s'), node.children, names);
    case 'spoiler':
      return spoiler(inlineInto(h('span', { class: 'spoiler-text' }), node.children, names));
    case 'code':
      return h('code', {}, node.text);
    case 'link': {
      const { origin, pathname } = new URL(node.href);
      const [, channelId, messageId] = (MESSAGE_ORIGINS.includes(origin) && MESSAGE_PATH.exec(pathname)) || [];
      if (channelId !== undefined && messageId !== undefined) {
        // No button: a browser keeps a button's words together, so the text around it would break before and after.
        const link = h('a', { href: `#${messageId}` });
        link.addEventListener('click', (event) => {
          event.preventDefault();
          names.openMessage(channelId, messageId);
        });
        return inlineInto(link, node.children, names);
      }
      const link = h('a', { href: node.href, target: '_blank', rel: 'noopener noreferrer nofollow' });
      return inlineInto(link, node.children, names);
    }
    case 'command': {
      const button = h('button', { type: 'button', class: 'mention command-mention' }, `/${node.name}`);
      button.addEventListener('click', () => names.useCommand(node.name));
      return button;
    }
    case 'time': {
      const date = new Date(node.seconds * 1000);
      const full = formatTimestamp(node.seconds, 'F', { now: Date.now() });
      const valid = !Number.isNaN(date.getTime());
      return h(
        'time',
        { title: full, datetime: valid ? date.toISOString() : null },
        formatTimestamp(node.seconds, node.style, { now: Date.now() }),
      );
    }
    case 'user':
      return h('span', { class: 'mention' }, `@${names.user(node.id) ?? 'unknown-user'}`);
    case 'role':
      return h('span', { class: 'mention' }, `@${names.role(node.id) ?? 'unknown-role'}`);
    case 'channel':
      return h('span', { class: 'mention' }, `# ${names.channel(node.id) ?? 'unknown'}`);
    case 'everyone':
      return h('span', { class: 'mention' }, node.name);
    case 'emoji':
      return document.createTextNode(`:${node.name}:`);
    default:
      return unreachable(node);
  }
}

/**
 * Hidden until it is clicked or Enter or Space is pressed; screen readers do not read the hidden text.
 *
 * @param {HTMLElement} text
 */
function spoiler(text) {
  const cover = h(
    'span',
    { class: 'spoiler', role: 'button', tabindex: 0, 'aria-label': 'Spoiler: show the text', 'aria-expanded': 'false' },
    text,
  );
  // `inert` also keeps links inside it from being followed by accident.
  text.inert = true;
  const reveal = (/** @type {Event} */ event) => {
    if (cover.classList.contains('revealed')) return;
    event.preventDefault();
    cover.classList.add('revealed');
    text.inert = false;
    for (const name of ['role', 'tabindex', 'aria-label', 'aria-expanded']) cover.removeAttribute(name);
  };
  cover.addEventListener('click', reveal);
  cover.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') reveal(event);
  });
  return cover;
}

/**
 * @param {never} node
 * @returns {never}
 */
function unreachable(node) {
  throw new Error(`a kind of markdown without a view: ${JSON.stringify(node)}`);
}
