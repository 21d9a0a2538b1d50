import type { Fact, FactId, KnowledgeBase } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import { correctionWord, type FactDifference } from '../pins/difference.ts';
import { asShown, isStuck, type Pin, type PinEnd, type PinEvent } from '../pins/pin.ts';
import type { PinDifference, PinStatus } from '../pins/requests.ts';
import { type Card, type CardPart, pageButtons, rule, text } from './card.ts';
import { composeFact } from './compose.ts';
import { costOf, fitTexts, leading, MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { bold, escapeLine, escapeMarkdown, link, member, moment, subtext } from './markdown.ts';
import { DIFFERENCE, PIN_EVENTS, PINS } from './wording.ts';

/** How many pins are on one page of the list. */
const LIST_PAGE_PINS = 6;
/** Longer names, titles and details are cut, so that a page of the list, or much of the history, fits into a message. */
const NAME_MAX_CHARS = 60;
const TITLE_MAX_CHARS = 80;
const DETAIL_MAX_CHARS = 200;
/** How many differences are shown in full; the others are only counted. */
const DIFFERENCES_MAX = 12;
/** Text budget for the lines that are not differences. */
const DIFFERENCE_FRAME_COST = 900;

export const quoted = (title: string): string => `“${escapeMarkdown(clip(title, TITLE_MAX_CHARS))}”`;

const WITHOUT_MESSAGE: ReadonlySet<PinEnd | null> = new Set(['deleted', 'message-gone', 'channel-gone']);

/** The pin's title, with a link to its message where there is one. */
export function titleOf({ content, guildId, channelId, messageId, state, end }: Pin): string {
  return messageId === null || (state === 'ended' && WITHOUT_MESSAGE.has(end))
    ? quoted(content.title)
    : link(
        `“${clip(content.title, TITLE_MAX_CHARS)}”`,
        `https://discord.com/channels/${guildId}/${channelId}/${messageId}`,
      );
}

/** Whether a situation of that name is served. */
type IsServed = (situation: string) => boolean;

/**
 * The channel's living pins, oldest first, with a menu to choose the one to work on.
 *
 * @param standings - two or more
 * @param page - from 0; one past the end gives the last
 */
export function presentList(standings: readonly PinStatus[], page: number, isServed: IsServed): Card {
  const pages = Math.max(1, Math.ceil(standings.length / LIST_PAGE_PINS));
  const at = Math.min(page, pages - 1);
  const shown = standings.slice(at * LIST_PAGE_PINS, (at + 1) * LIST_PAGE_PINS);
  return {
    kind: 'pins',
    parts: [
      text(bold(PINS.inChannel(standings.length))),
      ...shown.map((standing) => text(presentStanding(standing, isServed))),
      ...(pages > 1 ? [text(subtext(PINS.page(at + 1, pages)))] : []),
    ],
    menu: {
      placeholder: PINS.choose,
      action: { type: 'pins-choice' },
      options: shown.map((standing) => ({
        label: standing.pin.content.title,
        value: standing.pin.id,
        description: standingWords(standing, isServed),
      })),
      min: 1,
      max: 1,
    },
    rows: pages > 1 ? [pageButtons(at, pages, (to) => ({ type: 'pins', page: to }))] : [],
  };
}

/** A pin's title, place, date and creator, the version of the facts that it shows, and whether that is today's version. */
export function presentStanding(standing: PinStatus, isServed: IsServed): string {
  // The version and its time are those of the facts that the message shows now, even if an edit is pending.
  const { content, createdAtMs, createdBy, updatedAtMs } = asShown(standing.pin);
  const details = [
    PINS.kinds[content.kind],
    PINS.since(moment(createdAtMs), member(createdBy)),
    PINS.ofVersion(content.version, moment(updatedAtMs)),
  ];
  return `${titleOf(standing.pin)}\n${subtext(details.join(' · '))}\n${escapeMarkdown(standingWords(standing, isServed))}`;
}

/** Says in a few words, without markdown, whether a pin shows today's facts. */
function standingWords(standing: PinStatus, isServed: IsServed): string {
  const { pin } = standing;
  switch (pin.state) {
    case 'posting':
    case 'pinning':
      return PINS.posting;
    case 'unpinning':
      return pin.content.endedAtMs === null ? PINS.unpinning : PINS.unpinned;
    case 'deleting':
      return isStuck(pin) ? PINS.leftStanding : PINS.deleting;
    case 'away':
      return PINS.away;
    case 'pinned':
    case 'ended':
      break;
  }
  if (!isServed(pin.situation)) return PINS.otherSituation(clip(pin.situation, NAME_MAX_CHARS));
  return [factsWords(standing), reserveWords(standing)].filter((words) => words !== '').join(' ');
}

function factsWords({ pin, current, dismissed, unseen }: PinStatus): string {
  const struck = asShown(pin).content.facts.filter((fact) => fact.struck !== null).length;
  const withdrawn = PINS.withdrawn(struck);
  if (pin.content.review !== null) return `${PINS.reviewWaits}${withdrawn}`;
  if (dismissed) return `${PINS.left}${withdrawn}`;
  if (current) return `${unseen === null ? PINS.current : PINS.currentWhenSeen}${withdrawn}`;
  // The message already reports these changes; a moderator can now only remove the facts.
  return struck === 0 ? PINS.changed : PINS.struckUntilRefresh(struck);
}

/** The part of the message's state that is unknown or differs from the record; plain text, "" where there is nothing to say. */
export function reserveWords({ editDue, unseen }: PinStatus): string {
  const sentences: string[] = editDue ? [PINS.editDue] : [];
  if (unseen?.why === 'no-permission') sentences.push(PINS.cannotSee(unseen.permission ?? 'View Channel'));
  else if (unseen !== null) sentences.push(PINS.noAnswer);
  return sentences.join(' ');
}

/** The history (who did what, and when), newest first, as much as fits into one message. */
export function presentHistory(events: readonly PinEvent[]): Card {
  const heading = bold(PINS.historyTitle);
  // Only the first event of a pin has its title; where that event is not among these, the others are shown without a title.
  const titles = new Map(
    events.flatMap(({ what, pinId, detail }) => (what === 'asked' ? [[pinId, detail] as const] : [])),
  );
  const lines = events.map(({ atMs, by, what, pinId, detail, version }) => {
    const title = titles.get(pinId);
    return [
      `- ${moment(atMs)} ${by === null ? PINS.sitrep : member(by)}: ${PIN_EVENTS[what]}`,
      ...(title === undefined ? [] : [quoted(title)]),
      ...(detail === '' || what === 'asked' ? [] : [escapeLine(clip(detail, DETAIL_MAX_CHARS))]),
      PINS.version(version),
    ].join(' · ');
  });
  const shown = leading(lines, MESSAGE_TEXT_MAX_CHARS - costOf(heading));
  const parts = shown.length === 0 ? [PINS.noHistory] : [heading, shown.join('\n')];
  return { kind: 'pins', parts: parts.map(text), rows: [] };
}

/** How today's facts differ from those that a pin shows. Each difference is a paragraph with the old text, the new text and the reason. */
export function presentDifference({ pin, facts }: PinDifference, knowledge: KnowledgeBase): readonly CardPart[] {
  const title = text(bold(DIFFERENCE.title(titleOf(pin))));
  if (facts.length === 0) return [title, text(DIFFERENCE.none)];
  const struck = new Set(pin.content.facts.flatMap(({ fact, struck }) => (struck === null ? [] : [fact.id])));
  const shown = facts.slice(0, DIFFERENCES_MAX).map((difference) => paragraph(difference, knowledge, struck));
  const rest = facts.length - shown.length;
  const { version } = pin.content;
  const versions =
    version === knowledge.version ? DIFFERENCE.sameVersion(version) : DIFFERENCE.versions(version, knowledge.version);
  return [
    title,
    ...fitTexts(shown, MESSAGE_TEXT_MAX_CHARS - DIFFERENCE_FRAME_COST)
      .filter((part) => part !== '')
      .map(text),
    ...(rest > 0 ? [text(DIFFERENCE.more(rest))] : []),
    rule,
    text(subtext(versions)),
  ];
}

/** @param struck - the facts that the pin already shows as struck */
function paragraph(difference: FactDifference, knowledge: KnowledgeBase, struck: ReadonlySet<FactId>): string {
  const { before, after, reason } = DIFFERENCE;
  const lines = (word: string, label: string, ...rest: readonly (string | null)[]) =>
    [bold(escapeMarkdown(`${word}: ${label}`)), ...rest.filter((line) => line !== null)].join('\n');
  const line = (what: string, fact: Fact) => `${what}: ${factWords(fact, knowledge)}`;
  const because = (why: string | null) => why && `${reason}: ${escapeMarkdown(why)}`;
  switch (difference.kind) {
    case 'reworded':
      return lines(
        DIFFERENCE.reworded,
        difference.after.label,
        line(before, difference.before),
        line(after, difference.after),
      );
    case 'corrected':
      return lines(
        correctionWord(difference),
        difference.after.label,
        line(before, difference.before),
        line(after, difference.after),
        because(difference.reason),
      );
    case 'retracted':
      return lines(
        DIFFERENCE.retracted,
        difference.before.label,
        line(before, difference.before),
        because(difference.reason),
        struck.has(difference.before.id) ? DIFFERENCE.struckUntilRefresh : null,
      );
    case 'superseded':
      return lines(
        DIFFERENCE.replaced,
        difference.before.label,
        line(before, difference.before),
        line(after, difference.successor),
        because(difference.reason),
      );
    case 'dropped':
      return lines(DIFFERENCE.dropped, difference.before.label, line(before, difference.before));
    case 'added':
      return lines(DIFFERENCE.added, difference.after.label, line(after, difference.after));
  }
}

/** A fact's sentence with its status, speaker and date, because two versions may differ only in these. */
function factWords(fact: Fact, knowledge: KnowledgeBase): string {
  const { notes } = composeFact(fact, knowledge, { everything: true });
  const noted = notes.length === 0 ? '' : ` (${notes.join(' · ')})`;
  return escapeLine(`${fact.text}${noted}`);
}
