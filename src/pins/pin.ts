import type { SubjectRef } from '../model/answer.ts';
import type { Fact, FactId } from '../model/knowledge.ts';

declare const brand: unique symbol;

/** Its draft's id; a pin's message carries it on its buttons, so that it is recognised after an outage. */
export type PinId = string & { readonly [brand]: 'pin' };
/** The pin that a draft gives, and gave before. */
export const pinIdOf = (draftId: string): PinId => draftId as PinId;

/** What a pin was made from: a brief, facts that a moderator chose, or an answer that Sitrep had posted. */
export const PIN_KINDS = ['brief', 'facts', 'answer'] as const;
export type PinKind = (typeof PIN_KINDS)[number];

/** A fact in a pin, as the pin shows it; what it was when it was last shown is kept, because the files may change meanwhile. */
export interface PinnedFact {
  readonly fact: Fact;
  /** Why the fact is struck: it was retracted, or withdrawn from the fact base. It stays until a moderator refreshes. */
  readonly struck: string | null;
}

/** Lines of "what changed" that are kept. */
export const CHANGES_MAX = 5;
/** Facts that a pin may hold: as many as a menu offers to choose from. */
export const PIN_FACTS_MAX = 25;

/** One dated line of "what changed". */
export interface PinChange {
  readonly atMs: number;
  /** Plain text about one fact: what happened to it and the curator's reason, without markdown. */
  readonly text: string;
}

/** One line of a moderator's own, marked as theirs. */
export interface PinNote {
  readonly text: string;
  readonly by: string;
}

/** Everything that a pin's message is rendered from, beside the situation's title and sources. */
export interface PinContent {
  readonly kind: PinKind;
  /** What the brief or the facts are about; `null` for the situation as a whole. */
  readonly about: SubjectRef | null;
  /** The heading: "Strikes", "State of play"; of an answer the label of its first fact. Follows what is shown. */
  readonly title: string;
  /** In reading order, at most 25; of a brief those of today's brief in its order, ten and what a moderator put in. */
  readonly facts: readonly PinnedFact[];
  readonly note: PinNote | null;
  /** Lines of a brief beside its facts (time frame, what is not known); empty for the other kinds. */
  readonly frame: readonly string[];
  /** `KnowledgeBase.version` that the facts shown are of. */
  readonly version: string;
  /** Newest first, at most `CHANGES_MAX`; a Refresh that changes something leaves only what it changed. */
  readonly changes: readonly PinChange[];
  /** The facts have changed and wait for a moderator's review (`SITREP_PIN_UPDATES=ask`). Holds the version that waits. */
  readonly review: string | null;
  /** Of a brief: facts that a moderator put in beside those that the brief has, and facts of the brief that they took out. */
  readonly included: readonly FactId[];
  readonly excluded: readonly FactId[];
  /**
   * Changes that a moderator looked at and decided to leave (`changeKey`), so that they do not ask for a review again. One that
   * was undone is forgotten, so that it asks when it comes again.
   */
  readonly left: readonly string[];
  /** Since when the message no longer follows the facts, because it was unpinned; `null` while it does. */
  readonly endedAtMs: number | null;
}

/**
 * Where a pin stands. The first three and `unpinning`, `deleting` are intents: recorded before a request is sent, left when
 * its success is known, and taken up again after a crash.
 *
 * - `posting`: the message is to be sent (it may have been)
 * - `pinning`: the message is there and is to be pinned
 * - `pinned`: the message is there and pinned; it may still be due for an edit (`Pin.shown` differs from what it should be)
 * - `unpinning`, `deleting`: the message is to be unpinned (where it is not yet) and kept, which it says; or deleted
 * - `away`: the bot was removed from the server; taken up again when it is added
 * - `ended`: nothing more will happen; `Pin.end` says why
 */
export const PIN_STATES = ['posting', 'pinning', 'pinned', 'unpinning', 'deleting', 'away', 'ended'] as const;
export type PinState = (typeof PIN_STATES)[number];

/** Why a pin ended. The last six were nobody's wish here: a hand in Discord, or a refusal. */
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

/** Pins that are to be taken away go before others: they may make the room that those wait for. */
export const isLeaving = ({ state }: Pin): boolean => state === 'unpinning' || state === 'deleting';

/** Attempts that came to nothing and leave no message: the draft may be posted again. */
const FAILED: ReadonlySet<PinEnd | null> = new Set(['full', 'no-access', 'refused']);
export const hasFailed = ({ state, end }: Pin): boolean => state === 'ended' && FAILED.has(end);
/** Its message could not be pinned and is to be deleted; until Discord lets that be done, it stands in the channel. */
export const isLeftStanding = ({ state, end }: Pin): boolean => state === 'deleting' && FAILED.has(end);

