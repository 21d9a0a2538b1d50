import type { Refusal } from '../pins/channels.ts';
import type { Pin } from '../pins/pin.ts';
import type { Outcome } from '../pins/pins.ts';
import { grantToSitrep } from './pin-rights.ts';
import { quoted, titleOf } from './pin-words.ts';

/** What a moderator asked for: the methods of `Pins` that give an outcome. */
export type Asked = 'publish' | 'refresh' | 'leave' | 'unpin' | 'remove';

/** What became of a request, as sentences that are true at that moment. */
export function outcomeWords(asked: Asked, outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case 'done':
      return [DONE[asked](outcome.pin)];
    case 'already':
      return [already(asked, outcome.pin)];
    case 'pending':
      return [
        `Discord has not confirmed it yet, so it is not known whether it arrived: ${titleOf(outcome.pin)}.`,
        'It is recorded. Sitrep completes it when Discord answers again, and tells you here if that is within 15 minutes.',
      ];
    case 'full':
      return [
        'This channel has as many pins as Discord allows. Nothing was posted.',
        ...gaveWay(outcome.replaced),
        ...room(outcome.oldest),
      ];
    case 'refused':
      return [`${NOT_DONE[asked]} ${refusalWords(outcome.refusal)}`, ...gaveWay(outcome.replaced)];
    case 'changed':
      return [PREVIEW_CHANGED];
    case 'gone':
      return [asked === 'publish' ? DRAFT_GONE : PIN_GONE];
  }
}

export const PREVIEW_CHANGED = 'The facts have changed since the preview that you pressed on, so nothing was posted.';
export const DRAFT_GONE = 'This draft is no longer kept, or its facts no longer hold. Nothing was posted now.';
export const PIN_GONE =
  'This is no longer a living pin of this channel: it was unpinned or deleted, or its message is gone.';

const DONE = {
  publish: (pin) => `Posted and pinned: ${titleOf(pin)}. It follows the facts from now on.`,
  refresh: (pin) => `${titleOf(pin)} is up to date.`,
  leave: (pin) => `${titleOf(pin)} stays as it is.`,
  unpin: (pin) => `Unpinned: ${titleOf(pin)}. Its message stays where it is and is no longer kept up to date.`,
  remove: ({ content }) => `Deleted: ${quoted(content.title)}.`,
} as const satisfies Record<Asked, (pin: Pin) => string>;

/** What a moderator decided about the facts is recorded; only the message may be refused. */
const NOT_DONE = {
  publish: 'Nothing was posted.',
  refresh: 'The message was not changed.',
  leave: 'The message was not changed.',
  unpin: 'Nothing was done.',
  remove: 'Nothing was done.',
} as const satisfies Record<Asked, string>;

/** Somebody else, or an earlier press, came first; how far that has got is the pin's state. */
function already(asked: Asked, pin: Pin): string {
  const title = titleOf(pin);
  if (asked === 'refresh') return `${title} was up to date already.`;
  if (asked === 'leave') return `No review of ${title} is waiting.`;
  switch (pin.state) {
    case 'pinned':
      return asked === 'publish' ? `This has been posted and pinned already: ${title}.` : `${title} is pinned.`;
    case 'posting':
    case 'pinning':
      return `${title} is being posted already; Discord has not confirmed it yet.`;
    case 'unpinning':
    case 'deleting':
      return `${title} is being ${pin.state === 'unpinning' ? 'unpinned' : 'deleted'} already; Discord has not confirmed it yet.`;
    case 'away':
      return `${title} waits until Sitrep is back in the server.`;
    case 'ended':
      return ENDED[pin.end ?? 'refused'](title);
  }
}

const ENDED = {
  unpinned: (title) => `${title} had been unpinned already.`,
  deleted: (title) => `${title} had been deleted already.`,
  replaced: (title) => `${title} had given way to another pin already.`,
  'unpinned-by-hand': (title) => `${title} had been unpinned in Discord already.`,
  'message-gone': (title) => `The message of ${title} had been deleted in Discord already.`,
  'channel-gone': (title) => `The channel of ${title} is gone.`,
  'no-access': (title) => `${title} had ended already: Sitrep has no access to it.`,
  full: (title) => `${title} had found no room among the channel’s pins.`,
  refused: (title) => `${title} had ended already: Discord refused it.`,
} as const satisfies Record<NonNullable<Pin['end']>, (title: string) => string>;

/** A pin that was unpinned to make room, for one that then could not be pinned. */
const gaveWay = (replaced: Pin | undefined): readonly string[] =>
  replaced === undefined ? [] : [`${titleOf(replaced)} was unpinned to make room and stays unpinned.`];

function room(oldest: Pin | null): readonly string[] {
  if (oldest === null) return ['None of them is a living pin of Sitrep’s. Unpin a message, then press Try again.'];
  return [`The oldest that is Sitrep’s own: ${titleOf(oldest)}. It can be unpinned to make room; its message stays.`];
}

/** Why Discord did not do it, and what to do. */
function refusalWords(refusal: Refusal): string {
  switch (refusal.why) {
    case 'message-gone':
      return 'The message has been deleted in Discord.';
    case 'channel-gone':
      return 'The channel is no longer there, or Sitrep cannot see it.';
    case 'server-gone':
      return 'Sitrep is no longer in this server.';
    case 'no-permission':
      return refusal.permission === null
        ? `Discord says that Sitrep lacks a permission here; it needs “View Channel”, “Send Messages” and “Pin Messages”. ${grantToSitrep(3)}`
        : `Sitrep lacks the permission “${refusal.permission}” in this channel. ${grantToSitrep(1)}`;
    case 'pins-full':
      return 'This channel has as many pins as Discord allows.';
    case 'archived':
      return 'The thread is archived or locked. Reopen it, then try again.';
    case 'wrong-channel':
      return 'Discord takes no messages or pins in this kind of channel.';
    case 'not-served':
      return 'It is about another situation than the one that Sitrep serves now. It can be unpinned or deleted.';
    case 'unconfirmed':
      return 'Discord did not answer. Please try again.';
    case 'refused':
      return `Discord refused it (code ${refusal.code}); the operator’s log has the details.`;
  }
}
