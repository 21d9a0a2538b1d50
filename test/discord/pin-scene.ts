import { press } from '../../src/discord/buttons.ts';
import type { Actor, Reply } from '../../src/discord/reply.ts';
import type { Services } from '../../src/discord/services.ts';
import { createSitrep } from '../../src/sitrep.ts';
import type { CardButton } from '../../src/views/card.ts';
import type { ButtonAction } from '../../src/views/custom-id.ts';
import { type SituationDraft, situation } from '../situation.ts';
import { type FakePins, fakePins } from './fake-pins.ts';
import { moderator } from './people.ts';
import { servicesOf } from './services.ts';

export interface PinScene {
  readonly services: Services;
  readonly pins: FakePins;
  /** Presses, chooses or submits on a private message, as a moderator unless told otherwise. */
  press(
    what: CardButton | ButtonAction,
    by?: { actor?: Actor; chosen?: string[]; typed?: string; onPublic?: true },
  ): Promise<Reply>;
}

const FLOOD: SituationDraft = {
  topics: [
    { id: 'flood', title: 'Flood' },
    { id: 'help', title: 'Help' },
  ],
  facts: [
    { id: 'dam', text: 'The dam broke.', label: 'The dam', topic: 'flood', importance: 5 },
    { id: 'bridge', text: 'The bridge is closed.', label: 'The bridge', topic: 'flood', importance: 4 },
    {
      id: 'cause',
      text: 'Rain broke the dam.',
      label: 'The cause',
      topic: 'flood',
      status: 'alleged',
      importance: 3,
    },
    { id: 'boats', text: 'Boats bring food.', label: 'The boats', topic: 'help', importance: 2 },
  ],
};

/** A flood with four facts unless told otherwise, and pins that do as they are told. */
export function pinScene(draft: SituationDraft = FLOOD): PinScene {
  const sitrep = createSitrep(situation(draft));
  const pins = fakePins(sitrep);
  const services: Services = { ...servicesOf(sitrep.knowledge), sitrep, pins };
  return {
    services,
    pins,
    async press(what, { actor = moderator(), chosen, typed, onPublic } = {}) {
      const action = 'action' in what ? what.action : what;
      return press(
        {
          action,
          actor,
          onPrivateMessage: !onPublic,
          ...(chosen === undefined ? {} : { chosen }),
          ...(typed === undefined ? {} : { typed }),
        },
        services,
      );
    },
  };
}
