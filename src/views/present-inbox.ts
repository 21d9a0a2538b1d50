import { type InboxGroup, type InboxItem, ITEM_MAX_CHARS } from '../model/inbox.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import { clip, withoutBidi } from '../model/text.ts';
import { type Card, type CardButton, type CardPart, type Dialog, rule, text } from './card.ts';
import type { ButtonAction } from './custom-id.ts';
import { fitTexts, MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { bold, escapeLine, moment, subtext } from './markdown.ts';
import { codesOf } from './subject-codes.ts';
import { BUTTONS, INBOX, PRIVACY, SENDING, TOLD } from './wording.ts';

/** Groups on one page: each takes a text and a row of five buttons, and a message holds 40 components. */
export const INBOX_PAGE_GROUPS = 3;
/** Other wordings of a question, or other reports on the same fact, that are shown. */
const WORDINGS_MAX = 3;
/** A situation's title longer than this is cut. */
const TITLE_MAX_CHARS = 80;
/** Room for the lines beside the groups. */
const FRAME_COST = 600;
/** How much of their own text a sender is shown again. */
const REMINDER_MAX_CHARS = 120;

/** The dialog that sends a question to the curators. */
export const askDialog = (question: string): Dialog => dialog('question', { type: 'send-question' }, question);
/** The dialog that reports that something about an answer is not right. */
export const reportDialog = (facts: readonly string[]): Dialog => dialog('report', { type: 'send-report', facts }, '');

function dialog(kind: InboxItem['kind'], action: ButtonAction, value: string): Dialog {
  const { title, consent, label, description } = SENDING[kind];
  return {
    title,
    intro: consent,
    label,
    description,
    action,
    value: clip(value, ITEM_MAX_CHARS),
    maxChars: ITEM_MAX_CHARS,
    isLong: true,
    tick: SENDING.tell,
  };
}

export interface ShownGroup extends InboxGroup {
  readonly knowledge: KnowledgeBase;
  /** The facts that are nearest to a question; the facts that a report is about. */
  readonly nearest: readonly Fact[];
}

export interface InboxPage {
  readonly groups: readonly ShownGroup[];
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  /** Of all pages. */
  readonly items: number;
  readonly different: number;
  /** The groups do not say which situation they are about. */
  readonly isOneSituation: boolean;
  /** What the press before has done, and other notes. */
  readonly notes: readonly string[];
  /** Takes back what the press before has done, where that is possible. */
  readonly undo?: ButtonAction | undefined;
}

/** What was sent in a server, a page of it, each group with the buttons that settle it. */
export function presentInbox({ groups, page, pages, items, different, isOneSituation, notes, undo }: InboxPage): Card {
  const noted: CardPart[] = notes.map((note) => text(subtext(note)));
  if (undo) noted.push({ type: 'row', buttons: [{ label: BUTTONS.undo, style: 'secondary', action: undo }] });
  if (groups.length === 0) return { kind: 'inbox', parts: [...noted, text(INBOX.none)], rows: [] };
  const texts = fitTexts(
    groups.map((group) => groupText(group, isOneSituation)),
    MESSAGE_TEXT_MAX_CHARS - FRAME_COST,
  );
  const turn = (label: string, to: number, disabled: boolean): CardButton => ({
    label,
    style: 'secondary',
    disabled,
    action: { type: 'inbox', page: to },
  });
  return {
    kind: 'inbox',
    parts: [
      ...noted,
      text(bold(INBOX.title(items, different))),
      ...groups.flatMap((group, i): readonly CardPart[] => [
        ...(i > 0 ? [rule] : []),
        text(texts[i] || '…'),
        { type: 'row', buttons: groupButtons(group, page) },
      ]),
      text(subtext(pages > 1 ? `${INBOX.how} ${INBOX.page(page + 1, pages)}` : INBOX.how)),
    ],
    rows:
      pages > 1
        ? [
            [
              turn(BUTTONS.previous, Math.max(0, page - 1), page === 0),
              turn(BUTTONS.next, page + 1, page === pages - 1),
            ],
          ]
        : [],
  };
}

function groupText({ items, nearest, knowledge: { factById, title } }: ShownGroup, isOneSituation: boolean): string {
  const [first] = items;
  const latest = Math.max(...items.map(({ atMs }) => atMs));
  const awaited = items.filter(({ asker }) => asker !== null).length;
  const reported = first.facts.flatMap((id) => factById.get(id) ?? []).slice(0, 1);
  const heading = [
    bold(INBOX[first.kind](items.length)),
    ...reported.map(({ label }) => INBOX.about(escapeLine(label))),
    INBOX.latest(moment(latest)),
    ...(awaited === 0 ? [] : [INBOX.awaited(awaited)]),
    ...(isOneSituation ? [] : [escapeLine(clip(title, TITLE_MAX_CHARS))]),
  ].join(' · ');
  const wordings = [...new Set(items.map((item) => line(item.text)))];
  const more = wordings.length - WORDINGS_MAX;
  return [
    heading,
    ...wordings.slice(0, WORDINGS_MAX).map((wording) => `> ${wording}`),
    ...(more > 0 ? [subtext(INBOX.alsoWorded(more))] : []),
    ...(first.kind === 'report'
      ? [
          subtext(nearest.length === 0 ? INBOX.noneReported : INBOX.reported),
          ...nearest.map((fact) => `- ${escapeLine(fact.text)}`),
        ]
      : [
          subtext(nearest.length === 0 ? INBOX.noneNear : INBOX.nearest),
          ...nearest.map((fact, i) => `${i + 1}\\. ${escapeLine(fact.text)}`),
        ]),
  ].join('\n');
}

function groupButtons({ items: [{ id: item, kind }], nearest, knowledge }: ShownGroup, page: number) {
  const { encode } = codesOf(knowledge);
  const settle = (label: string, action: ButtonAction): CardButton => ({ label, style: 'secondary', action });
  // A fact answers a question; a report is about facts.
  const answering = kind === 'question' ? nearest : [];
  return [
    ...answering.map(({ id }, i) => {
      const fact = encode({ kind: 'fact', id });
      return settle(INBOX.answers(i + 1), { type: 'name-fact', item, fact, page });
    }),
    settle(BUTTONS.settled[kind], { type: 'settle-item', item, as: 'answered', page }),
    settle(BUTTONS.notOurs, { type: 'settle-item', item, as: 'not-ours', page }),
  ];
}

/** A text that a person typed, as one line without markdown. */
const line = (typed: string): string => escapeLine(withoutBidi(typed).replace(/\s+/g, ' ').trim());

/** An answer as it is sent to somebody who wanted to be told: under their own text. */
export function presentTold({ kind, text: typed }: InboxItem, answer: Card): Card {
  return { ...answer, parts: [text(TOLD[kind](line(clip(typed, REMINDER_MAX_CHARS)))), ...answer.parts] };
}

/** What is stored, with the button that deletes what concerns the person who presses. */
export function presentPrivacy(): Card {
  return {
    kind: 'privacy',
    parts: [
      text(bold(PRIVACY.title)),
      text(PRIVACY.not),
      text(PRIVACY.stored.map((each) => `- ${each}`).join('\n')),
      text(PRIVACY.leaving),
      text(PRIVACY.button),
    ],
    rows: [[{ label: BUTTONS.forgetMe, style: 'danger', action: { type: 'forget-me' } }]],
  };
}
