import type { AnswerKind } from '../model/answer.ts';
import type { ButtonAction, ShownAnswer } from './custom-id.ts';
import { BUTTONS } from './wording.ts';

/** The kind of a reply, for the log line: the kind of an answer, or one of the replies that are not answers. */
export type ReplyKind =
  | AnswerKind
  | 'brief'
  | 'proof'
  | 'sources'
  | 'help'
  | 'notice'
  | 'offer'
  | 'check'
  | 'pin'
  | 'draft'
  | 'pins'
  | 'difference'
  | 'settings'
  | 'status'
  | 'inbox'
  | 'privacy';

/** A message before it becomes Discord's JSON: paragraphs of markdown, rules between them, a menu, rows of buttons. */
export interface Card {
  readonly kind: ReplyKind;
  /** Another card that is shown above this one, exactly as it would be posted, but with its buttons disabled. */
  readonly preview?: Card;
  readonly parts: readonly CardPart[];
  readonly menu?: CardMenu;
  readonly rows: readonly (readonly CardButton[])[];
  /** For an answer in a channel: the content that the message shows. */
  readonly shows?: ShownAnswer | undefined;
  /** Name of the situation that its buttons are about; `dispatch.ts` and `message-answers.ts` set it. */
  readonly situation?: string | undefined;
}
/** `row`: buttons among the texts, below the text that they belong to. */
export type CardPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'rule' }
  | { readonly type: 'row'; readonly buttons: readonly CardButton[] };
export interface CardButton {
  readonly label: string;
  readonly style: 'primary' | 'secondary' | 'danger';
  readonly action: ButtonAction;
  readonly disabled?: boolean;
}

/** A menu to choose from. A card without options has no menu. */
export interface CardMenu {
  readonly placeholder: string;
  readonly action: ButtonAction;
  /** At most 25, in the order shown. */
  readonly options: readonly CardMenuOption[];
  /** The lowest and the highest number of options that can be chosen. */
  readonly min: number;
  readonly max: number;
}
export interface CardMenuOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly chosen?: boolean;
}

/** A dialog with one text to type. */
export interface Dialog {
  readonly title: string;
  /** The label above the field. */
  readonly intro?: string;
  readonly action: ButtonAction;
  readonly label: string;
  readonly description: string;
  /** The text with which the field starts. */
  readonly value: string;
  readonly maxChars: number;
  /** Whether the text may have several lines. */
  readonly isLong?: boolean;
  /** A box that can be ticked. */
  readonly tick?: { readonly label: string; readonly description: string };
  /** Name of its situation, as for a card. */
  readonly situation?: string | undefined;
}

export const text = (content: string): CardPart => ({ type: 'text', text: content });
export const rule: CardPart = { type: 'rule' };

/** The buttons to the pages beside a page, which counts from 0; none where there is only one page. */
export function pageButtons(page: number, pages: number, to: (page: number) => ButtonAction): readonly CardButton[] {
  if (pages < 2) return [];
  const turn = (label: string, target: number): CardButton => ({
    label,
    style: 'secondary',
    disabled: target < 0 || target >= pages,
    action: to(Math.min(Math.max(target, 0), pages - 1)),
  });
  return [turn(BUTTONS.previous, page - 1), turn(BUTTONS.next, page + 1)];
}

/** A short message that is not an answer: a refusal, an outdated button, a failure. */
export function notice(...paragraphs: readonly string[]): Card {
  return { kind: 'notice', parts: paragraphs.map(text), rows: [] };
}
