import type { Pins } from '../pins/pins.ts';
import { notice } from '../views/card.ts';
import { type PinDeed, whyNot } from './pin-rights.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** The channel of a server that pins are worked on in, and for whom. */
export interface PinPlace {
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
}

/**
 * Gives the pins to whoever may do this to them here, and everybody else the reason why not. Rights are looked at on every
 * command and press: they may have been taken away since the message that is pressed on came.
 */
export function whereAllowed<R extends Reply | Promise<Reply>>(
  actor: Actor,
  deed: PinDeed,
  { pins }: Services,
  reply: (pins: Pins, place: PinPlace) => R,
): Reply | R {
  const reason = whyNot(actor, deed);
  const { guildId, channelId } = actor.place;
  if (reason !== null || guildId === null) return privately(notice(reason ?? ''));
  if (pins === undefined) return privately(notice('This Sitrep keeps no pins.'));
  return reply(pins, { guildId, channelId, userId: actor.userId });
}
