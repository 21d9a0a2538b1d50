// @ts-check
/** The curators' page: which view is shown, the list, and what happens when the files change. */

import { ApiError, add, ask, fetchState } from './api.js';
import { byId, counted, h } from './dom.js';
import { Editor, entriesOf, findingLine, LIST_OF, refOf, titleOf } from './editor.js';
import { namesOf } from './forms.js';
import { Gaps } from './gaps-view.js';
import { Sources } from './source-view.js';

/** @import { DeskState, Entry, EntryKind } from '../desk.ts' */
/** @import { Edit } from './editor.js' */

const VIEWS = /** @type {const} */ (['facts', 'entities', 'drafts', 'files', 'ask', 'gaps']);

/** @type {DeskState | null} */
let state = null;
/** Unsaved changes by entry. They survive a reload of the page, and belong to this tab alone. @type {Map<string, Edit>} */
const edits = new Map();

/** What each file holds. @type {Readonly<Record<string, string>>} */
const FILE_CONTENTS = {
  'situation.yml': 'Title, scope, language, sources, topics, disputes, figures, synonyms',
  'entities.yml': 'People, organisations, groups, countries, places, things, events; names that fit several',
  'facts.yml': 'The facts',
  'questions.yml': 'Questions that people ask, and what must answer them',
  'retired.yml': 'Ids of facts that were withdrawn or replaced',
};

const find = /** @type {HTMLInputElement} */ (byId('find'));
const findWrong = /** @type {HTMLInputElement} */ (byId('find-wrong'));

const surroundings = {
  state: () => {
    if (state === null) throw new Error('the state has not arrived');
    return state;
  },
  /** @param {string} ref @param {Edit | null} edit */
  keep(ref, edit) {
    if (edit === null) edits.delete(ref);
    else edits.set(ref, edit);
    try {
      if (state !== null) sessionStorage.setItem(`curate:${state.situation}`, JSON.stringify([...edits]));
    } catch {
      // More than the browser keeps: the changes are in this page's memory alone.
    }
    for (const item of document.querySelectorAll('#entries a')) {
      const tag = item.querySelector('.edited');
      if (tag instanceof HTMLElement) tag.hidden = !edits.has(item.getAttribute('data-ref') ?? '');
    }
  },
  /** @param {Entry | null} entry @param {unknown} cites */
  showSources(entry, cites) {
    if (entry === null) sources.hide();
    else if (state !== null) sources.show(state, entry, cites);
  },
  /**
   * @param {string | null} goTo
   * @param {() => void} [loaded]
   */
  async reload(goTo, loaded) {
    await load();
    loaded?.();
    // The address is shown at once, so that what the caller tells afterwards stands in the new form.
    if (goTo !== null) history.replaceState(null, '', goTo);
    show(true);
  },
};

const editor = new Editor(byId('editor'), surroundings);
const sources = new Sources(byId('sources'), {
  cite: (passage) => editor.cite(passage),
  draft: async ({ source, paragraph, sentence, quote }) => {
    const cites = [{ source, paragraph, sentence, quote }];
    await addDraft('fact', `${source}-p${paragraph}-s${sentence}`, { cites });
  },
});

const gaps = new Gaps({
  state: surroundings.state,
  draft: (question) => addDraft('fact', 'new-fact', { asked_as: [question] }),
});

/**
 * @param {EntryKind} kind
 * @param {string} id
 * @param {Readonly<Record<string, unknown>>} [values]
 */
async function addDraft(kind, id, values = {}) {
  const fresh =
    kind === 'fact'
      ? { text: null, label: null, topic: state?.topics[0]?.id ?? null, importance: 3, ...values }
      : { kind: 'person', name: null, importance: 3 };
  try {
    await surroundings.reload(`#drafts/${kind}:${await add(kind, id, fresh)}`);
  } catch (error) {
    notify(error);
  }
}

/** @param {unknown} error - null: all is well again */
function notify(error) {
  const notice = byId('notice');
  if (error !== null && !(error instanceof ApiError)) throw error;
  notice.hidden = error === null;
  notice.textContent = error === null ? '' : error.message;
}

async function load() {
  try {
    state = await fetchState();
    notify(null);
  } catch (error) {
    notify(error);
  }
}

