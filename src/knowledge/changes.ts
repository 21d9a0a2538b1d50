/** The changes between two versions of a situation's facts. */

import type { Fact, FactStatus } from '../model/knowledge.ts';

/** The parts of a fact that readers see. */
export interface ToldFact {
  readonly id: string;
  readonly text: string;
  readonly status: FactStatus;
}

export interface FactChange {
  readonly id: string;
  /** null for a fact that was added. */
  readonly before: ToldFact | null;
  /** null for a fact that was removed. */
  readonly after: ToldFact | null;
}

/** @returns changed and added facts in the order of `after`, then removed facts in the order of `before` */
export function changesBetween(before: readonly ToldFact[], after: readonly ToldFact[]): readonly FactChange[] {
  const earlier = new Map(before.map((fact) => [fact.id, told(fact)]));
  const later = new Set(after.map(({ id }) => id));
  const changed = after.flatMap((fact): readonly FactChange[] => {
    const old = earlier.get(fact.id) ?? null;
    return old?.text === fact.text && old.status === fact.status
      ? []
      : [{ id: fact.id, before: old, after: told(fact) }];
  });
  const removed = before.filter(({ id }) => !later.has(id));
  return [...changed, ...removed.map((fact) => ({ id: fact.id, before: told(fact), after: null }))];
}

const told = ({ id, text, status }: ToldFact | Fact): ToldFact => ({ id, text, status });

/** "2 changed, 1 added, 0 removed". */
export function countsOf(changes: readonly FactChange[]): string {
  const added = changes.filter(({ before }) => before === null).length;
  const removed = changes.filter(({ after }) => after === null).length;
  return `${changes.length - added - removed} changed, ${added} added, ${removed} removed`;
}

/** A fact's text, with its status unless that is the default one. */
export const factText = ({ text, status }: ToldFact): string => (status === 'reported' ? text : `${text} (${status})`);

/** A change as lines of plain text: the fact and the kind of change, then the old and the new text with their status. */
export function changeLines({ id, before, after }: FactChange): readonly string[] {
  const verb = before === null ? 'added' : after === null ? 'removed' : 'changed';
  const line = (sign: string, fact: ToldFact | null): readonly string[] =>
    fact === null ? [] : [`  ${sign} ${factText(fact)}`];
  return [`${verb} ${id}`, ...line('-', before), ...line('+', after)];
}
