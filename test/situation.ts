import type {
  Citation,
  Entity,
  EntityId,
  EntityKind,
  Fact,
  FactId,
  KnowledgeBase,
  Role,
  Source,
  SourceId,
  Topic,
  TopicId,
} from '../src/model/knowledge.ts';

/** Builds a situation from short descriptions, so that a test shows only what matters to it. */
export interface SituationDraft {
  readonly topics?: readonly { readonly id: string; readonly title: string; readonly aliases?: readonly string[] }[];
  readonly entities?: readonly EntityDraft[];
  readonly facts: readonly FactDraft[];
  readonly sharedAliases?: readonly { readonly alias: string; readonly entities: readonly string[] }[];
  readonly synonyms?: readonly (readonly string[])[];
  readonly retired?: readonly { readonly id: string; readonly reason: string; readonly movedTo: string | null }[];
}

export interface EntityDraft {
  readonly id: string;
  readonly kind: EntityKind;
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly roles?: readonly (string | { readonly title: string; readonly former: boolean })[];
  readonly importance?: Entity['importance'];
}

export type FactDraft = Pick<Fact, 'text'> &
  Partial<Omit<Fact, 'id' | 'topic' | 'saidBy' | 'actors' | 'places' | 'about' | 'time' | 'supersededBy'>> & {
    readonly id: string;
    readonly topic?: string;
    readonly saidBy?: readonly string[];
    readonly actors?: readonly string[];
    readonly places?: readonly string[];
    readonly about?: readonly string[];
    /** What the source says; give `edtf` where it matters. */
    readonly time?: string | { readonly text: string; readonly edtf: string };
    readonly supersededBy?: string;
  };

// Ids are branded where text is parsed; a test is such a place.
export const factId = (id: string): FactId => id as FactId;
export const entityId = (id: string): EntityId => id as EntityId;
export const topicId = (id: string): TopicId => id as TopicId;
const SOURCE = 'report' as SourceId;

const CITATION: Citation = { source: SOURCE, paragraph: 1, sentence: 1, quote: 'a phrase' };

export function situation(draft: SituationDraft): KnowledgeBase {
  const topics = (draft.topics ?? [{ id: 'all', title: 'Everything' }]).map(
    ({ id, title, aliases }): Topic => ({ id: topicId(id), title, aliases: aliases ?? [] }),
  );
  const entities = (draft.entities ?? []).map(toEntity);
  const facts = draft.facts.map((fact) => toFact(fact, topics[0]?.id ?? topicId('all')));
  const source: Source = {
    id: SOURCE,
    label: 'Report',
    headline: null,
    publisher: null,
    author: null,
    published: null,
    url: null,
    archiveUrl: null,
    language: 'en',
    rights: 'full-text',
    sha256: null,
    paragraphs: 1,
    accessed: null,
    note: null,
  };
  return {
    name: 'test',
    title: 'Test situation',
    scope: 'A situation made up for the tests.',
    language: 'en',
    version: '000000000000',
    topics,
    sources: new Map([[SOURCE, source]]),
    entities: new Map(entities.map((entity) => [entity.id, entity])),
    facts,
    factById: new Map(facts.map((fact) => [fact.id, fact])),
    together: [],
    sharedAliases: (draft.sharedAliases ?? []).map(({ alias, entities: ids }) => ({
      alias,
      entities: ids.map(entityId),
    })),
    synonyms: draft.synonyms ?? [],
    examples: [],
    retired: new Map(
      (draft.retired ?? []).map(({ id, reason, movedTo }) => [
        factId(id),
        { id: factId(id), reason, movedTo: movedTo === null ? null : factId(movedTo) },
      ]),
    ),
    questions: [],
  };
}

function toEntity({ id, kind, name, aliases, roles, importance }: EntityDraft): Entity {
  return {
    id: entityId(id),
    kind,
    name,
    aliases: aliases ?? [],
    importance: importance ?? 3,
    roles: (roles ?? []).map((role): Role => {
      const { title, former } = typeof role === 'string' ? { title: role, former: false } : role;
      return { title, former, citations: [CITATION] };
    }),
  };
}

function toFact(draft: FactDraft, firstTopic: TopicId): Fact {
  const { time, supersededBy } = draft;
  const saidBy = (draft.saidBy ?? []).map(entityId);
  const actors = (draft.actors ?? []).map(entityId);
  const places = (draft.places ?? []).map(entityId);
  return {
    id: factId(draft.id),
    text: draft.text,
    label: draft.label ?? draft.text.slice(0, 80),
    topic: draft.topic === undefined ? firstTopic : topicId(draft.topic),
    importance: draft.importance ?? 3,
    headline: draft.headline ?? false,
    status: draft.status ?? 'reported',
    statusNote: draft.statusNote ?? null,
    supersededBy: supersededBy === undefined ? null : factId(supersededBy),
    saidBy,
    ...(draft.via === undefined ? {} : { via: draft.via }),
    actors,
    places,
    about: [...new Set([...(draft.about ?? []).map(entityId), ...saidBy, ...actors, ...places])],
    time: time === undefined ? null : typeof time === 'string' ? { text: time, edtf: null } : time,
    numbers: draft.numbers ?? [],
    reason: draft.reason ?? null,
    askedAs: draft.askedAs ?? [],
    citations: draft.citations ?? [CITATION],
  };
}
