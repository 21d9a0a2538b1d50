import { isDeepStrictEqual } from 'node:util';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { fold } from '../model/text.ts';

/** Words that reverse a statement, including verbs that say that something was not done. */
const NEGATIONS =
  /\b(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|un(?:able|likely|willing)|hardly|barely|\w+n't|(?:held|hold|holds|holding) back|(?:abstain|avoid|declin|den(?:y|i)|fail|lack|refrain|refus|reject)\w*)\b/g;
const NUMBERS =
  /\b(?:\d[\d,]*(?:\.\d+)?|zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:dozen|hundred|thousand|million|billion)s?|half)\b/g;
/** "3" and "three" are the same number. "one" is left out above, because it is just as often a pronoun. */
const VALUES = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, value) => [word, `${value}`]),
);
const WORD = /\p{L}[\p{L}\p{N}.'’]*/gu;

/**
 * Whether two wordings differ in a way that a reader must not overlook: one has a negation, a number or a name that the other lacks.
 * This is a rule of thumb on the words alone and errs towards "yes": one review too many costs a press, while a reversed sentence
 * that goes unnoticed costs the reader's trust. A name is a word with a capital; at the start of a sentence it must also be part
 * of a name in the fact base. Opposites without a negation ("rose" for "fell") are not noticed.
 */
export function differInSubstance(before: string, after: string, knowledge: KnowledgeBase): boolean {
  if (before === after) return false;
  const [one, other] = [fold(before), fold(after)];
  return (
    (one.match(NEGATIONS)?.length ?? 0) !== (other.match(NEGATIONS)?.length ?? 0) ||
    !isDeepStrictEqual(numbersIn(one), numbersIn(other)) ||
    hasOtherName(before, after, knowledge) ||
    hasOtherName(after, before, knowledge)
  );
}

const numbersIn = (folded: string): ReadonlySet<string> =>
  new Set(
    (folded.match(NUMBERS) ?? []).map((number) => VALUES.get(number) ?? number.replaceAll(',', '').replace(/s$/, '')),
  );

/** Whether a text has a name of which the other text has no form: "Iraq", "Iraq's" and "IRAQ" are one name. */
function hasOtherName(text: string, other: string, knowledge: KnowledgeBase): boolean {
  const there = new Set((other.match(WORD) ?? []).map(bare));
  return [...text.matchAll(WORD)].some(({ 0: word, index }) => {
    if (!/\p{Lu}/u.test(word) || there.has(bare(word))) return false;
    const isFirst = /(?:^|[.!?:]["”’)]*\s+)["“‘(]*$/.test(text.slice(0, index));
    return !isFirst || nameWordsOf(knowledge).has(bare(word));
  });
}

const bare = (word: string): string =>
  fold(word)
    .replace(/[.']+$/, '')
    .replace(/'s$/, '');

/** A cache: one entry for each fact base that is still in use. */
const nameWords = new WeakMap<KnowledgeBase, ReadonlySet<string>>();

/** The words with a capital letter in the names of the fact base. */
function nameWordsOf(knowledge: KnowledgeBase): ReadonlySet<string> {
  let words = nameWords.get(knowledge);
  if (words === undefined) {
    const names = [...knowledge.entities.values()].flatMap(({ name, aliases }) => [name, ...aliases]);
    words = new Set(names.flatMap((name) => (name.match(WORD) ?? []).filter((word) => /\p{Lu}/u.test(word)).map(bare)));
    nameWords.set(knowledge, words);
  }
  return words;
}
