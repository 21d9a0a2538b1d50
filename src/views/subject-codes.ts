import { hash } from 'node:crypto';
import type { Subject, SubjectRef } from '../model/answer.ts';
import type { Entity, Fact, KnowledgeBase, RetiredFact } from '../model/knowledge.ts';

/** Characters of a code. It has 48 bits: the probability that any two of 100,000 subjects collide is about 2 in 100,000. */
export const CODE_CHARS = 8;

/** The subject for which a button's code stands today. */
export type Decoded =
  | { readonly kind: 'subject'; readonly subject: Subject }
  | { readonly kind: 'retired'; readonly retired: RetiredFact };

/**
 * Short names for subjects, so that a button's custom_id can carry several: the first 48 bits of the SHA-256 of
 * "kind:id" in base64url. They depend only on the id, so buttons still work after restarts and changes of the facts.
 */
export interface Codes {
  encode(subject: Subject | SubjectRef): string;
  /** The subject of a code; `undefined` for a code that this situation never had. The code of a moved fact leads to its new fact. */
  decode(code: string): Decoded | undefined;
}

const made = new WeakMap<KnowledgeBase, Codes>();

/** Computed once for each state of the facts: a hundred thousand subjects take a fifth of a second. */
export function codesOf(knowledge: KnowledgeBase): Codes {
  const before = made.get(knowledge);
  if (before !== undefined) return before;
  const codes = createCodes(knowledge);
  made.set(knowledge, codes);
  return codes;
}

function createCodes(knowledge: KnowledgeBase): Codes {
  const byCode = new Map<string, Decoded>();
  const add = (subject: Subject) => byCode.set(codeOf(subject), { kind: 'subject', subject });
  for (const retired of knowledge.retired.values()) {
    const code = codeOf({ kind: 'fact', id: retired.id });
    const target = retired.movedTo;
    byCode.set(
      code,
      target === null ? { kind: 'retired', retired } : { kind: 'subject', subject: { kind: 'fact', id: target } },
    );
  }
  for (const topic of knowledge.topics) add({ kind: 'topic', id: topic.id });
  for (const id of knowledge.entities.keys()) add({ kind: 'entity', id });
  for (const fact of knowledge.facts) add({ kind: 'fact', id: fact.id });
  return { encode: codeOf, decode: (code) => byCode.get(code) };
}

function codeOf(subject: Subject | SubjectRef): string {
  const ref: SubjectRef = typeof subject === 'string' ? subject : `${subject.kind}:${subject.id}`;
  return hash('sha256', ref, 'base64url').slice(0, CODE_CHARS);
}

/** The subject for which a code stands today; `undefined` where that subject has been removed. */
export function subjectOf(code: string, codes: Codes): Subject | undefined {
  const decoded = codes.decode(code);
  return decoded?.kind === 'subject' ? decoded.subject : undefined;
}

/** The facts and entities that a button names, as they are today. */
export interface NamedSubjects {
  readonly facts: readonly Fact[];
  readonly profiles: readonly Entity[];
}

/** @returns `undefined` where one of the facts or entities has been removed */
export function readCodes(
  { profile, facts: listed }: { readonly profile: string; readonly facts: readonly string[] },
  knowledge: KnowledgeBase,
): NamedSubjects | undefined {
  const codes = codesOf(knowledge);
  const facts: Fact[] = [];
  const profiles: Entity[] = [];
  for (const code of profile === '' ? listed : [profile, ...listed]) {
    const subject = subjectOf(code, codes);
    const fact = subject?.kind === 'fact' ? knowledge.factById.get(subject.id) : undefined;
    const entity = subject?.kind === 'entity' ? knowledge.entities.get(subject.id) : undefined;
    if (fact) facts.push(fact);
    else if (entity) profiles.push(entity);
    else return undefined;
  }
  return { facts, profiles };
}
