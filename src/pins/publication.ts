/**
 * A publication is a message of Sitrep's in a channel that follows the facts. There are two kinds: a living pin, which Sitrep posts
 * and pins itself, and a shared answer, which Discord posts when Share is pressed. Both go through one state machine:
 *
 * ```
 *                                                ┌─edited─┐
 *  living pin      posting ──posted──▶ pinning ──pinned──▶ pinned ──unpin──▶ unpinning ──done──▶ ended
 *                     │                   │                │    │  ◀──kept──┘                     ▲
 *                     │                   │                │    └─delete──▶ deleting ──done───────┤
 *                     │                   └──not-pinned────┼────────────────▶                     │
 *                     ├──────not-posted────────────────────┼──────────────────────────────────────┤
 *                     └─server-gone─▶ away ◀──server-gone──┘  (and back, when the bot is added)   │
 *  any state: message-gone, channel-gone ─────────────────────────────────────────────────────────┤
 *                                                          ┌─edited─┐                             │
 *  shared answer   sharing ──posted──────────────────────▶ shared                                 │
 *                     └──────not-posted, server-gone──────────────────────────────────────────────┘
 * ```
 *
 * `posting`, `pinning`, `unpinning`, `deleting` and `sharing` are intents: each is recorded before its request is sent, ends when
 * Discord has confirmed the outcome, and is resumed after a crash.
 */

/**
 * - `posting`: the message must be sent; it may have been sent already
 * - `pinning`: the message is in the channel and must be pinned
 * - `pinned`: the message is pinned and follows the facts
 * - `unpinning`: the message must be unpinned, and must say that it is no longer kept up to date
 * - `deleting`: the message must be deleted
 * - `away`: the bot was removed from the server; resumed when it is added again
 * - `ended`: nothing more will happen; `Pin.end` says why
 */
export const PIN_STATES = ['posting', 'pinning', 'pinned', 'unpinning', 'deleting', 'away', 'ended'] as const;
export type PinState = (typeof PIN_STATES)[number];

/**
 * - `sharing`: Discord was asked to post the answer and has not confirmed it yet
 * - `shared`: the answer is in the channel and follows the facts
 * - `ended`: it is no longer in the channel, or was never posted; the store deletes it
 */
export const SHARE_STATES = ['sharing', 'shared', 'ended'] as const;
export type ShareState = (typeof SHARE_STATES)[number];

/** The events of a publication. */
export type Happening =
  /** Discord confirmed the message, or it was found in the channel. */
  | 'posted'
  /** Discord refused to post the message, or it is too late to post it. */
  | 'not-posted'
  | 'pinned'
  /** Discord refused to pin the message, and the message was deleted. */
  | 'not-pinned'
  | 'edited'
  /** A moderator asked to unpin the message, or somebody unpinned it in Discord. */
  | 'unpin'
  | 'delete'
  /** The message was unpinned or deleted, as requested. */
  | 'done'
  /** Discord refused to unpin or delete the message. */
  | 'kept'
  | 'message-gone'
  | 'channel-gone'
  /** The bot was removed from the server. */
  | 'server-gone'
  /** The bot was added again, and the message had not been posted. */
  | 'unposted';

const GONE = { 'message-gone': 'ended', 'channel-gone': 'ended' } as const;

/** State → event → next state. An event that is not listed cannot happen in that state. */
export const TRANSITIONS = {
  pin: {
    posting: { posted: 'pinning', 'not-posted': 'ended', 'server-gone': 'away', 'channel-gone': 'ended' },
    pinning: {
      ...{ pinned: 'pinned', 'not-pinned': 'deleting', unpin: 'unpinning', delete: 'deleting', 'server-gone': 'away' },
      ...GONE,
    },
    pinned: { edited: 'pinned', unpin: 'unpinning', delete: 'deleting', 'server-gone': 'away', ...GONE },
    unpinning: { done: 'ended', kept: 'pinned', unpin: 'unpinning', delete: 'deleting', ...GONE },
    deleting: { done: 'ended', kept: 'pinned', unpin: 'unpinning', delete: 'deleting', ...GONE },
    away: {
      unposted: 'posting',
      posted: 'pinning',
      pinned: 'pinned',
      unpin: 'unpinning',
      'server-gone': 'away',
      ...GONE,
    },
    ended: {},
  },
  share: {
    sharing: { posted: 'shared', 'not-posted': 'ended', 'server-gone': 'ended', 'channel-gone': 'ended' },
    shared: { edited: 'shared', ...GONE },
    ended: {},
  },
} as const satisfies {
  readonly pin: Record<PinState, Partial<Record<Happening, PinState>>>;
  readonly share: Record<ShareState, Partial<Record<Happening, ShareState>>>;
};

/** @throws Error where the state does not allow this event, which is a mistake in the caller */
export function nextPinState(state: PinState, happening: Happening): PinState {
  return listed(TRANSITIONS.pin[state], state, happening);
}

/** @throws Error as for `nextPinState` */
export function nextShareState(state: ShareState, happening: Happening): ShareState {
  return listed(TRANSITIONS.share[state], state, happening);
}

function listed<S>(row: Partial<Record<Happening, S>>, state: S, happening: Happening): S {
  const next = row[happening];
  if (next === undefined) throw new Error(`a publication that is ${state} cannot be ${happening}`);
  return next;
}
