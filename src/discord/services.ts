import type { Settings } from '../model/settings.ts';
import type { FactRecord } from '../pins/fact-record.ts';
import type { PinRequests } from '../pins/requests.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Situations } from '../situations.ts';
import { type Codes, codesOf } from '../views/subject-codes.ts';
import type { Connection } from './connection.ts';
import type { Curators } from './curators.ts';
import type { OwnerMarks } from './owner-mark.ts';
import type { PlainMessage, RepliedTo, Unreadable } from './plain-message.ts';
import type { Audience } from './reply.ts';
import type { ServerSettings } from './server-settings.ts';

/** The dependencies of commands and buttons. None of them can send anything to Discord. */
export interface Services {
  /** The engine of the situation that is asked about. */
  readonly sitrep: Sitrep;
  readonly codes: Codes;
  /** When this version of the facts was first served. */
  readonly asOfMs: number;
  /** The record of the facts that were served before; `undefined` where there is none. */
  readonly record: FactRecord | undefined;
  /** All situations that are served. */
  readonly situations: Situations;
  readonly ownerMarks: OwnerMarks;
  /**
   * The requests that moderators can make about pins; `undefined` where pins are switched off. The caller must have checked the
   * rights (`whereAllowed`).
   */
  readonly pins: PinRequests | undefined;
  /** What members send to the curators; `undefined` where nothing is stored. */
  readonly curators: Curators | undefined;
  /** The settings that apply in the place where somebody asks. */
  readonly settings: Settings;
  readonly serverSettings: ServerSettings;
  /** The channel and the places around it, from the inside out. */
  placesOf(where: AskedIn): readonly NamedPlace[];
  /** Who sees an answer at first: the asker alone, or the channel. */
  readonly answersTo: Audience;
  /** How the connection to Discord is at the moment. */
  connection(): Connection;
  /**
   * The clickable form of a command, with its sub-command where it has one ("pin brief"); its plain name until the command's id
   * is known.
   */
  mention(commandName: string): string;
  /** The user id of Sitrep itself. */
  botId(): string;
  /** Reads a message of a channel again. @throws the error of the network where Discord does not answer */
  readMessage(channelId: string, messageId: string): Promise<PlainMessage | Unreadable>;
  /** Sitrep's last message before this one, in the same channel. */
  lastOwnMessage(message: PlainMessage): Promise<RepliedTo | undefined>;
}

/** A channel in which somebody asks. */
export interface AskedIn {
  /** `null` in direct messages and group chats. */
  readonly guildId: string | null;
  readonly channelId: string;
  /** The category of the channel, or the channel of a thread, where Discord has sent it. */
  readonly parentId?: string | null | undefined;
}

/** A place of a server that may have settings of its own. */
export interface NamedPlace {
  readonly id: string;
  readonly kind: 'channel' | 'category';
  /** `null` where it is not known. */
  readonly name: string | null;
}

/**
 * The services for a question that is asked in a given place. They hold the facts of this moment, so call this once for each interaction or message.
 *
 * @param situation - name of the situation asked about; by default the one of that place
 * @returns `undefined` where that situation is not served
 */
export interface ServicesAt {
  (where: AskedIn): Services;
  (where: AskedIn, situation: string | undefined): Services | undefined;
}

/** @param lasting - services that are the same in every place and situation */
export function createServicesAt(
  lasting: Omit<Services, 'sitrep' | 'codes' | 'asOfMs' | 'settings' | 'answersTo'>,
  nowMs: () => number = Date.now,
): ServicesAt {
  const { situations, serverSettings, placesOf, record } = lasting;
  const firstServedMs = new WeakMap<Sitrep, number>();
  const firstServed = (sitrep: Sitrep): number => {
    const asOfMs = record?.sinceMs(sitrep.knowledge) ?? firstServedMs.get(sitrep) ?? nowMs();
    firstServedMs.set(sitrep, asOfMs);
    return asOfMs;
  };
  for (const sitrep of situations.all()) firstServed(sitrep);
  function servicesAt(where: AskedIn): Services;
  function servicesAt(where: AskedIn, situation: string | undefined): Services | undefined;
  function servicesAt(where: AskedIn, situation?: string): Services | undefined {
    const places = placesOf(where).map(({ id }) => id);
    const settings = serverSettings.at(where.guildId, places);
    const sitrep = situations.get(situation ?? settings.situation) ?? (situation ? undefined : situations.byDefault());
    if (sitrep === undefined) return undefined;
    const answersTo = settings.answers === 'public' ? 'channel' : 'asker';
    return {
      ...lasting,
      settings,
      answersTo,
      sitrep,
      codes: codesOf(sitrep.knowledge),
      asOfMs: firstServed(sitrep),
    };
  }
  return servicesAt;
}
