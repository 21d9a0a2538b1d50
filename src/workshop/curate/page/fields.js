// @ts-check
/** The fields of the form: each shows a value of the file and reads it back. */

import { h } from './dom.js';

/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {() => unknown} read - the value as the file should hold it; null where it is empty
 */

/** @typedef {readonly (readonly [value: string, label: string])[]} Options */

/** @param {string} path */
const idOf = (path) => `field-${path.replaceAll(/[^\w-]/g, '-')}`;

/**
 * The place where findings about a value are told.
 *
 * @param {string} path - `cites.0.quote`
 */
export const slot = (path) => h('ul', { id: `${idOf(path)}-findings`, class: 'findings', 'data-for': path });

/**
 * What every control needs to be found by findings, and to name its hint.
 *
 * @param {string} path
 * @param {boolean} [hasHint]
 * @param {string} [slotPath] - where its findings are told, if not in a slot of its own
 */
const control = (path, hasHint = false, slotPath = path) => ({
  id: idOf(path),
  'data-control': path,
  'aria-describedby': `${hasHint ? `${idOf(path)}-hint ` : ''}${idOf(slotPath)}-findings`,
});

/**
 * @param {string} path
 * @param {string} label
 * @param {string | null} hint
 * @param {...Node} controls
 */
function labelled(path, label, hint, ...controls) {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: idOf(path) }, label),
    hint && h('p', { id: `${idOf(path)}-hint`, class: 'hint' }, hint),
    ...controls,
    slot(path),
  );
}

/** @param {string} text */
const orNull = (text) => (text === '' ? null : text);

/**
 * A text on one line or more. Line breaks become spaces: the file holds it as one line.
 *
 * @param {string} path
 * @param {string} label
 * @param {string | null} hint
 * @param {unknown} value
 * @param {{lines?: number, maxChars?: number}} [size] - `maxChars` is shown as it fills; the server judges it
 * @returns {Field}
 */
export function textField(path, label, hint, value, { lines = 1, maxChars } = {}) {
  const attributes = { ...control(path, hint !== null), autocomplete: 'off', spellcheck: true };
  const input = lines > 1 ? h('textarea', { ...attributes, rows: lines }) : h('input', { ...attributes, type: 'text' });
  input.value = typeof value === 'string' ? value.trim() : '';
  const count = h('span', { class: 'count', 'aria-hidden': true });
  const show = () => {
    count.textContent = maxChars === undefined ? '' : `${[...input.value.trim()].length} of ${maxChars}`;
  };
  input.addEventListener('input', show);
  show();
  return {
    element: labelled(path, label, hint, input, ...(maxChars === undefined ? [] : [count])),
    read: () => orNull(input.value.replace(/\s*\n\s*/g, ' ').trim()),
  };
}

/**
 * The text of a file, exactly as it stands.
 *
 * @param {string} path
 * @param {string} label
 * @param {unknown} value
 * @returns {Field & {goToLine(line: number): void}}
 */
export function fileField(path, label, value) {
  const input = h('textarea', {
    ...control(path),
    class: 'file',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
  });
  input.value = typeof value === 'string' ? value : '';
  return {
    element: labelled(path, label, null, input),
    read: () => input.value,
    goToLine(line) {
      const before = input.value.split('\n').slice(0, line - 1);
      const start = before.join('\n').length + (before.length > 0 ? 1 : 0);
      const end = input.value.indexOf('\n', start);
      input.focus();
      input.setSelectionRange(start, end < 0 ? input.value.length : end);
      // The line in the middle: a browser scrolls to what is typed, not to what is selected.
      const lineHeight = Number.parseFloat(getComputedStyle(input).lineHeight);
      input.scrollTop = (line - 0.5) * lineHeight - input.clientHeight / 2;
    },
  };
}

/**
 * @param {Options} options
 * @param {unknown} value
 * @param {Record<string, unknown>} attributes
 */
function selectOf(options, value, attributes) {
  const current = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const isKnown = options.some(([each]) => each === current);
  // What the file holds must not be lost because it is not among the options.
  const all = isKnown ? options : [...options, /** @type {const} */ ([current, current === '' ? 'Choose …' : current])];
  const select = h('select', attributes, ...all.map(([each, label]) => h('option', { value: each }, label)));
  select.value = current;
  return select;
}

/**
 * @param {string} path
 * @param {string} label
 * @param {string | null} hint
 * @param {unknown} value
 * @param {Options} options - an empty value means that the key is left out
 * @param {boolean} [isNumber] - whether the file holds a number
 * @returns {Field & {readonly select: HTMLSelectElement}}
 */
