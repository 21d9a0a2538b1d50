// @ts-check
/** Mentions in the message box: typed and shown as "@Sitrep", sent in Discord's form `<@id>`. Pure. */

/** @import { Named } from './types.ts' */

/**
 * @param {string} text - up to the caret
 * @returns {string | undefined} the begun name after "@" at the end, without the sign; undefined where there is none
 */
export function begunMention(text) {
  return /(?:^|\s)@([^\s@]*)$/.exec(text)?.[1];
}

/**
 * @param {readonly Named[]} named - who can be mentioned
 * @param {string} begun
 * @returns {readonly Named[]} those whose name begins so, in their order
 */
export function matchMentions(named, begun) {
  return named.filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase()));
}

/**
 * @param {readonly Named[]} named
 * @param {string} text - as typed
 * @returns {string} with every "@Name" in Discord's form
 */
export function writeMentions(named, text) {
  // The longest first, so that "@Member" does not take the start of "@Member of staff".
  const longestFirst = named.toSorted((a, b) => b.name.length - a.name.length);
  return longestFirst.reduce((written, { id, name }) => {
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}<@])@${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
      'giu',
    );
    return written.replace(pattern, `<@${id}>`);
  }, text);
}
