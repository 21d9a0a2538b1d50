import type { Reply } from '../../src/discord/reply.ts';
import type { Card, CardButton } from '../../src/views/card.ts';

/** The card of a reply that says or changes something, or a failed test that says what came instead. */
export function cardOf(reply: Reply): Card {
  if (reply.do === 'say' || reply.do === 'update') return reply.card;
  throw new Error(`Expected a message, got "${reply.do}".`);
}

/** What work ends with. @param token - that the message can be edited with afterwards */
export async function cardAfter(reply: Reply, token = 'a token'): Promise<Card> {
  if (reply.do !== 'work') throw new Error(`Expected work, got "${reply.do}".`);
  return await reply.work({ token, untilMs: 900_000 });
}

/** All text of a card, a paragraph a line, with plain spaces before marks; without its preview. */
export const textOf = (card: Card): string =>
  card.parts
    .flatMap((part) => (part.type === 'text' ? part.text : []))
    .join('\n')
    .replaceAll('\u00a0[', ' [')
    .replaceAll('\u00a0\\[', ' \\[');

export const buttonsOf = (card: Card): readonly CardButton[] => card.rows.flat();

/** The button with this label that can be pressed, or a failed test. */
export function button(card: Card, label: string): CardButton {
  const found = buttonsOf(card).find((one) => one.label === label);
  if (found === undefined || found.disabled) {
    throw new Error(`No button "${label}" to press among: ${buttonsOf(card).map((one) => one.label)}`);
  }
  return found;
}
