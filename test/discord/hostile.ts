import fc from 'fast-check';
import { type Answer, type Answers, MISSING, type Subject } from '../../src/model/answer.ts';
import type {
  Citation,
  Entity,
  EntityId,
  Fact,
  FactId,
  KnowledgeBase,
  Source,
  SourceId,
  Topic,
  TopicId,
} from '../../src/model/knowledge.ts';
import { FACT_STATUSES } from '../../src/model/knowledge.ts';

/** Text as a hostile or careless curator might write it: markdown, mentions, other scripts, very long. */
export const anyText = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 60 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }),
    fc.constantFrom(
      '@everyone <@123456789012345678> </who:1> <t:0:R>',
      '# heading\n> quote\n-# small\n- list\n1. one',
      '**bold** __u__ ~~s~~ ||spoiler|| `code` ```block``` [masked](https://example.org)',
      '\u202Eright to left\u202C שלום مرحبا',
      '__proto__',
      '𝕏'.repeat(200),
      'long '.repeat(900),
      '字'.repeat(3000),
      '\\'.repeat(500),
    ),
  )
  // The loader refuses blank texts.
  .filter((text) => text.trim() !== '');

const source: fc.Arbitrary<Source> = fc.record({
  id: fc.constant('article' as SourceId),
  label: anyText,
  headline: fc.option(anyText),
  publisher: fc.option(anyText),
  author: fc.option(anyText),
  published: fc.option(anyText),
  url: fc.option(fc.webUrl({ withFragments: true, withQueryParameters: true })),
  archiveUrl: fc.option(fc.webUrl()),
  language: fc.constant('en'),
  rights: fc.constant('full-text' as const),
  sha256: fc.constant(null),
  paragraphs: fc.nat(1000),
  accessed: fc.constant(null),
  note: fc.option(anyText),
});
const citation: fc.Arbitrary<Citation> = fc.record({
  source: fc.constant('article' as SourceId),
  paragraph: fc.nat(1000),
  sentence: fc.nat(100),
  quote: anyText,
});
const citations = fc.array(citation, { minLength: 1, maxLength: 30 });
const importance = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const);

const entity: fc.Arbitrary<Entity> = fc.record({
  id: fc.constantFrom('one', 'two', 'three').map((id) => id as EntityId),
  kind: fc.constant('person' as const),
  name: anyText,
  roles: fc.array(fc.record({ title: anyText, former: fc.boolean(), citations }), { maxLength: 4 }),
  aliases: fc.constant([]),
  importance,
});
const topic = (id: string): Topic => ({ id: id as TopicId, title: `Topic ${id}`, aliases: [] });

const fact = (id: number): fc.Arbitrary<Fact> =>
  fc.record({
    id: fc.constant(`fact-${id}` as FactId),
    text: anyText,
    label: anyText,
    topic: fc.constantFrom('a' as TopicId, 'b' as TopicId),
    importance,
    headline: fc.boolean(),
    status: fc.constantFrom(...FACT_STATUSES),
    statusNote: fc.option(anyText),
    supersededBy: fc.constant(null),
    saidBy: fc.array(fc.constantFrom('one' as EntityId, 'gone' as EntityId), { maxLength: 3 }),
    actors: fc.constant([]),
    places: fc.constant([]),
    about: fc.constant([]),
    time: fc.option(fc.record({ text: anyText, edtf: fc.constant(null) })),
    numbers: fc.constant([]),
    reason: fc.constant(null),
    askedAs: fc.constant([]),
    citations,
  });

const FACTS_MAX = 12;

