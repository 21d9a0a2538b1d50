import type { Draft, Pin, PinEvent, PinId } from '../../src/pins/pin.ts';
import type {
  Acting,
  DraftRequest,
  PinDifference,
  PinOutcome,
  PinRequests,
  PinStatus,
  UnknownPin,
} from '../../src/pins/requests.ts';
import type { Sitrep } from '../../src/sitrep.ts';
import { factId } from '../situation.ts';
import { moderator } from './people.ts';

/** Pins that do as they are told: what a request gives is set before, and what was asked for is kept. */
export interface FakePins extends PinRequests {
  preview(draft: Draft): Pin;
  readonly drafts: Map<string, Draft>;
  readonly asked: {
    readonly what: string;
    readonly id: string;
    readonly acting: Acting;
    readonly replacing?: PinId;
    readonly previewed?: string;
    readonly seen?: string;
  }[];
  /** Fields that are left out have their usual values. */
  living: (Pick<PinStatus, 'pin' | 'current'> & Partial<PinStatus>)[];
  /** What a look at the channel finds; the living pins where absent. */
  found: FakePins['living'] | undefined;
  /** Pins that have ended. */
  past: Pin[];
  /** What the next request gives. */
  outcome: PinOutcome;
  changes: PinDifference['facts'];
  /** How many of the changes were dismissed. */
  dismissed: number;
  unknown: UnknownPin[];
  /** Names the difference of the moment. */
  key: string;
  events: readonly PinEvent[];
}

export const pinId = (id: string): PinId => id.padEnd(12, '0') as PinId;

/** A pin of the facts named, pinned in the moderator's channel. */
export function pinOf(sitrep: Sitrep, facts: readonly string[], parts: Partial<Pin> = {}): Pin {
  const { guildId, channelId } = moderator().place;
  const { knowledge } = sitrep;
  return {
    id: pinId('pin'),
    draftId: 'draft0000000',
    guildId: guildId ?? '',
    channelId,
    situation: knowledge.name,
    content: {
      kind: 'facts',
      about: null,
      title: 'State of play',
      facts: facts.flatMap((id) => {
        const fact = knowledge.factById.get(factId(id));
        return fact === undefined ? [] : [{ fact, struck: null }];
      }),
      note: null,
      frame: [],
      version: knowledge.version,
      changes: [],
      review: null,
      included: [],
      excluded: [],
      dismissed: [],
      endedAtMs: null,
    },
    state: 'pinned',
    end: null,
    messageId: '100000000000000009',
    nonce: 'nonce',
    sentAtMs: 0,
    fingerprint: null,
    confirmed: null,
    createdBy: '100000000000000001',
    actingBy: '100000000000000001',
    createdAtMs: 1_700_000_000_000,
    updatedAtMs: 1_700_000_000_000,
    replies: [],
    ...parts,
  };
}

export function fakePins(sitrep: Sitrep): FakePins {
  const drafts = new Map<string, Draft>();
  const asked: FakePins['asked'] = [];
  const change = (id: string, parts: Partial<Draft>): Draft | undefined => {
    const draft = drafts.get(id);
    if (draft === undefined) return undefined;
    const changed = { ...draft, ...parts };
    drafts.set(id, changed);
    return changed;
  };
  const request =
    (what: string) =>
    async (id: string, acting: Acting, further: Partial<(typeof asked)[number]> = {}): Promise<PinOutcome> => {
      asked.push({ what, id, acting, ...further });
      return fake.outcome;
    };
  const deciding =
    (what: string) =>
    (id: string, acting: Acting, seen?: string): Promise<PinOutcome> =>
      request(what)(id, acting, seen === undefined ? {} : { seen });
  const statuses = (all: FakePins['living'], channelId: string): readonly PinStatus[] =>
    all
      .filter(({ pin }) => pin.channelId === channelId)
      .map((status) => ({ dismissed: false, editDue: false, unseen: null, ...status }));
  const fake: FakePins = {
    drafts,
    asked,
    living: [],
    found: undefined,
    past: [],
    outcome: { kind: 'gone' },
    changes: [],
    dismissed: 0,
    unknown: [],
    key: 'difference',
    events: [],
    async startDraft(wanted: DraftRequest) {
      const offered = wanted.facts ?? sitrep.brief(wanted.about ?? '')?.considered ?? [];
      if (offered.length === 0) return undefined;
      const draft: Draft = {
        ...wanted,
        id: 'draft0000000',
        situation: sitrep.knowledge.name,
        title: 'State of play',
        preset: [],
        offered: offered.slice(0, 25),
        chosen: offered.slice(0, 2),
        note: null,
        createdAtMs: 0,
      };
      drafts.set(draft.id, draft);
      return draft;
    },
    draft: async (id) => drafts.get(id),
    renew: async (id) => drafts.get(id),
    choose: async (id, facts) => change(id, { chosen: facts }),
    annotate: async (id, note) => change(id, { note }),
    preview({ chosen, note, by, kind }) {
      const pin = pinOf(sitrep, chosen, { state: 'posting', messageId: null });
      return { ...pin, content: { ...pin.content, kind, note: note === null ? null : { text: note, by } } };
    },
    async cancel(id) {
      const made = fake.living.find(({ pin }) => (pin.id as string) === id)?.pin;
      if (made === undefined) drafts.delete(id);
      return made;
    },
    publish: (id, acting, replacing, previewed) =>
      request('publish')(id, acting, {
        ...(replacing === undefined ? {} : { replacing }),
        ...(previewed === undefined ? {} : { previewed }),
      }),
    refresh: deciding('refresh'),
    leave: deciding('leave'),
    unpin: (id, acting) => request('unpin')(id, acting),
    remove: (id, acting) => request('remove')(id, acting),
    adopt: ({ id }, _guildId, acting) => request('adopt')(id, acting),
    async unpinUnknown({ id }, acting) {
      asked.push({ what: 'unpinUnknown', id, acting });
      return null;
    },
    inChannel: async (channelId) => statuses(fake.living, channelId),
    inServer: async () => fake.living.flatMap(({ pin }) => statuses(fake.living, pin.channelId)),
    look: async (channelId) => ({
      living: statuses(fake.found ?? fake.living, channelId),
      unknown: fake.unknown,
    }),
    pin: async (id) => [...fake.living.map(({ pin }) => pin), ...fake.past].find((pin) => pin.id === id),
    async difference(id) {
      const found = fake.living.find(({ pin }) => pin.id === id);
      return found && { pin: found.pin, facts: fake.changes, dismissed: fake.dismissed, key: fake.key };
    },
    history: async () => fake.events,
  };
  return fake;
}
