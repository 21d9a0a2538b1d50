import type { Refusal } from './channels.ts';
import type { Pin, PinEnd } from './pin.ts';

/**
 * What became of a request, for whoever could not be told at once: plain text, true at that moment.
 *
 * @param waitsFor - why it is still not known, or `null`
 */
export function outcomeSentence(pin: Pin, waitsFor: Refusal | null): string {
  const title = `“${pin.content.title}”`;
  if (waitsFor !== null) {
    const lack = waitsFor.why === 'no-permission' ? waitsFor.permission : null;
    return lack === null
      ? `It is not known yet whether ${title} was posted.`
      : `It is not known whether ${title} was posted: Sitrep lacks the permission “${lack}” in this channel, so it cannot look. Nothing is posted again until it can.`;
  }
  switch (pin.state) {
    case 'pinned':
      return pin.content.review === null
        ? `${title} is posted and pinned, as last decided.`
        : `${title} is posted and pinned. Facts have changed since; it waits for a review.`;
    case 'away':
      return `Sitrep was removed from this server. ${title} is taken up again when it is back.`;
    case 'ended':
      return ENDED[pin.end ?? 'refused'](title);
    case 'posting':
    case 'pinning':
    case 'unpinning':
    case 'deleting':
      return `Discord has not confirmed ${title} yet.`;
    default:
      return pin.state satisfies never;
  }
}

const ENDED = {
  unpinned: (title) => `${title} is unpinned. Its message stays where it is and is no longer kept up to date.`,
  deleted: (title) => `${title} is deleted.`,
  replaced: (title) => `${title} was unpinned to make room for another pin.`,
  'unpinned-by-hand': (title) => `${title} was unpinned in Discord and is no longer kept up to date.`,
  'message-gone': (title) => `The message of ${title} was deleted in Discord.`,
  'channel-gone': (title) => `The channel of ${title} is gone.`,
  'no-access': (title) =>
    `${title} was not pinned: Sitrep lacks a permission in this channel. Nothing was left behind.`,
  full: (title) => `${title} was not pinned: this channel has as many pins as Discord allows. Nothing was left behind.`,
  refused: (title) => `${title} was not pinned: Discord refused it. Nothing was left behind.`,
} as const satisfies Record<PinEnd, (title: string) => string>;
