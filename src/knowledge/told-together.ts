import type { Fact, FactId, KnowledgeBase, ToldTogether } from '../model/knowledge.ts';

/** The dispute or figure that a fact belongs to. Where it belongs to both, the dispute counts. */
export const groupOf = (id: FactId, { together }: KnowledgeBase): ToldTogether | undefined =>
  together.find(({ facts }) => facts.includes(id));

/**
 * The facts that are shown together with a fact, including the fact: for a dispute, the fact and then the other versions; for a
 * figure, all reports with the newest first. Retracted facts are left out.
 */
export function toldWith(fact: Fact, knowledge: KnowledgeBase): readonly Fact[] {
  const group = groupOf(fact.id, knowledge);
  const others = (group?.facts ?? []).flatMap((id) => knowledge.factById.get(id) ?? []);
  const told = others.filter(({ status }) => status !== 'retracted');
  if (group?.kind === 'figure') return told.includes(fact) ? told : [fact];
  return [fact, ...told.filter((each) => each !== fact && each.status !== 'superseded')];
}

/** Whether a fact is a report of a figure and there is a newer report. */
export function isEarlierFigure({ id }: Fact, knowledge: KnowledgeBase): boolean {
  const group = groupOf(id, knowledge);
  return group?.kind === 'figure' && group.facts.indexOf(id) > 0;
}
