// @ts-check
/** Renders message components: one function for each type, listed in a table. */

import { h, ICONS, icon } from './dom.js';
import { safeAddress } from './markdown.js';
import { renderMarkdown } from './markdown-view.js';
import { SelectMenu } from './select-menu.js';

/** @import { Component } from './types.ts' */
/** @import { Names } from './markdown-view.js' */

/**
 * @typedef {object} View - what components need from the page
 * @property {Names} names
 * @property {(customId: string) => void} press
 * @property {(customId: string, values: readonly string[]) => void} choose - called when a select menu closes with a new choice
 */

const LINK_STYLE = 5;
const STYLE_CLASSES = new Map([
  [1, 'primary'],
  [2, 'secondary'],
  [3, 'success'],
  [4, 'danger'],
  [LINK_STYLE, 'link'],
]);

/** @type {ReadonlyMap<number, (component: Component, view: View) => HTMLElement>} Discord's component type → view */
const VIEWS = new Map([
  [1, actionRow],
  [2, button],
  [3, select],
  [9, section],
  [10, textDisplay],
  [11, thumbnail],
  [12, mediaGallery],
  [13, file],
  [14, separator],
  [17, container],
]);

/**
 * @param {readonly Component[]} components
 * @param {View} view
 * @returns {HTMLElement[]}
 */
export function renderComponents(components, view) {
  return components.map((component) => (VIEWS.get(component.type) ?? unknown)(component, view));
}

/** @type {(component: Component, view: View) => HTMLElement} */
function container(component, view) {
  const box = h('div', { class: 'container' }, ...renderComponents(component.components ?? [], view));
  if (typeof component.accent_color === 'number') {
    box.classList.add('accented');
    box.style.setProperty('--accent', `#${component.accent_color.toString(16).padStart(6, '0')}`);
  }
  return component.spoiler ? covered(box) : box;
}

/** @type {(component: Component, view: View) => HTMLElement} */
function textDisplay(component, view) {
  return renderMarkdown(component.content ?? '', view.names);
}

/** @type {(component: Component, view: View) => HTMLElement} */
function section(component, view) {
  return h(
    'div',
    { class: 'section' },
    h('div', { class: 'section-text' }, ...renderComponents(component.components ?? [], view)),
    ...renderComponents(component.accessory ? [component.accessory] : [], view),
  );
}

/** @type {(component: Component) => HTMLElement} */
function separator(component) {
  const wide = component.spacing === 2 ? ' wide' : '';
  return component.divider === false ? h('div', { class: `gap${wide}` }) : h('hr', { class: `divider${wide}` });
}

/** @type {(component: Component, view: View) => HTMLElement} */
function actionRow(component, view) {
  return h('div', { class: 'action-row' }, ...renderComponents(component.components ?? [], view));
}

/** @type {(component: Component, view: View) => HTMLElement} */
function button(component, view) {
  const kind = STYLE_CLASSES.get(component.style ?? 2) ?? 'secondary';
  const emoji = component.emoji?.id ? `:${component.emoji.name ?? 'emoji'}:` : component.emoji?.name;
  // A link button without a safe address becomes a button that cannot be pressed.
  const href = kind === 'link' ? safeAddress(component.url ?? '') : undefined;
  const content = [
    emoji ? h('span', { class: 'button-emoji', 'aria-hidden': component.label ? 'true' : null }, emoji) : null,
    component.label ? h('span', { class: 'button-label' }, component.label) : null,
  ];
  if (href !== undefined && !component.disabled) {
    const link = h(
      'a',
      { class: 'button link', href, target: '_blank', rel: 'noopener noreferrer nofollow' },
      ...content,
    );
    link.append(icon(ICONS.external), h('span', { class: 'unseen' }, ' (opens in a new tab)'));
    return link;
  }
  const customId = component.custom_id;
  const disabled = Boolean(component.disabled) || customId === undefined;
  const element = h(
    'button',
    { type: 'button', class: `button ${kind}`, disabled, 'data-custom-id': customId },
    ...content,
  );
  if (customId !== undefined) {
    element.addEventListener('click', () => view.press(customId));
  }
  return element;
}

/** @type {(component: Component, view: View) => HTMLElement} */
function select(component, view) {
  const placeholder = component.placeholder ?? 'Make a selection';
  const customId = component.custom_id ?? '';
  const menu = new SelectMenu(
    {
      label: placeholder,
      customId,
      options: component.options ?? [],
      placeholder,
      min: component.min_values ?? 1,
      max: component.max_values ?? 1,
      disabled: Boolean(component.disabled),
    },
    (values) => view.choose(customId, values),
  );
  return menu.element;
}

/** @type {(component: Component) => HTMLElement} */
function thumbnail(component) {
  return placeholder('thumbnail', component.description || 'Picture');
}

/** @type {(component: Component) => HTMLElement} */
function mediaGallery(component) {
  const items = component.items ?? [];
  return h(
    'div',
    { class: 'gallery' },
    ...items.map((item, at) => placeholder('media', item.description || `Picture ${at + 1} of ${items.length}`)),
  );
}

/** @type {(component: Component) => HTMLElement} */
function file(component) {
  const name =
    component.name ??
    component.file?.url
      ?.replace(/^attachment:\/\//, '')
      .split('/')
      .at(-1);
  return placeholder('file', name || 'File');
}

/**
 * Pictures and files are shown by name only, because this page loads nothing from elsewhere.
 *
 * @param {string} kind
 * @param {string} label
 */
export function placeholder(kind, label) {
  const text = h('span', { dir: 'auto' }, label);
  return h('div', { class: `placeholder ${kind}` }, icon(ICONS.file), text);
}

/** @param {HTMLElement} box */
function covered(box) {
  const show = h('button', { type: 'button', class: 'button secondary' }, 'Spoiler: show');
  box.hidden = true;
  const wrap = h('div', {}, show, box);
  show.addEventListener('click', () => {
    box.hidden = false;
    show.remove();
  });
  return wrap;
}

/** @type {(component: Component) => HTMLElement} */
function unknown(component) {
  return h('p', { class: 'subtext' }, `This page does not show components of type ${component.type} yet.`);
}
