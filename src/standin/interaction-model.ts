import type { StoredMessage } from './messages.ts';
import type { ShownModal } from './shapes.ts';
import type { Place } from './world.ts';

/** 2 command, 3 component, 4 autocomplete, 5 modal. */
export type InteractionType = 2 | 3 | 4 | 5;
export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** What a person did, before the bot heard of it. */
export interface StartedInteraction {
  readonly type: InteractionType;
  readonly personId: string;
  readonly place: Place;
  /** Discord's `data` object. */
  readonly data: Record<string, unknown>;
  readonly commandName: string | null;
  /** The message whose component was used, at once or before a modal. */
  readonly source: StoredMessage | null;
  /** The interaction that opened the modal which is now submitted. */
  readonly openedBy?: Live;
}

/** What the person's client learns in the course of an interaction. */
export type InteractionEvent = {
  readonly interactionId: string;
  readonly type: InteractionType;
  readonly personId: string;
} & (
  | { readonly kind: 'pending'; readonly command: string | null }
  | { readonly kind: 'acknowledged'; readonly how: 'deferred' | 'deferred-update' }
  | { readonly kind: 'shown'; readonly message: StoredMessage; readonly how: 'created' | 'updated' }
  | { readonly kind: 'removed'; readonly messageId: string }
  | { readonly kind: 'modal'; readonly modal: ShownModal; readonly opener: Live }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'failed'; readonly error: string }
);

export interface Upload {
  readonly filename: string;
  readonly bytes: number;
}

/** An interaction from the moment the person acted until its token dies. */
export interface Live extends StartedInteraction {
  readonly id: string;
  readonly token: string;
  readonly startedAtMs: number;
  state: 'waiting' | 'answered' | 'failed';
  /** What `@original` means. */
  originalId: string | null;
  /** How many followups were sent. */
  followUps: number;
  /** Messages that this token may read, edit and delete. */
  readonly own: Set<string>;
  timer: NodeJS.Timeout | undefined;
}
