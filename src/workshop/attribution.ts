/** Finds out who said what an English sentence reports, and who passed it on. */

import { SAYING } from './name-words.ts';
import type { Span } from './numbers.ts';

/** A name in a sentence, with the id of the person or thing. */
export interface NamedSpan extends Span {
  readonly id: string;
}

export interface Attribution {
  readonly saidBy: readonly string[];
  readonly via: readonly string[];
}

/** Between a name and its verb there may be a description: ", the national security adviser,". */
const APPOSED = '(?:, [^,]{2,80},|(?: \\p{L}+){0,2})';
const AFTER = new RegExp(`^(?:['’]s \\p{L}+)?${APPOSED} (?:also |has |have |had |then |later )?(?:${SAYING})\\b`, 'u');
const BEFORE = /\b(?:according to|in the words of|as)(?: (?:the|its|his|her))?(?: \p{Ll}+){0,2} $/iu;
const INVERTED = new RegExp(`["”’,] (?:${SAYING})(?: (?:the|its|\\p{Ll}+)){0,2} $`, 'u');
/** "told CNN", "seen by Sky News", "reported by Reuters". */
const PASSED_ON =
  /\b(?:told|tells|seen by|reported by|obtained by|quoted by|in an interview with|speaking to)(?: the)? $/i;

/** @param names - in the order of the sentence */
export function attribute(sentence: string, names: readonly NamedSpan[]): Attribution {
  const via = names.filter(({ start }) => PASSED_ON.test(sentence.slice(0, start)));
  const speakers = names.filter(
    (name) =>
      !via.includes(name) &&
      (AFTER.test(sentence.slice(name.end)) ||
        BEFORE.test(sentence.slice(0, name.start)) ||
        INVERTED.test(sentence.slice(0, name.start))),
  );
  const ids = (spans: readonly NamedSpan[]): readonly string[] => [...new Set(spans.map(({ id }) => id))];
  return { saidBy: ids(speakers).slice(0, 2), via: ids(via) };
}
