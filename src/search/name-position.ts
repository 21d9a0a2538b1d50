import type { Entity } from '../knowledge/model.ts';
import { fold } from '../text.ts';

const BEFORE_OBJECT =
  /(?:^|\s)(?:on|against|with|in|from|to|at|of|for|into|across|over|near|among|amid|towards?|between|about|such as|like|including|as|than)\s+(?:the\s+|its\s+|their\s+)?$/;

/**
 * How a sentence uses a name, as far as its surroundings tell: `subject` where it stands free ("Iran supports …", "by Hamas"),
 * `object` where it only ever follows a preposition or is part of a compound ("war with Iran", "Iran-backed"), null where the
 * name does not occur.
 */
export function nameUse(text: string, entity: Entity): 'subject' | 'object' | null {
  const folded = fold(text);
  let seen: 'object' | null = null;
  for (const name of [entity.name, ...entity.aliases]) {
    const wanted = fold(name).replace(/^the /, '');
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
      const before = folded.slice(Math.max(0, at - 30), at);
      const after = folded.slice(at + wanted.length, at + wanted.length + 2);
      if (/[\p{L}\p{N}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(after)) continue;
      seen = 'object';
      const compound = after.startsWith('-') || after.startsWith("'s") || /-$/.test(before);
      if (!compound && !BEFORE_OBJECT.test(before)) return 'subject';
    }
  }
  return seen;
}
