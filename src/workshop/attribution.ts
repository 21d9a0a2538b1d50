/** Finds who says what the sentences of an English text tell, and who passed it on. */

import { SAYING } from './name-words.ts';
import type { Sentence } from './names.ts';
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
const APPOSED = '(?:, [^,]{2,80},|(?: (?!not\\b)\\p{L}+){0,2})';
const SAYS = `(?:also |has |have |had |then |later )?(?:${SAYING}|reads|saying|stating|telling|adding|warning|noting|claiming|arguing)\\b`;
const AFTER = new RegExp(`^(?:['’]s \\p{L}+)?${APPOSED} ${SAYS}`, 'u');
const BEFORE = /\b(?:according to|in the words of)(?: (?:the|its|his|her))?(?: \p{Ll}+){0,2} $/iu;
const INVERTED = new RegExp(`["”’,] (?:${SAYING})(?: (?:the|its|\\p{Ll}+)){0,2} $`, 'u');
/** "She continued: …"; "…," he said. */
const PRONOUN = new RegExp(
  `(?:^(?:He|She|They)|["”’,] (?:he|she|they)) (?:also |then |later )?(?:${SAYING}|continued|concluded|went on)\\b`,
);
/** "told CNN", "seen by Sky News", "reported by Reuters". */
const PASSED_ON =
  /\b(?:told|tells|seen by|reported by|obtained by|quoted by|in an interview with|speaking to)(?: the)? $/i;

/** Whether a verb of saying follows, and before it no other name but in a description: "Berg, the mayor of Oslo, said". */
function speaksNext(sentence: string, { end }: NamedSpan, names: readonly NamedSpan[]): boolean {
  const [between] = AFTER.exec(sentence.slice(end)) ?? [];
  if (between === undefined) return false;
  return between.startsWith(',') || !names.some(({ start }) => start >= end && start < end + between.length);
}

/**
 * Reads the sentences of a text one after the other: who spoke last goes on where a quotation is not closed or another follows, and
 * where only a pronoun says who speaks.
 *
 * @returns the function to call with each sentence in turn
 */
export function attributeInTurn(): (sentence: Sentence, names: readonly NamedSpan[]) => Attribution {
  let speaker: readonly string[] = [];
  let paragraphOfSpeaker = 0;
  let paragraphBefore = 0;
  let isOpen = false;
  return ({ paragraph, text }, names) => {
    const opens = /^["“]/.test(text);
    const wasOpen = isOpen && (paragraph === paragraphBefore || opens);
    // A paragraph that goes on with a quotation opens it again.
    isOpen = wasOpen && paragraph === paragraphBefore;
    let at = 0;
    // Who is named within a quotation does not speak it.
    const outside = names.filter(({ start }) => {
      for (; at < start; at += 1) isOpen = isOpenAfter(text[at], isOpen);
      return !isOpen;
    });
    for (; at < text.length; at += 1) isOpen = isOpenAfter(text[at], isOpen);
    const { saidBy, via } = attribute(text, outside);
    const goesOn = wasOpen || ((opens || PRONOUN.test(text)) && paragraph - paragraphOfSpeaker < 2);
    const speaking = saidBy.length > 0 || !goesOn ? saidBy : speaker;
    if (speaking.length > 0) [speaker, paragraphOfSpeaker] = [speaking, paragraph];
    paragraphBefore = paragraph;
    return { saidBy: speaking, via };
  };
}

const isOpenAfter = (letter: string | undefined, isOpen: boolean): boolean =>
  letter === '"' ? !isOpen : letter === '“' || (isOpen && letter !== '”');

/** @param names - in the order of the sentence */
export function attribute(sentence: string, names: readonly NamedSpan[]): Attribution {
  const via = names.filter(({ start }) => PASSED_ON.test(sentence.slice(0, start)));
  const speakers = names.filter(
    (name) =>
      !via.includes(name) &&
      (speaksNext(sentence, name, names) ||
        BEFORE.test(sentence.slice(0, name.start)) ||
        INVERTED.test(sentence.slice(0, name.start))),
  );
  const ids = (spans: readonly NamedSpan[]): readonly string[] => [...new Set(spans.map(({ id }) => id))];
  return { saidBy: ids(speakers).slice(0, 2), via: ids(via) };
}