/** What moderators ask for; each has an outcome that they are told. */
export const PIN_ASKS = ['publish', 'refresh', 'leave', 'unpin', 'remove'] as const;
export type PinAsk = (typeof PIN_ASKS)[number];

/** How the moderator who asked is told of the outcome, also after a restart: Discord lets a reply be edited for 15 minutes. */
export interface PinReply {
  readonly token: string;
  readonly untilMs: number;
}
/** The reply of a moderator who may not have been told yet what became of what they asked for. */
export interface WaitingReply extends PinReply {
  readonly asked: PinAsk;
}

/** A living pin. */
export interface Pin {
  readonly id: PinId;
  /** The draft it was made from; one draft gives one pin, however often its button is pressed. */
  readonly draftId: string;
  readonly guildId: string;
  readonly channelId: string;
  /** Name of the situation. */
  readonly situation: string;
  readonly content: PinContent;
  readonly state: PinState;
  /** Why it ended, or is being unpinned or deleted; `null` while it lives. */
  readonly end: PinEnd | null;
  /** `null` until Discord has confirmed the message. */
  readonly messageId: string | null;
  /** Sent with the message and enforced, so that a repeated request gives the message that is there. At most 25 characters. */
  readonly nonce: string;
  /** When the message was first sent with this nonce; Discord remembers it for minutes only. `null` before that. */
  readonly sentAtMs: number | null;
  /** Fingerprint of the message that Discord last confirmed; `null` before that. */
  readonly shown: string | null;
  /** What the message shows where that is not `content`, because Discord has refused or not confirmed the edit; else `null`. */
  readonly shows: PinShows | null;
  /** Whoever made it, and whoever asked for what is under way. Discord user ids. */
  readonly createdBy: string;
  readonly actingBy: string;
  readonly createdAtMs: number;
  /** When the facts shown were last brought up to date. */
  readonly updatedAtMs: number;
  /** Of everybody who waits for an outcome, in the order in which they asked. */
  readonly replies: readonly WaitingReply[];
}

/** The content that Discord last confirmed, and when its facts were brought up to date. */
export type PinShows = Pick<Pin, 'content' | 'updatedAtMs'>;

/** The pin as its message shows it, as far as that is known. */
export const asShown = (pin: Pin): Pin => ({ ...pin, ...pin.shows });

/** The pin with another content; what its message shows until Discord confirms that is kept. */
export function withContent(pin: Pin, content: PinContent, updatedAtMs: number): Pin {
  const { content: before, updatedAtMs: of } = pin;
  const shows = pin.messageId === null ? null : (pin.shows ?? { content: before, updatedAtMs: of });
  return { ...pin, content, updatedAtMs, shows };
}

/** A pin whose message stays and is to say that it no longer follows the facts. */
export const noLongerFollowed = (pin: Pin, atMs: number): Pin =>
  withContent(pin, { ...pin.content, review: null, endedAtMs: pin.content.endedAtMs ?? atMs }, pin.updatedAtMs);

/** What a moderator is putting together: private, kept so that a button pressed after a restart still works. */
export interface Draft {
  /** 12 characters of base64url, random. */
  readonly id: string;
  readonly kind: PinKind;
  readonly guildId: string;
  readonly channelId: string;
  readonly situation: string;
  readonly about: SubjectRef | null;
  /** The heading where what it is named after is gone. */
  readonly title: string;
  /** Of a brief: its facts without a moderator's choice; what they chose beside them or left out of them is their doing. */
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
  /** Discord user id; `null` where Sitrep acted because the facts or Discord's side had changed. */
  readonly by: string | null;
  readonly what: PinEventKind;
  /** Plain text, "" where there is nothing to add. */
  readonly detail: string;
  /** Version of the facts shown after it. */
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

/** An answer that was shared in a channel, kept so that a later correction reaches it. */
export interface SharedAnswer {
  readonly messageId: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly situation: string;
  readonly atMs: number;
  /** The facts as they were when shared, or when last corrected. */
  readonly facts: readonly PinnedFact[];
  /** Newest first, at most `CHANGES_MAX`. */
  readonly changes: readonly PinChange[];
  /** How the answer was laid out: opaque here, JSON of the presenting side. */
  readonly layout: string;
  readonly version: string;
}

/**
 * An answer that is about to be posted. It is recorded first, because the answer to the request may be lost; its message is then
 * recognised by the first word of its layout, which its Delete button carries and no other message has.
 */
export type AwaitedShare = Omit<SharedAnswer, 'messageId'>;
