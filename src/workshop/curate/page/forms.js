// @ts-check
/** Which fields a fact and an entity have, in the words of a curator. */

import {
  citationsField,
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

/**
 * @typedef {object} EntryForm
 * @property {ReadonlyMap<string, Field>} fields - by key, in the order shown
 * @property {(cite: Record<string, unknown>) => void} cite - adds a passage
 */

/**
 * @param {Entry} entry
 * @param {Readonly<Record<string, unknown>>} values - what to show: those of the file, with unsaved changes over them
 * @param {DeskState} state
 * @returns {EntryForm}
 */
export const formOf = (entry, values, state) =>
  entry.kind === 'fact' ? factForm(entry, values, state) : entityForm(entry, values, state);

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
    'How certain',
    null,
    values.status === 'reported' ? '' : values.status,
    STATUSES,
  );
  const note = textField(
    'status_note',
    'Why',
    'Who says what, what was wrong, or what came later.',
    values.status_note,
  );
  const others = (state.facts ?? []).filter(({ key, values: { draft } }) => key !== entry.key && draft !== true);
  const newer = selectField('superseded_by', 'The newer fact', null, values.superseded_by, [
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
          'The fact',
          'One sentence in your own words. It says no more than its passage, and is understood alone.',
          values.text,
          {
            lines: 3,
            maxChars: 300,
          },
        ),
      ],
      ['label', textField('label', 'Label', 'A noun phrase for menus and buttons.', values.label, { maxChars: 80 })],
      ['cites', cites],
      [
        'asked_as',
        linesField(
          'asked_as',
          'Other ways to ask for it',
          'One a line, five to ten, with few words of the sentence. Never shown.',
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
        namesField('said_by', 'Said by', 'Who said it. The sentence names them, too.', values.said_by, names),
      ],
      ['via', namesField('via', 'Passed on by', 'Who passed the words on.', values.via, names)],
      ['actors', namesField('actors', 'Done by', 'Who does it.', values.actors, names)],
      ['places', namesField('places', 'Where', 'Places that the sentence names.', values.places, names)],
      [
        'about',
        namesField(
          'about',
          'About',
          'Everyone and everything else that it concerns, the most important first.',
          values.about,
          names,
        ),
      ],
      ['reason', textField('reason', 'Why it happened', 'A phrase of the sentence, word for word.', values.reason)],
      ['topic', selectField('topic', 'Topic', null, values.topic, topics)],
      ['importance', selectField('importance', 'Importance', null, values.importance, IMPORTANCE, true)],
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
      ['name', textField('name', 'Name', null, values.name)],
      ['kind', selectField('kind', 'Kind', null, values.kind, KINDS)],
      [
        'aliases',
        linesField(
          'aliases',
          'Other names',
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
        selectField('importance', 'Importance', 'Decides the order of menus.', values.importance, IMPORTANCE, true),
      ],
    ]),
  };
}
