import type { Fact, FactId, KnowledgeBase } from '../model/knowledge.ts';
import { correctionWord, type FactDifference } from '../pins/difference.ts';
import type { PinDifference } from '../pins/pins.ts';
import { type CardPart, rule, text } from './card.ts';
import { composeFacts } from './compose.ts';
import { fitTexts } from './fit.ts';
import { MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { bold, escapeLine, escapeMarkdown, subtext } from './markdown.ts';
import { titleOf } from './pin-words.ts';

/** So many differences are set out in full; of the rest it is said how many they are. */
const SHOWN_MAX = 12;
/** Room for the lines that are not differences. */
const FRAME_COST = 900;

/** How the facts of today differ from what a pin shows: before, after and the reason, one difference a paragraph. */
export function presentDifference({ pin, facts }: PinDifference, knowledge: KnowledgeBase): readonly CardPart[] {
  const title = text(bold(`What has changed for ${titleOf(pin)}`));
  if (facts.length === 0) return [title, text('Nothing: it shows the facts as they are today.')];
  const struck = new Set(pin.content.facts.flatMap(({ fact, struck }) => (struck === null ? [] : [fact.id])));
  const shown = facts.slice(0, SHOWN_MAX).map((difference) => paragraph(difference, knowledge, struck));
  const rest = facts.length - shown.length;
  return [
    title,
    ...fitTexts(shown, MESSAGE_TEXT_MAX_CHARS - FRAME_COST)
      .filter((part) => part !== '')
      .map(text),
    ...(rest > 0 ? [text(`And ${rest} more.`)] : []),
    rule,
    text(subtext(versions(pin.content.version, knowledge.version))),
  ];
}

const versions = (shown: string, today: string): string =>
  shown === today
    ? `It shows version ${shown} of the facts, which is today’s.`
    : `It shows version ${shown} of the facts; today’s is ${today}.`;

/** @param struck - the facts that the pin shows struck already */
function paragraph(difference: FactDifference, knowledge: KnowledgeBase, struck: ReadonlySet<FactId>): string {
  const lines = (heading: string, ...rest: readonly (string | null)[]) =>
    [bold(escapeMarkdown(heading)), ...rest.filter((line) => line !== null)].join('\n');
  const line = (what: string, fact: Fact) => `${what}: ${factWords(fact, knowledge)}`;
  const because = (reason: string | null) => reason && `Reason: ${escapeMarkdown(reason)}`;
  switch (difference.kind) {
    case 'reworded':
      return lines(
        `Worded differently: ${difference.after.label}`,
        line('Before', difference.before),
        line('After', difference.after),
      );
    case 'corrected':
      return lines(
        `${correctionWord(difference)}: ${difference.after.label}`,
        line('Before', difference.before),
        line('After', difference.after),
        because(difference.reason),
      );
    case 'retracted':
      return lines(
        `Retracted: ${difference.before.label}`,
        line('Before', difference.before),
        because(difference.reason),
        struck.has(difference.before.id) ? 'It is struck in the pin until Refresh is pressed.' : null,
      );
    case 'superseded':
      return lines(
        `Replaced: ${difference.before.label}`,
        line('Before', difference.before),
        line('After', difference.successor),
        because(difference.reason),
      );
    case 'dropped':
      return lines(`No longer in this brief: ${difference.before.label}`, line('Before', difference.before));
    case 'added':
      return lines(`New: ${difference.after.label}`, line('After', difference.after));
  }
}

/** A fact's sentence with its status, who said it and when, since these may be all that differs. */
function factWords(fact: Fact, knowledge: KnowledgeBase): string {
  const composed = composeFacts([fact], knowledge, {
    lead: null,
    profile: null,
    byTopic: false,
    page: null,
    showTime: 'always',
  });
  const notes = composed.groups[0]?.facts[0]?.notes ?? [];
  const noted = notes.length === 0 ? '' : ` (${notes.join(' · ')})`;
  return escapeLine(`${fact.text}${noted}`);
}
