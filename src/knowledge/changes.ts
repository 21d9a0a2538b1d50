import { hash } from 'node:crypto';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import { deepFreeze, frozenMap } from './frozen.ts';

/** A situation as what an earlier one of it lacks: what crosses between threads when three facts of a hundred thousand change. */
export interface Changes {
  readonly rest: Omit<KnowledgeBase, 'facts' | 'factById'>;
  /** In order: a fact that is new, or the place in the earlier situation of one that is not. */
  readonly facts: readonly (Fact | number)[];
}

/** Kept as long as the fact itself, so that a reload works them out for changed facts only. */
const known = new WeakMap<Fact, string>();

/** By fact: equal for equal facts, and for no others. */
export function fingerprints({ facts }: KnowledgeBase): readonly string[] {
  return facts.map((fact) => {
    const made = known.get(fact) ?? hash('sha256', JSON.stringify(fact), 'base64');
    known.set(fact, made);
    return made;
  });
}

/** @param earlier - fingerprints of the earlier situation */
export function changesSince(earlier: readonly string[], knowledge: KnowledgeBase): Changes {
  const { facts, factById: _, ...rest } = knowledge;
  const places = new Map(earlier.map((each, place) => [each, place]));
  const now = places.size === 0 ? [] : fingerprints(knowledge);
  return { rest, facts: facts.map((fact, at) => places.get(now[at] ?? '') ?? fact) };
}

/**
 * The situation of which the changes tell. What crossed between threads is a copy that anybody could change; here it is frozen.
 *
 * @param earlier - the very situation whose fingerprints were compared
 */
export function applyChanges(earlier: KnowledgeBase | undefined, changes: Changes): KnowledgeBase {
  const { sources, entities, retired } = changes.rest;
  const facts = changes.facts.map((fact) => {
    if (typeof fact !== 'number') return fact;
    const kept = earlier?.facts[fact];
    if (!kept) throw new Error('the changes are those of another situation');
    return kept;
  });
  return deepFreeze({
    ...changes.rest,
    sources: frozenMap(sources),
    entities: frozenMap(entities),
    facts,
    factById: frozenMap(facts.map((fact) => [fact.id, fact] as const)),
    retired: frozenMap(retired),
  });
}
