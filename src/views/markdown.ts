/** How Sitrep's text is rendered: in Discord's markdown, or plain for the command line. */

const ZERO_WIDTH_SPACE = '\u200b';
const NO_BREAK_SPACE = '\u00a0';

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

/**
 * Like `escapeMarkdown`, for text that must stay on one line: after a line break, a list item, a heading or small print would
 * lose its form.
 */
export const escapeLine = (text: string): string => oneLine(escapeMarkdown(text));

const oneLine = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, ' ');

/** Formats text as small print, line by line. */
export const subtext = (text: string): string =>
  text
    .split('\n')
    .map((line) => `-# ${line}`)
    .join('\n');

export const bold = (escaped: string): string => `**${escaped}**`;
export const heading = (escaped: string): string => `### ${escaped}`;
const struck = (escaped: string): string => `~~${escaped}~~`;

/** A masked link. Parentheses and spaces of the address are encoded, so that it cannot end the link early. */
export function link(label: string, url: string): string {
  const safe = url.replace(/[()<>\s]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
  return `[${escapeLine(label)}](${safe})`;
}

/** The clickable form of a slash command or sub-command; plain text where its id is not known (yet). */
export function commandMention(name: string, id: string | undefined): string {
  return id === undefined ? `\`/${name}\`` : `</${name}:${id}>`;
}

/** A date and time that Discord shows in each reader's own time zone. */
export const moment = (atMs: number): string => `<t:${Math.floor(atMs / 1000)}:f>`;
const day = (atMs: number): string => `<t:${Math.floor(atMs / 1000)}:D>`;

/** Shows a member's name; the caller makes sure that nobody is notified. */
export const member = (userId: string): string => `<@${userId}>`;

/** One way to render text. Text from a curator always passes through `text`, `line` or `link`. */
export interface Style {
  text(words: string): string;
  /** Like `text`, but on one line. */
  line(words: string): string;
  heading(written: string): string;
  bold(written: string): string;
  /** Small print below a sentence or at the end of a message. */
  small(written: string): string;
  struck(written: string, status: string): string;
  /** `null` where there is no address, or where the address is too long to be worth its room. */
  link(words: string, url: string | null): string;
  /** The mark " [¶3]" after a sentence, including the space before it. */
  mark(words: string, url: string | null): string;
  /** A command by its name ("pin brief"). */
  command(name: string): string;
  moment(atMs: number): string;
  /** The day of a moment. */
  day(atMs: number): string;
}

/** An address longer than this takes up too much of a message. */
const URL_MAX_CHARS = 300;
const worthIt = (url: string | null): url is string => url !== null && url.length <= URL_MAX_CHARS;

/** @param mention - the clickable form of a command */
export const markdownStyle = (mention: (command: string) => string): Style => ({
  text: escapeMarkdown,
  line: escapeLine,
  heading,
  bold,
  small: subtext,
  struck,
  link: (words, url) => (worthIt(url) ? link(words, url) : escapeLine(words)),
  // A non-breaking space keeps the mark on the line of the sentence.
  mark: (words, url) => `${NO_BREAK_SPACE}${worthIt(url) ? `\\[${link(words, url)}\\]` : `[${words}]`}`,
  command: mention,
  moment,
  day,
});

/** A style without links, for a message that has no room for them. */
export const withoutLinks = (style: Style): Style => ({
  ...style,
  link: (words) => style.link(words, null),
  mark: (words) => style.mark(words, null),
});

/** For the command line: no markdown, no links, times in UTC. */
export const plainStyle: Style = {
  text: (words) => words,
  line: oneLine,
  heading: (words) => words,
  bold: (words) => words,
  small: (words) => words,
  struck: (words, status) => `[${status}] ${words}`,
  link: oneLine,
  mark: (words) => ` [${words}]`,
  command: (name) => `/${name}`,
  moment: (atMs) => `${new Date(atMs).toISOString().slice(0, 16)}Z`,
  day: (atMs) => new Date(atMs).toISOString().slice(0, 10),
};
