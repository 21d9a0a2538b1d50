import { PermissionFlagsBits } from 'discord.js';
import { isSettingName, readSetting, type SettingName, type Settings } from '../model/settings.ts';
import { type Card, notice } from '../views/card.ts';
import type { ButtonAction } from '../views/custom-id.ts';
import {
  NO_OWN_VALUE,
  optionsFor,
  presentSetting,
  presentSettingChanges,
  presentSettings,
  SETTINGS_IN,
  type SettingsView,
  type ShownPlace,
  type ShownSetting,
  savedWords,
} from '../views/present-settings.ts';
import { SETTINGS } from '../views/wording.ts';
import { may } from './actor.ts';
import type { Press } from './press.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** As many rows as fit into one message. */
const CHANGES_MAX = 40;

/** The panel of the whole server, with buttons that lead to the channel and its category. */
export const showSettings = (actor: Actor, services: Services): Reply | Promise<Reply> =>
  whereAllowed(actor, (guildId) => privately(panel(guildId, guildId, actor, services) ?? MOVED));

/** A press, or a choice in a menu, in the panel. Rights are checked each time. */
export function pressSettings(
  action: Extract<ButtonAction, { type: 'settings' | 'setting' | 'set' | 'setting-changes' }>,
  { actor, chosen = [] }: Press,
  services: Services,
): Reply | Promise<Reply> {
  return whereAllowed(actor, async (guildId) => {
    const { place } = action;
    const view = viewOf(place, guildId, actor, services);
    if (view === undefined) return update(MOVED);
    const [value] = chosen;
    switch (action.type) {
      case 'settings':
        return update(panel(place, guildId, actor, services) ?? MOVED);
      case 'setting': {
        const name = action.name ?? value;
        const setting = view.settings.find((each) => each.name === name);
        if (setting === undefined) return update(presentSettings(view));
        return update(presentSetting(setting, optionsIn(setting, view, services, actor), action.page, view));
      }
      case 'set': {
        const refusal = await change(action.name, value, { place, guildId, actor }, services);
        if (refusal !== null) return privately(notice(refusal));
        const saved = savedWords(action.name, value === undefined ? undefined : readValue(action.name, value), view);
        return update(panel(place, guildId, actor, services, saved) ?? MOVED);
      }
      case 'setting-changes':
        return update(presentSettingChanges(await services.serverSettings.changes(guildId, CHANGES_MAX), place, view));
    }
  });
}

const update = (card: Card): Reply => ({ do: 'update', card });
const MOVED = notice(SETTINGS.placeNotHere);

/** Makes the reply for a member who may manage the server, and tells everybody else why they may not. */
function whereAllowed(
  { permissions, place }: Actor,
  makeReply: (guildId: string) => Reply | Promise<Reply>,
): Reply | Promise<Reply> {
  if (place.guildId === null || permissions === null || !place.installed) return privately(notice(SETTINGS.notHere));
  if (!may(permissions, PermissionFlagsBits.ManageGuild)) return privately(notice(SETTINGS.notForYou));
  return makeReply(place.guildId);
}

function panel(place: string, guildId: string, actor: Actor, services: Services, saved?: string): Card | undefined {
  const view = viewOf(place, guildId, actor, services);
  return view && presentSettings(view, saved);
}

/** @returns `undefined` where the place is neither the server, nor the moderator's channel, nor its category */
function viewOf(
  placeId: string,
  guildId: string,
  { place: where }: Actor,
  services: Services,
): SettingsView | undefined {
  const { serverSettings, situations, placesOf } = services;
  const inside: readonly ShownPlace[] = placesOf(where);
  const places: readonly ShownPlace[] = [{ id: guildId, kind: 'server', name: null }, ...inside.toReversed()];
  const place = places.find(({ id }) => id === placeId);
  if (place === undefined) return undefined;
  // From the place itself to those around it.
  const chain = inside.slice(inside.findIndex(({ id }) => id === placeId)).map(({ id }) => id);
  const above = place.kind === 'server' ? [] : chain;
  const shown = (name: SettingName): ShownSetting => {
    const { value, from } = serverSettings.get(name, guildId, above);
    const own = serverSettings.own(name, guildId, placeId);
    const isUnusable = name === 'situation' && typeof own === 'string' && own !== value;
    return { name, value, from: places.find(({ id }) => id === from) ?? null, unusable: isUnusable ? own : null };
  };
  return {
    place,
    places,
    settings: SETTINGS_IN(place).map(shown),
    elsewhere: serverSettings.placesOf(guildId).filter((id) => id !== placeId),
    titleOf: (situation) => situations.get(situation)?.knowledge.title,
  };
}

function optionsIn(setting: ShownSetting, view: SettingsView, { situations }: Services, actor: Actor) {
  const names = situations.all().map(({ knowledge }) => knowledge.name);
  const channel = view.places.findLast(({ kind }) => kind === 'channel') ?? null;
  return optionsFor(setting, { ...view, situations: names }, canPost(actor) ? channel : null);
}

const canPost = ({ place: { appPermissions } }: Actor): boolean =>
  may(appPermissions, PermissionFlagsBits.ViewChannel) && may(appPermissions, PermissionFlagsBits.SendMessages);

/** @returns why nothing was changed; `null` where the setting was changed */
async function change(
  name: SettingName,
  chosen: string | undefined,
  { place, guildId, actor }: { readonly place: string; readonly guildId: string; readonly actor: Actor },
  { serverSettings, situations, placesOf }: Services,
): Promise<string | null> {
  if (chosen === undefined) return SETTINGS.placeNotHere;
  const value = readValue(name, chosen);
  if (chosen !== NO_OWN_VALUE) {
    if (value === undefined) return SETTINGS.placeNotHere;
    if (name === 'situation' && situations.get(chosen) === undefined) return SETTINGS.notServed(chosen);
    if (name === 'moderatorsChannel' && value !== null) {
      const isHere = placesOf(actor.place).some(({ id }) => id === value);
      const isSet = serverSettings.own(name, guildId, guildId) === value;
      if (!isSet && (!isHere || !canPost(actor))) return SETTINGS.cannotPost;
    }
  }
  await serverSettings.set({ guildId, placeId: place }, name, value, actor.userId);
  return null;
}

const readValue = (name: SettingName, chosen: string): Settings[SettingName] | undefined =>
  chosen === NO_OWN_VALUE || !isSettingName(name) ? undefined : readSetting(name, chosen);
