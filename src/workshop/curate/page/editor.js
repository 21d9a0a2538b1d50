// @ts-check
/** The form of one entry, or of a file as a whole: what is wrong is told at the field while typing; saving, accepting and discarding; conflicts. */

import { ApiError, add, Conflict, check, discard, save } from './api.js';
import { counted, h, same } from './dom.js';
import { formOf, nameOfKey } from './forms.js';
import { hunksOf, mergeLines } from './merge-lines.js';

/** @import { Checked, DeskState, Entry, Finding } from '../desk.ts' */
/** @import { EntryForm } from './forms.js' */

/**
 * Unsaved changes of an entry.
 *
 * @typedef {object} Edit
 * @property {Entry} base - the entry that they were made from
 * @property {Record<string, unknown>} changes - by key; null empties it
 */

/**
 * @typedef {object} Surroundings
 * @property {() => DeskState} state
 * @property {(ref: string, edit: Edit | null) => void} keep - remembers unsaved changes, or forgets them
 * @property {(entry: Entry | null, cites: unknown) => void} showSources - null hides them
 * @property {(goTo: string | null, loaded?: () => void) => Promise<void>} reload - `goTo`: the address to show afterwards; `loaded` is called before
 */

/** A pause in typing after which the change is checked. */
const CHECK_AFTER_MS = 250;

/** @param {{readonly kind: string, readonly key: string}} entry */
export const refOf = ({ kind, key }) => `${kind}:${key}`;

/** @param {Entry} entry */
const isDraft = ({ values }) => values.draft === true;

/** The view that lists the accepted entries of a kind. */
export const LIST_OF = /** @type {const} */ ({ fact: 'facts', entity: 'entities', file: 'files' });

/** @param {DeskState} state */
export const entriesOf = ({ facts, entities, files }) => [...(facts ?? []), ...(entities ?? []), ...files];

/** @param {Entry} entry */
export const titleOf = ({ key, kind, values: { label, name } }) => {
  const title = kind === 'fact' ? label : name;
  return typeof title === 'string' && title !== '' ? title : key;
};

export class Editor {
  /** @type {Entry | null} */
  #entry = null;
  /** @type {EntryForm | null} */
  #form = null;
  /** What each field reads where nothing was changed. @type {Map<string, unknown>} */
  #unchanged = new Map();
  #problems = 0;
  #isChecking = false;
  /** Whether a change is on its way to the file. The files may tell of it before the server has answered. */
  #isSaving = false;
  /** What came of the last press of a button; stands until something is typed. */
  #said = '';
  /** Whether something was typed since the running check began. */
  #isOutdated = false;
  #timer = 0;

