import { pino } from 'pino';
import { expect } from 'vitest';
import type { PinUpdates } from '../../src/pins/follow-facts.ts';
import type { Hosts } from '../../src/pins/hosts.ts';
import { createLivingPins, type LivingPins } from '../../src/pins/living-pins.ts';
import type { Pin, PinId, SharedAnswer } from '../../src/pins/pin.ts';
import type { Store } from '../../src/pins/store.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { memoryStore } from '../memory-store.ts';
import { type FactDraft, type SituationDraft, situation } from '../situation.ts';
import { situationsOf } from '../situations.ts';
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
  readonly store: Store;
  readonly clock: { ms: number };
  readonly facts: { now: ReturnType<typeof served> };
  readonly channels: FakeChannels;
  readonly pins: LivingPins;
  /** Another process on the same store and channels. */
  restart(faultOf?: (request: string) => Fault | undefined): World;
  /** Another process on the same channels, whose store is empty. */
  restartWithoutStore(): World;
}

export function world(
  options: {
    updates?: PinUpdates;
    pinLimit?: number;
    retryMs?: number;
    correctionReplies?: 'on' | 'off';
    faultOf?: (request: string) => Fault | undefined;
    /** Other processes over the same store; none where absent. */
    hosts?: Hosts;
  } = {},
): World {
  const clock = { ms: 1_700_000_000_000 };
  const facts = { now: served(base) };
  const start = (store: Store, messages: Map<string, FakeMessage>, faultOf = options.faultOf): World => {
    const channels = fakeChannels(() => clock.ms, messages, faultOf, options.pinLimit);
    const pins = createLivingPins({
      store,
      channels,
      situations: situationsOf(() => facts.now),
      settingsAt: () => ({
        pinUpdates: options.updates ?? 'auto',
        correctionReplies: options.correctionReplies ?? 'off',
      }),
      sharedDays: 30,
      now: () => clock.ms,
      log: pino({ level: 'silent' }),
      paceMs: 0,
      quietMs: 0,
      retryMs: options.retryMs ?? 5000,
      ...(options.hosts && { hosts: options.hosts }),
    });
    const restart: World['restart'] = (other) => {
      pins.stop();
      return start(store, messages, other ?? (() => undefined));
    };
    const restartWithoutStore = () => {
      pins.stop();
      return start(memoryStore(), messages, () => undefined);
    };
    return { store, clock, facts, channels, pins, restart, restartWithoutStore };
  };
  return start(memoryStore(), new Map());
}

export const draftIn = async ({ pins }: World): Promise<string> =>
  (
    await pins.requests.startDraft({
      kind: 'brief',
      guildId: GUILD,
      channelId: CHANNEL,
      situation: 'test',
      about: null,
      by: '7',
    })
  )?.id ?? 'no draft';

export async function pinned(at: World): Promise<Pin> {
  const outcome = await at.pins.requests.publish(await draftIn(at), MODERATOR);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  return outcome.pin;
}

/** Names the difference that a moderator would be shown now. */
export const seen = async ({ pins }: World, id: PinId): Promise<string> =>
  (await pins.requests.difference(id))?.key ?? 'no difference';

export const shownTexts = async ({ store }: World, id: PinId) =>
  (await store.pin(id))?.content.facts.map(({ fact, struck }) =>
    struck === null ? fact.text : `struck: ${fact.text} ${struck}`,
  );

export async function change(
  at: World,
  facts: readonly FactDraft[],
  retired?: SituationDraft['retired'],
): Promise<void> {
  at.facts.now = served(facts, retired);
  await at.pins.knowledgeChanged();
}

/** An answer that is about to be shared, of the facts served now. @param count - of the first so many */
export function shareOf(at: World, id = 'mine', count?: number): SharedAnswer {
  const { facts, version, name } = at.facts.now.knowledge;
  return {
    id,
    state: 'sharing',
    pressed: `press of ${id}`,
    messageId: null,
    channelId: CHANNEL,
    guildId: GUILD,
    situation: name,
    atMs: at.clock.ms,
    facts: facts.slice(0, count).map((fact) => ({ fact, struck: null })),
    changes: [],
    layout: id,
    questions: [],
    version,
  };
}

export async function share(at: World, answer: SharedAnswer): Promise<void> {
  expect(await at.pins.shares.claim(answer)).toBe('new');
  await at.pins.shares.posted(answer, `message of ${answer.id}`);
}
