// @ts-check
/** Which fields a fact, an entity and a file have, in the words of a curator. */

import {
  citationsField,
  fileField,
  linesField,
  namesField,
  numberRow,
  roleRow,
  rowsField,
  selectField,
  textField,
  tickField,
  timeField,
} from './fields.js';

/** @import { DeskState, Entry } from '../desk.ts' */
/** @import { Field, Options } from './fields.js' */

/** @type {Options} */
const IMPORTANCE = [
  ['5', '5: what the situation is about'],
  ['4', '4'],
  ['3', '3'],
  ['2', '2'],
  ['1', '1: a detail'],
];

/** @type {Options} */
const STATUSES = [
  ['', 'Reported: the source states it'],
  ['alleged', 'Alleged: the source calls it an allegation'],
  ['unconfirmed', 'Unconfirmed: the source says that it is not confirmed'],
  ['confirmed', 'Confirmed'],
  ['disputed', 'Disputed: sources contradict each other'],
  ['corrected', 'Corrected by its source'],
  ['retracted', 'Retracted by its source'],
  ['superseded', 'Superseded: true then, overtaken since'],
];

/** @type {Options} */
const KINDS = ['person', 'organisation', 'group', 'country', 'place', 'thing', 'event'].map((kind) => [kind, kind]);

/** What the page calls each key. */
const FIELD_NAMES = {
  id: 'Id',
  text: 'The fact',
  label: 'Label',
  cites: 'Where it stands',
  asked_as: 'Other ways to ask for it',
  status: 'How certain',
  status_note: 'Why',
  superseded_by: 'The newer fact',
  time: 'When',
  numbers: 'Numbers',
  said_by: 'Said by',
  via: 'Passed on by',
  actors: 'Done by',
  places: 'Where',
  about: 'About',
  reason: 'Why it happened',
  review_by: 'Look at it again on',
  topic: 'Topic',
  importance: 'Importance',
  headline: 'On the short list',
  name: 'Name',
  kind: 'Kind',
  aliases: 'Other names',
  roles: 'Roles',
};

/** @param {string} key */
export const nameOfKey = (key) => new Map(Object.entries(FIELD_NAMES)).get(key) ?? key;

/**
 * @typedef {object} EntryForm
 * @property {ReadonlyMap<string, Field>} fields - by key, in the order shown
 * @property {(cite: Record<string, unknown>) => void} cite - adds a passage
 * @property {(line: number) => void} [goToLine] - puts the cursor there; only where the text of the file is shown
 */

/**
 * @param {Entry} entry
 * @param {Readonly<Record<string, unknown>>} values - what to show: those of the file, with unsaved changes over them
 * @param {DeskState} state
 * @returns {EntryForm}
 */
export function formOf(entry, values, state) {
  if (entry.kind === 'file') {
    const text = fileField('text', `Text of ${entry.key}`, values.text);
    return { cite: () => {}, goToLine: text.goToLine, fields: new Map([['text', text]]) };
  }
  return entry.kind === 'fact' ? factForm(entry, values, state) : entityForm(entry, values, state);
}

/** @param {DeskState} state */
const sourceOptions = (state) =>
  state.sources.map(({ id, label }) => /** @type {const} */ ([id, label === '' ? id : label]));

/** The names that fields offer: id → name. @param {DeskState} state */
export const namesOf = (state) =>
  new Map((state.entities ?? []).map(({ key, values }) => [key, typeof values.name === 'string' ? values.name : key]));

/**
 * @param {Entry} entry
 * @returns {[string, Field][]}
 */
const idField = ({ values, kind }) =>
  values.draft === true
    ? [
        [
          'id',
          textField(
            'id',
            'Id',
            `Lower-case letters, digits and hyphens. It stays for ever once the ${kind === 'fact' ? 'fact' : 'name'} is accepted.`,
            values.id,
          ),
        ],
      ]
    : [];

/**
 * @param {Entry} entry
 * @param {Readonly<Record<string, unknown>>} values
 * @param {DeskState} state
 * @returns {EntryForm}
 */
