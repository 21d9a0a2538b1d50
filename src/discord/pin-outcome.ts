import { clip } from '../model/text.ts';
import type { Pin, PinAsk } from '../pins/pin.ts';
import type { Refusal } from '../pins/refusal.ts';
import type { PinOutcome } from '../pins/requests.ts';
import { type Card, type CardButton, notice } from '../views/card.ts';
import type { ButtonAction } from '../views/custom-id.ts';
import { BUTTON_LABEL_MAX_CHARS } from '../views/limits.ts';
import { quoted, titleOf } from '../views/pin-list.ts';
import { grantToSitrep } from './pin-rights.ts';

// These cards are shown in the reply itself, or later to the same moderator where the outcome is known only then.

/** The outcome of a request about an existing pin, with a button back to all pins. */
export const outcomeCard = (asked: Exclude<PinAsk, 'publish'>, outcome: PinOutcome): Card => ({
  ...notice(...outcomeWords(asked, outcome)),
  rows: [[allPins]],
});

export const allPins: CardButton = { label: 'All pins', style: 'secondary', action: { type: 'pins', page: 0 } };

/** The draft that should be posted, and the mark of its preview. */
type Pressed = Pick<Extract<ButtonAction, { type: 'post' }>, 'draft' | 'preview'>;

/** The outcome of "Post and pin", with a button to try again where that may succeed. */
export const postedCard = (outcome: PinOutcome, pressed: Pressed): Card => ({
  ...notice(...outcomeWords('publish', outcome)),
  rows: nextSteps(outcome, pressed),
});

function nextSteps(outcome: PinOutcome, pressed: Pressed): readonly (readonly CardButton[])[] {
  const again = againOrBack(pressed);
  if (outcome.kind === 'refused') return [again];
  if (outcome.kind !== 'full') return [];
  if (outcome.oldest === null) return [again];
  const { id, content } = outcome.oldest;
  const replace: CardButton = {
    label: clip(`Replace “${content.title}”`, BUTTON_LABEL_MAX_CHARS),
    style: 'danger',
    action: { type: 'replace', draft: pressed.draft, pin: id, preview: pressed.preview },
  };
  return [[replace, ...again]];
}

export const againOrBack = ({ draft, preview }: Pressed): readonly CardButton[] => [
  { label: 'Try again', style: 'primary', action: { type: 'post', draft, preview } },
  { label: 'Back to the draft', style: 'secondary', action: { type: 'draft', draft, act: 'open' } },
];

/** The outcome of a request, in sentences that are true at that moment. */
export function outcomeWords(asked: PinAsk, outcome: PinOutcome): readonly string[] {
  switch (outcome.kind) {
    case 'done':
      return [DONE[asked](outcome.pin), ...(isUnderReview(asked, outcome.pin) ? [REVIEW_WAITS] : [])];
    case 'already':
      return [already(asked, outcome.pin)];
    case 'pending':
      return pending(outcome.pin, outcome.refusal ?? null);
    case 'full':
      return [
        `This channel has as many pins as Discord allows. ${stuckWords(outcome.stuck)}`,
        ...gaveWay(outcome.replaced),
        ...room(outcome.oldest),
      ];
    case 'refused': {
      const { refusal, replaced, stuck } = outcome;
      if (stuck === undefined) return [`${NOT_DONE[asked]} ${refusalWords(refusal)}`, ...gaveWay(replaced)];
      return [refusalWords(refusal), stuckWords(stuck), ...gaveWay(replaced)];
    }
    case 'changed':
      return [asked === 'publish' ? PREVIEW_CHANGED : FACTS_CHANGED];
    case 'gone':
      return [asked === 'publish' ? DRAFT_GONE : PIN_GONE];
  }
}

export const PREVIEW_CHANGED = 'The facts have changed since the preview that you pressed on, so nothing was posted.';
export const FACTS_CHANGED =
  'The facts have changed since this was shown, so nothing was done. This is how they differ now:';
