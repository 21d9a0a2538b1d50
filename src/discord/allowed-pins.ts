import { SitrepError, type SitrepErrorCode } from '../errors.ts';
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

/** The message to moderators while the store cannot be used. The operator's log has the details. */
const WITHOUT_STORE: Partial<Record<SitrepErrorCode, string>> = {
  STORE_LOST:
    'Sitrep’s record of pins was removed or replaced while it was running, so no pin can be made or changed. Its operator has to restore the record or restart Sitrep; the log says how.',
  STORE_UNREACHABLE:
    'Sitrep’s record of pins does not answer at the moment, so no pin can be made or changed. Please try again in a minute.',
};

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
  const reply = await unlessUnusable(
    async () => makeReply(pins, { guildId, channelId, userId: actor.userId }),
    privately,
  );
  if (reply.do !== 'work') return reply;
  return {
    do: 'work',
    work: (own) =>
      unlessUnusable<Card>(
        () => reply.work(own),
        (card) => card,
      ),
  };
}

async function unlessUnusable<T>(work: () => Promise<T>, otherwise: (why: Card) => T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof SitrepError ? WITHOUT_STORE[error.code] : undefined;
    if (why === undefined) throw error;
    return otherwise(notice(why));
  }
}
