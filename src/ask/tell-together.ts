import { groupOf, toldWith } from '../knowledge/told-together.ts';
import type { Answer } from '../model/answer.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';

/**
 * An answer that never gives one side of a dispute alone, or a figure without its earlier reports. Where the first fact belongs
 * to a dispute or a figure, all facts of that dispute or figure are the answer. In a list, the versions of a dispute follow each
 * other; figures keep their places.
 */
export function tellTogether(answer: Answer, knowledge: KnowledgeBase): Answer {
  if (knowledge.together.length === 0) return answer;
  switch (answer.kind) {
    case 'answered': {
      const [first] = answer.facts;
      const isGroup = answer.layout === 'point' && first && groupOf(first.id, knowledge) !== undefined;
      const facts = isGroup ? toldWith(first, knowledge) : withAllVersions(answer.facts, knowledge);
      return { ...answer, facts };
    }
    case 'related': {
      const [first, ...others] = answer.facts;
      if (first === undefined) return answer;
      const told = toldWith(first, knowledge);
      return { ...answer, facts: [...told, ...others.filter((fact) => !told.includes(fact))] };
    }
    case 'choose':
    case 'unknown':
    case 'about':
      return answer;
  }
}

/** The list of facts with the versions of each dispute moved together, to the place of the first of them. */
export function withAllVersions(facts: readonly Fact[], knowledge: KnowledgeBase): readonly Fact[] {
  const versions = (fact: Fact): readonly Fact[] =>
    groupOf(fact.id, knowledge)?.kind === 'dispute' ? toldWith(fact, knowledge) : [fact];
  return [...new Set(facts.flatMap(versions))];
}
