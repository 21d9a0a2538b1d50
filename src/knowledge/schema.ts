/**
 * The shape of the YAML files. Every leaf's error text completes the sentence "write …", so it is the remedy itself, and the
 * description that editors show. The rules check how values fit together. Parts whose problems are reported one by one
 * (citations, roles, sources, topics) are `unknown` here and have a schema of their own.
 */

import { z } from 'zod';
import { ENTITY_KINDS, FACT_STATUSES, type FactNumber, type FactTime } from '../model/knowledge.ts';

export const ID_MAX_CHARS = 60;
/** Discord shows labels of at most 80 characters on buttons. */
export const LABEL_MAX_CHARS = 80;
export const FACT_MAX_CHARS = 300;
export const QUESTION_MAX_CHARS = 300;

const AN_ID = `an id of lower-case letters, digits and single hyphens, at most ${ID_MAX_CHARS} characters ("conflict-began")`;

const text = (expected: string, maxChars = 2000) =>
  z
    .string({ error: expected })
    .min(1, { error: expected })
    .refine((value) => [...value].length <= maxChars, { error: `${expected} (at most ${maxChars} characters)` })
    .describe(expected);
const newId = text(AN_ID)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: AN_ID })
  .max(ID_MAX_CHARS, { error: AN_ID })
  .describe(AN_ID);
const reference = (kind: string) => text(`the id of ${kind}`);
/** An empty list may be left out or left empty (`aliases:`). */
const list = <T extends z.ZodType>(element: T) =>
  z.array(element, { error: 'a list ("[a, b]" or lines that start with "- ")' });
const optionalList = <T extends z.ZodType>(element: T) => list(element).nullable().default([]);
const wholeNumber = (expected: string, max: number) =>
  z.number({ error: expected }).int({ error: expected }).min(1, { error: expected }).max(max, { error: expected });
const aNumber = z.number({ error: 'a number in digits' }).optional();
const yesNo = z.boolean({ error: 'true or false' }).nullable().default(false);
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });
const importance = wholeNumber('a whole number from 1 to 5', 5).describe(
  'from 5, what the situation is about, to 1, a detail',
);
const name = text('a name', LABEL_MAX_CHARS);

export const disputeSchema = z.strictObject({
  title: text('what the dispute is about ("Who struck first")', LABEL_MAX_CHARS),
  versions: list(reference('a fact')),
});

export const situationSchema = z.strictObject({
  title: text('a title in quotes', 100),
  scope: text('one or two sentences on what is covered and what is not', 1000),
  language: text('a language code ("en")'),
  sources: list(z.unknown()),
  topics: list(z.unknown()),
  synonyms: optionalList(list(text('a word or phrase'))),
  disputes: optionalList(z.unknown()),
  figures: optionalList(text('what is counted, as in the "of" of the numbers ("soldiers killed")', 100)),
  examples: optionalList(
    text('what a newcomer may type first ("/who sullivan")', LABEL_MAX_CHARS).regex(/^\/[a-z]+( \S.*)?$/, {
      error: 'what a newcomer may type first, with its command ("/who sullivan")',
    }),
  ),
});

const httpAddress = text('a web address that starts with https:// or http://, or null').refine(
  (value) => /^https?:\/\//i.test(value) && URL.canParse(value),
  { error: 'a web address that starts with https:// or http://, or null' },
);

export const sourceSchema = z.strictObject({
  id: newId,
  label: text('what readers see in a source line', LABEL_MAX_CHARS),
  headline: text('the headline, or null', 300).nullable().default(null),
  publisher: text('the publisher, or null', 100).nullable().default(null),
  author: text('the author, or null', 200).nullable().default(null),
  published: text('a date such as "2024-02-04", or null').nullable().default(null),
  url: httpAddress.nullable().default(null),
  archive_url: httpAddress.nullable().default(null),
  /** If left out, the situation's. */
  language: text('a language code ("en")').nullable().default(null),
  rights: oneOf(['quote-only', 'full-text']),
  sha256: text('the SHA-256 of the text file in lower-case hex (64 characters), or null')
    .regex(/^[0-9a-f]{64}$/, { error: 'the SHA-256 of the text file in lower-case hex (64 characters), or null' })
    .nullable()
    .default(null),
  paragraphs: wholeNumber('the number of paragraphs of the text', 100_000).nullable().default(null),
  accessed: text('the day it was read, such as "2024-02-05", or null').nullable().default(null),
  note: text('a note, or null').nullable().default(null),
});

