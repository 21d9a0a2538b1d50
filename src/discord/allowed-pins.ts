import { SitrepError } from '../errors.ts';
import type { PinRequests } from '../pins/requests.ts';
import { type Card, notice } from '../views/card.ts';
import { type PinDeed, whyNot } from './pin-rights.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** The channel of a server whose pins are handled, and the person who asks. */
export interface PinPlace {
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
}

/** The operator's log has the details. */
const STORE_LOST =
  'Sitrep’s record of pins was removed or replaced while it was running, so no pin can be made or changed. Its operator has to restore the record or restart Sitrep; the log says how.';

/**
 * Makes the reply for a person who may do this to the pins here, and tells everybody else why they may not. Rights are checked on
 * every command and press, because they may have been taken away since the message with the button appeared.
 */
export async function whereAllowed(
  actor: Actor,
  deed: PinDeed,
  { pins }: Services,
  makeReply: (pins: PinRequests, place: PinPlace) => Reply | Promise<Reply>,
): Promise<Reply> {
  const reason = whyNot(actor, deed);
  const { guildId, channelId } = actor.place;
  if (reason !== null || guildId === null) return privately(notice(reason ?? ''));
  if (pins === undefined) return privately(notice('This Sitrep keeps no pins.'));
  const lost = notice(STORE_LOST);
  const reply = await unlessLost(
    async () => makeReply(pins, { guildId, channelId, userId: actor.userId }),
    privately(lost),
  );
  if (reply.do !== 'work') return reply;
  return { do: 'work', work: (own) => unlessLost<Card>(() => reply.work(own), lost) };
}

async function unlessLost<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SitrepError && error.code === 'STORE_LOST') return otherwise;
    throw error;
  }
}
