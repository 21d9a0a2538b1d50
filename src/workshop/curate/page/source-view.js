// @ts-check
/** The sources beside the form: their text with the cited sentences marked, or only the quotes where the text is not available. */

import { h } from './dom.js';

/** @import { DeskState, Entry, SourceView } from '../desk.ts' */

/** @typedef {{source: string, paragraph: number, sentence: number, quote: string}} Passage */

/**
 * @param {unknown} cites
 * @returns {Passage[]}
 */
const passagesOf = (cites) =>
  (Array.isArray(cites) ? cites : []).map(({ source, paragraph, sentence, quote }) => ({
    source: String(source),
    paragraph: Number(paragraph),
    sentence: Number(sentence),
    quote: String(quote ?? ''),
  }));

/** @param {Entry} entry @param {unknown} [cites] - unsaved ones */
const citesOf = (entry, cites) => [
  ...passagesOf(cites ?? entry.values.cites),
  ...(Array.isArray(entry.values.roles) ? entry.values.roles.flatMap(({ cites: those }) => passagesOf(those)) : []),
];

export class Sources {
  #shown = '';

  /**
   * @param {HTMLElement} host
   * @param {{cite: (passage: Passage) => void, draft: (passage: Passage) => void}} acts
   */
  constructor(host, { cite, draft }) {
    this.host = host;
    this.citeButton = h('button', { type: 'button', class: 'quiet', disabled: true }, 'Cite the marked words');
    this.draftButton = h('button', { type: 'button', class: 'quiet', disabled: true }, 'New draft from them');
    /** @type {Passage | null} */
    let marked = null;
    document.addEventListener('selectionchange', () => {
      marked = this.#marked() ?? null;
      for (const button of [this.citeButton, this.draftButton]) button.disabled = marked === null;
    });
    // Without this, pressing a button would clear the selection in the text.
    for (const button of [this.citeButton, this.draftButton])
      button.addEventListener('pointerdown', (event) => event.preventDefault());
    this.citeButton.addEventListener('click', () => marked && cite(marked));
    this.draftButton.addEventListener('click', () => marked && draft(marked));
  }

  /**
   * @param {DeskState} state
   * @param {Entry} entry
   * @param {unknown} [cites]
   */
  show(state, entry, cites) {
    const own = citesOf(entry, cites);
    const others = [...(state.facts ?? []), ...(state.entities ?? [])]
      .filter(({ key, kind }) => key !== entry.key || kind !== entry.kind)
      .flatMap((each) => citesOf(each));
    const shown = JSON.stringify([state.version, entry.kind, entry.key, own]);
    if (shown === this.#shown) return;
    const isSame = this.host.dataset.entry === `${entry.kind}:${entry.key}`;
    this.#shown = shown;
    this.host.hidden = false;
    this.host.dataset.entry = `${entry.kind}:${entry.key}`;
    const cited = new Set(own.map(({ source }) => source));
    // The cited sources come first.
    const sources = [...state.sources].sort((a, b) => Number(cited.has(b.id)) - Number(cited.has(a.id)));
    const hasText = sources.some(({ paragraphs }) => paragraphs !== null);
    this.host.replaceChildren(
      h('h2', {}, sources.length === 1 ? 'Source' : 'Sources'),
      ...(hasText
        ? [
            h(
              'p',
              { class: 'legend' },
              h('mark', {}, 'Marked'),
              ': cited here. ',
              h('span', { class: 'cited' }, 'Underlined'),
              ': cited elsewhere.',
            ),
            h('div', { class: 'line' }, entry.kind === 'fact' && this.citeButton, this.draftButton),
          ]
        : []),
      ...sources.map((source) => sourceElement(source, own, others)),
    );
    const [first] = this.host.querySelectorAll('mark[data-sentence]');
    if (!isSame && first instanceof HTMLElement && getComputedStyle(this.host).overflowY === 'auto')
      this.host.scrollTop = Math.max(first.offsetTop - this.host.clientHeight / 3, 0);
  }

  hide() {
    this.#shown = '';
    this.host.hidden = true;
  }

  /** The words that the person has selected, within one sentence. @returns {Passage | undefined} */
  #marked() {
    const selection = document.getSelection();
    if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined;
    const sentenceOf = (/** @type {Node | null} */ node) =>
      (node instanceof Element ? node : node?.parentElement)?.closest('[data-sentence]');
    const element = sentenceOf(selection.anchorNode);
    if (!(element instanceof HTMLElement) || element !== sentenceOf(selection.focusNode)) return undefined;
    const { source = '', paragraph, sentence } = element.dataset;
    return {
      source,
      paragraph: Number(paragraph),
      sentence: Number(sentence),
      quote: selection.toString().replace(/\s+/g, ' ').trim(),
    };
  }
}

/**
 * @param {SourceView} source
 * @param {readonly Passage[]} own
 * @param {readonly Passage[]} others
 */
function sourceElement({ id, label, paragraphs }, own, others) {
  const cited = own.filter(({ source }) => source === id);
  const heading = h('h3', {}, label === '' ? id : label);
  if (paragraphs === null) {
    return h(
      'section',
      {},
      heading,
      h(
        'ul',
        { class: 'quotes' },
        ...cited.map(({ paragraph, sentence, quote }) =>
          h('li', {}, h('span', { class: 'number' }, `¶${paragraph}, sentence ${sentence}`), ` “${quote}”`),
        ),
      ),
      h(
        'p',
        { class: 'hint' },
        'The text is not at hand. To see it here, and to have the quotes proven, start the page with ',
        h('code', {}, `--source-text ${id}=PATH`),
        '.',
      ),
    );
  }
  return h(
    'section',
    {},
    heading,
    ...paragraphs.map((sentences, p) =>
      h(
        'p',
        { class: 'paragraph' },
        h('span', { class: 'number' }, `¶${p + 1}`),
        ...sentences.flatMap((sentence, s) => {
          const here = (/** @type {Passage} */ each) =>
            each.source === id && each.paragraph === p + 1 && each.sentence === s + 1;
          const quotes = cited.filter(here).map(({ quote }) => quote);
          const data = { 'data-source': id, 'data-paragraph': p + 1, 'data-sentence': s + 1 };
          if (quotes.length > 0) return [' ', h('mark', data, ...withQuotes(sentence, quotes))];
          return [' ', h('span', { ...data, ...(others.some(here) && { class: 'cited' }) }, sentence)];
        }),
      ),
    ),
  );
}

/**
 * @param {string} sentence
 * @param {readonly string[]} quotes
 * @returns {(string | HTMLElement)[]} the sentence with its quotes in bold
 */
function withQuotes(sentence, quotes) {
  const found = quotes
    .map((quote) => ({ quote, at: quote === '' ? -1 : sentence.indexOf(quote) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  /** @type {(string | HTMLElement)[]} */
  const parts = [];
  let end = 0;
  for (const { quote, at } of found) {
    if (at < end) continue;
    parts.push(sentence.slice(end, at), h('strong', {}, quote));
    end = at + quote.length;
  }
  return [...parts, sentence.slice(end)];
}