export function selectField(path, label, hint, value, options, isNumber = false) {
  const select = selectOf(options, value, control(path, hint !== null));
  return {
    select,
    element: labelled(path, label, hint, select),
    read: () => (select.value !== '' && isNumber ? Number(select.value) : orNull(select.value)),
  };
}

/**
 * @param {string} path
 * @param {string} label
 * @param {unknown} value
 * @returns {Field}
 */
export function tickField(path, label, value) {
  const input = h('input', { ...control(path), type: 'checkbox' });
  input.checked = value === true;
  return {
    element: h('div', { class: 'field' }, h('label', { class: 'tick' }, input, ` ${label}`), slot(path)),
    read: () => input.checked || null,
  };
}

/**
 * Several texts, each on a line of its own.
 *
 * @param {string} path
 * @param {string} label
 * @param {string} hint
 * @param {unknown} value
 * @returns {Field}
 */
export function linesField(path, label, hint, value) {
  const lines = Array.isArray(value) ? value.map((line) => String(line).replace(/\s*\n\s*/g, ' ')) : [];
  const input = h('textarea', {
    ...control(path, true),
    rows: Math.min(Math.max(lines.length + 1, 2), 12),
    autocomplete: 'off',
  });
  input.value = lines.join('\n');
  const read = () =>
    input.value
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  return {
    element: labelled(path, label, hint, input),
    read: () => (read().length === 0 ? null : read()),
  };
}

/**
 * A list of names of people, places and things.
 *
 * @param {string} path
 * @param {string} label
 * @param {string} hint
 * @param {unknown} value - ids
 * @param {ReadonlyMap<string, string>} names - id → name
 * @returns {Field}
 */
export function namesField(path, label, hint, value, names) {
  const ids = Array.isArray(value) ? value.map(String) : [];
  const chips = h('ul', { class: 'chips' });
  const input = h('input', { ...control(path, true), type: 'text', list: 'names', autocomplete: 'off' });
  const problem = h('p', { class: 'finding problem', role: 'alert', hidden: true });
  const changed = () => chips.dispatchEvent(new Event('input', { bubbles: true }));
  const show = () =>
    chips.replaceChildren(
      ...ids.map((id, at) => {
        const name = names.get(id) ?? id;
        const remove = h('button', { type: 'button', 'aria-label': `Remove ${name} from ${label}` }, '×');
        remove.addEventListener('click', () => {
          ids.splice(at, 1);
          show();
          changed();
          input.focus();
        });
        return h('li', {}, name, remove);
      }),
    );
  const take = () => {
    const typed = input.value.trim();
    const wanted = typed.toLowerCase();
    const found = [...names].find(([id, name]) => id === typed || name.toLowerCase() === wanted)?.[0];
    problem.hidden = typed === '' || found !== undefined;
    problem.textContent = problem.hidden
      ? ''
      : `“${typed}” is not among the names. Choose one of the list, or add it under Names first.`;
    if (found === undefined) return;
    input.value = '';
    if (!ids.includes(found)) ids.push(found);
    show();
    changed();
  };
  // Choosing from the list gives an "input" event with the whole name, typing a letter does not.
  input.addEventListener('input', (event) => {
    event.stopPropagation();
    problem.hidden = true;
    if ([...names.values()].includes(input.value) && !(event instanceof InputEvent && event.inputType === 'insertText'))
      take();
  });
  input.addEventListener('change', take);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    take();
  });
  show();
  const element = labelled(
    path,
    label,
    hint,
    chips,
    h(
      'div',
      { class: 'line' },
      input,
      h('button', { type: 'button', class: 'quiet', click: take, 'aria-label': `Add to ${label}` }, 'Add'),
    ),
    problem,
  );
  return { element, read: () => (ids.length === 0 ? null : [...ids]) };
}

/** @type {Options} */
const TIMES = [
  ['', 'None'],
  ['text', 'At that time'],
  ['since', 'Since'],
  ['until', 'Until'],
  ['as of', 'As of'],
];

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
const group = (value) =>
  typeof value === 'object' && value !== null ? { .../** @type {Record<string, unknown>} */ (value) } : {};

/**
 * One control of several in a row, with a small label above.
 *
 * @param {string} path
 * @param {string} slotPath
 * @param {string} label
 * @param {string} group - named to screen readers before the label
 * @param {unknown} value
 * @param {'text' | 'number' | 'lines'} [type] - `lines` grows with its text
 */
