import type { EntityId } from '../model/knowledge.ts';
import type { Asked } from './asked.ts';
import type { Alternative } from './correct.ts';
import type { Wanted } from './wanted.ts';

/** One thing that a question is about: a word, or a name of an entity of the situation. */
export interface Term {
  /** Position of its first word among `Query.stems`, and the position after its last. */
  readonly from: number;
  readonly to: number;
  /** Folded, as understood (a misspelling is already replaced). For evidence and lookup, never shown. */
  readonly word: string;
  readonly stem: string;
  /** The entities that it may name; empty for a plain word. Several where a name or role is shared. */
  readonly entities: readonly EntityId[];
  /** How the entities were found; `null` for a plain word. */
  readonly via: 'name' | 'role' | null;
  /** In (0, 1]: below 1 where the word had to be corrected. */
  readonly certainty: number;
  /** Other words that a misspelt one may have been, with their likelihood in (0, 1] in proportion to `word`. */
  readonly alternatives: readonly Alternative[];
  /** Words like "happen", "people", "now": welcome when they match, no loss when they do not. */
  readonly light: boolean;
  /** Part of the phrase that asks ("the **reason** for", "which **country**"): it may help to rank, and is no condition. */
  readonly asking: boolean;
  /** Spelled as a name, and no entity of the situation is called so. */
  readonly unknownName: boolean;
  readonly number: boolean;
  /** A role that the question gives to something else than the entity that has it ("president of Iran"): matches nothing. */
  readonly foreign: boolean;
}

/** A question as the engine understands it. */
export interface Query {
  readonly asked: Asked;
  /** Stems of what is counted, wanted or measured: "how many **American soldiers** were", "which **group**", "how **old**". */
  readonly nouns: readonly string[];
  readonly nameKind: 'place' | 'actor' | null;
  /** What the noun behind "what" or "which" wants. A guess by common nouns: it moves plain texts, and decides nothing about facts. */
  readonly wanted: Wanted | null;
  /** All words of the question without padding, stemmed, function words included: phrases are found in them. */
  readonly stems: readonly string[];
  /** What is searched for, in the order typed; at most `TERMS_MAX`. */
  readonly terms: readonly Term[];
  /** "who **attacked** Israel": who is asked for does it; "who did Hamas attack", "who was killed": who is asked for undergoes it. */
  readonly askedFor: 'doer' | 'other';
  /** "who is responsible for", "who was blamed": the doer, as others see it; never whoever says so. */
  readonly accused: boolean;
  /** Something is done to the subject: "who was killed". */
  readonly passive: boolean;
  /** Asks for a judgement ("should …", "is it right to …"), which no fact gives. */
  readonly judgement: boolean;
  /** Asks what would be if something else were: only a fact that says so answers. */
  readonly hypothetical: boolean;
  /** Index into `terms` of the entity that the question makes the doer ("did **Iran** attack Israel"), or null. */
  readonly doer: number | null;
  /** The same in a phrase without a question word: "attack by **X**", "**X** attacks Y". */
  readonly phraseDoer: number | null;
  /** The same where nothing is done: "is **Iran** in the war". */
  readonly subject: number | null;
  /** Index into `terms` of the entity to whom the question has something done ("why was **Iran** attacked"), or null. */
  readonly undergoer: number | null;
  /** Index into `terms` of the entity whose words are asked for ("what did **Bolton** say"), or null. */
  readonly speaker: number | null;
  /** Has a verb of speech ("say", "announce", "confirm"). */
  readonly speech: boolean;
  readonly negated: boolean;
  /** Asks for what is to come ("will", "next", "plan") or what has been ("did", "was"), where it says so. */
  readonly tense: 'future' | 'past' | null;
  /** "what is **a** computer": wants a dictionary, not facts of a situation. */
  readonly generic: boolean;
  /** Calls for violence instead of asking: "kill all of them". No fact is an answer to that. */
  readonly incites: boolean;
  /** Asks for whatever there is: "what is going on", "latest news". */
  readonly overview: boolean;
  /** "did X happen", "has X been done", "who did it": a fact that somebody only wants or plans it is no yes. */
  readonly realised: boolean;
  /** "who leads X": asks who holds an office, which only a role tells. */
  readonly office: boolean;
  /** "who is …", "what is …", "tell me about …" with nothing but a name or description after it. */
  readonly definition: boolean;
}

export const TERMS_MAX = 64;
