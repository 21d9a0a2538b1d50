import type { Entity, EntityId, Fact, FactId, TopicId } from './knowledge.ts';

/** The command with which a question was asked. A message that mentions Sitrep counts as `ask`. */
export type Via = 'ask' | 'who' | 'when' | 'facts';

/** The subject of an answer, of an autocomplete entry or of a button. */
export type Subject =
  | { readonly kind: 'entity'; readonly id: EntityId }
  | { readonly kind: 'topic'; readonly id: TopicId }
  | { readonly kind: 'fact'; readonly id: FactId };

/** `entity:jake-sullivan`, `topic:strikes`, `fact:conflict-began`: at most 67 characters; every command accepts it as its text. */
export type SubjectRef = `${Subject['kind']}:${string}`;

/** What a question asks for. `list`: everything on a subject; `whether`: whether something is true; `what`: anything else. */
export const ASKED = ['who', 'when', 'where', 'why', 'how-many', 'how-long', 'how', 'whether', 'what', 'list'] as const;
export type Asked = (typeof ASKED)[number];

/** The detail that was asked for and that the facts lack. `certainty`: a close fact exists, but it may not answer the question. */
export const MISSING = ['time', 'place', 'number', 'reason', 'actor', 'manner', 'certainty'] as const;
export type Missing = (typeof MISSING)[number];

export interface Choice {
  readonly subject: Subject;
  /** "Jake Sullivan" */
  readonly label: string;
  /** "White House National Security Adviser"; empty where there is nothing to add. */
  readonly detail: string;
}

/** What is stored of a question so that it can be decided again: how it was understood, and none of its words. */
export interface UnderstoodQuestion {
  readonly asked: Asked;
  /** The people and things that it names; where there are no stems, the one subject that was asked about. */
  readonly subjects: readonly Subject[];
  /** The named people and things that the question gives as the doers. */
  readonly doers: readonly EntityId[];
  /** The stems of the words that counted, each as four characters of its hash. */
  readonly stems: readonly string[];
}

interface Common {
  readonly via: Via;
  readonly asked: Asked;
  /**
   * The subjects of the question as it was understood, the most specific first. The heading of a card consists of `asked` and these subjects.
   * Empty where nothing was recognised, or where the situation as a whole is meant.
   */
  readonly subjects: readonly Subject[];
  /** In [0, 1]: the probability that the first fact (or the choice) answers; 0 for `unknown`. */
  readonly confidence: number;
  /** One line per reason, for the curator's commands (`ask --why`); holds words of the question, so it is never logged or sent. */
  readonly evidence: readonly string[];
  /** A retracted fact that would have answered. The answer reports its withdrawal, and shows no other fact that only hints at the same. */
  readonly withdrawn?: Fact;
  /** The detail in which the first fact differs from the claim in the question; the answer starts with what the sources say about it. */
  readonly differing?: Extract<DifferingDetail, 'number' | 'day' | 'place'>;
  /** The known names and words that replaced misspelt ones, in the situation's spelling ("Antony Blinken"). */
  readonly corrected: readonly string[];
}

export interface Answered extends Common {
  readonly kind: 'answered';
  /** Best first; never empty except for a `/who` profile of an entity with a role and no fact. */
  readonly facts: readonly Fact[];
  /** The entity, where the answer is its profile (name and roles are shown above the facts). */
  readonly profile: Entity | null;
  /** `topics`: the headline facts, to be shown under topic titles. `point`: the first fact answers, and the others support it. */
  readonly layout: 'point' | 'list' | 'topics';
  /**
   * Whether the question asks for "latest", "today" or "now": each fact is shown with its day, or with a note that the source gives none.
   */
  readonly dated: boolean;
}
export interface Choose extends Common {
  readonly kind: 'choose';
  /** Two to five. */
  readonly choices: readonly Choice[];
}
export interface Related extends Common {
  readonly kind: 'related';
  readonly missing: Missing;
  /**
   * Whether the question names a doer and the closest fact has another doer: then the sources do not say that the named doer did it.
   */
  readonly otherDoer: boolean;
  /** One to three, the closest first. */
  readonly facts: readonly Fact[];
  /** The question as it is stored, to be decided again when the facts change; absent where it cannot be stored completely. */
  readonly question?: UnderstoodQuestion | undefined;
}
export interface Unknown extends Common {
  readonly kind: 'unknown';
  /** Up to three subjects that are similar to the question, best first; often empty. */
  readonly nearest: readonly Choice[];
}
/** An answer about Sitrep itself: to a question about the bot or its sources, to a greeting, or to words in another language. */
export interface About extends Common {
  readonly kind: 'about';
  /**
   * `sources`: where the facts come from, how old and how reliable they are; `language`: the question is not in English;
   * `reference`: the question goes on from an answer, and it is not known from which; all other values are small talk.
   */
  readonly theme: 'greeting' | 'thanks' | 'help' | 'bot' | 'sources' | 'language' | 'reference';
  /** For `language`: the ISO 639-1 code of the language, where it was recognised. */
  readonly language: string | null;
}
export type Answer = Answered | Choose | Related | Unknown | About;
/** The answers to one message, one for each question in it, in its order: one to three. */
export type Answers = readonly [Answer, ...Answer[]];
export type AnswerKind = Answer['kind'];

/** One autocomplete entry: `value` is a SubjectRef, `label` at most 100 characters. */
export interface Suggestion {
  readonly value: SubjectRef;
  readonly label: string;
}

/** A detail in which a statement differs from a fact; `certainty`: the fact is alleged or disputed, and the statement is not. */
export type DifferingDetail = 'number' | 'day' | 'place' | 'who' | 'certainty';
/** How many statements of a text are compared with the facts. */
export const STATEMENTS_MAX = 20;
/** What the facts say about one statement of a text. */
export type CheckedStatement =
  | { readonly verdict: 'borne-out'; readonly statement: string; readonly fact: Fact }
  | { readonly verdict: 'differs'; readonly statement: string; readonly fact: Fact; readonly detail: DifferingDetail }
  | { readonly verdict: 'not-covered'; readonly statement: string };