function part(path, slotPath, label, group, value, type = 'text') {
  const attributes = {
    ...control(path, false, slotPath),
    'aria-label': `${group}: ${label}`,
    autocomplete: 'off',
    ...(type === 'number' && { step: 'any', class: 'short' }),
  };
  const input = type === 'lines' ? h('textarea', { ...attributes, rows: 1 }) : h('input', { ...attributes, type });
  input.value = value === null || value === undefined ? '' : String(value);
  return { input, element: h('label', { class: 'part' }, h('span', {}, label), input) };
}

/**
 * @param {string} path
 * @param {unknown} value
 * @returns {Field}
 */
export function timeField(path, value) {
  const given = group(value);
  const way = TIMES.map(([each]) => each).find((each) => each !== '' && given[each] !== undefined) ?? '';
  const select = selectOf(TIMES, way, { 'aria-label': 'When', id: `${idOf(path)}-way` });
  const words = part(`${path}.text`, path, 'As the source says it', 'When', given[way]);
  const date = part(`${path}.edtf`, path, 'As a date, if given', 'When', given.edtf);
  date.input.placeholder = 'XXXX-10-07';
  const show = () => {
    for (const { element } of [words, date]) element.hidden = select.value === '';
  };
  select.addEventListener('change', show);
  show();
  return {
    element: h(
      'fieldset',
      { class: 'field' },
      h('legend', {}, 'When'),
      h(
        'p',
        { class: 'hint' },
        'The source’s own expression, and a date only as far as the source goes: a year that it does not give is XXXX.',
      ),
      h(
        'div',
        { class: 'row' },
        h('label', { class: 'part' }, h('span', {}, 'Kind'), select),
        words.element,
        date.element,
      ),
      slot(path),
    ),
    read() {
      if (select.value === '') return null;
      const edtf = date.input.value.trim();
      return { [select.value]: words.input.value.trim(), ...(edtf === '' ? {} : { edtf }) };
    },
  };
}

/**
 * A list of groups, with buttons to add and remove one.
 *
 * @param {{path: string, legend: string, hint: string, what: string}} words - `what` names one: "a number"
 * @param {unknown} value
 * @param {Record<string, unknown>} fresh - a new one
 * @param {(path: string, value: Record<string, unknown>, name: string) => Field} row
 * @returns {Field & {add(value: Record<string, unknown>): void}}
 */
export function rowsField({ path, legend, hint, what }, value, fresh, row) {
  let values = Array.isArray(value) ? value.map(group) : [];
  /** @type {Field[]} */
  let fields = [];
  const list = h('ol', { class: 'rows' });
  const read = () => fields.map((field) => group(field.read()));
  const changed = () => list.dispatchEvent(new Event('input', { bubbles: true }));
  const show = () => {
    fields = values.map((each, at) => row(`${path}.${at}`, each, `${what} ${at + 1}`));
    list.replaceChildren(
      ...fields.map(({ element }, at) => {
        const remove = h(
          'button',
          { type: 'button', class: 'quiet', 'aria-label': `Remove ${what} ${at + 1}` },
          'Remove',
        );
        remove.addEventListener('click', () => {
          values = read().toSpliced(at, 1);
          show();
          changed();
          more.focus();
        });
        return h('li', {}, element, remove);
      }),
    );
  };
  /** @param {Record<string, unknown>} next */
  const add = (next) => {
    values = [...read(), next];
    show();
    changed();
    list.lastElementChild?.querySelector('input')?.focus();
  };
  const more = h('button', { type: 'button', class: 'quiet', click: () => add(fresh) }, `Add ${what}`);
  show();
  return {
    add,
    element: h(
      'fieldset',
      { class: 'field' },
      h('legend', {}, legend),
      h('p', { class: 'hint' }, hint),
      list,
      slot(path),
      more,
    ),
    read: () => (fields.length === 0 ? null : read()),
  };
}

/** @type {Options} */
const AMOUNTS = [
  ['value', 'Exactly'],
  ['about', 'About'],
  ['at least', 'At least'],
  ['up to', 'Up to'],
  ['from', 'From … to'],
];

/**
 * @param {string} path
 * @param {Record<string, unknown>} value
 * @param {string} name
 * @returns {Field}
 */
