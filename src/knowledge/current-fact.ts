import type { Fact, FactId, KnowledgeBase } from '../model/knowledge.ts';

/**
 * The fact that holds today under this published id: the fact itself, or the last fact in the chain that replaced it. It follows `moved_to`
 * in retired.yml once, and then `superseded_by` from fact to fact. The loader refuses circles.
 *
 * @returns `undefined` where it was retracted or withdrawn without a successor
 */
export function currentFact(id: FactId, knowledge: KnowledgeBase): Fact | undefined {
  const movedTo = knowledge.retired.get(id)?.movedTo ?? null;
  let fact = knowledge.factById.get(movedTo ?? id);
  while (fact?.status === 'superseded') {
    fact = fact.supersededBy === null ? undefined : knowledge.factById.get(fact.supersededBy);
  }
  return fact?.status === 'retracted' ? undefined : fact;
}

export const isRetracted = ({ status }: Fact): boolean => status === 'retracted';

/** Whether the fact may answer. A retracted or superseded fact does not; the fact that replaces it does. */
export const mayAnswer = ({ status }: Fact): boolean => status !== 'retracted' && status !== 'superseded';