/** @param {string} hash - as somebody may have typed it */
function decoded(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

/** What the address names: a view, and an entry of its list. */
function place() {
  const [view = '', ...rest] = decoded(location.hash.slice(1)).split('/');
  const known = VIEWS.find((each) => each === view) ?? 'facts';
  const key = rest.join('/');
  const kind = known === 'entities' ? 'entity' : known === 'files' ? 'file' : 'fact';
  return { view: known, ref: key === '' ? null : known === 'drafts' ? key : `${kind}:${key}` };
}

/** @param {Entry} entry */
const isDraft = ({ values }) => values.draft === true;

/** @param {Entry} entry */
const addressOf = (entry) => {
  const key = encodeURIComponent(entry.key);
  return isDraft(entry) ? `#drafts/${entry.kind}:${key}` : `#${LIST_OF[entry.kind]}/${key}`;
};

/** @param {boolean} [isReload] - the files changed, the address did not */
function show(isReload = false) {
  if (state === null) return;
  const { facts, entities, files, title, problems, warnings, findings, situation } = state;
  const { view, ref } = place();
  document.title = `${title}: curate`;
  byId('title').textContent = title;
  const drafts = entriesOf(state).filter(isDraft);
  byId('nav-drafts').textContent = drafts.length === 0 ? 'Drafts' : `Drafts (${drafts.length})`;
  for (const each of VIEWS) {
    if (each === view) byId(`nav-${each}`).setAttribute('aria-current', 'page');
    else byId(`nav-${each}`).removeAttribute('aria-current');
  }
  const health = byId('health');
  const sum = [counted(problems, 'problem'), counted(warnings, 'warning')].filter((text) => !text.startsWith('0'));
  const text = `${situation}: ${sum.length === 0 ? 'no problem' : sum.join(', ')}`;
  if (health.textContent !== text) health.textContent = text;
  health.classList.toggle('failure', problems > 0);
  const general = byId('general');
  general.hidden = findings.length === 0;
  general.replaceChildren(
    h(
      'ul',
      { class: 'findings' },
      ...findings.map((finding) => {
        const line = findingLine(finding);
        const [name] = finding.where.split(':');
        line.prepend(h('a', { href: `#files/${name}` }, h('code', {}, finding.where)), ' ');
        return line;
      }),
    ),
  );
  const listed = { facts, entities, files, drafts, ask: [], gaps: [] }[view] ?? [];
  const list = view === 'drafts' ? listed : listed.filter((entry) => !isDraft(entry));
  const isList = view !== 'ask' && view !== 'gaps';
  byId('list').hidden = !isList;
  byId('ask').hidden = view !== 'ask';
  byId('gaps').hidden = view !== 'gaps';
  if (view === 'gaps' && !isReload) void gaps.load();
  if (isList) showList(list, view, ref);
  document.body.classList.toggle('with-entry', isList && ref !== null);
  if (!isList || ref === null) {
    editor.close();
    sources.hide();
    return;
  }
  const entry = list.find((each) => refOf(each) === ref);
  const edit = edits.get(ref) ?? null;
  if (entry === undefined) {
    if (edit !== null) return editor.openGone(edit, (edit.base.kind === 'fact' ? facts : entities) === null);
    editor.close();
    sources.hide();
    document.body.classList.remove('with-entry');
    return;
  }
  if (isReload && editor.stays(entry, edit)) return;
  editor.open(entry, edit);
  if (!isReload) byId('editor').querySelector('h2')?.focus();
}

/**
 * @param {readonly Entry[]} list
 * @param {(typeof VIEWS)[number]} view
 * @param {string | null} ref
 */
function showList(list, view, ref) {
  const wanted = find.value.trim().toLowerCase();
  const found = list.filter(
    (entry) =>
      (wanted === '' || `${entry.values.text ?? ''} ${entry.text}`.toLowerCase().includes(wanted)) &&
      (!findWrong.checked || entry.findings.length > 0),
  );
  byId('new').hidden = view === 'files';
  byId('new').textContent = view === 'entities' ? 'New name' : 'New fact';
  byId('entries').replaceChildren(
    ...found.map((entry) => {
      const problems = entry.findings.filter(({ level }) => level === 'problem').length;
      const warnings = entry.findings.length - problems;
      const { text, status, kind } = entry.values;
      const second = { fact: text, entity: kind, file: FILE_CONTENTS[entry.key] }[entry.kind];
      return h(
        'li',
        {},
        h(
          'a',
          { href: addressOf(entry), 'data-ref': refOf(entry), 'aria-current': refOf(entry) === ref && 'true' },
          h('strong', {}, titleOf(entry)),
          h('span', { class: 'edited tag', hidden: !edits.has(refOf(entry)) }, 'unsaved'),
          problems > 0 && h('span', { class: 'tag problem' }, counted(problems, 'problem')),
          warnings > 0 && h('span', { class: 'tag warning' }, counted(warnings, 'warning')),
          typeof status === 'string' && status !== 'reported' && h('span', { class: 'tag' }, status),
          view === 'drafts' && entry.kind === 'entity' && h('span', { class: 'tag' }, 'name'),
          typeof second === 'string' && second !== '' && h('span', { class: 'second' }, second),
        ),
      );
    }),
  );
  const empty = byId('entries-empty');
  empty.hidden = found.length > 0;
  const isUnreadable = view === 'entities' ? state?.entities === null : state?.facts === null;
  const none =
    view === 'drafts' ? 'There is no draft. “npm run draft” writes drafts from an article.' : 'There is none yet.';
  empty.textContent =
    list.length > 0 ? 'Nothing matches.' : isUnreadable ? 'The file cannot be read; see above.' : none;
}

function showNames() {
  if (state === null) return;
  const names = byId('names');
  names.replaceChildren(...[...namesOf(state).values()].map((name) => h('option', { value: name })));
}

/** @param {Event} event */
async function askQuestion(event) {
  event.preventDefault();
  const question = /** @type {HTMLInputElement} */ (byId('question')).value.trim();
  const host = byId('answer');
  if (question === '') return;
  host.setAttribute('aria-busy', 'true');
  try {
    const { text, reasons, problems } = await ask(question);
    host.replaceChildren(
      h('h3', {}, 'What a member reads'),
      h(
        'p',
        { class: 'finding warning', hidden: problems === 0 },
        `The files have ${counted(problems, 'problem')}. This is what the last facts without a problem answer.`,
      ),
      h('div', { class: 'card' }, text),
      h('h3', {}, 'Why'),
      h('ul', { class: 'reasons' }, ...reasons.map(reasonLine)),
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    host.replaceChildren(h('p', { class: 'finding problem' }, error.message));
  } finally {
    host.removeAttribute('aria-busy');
  }
}

/** @param {string} reason - ids of facts in it become links */
function reasonLine(reason) {
  const known = new Map((state?.facts ?? []).map((fact) => [fact.key, addressOf(fact)]));
  const parts = reason.split(/([a-z0-9]+(?:-[a-z0-9]+)+)/);
  return h('li', {}, ...parts.map((part) => (known.has(part) ? h('a', { href: known.get(part) }, part) : part)));
}

async function start() {
  document.body.append(h('datalist', { id: 'names' }));
  await load();
  if (state !== null) {
    for (const [ref, edit] of JSON.parse(sessionStorage.getItem(`curate:${state.situation}`) ?? '[]'))
      edits.set(ref, edit);
  }
  showNames();
  show();
  void gaps.load();
  window.addEventListener('hashchange', () => show());
  window.addEventListener('beforeunload', (event) => {
    if (edits.size > 0) event.preventDefault();
  });
  for (const input of [find, findWrong]) input.addEventListener('input', () => show(true));
  byId('new').addEventListener(
    'click',
    () =>
      void addDraft(
        place().view === 'entities' ? 'entity' : 'fact',
        place().view === 'entities' ? 'new-name' : 'new-fact',
      ),
  );
  byId('ask-form').addEventListener('submit', (event) => void askQuestion(event));
  const events = new EventSource('/api/events');
  const follow = async () => {
    const before = state?.version;
    await load();
    if (state?.version === before) return;
    showNames();
    show(true);
  };
  // The stream tells "hello" again after each interruption.
  for (const name of ['hello', 'changed']) events.addEventListener(name, () => void follow());
  events.addEventListener('error', () => void load());
}

await start();