export const topicSchema = z.strictObject({ id: newId, title: name, aliases: optionalList(name) });

export const entitiesFileSchema = z.strictObject({
  shared_aliases: optionalList(z.unknown()),
  entities: list(z.unknown()),
});

export const sharedAliasSchema = z.strictObject({ alias: name, entities: list(reference('an entity')) });

export const entitySchema = z.strictObject({
  id: newId,
  kind: oneOf(ENTITY_KINDS),
  name,
  importance,
  aliases: optionalList(text('a name', LABEL_MAX_CHARS)),
  roles: optionalList(z.unknown()),
  draft: yesNo,
});

export const roleSchema = z.strictObject({
  title: text('the role as the source calls it', LABEL_MAX_CHARS),
  former: yesNo,
  cites: list(z.unknown()),
});

export const citationSchema = z.strictObject({
  source: reference('a source'),
  paragraph: wholeNumber('the number of the paragraph, from 1', 100_000),
  sentence: wholeNumber('the number of the sentence in its paragraph, from 1', 100_000),
  quote: text('a short exact phrase of the sentence'),
});

const entityList = (what: string) => optionalList(reference('an entity')).describe(what);

/** `{value: 3, …}`, `{at least: 3, …}`, `{from: 3, to: 5, …}`: exactly one way to give the number. */
const A_NUMBER =
  'a number as {value: 3, of: soldiers killed}, with about, at least, up to, or from and to instead of value';
const numberSchema = z
  .strictObject(
    {
      value: aNumber,
      about: aNumber,
      'at least': aNumber,
      'up to': aNumber,
      from: aNumber,
      to: aNumber,
      of: text('what is counted or measured', 100),
      unit: text('what it is measured in ("USD", "km", "days")', 40).optional(),
      per: text('the time of a frequency ("day")', 40).optional(),
    },
    { error: A_NUMBER },
  )
  .refine(
    ({ value, about, from, to, ...rest }) =>
      [value, about, rest['at least'], rest['up to'], from].filter((given) => given !== undefined).length === 1 &&
      (from === undefined) === (to === undefined) &&
      (from === undefined || to === undefined || from < to),
    { error: A_NUMBER },
  )
  .transform(({ value, about, from, to, of, unit, per, ...rest }): FactNumber => {
    const bounds = { about, 'at least': rest['at least'], 'up to': rest['up to'] } as const;
    const bound = (['about', 'at least', 'up to'] as const).find((each) => bounds[each] !== undefined);
    return {
      value: (bound === undefined ? (value ?? from) : bounds[bound]) ?? 0,
      of,
      ...(bound !== undefined && { bound }),
      ...(to !== undefined && { to }),
      ...(unit !== undefined && { unit }),
      ...(per !== undefined && { per }),
    };
  });

const A_TIME = 'the time as {text: Sunday, edtf: …}, with since, until or as of instead of text, or null';
const aTime = text('the time as the source gives it ("Sunday")', 100).optional();
const timeSchema = z
  .strictObject(
    {
      text: aTime,
      since: aTime,
      until: aTime,
      'as of': aTime,
      edtf: text('a date such as "XXXX-10-07", or null').nullable().default(null),
    },
    { error: A_TIME },
  )
  .refine(({ edtf: _, ...ways }) => Object.values(ways).filter((given) => given !== undefined).length === 1, {
    error: A_TIME,
  })
  .transform(({ edtf, ...ways }): FactTime => {
    const relation = (['since', 'until', 'as of'] as const).find((each) => ways[each] !== undefined);
    if (relation === undefined) return { text: ways.text ?? '', edtf };
    const isOpen = edtf !== null && !edtf.includes('/');
    const interval =
      isOpen && relation === 'since' ? `${edtf}/..` : isOpen && relation === 'until' ? `../${edtf}` : edtf;
    return { text: `${relation} ${ways[relation]}`, edtf: interval, relation };
  });

