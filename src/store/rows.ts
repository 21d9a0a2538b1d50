import { z } from 'zod';
import { ASKED, MISSING, type SubjectRef } from '../model/answer.ts';
import { INBOX_KINDS, INBOX_STATES, type InboxItem } from '../model/inbox.ts';
import {
  type EntityId,
  FACT_STATUSES,
  type Fact,
  type FactId,
  type SourceId,
  type TopicId,
} from '../model/knowledge.ts';
import {
  type Draft,
  type OpenQuestion,
  PIN_ASKS,
  PIN_ENDS,
  PIN_EVENTS,
  PIN_KINDS,
  type Pin,
  type PinContent,
  type PinEvent,
  type PinId,
  type PinnedFact,
  type SharedAnswer,
} from '../pins/pin.ts';
import { PIN_STATES, SHARE_STATES } from '../pins/publication.ts';
import type { FactPeriod } from '../pins/store.ts';
import { damaged } from './store-error.ts';

// Turns stored rows back into values. Each schema names its resulting type, so when that type changes, the compiler demands a
// change here, and a migration must follow.

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

const changes = z.array(z.object({ atMs, text: z.string(), fact: factId.exactOptional() }));
const shownFact: z.ZodType<PinnedFact> = z.object({ fact, struck: z.string().nullable() });
const pinnedFacts = z.array(shownFact);

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
  dismissed: z.array(z.string()),
  endedAtMs: atMs.nullable(),
});

const pin: z.ZodType<Pin> = z.object({
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
  fingerprint: z.string().nullable(),
  confirmed: z.object({ content, updatedAtMs: atMs }).nullable(),
  createdBy: z.string(),
  actingBy: z.string(),
  createdAtMs: atMs,
  updatedAtMs: atMs,
  replies: z.array(z.object({ token: z.string(), untilMs: atMs, asked: z.enum(PIN_ASKS) })),
});

const draft: z.ZodType<Draft> = z.object({
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

const event: z.ZodType<PinEvent> = z.object({
  pinId,
  guildId: z.string(),
  channelId: z.string(),
  atMs,
  by: z.string().nullable(),
  what: z.enum(PIN_EVENTS),
  detail: z.string(),
  version: z.string(),
});

const kept = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entity'), id: entityId }),
  z.object({ kind: z.literal('topic'), id: topicId }),
  z.object({ kind: z.literal('fact'), id: factId }),
]);
const openQuestion: z.ZodType<OpenQuestion> = z.object({
  at: z.int(),
  question: z.object({
    asked: z.enum(ASKED),
    subjects: z.array(kept),
    doers: z.array(entityId),
    stems: z.array(z.string()),
  }),
  fact: factId,
  missing: z.enum(MISSING).nullable(),
  decided: z.string(),
});

const share: z.ZodType<SharedAnswer> = z.object({
  id: z.string(),
  state: z.enum(SHARE_STATES),
  pressed: z.string().nullable(),
  messageId: z.string().nullable(),
  channelId: z.string(),
  guildId: z.string().nullable(),
  situation: z.string(),
  atMs,
  facts: pinnedFacts,
  changes,
  layout: z.string(),
  // Answers that were shared before version 10 of the store have no questions.
  questions: z.array(openQuestion).default([]),
  version: z.string(),
});

const item: z.ZodType<InboxItem> = z.object({
  id: z.string(),
  kind: z.enum(INBOX_KINDS),
  state: z.enum(INBOX_STATES),
  situation: z.string(),
  guildId: z.string().nullable(),
  atMs,
  text: z.string(),
  facts: z.array(factId),
  fact: factId.nullable(),
  asker: z.string().nullable(),
});

const period = z
  .object({
    fact_id: factId,
    text: z.string(),
    status: z.enum(FACT_STATUSES),
    since_ms: atMs,
    until_ms: atMs.nullable(),
  })
  .transform(
    ({ fact_id: id, text, status, since_ms: sinceMs, until_ms: untilMs }): FactPeriod => ({
      id,
      text,
      status,
      sinceMs,
      untilMs,
    }),
  );

/** The type of the JSON value in the rows of each table. */
const VALUES = {
  pins: pin,
  drafts: draft,
  history: event,
  shares: share,
  shown_facts: shownFact,
  inbox: item,
} as const;
export type ValueTableName = keyof typeof VALUES;
export type ValueIn<T extends ValueTableName> = z.output<(typeof VALUES)[T]>;

/** A row of one of these tables. */
export interface Row {
  readonly seq: unknown;
  readonly body: unknown;
}

/** @throws SitrepError STORE_CORRUPT with the table and the row, where the row does not match its schema */
export function readRow<T extends ValueTableName>(table: T, { seq, body }: Row, store: string): ValueIn<T> {
  // The compiler cannot infer that the schema of table T yields T's value.
  const schema = VALUES[table] as unknown as z.ZodType<ValueIn<T>>;
  return checked(schema, parseJson(body), `row ${String(seq)} of table ${table}`, store);
}

export const readPeriod = (row: { readonly seq: number }, store: string): FactPeriod =>
  checked(period, row, `row ${row.seq} of table fact_periods`, store);

function checked<T>(schema: z.ZodType<T>, value: unknown, where: string, store: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`);
  throw damaged(store, `${where} is not as expected: ${issues.join('; ')}`);
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** Rows inserted by one statement; databases limit the values of a statement. */
const ROWS_AT_ONCE = 500;

/** What `readRow` reads. */
export const ROW = ['seq', 'body'] as const;
/** A query for rows of a table with JSON values. */
export interface Query {
  execute(): Promise<readonly Row[]>;
}

/** Splits the values into parts that fit into one statement. */
export const chunks = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / ROWS_AT_ONCE) }, (_, n) =>
    all.slice(n * ROWS_AT_ONCE, (n + 1) * ROWS_AT_ONCE),
  );
