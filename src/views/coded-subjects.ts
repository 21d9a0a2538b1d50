import type { Codes } from './codes.ts';

/** What turns a code on a button into what it stands for. */
interface Coding {
  readonly codes: Codes;
  readonly sitrep: { readonly knowledge: KnowledgeBase };
}

import type { Subject } from '../model/answer.ts';
import type { Entity, Fact, KnowledgeBase } from '../model/knowledge.ts';

/** What a code on a button stands for today; `undefined` for what is no longer there, here and below. */
export function subjectOf(code: string, { codes }: Pick<Coding, 'codes'>): Subject | undefined {
  const decoded = codes.decode(code);
  return decoded?.kind === 'subject' ? decoded.subject : undefined;
}

export function factsOf(codes: readonly string[], services: Coding): readonly Fact[] | undefined {
  const facts: Fact[] = [];
  for (const code of codes) {
    const subject = subjectOf(code, services);
    const fact = subject?.kind === 'fact' ? services.sitrep.knowledge.factById.get(subject.id) : undefined;
    if (fact === undefined) return undefined;
    facts.push(fact);
  }
  return facts;
}

export function entityOf(code: string, services: Coding): Entity | undefined {
  const subject = subjectOf(code, services);
  return subject?.kind === 'entity' ? services.sitrep.knowledge.entities.get(subject.id) : undefined;
}
