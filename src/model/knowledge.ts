/**
 * The data of a situation as the rest of Sitrep sees it: validated, immutable and independent of YAML.
 * Only the loader makes these values; everything downstream may trust them.
 */

declare const brand: unique symbol;
type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** Ids are lower-case kebab, at most 60 characters, unique within their kind and stable: Discord buttons and pins carry them. */
export type FactId = Id<'fact'>;
export type EntityId = Id<'entity'>;
export type SourceId = Id<'source'>;
export type TopicId = Id<'topic'>;

export const FACT_STATUSES = [
  'reported',
  'alleged',
  'unconfirmed',
  'confirmed',
  'disputed',
  'corrected',
  'retracted',
  'superseded',
] as const;
export type FactStatus = (typeof FACT_STATUSES)[number];

export const ENTITY_KINDS = ['person', 'organisation', 'group', 'country', 'place', 'thing', 'event'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** The place of a statement in a source. Paragraph and sentence count from 1; `quote` is an exact phrase of that sentence. */
export interface Citation {
  readonly source: SourceId;
  readonly paragraph: number;
  readonly sentence: number;
  readonly quote: string;
}

/** An article or document. `null` means that the available material does not say. */
export interface Source {
  readonly id: SourceId;
  /** The name that readers see in a source line, e.g. "News article (headline not given)". */
  readonly label: string;
  readonly headline: string | null;
  readonly publisher: string | null;
  readonly author: string | null;
  /** Publication date as EDTF. */
  readonly published: string | null;
  readonly url: string | null;
  readonly archiveUrl: string | null;
  readonly language: string;
  /** `quote-only`: quotes of at most 12 words; `full-text`: the text may be shipped and quoted freely. */
  readonly rights: 'quote-only' | 'full-text';
  /** Lower-case hex SHA-256 of the source's text file, for `check --source-text`. */
  readonly sha256: string | null;
  /** How many paragraphs its text has; `null` where nobody counted. */
  readonly paragraphs: number | null;
  /** The day a curator read it, as EDTF. */
  readonly accessed: string | null;
  readonly note: string | null;
}

/** A time, as precise as the source gives it. `edtf` only where the source supports it ("October 7" is `XXXX-10-07`). */
export interface FactTime {
  readonly text: string;
  readonly edtf: string | null;
  /** How the event relates to that time; where absent, it happened at that time. The text starts with these words. */
  readonly relation?: TimeRelation;
}
export type TimeRelation = 'since' | 'until' | 'as of';

/** A number that the fact states: `{ value: 3, of: "U.S. soldiers killed" }`. */
export interface FactNumber {
  /** For a range, its lower end. */
  readonly value: number;
  readonly of: string;
  /** How the source limits the number; absent where it gives an exact number. */
  readonly bound?: 'about' | 'at least' | 'up to';
  /** The upper end of a range. */
  readonly to?: number;
  /** The unit of measurement ("USD", "km", "days"); absent for things that are counted. */
  readonly unit?: string;
  /** For a frequency, the period that it refers to ("day"). */
  readonly per?: string;
}

/** One sentence that stands alone, in the curator's words, with its content also as data. */
export interface Fact {
  readonly id: FactId;
  readonly text: string;
  /** A noun phrase of at most 80 characters for menus and buttons: "Start of the conflict". */
  readonly label: string;
  readonly topic: TopicId;
  /** From 1 (a detail) to 5 (the main points of the situation). */
  readonly importance: 1 | 2 | 3 | 4 | 5;
  /** Whether it belongs to the short list that `/facts` shows without a subject. */
  readonly headline: boolean;
  readonly status: FactStatus;
  /** The reason for the status corrected, retracted, superseded or disputed. */
  readonly statusNote: string | null;
  /** For a superseded fact: the fact that replaces it. */
  readonly supersededBy: FactId | null;
  /** Who said it, where the source attributes it. Not who published it. */
  readonly saidBy: readonly EntityId[];
  /** Who passed on the speaker's words, where the source says so: an agency, a spokesperson, a newspaper. */
  readonly via?: readonly EntityId[];
  /** Who does the thing that the sentence describes. */
  readonly actors: readonly EntityId[];
  /** Where it happens or happened. */
  readonly places: readonly EntityId[];
  /** Every entity the sentence names or concerns, the most important first; includes saidBy, via, actors and places. */
  readonly about: readonly EntityId[];
  readonly time: FactTime | null;
  readonly numbers: readonly FactNumber[];
  /** The reason or purpose that the sentence states, as a phrase of it ("in retaliation for …"); answers *why*. */
  readonly reason: string | null;
  /** Other questions with which people ask for this fact. */
  readonly askedAs: readonly string[];
  /** At least one. */
  readonly citations: readonly Citation[];
}

export interface Role {
  readonly title: string;
  readonly former: boolean;
  readonly citations: readonly Citation[];
}

export interface Entity {
  readonly id: EntityId;
  readonly kind: EntityKind;
  readonly name: string;
  /** The roles that the sources give them, each with a citation; empty where they give none. */
  readonly roles: readonly Role[];
  /** Other names that people type; each leads only to this entity, unless it is listed in `sharedAliases`. */
  readonly aliases: readonly string[];
  /** From 1 to 5; it decides the order of menus. */
  readonly importance: 1 | 2 | 3 | 4 | 5;
}

export interface Topic {
  readonly id: TopicId;
  readonly title: string;
  /** Words that people use for the topic in addition to its title. */
  readonly aliases: readonly string[];
}

/** A name or role that several entities share on purpose: "national security adviser". */
export interface SharedAlias {
  readonly alias: string;
  readonly entities: readonly EntityId[];
}

/** A group of facts that are always shown together, whichever of them is asked for. */
export interface ToldTogether {
  /** `dispute`: versions of one matter that contradict each other. `figure`: reports of one number over time. */
  readonly kind: 'dispute' | 'figure';
  /** A title such as "Who struck first"; for a figure, the thing that is counted: "soldiers killed". */
  readonly title: string;
  /** The versions of a dispute in the curator's order; the reports of a figure with the newest first. */
  readonly facts: readonly FactId[];
}

/** A former id that was once published. */
export interface RetiredFact {
  readonly id: FactId;
  readonly reason: string;
  readonly movedTo: FactId | null;
}

/** A fact that was served earlier and has since been taken out of the facts, with the curator's reason. */
export interface WithdrawnFact {
  readonly id: FactId;
  readonly text: string;
  readonly reason: string;
}

/** A row of questions.yml: the curator's regression suite. */
export type QuestionRow = AnswerableRow | UnanswerableRow;
export type QuestionVia = 'ask' | 'who' | 'when' | 'facts';
export interface AnswerableRow {
  readonly answerable: true;
  readonly q: string;
  readonly via: QuestionVia;
  /** `answered` unless the row says otherwise. */
  readonly kind: 'answered' | 'choose' | 'related';
  /** The facts of which any may come first; empty for `choose`. */
  readonly first: readonly FactId[];
  /** For `choose`: the entities that must be offered. */
  readonly choices: readonly EntityId[];
}
export interface UnanswerableRow {
  readonly answerable: false;
  readonly q: string;
  readonly via: QuestionVia;
  /**
   * Whether the question is far from the situation, so that the answer must be `unknown`. For a near miss the answer may also be
   * `related`, but never `answered`.
   */
  readonly far: boolean;
}

export interface KnowledgeBase {
  /** Folder name in knowledge/. */
  readonly name: string;
  readonly title: string;
  readonly scope: string;
  readonly language: string;
  /** First 12 hex digits of a SHA-256 over the folder's YAML files: changes when anything in them does. */
  readonly version: string;
  readonly topics: readonly Topic[];
  readonly sources: ReadonlyMap<SourceId, Source>;
  readonly entities: ReadonlyMap<EntityId, Entity>;
  /** In file order. Ties in ranking keep this order. */
  readonly facts: readonly Fact[];
  readonly factById: ReadonlyMap<FactId, Fact>;
  readonly sharedAliases: readonly SharedAlias[];
  /** Disputes, then figures. */
  readonly together: readonly ToldTogether[];
  /** Groups of words or phrases that mean the same in this situation. */
  readonly synonyms: readonly (readonly string[])[];
  /** Lines that a newcomer can try first, with their commands: "/who sullivan". */
  readonly examples: readonly string[];
  readonly retired: ReadonlyMap<FactId, RetiredFact>;
  readonly questions: readonly QuestionRow[];
}
