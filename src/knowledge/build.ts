/** Builds the KnowledgeBase from a dossier without problems. This is the only place where ids get their types. */

import type {
  Citation,
  Entity,
  EntityId,
  Fact,
  FactId,
  KnowledgeBase,
  QuestionRow,
  Source,
  SourceId,
  TopicId,
} from '../model/knowledge.ts';
import type { Dossier, EntityItem, FactItem } from './dossier.ts';
import { freezeKnowledge } from './frozen.ts';
import { disputedIds, newestFirst, reportsOf } from './group-facts.ts';
import type { Item } from './item.ts';
import type { RawCitation, RawSource } from './schema.ts';

const fact = (id: string): FactId => id as FactId;
const entity = (id: string): EntityId => id as EntityId;
const source = (id: string): SourceId => id as SourceId;
const topic = (id: string): TopicId => id as TopicId;

/** @throws Error where an item is broken that the loader should have reported */
// Over 60 lines: one value for each property of a KnowledgeBase, in its order.
export function buildKnowledge(dossier: Dossier, name: string, version: string): KnowledgeBase {
  const situation = whole(dossier.situation);
  const disputed = disputedIds(dossier);
  const facts = (dossier.facts ?? []).map((item) => buildFact(item, disputed));
  const questions: QuestionRow[] = [
    ...dossier.answered.map(whole).map((row) => ({
      answerable: true as const,
      q: row.q,
      via: row.via ?? 'ask',
      kind: row.kind ?? 'answered',
      first: (row.first ?? []).map(fact),
      choices: (row.choices ?? []).map(entity),
    })),
    ...dossier.unanswered.map(whole).map((row) => ({
      answerable: false as const,
      q: row.q,
      via: row.via ?? 'ask',
      far: row.far ?? false,
    })),
  ];
  return freezeKnowledge({
    name,
    title: situation.title,
    scope: oneSpaced(situation.scope),
    language: situation.language,
    version,
    topics: (dossier.topics ?? [])
      .map(whole)
      .map(({ id, title, aliases }) => ({ id: topic(id), title, aliases: aliases ?? [] })),
    sources: new Map(
      (dossier.sources ?? [])
        .map((each) => buildSource(each, situation.language))
        .map((built) => [built.id, built] as const),
    ),
    entities: new Map((dossier.entities ?? []).map(buildEntity).map((built) => [built.id, built] as const)),
    facts,
    sharedAliases: dossier.sharedAliases
      .map(whole)
      .map(({ alias, entities }) => ({ alias, entities: entities.map(entity) })),
    together: [
      ...dossier.disputes.map(whole).map(({ title, versions }) => ({
        kind: 'dispute' as const,
        title,
        facts: versions.map(fact),
      })),
      ...(situation.figures ?? []).map((of) => ({
        kind: 'figure' as const,
        title: of,
        facts: newestFirst(reportsOf(of, dossier.facts ?? []), dossier).map((report) => fact(whole(report).id)),
      })),
    ],
    synonyms: situation.synonyms ?? [],
    examples: situation.examples ?? [],
    retired: new Map(
      dossier.retired.map(whole).map(({ id, reason, moved_to }) => {
        const retired = { id: fact(id), reason: oneSpaced(reason), movedTo: moved_to === null ? null : fact(moved_to) };
        return [retired.id, retired] as const;
      }),
    ),
    questions,
  });
}

function buildSource(item: Item<RawSource>, situationLanguage: string): Source {
  const { id, archive_url, note, language, ...rest } = whole(item);
  return {
    ...rest,
    id: source(id),
    archiveUrl: archive_url,
    language: language ?? situationLanguage,
    note: note === null ? null : oneSpaced(note),
  };
}

function buildEntity(item: EntityItem): Entity {
  const { id, kind, name, importance, aliases } = whole(item);
  const roles = item.roles.map((role) => {
    const { title, former } = whole(role);
    return { title, former: former ?? false, citations: role.cites.map(buildCitation) };
  });
  return { id: entity(id), kind, name, importance: rank(importance), aliases: aliases ?? [], roles };
}

function buildFact(item: FactItem, disputed: ReadonlySet<string>): Fact {
  const raw = whole(item);
  const status = raw.status ?? 'reported';
  const saidBy = (raw.said_by ?? []).map(entity);
  const via = (raw.via ?? []).map(entity);
  const actors = (raw.actors ?? []).map(entity);
  const places = (raw.places ?? []).map(entity);
  const about = new Set([...(raw.about ?? []).map(entity), ...saidBy, ...via, ...actors, ...places]);
  return {
    id: fact(raw.id),
    text: raw.text,
    label: raw.label,
    topic: topic(raw.topic),
    importance: rank(raw.importance),
    headline: raw.headline ?? false,
    // A version of a dispute has the status disputed, unless its curator has given another status.
    status: status === 'reported' && disputed.has(raw.id) ? 'disputed' : status,
    statusNote: raw.status_note === null ? null : oneSpaced(raw.status_note),
    supersededBy: raw.superseded_by === null ? null : fact(raw.superseded_by),
    saidBy,
    ...(via.length > 0 && { via }),
    actors,
    places,
    about: [...about],
    time: raw.time,
    numbers: raw.numbers ?? [],
    reason: raw.reason === null ? null : oneSpaced(raw.reason),
    askedAs: raw.asked_as ?? [],
    citations: item.cites.map(buildCitation),
  };
}

function buildCitation(item: Item<RawCitation>): Citation {
  const raw = whole(item);
  return { ...raw, source: source(raw.source) };
}

function whole<T>(item: Item<T> | null): T {
  if (item?.whole === null || item === null) throw new Error('an item with problems was passed on as if it had none');
  return item.whole;
}

/** The schema accepts only whole numbers from 1 to 5. */
function rank(importance: number): Fact['importance'] {
  return importance as Fact['importance'];
}

/** Text that is written over several lines becomes one line. */
function oneSpaced(text: string): string {
  return text.replace(/\s+/g, ' ');
}
