import { mayAnswer } from '../knowledge/current-fact.ts';
import type { Choice, Subject, SubjectRef } from '../model/answer.ts';
import type { Entity, EntityId, Fact, FactId, KnowledgeBase, Topic, TopicId } from '../model/knowledge.ts';
import { clip, fold } from '../model/text.ts';

export const LABEL_MAX_CHARS = 100;

/** The subjects of one situation. It translates references and labels to subjects, and back. */
export interface Subjects {
  /** Parses a `SubjectRef` and checks that the situation has it. The old id of a fact leads to its new id. */
  parse(ref: string): Subject | undefined;
  /** The subject whose menu label or title this is, whatever its letter case. */
  byLabel(label: string): Subject | undefined;
  entity(id: EntityId): Entity | undefined;
  topic(id: TopicId): Topic | undefined;
  fact(id: FactId): Fact | undefined;
}

export function createSubjects(knowledge: KnowledgeBase): Subjects {
  const refs = new Map<string, Subject>();
  const labels = new Map<string, Subject>();
  const add = (subject: Subject, keys: readonly string[]): void => {
    refs.set(refOf(subject), subject);
    for (const key of keys) {
      if (key !== '' && !labels.has(key)) labels.set(key, subject);
    }
  };
  for (const entity of knowledge.entities.values()) {
    add({ kind: 'entity', id: entity.id }, [entityLabel(entity), entity.name].map(labelKey));
  }
  for (const topic of knowledge.topics) add({ kind: 'topic', id: topic.id }, [labelKey(topicLabel(topic))]);
  for (const fact of knowledge.facts) add({ kind: 'fact', id: fact.id }, mayAnswer(fact) ? factKeys(fact) : []);
  for (const retired of knowledge.retired.values()) {
    const target = retired.movedTo === null ? undefined : refs.get(`fact:${retired.movedTo}`);
    if (target && !refs.has(`fact:${retired.id}`)) refs.set(`fact:${retired.id}`, target);
  }
  const topics = new Map(knowledge.topics.map((topic) => [topic.id, topic]));
  return {
    parse: (ref) => refs.get(ref.trim()),
    byLabel: (label) => (label.length > 1000 ? undefined : labels.get(labelKey(label))),
    entity: (id) => knowledge.entities.get(id),
    topic: (id) => topics.get(id),
    fact: (id) => knowledge.factById.get(id),
  };
}

/** The cache keeps an entry as long as its fact exists, so after a reload only changed facts are computed again. */
const knownFactKeys = new WeakMap<Fact, readonly string[]>();

/** A fact may be called by its menu label or by its sentence. */
function factKeys(fact: Fact): readonly string[] {
  const known = knownFactKeys.get(fact);
  if (known) return known;
  const keys = [factLabel(fact), fact.text].map(labelKey);
  knownFactKeys.set(fact, keys);
  return keys;
}

function labelKey(label: string): string {
  return fold(label).replace(/\s+/g, ' ').trim();
}

export function refOf(subject: Subject): SubjectRef {
  return `${subject.kind}:${subject.id}`;
}

/** "White House National Security Adviser", "former National Security Adviser"; empty for an entity without a role. */
export function roleLine(entity: Entity): string {
  return entity.roles.map((role) => (role.former ? `former ${role.title}` : role.title)).join(', ');
}

/** "Jake Sullivan – White House National Security Adviser" */
export function entityLabel(entity: Entity): string {
  const role = entity.roles[0];
  const detail = role ? (role.former ? `former ${role.title}` : role.title) : '';
  return clip(detail ? `${entity.name} – ${detail}` : entity.name, LABEL_MAX_CHARS);
}

export function topicLabel(topic: Topic): string {
  return clip(`Topic: ${topic.title}`, LABEL_MAX_CHARS);
}

export function factLabel(fact: Fact): string {
  return clip(fact.label, LABEL_MAX_CHARS);
}

export function entityChoice(entity: Entity): Choice {
  return { subject: { kind: 'entity', id: entity.id }, label: entity.name, detail: roleLine(entity) };
}
