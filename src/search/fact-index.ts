import type { Entity, EntityKind, Fact, FactStatus, KnowledgeBase, TopicId } from '../knowledge/model.ts';
import { isProper, nameStems } from '../question/lexicon.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import { HOLDS } from './holds.ts';
import { nameUse } from './name-position.ts';
import { type IndexDoc, positionsOf, Reader } from './reader.ts';
import { SearchIndex } from './search-index.ts';
import { createSynonyms } from './synonyms.ts';
import { TermTable } from './term-table.ts';

/** The facts of a situation that may answer, ready to be searched. */
export interface FactIndex {
  readonly index: SearchIndex;
  /** By document number of the index. */
  readonly facts: readonly Fact[];
  /** Stems that the situation takes for granted: no fact need repeat that it is about "the election". */
  readonly ambient: ReadonlySet<string>;
  /** Questions that the curator foresaw, as stems joined by blanks, and the documents that they lead to. */
  readonly foreseen: ReadonlyMap<string, ReadonlySet<number>>;
  /** Titles and aliases of topics as stems: a question that has all of one names the topic. */
  readonly topicNames: readonly { readonly topic: TopicId; readonly stems: readonly string[] }[];
}

/** A topic says less of one fact than the title of an article says of one sentence: topics are few and broad. */
const TOPIC_WEIGHT = 0.5;
const LABEL_WEIGHT = 0.9;
const ASKED_AS_WEIGHT = 0.9;
const NUMBER_WEIGHT = 0.9;
/** Concerned, but not named in the sentence itself. */
const CONCERNED_WEIGHT = 0.8;
/** Roles and other names of those whom a fact concerns: they say whom it is about, not what it says. */
const IDENTITY_WEIGHT = 0.6;

/** What people ask about how sure a fact is: "is it proven that …". */
const STATUS_WORDS: Readonly<Record<FactStatus, string>> = {
  reported: '',
  alleged: 'alleged suspected proven confirmed sure',
  confirmed: 'confirmed proven verified sure',
  disputed: 'disputed denied doubted proven confirmed sure',
  corrected: 'corrected wrong mistake',
  retracted: '',
  superseded: '',
};
/** What an entity may be called by its kind alone: "did the **company** pay". */
const KIND_WORDS: Readonly<Record<EntityKind, string>> = {
  person: '',
  organisation: 'organisation company firm agency',
  group: 'group organisation',
  country: 'country',
  place: 'place area',
};
const KIND_WEIGHT = 0.65;
const STATUS_WEIGHT = 0.8;

/** A retracted or superseded fact never answers, so it is not even found; everything else is. */
export function mayAnswer(fact: Fact): boolean {
  return fact.status !== 'retracted' && fact.status !== 'superseded';
}

export function createFactIndex(knowledge: KnowledgeBase): FactIndex {
  const facts = knowledge.facts.filter(mayAnswer);
  const titles = new Map(knowledge.topics.map((topic) => [topic.id, [topic.title, ...topic.aliases].join(' . ')]));
  const topicNames = knowledge.topics.flatMap((topic) =>
    [topic.title, ...topic.aliases].map((name) => ({ topic: topic.id, stems: nameStems(name) })),
  );
  const docs = facts.map((fact): IndexDoc => {
    const entities = fact.about.flatMap((id) => knowledge.entities.get(id) ?? []);
    return {
      id: fact.id,
      text: fact.text,
      extras: [
        { text: fact.label, weight: LABEL_WEIGHT },
        ...fact.askedAs.map((text) => ({ text, weight: ASKED_AS_WEIGHT })),
        ...fact.numbers.map(({ value, of }) => ({ text: `${value} ${of}`, weight: NUMBER_WEIGHT })),
        { text: STATUS_WORDS[fact.status], weight: STATUS_WEIGHT },
        ...entities.map((entity) => ({ text: identityText(entity), weight: IDENTITY_WEIGHT })),
        ...entities.map((entity) => ({ text: KIND_WORDS[entity.kind], weight: KIND_WEIGHT })),
      ],
      marks: entities.map((entity) => ({
        term: `@${entity.id}`,
        weight: nameUse(fact.text, entity) === null ? CONCERNED_WEIGHT : 1,
      })),
      names: entities.flatMap(longNames),
      title: titles.get(fact.topic) ?? '',
      holds: heldBits(fact),
    };
  });
  const synonyms = createSynonyms(knowledge.synonyms);
  const table = new TermTable();
  const reader = new Reader(table, synonyms);
  for (const doc of docs) reader.read(doc);
  const index = new SearchIndex({
    docs,
    readings: reader.readings,
    table,
    synonyms,
    guessesHolds: false,
    titleWeight: TOPIC_WEIGHT,
  });
  return { index, facts, topicNames, ambient: ambientStems(knowledge, facts), foreseen: foreseenIn(facts) };
}

function foreseenIn(facts: readonly Fact[]): ReadonlyMap<string, ReadonlySet<number>> {
  const result = new Map<string, Set<number>>();
  facts.forEach(({ askedAs }, doc) => {
    for (const question of askedAs) {
      const key = tokenize(question)
        .map(({ word }) => stem(word))
        .join(' ');
      const docs = result.get(key);
      if (docs) docs.add(doc);
      else result.set(key, new Set([doc]));
    }
  });
  return result;
}

/** A word of the situation's title counts as taken for granted while at most this share of the facts has it. */
const AMBIENT_SHARE = 0.15;

/** What the title names and the facts hardly repeat, and what only the one-word name of a topic says. */
function ambientStems(knowledge: KnowledgeBase, facts: readonly Fact[]): ReadonlySet<string> {
  // By their first word: looking for every name in every fact took most of the time with thousands of both.
  const names = new Map<string, (readonly string[])[]>();
  for (const name of [...knowledge.entities.values()].flatMap(longNames)) {
    const first = name[0] ?? '';
    const known = names.get(first);
    if (known) known.push(name);
    else names.set(first, [name]);
  }
  const uses = new Map<string, number>();
  for (const fact of facts) {
    const stems = nameStems(fact.text);
    const inNames = positionsOf(
      [...new Set(stems)].flatMap((each) => names.get(each) ?? []),
      stems,
    );
    for (const each of new Set(stems.filter((_, at) => !inNames.has(at)))) uses.set(each, (uses.get(each) ?? 0) + 1);
  }
  const inTitle = nameStems(knowledge.title).filter((each) => (uses.get(each) ?? 0) <= AMBIENT_SHARE * facts.length);
  const inTopics = knowledge.topics
    .flatMap((topic) => [topic.title, ...topic.aliases].map(nameStems))
    .flatMap((stems) => (stems.length === 1 ? stems : []));
  return new Set([...inTitle, ...inTopics.filter((each) => !uses.has(each))]);
}

function identityText(entity: Entity): string {
  return [entity.name, ...entity.aliases, ...entity.roles.map((role) => role.title)].join(' . ');
}

/** Proper names of two words and more. */
function longNames(entity: Entity): readonly (readonly string[])[] {
  return [entity.name, ...entity.aliases]
    .filter((name) => isProper(name))
    .map(nameStems)
    .filter((stems) => stems.length > 1);
}

function heldBits(fact: Fact): number {
  return (
    (fact.time ? HOLDS.time : 0) |
    (fact.numbers.length > 0 ? HOLDS.number : 0) |
    (fact.actors.length + fact.saidBy.length > 0 ? HOLDS.name : 0) |
    (fact.places.length > 0 ? HOLDS.place : 0) |
    (fact.reason !== null ? HOLDS.reason : 0)
  );
}
