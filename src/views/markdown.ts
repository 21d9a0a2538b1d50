/** Discord's markdown, as far as Sitrep writes it. */

const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Makes text show literally in Discord: no emphasis, code, headings, quotes, lists, masked links, mentions, timestamps or emoji.
 * Backslashes do not stop mentions, so "<" and "@" before something mention-like are followed by a zero-width space.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_~`|]/g, '\\$&')
    .replace(/<(?=[@#/:a-z])/gi, `<${ZERO_WIDTH_SPACE}`)
    .replace(/@(?=everyone|here|[&!\d])/gi, `@${ZERO_WIDTH_SPACE}`)
    .replace(/\](?=\()/g, '\\]')
    .replace(/:(?=\w+:)/g, '\\:')
    .replace(/^(\s*)([>#+-])/gm, '$1\\$2')
    .replace(/^(\s*\d+)\./gm, '$1\\.');
}

/** Small print; each line of `text` becomes one. */
export const subtext = (text: string): string =>
  text
    .split('\n')
    .map((line) => `-# ${line}`)
    .join('\n');

export const bold = (escaped: string): string => `**${escaped}**`;
/** As `escapeMarkdown`, for what must stay one line: the rest of a list item, a heading or small print would lose its form. */
export const escapeLine = (text: string): string => escapeMarkdown(text).replace(/[\r\n\u2028\u2029]+/g, ' ');

export const struck = (escaped: string): string => `~~${escaped}~~`;
export const heading = (escaped: string): string => `### ${escaped}`;

/** A masked link. Parentheses and spaces of the address are encoded, so that it cannot end the link early. */
export function link(label: string, url: string): string {
  const safe = url.replace(/[()<>\s]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
  return `[${escapeMarkdown(label)}](${safe})`;
}

/** The clickable form of a slash command or sub-command; plain text where its id is not known (yet). */
export function commandMention(name: string, id: string | undefined): string {
  return id === undefined ? `\`/${name}\`` : `</${name}:${id}>`;
}
