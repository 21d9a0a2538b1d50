/** Makes a KnowledgeBase immutable. A reload replaces it as a whole; no code edits a part of it. */

import type { KnowledgeBase } from '../model/knowledge.ts';

/** A situation that is not frozen yet. */
export type Unfrozen = Omit<KnowledgeBase, 'factById' | 'together'> & Partial<Pick<KnowledgeBase, 'together'>>;

/** Freezes a situation and everything in it, and indexes its facts by id. */
export function freezeKnowledge(knowledge: Unfrozen): KnowledgeBase {
  return deepFreeze({
    ...knowledge,
    together: knowledge.together ?? [],
    sources: frozenMap(knowledge.sources),
    entities: frozenMap(knowledge.entities),
    factById: frozenMap(knowledge.facts.map((fact) => [fact.id, fact] as const)),
    retired: frozenMap(knowledge.retired),
  });
}

/** Freezes an object or array and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (!(value instanceof Map)) for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

/** A map whose content is fixed; after Object.freeze alone, `set` would still work. */
export function frozenMap<K, V>(entries: Iterable<readonly [K, V]>): ReadonlyMap<K, V> {
  const map = new Map<K, V>();
  for (const [key, value] of entries) map.set(key, deepFreeze(value));
  const refuse = (): never => {
    throw new TypeError('the knowledge base cannot be changed; load the situation again');
  };
  for (const method of ['set', 'delete', 'clear']) Object.defineProperty(map, method, { value: refuse });
  return Object.freeze(map);
}