export function numberRow(path, value, name) {
  const way = AMOUNTS.find(([each]) => value[each] !== undefined)?.[0] ?? 'value';
  const select = selectOf(AMOUNTS, way, { 'aria-label': `${name}: how exact` });
  const amount = part(`${path}.value`, path, 'Number', name, value[way], 'number');
  const to = part(`${path}.to`, path, 'To', name, value.to, 'number');
  const of = part(`${path}.of`, path, 'Of what', name, value.of);
  const unit = part(`${path}.unit`, path, 'Unit', name, value.unit);
  const per = part(`${path}.per`, path, 'Per', name, value.per);
  for (const { input } of [unit, per]) input.classList.add('short');
  of.input.placeholder = 'soldiers killed';
  unit.input.placeholder = 'km, %, USD';
  per.input.placeholder = 'day';
  const show = () => {
    to.element.hidden = select.value !== 'from';
  };
  select.addEventListener('change', show);
  show();
  const parts = [amount, to, of, unit, per].map(({ element }) => element);
  return {
    element: h(
      'div',
      {},
      h('div', { class: 'row' }, h('label', { class: 'part' }, h('span', {}, 'How exact'), select), ...parts),
      slot(path),
    ),
    read() {
      const known = ['to', 'of', 'unit', 'per', ...AMOUNTS.map(([each]) => each)];
      const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !known.includes(key)));
      const texts = { of: of.input.value.trim(), unit: unit.input.value.trim(), per: per.input.value.trim() };
      return {
        ...(amount.input.value !== '' && { [select.value]: Number(amount.input.value) }),
        ...(select.value === 'from' && to.input.value !== '' && { to: Number(to.input.value) }),
        ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
        ...rest,
      };
    },
  };
}

/**
 * @param {Options} sources - id → label
 * @returns {(path: string, value: Record<string, unknown>, name: string) => Field}
 */
export const citationRow = (sources) => (path, value, name) => {
  const source = selectOf(sources, value.source, {
    ...control(`${path}.source`, false, path),
    'aria-label': `${name}: source`,
  });
  const paragraph = part(`${path}.paragraph`, path, 'Paragraph', name, value.paragraph, 'number');
  const sentence = part(`${path}.sentence`, path, 'Sentence', name, value.sentence, 'number');
  const quote = part(`${path}.quote`, path, 'Quote, word for word', name, value.quote, 'lines');
  quote.element.classList.add('wide');
  const isOnly = sources.length === 1 && source.value === sources[0]?.[0];
  return {
    element: h(
      'div',
      {},
      h(
        'div',
        { class: 'row' },
        !isOnly && h('label', { class: 'part' }, h('span', {}, 'Source'), source),
        paragraph.element,
        sentence.element,
        quote.element,
      ),
      slot(path),
    ),
    read() {
      const numbers = { paragraph: paragraph.input.value, sentence: sentence.input.value };
      return {
        ...value,
        source: source.value,
        ...Object.fromEntries(Object.entries(numbers).map(([key, text]) => [key, text === '' ? null : Number(text)])),
        quote: quote.input.value.replace(/\s+/g, ' ').trim(),
      };
    },
  };
};

/**
 * A role of a person or group, with its citations.
 *
 * @param {Options} sources
 * @returns {(path: string, value: Record<string, unknown>, name: string) => Field}
 */
export const roleRow = (sources) => (path, value, name) => {
  const title = part(`${path}.title`, path, 'Role, as the source calls it', name, value.title);
  title.element.classList.add('wide');
  const former = h('input', { type: 'checkbox' });
  former.checked = value.former === true;
  const cites = citationsField(`${path}.cites`, value.cites, sources, name);
  return {
    element: h(
      'div',
      {},
      h('div', { class: 'row' }, title.element, h('label', { class: 'tick' }, former, ' The role is over')),
      slot(path),
      cites.element,
    ),
    read: () => {
      const { former: _, ...rest } = value;
      return {
        ...rest,
        title: title.input.value.trim(),
        ...(former.checked && { former: true }),
        cites: cites.read() ?? [],
      };
    },
  };
};

/**
 * @param {string} path
 * @param {unknown} value
 * @param {Options} sources
 * @param {string} [of] - what the passages are of, where there are several lists
 */
export const citationsField = (path, value, sources, of) =>
  rowsField(
    {
      path,
      legend: of === undefined ? 'Where it stands' : `Where ${of} stands`,
      hint:
        of === undefined
          ? 'The passage that says it. Mark its words in the source, and press “Cite the marked words”.'
          : 'The passage that calls them so.',
      what: 'passage',
    },
    value,
    { source: sources[0]?.[0] ?? '', paragraph: null, sentence: null, quote: '' },
    citationRow(sources),
  );
