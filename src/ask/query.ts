import type { Word } from '../language/language.ts';
import type { Asked } from '../model/answer.ts';
import type { EntityId, TopicId } from '../model/knowledge.ts';
import type { Mention } from './names.ts';

/** A word that is searched for. */
export interface Term {
  readonly word: string;
  readonly stem: string;
  /** In (0, 1]: how much it counts when a fact has this word; little for "happened" or "latest". */
  readonly weight: number;
  /** The name that it is part of; `null` for an ordinary word. */
  readonly mention: Mention | null;
}

/** The unit in which a time is given or asked for. */
export type TimeGrain = 'clock' | 'weekday' | 'day' | 'month' | 'year';

/** A number in a question, with the stems of the words after it: "five soldiers" is 5 of `soldier`. */
export interface AskedNumber {
  readonly value: number;
  readonly of: readonly string[];
}

/** One question, understood. */
export interface Query {
  readonly asked: Asked;
  /** The question as the encoder reads it: as typed, but without phrases like "please tell me" and with misspelt words corrected. */
  readonly text: string;
  /** Words that another sentence of the message adds ("I only have telnyx."); the encoder reads them with the question. */
  readonly context: string;
  readonly words: readonly Word[];
  readonly terms: readonly Term[];
  readonly mentions: readonly Mention[];
  /** After "how many" or "which": the stems of the thing that is counted or wanted. */
  readonly wanted: readonly string[];
  /** The kind of name that "which country" or "which group" asks for. */
  readonly wantedKind: 'place' | 'actor' | null;
  /** For "how old" and the like: stems of the unit that the number must have; `null` where any number will do. */
  readonly units: ReadonlySet<string> | null;
  /** Whether the names of several people or things are asked for. */
  readonly wantsNames: boolean;
  /** The precision that is asked of a time: "what month". */
  readonly grain: TimeGrain | null;
  /** Whether the question is only a name, role or topic, and so asks for everything on it. */
  readonly subject: QuerySubject | null;
  /** Whether it asks about the situation as a whole. */
  readonly isWhole: boolean;
  /** Whether it asks for news ("latest", "today"): facts are then shown with their day. */
  readonly isNow: boolean;
  /** Whoever the question names as the one who does or says it. */
  readonly doers: readonly EntityId[];
  /** Nothing but what one of the situation does, is going to do, or says, is asked for. */
  readonly deeds: { readonly id: EntityId; readonly kind: 'deeds' | 'plans' | 'words' } | null;
  readonly speaks: boolean;
  readonly numbers: readonly AskedNumber[];
  /** Month names, weekdays and years that the question names. */
  readonly days: readonly string[];
  /** Days of a month that it names, as "january 9". */
  readonly dates: readonly string[];
  readonly isDenied: boolean;
  readonly tense: 'past' | 'future' | null;
  /** Whether the text is a claim that should be checked. */
  readonly isClaim: boolean;
  /** The known words that replaced misspelt ones. */
  readonly corrected: readonly string[];
}

export type QuerySubject =
  | { readonly kind: 'entities'; readonly ids: readonly EntityId[] }
  | { readonly kind: 'topic'; readonly id: TopicId };
