import { clip } from '../model/text.ts';
import { asShown, isLeftStanding, type PinEvent } from '../pins/pin.ts';
import type { PinStanding } from '../pins/pins.ts';
import { type Card, type CardButton, text } from './card.ts';
import { costOf } from './fit.ts';
import { MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { bold, escapeLine, escapeMarkdown, subtext } from './markdown.ts';
import { member, moment, quoted, titleOf } from './pin-words.ts';

/** Pins on one page of the list. */
const LIST_PAGE_PINS = 6;
/** Names and details longer than these are cut, so that a page of the list and much of the history fit. */
const NAME_MAX_CHARS = 60;
const DETAIL_MAX_CHARS = 200;

const KINDS = { brief: 'Brief', facts: 'Facts', answer: 'Answer' } as const;

/**
 * The channel's living pins, oldest first, with a menu to choose the one to work on.
 *
 * @param standings - two or more
 * @param page - from 0; one past the end gives the last
 */
export function presentList(standings: readonly PinStanding[], page: number, situation: string): Card {
  const pages = Math.max(1, Math.ceil(standings.length / LIST_PAGE_PINS));
  const at = Math.min(page, pages - 1);
  const shown = standings.slice(at * LIST_PAGE_PINS, (at + 1) * LIST_PAGE_PINS);
  const turn = (label: string, to: number, disabled: boolean): CardButton => ({
    label,
    style: 'secondary',
    disabled,
    action: { type: 'pins', page: to },
  });
  return {
    kind: 'pins',
    parts: [
      text(bold(`${standings.length} living pins in this channel`)),
      ...shown.map((standing) => text(presentStanding(standing, situation))),
      ...(pages > 1 ? [text(subtext(`Page ${at + 1} of ${pages}`))] : []),
    ],
    menu: {
      placeholder: 'Choose a pin to work on',
      action: { type: 'pins-choice' },
      options: shown.map((standing) => ({
        label: standing.pin.content.title,
        value: standing.pin.id,
        description: standingWords(standing, situation),
      })),
      min: 1,
      max: 1,
    },
    rows: pages > 1 ? [[turn('Previous', Math.max(0, at - 1), at === 0), turn('Next', at + 1, at === pages - 1)]] : [],
  };
}

/** What it is, where, since when and by whom, of which version of the facts, and whether that is today's. */
export function presentStanding(standing: PinStanding, situation: string): string {
  // The version and its time are those that the message shows, not those that it is to show.
  const { content, createdAtMs, createdBy, updatedAtMs } = asShown(standing.pin);
  const details = [
    KINDS[content.kind],
    `since ${moment(createdAtMs)} by ${member(createdBy)}`,
    `version ${content.version} of the facts, of ${moment(updatedAtMs)}`,
  ];
  return `${titleOf(standing.pin)}\n${subtext(details.join(' · '))}\n${escapeMarkdown(standingWords(standing, situation))}`;
}

/** In a few words, without markdown, whether a pin shows the facts as they are today. */
function standingWords(standing: PinStanding, situation: string): string {
  const { pin } = standing;
  switch (pin.state) {
    case 'posting':
    case 'pinning':
      return 'Being posted; Discord has not confirmed it yet.';
    case 'unpinning':
      return pin.content.endedAtMs === null
        ? 'Being unpinned; Discord has not confirmed it yet.'
        : 'Unpinned; Discord has not confirmed yet that its message says so.';
    case 'deleting':
      return isLeftStanding(pin)
        ? 'Could not be pinned, and is deleted when Discord lets Sitrep.'
        : 'Being deleted; Discord has not confirmed it yet.';
    case 'away':
      return 'Waits until Sitrep is back in this server.';
    case 'pinned':
    case 'ended':
      break;
  }
  if (pin.situation !== situation)
    return `Of another situation, “${clip(pin.situation, NAME_MAX_CHARS)}”, which is not served now.`;
  return [factsWords(standing), reserveWords(standing)].filter((words) => words !== '').join(' ');
}

function factsWords({ pin, current, left, unseen }: PinStanding): string {
  const struck = asShown(pin).content.facts.filter((fact) => fact.struck !== null).length;
  const are = struck === 1 ? 'is' : 'are';
  const withdrawn = struck === 0 ? '' : ` ${struck} of its facts ${are} struck.`;
  if (pin.content.review !== null) return `Facts have changed; it waits for a review.${withdrawn}`;
  if (left) return `Facts have changed; a moderator left it as it was.${withdrawn}`;
  if (current) return `${unseen === null ? 'Current.' : 'Current when last seen.'}${withdrawn}`;
  // The message tells of these already; what is left to do is to take them off.
  return struck === 0
    ? 'Facts have changed since.'
    : `Facts have changed; ${struck} of them ${are} struck until Refresh is pressed.`;
}

/** What is not known of the message, or not as recorded; plain text, "" where there is nothing of that kind. */
export function reserveWords({ editDue, unseen }: PinStanding): string {
  const sentences = editDue ? ['Discord has not taken the last change to its message yet.'] : [];
  if (unseen?.why === 'no-permission')
    sentences.push(
      `Sitrep cannot see whether it is still pinned: it lacks the permission “${unseen.permission ?? 'View Channel'}” in this channel.`,
    );
  else if (unseen !== null)
    sentences.push('Discord did not answer just now, so it is not known whether it is still pinned.');
  return sentences.join(' ');
}

const EVENTS = {
  asked: 'asked for the pin',
  posted: 'posted',
  pinned: 'pinned',
  updated: 'updated',
  'review-asked': 'marked for review',
  refreshed: 'refreshed',
  left: 'left as it was',
  unpinned: 'unpinned',
  deleted: 'deleted',
  ended: 'ended',
  returned: 'taken up again',
} as const satisfies Record<PinEvent['what'], string>;

/** Who did what when, newest first, as much as one message holds. */
export function presentHistory(events: readonly PinEvent[]): Card {
  const heading = bold('What was done to the pins of this channel');
  // The event that begins a pin tells its title; where that lies further back, the others stand without.
  const titles = new Map(
    events.flatMap(({ what, pinId, detail }) => (what === 'asked' ? [[pinId, detail] as const] : [])),
  );
  const lines: string[] = [];
  for (const { atMs, by, what, pinId, detail, version } of events) {
    const title = titles.get(pinId);
    const line = [
      `${moment(atMs)} ${by === null ? 'Sitrep' : member(by)}: ${EVENTS[what]}`,
      ...(title === undefined ? [] : [quoted(title)]),
      ...(detail === '' || what === 'asked' ? [] : [escapeLine(clip(detail, DETAIL_MAX_CHARS))]),
      `version ${version}`,
    ].join(' · ');
    if (costOf([heading, ...lines, `- ${line}`].join('\n')) > MESSAGE_TEXT_MAX_CHARS) break;
    lines.push(`- ${line}`);
  }
  const parts = lines.length === 0 ? ['Nothing has been pinned here with Sitrep.'] : [heading, lines.join('\n')];
  return { kind: 'pins', parts: parts.map(text), rows: [] };
}
