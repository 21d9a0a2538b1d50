import { pino } from 'pino';
import { ServerSettings, type ServerSettingsParts } from '../src/discord/server-settings.ts';
import type { Settings } from '../src/model/settings.ts';
import { memoryStore } from './memory-store.ts';

/** What an operator sets who sets nothing. */
export const SETTINGS: Settings = {
  situation: 'us-iran-strikes',
  answers: 'private',
  answering: 'on',
  cooldownSeconds: 3,
  pinUpdates: 'auto',
  correctionReplies: 'off',
  curatorsBox: 'on',
  moderatorsChannel: null,
};

/** The settings of servers that have set nothing. @param defaults - what the operator has set */
export const serverSettings = (
  defaults: Partial<Settings> = {},
  { store = memoryStore(), isServed = () => true }: Partial<ServerSettingsParts> = {},
): ServerSettings =>
  new ServerSettings({ store, defaults: { ...SETTINGS, ...defaults }, isServed, log: pino({ level: 'silent' }) });
