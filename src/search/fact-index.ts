import type { EntityId, Fact, KnowledgeBase, TopicId } from '../model/knowledge.ts';
import { nameStems } from '../question/lexicon.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import type { Steps } from '../steps.ts';
import { findAmbient } from './ambient.ts';
import { createFactDocs } from './fact-doc.ts';
import { Reader, type Readings } from './reader.ts';
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
  /** What the next version of the situation need not read again. */
  readonly read: {
    readonly knowledge: KnowledgeBase;
    readonly readings: Readings;
    readonly table: TermTable;
    /** By document: the keys of `foreseen` that lead to it. */
    readonly foreseenKeys: readonly (readonly string[])[];
  };
}

/** A topic says less of one fact than the title of an article says of one sentence: topics are few and broad. */
const TOPIC_WEIGHT = 0.5;
/** A table in which most terms are of facts that are gone is not carried on. */
const USED_SHARE_MIN = 0.5;
/** New facts that are read in a few milliseconds. */
const STEP_FACTS = 200;

/** A retracted or superseded fact never answers, so it is not even found; everything else is. */
export function mayAnswer(fact: Fact): boolean {
  return fact.status !== 'retracted' && fact.status !== 'superseded';
}

/**
 * Reads the facts, or those that changed, and indexes all of them.
 *
 * @param earlier - of the situation before it changed: facts and entities that are still the same objects are not read again.
 *                  The result is the same as without.
 */
export function* buildFactIndex(knowledge: KnowledgeBase, earlier?: FactIndex): Steps<FactIndex> {
  const facts = knowledge.facts.filter(mayAnswer);
  const kept = earlier && mayKeep(earlier, knowledge) ? earlier : null;
  const synonyms = kept?.index.synonyms ?? createSynonyms(knowledge.synonyms);
  const table = kept?.read.table ?? new TermTable(synonyms);
  const reader = new Reader(table);
  const { readings } = reader;
  const places = kept ? unchangedFacts(kept, knowledge) : new Map<Fact, number>();
  const docOf = createFactDocs(knowledge);
  const foreseenKeys: (readonly string[])[] = [];
  for (const [at, fact] of facts.entries()) {
    if (at % STEP_FACTS === 0) yield;
    const place = places.get(fact);
    if (kept && place !== undefined) {
      readings.copy(kept.read.readings, place);
      foreseenKeys.push(kept.read.foreseenKeys[place] ?? []);
    } else {
      reader.read(docOf(fact));
      foreseenKeys.push(
        fact.askedAs.map((question) =>
          tokenize(question)
            .map(({ word }) => stem(word))
            .join(' '),
        ),
      );
    }
  }
  const titles = new Map(knowledge.topics.map((topic) => [topic.id, [topic.title, ...topic.aliases].join(' . ')]));
  yield;
  const index = new SearchIndex({
    docs: facts.map(({ id, topic }) => ({ id, title: titles.get(topic) ?? '' })),
    readings,
    table,
    synonyms,
    guessesHolds: false,
    titleWeight: TOPIC_WEIGHT,
  });
  yield;
  const ambient = findAmbient(knowledge, readings, table);
  yield;
  return {
    index,
    facts,
    ambient,
    foreseen: docsByKey(foreseenKeys),
    topicNames: knowledge.topics.flatMap((topic) =>
      [topic.title, ...topic.aliases].map((name) => ({ topic: topic.id, stems: nameStems(name) })),
    ),
    read: { knowledge, readings, table, foreseenKeys },
  };
}

/** Synonyms are part of what was read; and what was read for facts that are gone must not pile up. */
function mayKeep({ index, read }: FactIndex, knowledge: KnowledgeBase): boolean {
  return read.knowledge.synonyms === knowledge.synonyms && index.termCount >= read.table.termCount * USED_SHARE_MIN;
}

/** The facts of which neither a word nor an entity changed, with their numbers in the earlier index. */
function unchangedFacts({ facts, read }: FactIndex, { entities }: KnowledgeBase): ReadonlyMap<Fact, number> {
  const changed = new Set<EntityId>();
  for (const id of [...entities.keys(), ...read.knowledge.entities.keys()]) {
    if (entities.get(id) !== read.knowledge.entities.get(id)) changed.add(id);
  }
  const result = new Map<Fact, number>();
  facts.forEach((fact, at) => {
    if (!fact.about.some((id) => changed.has(id))) result.set(fact, at);
  });
  return result;
}

function docsByKey(keys: readonly (readonly string[])[]): ReadonlyMap<string, ReadonlySet<number>> {
  const result = new Map<string, Set<number>>();
  keys.forEach((list, doc) => {
    for (const key of list) {
      const docs = result.get(key);
      if (docs) docs.add(doc);
      else result.set(key, new Set([doc]));
    }
  });
  return result;
}
