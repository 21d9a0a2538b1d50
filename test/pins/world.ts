import { pino } from 'pino';
import { createPins, type LivingPins } from '../../src/pins/create-pins.ts';
import type { PinUpdates } from '../../src/pins/follow-facts.ts';
import type { Pin, PinId } from '../../src/pins/pin.ts';
import type { PinStore } from '../../src/pins/pin-store.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { memoryStore } from '../memory-store.ts';
import { type FactDraft, type SituationDraft, situation } from '../situation.ts';
import { type FakeChannels, type FakeMessage, type Fault, fakeChannels } from './fake-channels.ts';

export const GUILD = 'g1';
export const CHANNEL = 'c1';
export const SERVERS = new Set([GUILD]);
export const MODERATOR = { by: '7', reply: null };

export const base: readonly FactDraft[] = [
  { id: 'one', text: 'The bridge is closed.', label: 'Bridge', importance: 5 },
  { id: 'two', text: 'The road is open.', label: 'Road', importance: 4 },
];
export const served = (facts: readonly FactDraft[], retired: NonNullable<SituationDraft['retired']> = []) =>
  createSitrep({ ...situation({ facts, retired }), version: JSON.stringify(facts) });

/** Pins over a store and channels that outlive them, and the time that passes when told to. */
export interface World {
  readonly store: PinStore;
  readonly clock: { ms: number };
  readonly facts: { now: ReturnType<typeof served> };
  readonly channels: FakeChannels;
  readonly pins: LivingPins;
  /** Another process on the same store and channels. */
  restart(faultOf?: (request: string) => Fault | undefined): World;
}

export function world(
  options: {
    updates?: PinUpdates;
    pinLimit?: number;
    retryMs?: number;
    faultOf?: (request: string) => Fault | undefined;
  } = {},
): World {
  const clock = { ms: 1_700_000_000_000 };
  const facts = { now: served(base) };
  const start = (store: PinStore, messages: Map<string, FakeMessage>, faultOf = options.faultOf): World => {
    const channels = fakeChannels(() => clock.ms, messages, faultOf, options.pinLimit);
    const pins = createPins({
      store,
      channels,
      sitrep: () => facts.now,
      updates: options.updates ?? 'auto',
      sharedDays: 30,
      now: () => clock.ms,
      log: pino({ level: 'silent' }),
      paceMs: 0,
      quietMs: 0,
      retryMs: options.retryMs ?? 5000,
    });
    const restart: World['restart'] = (other) => {
      pins.stop();
      return start(store, messages, other ?? (() => undefined));
    };
    return { store, clock, facts, channels, pins, restart };
  };
  return start(memoryStore(), new Map());
}

export const draftIn = ({ pins }: World): string =>
  pins.startDraft({ kind: 'brief', guildId: GUILD, channelId: CHANNEL, about: null, by: '7' })?.id ?? 'no draft';

export async function pinned(at: World): Promise<Pin> {
  const outcome = await at.pins.publish(draftIn(at), MODERATOR);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  return outcome.pin;
}

/** Names the difference that a moderator would be shown now. */
export const seen = ({ pins }: World, id: PinId): string => pins.difference(id)?.key ?? 'no difference';

export const shownTexts = ({ store }: World, id: PinId) =>
  store
    .pin(id)
    ?.content.facts.map(({ fact, struck }) => (struck === null ? fact.text : `struck: ${fact.text} ${struck}`));

export async function change(
  at: World,
  facts: readonly FactDraft[],
  retired?: SituationDraft['retired'],
): Promise<void> {
  at.facts.now = served(facts, retired);
  await at.pins.knowledgeChanged();
}
