import {
  isSettingName,
  readSetting,
  SERVER_SETTINGS,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  writeSetting,
} from '../model/settings.ts';
import { clip } from '../model/text.ts';
import type { SettingChange } from '../pins/store.ts';
import { type Card, type CardButton, type CardMenuOption, text } from './card.ts';
import { costOf, MENU_OPTIONS_MAX, MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { bold, escapeLine, heading, member, moment, subtext } from './markdown.ts';
import { BUTTONS, SETTINGS } from './wording.ts';

/** A place whose settings are shown, as people know it. */
export interface ShownPlace {
  readonly id: string;
  readonly kind: 'server' | 'category' | 'channel';
  /** Of a channel or category; `null` where it is not known, and for the server. */
  readonly name: string | null;
}

/** A setting as it holds in a place. */
export interface ShownSetting {
  readonly name: SettingName;
  readonly value: Settings[SettingName];
  /** The place that it is set for; `null`: nowhere, so it is the operator's. */
  readonly from: ShownPlace | null;
  /** A situation that is set for the shown place but is not served, so the setting has no effect. */
  readonly unusable: string | null;
}

export interface SettingsView {
  /** The place whose settings are shown. */
  readonly place: ShownPlace;
  /** The places to choose from: the server, then what is inside it. */
  readonly places: readonly ShownPlace[];
  readonly settings: readonly ShownSetting[];
  /** Ids of channels and categories with settings of their own. */
  readonly elsewhere: readonly string[];
  /** Name of a situation → its title. */
  readonly titleOf: (situation: string) => string | undefined;
}

const NAME_MAX_CHARS = 60;
const ELSEWHERE_MAX = 10;
/** What the menu carries for "no value of its own". No situation can have this name, because no folder can. */
export const NO_OWN_VALUE = '/';
const COOLDOWNS_SECONDS = [0, 3, 10, 30, 60, 300] as const;
/** One option of each page is kept for "no value of its own". */
const VALUES_PAGE = MENU_OPTIONS_MAX - 1;

/** All settings of a place with where each comes from, and a menu to change one. */
export function presentSettings(view: SettingsView, saved?: string): Card {
  const { place, places, settings, elsewhere } = view;
  const lines = settings.map((setting) => {
    const line = `${bold(SETTINGS.labels[setting.name])}: ${valueWords(setting, view)}`;
    const origin = originWords(setting);
    return origin === '' ? line : `${line}\n${subtext(origin)}`;
  });
  const operators = settings.filter(({ from }) => from === null).length;
  const { all, others } = SETTINGS.fromOperator;
  const rest = operators === 0 ? [] : [text(subtext(operators === settings.length ? all : others))];
  const shown = elsewhere.slice(0, ELSEWHERE_MAX).map((id) => `<#${id}>`);
  const more = elsewhere.length > shown.length ? [SETTINGS.morePlaces(elsewhere.length - shown.length)] : [];
  return {
    kind: 'settings',
    parts: [
      text(heading(SETTINGS.title(placeWords(place)))),
      ...(saved === undefined ? [] : [text(bold(escapeLine(saved)))]),
      text(lines.join('\n')),
      ...rest,
      ...(shown.length === 0 ? [] : [text(subtext(`${SETTINGS.elsewhere} ${[...shown, ...more].join(', ')}`))]),
    ],
    menu: {
      placeholder: SETTINGS.choose,
      action: { type: 'setting', place: place.id, name: null, page: 0 },
      options: settings.map(({ name }) => ({
        label: SETTINGS.labels[name],
        value: name,
        description: SETTINGS.about[name],
      })),
      min: 1,
      max: 1,
    },
    rows: [
      [
        ...places.map((each) =>
          button(SETTINGS.places[each.kind], { type: 'settings', place: each.id }, each.id === place.id),
        ),
        button(SETTINGS.changes, { type: 'setting-changes', place: place.id }),
      ],
    ],
  };
}

const button = (label: string, action: CardButton['action'], disabled = false): CardButton => ({
  label,
  style: 'secondary',
  action,
  disabled,
});

/** One setting with the values to choose from. @param options - from `optionsFor`. @param page - of the values, from 0 */
export function presentSetting(
  setting: ShownSetting,
  options: readonly CardMenuOption[],
  page: number,
  view: SettingsView,
): Card {
  const { place } = view;
  const { name, from } = setting;
  const pages = Math.max(1, Math.ceil(options.length / VALUES_PAGE));
  const at = Math.min(page, pages - 1);
  const turn = (label: string, to: number, disabled: boolean) =>
    button(label, { type: 'setting', place: place.id, name, page: to }, disabled);
  const without: CardMenuOption = {
    label: place.kind === 'server' || SERVER_SETTINGS.has(name) ? SETTINGS.asTheOperator : SETTINGS.asAbove,
    value: NO_OWN_VALUE,
    description: SETTINGS.noOwnValue,
    chosen: from?.id !== place.id,
  };
  return {
    kind: 'settings',
    parts: [
      text(heading(SETTINGS.settingTitle(SETTINGS.labels[name], placeWords(place)))),
      text(
        `${SETTINGS.explained[name]}\n\n${bold(SETTINGS.now)}: ${valueWords(setting, view)}\n${subtext(originWords(setting) || SETTINGS.asTheOperator)}`,
      ),
    ],
    menu: {
      placeholder: SETTINGS.chooseValue,
      action: { type: 'set', place: place.id, name },
      options: [without, ...options.slice(at * VALUES_PAGE, (at + 1) * VALUES_PAGE)],
      min: 1,
      max: 1,
    },
    rows: [
      [
        ...(pages > 1
          ? [
              turn(BUTTONS.previous, Math.max(0, at - 1), at === 0),
              turn(BUTTONS.next, Math.min(pages - 1, at + 1), at === pages - 1),
            ]
          : []),
        button(SETTINGS.back, { type: 'settings', place: place.id }),
      ],
    ],
  };
}

/** What may be chosen for a setting. @param channel - the channel that can become the moderators' */
export function optionsFor(
  { name, value, from }: ShownSetting,
  view: SettingsView & { readonly situations: readonly string[] },
  channel: ShownPlace | null,
): readonly CardMenuOption[] {
  const isOwn = from?.id === view.place.id;
  const option = (each: Settings[SettingName], label: string): CardMenuOption => ({
    label,
    value: writeSetting(each),
    chosen: isOwn && each === value,
  });
  switch (name) {
    case 'situation':
      return view.situations.map((each) => option(each, view.titleOf(each) ?? each));
    case 'cooldownSeconds':
      return COOLDOWNS_SECONDS.map((seconds) => option(seconds, SETTINGS.seconds(seconds)));
    case 'moderatorsChannel': {
      const here = channel === null ? [] : [option(channel.id, SETTINGS.thisChannel(channel.name))];
      const other = typeof value === 'string' && value !== channel?.id ? [option(value, SETTINGS.channelAsNow)] : [];
      return [option(null, SETTINGS.noChannel), ...here, ...other];
    }
    default:
      return Object.entries(SETTINGS.values[name]).map(([each, label]) => option(each, label));
  }
}

/** Who changed what, newest first, as much as one message holds. */
export function presentSettingChanges(
  changes: readonly SettingChange[],
  place: string,
  view: Pick<SettingsView, 'titleOf'>,
): Card {
  const title = heading(SETTINGS.changesTitle);
  const lines: string[] = [];
  let left = MESSAGE_TEXT_MAX_CHARS - costOf(title) - costOf(SETTINGS.noChanges);
  for (const { atMs, by, placeId, guildId, name, value } of changes) {
    if (!isSettingName(name)) continue;
    const read = value === null ? undefined : readSetting(name, value);
    const to = read === undefined ? SETTINGS.noOwnValue : plainValue(name, read, view);
    const where = placeId === guildId ? SETTINGS.wholeServer : `<#${placeId}>`;
    const who = by === null ? SETTINGS.placeGone : member(by);
    const line = `- ${moment(atMs)} ${who}, ${where}: ${SETTINGS.labels[name]} → ${to}`;
    left -= costOf(`${line}\n`);
    if (left < 0) break;
    lines.push(line);
  }
  return {
    kind: 'settings',
    parts: [text(title), text(lines.length === 0 ? SETTINGS.noChanges : lines.join('\n'))],
    rows: [[button(SETTINGS.back, { type: 'settings', place })]],
  };
}

/** The values of a setting in markdown. */
function plainValue(
  name: SettingName,
  value: Settings[SettingName],
  { titleOf }: Pick<SettingsView, 'titleOf'>,
): string {
  switch (name) {
    case 'situation':
      return escapeLine(clip(titleOf(String(value)) ?? String(value), NAME_MAX_CHARS));
    case 'cooldownSeconds':
      return SETTINGS.seconds(Number(value));
    case 'moderatorsChannel':
      return value === null ? SETTINGS.noChannel : `<#${value}>`;
    default: {
      const words: Readonly<Record<string, string>> = SETTINGS.values[name];
      return words[String(value)] ?? String(value);
    }
  }
}

const valueWords = ({ name, value }: ShownSetting, view: SettingsView): string => plainValue(name, value, view);

function originWords({ from, unusable }: ShownSetting): string {
  return [
    ...(from === null ? [] : [SETTINGS.setFor(placeWords(from))]),
    ...(unusable === null ? [] : [SETTINGS.notServed(escapeLine(clip(unusable, NAME_MAX_CHARS)))]),
  ].join(' ');
}

const placeWords = ({ id, kind, name }: ShownPlace): string => {
  switch (kind) {
    case 'server':
      return SETTINGS.wholeServer;
    case 'category':
      return SETTINGS.category(name === null ? `<#${id}>` : `“${escapeLine(clip(name, NAME_MAX_CHARS))}”`);
    case 'channel':
      return `<#${id}>`;
  }
};

/** What a moderator has just changed. */
export const savedWords = (
  name: SettingName,
  value: Settings[SettingName] | undefined,
  view: Pick<SettingsView, 'titleOf'>,
): string => SETTINGS.saved(SETTINGS.labels[name], value === undefined ? null : plainValue(name, value, view));

export const SETTINGS_IN = (place: ShownPlace): readonly SettingName[] =>
  SETTING_NAMES.filter((name) => place.kind === 'server' || !SERVER_SETTINGS.has(name));
