import { z } from 'zod';
import type { SubjectRef } from '../model/answer.ts';
import {
  type EntityId,
  FACT_STATUSES,
  type Fact,
  type FactId,
  type SourceId,
  type TopicId,
} from '../model/knowledge.ts';
import {
  type AwaitedShare,
  type Draft,
  PIN_ASKS,
  PIN_ENDS,
  PIN_EVENTS,
  PIN_KINDS,
  PIN_STATES,
  type Pin,
  type PinContent,
  type PinEvent,
  type PinId,
  type PinnedFact,
  type SharedAnswer,
} from '../pins/pin.ts';

// The border at which what lies on disk becomes a value again. The types on the left make the compiler ask for a change here,
// and then for a migration, when a value changes.

const factId = z.string().transform((id) => id as FactId);
const entityId = z.string().transform((id) => id as EntityId);
const sourceId = z.string().transform((id) => id as SourceId);
const topicId = z.string().transform((id) => id as TopicId);
const pinId = z.string().transform((id) => id as PinId);
const subject = z.templateLiteral([
  z.enum(['entity', 'topic', 'fact']),
  ':',
  z.string(),
]) satisfies z.ZodType<SubjectRef>;
const atMs = z.int();

const fact: z.ZodType<Fact> = z.object({
  id: factId,
  text: z.string(),
  label: z.string(),
  topic: topicId,
  importance: z.literal([1, 2, 3, 4, 5]),
  headline: z.boolean(),
  status: z.enum(FACT_STATUSES),
  statusNote: z.string().nullable(),
  supersededBy: factId.nullable(),
  saidBy: z.array(entityId),
  actors: z.array(entityId),
  places: z.array(entityId),
  about: z.array(entityId),
  via: z.array(entityId).exactOptional(),
  time: z
    .object({
      text: z.string(),
      edtf: z.string().nullable(),
      relation: z.enum(['since', 'until', 'as of']).exactOptional(),
    })
    .nullable(),
  numbers: z.array(
    z.object({
      value: z.number(),
      of: z.string(),
      bound: z.enum(['about', 'at least', 'up to']).exactOptional(),
      to: z.number().exactOptional(),
      unit: z.string().exactOptional(),
      per: z.string().exactOptional(),
    }),
  ),
  reason: z.string().nullable(),
  askedAs: z.array(z.string()),
  citations: z.array(z.object({ source: sourceId, paragraph: z.int(), sentence: z.int(), quote: z.string() })),
});

const changes = z.array(z.object({ atMs, text: z.string() }));
export const shownFactSchema: z.ZodType<PinnedFact> = z.object({ fact, struck: z.string().nullable() });
const pinnedFacts = z.array(shownFactSchema);

const content: z.ZodType<PinContent> = z.object({
  kind: z.enum(PIN_KINDS),
  about: subject.nullable(),
  title: z.string(),
  facts: pinnedFacts,
  note: z.object({ text: z.string(), by: z.string() }).nullable(),
  frame: z.array(z.string()),
  version: z.string(),
  changes,
  review: z.string().nullable(),
  included: z.array(factId),
  excluded: z.array(factId),
  left: z.array(z.string()),
  endedAtMs: atMs.nullable(),
});

export const pinSchema: z.ZodType<Pin> = z.object({
  id: pinId,
  draftId: z.string(),
  guildId: z.string(),
  channelId: z.string(),
  situation: z.string(),
  content,
  state: z.enum(PIN_STATES),
  end: z.enum(PIN_ENDS).nullable(),
  messageId: z.string().nullable(),
  nonce: z.string(),
  sentAtMs: atMs.nullable(),
  shown: z.string().nullable(),
  shows: z.object({ content, updatedAtMs: atMs }).nullable(),
  createdBy: z.string(),
  actingBy: z.string(),
  createdAtMs: atMs,
  updatedAtMs: atMs,
  replies: z.array(z.object({ token: z.string(), untilMs: atMs, asked: z.enum(PIN_ASKS) })),
});

export const draftSchema: z.ZodType<Draft> = z.object({
  id: z.string(),
  kind: z.enum(PIN_KINDS),
  guildId: z.string(),
  channelId: z.string(),
  situation: z.string(),
  about: subject.nullable(),
  title: z.string(),
  preset: z.array(factId),
  offered: z.array(factId),
  chosen: z.array(factId),
  note: z.string().nullable(),
  by: z.string(),
  createdAtMs: atMs,
});

export const eventSchema: z.ZodType<PinEvent> = z.object({
  pinId,
  guildId: z.string(),
  channelId: z.string(),
  atMs,
  by: z.string().nullable(),
  what: z.enum(PIN_EVENTS),
  detail: z.string(),
  version: z.string(),
});

const share = z.object({
  channelId: z.string(),
  guildId: z.string().nullable(),
  situation: z.string(),
  atMs,
  facts: pinnedFacts,
  changes,
  layout: z.string(),
  version: z.string(),
});
export const awaitedSchema: z.ZodType<AwaitedShare> = share;
export const sharedSchema: z.ZodType<SharedAnswer> = share.extend({ messageId: z.string() });
