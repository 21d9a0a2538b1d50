import type { AnswerKind } from '../answer/answer.ts';
import type { ButtonAction } from './custom-id.ts';

/** What a reply is, for the log line: an answer's kind, or one of the replies that are not answers. */
export type ReplyKind = AnswerKind | 'proof' | 'sources' | 'help' | 'notice';

/** A message before it becomes Discord's JSON: paragraphs of markdown, rules between them, rows of buttons. */
export interface Card {
  readonly kind: ReplyKind;
  readonly parts: readonly CardPart[];
  readonly rows: readonly (readonly CardButton[])[];
}
export type CardPart = { readonly type: 'text'; readonly text: string } | { readonly type: 'rule' };
export interface CardButton {
  readonly label: string;
  readonly style: 'primary' | 'secondary' | 'danger';
  readonly action: ButtonAction;
  readonly disabled?: boolean;
}

export const text = (content: string): CardPart => ({ type: 'text', text: content });
export const rule: CardPart = { type: 'rule' };

/** A short message that is not an answer: a refusal, an outdated button, a failure. */
export function notice(...paragraphs: readonly string[]): Card {
  return { kind: 'notice', parts: paragraphs.map(text), rows: [] };
}
