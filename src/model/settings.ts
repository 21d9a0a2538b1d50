/** The settings that moderators can make for a server, a category or a channel. */
export interface Settings {
  /** Name of the situation that questions are about. */
  readonly situation: string;
  /** Who sees an answer at first: the asker alone, or everybody in the channel. */
  readonly answers: 'private' | 'public';
  /** Whether questions are answered here at all. */
  readonly answering: 'on' | 'off';
  /** How long a person must wait for the next public answer, in seconds. */
  readonly cooldownSeconds: number;
  /** Whether pins follow the facts by themselves or ask for a review first. */
  readonly pinUpdates: 'auto' | 'ask';
  /** Whether a correction is also posted as a reply to the answer that it corrects. */
  readonly correctionReplies: 'on' | 'off';
  /** Whether members may send questions and reports to the curators. */
  readonly curatorsBox: 'on' | 'off';
  /** The channel in which moderators are told about pins; `null` where they are not told. */
  readonly moderatorsChannel: string | null;
}

export type SettingName = keyof Settings;
/** The names of the settings, in the order in which moderators see them. */
export const SETTING_NAMES = [
  'situation',
  'answers',
  'answering',
  'cooldownSeconds',
  'pinUpdates',
  'correctionReplies',
  'curatorsBox',
  'moderatorsChannel',
] as const satisfies readonly SettingName[];

/** These hold for a whole server; the others can differ from channel to channel. */
export const SERVER_SETTINGS: ReadonlySet<SettingName> = new Set(['curatorsBox', 'moderatorsChannel']);

/** The stored value for "no moderators' channel", which overrides the channel of a place above. */
const NONE = 'none';
const SNOWFLAKE = /^\d{1,20}$/;
const COOLDOWN_MAX_SECONDS = 3600;

const either =
  <const V extends string>(...values: readonly V[]) =>
  (stored: string): V | undefined =>
    values.find((value) => value === stored);

/** How each setting is read from the store; `undefined` for a text that is no value of the setting. */
const READ: { readonly [N in SettingName]: (stored: string) => Settings[N] | undefined } = {
  situation: (stored) => stored || undefined,
  answers: either('private', 'public'),
  answering: either('on', 'off'),
  cooldownSeconds: (stored) => {
    const seconds = Number(stored);
    return /^\d{1,4}$/.test(stored) && seconds <= COOLDOWN_MAX_SECONDS ? seconds : undefined;
  },
  pinUpdates: either('auto', 'ask'),
  correctionReplies: either('on', 'off'),
  curatorsBox: either('on', 'off'),
  moderatorsChannel: (stored) => (stored === NONE ? null : SNOWFLAKE.test(stored) ? stored : undefined),
};

/** @returns `undefined` where the text is no value of this setting */
export const readSetting = <N extends SettingName>(name: N, stored: string): Settings[N] | undefined =>
  READ[name](stored);

/** The stored form of a setting, which `readSetting` reads back. */
export const writeSetting = <N extends SettingName>(value: Settings[N]): string =>
  value === null ? NONE : String(value);

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(READ, name);