const REVIEW_WAITS = 'Facts have changed since; it waits for a review.';
/** "Leave" ends the pending review; after other requests a new review may be pending. */
const isUnderReview = (asked: PinAsk, { state, content }: Pin): boolean =>
  (asked === 'publish' || asked === 'refresh') && state === 'pinned' && content.review !== null;

function pending(pin: Pin, refusal: Refusal | null): readonly string[] {
  const later = 'tells you here if that is within 15 minutes.';
  if (refusal?.why === 'no-permission')
    return [
      `It is not known whether this was posted: ${titleOf(pin)}. ${refusalWords(refusal)}`,
      `Nothing is posted again until Sitrep can look. It then completes it, and ${later}`,
    ];
  return [
    `Discord has not confirmed it yet, so it is not known whether it arrived: ${titleOf(pin)}.`,
    `It is recorded. Sitrep completes it when Discord answers again, and ${later}`,
  ];
}

/** What a failed attempt has left in the channel. */
const stuckWords = (stuck: Pin | undefined): string =>
  stuck === undefined
    ? 'Nothing was posted.'
    : `The message was posted, could not be pinned, and could not be deleted again: ${titleOf(stuck)}. It stands there unpinned. Sitrep deletes it when Discord lets it, and before you try again.`;

export const DRAFT_GONE = 'This draft is no longer kept, or its facts no longer hold. Nothing was posted now.';
export const PIN_GONE =
  'This is no longer a living pin of this channel: it was unpinned or deleted, or its message is gone.';

const DONE = {
  publish: (pin) => `Posted and pinned: ${titleOf(pin)}. It follows the facts from now on.`,
  refresh: (pin) => `${titleOf(pin)} is up to date.`,
  leave: (pin) => `${titleOf(pin)} stays as it is.`,
  unpin: (pin) => `Unpinned: ${titleOf(pin)}. Its message stays where it is and is no longer kept up to date.`,
  remove: ({ content }) => `Deleted: ${quoted(content.title)}.`,
} as const satisfies Record<PinAsk, (pin: Pin) => string>;

/** A moderator's decision about the facts is recorded even though the edit of the message was refused. */
const NOT_DONE = {
  publish: 'Nothing was posted.',
  refresh: 'The message was not changed.',
  leave: 'The message was not changed.',
  unpin: 'Nothing was done.',
  remove: 'Nothing was done.',
} as const satisfies Record<PinAsk, string>;

/** Another person or an earlier press came first; the pin's state shows how far that request has got. */
function already(asked: PinAsk, pin: Pin): string {
  const title = titleOf(pin);
  if (pin.state === 'ended') return ENDED[pin.end ?? 'refused'](title);
  if (pin.state === 'pinned' && asked === 'refresh') return `${title} was up to date already.`;
  if (pin.state === 'pinned' && asked === 'leave') return `No review of ${title} is waiting.`;
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

/** The sentence about a pin that was unpinned for a new one which then could not be pinned. */
const gaveWay = (replaced: Pin | undefined): readonly string[] =>
  replaced === undefined ? [] : [`${titleOf(replaced)} was unpinned to make room and stays unpinned.`];

function room(oldest: Pin | null): readonly string[] {
  if (oldest === null) return ['None of them is a living pin of Sitrep’s. Unpin a message, then press Try again.'];
  return [`The oldest that is Sitrep’s own: ${titleOf(oldest)}. It can be unpinned to make room; its message stays.`];
}

/** Why Discord refused the request, and what to do. */
export function refusalWords(refusal: Refusal): string {
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
      return 'It is about a situation that Sitrep does not serve now. It can be unpinned or deleted.';
    case 'behind':
      return 'The facts have just changed, and Sitrep is still reading them. Please try again in a minute.';
    case 'unconfirmed':
      return 'Discord did not answer. Please try again.';
    case 'refused':
      return `Discord refused it${refusal.code === null ? '' : ` (code ${refusal.code})`}; the operator’s log has the details.`;
  }
}
