import type { Missing, SubjectRef, UnderstoodQuestion } from '../model/answer.ts';
import type { Fact, FactId } from '../model/knowledge.ts';
import type { PinState, ShareState } from './publication.ts';

declare const brand: unique symbol;

/** The id of the pin's draft. Buttons on the pin's message carry it, so that the message is recognised after an outage. */
export type PinId = string & { readonly [brand]: 'pin' };
/** One draft gives one pin, of the same id. */
export const pinIdOf = (draftId: string): PinId => draftId as PinId;

/** What a pin was made from: a brief, facts that a moderator chose, or an answer that Sitrep had posted. */
export const PIN_KINDS = ['brief', 'facts', 'answer'] as const;
export type PinKind = (typeof PIN_KINDS)[number];

/** A fact as a message shows it. The whole fact is kept, because the files may change meanwhile. */
export interface PinnedFact {
  readonly fact: Fact;
  /** Why the fact is struck through: the reason of its retraction, until a moderator refreshes. `null` where it is not struck. */
  readonly struck: string | null;
}

/** The fact as it is shown: a struck one is retracted, for that reason. */
export const factAsShown = ({ fact, struck }: PinnedFact): Fact =>
  struck === null ? fact : { ...fact, status: 'retracted', statusNote: struck };

/** Lines of "what changed" that are kept. */
export const CHANGES_MAX = 5;
/** Facts that a pin may hold: as many as a menu offers to choose from. */
export const PIN_FACTS_MAX = 25;

/** One dated line of "what changed". */
export interface PinChange {
  readonly atMs: number;
  /** Plain text about one fact, without markdown: what happened to it and the curator's reason. */
  readonly text: string;
  /** The fact that it is about; absent in lines that were kept before this was recorded, and where it is about several. */
  readonly fact?: FactId;
}
/** A change that happened just now. */
export type News = Omit<PinChange, 'atMs'>;

/** A moderator's own line, marked as theirs. */
export interface PinNote {
  readonly text: string;
  readonly by: string;
}

/** Everything that a pin's message is rendered from, except the situation's title and sources. */
export interface PinContent {
  readonly kind: PinKind;
  /** What the brief or the facts are about; `null` for the situation as a whole. */
  readonly about: SubjectRef | null;
  /** The heading: "Strikes", "State of play", that of the answer; without one, the label of the first fact. */
  readonly title: string;
  /** In reading order, at most 25. A pinned brief shows today's brief in its order: ten facts, and those that a moderator added. */
  readonly facts: readonly PinnedFact[];
  readonly note: PinNote | null;
  /** Lines of a brief beside its facts (time frame, what is not known); empty for the other kinds. */
  readonly frame: readonly string[];
  /** `KnowledgeBase.version` of the facts shown. */
  readonly version: string;
  /** Newest first, at most `CHANGES_MAX`. A Refresh that changes something takes out the lines of earlier days. */
  readonly changes: readonly PinChange[];
  /** The version of the facts that waits for a moderator's review (`SITREP_PIN_UPDATES=ask`); `null` where none does. */
  readonly review: string | null;
  /** For a brief: the facts that a moderator added, and the brief's facts that they took out. */
  readonly included: readonly FactId[];
  readonly excluded: readonly FactId[];
  /**
   * Keys of the changes that a moderator dismissed by pressing Leave (`changeKey`). They ask for no further review. A change that
   * is undone loses its key, so it asks again when it returns.
   */
  readonly dismissed: readonly string[];
  /** When the message stopped following the facts, because it was unpinned; `null` while it follows them. */
  readonly endedAtMs: number | null;
}

/** Why a pin ended. Nobody asked for the last six: they result from actions in Discord or from a refusal. */
export const PIN_ENDS = [
  'unpinned',
  'deleted',
  'replaced',
  'unpinned-by-hand',
  'message-gone',
  'channel-gone',
  'no-access',
  'full',
  'refused',
] as const;
export type PinEnd = (typeof PIN_ENDS)[number];

