import { Mutex } from 'async-mutex';
import type { Logger } from 'pino';
import {
  isSettingName,
  readSetting,
  SERVER_SETTINGS,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  writeSetting,
} from '../model/settings.ts';
import type { SettingChange, Store } from '../pins/store.ts';

/**
 * The ids of the places where a setting is looked up, from the inside out: a channel, then its category. The server comes last
 * and is not in this list.
 */
export type Places = readonly string[];

/**
 * The settings of a channel.
 *
 * @param guildId - `null` in direct messages
 * @param parentId - the category of a channel, or the channel of a thread; needed only where the channel is not known otherwise
 */
export type SettingsAt = (guildId: string | null, channelId: string, parentId?: string | null) => Settings;

/** The value of a setting in a place, and where it was set. */
export interface SetValue<N extends SettingName = SettingName> {
  readonly value: Settings[N];
  /** Id of the channel, category or server where it was set; `null` where it is the operator's default. */
  readonly from: string | null;
}

export interface ServerSettingsParts {
  readonly store: Pick<Store, 'settings' | 'changeSetting' | 'settingChanges'>;
  /** The operator's settings. */
  readonly defaults: Settings;
  /** If the set situation is not served, the setting counts as not set. */
  readonly isServed: (situation: string) => boolean;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Server id → place id → setting → value as stored. */
type Stored = Map<string, Map<string, Map<string, string>>>;

/**
 * The settings of all servers, read into memory so that an answer does not wait for the store. A change takes effect only once it is in the store.
 * Other processes may change the settings of their servers; `load` reads everything again when this process takes over a server.
 */
export class ServerSettings {
  readonly #parts: ServerSettingsParts;
  #servers: Stored = new Map();
  /** A read that began before a change must not overwrite it. */
  readonly #turn = new Mutex();
  /** Called with the server's id after one of its settings has changed. */
  readonly #listeners: ((guildId: string, name: SettingName) => void)[] = [];

  constructor(parts: ServerSettingsParts) {
    this.#parts = parts;
  }

  /** Reads all settings from the store. Rejects with a SitrepError `STORE_*`; then the earlier values stay in use. */
  load(): Promise<void> {
    return this.#turn.runExclusive(async () => {
      const servers: Stored = new Map();
      for (const { guildId, placeId, name, value } of await this.#parts.store.settings()) {
        const places = servers.get(guildId) ?? new Map<string, Map<string, string>>();
        servers.set(guildId, places.set(placeId, (places.get(placeId) ?? new Map()).set(name, value)));
      }
      this.#servers = servers;
    });
  }

  onChange(listener: (guildId: string, name: SettingName) => void): void {
    this.#listeners.push(listener);
  }

  /** @param guildId - `null` in direct messages, where the operator's settings apply */
  at(guildId: string | null, places: Places): Settings {
    const { defaults } = this.#parts;
    if (guildId === null || !this.#servers.has(guildId)) return defaults;
    const entries = SETTING_NAMES.map((name) => [name, this.get(name, guildId, places).value]);
    // The cast is safe, because each value was read by the setting's own reader.
    return Object.fromEntries(entries) as unknown as Settings;
  }

  get<N extends SettingName>(name: N, guildId: string, places: Places): SetValue<N> {
    const server = this.#servers.get(guildId);
    for (const from of SERVER_SETTINGS.has(name) ? [guildId] : [...places, guildId]) {
      const stored = server?.get(from)?.get(name);
      const value = stored === undefined ? undefined : readSetting(name, stored);
      const isUsable = name !== 'situation' || (typeof value === 'string' && this.#parts.isServed(value));
      if (value !== undefined && isUsable) return { value, from };
    }
    return { value: this.#parts.defaults[name], from: null };
  }

  /** The value set for the place itself, even one that has no effect now, such as a situation that is not served. */
  own<N extends SettingName>(name: N, guildId: string, placeId: string): Settings[N] | undefined {
    const stored = this.#servers.get(guildId)?.get(placeId)?.get(name);
    return stored === undefined ? undefined : readSetting(name, stored);
  }

  /** Ids of the channels and categories of a server that have settings of their own. */
  placesOf(guildId: string): readonly string[] {
    const places = [...(this.#servers.get(guildId) ?? [])];
    return places.flatMap(([id, own]) => (id === guildId || own.size === 0 ? [] : [id]));
  }

  /**
   * Sets one setting of a place, or removes it. Rejects with a SitrepError `STORE_*` where the store fails; then nothing has changed.
   *
   * @param value - `undefined` removes the place's own value
   * @param by - user id of the moderator; `null` where the place was deleted
   */
  async set<N extends SettingName>(
    { guildId, placeId }: { readonly guildId: string; readonly placeId: string },
    name: N,
    value: Settings[N] | undefined,
    by: string | null,
  ): Promise<void> {
    const stored = value === undefined ? null : writeSetting<N>(value);
    const atMs = (this.#parts.now ?? Date.now)();
    await this.#turn.runExclusive(() => this.#change({ guildId, placeId, name, value: stored, by, atMs }));
    for (const listener of this.#listeners) listener(guildId, name);
  }

  async #change(change: SettingChange): Promise<void> {
    const { guildId, placeId, name, value } = change;
    await this.#parts.store.changeSetting(change);
    const places = this.#servers.get(guildId) ?? new Map<string, Map<string, string>>();
    const own = places.get(placeId) ?? new Map<string, string>();
    if (value === null) own.delete(name);
    else own.set(name, value);
    this.#servers.set(guildId, places.set(placeId, own));
  }

  /** Removes the settings of a channel or category that was deleted. Never rejects. */
  async placeGone(guildId: string, placeId: string): Promise<void> {
    try {
      for (const name of [...(this.#servers.get(guildId)?.get(placeId)?.keys() ?? [])]) {
        if (isSettingName(name)) await this.set({ guildId, placeId }, name, undefined, null);
      }
      if (this.own('moderatorsChannel', guildId, guildId) === placeId)
        await this.set({ guildId, placeId: guildId }, 'moderatorsChannel', undefined, null);
    } catch (err) {
      this.#parts.log.error({ err, channel: placeId }, 'removing the settings of a channel failed');
    }
  }

  /** The record of who set what in a server, newest first. */
  changes(guildId: string, limit: number): Promise<readonly SettingChange[]> {
    return this.#parts.store.settingChanges(guildId, limit);
  }
}
