import type { Word } from '../language/language.ts';
import type { Asked } from '../model/answer.ts';
import type { EntityId, TopicId } from '../model/knowledge.ts';
import type { Mention } from './names.ts';

/** A word that is searched for. */
export interface Term {
  readonly word: string;
  readonly stem: string;
  /** In (0, 1]: how much it matters that a fact has it; little for "happened" or "latest". */
  readonly weight: number;
  /** The name that it is part of; `null` for an ordinary word. */
  readonly mention: Mention | null;
}

/** The unit in which a time is told or asked for. */
export type TimeGrain = 'clock' | 'weekday' | 'day' | 'month' | 'year';

/** A number in a question, with the words after it: "five soldiers" is 5 of `soldier`. */
export interface AskedNumber {
  readonly value: number;
  readonly of: readonly string[];
}

/** One question, understood. */
export interface Query {
  readonly asked: Asked;
  /** The question for the encoder: as typed, without what is said around it, misspelt words corrected. */
  readonly text: string;
  /** Words that another sentence of the message adds ("I only have telnyx."); the encoder reads them with the question. */
  readonly context: string;
  readonly words: readonly Word[];
  readonly terms: readonly Term[];
  readonly mentions: readonly Mention[];
  /** After "how many" or "which": the stems of what is counted or wanted. */
  readonly wanted: readonly string[];
  /** What kind of name "which country" or "which group" asks for. */
  readonly wantedKind: 'place' | 'actor' | null;
  /** "how old": stems of what the number must be of; `null` where any number will do. */
  readonly units: ReadonlySet<string> | null;
  /** The names of several are asked for. */
  readonly wantsNames: boolean;
  /** How finely a time is asked for: "what month". */
  readonly grain: TimeGrain | null;
  /** Nothing but a name, role or topic: all that is held on it is asked for. */
  readonly subject: QuerySubject | null;
  /** The situation as a whole is asked for. */
  readonly isWhole: boolean;
  /** "Latest", "today": facts are shown with the day that they are of. */
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
  /** A claim to be checked. */
  readonly isClaim: boolean;
  /** The known words that replaced misspelt ones. */
  readonly corrected: readonly string[];
}

export type QuerySubject =
  | { readonly kind: 'entities'; readonly ids: readonly EntityId[] }
  | { readonly kind: 'topic'; readonly id: TopicId };
