import type { Entity, EntityId, Fact, FactId, TopicId } from '../knowledge/model.ts';
import type { Asked } from '../question/asked.ts';

/** What an answer can be about, and what an autocomplete entry or a button stands for. */
export type Subject =
  | { readonly kind: 'entity'; readonly id: EntityId }
  | { readonly kind: 'topic'; readonly id: TopicId }
  | { readonly kind: 'fact'; readonly id: FactId };

/** `entity:jake-sullivan`, `topic:strikes`, `fact:conflict-began`: at most 67 characters; every command accepts it as its text. */
export type SubjectRef = `${Subject['kind']}:${string}`;

export type { Asked } from '../question/asked.ts';

/** The detail that was asked for and that the facts do not hold. `certainty`: a fact is close, but not sure to answer. */
export const MISSING = ['time', 'place', 'number', 'reason', 'actor', 'manner', 'certainty'] as const;
export type Missing = (typeof MISSING)[number];

export interface Choice {
  readonly subject: Subject;
  /** "Jake Sullivan" */
  readonly label: string;
  /** "White House National Security Adviser"; empty where there is nothing to add. */
  readonly detail: string;
}

interface Common {
  readonly via: 'ask' | 'who' | 'when' | 'facts';
  readonly asked: Asked;
  /** In [0, 1]: how sure the engine is that the first fact (or the choice) answers; 0 for `unknown`. */
  readonly confidence: number;
  /** One line per reason, for `ask --why`; holds no user text. */
  readonly evidence: readonly string[];
}

export interface Answered extends Common {
  readonly kind: 'answered';
  /** Best first; never empty except for a `/who` profile of an entity with a role and no fact. */
  readonly facts: readonly Fact[];
  /** The entity when the answer is a profile of it (name and roles are shown above the facts). */
  readonly profile: Entity | null;
  /** `topics`: the headline facts, to be shown under topic titles. `point`: the first fact answers, the rest support it. */
  readonly layout: 'point' | 'list' | 'topics';
}
export interface Choose extends Common {
  readonly kind: 'choose';
  /** Two to five. */
  readonly choices: readonly Choice[];
}
export interface Related extends Common {
  readonly kind: 'related';
  readonly missing: Missing;
  /** One to three. */
  readonly facts: readonly Fact[];
}
export interface Unknown extends Common {
  readonly kind: 'unknown';
  /** Up to three subjects that are near, best first; often empty. */
  readonly nearest: readonly Choice[];
}
export type Answer = Answered | Choose | Related | Unknown;
export type AnswerKind = Answer['kind'];

/** One autocomplete entry: `value` is a SubjectRef, `label` at most 100 characters. */
export interface Suggestion {
  readonly value: SubjectRef;
  readonly label: string;
}