/** A knowledge base with hostile texts. */
export const anyKnowledge: fc.Arbitrary<KnowledgeBase> = fc
  .record({
    facts: fc
      .integer({ min: 1, max: FACTS_MAX })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => fact(i)))),
    entities: fc.uniqueArray(entity, { selector: (e) => e.id, minLength: 1, maxLength: 3 }),
    source,
    title: anyText,
    scope: anyText,
    split: fc.integer({ min: 0, max: FACTS_MAX }),
  })
  .map(({ facts, entities, source: only, title, scope, split }) => ({
    name: 'hostile',
    title,
    scope,
    language: 'en',
    version: '0123456789ab',
    topics: [topic('a'), topic('b')],
    sources: new Map([[only.id, only]]),
    entities: new Map(entities.map((e) => [e.id, e])),
    facts,
    factById: new Map(facts.map((f) => [f.id, f])),
    together: [
      { kind: 'dispute' as const, title, facts: facts.slice(0, split).map((f) => f.id) },
      { kind: 'figure' as const, title: scope, facts: facts.slice(split).map((f) => f.id) },
    ],
    sharedAliases: [],
    synonyms: [],
    examples: [],
    retired: new Map(),
    questions: [],
  }));

/** Any answer whatsoever that the types allow over this knowledge base. */
export function anyAnswer(knowledge: KnowledgeBase): fc.Arbitrary<Answer> {
  const common = {
    via: fc.constantFrom('ask' as const, 'who' as const, 'when' as const, 'facts' as const),
    asked: fc.constantFrom('what', 'when', 'who', 'where', 'why', 'how-many', 'how', 'whether', 'list'),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    evidence: fc.constant([]),
    corrected: fc.array(anyText, { maxLength: 2 }),
    subjects: fc.array(anySubject(knowledge), { maxLength: 4 }),
    dated: fc.boolean(),
    otherDoer: fc.boolean(),
  };
  const someFacts = (minLength: number, maxLength: number) =>
    fc.shuffledSubarray([...knowledge.facts], {
      minLength: Math.min(minLength, knowledge.facts.length),
      maxLength: Math.min(maxLength, knowledge.facts.length),
    });
  const choice = fc.record({
    subject: fc.constantFrom(...[...knowledge.entities.keys()].map((id) => ({ kind: 'entity' as const, id }))),
    label: anyText,
    detail: anyText,
  });
  const choices = (minLength: number, maxLength: number) =>
    // Repeats included: two names may lead to one subject.
    fc.array(choice, { minLength, maxLength });
  return fc.oneof(
    fc.record({
      ...common,
      kind: fc.constant('answered' as const),
      facts: someFacts(1, FACTS_MAX),
      profile: fc.option(fc.constantFrom(...knowledge.entities.values())),
      layout: fc.constantFrom('point' as const, 'list' as const, 'topics' as const),
    }),
    fc.record({
      ...common,
      kind: fc.constant('related' as const),
      missing: fc.constantFrom(...MISSING),
      facts: someFacts(1, 3),
    }),
    fc.record({
      ...common,
      kind: fc.constant('related' as const),
      missing: fc.constant('certainty' as const),
      facts: someFacts(1, 3),
      differing: fc.constantFrom('number' as const, 'day' as const, 'place' as const),
    }),
    fc.record({
      ...common,
      kind: fc.constant('unknown' as const),
      nearest: fc.constant([]),
      withdrawn: fc.constantFrom(...knowledge.facts),
    }),
    fc.record({ ...common, kind: fc.constant('choose' as const), choices: choices(2, 5) }),
    fc.record({ ...common, kind: fc.constant('unknown' as const), nearest: choices(0, 3) }),
    fc.record({
      ...common,
      kind: fc.constant('about' as const),
      theme: fc.constantFrom('greeting', 'thanks', 'help', 'bot', 'sources', 'language'),
      language: fc.option(fc.constantFrom('de', 'ja', 'uk', 'xx', '')),
    }),
  );
}

/** One to three answers to one message. */
export const anyAnswers = (knowledge: KnowledgeBase): fc.Arbitrary<Answers> =>
  fc
    .tuple(anyAnswer(knowledge), fc.array(anyAnswer(knowledge), { maxLength: 2 }))
    .map(([first, more]) => [first, ...more]);

const anySubject = ({ entities, facts, topics }: KnowledgeBase): fc.Arbitrary<Subject> =>
  fc.constantFrom<Subject>(
    ...[...entities.keys()].map((id) => ({ kind: 'entity' as const, id })),
    ...facts.map(({ id }) => ({ kind: 'fact' as const, id })),
    ...topics.map(({ id }) => ({ kind: 'topic' as const, id })),
  );
