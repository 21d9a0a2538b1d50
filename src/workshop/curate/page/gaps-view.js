// @ts-check
/** What members asked the curators or reported as wrong, in groups of equal ones, with buttons that settle each group. */

import { ApiError, fetchGaps, settle } from './api.js';
import { byId, counted, h } from './dom.js';
import { titleOf } from './editor.js';

/** @import { DeskState, Entry } from '../desk.ts' */
/** @import { GapVerdict, GapView } from '../server.ts' */

/** @typedef {{readonly state: () => DeskState, readonly draft: (question: string) => Promise<void>}} Surroundings */

/** @param {Entry} fact */
const addressOf = ({ key }) => `#facts/${encodeURIComponent(key)}`;

export class Gaps {
  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    this.surroundings = surroundings;
  }

  /** Asks the server again, and shows their number in the navigation. */
  async load() {
    const host = byId('gap-list');
    /** @type {readonly GapView[]} */
    let gaps = [];
    try {
      gaps = await fetchGaps();
      host.replaceChildren(...gaps.map((gap, at) => this.#card(gap, at)));
      if (gaps.length === 0)
        host.replaceChildren(
          h(
            'p',
            { class: 'empty' },
            'Nothing waits. Members send questions with “Ask the curators”, and reports with “Not right?”.',
          ),
        );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      host.replaceChildren(h('p', { class: 'finding warning' }, error.message));
    }
    byId('nav-gaps').textContent = gaps.length === 0 ? 'Gaps' : `Gaps (${gaps.length})`;
  }

  /**
   * @param {GapView} gap
   * @param {number} at
   */
  #card(gap, at) {
    const { kind, alike, texts, firstMs, named } = gap;
    const [text = '', ...others] = texts;
    const state = h('p', { class: 'failure', role: 'status' });
    const act = (/** @type {GapVerdict} */ verdict, /** @type {string} */ done) => async () => {
      try {
        await settle(alike, verdict);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        state.textContent = error.message;
        return;
      }
      await this.load();
      byId('gap-done').textContent = done;
      byId('gap-done').focus();
    };
    const sent = `${alike.length === 1 ? 'Sent' : `Sent ${counted(alike.length, 'time')}, first`} on ${new Date(firstMs).toISOString().slice(0, 10)}`;
    return h(
      'article',
      { class: 'gap', 'aria-labelledby': `gap-${at}` },
      h(
        'h3',
        { id: `gap-${at}` },
        kind === 'report' && h('span', { class: 'tag warning' }, 'not right?'),
        text === '' ? '(no words)' : `“${text}”`,
      ),
      h('p', { class: 'hint' }, sent),
      others.length > 0 && h('ul', { class: 'also' }, ...others.map((other) => h('li', {}, `also “${other}”`))),
      kind === 'report' ? this.#reported(gap) : this.#question(gap, at, act),
      h(
        'div',
        { class: 'line' },
        h('button', { type: 'button', class: 'quiet', click: act({ as: 'done' }, 'Taken care of.') }, 'Taken care of'),
        h(
          'button',
          { type: 'button', class: 'quiet', click: act({ as: 'ignored' }, 'Deleted.') },
          'Nothing for us: delete',
        ),
      ),
      named !== null && h('p', { class: 'hint' }, 'A moderator named the fact that answers it.'),
      state,
    );
  }

  /** @param {GapView} gap */
  #reported({ nearest }) {
    const facts = this.#facts().filter(({ key }) => nearest.includes(key));
    if (facts.length === 0) return h('p', {}, 'The fact that it is about is no longer there.');
    return h(
      'p',
      {},
      'About ',
      ...facts.map((fact) => h('a', { href: addressOf(fact) }, titleOf(fact))),
      '. Correct the fact if the report is right.',
    );
  }

  /**
   * @param {GapView} gap
   * @param {number} at
   * @param {(verdict: GapVerdict, done: string) => () => Promise<void>} act
   */
  #question({ texts: [text = ''], nearest, named }, at, act) {
    const facts = this.#facts();
    const first = [...(named === null ? [] : [named]), ...nearest];
    const optionOf = (/** @type {Entry} */ fact) => h('option', { value: fact.key }, titleOf(fact));
    const near = [...new Set(first)].flatMap((key) => facts.find((fact) => fact.key === key) ?? []);
    const question = h('input', { id: `gap-${at}-question`, type: 'text', autocomplete: 'off', maxlength: 300 });
    question.value = text;
    const select = h(
      'select',
      { id: `gap-${at}-fact` },
      h('option', { value: '' }, 'Choose …'),
      near.length > 0 && h('optgroup', { label: 'Nearest' }, ...near.map(optionOf)),
      h('optgroup', { label: 'All' }, ...facts.filter((fact) => !near.includes(fact)).map(optionOf)),
    );
    if (named !== null) select.value = named;
    const accept = h('button', { type: 'button' }, 'Add to the fact');
    accept.addEventListener('click', () => {
      if (select.value === '') return select.focus();
      return act(
        { as: 'accepted', fact: select.value, question: question.value },
        'Added to the fact and to questions.yml.',
      )();
    });
    return h(
      'div',
      { class: 'answering' },
      h(
        'div',
        { class: 'field' },
        h('label', { for: question.id }, 'The question, without names of members'),
        question,
      ),
      h('div', { class: 'field' }, h('label', { for: select.id }, 'The fact that answers it'), select),
      h(
        'div',
        { class: 'line' },
        accept,
        h(
          'button',
          { type: 'button', class: 'quiet', click: () => this.surroundings.draft(question.value) },
          'New draft for it',
        ),
      ),
    );
  }

  #facts() {
    return (this.surroundings.state().facts ?? []).filter(({ values }) => values.draft !== true);
  }
}
