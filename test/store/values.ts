/** Pins, drafts, events and shared answers for tests of whatever keeps them. */

import type { InboxItem } from '../../src/model/inbox.ts';
import type { EntityId, Fact, FactId, SourceId, TopicId } from '../../src/model/knowledge.ts';
import type { Draft, Pin, PinEvent, PinId, SharedAnswer } from '../../src/pins/pin.ts';
import type { SettingChange } from '../../src/pins/store.ts';

export const factId = (id: string) => id as FactId;

export const fact = (id: string, text = `What "${id}" says, with 'quotes', \u0000 and 🗺.`): Fact => ({
  id: factId(id),
  text,
  label: `About ${id}`,
  topic: 'strikes' as TopicId,
  importance: 3,
  headline: false,
  status: 'alleged',
  statusNote: null,
  supersededBy: null,
  saidBy: ['the-us' as EntityId],
  actors: [],
  places: [],
  about: ['the-us' as EntityId],
  time: { text: 'Sunday', edtf: null },
  numbers: [{ value: 2.5, of: 'hours' }],
  reason: null,
  askedAs: ['when'],
  citations: [{ source: 'article' as SourceId, paragraph: 1, sentence: 2, quote: 'on Sunday' }],
});

export const pin = (id: string, changes: Partial<Pin> = {}): Pin => ({
  id: `pin-${id}` as PinId,
  draftId: `draft-${id}`,
  guildId: 'g1',
  channelId: 'c1',
  situation: 'us-iran-strikes',
  content: {
    kind: 'brief',
    about: 'topic:strikes',
    title: 'Strikes',
    facts: [
      { fact: fact('first'), struck: null },
      { fact: fact('second'), struck: 'withdrawn' },
    ],
    note: { text: 'ours', by: '1' },
    frame: ['The sources do not say when.'],
    version: '0123456789ab',
    changes: [{ atMs: 1_700_000_000_000, text: 'corrected' }],
    review: null,
    included: [factId('second')],
    excluded: [factId('third')],
    dismissed: ['first:left'],
    endedAtMs: null,
  },
  state: 'posting',
  end: null,
  messageId: null,
  nonce: `nonce-${id}`,
  sentAtMs: null,
  fingerprint: null,
  confirmed: null,
  createdBy: '1',
  actingBy: '2',
  createdAtMs: 1_700_000_000_000,
  updatedAtMs: 1_700_000_000_000,
  replies: [{ token: 'token', untilMs: 1_700_000_900_000, asked: 'publish' }],
  ...changes,
});

export const event = (of: Pin, changes: Partial<PinEvent> = {}): PinEvent => ({
  pinId: of.id,
  guildId: of.guildId,
  channelId: of.channelId,
  atMs: of.updatedAtMs,
  by: of.actingBy,
  what: 'asked',
  detail: '',
  version: of.content.version,
  ...changes,
});

export const draft = (id: string, changes: Partial<Draft> = {}): Draft => ({
  id: `draft-${id}`,
  kind: 'facts',
  guildId: 'g1',
  channelId: 'c1',
  situation: 'us-iran-strikes',
  about: null,
  title: 'State of play',
  preset: [],
  offered: [factId('first'), factId('second')],
  chosen: [factId('first')],
  note: null,
  by: '1',
  createdAtMs: 1_700_000_000_000,
  ...changes,
});

/** One of which it is not known whether it was posted. */
export const unconfirmed = (id: string, changes: Partial<SharedAnswer> = {}): SharedAnswer =>
  shared(id, ['first'], { state: 'sharing', messageId: null, ...changes });

export const shared = (id: string, facts: readonly string[], changes: Partial<SharedAnswer> = {}): SharedAnswer => ({
  id: `share-${id}`,
  state: 'shared',
  pressed: `press-${id}`,
  messageId: `message-${id}`,
  channelId: 'c1',
  guildId: null,
  situation: 'us-iran-strikes',
  atMs: 1_700_000_000_000,
  facts: facts.map((name) => ({ fact: fact(name), struck: null })),
  changes: [],
  layout: '{"kind":"list"}',
  questions: [],
  version: '0123456789ab',
  ...changes,
});

export const item = (id: string, changes: Partial<InboxItem> = {}): InboxItem => ({
  id,
  kind: 'question',
  state: 'open',
  situation: 'us-iran-strikes',
  guildId: 'g1',
  atMs: 1_700_000_000_000,
  text: `Who is "${id}"? <@1> 🗺`,
  facts: [],
  fact: null,
  asker: null,
  ...changes,
});

export const setting = (parts: Partial<SettingChange> = {}): SettingChange => ({
  guildId: 'g1',
  placeId: 'g1',
  name: 'answers',
  value: 'private',
  by: '7',
  atMs: 1_700_000_000_000,
  ...parts,
});
