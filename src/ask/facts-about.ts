import { mayAnswer } from '../knowledge/current-fact.ts';
import type { Entity, Fact, KnowledgeBase, TopicId } from '../model/knowledge.ts';
import { fold } from '../model/text.ts';

/** How closely a fact concerns an entity; this is added to the fact's own importance (1 to 5). */
const DEFINES = 4;
const FIRST = 1;
const ACTS = 0.75;
const IMPORTANCE_MAX = 5;

/**
 * Every fact that concerns an entity and may answer, most important first: what the entity is, then the facts that are
 * mainly about it, then the rest. Ties keep the order of the knowledge file.
 */
export function factsAboutEntity(entity: Entity, knowledge: KnowledgeBase, definition: boolean): readonly Fact[] {
  const worth = (fact: Fact): number =>
    fact.importance +
    (fact.about[0] === entity.id ? FIRST : 0) +
    (fact.actors.includes(entity.id) || fact.saidBy.includes(entity.id) ? ACTS : 0) +
    (definition && defines(fact, entity) ? DEFINES : 0);
  return sorted(
    knowledge.facts.filter((fact) => mayAnswer(fact) && fact.about.includes(entity.id)),
    worth,
  );
}

/** The facts of a topic that may answer: headlines first, then by importance. */
export function factsOfTopic(topic: TopicId, knowledge: KnowledgeBase): readonly Fact[] {
  return sorted(
    knowledge.facts.filter((fact) => mayAnswer(fact) && fact.topic === topic),
    (fact) => fact.importance + (fact.headline ? FIRST : 0),
  );
}

/** Every fact that may answer: headlines first, both parts by importance. */
export function factsByHeadline(knowledge: KnowledgeBase): readonly Fact[] {
  return sorted(knowledge.facts.filter(mayAnswer), (fact) => fact.importance + (fact.headline ? IMPORTANCE_MAX : 0));
}

/** The short list for `/facts` without a subject. Where no fact is a headline, it holds the most important facts. */
export function headlineFacts(knowledge: KnowledgeBase): readonly Fact[] {
  const facts = knowledge.facts.filter(mayAnswer);
  const headlines = facts.filter((fact) => fact.headline);
  return headlines.length > 0 ? headlines : sorted(facts, (fact) => fact.importance).slice(0, 10);
}

/** Whether the sentence says what the entity is: "Hamas is a Palestinian militant group …", "Hezbollah, an Iran-backed group …". */
function defines(fact: Fact, entity: Entity): boolean {
  const text = fold(fact.text);
  return [entity.name, ...entity.aliases].some((name) => {
    const folded = fold(name);
    const rest = text.startsWith(`the ${folded}`)
      ? text.slice(folded.length + 4)
      : text.startsWith(folded)
        ? text.slice(folded.length)
        : null;
    return rest !== null && /^(?:,| is| are| was| were) (?:an?|the|one|some) /.test(rest);
  });
}

function sorted(facts: readonly Fact[], worth: (fact: Fact) => number): readonly Fact[] {
  return facts
    .map((fact, at) => ({ fact, at, worth: worth(fact) }))
    .sort((a, b) => b.worth - a.worth || a.at - b.at)
    .map(({ fact }) => fact);
}