/** Why a pin ended, as moderators read it in the history. */
export const END_WORDS = {
  unpinned: 'it was unpinned',
  deleted: 'it was deleted',
  replaced: 'it made room for another pin',
  'unpinned-by-hand': 'somebody unpinned it in Discord',
  'message-gone': 'its message was deleted in Discord',
  'channel-gone': 'the channel is gone, or Sitrep cannot see it',
  'no-access': 'Sitrep lacked a permission',
  full: 'the channel had no room for another pin',
  refused: 'Discord refused it',
} as const satisfies Record<PinEnd, string>;
export const isPinEnd = (text: string): text is PinEnd => Object.hasOwn(END_WORDS, text);

/** Pins that are being removed go first, because they may make room for the pins that wait. */
export const isBeingRemoved = ({ state }: Pin): boolean => state === 'unpinning' || state === 'deleting';

/** Ends of attempts that left no pin, so the draft may be posted again. */
const FAILED: ReadonlySet<PinEnd | null> = new Set(['full', 'no-access', 'refused']);
export const hasFailed = ({ state, end }: Pin): boolean => state === 'ended' && FAILED.has(end);
/** The message was posted and could not be pinned. It stays in the channel until Discord lets Sitrep delete it. */
export const isStuck = ({ state, end }: Pin): boolean => state === 'deleting' && FAILED.has(end);

/** What moderators ask for; they are told the outcome of each. */
export const PIN_ASKS = ['publish', 'refresh', 'leave', 'unpin', 'remove'] as const;
export type PinAsk = (typeof PIN_ASKS)[number];

/** How a moderator is told the outcome, also after a restart: Discord lets a reply be edited for 15 minutes. */
export interface PinReply {
  readonly token: string;
  readonly untilMs: number;
}
/** The reply of a moderator who may not have been told the outcome yet. */
export interface WaitingReply extends PinReply {
  readonly asked: PinAsk;
}

/** A living pin. */
export interface Pin {
  readonly id: PinId;
  /** One draft gives one pin, however often its button is pressed. */
  readonly draftId: string;
  readonly guildId: string;
  readonly channelId: string;
  /** Name of the situation. */
  readonly situation: string;
  readonly content: PinContent;
  readonly state: PinState;
  /** Why it ended, or is being unpinned or deleted; `null` otherwise. */
  readonly end: PinEnd | null;
  /** `null` until Discord has confirmed the message. */
  readonly messageId: string | null;
  /** Sent with the message, so that Discord answers a repeated request with the message that is there. At most 25 characters. */
  readonly nonce: string;
  /** When the message was first sent with this nonce; Discord remembers nonces for minutes only. `null` before that. */
  readonly sentAtMs: number | null;
  /** Fingerprint of the message that Discord last confirmed; `null` where that is not known. */
  readonly fingerprint: string | null;
  /** What the message still shows while Discord has refused or not confirmed the edit to `content`; `null` otherwise. */
  readonly confirmed: ConfirmedContent | null;
  /** Who made the pin, and who asked for what is under way. Discord user ids. */
  readonly createdBy: string;
  readonly actingBy: string;
  readonly createdAtMs: number;
  /** When the message was last brought up to the version of the facts that it shows. */
  readonly updatedAtMs: number;
  /** The replies of everybody who waits for an outcome, in the order of their requests. */
  readonly replies: readonly WaitingReply[];
}

/** The content that Discord last confirmed, and when its facts were brought up to date. */
export type ConfirmedContent = Pick<Pin, 'content' | 'updatedAtMs'>;

/** The pin as its message shows it, as far as is known. */
export const asShown = (pin: Pin): Pin => ({ ...pin, ...pin.confirmed });

/** The pin with another content. What the message shows is kept until Discord confirms the edit. */
export function withContent(pin: Pin, content: PinContent, updatedAtMs: number): Pin {
  const before = { content: pin.content, updatedAtMs: pin.updatedAtMs };
  const confirmed = pin.messageId === null ? null : (pin.confirmed ?? before);
  return { ...pin, content, updatedAtMs, confirmed };
}

