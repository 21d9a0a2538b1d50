import { clip } from '../model/text.ts';
import type { Pin, PinEnd } from '../pins/pin.ts';
import { escapeMarkdown, link } from './markdown.ts';

/** Date and time of a moment, as every reader's Discord shows them. */
export const moment = (atMs: number): string => `<t:${Math.floor(atMs / 1000)}:f>`;

/** Shows a member's name; whoever renders it sees to it that nobody is notified. */
export const member = (userId: string): string => `<@${userId}>`;

/** A title longer than this is cut, so that what is said of the pin fits beside it. */
const TITLE_MAX_CHARS = 80;

export const quoted = (title: string): string => `“${escapeMarkdown(clip(title, TITLE_MAX_CHARS))}”`;

const WITHOUT_MESSAGE: ReadonlySet<PinEnd | null> = new Set(['deleted', 'message-gone', 'channel-gone']);

/** The pin's title, leading to its message where there is one. */
export function titleOf({ content, guildId, channelId, messageId, state, end }: Pin): string {
  return messageId === null || (state === 'ended' && WITHOUT_MESSAGE.has(end))
    ? quoted(content.title)
    : link(
        `“${clip(content.title, TITLE_MAX_CHARS)}”`,
        `https://discord.com/channels/${guildId}/${channelId}/${messageId}`,
      );
}
