import type { KnowledgeBase } from '../model/knowledge.ts';
import { freezeKnowledge } from './frozen.ts';

/**
 * A reloaded situation that reuses the earlier object of every unchanged fact, entity and topic, so that values computed for it can be kept.
 */
export function keepUnchanged(next: KnowledgeBase, earlier: KnowledgeBase): KnowledgeBase {
  const topics = new Map(earlier.topics.map((topic) => [topic.id, topic]));
  return freezeKnowledge({
    ...next,
    topics: next.topics.map((topic) => earlierIfEqual(topic, topics.get(topic.id))),
    entities: new Map(
      [...next.entities].map(([id, entity]) => [id, earlierIfEqual(entity, earlier.entities.get(id))] as const),
    ),
    facts: next.facts.map((fact) => earlierIfEqual(fact, earlier.factById.get(fact.id))),
    synonyms: earlierIfEqual(next.synonyms, earlier.synonyms),
  });
}

function earlierIfEqual<T>(value: T, earlier: T | undefined): T {
  return earlier !== undefined && isEqual(value, earlier) ? earlier : value;
}

/** Compares plain data. A key that is absent on one side equals `undefined` on the other. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isContainer(a) || !isContainer(b) || a.length !== b.length) return false;
  for (const key in a) if (!isEqual(a[key], b[key])) return false;
  for (const key in b) if (!(key in a)) return false;
  return true;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