/** The pin with a message that says since when it is no longer kept up to date. */
export const noLongerFollowing = (pin: Pin, atMs: number): Pin =>
  withContent(pin, { ...pin.content, review: null, endedAtMs: pin.content.endedAtMs ?? atMs }, pin.updatedAtMs);

/** A pin that a moderator is preparing. Only they see it; it is kept so that its buttons work after a restart. */
export interface Draft {
  /** 12 characters of base64url, random. */
  readonly id: string;
  readonly kind: PinKind;
  readonly guildId: string;
  readonly channelId: string;
  readonly situation: string;
  readonly about: SubjectRef | null;
  /** The heading where the subject that it is named after is gone. */
  readonly title: string;
  /** For a brief: its facts before the moderator's choice. The difference from `chosen` is the moderator's decision. */
  readonly preset: readonly FactId[];
  /** What the select menu offers, at most 25, in reading order. */
  readonly offered: readonly FactId[];
  readonly chosen: readonly FactId[];
  readonly note: string | null;
  readonly by: string;
  readonly createdAtMs: number;
}

/** Who did what when, for `/pins history`. */
export interface PinEvent {
  readonly pinId: PinId;
  readonly guildId: string;
  readonly channelId: string;
  readonly atMs: number;
  /** Discord user id; `null` where Sitrep acted by itself, because the facts or something in Discord had changed. */
  readonly by: string | null;
  readonly what: PinEventKind;
  /** Plain text, "" where there is nothing to add. */
  readonly detail: string;
  /** The version of the facts shown after the event. */
  readonly version: string;
}
export const PIN_EVENTS = [
  'asked',
  'posted',
  'pinned',
  'updated',
  'review-asked',
  'refreshed',
  'left',
  'unpinned',
  'deleted',
  'ended',
  'returned',
] as const;
export type PinEventKind = (typeof PIN_EVENTS)[number];

/** @param by - `null` where Sitrep acts by itself */
export function eventOf(pin: Pin, what: PinEventKind, by: string | null, atMs: number, detail = ''): PinEvent {
  const { id: pinId, guildId, channelId, content } = pin;
  return { pinId, guildId, channelId, atMs, by, what, detail, version: content.version };
}

/** An answer that was shared in a channel, or is about to be; kept so that it is posted once and corrections reach it. */
export interface SharedAnswer {
  /** What its Delete button carries and no other message does, so that the message is recognised when its id is not known. */
  readonly id: string;
  readonly state: ShareState;
  /** Names the press of Share, so that a second press posts nothing; `null` where the answer was public from the start. */
  readonly pressed: string | null;
  /** `null` until it is known. */
  readonly messageId: string | null;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly situation: string;
  readonly atMs: number;
  /** The facts as they were when shared, or when last corrected. */
  readonly facts: readonly PinnedFact[];
  /** Newest first, at most `CHANGES_MAX`. */
  readonly changes: readonly PinChange[];
  /** How the answer was laid out; only the views read and write it. */
  readonly layout: string;
  /** The questions that it could not answer for sure. Each is decided again whenever the facts change. */
  readonly questions: readonly OpenQuestion[];
  /** `KnowledgeBase.version` of the facts that the answer was last compared with. */
  readonly version: string;
}

/** A question to which a shared answer shows only the closest fact. */
export interface ShownQuestion {
  /** Which answer of the layout it belongs to, from 0. */
  readonly at: number;
  readonly question: UnderstoodQuestion;
  /** The fact that the message shows. */
  readonly fact: FactId;
  /** What the message says is missing; `null` once a fact answers. */
  readonly missing: Missing | null;
}
export interface OpenQuestion extends ShownQuestion {
  /** The last decision, by words alone, in a form to compare. */
  readonly decided: string;
}
