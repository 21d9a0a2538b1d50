import type { PinRequests } from '../pins/requests.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Situations } from '../situations.ts';
import { type Codes, codesOf } from '../views/custom-id.ts';
import type { Curators } from './curators.ts';
import type { OwnerMarks } from './owner-mark.ts';
import type { PlainMessage, Unreadable } from './plain-message.ts';
import type { Audience } from './reply.ts';

/** What commands and buttons work with. Nothing in it can send anything. */
export interface Services {
  /** The engine of the situation that is asked about. */
  readonly sitrep: Sitrep;
  readonly codes: Codes;
  /** When this version of the facts was first served. */
  readonly asOfMs: number;
  /** All situations that are served. */
  readonly situations: Situations;
  readonly ownerMarks: OwnerMarks;
  /** The requests that moderators can make; `undefined` where no pins are kept. Rights are checked before (`whereAllowed`). */
  readonly pins: PinRequests | undefined;
  /** What members send to the curators; `undefined` where nothing is kept. */
  readonly curators: Curators | undefined;
  /** Who sees an answer at first: the asker alone, or, with `SITREP_ANSWERS=public`, the channel. */
  readonly answersTo: Audience;
  /** The clickable form of a command, with its sub-command where it has one ("pin brief"); its plain name until Discord has told the command's id. */
  mention(commandName: string): string;
  /** The user id of Sitrep itself. */
  botId(): string;
  /** Reads a message of a channel again. @throws the error of the network where Discord does not answer */
  readMessage(channelId: string, messageId: string): Promise<PlainMessage | Unreadable>;
}

/** A channel in which somebody asks. */
export interface AskedIn {
  /** `null` in direct messages and group chats. */
  readonly guildId: string | null;
  readonly channelId: string;
}

/**
 * The services for a question asked somewhere, over the facts of that moment: call it once for each interaction or message.
 *
 * @param situation - name of the situation asked about; absent: the one of that place
 * @returns `undefined` where that situation is not served
 */
export interface ServicesAt {
  (where: AskedIn): Services;
  (where: AskedIn, situation: string | undefined): Services | undefined;
}

/** @param lasting - what is the same in every place and situation */
export function createServicesAt(
  lasting: Omit<Services, 'sitrep' | 'codes' | 'asOfMs'>,
  nowMs: () => number = Date.now,
): ServicesAt {
  const { situations } = lasting;
  const firstServedMs = new WeakMap<Sitrep, number>();
  const over = (sitrep: Sitrep): Services => {
    const asOfMs = firstServedMs.get(sitrep) ?? nowMs();
    firstServedMs.set(sitrep, asOfMs);
    return { ...lasting, sitrep, codes: codesOf(sitrep.knowledge), asOfMs };
  };
  for (const sitrep of situations.all()) over(sitrep);
  function servicesAt(where: AskedIn): Services;
  function servicesAt(where: AskedIn, situation: string | undefined): Services | undefined;
  function servicesAt(_where: AskedIn, situation?: string): Services | undefined {
    const sitrep = situation === undefined ? situations.byDefault() : situations.get(situation);
    return sitrep && over(sitrep);
  }
  return servicesAt;
}
