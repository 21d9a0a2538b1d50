import { hash } from 'node:crypto';
import { refOf } from '../ask/subjects.ts';
import type { Subject } from '../model/answer.ts';
import type { KnowledgeBase, RetiredFact } from '../model/knowledge.ts';

/** Characters of a code. 48 bits: among 100,000 subjects two collide with a probability of about 2 in 100,000. */
export const CODE_CHARS = 8;

/** What a code found on a button stands for today. */
export type Decoded =
  | { readonly kind: 'subject'; readonly subject: Subject }
  | { readonly kind: 'retired'; readonly retired: RetiredFact };

/**
 * Short names for subjects, so that a button's custom_id can carry several: the first 48 bits of the SHA-256 of
 * "kind:id" in base64url. They depend on the id alone, so buttons outlive restarts and changes of the facts.
 */
export interface Codes {
  encode(subject: Subject): string;
  /** `undefined` for a code that this situation never had; a moved fact leads to the one it moved to. */
  decode(code: string): Decoded | undefined;
}

const made = new WeakMap<KnowledgeBase, Codes>();

/** Reckoned once for each state of the facts: a hundred thousand subjects take a fifth of a second. */
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

function codeOf(subject: Subject): string {
  return hash('sha256', refOf(subject), 'base64url').slice(0, CODE_CHARS);
}
