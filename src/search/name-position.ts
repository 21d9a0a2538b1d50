import type { Entity } from '../model/knowledge.ts';
import { fold } from '../model/text.ts';

const BEFORE_OBJECT =
  /(?:^|\s)(?:on|against|with|in|from|to|at|of|for|into|across|over|near|among|amid|towards?|between|about|such as|like|including|as|than)\s+(?:the\s+|its\s+|their\s+)?$/;

/** The text without the names of others that hold this one's name: "U.S. forces" does not tell how "U.S." is used. */
export function withoutLongerNames(text: string, entity: Entity, others: readonly Entity[]): string {
  const own = [entity.name, ...entity.aliases].map(fold);
  let result = fold(text);
  for (const other of others) {
    if (other === entity) continue;
    for (const name of [other.name, ...other.aliases].map(fold)) {
      if (result.includes(name) && own.some((each) => each.length < name.length && ` ${name} `.includes(` ${each} `)))
        result = result.replaceAll(name, ' ');
    }
  }
  return result;
}

/** What follows a subject to whom something is done, or happens: "were the target", "came under attack", "was opened", "died". */
const UNDERGOES =
  /^[^.;]{0,60}?\s(?:(?:has|have|had|was|were|is|are|be|been|being|got|gets)\s+)*(?:(?:was|were|is|are|been|being|got)\s+(?:\w+ly\s+)?(?:the (?:target|victim|object)|\w+ed\b|hit\b|struck\b|shot\b|held\b|hurt\b|under\b)|came under\b|fell\b|died\b|suffered\b|collapsed\b)/;
const AS_SUBJECT = /(?:^|\bthat |\bwhere |\bwhen )(?:the )?$/;
const AFTER_BY = /\bby (?:the )?$/;

/**
 * Whether a name is that of the one who does what a sentence tells: its subject, or after "by". A subject to whom something
 * is done is no doer.
 *
 * @param undergoing - such a subject is wanted as well
 */
export function isAgent(text: string, entity: Entity, undergoing: boolean): boolean {
  const folded = fold(text);
  for (const name of [entity.name, ...entity.aliases]) {
    const wanted = fold(name).replace(/^the /, '');
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
      const before = folded.slice(0, at);
      const after = folded.slice(at + wanted.length);
      if (/[\p{L}\p{N}]$/u.test(before) || /^[\p{L}\p{N}-]|^'s/u.test(after)) continue;
      if (AFTER_BY.test(before)) return true;
      if (AS_SUBJECT.test(before) && (undergoing || !UNDERGOES.test(after))) return true;
    }
  }
  return false;
}

/** Stands for a letter of a name that was looked at already. */
const USED = '\u0000';

/**
 * How a sentence uses a name, as far as its surroundings tell: `subject` where it stands free ("Iran supports …", "by Hamas"),
 * `object` where it only ever follows a preposition or is part of a compound ("war with Iran", "Iran-backed"), null where the
 * name does not occur.
 */
export function nameUse(text: string, entity: Entity): 'subject' | 'object' | null {
  let folded = fold(text);
  let seen: 'object' | null = null;
  // The longest first: "navy" within "Velmar navy" is no use of its own.
  const names = [entity.name, ...entity.aliases].map((name) => fold(name).replace(/^the /, ''));
  for (const wanted of names.sort((a, b) => b.length - a.length)) {
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
      const before = folded.slice(Math.max(0, at - 30), at);
      const after = folded.slice(at + wanted.length, at + wanted.length + 2);
      if (/[\p{L}\p{N}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(after)) continue;
      seen = 'object';
      folded = folded.slice(0, at) + USED.repeat(wanted.length) + folded.slice(at + wanted.length);
      const compound = after.startsWith('-') || after.startsWith("'s") || /-$/.test(before);
      if (!compound && !BEFORE_OBJECT.test(before)) return 'subject';
    }
  }
  return seen;
}

const IS_TARGET =
  /^[^.;]{0,60}?\s(?:(?:was|were|is|are|been|being|got)\s+(?:\w+ly\s+)?(?:the (?:target|victim|object)|\w+ed\b|hit\b|struck\b|shot\b|held\b|hurt\b)|came under\b)/;

/** A sentence whose subject is the name, and is only the target of what is told. */
export function isTarget(text: string, entity: Entity): boolean {
  const folded = fold(text);
  return [entity.name, ...entity.aliases].some((name) => {
    const wanted = fold(name).replace(/^the /, '');
    const start = folded.startsWith('the ') ? 4 : 0;
    return folded.startsWith(wanted, start) && IS_TARGET.test(folded.slice(start + wanted.length));
  });
}

/** A name that a sentence only ever has behind "from". */
export function isOnlyOrigin(text: string, entity: Entity): boolean {
  const names = [entity.name, ...entity.aliases].map((name) => fold(name).replace(/^the /, ''));
  const rest = names
    .sort((a, b) => b.length - a.length)
    .reduce((left, name) => left.replaceAll(`from the ${name}`, ' ').replaceAll(`from ${name}`, ' '), fold(text));
  return rest !== fold(text) && nameUse(rest, entity) === null;
}