function factForm(entry, values, state) {
  const names = namesOf(state);
  const cites = citationsField('cites', values.cites, sourceOptions(state));
  const status = selectField(
    'status',
    FIELD_NAMES.status,
    null,
    values.status === 'reported' ? '' : values.status,
    STATUSES,
  );
  const note = textField(
    'status_note',
    FIELD_NAMES.status_note,
    'Who says what, what was wrong, or what came later.',
    values.status_note,
  );
  const others = (state.facts ?? []).filter(({ key, values: { draft } }) => key !== entry.key && draft !== true);
  const newer = selectField('superseded_by', FIELD_NAMES.superseded_by, null, values.superseded_by, [
    ['', 'None'],
    ...others.map(
      ({ key, values: { label } }) => /** @type {const} */ ([key, typeof label === 'string' ? label : key]),
    ),
  ]);
  const showStatus = () => {
    const needsNote = ['disputed', 'corrected', 'retracted', 'superseded'].includes(status.select.value);
    note.element.hidden = !needsNote && note.read() === null;
    newer.element.hidden = status.select.value !== 'superseded' && newer.read() === null;
  };
  status.select.addEventListener('change', showStatus);
  showStatus();
  const topics = state.topics.map(({ id, title }) => /** @type {const} */ ([id, title]));
  return {
    cite: cites.add,
    fields: new Map([
      ...idField(entry),
      [
        'text',
        textField(
          'text',
          FIELD_NAMES.text,
          'One sentence in your own words. It says no more than its passage, and is understood alone.',
          values.text,
          {
            lines: 3,
            maxChars: 300,
          },
        ),
      ],
      [
        'label',
        textField('label', FIELD_NAMES.label, 'A noun phrase for menus and buttons.', values.label, { maxChars: 80 }),
      ],
      ['cites', cites],
      [
        'asked_as',
        linesField(
          'asked_as',
          FIELD_NAMES.asked_as,
          'One a line, two to four, with few words of the sentence. Members see those that are questions while they type /ask.',
          values.asked_as,
        ),
      ],
      ['status', status],
      ['status_note', note],
      ['superseded_by', newer],
      ['time', timeField('time', values.time)],
      [
        'numbers',
        rowsField(
          {
            path: 'numbers',
            legend: 'Numbers',
            hint: 'What answers “how many”, “how long” or “how often”. The sentence states it, too.',
            what: 'number',
          },
          values.numbers,
          {},
          numberRow,
        ),
      ],
      [
        'said_by',
        namesField('said_by', FIELD_NAMES.said_by, 'Who said it. The sentence names them, too.', values.said_by, names),
      ],
      ['via', namesField('via', FIELD_NAMES.via, 'Who passed the words on.', values.via, names)],
      ['actors', namesField('actors', FIELD_NAMES.actors, 'Who does it.', values.actors, names)],
      ['places', namesField('places', FIELD_NAMES.places, 'Places that the sentence names.', values.places, names)],
      [
        'about',
        namesField(
          'about',
          FIELD_NAMES.about,
          'Everyone and everything else that it concerns, the most important first.',
          values.about,
          names,
        ),
      ],
      ['reason', textField('reason', FIELD_NAMES.reason, 'A phrase of the sentence, word for word.', values.reason)],
      [
        'review_by',
        textField(
          'review_by',
          FIELD_NAMES.review_by,
          'A day such as 2024-03-01, for what may soon be out of date.',
          values.review_by,
        ),
      ],
      ['topic', selectField('topic', FIELD_NAMES.topic, null, values.topic, topics)],
      ['importance', selectField('importance', FIELD_NAMES.importance, null, values.importance, IMPORTANCE, true)],
      ['headline', tickField('headline', 'On the short list that is shown when nothing is asked', values.headline)],
    ]),
  };
}

/**
 * @param {Entry} entry
 * @param {Readonly<Record<string, unknown>>} values
 * @param {DeskState} state
 * @returns {EntryForm}
 */
function entityForm(entry, values, state) {
  const sources = sourceOptions(state);
  return {
    cite: () => {},
    fields: new Map([
      ...idField(entry),
      ['name', textField('name', FIELD_NAMES.name, null, values.name)],
      ['kind', selectField('kind', FIELD_NAMES.kind, null, values.kind, KINDS)],
      [
        'aliases',
        linesField(
          'aliases',
          FIELD_NAMES.aliases,
          'Every other name that people type, one a line. Case and accents do not matter.',
          values.aliases,
        ),
      ],
      [
        'roles',
        rowsField(
          { path: 'roles', legend: 'Roles', hint: 'As the source calls them, each with its passage.', what: 'role' },
          values.roles,
          { title: '', cites: [] },
          roleRow(sources),
        ),
      ],
      [
        'importance',
        selectField(
          'importance',
          FIELD_NAMES.importance,
          'Decides the order of menus.',
          values.importance,
          IMPORTANCE,
          true,
        ),
      ],
    ]),
  };
}