export const factSchema = z.strictObject({
  id: newId,
  text: text('one sentence that stands alone'),
  label: text('a noun phrase for menus and buttons'),
  topic: reference('a topic'),
  importance,
  headline: yesNo.describe('whether it is on the short list that is shown when nothing is asked'),
  status: oneOf(FACT_STATUSES).nullable().default('reported').describe('how certain it is; left out: reported'),
  status_note: text('why the status is what it is, or null', 300).nullable().default(null),
  superseded_by: reference('a fact, or null').nullable().default(null),
  said_by: entityList('who said it; the text names them, too'),
  via: entityList('who passed the words on'),
  actors: entityList('who does it'),
  places: entityList('where, if the sentence says so'),
  about: entityList('everyone and everything else that it concerns, the most important first'),
  time: timeSchema.nullable().default(null).describe('when it happened, as the source says: {text: Sunday}'),
  numbers: optionalList(numberSchema).describe(
    'what answers "how many", "how long" and "how often"; the text states it, too',
  ),
  reason: text('the reason as a phrase of the text, or null', FACT_MAX_CHARS).nullable().default(null),
  review_by: text('the day to look at the fact again, such as "2024-03-01", or null').nullable().default(null),
  asked_as: optionalList(text('a way to ask for this fact', QUESTION_MAX_CHARS)).describe(
    'other ways to ask for it, with few words of its text; no answer shows them',
  ),
  cites: list(z.unknown()),
  draft: yesNo.describe('whether it is not served yet'),
});

export const questionsFileSchema = z.strictObject({
  answered: optionalList(z.unknown()),
  unanswered: optionalList(z.unknown()),
});

const question = text('a question as people type it', QUESTION_MAX_CHARS);
const via = oneOf(['ask', 'who', 'when', 'facts']).nullable().default('ask');

export const answeredSchema = z.strictObject({
  q: question,
  via,
  kind: oneOf(['answered', 'choose', 'related']).nullable().default('answered'),
  first: optionalList(reference('a fact')),
  choices: optionalList(reference('an entity')),
});

export const unansweredSchema = z.strictObject({ q: question, via, far: yesNo });

export const retiredSchema = z.strictObject({
  id: newId,
  reason: text('why the fact was withdrawn or moved', 300),
  moved_to: reference('the fact that replaced it, or null').nullable(),
});

/** Each file as a whole, for the JSON Schema that editors read. */
export const FILE_SCHEMAS = {
  'situation.yml': situationSchema.extend({
    sources: list(sourceSchema),
    topics: list(topicSchema),
    disputes: optionalList(disputeSchema),
  }),
  'entities.yml': entitiesFileSchema.extend({
    shared_aliases: optionalList(sharedAliasSchema),
    entities: list(entitySchema.extend({ roles: optionalList(roleSchema.extend({ cites: list(citationSchema) })) })),
  }),
  'facts.yml': list(factSchema.extend({ cites: list(citationSchema) })),
  'questions.yml': questionsFileSchema.extend({
    answered: optionalList(answeredSchema),
    unanswered: optionalList(unansweredSchema),
  }),
  'retired.yml': list(retiredSchema),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type RawSituation = z.output<typeof situationSchema>;
export type RawSource = z.output<typeof sourceSchema>;
export type RawDispute = z.output<typeof disputeSchema>;
export type RawTopic = z.output<typeof topicSchema>;
export type RawSharedAlias = z.output<typeof sharedAliasSchema>;
export type RawEntity = z.output<typeof entitySchema>;
export type RawRole = z.output<typeof roleSchema>;
export type RawCitation = z.output<typeof citationSchema>;
export type RawFact = z.output<typeof factSchema>;
export type RawAnswered = z.output<typeof answeredSchema>;
export type RawUnanswered = z.output<typeof unansweredSchema>;
export type RawRetired = z.output<typeof retiredSchema>;
