import type { PinRequests } from '../pins/requests.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Codes } from '../views/custom-id.ts';
import type { Curators } from './curators.ts';
import type { OwnerMarks } from './owner-mark.ts';
import type { PlainMessage, Unreadable } from './plain-message.ts';
import type { Audience } from './reply.ts';

/** What commands and buttons work with. Nothing in it can send anything. */
export interface Services {
  readonly sitrep: Sitrep;
  readonly codes: Codes;
  /** When this version of the facts was first served. */
  readonly asOfMs: number;
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