  /**
   * @param {HTMLElement} host
   * @param {Surroundings} surroundings
   */
  constructor(host, surroundings) {
    this.host = host;
    this.surroundings = surroundings;
    for (const name of ['input', 'change']) {
      host.addEventListener(name, () => {
        this.#said = '';
        this.#changed();
      });
    }
    document.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 's' || host.hidden) return;
      event.preventDefault();
      void this.#save(false);
    });
  }

  get entry() {
    return this.#entry;
  }

  /**
   * Takes an entry as the file gives it now, where the form need not be built anew: focus and position stay.
   *
   * @param {Entry} entry
   * @param {Edit | null} edit
   * @returns {boolean} whether the form stays
   */
  stays(entry, edit) {
    if (this.#isSaving) return true;
    if (this.#entry === null || this.#form === null || refOf(this.#entry) !== refOf(entry)) return false;
    if (this.#entry.version !== entry.version || (edit !== null && edit.base.version !== entry.version)) return false;
    this.#entry = entry;
    if (edit === null && !isDraft(entry)) this.#tell({ findings: entry.findings, elsewhere: [] });
    return true;
  }

  close() {
    this.#entry = null;
    this.#form = null;
    this.host.hidden = true;
    clearTimeout(this.#timer);
  }

  /** Adds a passage to the entry that is open. @param {Record<string, unknown>} cite */
  cite(cite) {
    this.#form?.cite(cite);
  }

  /**
   * Shows an entry.
   *
   * @param {Entry} entry - as the file gives it
   * @param {Edit | null} edit - unsaved changes of it
   */
  open(entry, edit) {
    const state = this.surroundings.state();
    if (this.#entry === null || refOf(this.#entry) !== refOf(entry)) this.#said = '';
    this.#entry = edit?.base ?? entry;
    this.#unchanged = new Map();
    this.host.hidden = false;
    const list = isDraft(entry) ? 'drafts' : LIST_OF[entry.kind];
    const back = h('a', { href: `#${list}`, class: 'back' }, '‹ Back to the list');
    const head = h('h2', { tabindex: '-1' }, titleOf(entry), isDraft(entry) && h('span', { class: 'tag' }, 'Draft'));
    if (!entry.fitsForm) {
      this.#form = null;
      this.host.replaceChildren(back, head, ...this.#asText(entry));
      this.#showSources(entry, entry.values.cites);
      return;
    }
    const plain = formOf(entry, this.#entry.values, state);
    for (const [key, field] of plain.fields) this.#unchanged.set(key, field.read());
    this.#form = edit === null ? plain : formOf(entry, { ...this.#entry.values, ...edit.changes }, state);
    this.host.replaceChildren(
      back,
      head,
      ...(entry.kind === 'file' ? [] : [h('p', { class: 'hint' }, h('code', {}, entry.key))]),
      ...(isDraft(entry) && /^[ \t]*# (?:¶|Perhaps the same as )/m.test(entry.comment)
        ? [h('blockquote', {}, entry.comment.replace(/^[ \t]*# ?/gm, '').trim())]
        : []),
      ...this.#conflict(entry, edit),
      h(
        'form',
        { submit: (/** @type {Event} */ event) => this.#submit(event) },
        ...[...this.#form.fields.values()].map(({ element }) => element),
      ),
      h('ul', { class: 'findings', 'data-for': '' }),
      h('div', { class: 'elsewhere' }),
      this.#buttons(),
    );
    this.#tell({ findings: entry.findings, elsewhere: [] });
    this.#changed();
  }

  /** @param {Entry} entry @param {unknown} cites */
  #showSources(entry, cites) {
    this.surroundings.showSources(entry.kind === 'file' ? null : entry, cites);
  }

  /** @param {Entry} entry */
  #asText(entry) {
    const [first] = entry.findings;
    return [
      h(
        'p',
        {},
        `This cannot be shown ${entry.kind === 'file' ? 'here' : 'as a form'}. Change it in a text editor${first === undefined ? '' : ` (${first.where})`}:`,
      ),
      h('ul', { class: 'findings' }, ...entry.findings.map((finding) => findingLine(finding))),
      ...(entry.text === '' ? [] : [h('pre', { tabindex: '0', 'aria-label': 'Lines of the file' }, entry.text)]),
    ];
  }

  #buttons() {
    const draft = this.#entry !== null && isDraft(this.#entry);
    let asked = false;
    /** @param {Event} event */
    const discardDraft = ({ target }) => {
      if (asked) return void this.#run(() => discard(this.#ref()), draft ? '#drafts' : null);
      asked = true;
      if (target instanceof HTMLElement) target.textContent = 'Press again to discard it for good';
    };
    return h(
      'div',
      { class: 'buttons' },
      h('p', { class: 'state', role: 'status' }),
      draft && h('button', { type: 'button', class: 'accept', click: () => this.#save(true) }, 'Accept'),
      h('button', { type: 'button', class: 'save', click: () => this.#save(false) }, draft ? 'Save draft' : 'Save'),
      h('button', { type: 'button', class: 'quiet undo', click: () => this.#undo() }, 'Undo changes'),
      draft && h('button', { type: 'button', class: 'quiet', click: discardDraft }, 'Discard draft'),
    );
  }

  #ref() {
    if (this.#entry === null) throw new Error('no entry is open');
    const { kind, key, version } = this.#entry;
    return { kind, key, version };
  }

  /** @returns {Record<string, unknown>} */
  #changes() {
    const fields = [...(this.#form?.fields ?? [])].map(([key, field]) => /** @type {const} */ ([key, field.read()]));
    return Object.fromEntries(fields.filter(([key, value]) => !same(value, this.#unchanged.get(key))));
  }

  #changed() {
    if (this.#entry === null || this.#form === null) return;
    const changes = this.#changes();
    const isChanged = Object.keys(changes).length > 0;
    this.surroundings.keep(refOf(this.#entry), isChanged ? { base: this.#entry, changes } : null);
    this.#showSources(this.#entry, this.#form.fields.get('cites')?.read());
    for (const name of ['save', 'undo']) this.#button(name)?.toggleAttribute('disabled', !isChanged);
    clearTimeout(this.#timer);
    // A draft is checked at once: its problems are not among those of the situation.
    if (isChanged || isDraft(this.#entry)) this.#timer = window.setTimeout(() => void this.#check(), CHECK_AFTER_MS);
    else this.#tell({ findings: this.#entry.findings, elsewhere: [] });
  }

  /** One check at a time: in a large situation each takes seconds, and only the last is of interest. */
  async #check() {
    const entry = this.#entry;
    if (entry === null) return;
    this.#setState('Checking …');
    this.#isOutdated = this.#isChecking;
    if (this.#isChecking) return;
    this.#isChecking = true;
    try {
      const checked = await check({ kind: entry.kind, key: entry.key, changes: this.#changes() });
      if (this.#entry === entry && !this.#isOutdated) this.#tell(checked);
    } catch (error) {
      if (this.#entry === entry) this.#say(error);
    } finally {
      this.#isChecking = false;
      if (this.#isOutdated) void this.#check();
    }
  }

  /** Tells each finding at its field. @param {Checked} checked */
  #tell({ findings, elsewhere }) {
    const slots = new Map(
      [...this.host.querySelectorAll('[data-for]')].map((slot) => [slot.getAttribute('data-for'), slot]),
    );
    /** @type {Map<Element, Finding[]>} */
    const told = new Map([...slots.values()].map((slot) => [slot, []]));
    for (const finding of findings) {
      const steps = (finding.field ?? '').split('.');
      const nearest = steps.map((_, at) => steps.slice(0, steps.length - at).join('.')).find((path) => slots.has(path));
      told.get(/** @type {Element} */ (slots.get(nearest ?? '')))?.push(finding);
    }
    for (const [slot, those] of told) {
      slot.replaceChildren(...those.map((finding) => findingLine(finding, this.#form?.goToLine)));
      for (const control of this.host.querySelectorAll(`[aria-describedby~="${slot.id}"]`)) {
        const isIts = those.some(
          ({ level, field }) =>
            level === 'problem' && (field ?? '').startsWith(control.getAttribute('data-control') ?? ''),
        );
        if (isIts) control.setAttribute('aria-invalid', 'true');
        else control.removeAttribute('aria-invalid');
      }
    }
    const others = this.host.querySelector('.elsewhere');
    others?.replaceChildren(
      ...(elsewhere.length === 0
        ? []
        : [
            h('p', {}, 'In other places, because of this change:'),
            h('ul', { class: 'findings' }, ...elsewhere.map((finding) => findingLine(finding))),
          ]),
    );
    const all = [...findings, ...elsewhere];
    this.#problems = all.filter(({ level }) => level === 'problem').length;
    const warnings = all.length - this.#problems;
    const parts = [
      ...(this.#problems === 0 ? [] : [counted(this.#problems, 'problem')]),
      ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
    ];
    const draft = this.#entry !== null && isDraft(this.#entry);
    const button = this.#button('save');
    if (button !== null && !draft)
      button.textContent =
        this.#problems > 0 ? `Save with ${this.#problems === 1 ? 'the problem' : 'the problems'}` : 'Save';
    this.#button('accept')?.toggleAttribute('disabled', this.#problems > 0);
    const consequence =
      this.#problems === 0
        ? ''
        : draft
          ? ' A draft can be saved, and accepted once they are corrected.'
          : ' While a problem is there, Sitrep goes on with the earlier facts.';
    this.#setState(`${parts.length === 0 ? 'No problem.' : `${parts.join(', ')}.`}${consequence}`);
  }

  /** @param {string} name */
  #button(name) {
    return this.host.querySelector(`.buttons .${name}`);
  }

  /** @param {string} text @param {boolean} [isFailure] */
  #setState(text, isFailure = false) {
    const whole = this.#said === '' || text === this.#said ? text : `${this.#said} ${text}`;
    const state = this.host.querySelector('.buttons .state');
    if (state === null || state.textContent === whole) return;
    state.textContent = whole;
    state.classList.toggle('failure', isFailure);
  }

  /** @param {unknown} error */
  #say(error) {
    if (!(error instanceof ApiError)) throw error;
    this.#setState(error.message, true);
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
  }

  #undo() {
    if (this.#entry === null) return;
    const ref = refOf(this.#entry);
    this.surroundings.keep(ref, null);
    const now = entriesOf(this.surroundings.state()).find((entry) => refOf(entry) === ref);
    this.open(now ?? this.#entry, null);
  }

  /** @param {boolean} accept */
  async #save(accept) {
    const entry = this.#entry;
    if (entry === null || this.#form === null) return;
    const changes = this.#changes();
    if (!accept && Object.keys(changes).length === 0) return;
    const key = typeof changes.id === 'string' ? changes.id : entry.key;
    const list = accept || !isDraft(entry) ? LIST_OF[entry.kind] : 'drafts';
    const goTo = list === 'drafts' ? `#drafts/${entry.kind}:${key}` : `#${list}/${key}`;
    const act = () => save({ ...this.#ref(), changes, accept });
    if (accept || key !== entry.key) {
      await this.#run(act, goTo, accept ? 'Accepted.' : 'Saved.');
      if (accept) this.#offerNext();
      return;
    }
    // What was typed since the button was pressed stays, as a change of what has been saved.
    await this.#run(act, null, 'Saved.', () => {
      const now = entriesOf(this.surroundings.state()).find((each) => refOf(each) === refOf(entry));
      if (now === undefined || this.#entry !== entry) return;
      this.#entry = now;
      for (const [changed, value] of Object.entries(changes)) this.#unchanged.set(changed, value);
      this.host.querySelector('h2')?.firstChild?.replaceWith(titleOf(now));
      this.#changed();
    });
  }

  /** After a draft was accepted: the way to the draft that follows it in the file. */
  #offerNext() {
    const entry = this.#entry;
    if (entry === null || isDraft(entry)) return;
    const entries = entriesOf(this.surroundings.state());
    const at = entries.findIndex((each) => refOf(each) === refOf(entry));
    const next = entries.slice(at + 1).find(isDraft) ?? entries.find(isDraft);
    if (next === undefined) return;
    const href = `#drafts/${next.kind}:${encodeURIComponent(next.key)}`;
    this.host.querySelector('.buttons')?.append(h('a', { href }, `Next draft: ${titleOf(next)}`));
  }

  /**
   * @param {() => Promise<void>} act
   * @param {string | null} goTo
   * @param {string} [done]
   * @param {() => void} [loaded] - called with the new state, before it is shown
   */
  async #run(act, goTo, done = '', loaded) {
    const entry = this.#entry;
    if (entry === null || this.#isSaving) return;
    this.#isSaving = true;
    let message = done;
    try {
      await act();
      this.surroundings.keep(refOf(entry), null);
    } catch (error) {
      this.#isSaving = false;
      if (!(error instanceof Conflict)) return this.#say(error);
      // The state of the files tells the rest: the conflict is shown when the entry is opened again.
      message = error.message;
      loaded = undefined;
      goTo = null;
    }
    await this.surroundings.reload(goTo, () => {
      this.#isSaving = false;
      loaded?.();
    });
    this.#said = message;
    this.#setState(message, message !== done);
  }

  /**
   * Both texts, where the file has changed since the changes were begun.
   *
   * @param {Entry} now
   * @param {Edit | null} edit
   */
  #conflict(now, edit) {
    if (edit === null || edit.base.version === now.version) return [];
    const changedThere = [...new Set([...Object.keys(edit.base.values), ...Object.keys(now.values)])].filter(
      (key) => !same(edit.base.values[key], now.values[key]),
    );
    const keys = [...new Set([...Object.keys(edit.changes), ...changedThere])];
    const file = now.kind === 'file' ? bothChanges(now, edit) : null;
    const row = (/** @type {string} */ key) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, nameOfKey(key)),
        h('td', {}, file?.mine ?? shown(key in edit.changes ? edit.changes[key] : edit.base.values[key])),
        h('td', {}, file?.theirs ?? shown(now.values[key])),
      );
    const keepMine = () => {
      const changes = file?.changes ?? edit.changes;
      this.surroundings.keep(refOf(now), { base: now, changes });
      this.open(now, { base: now, changes });
    };
    const takeTheirs = () => {
      this.surroundings.keep(refOf(now), null);
      this.open(now, null);
    };
    const section = h(
      'section',
      { class: 'conflict', role: 'alert', 'aria-label': 'Changed in the file' },
      h(
        'p',
        {},
        h('strong', {}, 'This was changed in the file while you were writing.'),
        ' Nothing is lost; choose what to go on with.',
      ),
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, h('th', {}, 'Field'), h('th', {}, 'Yours'), h('th', {}, 'In the file now'))),
        h('tbody', {}, ...keys.map(row)),
      ),
      h(
        'p',
        { class: 'hint' },
        file?.hint ?? 'Your fields go over those of the file; its other fields stay.',
        ' Nothing is written before you save.',
      ),
      h(
        'div',
        { class: 'line' },
        h('button', { type: 'button', click: keepMine }, 'Go on with mine'),
        h('button', { type: 'button', class: 'quiet', click: takeTheirs }, 'Take the file’s'),
      ),
    );
    return [section];
  }

  /**
   * An entry with unsaved changes that is no longer in the file.
   *
   * @param {Edit} edit
   * @param {boolean} isUnreadable - whether the whole file is
   */
  openGone(edit, isUnreadable) {
    const { base, changes } = edit;
    this.#entry = base;
    this.#form = null;
    this.host.hidden = false;
    const values = Object.fromEntries(
      Object.entries({ ...base.values, ...changes }).filter(
        ([key, value]) => value !== null && key !== 'id' && key !== 'draft',
      ),
    );
    const putBack = () => {
      let goTo = '#drafts';
      return this.#run(async () => {
        const id = String(changes.id ?? base.values.id ?? base.key);
        goTo = `#drafts/${base.kind}:${await add(base.kind, id, values)}`;
      }, null).then(() => this.surroundings.reload(goTo));
    };
    const forget = () => {
      this.surroundings.keep(refOf(base), null);
      return this.surroundings.reload(base.kind === 'fact' ? '#facts' : '#entities');
    };
    this.host.replaceChildren(
      h('h2', { tabindex: '-1' }, titleOf(base)),
      h(
        'section',
        { class: 'conflict', role: 'alert', 'aria-label': 'No longer in the file' },
        h(
          'p',
          {},
          h('strong', {}, isUnreadable ? 'The file cannot be read now.' : 'This is no longer in the file.'),
          isUnreadable ? ' Once it is corrected, you go on here. You wrote:' : ' You wrote:',
        ),
        h(
          'dl',
          {},
          ...Object.entries(values).flatMap(([key, value]) => [h('dt', {}, nameOfKey(key)), h('dd', {}, shown(value))]),
        ),
        h(
          'div',
          { class: 'line' },
          !isUnreadable && h('button', { type: 'button', click: putBack }, 'Put it back as a draft'),
          !isUnreadable && h('button', { type: 'button', class: 'quiet', click: forget }, 'Forget it'),
        ),
      ),
      h('div', { class: 'buttons' }, h('p', { class: 'state', role: 'status' })),
    );
  }
}

/**
 * @param {unknown} value
 * @returns {string}
 */
const shown = (value) => {
  if (value === null || value === undefined) return '(empty)';
  if (Array.isArray(value)) return value.map(shown).join('\n');
  if (typeof value !== 'object') return value === true ? 'yes' : String(value);
  return Object.entries(value)
    .map(([key, each]) => `${key}: ${shown(each)}`)
    .join(', ');
};

/**
 * What you changed in a file, what somebody else did, and what going on with yours leads to.
 *
 * @param {Entry} now
 * @param {Edit} edit
 */
function bothChanges(now, { base, changes }) {
  const [before = '', mine = '', theirs = ''] = [base, { values: changes }, now].map(({ values }) =>
    String(values.text ?? ''),
  );
  /** @param {string} text */
  const changed = (text) =>
    hunksOf(before, text)
      .map(({ from, lines }) => `From line ${from + 1} on:\n${lines.join('\n') || '(removed)'}`)
      .join('\n\n');
  const { text, clashes } = mergeLines(before, mine, theirs);
  return {
    mine: changed(mine),
    theirs: changed(theirs),
    changes: { text },
    hint: clashes
      ? 'Some of the same lines were changed: there, yours replace those of the file, whose other changes stay.'
      : 'Yours go into the file as it is now; its other changes stay.',
  };
}

/**
 * @param {Finding} finding
 * @param {(line: number) => void} [goToLine] - where the text of the file is shown
 */
export function findingLine({ level, message, remedy, where }, goToLine) {
  const line = Number(where.split(':')[1]);
  return h(
    'li',
    { class: `finding ${level}` },
    goToLine !== undefined &&
      line > 0 &&
      h('button', { type: 'button', class: 'quiet', click: () => goToLine(line) }, `Line ${line}`),
    goToLine !== undefined && ' ',
    h('strong', {}, level === 'problem' ? 'Problem: ' : 'Warning: '),
    `${message}. `,
    h(
      'span',
      { class: 'remedy' },
      `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}${remedy.endsWith('?') ? '' : '.'}`,
    ),
  );
}
